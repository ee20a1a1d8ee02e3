"""The template language, as a person writes it in ``workbook_templates/``. See docs/architecture.md for a tour."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from chargeprod_xl.gabarits.lettre import Lettre
from chargeprod_xl.gabarits.navigation import Pliage, Raccourci

Identifiant = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Onglet = Literal["accueil", "saisie", "calcul", "restitution", "controle"]
_NOM_DE_FEUILLE = re.compile(r"[^\[\]:*?/\\']{1,31}")


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Colonne(_Strict):
    """One column. ``formule`` speaks of ``[colonne]`` and ``{classeur.feuille.nom}``; ``valeur`` is an expression.

    With ``pour``/``dans`` the column is repeated for each row of a data source (days, weeks…). ``forcable`` makes
    three columns: calculated, forced, retained.
    """

    id: str
    titre: str
    type: str = "texte"
    formule: str | None = None
    valeur: str | None = None
    saisie: bool = False
    forcable: bool = False
    titres: tuple[str, str, str] | None = None
    liste: tuple[str, ...] | None = None
    largeur: float | None = None
    total: bool = False
    masquee: bool = False
    si: str | None = None
    pour: str | None = None
    dans: str | None = None
    aide: str = ""


class Ligne(_Strict):
    """One fixed row of a table: a key, its values, and what differs from the column's declaration."""

    cle: str
    valeurs: dict[str, Any] = Field(default_factory=dict)
    formules: dict[str, str] = Field(default_factory=dict)
    types: dict[str, str] = Field(default_factory=dict)
    saisies: tuple[str, ...] = ()
    roles: dict[str, Literal["lien", "force"]] = Field(default_factory=dict)
    style: str = ""


class Source(_Strict):
    """Rows taken from a data source: ``{pour: l, dans: nomenclature, cle: code}``."""

    pour: Identifiant
    dans: Identifiant
    cle: str
    style: str = ""


class Bandeau(_Strict):
    """A row above the header of a grid: one label, one formula or value for each column of a family."""

    id: Identifiant
    titre: str
    type: str = "texte"
    formule: str | None = None
    valeur: str | None = None


class Tableau(_Strict):
    """A table. ``extensible``: an Excel table where people add rows, closed by its sentinel row.

    ``solidaires``: columns whose first values were worked out together (days of a plan): on a rebuild, once a person
    changed one of them, all stay hers. ``renvois``: columns that name a row of another table by one of its columns,
    so that a number changed by a new screenplay is followed. ``reconnait``: the column by which a row that a person
    added is known to be one that a source brings later. ``pliage``, ``raccourci``: see ``navigation``.
    """

    tableau: Identifiant
    titre: str = ""
    extensible: bool = False
    lignes: Source | tuple[Ligne, ...]
    colonnes: tuple[Colonne, ...]
    bandeaux: tuple[Bandeau, ...] = ()
    total: str = ""
    complet: str = ""
    unique: str = ""
    si: str | None = None
    solidaires: tuple[str, ...] = ()
    renvois: dict[str, str] = Field(default_factory=dict)
    reconnait: str = ""
    pliage: Pliage | None = None
    raccourci: Raccourci | None = None


class Champ(_Strict):
    """One named value on its own row."""

    id: Identifiant
    libelle: str
    type: str = "texte"
    saisie: bool = False
    formule: str | None = None
    valeur: str | None = None
    liste: tuple[str, ...] | None = None
    unite: str = ""
    note: str = ""
    style: str = ""


class Champs(_Strict):
    """A column of named values."""

    champs: Identifiant
    titre: str = ""
    colonnes: tuple[str, str, str, str] = ("Libellé", "Valeur", "Unité", "Source ou remarque")
    liste: tuple[Champ, ...]


class Texte(_Strict):
    """Sentences, one a row."""

    texte: tuple[str, ...]
    titre: str = ""


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


class Controle(_Strict):
    """A check: ``valeur`` compared with ``attendu``. ``gravite`` says what a failure is."""

    id: Identifiant
    libelle: str
    famille: Literal["arithmétique", "règle", "complétude"]
    valeur: str
    attendu: str = "=0"
    comparaison: Literal["=", "<=", ">="] = "="
    gravite: Literal["erreur", "avertissement"] = "erreur"
    type: str = "montant"
    remede: str


class Page(_Strict):
    """Paper. ``jusqu_a`` names the last column printed, the next ones are for work.

    ``de_large``: sheets of paper side by side, the frozen columns repeated; two for what would be too small on one.
    """

    format: Literal["A4", "A3"] = "A4"
    orientation: Literal["paysage", "portrait"] = "paysage"
    saut_avant: str = ""
    jusqu_a: str = ""
    de_large: Literal[1, 2] = 1


class CoteACote(_Strict):
    """Blocks that stand side by side, a blank column between them: fields beside a table, two small tables."""

    cote_a_cote: Annotated[tuple[Tableau | Champs, ...], Field(min_length=2)]


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


class Feuille(_Strict):
    """A sheet: a title and a stack of blocks.

    With ``pour``/``dans``/``cle`` the template makes a sheet for each row of a data source; the name of the sheet and
    all that it holds may then speak of the row. ``cle`` is the field of the row that says which sheet it is for ever.
    """

    feuille: Annotated[str, StringConstraints(min_length=1)]
    pour: Identifiant | None = None
    dans: Identifiant | None = None
    cle: Identifiant | None = None
    onglet: Onglet
    titre: str
    unite: str = ""
    page: Page = Page()
    protegee: bool = False
    figer: int = 1
    blocs: tuple[Tableau | Champs | Texte | Graphique | CoteACote | Index | Lettre, ...]
    controles: tuple[Controle, ...] = ()

    @model_validator(mode="after")
    def _nom_et_source(self) -> Feuille:
        donnes = [x is not None for x in (self.pour, self.dans, self.cle)]
        if any(donnes) and not all(donnes):
            raise ValueError("une feuille par ligne demande « pour », « dans » et « cle »")
        if not any(donnes) and not _NOM_DE_FEUILLE.fullmatch(self.feuille):
            raise ValueError("nom de feuille : 31 signes au plus, sans [ ] : * ? / \\ ni apostrophe droite")
        return self


class ClasseurGabarit(_Strict):
    """A workbook: its title and its sheets in order (names of the files beside this one)."""

    classeur: Identifiant
    titre: str
    role: str
    feuilles: tuple[Identifiant, ...]


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
    """A pack: its workbooks, in the order in which data flows; what moved since its earlier schemas."""

    pack: str
    titre: str
    schema_version: int
    classeurs: tuple[Identifiant, ...]
    migrations: tuple[Migration, ...] = ()
    reperes: tuple[Repere, ...] = ()
