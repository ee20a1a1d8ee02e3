"""Every module of functions, imported once; the order of the categories is that of the work."""

from udfs import baremes, devis, fiscal, paie, scenario, temps, texte, tresorerie

CATEGORIES = ("Paie", "Temps", "Scénario", "Devis", "Fiscal", "Trésorerie", "Texte", "Barèmes")
MODULES = (paie, temps, scenario, devis, fiscal, tresorerie, texte, baremes)
