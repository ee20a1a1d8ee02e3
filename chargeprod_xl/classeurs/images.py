"""A picture on a sheet, without any imaging library: its size is read in its first bytes."""

from __future__ import annotations

import struct

from openpyxl.drawing.image import Image

_PNG = b"\x89PNG\r\n\x1a\n"
#: Markers of JPEG before the size of the picture that are followed by a length.
_TAILLE_JPEG = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


class _Image(Image):
    """What the writer of openpyxl asks of a picture."""

    def __init__(self, octets: bytes, ou: str, largeur: float, hauteur: float, genre: str) -> None:
        self.octets, self.anchor = octets, ou
        self.width, self.height, self.format = round(largeur), round(hauteur), genre

    def _data(self) -> bytes:
        return self.octets


def taille(octets: bytes) -> tuple[int, int]:
    """Width and height of a PNG or a JPEG picture in pixels; (1, 1) when the file does not say."""
    if octets.startswith(_PNG):
        return struct.unpack(">II", octets[16:24]) if len(octets) >= 24 else (1, 1)
    ou = 2
    while ou + 9 <= len(octets) and octets[ou] == 0xFF:
        if octets[ou + 1] in _TAILLE_JPEG:
            hauteur, largeur = struct.unpack(">HH", octets[ou + 5 : ou + 9])
            return largeur, hauteur
        ou += 2 + int.from_bytes(octets[ou + 2 : ou + 4], "big")
    return 1, 1


def image(octets: bytes, ou: str, largeur: float, hauteur: float) -> Image:
    """A picture at a cell, as large as it may be without being deformed."""
    large, haute = (max(x, 1) for x in taille(octets))
    facteur = min(largeur / large, hauteur / haute)
    genre = "png" if octets.startswith(_PNG) else "jpeg"
    return _Image(octets, ou, large * facteur, haute * facteur, genre)
