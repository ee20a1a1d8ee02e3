"""What a rebuilt pack must hold after a round: what a pack fresh from the sources holds, and what the person did."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from reprise.hasard_etat import Etat, Rang, Renvoi, Tableau
from reprise.hasard_lecture import LIBRE, Calcul, Lu, normal
from reprise.hasard_noms import cles, roles

Contenu = dict[str, Any]
TOLERANCE = 1e-6
_NUMEROS_DE_ROLE = {
    ("Rôles", "N°"),
    ("Plan de travail", "N°"),
    ("Emplois", "Rôle n°"),
    ("Détail", "Rôle n°"),
}
#: Where a formula stood whose cell went with its row.
PERDU = object()


def egaux(attendu: Any, trouve: Any) -> bool:
    """A ``Calcul`` is expected by its value, and has to be a formula."""
    if attendu is PERDU:
        return True
    if isinstance(attendu, Calcul):
        return isinstance(trouve, Calcul) and (attendu.valeur is LIBRE or egaux(attendu.valeur, trouve.valeur))
    if isinstance(attendu, float) and isinstance(trouve, float):
        return abs(attendu - trouve) <= TOLERANCE * max(1.0, abs(attendu))
    return type(attendu) is type(trouve) and attendu == trouve


@dataclass
class Attendu:
    """The former pack as edited, the pack fresh from the new sources, and what the files of losses say."""

    etat: Etat
    neuf: Lu
    pertes: str

    @cached_property
    def plan_touche(self) -> bool:
        """A person who touched the plan keeps the days of all its rows."""
        plan = self.etat.tableaux["Ordre de tournage"]
        return plan.remanie or any("Jour" in r.tapees for r in plan.rangs)

    @cached_property
    def numeros(self) -> dict[float, float]:
        """Number of each known role in the former pack, by the one it would have in the fresh pack."""
        anciens = {nom: numero for numero, nom in roles(self.etat.lu).items()}
        for rang in self.etat.tableaux["Rôles"].rangs:
            if not rang.ajoute and isinstance(rang.contenu("N°"), int | float):
                anciens[str(rang.base["Rôle"])] = float(rang.contenu("N°"))
        suivant = max(anciens.values(), default=0) + 1
        sortie: dict[float, float] = {}
        for numero, nom in sorted(roles(self.neuf).items()):
            sortie[numero] = anciens.get(nom, suivant)
            suivant += nom not in anciens
        return sortie

    @cached_property
    def personnes(self) -> dict[float, float]:
        """Number of each person who plays a role, by the one of the fresh pack: met in the order of roles."""
        emplois = [r for _, r in self.neuf.onglets["Emplois"].rangees()] if "Emplois" in self.neuf.onglets else []
        ailleurs = {r.get("Personne n°") for r in emplois if r.get("Rôle n°") is None}
        roles_de = {r["Personne n°"]: r["Rôle n°"] for r in emplois if r.get("Personne n°") not in ailleurs}
        ordre = sorted(roles_de, key=lambda n: self.numeros.get(roles_de[n], roles_de[n]))
        return dict(zip(ordre, sorted(roles_de), strict=True))

    def _de_la_source(self, nom: str, titre: str, valeur: Any, cle: str) -> Any:
        """What the program seeds, once it respects the former pack."""
        if titre == "Rôles (n°)" and isinstance(valeur, str):
            return ", ".join(f"{n:g}" for n in sorted(self.numeros[float(x)] for x in valeur.split(",")))
        if (nom, titre) in _NUMEROS_DE_ROLE:
            return self.numeros.get(valeur, valeur)
        if (nom, titre) in {("Personnes", "N°"), ("Emplois", "Personne n°"), ("Détail", "Personne n°")}:
            return self.personnes.get(valeur, valeur)
        if (nom, titre) == ("Ordre de tournage", "Jour") and self.plan_touche:
            return next((r.base[titre] for r in self.tous(nom) if r.cle == cle), valeur)
        return valeur

    def tous(self, nom: str) -> tuple[Rang, ...]:
        return self.etat.tableaux[nom].premiers

    @cached_property
    def _sequences(self) -> dict[Any, Any]:
        """For a typed reference to a sequence: the name its row has now."""
        apres = [c for c, _ in self.rangees("Séquences")]
        pris = {c.get("Séq.") for c in apres}
        sortie: dict[Any, Any] = {}
        for rang in self.etat.tableaux["Séquences"].rangs:
            ancien = normal(rang.contenu("Séq.")) if not isinstance(rang.contenu("Séq."), Renvoi) else None
            attendu = next((c for c, r in self.rangees("Séquences") if r is rang), None)
            if ancien is None:
                continue
            if attendu is not None:
                sortie[ancien] = attendu.get("Séq.")
            elif ancien in pris:
                sortie[ancien] = f"{ancien:g} (supprimée)" if isinstance(ancien, float) else f"{ancien} (supprimée)"
        return sortie

    def tape(self, nom: str, titre: str, valeur: Any) -> Any:
        """What the person typed, as it must be found."""
        if isinstance(valeur, Renvoi):
            return valeur
        if titre == "Séq." and nom in {"Ordre de tournage", "Éléments"}:
            return self._sequences.get(normal(valeur), normal(valeur))
        if titre == "Personne n°" and nom in {"Emplois", "Détail", "Feuilles d’heures"}:
            return self._gens.get(normal(valeur), normal(valeur))
        return normal(valeur)

    @cached_property
    def _gens(self) -> dict[Any, Any]:
        """For a typed reference to a person: the number that this name has now."""
        if "Personnes" not in self.neuf.onglets:
            return {}
        apres = {c.get("Nom"): c.get("N°") for c, _ in self.rangees("Personnes")}
        avant = {r.base.get("N°"): r.base.get("Nom") for r in self.etat.tableaux["Personnes"].rangs if not r.ajoute}
        return {numero: apres[nom] for numero, nom in avant.items() if numero is not None and nom in apres}

    def valeur(self, renvoi: Renvoi) -> Any:
        """What the cell that a formula reads must hold."""
        if renvoi.rang is None:
            tapes = self.etat.champs.get(renvoi.feuille, {})
            brut = tapes[renvoi.ou] if renvoi.ou in tapes else self.neuf.onglets[renvoi.feuille].valeur(*renvoi.ou)
        else:
            rangee = next((c for c, r in self.rangees(renvoi.feuille) if r is renvoi.rang), {})
            brut = rangee.get(renvoi.titre)
        if isinstance(brut, Renvoi):
            brut = self.calcule(brut)
        return brut.valeur if isinstance(brut, Calcul) else normal(brut)

    def calcule(self, valeur: Any) -> Any:
        """A formula by the value it must show."""
        if not isinstance(valeur, Renvoi):
            return valeur
        if self.disparu(valeur):
            return PERDU
        lu = self.valeur(valeur)
        return Calcul("", normal(valeur.fois * (lu or 0)) if isinstance(lu, float | None) else LIBRE)

    def rangees(self, nom: str) -> list[tuple[Contenu, Rang]]:
        """Rows that the table must have, with the row of the person each comes from."""
        if nom not in self._rangees:
            self._rangees[nom] = list(self._construire(self.etat.tableaux[nom]))
        return self._rangees[nom]

    @cached_property
    def _rangees(self) -> dict[str, list[tuple[Contenu, Rang]]]:
        return {}

    def _construire(self, t: Tableau) -> Iterator[tuple[Contenu, Rang]]:
        onglet = self.neuf.onglets[t.nom]
        noms = cles(onglet, self.neuf, self.etat.genre)
        frais = {noms[lg]: rangee for lg, rangee in onglet.rangees()}
        connus = {r.cle for r in self.tous(t.nom)}
        for rang in t.rangs:
            source = frais.get(rang.cle)
            if rang.ajoute or source or ("vierge" in rang.cle and rang.tapees):
                yield self._contenu(t, rang, {} if rang.ajoute else source), rang
        for cle, source in frais.items():
            if cle not in connus:
                neuf = Rang(cle, {})
                if (motif := _motif(t)) is not None:
                    neuf.tapees[t.propre] = replace(motif, rang=neuf)
                yield self._contenu(t, neuf, source), neuf

    def _contenu(self, t: Tableau, rang: Rang, source: Contenu | None) -> Contenu:
        """What a row must hold under the titles people may type in, beside it, and in its notes."""
        sortie: Contenu = {}
        for titre in [*t.saisies, *([t.propre] if t.propre else [])]:
            if titre in rang.tapees:
                sortie[titre] = self.tape(t.nom, titre, rang.tapees[titre])
            elif rang.ajoute:
                sortie[titre] = self.tape(t.nom, titre, rang.base.get(titre))
            else:
                sortie[titre] = self._de_la_source(t.nom, titre, (source or {}).get(titre), rang.cle)
        sortie |= {f"note sur {titre}": texte for titre, texte in rang.notes.items()}
        sortie |= {f"à {ecart} colonnes": texte for ecart, texte in rang.cote.items()}
        return {k: Calcul("", LIBRE) if isinstance(v, Calcul) else v for k, v in sortie.items() if v is not None}

    def disparu(self, renvoi: Renvoi) -> bool:
        return renvoi.rang is not None and all(r is not renvoi.rang for _, r in self.rangees(renvoi.feuille))

    def dit(self, valeur: Any) -> bool:
        """True when the losses show a content."""
        if isinstance(valeur, Renvoi):
            return f"*{valeur.fois}" in self.pertes
        brut = normal(valeur)
        formes = {str(valeur), str(brut)}
        if isinstance(valeur, date):
            formes.add(f"{valeur:%d/%m/%Y}")
        if isinstance(brut, float):
            exact = float(valeur) if isinstance(valeur, int | float) else brut
            formes |= {f"{exact:.{chiffres}g}".replace(".", ",") for chiffres in (14, 15, 17)}
        return any(forme in self.pertes for forme in formes)


def _motif(t: Tableau) -> Renvoi | None:
    """The formula that a column of the person's own repeats on each row."""
    tapes = [r.tapees.get(t.propre) for r in t.rangs] if t.propre else []
    renvois = [x for x in tapes if isinstance(x, Renvoi)]
    return renvois[0] if renvois and len(renvois) == len(tapes) else None


def normal_ou_renvoi(valeur: Any) -> Any:
    """A typed content that compares well."""
    return valeur if isinstance(valeur, Renvoi) else normal(valeur)
