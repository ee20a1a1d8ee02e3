"""Reading what Excel, LibreOffice and other programs write, and refusing what is damaged, in French."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.classeurs.lecture import CelluleLue, ClasseurLu, Erreur, lire_classeur
from recalcul.fabrique import classeur_brut, ecrire_pack, parties_de, remplacer_partie


def lire(chemin: Path) -> ClasseurLu:
    classeur, anomalies = lire_classeur(chemin)
    assert anomalies == []
    assert classeur is not None
    return classeur


def cellules(tmp_path: Path, rangees: str, **options: str) -> dict[tuple[int, int], CelluleLue]:
    classeur = lire(classeur_brut(tmp_path / "a.xlsx", {"F": rangees}, **options))
    return dict(classeur.feuilles[0].cellules)


def test_tous_les_genres_de_valeurs(tmp_path: Path) -> None:
    rangees = """<row r="1"><c r="A1"><v>1.5</v></c><c r="B1" t="b"><v>1</v></c>
        <c r="C1" t="e"><v>#N/A</v></c><c r="D1" t="s"><v>1</v></c>
        <c r="E1" t="inlineStr"><is><t>tapé</t></is></c><c r="F1" t="str"><f>"a"</f><v>a</v></c>
        <c r="G1" t="d"><v>2025-01-06</v></c><c r="H1" t="n"><v>2</v></c><c r="I1"/></row>"""
    riche = "<si><r><t>ri</t></r><r><rPr><b/></rPr><t>che_x000A_!</t></r><rPh><t>x</t></rPh></si>"
    chaines = f"<si><t>un</t></si>{riche}"
    lues = cellules(tmp_path, rangees, chaines=chaines)
    valeurs = {colonne: cellule.valeur for (_, colonne), cellule in lues.items()}
    assert valeurs == {
        1: 1.5, 2: True, 3: Erreur("#N/A"), 4: "riche\n!", 5: "tapé", 6: "a", 7: 45663.0, 8: 2.0
    }  # fmt: skip


def test_cellules_sans_repere_se_suivent(tmp_path: Path) -> None:
    rangees = "<row><c><v>1</v></c><c><v>2</v></c></row><row r='5'><c r='C5'><v>3</v></c><c><v>4</v></c></row>"
    assert sorted(cellules(tmp_path, rangees)) == [(1, 1), (1, 2), (5, 3), (5, 4)]


def test_une_formule_partagee_est_developpee_ligne_a_ligne(tmp_path: Path) -> None:
    rangees = """<row r="1"><c r="B1">
        <f t="shared" ref="B1:B3" si="0">A1*$C$1+SUM(A$1:A1)&amp;"A1"</f><v>1</v></c></row>
        <row r="2"><c r="B2"><f t="shared" si="0"/><v>2</v></c></row>
        <row r="3"><c r="B3"><f t="shared" si="0"/><v>3</v></c></row>"""
    lues = cellules(tmp_path, rangees)
    assert lues[(2, 2)].formule == 'A2*$C$1+SUM(A$1:A2)&"A1"'
    assert lues[(3, 2)].formule == 'A3*$C$1+SUM(A$1:A3)&"A1"'


def test_une_formule_matricielle_garde_sa_plage(tmp_path: Path) -> None:
    rangees = '<row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2*2</f><v>1</v></c></row>'
    assert cellules(tmp_path, rangees)[(1, 1)] == CelluleLue(1.0, "B1:B2*2", False, "A1:A2")


#: Rows as Excel, LibreOffice and openpyxl spell them.
PLUMES = {
    "Excel": """<row r="1" spans="1:3" ht="15.75" thickBot="1"><c r="A1" s="1"><v>45663</v></c>
        <c r="B1" t="str"><f>"a"&amp;CHAR(10)&amp;"&lt;b&gt;"</f><v xml:space="preserve"> a
