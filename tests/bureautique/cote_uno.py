"""Runs under the Python that has UNO: one LibreOffice without a window, requests read on stdin, one JSON by line.

What a pilot has to say is what it answers to a request. Standard library and ``uno`` only: it does not run in the
project's environment.
"""

import json
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def propriete(nom, valeur):
    reglage = PropertyValue()
    reglage.Name, reglage.Value = nom, valeur
    return reglage


@contextmanager
def bureau(programme):
    """A desktop of its own, with its own profile; whoever started this process decides how long it may take."""
    with tempfile.TemporaryDirectory(prefix="chargeprod-uno-", ignore_cleanup_errors=True) as profil:
        tube = Path(profil).name
        commande = [programme, "--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"]
        commande += [f"-env:UserInstallation={Path(profil).as_uri()}", f"--accept=pipe,name={tube};urp;"]
        office = subprocess.Popen(commande, stdout=sys.stderr, stderr=sys.stderr)
        try:
            ouvert = connecter(tube, office)
            yield ouvert
            ouvert.terminate()
            office.wait(20)
        finally:
            office.terminate()


def connecter(tube, office):
    local = uno.getComponentContext()
    resolveur = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    while True:
        try:
            distant = resolveur.resolve(f"uno:pipe,name={tube};urp;StarOffice.ComponentContext")
            return distant.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", distant)
        except NoConnectException:
            if office.poll() not in (None, 0):
                raise
            time.sleep(0.2)


def servir(repondre):
    """Say that all is ready, then answer each request."""
    dire({"pret": True})
    for ligne in sys.stdin:
        try:
            dire({"valeur": repondre(json.loads(ligne))})
        except Exception as faute:
            dire({"faute": repr(faute)})


def dire(reponse):
    sys.stdout.write(json.dumps(reponse, default=repr) + "\n")
    sys.stdout.flush()
