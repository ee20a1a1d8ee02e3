"""Workbooks in and out: reading, writing, styles, links between files."""
