"""``python -m chargeprod_xl``: the same as the command."""

from chargeprod_xl.cli import principal

principal()
