"""The devis: what a code stands for, overheads and their legal caps."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any

from udfs.baremes import donnees, exiger
from udfs.erreurs import introuvable, nombre_refuse, valeur_refusee
from udfs.registre import Arg, Exemple, fonction, reconnaitre, sans_accents

GENRES = ("cinéma", "fiction", "animation", "documentaire", "spectacle")
NATURES = ("frais généraux", "frais financiers", "producteur", "imprévus")
_RECONSTRUIT = "Nomenclature du produit, reconstruite au-delà de deux chiffres : comparer au formulaire en vigueur"
_TEXTE_DES_PLAFONDS = "Règlement général des aides du CNC, annexes 3-1 et 3-2 : barèmes fg_, rp_, ff_ et imprevus_"


def _ligne(code: str) -> Any:
    """A line of the nomenclature, or the nearest title above the code.

    Raises:
        RefusError: #N/A, unknown code.
    """
    ligne = donnees()["nomenclature"].get(code.strip())
    if ligne is None:
        raise introuvable(f"code « {code} » absent de la nomenclature")
    return ligne


@fonction(
    "Devis",
    resultat="texte",
    source=_RECONSTRUIT,
    exemples=(
        Exemple(("2",), "PERSONNEL", "un poste"),
        Exemple(("11",), "Sujet"),
        Exemple(("1112",), "Option(s) sur œuvre préexistante", "une ligne"),
    ),
)
def libelle(code: Annotated[str, Arg("Code du devis : poste, rubrique, groupe ou ligne")]) -> str:
    """Donne le libellé d’un code du devis."""
    return str(_ligne(code)["libelle"])


@fonction(
    "Devis",
    resultat="numéro de poste, de 1 à 9",
    source="Devis du CNC : neuf postes, le premier chiffre du code",
    exemples=(Exemple(("2311",), 2), Exemple(("9",), 9)),
)
def poste(code: Annotated[str, Arg("Code du devis")]) -> int:
    """Donne le poste du devis dont une ligne relève."""
    _ligne(code)
    return int(code.strip()[0])


@fonction(
    "Devis",
    resultat="texte de deux chiffres",
    source="Devis du CNC : les deux premiers chiffres du code",
    exemples=(Exemple(("2311",), "23"),),
)
def rubrique(code: Annotated[str, Arg("Code d’une rubrique, d’un groupe ou d’une ligne")]) -> str:
    """Donne la rubrique du devis dont une ligne relève."""
    if _ligne(code)["niveau"] == "poste":
        raise valeur_refusee(f"« {code} » est un poste : il a plusieurs rubriques")
    return code.strip()[:2]


def _choisir(mot: str, possibles: tuple[str, ...], quoi: str) -> str:
    trouve = reconnaitre(mot, possibles)
    if trouve is None:
        raise valeur_refusee(f"{quoi} « {mot} » : {', '.join(possibles)}")
    return trouve


def taux_de_plafond(nature: str, genre: str, jour: date) -> Decimal:
    """The legal cap, or the usual rate, as a part of its base.

    Raises:
        RefusError: #N/A, the texts give none for that genre.
    """
    nature, genre = _choisir(nature, NATURES, "nature"), _choisir(genre, GENRES, "genre")
    if nature == "imprévus":
        return exiger("imprevus_usage" if genre == "cinéma" else "imprevus_plafond_audiovisuel", jour)
    if nature == "producteur" and genre != "cinéma":
        raise introuvable("la rémunération du producteur n’a de plafond connu qu’au cinéma")
    debut = {"frais généraux": "fg", "frais financiers": "ff", "producteur": "rp"}[nature]
    return exiger(f"{debut}_plafond_{sans_accents(genre)}", jour)


@fonction(
    "Devis",
    resultat="ratio : 0,07 pour 7 %",
    source=_TEXTE_DES_PLAFONDS,
    exemples=(
        Exemple(("frais généraux", date(2026, 3, 2)), Decimal("0.07"), "cinéma : 7 %"),
        Exemple(("producteur", date(2026, 3, 2)), Decimal("0.05"), "cinéma : 5 %, charges comprises"),
    ),
)
def plafond(
    nature: Annotated[str, Arg("Ligne du devis", choix=NATURES)],
    jour: Annotated[date, Arg("Date du barème")],
    genre: Annotated[str, Arg("Genre du film", choix=GENRES)] = "cinéma",
) -> Decimal:
    """Donne le plafond d’une ligne calculée du devis, en part de sa base.

    Pour les imprévus du cinéma, c’est l’usage et non un plafond.
    """
    return taux_de_plafond(nature, genre, jour)


@fonction(
    "Devis",
    resultat="€ HT",
    source=_TEXTE_DES_PLAFONDS,
    exemples=(
        Exemple((Decimal(1_000_000), date(2026, 3, 2)), Decimal(70_000), "7 % d’un million"),
        Exemple((Decimal("123456.78"), date(2026, 3, 2), "cinéma", 2), Decimal("8641.97"), "8 641,9746 € arrondis"),
    ),
)
def frais_generaux(
    depenses: Annotated[Decimal, Arg("Dépenses qui portent les frais généraux", "€ HT")],
    jour: Annotated[date, Arg("Date du barème")],
    genre: Annotated[str, Arg("Genre du film", choix=GENRES)] = "cinéma",
    decimales: Annotated[int, Arg("Décimales du devis : 0 ou 2")] = 0,
) -> Decimal:
    """Calcule les frais généraux au plafond du genre, arrondis comme le devis."""
    if decimales not in {0, 1, 2}:
        raise nombre_refuse(f"{decimales} décimales : 0, 1 ou 2")
    brut = depenses * taux_de_plafond("frais généraux", genre, jour)
    return brut.quantize(Decimal(1).scaleb(-decimales), ROUND_HALF_UP)
