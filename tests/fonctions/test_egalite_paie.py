"""A function gives what the pack's own formulas give for the same salary, hours, registers and minima."""

from __future__ import annotations

import calendar
import shutil
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from equipe.atelier import employer, film, inscrire, noter, rangees, regler

from udfs import cotisations as lignes_de_paie
from udfs.appel import appeler
from udfs.registre import par_nom

MARS = date(2026, 3, 1)
PROFILS = ("technicien cadre", "technicien non-cadre", "réalisateur", "artiste", "figurant", "auteur")


def cp(nom: str, *arguments: Any) -> Any:
    fonction = par_nom(nom)
    assert fonction is not None
    return appeler(fonction, arguments)


def emploi(profil: str, **autres: Any) -> dict[str, Any]:
    """Ten days of March 2026, 73 hours paid."""
    categories = {"réalisateur": 43, "artiste": 46, "figurant": 46, "auteur": 41}
    commun = {"fonction": "Scripte cinéma", "mois": MARS, "du": date(2026, 3, 2), "au": date(2026, 3, 11)}
    return {**commun, "profil": profil, "categorie": categories.get(profil, 44), "heures": 73, **autres}


@dataclass(frozen=True)
class Societe:
    """A company and five salaries: as many as a fresh pack has rows for."""

    effectif: int
    mobilite: float
    salaires: tuple[dict[str, Any], ...]


SOCIETES = {
    "neuf salariés": Societe(9, 0, (
        emploi("technicien cadre", taux=700), emploi("technicien non-cadre", taux=4100), emploi("auteur", taux=4100),
        emploi("artiste", taux=700), emploi("figurant", taux=19000),
    )),
    "quatorze salariés": Societe(14, 0.032, (
        emploi("technicien cadre", taux=1250.37), emploi("artiste", taux=1900, abattement="O"),
        emploi("artiste", taux=450, unite="C", quantite=3, engagement="journée", jours=3, heures=24),
        emploi("réalisateur", taux=19000), emploi("artiste", taux=4100),
    )),
    "soixante salariés": Societe(60, 0.032, (
        emploi("technicien cadre", taux=2100, convention="2642"), emploi("réalisateur", taux=700),
        emploi("technicien non-cadre", taux=1500, convention="2642"), emploi("technicien non-cadre", taux=900),
        emploi("artiste", taux=1500, convention="2642"),
    )),
}  # fmt: skip
Paye = tuple[Path, Societe]


