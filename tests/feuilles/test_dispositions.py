"""Tables where people add rows, one under another; blocks side by side: nothing is torn, nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from controles import tableur
from controles.tableur import inserer_copie
from edits.gestes import Geste
from edits.main_openpyxl import _inserer
from openpyxl.utils import range_boundaries

from chargeprod_xl.classeurs.lecture import lire_classeur
from chargeprod_xl.construction import actualiser_pack
from chargeprod_xl.controles.formules_ecrasees import formules_manquantes
from feuilles.atelier import Essai, trouver

PILE = """\
feuille: Logistique
onglet: saisie
titre: Logistique
blocs:
  - tableau: voyages
    titre: Voyages
    extensible: true
    complet: total
    lignes: [{cle: a, valeurs: {qui: Léa, prix: 80}}, {cle: b, valeurs: {qui: Marc, prix: 120}}]
    colonnes:
      - {id: qui, titre: Qui, saisie: true}
      - {id: prix, titre: Prix, type: euro, saisie: true, total: true}
      - {id: aller, titre: Aller, type: euro, formule: "=[prix]/2"}
      - {id: total, titre: Total, type: euro, formule: "=[prix]+{hotels.total.nuits}", total: true}
  - tableau: hotels
    titre: Hôtels
    extensible: true
    lignes: [{cle: h, valeurs: {hotel: du Port, nuits: 3}}]
    colonnes:
      - {id: hotel, titre: Hôtel, saisie: true}
      - {id: nuits, titre: Nuits, type: entier, saisie: true, total: true}
  - champs: fin
    titre: Ensemble
    colonnes: [Libellé, Valeur, "", ""]
    liste:
      - {id: cout, libelle: Coût, type: euro, formule: "={voyages.total.prix}+{hotels.total.nuits}*100"}
"""
COTE = """\
feuille: Journée
onglet: saisie
titre: Journée
blocs:
  - texte: ["Tout est là."]
  - cote_a_cote:
      - champs: heures
        titre: Heures
        colonnes: [Heure, Valeur, "", ""]
        liste:
          - {id: debut, libelle: Début, type: entier, saisie: true, valeur: "8"}
          - {id: fin, libelle: Fin, type: entier, saisie: true, valeur: "18"}
          - {id: duree, libelle: Durée, type: entier, formule: "={fin}-{debut}"}
      - tableau: postes
        titre: Postes
        total: Ensemble
        lignes: [{cle: image, valeurs: {poste: Image, n: 2}}, {cle: son, valeurs: {poste: Son, n: 1}}]
        colonnes:
          - {id: poste, titre: Poste}
          - {id: n, titre: Nombre, type: entier, saisie: true, total: true}
          - {id: h, titre: Heures-homme, type: entier, formule: "=[n]*{duree}", total: true}
  - champs: bas
    titre: Bas
    colonnes: [Libellé, Valeur, "", ""]
    liste:
      - {id: resume, libelle: Heures en tout, type: entier, formule: "={postes.total.h}+{postes.son.h}"}
