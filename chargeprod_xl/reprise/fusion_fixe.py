"""Fields and fixed tables: what was typed, what was seeded, what the sources say now."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from chargeprod_xl.gabarits.declaration import Bloc, Colonne, Feuille, Ligne, Role, Tapee
from chargeprod_xl.liens.formules import lire_plage
from chargeprod_xl.liens.plan import canonique
from chargeprod_xl.reprise.appellation import Rangee, appeler
from chargeprod_xl.reprise.bilan import Arbitrage, Bilan, Conflit, Element, Perte, en_mots
from chargeprod_xl.reprise.cellules import RIEN, egales, inchangee
from chargeprod_xl.reprise.chemins import Chemin, de_cellule, de_feuille
from chargeprod_xl.reprise.releve import CelluleRelevee, Releve
from chargeprod_xl.reprise.saisies import LigneInseree

#: Why what was typed in a sheet of a row is not in the rebuilt pack.
SANS_FEUILLE = "la source n’a plus la ligne de cette feuille"
CLASSEUR_RETIRE = "le film n’a plus ce classeur : il est dans la version précédente"


def montre(tapee: Tapee) -> str:
    """What a cell says, for a message."""
    return f"={tapee.formule}" if tapee.formule is not None else en_mots(tapee.valeur, tapee.est_date)


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
        date = tapee.est_date
        if inchangee(tapee, graine):
            if not egales(graine, source):
                self.bilan.renouvelees.append(Element(ou, en_mots(source, date), en_mots(graine, date)))
            return None
        if tapee.formule is None and egales(tapee.valeur, source):
            return None
        if egales(graine, source):
            self.bilan.gardees.append(Element(ou, montre(tapee), en_mots(source, date)))
            return tapee
        choix = self.arbitrage.choix(nom)
        depart, projet = en_mots(graine, date), en_mots(source, date)
        self.bilan.conflits.append(Conflit(nom, ou, depart, montre(tapee), projet, choix))
        return None if choix == "projet" else tapee


def fusionner_fixe(feuille: Feuille, bloc: Bloc, releve: Releve, arbitre: Arbitre) -> Bloc:
    """The block with what people typed in its cells."""
    noms = _noms(feuille, bloc, releve)
    lignes = [_ligne(feuille, bloc, ligne, noms[ligne.cle], releve, arbitre) for ligne in bloc.lignes]
    for recoltee, inseree in releve.inserees.get((*de_feuille(f"{feuille.classeur}.{feuille.id}"), bloc.id), ()):
        rangs = {x.cle: i for i, x in enumerate(lignes)}
        dernier = max([rangs.get(inseree.apres, -1), *(rangs[c] for c in _memes(inseree, releve, rangs))])
        lignes.insert(dernier + 1, _inseree(bloc, inseree))
        if inseree.cle not in recoltee.plan.blocs[inseree.bloc].rangs:
            mots = " ".join(montre(t) for t in inseree.cellules.values())
            arbitre.bilan.ajoutees.append(Element(f"{feuille.nom} › {mots}", "ligne ajoutée"))
    return replace(bloc, lignes=tuple(lignes))


def _memes(inseree: LigneInseree, releve: Releve, rangs: Mapping[str, int]) -> list[str]:
    """Rows already put back that stood above this one, after the same declared row."""
    return [
        x.cle
        for toutes in releve.inserees.values()
        for _, x in toutes
        if (x.bloc, x.apres) == (inseree.bloc, inseree.apres) and x.rang < inseree.rang and x.cle in rangs
    ]


def _inseree(bloc: Bloc, inseree: LigneInseree) -> Ligne:
    """A row of a person's own: what she typed, and nothing the program would compute."""
    genres = {c: _genre(t) for c, t in inseree.cellules.items() if isinstance(t.valeur, str | float)}
    roles: dict[str, Role] = {c.id: "saisie" if c.id in inseree.cellules else "donnee" for c in bloc.colonnes}
    return Ligne(inseree.cle, {}, types=genres, roles=roles, tapees=dict(inseree.cellules), ajoutee=True)


def _genre(tapee: Tapee) -> str:
    """What a cell of a person's own row is, whatever its column holds elsewhere."""
    return "texte" if isinstance(tapee.valeur, str) else "date" if tapee.est_date else "nombre"


def _ligne(feuille: Feuille, bloc: Bloc, ligne: Ligne, nom: str, releve: Releve, arbitre: Arbitre) -> Ligne:
    ident = f"{feuille.classeur}.{feuille.id}"
    tapees: dict[str, Tapee] = {}
    for colonne in bloc.colonnes:
        chemin = de_cellule(ident, bloc.id, bloc.est_champs, ligne.cle, colonne.id)
        lue = releve.fixes.get(chemin)
        if lue is None:
            continue
        arbitre.prises.add(chemin)
        ou = f"{feuille.nom} › {nom}"
        if not (bloc.est_champs and colonne.id == "valeur"):
            ou = f"{ou} › {colonne.titre}"
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


def _noms(feuille: Feuille, bloc: Bloc, releve: Releve) -> dict[str, str]:
    """How a person would name each row: by its title, else by its place in the file."""
    ident = f"{feuille.classeur}.{feuille.id}"
    rangees = {}
    for rang, ligne in enumerate(bloc.lignes, 1):
        chemins = (de_cellule(ident, bloc.id, bloc.est_champs, ligne.cle, c.id) for c in bloc.colonnes)
        lue = next((x for chemin in chemins if (x := releve.fixes.get(chemin))), None)
        place = f"ligne {lire_plage(lue.repere).ligne_debut}" if lue else f"rang {rang} du tableau"
        rangees[ligne.cle] = Rangee({c: Tapee(canonique(v)) for c, v in ligne.valeurs.items()}, place)
    return appeler(rangees, bloc.colonnes, premiers_mots=False)


def restes(
    releve: Releve, prises: set[Chemin], parties: Collection[Chemin], classeurs: Collection[str]
) -> Iterator[Perte]:
    """Cells that were typed in and that no template has any more.

    ``parties``: sheets whose row is gone; ``classeurs``: those of the pack.
    """
    for chemin, lue in releve.fixes.items():
        if chemin not in prises and not inchangee(lue.tapee, lue.graine):
            raison = "ce champ n’existe plus dans le gabarit, et aucune migration ne dit où il est passé"
            if chemin[0] not in classeurs:
                raison = CLASSEUR_RETIRE
            if chemin[:3] in parties:
                if lue.tapee == RIEN:
                    continue
                raison = SANS_FEUILLE
            yield Perte(lue.classeur, lue.feuille, lue.repere, montre(lue.tapee), raison)
