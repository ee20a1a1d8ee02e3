"""The colours of the house, and how to tell those that a person chose."""

from __future__ import annotations

ENCRE, NUIT, GRIS, BLEU, VERT, ORANGE = "1F2937", "1B3A57", "5B6775", "1F4FBF", "1E6B3A", "B45309"
CREME, FILET, ARDOISE, TOTAL_FOND, REPOS = "FFF9E5", "D5DCE4", "F1F5F9", "DCE6EF", "E5E7EB"
ACCENT = "C8872E"

#: Text and ground of the three verdicts, by first character.
VERDICTS = {"●": ("14532D", "DDF2E3"), "▲": ("7A4B00", "FEF0CD"), "✖": ("8B1A1A", "FBDDDD")}
#: Ground of a strip by interior/exterior and light.
BANDES = {"EXT JOUR": "FFF3B0", "INT NUIT": "CFE0F7", "EXT NUIT": "CDE8D1", "AUBE": "F7D9E3", "CRÉPUSCULE": "F7D9E3"}
#: Ink and ground of the letters of the plan: travaille, repos, voyage.
LETTRES = {"T": ("FFFFFF", NUIT), "R": (GRIS, REPOS), "V": (ENCRE, "FEF0CD")}

#: Every colour that the program gives to a ground.
PALETTE = frozenset(
    {CREME, ARDOISE, TOTAL_FOND, REPOS, NUIT, "FFFFFF", *BANDES.values()}
    | {fond for _, fond in (*VERDICTS.values(), *LETTRES.values())}
)
