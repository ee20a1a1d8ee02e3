"""A pack of one or two small sheets, written in a folder of its own: a fault is then told in milliseconds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.gabarits.declaration import PackDeclare
from chargeprod_xl.gabarits.rendu import rendre_pack
from chargeprod_xl.liens.edition import UNIQUE, editer_liens

DEPENSES = """\
feuille: Dépenses
onglet: saisie
titre: "Dépenses de {{ film }}"
blocs:
  - champs: reglages
    liste:
      - {id: taux, libelle: Taux de TVA, type: pourcent, valeur: "0.2", saisie: true}
  - tableau: lignes
    extensible: true
    lignes: {pour: d, dans: depenses, cle: cle}
    colonnes:
      - {id: quoi, titre: Dépense, saisie: true}
      - {id: ht, titre: HT, type: euro, saisie: true, total: true}
      - {id: ttc, titre: TTC, type: euro, formule: "=[ht]*(1+{taux})"}
controles:
  - {id: positif, libelle: Rien de négatif, famille: règle, valeur: "=MIN({lignes.ht})",
     comparaison: ">=", remede: corrigez}
"""
DONNEES = {"film": "Le Quai", "depenses": [{"cle": "d1", "quoi": "Projecteur", "ht": 250}]}


class PetitsGabarits:
    """Templates in a folder: one workbook ``comptes``, the sheet ``depenses`` unless ``feuilles`` say otherwise."""

    def __init__(self, dossier: Path, feuilles: Mapping[str, str] | None = None) -> None:
        self.dossier = dossier
        siennes = feuilles or {"depenses": DEPENSES}
        self.ecrire("packs/essai.yaml", "pack: essai\ntitre: Essai\nschema_version: 1\nclasseurs: [comptes]\n")
        noms = ", ".join(siennes)
        self.ecrire("comptes/_classeur.yaml", f"classeur: comptes\ntitre: Comptes\nrole: comptes\nfeuilles: [{noms}]\n")
        for nom, texte in siennes.items():
            self.ecrire(f"comptes/{nom}.yaml", texte)

    def ecrire(self, nom: str, texte: str) -> None:
        """Write a template."""
        chemin = self.dossier / nom
        chemin.parent.mkdir(parents=True, exist_ok=True)
        chemin.write_text(texte, encoding="utf-8")

    def rendre(self, **donnees: Any) -> PackDeclare:
        """The declarations; the pack has no fault."""
        declare, fautes = rendre_pack(self.dossier, "essai", {**DONNEES, **donnees})
        assert declare is not None, fautes
        return declare

    def fautes(self, **donnees: Any) -> list[Anomalie]:
        """What is wrong with the templates, names included."""
        declare, fautes = rendre_pack(self.dossier, "essai", {**DONNEES, **donnees})
        return fautes if declare is None else editer_liens(declare, UNIQUE, "")[1]
