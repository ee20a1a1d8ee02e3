"""A small film of 2025 or 2026 whose only people are those a test types in « Emplois »."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any

from controles.atelier import Contenu, dans_la_table, ecrire, lire, verdicts
from magasin import pack_construit
from openpyxl import load_workbook

from chargeprod_xl.recalcul import actualiser

_PROJET = """
    classeurs: [equipe]
    projet:
      titre: Les Deux Rives
      realisateur: Ana Roux
      producteur_delegue: Films du Cap
      date_version: 2026-01-05
    phases:
      preparation: {debut: %(an)s-02-02, fin: %(an)s-02-27}
      tournage: {debut: %(an)s-03-02, fin: %(an)s-03-31}
      finitions: {debut: %(an)s-04-01, fin: %(an)s-12-18}
      livraison: %(apres)s-01-31
      cloture: %(apres)s-06-30
"""
#: Titles of the columns a test types in, by the name it gives them.
TITRES = {
    "personne": "Personne n°",
    "fonction": "Fonction",
    "convention": "Convention",
    "categorie": "Catégorie",
    "profil": "Profil de paie",
    "phase": "Phase",
    "mois": "Mois",
    "du": "Du",
    "au": "Au",
    "engagement": "Engagement",
    "suit": "Suit le plan",
    "nombre": "Personnes",
    "unite": "Unité",
    "quantite": "Quantité saisie",
    "taux": "Taux convenu",
    "majorations": "Majorations",
    "heures": "Heures saisies",
    "jours": "Jours saisis",
    "abattement": "Abattement",
    "dpae": "DPAE faite le",
    "aem": "AEM envoyée le",
    "defraie": "Défraiement",
    "jours_defrayes": "Jours défrayés",
    "taux_defraye": "Défraiement par jour",
}
_USUELS: Mapping[str, Any] = {
    "categorie": 44,
    "phase": "tournage",
    "engagement": "continu",
    "suit": "N",
    "nombre": 1,
    "unite": "S",
    "quantite": 1,
    "convention": "3097",
    "abattement": "N",
}
#: Those of « Feuilles d’heures ».
TITRES_DES_FEUILLES = {
    "personne": "Personne n°",
    "jour": "Date",
    "travail": "Travail",
    "debut": "Début",
    "repas_de": "Repas de",
    "repas_a": "Repas à",
    "fin": "Fin",
    "studio": "Studio",
    "taux": "Taux horaire saisi",
    "repas_dus": "Repas à indemniser",
    "casse_croute": "Casse-croûte",
}
_ORIGINE = date(1899, 12, 30)


def film(dossier: Path, an: int = 2026, gabarits: Path | None = None) -> Path:
    """The pack of a film without budget or screenplay; ``gabarits``: other templates than the program's."""
    if gabarits is None:
        shutil.copytree(_tel_que_construit(an), dossier)
        return dossier / "pack"
    return _construit(dossier, an, gabarits)


@cache
def _tel_que_construit(an: int) -> Path:
    """The film as the program builds it, once per process."""
    dossier = Path(tempfile.mkdtemp(prefix="chargeprod-equipe-")) / "film"
    atexit.register(shutil.rmtree, dossier.parent, ignore_errors=True)
    _construit(dossier, an, None)
    return dossier


def _construit(dossier: Path, an: int, gabarits: Path | None) -> Path:
    dossier.mkdir()
    texte = textwrap.dedent(_PROJET) % {"an": an, "apres": an + 1}
    (dossier / "projet.yaml").write_text(texte, encoding="utf-8")
    return pack_construit(dossier, gabarits=gabarits)


def _contenu(valeur: Any) -> Contenu:
    if isinstance(valeur, time):
        return (valeur.hour * 60 + valeur.minute) / 1440
    if isinstance(valeur, date):
        return float((valeur - _ORIGINE).days)
    return valeur if isinstance(valeur, str) or valeur is None else float(valeur)


def employer(pack: Path, *emplois: Mapping[str, Any]) -> None:
    """Type rows in « Emplois », people 1, 2, 3… unless they say who, and recompute the files."""
    inscrire(pack, *emplois)
    recalculer(pack)


def inscrire(pack: Path, *emplois: Mapping[str, Any]) -> None:
    """Type the rows only: what is typed next recomputes."""
    chemin = pack / "equipe.xlsx"
    lu = lire(chemin)
    saisies: dict[str, Contenu] = {}
    noms: dict[str, Contenu] = {}
    for rang, emploi in enumerate(emplois, 1):
        rangee = {**_USUELS, "personne": rang, **emploi}
        noms[dans_la_table(lu, "Personnes", "N°", rang)] = float(rang)
        noms[dans_la_table(lu, "Personnes", "Nom", rang)] = f"Personne {rang}"
        for nom, valeur in rangee.items():
            saisies[dans_la_table(lu, "Emplois", TITRES[nom], rang)] = _contenu(valeur)
    ecrire(chemin, "Personnes", noms)
    ecrire(chemin, "Emplois", saisies)


def noter(pack: Path, *journees: Mapping[str, Any]) -> None:
    """Type days in « Feuilles d’heures », at most as many as its blank rows, and recompute the files."""
    chemin = pack / "equipe.xlsx"
    lu = lire(chemin)
    saisies = {
        dans_la_table(lu, "Feuilles d’heures", TITRES_DES_FEUILLES[nom], rang): _contenu(valeur)
        for rang, journee in enumerate(journees, 1)
        for nom, valeur in journee.items()
    }
    ecrire(chemin, "Feuilles d’heures", saisies)
    recalculer(pack)


def regler(pack: Path, libelle: str, valeur: Contenu | date) -> None:
    """Type a choice in « Réglages paie »."""
    feuille = load_workbook(pack / "equipe.xlsx")["Réglages paie"]
    ligne = next(r[0].row for r in feuille.iter_rows() if r[0].value == libelle)
    ecrire(pack / "equipe.xlsx", "Réglages paie", {f"B{ligne}": _contenu(valeur)})


def recalculer(pack: Path) -> None:
    """Two engines compute the files and agree; the values are written back."""
    rapport = actualiser(sorted(pack.glob("*.xlsx")))
    assert rapport.ecrit, rapport.anomalies
    assert not rapport.ecarts, rapport.ecarts[:3]
    assert not rapport.erreurs, rapport.erreurs[:3]


def rangees(pack: Path, feuille: str) -> list[dict[str, Any]]:
    """The rows of a table of the crew workbook as its stored values show them, by title."""
    cellules = load_workbook(pack / "equipe.xlsx", data_only=True)[feuille]
    lignes = [[c.value for c in r] for r in cellules.iter_rows()]
    entete = next(i for i, r in enumerate(lignes) if sum(v is not None for v in r) > 3 and i >= 3)
    return [dict(zip(lignes[entete], r, strict=True)) for r in lignes[entete + 1 :]]


def cotisations(pack: Path, rang: int, titres: Sequence[str]) -> dict[str, float]:
    """The contributions of an emploi that are not zero, by title."""
    ligne = rangees(pack, "Cotisations")[rang - 1]
    return {t: round(ligne[t], 2) for t in titres if ligne[t]}


def rouges(pack: Path) -> set[str]:
    """The checks of the crew workbook that are in error."""
    return {libelle for (classeur, libelle), v in verdicts(pack).items() if classeur == "equipe" and v.etat == "erreur"}
