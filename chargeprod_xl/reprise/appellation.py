"""How a person would name each row of a table, so that no two rows of a report read alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from chargeprod_xl.gabarits.declaration import Colonne, Tapee
from chargeprod_xl.reprise.bilan import en_mois, en_montant, en_mots

_DATES, _MONTANTS = frozenset({"date", "jour"}), frozenset({"euro", "euros_cents", "montant"})
#: Types of cells where a text is at its place.
TEXTES = frozenset({"texte", "code", "effet", "etat", "trv"})
#: Longest text taken from one cell.
_LONGUEUR = 40


@dataclass(frozen=True)
class Rangee:
    """A row to name: what it holds, where it stands (« ligne 12 »), its name when another table gives it."""

    cellules: Mapping[str, Tapee]
    place: str
    empruntee: str = ""


def appeler(
    rangees: Mapping[str, Rangee], colonnes: Sequence[Colonne], premiers_mots: bool = True, reconnait: str = ""
) -> dict[str, str]:
    """A name for each row, by identity: its first column and first words, and then whatever tells it from the others.

    ``premiers_mots`` False: the first column is a title of its own. ``reconnait``: the column known to tell rows apart.
    """
    montrees = [c for c in colonnes if c.role != "calcul" and not c.masquee]
    tete = colonnes[0]
    libelle = next((c for c in montrees if c.type == "texte" and c is not tete), None) if premiers_mots else None
    noms = {cle: _court(r, tete, libelle, montrees) for cle, r in rangees.items()}
    autres = sorted((c for c in montrees if c is not tete), key=lambda c: (c.id != reconnait, _rang(c)))
    for semblables in _par_nom(noms):
        noms |= _distinguer({cle: noms[cle] for cle in semblables}, rangees, autres)
    comptes = Counter(noms.values())
    return {cle: _place(nom, rangees[cle].place, comptes[nom] > 1) for cle, nom in noms.items()}


def _rang(colonne: Colonne) -> int:
    """Texts tell most, then amounts, then codes and dates, then the rest."""
    suites = ({"texte"}, _MONTANTS, {"code"} | _DATES | {"mois"})
    return next((i for i, types in enumerate(suites) if colonne.type in types), len(suites))


def _court(rangee: Rangee, tete: Colonne, libelle: Colonne | None, colonnes: Sequence[Colonne]) -> str:
    """The first column and the first words; a number alone would say nothing without the title of its column."""
    if rangee.empruntee:
        return rangee.empruntee
    mots = [_mot(tete, rangee.cellules)]
    if libelle is not None:
        textes = (c for c in colonnes if c.type == "texte" and c is not tete)
        mots.append(next((mot for c in textes if (mot := _mot(c, rangee.cellules))), ""))
    nom = " ".join(m for m in mots if m)
    return f"{tete.titre} {nom}" if nom and nom == mots[0] and tete.type == "code" else nom


def _mot(colonne: Colonne, cellules: Mapping[str, Tapee]) -> str:
    """What a cell says, in a form that can be read away from its column."""
    tapee = cellules.get(colonne.id)
    if tapee is None or (tapee.valeur is None and tapee.formule is None):
        return ""
    valeur = tapee.valeur if tapee.valeur is not None else f"={tapee.formule}"
    if isinstance(valeur, str):
        texte = " ".join(valeur.split())
        return texte if len(texte) <= _LONGUEUR else f"{texte[:_LONGUEUR].rstrip()}…"
    if colonne.type == "mois":
        return en_mois(valeur)
    if colonne.type in _DATES or tapee.est_date:
        return en_mots(valeur, est_date=True)
    if colonne.type in _MONTANTS:
        return en_montant(valeur)
    return en_mots(valeur) if colonne.type in TEXTES else f"{colonne.titre} {en_mots(valeur)}"


def _par_nom(noms: Mapping[str, str]) -> Iterator[list[str]]:
    """Rows that read alike."""
    groupes: dict[str, list[str]] = {}
    for cle, nom in noms.items():
        groupes.setdefault(nom, []).append(cle)
    yield from (g for g in groupes.values() if len(g) > 1)


def _distinguer(noms: Mapping[str, str], rangees: Mapping[str, Rangee], colonnes: Sequence[Colonne]) -> dict[str, str]:
    """Names of rows that read alike, completed column by column until they differ."""
    if len(noms) < 2 or not colonnes:
        return dict(noms)
    premiere, *suivantes = colonnes
    mots = {cle: _mot(premiere, rangees[cle].cellules) for cle in noms}
    if len(set(mots.values())) == 1:
        return _distinguer(noms, rangees, suivantes)
    complets = {cle: ", ".join(m for m in (nom, mots[cle]) if m) for cle, nom in noms.items()}
    sortie: dict[str, str] = dict(complets)
    for semblables in _par_nom(mots):
        sortie |= _distinguer({cle: complets[cle] for cle in semblables}, rangees, suivantes)
    return sortie


def _place(nom: str, place: str, ambigu: bool) -> str:
    if not nom:
        return place
    return f"{nom} ({place})" if ambigu else nom
