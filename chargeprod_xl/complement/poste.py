"""The computer as the installer sees it: where Excel keeps its add-ins, which Python runs, with which packages."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path, PureWindowsPath
from typing import Literal

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.complement.sources import CONF, FICHIER, PROJET

Systeme = Literal["windows", "mac"]
_BUREAU_MAC = "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
#: Where Windows keeps these settings, under the key of Excel.
_REGLES: Mapping[str, tuple[str, ...]] = {
    "Security": ("DisableAllAddins", "RequireAddinSig"),
    r"Security\Trusted Locations": ("AllLocationsDisabled",),
}
_PAQUETS = ("chargeprod-xl", "xlwings", "pyOpenVBA", "pywin32", "appscript", "psutil")


@dataclass(frozen=True)
class Poste:
    """A user's computer. Tests make one out of a folder.

    ``maison``: the user's own folder. ``appdata``: %APPDATA%, on Windows. ``executable``: the Python that runs.
    ``paquets``: versions of the packages that it has. ``regles``: settings of Office about macros, by name.
    """

    systeme: Systeme
    maison: Path
    appdata: Path
    executable: str
    version_python: str
    paquets: Mapping[str, str]
    regles: Mapping[str, int] = field(default_factory=dict)

    @property
    def demarrage(self) -> Path:
        """The user's start-up folder of Excel: what is in it opens with Excel, and Excel trusts it."""
        return self.maison / _BUREAU_MAC if self.systeme == "mac" else self.appdata / "Microsoft" / "Excel" / "XLSTART"

    @property
    def complement(self) -> Path:
        """The add-in, once installed."""
        return self.demarrage / FICHIER

    @property
    def conf(self) -> Path:
        """The file of settings that the xlwings module reads for this user."""
        if self.systeme == "mac":
            return self.maison / "Library/Containers/com.microsoft.Excel/Data" / CONF
        return self.maison / f".{PROJET}" / CONF

    @property
    def scripts(self) -> Path:
        """On a Mac, the only folder whose scripts Excel may run."""
        return self.maison / "Library/Application Scripts/com.microsoft.Excel"

    def applescript(self, version: str) -> Path:
        """The script by which Excel for Mac starts Python, for one version of xlwings."""
        return self.scripts / f"xlwings-{version}.applescript"

    def dire(self, chemin: Path) -> str:
        """A path as the person of that computer writes it."""
        return str(PureWindowsPath(chemin)) if self.systeme == "windows" else str(chemin)

    @property
    def encodage(self) -> str:
        """How the VBA of that computer reads a text file: the French code page on Windows."""
        if self.systeme == "mac":
            return "utf-8"
        return "mbcs" if sys.platform == "win32" else "cp1252"


def poste_courant(systeme: str | None, environ: Mapping[str, str] = os.environ, *, a_blanc: bool) -> Poste:
    """This computer, or one of the given system for a dry run.

    Raises:
        DonneesRefuseesError: Excel does not run here, or the user's folders are not known.
    """
    choisi = systeme or {"win32": "windows", "darwin": "mac"}.get(sys.platform)
    if choisi not in {"windows", "mac"}:
        raise DonneesRefuseesError([_refus(systeme)])
    windows = choisi == "windows"
    noms = {"maison": "USERPROFILE" if windows else "HOME", "appdata": "APPDATA" if windows else "HOME"}
    absents = sorted({n for n in noms.values() if not environ.get(n)})
    if absents and not a_blanc:
        remede = "lancez la commande dans la session de la personne, ou ajoutez --a-blanc"
        raise DonneesRefuseesError([Anomalie(n, "cette variable d’environnement manque", remede) for n in absents])
    dossiers = {cle: Path(environ.get(n) or (f"%{n}%" if windows else "~")) for cle, n in noms.items()}
    return Poste(
        "windows" if windows else "mac", dossiers["maison"], dossiers["appdata"], sys.executable,
        platform.python_version(), _paquets(), _regles_d_office(),
    )  # fmt: skip


def _refus(systeme: str | None) -> Anomalie:
    if systeme:
        return Anomalie("--systeme", f"« {systeme} » inconnu", "windows ou mac")
    quoi = "Excel n’existe que sous Windows et macOS : il n’y a rien à installer ici"
    return Anomalie(
        platform.system(), quoi, "pour voir ce qui serait écrit là-bas : --a-blanc --systeme windows (ou mac)"
    )


def _paquets() -> dict[str, str]:
    trouves = {}
    for nom in _PAQUETS:
        try:
            trouves[nom] = metadata.version(nom)
        except metadata.PackageNotFoundError:
            continue
    return trouves


def _regles_d_office() -> dict[str, int]:
    """What Office or the company's policies say of macros; policies win. Empty outside Windows."""
    if sys.platform != "win32":
        return {}
    import winreg  # noqa: PLC0415 - only Windows has it

    lues: dict[str, int] = {}
    for racine in (r"Software\Microsoft\Office", r"Software\Policies\Microsoft\Office"):
        for cle, noms in _REGLES.items():
            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, rf"{racine}\16.0\Excel\{cle}") as ouverte:
                    for nom in noms:
                        try:
                            lues[nom] = int(winreg.QueryValueEx(ouverte, nom)[0])
                        except (FileNotFoundError, ValueError):
                            continue
            except FileNotFoundError:
                continue
    return lues
