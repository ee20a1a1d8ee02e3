"""The house style, in one file: what each kind of cell looks like, and number formats by type."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side

from chargeprod_xl.classeurs import lettre
from chargeprod_xl.classeurs.palette import (
    ARDOISE,
    BLEU,
    CREME,
    ENCRE,
    FILET,
    GRIS,
    NUIT,
    ORANGE,
    TOTAL_FOND,
    VERT,
)

Cote = Literal["left", "center", "right"]
FORMATS = {
    "texte": "General",
    "code": "@",
    "etat": "General",
    "entier": '#,##0;[Red]-#,##0;"–"',
    "quantite": '#,##0.##;[Red]-#,##0.##;"–"',
    "nombre": "General",
    "montant": "#,##0.00;[Red]-#,##0.00;0",
    "euro": '#,##0\\ "€";[Red]-#,##0\\ "€";"–"',
    "euros_cents": '#,##0.00\\ "€";[Red]-#,##0.00\\ "€";"–"',
    "pourcent": '0.0\\ %;[Red]-0.0\\ %;"–"',
    "pourcent2": "0.00\\ %",
    "pourcent3": '0.000\\ %;[Red]-0.000\\ %;"–"',
    "coefficient": '0.0000;[Red]-0.0000;"–"',
    # Zero is « no date », not a day of 1899.
    "date": 'dd/mm/yyyy;;"–"',
    "jour": '[$-40C]ddd\\ dd/mm;;"–"',
    "mois": '[$-40C]mmm\\ yyyy;;"–"',
    "duree": "[m]:ss",
    "heure": "hh:mm",
    "huitiemes": "#\\ ?/8",
    "trv": "General",
    "effet": "General",
    "nombre_entier": "0",
}
CENTRES = {"code", "etat", "trv", "date", "jour", "mois", "nombre_entier", "effet", "heure"}
#: In the strips above a grid, these stand upright.
DEBOUT = {"texte", "effet", "jour"}
A_DROITE = {
    "huitiemes",
    "entier",
    "quantite",
    "nombre",
    "montant",
    "euro",
    "euros_cents",
    "pourcent",
    "pourcent2",
    "pourcent3",
    "coefficient",
    "duree",
}

_FIN = Side(style="thin", color=FILET)
_MOYEN = Side(style="medium", color=NUIT)
_CHEVEU = Border(bottom=Side(style="hair", color="B8C2CC"))
_CADRE = Border(left=_FIN, right=_FIN, top=_FIN, bottom=_FIN)
_BARRES = Border(top=_MOYEN, bottom=_MOYEN)


def police(*, gras: bool = False, italique: bool = False, couleur: str = ENCRE, taille: int = 10) -> Font:
    """The one typeface."""
    return Font(name="Calibri", size=taille, bold=gras, italic=italique, color=couleur)


def fond(couleur: str) -> PatternFill:
    """A solid ground."""
    return PatternFill("solid", start_color=couleur, end_color=couleur)


@dataclass(frozen=True)
class Apparence:
    """Look of a role, and the name under which Excel lists it."""

    nom: str
    font: Font
    fill: PatternFill | None = None
    border: Border | None = None
    verrou: bool = True


APPARENCES = {
    "donnee": Apparence("Donnée", police(), border=_CHEVEU),
    "calcul": Apparence("Calcul", police(), border=_CHEVEU),
    "lien": Apparence("Autre classeur", police(couleur=VERT), border=_CHEVEU),
    "saisie": Apparence("Saisie", police(couleur=BLEU), fond(CREME), _CADRE, verrou=False),
    "force": Apparence("Valeur forcée", police(couleur=ORANGE, italique=True), fond(CREME), _CADRE, verrou=False),
    "entete": Apparence("En-tête", police(gras=True, couleur="FFFFFF"), fond(NUIT)),
    "entete_gauche": Apparence("En-tête texte", police(gras=True, couleur="FFFFFF"), fond(NUIT)),
    "bandeau": Apparence("Bandeau", police(taille=9), border=_CADRE),
    "bandeau_titre": Apparence("Titre de bandeau", police(taille=9, gras=True), border=_CHEVEU),
    "titre": Apparence("Titre de feuille", police(gras=True, couleur=NUIT, taille=16)),
    "titre_bloc": Apparence("Titre de bloc", police(gras=True, couleur=NUIT, taille=12)),
    "sous_titre": Apparence("Sous-titre", police(couleur=GRIS, taille=9)),
    "phrase": Apparence("Phrase", police()),
    "voyant": Apparence("Voyant", police(gras=True)),
    "sentinelle": Apparence("Sentinelle", police(italique=True, couleur=GRIS, taille=9), fond(ARDOISE)),
    "total": Apparence("Total général", police(gras=True, couleur=NUIT, taille=11), fond(TOTAL_FOND), _BARRES),
    "sous_total": Apparence("Sous-total", police(gras=True), fond(ARDOISE), _CHEVEU),
    "groupe": Apparence("Groupe", police(italique=True, couleur=GRIS), border=_CHEVEU),
    "lettre": Apparence("Lettre", police(taille=lettre.TAILLE), verrou=False),
    "lettre_objet": Apparence("Objet de lettre", police(gras=True, taille=lettre.TAILLE), verrou=False),
}
#: Emphasis of a row → the role its calculated and given cells take.
STYLES_DE_LIGNE = {
    "total": "total",
    "sous_total": "sous_total",
    "poste": "total",
    "rubrique": "sous_total",
    "groupe": "groupe",
    "lettre": "lettre",
    "lettre_objet": "lettre_objet",
}


def role_visible(role: str, style: str) -> str:
    """Look of a cell: it follows its row's emphasis; an input stays one, but on the heading of a group of lines."""
    if role == "voyant" or style not in STYLES_DE_LIGNE:
        return role
    if role in {"saisie", "force"} and style not in {"poste", "rubrique", "groupe"}:
        return role
    return STYLES_DE_LIGNE[style]


