"""Why the add-in does not answer: each usual fault looked for by name, with its remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Literal

from chargeprod_xl.complement.assemblage import CLE_VERSION, CLE_XLWINGS, lire_reglages
from chargeprod_xl.complement.poste import Poste
from chargeprod_xl.complement.sources import INSTALLER

_REFAIRE = "relancez : chargeprod-xl complement installer"
_DE_CE_SYSTEME = {"windows": ("pywin32",), "mac": ("appscript", "psutil")}


Niveau = Literal["bon", "conseil", "faute"]
SIGNES: Mapping[Niveau, str] = {"bon": "●", "conseil": "▲", "faute": "✖"}


@dataclass(frozen=True)
class Constat:
    """One thing looked at. ``conseil``: not a fault, but it may explain one."""

    ident: str
    niveau: Niveau
    quoi: str
    remede: str = ""


def diagnostiquer(poste: Poste) -> tuple[Constat, ...]:
    """Every finding, in the order in which Excel meets the parts: packages, file, Python, library, permissions."""
    reglages = lire_reglages(poste.complement.read_bytes()) if poste.complement.is_file() else {}
    return (
        *_paquets(poste),
        *_fichier(poste, reglages),
        *_interprete(poste, reglages),
        *(_applescript(poste, reglages) if poste.systeme == "mac" else _dll(poste, reglages)),
        *_autorisations(poste),
    )


def _paquets(poste: Poste) -> Iterator[Constat]:
    for nom in ("xlwings", "pyOpenVBA", *_DE_CE_SYSTEME[poste.systeme]):
        if nom in poste.paquets:
            yield Constat("paquet", "bon", f"{nom} {poste.paquets[nom]}")
        else:
            yield Constat("paquet", "faute", f"le paquet {nom} manque à ce Python", INSTALLER)


def _fichier(poste: Poste, reglages: dict[str, str]) -> Iterator[Constat]:
    ou = poste.dire(poste.complement)
    if not poste.complement.is_file():
        remede = f"{_REFAIRE} ; s’il disparaît de nouveau, c’est l’antivirus : demandez une exclusion pour ce fichier"
        yield Constat("complement", "faute", f"{ou} n’existe pas", remede)
        return
    if not reglages:
        yield Constat("complement", "faute", f"{ou} n’est pas notre complément, ou il est abîmé", _REFAIRE)
        return
    yield Constat("complement", "bon", ou)
    for ident, cle, paquet in (("version", CLE_VERSION, "chargeprod-xl"), ("xlwings", CLE_XLWINGS, "xlwings")):
        dedans, ici = reglages.get(cle, "?"), poste.paquets.get(paquet, "aucun")
        if dedans != ici:
            quoi = f"le complément est fait pour {paquet} {dedans}, ce Python a {paquet} {ici}"
            yield Constat(ident, "faute", quoi, _REFAIRE)
        else:
            yield Constat(ident, "bon", f"complément fait pour {paquet} {dedans}")


def _interprete(poste: Poste, reglages: dict[str, str]) -> Iterator[Constat]:
    yield Constat("python", "bon", f"Python {poste.version_python}, {poste.executable}")
    inscrit = interprete_inscrit(poste)
    if inscrit is None:
        yield Constat("conf", "faute", f"{poste.dire(poste.conf)} ne nomme aucun Python", _REFAIRE)
    elif not Path(inscrit).is_file():
        quoi = f"le Python inscrit n’est plus là : {inscrit} (environnement déplacé, renommé ou supprimé)"
        yield Constat("interprete", "faute", quoi, f"depuis l’environnement actuel, {_REFAIRE}")
    elif inscrit != poste.executable:
        quoi = f"Excel lance {inscrit}, pas le Python de cette commande : les paquets ci-dessus ne sont pas les siens"
        yield Constat("interprete", "conseil", quoi, f"pour qu’Excel lance celui-ci, {_REFAIRE}")
    else:
        yield Constat("interprete", "bon", "Excel lance ce Python")
    du_fichier = reglages.get("INTERPRETER")
    if inscrit and du_fichier and du_fichier != inscrit:
        quoi = f"le complément nomme {du_fichier}, la configuration {inscrit}"
        yield Constat("interprete", "faute", quoi, _REFAIRE)


def interprete_inscrit(poste: Poste) -> str | None:
    """The Python that the file of settings names."""
    if not poste.conf.is_file():
        return None
    texte = poste.conf.read_bytes().decode(poste.encodage, errors="replace")
    trouve = re.search(r'^"INTERPRETER_(?:WIN|MAC)","([^"]+)"', texte, re.MULTILINE)
    return trouve[1] if trouve else None


def _dll(poste: Poste, reglages: dict[str, str]) -> Iterator[Constat]:
    """The library by which functions reach Python: Excel looks beside the interpreter, then one folder up."""
    version = reglages.get(CLE_XLWINGS) or poste.paquets.get("xlwings")
    if version is None:
        return
    python = Path(interprete_inscrit(poste) or poste.executable)
    dossiers = [python.parent, python.parent.parent]
    niveaux: tuple[tuple[str, Niveau], ...] = (("64", "faute"), ("32", "conseil"))
    for bits, niveau in niveaux:
        nom = f"xlwings{bits}-{version}.dll"
        if any((d / nom).is_file() for d in dossiers):
            yield Constat("dll", "bon", nom)
            continue
        autres = sorted({f.name for d in dossiers if d.is_dir() for f in d.glob(f"xlwings{bits}-*.dll")})
        if autres:
            quoi = f"{nom} manque : il y a {', '.join(autres)}, d’une autre version de xlwings"
            remede = _REFAIRE
        else:
            ou = " ni dans ".join(poste.dire(d) for d in dossiers)
            quoi = f"{nom} n’est ni dans {ou}" + (" (sert à Excel 32 bits)" if bits == "32" else "")
            remede = (
                f"un antivirus l’a peut-être mis en quarantaine : demandez une exclusion pour {nom}, puis "
                f'pip install --force-reinstall "xlwings=={version}" ; le Python du Microsoft Store demande un venv'
            )
        yield Constat("dll", niveau, quoi, remede)


def _applescript(poste: Poste, reglages: dict[str, str]) -> Iterator[Constat]:
    version = reglages.get(CLE_XLWINGS) or poste.paquets.get("xlwings")
    if version is None:
        return
    script = poste.applescript(version)
    if script.is_file():
        yield Constat("applescript", "bon", script.name)
        return
    autres = sorted(f.name for f in poste.scripts.glob("xlwings-*.applescript"))
    suite = f" : il y a {', '.join(autres)}" if autres else ""
    yield Constat("applescript", "faute", f"{script} manque{suite}", _REFAIRE)


def _autorisations(poste: Poste) -> Iterator[Constat]:
    regles = poste.regles
    if poste.systeme == "windows" and not any(regles.values()):
        yield Constat("emplacement", "bon", "aucun réglage d’Office ne coupe XLSTART ni les compléments")
    informatique = "demandez à l’informatique de l’autoriser ; la ligne de commande fait tout sans macro"
    if regles.get("AllLocationsDisabled"):
        quoi = "les emplacements approuvés sont coupés : Excel n’exécute rien dans XLSTART"
        yield Constat("emplacement", "faute", quoi, informatique)
    if regles.get("DisableAllAddins"):
        yield Constat("complements", "faute", "tous les compléments d’Excel sont coupés", informatique)
    if regles.get("RequireAddinSig"):
        yield Constat(
            "signature", "faute", "seuls les compléments signés sont admis ; le nôtre ne l’est pas", informatique
        )
    chemin = PureWindowsPath(poste.executable)
    if poste.systeme == "windows" and chemin.drive.startswith("\\\\"):
        quoi = "Python est sur un disque réseau : chaque bouton attendra le réseau"
        yield Constat("reseau", "conseil", quoi, "installez l’environnement sur le disque du poste")
