"""The twin: the same macros in a workbook that LibreOffice opens, with a stub in place of xlwings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from bureautique.depart import Office, Pilote, pilote

from chargeprod_xl.complement.sources import PROJET, Module, en_crlf

_SCRIPT = Path(__file__).with_name("pilote_vba.py")

#: Stands for xlwings: what RunPython is given is kept, and functions answer what the test asked for.
_FAUX_XLWINGS = """Attribute VB_Name = "xlwings"
Option Explicit
Public Const XLWINGS_VERSION As String = "0.0.0"
Public Commande As String
Public Dit As String
Public Reponse As String
Public PasDeClasseur As Boolean

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

Public Function Cliquer(ByVal ident As String, ByVal vide As Boolean) As String
    Dim bouton As Object
    Commande = ""
    Dit = ""
    PasDeClasseur = vide
    Set bouton = New CpFauxControle
    bouton.ID = ident
    CpOnAction bouton
    PasDeClasseur = False
    Cliquer = Commande & "#" & Dit
End Function

Public Function Repondre(ByVal genre As String) As String
    Reponse = genre
    Repondre = genre
End Function

Public Function Ancien(ByVal lien As String) As Boolean
    Ancien = CpIsOldPlace(lien, "C:\\Users\\moi\\XLSTART\\chargeprod_xl.xlam")
End Function

Public Function Charger() As String
    CpOnLoad Nothing
    CpDescribe
    Charger = "fait"
End Function
"""

#: What cannot happen in LibreOffice without a window, and what stands for it: a message is kept for the test to read,
#: and the absence of a workbook is a thing that the test decides.
_DOUBLURES = {
    'MsgBox text, vbInformation, "Charge de production"': "Dit = text",
    "ActiveWorkbook Is Nothing": "PasDeClasseur",
    "        Workbooks.Add": "        PasDeClasseur = False",
}


def modules_du_jumeau(nos: Sequence[Module]) -> tuple[Module, ...]:
    """Our modules as they are, but for the few words that have no meaning here."""
    textes = {m.nom: m.source for m in nos}
    for vrai, double in _DOUBLURES.items():
        assert any(vrai in texte for texte in textes.values()), vrai
        textes = {nom: texte.replace(vrai, double) for nom, texte in textes.items()}
    faux = (Module("xlwings", en_crlf(_FAUX_XLWINGS)), Module("Jumeau", en_crlf(_JUMEAU)))
    classes = (
        Module("CpFauxPython", en_crlf(_FAUX_PYTHON), classe=True),
        Module("CpFauxControle", en_crlf(_FAUX_CONTROLE), classe=True),
    )
    return (*faux, *classes, *(Module(nom, texte) for nom, texte in textes.items()))


class Macros:
    """A workbook open in LibreOffice, its macros allowed."""

    def __init__(self, pilote: Pilote) -> None:
        self._pilote = pilote

    def appeler(self, procedure: str, *arguments: Any) -> Any:
        """The value of a procedure. None says that nothing ran: the project does not compile."""
        return self._pilote.demander({"appel": procedure, "arguments": arguments})

    def calculer(self, formule: str, hauteur: int = 1, largeur: int = 1) -> Any:
        """What the cells of a formula show, row by row."""
        return self._pilote.demander({"formule": formule, "hauteur": hauteur, "largeur": largeur})

    def modules(self) -> list[str]:
        """The modules that LibreOffice sees."""
        return list(self._pilote.demander({"modules": True}))

    def avec_feuille(self, nom: str, procedure: str, *arguments: Any) -> Any:
        """The value of a procedure while the workbook has one more sheet."""
        return self._pilote.demander({"feuille": nom, "appel": procedure, "arguments": arguments})


def office(fichier: Path, pile: ExitStack) -> Office:
    """A LibreOffice of its own with a file open in it, until the stack ends."""
    return Office(lambda: Macros(pile.enter_context(pilote(_SCRIPT, str(fichier), PROJET))), "macros")


@contextmanager
def ouvert(fichier: Path) -> Iterator[Macros]:
    """The same, for one test."""
    with ExitStack() as pile:
        yield office(fichier, pile).exiger()
