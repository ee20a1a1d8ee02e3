"""Tax credits: cinema (CGI art. 220 sexies), audiovisual, international (art. 220 quaterdecies)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from oracle.arrondi import arrondi


@dataclass(frozen=True)
class Bareme:
    """Rates and caps in force. ``seuils_fiction``: cost per minute under which a cap per minute holds."""

    cinema_majore: float = 0.30
    cinema_base: float = 0.20
    cinema_plafond: float = 30_000_000
    part_du_budget: float = 0.80
    av_fiction: float = 0.25
    av_documentaire: float = 0.25
    av_spectacle: float = 0.10
    av_base: float = 0.20
    seuils_fiction: Sequence[tuple[float, float]] = ()
    plafond_fiction: float = 10_000
    plafond_documentaire: float = 1_150
    plafond_animation: float = 3_000
    inter_taux: float = 0.30
    inter_vfx: float = 0.40
    inter_seuil_vfx: float = 2_000_000
    inter_plafond: float = 30_000_000
    inter_minimum: float = 250_000
    inter_petit_budget: float = 500_000
    inter_part_minimum: float = 0.50


@dataclass(frozen=True)
class Film:
    """What the credit is reckoned on, € HT."""

    eligible: float
    budget: float
    subventions: float = 0.0
    mode: str = "directe"
    regime: str = "cinéma"
    genre: str = "cinéma"
    langue: str = "français"
    minutes: int = 90
    effets_visuels: float = 0.0
    coproduction: bool = False


def deduction(film: Film, bareme: Bareme) -> float:
    """Grants taken off the base: as a whole, in the proportion of eligible expenses in the budget, or not at all."""
    assiette = min(film.eligible, arrondi(film.budget * bareme.part_du_budget, 2))
    if film.mode == "prorata":
        return arrondi(film.subventions * assiette / film.budget, 2) if film.budget else 0.0
    return film.subventions if film.mode == "directe" else 0.0


def base(film: Film, bareme: Bareme) -> float:
    """Eligible expenses, at most 80 % of the budget, less grants."""
    return max(0.0, min(film.eligible, arrondi(film.budget * bareme.part_du_budget, 2)) - deduction(film, bareme))


def taux(film: Film, bareme: Bareme) -> float:
    """The rate of the scheme."""
    if film.regime == "cinéma":
        majore = film.genre == "animation" or "français" in film.langue.casefold()
        return bareme.cinema_majore if majore else bareme.cinema_base
    if film.regime == "international":
        return bareme.inter_vfx if film.effets_visuels > bareme.inter_seuil_vfx else bareme.inter_taux
    par_genre = {"fiction": bareme.av_fiction, "animation": bareme.av_fiction}
    par_genre |= {"documentaire": bareme.av_documentaire, "spectacle": bareme.av_spectacle}
    return par_genre.get(film.genre, bareme.av_base)


def plafond_par_minute(film: Film, bareme: Bareme) -> float | None:
    """Audiovisual works: by genre and, for fiction, by cost per minute; None when nothing is known."""
    if film.genre in ("documentaire", "animation", "spectacle"):
        caps = {"documentaire": bareme.plafond_documentaire, "animation": bareme.plafond_animation}
        return caps.get(film.genre)
    cout = arrondi(film.budget / film.minutes, 2) if film.minutes else 0.0
    if film.coproduction and bareme.seuils_fiction and cout > bareme.seuils_fiction[5][0]:
        return bareme.plafond_fiction
    return next((cap for seuil, cap in bareme.seuils_fiction if cout < seuil), bareme.plafond_fiction)


def credit(film: Film, bareme: Bareme) -> float:
    """The credit, before any cut for the intensity of public aid."""
    du = arrondi(base(film, bareme) * taux(film, bareme), 2)
    if film.regime == "audiovisuel":
        par_minute = plafond_par_minute(film, bareme)
        return min(du, par_minute * film.minutes) if par_minute and film.minutes else du
    if film.regime == "international":
        petit = film.budget < bareme.inter_petit_budget
        minimum = arrondi(film.budget * bareme.inter_part_minimum, 2) if petit else bareme.inter_minimum
        return 0.0 if film.eligible < minimum else min(du, bareme.inter_plafond)
    return min(du, bareme.cinema_plafond)


def ecretement(credit_: float, autres_aides: float, plafond: float, cout: float) -> float:
    """What the credit would bring beyond the intensity of aid."""
    return min(credit_, max(0.0, arrondi(autres_aides + credit_ - plafond * cout, 2)))
