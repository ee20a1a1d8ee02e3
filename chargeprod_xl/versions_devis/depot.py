"""The folder of frozen devis: freeze, list, find by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.imports.devis_fige import absence, chemin_du_fige, fichiers_figes, lire_fichier_fige
from chargeprod_xl.projet.devis_fige import COURANTE, DOSSIER, DevisFige, cle_de_nom, en_octets
from chargeprod_xl.recalcul import remplacer_tous
from chargeprod_xl.versions_devis.lecture import SCENARIOS, PackLu, devis_du_pack, lire_le_pack

Progres = Callable[[str], None]


@dataclass(frozen=True)
class Gel:
    """What was frozen, and where."""

    fichier: Path
    devis: DevisFige
    avertissements: tuple[str, ...]


def figer(film: Path, nom: str, motif: str = "", *, remplacer: bool = False, progres: Progres = lambda _: None) -> Gel:
    """Write the devis of the pack as it is under a name; the pack is only read."""
    fichier = chemin_du_fige(film, nom)
    refus = _nom_refuse(nom)
    if refus is None and fichier.exists() and not remplacer:
        refus = Anomalie(str(fichier), "ce devis figé existe", "donnez un autre nom, ou ajoutez --remplacer")
    if refus:
        raise DonneesRefuseesError([refus])
    progres("Recalcul par deux moteurs")
    devis, avertissements = devis_du_pack(lire_le_pack(film), " ".join(nom.split()), " ".join(motif.split()))
    dossier = film / DOSSIER
    if dossier.exists() and not dossier.is_dir():
        raise DonneesRefuseesError([Anomalie(str(dossier), "ce n’est pas un dossier", "déplacez ce fichier")])
    dossier.mkdir(exist_ok=True)
    if fautes := remplacer_tous({fichier: en_octets(devis)}):
        raise DonneesRefuseesError(fautes)
    return Gel(fichier, devis, avertissements)


def _nom_refuse(nom: str) -> Anomalie | None:
    cle = cle_de_nom(nom)
    if not cle:
        return Anomalie("--nom", f"« {nom} » ne fait pas un nom de fichier", "écrivez des lettres ou des chiffres")
    if cle == COURANTE:
        return Anomalie("--nom", "« courante » est le pack tel qu’il est", "donnez un autre nom")
    return None


@dataclass(frozen=True)
class Trouve:
    """A file of the folder: its devis, or why it cannot be read; what is doubtful."""

    fichier: Path
    devis: DevisFige | None
    doutes: tuple[str, ...]


def lister(film: Path) -> list[Trouve]:
    """Every frozen devis, damaged ones too."""
    if not film.is_dir():
        raise DonneesRefuseesError([Anomalie(str(film), "dossier introuvable", "vérifiez le chemin")])
    sortie = []
    for fichier in fichiers_figes(film):
        devis, doutes, fautes = lire_fichier_fige(fichier)
        sortie.append(Trouve(fichier, devis, (*doutes, *(f"{f.ou} : {f.quoi}" for f in fautes))))
    return sortie


class Versions:
    """Devis by name; the pack is read and computed once, whatever is asked of it."""

    def __init__(self, film: Path, progres: Progres = lambda _: None) -> None:
        self.film, self.progres = film, progres
        self._pack: PackLu | None = None
        self._lus: dict[str, tuple[DevisFige, tuple[str, ...]]] = {}

    def lire(self, nom: str) -> tuple[DevisFige, tuple[str, ...]]:
        """A frozen devis, ``courante`` or ``courante:B``, and what to know about it."""
        if nom not in self._lus:
            premier, _, scenario = nom.partition(":")
            if premier.strip().casefold() == COURANTE:
                self._lus[nom] = self._courante(nom, scenario.strip().upper())
            else:
                self._lus[nom] = self._fige(nom)
        return self._lus[nom]

    def _courante(self, nom: str, scenario: str) -> tuple[DevisFige, tuple[str, ...]]:
        if (scenario or ":" in nom) and scenario not in SCENARIOS:
            raise DonneesRefuseesError([Anomalie(nom, "scénario inconnu", f"choisissez {', '.join(SCENARIOS)}")])
        if self._pack is None:
            self.progres("Lecture du pack")
            self._pack = lire_le_pack(self.film)
        self.progres(f"Recalcul par deux moteurs{f', scénario {scenario}' if scenario else ''}")
        return devis_du_pack(self._pack, f"{COURANTE} {scenario}".strip(), scenario=scenario)

    def _fige(self, nom: str) -> tuple[DevisFige, tuple[str, ...]]:
        fichier = chemin_du_fige(self.film, nom)
        if not cle_de_nom(nom) or not fichier.is_file():
            raise DonneesRefuseesError([absence(self.film, nom, nom)])
        devis, doutes, fautes = lire_fichier_fige(fichier)
        if devis is None:
            raise DonneesRefuseesError(fautes)
        return devis, doutes
