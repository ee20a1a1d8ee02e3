"""LibreOffice as referee: it opens the real linked files, not our merge of them.

By default LibreOffice trusts the values it finds in a file, and a check proves nothing: the private profile
tells it to recalculate, and every call carries a workbook with a wrong value that must come out corrected.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from chargeprod_xl.classeurs.lecture import CelluleLue, ClasseurLu, Valeur, lire_classeur
from chargeprod_xl.recalcul.fichier_fusion import ecrire_feuilles
from chargeprod_xl.recalcul.fusion import Adresse, Fusion, ecrire_fusion

DELAI = 180.0
#: A busy machine may need a second start.
_ESSAIS = 2
_FIN_DU_JOURNAL = 1000
_TEMOIN = "temoin-chargeprod.xlsx"
# The planted value is 0 (see ecrire_feuilles), the right one 42.
_FEUILLES_TEMOINS = {"Temoin": {(1, 1): CelluleLue(None, "40+2")}}
_REGLAGES = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>{mode}</value></prop></item>
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse">
<value>{langue}</value></prop></item>
</oor:items>
"""
_TOUJOURS, _JAMAIS = 0, 1


class ArbitreError(Exception):
    """The referee could not do its work: absent, too slow, or it did not recalculate."""


def soffice() -> str | None:
    """The LibreOffice program of this machine."""
    return shutil.which("soffice") or shutil.which("libreoffice")


@dataclass(frozen=True)
class LibreOffice:
    """LibreOffice, without a window.

    Attributes:
        nom: engine name.
        recalculer: False reads the values as stored, to see what a viewer would show.
        langue: locale, such as ``fr-FR``; results must not depend on it.
        delai: seconds before giving up.
    """

    nom: str = "libreoffice"
    recalculer: bool = True
    langue: str = "en-US"
    delai: float = DELAI

    @property
    def version(self) -> str:
        """The installed version."""
        sortie = subprocess.run(
            [_programme(), "--version"], capture_output=True, text=True, timeout=self.delai, check=False
        )
        return " ".join(sortie.stdout.split()[1:2])

    def calculer(self, fusion: Fusion) -> dict[Adresse, Valeur]:
        """The merged workbook, as the other engines get it."""
        with tempfile.TemporaryDirectory(prefix="chargeprod-") as dossier:
            chemin = Path(dossier) / "fusion.xlsx"
            chemin.write_bytes(ecrire_fusion(fusion))
            lu = self.lire([chemin])[chemin.name]
        feuilles = {feuille.nom: feuille.cellules for feuille in lu.feuilles}
        return {ou: _valeur(feuilles[ou.feuille], ou) for ou, _ in fusion.formules()}

    def calculer_fichiers(self, fusion: Fusion) -> dict[Adresse, Valeur]:
        """The real linked files behind a merge, recalculated one by one with their link caches."""
        lus = self.lire([classeur.chemin for classeur in fusion.classeurs])
        valeurs: dict[Adresse, Valeur] = {}
        for ou, _ in fusion.formules():
            origine = fusion.origines[ou.feuille]
            feuille = lus[origine.classeur.nom].feuille(origine.feuille)
            valeurs[ou] = _valeur(feuille.cellules if feuille else {}, ou)
        return valeurs

    def lire(self, chemins: Sequence[Path]) -> dict[str, ClasseurLu]:
        """The files as LibreOffice sees them, by file name; the originals are not touched."""
        with tempfile.TemporaryDirectory(prefix="chargeprod-") as brut:
            dossier = Path(brut)
            entree, sortie = dossier / "entree", dossier / "sortie"
            entree.mkdir()
            for chemin in chemins:
                shutil.copyfile(chemin, entree / chemin.name)
            (entree / _TEMOIN).write_bytes(ecrire_feuilles(_FEUILLES_TEMOINS))
            self._convertir(dossier, sorted(entree.iterdir()), sortie)
            self._controler(sortie / _TEMOIN)
            return {chemin.name: _lu(sortie / chemin.name) for chemin in chemins}

    def imprimer(self, octets: bytes, nom: str) -> bytes:
        """A workbook on paper, as a PDF."""
        with tempfile.TemporaryDirectory(prefix="chargeprod-") as brut:
            dossier = Path(brut)
            chemin = dossier / f"{nom}.xlsx"
            chemin.write_bytes(octets)
            self._convertir(dossier, [chemin], dossier / "sortie", "pdf")
            try:
                return (dossier / "sortie" / f"{nom}.pdf").read_bytes()
            except OSError as faute:
                raise ArbitreError("LibreOffice n'a pas écrit le PDF") from faute

    def _convertir(self, dossier: Path, fichiers: Sequence[Path], sortie: Path, genre: str = "xlsx") -> None:
        mode = _TOUJOURS if self.recalculer else _JAMAIS
        reglages = _REGLAGES.format(mode=mode, langue=self.langue)
        travail = ["--convert-to", genre, "--outdir", str(sortie), *map(str, fichiers)]
        for essai in range(_ESSAIS):
            profil = dossier / f"profil{essai}"
            (profil / "user").mkdir(parents=True)
            (profil / "user" / "registrymodifications.xcu").write_text(reglages, encoding="utf-8")
            commande = [_programme(), f"-env:UserInstallation={profil.as_uri()}", "--headless", "--norestore"]
            if _lancer([*commande, *travail], self.delai):
                return
        raise ArbitreError(f"LibreOffice n'a pas répondu, {_ESSAIS} fois {self.delai:.0f} s")

    def _controler(self, temoin: Path) -> None:
        """The planted wrong value: corrected when recalculating, untouched when only reading."""
        attendu = 42.0 if self.recalculer else 0.0
        trouve = _lu(temoin).feuilles[0].cellules[(1, 1)].valeur
        if trouve != attendu:
            raise ArbitreError(
                f"LibreOffice ne suit pas le réglage de recalcul (témoin : {trouve}, attendu : {attendu})"
            )


def autotest(langue: str = "en-US") -> bool:
    """True when LibreOffice, set up as here, corrects a wrong stored value; False: do not trust it."""
    try:
        LibreOffice(langue=langue).lire([])
    except ArbitreError:
        return False
    return True


def _programme() -> str:
    programme = soffice()
    if programme is None:
        raise ArbitreError("LibreOffice n'est pas installé (programme « soffice » introuvable)")
    return programme


def _lancer(commande: Sequence[str], delai: float) -> bool:
    """Run it; False when it is too slow: it and what it started are then stopped."""
    with subprocess.Popen(
        commande, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    ) as processus:
        try:
            dit = processus.communicate(timeout=delai)[1]
        except subprocess.TimeoutExpired:
            _arreter(processus)
            return False
    if processus.returncode:
        journal = dit.decode(errors="replace").strip()[-_FIN_DU_JOURNAL:]
        raise ArbitreError(f"LibreOffice s'est arrêté (code {processus.returncode}) : {journal or 'sans rien dire'}")
    return True


def _arreter(processus: subprocess.Popen[bytes]) -> None:
    """The program and its children, which keep its pipe open."""
    if hasattr(os, "killpg"):
        os.killpg(processus.pid, signal.SIGKILL)
    else:
        processus.kill()


def _lu(chemin: Path) -> ClasseurLu:
    classeur, fautes = lire_classeur(chemin)
    if classeur is None:
        raise ArbitreError("; ".join(map(str, fautes)))
    return classeur


def _valeur(cellules: Mapping[tuple[int, int], CelluleLue], ou: Adresse) -> Valeur:
    cellule = cellules.get((ou.ligne, ou.colonne))
    return cellule.valeur if cellule else None
