"""The files of the pack to rebuild, or everything that forbids it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.classeurs.classeur_lu import ClasseurLu
from chargeprod_xl.controles.fichiers import lire_fichiers
from chargeprod_xl.manifeste import empreinte, lire_manifeste, presents
from chargeprod_xl.projet.film import Film
from chargeprod_xl.recalcul.remplacement import obstacles
from chargeprod_xl.sauvegarde.lieux import PACK

_REMEDE = "remettez-le dans le dossier, ou reprenez une version antérieure par « restaurer »"


@dataclass(frozen=True)
class Lus:
    """The workbooks of a pack as they were read: identity, contents, hash of each file."""

    pack: str
    classeurs: tuple[ClasseurLu, ...]
    empreintes: Mapping[Path, str]


def lire_pack(dossier: Path, film: Film, meme_film: bool) -> Lus:
    """The workbooks of the pack of ``film``.

    Raises DonneesRefuseesError, with every fault: no pack, a file open elsewhere, damaged, missing, or of another film.
    """
    pack = dossier / PACK
    if not pack.is_dir():
        remede = f"lancez « chargeprod-xl construire {dossier} »"
        raise DonneesRefuseesError([Anomalie(str(pack), "ce film n’a pas encore de pack", remede)])
    tous = presents(pack)
    connus = lire_manifeste(pack)["fichiers"]
    chemins = [p for p in tous if p.name in connus] or tous
    if fautes := obstacles(chemins):
        raise DonneesRefuseesError(fautes)
    empreintes = {p: empreinte(p.read_bytes()) for p in chemins}
    fichiers = lire_fichiers(chemins)
    fautes = list(fichiers.fautes)
    dits = {f.ou for f in fautes}
    absents = [n for n in connus if n not in {p.name for p in tous} | dits]
    fautes += [Anomalie(n, "ce classeur du pack manque", _REMEDE) for n in absents]
    if fichiers.classeurs and fichiers.pack != film.identite and not meme_film:
        fautes.append(_autre_film(pack, film))
    if fautes:
        raise DonneesRefuseesError(fautes)
    return Lus(fichiers.pack, fichiers.classeurs, empreintes)


def _autre_film(pack: Path, film: Film) -> Anomalie:
    quoi = f"ce pack n’est pas celui de « {film.projet.projet.titre} »"
    remede = "corrigez projet.yaml ou le dossier ; si seul le titre ou le réalisateur a changé, ajoutez --meme-film"
    return Anomalie(str(pack), quoi, remede)


def encore_les_memes(lus: Lus) -> None:
    """Refuse when someone saved a workbook since it was read: what she typed there would be lost."""
    changes = [p for p, lue in lus.empreintes.items() if not p.is_file() or empreinte(p.read_bytes()) != lue]
    if changes:
        quoi = "ce classeur a été enregistré pendant la régénération"
        raise DonneesRefuseesError(Anomalie(p.name, quoi, "fermez-le et recommencez") for p in changes)
