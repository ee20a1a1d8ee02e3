"""Checks: what a pack says of itself once recomputed, and what was done to its formulas. Nothing here writes."""

from chargeprod_xl.controles.rapport import ILLISIBLE, ROUGE, TOUT_BON, RapportPack, controler, en_dict, en_texte

__all__ = ["ILLISIBLE", "ROUGE", "TOUT_BON", "RapportPack", "controler", "en_dict", "en_texte"]
