"""A person's own formula, once the cells it speaks of have moved."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from chargeprod_xl.liens.formules import Borne, Genre, Plage, Prefixe, decouper, lire_borne, lire_plage, lire_prefixe
from chargeprod_xl.reprise.cartes import Carte, Place
from chargeprod_xl.reprise.chemins import de_feuille, feuille_de

_REFERENCES = frozenset({Genre.PLAGE, Genre.CELLULE})
_ENTIERES = frozenset({Genre.LIGNES, Genre.COLONNES})
_NOMMEES = frozenset({Genre.NOM, Genre.STRUCTUREE})
_TITRE = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True)
class Tables:
    """New name of each Excel table, and of its columns, by former names in small letters.

    ``perdus``: tables and defined names of the program that are gone with their sheet.
    """

    noms: Mapping[str, str] = field(default_factory=dict)
    colonnes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    perdus: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Traducteur:
    """Rewrites formulas of one former workbook.

    Attributes:
        cartes: by sheet name in small letters, for the sheets of this workbook that the program built.
        etrangeres: the same for the workbook behind each ``[n]``.
        noms: present name of each sheet by identity.
        lien: present number of a former ``[n]``.
        definis: present name of each defined name that changed.
    """

    cartes: Mapping[str, Carte]
    etrangeres: Callable[[int], Mapping[str, Carte]]
    noms: Mapping[str, str]
    lien: Callable[[int], int]
    tables: Tables = Tables()
    definis: Mapping[str, str] = field(default_factory=dict)

    def traduire(self, formule: str, depuis: str, vers: str) -> str | None:
        """The formula, read on sheet ``depuis`` (a name) and to stand on sheet ``vers``; None when a cell is gone."""
        morceaux: list[str] = []
        prefixe: Prefixe | None = None
        texte_prefixe = ""
        for genre, texte in decouper(formule):
            if genre is Genre.PREFIXE:
                prefixe, texte_prefixe = lire_prefixe(texte), texte
                continue
            if genre in _NOMMEES and texte.partition("[")[0].lower() in self.tables.perdus:
                return None
            if genre in _REFERENCES | _ENTIERES:
                lire = self._reference if genre in _REFERENCES else self._entieres
                traduite = lire(texte, prefixe, texte_prefixe, depuis, vers)
                if traduite is None:
                    return None
                morceaux.append(traduite)
            else:
                morceaux.append(self._prefixe(prefixe, texte_prefixe, vers) + self._autre(genre, texte, prefixe))
            prefixe, texte_prefixe = None, ""
        return "".join(morceaux)

    def _autre(self, genre: Genre, texte: str, prefixe: Prefixe | None) -> str:
        if prefixe is None and genre is Genre.NOM:
            return self.definis.get(texte, self.tables.noms.get(texte.lower(), texte))
        if genre is Genre.STRUCTUREE:
            return self._structuree(texte)
        return texte

    def _structuree(self, texte: str) -> str:
        nom, crochet, reste = texte.partition("[")
        colonnes = self.tables.colonnes.get(nom.lower())
        if colonnes:
            reste = _TITRE.sub(lambda m: f"[{colonnes.get(m[1].lower(), m[1])}]", crochet + reste)[1:]
        return self.tables.noms.get(nom.lower(), nom) + crochet + reste

    def _cartes_de(self, prefixe: Prefixe | None) -> Mapping[str, Carte]:
        return self.etrangeres(prefixe.lien) if prefixe and prefixe.lien else self.cartes

    def _prefixe(self, prefixe: Prefixe | None, texte: str, vers: str) -> str:
        """The sheet before a name or whole lines."""
        if prefixe is None:
            return ""
        carte = self._cartes_de(prefixe).get(prefixe.feuille.lower())
        if carte is None and not prefixe.lien:
            return texte
        feuille = self._nom_de(carte) if carte else prefixe.feuille
        return str(Prefixe(feuille, self._numero(prefixe), prefixe.derniere)) if feuille != vers or prefixe.lien else ""

    def _nom_de(self, carte: Carte) -> str:
        ident = feuille_de(carte.pas.suivre(de_feuille(carte.feuille.plan.id)), self.noms)
        return self.noms.get(ident, carte.feuille.nom)

    def _numero(self, prefixe: Prefixe) -> str | None:
        return str(self.lien(prefixe.lien)) if prefixe.lien else prefixe.classeur

    def _reference(self, texte: str, prefixe: Prefixe | None, texte_prefixe: str, depuis: str, vers: str) -> str | None:
        carte = self._cartes_de(prefixe).get((prefixe.feuille if prefixe else depuis).lower())
        if carte is None or (prefixe and prefixe.derniere):
            return self._prefixe(prefixe, texte_prefixe, vers) + texte
        bornes = [lire_borne(b) for b in texte.split(":")]
        places = _resserrer(carte, lire_plage(texte)) if len(bornes) == 2 else [carte.nouvelle(_ou(bornes[0]))]
        if None in places or len({p[0] for p in places if p}) != 1:
            return None
        arrivees = [p for p in places if p]
        feuille = self.noms.get(arrivees[0][0], arrivees[0][0])
        adresses = ":".join(
            str(Borne(lg, col, b.ligne_fixe, b.colonne_fixe)) for (_, lg, col), b in zip(arrivees, bornes, strict=True)
        )
        lien = self._numero(prefixe) if prefixe else None
        seul = lien is None and feuille == vers
        return adresses if seul else f"{Prefixe(feuille, lien)}{adresses}"

    def _entieres(self, texte: str, prefixe: Prefixe | None, texte_prefixe: str, depuis: str, vers: str) -> str | None:
        """Whole rows or columns: they follow the row, or the header of the longest block."""
        carte = self._cartes_de(prefixe).get((prefixe.feuille if prefixe else depuis).lower())
        if carte is None:
            return self._prefixe(prefixe, texte_prefixe, vers) + texte
        arrivees: list[str] = []
        for brut in texte.split(":"):
            b = lire_borne(brut)
            place = carte.nouvelle((b.ligne or carte.ligne_d_entete, b.colonne or 1))
            if place is None:
                return None
            arrivees.append(
                str(Borne(place[1] if b.ligne else None, place[2] if b.colonne else None, b.ligne_fixe, b.colonne_fixe))
            )
        return self._prefixe(prefixe, texte_prefixe, vers) + ":".join(arrivees)


def _ou(borne: Borne) -> tuple[int, int]:
    assert borne.ligne and borne.colonne  # whole lines are other tokens
    return borne.ligne, borne.colonne


def _resserrer(carte: Carte, plage: Plage) -> list[Place | None]:
    """Corners of a range; when the row or column of one is gone, the nearest that is left inside the range."""
    haut, bas, gauche, droite = plage.ligne_debut, plage.ligne_fin, plage.colonne_debut, plage.colonne_fin
    debut = next((p for lg in range(haut, bas + 1) if (p := _coin(carte, lg, range(gauche, droite + 1)))), None)
    fin = next((p for lg in range(bas, haut - 1, -1) if (p := _coin(carte, lg, range(droite, gauche - 1, -1)))), None)
    if debut is None or fin is None:
        return [debut, fin]
    (f1, l1, c1), (f2, l2, c2) = debut, fin
    return [(f1, min(l1, l2), min(c1, c2)), (f2, max(l1, l2), max(c1, c2))]


def _coin(carte: Carte, ligne: int, colonnes: range) -> Place | None:
    return next((p for c in colonnes if (p := carte.nouvelle((ligne, c)))), None)
