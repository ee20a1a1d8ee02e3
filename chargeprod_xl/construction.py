"""Build a pack: film → declarations → linked workbooks → files whose stored values are proved, all or none."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import yaml

from chargeprod_xl import __version__
from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.chargement import charger_film
from chargeprod_xl.classeurs.ecriture import ecrire_classeur
from chargeprod_xl.classeurs.paquet import figer
from chargeprod_xl.gabarits.rendu import rendre_pack
from chargeprod_xl.gabarits.sources import donnees_du_film
from chargeprod_xl.liens.edition import LIES, UNIQUE, editer_liens
from chargeprod_xl.liens.pose import ClasseurPose, PackPose
from chargeprod_xl.projet.film import Film
from chargeprod_xl.recalcul import RapportRecalcul, actualiser, remplacer_tous

MANIFESTE = "manifeste.json"
Progres = Callable[[str], None]


@dataclass(frozen=True)
class Construction:
    """What a build did: the files, and what the engines said of them."""

    dossier: Path
    fichiers: tuple[Path, ...]
    rapport: RapportRecalcul


def dossier_gabarits() -> Path:
    """The templates: beside the package in a checkout, inside it once installed."""
    dans_le_paquet = Path(str(files("chargeprod_xl"))) / "workbook_templates"
    return dans_le_paquet if dans_le_paquet.is_dir() else Path(__file__).parent.parent / "workbook_templates"


def _classeurs(gabarits: Path, pack: str) -> list[dict[str, str]]:
    """Title and role of each workbook, for the « Accueil » sheet (the templates themselves are checked later)."""
    noms = yaml.safe_load((gabarits / "packs" / f"{pack}.yaml").read_text(encoding="utf-8"))["classeurs"]
    sortie = []
    for nom in noms:
        brut = yaml.safe_load((gabarits / nom / "_classeur.yaml").read_text(encoding="utf-8"))
        sortie.append({"id": nom, "titre": brut["titre"], "role": brut["role"]})
    return sortie


def sous_titre(film: Film) -> str:
    """The line under every title: film, version, date, rates."""
    p = film.projet
    return (
        f"{p.projet.titre} · version {p.projet.version} du {p.projet.date_version:%d/%m/%Y} · "
        f"barèmes au {p.phases.tournage.debut:%d/%m/%Y}"
    )


def lier_film(film: Film, disposition: str, gabarits: Path | None = None) -> PackPose:
    """Templates and film to a linked pack, addresses known, nothing written."""
    dossier = gabarits or dossier_gabarits()
    nom = film.projet.projet.type
    declare, fautes = rendre_pack(dossier, nom, donnees_du_film(film, list(_classeurs(dossier, nom))))
    if declare is None:
        raise DonneesRefuseesError(fautes)
    pose, fautes = editer_liens(declare, disposition, sous_titre(film))
    if pose is None:
        raise DonneesRefuseesError(fautes)
    return pose


def _octets(film: Film, classeur: ClasseurPose) -> bytes:
    identite = film.projet.projet
    empreinte = hashlib.sha256(f"{identite.titre}|{identite.realisateur}".encode()).hexdigest()[:16]
    brut = ecrire_classeur(
        classeur,
        f"{identite.titre} — v{identite.version}",
        {"pack": empreinte, "schema": "1", "programme": __version__},
        identite.date_version,
    )
    dessins = [[g.titre for g in f.graphes] for f in classeur.feuilles if f.graphes]
    return figer(brut, identite.date_version, dessins)


def _fautes_de_gabarit(rapport: RapportRecalcul) -> list[Anomalie]:
    """Errors and disagreements in a pack nobody has touched yet are faults of a template."""
    fautes = [
        Anomalie(
            str(e.lieu),
            f"la formule donne {e.code} : {e.formule[:160]}",
            "corrigez la formule du gabarit (cycle, nom ou type)",
        )
        for e in rapport.erreurs[:40]
    ]
    fautes += [
        Anomalie(str(e.lieu), f"les moteurs ne s’accordent pas : {dict(e.valeurs)}", "écrivez la formule autrement")
        for e in rapport.ecarts[:40]
    ]
    return fautes + list(rapport.anomalies)


def modifies(dossier: Path) -> list[str]:
    """Files of a pack that are not those that were built (edited, added by hand or missing)."""
    manifeste = dossier / MANIFESTE
    presents = {p.name for p in dossier.glob("*.xlsx") if not p.name.startswith("~$")}
    if not manifeste.is_file():
        return sorted(presents)
    connus: dict[str, str] = json.loads(manifeste.read_text(encoding="utf-8"))["fichiers"]
    return sorted(n for n in presents if connus.get(n) != _sha(dossier / n))


def _sha(chemin: Path) -> str:
    return hashlib.sha256(chemin.read_bytes()).hexdigest()


def ecrire_manifeste(dossier: Path, noms: list[str]) -> bytes:
    """The manifest of files as they are in ``dossier``."""
    contenu = {"programme": __version__, "fichiers": {n: _sha(dossier / n) for n in sorted(noms)}}
    return (json.dumps(contenu, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def construire(
    dossier: Path,
    *,
    unique: bool = False,
    progres: Progres = lambda _: None,
    gabarits: Path | None = None,
) -> Construction:
    """Build the pack of the film in ``dossier`` into ``dossier/pack``.

    Raises DonneesRefuseesError, with every fault, when the film's data, a template or an edited pack stand in the
    way; the former pack is then intact.
    """
    progres("Lecture du film")
    film, fautes = charger_film(dossier)
    if film is None:
        raise DonneesRefuseesError(fautes)
    cible = dossier / "pack"
    if cible.is_dir() and (touches := modifies(cible)):
        raise DonneesRefuseesError(
            Anomalie(
                str(cible / n),
                "ce classeur a été modifié depuis sa construction",
                "mettez-le à l’abri, ou construisez dans un autre dossier",
            )
            for n in touches
        )
    progres("Gabarits et liens")
    pose = lier_film(film, UNIQUE if unique else LIES, gabarits)
    with tempfile.TemporaryDirectory(prefix="chargeprod-") as atelier:
        temporaire = Path(atelier)
        for classeur in pose.classeurs:
            progres(f"Écriture de {classeur.fichier}")
            (temporaire / classeur.fichier).write_bytes(_octets(film, classeur))
        noms = [c.fichier for c in pose.classeurs]
        progres("Recalcul par deux moteurs")
        rapport = actualiser([temporaire / n for n in noms])
        if fautes := _fautes_de_gabarit(rapport):
            raise DonneesRefuseesError(fautes)
        progres("Mise en place")
        _installer(temporaire, cible, noms)
    return Construction(cible, tuple(cible / n for n in noms), rapport)


def _installer(temporaire: Path, cible: Path, noms: list[str]) -> None:
    cible.mkdir(exist_ok=True)
    contenus = {cible / n: (temporaire / n).read_bytes() for n in noms}
    contenus[cible / MANIFESTE] = ecrire_manifeste(temporaire, noms)
    if fautes := remplacer_tous(contenus):
        raise DonneesRefuseesError(fautes)
    for ancien in cible.glob("*.xlsx"):
        if ancien.name not in noms and not ancien.name.startswith("~$"):
            ancien.unlink()  # the other layout of the same film: built by us, unchanged


def actualiser_pack(chemins: list[Path]) -> RapportRecalcul:
    """Recompute a pack and write its values back, all files or none; a pack nobody edited stays known as such."""
    dossiers = {c.parent for c in chemins}
    intacts = [d for d in dossiers if (d / MANIFESTE).is_file() and not modifies(d)]
    rapport = actualiser(chemins)
    if not rapport.ecrit:
        raise DonneesRefuseesError(rapport.anomalies)
    for dossier in intacts:
        noms = sorted(p.name for p in dossier.glob("*.xlsx") if not p.name.startswith("~$"))
        remplacer_tous({dossier / MANIFESTE: ecrire_manifeste(dossier, noms)})
    return rapport


def nouveau(dossier: Path, genre: str) -> list[Path]:
    """Create a film's folder with a commented, valid project file and a first screenplay page."""
    if dossier.exists() and any(dossier.iterdir()):
        raise DonneesRefuseesError(
            [Anomalie(str(dossier), "ce dossier existe et n’est pas vide", "choisissez un autre nom")]
        )
    modele = dossier_gabarits() / "nouveau" / genre
    if not modele.is_dir():
        connus = ", ".join(sorted(p.name for p in modele.parent.iterdir()))
        raise DonneesRefuseesError([Anomalie("--type", f"type inconnu « {genre} »", f"choisissez parmi {connus}")])
    dossier.mkdir(parents=True, exist_ok=True)
    for fichier in sorted(modele.iterdir()):
        shutil.copyfile(fichier, dossier / fichier.name)
    return sorted(dossier.iterdir())
