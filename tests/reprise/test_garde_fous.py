"""What a person could lose by a slip of the hand: a wrong command, a misspelt name, a copy left in the folder."""

from __future__ import annotations

import shutil
from datetime import date, datetime

import pytest
from typer.testing import CliRunner

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.cli import application
from chargeprod_xl.construction import actualiser_pack, construire
from chargeprod_xl.manifeste import classeurs_de
from chargeprod_xl.regeneration import Demande, regenerer
from chargeprod_xl.reprise.bilan import Arbitrage, Bilan, Conflit, Perte
from chargeprod_xl.reprise.rapport import alerte, en_texte
from chargeprod_xl.sauvegarde import restaurer
from reprise.atelier import INSTANT, Film

SOLDE = ("projet", "Hypothèses", "Solde bancaire de départ", "Valeur")
DEBUT = ("projet", "Phases", "Début de préparation", "Date")


def _en_conflit(film: Film) -> None:
    film.saisir(*SOLDE, 7500)
    film.changer_projet("solde_initial: 10000", "solde_initial: 25000")


def test_construire_n_efface_pas_un_pack_regenere(film: Film) -> None:
    """Its files are as the program built them, and yet they hold what was typed."""
    film.saisir(*SOLDE, 7500)
    film.regenerer()
    actualiser_pack(sorted(film.pack.glob("*.xlsx")))
    avant = film.octets()
    with pytest.raises(DonneesRefuseesError, match="regenerer"):
        construire(film.dossier, gabarits=film.gabarits)
    assert film.octets() == avant
    assert film.lire(*SOLDE) == 7500


def test_un_choix_mal_ecrit_est_refuse(film: Film) -> None:
    """Else « --conflits projet » would decide of the conflict that the person meant to keep."""
    _en_conflit(film)
    avant = film.octets()
    choix = Arbitrage("projet", {"projet.hypotheses.sold_initial": "classeur"})
    with pytest.raises(DonneesRefuseesError, match=r"projet\.hypotheses\.solde_initial"):
        regenerer(film.dossier, Demande(choix, instant=INSTANT, gabarits=film.gabarits))
    assert film.octets() == avant


def test_une_copie_laissee_dans_le_dossier_ne_gene_pas(film: Film) -> None:
    shutil.copy(film.pack / "projet.xlsx", film.pack / "projet - Copie.xlsx")
    film.saisir(*SOLDE, 7500)
    film.regenerer()
    assert [p.name for p in classeurs_de(film.pack)] == ["depouillement.xlsx", "plan_de_travail.xlsx", "projet.xlsx"]
    assert (film.pack / "projet - Copie.xlsx").is_file()


def test_une_version_abimee_n_est_pas_remise_en_place(film: Film) -> None:
    film.saisir(*SOLDE, 7500)
    film.regenerer()
    [version] = (film.dossier / "versions").iterdir()
    (version / "projet.xlsx").write_bytes(b"")
    avant = film.octets()
    with pytest.raises(DonneesRefuseesError, match="abîmé"):
        restaurer(film.dossier, version.name, datetime(2027, 1, 5))
    assert film.octets() == avant


def test_un_conflit_de_dates_se_lit_en_dates(film: Film) -> None:
    film.saisir(*DEBUT, date(2027, 1, 25))
    film.changer_projet("preparation: {debut: 2027-02-01", "preparation: {debut: 2027-02-08")
    [conflit] = film.regenerer().bilan.en_attente
    assert (conflit.depart, conflit.classeur, conflit.projet) == ("01/02/2027", "25/01/2027", "08/02/2027")


def test_la_commande_proposee_se_colle_telle_quelle() -> None:
    """A name with a blank is quoted."""
    bilan = Bilan()
    bilan.conflits.append(Conflit("devis.detail.role.madame roche.taux", "Détail › Taux", "1", "2", "3", None))
    assert "--choisir 'devis.detail.role.madame roche.taux=classeur'" in en_texte(bilan)


@pytest.mark.parametrize("instant", ["hier", "99999999999999999999"])
def test_un_instant_impossible_est_refuse_en_clair(film: Film, instant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", instant)
    sortie = CliRunner().invoke(application, ["regenerer", str(film.dossier)])
    assert sortie.exit_code == 2
    assert "SOURCE_DATE_EPOCH" in sortie.output


def test_en_silence_ce_qui_attend_et_ce_qui_manque_se_disent() -> None:
    bilan = Bilan()
    assert alerte(bilan) == []
    bilan.conflits.append(Conflit("projet.hypotheses.solde_initial", "Hypothèses › Solde", "1", "2", "3", None))
    bilan.pertes.append(Perte("devis.xlsx", "Détail", "1211", "à relire", "la ligne a disparu"))
    conflit, perte = alerte(bilan)
    assert "classeur 2 ; projet 3" in conflit
    assert perte == "1 contenu non repris : voir le fichier"
