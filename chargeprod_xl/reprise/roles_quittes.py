"""Paid roles that a new draft no longer has: renamed or cut, the days they were paid for are gone, and that is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from chargeprod_xl.gabarits.cles import cle_de_role
from chargeprod_xl.projet.film import Film
from chargeprod_xl.reprise.bilan import en_montant
from chargeprod_xl.reprise.saisies import TableLue
from chargeprod_xl.reprise.sequences_ressemblance import SequenceConnue

#: Share of their sequences that two names must have in common to be taken for one role.
_MEME_ROLE = 0.5

Presences = Mapping[str, frozenset[str]]


def dire_les_roles_quittes(
    film: Film, connues: Sequence[SequenceConnue], ids: Mapping[str, str], devis: TableLue | None
) -> Iterator[str]:
    """Doubts about roles with a cachet that left the screenplay.

    ``connues``: sequences of the former draft; ``ids``: identity of each sequence of the present one, by number;
    ``devis``: the detailed lines, where a cachet may have been typed.
    """
    scenes = film.scenario.sequences if film.scenario else ()
    avant = _presences([(s.id, s.roles) for s in connues])
    apres = _presences([(ids.get(s.numero, ""), s.roles) for s in scenes])
    budget = {r.nom.casefold(): float(r.cachet) for r in film.budget.roles if r.cachet}
    restes = {nom.casefold() for nom in apres}
    connus = {nom.casefold() for nom in avant}
    nouveaux = {nom: ou for nom, ou in apres.items() if nom.casefold() not in connus}
    for nom, sequences in avant.items():
        cachet = _cachet_saisi(devis, nom) or budget.get(nom.casefold(), 0.0)
        if nom.casefold() in restes or not cachet:
            continue
        suite = _suite(sequences, nouveaux)
        sans_cachet = suite if suite.casefold() not in budget else ""
        if nom.casefold() in budget or sans_cachet:
            yield _phrase(nom, cachet, sans_cachet, nom.casefold() in budget)


def _presences(sequences: Sequence[tuple[str, Sequence[str]]]) -> dict[str, frozenset[str]]:
    """Sequences of each role."""
    sortie: dict[str, set[str]] = {}
    for ident, roles in sequences:
        for nom in roles:
            sortie.setdefault(nom, set()).add(ident)
    return {nom: frozenset(ou) for nom, ou in sortie.items()}


def _suite(sequences: frozenset[str], nouveaux: Presences) -> str:
    """The new role that plays where this one did, "" when none does."""
    parts = {nom: len(sequences & ou) / len(sequences | ou) for nom, ou in nouveaux.items()}
    suite = max(parts, key=lambda nom: parts[nom], default="")
    return suite if suite and parts[suite] >= _MEME_ROLE else ""


def _cachet_saisi(devis: TableLue | None, nom: str) -> float:
    """The cachet that stands on the line of this role in the workbook."""
    for ligne in devis.lignes if devis else ():
        taux = ligne.cellules.get("taux")
        if ligne.id.endswith(f".{cle_de_role(nom)}") and taux and isinstance(taux.valeur, float):
            return taux.valeur
    return 0.0


def _phrase(nom: str, cachet: float, suite: str, au_budget: bool) -> str:
    debut = f"rôle « {nom} », cachet {en_montant(cachet)} : il n’est plus dans le scénario"
    if not suite:
        return (
            f"{debut}, ce cachet ne compte plus aucun jour ; s’il a changé de nom, corrigez-le dans le budget du film"
        )
    ou = f"remplacez « {nom} » par « {suite} » dans le budget du film et régénérez"
    remede = ou if au_budget else f"reportez ce cachet sur la ligne de « {suite} » au « Détail » du devis"
    return f"{debut}, où « {suite} » joue ses séquences sans cachet ; si c’est le même rôle, {remede}"
