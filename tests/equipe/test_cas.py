"""Cases worked out by hand from the rules, in the recalculated workbook."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from equipe.atelier import cotisations, employer, film, rangees, regler, rouges

JUIN = date(2026, 6, 1)
CADRE: dict[str, Any] = {
    "fonction": "Scripte cinéma",
    "profil": "technicien cadre",
    "mois": JUIN,
    "du": date(2026, 6, 1),
    "au": date(2026, 6, 30),
    "taux": 5000,
    "heures": 151.67,
}
NON_CADRE = CADRE | {"fonction": "Habilleur cinéma", "profil": "technicien non-cadre"}
ARTISTE: dict[str, Any] = {
    "fonction": "Artiste-interprète",
    "profil": "artiste",
    "categorie": 46,
    "mois": JUIN,
    "unite": "C",
    "taux": 500,
}


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return film(tmp_path / "film")


def test_deux_contrats_d_une_personne_partagent_le_plafond_du_mois(pack: Path) -> None:
    """Ten days, then ten days: 4,005 × 10 / 30 twice = 2,670. The first takes 1,000 of it, the second 1,670."""
    employer(
        pack,
        CADRE | {"personne": 1, "au": date(2026, 6, 10), "taux": 1000},
        CADRE | {"personne": 1, "du": date(2026, 6, 16), "au": date(2026, 6, 25), "taux": 3000},
        CADRE | {"personne": 3, "du": date(2026, 6, 16), "au": date(2026, 6, 25), "taux": 3000},
    )
    assert [r["Sous le plafond"] for r in rangees(pack, "Assiettes")[:3]] == [1000, 1670, 1335]
    # 8.55 %: 85.50, then 142.785 rounded up; alone, the second contract would have had 1,335.00 × 8.55 % = 114.14.
    assert [cotisations(pack, n, ["Vieillesse plafonnée"])["Vieillesse plafonnée"] for n in (1, 2, 3)] == [
        85.50,
        142.79,
        114.14,
    ]
    assert "Aucun plafond compté deux fois pour les mêmes dates" not in rouges(pack)


def test_un_plafond_compte_deux_fois_se_voit(pack: Path) -> None:
    employer(pack, CADRE | {"personne": 1}, CADRE | {"personne": 1, "du": date(2026, 6, 15), "au": date(2026, 6, 20)})
    assert "Aucun plafond compté deux fois pour les mêmes dates" in rouges(pack)


def test_un_tournage_a_cheval_sur_deux_annees(tmp_path: Path) -> None:
    """December 2025 and January 2026, a whole month each, 5,000 €: each month has its own ceiling and rates."""
    pack = film(tmp_path / "film", an=2025)
    decembre = CADRE | {"mois": date(2025, 12, 1), "du": date(2025, 12, 1), "au": date(2025, 12, 31)}
    janvier = CADRE | {"mois": date(2026, 1, 1), "du": date(2026, 1, 1), "au": date(2026, 1, 31)}
    employer(pack, decembre, janvier | {"personne": 1})
    lignes = ["Vieillesse plafonnée", "Vieillesse déplaf.", "Accidents du travail"]
    # 3,925 × 8.55 %, 5,000 × 2.02 %, 5,000 × 1.65 %; then 4,005 × 8.55 %, 5,000 × 2.11 %, 5,000 × 1.50 %.
    assert list(cotisations(pack, 1, lignes).values()) == [335.59, 101.00, 82.50]
    assert list(cotisations(pack, 2, lignes).values()) == [342.43, 105.50, 75.00]


@pytest.mark.parametrize(
    ("brut", "reduction"),
    [
        (2734.61, -402.26),  # 1.5 Smic: coefficient 0.1471
        (3646.15, -216.58),  # 2 Smic: 0.0594
        (5469.23, 0.0),  # 3 Smic of 12.02 × 151.67 h = 5,469.2202
    ],
)
def test_la_reduction_generale_de_2026(pack: Path, brut: float, reduction: float) -> None:
    employer(pack, NON_CADRE | {"taux": brut})
    assert round(rangees(pack, "Cotisations")[0]["Réduction générale"], 2) == reduction


def test_au_smic_la_reduction_efface_les_cotisations_et_pas_plus(pack: Path) -> None:
    """0.4423 × 1,823.07 = 806.34; but the lines it may wipe out come to 43.54 % only, each rounded: 793.76."""
    employer(pack, NON_CADRE | {"taux": 1823.07})
    # 13 %, 0.3 %, 8.55 %, 2.11 %, 5.25 %, 0.1 %, 9 %, 3.94 % and 1.29 % of 1,823.07
    somme = 237.00 + 5.47 + 155.87 + 38.47 + 95.71 + 1.82 + 164.08 + 71.83 + 23.52
    assert rangees(pack, "Cotisations")[0]["Réduction générale"] == pytest.approx(-somme, abs=0.004)


def test_un_artiste_engage_moins_puis_plus_de_cinq_jours(pack: Path) -> None:
    """Three cachets by the day: 3 × 360 = 1,080. Ten days in a row: 4,005 × 10 / 30 = 1,335."""
    employer(
        pack,
        ARTISTE | {"engagement": "journée", "quantite": 3},
        ARTISTE | {"engagement": "continu", "quantite": 3, "du": JUIN, "au": date(2026, 6, 10)},
    )
    assert [r["Sous le plafond"] for r in rangees(pack, "Assiettes")[:2]] == [1080, 1335]
    lignes = ["Vieillesse plafonnée"]
    assert [cotisations(pack, n, lignes)["Vieillesse plafonnée"] for n in (1, 2)] == [64.69, 79.97]  # × 5.99 %


def test_l_annexe_trois_a_son_minimum_et_son_salaire_differe(pack: Path) -> None:
    """850 + 37 % × (2,758.11 − 850) = 1,556.00 a week; 2 × (2,758.11 − 1,556.00) = 2,404.22 due on receipts."""
    photo = CADRE | {"fonction": "Directeur de la photographie cinéma", "convention": "3097 annexe III"}
    employer(pack, photo | {"quantite": 3, "taux": 1556.00}, photo | {"quantite": 3, "taux": 1555.00})
    lues = rangees(pack, "Emplois")
    assert [r["Minimum"] for r in lues[:2]] == [1556.00, 1556.00]
    assert [r["État du taux"] for r in lues[:2]] == ["● OK", "✖ Sous le minimum"]
    assert lues[0]["Salaire différé"] == 7212.66  # three weeks
    assert lues[0]["Brut"] == 4668.00  # the deferred part is no gross pay


def test_un_realisateur_et_son_contrat_d_auteur(pack: Path) -> None:
    """The author's rights bear 1.10 % and nothing else; they do not touch the ceiling of the wages."""
    realisateur = CADRE | {"fonction": "Réalisateur", "profil": "réalisateur", "categorie": 43, "personne": 1}
    auteur = CADRE | {
        "profil": "auteur",
        "categorie": 41,
        "personne": 1,
        "unite": "F",
        "taux": 28000,
        "convention": None,
    }
    employer(pack, auteur, realisateur)
    titres = [t for t in rangees(pack, "Cotisations")[0] if t not in {"Rang", "Nom", "Mois", "Brut", "Coût"}]
    droits = cotisations(pack, 1, titres[: titres.index("Réduction générale")])
    assert droits == {"Diffuseur": 308.00}
    assert cotisations(pack, 2, ["Vieillesse plafonnée"]) == {"Vieillesse plafonnée": 239.90}  # 4,005 × 5.99 %
    assert not rouges(pack)


def test_la_methode_des_trentiemes_payes(pack: Path) -> None:
    """A week of five paid days: 4,005 × 5 / 30 = 667.50, whatever the days between its ends."""
    semaine = CADRE | {"du": date(2026, 6, 8), "au": date(2026, 6, 14)}
    employer(pack, semaine)
    assert rangees(pack, "Emplois")[0]["Plafond retenu"] == 934.50  # seven days: 4,005 × 7 / 30
    regler(pack, "Plafond d’un mois incomplet", "trentièmes payés")
    employer(pack, semaine)
    assert rangees(pack, "Emplois")[0]["Plafond retenu"] == 667.50
