"""Last touch on a written .xlsx: same inputs, same bytes; charts described for those who do not see them."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from io import BytesIO
from xml.sax.saxutils import quoteattr

_DATE_ZIP = (1980, 1, 1, 0, 0, 0)
_MODIFIE = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_CADRE = re.compile(r'<(\w+:)?cNvPr id="(\d+)" name="Chart \d+"\s*/>')


def decrire_graphiques(xml: str, titres: list[str]) -> str:
    """Give each chart frame of a drawing its title as alternative text."""
    reste = iter(titres)

    def nommer(m: re.Match[str]) -> str:
        titre = quoteattr(next(reste, "Graphique"))
        return f'<{m[1] or ""}cNvPr id="{m[2]}" name={titre} descr={titre}/>'

    return _CADRE.sub(nommer, xml)


def figer(octets: bytes, jour: date, titres_par_dessin: list[list[str]]) -> bytes:
    """Rewrite the archive with fixed dates, ``jour`` as modification date, and alternative texts."""
    sortie = BytesIO()
    dessins = iter(titres_par_dessin)
    with zipfile.ZipFile(BytesIO(octets)) as source, zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as cible:
        noms = sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", _naturel(n)))
        for nom in noms:
            contenu = source.read(nom)
            if nom == "docProps/core.xml":
                contenu = _MODIFIE.sub(rb"\g<1>" + f"{jour:%Y-%m-%d}T00:00:00Z".encode() + rb"\g<2>", contenu)
            elif re.fullmatch(r"xl/drawings/drawing\d+\.xml", nom):
                contenu = decrire_graphiques(contenu.decode(), next(dessins, [])).encode()
            info = zipfile.ZipInfo(nom, _DATE_ZIP)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            cible.writestr(info, contenu)
    return sortie.getvalue()


def _naturel(nom: str) -> list[object]:
    return [int(x) if x.isdigit() else x for x in re.split(r"(\d+)", nom)]
