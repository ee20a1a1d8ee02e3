"""Sequence numbers: as printed, unique in the screenplay."""

from __future__ import annotations

from collections.abc import Sequence


def attribuer_numeros(imprimes: Sequence[str]) -> list[tuple[str, str]]:
    """Return (unique number, doubt) for each printed number, empty when the heading has none.

    Case is ignored because Excel's look-ups ignore it; printed numbers are reserved before ranks are given.
    """
    taken: set[str] = {numero.casefold() for numero in imprimes if numero}
    seen: set[str] = set()
    numbered = bool(taken)
    result: list[tuple[str, str]] = []
    for rank, numero in enumerate(imprimes, 1):
        if not numero:
            chosen = _libre(rank, taken)
            doubt = f"Séquence sans numéro dans un scénario numéroté : {chosen} attribué." if numbered else ""
        elif numero.casefold() in seen:
            chosen = _suffixe(numero, taken)
            doubt = f"Numéro {numero} déjà employé : {chosen} attribué, corriger le scénario."
        else:
            chosen, doubt = numero, ""
        seen.add(chosen.casefold())
        taken.add(chosen.casefold())
        result.append((chosen, doubt))
    return result


def _libre(rank: int, taken: set[str]) -> str:
    while str(rank) in taken:
        rank += 1
    return str(rank)


def _suffixe(numero: str, taken: set[str]) -> str:
    rank = 2
    while f"{numero}-{rank}".casefold() in taken:
        rank += 1
    return f"{numero}-{rank}"
