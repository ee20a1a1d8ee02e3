"""Written, then imported: every figure comes back, in whatever form the devis was written."""

from __future__ import annotations

import csv
import io
import tempfile
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from devis_de_producteur import (
    NOMENCLATURE,
    ecrire_xlsx,
    en_xls,
    film_vide,
    lignes_de_la_demo,
    montant,
    rangees_de_producteur,
    sommes,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from chargeprod_xl.chargement import charger_film
from chargeprod_xl.imports.devis.importation import Demande, importer
from chargeprod_xl.projet.modele import Budget

CODES = sorted(c for c, x in NOMENCLATURE.items() if x["niveau"] == "ligne")


def sommes_de_la_demo() -> dict[str, int]:
    attendues: dict[str, int] = {}
    for ligne in lignes_de_la_demo():
        attendues[ligne.code] = attendues.get(ligne.code, 0) + montant(ligne)
    return attendues


def reprise(film: Path, fichier: Path) -> dict[str, Decimal]:
    fait = importer(Demande(fichier, film))
    assert fait.doutes == ()
    lu, fautes = charger_film(film)
    assert fautes == []
    assert lu is not None
    assert lu.budget.lignes == fait.rapport.lignes
    return sommes(lu.budget, 0)


def test_le_devis_de_la_demo_revient_au_chiffre_pres(tmp_path: Path) -> None:
    fichier = ecrire_xlsx(rangees_de_producteur(lignes_de_la_demo()), tmp_path / "devis.xlsx")
    assert reprise(film_vide(tmp_path / "film"), fichier) == sommes_de_la_demo()


def test_ses_lignes_gardent_leurs_quantites(tmp_path: Path) -> None:
    lignes = lignes_de_la_demo()
    fichier = ecrire_xlsx(rangees_de_producteur(lignes), tmp_path / "devis.xlsx")
    fait = importer(Demande(fichier, film_vide(tmp_path / "film")))
    champs = ("code", "nombre", "preparation", "finitions", "taux", "majorations", "etranger")
    lues = [[getattr(x, c) for c in champs] for x in fait.rapport.lignes]
    assert lues == [[getattr(x, c) for c in champs] for x in lignes]
    assert [x.tournage or 0 for x in fait.rapport.lignes] == [x.tournage or 0 for x in lignes]


@pytest.mark.xdist_group("soffice")
def test_un_vieux_xls_aussi(tmp_path: Path) -> None:
    vieux = en_xls(ecrire_xlsx(rangees_de_producteur(lignes_de_la_demo()), tmp_path / "devis.xlsx"))
    assert reprise(film_vide(tmp_path / "film"), vieux) == sommes_de_la_demo()


@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separateur", [";", ",", "\t"])
def test_en_csv_dans_chaque_ecriture(tmp_path: Path, separateur: str, encodage: str) -> None:
    flux = io.StringIO()
    signe = "." if separateur == "," else ","
    for rangee in rangees_de_producteur(lignes_de_la_demo()):
        champs = [str(x).replace(".", signe) if isinstance(x, Decimal) else x for x in rangee]
        csv.writer(flux, delimiter=separateur).writerow(champs)
    fichier = tmp_path / "devis.csv"
    fichier.write_bytes(flux.getvalue().encode(encodage, "replace"))
    assert reprise(film_vide(tmp_path / "film"), fichier) == sommes_de_la_demo()


QUANTITES = st.none() | st.decimals(0, 60, places=1)
LIGNES = st.lists(
    st.tuples(
        st.sampled_from(CODES),
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=12),
        *(QUANTITES,) * 4,
        st.none() | st.decimals(0, 5000, places=2),
        st.decimals(Decimal("0.01"), 300_000, places=2),
    ),
    min_size=1,
    max_size=25,
)


def en_csv(lignes: list[tuple[object, ...]], separateur: str, signe: str, *, milliers: bool) -> str:
    flux = io.StringIO(newline="")
    ecrivain = csv.writer(flux, delimiter=separateur)
    ecrivain.writerow(["Compte", "Libellé", "Nombre", "Prépa", "Tournage", "Finitions", "Taux", "Montant HT"])
    for ligne in lignes:
        *tete, total = ligne
        champs = ["" if x is None else str(x).replace(".", signe) if isinstance(x, Decimal) else x for x in tete]
        texte = f"{total:,.2f}".replace(",", "\u202f" if milliers else "").replace(".", signe)
        ecrivain.writerow([*champs, texte])
    return flux.getvalue()


@settings(max_examples=60)
@given(LIGNES, st.sampled_from([(";", ","), (",", "."), ("\t", ",")]), st.booleans())
def test_toute_liste_de_lignes_revient_avec_les_memes_totaux(
    lignes: list[tuple[object, ...]], formes: tuple[str, str], milliers: bool
) -> None:
    attendus: dict[str, Decimal] = {}
    # A label that says « total » is a total: none of ours does.
    lignes = [(x[0], f"x{x[1]}", *x[2:]) for x in lignes]
    for ligne in lignes:
        poste = str(ligne[0])[0]
        attendus[poste] = attendus.get(poste, Decimal(0)) + Decimal(str(ligne[-1]))
    with tempfile.TemporaryDirectory() as dossier:
        film = film_vide(Path(dossier) / "film")
        fichier = Path(dossier) / "devis.csv"
        fichier.write_text(en_csv(lignes, *formes, milliers=milliers), encoding="utf-8")
        fait = importer(Demande(fichier, film))
        lu, fautes = charger_film(film)
    assert fautes == []
    assert lu is not None
    trouves: dict[str, Decimal] = {}
    for code, somme in sommes(lu.budget, fait.rapport.arrondi).items():
        trouves[code[0]] = trouves.get(code[0], Decimal(0)) + somme
    assert trouves == attendus
    assert fait.rapport.somme("ligne") == sum(attendus.values())
    assert len(lu.budget.lignes) == len(lignes)


def test_l_arrondi_du_film_est_celui_de_la_feuille() -> None:
    ligne = lignes_de_la_demo()[0].model_copy(update={"taux": Decimal("10.5"), "nombre": Decimal(1)})
    assert sommes(Budget(lignes=(ligne,)), 0)[ligne.code] == Decimal("10.5").quantize(Decimal(1), ROUND_HALF_UP) == 11
