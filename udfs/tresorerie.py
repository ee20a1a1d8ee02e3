"""Cash: interest of an overdraft, when a bill falls due, how much must be borrowed."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Any

from udfs.erreurs import nombre_refuse, valeur_refusee
from udfs.registre import Arg, Exemple, Parametre, Plage, fonction
from udfs.valeurs import arrondi, lire


def _nombres(plage: Plage, nom: str) -> list[Decimal]:
    """The numbers of a range, texts refused, empty cells left out."""
    parametre = Parametre(nom, "nombre", "")
    return [lire(parametre, cellule) for cellule in plage if cellule is not None]


@fonction(
    "Trésorerie",
    resultat="€",
    source="Plus grand découvert d’une suite de soldes",
    exemples=(
        Exemple(((5000, -12000, -3000, 8000),), Decimal(12000)),
        Exemple(((5000, 1000),), Decimal(0), "jamais à découvert : rien à emprunter"),
    ),
)
def besoin_maximal(soldes: Annotated[Plage, Arg("Soldes successifs du compte", "€")]) -> Decimal:
    """Donne ce qu’il faut pouvoir emprunter : le plus grand découvert d’une suite de soldes."""
    lus = _nombres(soldes, "soldes")
    return max((-solde for solde in lus), default=Decimal(0)).max(Decimal(0))


@fonction(
    "Trésorerie",
    resultat="€",
    source="Usage bancaire : année de 360 jours ; barème taux_credit_bancaire pour le taux des packs",
    exemples=(
        Exemple(((-100_000, -50_000, 20_000), Decimal("0.06")), Decimal("175.00"), "150 000 × 6 % × 7 / 360"),
        Exemple(((-100_000,), Decimal("0.06"), 30), Decimal("500.00")),
    ),
)
def agios(
    soldes: Annotated[Plage, Arg("Soldes en fin de période, à intervalles égaux", "€")],
    taux: Annotated[Decimal, Arg("Taux annuel : 0,06 pour 6 %")],
    jours: Annotated[int, Arg("Jours d’une période : 7 pour des semaines", "jours")] = 7,
) -> Decimal:
    """Calcule les intérêts d’un compte à découvert, période par période, arrondis au centime à chacune."""
    if not 0 <= taux <= 1 or jours < 1:
        raise nombre_refuse("le taux va de 0 à 1 (0,06 pour 6 %), une période compte un jour au moins")
    dus = (max(Decimal(0), -solde) * taux * jours / 360 for solde in _nombres(soldes, "soldes"))
    return sum((arrondi(x) for x in dus), Decimal(0))


@fonction(
    "Trésorerie",
    resultat="date",
    source="Code de commerce, art. L441-10 : 60 jours, ou 45 jours fin de mois ; règles de paiement des packs",
    exemples=(
        Exemple((date(2027, 3, 10), 30, True), date(2027, 4, 30), "fin mars, puis 30 jours"),
        Exemple((date(2027, 3, 10), 60), date(2027, 5, 9), "60 jours nets"),
        Exemple((date(2027, 3, 10), 0), date(2027, 3, 10), "comptant"),
    ),
)
def echeance(
    facture: Annotated[date, Arg("Date de la facture")],
    jours: Annotated[int, Arg("Délai", "jours")],
    fin_de_mois: Annotated[bool, Arg("Le délai part de la fin du mois de la facture")] = False,
) -> date:
    """Donne le jour où une facture de fournisseur est à payer.

    Au-delà de 60 jours, ou de 45 jours fin de mois, le délai dépasse la loi : la fonction le refuse.
    """
    if jours < 0:
        raise nombre_refuse("un délai est positif")
    if jours > (45 if fin_de_mois else 60):
        raise nombre_refuse(f"{jours} jours{' fin de mois' if fin_de_mois else ''} : au-delà du plafond légal")
    depart = facture
    if fin_de_mois:
        depart = facture.replace(day=calendar.monthrange(facture.year, facture.month)[1])
    return depart + timedelta(days=jours)


@fonction(
    "Trésorerie",
    resultat="date, texte vide si le compte ne passe jamais à découvert",
    source="Première date d’une suite de soldes où il faut emprunter",
    exemples=(Exemple(((date(2027, 3, 1), date(2027, 3, 8), date(2027, 3, 15)), (500, -10, -900)), date(2027, 3, 8)),),
)
def premier_decouvert(
    dates: Annotated[Plage, Arg("Dates des soldes, dans l’ordre")],
    soldes: Annotated[Plage, Arg("Soldes à ces dates", "€")],
) -> Any:
    """Donne le premier jour où le compte passe sous zéro."""
    if len(dates) != len(soldes):
        raise valeur_refusee(f"{len(dates)} dates pour {len(soldes)} soldes")
    jour, montant = Parametre("dates", "date", ""), Parametre("soldes", "nombre", "")
    for quand, solde in zip(dates, soldes, strict=True):
        if quand is not None and solde is not None and lire(montant, solde) < 0:
            return lire(jour, quand)
    return ""
