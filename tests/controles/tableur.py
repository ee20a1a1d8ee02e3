"""Edits by LibreOffice itself, in one start of the program: what it shifts, grows or loses is what it really does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from bureautique.conversion import appeler

from chargeprod_xl.recalcul.libreoffice import soffice

_ENTETE = '<?xml version="1.0" encoding="UTF-8"?>\n'
_BIBLIOTHEQUES = """<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
 <library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple"
  library:link="false"/>
</library:libraries>"""
_BIBLIOTHEQUE = """<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Gestes"/></library:library>"""
_MODULE = """<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Gestes"
 script:language="StarBasic">{}</script:module>"""
_BASIC = """
Function P(nom, valeur)
  Dim x As New com.sun.star.beans.PropertyValue
  x.Name = nom
  x.Value = valeur
  P = x
End Function
Sub Trier(plage, colonne)
  Dim t(0) As New com.sun.star.table.TableSortField
  t(0).Field = colonne
  t(0).IsAscending = False
  plage.sort(Array(P("SortFields", t()), P("ContainsHeader", False)))
End Sub
Sub Jouer
  Dim d, f, c
  On Error Goto Faute
  {}
  Goto Fin
Faute:
  Open "{}" For Output As #1
  Print #1, Error$ &amp; " (" &amp; Erl &amp; ")"
  Close #1
Fin:
  StarDesktop.terminate()
End Sub
"""


def _texte(valeur: str) -> str:
    return '"' + valeur.replace('"', '""') + '"'


def inserer(feuille: str, ligne: int, nombre: int = 1) -> list[str]:
    """Insert blank rows above ``ligne``."""
    return [_feuille(feuille), f"f.Rows.insertByIndex({ligne - 1}, {nombre})"]


def inserer_copie(feuille: str, ligne: int, modele: int) -> list[str]:
    """Insert a row above ``ligne`` and copy ``modele`` (its number before the insertion) into it, formulas too."""
    source = modele + (modele >= ligne)
    return [
        *inserer(feuille, ligne),
        f"c = f.getCellRangeByName({_texte(f'A{source}:CZ{source}')}).RangeAddress",
        f"f.copyRange(f.getCellByPosition(0, {ligne - 1}).CellAddress, c)",
    ]


def supprimer(feuille: str, ligne: int) -> list[str]:
    """Delete a row."""
    return [_feuille(feuille), f"f.Rows.removeByIndex({ligne - 1}, 1)"]


def inserer_colonne(feuille: str, colonne: int) -> list[str]:
    """Insert a column before ``colonne`` (from 1)."""
    return [_feuille(feuille), f"f.Columns.insertByIndex({colonne - 1}, 1)"]


def ecrire(feuille: str, cellule: str, valeur: float | str) -> list[str]:
    """Type a number or a text into a cell."""
    appel = f"setString({_texte(valeur)})" if isinstance(valeur, str) else f"setValue({valeur!r})"
    return [_feuille(feuille), f"f.getCellRangeByName({_texte(cellule)}).getCellByPosition(0, 0).{appel}"]


def trier(feuille: str, plage: str, colonne: int) -> list[str]:
    """Sort the rows of a range by its column ``colonne`` (from 0), largest first."""
    return [_feuille(feuille), f"Trier(f.getCellRangeByName({_texte(plage)}), {colonne})"]


def renommer(feuille: str, nom: str) -> list[str]:
    """Rename a sheet."""
    return [_feuille(feuille), f"f.Name = {_texte(nom)}"]


def _feuille(nom: str) -> str:
    return f'f = d.Sheets.getByName({_texte(nom)}) : f.unprotect("")'


def jouer(atelier: Path, gestes: Mapping[Path, Sequence[Sequence[str]]]) -> None:
    """Open each file, play its edits, save it; the test is skipped where there is no LibreOffice."""
    if soffice() is None:
        pytest.skip("LibreOffice absent")
    profil, faute = atelier / "profil", atelier / "faute.txt"
    lignes: list[str] = []
    for chemin, siens in gestes.items():
        url = _texte(chemin.resolve().as_uri())
        lignes.append(
            f'd = StarDesktop.loadComponentFromURL({url}, "_blank", 0, Array(P("Hidden", True), P("UpdateDocMode", 0)))'
        )
        lignes += [ligne for geste in siens for ligne in geste]
        lignes.append(f'd.storeToURL({url}, Array(P("FilterName", "Calc MS Excel 2007 XML"))) : d.close(True)')
    commun = f"-env:UserInstallation={profil.resolve().as_uri()}"
    # The first start lays out the profile, and would lay it over ours.
    appeler([commun, "--terminate_after_init"])
    _ecrire_macro(profil, _BASIC.format(escape("\n  ".join(lignes)), faute))
    appeler([commun, "macro:///Standard.Gestes.Jouer"])
    assert not faute.exists(), faute.read_text(encoding="utf-8", errors="replace")


def _ecrire_macro(profil: Path, code: str) -> None:
    dossier = profil / "user" / "basic"
    (dossier / "Standard").mkdir(parents=True, exist_ok=True)
    (dossier / "script.xlc").write_text(_ENTETE + _BIBLIOTHEQUES, encoding="utf-8")
    (dossier / "Standard" / "script.xlb").write_text(_ENTETE + _BIBLIOTHEQUE, encoding="utf-8")
    (dossier / "Standard" / "Gestes.xba").write_text(_ENTETE + _MODULE.format(code), encoding="utf-8")
