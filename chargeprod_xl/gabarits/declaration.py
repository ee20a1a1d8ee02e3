"""What a rendered template is: sheets made of blocks, every text final, every formula still speaking of names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Literal

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.gabarits.modele import Controle, Migration, Onglet, Page, Repere
from chargeprod_xl.gabarits.navigation import Pliage, Raccourci

Role = Literal["donnee", "saisie", "force", "calcul", "lien"]
#: Dates are day numbers in a file; no program shows those beyond the year 9999.
_ORIGINE, _JOURS_AFFICHABLES = date(1899, 12, 30), 2_958_466


@dataclass(frozen=True)
class Tapee:
    """What a person typed in a cell of a former pack.

    Attributes:
        valeur: what the cell showed.
        formule: her formula, without ``=``; it speaks of the addresses of the file it was read in.
        lieu: identity of the sheet, row and column where the formula was read.
        matrice: the range of an array formula.
        est_date: the cell showed a date.
        format: number format of the cell, for those that the program does not declare.
    """

    valeur: Any
    formule: str | None = None
    lieu: tuple[str, int, int] | None = None
    matrice: str | None = None
    est_date: bool = field(default=False, compare=False)
    format: str = field(default="General", compare=False)

    @property
    def en_python(self) -> Any:
        """The value as a template compares it: a day is a date."""
        if self.est_date and isinstance(self.valeur, float) and 0 < self.valeur < _JOURS_AFFICHABLES:
            return _ORIGINE + timedelta(days=int(self.valeur))
        return self.valeur


@dataclass(frozen=True)
class Colonne:
    """A column after rendering; ``base`` is the name of the trio it belongs to when it can be forced.

    ``ajoutee``: a column that a person added, under the title she gave it. ``parmi``: where all its values are listed.
    """

    id: str
    titre: str
    type: str
    role: Role
    formule: str | None = None
    liste: tuple[str, ...] | None = None
    largeur: float | None = None
    total: bool = False
    masquee: bool = False
    aide: str = ""
    famille: str = ""
    base: str = ""
    ajoutee: bool = False
    parmi: str = ""


@dataclass(frozen=True)
class Ligne:
    """A row: values by column, and what departs from the column (formula, type, role).

    Attributes:
        feuille: the sheet whose names its formulas speak of, when it is not the one it stands on.
        tapees: what a person typed in a former pack, by column; it stands in place of values and formulas.
        semences: what the program seeds, when ``valeurs`` hold what was kept instead.
        ajoutee: a row that a person added.
        source: for a field, the expression its value comes from.
        mesures: for a text that cites live values, one as long as it may be.
    """

    cle: str
    valeurs: Mapping[str, Any]
    formules: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
    listes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    style: str = ""
    feuille: str = ""
    tapees: Mapping[str, Tapee] = field(default_factory=dict)
    semences: Mapping[str, Any] | None = None
    ajoutee: bool = False
    source: str = ""
    mesures: Mapping[str, str] = field(default_factory=dict)

    @property
    def graines(self) -> Mapping[str, Any]:
        """What the program seeds in this row."""
        return self.valeurs if self.semences is None else self.semences

    def montree(self, colonne: str) -> Any:
        """What the row shows in a column that is not calculated: what a person typed, else what was given."""
        return self.tapees[colonne].valeur if colonne in self.tapees else self.valeurs.get(colonne)


@dataclass(frozen=True)
class Bandeau:
    """A strip above a grid's header: cells by column id."""

    id: str
    titre: str
    type: str
    formules: Mapping[str, str]
    valeurs: Mapping[str, Any]


@dataclass(frozen=True)
class Suite:
    """How a table follows another.

    Attributes:
        source: path of the table followed.
        deriver: makes the table again, for the rows that the table followed has; and says its faults.
        ecartees: rows that its condition leaves out.
        extensible: people add rows to the table followed: it must be watched.
    """

    source: str
    deriver: Callable[[Bloc], tuple[Bloc, list[Anomalie]]] = field(compare=False)
    ecartees: int = 0
    extensible: bool = False