&lt;b&gt;_x0041_&amp;amp;</v></c><c r="C1" s="1"/></row><row r="2"/>
        <row r="7"><c r="A7"><f t="shared" ref="A7:A8" si="0">B1&amp;$C1</f><v>1E-3</v></c></row>
        <row r="8"><c r="A8" t="e"><f t="shared" si="0"/><v>#N/A</v></c><c r="XFD8" t="b"><v>1</v></c></row>""",
    "LibreOffice": """<row r="3" customFormat="false" ht="12.8"><c r="A3" s="0" t="n"><v>12</v></c>
        <c r="B3" s="1" t="n"><f aca="false">A3*2</f><v>24</v></c>
        <c r="C3" s="0" t="str"><f aca="false">IF(A3&gt;1,"","x")</f><v></v></c></row>""",
    "openpyxl": """<row r="4"><c r="A4" s="0" t="inlineStr"><is><t xml:space="preserve"> l&apos;été &amp; </t></is></c>
        <c r="B4"><f t="array" ref="B4:B5">A4:A5</f><v></v></c><c r="C4" t="n"><v>-0.5</v></c></row>""",
}


@pytest.mark.parametrize("programme", PLUMES)
@pytest.mark.parametrize("reglages", ["", '<workbookPr date1904="1"/>'])
def test_une_feuille_lue_comme_texte_dit_ce_que_dit_son_arbre(tmp_path: Path, programme: str, reglages: str) -> None:
    comme_texte = cellules(tmp_path, PLUMES[programme], reglages=reglages)
    comme_arbre = cellules(tmp_path, PLUMES[programme] + "<!-- only a tree knows what this is -->", reglages=reglages)
    assert repr(comme_texte) == repr(comme_arbre)
    assert len(comme_texte) >= 3


@pytest.mark.parametrize(
    "abimee", ["<c r='A1'><v>1</c>", '<c r="C1" t="str"><v>\x01</v></c>', '<c r="A1" t="str"><v>&b;</v></c>']
)
def test_une_cellule_abimee_est_refusee(tmp_path: Path, abimee: str) -> None:
    chemin = classeur_brut(tmp_path / "a.xlsx", {"F": f'<row r="1"><c r="B1"><v>1</v></c>{abimee}</row>'})
    assert "abîmée" in refus(chemin).quoi


def test_les_dates_de_1904_sont_ramenees_a_1900(tmp_path: Path) -> None:
    rangees = '<row r="1"><c r="A1" s="1"><v>44201</v></c><c r="B1"><v>44201</v></c></row>'
    lues = cellules(tmp_path, rangees, reglages='<workbookPr date1904="1"/>')
    assert lues[(1, 1)].valeur == 45663.0
    assert lues[(1, 1)].est_date
    assert lues[(1, 2)].valeur == 44201.0


def test_liens_dans_l_ordre_des_indices_et_cibles_de_toute_forme(tmp_path: Path) -> None:
    liens = {
        "file:///C:\\films\\Mon%20film\\tresorerie.xlsx": '<sheetNames><sheetName val="A"/></sheetNames>',
        "https://exemple.fr/partage/d%C3%A9vis.xlsx?web=1": '<sheetNames><sheetName val="B"/></sheetNames>'
        '<sheetDataSet><sheetData sheetId="0"><row r="2"><cell r="C2" t="str"><v>été</v></cell>'
        '<cell r="D2"><v>4.5</v></cell></row></sheetData></sheetDataSet>',
        "../plan.xlsx": "",
    }
    classeur = lire(classeur_brut(tmp_path / "a.xlsx", {"F": ""}, liens=liens))
    assert [lien.cible for lien in classeur.liens_externes] == ["tresorerie.xlsx", "dévis.xlsx", "plan.xlsx"]
    assert classeur.liens_externes[1].cache == {("B", 2, 3): "été", ("B", 2, 4): 4.5}
    assert classeur.liens_externes[0].feuilles_en_cache == frozenset()


def test_parties_designees_en_absolu(tmp_path: Path) -> None:
    rangees = '<row r="1"><c r="A1"><v>7</v></c></row>'
    classeur = lire(classeur_brut(tmp_path / "a.xlsx", {"F": rangees}, cible_absolue=True))
    assert classeur.feuilles[0].cellules[(1, 1)].valeur == 7.0


def test_un_pack_ecrit_par_openpyxl(tmp_path: Path) -> None:
    devis = lire(ecrire_pack(tmp_path)[0])
    assert [feuille.nom for feuille in devis.feuilles] == ["Détail", "Sorties devis"]
    assert devis.tableaux[0].colonnes == ("code", "nombre", "taux", "montant")
    assert [(nom.nom, nom.formule) for nom in devis.noms] == [("projet.frais", "'Détail'!$F$1")]


