"""The twin: the same macros in a workbook that LibreOffice opens, with a stub in place of xlwings."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from edits.main_libreoffice import LibreOfficeAbsentError, _python_uno

from chargeprod_xl.complement.sources import PROJET, Module, en_crlf

_PILOTE = Path(__file__).with_name("pilote_vba.py")

#: Stands for xlwings: what RunPython is given is kept, and functions answer what the test asked for.
_FAUX_XLWINGS = """Attribute VB_Name = "xlwings"
Option Explicit
Public Const XLWINGS_VERSION As String = "0.0.0"
Public Commande As String
Public Dit As String
Public Reponse As String

Public Function RunPython(PythonCommand As String)
    Commande = PythonCommand
End Function

Public Function XLPy() As Object
    Set XLPy = New CpFauxPython
End Function

Public Sub KillPy()
    Commande = "kill"
End Sub
"""
_FAUX_PYTHON = """VERSION 1.0 CLASS
BEGIN
  MultiUse = -1  'True
END
Attribute VB_Name = "CpFauxPython"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = False
Attribute VB_Exposed = False
Option Explicit

Public Function CallUDF(script, fname, args, Optional this_workbook, Optional caller)
    Dim i As Long, recu As String, t(1, 1) As Variant, u(2) As Variant
    Select Case Reponse
    Case "marque"
        CallUDF = "#CPERR:2042"
    Case "grille"
        t(0, 0) = 1.5
        t(0, 1) = "texte"
        t(1, 0) = "#CPERR:2036"
        t(1, 1) = "#CPERR:2042"
        CallUDF = t
    Case "rangee"
        u(0) = "#CPERR:2007"
        u(1) = 2
        u(2) = "x"
        CallUDF = u
    Case "panne"
        Err.Raise 1000
    Case Else
        For i = LBound(args) To UBound(args)
            If IsMissing(args(i)) Then
                recu = recu & "|?"
            ElseIf IsEmpty(args(i)) Then
                recu = recu & "|-"
            Else
                recu = recu & "|" & CStr(args(i))
            End If
        Next i
        CallUDF = script & "." & fname & recu
    End Select
End Function
"""
_FAUX_CONTROLE = """VERSION 1.0 CLASS
BEGIN
  MultiUse = -1  'True
END
Attribute VB_Name = "CpFauxControle"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = False
Attribute VB_Exposed = False
Option Explicit
Public ID As String
"""
_JUMEAU = """Attribute VB_Name = "Jumeau"
Option Explicit

Public Function Cliquer(ByVal ident As String) As String
    Dim bouton As Object
    Commande = ""
    Dit = ""
    Set bouton = New CpFauxControle
    bouton.ID = ident
    CpOnAction bouton
    Cliquer = "commande=" & Commande & ";dit=" & Dit
End Function

Public Function Repondre(ByVal genre As String) As String
    Reponse = genre
    Repondre = genre
End Function

Public Function EnTexte(ByVal v As Variant) As String
    Dim r As Long, c As Long
    If Not IsArray(v) Then
        EnTexte = CStr(v)
        Exit Function
    End If
    On Error GoTo rangee
    For r = LBound(v, 1) To UBound(v, 1)
        For c = LBound(v, 2) To UBound(v, 2)
            EnTexte = EnTexte & "[" & CStr(v(r, c)) & "]"
        Next c
    Next r
    Exit Function
rangee:
    For c = LBound(v) To UBound(v)
        EnTexte = EnTexte & "<" & CStr(v(c)) & ">"
    Next c
End Function

Public Function Ancien(ByVal lien As String) As Boolean
    Ancien = CpIsOldPlace(lien, "C:\\Users\\moi\\XLSTART\\chargeprod_xl.xlam")
End Function

Public Function Ajouter(ByVal titre As String) As Boolean
    ActiveWorkbook.Sheets.Add.Name = titre
    Ajouter = CpTrusted()
    ActiveWorkbook.Sheets(titre).Delete
End Function

Public Function Charger() As String
    CpOnLoad Nothing
    CpDescribe
    Charger = "fait"
End Function
"""


def modules_du_jumeau(nos: Sequence[Module]) -> tuple[Module, ...]:
    """Our modules as they are, but for the one line that opens a window: it is kept for the test to read."""
    fenetre = 'MsgBox text, vbInformation, "Charge de production"'
    rendus = [Module(m.nom, m.source.replace(fenetre, "Dit = text"), m.classe) for m in nos]
    assert sum("Dit = text" in m.source for m in rendus) == 1
    faux = (Module("xlwings", en_crlf(_FAUX_XLWINGS)), Module("Jumeau", en_crlf(_JUMEAU)))
    classes = [Module("CpFauxPython", en_crlf(_FAUX_PYTHON), True)]
    classes.append(Module("CpFauxControle", en_crlf(_FAUX_CONTROLE), True))
    return (*faux, *classes, *rendus)


class Pilote:
    """A workbook open in LibreOffice, its macros allowed."""

    def __init__(self, processus: subprocess.Popen[str]) -> None:
        self._processus = processus

    def appeler(self, procedure: str, *arguments: Any) -> Any:
        """The value of a procedure. None says that nothing ran: the project does not compile."""
        return self._demander({"appel": procedure, "arguments": arguments})

    def calculer(self, formule: str) -> Any:
        """What a cell shows of a formula."""
        return self._demander({"formule": formule})

    def modules(self) -> list[str]:
        """The modules that LibreOffice sees."""
        return list(self._demander({"modules": True}))

    def _demander(self, demande: dict[str, Any]) -> Any:
        assert self._processus.stdin and self._processus.stdout
        self._processus.stdin.write(json.dumps(demande) + "\n")
        self._processus.stdin.flush()
        reponse = json.loads(self._processus.stdout.readline() or '{"faute": "LibreOffice s’est arrêté"}')
        if "faute" in reponse:
            raise RuntimeError(f"{demande} : {reponse['faute']}")
        return reponse["valeur"]


@contextmanager
def ouvert(fichier: Path) -> Iterator[Pilote]:
    """Open a file in a LibreOffice of its own."""
    programme = shutil.which("soffice") or shutil.which("libreoffice")
    if programme is None:
        raise LibreOfficeAbsentError("le programme « soffice » est introuvable")
    commande = [_python_uno(programme), str(_PILOTE), programme, str(fichier), PROJET]
    environnement = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    with subprocess.Popen(
        commande, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environnement
    ) as processus:
        try:
            yield Pilote(processus)
        finally:
            assert processus.stdin
            processus.stdin.close()
            processus.wait(40)
