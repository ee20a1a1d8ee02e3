"""Where a lump sum of the devis falls when nothing says its phase."""

from __future__ import annotations

#: By poste; some rubriques depart from it.
_PHASE_POSTE = {1: "préparation", 2: "tournage", 8: "finitions", 9: "finitions"}
_PHASE_RUBRIQUE = {
    25: "finitions",
    26: "préparation",
    51: "préparation",
    53: "préparation",
    61: "préparation",
    91: "préparation",
}


def phase_presumee(poste: int | None, rubrique: int | None) -> str:
    """« préparation », « tournage » or « finitions »."""
    return _PHASE_RUBRIQUE.get(rubrique or 0, _PHASE_POSTE.get(poste or 0, "tournage"))
