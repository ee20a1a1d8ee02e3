"""Figures typed as texts: « 1 234,50 € », « 1.234,56 », « (350) », « 12k »; and what is ambiguous is said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

_SYMBOLES = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "US$": "USD", "$US": "USD", "CA$": "CAD", "C$": "CAD"}
_CODES = "EUR|EUROS?|USD|GBP|CHF|CAD|JPY|AUD|SEK|NOK|DKK|PLN|CZK|HUF|RON|MAD|TND|XOF|XAF|INR|CNY|BRL|ZAR|TRY|ILS|MXN"
_DEVISE = re.compile(rf"(US\$|\$US|CA\$|C\$|[€$£¥]|\b(?:{_CODES})\b|(?<=[\dkKmM])(?:{_CODES})\b)", re.IGNORECASE)
_ESPACES = re.compile(r"[\s\u00a0\u202f\u2009\u2007'’]")
_CORPS = re.compile(r"\d{1,15}(?:[.,]\d+)*|[.,]\d+")
_RIEN = re.compile(r"[-–—_.\s\u00a0]*")
_MULTIPLES = {"k": 1000, "m": 1_000_000}
#: Currency marks of number formats: [$€-40C], [$$-409], "USD".
_FORMAT = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]|\"([^\"]*)\"|([€£¥$])")
#: Beyond this a devis is a mistake, and a figure no longer fits the model.
PLAFOND = Decimal("1e10")


@dataclass(frozen=True)
class Lu:
    """A figure as understood. ``valeur`` None: nothing, or nothing that can be read (``remarque`` says which)."""

    valeur: Decimal | None
    devise: str = ""
    remarque: str = ""
    pourcent: bool = False


def devise_du_texte(texte: str) -> str:
    """The currency a text names, EUR included; nothing when it names none."""
    trouve = _DEVISE.search(texte)
    if trouve is None:
        return ""
    signe = trouve[1].upper()
    return "EUR" if signe.startswith("EURO") else _SYMBOLES.get(signe, signe)


def devise_du_format(code: str) -> str:
    """The currency of a number format."""
    for crochet, guillemets, nu in _FORMAT.findall(code):
        if devise := devise_du_texte(crochet or guillemets or nu):
            return devise
    return ""


def _corps(texte: str) -> tuple[str, int]:
    """Digits and separators of a text, and the multiple that its letter means."""
    nu = _ESPACES.sub("", re.sub(r"\b(?:HT|H\.T\.?)\Z", "", _DEVISE.sub(" ", texte).strip())).strip("%")
    lettre = nu[-1:].lower()
    return (nu[:-1], _MULTIPLES[lettre]) if lettre in _MULTIPLES else (nu, 1)


def decimale_employee(textes: Iterable[str]) -> str:
    """The decimal sign of a file, when its sure figures agree on one."""
    vus: set[str] = set()
    for texte in textes:
        corps = _corps(texte.strip("() -−+"))[0].strip("-−+()")
        if not _CORPS.fullmatch(corps) or not (separateurs := re.findall(r"[.,]", corps)):
            continue
        queue = len(re.split(r"[.,]", corps)[-1])
        if len(set(separateurs)) == 2:
            vus.add(separateurs[-1])
        elif len(separateurs) > 1:
            vus.add("," if separateurs[0] == "." else ".")
        elif queue != 3 or corps[0] in "0.,":
            vus.add(separateurs[0])
    return vus.pop() if len(vus) == 1 else ""


def _deux_lectures(corps: str) -> bool:
    return bool(re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", corps))


def _en_decimal(corps: str, decimale: str) -> Decimal:
    """``decimale``: the sign that separates decimals; the other one separates thousands."""
    autre = "," if decimale == "." else "."
    return Decimal(corps.replace(autre, "").replace(decimale, "."))


def _decimale_du_corps(corps: str) -> str:
    """The decimal sign of a figure that leaves no doubt."""
    separateurs = re.findall(r"[.,]", corps)
    if len(separateurs) > 1 and len(set(separateurs)) == 1:
        return "," if separateurs[0] == "." else "."
    return separateurs[-1] if separateurs else "."


def lire_nombre(texte: str, decimale: str = "", *, argent: bool = True) -> Lu:
    """A figure. ``decimale``: the file's decimal sign when it is known; ``argent``: money has two decimals at most."""
    if _RIEN.fullmatch(texte):
        return Lu(None)
    devise, pourcent = devise_du_texte(texte), texte.strip().endswith("%")
    corps, multiple = _corps(texte.strip())
    negatif = (corps[:1] == "(" and corps[-1:] == ")") or corps[:1] in "-−" or corps[-1:] in "-−"
    corps = corps.strip("()-−+")
    if not _CORPS.fullmatch(corps):
        return Lu(None, devise, f"« {texte.strip()} » n’est pas un nombre")
    remarque = ""
    if _deux_lectures(corps) and multiple == 1:
        signe = re.findall(r"[.,]", corps)[0]
        choisi = decimale or (("," if signe == "." else ".") if argent else signe)
        if not decimale:
            remarque = f"« {texte.strip()} » a deux lectures : lu {_en_decimal(corps, choisi)}"
    else:
        choisi = _decimale_du_corps(corps)
    valeur = _en_decimal(corps, choisi) * multiple
    if multiple > 1:
        remarque = f"« {texte.strip()} » lu {valeur:f}"
    if abs(valeur) > PLAFOND:
        return Lu(None, devise, f"« {texte.strip()} » dépasse ce qu’un devis peut contenir")
    return Lu(-valeur if negatif else valeur, devise, remarque, pourcent)


def du_flottant(valeur: float) -> Decimal:
    """The figure behind a binary number: noise beyond the tenth decimal is none of the accountant's."""
    return Decimal(repr(round(valeur, 10))).normalize() + 0
