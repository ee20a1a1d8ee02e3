"""Two versions compared: causes, sums to the cent, reasons kept, scenarios."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from controles.atelier import ecrire, lire
from edits.gestes import Feuilles
from openpyxl import load_workbook
from oracle.lecture import Pack

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.controles import controler
from chargeprod_xl.liens.formules import adresse
from chargeprod_xl.projet.devis_fige import LigneFigee
from chargeprod_xl.versions_devis.appariement import apparier
from chargeprod_xl.versions_devis.causes import cause
from chargeprod_xl.versions_devis.classeur import octets_du_comparatif
from chargeprod_xl.versions_devis.comparaison import Comparaison, comparer
from chargeprod_xl.versions_devis.demande import demander, lire_scenarios
from chargeprod_xl.versions_devis.depot import Versions
from devis_versions.conftest import FilmFige

pytestmark = pytest.mark.xdist_group("devis_versions")
UN, RIEN = Decimal(1), Decimal(0)
LIGNE = LigneFigee("7111", "ligne", "7111", 7, 71, "Caméra A", "Caméra", "J", Decimal(10), Decimal(1500), RIEN,
                   Decimal(15_000), RIEN, RIEN)  # fmt: skip


@pytest.fixture(scope="module")
def comparaison(modifie: Path) -> Comparaison:
    versions = Versions(modifie)
    return comparer(versions.lire("agrément")[0], versions.lire("courante")[0])


def test_chaque_ligne_changee_dit_sa_cause(comparaison: Comparaison) -> None:
    causes = {p.montre.nom or p.montre.libelle: (p.ecart, quoi) for p, quoi in comparaison.changees}
    assert causes == {
        "Caméra": (1_000, "taux 1\u202f500 → 1\u202f600"),
        "Grue": (-1_600, "ligne supprimée"),
        "Projecteurs LED": (400, "renommée (Projecteurs → Projecteurs LED), quantité +4 (20 → 24)"),
        "=1+1": (600, "ligne nouvelle"),
        "2111 Producteur délégué – rémunération": (Decimal("13.79"), "base 18\u202f600 → 19\u202f000"),
        "Charges sur la rémunération du producteur délégué": (Decimal("6.21"), "base 18\u202f600 → 19\u202f000"),
        "Frais généraux": (28, "base 18\u202f600 → 19\u202f000"),
    }


def test_les_ecarts_font_celui_du_total_a_chaque_niveau(comparaison: Comparaison) -> None:
    assert comparaison.ecart == 448
    assert sum(p.ecart for p in comparaison.paires) == 448
    assert sum(e.ecart for e in comparaison.postes) == 448
    assert sum(e.ecart for e in comparaison.rubriques({})) == 448
    assert {e.numero: e.ecart for e in comparaison.postes}[7] == 400


@pytest.mark.parametrize(("champs", "attendue"), [
    ({"devise": "USD", "cours": Decimal("0.92")}, "devise EUR → USD"),
    ({"etat": "exclue", "montant": RIEN}, "exclue"),
    ({"etat": "scénario B", "montant": RIEN}, "scénario B"),
    ({"majorations": Decimal(150), "montant": Decimal(15_150)}, "majorations +150"),
    ({"unite": "S"}, "unité J → S"),
    ({"rubrique": 72, "code": "7211"}, "rubrique 71 → 72"),
    ({"quantite": Decimal("8.5"), "montant": Decimal(12_750)}, "quantité −1,5 (10 → 8,5)"),
    ({"source": "équipe"}, "salaire désormais suivi dans l’équipe"),
    ({"montant": Decimal(15_001)}, "arrondi"),
    ({}, ""),
])  # fmt: skip
def test_les_causes_en_mots(champs: dict[str, object], attendue: str) -> None:
    [paire] = apparier([LIGNE], [replace(LIGNE, **champs)])  # type: ignore[arg-type]
    assert cause(paire) == attendue


def test_un_salaire_de_l_equipe_se_dit() -> None:
    suivie = replace(LIGNE, source="équipe")
    [paire] = apparier([suivie], [replace(suivie, quantite=Decimal(12), montant=Decimal(18_000))])
    assert cause(paire) == "salaires de l’équipe : quantité +2 (10 → 12)"


def test_les_charges_et_les_lignes_contractuelles_disent_leur_base() -> None:
    charges = replace(LIGNE, genre="charges", unite="%", taux=Decimal(60))
    [paire] = apparier([charges], [replace(charges, quantite=Decimal(12), taux=Decimal("61.5"), montant=UN)])
    assert cause(paire) == "salaires 10 → 12, taux moyen 60 → 61,5 %"


def test_sans_identite_le_code_et_le_nom_rapprochent_les_jumelles_dans_leur_ordre() -> None:
    nue = replace(LIGNE, identite="")
    autre = replace(nue, montant=UN)
    paires = apparier([nue, autre], [autre, nue, replace(nue, montant=Decimal(7))])
    assert sorted((p.montant_avant, p.montant_apres) for p in paires) == [(0, 7), (1, 1), (15_000, 15_000)]
    assert len({p.cle for p in paires}) == 3


def test_le_classeur_montre_les_memes_chiffres_et_ses_controles_sont_verts(modifie: Path, tmp_path: Path) -> None:
    fichier = tmp_path / "comparatif.xlsx"
    demander(modifie, "agrément", "courante", fichier)
    assert controler([fichier]).code_sortie == 0
    lu = Pack(tmp_path)
    postes = lu.tableau("Comparatif", {"Poste": "nom", "Montant A": "a", "Montant B": "b", "Écart": "ecart"})
    assert postes["a"].sum() == pytest.approx(20_832)
    assert postes["ecart"].sum() == pytest.approx(448)
    lignes = lu.tableau("Lignes", {"Nom": "nom", "Écart": "ecart", "Cause": "cause"})
    assert lignes["ecart"].sum() == pytest.approx(448)
    livre = load_workbook(fichier)
    [cellule] = [c for rangee in livre["Lignes"].iter_rows() for c in rangee if c.value == "=1+1"]
    assert cellule.data_type != "f"


def test_un_motif_est_garde_quand_le_comparatif_est_refait(comparaison: Comparaison, modifie: Path) -> None:
    fichier = modifie / "devis-figes" / "comparatif agrement - courante.xlsx"
    demander(modifie, "agrément", "courante")
    octets = fichier.read_bytes()
    lignes = {p.montre.nom: p for p in comparaison.paires}
    _motiver(fichier, {"Caméra": "demande du chef opérateur", "=1+1": "groupe oublié"})
    fait = demander(modifie, "agrément", "courante")
    assert (fait.gardes, fait.a_replacer, fait.ancien) == (2, 0, None)
    assert _motifs(fichier) == {"Caméra": "demande du chef opérateur", "=1+1": "groupe oublié"}
    _motiver(fichier, {"Caméra": None, "=1+1": None})
    assert fichier.read_bytes() != octets
    assert lignes["=1+1"].cle.startswith("~")


def test_un_motif_dont_la_ligne_disparait_attend_puis_revient(modifie: Path, tmp_path: Path) -> None:
    fichier = tmp_path / "c.xlsx"
    demander(modifie, "agrément", "courante", fichier)
    _motiver(fichier, {"Caméra": "gardez-moi"})
    sans = _sans_ligne(modifie, "7111", "sans")
    fait = demander(modifie, sans, sans, fichier)
    assert (fait.gardes, fait.a_replacer) == (0, 1)
    assert demander(modifie, sans, sans, fichier).a_replacer == 1
    assert demander(modifie, "agrément", "agrément", fichier).gardes == 1
    assert _motifs(fichier) == {"Caméra": "gardez-moi"}
    assert "Motifs à replacer" not in load_workbook(fichier).sheetnames


def _sans_ligne(film: Path, identite: str, nom: str) -> str:
    source = film / "devis-figes" / "agrement.csv"
    lignes = [x for x in source.read_bytes().splitlines(keepends=True) if not x.startswith(f"{identite};".encode())]
    (film / "devis-figes" / f"{nom}.csv").write_bytes(b"".join(lignes))
    return nom


def test_une_version_retouchee_se_compare_avec_un_avertissement(modifie: Path, tmp_path: Path) -> None:
    nom = _sans_ligne(modifie, "7211", "retouche")
    fait = demander(modifie, nom, "agrément", tmp_path / "c.xlsx")
    assert any("empreinte" in a for a in fait.avertissements)
    assert fait.comparaison.ecart == 1_600


def test_d_autres_saisies_que_des_motifs_font_garder_l_ancien_fichier(modifie: Path, tmp_path: Path) -> None:
    fichier = tmp_path / "c.xlsx"
    demander(modifie, "agrément", "agrément", fichier)
    livre = load_workbook(fichier)
    livre.create_sheet("Mes notes")["A1"] = "à revoir"
    livre.save(fichier)
    fait = demander(modifie, "agrément", "agrément", fichier)
    assert fait.ancien == tmp_path / "c (ancien).xlsx"
    assert load_workbook(fait.ancien)["Mes notes"]["A1"].value == "à revoir"


def test_un_fichier_qui_n_est_pas_un_comparatif_n_est_pas_ecrase(modifie: Path, tmp_path: Path) -> None:
    fichier = tmp_path / "devis.xlsx"
    fichier.write_bytes((modifie / "pack" / "devis.xlsx").read_bytes())
    with pytest.raises(DonneesRefuseesError, match="n’est pas un comparatif"):
        demander(modifie, "agrément", "agrément", fichier)


@pytest.mark.parametrize("nom", ["inconnue", "courante:Z", "courante:"])
def test_une_version_inconnue_est_refusee_en_nommant_les_autres(modifie: Path, nom: str) -> None:
    with pytest.raises(DonneesRefuseesError, match=r"agrement|A, B, C"):
        Versions(modifie).lire(nom)


def test_les_memes_versions_donnent_les_memes_octets(comparaison: Comparaison) -> None:
    assert octets_du_comparatif(comparaison, {}, []) == octets_du_comparatif(comparaison, {}, [])


def test_les_scenarios_cote_a_cote_sans_rien_ecrire(fige: FilmFige, tmp_path: Path) -> None:
    """The crane belongs to B: 1,600 less in A and C, with 5 % and 7 % of it."""
    dossier = tmp_path / "film"
    shutil.copytree(fige.dossier, dossier)
    _saisir(dossier / "pack", "Grue", "Scénario", "B")
    avant = {p.name: p.read_bytes() for p in (dossier / "pack").iterdir()}
    lus = lire_scenarios(dossier, ["A", "b"])
    assert {s: d.total for s, d in lus.devis.items()} == {"A": 20_832 - 1_792, "B": 20_832}
    assert dict(lus.postes())["Moyens techniques"] == [17_000, 18_600]
    assert {p.name: p.read_bytes() for p in (dossier / "pack").iterdir()} == avant
    [hors] = [x for x in lus.devis["A"].lignes if x.nom == "Grue"]
    assert (hors.etat, hors.montant) == ("scénario B", 0)


def test_comparer_parle_json(modifie: Path, tmp_path: Path) -> None:
    commande = [sys.executable, "-m", "chargeprod_xl", "devis", "comparer", str(modifie), "agrément", "agrément"]
    sorti = subprocess.run(
        [*commande, "--vers", str(tmp_path / "x.xlsx"), "--json"],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    dit = json.loads(sorti.stdout)
    assert (dit["ecart"], dit["lignes"], dit["a"]["total"]) == ("0.00", [], "20832.00")


def _ou(dossier: Path, feuille: str, nom: str, titre: str, colonne: str) -> str:
    f = Feuilles(Pack(dossier))
    return adresse(f.ligne(feuille, colonne, nom), f.colonne(feuille, titre))


def _saisir(pack: Path, nom: str, titre: str, valeur: str) -> None:
    ecrire(pack / "devis.xlsx", "Détail", {_ou(pack, "Détail", nom, titre, "Nom ou précision"): valeur})


def _rangees(fichier: Path) -> tuple[dict[str, int], int]:
    """Row of each name, and column of the reasons."""
    feuille = load_workbook(fichier)["Lignes"]
    titres = {c.value: c.column for c in feuille[4]}
    return {feuille.cell(n, titres["Nom"]).value: n for n in range(5, feuille.max_row)}, titres["Motif"]


def _motiver(fichier: Path, motifs: dict[str, str | None]) -> None:
    rangs, colonne = _rangees(fichier)
    ecrire(fichier, "Lignes", {adresse(rangs[nom], colonne): motif for nom, motif in motifs.items()})


def _motifs(fichier: Path) -> dict[str, object]:
    rangs, colonne = _rangees(fichier)
    lue = lire(fichier).feuille("Lignes")
    assert lue is not None
    return {
        nom: lue.cellules[n, colonne].valeur
        for nom, n in rangs.items()
        if (n, colonne) in lue.cellules and lue.cellules[n, colonne].valeur
    }
