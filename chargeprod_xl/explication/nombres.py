"""A value in the number format of its cell, the French way.

A zero that the format hides behind a dash is written out: who asks about a figure wants to read it.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from chargeprod_xl.classeurs.valeurs import Erreur, Valeur
from chargeprod_xl.gabarits.fonctions_francaises import ERREURS_FRANCAISES

FINE, INSECABLE = "\u202f", "\u00a0"
MOIS = ("janvier février mars avril mai juin juillet août septembre octobre novembre décembre").split()  # noqa: SIM905 - twelve words
JOURS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
_ORIGINE = datetime(1899, 12, 30)
#: Decimals past which a difference is noise.
_DECIMALES = 4
_DERNIER_JOUR = 2_958_466  # 31/12/9999
_SECTION = re.compile(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;])*')
_LITTERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[(?![hms])[^\]]*\]|[_*].', re.IGNORECASE)
_CHIFFRES = re.compile(r"[#0?][#0?,]*(?:\.[#0?]+)?")
_DATE = re.compile(r"y+|m+|d+|h+|s+", re.IGNORECASE)


def en_nombre(valeur: float, decimales: int, obligatoires: int | None = None, milliers: bool = True) -> str:
    """A figure rounded half up, with a decimal comma; zeros past the ``obligatoires`` first decimals are dropped."""
    try:
        arrondi = Decimal(repr(valeur)).quantize(Decimal(1).scaleb(-decimales), ROUND_HALF_UP)
    except InvalidOperation:  # more digits than a decimal holds: as Python writes it
        return repr(valeur).replace(".", ",")
    texte = f"{abs(arrondi):,.{decimales}f}" if milliers else f"{abs(arrondi):.{decimales}f}"
    entier, _, reste = texte.partition(".")
    garde = decimales if obligatoires is None else obligatoires
    reste = reste[:garde] + reste[garde:].rstrip("0")
    signe = "−" if arrondi < 0 else ""
    return signe + entier.replace(",", FINE) + ("," + reste if reste else "")


def en_general(valeur: float) -> str:
    """A figure without a format: six decimals at most."""
    if abs(valeur) >= 1e15 or 0 < abs(valeur) < 1e-4:
        return f"{valeur:.6g}".replace(".", ",").replace("-", "−")
    return f"{round(valeur, 6):.12g}".replace(".", ",").replace("-", "−")


def en_date(valeur: float, forme: str = "dd/mm/yyyy") -> str:
    """A serial as the date it is; a day that no calendar has stays a figure."""
    if not 0 < valeur < _DERNIER_JOUR:
        return "(pas de date)" if valeur == 0 else en_general(valeur)
    jour = _ORIGINE + timedelta(days=valeur)
    minutes = "h" in forme.lower() and "d" not in forme.lower()

    def piece(trouve: re.Match[str]) -> str:
        genre, longueur = trouve[0][0].lower(), len(trouve[0])
        if genre == "m":
            return MOIS[jour.month - 1] if longueur > 2 else f"{jour.minute if minutes else jour.month:02d}"
        if genre == "d" and longueur > 2:
            return JOURS[jour.weekday()]
        if genre == "y":
            return f"{jour:%Y}" if longueur > 2 else f"{jour:%y}"
        return f"{ {'d': jour.day, 'h': jour.hour, 's': jour.second}[genre]:02d}"

    return _DATE.sub(piece, forme)


def _duree(valeur: float, forme: str) -> str:
    """``[h]:mm`` and ``[m]:ss``: a length of time, not an hour of the day."""
    secondes = round(valeur * 86_400)
    if "[h" in forme.lower():
        return f"{secondes // 3600}{INSECABLE}h{INSECABLE}{secondes % 3600 // 60:02d}"
    minutes, reste = divmod(secondes, 60)
    return f"{minutes}{INSECABLE}min{INSECABLE}{reste:02d}{INSECABLE}s"


def _fraction(valeur: float, diviseur: int) -> str:
    parts = round(valeur * diviseur)
    entier, reste = divmod(parts, diviseur)
    if not reste:
        return str(entier)
    return f"{entier}{INSECABLE}{reste}/{diviseur}" if entier else f"{reste}/{diviseur}"


def _sans_litteraux(section: str) -> tuple[str, str]:
    """The section without its literals, and the text that follows its digits."""
    fin = list(_CHIFFRES.finditer(section))
    apres = section[fin[-1].end() :] if fin else ""
    suite = _LITTERAL.sub(lambda m: m[1] or m[2] or m[3] or "", apres)
    return _LITTERAL.sub(lambda m: "\0" if m[2] else "", section), suite.replace(" ", "").strip()


def en_valeur(valeur: Valeur, forme: str = "General", est_date: bool = False) -> str:
    """Any value, as a person reads it in the cell."""
    if valeur is None:
        return "(vide)"
    if isinstance(valeur, bool):
        return "VRAI" if valeur else "FAUX"
    if isinstance(valeur, Erreur):
        return ERREURS_FRANCAISES.get(valeur.code, valeur.code)
    if isinstance(valeur, str):
        return valeur if valeur else "(texte vide)"
    section = _SECTION.match(forme)
    return _nombre(valeur, section[0] if section else forme, est_date)


def _nombre(valeur: float, section: str, est_date: bool) -> str:
    if re.search(r"\[[hms]+\]", section, re.IGNORECASE):
        return _duree(valeur, section)
    if est_date:
        return en_date(valeur, _LITTERAL.sub(lambda m: m[1] or m[2] or "", section).strip() or "dd/mm/yyyy")
    if fraction := re.search(r"/\s*(\d+)", section):
        return _fraction(valeur, int(fraction[1]))
    nu, suite = _sans_litteraux(section)
    chiffres = _CHIFFRES.search(nu)
    if chiffres is None:
        return en_general(valeur)
    pourcent = "%" in nu
    decimales = chiffres[0].partition(".")[2]
    texte = en_nombre(valeur * 100 if pourcent else valeur, len(decimales), decimales.count("0"), "," in chiffres[0])
    unite = suite.replace("%", "").strip()
    return texte + (f"{INSECABLE}%" if pourcent else "") + (f"{INSECABLE}{unite}" if unite else "")


def precision(valeur: Valeur, forme: str, est_date: bool) -> str:
    """The figure behind a rounded one (« 224 774,21 € » shown « 224 774 € »), "" when the cell hides nothing."""
    if isinstance(valeur, bool) or not isinstance(valeur, float) or est_date or "%" in forme or "/" in forme:
        return ""
    section = _SECTION.match(forme)
    brute = section[0] if section else forme
    nu, _ = _sans_litteraux(brute)
    chiffres = _CHIFFRES.search(nu)
    if chiffres is None:
        return ""
    montrees = len(chiffres[0].partition(".")[2])
    if montrees >= _DECIMALES or en_nombre(valeur, _DECIMALES, 0) == en_nombre(valeur, montrees, 0):
        return ""
    centimes = "0" if montrees == 0 and "€" not in brute else "00"
    return _nombre(valeur, _CHIFFRES.sub(f"#,##0.{centimes[:_DECIMALES]:#<{_DECIMALES}}", brute, count=1), False)
