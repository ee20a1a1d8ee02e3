"""Seeded edits of a built pack: what should move moves as the oracle says, and nothing else."""
