"""Cells that the engines here cannot check: what they use, and what depends on them.

A user may type any function Excel knows, or one of our UDFs: that is no disagreement, and no fault.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from chargeprod_xl.classeurs.valeurs import Erreur, Valeur
from chargeprod_xl.liens.fonctions import FONCTIONS_PERMISES, PREFIXEES
from chargeprod_xl.liens.formules import Genre, Plage, decouper, fonctions, nom_fonction, references
from chargeprod_xl.recalcul.fusion import Adresse, Fusion
from chargeprod_xl.recalcul.moteurs import CIRCULAIRE, NE_SAIT_PAS, Moteur, fonctions_inconnues

CHANGEANTES = frozenset({"NOW", "RAND", "RANDARRAY", "RANDBETWEEN", "TODAY"})
_APPEL = re.compile(r"([^\W\d][\w.]*)\(")


def non_verifiables(
    fusion: Fusion, moteurs: Sequence[Moteur], resultats: Mapping[str, Mapping[Adresse, Valeur]]
) -> dict[Adresse, str]:
    """The cells that cannot be checked, each with its reason in French."""
    motifs = dict(fusion.motifs) | _par_leurs_fonctions(fusion, moteurs)
    perdues = _par_leur_resultat(fusion, resultats)
    if not motifs and not perdues:
        return {}
    graphe = Graphe.de(fusion)
    motifs |= graphe.consequences(motifs, fusion)
    # What remains unexplained starts where no precedent is unexplained too.
    restent = {ou: motif for ou, motif in perdues.items() if ou not in motifs}
    suites = graphe.consequences(restent, fusion, parmi_les_graines=True)
    departs = {ou: motif for ou, motif in restent.items() if ou not in suites} or restent
    return motifs | {ou: motif for ou, motif in suites.items() if ou not in motifs} | departs


def _par_leurs_fonctions(fusion: Fusion, moteurs: Sequence[Moteur]) -> dict[Adresse, str]:
    """Cells that call a function some engine lacks, or one whose value never stays."""
    douteuses: dict[str, list[Adresse]] = defaultdict(list)
    formules: dict[Adresse, str] = {}
    # One look at all formulas together, each once: nearly always there is nothing to find.
    distinctes = fusion.distinctes or [cellule.formule or "" for _, cellule in fusion.formules()]
    appels = set(_APPEL.findall("\n".join(distinctes)))
    suspects = {x for x in appels if nom_fonction(x) not in FONCTIONS_PERMISES or x.upper() in PREFIXEES}
    for ou, cellule in fusion.formules() if suspects else ():
        formule = cellule.formule or ""
        for brut in suspects.intersection(_APPEL.findall(formule)):
            douteuses[nom_fonction(brut)].append(ou)
            formules[ou] = formule
    raisons = dict.fromkeys(CHANGEANTES & douteuses.keys(), "dont la valeur change à chaque calcul")
    # The engines are lenient, Excel and LibreOffice are not: they show #NAME?.
    raisons |= dict.fromkeys(PREFIXEES & douteuses.keys(), "écrite sans « _xlfn. » : Excel montre #NOM?")
    for moteur in moteurs:
        for nom in fonctions_inconnues(moteur, douteuses.keys() - raisons.keys()):
            raisons.setdefault(nom, f"que {moteur.nom} ne connaît pas")
    return {
        ou: f"utilise {nom}, {raison}"
        for nom, raison in sorted(raisons.items())
        for ou in douteuses[nom]
        if nom in fonctions(formules[ou])  # not inside a text
    }


def _par_leur_resultat(fusion: Fusion, resultats: Mapping[str, Mapping[Adresse, Valeur]]) -> dict[Adresse, str]:
    """Cells an engine did not understand, and those of a workbook that iterates on purpose."""
    iterent = {feuille for feuille, origine in fusion.origines.items() if origine.classeur.iteration}
    motifs: dict[Adresse, str] = {}
    for nom, valeurs in resultats.items():
        for ou, valeur in valeurs.items():
            if not isinstance(valeur, Erreur):
                continue
            if valeur.code in NE_SAIT_PAS:
                motifs.setdefault(ou, _nom_inconnu(fusion, ou) or f"{nom} ne sait pas lire cette formule")
            elif valeur.code == CIRCULAIRE and ou.feuille in iterent:
                motifs.setdefault(ou, "calcul itératif, qu'aucun moteur ne refait comme Excel")
    return motifs


def _nom_inconnu(fusion: Fusion, ou: Adresse) -> str:
    """The merge has replaced every name it could: one that is left is known to nobody."""
    formule = fusion.feuilles[ou.feuille][(ou.ligne, ou.colonne)].formule or ""
    noms = [texte for genre, texte in decouper(formule) if genre is Genre.NOM]
    return f"nom inconnu « {noms[0]} »" if noms else ""


@dataclass
class Graphe:
    """Who reads whom: readers of a cell, and readers of a range by sheet."""

    cellules: dict[Adresse, list[Adresse]] = field(default_factory=lambda: defaultdict(list))
    plages: dict[str, dict[Plage, list[Adresse]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )

    @classmethod
    def de(cls, fusion: Fusion) -> Graphe:
        """The dependencies of a merged workbook."""
        graphe = cls()
        for ou, cellule in fusion.formules():
            for prefixe, plage in references(cellule.formule or ""):
                feuille = prefixe.feuille if prefixe else ou.feuille
                if plage.une_cellule:
                    graphe.cellules[Adresse(feuille, plage.ligne_debut, plage.colonne_debut)].append(ou)
                else:
                    graphe.plages[feuille][plage].append(ou)
        return graphe

    def lecteurs(self, ou: Adresse) -> Iterable[Adresse]:
        """The cells whose formula reads this one directly."""
        yield from self.cellules.get(ou, ())
        for plage, lecteurs in self.plages.get(ou.feuille, {}).items():
            if plage.contient(ou.ligne, ou.colonne):
                yield from lecteurs

    def consequences(
        self, graines: Mapping[Adresse, str], fusion: Fusion, *, parmi_les_graines: bool = False
    ) -> dict[Adresse, str]:
        """What depends on ``graines``, however far; a seed counts too when it reads another, if so asked."""
        suites: dict[Adresse, str] = {}
        a_voir = [(ou, ou) for ou in graines]
        while a_voir:
            ou, graine = a_voir.pop()
            for lecteur in self.lecteurs(ou):
                connu = lecteur in suites or lecteur == graine or (lecteur in graines and not parmi_les_graines)
                if not connu:
                    suites[lecteur] = f"dépend de {fusion.lieu(graine)}"
                    a_voir.append((lecteur, graine))
        return suites
