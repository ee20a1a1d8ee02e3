"""Render the template of a sheet: one sheet, or one for each row of its source, block after block."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.gabarits import declaration as d
from chargeprod_xl.gabarits import modele as m
from chargeprod_xl.gabarits.blocs import Donnees, Rendu, rendre_champs, rendre_tableau
from chargeprod_xl.gabarits.champs_lus import choix
from chargeprod_xl.gabarits.colonnes_nommees import fautes_d_exemple, fautes_de_colonnes
from chargeprod_xl.gabarits.feuilles_par_ligne import Exemplaire, IndexEnAttente, exemplaires, place_tenue
from chargeprod_xl.gabarits.lettre import Lettre
from chargeprod_xl.gabarits.lettre_rendue import Citations, rendre_lettre
from chargeprod_xl.gabarits.suites import suit_une_table, suite_de
from chargeprod_xl.projet.fichier import Chemin, Document

Bloc = d.Bloc | d.BlocTexte | d.BlocGraphique
#: Indexes to make once every sheet has its name, by workbook, sheet and block.
IndexATenir = dict[tuple[str, str, str], IndexEnAttente]


@dataclass
class GabaritDeFeuille:
    """The template of a sheet as it was read, and what its sheets share.

    Attributes:
        classeur, ident: its workbook, its name there.
        voisines: names of the templates of that workbook.
        reperes: the line of each of its texts.
        index: where the indexes that it asks for wait.
        verifiees: its tables whose names of columns were looked at already, for another row.
    """

    classeur: str
    ident: str
    brut: m.Feuille
    document: Document
    voisines: tuple[str, ...]
    reperes: dict[str, int]
    index: IndexATenir
    fautes: list[Anomalie]
    verifiees: set[Chemin] = field(default_factory=set)

    def rendu(self, donnees: Donnees) -> Rendu:
        """What renders its texts with ``donnees``."""
        return Rendu(self.document.nom, donnees, self.fautes, self.reperes)

    def ligne(self, chemin: Chemin) -> int:
        """Where a part of it is written."""
        return self.document.lignes.get(chemin, 1)


def rendre_feuilles(gabarit: GabaritDeFeuille, donnees: Donnees) -> list[d.Feuille]:
    """The sheets of a template."""
    return [
        _feuille(gabarit, exemplaire, gabarit.rendu(exemplaire.donnees))
        for exemplaire in exemplaires(gabarit.brut, gabarit.ident, gabarit.rendu(donnees))
    ]


@dataclass
class _Page:
    """What the blocks of a sheet share: its template, its identity, cited values, rows of blocks."""

    gabarit: GabaritDeFeuille
    ident: str
    rendu: Rendu
    citations: Citations
    rangees: int = 0


def _feuille(gabarit: GabaritDeFeuille, exemplaire: Exemplaire, rendu: Rendu) -> d.Feuille:
    brut = gabarit.brut
    page = _Page(gabarit, exemplaire.id, rendu, Citations(rendu))
    blocs = [x for rang, bloc in enumerate(brut.blocs) for x in _bloc(page, bloc, ("blocs", rang))]
    citees = page.citations.bloc()
    return d.Feuille(
        gabarit.classeur,
        exemplaire.id,
        exemplaire.nom,
        brut.onglet,
        rendu.texte(brut.titre),
        rendu.texte(brut.unite),
        brut.page,
        brut.protegee,
        brut.figer,
        (*blocs, citees) if citees else tuple(blocs),
        tuple(_controle(c, exemplaire, rendu) for c in brut.controles if rendu.si(c.si)),
        rendu.source,
        ligne_source=gabarit.ligne(("feuille",)),
        origines=rendu.origines,
        par=exemplaire.par,
    )


def _controle(controle: m.Controle, exemplaire: Exemplaire, rendu: Rendu) -> m.Controle:
    """A check; each sheet of a row has its own."""
    suffixe = f"_{exemplaire.id.rpartition('.')[2]}" if exemplaire.par else ""
    return controle.model_copy(
        update={
            "id": controle.id + suffixe,
            "libelle": rendu.texte(controle.libelle),
            "valeur": rendu.formule(controle.valeur),
            "attendu": rendu.formule(controle.attendu),
            "remede": rendu.texte(controle.remede),
        }
    )


def _bloc(page: _Page, bloc: m.BlocGabarit, chemin: Chemin) -> list[Bloc]:
    """What a declared block becomes: one, several side by side, none when its condition is false."""
    if not page.rendu.si(bloc.si):
        return []
    if isinstance(bloc, m.CoteACote):
        return _cote_a_cote(page, bloc, chemin)
    return [_seul(page, bloc, chemin)]


def _seul(page: _Page, bloc: m.Tableau | m.Champs | m.Texte | m.Graphique | m.Index | Lettre, chemin: Chemin) -> Bloc:
    ligne = page.gabarit.ligne(chemin)
    if isinstance(bloc, m.Tableau):
        return _tableau(page, bloc, chemin)
    if isinstance(bloc, m.Champs):
        return rendre_champs(bloc, page.rendu, ligne)
    if isinstance(bloc, m.Index):
        return _index(page, bloc, ligne)
    if isinstance(bloc, Lettre):
        return rendre_lettre(bloc, page.rendu, ligne, page.citations)
    return _texte(bloc, page.rendu) if isinstance(bloc, m.Texte) else _graphique(bloc, page.rendu)


def _cote_a_cote(page: _Page, rangee: m.CoteACote, chemin: Chemin) -> list[Bloc]:
    page.rangees += 1
    numero = page.rangees
    voisins = (
        x for rang, bloc in enumerate(rangee.cote_a_cote) for x in _bloc(page, bloc, (*chemin, "cote_a_cote", rang))
    )
    return [replace(x, rangee=numero) if isinstance(x, d.Bloc) else x for x in voisins]


def _index(page: _Page, index: m.Index, ligne: int) -> Bloc:
    ou = f"{page.rendu.source}, ligne {ligne}, index « {index.index} »"
    if index.de not in page.gabarit.voisines:
        quoi = f"aucune feuille de ce classeur ne s’appelle « {index.de} »"
        page.rendu.fautes.append(Anomalie(ou, quoi, choix(index.de, page.gabarit.voisines)))
    _rien_a_montrer(index.colonnes, page.rendu, ou)
    page.gabarit.index[page.gabarit.classeur, page.ident, index.index] = IndexEnAttente(index, page.rendu, ligne)
    return place_tenue(index, ligne)


def _tableau(page: _Page, tableau: m.Tableau, chemin: Chemin) -> Bloc:
    gabarit, rendu, ligne = page.gabarit, page.rendu, page.gabarit.ligne(chemin)
    if suit_une_table(tableau):
        return suite_de(tableau, rendu.source, rendu.donnees, ligne)
    _rien_a_montrer(tableau.colonnes, rendu, f"{rendu.source}, ligne {ligne}, tableau « {tableau.tableau} »")
    rendue = rendre_tableau(tableau, rendu, ligne)
    if chemin not in gabarit.verifiees:
        gabarit.verifiees.add(chemin)
        gabarit.fautes += fautes_de_colonnes(tableau, rendue, gabarit.document, chemin)
        gabarit.fautes += fautes_d_exemple(tableau, gabarit.document, chemin)
    return rendue


def _rien_a_montrer(colonnes: Iterable[m.Colonne], rendu: Rendu, ou: str) -> None:
    """Only a table that follows another can show its columns."""
    for colonne in colonnes:
        if colonne.montre:
            quoi = f"la colonne « {colonne.id} » montre « {colonne.montre} », mais ce tableau n’en suit aucun autre"
            rendu.fautes.append(Anomalie(ou, quoi, "donnez-lui « lignes: {pour: …, dans: classeur.feuille.tableau} »"))


def _texte(bloc: m.Texte, rendu: Rendu) -> d.BlocTexte:
    return d.BlocTexte(tuple(rendu.texte(t) for t in bloc.texte), rendu.texte(bloc.titre))


def _graphique(bloc: m.Graphique, rendu: Rendu) -> d.BlocGraphique:
    series = tuple((rendu.texte(s.titre), s.valeurs, s.couleur) for s in bloc.series)
    return d.BlocGraphique(
        bloc.graphique,
        rendu.texte(bloc.titre),
        bloc.categories,
        series,
        bloc.hauteur,
        bloc.largeur,
        bloc.diviseur,
        bloc.empile,
    )
