"""The rows of « Emplois » as the recomputed pack shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.classeurs.classeur_lu import ClasseurLu
from chargeprod_xl.classeurs.valeurs import Erreur
from chargeprod_xl.classeurs.valeurs import Valeur as Contenu
from chargeprod_xl.controles.fichiers import lire_fichiers
from chargeprod_xl.exports.champs import CHAMPS, Champ
from chargeprod_xl.exports.ecrits import Valeur
from chargeprod_xl.liens.formules import Tableau, adresse
from chargeprod_xl.manifeste import presents
from chargeprod_xl.recalcul import CalculPack, calculer_lus

_TABLE = "t_equipe_emplois_lignes"
_ORIGINE = date(1899, 12, 30)
_PREMIERE_ANNEE = 2000


@dataclass(frozen=True)
class Emploi:
    """A row: where it stands in the workbook, and its fields."""

    ou: str
    champs: Mapping[str, Valeur]


def fichiers_du_pack(chemin: Path) -> list[Path]:
    """The workbooks of a film's folder, of a pack's folder, or of a pack in one file."""
    dossier = chemin / "pack" if (chemin / "pack").is_dir() else chemin
    if dossier.is_file():
        return [dossier]
    if not dossier.is_dir():
        raise DonneesRefuseesError([Anomalie(str(chemin), "dossier ou fichier introuvable", "vérifiez le chemin")])
    trouves = presents(dossier)
    if not trouves:
        remede = f"donnez le dossier d’un film construit : chargeprod-xl construire {chemin}"
        raise DonneesRefuseesError([Anomalie(str(chemin), "aucun classeur .xlsx dans ce dossier", remede)])
    return trouves


def _table(classeurs: tuple[ClasseurLu, ...]) -> tuple[ClasseurLu, Tableau]:
    for classeur in classeurs:
        for tableau in classeur.tableaux:
            if tableau.nom.lower() == _TABLE:
                return classeur, tableau
    remede = "donnez le dossier « pack » entier, ou régénérez le pack"
    raise DonneesRefuseesError([Anomalie("pack", "le tableau « Emplois » est introuvable", remede)])


def _colonnes(tableau: Tableau, ou: str) -> Mapping[str, int]:
    manquent = [c for c in CHAMPS.values() if c.titre.lower() not in tableau.rangs]
    if manquent:
        remede = "rendez à la colonne son titre, ou régénérez le pack"
        raise DonneesRefuseesError(Anomalie(ou, f"la colonne « {c.titre} » est introuvable", remede) for c in manquent)
    return {nom: tableau.rangs[champ.titre.lower()] for nom, champ in CHAMPS.items()}


def _cellules(tableau: Tableau) -> set[tuple[str, str]]:
    """Sheet and address of every cell that is exported."""
    premiere, derniere = tableau.lignes_donnees
    colonnes = [tableau.rangs[c.titre.lower()] for c in CHAMPS.values() if c.titre.lower() in tableau.rangs]
    lignes = range(premiere, derniere + 1)
    return {(tableau.feuille, adresse(ligne, colonne)) for ligne in lignes for colonne in colonnes}


def _jour(contenu: float) -> date | None:
    """Zero is no date."""
    return None if contenu == 0 else _ORIGINE + timedelta(days=int(contenu))


def convertir(contenu: Contenu, champ: Champ) -> Valeur:
    """A cell as a value of its kind; ``ValueError`` says what is wrong with it."""
    if isinstance(contenu, Erreur):
        raise ValueError(f"erreur {contenu.code}")
    if contenu is None or contenu == "":
        return None
    if champ.genre in {"texte", "code"}:
        return f"{Decimal(repr(contenu)).normalize():f}" if isinstance(contenu, float) else str(contenu)
    if isinstance(contenu, (bool, str)):
        raise ValueError(f"« {contenu} » n’est pas {'une date' if champ.genre in {'date', 'mois'} else 'un nombre'}")
    if champ.genre not in {"date", "mois"}:
        return Decimal(repr(contenu))
    jour = _jour(contenu) if -1e5 < contenu < 2.9e6 else None
    if contenu and (jour is None or jour.year < _PREMIERE_ANNEE):
        raise ValueError(f"{contenu:g} n’est pas une date de film")
    return jour


def _lignes(calcul: CalculPack, tableau: Tableau, nom: str) -> list[Emploi]:
    colonnes = _colonnes(tableau, f"{nom} › {tableau.feuille}")
    premiere, derniere = tableau.lignes_donnees
    fautes: list[Anomalie] = []
    emplois: list[Emploi] = []
    for ligne in range(premiere, derniere + 1):
        if str(calcul.valeur(tableau.feuille, adresse(ligne, tableau.plage.colonne_debut))).startswith("—"):
            continue  # the row above which people insert
        champs: dict[str, Valeur] = {}
        for champ, colonne in colonnes.items():
            ou = adresse(ligne, colonne)
            try:
                champs[champ] = convertir(calcul.valeur(tableau.feuille, ou), CHAMPS[champ])
            except (ValueError, InvalidOperation) as faute:
                place = f"{nom} › {tableau.feuille}!{ou} ({CHAMPS[champ].titre})"
                fautes.append(Anomalie(place, str(faute), "corrigez cette cellule, ou celle dont elle dépend"))
        emplois.append(Emploi(f"{tableau.feuille}, ligne {ligne}", champs))
    if fautes:
        raise DonneesRefuseesError(fautes)
    return emplois


def lire_emplois(chemins: list[Path]) -> tuple[list[Emploi], tuple[str, ...]]:
    """Every row of « Emplois », recomputed by both engines, and what to know about it; faults are raised at once."""
    lus = lire_fichiers(chemins)
    if lus.fautes:
        raise DonneesRefuseesError(lus.fautes)
    classeur, tableau = _table(lus.classeurs)
    calcul = calculer_lus(lus.classeurs)
    rapport = calcul.rapport
    if rapport.fautes:
        raise DonneesRefuseesError(rapport.fautes)
    exportees = _cellules(tableau)
    en_ecart = [x.lieu for x in rapport.ecarts if (x.lieu.feuille, x.lieu.cellule) in exportees]
    if en_ecart:
        quoi = f"{len(en_ecart)} valeurs que les deux moteurs ne trouvent pas pareilles, la première en {en_ecart[0]}"
        remede = "lancez chargeprod-xl verifier, et corrigez-les"
        raise DonneesRefuseesError([Anomalie(classeur.nom, quoi, remede)])
    douteuses = [x.lieu for x in rapport.non_verifiables if (x.lieu.feuille, x.lieu.cellule) in exportees]
    avertis = [f"{lieu} : valeur non vérifiée, exportée telle que le classeur la montre" for lieu in douteuses]
    return _lignes(calcul, tableau, classeur.nom), (*lus.avertissements, *avertis)
