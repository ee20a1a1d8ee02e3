"""The one place that knows pyOpenVBA: a workbook without macros in, the same with a VBA project out."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.complement.sources import INSTALLER, Module

#: MS-OVBA 2.3.4.1: a writer leaves no cache and says so; Excel compiles from the text.
_SANS_CACHE = bytes.fromhex("cc61ffff000000")
_NOM_DU_PROJET = 0x0004


def greffer(classeur: bytes, modules: Sequence[Module]) -> bytes:
    """The workbook with its VBA project, its code names, its relationship.

    Raises:
        DonneesRefuseesError: pyOpenVBA is not installed.
    """
    try:
        from pyopenvba import ExcelFile, VBAModuleKind  # noqa: PLC0415 - only those who build the add-in have it
    except ImportError as absence:
        raise DonneesRefuseesError([Anomalie("pyOpenVBA", "n’est pas installé", INSTALLER)]) from absence
    with tempfile.TemporaryDirectory() as dossier:
        depart, arrivee = Path(dossier, "depart.xlsm"), Path(dossier, "arrivee.xlsm")
        depart.write_bytes(classeur)
        with ExcelFile(depart) as fichier:
            vba = fichier.add_vba_project()
            for module in modules:
                genre = VBAModuleKind.other if module.classe else VBAModuleKind.standard
                vba.add_module(module.nom, module.source, kind=genre)
            fichier.save(arrivee)
        return arrivee.read_bytes()


def finir(binaire: bytes, projet: str) -> bytes:
    """The VBA project under its own name, with no cache."""
    from pyopenvba.cfb import CFB  # noqa: PLC0415 - only those who build the add-in have it
    from pyopenvba.vba import compress, decompress  # noqa: PLC0415

    boite: Any = CFB.from_bytes(binaire)
    boite.write_stream_in_storage("VBA", "_VBA_PROJECT", _SANS_CACHE)
    repertoire = _renommer(decompress(boite.get_stream_in_storage("VBA", "dir")), projet.encode("ascii"))
    boite.write_stream_in_storage("VBA", "dir", compress(repertoire))
    texte = boite.get_stream("PROJECT").decode("cp1252")
    boite.write_stream("PROJECT", re.sub(r'(?m)^Name="[^"]*"', f'Name="{projet}"', texte).encode("cp1252"))
    return bytes(boite.to_bytes())


def _renommer(repertoire: bytes, nom: bytes) -> bytes:
    """Records are a number, a length, data; the version's record alone tells a length that leaves out two bytes."""
    place = 0
    while place < len(repertoire):
        numero = int.from_bytes(repertoire[place : place + 2], "little")
        longueur = int.from_bytes(repertoire[place + 2 : place + 6], "little")
        if numero == _NOM_DU_PROJET:
            entete = numero.to_bytes(2, "little") + len(nom).to_bytes(4, "little")
            return repertoire[:place] + entete + nom + repertoire[place + 6 + longueur :]
        place += 6 + longueur
    raise ValueError("VBA/dir: no project name")
