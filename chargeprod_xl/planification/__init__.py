"""Placing sequences into shooting days."""
