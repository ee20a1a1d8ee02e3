"""A pack of a few small workbooks, written by a test: what a language does shows in ten lines of YAML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from chargeprod_xl.construction import Construction, construire
from chargeprod_xl.recalcul import RapportRecalcul, actualiser
from chargeprod_xl.regeneration import Demande, Regeneration, regenerer

PROJET = """\
projet:
  titre: Les Marées
  realisateur: A. Untel
  producteur_delegue: Société X
  date_version: 2026-12-01
phases:
  preparation: {debut: 2027-02-01, fin: 2027-04-02}
  tournage: {debut: 2027-04-05, fin: 2027-06-04}
  finitions: {debut: 2027-06-07, fin: 2027-12-17}
  livraison: 2028-01-14
  cloture: 2028-07-31
"""


@dataclass(frozen=True)
class PetitPack:
    """A film's folder and the templates of its pack."""

    film: Path
    gabarits: Path

    def construire(self) -> Construction:
        return construire(self.film, gabarits=self.gabarits)

    def regenerer(self, **demande: Any) -> Regeneration:
        return regenerer(self.film, Demande(gabarits=self.gabarits, **demande))

    def actualiser(self) -> RapportRecalcul:
        return actualiser(sorted((self.film / "pack").glob("*.xlsx")))

    def feuille(self, classeur: str, feuille: str) -> Worksheet:
        """A sheet, values as stored."""
        return load_workbook(self.film / "pack" / f"{classeur}.xlsx", data_only=True)[feuille]

    def tableau(self, classeur: str, feuille: str, entete: int = 4) -> list[dict[str, Any]]:
        """The rows under a title row, until a row that says nothing."""
        rangees = self.feuille(classeur, feuille).iter_rows(min_row=entete, values_only=True)
        titres = next(rangees)
        sortie = []
        for rangee in rangees:
            if not any(x not in {None, ""} for x in rangee):
                break
            sortie.append({t: v for t, v in zip(titres, rangee, strict=True) if t})
        return sortie

    def etats(self) -> dict[str, str]:
        """Every check of the pack that is not green, by its label."""
        sortie = {}
        for chemin in (self.film / "pack").glob("*.xlsx"):
            for feuille in load_workbook(chemin, data_only=True):
                if feuille.title.startswith("Contrôles"):
                    for rangee in feuille.iter_rows(values_only=True):
                        etats = [x for x in rangee[1:] if isinstance(x, str) and x[:1] in "▲✖" and len(rangee) > 4]
                        if etats and isinstance(rangee[3], float | int):
                            sortie[str(rangee[0])] = etats[0]
        return sortie


def petit_pack(dossier: Path, fichiers: Mapping[str, str], pack: str, projet: str = PROJET) -> PetitPack:
    """``fichiers``: template files by path; ``pack``: what the pack's own file says of its workbooks."""
    gabarits, film = dossier / "gabarits", dossier / "film"
    tous = {"packs/long-metrage.yaml": f"pack: long-metrage\ntitre: Essai\nschema_version: 1\n{pack}", **fichiers}
    for nom, texte in tous.items():
        chemin = gabarits / nom
        chemin.parent.mkdir(parents=True, exist_ok=True)
        chemin.write_text(texte, encoding="utf-8")
    film.mkdir()
    (film / "projet.yaml").write_text(projet, encoding="utf-8")
    return PetitPack(film, gabarits)
