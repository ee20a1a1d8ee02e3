"""A film has the workbooks it asks for and those they read; what looks downstream does without those it has not."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.construction import construire
from chargeprod_xl.construction import nouveau as creer
from chargeprod_xl.controles import controler
from gabarits.petit_pack import PROJET, PetitPack, petit_pack


def classeur(nom: str, feuille: str) -> dict[str, str]:
    en_tete = f"classeur: {nom}\ntitre: {nom.capitalize()}\nrole: essai\nfeuilles: [page]\n"
    return {f"{nom}/_classeur.yaml": en_tete, f"{nom}/page.yaml": feuille}


def page(nom: str, champs: str) -> str:
    return f"""\
feuille: Page {nom}
onglet: saisie
titre: Page
blocs:
  - champs: prix
    liste:
{champs}
controles:
  - {{id: {nom}_positif, libelle: Prix de {nom}, famille: règle, valeur: "={{prix}}", comparaison: ">=", remede: non}}
"""


FICHIERS = {
    **classeur("accueil", page("accueil", """\
      - {id: prix, libelle: Prix, type: euro, valeur: "1", saisie: true}
      - {id: caisse, libelle: Caisse, type: euro, formule: "={caisse.page.prix}", si: "'caisse' in pack"}
      - {id: combien, libelle: Classeurs, type: entier, valeur: "pack | length"}""")),
    **classeur("devis", page("devis", """\
      - {id: prix, libelle: Prix, type: euro, valeur: "10", saisie: true}
      - {id: note, libelle: Note, saisie: true}""")),
    **classeur("carbone", page("carbone", """\
      - {id: prix, libelle: Tonnes, type: euro, formule: "={devis.page.prix}*2"}""")),
    **classeur("caisse", page("caisse", """\
      - {id: prix, libelle: Caisse, type: euro, formule: "={devis.page.prix}*3"}""")),
}  # fmt: skip
PACK = "classeurs: [accueil, devis, carbone, caisse]\nau_choix: [carbone]\n"


def pack(tmp_path: Path, choix: str = "", fichiers: dict[str, str] = FICHIERS) -> PetitPack:
    return petit_pack(tmp_path, fichiers, PACK, PROJET + choix)


def fichiers(p: PetitPack) -> list[str]:
    return sorted(x.stem for x in (p.film / "pack").glob("*.xlsx"))


def champs(p: PetitPack) -> dict[str, float]:
    return {str(x["Libellé"]): x["Valeur"] for x in p.tableau("accueil", "Page accueil")}


def test_sans_choix_le_pack_n_a_pas_ce_qui_est_au_choix(tmp_path: Path) -> None:
    p = pack(tmp_path)
    p.construire()
    assert fichiers(p) == ["accueil", "caisse", "devis"]
    assert champs(p) == {"Prix": 1, "Caisse": 30, "Classeurs": 3}


def test_un_classeur_choisi_entraine_ceux_qu_il_lit_et_pas_ceux_d_apres(tmp_path: Path) -> None:
    p = pack(tmp_path, "classeurs: [carbone]\n")
    p.construire()
    assert fichiers(p) == ["accueil", "carbone", "devis"]
    assert champs(p) == {"Prix": 1, "Classeurs": 3}
    assert p.etats() == {}


def test_si_vaut_pour_une_feuille_un_bloc_une_ligne_une_colonne_un_controle(tmp_path: Path) -> None:
    """All read « caisse », which this film has not: one forgotten « si » would be a fault."""
    si = "si: '\"caisse\" in pack'"
    vue = f"""\
feuille: Vue
onglet: restitution
titre: Vue
blocs:
  - tableau: lignes
    lignes:
      - {{cle: a, valeurs: {{nom: Devis}}}}
      - {{cle: b, valeurs: {{nom: Caisse}}, formules: {{prix: "={{caisse.page.prix}}"}}, {si}}}
    colonnes:
      - {{id: nom, titre: Nom}}
      - {{id: prix, titre: Prix, type: euro, formule: "={{devis.page.prix}}"}}
      - {{id: caisse, titre: Caisse, type: euro, formule: "={{caisse.page.prix}}", {si}}}
  - champs: fin
    {si}
    liste:
      - {{id: reste, libelle: Reste, type: euro, formule: "={{caisse.page.prix}}"}}
  - {{texte: [La caisse est à part.], {si}}}
controles:
  - {{id: egal, libelle: Égal, famille: règle, valeur: "={{caisse.page.prix}}", remede: non, {si}}}
