"""The file as sheets, whatever its kind; then the sheet that holds what is looked for."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.classeurs.classeur_lu import CelluleLue
from chargeprod_xl.classeurs.tableur_lu import FeuilleTableur, lire_tableur
from chargeprod_xl.tables.encodages import decoder

_CLASSEURS, _TEXTES = {".xls", ".xlsx", ".xlsm", ".xltx", ".xltm"}, {".csv", ".txt", ".tsv"}
_SEPARATEURS = (";", "\t", ",", "|")
_TAILLE_MAX = 64 * 1024 * 1024


class Titres(Protocol):
    """What the titles of a sheet tell of it, whatever the table is about."""

    @property
    def manquants(self) -> tuple[str, ...]:
        """What is needed and was not found."""

    @property
    def score(self) -> int:
        """How surely it is the table looked for."""

    @property
    def derniere(self) -> int:
        """Last row of the titles."""

    @property
    def colonnes(self) -> Mapping[str, int]:
        """Role → column."""


Reconnaitre = Callable[[FeuilleTableur], Titres]


def _refus(ou: Path | str, quoi: str, remede: str) -> DonneesRefuseesError:
    return DonneesRefuseesError([Anomalie(ou.name if isinstance(ou, Path) else ou, quoi, remede)])


def lire_feuilles(chemin: Path, reconnaitre: Reconnaitre) -> tuple[FeuilleTableur, ...]:
    """Every sheet of the file; a text file is one sheet. Raises DonneesRefuseesError, in words."""
    try:
        absent, dossier = not chemin.exists(), chemin.is_dir()
    except (OSError, ValueError):
        absent, dossier = True, False
    if absent:
        raise _refus(str(chemin), "fichier introuvable", "vérifiez le nom et le dossier")
    if dossier:
        raise _refus(chemin, "c’est un dossier, pas un fichier", "donnez le classeur ou le CSV lui-même")
    genre = chemin.suffix.lower()
    if genre in _CLASSEURS:
        if chemin.stat().st_size == 0:
            raise _refus(chemin, "le fichier est vide", "reprenez une copie saine")
        feuilles, fautes = lire_tableur(chemin)
        if fautes:
            raise DonneesRefuseesError(fautes)
        return feuilles
    if genre in _TEXTES:
        return (_lire_texte(chemin, reconnaitre),)
    dit = f"« {genre} »" if genre else "un fichier sans extension"
    raise _refus(chemin, f"{dit} n’est pas un tableau", "donnez un fichier .xls, .xlsx, .xlsm, .csv ou .txt")


def _decoder(chemin: Path) -> str:
    octets = chemin.read_bytes()
    if len(octets) > _TAILLE_MAX:
        raise _refus(chemin, "le fichier est trop grand", "n’exportez que le tableau à lire")
    if not octets.strip():
        raise _refus(chemin, "le fichier est vide", "exportez-le de nouveau")
    texte = decoder(octets)
    if texte is None:
        quoi = "ce n’est pas du texte : ni lignes ni colonnes à lire"
        raise _refus(chemin, quoi, "exportez le tableau en CSV (UTF-8), ou donnez le classeur")
    return texte


def en_feuille(rangees: Sequence[Sequence[str]], nom: str) -> FeuilleTableur:
    """Fields of a text file as the cells of a sheet, every one a text."""
    cellules = {
        (i, j): CelluleLue(champ)
        for i, rangee in enumerate(rangees, 1)
        for j, champ in enumerate(rangee, 1)
        if champ.strip()
    }
    return FeuilleTableur(nom, cellules, en_texte=True)


def _lire_texte(chemin: Path, reconnaitre: Reconnaitre) -> FeuilleTableur:
    """The separator is the one under which the titles are best understood."""
    texte = _decoder(chemin)
    if texte[:4].lower() == "sep=" and len(texte) > 4:
        texte = "\n" + texte.partition("\n")[2]
    essais = []
    for separateur in _SEPARATEURS:
        try:
            rangees = list(csv.reader(io.StringIO(texte, newline=""), delimiter=separateur))
        except csv.Error:
            continue
        feuille = en_feuille(rangees, chemin.stem)
        titres = reconnaitre(feuille)
        largeur = max((c for _, c in feuille.cellules), default=0)
        essais.append(((not titres.manquants, titres.score, largeur), feuille))
    if not essais:
        raise _refus(chemin, "tableau illisible", "vérifiez les séparateurs et les guillemets")
    return max(essais, key=lambda e: e[0])[1]


def choisir(
    feuilles: Sequence[FeuilleTableur], nom: str | None, fichier: str, reconnaitre: Reconnaitre
) -> tuple[FeuilleTableur, list[str]]:
    """The sheet asked for, else the one whose titles are best understood; and the others that look like it."""
    noms = ", ".join(f"« {f.nom} »" for f in feuilles) or "aucune"
    if nom is not None:
        voulue = next((f for f in feuilles if f.nom.strip().casefold() == nom.strip().casefold()), None)
        if voulue is None:
            raise _refus(fichier, f"aucune feuille « {nom} »", f"choisissez parmi {noms}")
        return voulue, []
    pleines = [(f, reconnaitre(f)) for f in feuilles if f.cellules and not f.cachee]
    if not pleines:
        raise _refus(
            fichier, "aucune feuille visible ne contient quelque chose", "donnez le nom d’une feuille par --feuille"
        )
    notes = [(not t.manquants, t.score, _hauteur(f, t)) for f, t in pleines]
    gagnante = max(range(len(pleines)), key=lambda i: (*notes[i], -i))
    voisines = [
        f.nom
        for i, (f, t) in enumerate(pleines)
        if i != gagnante and not t.manquants and {"code", "jour", "date"} & set(t.colonnes)
    ]
    return pleines[gagnante][0], voisines


def _hauteur(feuille: FeuilleTableur, titres: Titres) -> int:
    return sum(1 for r, c in feuille.cellules if r > titres.derniere and c in titres.colonnes.values())
