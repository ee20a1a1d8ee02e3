"""Rows that fold and links between tables: levels by row, defined names that follow their cells when rows move."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.gabarits.declaration import Bloc, Classeur, Feuille, PackDeclare
from chargeprod_xl.gabarits.navigation import Pliage, Raccourci
from chargeprod_xl.liens.disposition import BlocPose, FeuilleDisposee
from chargeprod_xl.liens.noms import adresse, prefixe_feuille
from chargeprod_xl.liens.plan import canonique
from chargeprod_xl.liens.pose import FeuillePosee, LienPose

_HORS_NOM = re.compile(r"[^0-9a-z]+")
#: Excel stops at 255 characters.
_LONGUEUR = 200


def _dite(valeur: Any) -> str:
    """A key as it is compared: the number 11 and the text « 11 » are the same."""
    brute = canonique(valeur)
    if isinstance(brute, float):
        return str(int(brute)) if brute.is_integer() else repr(brute)
    return "" if brute is None or isinstance(brute, bool) else " ".join(brute.split()).casefold()


def _mot(texte: str) -> str:
    """A text as part of a defined name."""
    sans_accent = unicodedata.normalize("NFKD", texte.casefold()).encode("ascii", "ignore").decode()
    return _HORS_NOM.sub("_", sans_accent)[:_LONGUEUR]


def niveaux_de(bloc: Bloc, pliage: Pliage) -> list[int]:
    """How deep each row folds: a heading by its kind, any other row one under the heading above it."""
    rangs = {_dite(titre): rang for rang, titre in enumerate(pliage.titres)}
    sortie: list[int] = []
    dessous = 0
    for ligne in bloc.lignes:
        rang = rangs.get(_dite(ligne.montree(pliage.colonne)))
        sortie.append(dessous if rang is None else rang)
        dessous = dessous if rang is None else rang + 1
    return sortie


@dataclass(frozen=True)
class _Table:
    """A table where it stands."""

    pose: BlocPose
    feuille: FeuillePosee

    def rangees(self, cle: str, titres: str = "") -> dict[str, int]:
        """First row of each key, among the headings of a kind when ``titres`` says which."""
        bloc, sortie = self.pose.bloc, dict[str, int]()
        for rang, ligne in enumerate(bloc.lignes):
            if titres and (bloc.pliage is None or _dite(ligne.montree(bloc.pliage.colonne)) != _dite(titres)):
                continue
            sortie.setdefault(_dite(ligne.montree(cle)), self.pose.premiere + rang)
        return {k: v for k, v in sortie.items() if k}

    def nommer(self, noms: dict[str, str], nom: str, ligne: int, colonne: str) -> None:
        """Give a cell its name."""
        noms[nom] = prefixe_feuille(self.feuille.nom) + adresse(ligne, self.pose.colonnes[colonne])

    def lier(self, ligne: int, colonne: str, nom: str, bulle: str) -> None:
        """Make a cell lead to a name."""
        ou = ligne, self.pose.colonnes[colonne]
        self.feuille.cellules[ou] = self.feuille.cellules[ou]._replace(raccourci=LienPose(nom, bulle))


def _relier(raccourci: Raccourci, ici: _Table, la_bas: _Table, noms: dict[str, str]) -> None:
    """Names and links of each key that stands on both sides."""
    titres = la_bas.rangees(raccourci.cle_vers, raccourci.niveau)
    for cle, ligne in ici.rangees(raccourci.cle).items():
        aller, retour = (f"{sens}_{_mot(raccourci.niveau)}_{_mot(cle)}" for sens in ("aller", "retour"))
        if cle not in titres or aller in noms:  # two keys that would bear one name: the second leads nowhere
            continue
        quoi = f"{raccourci.niveau} {cle}"
        la_bas.nommer(noms, aller, titres[cle], raccourci.cle_vers)
        ici.nommer(noms, retour, ligne, raccourci.cle)
        ici.lier(ligne, raccourci.cle, aller, f"Aller à « {la_bas.feuille.nom} » : {quoi}")
        la_bas.lier(titres[cle], raccourci.cle_vers, retour, f"Revenir à « {ici.feuille.nom} » : {quoi}")


def naviguer(classeur: Classeur, paires: Sequence[tuple[FeuilleDisposee, FeuillePosee]]) -> dict[str, str]:
    """Give the sheets of a workbook their levels and their links; the names that the links lead to."""
    tables: dict[str, _Table] = {}
    for disposee, posee in paires:
        for pose in disposee.blocs:
            tables[_chemin(classeur, disposee.feuille, pose.bloc)] = _Table(pose, posee)
            if pose.bloc.pliage:
                niveaux = enumerate(niveaux_de(pose.bloc, pose.bloc.pliage), pose.premiere)
                posee.niveaux |= {ligne: niveau for ligne, niveau in niveaux if niveau}
    noms: dict[str, str] = {}
    for table in tables.values():
        if raccourci := table.pose.bloc.raccourci:
            _relier(raccourci, table, tables[_vers(classeur, raccourci)], noms)
    return noms


def _chemin(classeur: Classeur, feuille: Feuille, bloc: Bloc) -> str:
    return f"{classeur.id}.{feuille.id}.{bloc.id}"


def _vers(classeur: Classeur, raccourci: Raccourci) -> str:
    """Path of the table aimed at; the workbook may be left unsaid."""
    return f"{classeur.id}.{raccourci.vers.removeprefix(f'{classeur.id}.')}"


def fautes_de_navigation(pack: PackDeclare) -> list[Anomalie]:
    """Folds and links that name what does not exist, template and line named."""
    fautes: list[Anomalie] = []
    niveaux: dict[str, str] = {}
    for classeur in pack.classeurs:
        blocs = [(f, b) for f in classeur.feuilles for b in f.blocs if isinstance(b, Bloc)]
        tables = {_chemin(classeur, f, b): b for f, b in blocs}
        for feuille, bloc in blocs:
            ou = f"{feuille.source}, ligne {bloc.ligne_source}, tableau « {bloc.id} »"
            fautes += [Anomalie(ou, *faute) for faute in _fautes_du_pliage(bloc)]
            if raccourci := bloc.raccourci:
                cible = tables.get(_vers(classeur, raccourci))
                fautes += [Anomalie(ou, *faute) for faute in _fautes_du_raccourci(bloc, raccourci, cible, tables)]
                if (deja := niveaux.setdefault(_mot(raccourci.niveau), ou)) != ou:
                    quoi = f"raccourci : un autre mène déjà aux titres « {raccourci.niveau} » ({deja})"
                    fautes.append(Anomalie(ou, quoi, "gardez-en un seul"))
    return fautes


def _fautes_du_pliage(bloc: Bloc) -> Iterator[tuple[str, str]]:
    if bloc.pliage:
        yield from _fautes_de_colonne("pliage", bloc, bloc.pliage.colonne)


def _fautes_de_colonne(quoi: str, bloc: Bloc, colonne: str) -> Iterator[tuple[str, str]]:
    """A column that is none, or whose value is not known before the workbook is computed."""
    trouvee = next((c for c in bloc.colonnes if c.id == colonne), None)
    connues = [c.id for c in bloc.colonnes if c.role != "calcul"]
    remede = f"choisissez parmi {', '.join(connues)}"
    if trouvee is None:
        yield f"{quoi} : colonne inconnue « {colonne} » dans le tableau « {bloc.id} »", remede
    elif trouvee.role == "calcul":
        yield f"{quoi} : la colonne « {colonne} » du tableau « {bloc.id} » est calculée", remede


def _fautes_du_raccourci(
    bloc: Bloc, raccourci: Raccourci, cible: Bloc | None, tables: Mapping[str, Bloc]
) -> Iterator[tuple[str, str]]:
    yield from _fautes_de_colonne("raccourci", bloc, raccourci.cle)
    if cible is None:
        connues = ", ".join(chemin.partition(".")[2] for chemin, b in tables.items() if b.pliage)
        quoi = f"raccourci : aucun tableau « {raccourci.vers} » dans ce classeur"
        yield quoi, f"nommez un tableau qui se plie : {connues or 'aucun n’a de pliage'}"
        return
    titres = cible.pliage.titres if cible.pliage else ()
    if raccourci.niveau not in titres:
        quoi = f"raccourci : « {raccourci.niveau} » n’est pas un titre du tableau « {raccourci.vers} »"
        yield quoi, f"choisissez parmi {', '.join(titres)}" if titres else "donnez un pliage à ce tableau"
    yield from _fautes_de_colonne("raccourci", cible, raccourci.cle_vers)
