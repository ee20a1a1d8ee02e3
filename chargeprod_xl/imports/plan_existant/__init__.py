"""A plan de travail made elsewhere, brought into the film: which sequence on which day."""