@dataclass(frozen=True)
class Bloc:
    """A table or a column of fields.

    ``supprimees``: rows that the program seeds and that a person deleted. ``source``: identities of the rows in the
    order the program seeds them, when people gave them another. ``solidaires``: columns whose seeds were
    computed together; once a person changes one, all stay as they are in the workbook. ``rangee``: number of the row of
    blocks it stands in with others, 0 when it stands alone. ``lettre``: texts on the width of the page; ``imprime``:
    False for what stands under it, for the screen alone.
    """

    id: str
    titre: str
    colonnes: tuple[Colonne, ...]
    lignes: tuple[Ligne, ...]
    extensible: bool = False
    bandeaux: tuple[Bandeau, ...] = ()
    total: str = ""
    complet: str = ""
    unique: str = ""
    est_champs: bool = False
    ligne_source: int = 1
    supprimees: tuple[Ligne, ...] = ()
    solidaires: tuple[str, ...] = ()
    renvois: Mapping[str, str] = field(default_factory=dict)
    reconnait: str = ""
    source: tuple[str, ...] = ()
    pliage: Pliage | None = None
    raccourci: Raccourci | None = None
    suite: Suite | None = None
    exemple: Mapping[str, Any] = field(default_factory=dict)
    rangee: int = 0
    lettre: bool = False
    logo: bytes | None = None
    imprime: bool = True

    @property
    def colonne_du_total(self) -> str:
        """Where the row of totals says that it is one.

        Where people add rows, what stands in the first column under them looks like one: it is the last to be taken.
        """
        declarees = [c for c in self.colonnes if not c.ajoutee]
        rang = declarees[1:] + declarees[:1] if self.extensible else declarees[:1]
        return next((c.id for c in rang if not c.total), "")

    def colonne(self, ident: str) -> Colonne | None:
        """The column named ``ident``; the base name of a trio means the retained one."""
        return self._par_nom.get(ident)

    @cached_property
    def _par_nom(self) -> Mapping[str, Colonne]:
        """Columns by name, and by base name; the first declared wins."""
        noms: dict[str, Colonne] = {}
        for colonne in self.colonnes:
            noms.setdefault(colonne.id, colonne)
            if colonne.base and colonne.id.endswith(".retenu"):
                noms.setdefault(colonne.base, colonne)
        return noms


@dataclass(frozen=True)
class BlocTexte:
    """Sentences, one a row."""

    lignes: tuple[str, ...]
    titre: str = ""


@dataclass(frozen=True)
class BlocGraphique:
    """A chart; references are still names."""

    genre: str
    titre: str
    categories: str
    series: tuple[tuple[str, str, str], ...]
    hauteur: float
    largeur: float
    diviseur: str
    empile: bool


@dataclass(frozen=True)
class Feuille:
    """A sheet ready to be laid out.

    For messages: ``source`` is its template file, ``ligne_source`` the line of its name, ``origines`` that of each
    of its formulas. ``par``: for a sheet of a row, the name of the row in the template and the row.
    """

    classeur: str
    id: str
    nom: str
    onglet: Onglet
    titre: str
    unite: str
    page: Page
    protegee: bool
    figer: int
    blocs: tuple[Bloc | BlocTexte | BlocGraphique, ...]
    controles: tuple[Controle, ...]
    source: str
    masquee: bool = False
    ligne_source: int = 1
    origines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    par: tuple[str, Mapping[str, Any]] | None = None


@dataclass(frozen=True)
class Classeur:
    """A workbook ready to be laid out."""

    id: str
    titre: str
    role: str
    feuilles: tuple[Feuille, ...]


@dataclass(frozen=True)
class PackDeclare:
    """Every workbook of the pack, in the order of the flow.

    ``manquants``: workbooks it lacks and whose tables its own follow; these have no rows yet.
    """

    nom: str
    titre: str
    schema_version: int
    classeurs: tuple[Classeur, ...]
    migrations: tuple[Migration, ...] = ()
    reperes: tuple[Repere, ...] = ()
    manquants: tuple[str, ...] = ()
