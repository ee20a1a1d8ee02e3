"""A table that people extend: rows by identity, cells by three values, order by the hand that changed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from chargeprod_xl.gabarits.cles import VIERGE
from chargeprod_xl.gabarits.declaration import Bloc, Colonne, Feuille, Ligne, Tapee
from chargeprod_xl.liens.formules import adresse
from chargeprod_xl.liens.plan import canonique
from chargeprod_xl.reprise.appellation_table import Connues, noms_de_table
from chargeprod_xl.reprise.bilan import Element, Perte, en_mots
from chargeprod_xl.reprise.cellules import RIEN, inchangee
from chargeprod_xl.reprise.fusion_fixe import Arbitre, calculee, montre
from chargeprod_xl.reprise.ordre import deplacees, ordonner
from chargeprod_xl.reprise.recit_table import AJOUT, RecitTable
from chargeprod_xl.reprise.saisies import ColonneLue, LigneLue, TableLue

Renvois = Mapping[str, Mapping[Any, Any]]
_RETIREE = "ligne que la source n’a plus"


def identites(lue: TableLue) -> list[str]:
    """Identity of each row of the file, in order; a row that people added gets the next free one."""
    rangs = [c.removeprefix(AJOUT) for c in {*lue.ecrites, *lue.graines} if c.startswith(AJOUT)]
    suivant = max([int(r) for r in rangs if r.isdigit()], default=0)
    sortie = []
    for ligne in lue.lignes:
        suivant += not ligne.id
        sortie.append(ligne.id or f"{AJOUT}{suivant}")
    return sortie


def _plie(valeur: Any) -> str:
    return " ".join(str(valeur or "").split()).casefold()


@dataclass(frozen=True)
class FusionTable:
    """One table.

    ``renvois``: for columns that name rows of other tables, former name to present one; ``connues``: how people would
    name the rows of those tables.
    """

    feuille: Feuille
    bloc: Bloc
    lue: TableLue
    arbitre: Arbitre
    classeur: str
    renvois: Renvois
    connues: Connues

    @property
    def identites(self) -> Mapping[int, str]:
        """Identity of the row that each row of the file became."""
        return {x.rang: cle for x, cle in zip(self.lue.lignes, self._identites, strict=True)}

    def fusionner(self) -> Bloc:
        """The table with everything that people did in it."""
        semees = self._semees
        lues = self._lues(semees)
        supprimees = [c for c in semees if c in self.lue.graines and c not in lues]
        nouvelles = [c for c in semees if c not in self.lue.graines and c not in lues and VIERGE not in c]
        fusionnees = {cle: self._ligne(cle, semees.get(cle), x) for cle, x in lues.items()}
        source = [c for c in semees if c not in supprimees]
        ordre = ordonner(list(self.lue.graines), list(lues), source, lues.keys() & semees.keys())
        bouges = deplacees([c for c in self.lue.ecrites if c in lues], list(lues))
        recit = RecitTable(self.feuille.nom, self.lue, self.noms, self.arbitre.bilan)
        recit.par_la_personne(lues, bouges, supprimees)
        recit.retablies({c.id: c.titre for c in self.bloc.colonnes}, lues)
        recit.par_la_source(nouvelles, bool(self._solidaires), {c: semees[c].graines for c in supprimees})
        return replace(
            self.bloc,
            colonnes=self._colonnes(),
            lignes=tuple(fusionnees.get(c) or semees[c] for c in ordre),
            supprimees=tuple(semees[c] for c in supprimees),
            source=tuple(semees),
        )

    def _lues(self, semees: Mapping[str, Ligne]) -> dict[str, LigneLue]:
        """Rows of the file that stay, by their identity; a row whose source is gone leaves, what it held is told."""
        sortie: dict[str, LigneLue] = {}
        for ligne, cle in zip(self.lue.lignes, self._identites, strict=True):
            if cle in semees or cle not in self.lue.graines or (VIERGE in cle and self._saisies(ligne)):
                sortie[cle] = ligne
            else:
                self._retirer(cle, ligne)
        return sortie

    @cached_property
    def _identites(self) -> list[str]:
        """Identity of each row of the file; one added by hand that a source brings since is that of the source."""
        trouvees = identites(self.lue)
        colonne = self.bloc.reconnait
        if not colonne:
            return trouvees
        presentes = set(trouvees)
        attendues = {
            _plie(x.valeurs.get(colonne)): x.cle
            for x in reversed(self.bloc.lignes)
            if x.cle not in presentes and x.cle not in self.lue.graines
        }
        sortie = []
        for cle, ligne in zip(trouvees, self.lue.lignes, strict=True):
            a_la_main = cle not in self.lue.graines or VIERGE in cle
            tapee = ligne.cellules.get(colonne)
            nom = _plie(tapee.valeur) if a_la_main and tapee and tapee.valeur else None
            sortie.append(attendues.pop(nom, cle) if nom else cle)
        return sortie

    def _saisies(self, ligne: LigneLue) -> dict[str, Tapee]:
        """What a person typed in a row: it is not what was seeded."""
        graines = self.lue.graines.get(ligne.id, {})
        return {c: t for c, t in ligne.cellules.items() if not inchangee(t, graines.get(c))}

    def _retirer(self, cle: str, ligne: LigneLue) -> None:
        if VIERGE in cle:
            return  # ready to be typed in, and nobody did
        self.arbitre.bilan.retirees.append(Element(f"{self.feuille.nom} › {self.noms[cle]}", _RETIREE))
        for colonne, tapee in self._saisies(ligne).items():
            if tapee != RIEN:
                self._perdre(ligne, colonne, tapee, "la source n’a plus cette ligne")

    def _perdre(self, ligne: LigneLue, colonne: str, tapee: Tapee, raison: str) -> None:
        rang = self.lue.colonnes.get(colonne) or next(c.rang for c in self.lue.ajoutees if c.id == colonne)
        repere = f"{adresse(ligne.rang, rang)} ({self.noms[self.identites[ligne.rang]]})"
        self.arbitre.bilan.pertes.append(Perte(self.classeur, self.lue.nom, repere, montre(tapee), raison))

    @cached_property
    def _semees(self) -> dict[str, Ligne]:
        """Rows that the program seeds, by identity."""
        return {ligne.cle: ligne for ligne in self.bloc.lignes}

    @cached_property
    def noms(self) -> dict[str, str]:
        """How a person would name each row, by identity."""
        return noms_de_table(self.bloc, self.lue, self._identites, self.connues)

    @cached_property
    def _solidaires(self) -> frozenset[str]:
        """Columns worked out together, once a person has changed one of their values or the rows themselves."""
        cles = identites(self.lue)
        remaniee = set(cles) != set(self.lue.graines) or bool(deplacees(list(self.lue.graines), cles))
        touchee = any(c in self._saisies(x) for x in self.lue.lignes for c in self.bloc.solidaires)
        return frozenset(self.bloc.solidaires) if remaniee or touchee else frozenset()

    def _ligne(self, cle: str, semee: Ligne | None, lue: LigneLue) -> Ligne:
        """A row of the file, on the row that the program seeds when it does."""
        tapees: dict[str, Tapee] = {}
        graines = self.lue.graines.get(lue.id, {})
        base = semee or Ligne(cle, {}, ajoutee=True)
        connues = {c.id for c in self.bloc.colonnes}
        for colonne in self.bloc.colonnes:
            lue_ici = lue.cellules.get(colonne.id)
            if lue_ici is None and colonne.id in self.lue.colonnes.keys() - self.lue.calculees:
                lue_ici = RIEN
            if lue_ici is not None:
                retenue = self._cellule(cle, base, colonne, self._suivie(colonne.id, lue_ici, graines), graines, lue)
                if retenue is not None:
                    tapees[colonne.id] = retenue
        tapees |= {c: t for c, t in lue.cellules.items() if c in self.lue.perso and t != RIEN}
        for colonne_perdue, tapee in self._saisies(lue).items():
            if colonne_perdue not in connues | self.lue.perso:
                raison = "cette colonne n’existe plus dans le gabarit, et aucune migration ne dit où elle est passée"
                self._perdre(lue, colonne_perdue, tapee, raison)
        return replace(base, tapees=tapees) if tapees else base

    def _suivie(self, colonne: str, tapee: Tapee, graines: Mapping[str, Any]) -> Tapee:
        """A typed reference to a row of another table, under the name this row has now."""
        noms = self.renvois.get(colonne, {})
        if tapee.formule is None and tapee.valeur in noms and not inchangee(tapee, graines.get(colonne)):
            return Tapee(noms[tapee.valeur])
        return tapee

    def _cellule(
        self, cle: str, ligne: Ligne, colonne: Colonne, tapee: Tapee, graines: Mapping[str, Any], lue: LigneLue
    ) -> Tapee | None:
        ou = f"{self.feuille.nom} › {self.noms[cle]} › {colonne.titre}"
        nom = f"{self.feuille.classeur}.{self.feuille.id}.{self.bloc.id}.{cle}.{colonne.id}"
        graine, source = graines.get(colonne.id), canonique(ligne.graines.get(colonne.id))
        if colonne.id in self.lue.calculees:
            if calculee(ligne, colonne):
                self.arbitre.bilan.remplacees.append(Element(ou, montre(tapee)))
                return tapee
            return self.arbitre.retenir(nom, ou, tapee, None, source)
        if calculee(ligne, colonne):
            if not inchangee(tapee, graine):
                self._perdre(lue, colonne.id, tapee, "cette cellule se calcule désormais")
            return None
        if ligne.ajoutee or colonne.id in self._solidaires:
            if not ligne.ajoutee and not inchangee(tapee, graine):
                self.arbitre.bilan.gardees.append(Element(ou, montre(tapee), en_mots(graine)))
            return None if inchangee(tapee, source) else tapee
        return self.arbitre.retenir(nom, ou, tapee, graine, source)

    def _colonnes(self) -> tuple[Colonne, ...]:
        """Declared columns, and each column that people added after the one it followed."""
        sortie: list[Colonne] = []
        connues = {c.id for c in self.bloc.colonnes}
        orphelines = [a for a in self.lue.ajoutees if a.apres not in connues]
        sortie += [self._perso(a) for a in orphelines if not a.apres]
        for colonne in self.bloc.colonnes:
            sortie.append(colonne)
            sortie += [self._perso(a) for a in self.lue.ajoutees if a.apres == colonne.id]
        return (*sortie, *(self._perso(a) for a in orphelines if a.apres))

    def _perso(self, ajoutee: ColonneLue) -> Colonne:
        """A column that a person added; what it holds says how it is shown."""
        lues = (x.cellules.get(ajoutee.id) for x in self.lue.lignes)
        cellules = [t for t in lues if t and (t.formule is not None or t.valeur is not None)]
        # The value of a formula may be missing, or be ours: only what was typed tells a text.
        nombres = bool(cellules) and all(t.formule is not None or isinstance(t.valeur, float) for t in cellules)
        genre = "texte" if not nombres else "date" if any(t.est_date for t in cellules) else "nombre"
        return Colonne(ajoutee.id, ajoutee.titre, genre, "saisie", ajoutee=True, largeur=18.0)
