"""Compiler and linker for film and television production workbooks."""

__version__ = "0.1.0"
