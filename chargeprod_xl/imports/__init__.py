"""Screenplay readers: Fountain (and plain text or Markdown written like it) and Final Draft."""

from chargeprod_xl.imports.lecture import lire_scenario

__all__ = ["lire_scenario"]
