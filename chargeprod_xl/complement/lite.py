"""What xlwings Lite (Mac, Excel on the web) needs: the functions alone in a pure wheel, and two texts of a workbook.

Lite runs Python in the browser, where the program and its engines cannot be installed: the wheel holds ``udfs`` only.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from importlib.resources import files
from importlib.resources.abc import Traversable

from chargeprod_xl import __version__

_PAQUET = "chargeprod_xl_fonctions"
_DATE = (1980, 1, 1, 0, 0, 0)
MAIN = """\
# Les fonctions CP_ de chargeprod_xl dans ce classeur : collez ce texte dans main.py de xlwings Lite.
from udfs.lite import *
"""


def nom_de_la_roue() -> str:
    """File name of the wheel."""
    return f"{_PAQUET}-{__version__}-py3-none-any.whl"


def trousse(adresse: str) -> dict[str, bytes]:
    """The files to hand over, by name; ``adresse``: where the wheel will be served, for requirements.txt."""
    exigences = f"xlwings\n{adresse.rstrip('/')}/{nom_de_la_roue()}\n"
    return {nom_de_la_roue(): roue(), "main.py": MAIN.encode(), "requirements.txt": exigences.encode()}


def roue() -> bytes:
    """The wheel of the functions; the same sources give the same bytes."""
    info = f"{_PAQUET}-{__version__}.dist-info"
    parties = {
        f"udfs/{nom}": octets for nom, octets in sorted(_sources(files("udfs")).items()) if nom not in _HORS_NAVIGATEUR
    }
    parties[f"{info}/METADATA"] = (
        f"Metadata-Version: 2.1\nName: {_PAQUET.replace('_', '-')}\nVersion: {__version__}\n"
        "Summary: Functions of chargeprod_xl, standard library only\nLicense: MIT\n"
    ).encode()
    parties[f"{info}/WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: chargeprod_xl\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    registre = "".join(f"{nom},sha256={_empreinte(octets)},{len(octets)}\n" for nom, octets in parties.items())
    parties[f"{info}/RECORD"] = f"{registre}{info}/RECORD,,\n".encode()
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, octets in parties.items():
            archive.writestr(zipfile.ZipInfo(nom, _DATE), octets, zipfile.ZIP_DEFLATED)
    return tampon.getvalue()


#: Adapters of other programs.
_HORS_NAVIGATEUR = ("excel.py", "moteur_formulas.py")


def _sources(dossier: Traversable) -> dict[str, bytes]:
    return {f.name: f.read_bytes() for f in dossier.iterdir() if f.is_file() and f.name.endswith((".py", ".json"))}


def _empreinte(octets: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(octets).digest()).rstrip(b"=").decode()
