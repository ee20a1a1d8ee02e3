"""Screenplay: eighths of a page, pre-timing, days of shooting."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Annotated

from udfs.baremes import exiger
from udfs.erreurs import nombre_refuse, valeur_refusee
from udfs.registre import Arg, Exemple, fonction

_PAGES = re.compile(r"(?:(\d+))?\s*(?:(\d+)\s*/\s*8)?\Z")


@fonction(
    "Scénario",
    resultat="huitièmes de page",
    source="Usage de la profession : une page de scénario se compte en huit huitièmes",
    exemples=(Exemple(("2 3/8",), 19), Exemple(("5/8",), 5), Exemple(("1",), 8), Exemple(("1,5",), 12)),
)
def huitiemes(pages: Annotated[str, Arg("Longueur en pages, comme au dépouillement : 2 3/8, 5/8, 1", "pages")]) -> int:
    """Convertit une longueur de séquence en huitièmes de page."""
    texte = pages.strip().replace(",", ".")
    try:
        exact = Decimal(texte) * 8
    except ArithmeticError:
        lu = _PAGES.match(texte)
        if not lu or not texte:
            raise valeur_refusee(f"« {pages} » : écrivez 2 3/8, 5/8 ou 1") from None
        return int(lu[1] or 0) * 8 + int(lu[2] or 0)
    if not exact.is_finite() or exact != int(exact) or exact < 0:
        raise valeur_refusee(f"« {pages} » pages ne font pas un nombre entier de huitièmes")
    return int(exact)


@fonction(
    "Scénario",
    resultat="texte",
    source="Usage de la profession",
    exemples=(Exemple((19,), "2 3/8"), Exemple((5,), "5/8"), Exemple((16,), "2"), Exemple((0,), "0")),
)
def en_pages(nombre: Annotated[int, Arg("Nombre de huitièmes", "huitièmes de page")]) -> str:
    """Écrit des huitièmes en pages, comme au dépouillement."""
    if nombre < 0:
        raise nombre_refuse(f"{nombre} huitièmes : un nombre positif est attendu")
    pages, reste = divmod(nombre, 8)
    return " ".join(filter(None, (str(pages) if pages or not reste else "", f"{reste}/8" if reste else "")))


@fonction(
    "Scénario",
    resultat="durée d’un tableur : fraction de jour, à afficher en mm:ss",
    source="Barème secondes_par_huitieme : une page vaut une minute, avant le préminutage de la scripte",
    exemples=(
        Exemple((8, date(2026, 3, 2)), Decimal(60) / 86400, "une page, une minute"),
        Exemple((19, date(2026, 3, 2), Decimal(9)), Decimal(171) / 86400, "19 fois neuf secondes : 2 min 51 s"),
    ),
)
def preminutage(
    nombre: Annotated[int, Arg("Nombre de huitièmes", "huitièmes de page")],
    jour: Annotated[date, Arg("Date du barème")],
    secondes: Annotated[Decimal, Arg("Secondes par huitième, à la place du barème", "s")] = Decimal(0),
) -> Decimal:
    """Estime la durée à l’écran d’une séquence d’après sa longueur."""
    if nombre < 0 or secondes < 0:
        raise nombre_refuse("une longueur et une durée sont positives")
    return nombre * (secondes or exiger("secondes_par_huitieme", jour)) / 86400


@fonction(
    "Scénario",
    resultat="jours",
    source="Rythme du film : voir le barème huitiemes_par_jour_cinema et les hypothèses du projet",
    exemples=(Exemple((720, 32), 23, "720 huitièmes, soit 90 pages, à quatre pages par jour : 22,5 jours"),),
)
def jours_tournage(
    nombre: Annotated[int, Arg("Longueur du scénario", "huitièmes de page")],
    par_jour: Annotated[int, Arg("Rythme de tournage", "huitièmes par jour")],
) -> int:
    """Compte les jours de tournage qu’un scénario demande à un rythme donné, arrondis au jour entamé."""
    if nombre < 0 or par_jour <= 0:
        raise nombre_refuse("une longueur est positive, un rythme vaut au moins un huitième par jour")
    return int((Decimal(nombre) / par_jour).to_integral_value(ROUND_CEILING))
