"""The account of a rebuild: for a person, for a machine, and the file of what could not be put back."""

from __future__ import annotations

import csv
import io
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from chargeprod_xl.reprise.bilan import RIEN_ECRIT, Bilan, Conflit, Ecart, Element, Perte, en_montant

#: Longest list shown in full; the JSON has everything.
_MONTREES = 12
_LISTES = (
    ("gardees", "saisie gardée", "saisies gardées"),
    ("remplacees", "formule remplacée à la main, laissée telle", "formules remplacées à la main, laissées telles"),
    ("ajoutees", "ligne ou colonne ajoutée", "lignes ou colonnes ajoutées"),
    ("deplacees", "ligne déplacée", "lignes déplacées"),
    ("supprimees", "ligne supprimée", "lignes supprimées"),
    ("retablies", "élément du programme rétabli", "éléments du programme rétablis"),
    ("notes", "note gardée", "notes gardées"),
    ("feuilles", "feuille de l’utilisateur gardée", "feuilles de l’utilisateur gardées"),
    ("nouvelles", "ligne nouvelle", "lignes nouvelles"),
    ("retirees", "ligne retirée par la source", "lignes retirées par la source"),
    ("renouvelees", "valeur renouvelée", "valeurs renouvelées"),
)


def _compte(nombre: int, un: str, plusieurs: str) -> str:
    return f"{nombre} {un if nombre == 1 else plusieurs}"


def resume(bilan: Bilan) -> str:
    """One line for the journal."""
    morceaux = [_compte(len(liste), un, plusieurs) for nom, un, plusieurs in _LISTES if (liste := getattr(bilan, nom))]
    if bilan.conflits:
        morceaux.append(_compte(len(bilan.conflits), "conflit tranché", "conflits tranchés"))
    if bilan.pertes:
        morceaux.append(_compte(len(bilan.pertes), "contenu non repris", "contenus non repris"))
    return " ; ".join(morceaux) or "rien n’avait été saisi"


def en_texte(bilan: Bilan, tous: bool = False, *, commandes: bool = True) -> str:
    """The account, list by list; long ones are cut unless ``tous``. ``commandes``: with the options of a choice."""
    lignes: list[str] = []
    for nom, un, plusieurs in _LISTES:
        liste: Sequence[Element] = getattr(bilan, nom)
        if liste:
            lignes += [_compte(len(liste), un, plusieurs), *_elements(liste, tous)]
    if bilan.conflits:
        lignes += [
            _compte(len(bilan.conflits), "conflit", "conflits"),
            *(_conflit(c, commandes) for c in bilan.conflits),
        ]
    if bilan.pertes:
        lignes.append(_compte(len(bilan.pertes), "contenu non repris", "contenus non repris"))
        lignes += _coupee(
            [f"  {p.classeur} › {p.feuille} › {p.repere} : {_dit(p.contenu)} ({p.raison})" for p in bilan.pertes], tous
        )
    if bilan.doutes:
        lignes += [_compte(len(bilan.doutes), "doute", "doutes"), *(f"  ? {d}" for d in bilan.doutes)]
    return "\n".join([*lignes, *_ecarts(bilan.ecarts, len(bilan.en_attente))]) or "rien n’a changé"


def alerte(bilan: Bilan) -> list[str]:
    """What even a silent run says: conflicts that wait, contents that had no place."""
    lignes = [_conflit(c) for c in bilan.conflits if c.choix is None]
    if bilan.pertes:
        lignes.append(_compte(len(bilan.pertes), "contenu non repris", "contenus non repris") + " : voir le fichier")
    return lignes


def _elements(liste: Sequence[Element], tous: bool) -> list[str]:
    return _coupee([f"  {e.ou} : {f'{e.avant} → ' if e.avant else ''}{_dit(e.quoi)}" for e in liste], tous)


def _dit(quoi: str) -> str:
    """A line that ends on an empty cell says it in words."""
    return "cellule vidée" if quoi == RIEN_ECRIT else quoi


def _coupee(lignes: Sequence[str], tous: bool) -> list[str]:
    if tous or len(lignes) <= _MONTREES:
        return list(lignes)
    reste = _compte(len(lignes) - _MONTREES, "autre (--tout le montre)", "autres (--tout les montre)")
    return [*lignes[:_MONTREES], f"  … et {reste}"]


def _conflit(c: Conflit, commandes: bool = True) -> str:
    decision = {None: "à choisir", "classeur": "le classeur l’emporte", "projet": "le projet l’emporte"}[c.choix]
    valeurs = f"départ {c.depart} ; classeur {c.classeur} ; projet {c.projet}"
    ou_bien = "  ou  ".join(f"--choisir {shlex.quote(f'{c.nom}={qui}')}" for qui in ("classeur", "projet"))
    return f"  {c.ou} : {valeurs} — {decision}" + (f"\n    {ou_bien}" if commandes else "")


def _ecarts(ecarts: Iterable[Ecart], en_attente: int) -> list[str]:
    """Figures that moved; one line says so when none did. ``en_attente``: conflicts that nobody settled yet."""
    tous = list(ecarts)
    bouges = [e for e in tous if e.avant is None or e.apres is None or abs(e.avant - e.apres) >= 0.005]
    if not tous:
        return []
    if bouges and all(e.avant is None and e.apres is None for e in bouges):
        quoi = "totaux impossibles à calculer, avant comme après ; une cellule dont ils dépendent est en erreur"
        return [f"{tous[0].titre} : {quoi}"]
    choix = f" ({_sur_quel_choix(en_attente)})" if en_attente else ""
    if not bouges:
        return [f"{tous[0].titre}{choix} : aucun chiffre ne bouge"]
    lignes = [f"{bouges[0].titre}, avant → après{choix} :"]
    return lignes + [f"  {e.libelle} : {en_montant(e.avant)} → {en_montant(e.apres)}" for e in bouges]


def _sur_quel_choix(en_attente: int) -> str:
    """Until someone chooses, figures are those of the value typed in the workbook."""
    if en_attente == 1:
        return "le conflit à choisir y est compté à la valeur du classeur"
    return f"les {en_attente} conflits à choisir y sont comptés à la valeur du classeur"


def en_dict(bilan: Bilan) -> dict[str, Any]:
    """The account for a machine, nothing cut."""
    return asdict(bilan)


def en_csv(pertes: Iterable[Perte]) -> bytes:
    """What could not be put back, for a French spreadsheet program; a formula stays a text."""
    tampon = io.StringIO()
    sortie = csv.writer(tampon, delimiter=";", lineterminator="\r\n")
    sortie.writerow(["Classeur", "Feuille", "Repère", "Contenu", "Pourquoi"])
    for p in pertes:
        sortie.writerow([_sure(x) for x in (p.classeur, p.feuille, p.repere, p.contenu, p.raison)])
    return tampon.getvalue().encode("utf-8-sig")


def _sure(texte: str) -> str:
    return f"'{texte}" if texte.startswith(("=", "+", "-", "@")) else texte
