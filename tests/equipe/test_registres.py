"""Declarations of hiring and monthly attestations: dates worked out by hand, in the recalculated workbook."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from reprise.atelier import gabarits

from equipe.atelier import employer, film, rangees, recalculer, regler, rouges

AVRIL, MAI = date(2027, 4, 1), date(2027, 5, 1)
LUNDI, VEILLE = date(2027, 4, 12), date(2027, 4, 11)
MONTEUSE: dict[str, Any] = {
    "fonction": "Chef monteur cinéma",
    "profil": "technicien cadre",
    "phase": "finitions",
    "taux": 2000,
    "heures": 39,
    "personne": 1,
}


@pytest.fixture(scope="module")
def neuf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Only the workbooks that the registers read: they are computed at each test."""
    racine = tmp_path_factory.mktemp("registres")
    return film(racine / "film", 2027, gabarits(racine, "projet", "depouillement", "plan_de_travail", "equipe"))


@pytest.fixture
def pack(neuf: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(neuf, tmp_path / "pack"))


def contrat(du: date, au: date, **autres: Any) -> dict[str, Any]:
    return MONTEUSE | {"mois": du.replace(day=1), "du": du, "au": au} | autres


def jour(valeur: Any) -> date | None:
    """A date as the sheet shows it: zero is none."""
    return valeur.date() if isinstance(valeur, datetime) else None


def registre(pack: Path, feuille: str) -> list[Mapping[str, Any]]:
    """The rows of a register that are in use."""
    return [r for r in rangees(pack, feuille) if r["Nom"]]


def dpae(pack: Path, *titres: str) -> list[tuple[Any, ...]]:
    return [tuple(r[t] for t in titres) for r in registre(pack, "Registre DPAE")]


#: Hired on, to declare from, to, prudently by, contract by.
EMBAUCHES = [
    # Monday 12 April: the eve is a Sunday, so Saturday is prudent; contract on Tuesday, Wednesday at the latest.
    (date(2027, 4, 12), date(2027, 4, 4), date(2027, 4, 11), date(2027, 4, 10), date(2027, 4, 14)),
    # Tuesday after Easter (Monday 29 March is a holiday): Saturday again.
    (date(2027, 3, 30), date(2027, 3, 22), date(2027, 3, 29), date(2027, 3, 27), date(2027, 4, 1)),
    # Friday before Easter: Saturday is the first working day, Tuesday the second.
    (date(2027, 3, 26), date(2027, 3, 18), date(2027, 3, 25), date(2027, 3, 25), date(2027, 3, 30)),
    # Thursday 29 April: Friday, then 1 May (a Saturday), Sunday, Monday.
    (date(2027, 4, 29), date(2027, 4, 21), date(2027, 4, 28), date(2027, 4, 28), date(2027, 5, 3)),
    # Monday 3 May: Sunday, then 1 May: Friday 30 April.
    (date(2027, 5, 3), date(2027, 4, 25), date(2027, 5, 2), date(2027, 4, 30), date(2027, 5, 5)),
]


def test_les_dates_d_une_embauche(pack: Path) -> None:
    employer(pack, *(contrat(x[0], x[0], personne=n) for n, x in enumerate(EMBAUCHES, 1)))
    lues = dpae(
        pack,
        "Embauche",
        "Au plus tôt le",
        "Au plus tard le",
        "Dernier jour ouvrable avant",
        "Contrat remis au plus tard le",
    )
    assert [tuple(map(jour, x)) for x in lues] == sorted(EMBAUCHES)


def test_deux_mois_d_un_contrat_sont_une_embauche_et_deux_attestations(pack: Path) -> None:
    employer(
        pack,
        contrat(date(2027, 4, 12), date(2027, 4, 30)),
        contrat(date(2027, 5, 3), date(2027, 5, 28), heures=78, quantite=2),
    )
    assert [jour(x) for (x,) in dpae(pack, "Embauche")] == [date(2027, 4, 12)]
    avril, mai = registre(pack, "Registre AEM")
    assert [jour(avril[t]) for t in ("Mois", "Du", "Au", "Fin d’emploi", "À envoyer avant le")] == [
        AVRIL,
        date(2027, 4, 12),
        date(2027, 4, 30),
        None,
        date(2027, 5, 15),
    ]
    assert [jour(mai[t]) for t in ("Mois", "Du", "Au", "Fin d’emploi", "À envoyer avant le")] == [
        MAI,
        date(2027, 5, 3),
        date(2027, 5, 28),
        date(2027, 5, 28),
        date(2027, 6, 15),
    ]
    assert [(r["Jours"], r["Heures"], r["Brut"]) for r in (avril, mai)] == [(19, 39, 2000), (26, 78, 4000)]


