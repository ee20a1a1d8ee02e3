"""User-defined functions of chargeprod_xl: standard library only, so that they start at once and run anywhere."""
