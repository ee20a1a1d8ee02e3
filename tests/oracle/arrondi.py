"""Rounding as people do it: half away from zero, on the fifteen digits a spreadsheet keeps."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def arrondi(montant: float, decimales: int = 2) -> float:
    """``arrondi(2.5, 0)`` is 3, ``arrondi(-2.5, 0)`` is -3, ``arrondi(1.005, 2)`` is 1.01."""
    exact = Decimal(f"{montant:.15g}")
    return float(exact.quantize(Decimal(1).scaleb(-decimales), ROUND_HALF_UP))
