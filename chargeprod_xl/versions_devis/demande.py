"""What is asked on the command line: two devis compared, a workbook whose reasons are kept, scenarios side by side."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.gabarits.sources_comparatif import titres_des_postes
from chargeprod_xl.projet.devis_fige import DOSSIER, DevisFige, cle_de_nom
from chargeprod_xl.recalcul import remplacer_tous
from chargeprod_xl.versions_devis.classeur import octets_du_comparatif
from chargeprod_xl.versions_devis.comparaison import Comparaison, comparer
from chargeprod_xl.versions_devis.depot import Versions
from chargeprod_xl.versions_devis.motifs import lire_ancien, rendre

Progres = Callable[[str], None]


@dataclass(frozen=True)
class Fait:
    """A comparison, the file written, what to know. ``gardes``, ``a_replacer``: reasons kept, or waiting."""

    comparaison: Comparaison
    fichier: Path
    avertissements: tuple[str, ...]
    gardes: int = 0
    a_replacer: int = 0
    ancien: Path | None = None


def destination(film: Path, a: str, b: str, vers: Path | None) -> Path:
    """The workbook to write: as asked, else named after the two devis, in the folder of frozen ones."""
    if vers is None:
        return film / DOSSIER / f"comparatif {cle_de_nom(a)} - {cle_de_nom(b)}.xlsx"
    if vers.suffix.lower() != ".xlsx":
        raise DonneesRefuseesError([Anomalie("--vers", f"« {vers} » n’est pas un .xlsx", "donnez un nom en .xlsx")])
    dossier = vers.resolve().parent
    if not dossier.is_dir():
        raise DonneesRefuseesError([Anomalie("--vers", f"le dossier de « {vers} » n’existe pas", "créez-le d’abord")])
    if (film / "pack").resolve() in {dossier, *dossier.parents}:
        quoi = "un comparatif n’est pas un classeur du pack"
        raise DonneesRefuseesError([Anomalie("--vers", quoi, "écrivez-le hors du dossier pack")])
    return vers


def demander(film: Path, a: str, b: str, vers: Path | None = None, progres: Progres = lambda _: None) -> Fait:
    """Compare two devis by name and write the workbook; reasons typed in a former one are kept."""
    fichier = destination(film, a, b, vers)
    ancien = lire_ancien(fichier)
    versions = Versions(film, progres)
    (devis_a, doutes_a), (devis_b, doutes_b) = versions.lire(a), versions.lire(b)
    comparaison = comparer(devis_a, devis_b)
    motifs, perdus = rendre(ancien.motifs, comparaison.paires)
    progres("Écriture du comparatif")
    contenus = {fichier: octets_du_comparatif(comparaison, motifs, perdus)}
    garde = None
    if ancien.autre:
        garde = _libre(fichier)
        contenus[garde] = fichier.read_bytes()
    fichier.parent.mkdir(exist_ok=True)
    if fautes := remplacer_tous(contenus):
        raise DonneesRefuseesError(fautes)
    doutes = tuple(dict.fromkeys((*doutes_a, *doutes_b)))
    return Fait(comparaison, fichier, doutes, len(ancien.motifs) - len(perdus), len(perdus), garde)


def _libre(fichier: Path) -> Path:
    """A name for the former file, when it holds more than reasons."""
    rang, racine = 1, re.sub(r" \(ancien( \d+)?\)$", "", fichier.stem)
    while (garde := fichier.with_name(f"{racine} (ancien{f' {rang}' if rang > 1 else ''}).xlsx")).exists():
        rang += 1
    return garde


@dataclass(frozen=True)
class Scenarios:
    """The present devis under several scenarios."""

    devis: dict[str, DevisFige]
    avertissements: tuple[str, ...]

    def postes(self) -> list[tuple[str, list[Decimal]]]:
        """Title and amounts of each poste that one of them has."""
        sommes = [d.par("poste") for d in self.devis.values()]
        titres = titres_des_postes()
        numeros = sorted({n for s in sommes for n in s})
        return [(titres.get(n, f"Poste {n}"), [s.get(n, Decimal(0)) for s in sommes]) for n in numeros]


def lire_scenarios(film: Path, lesquels: list[str], progres: Progres = lambda _: None) -> Scenarios:
    """The pack recomputed in memory, once a scenario; its files are only read."""
    versions = Versions(film, progres)
    lus = {s: versions.lire(f"courante:{s}") for s in dict.fromkeys(x.strip().upper() for x in lesquels)}
    doutes = tuple(dict.fromkeys(d for _, ds in lus.values() for d in ds))
    return Scenarios({s: devis for s, (devis, _) in lus.items()}, doutes)
