"""A code of someone's devis → a line of the film. Nothing is left aside: what is unknown goes to its rubrique."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import cached_property

from chargeprod_xl.baremes.formes import Ligne
from chargeprod_xl.baremes.nomenclature import CATEGORIES_DE_L_EQUIPE
from chargeprod_xl.tables.mots import plier

#: Where a line that nothing classes goes: « Frais de change, frais postaux, divers ».
_DERNIER_RECOURS = "9322"


@dataclass(frozen=True)
class Affectation:
    """The line kept, and why when there is a doubt. ``suggestion``: a likely better line, never taken alone."""

    code: str
    doute: str = ""
    suggestion: str = ""


def normaliser(brut: str) -> str:
    """« 23.11 », « 23-11 », « 2311.0 », « n° 2311 » → « 2311 »; what is no number is kept, in capitals."""
    texte = brut.strip().lstrip("'").strip()
    texte = re.sub(r"^(?:compte|cpte|code|n°|no|n)[\s.:]*(?=\d)", "", texte, flags=re.IGNORECASE)
    texte = re.sub(r"(?<=\d{3})\.0+\Z", "", texte)
    serre = re.sub(r"(?<=\d)[\s.\-_/\u00a0\u202f]+(?=\d|\Z)", "", texte)
    return serre if serre.isascii() and serre.isdigit() else serre.upper()


def du_nombre(valeur: Decimal) -> str:
    """A code that a spreadsheet program kept as a number."""
    return normaliser(f"{valeur.normalize():f}")


@dataclass(frozen=True, eq=False)
class Nomenclature:
    """The lines of the devis of one film, by code, and its headings (poste, rubrique, groupe)."""

    lignes: Mapping[str, Ligne]
    titres: Mapping[str, str]

    @classmethod
    def de(cls, lignes: Iterable[Ligne]) -> Nomenclature:
        """From the rows of a form, in their order."""
        toutes = tuple(lignes)
        return cls(
            {x["code"]: x for x in toutes if x["niveau"] == "ligne"},
            {x["code"]: x["libelle"] for x in toutes if x["niveau"] != "ligne"},
        )

    @cached_property
    def _par_libelle(self) -> Mapping[str, list[str]]:
        connus: dict[str, list[str]] = {}
        for code, ligne in self.lignes.items():
            connus.setdefault(plier(ligne["libelle"]), []).append(code)
        return connus

    @cached_property
    def _titres_plies(self) -> Mapping[str, str]:
        connus: dict[str, str] = {}
        for code, titre in self.titres.items():
            connus.setdefault(plier(titre), code)
        return connus

    @cached_property
    def _fourre_tout(self) -> dict[str, str]:
        return {}

    def libelle(self, code: str) -> str:
        """What a line is called."""
        return str(self.lignes[code]["libelle"])

    def payee_par_l_equipe(self, code: str) -> bool:
        """Its people are paid in « Emplois », in euros."""
        return self.lignes[code]["charges"] in CATEGORIES_DE_L_EQUIPE

    def code_du_titre(self, libelle: str) -> str:
        """« ÉQUIPE DÉCORATION » → « 24 »: a heading of the file that is one of ours."""
        return self._titres_plies.get(plier(libelle), "")

    def fourre_tout(self, prefixe: str) -> str:
        """The line that takes what is unknown in a group, a rubrique or a poste: « divers », a forfait, the last."""
        if prefixe not in self._fourre_tout:
            self._fourre_tout[prefixe] = self._chercher_fourre_tout(prefixe)
        return self._fourre_tout[prefixe]

    def _chercher_fourre_tout(self, prefixe: str) -> str:
        for longueur in range(min(len(prefixe), 3), 0, -1):
            if choisi := self._divers([c for c in self.lignes if c.startswith(prefixe[:longueur])]):
                return choisi
        return _DERNIER_RECOURS if _DERNIER_RECOURS in self.lignes else self._divers(list(self.lignes))

    def _divers(self, siennes: list[str]) -> str:
        for retenues in (
            [c for c in siennes if " divers" in f" {plier(self.libelle(c))}"],
            [c for c in siennes if self.lignes[c]["unite"] == "F"],
            [c for c in siennes if self.lignes[c]["unite"] != "%"],
        ):
            if retenues:
                return retenues[-1]
        return ""

    def _suggestion(self, libelle: str, poste: str) -> str:
        proches = get_close_matches(plier(libelle), list(self._par_libelle), n=5, cutoff=0.7) if libelle else []
        codes = [code for proche in proches for code in self._par_libelle[proche]]
        return next((c for c in codes if not poste or c.startswith(poste)), "")

    def _parent(self, code: str) -> str:
        """The line of four digits that a longer code details: « 23111 », « 2311A »."""
        trouve = re.match(r"(\d{4})", code)
        return trouve[1] if trouve and trouve[1] in self.lignes and len(code) > 4 else ""

    def affecter(self, code: str, libelle: str, contexte: str, codes: Mapping[str, str]) -> Affectation:
        """The line of ours for one of theirs. ``contexte``: code of the heading above, ``codes``: the mapping's."""
        voulu = codes.get(code)
        if voulu is not None:
            return Affectation(voulu)
        if code in self.lignes:
            return Affectation(code)
        if parent := self._parent(code):
            return Affectation(parent, f"code {code} : rangé dans {parent} ({self.libelle(parent)})")
        if not code and contexte in self.lignes:
            # A detail without a code under a line that has one: « 2311 Directeur de production », then « Jeanne D. ».
            return Affectation(contexte, f"ligne sans code : rangée dans {contexte}, le compte qui la précède")
        memes = self._par_libelle.get(plier(libelle), [])
        proches = [c for c in memes if c[0] == (code or contexte)[:1]] or memes
        nomme = f"code {code} inconnu" if code else "ligne sans code"
        if len(proches) == 1:
            return Affectation(proches[0], f"{nomme} : reconnue par son libellé, rangée dans {proches[0]}")
        prefixe = code if code[:1].isdigit() and code[:1] != "0" else contexte
        choisi = self.fourre_tout(prefixe)
        if code in self.titres:
            nomme = f"code {code} ({self.titres[code]}) qui porte un montant sans détail"
        suggestion = self._suggestion(libelle, prefixe[:1])
        return Affectation(choisi, f"{nomme} : rangée dans {choisi} ({self.libelle(choisi)})", suggestion)