def refus(chemin: Path) -> Anomalie:
    classeur, anomalies = lire_classeur(chemin)
    assert classeur is None
    assert len(anomalies) == 1
    assert anomalies[0].ou == chemin.name
    return anomalies[0]


def test_fichier_absent(tmp_path: Path) -> None:
    assert "n'existe pas" in refus(tmp_path / "absent.xlsx").quoi


@pytest.mark.parametrize("octets", [b"", b"bonjour", b"%PDF-1.4", b"PK\x03\x04 tronque"])
def test_fichier_qui_n_est_pas_un_classeur(tmp_path: Path, octets: bytes) -> None:
    chemin = tmp_path / "a.xlsx"
    chemin.write_bytes(octets)
    assert "pas un classeur" in refus(chemin).quoi


def test_fichier_protege_par_mot_de_passe(tmp_path: Path) -> None:
    chemin = tmp_path / "a.xlsx"
    chemin.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    assert "mot de passe" in refus(chemin).quoi


@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
def test_fichier_tronque(tmp_path: Path, part: float) -> None:
    chemin = ecrire_pack(tmp_path)[0]
    octets = chemin.read_bytes()
    chemin.write_bytes(octets[: int(len(octets) * part)])
    assert refus(chemin).remede


def test_octet_abime_dans_une_feuille(tmp_path: Path) -> None:
    chemin = ecrire_pack(tmp_path)[0]
    remplacer_partie(chemin, "xl/worksheets/sheet1.xml", "<sheetData>", "<sheetData><oups")
    assert "abîmée" in refus(chemin).quoi


def test_une_chaine_partagee_hors_de_la_liste(tmp_path: Path) -> None:
    chemin = classeur_brut(tmp_path / "a.xlsx", {"F": '<row r="1"><c r="A1" t="s"><v>9</v></c></row>'})
    assert "ne se comprend pas" in refus(chemin).quoi


def test_des_entites_xml_sont_refusees(tmp_path: Path) -> None:
    chemin = classeur_brut(tmp_path / "a.xlsx", {"F": ""})
    piege = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet'
    remplacer_partie(chemin, "xl/worksheets/s1.xml", "<worksheet", piege)
    assert "entités" in refus(chemin).quoi


def test_une_bombe_est_refusee_sans_etre_depliee(tmp_path: Path) -> None:
    chemin = tmp_path / "a.xlsx"
    with zipfile.ZipFile(chemin, "w", zipfile.ZIP_DEFLATED) as fichier:
        fichier.writestr("xl/workbook.xml", bytes(40_000_000))
    assert "volume anormal" in refus(chemin).quoi


@pytest.mark.parametrize("nom", ["../dehors.xml", "/etc/passwd", "xl/../../x"])
def test_un_nom_qui_sort_de_l_archive_est_refuse(tmp_path: Path, nom: str) -> None:
    chemin = classeur_brut(tmp_path / "a.xlsx", {"F": ""})
    with zipfile.ZipFile(chemin, "a") as fichier:
        fichier.writestr(nom, "x")
    assert "sort de lui" in refus(chemin).quoi


def test_deux_parties_dont_seule_la_casse_differe_sont_refusees(tmp_path: Path) -> None:
    """Excel reads one, another program the other: nobody would know which."""
    chemin = classeur_brut(tmp_path / "a.xlsx", {"F": ""})
    with zipfile.ZipFile(chemin, "a") as fichier:
        fichier.writestr("xl/Workbook.xml", "<workbook/>")
    assert "deux fois" in refus(chemin).quoi


def test_un_classeur_sans_partie_principale(tmp_path: Path) -> None:
    chemin = tmp_path / "a.xlsx"
    with zipfile.ZipFile(chemin, "w") as fichier:
        fichier.writestr("word/document.xml", "<d/>")
    assert "n'est pas un classeur" in refus(chemin).quoi


def test_la_fabrique_ecrit_bien_plusieurs_parties(tmp_path: Path) -> None:
    assert "xl/externalLinks/externalLink1.xml" in parties_de(ecrire_pack(tmp_path)[1])
