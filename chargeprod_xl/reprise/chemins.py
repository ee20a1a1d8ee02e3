"""Paths: the identity of anything declared, and where it went since an earlier schema."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.gabarits.declaration import Bloc, PackDeclare
from chargeprod_xl.gabarits.modele import Migration

Chemin = tuple[str, ...]


def de_feuille(feuille: str) -> Chemin:
    """``"devis.detail"`` as a path."""
    return tuple(feuille.split("."))


def feuille_de(chemin: Chemin, connues: Collection[str]) -> str:
    """The sheet where a path leads: the longest known one that it begins with, for a sheet of a row has three names."""
    debuts = [".".join(chemin[:n]) for n in range(len(chemin), 1, -1)]
    return next((debut for debut in debuts if debut in connues), ".".join(chemin[:2]))


def de_cellule(feuille: str, bloc: str, champs: bool, cle: str, colonne: str) -> Chemin:
    """A cell of a fixed block: a field is known in its sheet, a row in its table."""
    if champs:
        return (*de_feuille(feuille), cle, *(() if colonne == "valeur" else (colonne,)))
    return (*de_feuille(feuille), bloc, cle, *colonne.split("."))


def de_colonne(feuille: str, bloc: str, colonne: str) -> Chemin:
    """A column of a table that people extend."""
    return (*de_feuille(feuille), bloc, *colonne.split("."))


@dataclass(frozen=True)
class Passage:
    """What moved between the schema of a pack and the present one, oldest first."""

    pas: tuple[tuple[Chemin, Chemin], ...]

    def suivre(self, chemin: Chemin) -> Chemin:
        """Where a path of the former schema is now."""
        for de, vers in self.pas:
            if len(chemin) >= len(de) and all(a in {"*", b} for a, b in zip(de, chemin, strict=False)):
                jokers = iter([b for a, b in zip(de, chemin, strict=False) if a == "*"])
                chemin = (*(next(jokers) if x == "*" else x for x in vers), *chemin[len(de) :])
        return chemin


def passage(migrations: Sequence[Migration], depuis: int) -> Passage:
    """The moves that a pack of schema ``depuis`` has not known."""
    suivantes = sorted((m for m in migrations if m.version > depuis), key=lambda m: m.version)
    return Passage(tuple((tuple(m.de.split(".")), tuple(m.vers.split("."))) for m in suivantes))


def fautes_de_migration(pack: PackDeclare) -> list[Anomalie]:
    """Migrations that lead nowhere, or to a schema to come."""
    connus = _prefixes(pack)
    fautes = []
    for rang, m in enumerate(pack.migrations):
        arrivee = passage(pack.migrations[rang + 1 :], 0).suivre(tuple(m.vers.split(".")))
        ou = f"packs/{pack.nom}.yaml, migration de « {m.de} »"
        if m.version > pack.schema_version:
            quoi = f"version {m.version} après le schéma {pack.schema_version} du pack"
            fautes.append(Anomalie(ou, quoi, "augmentez « schema_version »"))
        if m.de.split(".").count("*") != m.vers.split(".").count("*"):
            fautes.append(Anomalie(ou, "« * » n’a pas le même nombre de places", "mettez-en autant de chaque côté"))
        elif not any(_mene_a(arrivee, c) for c in connus):
            fautes.append(Anomalie(ou, f"« {m.vers} » n’existe pas dans les gabarits", "corrigez le chemin d’arrivée"))
    return fautes


def _mene_a(arrivee: Chemin, connu: Chemin) -> bool:
    return len(connu) >= len(arrivee) and all(a in {"*", b} for a, b in zip(arrivee, connu, strict=False))


def _prefixes(pack: PackDeclare) -> set[Chemin]:
    sortie: set[Chemin] = set()
    for classeur in pack.classeurs:
        for feuille in classeur.feuilles:
            ident = f"{classeur.id}.{feuille.id}"
            for bloc in feuille.blocs:
                if not isinstance(bloc, Bloc):
                    continue
                colonnes = [c.id for c in bloc.colonnes]
                if bloc.extensible:
                    sortie |= {de_colonne(ident, bloc.id, c) for c in colonnes}
                else:
                    cles = [ligne.cle for ligne in bloc.lignes]
                    sortie |= {de_cellule(ident, bloc.id, bloc.est_champs, k, c) for k in cles for c in colonnes}
    return sortie
