"""Fields and fixed tables: what was typed, what was seeded, what the sources say now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from chargeprod_xl.gabarits.declaration import Bloc, Colonne, Feuille, Ligne, Tapee
from chargeprod_xl.liens.plan import canonique
from chargeprod_xl.reprise.bilan import Arbitrage, Bilan, Conflit, Element, Perte, en_mots
from chargeprod_xl.reprise.cellules import egales, inchangee
from chargeprod_xl.reprise.chemins import Chemin, de_cellule
from chargeprod_xl.reprise.releve import CelluleRelevee, Releve


def montre(tapee: Tapee) -> str:
    """What a cell says, for a message."""
    return f"={tapee.formule}" if tapee.formule is not None else en_mots(tapee.valeur)


def calculee(ligne: Ligne, colonne: Colonne) -> bool:
    """True when the template puts a formula in this cell."""
    if colonne.id in ligne.formules:
        return True
    par_colonne = ligne.roles.get(colonne.id, colonne.role) == "calcul" and colonne.formule is not None
    return par_colonne and ligne.valeurs.get(colonne.id) is None


@dataclass
class Arbitre:
    """Three values and a rule; everything decided goes to the account."""

    bilan: Bilan
    arbitrage: Arbitrage
    prises: set[Chemin] = field(default_factory=set)

    def retenir(self, nom: str, ou: str, tapee: Tapee, graine: Any, source: Any) -> Tapee | None:
        """What to put back: the typed content, or None to follow the source."""
        if inchangee(tapee, graine):
            if not egales(graine, source):
                self.bilan.renouvelees.append(Element(ou, en_mots(source), en_mots(graine)))
            return None
        if tapee.formule is None and egales(tapee.valeur, source):
            return None
        if egales(graine, source):
            self.bilan.gardees.append(Element(ou, montre(tapee), en_mots(source)))
            return tapee
        choix = self.arbitrage.choix(nom)
        self.bilan.conflits.append(Conflit(nom, ou, en_mots(graine), montre(tapee), en_mots(source), choix))
        return None if choix == "projet" else tapee


def fusionner_fixe(feuille: Feuille, bloc: Bloc, releve: Releve, arbitre: Arbitre) -> Bloc:
    """The block with what people typed in its cells."""
    lignes = tuple(_ligne(feuille, bloc, ligne, releve, arbitre) for ligne in bloc.lignes)
    return replace(bloc, lignes=lignes)


def _ligne(feuille: Feuille, bloc: Bloc, ligne: Ligne, releve: Releve, arbitre: Arbitre) -> Ligne:
    ident = f"{feuille.classeur}.{feuille.id}"
    tapees: dict[str, Tapee] = {}
    for colonne in bloc.colonnes:
        chemin = de_cellule(ident, bloc.id, bloc.est_champs, ligne.cle, colonne.id)
        lue = releve.fixes.get(chemin)
        if lue is None:
            continue
        arbitre.prises.add(chemin)
        ou = _ou(feuille, bloc, ligne, colonne)
        retenue = _retenir(".".join(chemin), ou, lue, ligne, colonne, arbitre)
        if retenue is not None:
            tapees[colonne.id] = retenue
    return replace(ligne, tapees=tapees) if tapees else ligne


def _retenir(nom: str, ou: str, lue: CelluleRelevee, ligne: Ligne, colonne: Colonne, arbitre: Arbitre) -> Tapee | None:
    if lue.ecrasee:
        if not calculee(ligne, colonne):
            return arbitre.retenir(nom, ou, lue.tapee, None, canonique(ligne.graines.get(colonne.id)))
        arbitre.bilan.remplacees.append(Element(ou, montre(lue.tapee)))
        return lue.tapee
    if calculee(ligne, colonne):
        if not inchangee(lue.tapee, lue.graine):
            raison = "cette cellule se calcule désormais"
            arbitre.bilan.pertes.append(Perte(lue.classeur, lue.feuille, lue.repere, montre(lue.tapee), raison))
        return None
    return arbitre.retenir(nom, ou, lue.tapee, lue.graine, canonique(ligne.graines.get(colonne.id)))


def _ou(feuille: Feuille, bloc: Bloc, ligne: Ligne, colonne: Colonne) -> str:
    libelle = ligne.valeurs.get(bloc.colonnes[0].id)
    repere = str(libelle) if isinstance(libelle, str) and libelle else ligne.cle
    fin = "" if bloc.est_champs and colonne.id == "valeur" else f" › {colonne.titre}"
    return f"{feuille.nom} › {repere}{fin}"


def restes(releve: Releve, prises: set[Chemin]) -> Iterator[Perte]:
    """Cells that were typed in and that no template has any more."""
    for chemin, lue in releve.fixes.items():
        if chemin not in prises and not inchangee(lue.tapee, lue.graine):
            raison = "ce champ n’existe plus dans le gabarit, et aucune migration ne dit où il est passé"
            yield Perte(lue.classeur, lue.feuille, lue.repere, montre(lue.tapee), raison)
