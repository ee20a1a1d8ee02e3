"""A devis of ten rows, whose table folds and whose headings are linked both ways: built in half a second."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from magasin import pack_construit
from openpyxl import load_workbook
from reprise.atelier import Film

DETAIL = """\
feuille: Détail
onglet: saisie
titre: Devis détaillé
blocs:
  - tableau: lignes
    extensible: true
    pliage: {colonne: niveau, titres: [poste, rubrique, groupe]}
    lignes:
"""
_COLONNES = """\
    colonnes:
      - {id: code, titre: N°, type: code, saisie: true}
      - {id: niveau, titre: Niveau, saisie: true}
      - {id: double, titre: Double, type: euro, formule: "=[montant]*2"}
      - {id: montant, titre: Montant, type: euro, saisie: true, total: true}
controles:
  - {id: positif, libelle: Positif, famille: règle, valeur: "=MIN(0,SUM({lignes.montant}))", remede: corrigez}
"""
_RECAP = """\
feuille: {nom}
onglet: restitution
titre: {nom}
protegee: true
blocs:
  - tableau: liste
    raccourci: {{vers: detail.lignes, niveau: {niveau}, cle: {niveau}, cle_vers: code}}
    lignes:
{lignes}    colonnes:
      - {{id: libelle, titre: Libellé}}
      - {{id: {niveau}, titre: N°, type: nombre_entier}}
"""
LIGNES = (
    ("1", "poste"),
    ("11", "rubrique"),
    ("1111", "ligne"),
    ("12", "rubrique"),
    ("2", "poste"),
    ("23", "rubrique"),
    ("2311", "ligne"),
    ("231", "groupe"),
    ("2312", "ligne"),
    ("24", "rubrique"),
)
#: Number 99 has no heading.
RUBRIQUES = (11, 12, 23, 24, 99)


def _recap(nom: str, niveau: str, numeros: tuple[int, ...]) -> str:
    lignes = "".join(f"      - {{cle: n{n}, valeurs: {{libelle: L{n}, {niveau}: {n}}}}}\n" for n in numeros)
    return _RECAP.format(nom=nom, niveau=niveau, lignes=lignes)


class PetitDevis(Film):
    """A film whose pack is the project and this devis."""

    def __init__(self, racine: Path, *, unique: bool = False) -> None:
        super().__init__(racine, "projet")
        devis = self.gabarits / "devis"
        shutil.rmtree(devis)
        devis.mkdir()
        feuilles = {
            "_classeur": "classeur: devis\ntitre: Devis\nrole: Petit\nfeuilles: [recapitulatif, detail, rubriques]\n",
            "recapitulatif": _recap("Récapitulatif", "poste", (1, 2)),
            "rubriques": _recap("Rubriques", "rubrique", RUBRIQUES),
            "detail": DETAIL
            + "".join(f'      - {{cle: c{c}, valeurs: {{code: "{c}", niveau: {n}}}}}\n' for c, n in LIGNES)
            + _COLONNES,
        }
        for nom, texte in feuilles.items():
            (devis / f"{nom}.yaml").write_text(texte, encoding="utf-8")
        self.changer_gabarit("packs/long-metrage.yaml", "classeurs: [projet]", "classeurs: [projet, devis]")
        self.unique = unique

    def construire(self) -> PetitDevis:
        """Build it anew."""
        shutil.rmtree(self.pack, ignore_errors=True)
        pack_construit(self.dossier, gabarits=self.gabarits, unique=self.unique)
        return self

    @property
    def livre(self) -> Any:
        """The workbook that holds the devis."""
        return load_workbook(self.pack / ("pack.xlsx" if self.unique else "devis.xlsx"))

    def niveaux(self) -> dict[str, int]:
        """How deep each row of the detail folds, by code."""
        return niveaux(self.livre["Détail"])


def niveaux(feuille: Any) -> dict[str, int]:
    """How deep each row folds, by what its first cell says."""
    return {str(feuille.cell(i, 1).value): feuille.row_dimensions[i].outlineLevel for i in range(5, feuille.max_row)}


def liens(livre: Any, feuille: str) -> dict[str, tuple[str, str]]:
    """Where each link of a sheet leads: number clicked on → sheet and number of the cell behind the name."""
    sortie = {}
    for rangee in livre[feuille].iter_rows():
        for cellule in rangee:
            if cellule.hyperlink is not None:
                assert not cellule.hyperlink.target
                [(nom, ou)] = livre.defined_names[cellule.hyperlink.location].destinations
                assert str(cellule.value) not in sortie
                sortie[str(cellule.value)] = nom, str(livre[nom][ou].value)
    return sortie
