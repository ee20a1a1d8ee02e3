"""The crew: what a row follows, and its totals by category."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from oracle.equipe import (
    COLONNES,
    emploi_de_ligne,
    jours_calendaires,
    lire_equipe,
    lire_lignes_de_paie,
    lire_reglages,
    montants,
    par_categorie,
    quantite_du_plan,
)
from oracle.feuilles import Ajout
from oracle.lecture import Pack, texte
from oracle.mois_de_tournage import Mois, MoisDeTournage, lire_mois
from oracle.net import net_verse
from oracle.resultats import lire_contexte

MAI = MoisDeTournage(
    dates=[date(2027, 5, 3), date(2027, 5, 4), date(2027, 5, 12)],
    semaines=Decimal("0.6"),
    figurants=Decimal(40),
    cachets={2: Decimal(3)},
)
TOURNAGE = {date(2027, 5, 1): MAI}
VIDE = {
    "personne": 7.0, "categorie": 46, "profil": "artiste", "phase": "tournage", "mois": date(2027, 5, 20), "du": "",
    "au": "", "engagement": "journée", "suit": "O", "role": 2.0, "personnes": 1.0, "unite": "C", "quantite": "",
    "taux": 450.0, "majorations": "", "heures": "", "jours": "", "plafond": "", "abattement": "N",
    "convention": "3097", "code": "3211",
}  # fmt: skip


def ligne(**champs: object) -> object:
    return next(pd.DataFrame([VIDE | champs]).itertuples())


@pytest.mark.parametrize(
    ("suit", "unite", "role", "quantite"),
    [("O", "S", None, "0.6"), ("O", "J", None, "3"), ("O", "C", 2, "3"), ("O", "C", 9, "0"), ("O", "C", None, "0"),
     ("O", "F", None, "0"), ("F", "J", None, "1"), ("N", "S", None, "0"), ("", "S", None, "0")],
)  # fmt: skip
def test_ce_que_le_plan_donne_a_une_ligne(suit: str, unite: str, role: int | None, quantite: str) -> None:
    assert quantite_du_plan(suit, unite, role, MAI) == Decimal(quantite)
    assert quantite_du_plan(suit, unite, role, None) == 0


def test_les_jours_d_un_contrat_sont_ceux_de_ses_dates_sinon_ceux_du_tournage_dans_le_mois() -> None:
    assert jours_calendaires(date(2027, 5, 3), date(2027, 5, 14), "N", MAI) == 12
    assert jours_calendaires(None, None, "O", MAI) == 10  # from the 3rd to the 12th
    assert jours_calendaires(None, date(2027, 5, 14), "N", MAI) == 0
    assert jours_calendaires(date(2027, 5, 14), date(2027, 5, 3), "N", MAI) == 0


def test_un_comedien_suit_le_plan_sauf_ce_qui_est_saisi() -> None:
    suivi = emploi_de_ligne(ligne(), TOURNAGE, Ajout())
    assert suivi is not None
    assert (suivi.quantite, suivi.jours, suivi.brut, suivi.personne) == (3, 3, 1350, "7")
    saisi = emploi_de_ligne(ligne(quantite=5.0, jours=0.0, majorations=12.5), TOURNAGE, Ajout())
    assert saisi is not None
    assert (saisi.quantite, saisi.jours, saisi.brut) == (5, 0, Decimal("2262.50"))


def test_la_figuration_compte_un_jour_pour_chacun() -> None:
    foule = emploi_de_ligne(ligne(profil="figurant", suit="F", unite="J", taux=107.0, personnes=1.0), TOURNAGE, Ajout())
    assert foule is not None
    assert (foule.quantite, foule.effectif, foule.brut, foule.brut_total) == (1, 40, 107, 4280)


def test_une_ligne_sans_mois_n_est_pas_un_emploi() -> None:
    assert emploi_de_ligne(ligne(mois=""), TOURNAGE, Ajout()) is None


def test_les_totaux_se_font_par_categorie_et_par_phase() -> None:
    lignes = pd.DataFrame(
        [(44, "préparation", 1000, 600), (44, "tournage", 2000, 1300), (44, "finitions", 500, 300), (None, "", 9, 9)],
        columns=["categorie", "phase", "brut", "charges"],
    )
    assert par_categorie(lignes).loc[44].tolist() == [3500, 2200, 1000, 600, 500, 300]
    assert par_categorie(lignes).loc[46].tolist() == [0] * len(COLONNES)


def mois_de(pack: Pack) -> Mois:
    contexte = lire_contexte(pack)
    rythme = texte(contexte.hypothese("Jours travaillés de la semaine"))
    return lire_mois(pack, contexte.date_de("Début de tournage"), rythme)


def test_le_film_de_demonstration_montre_les_memes_charges_emploi_par_emploi(pack_demo: Path) -> None:
    pack = Pack(pack_demo)
    lignes = lire_lignes_de_paie(pack, mois_de(pack))
    attendus = montants(lignes)
    montres = pack.tableau("Cotisations", {"Rang": "rang", "Brut": "brut", "Total des charges": "charges"})
    assert len(attendus) > 100
    for nom in ("brut", "charges"):
        assert montres[nom].tolist()[: len(attendus)] == pytest.approx(attendus[nom].tolist(), abs=0.001)
    reglages = lire_reglages(pack)
    verses = [float(net_verse(x.bulletin, reglages)) for x in lignes]
    nets = pack.tableau("Net estimé", {"Rang": "rang", "Net versé": "verse"})
    assert nets["verse"].tolist()[: len(verses)] == pytest.approx(verses, abs=0.001)


def test_le_film_de_demonstration_montre_les_memes_categories(pack_demo: Path) -> None:
    pack = Pack(pack_demo)
    titres = ["Brut", "Charges", "Brut préparation", "Charges préparation", "Brut finitions", "Charges finitions"]
    montrees = pack.tableau("Synthèse équipe", {"N°": "categorie", **{titre: titre.lower() for titre in titres}})
    attendues = lire_equipe(pack, mois_de(pack))
    for montree in montrees.to_dict("records"):
        for nom in COLONNES:
            assert montree[nom] == pytest.approx(attendues.loc[int(montree["categorie"]), nom], abs=0.001)
