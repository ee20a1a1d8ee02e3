"""« Expliquer ce chiffre »: from a cell of a pack to its bases, rates, dates and sources, in plain French."""
