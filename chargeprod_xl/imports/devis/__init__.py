"""An existing devis, of whatever program or house, brought into the film: read, told apart, mapped, reconciled."""
