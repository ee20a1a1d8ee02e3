"""Versions of the devis: frozen, then compared line by line with another one or with the present pack."""