def test_une_interruption_fait_une_autre_embauche(pack: Path) -> None:
    """Seven days off, 17 to 23 April, are allowed by « Réglages paie »; eight are not, nor a whole month."""
    semaine = (LUNDI, date(2027, 4, 16))
    permise, trop, mois = date(2027, 4, 24), date(2027, 4, 25), date(2027, 6, 14)
    employer(
        pack,
        contrat(*semaine, personne=1),
        contrat(permise, permise, personne=1),
        contrat(*semaine, personne=2),
        contrat(trop, trop, personne=2),
        contrat(mois, mois, personne=2),
    )
    embauches = [(n, jour(d)) for n, d in dpae(pack, "Personne n°", "Embauche")]
    assert embauches == [(1, LUNDI), (2, LUNDI), (2, trop), (2, mois)]
    # In one month, two contracts are two attestations.
    assert [r["Personne n°"] for r in registre(pack, "Registre AEM")] == [1, 2, 2, 2]
    regler(pack, "Interruption d’un même contrat", 6.0)
    recalculer(pack)
    assert [n for (n,) in dpae(pack, "Personne n°")] == [1, 2, 1, 2, 2]


def test_une_autre_fonction_est_une_autre_embauche(pack: Path) -> None:
    employer(
        pack,
        contrat(date(2027, 4, 12), date(2027, 4, 30)),
        contrat(date(2027, 5, 3), date(2027, 5, 7), fonction="Chef monteur son cinéma"),
    )
    assert [f for (f,) in dpae(pack, "Fonction")] == ["Chef monteur cinéma", "Chef monteur son cinéma"]


def test_preparation_et_tournage_du_meme_mois_sont_une_attestation(pack: Path) -> None:
    """Hours, days and gross pay are added up; the dates go from the first day to the last, whatever the order."""
    employer(
        pack,
        contrat(date(2027, 4, 19), date(2027, 4, 30), heures=46, taux=2500),
        contrat(date(2027, 4, 12), date(2027, 4, 16)),
    )
    (ligne,) = registre(pack, "Registre AEM")
    assert [jour(ligne[t]) for t in ("Du", "Au", "Fin d’emploi")] == [
        date(2027, 4, 12),
        date(2027, 4, 30),
        date(2027, 4, 30),
    ]
    assert (ligne["Jours"], ligne["Heures"], ligne["Brut"]) == (17, 85, 4500)


def test_un_artiste_a_ses_cachets_et_un_auteur_n_est_pas_salarie(pack: Path) -> None:
    artiste = {"profil": "artiste", "categorie": 46, "unite": "C", "quantite": 3, "engagement": "journée"}
    auteur = {"profil": "auteur", "categorie": 41, "unite": "F", "quantite": 1, "personne": 2}
    employer(
        pack,
        contrat(date(2027, 4, 12), date(2027, 4, 16), fonction="Artiste-interprète", heures=24, **artiste),
        contrat(date(2027, 4, 1), date(2027, 4, 16), fonction="Scénariste", **auteur),
    )
    (ligne,) = registre(pack, "Registre AEM")
    assert (ligne["Fonction"], ligne["Cachets"], ligne["Jours"], ligne["Heures"]) == ("Artiste-interprète", 3, 3, 24)
    assert len(registre(pack, "Registre DPAE")) == 1
    assert "Le registre AEM porte tous les salaires" not in rouges(pack)


def test_l_etat_d_une_dpae_a_sa_date(pack: Path) -> None:
    """Hired on Monday 12 April: from 4 to 11 April, and that very morning is for a person to judge."""
    faites = [date(2027, 4, 3), date(2027, 4, 4), VEILLE, LUNDI, date(2027, 4, 13)]
    employer(pack, *(contrat(LUNDI, LUNDI, personne=n, dpae=d) for n, d in enumerate(faites, 1)))
    assert [e for (e,) in dpae(pack, "État")] == [
        "✖ Trop tôt",
        "● Faite",
        "● Faite",
        "▲ Le jour de l’embauche",
        "✖ Après l’embauche",
    ]
    assert {"Aucune DPAE en retard", "Aucune DPAE plus de huit jours avant l’embauche"} <= rouges(pack)


