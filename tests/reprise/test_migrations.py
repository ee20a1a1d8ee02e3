"""A pack of an earlier schema: renamed and moved fields follow, what has no place is told."""

from __future__ import annotations

import pytest

from chargeprod_xl.anomalies import DonneesRefuseesError
from reprise.atelier import Film

_SOLDE = "- {id: solde_initial, libelle: Solde bancaire de départ"


def _schema(film: Film, *migrations: str) -> None:
    """The next schema of the pack, with its migrations."""
    pack = film.gabarits / "packs" / "long-metrage.yaml"
    texte = pack.read_text(encoding="utf-8").replace("schema_version: 2", "schema_version: 3")
    if migrations:
        texte += "migrations:\n" + "".join(f"  - {{version: 3, {m}}}\n" for m in migrations)
    pack.write_text(texte, encoding="utf-8")


def test_un_champ_renomme_garde_sa_saisie(film: Film) -> None:
    film.saisir("projet", "Hypothèses", "Solde bancaire de départ", "Valeur", 7500)
    film.changer_gabarit("projet/hypotheses.yaml", _SOLDE, "- {id: solde_de_depart, libelle: Solde au départ")
    _schema(film, "de: projet.hypotheses.solde_initial, vers: projet.hypotheses.solde_de_depart")
    fait = film.regenerer()
    assert film.lire("projet", "Hypothèses", "Solde au départ", "Valeur") == 7500
    assert not fait.bilan.pertes


def test_un_champ_deplace_dans_un_autre_classeur_garde_sa_saisie(film: Film) -> None:
    film.saisir("projet", "Hypothèses", "Signature des contrats avant la préparation", "Valeur", 21)
    source = (film.gabarits / "projet" / "hypotheses.yaml").read_text(encoding="utf-8")
    champ = next(x for x in source.splitlines() if "id: avance_signature" in x)
    film.changer_gabarit("projet/hypotheses.yaml", champ + "\n", "")
    debut = "  - champs: totaux\n    liste:\n"
    film.changer_gabarit("plan_de_travail/synthese.yaml", debut, f"{debut}{champ}\n")
    _schema(film, "de: projet.hypotheses.avance_signature, vers: plan_de_travail.synthese.avance_signature")
    film.regenerer()
    libelle = "Signature des contrats avant la préparation"
    assert film.lire("plan_de_travail", "Synthèse plan", libelle, "Valeur") == 21


def test_une_colonne_renommee_garde_ses_saisies(film: Film) -> None:
    film.saisir("depouillement", "Décors", "QUAI", "Lieu de tournage", "Port de Nantes")
    film.changer_gabarit(
        "depouillement/decors.yaml", "{id: lieu, titre: Lieu de tournage", "{id: adresse, titre: Adresse"
    )
    _schema(film, "de: depouillement.decors.lignes.lieu, vers: depouillement.decors.lignes.adresse")
    film.regenerer()
    assert film.lire("depouillement", "Décors", "QUAI", "Adresse") == "Port de Nantes"


def test_une_colonne_forcee_d_un_tableau_fixe_suit_sur_toutes_ses_lignes(film: Film) -> None:
    libelle = next(x for x in film.colonne("projet", "Barèmes", "Barème") if x and "huitième" in str(x))
    film.saisir("projet", "Barèmes", libelle, "Forcé", 9)
    chemin = film.gabarits / "projet" / "baremes.yaml"
    neuf = chemin.read_text(encoding="utf-8").replace("{id: valeur,", "{id: taux,").replace("[valeur.", "[taux.")
    chemin.write_text(neuf, encoding="utf-8")
    for gabarit in film.gabarits.rglob("*.yaml"):
        texte = gabarit.read_text(encoding="utf-8")
        if "{projet.baremes.taux." in texte:
            lignes = texte.split("{projet.baremes.taux.")
            gabarit.write_text(
                lignes[0] + "".join("{projet.baremes.taux." + x.replace(".valeur}", ".taux}", 1) for x in lignes[1:]),
                encoding="utf-8",
            )
    source = chemin.read_text(encoding="utf-8").replace("forcable: true,", 'forcable: true, valeur: "b.valeur",')
    chemin.write_text(source, encoding="utf-8")
    _schema(film, "de: projet.baremes.taux.*.valeur, vers: projet.baremes.taux.*.taux")
    fait = film.regenerer()
    assert film.lire("projet", "Barèmes", libelle, "Forcé") == 9
    assert not fait.bilan.pertes


def test_sans_migration_la_saisie_d_un_champ_disparu_est_gardee_a_cote(film: Film) -> None:
    film.saisir("projet", "Hypothèses", "Solde bancaire de départ", "Valeur", 7500)
    film.changer_gabarit("projet/hypotheses.yaml", _SOLDE, "- {id: solde_de_depart, libelle: Solde au départ")
    _schema(film)
    fait = film.regenerer()
    [perte] = [p for p in fait.bilan.pertes if p.contenu == "7500"]
    assert (perte.classeur, perte.feuille) == ("projet.xlsx", "Hypothèses")
    [fichier] = film.pack.glob("non repris*.csv")
    assert ";7500;" in fichier.read_text(encoding="utf-8-sig")


def test_une_migration_vers_nulle_part_est_une_faute_de_gabarit(film: Film) -> None:
    _schema(film, "de: projet.hypotheses.solde_initial, vers: projet.hypotheses.nulle_part")
    with pytest.raises(DonneesRefuseesError, match="n’existe pas dans les gabarits"):
        film.regenerer()


def test_un_pack_plus_recent_que_le_programme_est_refuse(film: Film) -> None:
    pack = film.gabarits / "packs" / "long-metrage.yaml"
    pack.write_text(
        pack.read_text(encoding="utf-8").replace("schema_version: 2", "schema_version: 1"), encoding="utf-8"
    )
    with pytest.raises(DonneesRefuseesError, match="plus récent"):
        film.regenerer()
