"""Taxes: VAT, the three tax credits, the intensity of public aid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from udfs.baremes import exiger
from udfs.devis import GENRES
from udfs.erreurs import nombre_refuse, valeur_refusee
from udfs.registre import Arg, Exemple, fonction, reconnaitre, sans_accents
from udfs.valeurs import arrondi

_AUDIOVISUELS = GENRES[1:]
_TVA = {
    "normal": "tva_normal", "intermediaire": "tva_intermediaire", "reduit": "tva_reduit", "zero": "tva_zero",
}  # fmt: skip
MODES = ("directe", "prorata", "aucune")


def _taux_de_tva(taux: str, jour: date | None) -> Decimal:
    """A rate given as a number, or by its name on a date."""
    nu = sans_accents(taux)
    if nu in _TVA:
        if jour is None:
            raise valeur_refusee(f"taux « {taux} » : donnez aussi la date, les taux changent")
        return exiger(_TVA[nu], jour)
    try:
        texte = nu.replace(" ", "").replace(",", ".")
        lu = Decimal(texte[:-1]) / 100 if texte.endswith("%") else Decimal(texte)
    except ArithmeticError:
        raise valeur_refusee(f"taux « {taux} » : un nombre (0,2) ou normal, intermédiaire, réduit, zéro") from None
    if not 0 <= lu <= 1:
        raise nombre_refuse(f"taux {taux} : écrivez 0,2 ou 20 %")
    return lu


_Taux = Annotated[str, Arg("0,2, 20 %, ou normal, intermédiaire, réduit, zéro")]
_JourTVA = Annotated[date | None, Arg("Date, si le taux est donné par son nom")]


@fonction(
    "Fiscal",
    resultat="€",
    source="CGI, art. 278, 278-0 bis et 279 ; arrondi au centime",
    exemples=(
        Exemple((Decimal("1234.56"), "0.2"), Decimal("246.91"), "246,912 €"),
        Exemple((Decimal(1000), "réduit", date(2026, 3, 2)), Decimal(55), "5,5 %"),
    ),
)
def tva(ht: Annotated[Decimal, Arg("Montant hors taxes", "€ HT")], taux: _Taux, jour: _JourTVA = None) -> Decimal:
    """Calcule la TVA d’un montant hors taxes."""
    return arrondi(ht * _taux_de_tva(taux, jour))


@fonction(
    "Fiscal",
    resultat="€ HT",
    source="CGI, art. 278, 278-0 bis et 279 ; arrondi au centime",
    exemples=(
        Exemple((Decimal(1200), "normal", date(2026, 3, 2)), Decimal(1000)),
        Exemple((Decimal(100), "0.055"), Decimal("94.79"), "100 / 1,055 = 94,7867"),
    ),
)
def hors_taxes(
    ttc: Annotated[Decimal, Arg("Montant toutes taxes comprises", "€ TTC")], taux: _Taux, jour: _JourTVA = None
) -> Decimal:
    """Retrouve le montant hors taxes d’un montant toutes taxes comprises."""
    return arrondi(ttc / (1 + _taux_de_tva(taux, jour)))


def _base(eligible: Decimal, budget: Decimal, part: Decimal, subventions: Decimal, mode: str) -> Decimal:
    """Eligible expenses under the cap in part of the budget, less the grants deducted, never below zero."""
    if min(eligible, budget, subventions) < 0:
        raise nombre_refuse("dépenses, budget et subventions sont positifs")
    nu = reconnaitre(mode, MODES)
    if nu is None:
        raise valeur_refusee(f"déduction « {mode} » : {', '.join(MODES)}")
    sous_plafond = min(eligible, arrondi(budget * part))
    if nu == "prorata":
        deduites = arrondi(subventions * sous_plafond / budget) if budget else Decimal(0)
    else:
        deduites = subventions if nu == "directe" else Decimal(0)
    return max(Decimal(0), sous_plafond - deduites)


_Eligible = Annotated[Decimal, Arg("Dépenses éligibles", "€ HT")]
_Budget = Annotated[Decimal, Arg("Budget de production, hors imprévus", "€ HT")]
_Jour = Annotated[date, Arg("Date du barème : fin du tournage")]
_Subventions = Annotated[Decimal, Arg("Subventions publiques affectées aux dépenses éligibles", "€")]
_Mode = Annotated[str, Arg("Comment les subventions se déduisent", choix=MODES)]


@fonction(
    "Fiscal",
    resultat="€",
    source="CGI, art. 220 sexies ; barèmes cic_",
    exemples=(
        Exemple(
            (Decimal(3_000_000), Decimal(4_000_000), date(2026, 3, 2)), Decimal(900_000), "sous 80 % du budget, 30 %"
        ),
        Exemple(
            (Decimal(3_500_000), Decimal(4_000_000), date(2026, 3, 2), Decimal(200_000)),
            Decimal(900_000),
            "ramené à 3 200 000 €, moins 200 000 € de subventions",
        ),
    ),
)
def credit_impot_cinema(
    eligible: _Eligible,
    budget: _Budget,
    jour: _Jour,
    subventions: _Subventions = Decimal(0),
    deduction: _Mode = "directe",
    majore: Annotated[bool, Arg("Film en langue française ou d’animation")] = True,
) -> Decimal:
    """Calcule le crédit d’impôt cinéma (CIC), avant écrêtement pour l’intensité des aides."""
    base = _base(eligible, budget, exiger("cic_plafond_assiette", jour), subventions, deduction)
    taux = exiger("cic_taux_majore" if majore else "cic_taux_base", jour)
    return min(exiger("cic_plafond_credit", jour), arrondi(base * taux))


def _par_minute(genre: str, cout: Decimal, coproduction: bool, jour: date) -> Decimal | None:
    """The cap per minute of an audiovisual work; None where the barèmes know none."""
    if genre == "spectacle":
        return None
    if genre != "fiction":
        return exiger(f"cia_plafond_{genre}", jour)
    dernier = exiger("cia_plafond_8", jour)
    if coproduction and cout > exiger("cia_seuil_6", jour):
        return dernier
    return next(
        (exiger(f"cia_plafond_{n}", jour) for n in range(1, 8) if cout < exiger(f"cia_seuil_{n}", jour)), dernier
    )


@fonction(
    "Fiscal",
    resultat="€",
    source="CGI, art. 220 sexies ; barèmes cia_ (plafonds par minute lus dans un outil public)",
    exemples=(
        Exemple(
            (Decimal(400_000), Decimal(600_000), 52, "documentaire", date(2026, 3, 2)),
            Decimal(59_800),
            "52 minutes à 1 150 €, moins que 25 % de 400 000 €",
        ),
    ),
)
def credit_impot_audiovisuel(
    eligible: _Eligible,
    budget: _Budget,
    minutes: Annotated[int, Arg("Minutes produites, tous épisodes", "min")],
    genre: Annotated[str, Arg("Genre de l’œuvre", choix=_AUDIOVISUELS)],
    jour: _Jour,
    subventions: _Subventions = Decimal(0),
    deduction: _Mode = "directe",
    coproduction: Annotated[bool, Arg("Fiction : coproduction internationale, 30 % étrangers au moins")] = False,
) -> Decimal:
    """Calcule le crédit d’impôt audiovisuel (CIA), plafond par minute compris, avant écrêtement."""
    nu = reconnaitre(genre, _AUDIOVISUELS)
    if nu is None:
        raise valeur_refusee(f"genre « {genre} » : {', '.join(_AUDIOVISUELS)}")
    if minutes <= 0:
        raise nombre_refuse("une œuvre dure une minute au moins")
    base = _base(eligible, budget, exiger("cia_part_assiette", jour), subventions, deduction)
    taux = exiger(f"cia_taux_{'fiction' if nu == 'animation' else nu}", jour)
    par_minute = _par_minute(nu, arrondi(budget / minutes), coproduction, jour)
    credit = arrondi(base * taux)
    return credit if par_minute is None else min(credit, arrondi(par_minute * minutes))


@fonction(
    "Fiscal",
    resultat="€",
    source="CGI, art. 220 quaterdecies ; barèmes c2i_",
    exemples=(
        Exemple((Decimal(1_000_000), Decimal(5_000_000), date(2026, 3, 2)), Decimal(300_000), "30 %"),
        Exemple((Decimal(200_000), Decimal(5_000_000), date(2026, 3, 2)), Decimal(0), "sous 250 000 € : rien n’est dû"),
    ),
)
def credit_impot_international(
    eligible: _Eligible,
    budget: Annotated[Decimal, Arg("Budget de production", "€ HT")],
    jour: _Jour,
    effets_visuels: Annotated[Decimal, Arg("Dont dépenses d’effets visuels en France", "€ HT")] = Decimal(0),
    subventions: _Subventions = Decimal(0),
    deduction: _Mode = "directe",
) -> Decimal:
    """Calcule le crédit d’impôt international (C2I) ; zéro sous le minimum de dépenses éligibles."""
    base = _base(eligible, budget, exiger("c2i_part_assiette", jour), subventions, deduction)
    petit = budget < exiger("c2i_petit_budget", jour)
    minimum = arrondi(budget * exiger("c2i_minimum_petit_budget", jour)) if petit else exiger("c2i_minimum", jour)
    if eligible < minimum:
        return Decimal(0)
    taux = exiger("c2i_taux_vfx" if effets_visuels > exiger("c2i_seuil_vfx", jour) else "c2i_taux", jour)
    return min(exiger("c2i_plafond_credit", jour), arrondi(base * taux))


@fonction(
    "Fiscal",
    resultat="ratio : 0,5 pour 50 %",
    source="Règlement général des aides du CNC : aides publiques rapportées au coût du film",
    exemples=(Exemple((Decimal(1_250_000), Decimal(4_000_000)), Decimal("0.3125")),),
)
def intensite_aide(
    aides: Annotated[Decimal, Arg("Aides publiques, crédit d’impôt compris", "€")],
    cout: Annotated[Decimal, Arg("Coût total du film", "€ HT")],
) -> Decimal:
    """Rapporte les aides publiques au coût du film."""
    if cout <= 0 or aides < 0:
        raise nombre_refuse("le coût du film est plus grand que zéro, les aides sont positives")
    return aides / cout


@fonction(
    "Fiscal",
    resultat="ratio",
    source="Barèmes intensite_",
    exemples=(
        Exemple((date(2026, 3, 2),), Decimal("0.5")),
        Exemple((date(2026, 3, 2), True), Decimal("0.6"), "film difficile, avec crédit d’impôt"),
        Exemple((date(2026, 3, 2), True, False), Decimal("0.8"), "film difficile, sans crédit d’impôt"),
    ),
)
def plafond_intensite(
    jour: _Jour,
    difficile: Annotated[bool, Arg("Film difficile ou à petit budget")] = False,
    credit_impot: Annotated[bool, Arg("Un crédit d’impôt est au plan")] = True,
) -> Decimal:
    """Donne la part d’aides publiques que le film ne doit pas dépasser."""
    if not difficile:
        return exiger("intensite_plafond", jour)
    return exiger("intensite_plafond_difficile" if credit_impot else "intensite_plafond_difficile_sans_ci", jour)
