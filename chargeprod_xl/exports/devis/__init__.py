"""A devis one can send: one workbook by reader, taken from the recomputed pack, without its plumbing."""
