"""The template language, as a person writes it in ``workbook_templates/``. See docs/architecture.md for a tour."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    Tag,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticKnownError

from chargeprod_xl.gabarits.champs_lus import (
    SELON_LES_LIGNES,
    SELON_SA_NATURE,
    Contenu,
    Liste,
    TypeDeCellule,
    TypeDeColonne,
    lignes_nommees,
    refus,
)
from chargeprod_xl.gabarits.entrees import Entree
from chargeprod_xl.gabarits.lettre import Lettre
from chargeprod_xl.gabarits.navigation import Pliage, Raccourci

Identifiant = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Onglet = Literal["accueil", "saisie", "calcul", "restitution", "controle"]
#: How long a sheet's name may be, and without which signs.
_LONGUEUR, _FORME = 31, r"^[^\[\]:*?/\\']+$"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Colonne(_Strict):
    """One column. ``formule`` speaks of ``[colonne]`` and ``{classeur.feuille.nom}``; ``valeur`` is an expression.

    ``montre``: what it shows is this column of the table that its own follows. With ``pour``/``dans`` the column is
    repeated for each row of a data source (days, weeks…). ``forcable`` makes three columns: calculated, forced,
    retained. ``parmi`` names the column of a fixed table that holds every value it may take: another workbook that asks
    for sums by this column gets one for each, not the rows.
    """

    id: str
    titre: str
    type: TypeDeColonne = "texte"
    formule: str | None = None
    valeur: str | None = None
    saisie: bool = False
    forcable: bool = False
    titres: tuple[str, str, str] | None = None
    liste: Liste | None = None
    largeur: float | None = None
    total: bool = False
    masquee: bool = False
    si: str | None = None
    pour: str | None = None
    dans: str | None = None
    parmi: str = ""
    aide: str = ""
    montre: str | None = None


class Ligne(_Strict):
    """One fixed row of a table: a key, its values, and what differs from the column's declaration."""

    cle: str
    valeurs: dict[str, Contenu] = Field(default_factory=dict)
    formules: dict[str, str] = Field(default_factory=dict)
    types: dict[str, TypeDeCellule] = Field(default_factory=dict)
    saisies: tuple[str, ...] = ()
    roles: dict[str, Literal["lien", "force"]] = Field(default_factory=dict)
    style: str = ""
    si: str | None = None


class Source(_Strict):
    """Rows taken from a data source or from shared rows: ``{pour: l, dans: nomenclature, cle: code}``.

    ``cle`` names the field that identifies a row, or makes its identity: ``"s{{ l.poste }}"``. ``si`` keeps some rows.
    ``dans`` may be another table of the pack (``equipe.personnes.liste``), whose rows are followed: see ``suites``.
    """

    pour: Identifiant
    dans: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+){0,2}$")]
    cle: str
    si: str | None = None
    style: str = ""


class Bandeau(_Strict):
    """A row above the header of a grid: one label, one formula or value for each column of a family."""

    id: Identifiant
    titre: str
    type: TypeDeCellule = "texte"
    formule: str | None = None
    valeur: str | None = None


Lignes = Annotated[
    Annotated[Source, Tag("<source>")] | Annotated[tuple[Ligne, ...], Tag("<lignes>")],
    SELON_LES_LIGNES,
    BeforeValidator(lignes_nommees),
]


class Tableau(_Strict):
    """A table. ``extensible``: an Excel table where people add rows, closed by its sentinel row.

    ``solidaires``: columns whose first values were worked out together (days of a plan): on a rebuild, once a person
    changed one of them, all stay hers. ``renvois``: columns that name a row of another table by one of its columns,
    so that a number changed by a new screenplay is followed. ``reconnait``: the column by which a row that a person
    added is known to be one that a source brings later. ``pliage``, ``raccourci``: see ``navigation``. ``exemple``:
    a row that a person could add, by column; it is for those who try the pack, and no part of it.
    """

    tableau: Identifiant
    titre: str = ""
    extensible: bool = False
    lignes: Lignes
    colonnes: tuple[Colonne, ...]
    bandeaux: tuple[Bandeau, ...] = ()
    total: str = ""
    complet: str = ""
    unique: str = ""
    si: str | None = None
    solidaires: tuple[str, ...] = ()
    renvois: dict[str, str] = Field(default_factory=dict)
    reconnait: str = ""
    exemple: dict[str, Contenu] = Field(default_factory=dict)
    pliage: Pliage | None = None
    raccourci: Raccourci | None = None


