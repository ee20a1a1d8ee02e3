"""Turn the names of one formula into addresses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.gabarits.champs_lus import proche
from chargeprod_xl.gabarits.formules import EN_ANGLAIS
from chargeprod_xl.liens.disposition import BlocPose
from chargeprod_xl.liens.fonctions import FONCTIONS_ECARTEES, FONCTIONS_PERMISES
from chargeprod_xl.liens.formules import RANG, fonctions
from chargeprod_xl.liens.noms import Cible, adresse, chercher, prefixe_feuille
from chargeprod_xl.liens.references_a1 import lettre_colonne

#: Strings are left alone; ``{name}`` is a name of the pack; ``[column]`` is a column of this row.
MOTIF = re.compile(r'"(?:[^"]|"")*"|\{([^{}]+)\}|\[([^\[\]]+)\]')
#: Stand, in the pattern of a column, for the number of the row and of the row before; no formula holds them.
LIGNE, AVANT = RANG, "\x02"


@dataclass(frozen=True)
class Contexte:
    """Where a formula stands. ``etranger`` gives the address of a thing of another workbook."""

    classeur: str
    feuille_id: str
    feuille: str
    source: str
    pose: BlocPose | None
    ligne: int
    colonne: int
    index: Mapping[str, Cible]
    etranger: Callable[[str, Cible], str]
    frontiere: Callable[[str, str], str]
    fautes: list[Anomalie]
    origines: Mapping[str, int] = field(default_factory=dict)

    def ou(self, formule: str) -> str:
        """The template, and its line where the formula is written."""
        ligne = f", ligne {self.origines[formule]}" if formule in self.origines else ""
        return f"{self.source}{ligne}, feuille « {self.feuille} »"


class _InconnuError(Exception):
    """A name that nothing bears; ``voisins``: names that could be meant."""

    def __init__(self, nom: str, voisins: Iterable[str] = ()) -> None:
        super().__init__(nom)
        self.remede = f"{proche(nom, voisins)} corrigez ce nom dans le gabarit, ou déclarez ce qu’il désigne".strip()


def noms_de(formule: str) -> list[str]:
    """Names between braces in a formula, outside strings."""
    return [m[1] for m in MOTIF.finditer(formule) if m[1]]


def _colonne(nom: str, ctx: Contexte) -> str:
    pose = ctx.pose
    if pose is None:
        raise _InconnuError(nom)
    base, _, suffixe = nom.partition(":")
    if base == "bandeau":
        if suffixe not in pose.bandeaux:
            raise _InconnuError(nom)
        return f"{lettre_colonne(ctx.colonne)}${pose.bandeaux[suffixe]}"
    if base in pose.familles and not suffixe:
        c1, c2 = pose.familles[base]
        return _portee(pose, ctx.ligne, c1, c2)
    premier = pose.bloc.colonne(base)
    if premier is None:
        raise _InconnuError(base, [c.base or c.id for c in pose.bloc.colonnes])
    rang = pose.colonnes[premier.id]
    if suffixe == "cumul":
        return f"${lettre_colonne(rang)}${pose.entete}:${lettre_colonne(rang)}{LIGNE}"
    if suffixe == "avant":
        return f"${lettre_colonne(rang)}{AVANT}"
    if suffixe:
        second = pose.bloc.colonne(suffixe)
        if second is None:
            raise _InconnuError(suffixe)
        return _portee(pose, ctx.ligne, rang, pose.colonnes[second.id])
    return _portee(pose, ctx.ligne, rang, rang)


def dans_la_table(pose: BlocPose, ligne: int) -> bool:
    """True on the data rows of an Excel table."""
    return pose.table is not None and pose.premiere <= ligne <= pose.derniere


def _portee(pose: BlocPose, ligne: int, c1: int, c2: int) -> str:
    """Columns c1 to c2 of this row: structured in an Excel table, so that new rows fill themselves."""
    if not dans_la_table(pose, ligne):
        fin = "" if c1 == c2 else f":${lettre_colonne(c2)}{LIGNE}"
        return f"${lettre_colonne(c1)}{LIGNE}{fin}"
    titres = pose.titres_par_rang
    if c1 == c2:
        return f"{pose.table}[[#This Row],[{titres[c1]}]]"
    return f"{pose.table}[[#This Row],[{titres[c1]}]:[{titres[c2]}]]"


def adresse_locale(cible: Cible, feuille: str) -> str:
    """Address of a target of the same workbook, seen from sheet ``feuille``."""
    if cible.bloc is not None and cible.bloc.table:
        colonne = cible.bloc.bloc.colonne(cible.colonne)
        return f"{cible.bloc.table}[{cible.bloc.titres[colonne.id] if colonne else cible.colonne}]"
    prefixe = "" if cible.feuille == feuille else prefixe_feuille(cible.feuille)
    ou = adresse(cible.l1, cible.c1, cible.l2, cible.c2)
    # A column stays a range when its table has one row: an engine refuses to count in what is written as one cell.
    return prefixe + (f"{ou}:{ou}" if cible.bloc is not None and cible.l1 == cible.l2 else ou)


def _nom(nom: str, ctx: Contexte) -> str:
    if nom.startswith("frontieres."):
        return ctx.frontiere(ctx.classeur, nom)
    if ":" in nom:
        return _rangee(nom, ctx)
    trouves = chercher(ctx.index, nom, ctx.classeur, ctx.feuille_id)
    if len(trouves) > 1:
        choix = ", ".join(sorted(c.nom for c in trouves))
        raise _InconnuError(f"{nom} (ambigu : {choix})")
    if trouves:
        cible = trouves[0]
        if cible.classeur == ctx.classeur:
            return adresse_locale(cible, ctx.feuille)
        return ctx.etranger(ctx.classeur, cible)
    if nom.endswith(".__sous"):
        return _sous_tableau(nom, ctx)
    raise _InconnuError(nom, _voisins(nom, ctx))


def _voisins(nom: str, ctx: Contexte) -> Iterable[str]:
    """Names of the pack written as ``nom`` is: as many parts, from this sheet, this workbook or the whole pack."""
    for racine in (f"{ctx.classeur}.{ctx.feuille_id}.", f"{ctx.classeur}.", ""):
        courts = (cle.removeprefix(racine) for cle in ctx.index if cle.startswith(racine))
        yield from (court for court in courts if court.count(".") == nom.count("."))


def _rangee(nom: str, ctx: Contexte) -> str:
    """``{tableau.ligne.a:b}``: columns a to b of one row, in this workbook."""
    debut, _, derniere = nom.partition(":")
    bornes = []
    for extremite in (debut, f"{debut.rpartition('.')[0]}.{derniere}"):
        trouves = chercher(ctx.index, extremite, ctx.classeur, ctx.feuille_id)
        if len(trouves) != 1 or trouves[0].classeur != ctx.classeur:
            raise _InconnuError(extremite)
        bornes.append(trouves[0])
    a, b = bornes
    prefixe = "" if a.feuille == ctx.feuille else prefixe_feuille(a.feuille)
    return prefixe + adresse(a.l1, a.c1, b.l2, b.c2)


def _sous_tableau(nom: str, ctx: Contexte) -> str:
    """First column from its header down, to see rows written under the table.

    From the header: a row inserted first would otherwise fall out of the range. To the first row of the next block:
    so would one inserted just above it.
    """
    racine = f"{ctx.classeur}.{nom.removesuffix('.__sous')}."
    for cle, cible in ctx.index.items():
        if cle.startswith(racine) and cible.bloc is not None:
            prefixe = "" if cible.feuille == ctx.feuille else prefixe_feuille(cible.feuille)
            colonne = cible.bloc.gauche
            return prefixe + adresse(cible.bloc.entete, colonne, cible.bloc.fond, colonne)
    raise _InconnuError(nom)


@lru_cache(maxsize=4096)
def _interdites(formule: str) -> tuple[str, ...]:
    """Functions of a declared formula that are not allowed; names are replaced before it is read."""
    lisible = MOTIF.sub(lambda m: m[0] if m[0].startswith('"') else "0", formule)
    return tuple(sorted(fonctions(lisible) - FONCTIONS_PERMISES))


def resoudre(formule: str, ctx: Contexte) -> str:
    """Resolve every name of ``formule``; unknown names and forbidden functions become faults of ``ctx``."""
    return a_la_ligne(patron(formule, ctx), ctx.ligne)


def a_la_ligne(modele: str, ligne: int) -> str:
    """The formula of a row, from the pattern of its column."""
    return modele.replace(LIGNE, str(ligne)).replace(AVANT, str(ligne - 1))


def patron(formule: str, ctx: Contexte) -> str:
    """The same with the numbers of the row left open: one pattern serves all rows of a column."""

    def remplacer(trouve: re.Match[str]) -> str:
        try:
            if trouve[1]:
                return _nom(trouve[1], ctx)
            if trouve[2]:
                return _colonne(trouve[2], ctx)
        except _InconnuError as erreur:
            ctx.fautes.append(Anomalie(ctx.ou(formule), f"nom inconnu « {erreur} » dans {formule}", erreur.remede))
            return "NA()"
        return trouve[0]

    for fonction in _interdites(formule):
        raison = FONCTIONS_ECARTEES.get(fonction, "n’est pas dans la liste permise")
        voisine = "" if fonction in FONCTIONS_ECARTEES else proche(fonction, FONCTIONS_PERMISES | set(EN_ANGLAIS))
        remede = f"{voisine} n’employez que les fonctions de liens/fonctions.py".strip()
        ctx.fautes.append(Anomalie(ctx.ou(formule), f"la fonction {fonction} {raison} : {formule}", remede))
    return MOTIF.sub(remplacer, formule)
