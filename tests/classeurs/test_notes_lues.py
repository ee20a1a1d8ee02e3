"""Notes, threads of comments, links and drawings: read as Excel and LibreOffice write them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from recalcul.fabrique import NS, NS_R, NS_RELS, classeur_brut, remplacer_partie

from chargeprod_xl.classeurs.lecture import FeuilleLue, NoteLue, lire_classeur

_CELLULE = '<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="A3"><v>3</v></c></row>'
_FILS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
_GENRE_FILS = "http://schemas.microsoft.com/office/2017/10/relationships"
COMMENTS, DRAWING, HYPERLINK = (f"{NS_R}/{genre}" for genre in ("comments", "drawing", "hyperlink"))
_EXTERNE = ' TargetMode="External"'
_DESSIN = "http://schemas.openxmlformats.org/drawingml/2006"
_RELAIS = """[Commentaire à thread]

Votre version d’Excel vous permet de lire ce commentaire à thread.

Commentaire :
    À revoir"""


def commentaires(*notes: tuple[str, str, str], auteurs: str = "<author>Ève</author><author/>") -> str:
    """The legacy part; each note is (cell, rank of the author, inside of ``<text>``)."""
    liste = "".join(f'<comment ref="{ou}" authorId="{rang}"><text>{t}</text></comment>' for ou, rang, t in notes)
    return f'<comments xmlns="{NS}"><authors>{auteurs}</authors><commentList>{liste}</commentList></comments>'


def lire(
    tmp_path: Path,
    relations: dict[str, str],
    parties: dict[str, str] | None = None,
    *,
    externes: tuple[str, ...] = (),
    fin_de_feuille: str = "",
) -> FeuilleLue:
    """The only sheet of a workbook, with relationships (type by target, ids r1, r2…) and more parts."""
    chemin = classeur_brut(tmp_path / "a.xlsx", {"F": _CELLULE})
    remplacer_partie(chemin, "xl/worksheets/s1.xml", "</sheetData>", f"</sheetData>{fin_de_feuille}")
    liens = "".join(
        f'<Relationship Id="r{rang}" Type="{genre}" Target="{cible}"{_EXTERNE if cible in externes else ""}/>'
        for rang, (cible, genre) in enumerate(relations.items(), 1)
    )
    with zipfile.ZipFile(chemin, "a") as fichier:
        fichier.writestr("xl/worksheets/_rels/s1.xml.rels", f'<Relationships xmlns="{NS_RELS}">{liens}</Relationships>')
        for nom, texte in (parties or {}).items():
            fichier.writestr(nom, texte)
    if parties and "xl/persons/person.xml" in parties:
        personnes = f'<Relationship Id="p" Type="{_GENRE_FILS}/person" Target="persons/person.xml"/></Relationships>'
        remplacer_partie(chemin, "xl/_rels/workbook.xml.rels", "</Relationships>", personnes)
    classeur, fautes = lire_classeur(chemin)
    assert fautes == []
    assert classeur is not None
    return classeur.feuilles[0]


def test_une_note_en_texte_riche_avec_son_auteur(tmp_path: Path) -> None:
    riche = '<r><rPr><b/></rPr><t>Ève:</t></r><r><t xml:space="preserve">\n deux jours</t></r>'
    partie = commentaires(("B2", "0", riche), ("C3", "1", "<t>seule</t>"))
    lue = lire(tmp_path, {"../comments1.xml": COMMENTS}, {"xl/comments1.xml": partie})
    assert lue.notes == {(2, 2): NoteLue("Ève:\n deux jours", "Ève"), (3, 3): NoteLue("seule", "")}


def test_chaque_morceau_a_ses_propres_caracteres_echappes(tmp_path: Path) -> None:
    riche = "<r><t>_x0041__x00</t></r><r><t>42_</t></r>"
    lue = lire(tmp_path, {"../comments1.xml": COMMENTS}, {"xl/comments1.xml": commentaires(("A1", "0", riche))})
    assert lue.notes[(1, 1)].texte == "A_x0042_"


@pytest.mark.parametrize("rang", ["7", "", "-1"])
def test_un_auteur_introuvable_ne_perd_pas_la_note(tmp_path: Path, rang: str) -> None:
    partie = commentaires(("A1", rang, "<t>gardée</t>"))
    lue = lire(tmp_path, {"../comments1.xml": COMMENTS}, {"xl/comments1.xml": partie})
    assert lue.notes == {(1, 1): NoteLue("gardée", "")}


def fil(*messages: tuple[str, str, str, str]) -> str:
    """The part of threads; each message is (cell, day, person, text)."""
    dedans = "".join(
        f'<threadedComment ref="{ou}" dT="2025-03-{jour}T09:00:00.00" personId="{{{qui}}}" id="{{{ou}{jour}}}">'
        f"<text>{texte}</text></threadedComment>"
        for ou, jour, qui, texte in messages
    )
    return f'<ThreadedComments xmlns="{_FILS}">{dedans}</ThreadedComments>'


def lire_fils(tmp_path: Path, fils: str, *, absentes: tuple[str, ...] = ()) -> FeuilleLue:
    parties = {
        "xl/comments1.xml": commentaires(
            ("A1", "0", f"<t>{_RELAIS}</t>"), ("A3", "1", "<t>simple</t>"), auteurs="<author>tc={1}</author><author/>"
        ),
        "xl/threadedComments/threadedComment1.xml": fils,
        "xl/persons/person.xml": f'<personList xmlns="{_FILS}"><person displayName="Ève Roy" id="{{E}}"/>'
        '<person displayName="Karim" id="{K}"/></personList>',
    }
    relations = {
        "../comments1.xml": COMMENTS,
        "../threadedComments/threadedComment1.xml": f"{_GENRE_FILS}/threadedComment",
    }
    return lire(tmp_path, relations, {nom: texte for nom, texte in parties.items() if nom not in absentes})


def test_un_fil_remplace_le_texte_de_relais(tmp_path: Path) -> None:
    fils = fil(("A1", "03", "K", "Fait &amp; vu"), ("A1", "02", "E", "À revoir"), ("A1", "04", "?", "sans nom"))
    lue = lire_fils(tmp_path, fils)
    assert lue.notes[(1, 1)] == NoteLue("Ève Roy : À revoir\nKarim : Fait & vu\nsans nom", "Ève Roy")
    assert lue.notes[(3, 1)] == NoteLue("simple", "")


def test_sans_la_liste_des_personnes_le_fil_reste(tmp_path: Path) -> None:
    lue = lire_fils(tmp_path, fil(("A1", "02", "E", "À revoir")), absentes=("xl/persons/person.xml",))
    assert lue.notes[(1, 1)] == NoteLue("À revoir", "")


def test_sans_la_partie_des_fils_le_relais_reste(tmp_path: Path) -> None:
    lue = lire_fils(tmp_path, "", absentes=("xl/threadedComments/threadedComment1.xml",))
    assert lue.notes[(1, 1)] == NoteLue(_RELAIS, "tc={1}")


def test_une_relation_qui_ne_mene_nulle_part(tmp_path: Path) -> None:
    relations = {
        "../absente.xml": COMMENTS,
        "https://exemple.fr/c.xml": COMMENTS,
        "../drawings/absent.xml": DRAWING,
        "fil.xml": f"{_GENRE_FILS}/threadedComment",
    }
    lue = lire(tmp_path, relations, externes=("https://exemple.fr/c.xml",))
    assert (lue.notes, lue.dessins, lue.hyperliens) == ({}, (), {})
    assert lue.cellules[(1, 1)].valeur == 1.0


@pytest.mark.parametrize("ou", ["", "oups", "#REF!"])
def test_une_note_sans_place_lisible_est_passee(tmp_path: Path, ou: str) -> None:
    partie = commentaires((ou, "0", "<t>perdue</t>"), ("A1", "0", "<t>gardée</t>"))
    lue = lire(tmp_path, {"../comments1.xml": COMMENTS}, {"xl/comments1.xml": partie})
    assert list(lue.notes) == [(1, 1)]


def test_hyperliens_vers_le_web_vers_le_classeur_et_sur_une_plage(tmp_path: Path) -> None:
    liens = f"""<hyperlinks xmlns:r="{NS_R}"><hyperlink ref="B1" r:id="r1" location="p2" tooltip="x"/>
        <hyperlink ref="C1" location="'Détail'!A1" display="y"/><hyperlink ref="A1:A9" r:id="r2"/>
        <hyperlink ref="E1:F2" r:id="r2"/><hyperlink ref="D1" r:id="r9"/><hyperlink ref="?" r:id="r1"/></hyperlinks>"""
    cibles = {"https://exemple.fr/a%20b": HYPERLINK, "devis.xlsx": HYPERLINK}
    lue = lire(tmp_path, cibles, externes=tuple(cibles), fin_de_feuille=liens)
    assert lue.hyperliens == {
        (1, 2): "https://exemple.fr/a%20b#p2",
        (1, 3): "#'Détail'!A1",
        (1, 1): "devis.xlsx",
        (3, 1): "devis.xlsx",
        (1, 5): "devis.xlsx",
    }


def test_un_mot_par_objet_dessine(tmp_path: Path) -> None:
    def cadre(uri: str) -> str:
        return f'<x:graphicFrame><a:graphic><a:graphicData uri="{uri}"/></a:graphic></x:graphicFrame>'

    def ancre(genre: str, objet: str) -> str:
        return f"<x:{genre}><x:from/>{objet}<x:clientData/></x:{genre}>"

    def choix(objet: str) -> str:
        repli = ancre("twoCellAnchor", "<x:sp/>")
        branches = f'<mc:Choice Requires="a14">{objet}</mc:Choice><mc:Fallback>{repli}</mc:Fallback>'
        return f"<mc:AlternateContent>{branches}</mc:AlternateContent>"

    dessin = "".join([
        ancre("twoCellAnchor", cadre(f"{_DESSIN}/chart")),
        ancre("oneCellAnchor", "<x:pic/>"),
        ancre("absoluteAnchor", "<x:sp><x:txBody/></x:sp>"),
        ancre("twoCellAnchor", cadre(f"{_DESSIN}/diagram")),
        ancre("twoCellAnchor", choix(cadre("http://schemas.microsoft.com/office/drawing/2014/chartex"))),
        choix(ancre("twoCellAnchor", "<x:pic/>")),
        ancre("twoCellAnchor", "<x:grpSp><x:pic/></x:grpSp>"),
        "<mc:AlternateContent/>",
    ])  # fmt: skip
    espaces = f'xmlns:x="{_DESSIN}/spreadsheetDrawing" xmlns:a="{_DESSIN}/main"'
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    partie = f"<x:wsDr {espaces} {mc}>{dessin}</x:wsDr>"
    lue = lire(tmp_path, {"../drawings/d1.xml": DRAWING}, {"xl/drawings/d1.xml": partie})
    assert lue.dessins == ("graphique", "image", "forme", "forme", "graphique", "image", "forme")


def test_les_aides_et_le_graphique_du_pack_de_demonstration(pack_demo: Path) -> None:
    classeur, _ = lire_classeur(pack_demo / "devis.xlsx")
    assert classeur is not None
    detail, recapitulatif = classeur.feuille("Détail"), classeur.feuille("Récapitulatif")
    assert detail is not None and recapitulatif is not None
    assert {note.auteur for note in detail.notes.values()} == {"chargeprod-xl"}
    assert any("F forfait" in note.texte for note in detail.notes.values())
    assert recapitulatif.dessins == ("graphique",)