class Champ(_Strict):
    """One named value on its own row."""

    id: Identifiant
    libelle: str
    type: TypeDeCellule = "texte"
    saisie: bool = False
    formule: str | None = None
    valeur: str | None = None
    liste: Liste | None = None
    unite: str = ""
    note: str = ""
    style: str = ""
    si: str | None = None


class Champs(_Strict):
    """A column of named values."""

    champs: Identifiant
    titre: str = ""
    colonnes: tuple[str, str, str, str] = ("Libellé", "Valeur", "Unité", "Source ou remarque")
    liste: tuple[Champ, ...]
    si: str | None = None


class Texte(_Strict):
    """Sentences, one a row."""

    texte: tuple[str, ...]
    titre: str = ""
    si: str | None = None


class Serie(_Strict):
    """One series of a chart."""

    titre: str
    valeurs: str
    couleur: Literal["nuit", "accent", "gris"] = "nuit"


class Graphique(_Strict):
    """A chart with one message, in its title."""

    graphique: Literal["barres", "colonnes", "courbes", "aires"]
    titre: str
    categories: str
    series: tuple[Serie, ...]
    hauteur: float = 8.0
    largeur: float = 24.0
    diviseur: Literal["", "k€"] = ""
    empile: bool = False
    si: str | None = None


class Controle(_Strict):
    """A check: ``valeur`` compared with ``attendu``. ``gravite`` says what a failure is.

    ``faute``: a bad entry that turns it red, by name as formulas say it; ``sequences.lignes.numero.2`` is the second
    row of a table, ``.2-5`` rows from one to another, ``.*`` all of them; nothing empties the cell. It is for those who
    try the pack, and no part of it.
    """

    id: Identifiant
    libelle: str
    famille: Literal["arithmétique", "règle", "complétude"]
    valeur: str
    attendu: str = "=0"
    comparaison: Literal["=", "<=", ">="] = "="
    gravite: Literal["erreur", "avertissement"] = "erreur"
    type: TypeDeCellule = "montant"
    remede: str
    si: str | None = None
    faute: dict[str, Contenu] = Field(default_factory=dict)


class Page(_Strict):
    """Paper. ``jusqu_a`` names the last column printed, the next ones are for work.

    ``de_large``: sheets of paper side by side, the frozen columns repeated; two for what would be too small on one.
    """

    format: Literal["A4", "A3"] = "A4"
    orientation: Literal["paysage", "portrait"] = "paysage"
    saut_avant: str = ""
    jusqu_a: str = ""
    de_large: Literal[1, 2] = 1


#: A block that may stand beside another.
BlocVoisin = Annotated[
    Annotated[Tableau, Tag("<tableau>")] | Annotated[Champs, Tag("<champs>")],
    SELON_SA_NATURE,
]


class CoteACote(_Strict):
    """Blocks that stand side by side, a blank column between them: fields beside a table, two small tables."""

    cote_a_cote: tuple[BlocVoisin, ...]
    si: str | None = None

    @field_validator("cote_a_cote")
    @classmethod
    def _plusieurs(cls, blocs: tuple[BlocVoisin, ...]) -> tuple[BlocVoisin, ...]:
        if len(blocs) < 2:
            raise refus("une rangée demande deux blocs au moins", "ajoutez-en un, ou ôtez « cote_a_cote »")
        return blocs


class ColonneIndex(Colonne):
    """A column of an index; with nothing that says what it holds, it takes ``champ`` (else ``id``) of each sheet."""

    champ: str = ""


class Index(_Strict):
    """A table of the sheets, one a row, that the template ``de`` of this workbook makes: links and chosen fields."""

    index: Identifiant
    de: Identifiant
    titre: str = ""
    titre_feuille: str = "Feuille"
    largeur: float = 24.0
    colonnes: tuple[ColonneIndex, ...] = ()
    total: str = ""
    si: str | None = None


