"""Templates to sheet declarations: read, render, validate."""
