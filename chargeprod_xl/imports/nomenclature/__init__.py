"""The official list of the lines of a devis, when a user has it: read from its form, kept with the film, checked."""