BlocGabarit = Annotated[
    Annotated[Tableau, Tag("<tableau>")]
    | Annotated[Champs, Tag("<champs>")]
    | Annotated[Texte, Tag("<texte>")]
    | Annotated[Graphique, Tag("<graphique>")]
    | Annotated[CoteACote, Tag("<cote_a_cote>")]
    | Annotated[Index, Tag("<index>")]
    | Annotated[Lettre, Tag("<lettre>")],
    SELON_SA_NATURE,
]


class Feuille(_Strict):
    """A sheet: a title and a stack of blocks.

    With ``pour``/``dans``/``cle`` the template makes a sheet for each row of a data source; the name of the sheet and
    all that it holds may then speak of the row. ``cle`` is the field of the row that says which sheet it is for ever.
    """

    pour: Identifiant | None = None
    dans: Identifiant | None = None
    cle: Annotated[Identifiant | None, Field(validate_default=True)] = None
    feuille: Annotated[str, StringConstraints(min_length=1)]
    onglet: Onglet
    titre: str
    unite: str = ""
    page: Page = Page()
    protegee: bool = False
    figer: int = 1
    blocs: tuple[BlocGabarit, ...]
    controles: tuple[Controle, ...] = ()
    si: str | None = None

    @field_validator("cle")
    @classmethod
    def _source_entiere(cls, cle: str | None, info: ValidationInfo) -> str | None:
        donnees = [nom for nom, valeur in (*_source(info).items(), ("cle", cle)) if valeur is not None]
        if donnees and len(donnees) < 3:
            manquantes = [f"« {nom} »" for nom in ("pour", "dans", "cle") if nom not in donnees]
            quoi = f"une feuille par ligne demande « pour », « dans » et « cle » : il manque {' et '.join(manquantes)}"
            raise refus(quoi, f"ajoutez {' et '.join(manquantes)}, ou ôtez le reste", donnees[0])
        return cle

    @field_validator("feuille")
    @classmethod
    def _nom_de_feuille(cls, nom: str, info: ValidationInfo) -> str:
        """What Excel takes. Made from a row, a name is cut and cleaned once it is known."""
        if any(x is not None for x in (*_source(info).values(), info.data.get("cle", ""))):
            return nom
        if len(nom) > _LONGUEUR:
            raise PydanticKnownError("string_too_long", {"max_length": _LONGUEUR})
        if not re.match(_FORME, nom):
            raise PydanticKnownError("string_pattern_mismatch", {"pattern": _FORME})
        return nom


def _source(info: ValidationInfo) -> dict[str, Any]:
    """What a sheet says of its rows; "" for what it says wrong, which is told already."""
    return {nom: info.data.get(nom, "") for nom in ("pour", "dans")}


class ClasseurGabarit(_Strict):
    """A workbook: its title, its sheets in order (names of the files beside this one), the files it reads."""

    classeur: Identifiant
    titre: str
    role: str
    feuilles: tuple[Identifiant, ...]
    entrees: dict[Identifiant, Entree] = Field(default_factory=dict)


Chemin = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_*]+(\.[a-z0-9_*]+)*$")]


class Migration(_Strict):
    """From schema ``version`` on, what was at ``de`` is at ``vers``.

    A path goes from workbook to sheet to block (or field), then to the column of a table; whatever lies under it
    moves along. In a fixed table ``*`` stands for any row.
    """

    version: int
    de: Chemin
    vers: Chemin


class Repere(_Strict):
    """Figures that a rebuild shows before and after: a column of a fixed table, with the column of its labels."""

    titre: str
    tableau: Chemin
    libelle: Identifiant
    valeur: Identifiant


class PackDerive(_Strict):
    """A pack made of the workbooks of another: only what the film's form says differs."""

    pack: str
    titre: str
    comme: str


class Pack(_Strict):
    """A pack: its workbooks, in the order in which data flows; what moved since its earlier schemas.

    ``au_choix``: those of them that a film has only when it asks for them.
    """

    pack: str
    titre: str
    schema_version: int
    classeurs: tuple[Identifiant, ...]
    au_choix: tuple[Identifiant, ...] = ()
    migrations: tuple[Migration, ...] = ()
    reperes: tuple[Repere, ...] = ()
