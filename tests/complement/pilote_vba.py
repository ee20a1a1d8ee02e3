"""Runs under the Python that has UNO: opens a workbook with macros in LibreOffice and plays calls, one JSON by line.

A line is ``{"appel": "Module.Procedure", "arguments": [...]}``, the same with ``"feuille"`` (a sheet added for the
time of the call), ``{"modules": true}`` or ``{"formule": "=CP_X(1)", "hauteur": 1, "largeur": 1}``; the answer is
``{"valeur": ...}`` or ``{"faute": "..."}``. Standard library and ``uno`` only.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

ATTENTE = 60.0
MACROS_ADMISES = 4


def propriete(nom, valeur):
    reglage = PropertyValue()
    reglage.Name, reglage.Value = nom, valeur
    return reglage


def connecter(tube):
    local = uno.getComponentContext()
    resolveur = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    limite = time.monotonic() + ATTENTE
    while True:
        try:
            distant = resolveur.resolve(f"uno:pipe,name={tube};urp;StarOffice.ComponentContext")
            return distant.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", distant)
        except NoConnectException:
            if time.monotonic() > limite:
                raise
            time.sleep(0.2)


def ouvrir(bureau, chemin):
    reglages = [propriete("Hidden", False), propriete("MacroExecutionMode", MACROS_ADMISES)]
    if chemin.endswith(".xlam"):  # the one type that LibreOffice does not recognize by itself
        reglages.append(propriete("FilterName", "Calc MS Excel 2007 VBA XML"))
    return bureau.loadComponentFromURL(Path(chemin).as_uri(), "_blank", 0, tuple(reglages))


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


def servir(document, projet):
    for ligne in sys.stdin:
        try:
            reponse = {"valeur": jouer(document, projet, json.loads(ligne))}
        except Exception as faute:
            reponse = {"faute": repr(faute)}
        sys.stdout.write(json.dumps(reponse, default=repr) + "\n")
        sys.stdout.flush()


def principal(programme, chemin, projet):
    with tempfile.TemporaryDirectory(prefix="chargeprod-vba-", ignore_cleanup_errors=True) as profil:
        tube = Path(profil).name
        commande = [programme, "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"]
        commande += [f"-env:UserInstallation={Path(profil).as_uri()}", f"--accept=pipe,name={tube};urp;"]
        office = subprocess.Popen(commande, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            bureau = connecter(tube)
            document = ouvrir(bureau, chemin)
            servir(document, projet)
            document.close(True)
            bureau.terminate()
            office.wait(20)
        finally:
            office.terminate()


if __name__ == "__main__":
    principal(*sys.argv[1:4])