def format_nombre(role: str, genre: str) -> str:
    """Number format of a cell. A formula never gets the text format: retyped there, it would become a text."""
    return "General" if genre == "code" and role not in {"donnee", "saisie", "force"} else FORMATS.get(genre, "General")


def alignement(role: str, genre: str, variante: str = "") -> Alignment:
    """Where a content stands in its cell."""
    return lettre.alignement(genre) if role in {"lettre", "lettre_objet"} else _ordinaire(role, genre, variante)


def _ordinaire(role: str, genre: str, variante: str) -> Alignment:
    """Numbers right, text left, codes centred; headers wrap; what cannot wrap shrinks rather than being cut.

    ``variante``: ``gauche`` or ``droite`` for a column that mixes kinds, ``deborde`` for a text that has room,
    ``masquee`` for a hidden column.
    """
    if variante == "masquee" and role not in {"entete", "entete_gauche", "sentinelle"}:
        # Otherwise LibreOffice prints the figure of a hidden column as « ### » over its empty neighbour.
        return Alignment(horizontal="distributed", vertical="center")
    if role in {"entete", "entete_gauche"}:
        gauche = variante == "gauche" or (role == "entete_gauche" and variante != "droite")
        return _aligne("left" if gauche else "center", replie=True)
    if role in {"titre", "sous_titre", "titre_bloc", "phrase", "sentinelle", "bandeau_titre"}:
        return Alignment(vertical="center")
    if role == "bandeau":
        replie = genre in {"texte", "effet", "code"}
        return Alignment("center", "center", text_rotation=90 if genre in DEBOUT else 0, wrap_text=replie)
    if role == "voyant":
        return _aligne("right" if variante == "droite" else "center")
    # The length of a computed text is not known here: it is not wrapped, or its row would be too low for it.
    replie = genre == "texte" and role in {"donnee", "saisie", "force"}
    cote: Cote = "right" if genre in A_DROITE else "center" if genre in CENTRES else "left"
    if variante in {"gauche", "droite"}:
        cote = "left" if variante == "gauche" else "right"
    return _aligne(cote, replie=replie, reduit=not replie and variante != "deborde")


def _aligne(cote: Cote, *, replie: bool = False, reduit: bool = False) -> Alignment:
    retrait = 1 if cote == "left" else 0
    return Alignment(horizontal=cote, vertical="center", wrap_text=replie, shrink_to_fit=reduit, indent=retrait)


def style_nomme(apparence: Apparence) -> NamedStyle:
    """The style as Excel's gallery shows it."""
    style = NamedStyle(apparence.nom)
    style.font = apparence.font
    if apparence.fill:
        style.fill = apparence.fill
    if apparence.border:
        style.border = apparence.border
    style.protection = Protection(locked=apparence.verrou)
    return style
