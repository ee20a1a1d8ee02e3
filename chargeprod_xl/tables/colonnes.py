"""A table read by the columns its reader declares: titles found, every cell checked, every fault with its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.classeurs.classeur_lu import CelluleLue
from chargeprod_xl.classeurs.tableur_lu import FeuilleTableur
from chargeprod_xl.classeurs.valeurs import Erreur
from chargeprod_xl.tables.cellules import TEXTE, Genre, RefuseeError, en_texte
from chargeprod_xl.tables.lecture import lire_feuilles
from chargeprod_xl.tables.mots import plier
from chargeprod_xl.tables.nombres import decimale_employee

#: Titles stand in the first rows: below them, a row that bears the same words is data.
_RANGS_LUS = 200
_VIDE = CelluleLue(None)


@dataclass(frozen=True)
class Colonne:
    """One column.

    Attributes:
        titres: other titles it is known by, beside its name.
        requise: the file must have it.
        remplie: each of its cells must say something.
        vide: what an empty cell is worth, when it is not what its kind says.
    """

    nom: str
    genre: Genre = TEXTE
    titres: tuple[str, ...] = ()
    requise: bool = True
    remplie: bool = False
    vide: Any = None

    @property
    def valeur_vide(self) -> Any:
        """What an empty cell is worth."""
        return self.genre.vide if self.vide is None else self.vide


@dataclass(frozen=True)
class Rangee:
    """A row without a fault: where it stands, and its values by column."""

    ou: str
    valeurs: Mapping[str, Any]


@dataclass(frozen=True)
class Titres:
    """The title row: where each declared column stands, which are missing, which are there twice."""

    derniere: int = 1
    colonnes: Mapping[str, int] = field(default_factory=dict)
    manquants: tuple[str, ...] = ()
    doubles: tuple[str, ...] = ()
    textes: Mapping[int, str] = field(default_factory=dict)

    @property
    def score(self) -> int:
        """How many columns were found."""
        return len(self.colonnes)


def _titres_de(rangee: Mapping[int, str], ligne: int, colonnes: Sequence[Colonne]) -> Titres:
    """A column is found by its own name first, by another title else; two of the same rank are told."""
    trouvees: dict[str, int] = {}
    doubles: list[str] = []
    for colonne in colonnes:
        for noms in ({plier(colonne.nom)}, {plier(t) for t in colonne.titres}):
            places = [c for c, texte in rangee.items() if plier(texte) in noms and c not in trouvees.values()]
            if places:
                trouvees[colonne.nom] = places[0]
                doubles += [" et ".join(f"« {rangee[c]} »" for c in places)] if len(places) > 1 else []
                break
    manquants = tuple(c.nom for c in colonnes if c.requise and c.nom not in trouvees)
    return Titres(ligne, trouvees, manquants, tuple(doubles), rangee)


def _reconnaitre(feuille: FeuilleTableur, colonnes: Sequence[Colonne]) -> Titres:
    """The first row that names the most columns."""
    rangees: dict[int, dict[int, str]] = {}
    for (ligne, colonne), cellule in sorted(feuille.cellules.items()):
        if isinstance(cellule.valeur, str) and ligne <= _RANGS_LUS:
            rangees.setdefault(ligne, {})[colonne] = " ".join(cellule.valeur.split())
    essais = [_titres_de(rangee, ligne, colonnes) for ligne, rangee in rangees.items()]
    vide = Titres(manquants=tuple(c.nom for c in colonnes if c.requise))
    return min((t for t in essais if t.score), key=lambda t: (len(t.manquants), -t.score, t.derniere), default=vide)


def lire_table(chemin: Path, colonnes: Sequence[Colonne]) -> tuple[tuple[Rangee, ...], list[Anomalie]]:
    """The rows of a file, those in fault left out, and every fault."""
    try:
        if chemin.is_file() and not chemin.stat().st_size:
            return (), [_sans_colonnes(chemin.name, 1, [c.nom for c in colonnes if c.requise], colonnes)]
        feuilles = lire_feuilles(chemin, lambda f: _reconnaitre(f, colonnes))
    except DonneesRefuseesError as refus:
        return (), list(refus.anomalies)
    except OSError as erreur:
        return (), [Anomalie(chemin.name, f"lecture impossible ({erreur.strerror})", "vérifiez les droits d’accès")]
    vues = [(f, _reconnaitre(f, colonnes)) for f in feuilles if not f.cachee]
    aucune = (FeuilleTableur("", {}), Titres(manquants=tuple(c.nom for c in colonnes if c.requise)))
    feuille, titres = min(vues, key=lambda v: (len(v[1].manquants), -v[1].score), default=aucune)
    ou = chemin.name if len(feuilles) == 1 else f"{chemin.name}, feuille « {feuille.nom} »"
    if fautes := _fautes_de_titres(ou, titres, colonnes, [f.nom for f, t in vues if t.score and not t.manquants]):
        return (), fautes
    return _Lecture(feuille, titres, colonnes, ou).rangees()


def _fautes_de_titres(ou: str, titres: Titres, colonnes: Sequence[Colonne], pareilles: Sequence[str]) -> list[Anomalie]:
    """``pareilles``: sheets that bear every column; one must be chosen, and not by us."""
    if len(pareilles) > 1:
        quoi = f"plusieurs feuilles portent ces colonnes : {', '.join(f'« {n} »' for n in pareilles)}"
        return [Anomalie(ou, quoi, "gardez-en une, ou masquez les autres")]
    if titres.manquants:
        return [_sans_colonnes(ou, titres.derniere, titres.manquants, colonnes)]
    ici = f"{ou}, ligne {titres.derniere}"
    return [Anomalie(ici, f"colonnes {d} : la même deux fois", "gardez-en une seule") for d in titres.doubles]


def _sans_colonnes(ou: str, ligne: int, manquants: Sequence[str], colonnes: Sequence[Colonne]) -> Anomalie:
    quoi = f"colonnes absentes : {', '.join(manquants)}"
    return Anomalie(
        f"{ou}, ligne {ligne}", quoi, f"une ligne de titres doit nommer {', '.join(c.nom for c in colonnes)}"
    )


@dataclass(frozen=True)
class _Lecture:
    """One sheet, read row by row."""

    feuille: FeuilleTableur
    titres: Titres
    colonnes: Sequence[Colonne]
    ou: str

    def rangees(self) -> tuple[tuple[Rangee, ...], list[Anomalie]]:
        par_ligne: dict[int, dict[int, CelluleLue]] = {}
        for (ligne, colonne), cellule in sorted(self.feuille.cellules.items()):
            if ligne > self.titres.derniere and _dit_quelque_chose(cellule):
                par_ligne.setdefault(ligne, {})[colonne] = cellule
        decimale = decimale_employee(self._textes_de_nombres(par_ligne.values()))
        lues: list[Rangee] = []
        fautes: list[Anomalie] = []
        for ligne, cellules in par_ligne.items():
            ici = f"{self.ou}, ligne {ligne}"
            siennes = list(self._fautes_de_place(ici, cellules))
            valeurs = self._valeurs(ici, cellules, decimale, siennes)
            fautes += siennes
            if not siennes:
                lues.append(Rangee(ici, valeurs))
        return tuple(lues), fautes

    def _textes_de_nombres(self, rangees: Iterable[Mapping[int, CelluleLue]]) -> Iterator[str]:
        """Figures typed as texts: together they tell the decimal sign of the file."""
        chiffrees = [self.titres.colonnes.get(c.nom, 0) for c in self.colonnes if c.genre.chiffre]
        for cellules in rangees:
            for place in chiffrees:
                valeur = cellules.get(place, _VIDE).valeur
                if isinstance(valeur, str):
                    yield valeur

    def _fautes_de_place(self, ici: str, cellules: Mapping[int, CelluleLue]) -> Iterator[Anomalie]:
        """In a text file, a separator inside an unquoted cell pushes the others to the right: out of the titles."""
        bord = max(self.titres.textes, default=0)
        if self.feuille.en_texte and (hors := [c for c in cellules if c > bord]):
            quoi = f"« {en_texte(cellules[hors[0]])} » est au-delà de la dernière colonne titrée"
            yield Anomalie(ici, quoi, "mettez entre guillemets la cellule qui contient le séparateur")

    def _valeurs(
        self, ici: str, cellules: Mapping[int, CelluleLue], decimale: str, fautes: list[Anomalie]
    ) -> dict[str, Any]:
        valeurs: dict[str, Any] = {}
        for colonne in self.colonnes:
            place = self.titres.colonnes.get(colonne.nom)
            cellule = cellules.get(place, _VIDE) if place else _VIDE
            if not _dit_quelque_chose(cellule):
                valeurs[colonne.nom] = colonne.valeur_vide
                if colonne.remplie:
                    quoi = f"colonne « {self._titre(place, colonne)} » : rien n’y est écrit"
                    fautes.append(Anomalie(ici, quoi, f"écrivez {colonne.genre.attendu}"))
                continue
            try:
                valeurs[colonne.nom] = self._valeur(colonne, cellule, decimale)
            except RefuseeError as refus:
                precision = f" ({refus})" if str(refus) else ""
                quoi = f"colonne « {self._titre(place, colonne)} » : « {en_texte(cellule)} » refusé{precision}"
                fautes.append(Anomalie(ici, quoi, f"écrivez {colonne.genre.attendu}"))
        return valeurs

    def _valeur(self, colonne: Colonne, cellule: CelluleLue, decimale: str) -> Any:
        if isinstance(cellule.valeur, Erreur):
            raise RefuseeError("erreur du tableur")
        if cellule.valeur is None:
            raise RefuseeError("formule jamais calculée : ouvrez le fichier, enregistrez-le")
        return colonne.genre.lire(cellule, decimale)

    def _titre(self, place: int | None, colonne: Colonne) -> str:
        """The title as the file writes it."""
        return self.titres.textes.get(place or 0, colonne.nom)


def _dit_quelque_chose(cellule: CelluleLue) -> bool:
    if isinstance(cellule.valeur, str):
        return bool(cellule.valeur.strip())
    return cellule.valeur is not None or cellule.formule is not None
