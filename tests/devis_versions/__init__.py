"""Versions of the devis: frozen, compared, shown in the pack."""
