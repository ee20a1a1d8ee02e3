"""Tables that follow another table of the pack: one row for each of its rows, known by their identity.

At a build the rows are those that the program seeds in the table followed; at a rebuild, those it holds once what
people did there is merged: that is why a following table is made by a function, which is called again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.gabarits import modele as m
from chargeprod_xl.gabarits.blocs import Donnees, Rendu, rendre_tableau
from chargeprod_xl.gabarits.cles import VIERGE
from chargeprod_xl.gabarits.declaration import Bloc, Feuille, Ligne, PackDeclare, Suite
from chargeprod_xl.gabarits.types_de_cellule import TYPES_TEXTE

#: Columns of a following table that nobody sees: the identity of the row followed, its rank today (0: it is gone).
SOURCE, RANG = "_source", "_rang"
#: Signs that MATCH reads as patterns, the one that escapes them first.
_JOKERS = "~*?"
#: CHOOSE takes no more.
_CHOIX_MAX = 254


def suit_une_table(tableau: m.Tableau) -> bool:
    """Whether its rows are those of another table of the pack."""
    return isinstance(tableau.lignes, m.Source) and "." in tableau.lignes.dans


def suite_de(tableau: m.Tableau, source: str, donnees: Donnees, ligne_source: int) -> Bloc:
    """A following table before its rows are known."""
    assert isinstance(tableau.lignes, m.Source)
    modele = _Modele(tableau, tableau.lignes, source, donnees, ligne_source)
    suite = Suite(tableau.lignes.dans, modele.deriver)
    return Bloc(tableau.tableau, "", (), (), tableau.extensible, ligne_source=ligne_source, suite=suite)


def derivee(bloc: Bloc, suivi: Bloc) -> tuple[Bloc, list[Anomalie]]:
    """A following table made for the rows of the one followed, where it stands; what forbids it."""
    assert bloc.suite is not None
    faite, fautes = bloc.suite.deriver(suivi)
    return replace(faite, rangee=bloc.rangee), fautes


class _Modele:
    """The template of a following table, and what it needs to be rendered again."""

    def __init__(self, tableau: m.Tableau, lignes: m.Source, source: str, donnees: Donnees, ligne_source: int) -> None:
        self.tableau, self.lignes, self.source = tableau, lignes, source
        self.donnees, self.ligne_source = donnees, ligne_source

    def deriver(self, suivi: Bloc) -> tuple[Bloc, list[Anomalie]]:
        """The table, for the rows that the table followed has."""
        fautes: list[Anomalie] = []
        rendu = Rendu(self.source, self.donnees, fautes)
        if siennes := list(self._fautes(suivi)):
            return suivi, siennes
        suivies = [x for x in suivi.lignes if suivi.extensible or not x.ajoutee]
        tous = [{**_element(suivi, x), RANG: rang} for rang, x in enumerate(suivies, 1)]
        retenus = [e for e in tous if rendu.retient(self.lignes.si, **{self.lignes.pour: e})]
        colonnes = [self._vivante(c, suivi) if c.montre else c for c in self.tableau.colonnes]
        lignes = self.lignes.model_copy(update={"si": None})
        tableau = self.tableau.model_copy(update={"colonnes": (*colonnes, *self._cachees(suivi)), "lignes": lignes})
        bloc = rendre_tableau(tableau, rendu, self.ligne_source, retenus)
        if not bloc.lignes:  # an Excel table needs a row
            bloc = replace(bloc, lignes=(Ligne(f"{VIERGE}1", {}),))
        elif not suivi.extensible and not self.tableau.extensible:
            bloc = replace(bloc, lignes=tuple(self._nommee(x, suivi) for x in bloc.lignes))
        suite = Suite(self.lignes.dans, self.deriver, len(tous) - len(retenus), suivi.extensible)
        return replace(bloc, suite=suite), fautes

    def _fautes(self, suivi: Bloc) -> Iterator[Anomalie]:
        ou = f"{self.source}, ligne {self.ligne_source}, tableau « {self.tableau.tableau} »"
        connues = ", ".join(dict.fromkeys(c.base or c.id for c in suivi.colonnes))
        for colonne in self.tableau.colonnes:
            if colonne.montre and suivi.colonne(colonne.montre) is None:
                quoi = f"« {self.lignes.dans} » n’a pas de colonne « {colonne.montre} »"
                yield Anomalie(ou, quoi, f"choisissez parmi {connues}")
            if colonne.montre and (colonne.saisie or colonne.formule):
                quoi = f"la colonne « {colonne.id} » montre « {colonne.montre} » : elle ne se saisit ni ne se calcule"
                yield Anomalie(ou, quoi, "gardez « montre », ou « saisie », ou « formule »")
        if self.tableau.extensible and not suivi.extensible and len(suivi.lignes) > _CHOIX_MAX:
            quoi = f"« {self.lignes.dans} » est un tableau fixe de {len(suivi.lignes)} lignes, {_CHOIX_MAX} au plus"
            yield Anomalie(ou, quoi, "ôtez « extensible » au tableau qui le suit")
        if self.lignes.cle != "_id":
            quoi = f"« {self.lignes.dans} » est suivi par « {self.lignes.cle} »"
            yield Anomalie(ou, quoi, "écrivez « cle: _id » : une ligne se reconnaît à son identité, qui ne change pas")

    def _vivante(self, colonne: m.Colonne, suivi: Bloc) -> m.Colonne:
        """A column that shows one of the table followed: the row is found by its identity, never by its place."""
        montree = suivi.colonne(str(colonne.montre))
        assert montree is not None
        genre = colonne.type if "type" in colonne.model_fields_set else montree.type
        valeur = f"INDEX({{{self.lignes.dans}.{colonne.montre}}},[{RANG}])"
        formule = "=0"
        if suivi.extensible and genre in TYPES_TEXTE:
            formule = f'=IF([{RANG}]=0,"",{valeur}&"")'
        elif suivi.extensible and genre == "date":
            formule = f'=IF([{RANG}]=0,"",IF({valeur}=0,"",{valeur}))'
        elif suivi.extensible:
            formule = f"=IF([{RANG}]=0,0,{valeur})"
        elif self.tableau.extensible:
            # Rows of a fixed table have names, which follow them; the rank only says which of these is meant.
            noms = [f"{{{self.lignes.dans}.{x.cle}.{colonne.montre}}}" for x in suivi.lignes if not x.ajoutee]
            rien, fin = ('""', '&""') if genre in TYPES_TEXTE else ("0", "")
            formule = f'=IF([{RANG}]="",{rien},CHOOSE([{RANG}],{",".join(noms)}){fin})'
        return colonne.model_copy(update={"type": genre, "formule": formule, "montre": None})

    def _cachees(self, suivi: Bloc) -> tuple[m.Colonne, ...]:
        """MATCH takes « * » for a joker, so the identity is kept with its signs escaped; and it forgets case: what it
        finds must be the identity itself, or nothing is shown.
        """
        if not suivi.extensible:
            rang_fixe = m.Colonne(id=RANG, titre=RANG, type="entier", masquee=True)
            return (rang_fixe,) if self.tableau.extensible else ()
        ids = f"{{{self.lignes.dans}._id}}"
        rang = f"MATCH([{SOURCE}],{ids},0)"
        nue = f"[{SOURCE}]"
        for signe in reversed(_JOKERS):
            nue = f'SUBSTITUTE({nue},"~{signe}","{signe}")'
        formule = f'=IF([{SOURCE}]="",0,IFERROR(IF(EXACT(INDEX({ids},{rang}),{nue}),{rang},0),0))'
        return (
            m.Colonne(id=SOURCE, titre=SOURCE, type="code", masquee=True),
            m.Colonne(id=RANG, titre=RANG, type="entier", masquee=True, formule=formule),
        )

    def _nommee(self, ligne: Ligne, suivi: Bloc) -> Ligne:
        """Rows of a fixed table have names: each one is read by its own."""
        formules = {}
        for colonne in self.tableau.colonnes:
            montree = suivi.colonne(colonne.montre) if colonne.montre else None
            if montree is not None:
                genre = colonne.type if "type" in colonne.model_fields_set else montree.type
                fin = '&""' if genre in TYPES_TEXTE else ""
                cible = f"{colonne.id}.calcule" if colonne.forcable else colonne.id
                formules[cible] = f"={{{self.lignes.dans}.{ligne.cle}.{colonne.montre}}}{fin}"
        return replace(ligne, formules={**ligne.formules, **formules})


def _element(suivi: Bloc, ligne: Ligne) -> Mapping[str, Any]:
    """A row as templates name it: its identity, what each column shows; a forcable column by its base name."""
    valeurs = {c.id: _montree(ligne, c.id) for c in suivi.colonnes}
    for base in {c.base for c in suivi.colonnes if c.base}:
        force, calcule = valeurs.get(f"{base}.force"), valeurs.get(f"{base}.calcule")
        valeurs[base] = calcule if force in {None, ""} else force
    return {**valeurs, "_id": ligne.cle, SOURCE: _sans_joker(ligne.cle)}


def _sans_joker(identite: str) -> str:
    for signe in _JOKERS:
        identite = identite.replace(signe, f"~{signe}")
    return identite


def _montree(ligne: Ligne, colonne: str) -> Any:
    tapee = ligne.tapees.get(colonne)
    return ligne.valeurs.get(colonne) if tapee is None else tapee.en_python


class _Pack:
    """Every table of a pack by its path; those that follow are made when their turn comes."""

    def __init__(self, pack: PackDeclare) -> None:
        self.blocs: dict[str, Bloc] = {}
        self.sources: dict[str, str] = {}
        for classeur in pack.classeurs:
            for feuille in classeur.feuilles:
                for bloc in feuille.blocs:
                    if isinstance(bloc, Bloc) and not bloc.est_champs:
                        chemin = f"{classeur.id}.{feuille.id}.{bloc.id}"
                        self.blocs[chemin] = bloc
                        self.sources[chemin] = f"{feuille.source}, ligne {bloc.ligne_source}, tableau « {bloc.id} »"
        self.faits: dict[str, Bloc] = {c: b for c, b in self.blocs.items() if b.suite is None}
        self.fautes: list[Anomalie] = []

    def fait(self, chemin: str, en_cours: tuple[str, ...] = ()) -> Bloc | None:
        """The table with its rows, None when a fault forbids it."""
        if chemin in self.faits:
            return self.faits[chemin]
        suite = self.blocs[chemin].suite
        assert suite is not None
        if chemin in en_cours:
            tour = " → ".join([*en_cours[en_cours.index(chemin) :], chemin])
            quoi = f"ces tableaux se suivent en rond : {tour}"
            self._refuser(chemin, quoi, "donnez à l’un d’eux ses propres lignes")
            return None
        if suite.source not in self.blocs:
            classeur = suite.source.split(".", maxsplit=1)[0]
            proches = [c for c in self.blocs if c.split(".", maxsplit=1)[0] == classeur] or list(self.blocs)
            self._refuser(chemin, f"tableau inconnu « {suite.source} »", f"il existe : {', '.join(proches)}")
            return None
        suivi = self.fait(suite.source, (*en_cours, chemin))
        if suivi is None:
            return None
        self.faits[chemin], fautes = derivee(self.blocs[chemin], suivi)
        self.fautes += fautes
        return self.faits[chemin]

    def _refuser(self, chemin: str, quoi: str, remede: str) -> None:
        if not any(f.quoi == quoi for f in self.fautes):
            self.fautes.append(Anomalie(self.sources[chemin], quoi, remede))


def suivre(pack: PackDeclare) -> tuple[PackDeclare, list[Anomalie]]:
    """The pack, its following tables made, in whatever order their workbooks stand; what forbids it."""
    tables = _Pack(pack)
    if len(tables.faits) == len(tables.blocs):
        return pack, []

    def feuille_de(feuille: Feuille) -> Feuille:
        chemin = f"{feuille.classeur}.{feuille.id}"
        blocs = (
            tables.fait(f"{chemin}.{b.id}") or b if isinstance(b, Bloc) and b.suite is not None else b
            for b in feuille.blocs
        )
        return replace(feuille, blocs=tuple(blocs))

    classeurs = tuple(replace(c, feuilles=tuple(feuille_de(f) for f in c.feuilles)) for c in pack.classeurs)
    return replace(pack, classeurs=classeurs), tables.fautes


def classeurs_suivis(pack: PackDeclare) -> Collection[str]:
    """Workbooks that hold a table followed by another."""
    blocs = (b for c in pack.classeurs for f in c.feuilles for b in f.blocs if isinstance(b, Bloc))
    return {b.suite.source.split(".", maxsplit=1)[0] for b in blocs if b.suite is not None}
