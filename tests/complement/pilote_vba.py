"""Runs under the Python that has UNO: opens a workbook with macros and plays calls.

A request is ``{"appel": "Module.Procedure", "arguments": [...]}``, the same with ``"feuille"`` (a sheet added for the
time of the call), ``{"modules": true}`` or ``{"formule": "=CP_X(1)", "hauteur": 1, "largeur": 1}``.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bureautique.cote_uno import bureau, propriete, servir

MACROS_ADMISES = 4


def ouvrir(office, chemin):
    reglages = [propriete("Hidden", False), propriete("MacroExecutionMode", MACROS_ADMISES)]
    if chemin.endswith(".xlam"):  # the one type that LibreOffice does not recognize by itself
        reglages.append(propriete("FilterName", "Calc MS Excel 2007 VBA XML"))
    return office.loadComponentFromURL(Path(chemin).as_uri(), "_blank", 0, tuple(reglages))


def en_tuple(valeur):
    return tuple(map(en_tuple, valeur)) if isinstance(valeur, list) else valeur


def calculer(document, demande):
    """A formula over cells, as a person enters it with Ctrl+Shift+Enter."""
    feuille = document.Sheets.getByIndex(0)
    colonne, rangee = 5 + demande["largeur"] - 1, demande["hauteur"] - 1
    plage = feuille.getCellRangeByPosition(5, 0, colonne, rangee)
    plage.setArrayFormula(demande["formule"])
    montre = [
        [plage.getCellByPosition(c, r).getString() for c in range(demande["largeur"])]
        for r in range(demande["hauteur"])
    ]
    plage.setArrayFormula("")
    return montre


def appeler(document, projet, demande):
    adresse = f"vnd.sun.star.script:{projet}.{demande['appel']}?language=Basic&location=document"
    script = document.getScriptProvider().getScript(adresse)
    return script.invoke(en_tuple(demande["arguments"]), (), ())[0]


def jouer(document, projet, demande):
    if "modules" in demande:
        return document.BasicLibraries.getByName(projet).ElementNames
    if "formule" in demande:
        return calculer(document, demande)
    if "feuille" not in demande:
        return appeler(document, projet, demande)
    document.Sheets.insertNewByName(demande["feuille"], 1)
    try:
        return appeler(document, projet, demande)
    finally:
        document.Sheets.removeByName(demande["feuille"])


if __name__ == "__main__":
    programme, chemin, projet = sys.argv[1:4]
    with bureau(programme) as office:
        document = ouvrir(office, chemin)
        servir(lambda demande: jouer(document, projet, demande))
        document.close(True)
