"""A recomputed pack, read by the titles of its columns and the labels of its rows, wherever they stand today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.classeurs.classeur_lu import ClasseurLu, FeuilleLue
from chargeprod_xl.classeurs.valeurs import Erreur, Valeur
from chargeprod_xl.controles.fichiers import lire_fichiers
from chargeprod_xl.controles.verdicts import Verdict, lire_verdicts
from chargeprod_xl.liens.formules import adresse
from chargeprod_xl.recalcul import CalculPack, calculer_lus

_SENTINELLE = "—"


@dataclass(frozen=True)
class Rangee:
    """A row of a block, by the titles of its columns; what cannot be read is a fault, kept for later."""

    ou: str
    ligne: int
    colonnes: Mapping[str, int]
    pack: PackLu
    feuille: str

    def brute(self, titre: str) -> Valeur:
        """The value of a cell."""
        return self.pack.valeur(self.feuille, self.ligne, self.colonnes[titre])

    def nombre(self, titre: str) -> float:
        """A number; nothing is zero."""
        return self.facultatif(titre) or 0.0

    def facultatif(self, titre: str) -> float | None:
        """A number, None when the cell is empty."""
        valeur = self.brute(titre)
        if valeur is None or valeur == "":
            return None
        if isinstance(valeur, float):
            return valeur
        lieu = f"{self.feuille}!{adresse(self.ligne, self.colonnes[titre])} ({titre})"
        quoi = f"erreur {valeur.code}" if isinstance(valeur, Erreur) else f"« {valeur} » n’est pas un nombre"
        self.pack.fautes[Anomalie(lieu, quoi, "corrigez cette cellule, ou celle dont elle dépend")] = None
        return None

    def texte(self, titre: str) -> str:
        """A text; a number typed in a column of texts is one."""
        return en_texte(self.brute(titre))


def en_texte(valeur: Valeur) -> str:
    """What a cell says, as text."""
    if valeur is None or isinstance(valeur, Erreur):
        return ""
    if isinstance(valeur, float):
        return f"{valeur:g}" if valeur != int(valeur) else str(int(valeur))
    return str(valeur).strip()


class PackLu:
    """The values of a pack, asked by name."""

    def __init__(self, classeurs: Sequence[ClasseurLu], calcul: CalculPack, avertissements: Sequence[str] = ()) -> None:
        self.classeurs, self.calcul = tuple(classeurs), calcul
        self.avertissements = list(avertissements)
        self.fautes: dict[Anomalie, None] = {}
        self.lues: set[tuple[str, str]] = set()
        self._feuilles = {f.nom.lower(): f for c in classeurs for f in c.feuilles}

    def valeur(self, feuille: str, ligne: int, colonne: int) -> Valeur:
        """A cell; what is read is remembered, and must be sure (see :meth:`conclure`)."""
        ou = adresse(ligne, colonne)
        self.lues.add((feuille.lower(), ou))
        return self.calcul.valeur(feuille, ou)

    def verdicts(self) -> tuple[Verdict, ...]:
        """What the « Contrôles » sheets say."""
        return lire_verdicts(self.calcul, self.classeurs)

    def feuille(self, nom: str) -> FeuilleLue:
        """A sheet by its name."""
        trouvee = self._feuilles.get(nom.lower())
        if trouvee is None:
            remede = "donnez le dossier « pack » entier, rendez son nom à la feuille, ou régénérez le pack"
            raise DonneesRefuseesError([Anomalie("pack", f"la feuille « {nom} » est introuvable", remede)])
        return trouvee

    def table(self, nom: str, titres: Sequence[str]) -> list[Rangee]:
        """The rows of an Excel table, without the one above which people insert."""
        for classeur in self.classeurs:
            for tableau in classeur.tableaux:
                if tableau.nom.lower() != nom:
                    continue
                ou = f"{classeur.nom} › {tableau.feuille}"
                self._exiger(ou, [t for t in titres if t.lower() not in tableau.rangs])
                colonnes = {t: tableau.rangs[t.lower()] for t in titres}
                premiere, derniere = tableau.lignes_donnees
                rangees = [
                    Rangee(f"{tableau.feuille}, ligne {n}", n, colonnes, self, tableau.feuille)
                    for n in range(premiere, derniere + 1)
                ]
                return [r for r in rangees if not r.texte(titres[0]).startswith(_SENTINELLE)]
        remede = "donnez le dossier « pack » entier, ou régénérez le pack"
        raise DonneesRefuseesError([Anomalie("pack", f"le tableau « {nom} » est introuvable", remede)])

    def bloc(self, feuille: str, titres: Sequence[str]) -> list[Rangee]:
        """The rows under the header that holds these titles, down to the first blank one."""
        lue = self.feuille(feuille)
        par_ligne: dict[int, dict[str, int]] = {}
        for (ligne, colonne), cellule in sorted(lue.cellules.items()):
            if isinstance(cellule.valeur, str):
                par_ligne.setdefault(ligne, {}).setdefault(cellule.valeur.strip(), colonne)
        entete = max(par_ligne, key=lambda n: len(set(titres) & par_ligne[n].keys()), default=0)
        self._exiger(feuille, [t for t in titres if t not in par_ligne.get(entete, {})])
        colonnes = {t: par_ligne[entete][t] for t in titres}
        rangees, ligne = [], entete + 1
        while any(self.valeur(lue.nom, ligne, c) not in {None, ""} for c in colonnes.values()):
            rangees.append(Rangee(f"{lue.nom}, ligne {ligne}", ligne, colonnes, self, lue.nom))
            ligne += 1
        return rangees

    def champ(self, feuille: str, libelle: str) -> Valeur:
        """The value beside a label of the first column."""
        lue = self.feuille(feuille)
        for (ligne, colonne), cellule in sorted(lue.cellules.items()):
            if colonne == 1 and isinstance(cellule.valeur, str) and cellule.valeur.strip() == libelle:
                return self.valeur(lue.nom, ligne, 2)
        remede = "rendez son libellé à la ligne, ou régénérez le pack"
        raise DonneesRefuseesError([Anomalie(lue.nom, f"la ligne « {libelle} » est introuvable", remede)])

    def nombre(self, feuille: str, libelle: str) -> float:
        """The same, as a number."""
        valeur = self.champ(feuille, libelle)
        if isinstance(valeur, float) or valeur is None or valeur == "":
            return valeur if isinstance(valeur, float) else 0.0
        quoi = f"erreur {valeur.code}" if isinstance(valeur, Erreur) else f"« {valeur} » n’est pas un nombre"
        self.fautes[Anomalie(f"{feuille} › {libelle}", quoi, "corrigez cette cellule, ou celle dont elle dépend")] = (
            None
        )
        return 0.0

    def texte(self, feuille: str, libelle: str) -> str:
        """The same, as text."""
        return en_texte(self.champ(feuille, libelle))

    def _exiger(self, ou: str, absents: Sequence[str]) -> None:
        if absents:
            remede = "rendez à la colonne son titre, ou régénérez le pack"
            raise DonneesRefuseesError(Anomalie(ou, f"la colonne « {t} » est introuvable", remede) for t in absents)

    def conclure(self) -> None:
        """Once everything is read: a fault, or a value on which the engines disagree, is a refusal."""
        rapport = self.calcul.rapport
        ecarts = [e.lieu for e in rapport.ecarts if (e.lieu.feuille.lower(), e.lieu.cellule) in self.lues]
        for lieu in ecarts[:20]:
            quoi = "les deux moteurs ne trouvent pas la même valeur"
            self.fautes[Anomalie(str(lieu), quoi, "lancez chargeprod-xl verifier, et corrigez-la")] = None
        if self.fautes:
            raise DonneesRefuseesError(self.fautes)
        self.avertissements += [
            f"{n.lieu} : valeur non vérifiée, envoyée telle que le classeur la montre"
            for n in rapport.non_verifiables
            if (n.lieu.feuille.lower(), n.lieu.cellule) in self.lues
        ]


def lire_pack(chemins: Sequence[Path]) -> PackLu:
    """The pack recomputed as it is; files that do not make one are refused."""
    lus = lire_fichiers(chemins)
    if lus.fautes:
        raise DonneesRefuseesError(lus.fautes)
    calcul = calculer_lus(lus.classeurs)
    if calcul.rapport.fautes:
        raise DonneesRefuseesError(calcul.rapport.fautes)
    return PackLu(lus.classeurs, calcul, lus.avertissements)
