"""Are these files a pack? What is damaged, foreign, missing, renamed, or of another film."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.classeurs.lecture import ClasseurLu, lire_classeur
from chargeprod_xl.controles.meta import Meta, feuille_meta, lire_meta
from chargeprod_xl.recalcul.fusion import cle_de_fichier


@dataclass(frozen=True)
class FichiersDuPack:
    """The workbooks of one pack, in the order of its flow, and what is wrong with the others."""

    pack: str
    classeurs: tuple[ClasseurLu, ...]
    fautes: tuple[Anomalie, ...]
    avertissements: tuple[str, ...] = ()


def lire_fichiers(chemins: Sequence[Path]) -> FichiersDuPack:
    """Read files and keep those that make a pack; every fault is listed."""
    fautes: list[Anomalie] = []
    reconnus: list[tuple[ClasseurLu, Meta]] = []
    for chemin in chemins:
        classeur, refus = lire_classeur(chemin)
        fautes += refus
        if classeur is None:
            continue
        meta = lire_meta(classeur)
        if meta is None:
            fautes.append(_etranger(classeur))
        else:
            reconnus.append((classeur, meta))
    if not reconnus:
        if not fautes:
            fautes.append(Anomalie("pack", "aucun classeur à lire", "donnez le dossier « pack » d’un film"))
        return FichiersDuPack("", (), tuple(fautes))
    return _assembler(reconnus, fautes, {cle_de_fichier(c.name) for c in chemins})


def _assembler(reconnus: list[tuple[ClasseurLu, Meta]], fautes: list[Anomalie], donnes: set[str]) -> FichiersDuPack:
    """``donnes``: names of the files given; one that was refused is not said to be missing too."""
    pack = Counter(meta.pack for _, meta in reconnus).most_common(1)[0][0]
    du_pack = [(c, m) for c, m in reconnus if m.pack == pack]
    fautes += [_autre_film(c) for c, m in reconnus if m.pack != pack]
    fichiers = max((m.fichiers for _, m in du_pack), key=len)
    retenus: dict[str, tuple[ClasseurLu, Meta]] = {}
    for classeur, meta in sorted(du_pack, key=lambda x: not _bien_nomme(*x)):
        if meta.classeur in retenus:
            fautes.append(_copie(classeur, retenus[meta.classeur][0]))
        else:
            retenus[meta.classeur] = classeur, meta
    fautes += [_renomme(c, m) for c, m in retenus.values() if not _bien_nomme(c, m)]
    presents = donnes | {cle_de_fichier(f"{identifiant}.xlsx") for identifiant in retenus}
    absents = [f for f in fichiers if len(fichiers) > 1 and cle_de_fichier(f) not in presents]
    avertissements: tuple[str, ...] = ()
    if absents and len(donnes) == 1:
        avertissements = (f"classeur vérifié seul : les valeurs de {', '.join(absents)} sont celles de ses liaisons",)
    else:
        fautes += [_absent(nom) for nom in absents]
    rangs = {cle_de_fichier(f): i for i, f in enumerate(fichiers)}
    ordre = sorted(retenus, key=lambda i: rangs.get(cle_de_fichier(f"{i}.xlsx"), len(rangs)))
    return FichiersDuPack(pack, tuple(retenus[i][0] for i in ordre), tuple(fautes), avertissements)


def _bien_nomme(classeur: ClasseurLu, meta: Meta) -> bool:
    """A pack in one file may bear any name: nothing links to it."""
    return len(meta.fichiers) == 1 or cle_de_fichier(classeur.nom) == cle_de_fichier(f"{meta.classeur}.xlsx")


def _etranger(classeur: ClasseurLu) -> Anomalie:
    if feuille_meta(classeur) is not None:
        quoi = "la feuille cachée « _meta » de ce classeur a été modifiée : ses formules ne peuvent être contrôlées"
        return Anomalie(classeur.nom, quoi, "reprenez une copie saine, ou reconstruisez le pack")
    quoi = "ce classeur n’est pas un classeur du pack : il n’a pas la feuille cachée « _meta »"
    return Anomalie(classeur.nom, quoi, "rangez-le ailleurs ; s’il vient du pack, reprenez une copie saine")


def _autre_film(classeur: ClasseurLu) -> Anomalie:
    quoi = "ce classeur vient du pack d’un autre film"
    return Anomalie(classeur.nom, quoi, "remettez à sa place le classeur de ce film-ci")


def _copie(classeur: ClasseurLu, original: ClasseurLu) -> Anomalie:
    quoi = f"ce classeur est une copie de {original.nom} : les liaisons ne lisent qu’un des deux"
    return Anomalie(classeur.nom, quoi, "gardez le bon sous le nom d’origine, sortez l’autre du dossier")


def _renomme(classeur: ClasseurLu, meta: Meta) -> Anomalie:
    quoi = "ce classeur a été renommé : les liaisons des autres ne le trouvent plus"
    return Anomalie(classeur.nom, quoi, f"rendez-lui le nom {meta.classeur}.xlsx")


def _absent(nom: str) -> Anomalie:
    return Anomalie(nom, "ce classeur du pack manque", "remettez-le dans le dossier, ou reconstruisez le pack")
