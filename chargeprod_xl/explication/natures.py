"""What kind of cell it is: typed, given by the program, computed, forced, taken from another workbook."""

from __future__ import annotations

from dataclasses import dataclass

from chargeprod_xl.explication.modele import Nature
from chargeprod_xl.explication.nombres import en_valeur
from chargeprod_xl.explication.pack import Pack
from chargeprod_xl.explication.passages import est_un_passage, lire_formule, origine
from chargeprod_xl.explication.syntaxe import Expression
from chargeprod_xl.recalcul.fusion import Adresse

#: How far to the right of a computed or forced value its retained one stands.
_VOISINES = 3


@dataclass(frozen=True)
class Trio:
    """The three columns of a value that people may force."""

    calcule: Adresse
    force: Adresse
    retenu: Adresse


def trio_du_retenu(pack: Pack, ou: Adresse) -> Trio | None:
    """The trio whose retained cell is ``ou``: ``=IF(forced="",computed,forced)``, all on one row."""
    formule = pack.cellule(ou).formule
    appel = lire_formule(formule).appel if formule else None
    if appel is None or appel.nom != "IF" or len(appel.arguments) != 3:
        return None
    calcule, force = _voisine(appel.arguments[1], ou), _voisine(appel.arguments[2], ou)
    test = appel.arguments[0].texte.replace(" ", "")
    if calcule is None or force is None or test != f'{appel.arguments[2].texte.strip()}=""':
        return None
    return Trio(calcule, force, ou)


def _voisine(argument: Expression, ou: Adresse) -> Adresse | None:
    reference = argument.reference
    if reference is None or reference.prefixe is not None or not reference.plage.une_cellule:
        return None
    plage = reference.plage
    return Adresse(ou.feuille, plage.ligne_debut, plage.colonne_debut) if plage.ligne_debut == ou.ligne else None


def trio_de(pack: Pack, ou: Adresse) -> Trio | None:
    """The trio a cell belongs to, whichever of the three it is."""
    for pas in range(_VOISINES):
        trio = trio_du_retenu(pack, Adresse(ou.feuille, ou.ligne, ou.colonne + pas))
        if trio is not None and ou in {trio.calcule, trio.force, trio.retenu}:
            return trio
    return None


def _montrer(pack: Pack, ou: Adresse) -> str:
    cellule = pack.cellule(ou)
    return en_valeur(pack.valeur(ou), cellule.format, cellule.est_date)


def nature(pack: Pack, ou: Adresse) -> tuple[Nature, tuple[str, ...]]:
    """The kind of a cell, and what is to be said about it."""
    trio = trio_de(pack, ou)
    if trio is not None:
        return _du_trio(pack, ou, trio)
    formule = pack.cellule(ou).formule or pack.formule_d_origine(ou)
    if formule:
        lue = lire_formule(formule).reference
        if lue is not None and lue.prefixe is not None and est_un_passage(pack, lue.prefixe.feuille):
            source = origine(pack, Adresse(lue.prefixe.feuille, lue.plage.ligne_debut, lue.plage.colonne_debut))
            if pack.classeur(source.feuille) is not pack.classeur(ou.feuille):
                return Nature.PRISE, ()
        return Nature.CALCULEE, ()
    if pack.valeur(ou) is None:
        return Nature.VIDE, ()
    if pack.alteree(ou) is not None:
        return Nature.ECRASEE, ()
    bloc = pack.bloc(ou.feuille, ou.ligne, ou.colonne)
    # Nobody told the program about a sheet that it did not make: what stands there was typed.
    inconnue = bloc is None or not (bloc.saisies or bloc.champs or bloc.tableau)
    saisie = bloc is not None and ou.colonne in bloc.saisies
    return (Nature.SAISIE if saisie or (inconnue and not _faite(pack, ou.feuille)) else Nature.DONNEE), ()


def _faite(pack: Pack, feuille: str) -> bool:
    """Whether the program made this sheet: it wrote its title and nothing else in the first cell."""
    classeur = pack.classeur(feuille)
    return classeur is not None and pack.feuille(feuille) in pack.plans(classeur)


def _du_trio(pack: Pack, ou: Adresse, trio: Trio) -> tuple[Nature, tuple[str, ...]]:
    forcee = pack.valeur(trio.force) not in {None, ""}
    calcule, force = _montrer(pack, trio.calcule), _montrer(pack, trio.force)
    if ou == trio.retenu:
        if forcee:
            return Nature.FORCEE, (f"valeur forcée : {force} ; sans elle, la valeur serait {calcule}",)
        return Nature.RETENUE, ()
    if ou == trio.force:
        return Nature.FORCAGE, ((f"remplace la valeur calculée {calcule}",) if forcee else ())
    genre = Nature.CALCULEE if pack.cellule(ou).formule else Nature.DONNEE
    return genre, ((f"n’est pas retenue : la valeur forcée {force} la remplace",) if forcee else ())