@pytest.fixture(scope="module")
def vierge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack of a film without people."""
    return film(tmp_path_factory.mktemp("vierge") / "film")


@pytest.fixture(scope="module", params=SOCIETES)
def paye(request: pytest.FixtureRequest, vierge: Path, tmp_path_factory: pytest.TempPathFactory) -> Paye:
    """A pack whose salaries its own engines computed, and its company."""
    societe = SOCIETES[request.param]
    pack = tmp_path_factory.mktemp("paie") / "pack"
    shutil.copytree(vierge, pack)
    regler(pack, "Effectif de la société", societe.effectif)
    regler(pack, "Versement mobilité du lieu de travail", societe.mobilite)
    employer(pack, *societe.salaires)
    return pack, societe


def test_les_charges_sont_celles_de_la_feuille_cotisations(paye: Paye) -> None:
    pack, societe = paye
    faits = rangees(pack, "Cotisations")
    for fait, saisi in zip(faits, societe.salaires, strict=False):
        brut = Decimal(str(saisi["taux"])) * saisi.get("quantite", 1)
        arguments = (
            brut, saisi["profil"], MARS, saisi.get("jours", 10), saisi["heures"], societe.effectif,
            saisi.get("convention", "3097"), saisi.get("abattement") == "O", societe.mobilite,
            saisi.get("engagement") == "journée",
        )  # fmt: skip
        assert fait["Brut"] == pytest.approx(float(brut)), "the row of the sheet is that of the salary"
        assert float(cp("charges_employeur", *arguments)) == pytest.approx(fait["Total des charges"], abs=0.001), saisi
        assert float(cp("cout_employeur", *arguments)) == pytest.approx(fait["Coût"], abs=0.001), saisi


def test_chaque_ligne_est_celle_de_la_feuille_cotisations(paye: Paye) -> None:
    pack, societe = paye
    premier, saisi = rangees(pack, "Cotisations")[0], societe.salaires[0]
    for quoi, titre in (
        ("Congés spectacles", "Congés spectacles"),
        ("mal", "Maladie"),
        ("vm", "Versement mobilité"),
        ("fs", "Forfait social"),
        ("Médecine du travail (Thalie Santé), HT", "Médecine du travail"),
    ):
        obtenu = cp(
            "cotisation",
            saisi["taux"],
            saisi["profil"],
            MARS,
            quoi,
            10,
            73,
            societe.effectif,
            saisi.get("convention", "3097"),
            False,
            societe.mobilite,
        )
        assert float(obtenu) == pytest.approx((premier[titre] or 0), abs=0.001), quoi


def test_les_organismes_font_ensemble_toutes_les_charges() -> None:
    """Urssaf less the reduction, and all the others: nothing twice, nothing left out."""
    organismes = {x["organisme"] for x in lignes_de_paie.donnees()["paie"]["lignes"].values()}
    somme = sum(cp("cotisation", 900, "technicien non-cadre", MARS, o, 15, 90) for o in organismes)
    assert somme == cp("charges_employeur", 900, "technicien non-cadre", MARS, 15, 90)


def test_toute_ligne_que_l_effectif_ou_un_choix_decide_est_connue_de_la_fonction() -> None:
    """A new condition in the barèmes must be written in the function too."""
    from chargeprod_xl.baremes.lecture import charger  # noqa: PLC0415 - the YAML, for this comparison only

    declarees = {x["id"] for x in charger("paie_lignes")["lignes"] if "si" in x or "taux" in x}  # type: ignore[call-overload] # a mapping here
    connues = {*lignes_de_paie.LIGNES_A_PARTIR_DE, *lignes_de_paie.LIGNES_JUSQU_A, *lignes_de_paie.LIGNES_AU_CHOIX}
    assert declarees == connues


def test_le_plafond_est_celui_de_la_feuille_assiettes(paye: Paye) -> None:
    """Ten days of 31: 4,005 × 10 / 31 = 1,291.94 €."""
    pack, *_ = paye
    assert cp("plafond_paie", MARS, 10) == Decimal("1291.94")
    assert rangees(pack, "Assiettes")[0]["Plafond commun du mois"] == pytest.approx(1291.94)


def test_les_minimums_sont_ceux_de_la_feuille(vierge: Path) -> None:
    """Every function of the sheet, in force when the shoot ends."""
    colonnes = {"Jour ou cachet": "jour", "Semaine 39 h": "semaine", "Semaine de tournage 5 jours": "tournage 5 jours"}
    compares = 0
    for ligne in rangees(vierge, "Minimums"):
        if not ligne["Valable du"] or not ligne["Fonction"] or str(ligne["Convention"]) != "3097":
            continue
        for titre, mesure in colonnes.items():
            if ligne[titre]:
                jour = ligne["Valable du"].date()
                assert float(cp("minimum", ligne["Fonction"], jour, mesure)) == pytest.approx(ligne[titre])
                compares += 1
    assert compares > 100


def test_la_semaine_est_payee_comme_sur_la_feuille_d_heures(vierge: Path, tmp_path: Path) -> None:
    """Five days of 9 h 12: 46 hours, 49.5 paid; the sheet adds what the agreed week of 43.75 paid hours lacks."""
    pack = tmp_path / "pack"
    shutil.copytree(vierge, pack)
    lundi = date(2026, 3, 9)
    inscrire(pack, {"fonction": "Scripte cinéma", "profil": "technicien cadre", "mois": MARS, "du": lundi,
                    "au": lundi + timedelta(days=6), "taux": 1433.71})  # fmt: skip
    noter(pack, *({"personne": 1, "jour": lundi + timedelta(days=n), "travail": "tournage", "debut": time(8),
                   "repas_de": time(13), "repas_a": time(14), "fin": time(18, 12)} for n in range(5)))  # fmt: skip
    en_plus = sum(ligne["Heures payées en plus"] or 0 for ligne in rangees(pack, "Feuilles d’heures")[:5])
    assert cp("heures_majorees", 46, lundi) == Decimal("49.50")
    assert en_plus == pytest.approx(49.5 - 43.75)


def test_les_echeances_sont_celles_des_registres(paye: Paye) -> None:
    pack, *_ = paye
    dpae, aem = rangees(pack, "Registre DPAE")[0], rangees(pack, "Registre AEM")[0]
    embauche = dpae["Embauche"].date()
    assert embauche == date(2026, 3, 2)
    assert cp("echeance_dpae", embauche) == dpae["Au plus tard le"].date() == date(2026, 3, 1)
    assert cp("ouverture_dpae", embauche) == dpae["Au plus tôt le"].date() == date(2026, 2, 22)
    dernier = date(2026, 3, calendar.monthrange(2026, 3)[1])
    assert cp("echeance_aem", dernier) == aem["À envoyer avant le"].date() == date(2026, 4, 15)