"""


def inserer(essai: Essai, feuille: str, ligne: int, modele: int = 0, **saisies: Any) -> None:
    """Insert a whole row, as Excel does, its content copied from ``modele``; then type in it by column letter."""

    def geste(livre: Any) -> None:
        _inserer(livre, Geste("inserer", feuille, ligne, modele=modele or ligne - 1))
        for lettre, valeur in saisies.items():
            livre[feuille][f"{lettre}{ligne}"].value = valeur

    essai.editer("essai", geste)


def voisine(essai: Essai, feuille: str, texte: str) -> Any:
    """What stands at the right of a text."""
    lue = essai.feuille("essai", feuille, valeurs=True)
    c = trouver(lue, texte)
    return lue.cell(c.row, c.column + 1).value


def alterees(essai: Essai) -> list[str]:
    """Formulas that ``verifier`` says were typed over."""
    lus = [lire_classeur(p)[0] for p in essai.pack.glob("*.xlsx")]
    return [str(f.anomalie) for f in formules_manquantes([c for c in lus if c is not None])]


def test_deux_tableaux_empiles_ont_les_memes_colonnes(tmp_path: Path) -> None:
    """So a row inserted in the first pushes the second whole; the identities of both stand in one hidden column."""
    pack = Essai(tmp_path, essai={"pile": PILE}).construire()
    feuille = pack.feuille("essai", "Logistique")
    plages = sorted((range_boundaries(t.ref) for t in feuille.tables.values()), key=lambda p: p[1])
    assert [(p[0], p[2]) for p in plages] == [(1, 5), (1, 5)]
    assert [feuille.cell(p[1], 5).value for p in plages] == ["_id", "_id"]
    assert feuille.column_dimensions["E"].hidden
    assert [feuille.cell(plages[1][1], c).value for c in (3, 4)] == ["Note", "Note 2"]
    assert voisine(pack, "Logistique", "Coût") == 500  # 80 + 120, three nights at 100
    assert pack.fautes() == []


def test_des_lignes_ajoutees_dans_chacun(tmp_path: Path) -> None:
    """In each table first, in the middle, last: totals, checks, identities and typed notes all follow."""
    pack = Essai(tmp_path, essai={"pile": PILE}).construire()
    feuille = pack.feuille("essai", "Logistique")
    hotel = trouver(feuille, "du Port").row
    inserer(pack, "Logistique", hotel + 1, hotel, A="du Parc", B=4, C="calme", E=None)
    inserer(pack, "Logistique", hotel, hotel, A="de la Gare", B=1, E=None)
    marc = trouver(feuille, "Marc").row
    inserer(pack, "Logistique", marc, marc, A="Nora", B=50, E=None)
    assert alterees(pack) == []
    assert pack.fautes() == []
    bilan = pack.regenerer().bilan
    assert bilan.pertes == []
    assert voisine(pack, "Logistique", "Coût") == 250 + 800
    lue = pack.feuille("essai", "Logistique", valeurs=True)
    assert [lue.cell(trouver(lue, "Hôtel").row + n, 1).value for n in (1, 2, 3)] == ["de la Gare", "du Port", "du Parc"]
    assert lue.cell(trouver(lue, "du Parc").row, 3).value == "calme"
    assert lue.cell(trouver(lue, "Nora").row, 4).value == 58  # its own 50, and the eight nights
    assert voisine(pack, "Contrôles", "Verdict du classeur") == "● OK"
    bilan = pack.regenerer().bilan
    assert (bilan.pertes, bilan.doutes) == ([], [])


def test_des_lignes_ajoutees_par_libreoffice(tmp_path: Path) -> None:
    """What it really shifts and grows: rows copied in both tables, rows inserted above and under the side-by-side."""
    pack = Essai(tmp_path, essai={"pile": PILE, "cote": COTE}).construire()
    pile = pack.feuille("essai", "Logistique")
    marc, port = trouver(pile, "Marc").row, trouver(pile, "du Port").row
    copies = [inserer_copie("Logistique", port, port), inserer_copie("Logistique", marc, marc)]
    vides = [tableur.inserer("Journée", 4, 2), tableur.inserer("Journée", 12)]
    (tmp_path / "profil").mkdir()
    tableur.jouer(tmp_path / "profil", {pack.pack / "essai.xlsx": [*copies, *vides]})
    assert (alterees(pack), pack.fautes()) == ([], [])
    bilan = pack.regenerer().bilan
    assert (bilan.pertes, bilan.doutes, len(bilan.ajoutees)) == ([], [], 2)
    assert voisine(pack, "Logistique", "Coût") == 320 + 600
    assert voisine(pack, "Journée", "Heures en tout") == 40
    assert voisine(pack, "Contrôles", "Verdict du classeur") == "● OK"


def test_deux_tableaux_de_memes_titres_devenus_de_simples_cellules(tmp_path: Path) -> None:
    """Some programs drop tables and keep their cells: the second is not taken for the first."""
    jumeaux = "feuille: Jumeaux\nonglet: saisie\ntitre: Jumeaux\nblocs:\n" + "".join(
        f"  - tableau: {nom}\n    titre: Tableau {nom}\n    extensible: true\n"
        f"    lignes: [{{cle: x, valeurs: {{quoi: {nom}}}}}]\n"
        "    colonnes: [{id: quoi, titre: Quoi, saisie: true}, {id: n, titre: Nombre, type: entier, saisie: true}]\n"
        for nom in ("aller", "retour")
    )
    pack = Essai(tmp_path, essai={"jumeaux": jumeaux}).construire()

    def geste(livre: Any) -> None:
        feuille = livre["Jumeaux"]
        for nom in list(feuille.tables):
            del feuille.tables[nom]
        for texte, nombre in (("aller", 3), ("retour", 5)):
            feuille.cell(trouver(feuille, texte).row, 2).value = nombre

    pack.editer("essai", geste)
    assert pack.regenerer().bilan.pertes == []
    assert (voisine(pack, "Jumeaux", "aller"), voisine(pack, "Jumeaux", "retour")) == (3, 5)


def test_une_ligne_ecrite_entre_deux_tableaux_est_vue(tmp_path: Path) -> None:
    """Under the first table, just above the title of the second: its own check turns red, not that of the second."""
    pack = Essai(tmp_path, essai={"pile": PILE}).construire()
    titre = trouver(pack.feuille("essai", "Logistique"), "Hôtels").row
    inserer(pack, "Logistique", titre, titre - 1, A="Oubliée", B=9)
    actualiser_pack(sorted(pack.pack.glob("*.xlsx")))
    lue = pack.feuille("essai", "Contrôles", valeurs=True)
    ecarts = {r[0].value: r[3].value for r in lue.iter_rows() if "hors du tableau" in str(r[0].value)}
    assert list(ecarts.values()) == [1, 0]


def test_un_graphique_sous_un_tableau_extensible_est_refuse(tmp_path: Path) -> None:
    graphique = (
        "  - graphique: barres\n    titre: Nuits\n    categories: hotels.hotel\n"
        "    series: [{titre: Nuits, valeurs: hotels.nuits}]\n"
    )
    dit = Essai(tmp_path, essai={"pile": PILE + graphique}).refus()
    assert any("pile.yaml, ligne 15, tableau « hotels »" in x and "graphique" in x for x in dit)


def test_un_bloc_beaucoup_plus_large_que_le_tableau_du_dessus_est_refuse(tmp_path: Path) -> None:
    """Inserting a row in the table would tear it; and the hidden identities would hide one of its columns."""
    large = "  - tableau: large\n    lignes: [{cle: a}]\n    colonnes:\n" + "".join(
        f"      - {{id: c{n}, titre: C{n}}}\n" for n in range(12)
    )
    dit = Essai(tmp_path, essai={"pile": PILE + large}).refus()
    assert any("« large » : plus large (12 colonnes) que le tableau extensible" in x for x in dit)
    assert any("« large » : la colonne « C4 » serait cachée par celle du tableau « voyages »" in x for x in dit)


def test_les_identites_d_un_tableau_ne_cachent_rien(tmp_path: Path) -> None:
    """Fields of four columns over a table of two: its hidden column is the fifth, after two columns for notes."""
    champs = "  - champs: fiche\n    liste: [{id: x, libelle: X, note: à lire}]\n"
    etroit = PILE[: PILE.index("  - tableau: voyages")] + champs + PILE[PILE.index("  - tableau: hotels") :]
    etroit = etroit[: etroit.index("  - champs: fin")]
    feuille = Essai(tmp_path, essai={"pile": etroit}).construire().feuille("essai", "Logistique")
    assert [c for c, d in feuille.column_dimensions.items() if d.hidden] == ["E"]
    assert trouver(feuille, "à lire").column_letter == "D"


def test_cote_a_cote(tmp_path: Path) -> None:
    """Headers on one line, a blank column between, each figure where its title says, the light at the right."""
    pack = Essai(tmp_path, essai={"cote": COTE}).construire()
    lue = pack.feuille("essai", "Journée", valeurs=True)
    assert [c.value for c in lue[7]][:6] == ["Heure", "Valeur", None, "Poste", "Nombre", "Heures-homme"]
    assert [c.value for c in lue[6]][:4] == ["Heures", None, None, "Postes"]
    assert voisine(pack, "Journée", "Heures en tout") == 40  # (2+1)×10, and the 10 of sound
    assert str(lue["F1"].value).startswith("●")
    assert pack.fautes() == []


def test_cote_a_cote_retrouves_apres_une_ligne_inseree_au_dessus(tmp_path: Path) -> None:
    """Rows inserted above and inside, values typed in both blocks, notes beside: each is where it belongs."""
    pack = Essai(tmp_path, essai={"cote": COTE}).construire()
    inserer(pack, "Journée", 5, 4)
    debut = trouver(pack.feuille("essai", "Journée"), "Début").row

    def geste(livre: Any) -> None:
        feuille = livre["Journée"]
        feuille["A5"].value = "Ma ligne"
        feuille.cell(debut, 2).value = 6
        feuille.cell(debut, 5).value = 4
        feuille.cell(debut, 7).value = "à confirmer"
        feuille.cell(debut + 1, 3).value = "tard"

    pack.editer("essai", geste)
    assert alterees(pack) == []
    bilan = pack.regenerer().bilan
    assert bilan.pertes == []
    lue = pack.feuille("essai", "Journée", valeurs=True)
    la = trouver(lue, "Début").row
    assert (lue.cell(la, 2).value, lue.cell(la, 5).value, lue.cell(la, 7).value) == (6, 4, "à confirmer")
    assert lue.cell(la + 1, 3).value == "tard"
    assert trouver(lue, "Ma ligne")
    assert voisine(pack, "Journée", "Heures en tout") == 72  # 12 h × (4 + 1), and 12 of sound
    assert pack.fautes() == []


def test_une_ligne_inseree_dans_le_bloc_de_droite(tmp_path: Path) -> None:
    """A row of a person's own among those of the right block; the left one has none, and neither loses anything."""
    pack = Essai(tmp_path, essai={"cote": COTE}).construire()
    son = trouver(pack.feuille("essai", "Journée"), "Son").row
    inserer(pack, "Journée", son, son, A=None, B=None, D="Décor", E=5, F=None)
    bilan = pack.regenerer().bilan
    assert bilan.pertes == []
    lue = pack.feuille("essai", "Journée", valeurs=True)
    assert [lue.cell(son - 1 + n, 4).value for n in range(3)] == ["Image", "Décor", "Son"]
    assert [lue.cell(son - 1 + n, 1).value for n in range(3)] == ["Début", "Fin", "Durée"]
    assert lue.cell(trouver(lue, "Ensemble").row, 5).value == 8
