"""Outside pay: a function gives what the demo pack's own formulas give, read in the files."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from oracle.lecture import Pack

from udfs.appel import appeler
from udfs.baremes import donnees
from udfs.registre import par_nom
from udfs.valeurs import numero_de_serie


def cp(nom: str, *arguments: Any) -> Any:
    fonction = par_nom(nom)
    assert fonction is not None
    return appeler(fonction, arguments)


@pytest.fixture(scope="module")
def pack(pack_demo: Path) -> Pack:
    return Pack(pack_demo)


def en_jour(cellule: Any) -> date:
    return cellule.date() if isinstance(cellule, datetime) else cellule


def en_fraction_de_jour(cellule: Any) -> float:
    if isinstance(cellule, time):
        return (cellule.hour * 3600 + cellule.minute * 60 + cellule.second + cellule.microsecond / 1e6) / 86400
    return cellule.total_seconds() / 86400 if isinstance(cellule, timedelta) else float(cellule)


def test_la_longueur_et_la_duree_des_sequences(pack: Pack) -> None:
    """« Séquences » shows eighths and an estimated running time."""
    lignes = pack.tableau("Séquences", {"Huitièmes": "huitiemes", "Minutage estimé": "duree"})
    jour = en_jour(pack.champ("Phases", "Début de tournage"))
    longueurs = [[int(n)] for n in lignes["huitiemes"]]
    attendues = [en_fraction_de_jour(d) for d in lignes["duree"]]
    obtenues = [float(ligne[0]) for ligne in cp("preminutage", longueurs, jour)]
    assert len(obtenues) > 10
    assert obtenues == pytest.approx(attendues, abs=1e-6)


def test_les_jours_feries_du_calendrier(pack: Pack) -> None:
    jours = pack.tableau("Calendrier", {"Date": "jour", "Motif": "nom"})
    assert len(jours) > 5
    for x in jours.to_dict("records"):
        assert cp("ferie", en_jour(x["jour"])).replace("’", "'") == x["nom"]


def test_les_libelles_et_les_postes_du_devis(pack: Pack) -> None:
    """Every line of the nomenclature that the sheet « Rubriques » or « Détail » shows under its own title."""
    lignes = pack.tableau("Détail", {"N°": "code", "Désignation": "libelle"})
    siens = [(str(c), str(t)) for c, t in zip(lignes["code"], lignes["libelle"], strict=True) if len(str(c)) == 4]
    trouves = [(c, t) for c, t in siens if cp("libelle", c) == t]
    assert len(trouves) / len(siens) > 0.95, "lines that the film renamed are few"
    assert all(cp("poste", c) == int(c[0]) and cp("rubrique", c) == c[:2] for c, _ in trouves)


def test_le_credit_d_impot_et_l_intensite(pack: Pack) -> None:
    feuille = "Crédit d’impôt"
    jour = en_jour(pack.champ("Phases", "Fin de tournage"))
    lire = {nom: pack.champ(feuille, nom) for nom in (
        "Dépenses éligibles du devis", "Budget de production", "Subventions publiques", "Déduction des subventions",
    )}  # fmt: skip
    obtenu = cp(
        "credit_impot_cinema", lire["Dépenses éligibles du devis"], lire["Budget de production"], jour,
        lire["Subventions publiques"], lire["Déduction des subventions"], True,
    )  # fmt: skip
    assert float(obtenu) == pytest.approx(pack.champ(feuille, "Crédit d’impôt"), abs=0.005)
    synthese = "Synthèse financement"
    total = pack.champ(synthese, "Total général du devis")
    aides = pack.champ(synthese, "Aides publiques")
    assert float(cp("intensite_aide", aides, total)) == pytest.approx(
        pack.champ(synthese, "Intensité des aides publiques")
    )
    difficile = pack.champ("Fiche projet", "Œuvre difficile ou à petit budget") == "O"
    assert float(cp("plafond_intensite", jour, difficile, obtenu > 0)) == pytest.approx(
        pack.champ(synthese, "Plafond d’intensité")
    )


def test_les_frais_generaux(pack: Pack) -> None:
    """Rate of the barème on the base that the récapitulatif shows."""
    ligne = pack.feuilles["Récapitulatif"][pack.ligne_du_champ("Récapitulatif", "Frais généraux")]
    total, taux, base = ligne[4:7]
    jour = en_jour(pack.champ("Phases", "Début de tournage"))
    assert float(cp("plafond", "frais généraux", jour)) == pytest.approx(taux, abs=1e-5), "the sheet divides euros"
    assert float(cp("frais_generaux", base, jour)) == total


def test_le_besoin_et_les_interets_de_la_tresorerie(pack: Pack) -> None:
    semaines = pack.tableau("Trésorerie hebdomadaire", {"Lundi": "lundi", "Solde cumulé": "solde"})
    soldes = [[s] for s in semaines["solde"]]
    jour = en_jour(pack.champ("Phases", "Début de tournage"))
    taux = cp("bareme", "taux_credit_bancaire", jour)
    synthese = "Synthèse trésorerie"
    assert float(cp("agios", soldes, taux)) == pytest.approx(
        pack.champ(synthese, "Intérêts estimés du crédit"), abs=0.005
    )
    assert float(cp("besoin_maximal", soldes)) == pytest.approx(pack.champ(synthese, "Besoin maximal à financer"))
    lundis = [[numero_de_serie(en_jour(j))] for j in semaines["lundi"]]
    decouverts = [en_jour(j) for j, s in zip(semaines["lundi"], semaines["solde"], strict=True) if s < 0]
    assert cp("premier_decouvert", lundis, soldes) == (decouverts[0] if decouverts else "")


def test_les_taux_dates_de_la_feuille_baremes(pack: Pack) -> None:
    """Every rate shown in the workbook « projet », at its date."""
    lignes = pack.tableau("Barèmes", {"Barème": "libelle", "En vigueur": "valeur", "Valable du": "du"})
    noms = {x["libelle"]: nom for nom, x in donnees()["parametres"].items()}
    assert len(lignes) > 50
    for x in lignes.to_dict("records"):
        assert float(cp("bareme", noms[x["libelle"]], en_jour(x["du"]))) == pytest.approx(x["valeur"]), x["libelle"]


def test_la_tva_d_une_ligne_du_devis() -> None:
    """ROUND(amount × rate, 2) of the hidden columns of « Détail »: 1,234.57 € at 20 % is 246.914."""
    assert cp("tva", 1234.57, 0.2) == Decimal("246.91")
