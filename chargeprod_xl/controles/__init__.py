"""Checks: what a pack says of itself once recomputed, and what was done to its formulas. Nothing here writes."""
