"""Values as the file writes them, and read back: pure text, in a mapping's format."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from chargeprod_xl.exports.champs import Genre
from chargeprod_xl.exports.correspondance import ENCODAGES, SEPARATEURS, Format
from chargeprod_xl.protection import deproteger, proteger

__all__ = ["Valeur", "deproteger", "depuis_octets", "ecrire", "en_octets", "lire", "proteger"]

Valeur = str | Decimal | date | None
_MOTIFS = {
    "JJ/MM/AAAA": "%d/%m/%Y",
    "AAAA-MM-JJ": "%Y-%m-%d",
    "AAAAMMJJ": "%Y%m%d",
    "JJMMAAAA": "%d%m%Y",
    "MM/AAAA": "%m/%Y",
    "AAAA-MM": "%Y-%m",
    "AAAAMM": "%Y%m",
    "MMAAAA": "%m%Y",
}
_NOMBRES = {"entier", "nombre", "montant"}


def _nombre(valeur: Decimal, genre: Genre, decimales: int | None, forme: Format) -> str:
    places = decimales if decimales is not None else {"montant": 2, "entier": 0}.get(genre)
    if places is None:
        texte = f"{valeur.quantize(Decimal('0.0001'), ROUND_HALF_UP):f}".rstrip("0").rstrip(".")
    else:
        texte = f"{valeur.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
    return texte.replace(".", forme.decimale)


def ecrire(valeur: Valeur, genre: Genre, forme: Format, decimales: int | None = None) -> str:
    """A value as the file shows it; nothing is an empty field."""
    if valeur is None:
        return ""
    if isinstance(valeur, Decimal):
        return _nombre(valeur, genre, decimales, forme)
    if isinstance(valeur, date):
        return valeur.strftime(_MOTIFS[forme.mois if genre == "mois" else forme.date])
    return proteger(valeur) if forme.proteger_du_tableur else valeur


def lire(texte: str, genre: Genre, forme: Format) -> Valeur:
    """The value of a field of the file."""
    if texte == "":
        return None
    if genre in _NOMBRES:
        return Decimal(texte.replace(forme.decimale, "."))
    if genre in {"date", "mois"}:
        return datetime.strptime(texte, _MOTIFS[forme.mois if genre == "mois" else forme.date]).date()
    return deproteger(texte) if forme.proteger_du_tableur else texte


def en_octets(lignes: Sequence[Sequence[str]], forme: Format) -> bytes:
    """The file: fields that hold a separator, a quote or a new line are quoted."""
    flux = io.StringIO(newline="")
    csv.writer(flux, delimiter=SEPARATEURS[forme.separateur], lineterminator="\r\n").writerows(lignes)
    return flux.getvalue().encode(ENCODAGES[forme.encodage])


def depuis_octets(octets: bytes, forme: Format) -> list[list[str]]:
    """The fields of a file written by :func:`en_octets`."""
    flux = io.StringIO(octets.decode(ENCODAGES[forme.encodage]), newline="")
    return list(csv.reader(flux, delimiter=SEPARATEURS[forme.separateur], strict=True))
