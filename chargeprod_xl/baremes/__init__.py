"""Dated, sourced parameters: law, agreements and working lists, as data beside this package."""
