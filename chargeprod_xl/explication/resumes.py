"""Ranges in a few figures: how many cells, their sum when it means something, the first that are not zero."""

from __future__ import annotations

import re
from math import fsum

from chargeprod_xl.classeurs.lecture import CelluleLue
from chargeprod_xl.explication.decisions import Lue
from chargeprod_xl.explication.modele import Montree, Resume
from chargeprod_xl.explication.nombres import en_valeur
from chargeprod_xl.explication.noms import titre_complet
from chargeprod_xl.explication.pack import Pack
from chargeprod_xl.explication.passages import origine
from chargeprod_xl.explication.questions import positions
from chargeprod_xl.liens.formules import Plage
from chargeprod_xl.recalcul.fusion import Adresse

PREMIERES = 5
_COMPARAISON = re.compile(r"(<>|<=|>=|<|>|=)(-?\d+(?:\.\d+)?)\Z")
_SIGNES = {"<=": "≤", ">=": "≥", "<>": "≠"}


def resumer(pack: Pack, feuille: str, plage: Plage) -> Resume:
    """A range as it stands."""
    cellules = pack.cellules(feuille)
    pleines = [Adresse(feuille, *p) for p in positions(cellules, plage)]
    valeurs = {ou: pack.valeur(ou) for ou in pleines}
    remplies = [ou for ou in pleines if valeurs[ou] not in {None, ""}]
    parlantes = [ou for ou in remplies if valeurs[ou] != 0.0]
    nombre = (plage.ligne_fin - plage.ligne_debut + 1) * (plage.colonne_fin - plage.colonne_debut + 1)
    return Resume(
        cellules=nombre,
        remplies=len(remplies),
        somme=_somme(pack, remplies),
        premieres=tuple(montrer(pack, ou) for ou in parlantes[:PREMIERES]),
        autres=max(0, len(parlantes) - PREMIERES),
    )


def montrer(pack: Pack, ou: Adresse) -> Montree:
    """A cell in one line, called as the cell it comes from when it came through a border."""
    source = origine(pack, ou)
    cellule = pack.cellule(source)
    valeur = pack.valeur(source)
    texte = en_valeur(valeur, cellule.format, cellule.est_date)
    return Montree(pack.lieu(source), titre_complet(pack, source)[0], valeur, texte)


def condition(pack: Pack, lue: Lue) -> str:
    """What cells are compared with, as they show it: ``<=46508`` on dates is « ≤ 01/05/2027 »."""
    valeur = lue.critere
    if valeur is None:
        return ""
    signe = ""
    if isinstance(valeur, str) and (trouve := _COMPARAISON.match(valeur)):
        signe, valeur = trouve[1], float(trouve[2])
    pleines = positions(pack.cellules(lue.feuille), lue.plage)
    modele = pack.cellule(Adresse(lue.feuille, *pleines[0])) if pleines else CelluleLue(None)
    texte = en_valeur(valeur, modele.format, modele.est_date)
    return f"{_SIGNES.get(signe, signe)} {texte}".strip()


def _s_additionne(cellule: CelluleLue) -> bool:
    return not cellule.est_date and "%" not in cellule.format


def _somme(pack: Pack, remplies: list[Adresse]) -> str:
    nombres = [(ou, v) for ou in remplies if type(v := pack.valeur(ou)) is float]
    if not nombres or not all(_s_additionne(pack.cellule(ou)) for ou, _ in nombres):
        return ""
    return en_valeur(fsum(v for _, v in nombres), pack.cellule(nombres[0][0]).format)


def resume_des_produits(pack: Pack, lue: Lue) -> Resume:
    """Two ranges or more multiplied cell by cell: the products that are not zero."""
    plages = [(lue.feuille, lue.plage), *lue.facteurs]
    en_ligne = lue.plage.ligne_debut == lue.plage.ligne_fin
    produits: list[tuple[list[Adresse], float]] = []
    for dl in range(min(lue.plage.ligne_fin, pack.hauteur(lue.feuille)) - lue.plage.ligne_debut + 1):
        for dc in range(lue.plage.colonne_fin - lue.plage.colonne_debut + 1):
            ous = [Adresse(f, p.ligne_debut + dl, p.colonne_debut + dc) for f, p in plages]
            produit = 1.0
            for ou in ous:
                valeur = pack.valeur(ou)
                produit *= valeur if isinstance(valeur, float) else 0.0
            if produit:
                produits.append((ous, produit))
    nombre = (lue.plage.ligne_fin - lue.plage.ligne_debut + 1) * (lue.plage.colonne_fin - lue.plage.colonne_debut + 1)
    return Resume(
        cellules=nombre,
        remplies=len(produits),
        somme=en_valeur(fsum(p for _, p in produits), _format(pack, plages[-1])) if produits else "",
        premieres=tuple(_produit(pack, ous, produit, en_ligne) for ous, produit in produits[:PREMIERES]),
        autres=max(0, len(produits) - PREMIERES),
    )


def _format(pack: Pack, plage: tuple[str, Plage]) -> str:
    feuille, p = plage
    return pack.cellule(Adresse(feuille, p.ligne_debut, p.colonne_debut)).format


def _produit(pack: Pack, ous: list[Adresse], produit: float, en_ligne: bool) -> Montree:
    """One product, called by its columns when the ranges lie along a row, by its row when they go down."""
    montrees = [montrer(pack, ou) for ou in ous]
    facteurs = " × ".join(m.texte for m in montrees)
    texte = f"{facteurs} = {en_valeur(produit, pack.cellule(ous[-1]).format)}"
    titres = [titre_complet(pack, origine(pack, ou)) for ou in ous]
    colonnes = " × ".join(colonne or titre for titre, colonne, _ in titres)
    titre = colonnes if en_ligne else titres[0][2] or montrees[0].titre
    return Montree(montrees[0].lieu, titre, produit, texte)
