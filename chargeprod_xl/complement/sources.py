"""The VBA of the add-in, as text: ours, from the table and the registry; xlwings' own, read in its package."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata, util
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from chargeprod_xl import __version__
from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.complement.ascii import en_ascii, en_litteral
from chargeprod_xl.complement.ruban import ONGLET, OUTILS, PREFIXE
from chargeprod_xl.complement.table import ACTIONS, Action
from udfs.registre import Fonction, Parametre

PROJET = "chargeprod_xl"
FICHIER = f"{PROJET}.xlam"
CONF = f"{PROJET}.conf"
#: How Python says an error to the stub of a function: this, then the code of CVErr.
MARQUE = "#CPERR:"
INSTALLER = 'installez : pip install "chargeprod-xl[excel]"'
_MODULES = ("CpRibbon", "CpUdf", "CpDoc", "CpTools")
_PROCEDURES = {"reparer_liens": "CpRepairLinks", "relancer_python": "CpRestartPython", "version_complement": "CpAbout"}
_NOM_VBA = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
#: Words that VBA keeps for itself and that an argument could well be called.
_RESERVES = frozenset(
    re.findall(
        r"\w+",
        """
    array as base boolean byte call case const currency date debug declare dim do double each else end enum
    error event exit false for friend function get global goto if implements in integer is let like long loop
    lset me mod name new next not nothing null object on open option optional or paramarray print private
    property public put redim rem resume return rset select set single static step stop string sub tab then
    time to true type until variant wend while with write xlpy xor
    """,
    )
)


@dataclass(frozen=True)
class Module:
    """A module of the VBA project; ``classe``: a class module."""

    nom: str
    source: str
    classe: bool = False


@dataclass(frozen=True)
class Xlwings:
    """What is taken from the installed xlwings: its version, its VBA, its AppleScript."""

    version: str
    modules: tuple[Module, ...]
    applescript: bytes


def commande_python(ident: str) -> str:
    """What a button runs: a fixed call, no double quote, nothing that a person typed."""
    return f"import chargeprod_xl.complement.lancer as l; l.lancer('{ident}')"


def nos_modules(fonctions: Sequence[Fonction], actions: Sequence[Action] = ACTIONS) -> tuple[Module, ...]:
    """Our modules, CRLF, ASCII."""
    environnement = Environment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)
    environnement.filters |= {"vba": en_litteral, "aide": _aide, "nom": nom_vba}
    contexte = {
        "actions": actions, "outils": OUTILS, "procedures": _PROCEDURES, "fonctions": fonctions, "prefixe": PREFIXE,
        "commande": commande_python, "signature": _signature, "marque": MARQUE, "version": __version__,
        "titre": en_ascii(ONGLET), "categorie": en_ascii(ONGLET), "conf": CONF, "fichier": FICHIER,
    }  # fmt: skip
    dossier = files("chargeprod_xl.complement") / "vba"
    textes = {nom: (dossier / f"{nom}.bas.j2").read_text(encoding="ascii") for nom in _MODULES}
    return tuple(
        Module(nom, en_crlf(environnement.from_string(texte).render(contexte))) for nom, texte in textes.items()
    )


def nom_vba(parametre: Parametre) -> str:
    """The name of an argument in VBA: its own, unless the language keeps that word.

    Raises:
        ValueError: VBA has no such names.
    """
    if not _NOM_VBA.match(parametre.nom):
        raise ValueError(f"{parametre.nom}: not a name in VBA")
    return f"{parametre.nom}_" if parametre.nom.lower() in _RESERVES else parametre.nom


def _signature(fonction: Fonction) -> str:
    return ", ".join(f"{'' if p.obligatoire else 'Optional '}{nom_vba(p)} As Variant" for p in fonction.parametres)


def _aide(parametre: Parametre) -> str:
    unite = f" ({parametre.unite})" if parametre.unite else ""
    choix = f" : {', '.join(parametre.choix)}" if parametre.choix else ""
    return f"{parametre.aide}{unite}{choix}{'' if parametre.obligatoire else ' [facultatif]'}"


def en_crlf(texte: str) -> str:
    """The text with the line ends of VBA."""
    return texte.replace("\r\n", "\n").replace("\n", "\r\n")


def lire_xlwings() -> Xlwings:
    """The parts under free licences that xlwings ships for add-ins of others; their notices stay in their texts.

    xlwings itself is not imported: it takes a second, and only its files are wanted.

    Raises:
        DonneesRefuseesError: it is not installed, or lacks these files.
    """
    lieu = util.find_spec("xlwings")
    if lieu is None or lieu.origin is None:
        raise DonneesRefuseesError([Anomalie("xlwings", "n’est pas installé", INSTALLER)])
    dossier, version = Path(lieu.origin).parent, metadata.version("xlwings")
    try:
        texte = (dossier / "xlwings_custom_addin.bas").read_text(encoding="cp1252")
        dictionnaire = (dossier / "addin" / "Dictionary.cls").read_text(encoding="cp1252")
        script = (dossier / f"xlwings-{version}.applescript").read_bytes()
    except FileNotFoundError as absent:
        faute = Anomalie(f"xlwings {version}", f"{absent.filename} manque", 'pip install --force-reinstall "xlwings"')
        raise DonneesRefuseesError([faute]) from absent
    texte, combien = re.subn(r'(?m)^(Public Const PROJECT_NAME As String = ")[^"]*"', rf'\g<1>{PROJET}"', texte)
    if combien != 1 or f'XLWINGS_VERSION As String = "{version}"' not in texte:
        faute = Anomalie(f"xlwings {version}", "son module VBA n’a plus la forme attendue", "revenez à xlwings 0.37.8")
        raise DonneesRefuseesError([faute])
    modules = (Module("xlwings", en_crlf(texte)), Module("Dictionary", en_crlf(dictionnaire), classe=True))
    return Xlwings(version, modules, script)
