"""One round: edit at random, save in some manner, change the sources, rebuild, look for everything again."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from edits.gestes import Edition

from chargeprod_xl.regeneration import Demande, Regeneration, regenerer
from chargeprod_xl.reprise.bilan import Arbitrage
from reprise.facons import FACONS
from reprise.hasard_attendu import Attendu
from reprise.hasard_constats import Constats
from reprise.hasard_contenus import CHAMPS_DU_FILM
from reprise.hasard_etat import Etat
from reprise.hasard_gestes import editer
from reprise.hasard_lecture import Lu, lire_pack, lire_pertes
from reprise.hasard_packs import (
    DEMO,
    MOYEN,
    Genre,
    Variante,
    ecrire_sources,
    gabarits,
    pack_neuf,
    sources,
    taux_en_vigueur,
)

LOT = 10
#: How many small rounds by openpyxl, by LibreOffice, and larger ones by openpyxl.
RONDES = int(os.environ.get("RONDES", "100"))
RONDES_LIBREOFFICE = int(os.environ.get("RONDES_LIBREOFFICE", "20"))
GRANDES = int(os.environ.get("GRANDES", "3"))
Jouer = Callable[[Edition, Path], None]
INSTANT = datetime(2027, 1, 4, 9, 30)
#: Packs fresh from as many states of the sources are built per kind of pack.
_VARIANTES = {"petit": 24, "moyen": 5, "démo": 2}

#: Fields of the project file that decide more than their own cell.
_MENENT = ("projet.titre", "phases.", "hypotheses.huitiemes")


@dataclass(frozen=True)
class Ronde:
    """A round that was played: what the person did, and what is wrong."""

    graine: int
    genre: Genre
    variante: Variante
    facon: str
    phrases: list[str]
    fautes: list[str]

    def __str__(self) -> str:
        tete = f"ronde {self.graine} ({self.genre.nom}, {self.facon}) ; sources : {', '.join(self.variante) or 'rien'}"
        return "\n".join([tete, *(f"  · {p}" for p in self.phrases), *(f"  ✖ {f}" for f in self.fautes)])


@cache
def variantes(genre: Genre) -> list[Variante]:
    """States of the sources: none, each change alone, then several at once."""
    hasard = random.Random(genre.nom)
    combien = _VARIANTES[genre.nom]
    simples: list[Variante] = [(), *((c,) for c in genre.changements)]
    if combien < len(simples):
        return [(), *(tuple(hasard.sample(genre.changements, hasard.randint(2, 4))) for _ in range(combien - 1))]
    return simples + [
        tuple(hasard.sample(genre.changements, hasard.randint(2, 4))) for _ in range(combien - len(simples))
    ]


@cache
def lu_neuf(pack: Path) -> Lu:
    """A shared fresh pack, read once."""
    return lire_pack(pack / "pack")


def imposes(etat: Etat) -> tuple[tuple[str, Any], ...]:
    """What the person typed in fields that the project file knows: rows, weeks and rates follow it."""
    sortie = []
    for nom, contenus in etat.champs.items():
        onglet = etat.lu.onglets[nom]
        for ou, valeur in contenus.items():
            connu = CHAMPS_DU_FILM.get((nom, str(onglet.cellules.get((ou[0], 1)))))
            if connu and valeur is not None and connu[0].startswith(_MENENT):
                texte = connu[0] == "projet.titre" and isinstance(valeur, int | float)
                sortie.append((connu[0], f"{valeur:.15g}" if texte else valeur))
    return tuple(sorted(sortie, key=str))


def jouer_ronde(graine: int, genre: Genre, jouer: Jouer, par_libreoffice: bool = False) -> Ronde:
    """Play a round; an exception of the product is a fault like another."""
    hasard = random.Random(f"ronde {graine}")
    base = pack_neuf(genre)
    assert base is not None
    with tempfile.TemporaryDirectory(prefix="chargeprod-ronde-") as brut:
        dossier = Path(brut) / "film"
        shutil.copytree(base, dossier)
        etat = Etat(lu_neuf(base), genre, hasard, par_libreoffice)
        editer(etat)
        # A field that leads others asks for one more fresh pack: few states of the sources are enough then.
        variante = hasard.choice([(), ("des dates déplacées",)] if imposes(etat) else variantes(genre))
        facon = _facon(hasard, dossier / "pack", par_libreoffice)
        try:
            jouer(Edition(" ; ".join(etat.phrases), tuple(etat.actes)), dossier / "pack")
            facon[1]()
            fautes = _reprendre(etat, dossier, variante, graine % 2 == 0)
        except Exception:  # whatever it is, it belongs to this round
            fautes = [traceback.format_exc()[-2500:]]
        return Ronde(graine, genre, variante, facon[0], etat.phrases, fautes)


def _facon(hasard: random.Random, pack: Path, par_libreoffice: bool) -> tuple[str, Callable[[], None]]:
    """A manner of saving one of the workbooks, after the edits."""
    if par_libreoffice:
        return "par LibreOffice", lambda: None
    nom = hasard.choice(["sans façon", *FACONS])
    chemin = hasard.choice(sorted(pack.glob("*.xlsx")))
    return (nom, lambda: None) if nom not in FACONS else (f"{nom} ({chemin.stem})", lambda: FACONS[nom](chemin))


def _reprendre(etat: Etat, dossier: Path, variante: Variante, deux_fois: bool) -> list[str]:
    s = sources(etat.genre, variante)
    ecrire_sources(etat.genre, dossier, s)
    demande = Demande(Arbitrage(tous="classeur"), instant=INSTANT, gabarits=gabarits(etat.genre))
    with taux_en_vigueur(s.taux):
        premiere = regenerer(dossier, demande)
        apres = _octets(dossier / "pack")
        # Once more, every other round: the pack is then untouched.
        seconde = regenerer(dossier, demande) if deux_fois else None
    neuf = pack_neuf(etat.genre, variante, imposes(etat)) or pack_neuf(etat.genre, variante)
    assert neuf is not None
    attendu = Attendu(etat, lu_neuf(neuf), lire_pertes(dossier / "pack"))
    fautes = list(Constats(attendu, lire_pack(dossier / "pack")).fautes())
    fautes += _fautes_du_bilan(etat, premiere)
    octets = _octets(dossier / "pack")
    if seconde is not None and (seconde.ecrit or octets != apres):
        fautes.append(f"la seconde régénération n’écrit pas les mêmes octets {seconde.bilan.gardees[:3]}")
    return fautes


def _octets(pack: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(pack.iterdir()) if p.is_file()}


def _fautes_du_bilan(etat: Etat, faite: Regeneration) -> list[str]:
    """The account says « kept » of nothing that nobody edited."""
    editees = {a.feuille for a in etat.actes}
    return [
        f"le bilan dit gardé ce que personne n’a saisi : {e.ou} ({e.quoi[:50]})"
        for e in faite.bilan.gardees
        if e.ou.split(" › ")[0] not in editees
    ]


def lots_de(debut: int, combien: int) -> list[range]:
    """Rounds in lots of one test each, that processes share."""
    return [range(n, min(n + LOT, debut + combien)) for n in range(debut, debut + combien, LOT)]


def genre_d_une_grande(rang: int) -> Genre:
    """Of three larger rounds, one plays with the whole demo film."""
    return (MOYEN, DEMO, MOYEN)[rang % 3]


def fautes(rondes: Iterable[Ronde]) -> str:
    """What is wrong in these rounds, in words; empty when nothing is."""
    return "\n\n".join(str(r) for r in rondes if r.fautes)
