"""Small films for these tests: what their pack should hold, and whether it does."""

from __future__ import annotations

import hashlib
import io
import json
import random
import zipfile
from pathlib import Path

from chargeprod_xl.sauvegarde import remplacer_pack

MANIFESTE = "manifeste.json"
LIBREOFFICE_OU_EXCEL = ["~$devis.xlsx", ".~lock.devis.xlsx#"]
# What a user puts beside our workbooks: a note, pictures, a workbook of theirs.
AJOUTS = {"notes.txt": b"rappeler le loueur", "photos/plage/face.jpg": b"jpeg", "perso.xlsx": b"mes calculs"}


def contenus(
    marque: str, noms: tuple[str, ...] = ("devis.xlsx", "tresorerie.xlsx"), taille: int = 20
) -> dict[str, bytes]:
    """A built pack: workbooks that name their build (archives, as every .xlsx is), and the manifest."""
    classeurs = {nom: _archive(f"{marque} {nom}", random.Random(marque + nom).randbytes(taille)) for nom in noms}
    empreintes = {nom: hashlib.sha256(octets).hexdigest() for nom, octets in classeurs.items()}
    return classeurs | {MANIFESTE: json.dumps({"programme": "0", "fichiers": empreintes}).encode()}


def _archive(nom: str, octets: bytes) -> bytes:
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w") as fichier:
        fichier.writestr(zipfile.ZipInfo(nom), octets)
    return sortie.getvalue()


def poser(film: Path, fichiers: dict[str, bytes]) -> None:
    """Files in a film's pack, as a user puts them there."""
    for nom, octets in fichiers.items():
        chemin = film / "pack" / nom
        chemin.parent.mkdir(parents=True, exist_ok=True)
        chemin.write_bytes(octets)


def film_construit(film: Path, marque: str = "A", ajouts: dict[str, bytes] | None = None) -> Path:
    """A film whose pack has just been built, then perhaps completed or edited."""
    film.mkdir(parents=True, exist_ok=True)
    remplacer_pack(film / "pack", contenus(marque), None)
    poser(film, ajouts or {})
    return film


def fichiers_de(dossier: Path) -> dict[str, bytes]:
    """Every file of a folder, by relative path."""
    return {p.relative_to(dossier).as_posix(): p.read_bytes() for p in dossier.rglob("*") if p.is_file()}


def noms_de(dossier: Path) -> list[str]:
    return sorted(p.name for p in dossier.iterdir())


def est_entier(dossier: Path) -> bool:
    """Do the workbooks match the manifest?"""
    attendus = json.loads((dossier / MANIFESTE).read_bytes())["fichiers"]
    return all(hashlib.sha256((dossier / n).read_bytes()).hexdigest() == h for n, h in attendus.items())
