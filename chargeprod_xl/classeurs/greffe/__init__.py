"""How a person's own sheet changes workbooks: see ``feuilles_ajoutees``."""
