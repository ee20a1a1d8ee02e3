"""The independent oracle: a film's figures computed from the rules, out of what people typed in a pack.

It reads inputs only, never a computed cell, and shares no code with the templates, the linker or the engines.
"""

from oracle.resultats import Resultats, calculer

__all__ = ["Resultats", "calculer"]
