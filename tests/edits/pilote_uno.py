"""Runs under the Python that has UNO: one LibreOffice without a window, edits read on stdin, one JSON by line.

A line is ``{"chemin": ..., "gestes": [...]}``; the answer is ``{"fait": true}`` or ``{"faute": "..."}``.
Standard library and ``uno`` only: it does not run in the project's environment.
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


def poser(feuille, geste):
    cellule = feuille.getCellByPosition(geste["colonne"] - 1, geste["ligne"] - 1)
    valeur = geste["valeur"]
    if isinstance(valeur, int | float):
        cellule.setValue(valeur)
    else:
        cellule.setString(valeur or "")


def inserer(feuille, geste):
    curseur = feuille.createCursor()
    curseur.gotoEndOfUsedArea(False)
    derniere = curseur.RangeAddress.EndColumn
    feuille.Rows.insertByIndex(geste["ligne"] - 1, 1)
    modele = geste["modele"] - 1 + (geste["modele"] >= geste["ligne"])
    source = feuille.getCellRangeByPosition(0, modele, derniere, modele)
    cible = feuille.getCellByPosition(0, geste["ligne"] - 1)
    feuille.copyRange(cible.CellAddress, source.RangeAddress)


def supprimer(feuille, geste):
    feuille.Rows.removeByIndex(geste["ligne"] - 1, 1)


GESTES = {"poser": poser, "inserer": inserer, "supprimer": supprimer}


def editer(bureau, chemin, gestes):
    adresse = Path(chemin).as_uri()
    reglages = (propriete("Hidden", True), propriete("UpdateDocMode", 0))
    document = bureau.loadComponentFromURL(adresse, "_blank", 0, reglages)
    try:
        for geste in gestes:
            GESTES[geste["genre"]](document.Sheets.getByName(geste["feuille"]), geste)
        document.storeToURL(adresse, (propriete("FilterName", "Calc MS Excel 2007 XML"),))
    finally:
        document.close(True)


def servir(bureau):
    for ligne in sys.stdin:
        demande = json.loads(ligne)
        try:
            editer(bureau, demande["chemin"], demande["gestes"])
            reponse = {"fait": True}
        except Exception as faute:
            reponse = {"faute": repr(faute)}
        sys.stdout.write(json.dumps(reponse) + "\n")
        sys.stdout.flush()


def principal(programme):
    with tempfile.TemporaryDirectory(prefix="chargeprod-uno-", ignore_cleanup_errors=True) as profil:
        tube = Path(profil).name
        commande = [programme, "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"]
        commande += [f"-env:UserInstallation={Path(profil).as_uri()}", f"--accept=pipe,name={tube};urp;"]
        office = subprocess.Popen(commande, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            bureau = connecter(tube)
            servir(bureau)
            bureau.terminate()
            office.wait(20)
        finally:
            office.terminate()


if __name__ == "__main__":
    principal(sys.argv[1])
