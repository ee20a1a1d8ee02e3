"""Witnesses from outside: the library ``formulas`` and LibreOffice, on the whole demo pack."""
