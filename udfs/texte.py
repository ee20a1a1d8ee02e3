"""Texts of an accountant: amounts in words, numbers of vouchers."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from udfs.erreurs import nombre_refuse, valeur_refusee
from udfs.registre import Arg, Exemple, fonction

_UNITES = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
_DIZAINES = (
    "", "dix", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt",
)  # fmt: skip
_LIMITE = Decimal(10) ** 12


@fonction(
    "Texte",
    resultat="texte",
    source="Rectifications de l’orthographe, JO du 6 décembre 1990 : un trait d’union entre les éléments d’un nombre",
    exemples=(
        Exemple((Decimal("1281.40"),), "mille-deux-cent-quatre-vingt-un euros et quarante centimes"),
        Exemple((Decimal(200),), "deux-cents euros"),
        Exemple((Decimal(71),), "soixante-et-onze euros"),
        Exemple((Decimal(3_000_000),), "trois-millions d’euros"),
    ),
)
def en_lettres(montant: Annotated[Decimal, Arg("Montant à écrire, arrondi au centime", "€")]) -> str:
    """Écrit un montant en toutes lettres, pour une lettre, un contrat ou un chèque."""
    centimes = int((abs(montant) * 100).quantize(Decimal(1), ROUND_HALF_UP))
    if abs(montant) >= _LIMITE:
        raise nombre_refuse(f"{montant} € : au-delà de mille milliards, l’écriture en lettres n’est pas prévue")
    euros, reste = divmod(centimes, 100)
    parties = [_euros(euros)] if euros or not reste else []
    if reste:
        parties.append(f"{_cardinal(reste)} centime{'s' if reste > 1 else ''}")
    return ("moins " if montant < 0 and centimes else "") + " et ".join(parties)


def _euros(nombre: int) -> str:
    liaison = " d’euros" if nombre >= 10**6 and nombre % 10**6 == 0 else f" euro{'s' if nombre > 1 else ''}"
    return _cardinal(nombre) + liaison


def _cardinal(nombre: int) -> str:
    """A whole number below a thousand billions, with hyphens."""
    if nombre == 0:
        return "zéro"
    morceaux = []
    for valeur, mot in ((10**9, "milliard"), (10**6, "million")):
        combien, nombre = divmod(nombre, valeur)
        if combien:
            morceaux.append(f"{_moins_de_mille(combien, True)}-{mot}{'s' if combien > 1 else ''}")
    milliers, nombre = divmod(nombre, 1000)
    if milliers:
        morceaux.append("mille" if milliers == 1 else f"{_moins_de_mille(milliers, False)}-mille")
    if nombre:
        morceaux.append(_moins_de_mille(nombre, True))
    return "-".join(morceaux)


def _moins_de_mille(nombre: int, final: bool) -> str:
    """``final``: « cents » and « vingts » take their s, nothing but a noun follows."""
    centaines, reste = divmod(nombre, 100)
    morceaux = []
    if centaines:
        cent = "cents" if centaines > 1 and not reste and final else "cent"
        morceaux.append(cent if centaines == 1 else f"{_UNITES[centaines]}-{cent}")
    if reste:
        morceaux.append(_moins_de_cent(reste, final))
    return "-".join(morceaux)


def _moins_de_cent(nombre: int, final: bool) -> str:
    if nombre < 20:
        return _UNITES[nombre]
    dizaine, unite = divmod(nombre, 10)
    mot = _DIZAINES[dizaine]
    if dizaine in {7, 9}:
        unite += 10
    if unite == 0:
        return "quatre-vingts" if dizaine == 8 and final else mot
    if unite in {1, 11} and dizaine < 8:
        return f"{mot}-et-{_UNITES[unite]}"
    return f"{mot}-{_UNITES[unite]}"


@fonction(
    "Texte",
    resultat="texte",
    source="Code de commerce, art. R123-174 : chaque écriture renvoie à sa pièce ; la forme du numéro est la nôtre",
    exemples=(
        Exemple(("ba", date(2027, 4, 19), 12), "BA-2027-04-0012"),
        Exemple(("CA", date(2027, 12, 31), 1, "PHARE"), "PHARE-CA-2027-12-0001"),
    ),
)
def numero_piece(
    journal: Annotated[str, Arg("Code du journal : BA banque, CA caisse, AC achats…")],
    jour: Annotated[date, Arg("Date de la pièce")],
    rang: Annotated[int, Arg("Rang de la pièce dans le mois, à partir de 1")],
    film: Annotated[str, Arg("Code du film, placé devant")] = "",
) -> str:
    """Donne le numéro d’une pièce comptable : journal, année, mois et rang sur quatre chiffres.

    Les numéros se trient comme les dates, et un trou dans la suite se voit.
    """
    if not journal.strip().isalnum():
        raise valeur_refusee(f"journal « {journal} » : lettres et chiffres seulement")
    if not 1 <= rang <= 9999:
        raise nombre_refuse(f"rang {rang} : de 1 à 9999 par mois et par journal")
    devant = f"{film.strip().upper()}-" if film.strip() else ""
    return f"{devant}{journal.strip().upper()}-{jour:%Y-%m}-{rang:04d}"