def test_l_etat_d_une_dpae_qui_n_est_pas_faite(pack: Path) -> None:
    """On 12 April: someone hired that day is late, one hired from the 13th to the 20th can be declared."""
    jours = [date(2027, 4, n) for n in (12, 13, 20, 21)]
    employer(pack, *(contrat(d, d, personne=n) for n, d in enumerate(jours, 1)))
    assert {e for (e,) in dpae(pack, "État")} == {"▲ À faire"}  # no date: nothing is said to be late
    assert "Aucune DPAE en retard" not in rouges(pack)
    regler(pack, "Situation des registres au", LUNDI)
    recalculer(pack)
    assert [e for (e,) in dpae(pack, "État")] == ["✖ En retard", "▲ À faire", "▲ À faire", "À venir"]
    assert "Aucune DPAE en retard" in rouges(pack)


def test_l_etat_d_une_aem(pack: Path) -> None:
    """On 15 May: April should have been sent, May can be, June is to come."""
    regler(pack, "Situation des registres au", date(2027, 5, 15))
    juin = date(2027, 6, 7)
    employer(
        pack,
        contrat(LUNDI, LUNDI, personne=1),
        contrat(LUNDI, LUNDI, personne=2, aem=date(2027, 5, 14)),
        contrat(LUNDI, LUNDI, personne=3, aem=date(2027, 5, 15)),
        contrat(MAI, MAI, personne=4),
        contrat(juin, juin, personne=5),
    )
    etats = ["✖ En retard", "● Envoyée", "✖ Hors délai", "▲ À envoyer", "À venir"]
    assert [r["État"] for r in registre(pack, "Registre AEM")] == etats


def test_une_date_saisie_sur_n_importe_quelle_ligne_du_contrat_est_lue(pack: Path) -> None:
    avril = contrat(LUNDI, date(2027, 4, 30))
    mai = contrat(date(2027, 5, 3), date(2027, 5, 28), dpae=VEILLE)
    employer(pack, avril, mai)
    assert [(jour(faite), etat) for faite, etat in dpae(pack, "Déclarée le", "État")] == [(VEILLE, "● Faite")]
    employer(pack, avril | {"dpae": date(2027, 4, 10)}, mai)
    assert dpae(pack, "État") == [("✖ Deux dates",)]
    assert "Une seule date de DPAE par embauche" in rouges(pack)


def test_une_date_inconnue_est_a_completer_et_le_reste_se_voit(pack: Path) -> None:
    employer(pack, contrat(LUNDI, LUNDI) | {"du": None, "au": None, "mois": AVRIL})
    ((nom, jour_d_embauche, etat),) = dpae(pack, "Nom", "Embauche", "État")
    assert (nom, jour(jour_d_embauche), etat) == ("Personne 1", None, "▲ Date à compléter")
    (ligne,) = registre(pack, "Registre AEM")
    assert (ligne["État"], ligne["Brut"], jour(ligne["Du"])) == ("▲ Date à compléter", 2000, None)
    assert jour(ligne["À envoyer avant le"]) == date(2027, 5, 15)


def test_les_embauches_se_suivent_par_date(pack: Path) -> None:
    employer(
        pack,
        contrat(date(2027, 5, 3), date(2027, 5, 7)),
        contrat(date(2027, 4, 12), date(2027, 4, 16), personne=2),
        contrat(date(2027, 4, 19), date(2027, 4, 23), personne=3),
    )
    assert [n for (n,) in dpae(pack, "Personne n°")] == [2, 3, 1]


def test_une_ligne_qui_suit_le_plan_prend_les_jours_de_tournage_du_mois(pack: Path) -> None:
    """Shooting from 2 March 2027, twenty days from Monday to Friday without 29 March: the last one is 30 March."""
    suit = {"suit": "O", "du": None, "au": None, "phase": "tournage", "quantite": None, "mois": date(2027, 3, 1)}
    employer(pack, contrat(LUNDI, LUNDI) | suit)
    assert [jour(x) for (x,) in dpae(pack, "Embauche")] == [date(2027, 3, 2)]
    (ligne,) = registre(pack, "Registre AEM")
    assert [jour(ligne[t]) for t in ("Du", "Au")] == [date(2027, 3, 2), date(2027, 3, 30)]