"""
    fichiers = {
        **FICHIERS,
        "devis/_classeur.yaml": FICHIERS["devis/_classeur.yaml"].replace("[page]", "[page, vue, caisse]"),
        "devis/vue.yaml": vue,
        "devis/caisse.yaml": vue.replace("feuille: Vue", f"feuille: Caisse\n{si}"),
    }
    p = pack(tmp_path, "classeurs: [devis]\n", fichiers)
    p.construire()
    livre = load_workbook(p.film / "pack" / "devis.xlsx", data_only=True)
    assert [f for f in livre.sheetnames if f in {"Vue", "Caisse"}] == ["Vue"]
    assert [[c.value for c in r] for r in livre["Vue"]["A4:C9"]] == [
        ["Nom", "Prix", None],
        ["Devis", 10, None],
        *[[None] * 3] * 4,
    ]
    assert not any(c.value == "Égal" for r in livre["Contrôles devis"] for c in r)


def test_lire_en_aval_sans_le_dire_est_une_faute_qui_donne_la_parole_a_ecrire(tmp_path: Path) -> None:
    nu = FICHIERS["accueil/page.yaml"].replace(""", si: "'caisse' in pack\"""", "")
    p = pack(tmp_path, "classeurs: [devis]\n", {**FICHIERS, "accueil/page.yaml": nu})
    with pytest.raises(DonneesRefuseesError) as refus:
        p.construire()
    [faute] = refus.value.anomalies
    assert faute.ou == "accueil/page.yaml, feuille « Page accueil »"
    assert faute.quoi == "« caisse.page.prix » est lu dans « caisse », qui vient après et que ce film n’a pas"
    assert "'caisse' in pack" in faute.remede


def test_ajouter_puis_retirer_un_classeur_ne_perd_rien_de_ce_qui_est_saisi(tmp_path: Path) -> None:
    p = pack(tmp_path, "classeurs: [devis]\n")
    p.construire()
    chemin = p.film / "pack" / "devis.xlsx"
    livre = load_workbook(chemin)
    livre["Page devis"]["B5"], livre["Page devis"]["B6"] = 12, "vu"
    livre.save(chemin)
    (p.film / "projet.yaml").write_text(PROJET + "classeurs: [devis, caisse]\n", encoding="utf-8")
    fait = p.regenerer()
    assert (fichiers(p), fait.bilan.pertes) == (["accueil", "caisse", "devis"], [])
    assert champs(p)["Caisse"] == 36
    assert p.regenerer().ecrit is False

    (p.film / "projet.yaml").write_text(PROJET + "classeurs: [accueil]\n", encoding="utf-8")
    fait = p.regenerer()
    assert fichiers(p) == ["accueil"]
    assert [(x.classeur, x.contenu, x.raison) for x in fait.bilan.pertes] == [
        ("devis.xlsx", contenu, "le film n’a plus ce classeur : il est dans la version précédente")
        for contenu in ("12", "vu")
    ]
    assert (p.film / "versions" / str(fait.version) / "devis.xlsx").is_file()
    assert list((p.film / "pack").glob("non repris*.csv"))


@pytest.mark.parametrize(
    ("choix", "attendus"),
    [
        ("[depouillement]", ["projet", "depouillement"]),
        ("[projet, devis]", ["projet", "depouillement", "plan_de_travail", "equipe", "devis"]),
    ],
)
def test_une_partie_du_pack_d_un_film_se_construit_sans_controle_rouge(
    tmp_path: Path, choix: str, attendus: list[str]
) -> None:
    film = tmp_path / "film"
    creer(film, "long-metrage")
    projet = film / "projet.yaml"
    projet.write_text(projet.read_text(encoding="utf-8") + f"\nclasseurs: {choix}\n", encoding="utf-8")
    fait = construire(film)
    assert [f.stem for f in fait.fichiers] == attendus
    assert controler(list(fait.fichiers)).code_sortie == 0


def test_une_migration_vers_un_classeur_absent_n_est_pas_une_faute(tmp_path: Path) -> None:
    p = pack(tmp_path, "classeurs: [devis]\n")
    p.construire()
    gabarit = p.gabarits / "packs" / "long-metrage.yaml"
    migration = "migrations:\n  - {version: 2, de: devis.page.note, vers: caisse.page.note}\n"
    gabarit.write_text(gabarit.read_text().replace("schema_version: 1", "schema_version: 2") + migration)
    livre = load_workbook(p.film / "pack" / "devis.xlsx")
    livre["Page devis"]["B6"] = "vu"
    page_devis = p.gabarits / "devis" / "page.yaml"
    sans_note = page_devis.read_text(encoding="utf-8").replace("      - {id: note, libelle: Note, saisie: true}", "")
    page_devis.write_text(sans_note, encoding="utf-8")
    livre.save(p.film / "pack" / "devis.xlsx")
    assert [x.contenu for x in p.regenerer().bilan.pertes] == ["vu"]
