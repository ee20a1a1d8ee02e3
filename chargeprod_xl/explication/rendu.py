"""An explanation for a person: a tree, the figure first, then why."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from chargeprod_xl.explication.lecture import Reponse
from chargeprod_xl.explication.modele import Explication, Lecture, Nature, Origine, Resume, Role

#: A pipe has no width: wide enough for a line of formula to stay whole.
LARGEUR_SANS_ECRAN = 160
_GRIS, _ALERTE = "dim", "yellow"
_VERBES = {
    Role.ADDITION: ("ligne additionnée", "lignes additionnées"),
    Role.COMPTE: ("ligne comptée", "lignes comptées"),
    Role.MOYENNE: ("ligne moyennée", "lignes moyennées"),
}


def _valeur(e: Explication) -> str:
    return f"{e.texte} (exactement {e.exacte})" if e.exacte else e.texte


def _ou(e: Explication) -> str:
    return f"{e.lieu.classeur} › {e.lieu.feuille}!{e.lieu.cellule}"


def _dates(o: Origine) -> str:
    debut = f"du {o.du:%d/%m/%Y}" if o.du else ""
    fin = f"au {o.au:%d/%m/%Y}" if o.au else "sans fin connue"
    return f"valable {debut} {fin}" if debut else ""


def lignes_d_origine(o: Origine) -> list[str]:
    """Dates, confidence, source, article of law, base: what an auditor asks for."""
    verifiee = f"vérifiée le {o.verifie_le:%d/%m/%Y}" if o.verifie_le else ""
    premiere = ", ".join(x for x in (_dates(o), f"confiance : {o.confiance}" if o.confiance else "", verifiee) if x)
    reference = f"référence : {o.reference}" if o.reference else ""
    suite = [
        f"source : {o.source}",
        reference,
        f"assiette : {o.assiette}" if o.assiette else "",
        f"à savoir : {o.note}" if o.note else "",
        f"barème : {o.identifiant} (chargeprod-xl baremes expliquer {o.identifiant})" if o.identifiant else "",
    ]
    return [x for x in (premiere, *suite) if x]


def _details(e: Explication, racine: bool) -> list[Text]:
    """The lines under the title of a cell."""
    lignes: list[Text] = []
    if e.formule:
        lignes.append(Text(f"= {e.formule}"))
    if e.calcul:
        lignes.append(Text(f"calcul : {e.calcul} = {e.exacte or e.texte}", style="bold" if racine else ""))
    if racine and e.formule_excel:
        lignes.append(Text(f"dans Excel : ={e.formule_excel}", style=_GRIS))
    if e.origine is not None:
        lignes += [Text(ligne) for ligne in lignes_d_origine(e.origine)]
    lignes += [Text(f"▲ {remarque}", style=_ALERTE) for remarque in e.remarques]
    if e.deja:
        lignes.append(Text("expliquée plus haut", style=_GRIS))
    return lignes


def _nature(e: Explication) -> str:
    return "" if e.nature in {Nature.CALCULEE, Nature.VIDE} else f" — {e.nature.value}"


def _empiler(premiere: Text, suite: Iterable[Text]) -> Text:
    return Text("\n").join([premiere, *suite])


def _resume(resume: Resume) -> list[str]:
    pluriel = "s" if resume.cellules > 1 else ""
    chiffres = [f"{resume.cellules} cellule{pluriel}", f"{resume.remplies} remplie{'s' if resume.remplies > 1 else ''}"]
    if resume.somme:
        chiffres.append(f"somme {resume.somme}")
    lignes = [", ".join(chiffres)]
    lignes += [f"{m.titre} : {m.texte}" for m in resume.premieres]
    if resume.autres:
        lignes.append(f"… et {resume.autres} autre{'s' if resume.autres > 1 else ''}")
    return lignes


def _titre_de_lecture(lecture: Lecture) -> str:
    """What is read, and what is done with it."""
    nom = lecture.nom
    if lecture.role is Role.CRITERE:
        return f"critère : {nom} {_condition(lecture.critere)}"
    if lecture.role is Role.CHERCHEE:
        trouvee = "ligne reconnue" if lecture.cellules else "aucune ligne reconnue"
        return f"cherche {lecture.critere or 'une valeur'} dans {nom} : {trouvee}"
    if lecture.role in _VERBES:
        un, plusieurs = _VERBES[lecture.role]
        return (
            f"{nom} : {lecture.nombre} {plusieurs if lecture.nombre > 1 else un}"
            if lecture.nombre
            else (f"{nom} : aucune ligne ne répond aux critères" if lecture.resume is None else nom)
        )
    if lecture.role is Role.TROUVEE and lecture.cellules:
        return f"{nom} : ligne trouvée"
    if lecture.role is Role.PRODUIT:
        return f"{nom} : produits non nuls"
    return nom


def _condition(critere: str) -> str:
    """A criterion as a sentence: ``<=46419`` keeps its sign, a plain value is an equality."""
    if critere.startswith(tuple("<>=≤≥≠")):
        return critere
    return f"contient {critere.strip('*')}" if critere.startswith("*") and critere.endswith("*") else f"= {critere}"


def _ajouter_lecture(arbre: Tree, lecture: Lecture) -> None:
    style = "" if lecture.utilisee else _GRIS
    suffixe = "" if lecture.utilisee else "  (branche non suivie)"
    par = f" par {lecture.par}" if lecture.par else ""
    if lecture.role is Role.CELLULE and lecture.cellules:
        e = lecture.cellules[0]
        premiere = Text(f"{lecture.nom} = ", style=style)
        premiere.append(_valeur(e), style=f"bold {style}".strip())
        premiere.append(f"{_nature(e)}  [{_ou(e)}]{suffixe}", style=_GRIS)
        branche = arbre.add(_empiler(premiere, _details(e, False) if lecture.utilisee else ()))
        _ajouter_lectures(branche, e)
        return
    titre = Text(_titre_de_lecture(lecture) + suffixe, style=style)
    titre.append(f"  [{lecture.lieu.classeur} › {lecture.lieu.feuille}!{lecture.lieu.cellule}]{par}", style=_GRIS)
    lignes = _resume(lecture.resume) if lecture.resume is not None and lecture.utilisee else []
    branche = arbre.add(_empiler(titre, [Text(ligne) for ligne in lignes]))
    for e in lecture.cellules if lecture.utilisee or lecture.role is Role.TROUVEE else ():
        _ajouter_cellule(branche, e, len(lecture.cellules) > 1)
    if lecture.nombre > len(lecture.cellules) and lecture.utilisee:
        branche.add(Text(f"… et {lecture.nombre - len(lecture.cellules)} autres", style=_GRIS))


def _ajouter_cellule(arbre: Tree, e: Explication, parmi_d_autres: bool) -> None:
    """A row found; among others, one that is not followed any further is only its figure."""
    premiere = Text(f"{e.titre} : ")
    premiere.append(_valeur(e), style="bold")
    premiere.append(f"{_nature(e)}  [{_ou(e)}]", style=_GRIS)
    nue = parmi_d_autres and not (e.lectures or e.origine or e.remarques)
    branche = arbre.add(premiere if nue else _empiler(premiere, _details(e, False)))
    _ajouter_lectures(branche, e)


def _ajouter_lectures(arbre: Tree, e: Explication) -> None:
    for lecture in e.lectures:
        _ajouter_lecture(arbre, lecture)


def en_arbre(e: Explication) -> Tree:
    """The tree of an explanation."""
    premiere = Text(e.titre, style="bold")
    valeur = Text(_valeur(e), style="bold")
    valeur.append(f"  ({e.nature.value})  [{_ou(e)}]", style=_GRIS)
    arbre = Tree(_empiler(premiere, [valeur, *_details(e, True)]))
    _ajouter_lectures(arbre, e)
    return arbre


def montrer(r: Reponse) -> None:
    """Write the answer for a person."""
    largeur = None if sys.stdout.isatty() else LARGEUR_SANS_ECRAN
    console = Console(file=sys.stdout, width=largeur, highlight=False, markup=False)
    console.print(en_arbre(r.explication))
    for avertissement in r.avertissements:
        console.print(Text(f"▲ {avertissement}", style=_ALERTE))
