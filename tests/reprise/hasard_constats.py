"""The rebuilt pack against what is expected of it: every difference, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import range_boundaries

from reprise.hasard_attendu import Attendu, egaux, normal_ou_renvoi
from reprise.hasard_etat import Rang, Renvoi, Tableau
from reprise.hasard_lecture import Calcul, Lu, Onglet
from reprise.hasard_rangees import accord, par_titre, pareilles, trouvee

#: A grid of days grows with the plan, once it is touched.
_GRILLE = "Calendrier de tournage"
_GRILLE_AU_TOTAL = "Jours de tournage"


@dataclass
class Constats:
    """What is expected, and the rebuilt pack."""

    attendu: Attendu
    apres: Lu

    def fautes(self) -> Iterator[str]:
        """Everything that is not as it must be, in words."""
        absents = [n for n in self.attendu.neuf.onglets if n not in self.apres.onglets]
        yield from (f"la feuille « {n} » manque" for n in absents)
        for onglet in self.attendu.neuf.onglets.values():
            if onglet.nom in self.attendu.etat.tableaux:
                yield from self._tableau(self.attendu.etat.tableaux[onglet.nom], onglet, self.apres.onglets[onglet.nom])
            else:
                yield from self._fixe(onglet, self.apres.onglets[onglet.nom])
        yield from self._formules_perdues()
        yield from self._feuilles()
        yield from self._noms()

    def _tableau(self, t: Tableau, frais: Onglet, apres: Onglet) -> Iterator[str]:
        if apres.cadre is None:
            yield f"{t.nom} : le tableau n’est plus là"
            return
        yield from self._lignes(t, apres)
        yield from self._perdues(t)
        yield from self._autour(t, frais, apres)

    def _lignes(self, t: Tableau, apres: Onglet) -> Iterator[str]:
        attendues = [({k: self.attendu.calcule(v) for k, v in c.items()}, r) for c, r in self.attendu.rangees(t.nom)]
        colonnes = [*t.saisies, *([t.propre] if t.propre else [])]
        restent = [trouvee(ligne, apres, colonnes) for ligne in apres.cadre.lignes] if apres.cadre else []
        libres = list(range(len(restent)))
        places: dict[int, int] = {}
        for k, (contenu, _) in enumerate(attendues):
            ici = next((i for i in libres if pareilles(contenu, restent[i])), None)
            if ici is not None:
                libres.remove(ici)
                places[k] = ici
        for k, (contenu, rang) in enumerate(attendues):
            if k in places:
                continue
            proche = max(libres, key=lambda i: accord(contenu, restent[i]), default=None)
            qui = rang.cle
            if proche is None or accord(contenu, restent[proche]) <= 1:
                yield f"{t.nom} : la ligne {qui} n’est plus là ({contenu})"
                continue
            libres.remove(proche)
            for titre in sorted({*contenu, *restent[proche]}):
                a, b = contenu.get(titre), restent[proche].get(titre)
                if not egaux(a, b):
                    yield f"{t.nom} › {qui} › {titre} : {_court(b)} au lieu de {_court(a)}"
        yield from (f"{t.nom} : une ligne de trop ({restent[i]})" for i in libres if restent[i] or t.remanie)
        yield from self._ordre(
            t, [(places[k], r) for k, (_, r) in enumerate(attendues) if k in places and r in t.rangs]
        )

    def _ordre(self, t: Tableau, places: list[tuple[int, Rang]]) -> Iterator[str]:
        """The order people gave; rows alike may trade places, so it is asked of contents that differ."""
        if not t.deplaces:
            return
        rangs = [i for i, _ in places]
        uniques = Counter(map(repr, (c for c, _ in self.attendu.rangees(t.nom))))
        if rangs != sorted(rangs) and max(uniques.values()) == 1 and not self._seuls_ajouts_deplaces(t):
            trouve = [r.cle for _, r in sorted(places, key=lambda x: x[0])]
            yield f"{t.nom} : l’ordre donné n’est pas gardé ({trouve})"

    def _seuls_ajouts_deplaces(self, t: Tableau) -> bool:
        gardes = [r.cle for r in t.rangs if not r.ajoute]
        return gardes == [r.cle for r in t.premiers if r.cle in set(gardes)]

    def _perdues(self, t: Tableau) -> Iterator[str]:
        """What stood on a row that the sources took away has to be told."""
        presents = {id(r) for _, r in self.attendu.rangees(t.nom)}
        for rang in t.rangs:
            if id(rang) in presents:
                continue
            contenus = [*rang.tapees.values(), *rang.notes.values(), *rang.cote.values()]
            for valeur in contenus:
                if valeur is not None and not self.attendu.dit(valeur):
                    yield f"{t.nom} › {rang.cle} (retirée par la source) : {_court(valeur)} n’est dit nulle part"

    def _autour(self, t: Tableau, frais: Onglet, apres: Onglet) -> Iterator[str]:
        """Titles, totals, what stands above and below, notes on headers."""
        assert frais.cadre and apres.cadre
        attendues = par_titre(frais, "")
        trouvees = par_titre(apres, t.propre)
        for (sous, colonne), texte in t.dessous.items():
            titre = next((x for x, c in t.cadre.colonnes.items() if c == colonne), colonne)
            attendues["dessous", sous, titre] = texte
        communs = {k for k in {*attendues, *trouvees} if self._commun(k, frais, apres)}
        for cle in sorted(communs, key=str):
            if t.propre and "Total" in {attendues.get(cle), trouvees.get(cle)}:
                continue  # the word stands before the first total, wherever a column is inserted
            if not egaux(attendues.get(cle), trouvees.get(cle)):
                yield f"{t.nom} › {cle} : {_court(trouvees.get(cle))} au lieu de {_court(attendues.get(cle))}"
        for titre, texte in t.entetes.items():
            place = apres.cadre.entete, apres.cadre.colonnes.get(titre, 0)
            if apres.notes.get(place) != texte and titre in frais.cadre.colonnes:
                yield f"{t.nom} › note sur le titre {titre} : {_court(apres.notes.get(place))} au lieu de {texte}"

    def _commun(self, cle: Any, frais: Onglet, apres: Onglet) -> bool:
        """The grid of days follows the plan once it is touched."""
        titre = cle[2]
        assert frais.cadre and apres.cadre
        return not isinstance(titre, str) or (titre in frais.cadre.colonnes and titre in apres.cadre.colonnes)

    def _fixe(self, frais: Onglet, apres: Onglet) -> Iterator[str]:
        tapes = self.attendu.etat.champs.get(frais.nom, {})
        if frais.nom == _GRILLE_AU_TOTAL and self.attendu.plan_touche:
            return
        notes = {**frais.notes, **self.attendu.etat.notes.get(frais.nom, {})}
        for ou in sorted({*frais.cellules, *apres.cellules, *tapes}):
            present = ou in apres.cellules
            if frais.nom == _GRILLE and self.attendu.plan_touche and not (present and ou in frais.cellules):
                if tapes.get(ou) is not None and not present and not self.attendu.dit(tapes[ou]):
                    yield f"{frais.nom} {ou} : {_court(tapes[ou])} n’est dit nulle part"
                continue
            attendu = self.attendu.calcule(normal_ou_renvoi(tapes[ou])) if ou in tapes else frais.cellules.get(ou)
            trouve = apres.cellules.get(ou)
            if isinstance(attendu, Calcul) and ou not in tapes and isinstance(trouve, Calcul):
                continue
            if not egaux(attendu, trouve):
                libelle = _court(frais.cellules.get((ou[0], 1)))
                yield f"{frais.nom} {ou} {libelle} : {_court(trouve)} au lieu de {_court(attendu)}"
        for ou, texte in notes.items():
            # The calendar grows with the days people typed: a note under it keeps its distance to the last row.
            suivie = frais.nom == _GRILLE and self.attendu.plan_touche and texte in apres.notes.values()
            if apres.notes.get(ou) != texte and texte not in self.attendu.pertes and not suivie:
                yield f"{frais.nom} {ou} : la note est {_court(apres.notes.get(ou))} au lieu de {texte}"

    def _formules_perdues(self) -> Iterator[str]:
        """A formula whose cell went with its row is told."""
        for renvoi in self.attendu.etat.renvois():
            if (
                self.attendu.disparu(renvoi)
                and f"*{renvoi.fois}" not in self.attendu.pertes
                and not self._nomme(renvoi)
            ):
                yield f"une formule lisait {renvoi.feuille} › {renvoi.titre}, ligne retirée : ce n’est dit nulle part"

    def _nomme(self, renvoi: Renvoi) -> bool:
        return any(r is renvoi for _, r in self.attendu.etat.noms.values())

    def _feuilles(self) -> Iterator[str]:
        for nom, contenus in self.attendu.etat.feuilles.items():
            apres = self.apres.onglets.get(nom)
            if apres is None:
                yield f"la feuille « {nom} » manque"
                continue
            for ou, valeur in contenus.items():
                attendu, trouve = self.attendu.calcule(normal_ou_renvoi(valeur)), apres.cellules.get(ou)
                if not egaux(attendu, trouve):
                    yield f"{nom} {ou} : {_court(trouve)} au lieu de {_court(attendu)}"

    def _noms(self) -> Iterator[str]:
        for nom, (livre, renvoi) in self.attendu.etat.noms.items():
            if self.attendu.disparu(renvoi):
                if nom not in self.attendu.pertes:
                    yield f"le nom {nom} n’est dit nulle part"
                continue
            texte = self.apres.noms[livre].get(nom)
            if texte is None:
                yield f"le nom {nom} manque"
                continue
            feuille, _, plage = texte.rpartition("!")
            colonne, ligne, *_ = range_boundaries(plage.replace("$", ""))
            lu = self.apres.onglets[feuille.strip("'").replace("''", "'")].valeur(ligne, colonne)
            attendu = self.attendu.valeur(renvoi)
            if not egaux(attendu, lu):
                yield f"le nom {nom} vise {texte}, qui vaut {_court(lu)} au lieu de {_court(attendu)}"


def _court(valeur: Any) -> str:
    texte = repr(valeur)
    return texte if len(texte) <= 70 else f"{texte[:60]}… ({len(texte)})"
