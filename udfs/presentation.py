"""The registry in French words: the list, the help of one function, the page of the reference."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from udfs.registre import Fonction, Parametre

_GENRES = {
    "nombre": "nombre", "entier": "nombre entier", "texte": "texte", "logique": "VRAI ou FAUX", "date": "date",
    "instant": "jour et heure", "heure": "heure", "plage": "plage de cellules",
}  # fmt: skip


def liste_des_fonctions(fonctions: Sequence[Fonction]) -> str:
    """A line each, under its category."""
    lignes = []
    largeur = max(len(f.commande) for f in fonctions)
    for categorie, siennes in groupby(fonctions, key=lambda f: f.categorie):
        lignes += ["", categorie, *(f"  {f.commande:<{largeur}}  {f.resume}" for f in siennes)]
    return "\n".join(lignes[1:])


def decrire(parametre: Parametre) -> str:
    """What an argument is: meaning, type, unit, choices, and what stands for it when it is left out."""
    suite = [_GENRES[parametre.type]]
    if parametre.unite:
        suite.append(parametre.unite)
    if parametre.choix:
        suite.append("parmi : " + ", ".join(parametre.choix))
    if not parametre.obligatoire:
        suite.append("facultatif" + (f", sinon {en_formule(parametre.defaut)}" if parametre.defaut is not None else ""))
    return f"{parametre.aide} ({' ; '.join(suite)})"


def en_formule(valeur: Any) -> str:
    """A value as it is written in a formula of a French Excel."""
    if isinstance(valeur, bool):
        return "VRAI" if valeur else "FAUX"
    if isinstance(valeur, datetime):
        return f"DATE({valeur.year};{valeur.month};{valeur.day})+TEMPS({valeur.hour};{valeur.minute};0)"
    if isinstance(valeur, date):
        return f"DATE({valeur.year};{valeur.month};{valeur.day})"
    if isinstance(valeur, tuple):
        return "{" + ";".join(en_formule(x) for x in valeur) + "}"
    if isinstance(valeur, int | float | Decimal):
        return str(valeur).replace(".", ",")
    return f'"{valeur}"'


def _en_resultat(valeur: Any) -> str:
    """A result as the cell shows it."""
    if isinstance(valeur, date):
        return f"{valeur:%d/%m/%Y}"
    if isinstance(valeur, Decimal) and valeur == 0:
        return "0"
    if isinstance(valeur, Decimal) and valeur < 1 and len(str(valeur)) > 12:
        return f"{valeur:.9f}".replace(".", ",")
    return en_formule(valeur) if not isinstance(valeur, str) else f"« {valeur} »"


def exemples_de(fonction: Fonction) -> list[str]:
    """Each example as a formula and what it gives."""
    lignes = []
    for exemple in fonction.exemples:
        formule = f"={fonction.nom}({';'.join(en_formule(x) for x in exemple.arguments)})"
        donne = f" → {_en_resultat(exemple.resultat)}" if exemple.resultat is not None else ""
        lignes.append(f"`{formule}`{donne}{f' ({exemple.dit})' if exemple.dit else ''}")
    return lignes


def aide_de(fonction: Fonction) -> str:
    """The help of a function, in a terminal."""
    lignes = [fonction.signature, "", fonction.resume]
    if fonction.details:
        lignes += ["", fonction.details]
    lignes += ["", *(f"  {p.nom} : {decrire(p)}" for p in fonction.parametres)]
    lignes += ["", f"Résultat : {fonction.resultat}", f"Source : {fonction.source}", ""]
    return "\n".join(lignes + [x.replace("`", "") for x in exemples_de(fonction)])


def page_de_reference(fonctions: Sequence[Fonction]) -> str:
    """The page of the documentation, in Markdown."""
    lignes = [
        "# Les fonctions du complément Excel",
        "",
        "Page produite depuis le registre des fonctions : ne la modifiez pas à la main. Dans un tableur français, les",
        "arguments se séparent par des points-virgules ; entre crochets, ce qui est facultatif. Une plage donnée à la",
        "place d’une cellule rend une colonne de résultats. Une cellule vide là où il faut une valeur rend un texte",
        "vide. Une erreur de la cellule (`#VALEUR!`, `#NOMBRE!`, `#N/A`) a sa raison dans le journal.",
        "",
    ]
    for categorie, siennes in groupby(fonctions, key=lambda f: f.categorie):
        lignes += [f"## {categorie}", ""]
        for f in siennes:
            lignes += [f"### {f.nom}", "", f"`{f.signature}`", "", f.resume, ""]
            lignes += [f.details, ""] if f.details else []
            lignes += [f"- `{p.nom}` : {decrire(p)}" for p in f.parametres]
            lignes += [f"- résultat : {f.resultat}", f"- source : {f.source}", ""]
            lignes += [f"- {x}" for x in exemples_de(f)] + [""]
    return "\n".join(lignes)
