"""Days as people write them, and as spreadsheet programs number them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from chargeprod_xl.tables.mots import plier

_ORIGINE = date(1899, 12, 30)
#: From 1954 to 2447: a number outside is no day that anyone means.
PREMIER_RANG, _DERNIER_RANG = 20_000, 200_000
_MOIS = {
    mot: rang
    for rang, mots in enumerate(
        [
            *("janvier january", "fevrier february", "mars march", "avril april", "mai may", "juin june"),
            *("juillet july", "aout august", "septembre september", "octobre october", "novembre november"),
            "decembre december",
        ],
        1,
    )
    for mot in mots.split()
}
_LONGUE = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)? ([a-z]+) (\d{4})")


def lire_date(texte: str) -> date | None:
    """« 19/04/2027 », « 2027-04-19 », « lundi 19 avril 2027 »."""
    for forme in ("%d/%m/%Y", "%Y-%m-%d", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y"):
        for mot in (texte.strip(), texte.strip().split(" ")[-1]):
            try:
                return datetime.strptime(mot, forme).date()
            except ValueError:
                continue
    trouve = _LONGUE.search(plier(texte))
    if trouve is None or trouve[2] not in _MOIS:
        return None
    try:
        return date(int(trouve[3]), _MOIS[trouve[2]], int(trouve[1]))
    except ValueError:
        return None


def du_rang(rang: float, *, montre: bool) -> date | None:
    """The day of a serial number. ``montre``: its cell shows a date; a bare number must look like one."""
    if (montre or rang > PREMIER_RANG) and 0 < rang < _DERNIER_RANG:
        return _ORIGINE + timedelta(days=int(rang))
    return None
