"""The frozen devis of a film's folder, by their names."""

from __future__ import annotations

from pathlib import Path

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.projet.devis_fige import DOSSIER, DevisFige, FigeIllisibleError, cle_de_nom, depuis_octets


def chemin_du_fige(film: Path, nom: str) -> Path:
    """The file of a frozen devis."""
    return film / DOSSIER / f"{cle_de_nom(nom)}.csv"


def fichiers_figes(film: Path) -> list[Path]:
    """Every frozen devis of the film, in order."""
    return sorted((film / DOSSIER).glob("*.csv"))


def lire_fichier_fige(chemin: Path) -> tuple[DevisFige | None, tuple[str, ...], list[Anomalie]]:
    """A frozen devis, what to know about it, or why it cannot be read."""
    try:
        devis, doutes = depuis_octets(chemin.read_bytes())
    except FigeIllisibleError as faute:
        return None, (), [Anomalie(chemin.name, str(faute), "reprenez une copie saine du fichier, ou figez à nouveau")]
    except OSError as erreur:
        return None, (), [Anomalie(chemin.name, f"lecture impossible ({erreur.strerror})", "vérifiez les droits")]
    return devis, tuple(f"{chemin.name} : {d}" for d in doutes), []


def absence(film: Path, nom: str, ou: str) -> Anomalie:
    """Why a name is refused: no such frozen devis; those that exist are named."""
    connus = ", ".join(p.stem for p in fichiers_figes(film))
    suite = f"choisissez parmi {connus}" if connus else f"figez d’abord : chargeprod-xl devis figer {film} --nom {nom}"
    return Anomalie(ou, f"aucun devis figé « {nom} » dans {DOSSIER}", suite)


def lire_devis_fige(film: Path, nom: str) -> tuple[DevisFige | None, list[Anomalie]]:
    """The frozen devis that the project file names."""
    chemin = chemin_du_fige(film, nom)
    if not cle_de_nom(nom) or not chemin.is_file():
        return None, [absence(film, nom, "projet.yaml, devis_fige")]
    devis, _, fautes = lire_fichier_fige(chemin)
    return devis, fautes
