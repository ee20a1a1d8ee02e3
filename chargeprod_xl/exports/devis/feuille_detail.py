"""« Détail »: the lines under their headings, which carry live sums; what each other sheet refers to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chargeprod_xl.exports.devis.champs import CHAMPS, FEUILLES, NECESSAIRES
from chargeprod_xl.exports.devis.donnees import Devis
from chargeprod_xl.exports.devis.lignes import Ligne
from chargeprod_xl.exports.devis.modele import Colonne, Lecteur
from chargeprod_xl.exports.devis.plan import Poste, Rubrique
from chargeprod_xl.exports.devis.plume import Formule, Plume, Titre, somme


@dataclass(frozen=True)
class Detail:
    """The sheet, and the rows of its totals: postes by number, rows below them, general total."""

    plume: Plume
    colonnes: dict[str, int]
    postes: dict[int, int]
    dessous: tuple[int, ...]
    general: int

    def de(self, ligne: int, champ: str) -> Formule:
        """A total of this sheet, shown on another."""
        return Formule(f"={self.plume.ailleurs(ligne, self.colonnes[champ])}")


class _Detail:
    """The sheet while it is written."""

    def __init__(self, plume: Plume, colonnes: Sequence[Colonne]) -> None:
        self.plume = plume
        self.champs = [CHAMPS[c.champ] for c in colonnes]
        self.rang = {c.nom: n for n, c in enumerate(self.champs, 1)}
        self.plume.entete(
            [
                Titre(c.titre or x.titre, x.type, c.largeur or x.largeur)
                for c, x in zip(colonnes, self.champs, strict=True)
            ],
            repetee=True,
        )

    def _france(self) -> Formule:
        n = self.plume.ligne
        return Formule(f"={self.plume.ici(n, self.rang['montant'])}-{self.plume.ici(n, self.rang['etranger'])}")

    def ligne(self, x: Ligne) -> int:
        """One line; its amounts are values, what is spent in France is their difference."""
        valeurs: list[Any] = []
        for champ in self.champs:
            if champ.nom == "france" and x.montant is not None:
                valeurs.append(self._france())
            else:
                valeur = getattr(x, champ.nom)
                valeurs.append(valeur if valeur != "" else None)
        types = {self.rang["taux"]: "pourcent2"} if x.unite == "%" and "taux" in self.rang else None
        return self.plume.rangee(valeurs, "", types)

    def titre(self, numero: str, libelle: str, style: str) -> int:
        """A heading, its sums left open."""
        valeurs: list[Any] = [None] * len(self.champs)
        valeurs[0], valeurs[1] = numero, libelle
        self.plume.feuille.solidaires.add(self.plume.ligne)
        return self.plume.rangee(valeurs, style)

    def sommer(self, ligne: int, plages: Mapping[int, Sequence[str]], style: str) -> None:
        """Give a heading its sums, by column."""
        reprise, self.plume.ligne = self.plume.ligne, ligne
        feuille = self.plume.feuille.cellules
        numero, libelle = feuille[ligne, 1].valeur, feuille[ligne, 2].valeur
        valeurs: list[Any] = [None] * len(self.champs)
        valeurs[0], valeurs[1] = numero, libelle
        for rang, morceaux in plages.items():
            valeurs[rang - 1] = somme(morceaux)
        if "france" in self.rang:
            valeurs[self.rang["france"] - 1] = self._france()
        self.plume.rangee(valeurs, style)
        self.plume.ligne = reprise

    def _rangs_sommes(self) -> list[int]:
        return [self.rang[c.nom] for c in self.champs if c.somme and c.nom != "france"]

    def rubrique(self, r: Rubrique) -> int:
        """A heading and its lines; a heading without pay says so."""
        titre = self.titre(str(r.numero or ""), f"{r.libelle}, hors salaires" if r.reunie else r.libelle, "rubrique")
        debut = self.plume.ligne
        for x in r.lignes:
            self.ligne(x)
        fin = self.plume.ligne - 1
        self.sommer(titre, {c: [self.plume.plage(debut, fin, c)] for c in self._rangs_sommes()}, "rubrique")
        return titre

    def poste(self, p: Poste) -> int:
        """A poste: its rubriques, then the lines that several of them share."""
        titre = self.titre(str(p.numero), p.libelle.upper(), "poste")
        lignes = [self.rubrique(r) for r in p.rubriques]
        lignes += [self.ligne(x) for x in p.reste]
        self.total(titre, lignes, "poste")
        return titre

    def total(self, titre: int, lignes: Sequence[int], style: str) -> None:
        """The sum of rows that stand apart."""
        self.sommer(titre, {c: [self.plume.ici(n, c) for n in lignes] for c in self._rangs_sommes()}, style)


def _sous_les_postes(d: _Detail, devis: Devis) -> list[int]:
    """Imprévus, frais généraux, and the producer when the genre counts her pay there."""
    lignes = []
    for m in devis.dessous:
        if not m.total:
            continue
        ligne = Ligne(
            "",
            m.libelle,
            0,
            0,
            m.total,
            "sous les postes",
            "%",
            m.base,
            taux=m.taux,
            etranger=m.etranger,
            genre="contrat",
        )
        lignes.append(d.ligne(ligne))
    return lignes


def _utiles(colonnes: Sequence[Colonne], postes: Sequence[Poste]) -> list[Colonne]:
    """The columns where a line says something; those of amounts stay, even at zero."""
    lignes = [x for p in postes for x in p.lignes()]
    return [
        c
        for c in colonnes
        if c.champ in NECESSAIRES or CHAMPS[c.champ].somme or any(getattr(x, c.champ) not in {None, ""} for x in lignes)
    ]


def ecrire_detail(devis: Devis, postes: Sequence[Poste], lecteur: Lecteur, sous_titre: str) -> Detail:
    """The sheet of the lines."""
    plume = Plume(FEUILLES["detail"], "Devis détaillé", sous_titre, lecteur.papier, "paysage")
    d = _Detail(plume, _utiles(lecteur.colonnes, postes))
    lignes: dict[int, int] = {}
    for p in postes:
        if lignes:
            plume.couper()
        lignes[p.numero] = d.poste(p)
    titre = d.titre("", "SOUS LES POSTES", "poste") if any(m.total for m in devis.dessous) else 0
    dessous = _sous_les_postes(d, devis)
    if titre:
        d.total(titre, dessous, "poste")
    general = d.titre("", "TOTAL GÉNÉRAL HT", "total")
    d.total(general, [*lignes.values(), *dessous], "total")
    return Detail(plume, d.rang, lignes, tuple(dessous), general)
