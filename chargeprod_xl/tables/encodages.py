"""Bytes to text: UTF-8, UTF-16, and what French spreadsheet programs still write, on Windows and on the Mac."""

from __future__ import annotations

import re

#: Signs beyond ASCII that a table of ours may hold; a decoding that gives others is the wrong one.
_FRANCAIS = set("àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ«»“”‘’–—…€£°·•²³½¼¾ªº§µ®™©´¨\u00a0\u202f")
#: A capital with an accent does not follow a small letter.
_IMPOSSIBLE = re.compile(r"[a-zà-ÿ][ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ]")


def decoder(octets: bytes) -> str | None:
    """The text of a file, None when it is none."""
    if octets[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        essais = [_essai(octets, "utf-16")]
    elif (texte := _essai(octets, "utf-8-sig")) is not None:
        essais = [texte]
    else:
        windows, mac = _essai(octets, "cp1252"), _essai(octets, "mac_roman")
        essais = [mac if _est_francais(mac) and not _est_francais(windows) else windows]
    return next((t for t in essais if t is not None and "\x00" not in t), None)


def _essai(octets: bytes, encodage: str) -> str | None:
    try:
        return octets.decode(encodage)
    except UnicodeDecodeError:
        return None


def _est_francais(texte: str | None) -> bool:
    return texte is not None and all(c.isascii() or c in _FRANCAIS for c in texte) and not _IMPOSSIBLE.search(texte)
