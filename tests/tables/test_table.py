"""A table as people send it: any encoding, any separator, figures of two countries; every fault with its line."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from chargeprod_xl.tables.cellules import DATE, ENTIER, EUROS, OUI_NON, PART
from chargeprod_xl.tables.colonnes import Colonne, lire_table
from chargeprod_xl.tables.encodages import decoder

COLONNES = (
    Colonne("code", remplie=True),
    Colonne("tâche"),
    Colonne("fin", DATE),
    Colonne("montant", EUROS, titres=("coût", "prix"), vide=Decimal(0)),
    Colonne("part", PART, requise=False),
)


def lues(tmp_path: Path, texte: str | bytes, nom: str = "travaux.csv") -> list[dict[str, object]]:
    rangees, fautes = lire_table(ecrit(tmp_path, texte, nom), COLONNES)
    assert fautes == []
    return [dict(r.valeurs) for r in rangees]


def ecrit(tmp_path: Path, texte: str | bytes, nom: str = "travaux.csv") -> Path:
    chemin = tmp_path / nom
    chemin.write_bytes(texte if isinstance(texte, bytes) else texte.encode())
    return chemin


TEXTE = "Code;Tâche;Fin;Coût\nT1;Décor « l’île », 2ᵉ étage;19/04/27;1 234,56 €\n".replace("2ᵉ", "2e")


@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
def test_une_table_se_lit_dans_tous_les_encodages(tmp_path: Path, encodage: str) -> None:
    [ligne] = lues(tmp_path, TEXTE.encode(encodage))
    assert ligne["tâche"] == "Décor « l’île », 2e étage"
    assert (ligne["fin"], ligne["montant"]) == (date(2027, 4, 19), Decimal("1234.56"))


def test_ce_qui_n_est_francais_ni_sous_windows_ni_sur_mac_reste_du_windows() -> None:
    assert decoder("Žižek à Łódź".replace("Ł", "L").replace("ź", "z").encode("cp1252")) == "Žižek à Lódz"


@pytest.mark.parametrize("separateur", [";", ",", "\t", "|"])
def test_une_cellule_entre_guillemets_garde_son_separateur_et_ses_lignes(tmp_path: Path, separateur: str) -> None:
    titres = separateur.join(["code", "tâche", "fin", "prix"])
    [ligne] = lues(tmp_path, f'{titres}\nT1{separateur}"un{separateur}deux\nfin"{separateur}2027-04-19{separateur}12\n')
    assert ligne["tâche"] == f"un{separateur}deux fin".replace("\t", " ")


@pytest.mark.parametrize(
    ("ecrite", "vaut"),
    [
        ("1 234,56", "1234.56"),
        ("1\u202f234,56 €", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("(200,00)", "-200"),
        ("-12.5", "-12.5"),
        ("", "0"),
    ],
)
def test_un_montant_francais_ou_anglais(tmp_path: Path, ecrite: str, vaut: str) -> None:
    [ligne] = lues(tmp_path, f"code;tâche;fin;montant\nT1;x;;{ecrite}\n")
    assert ligne["montant"] == Decimal(vaut)


def test_le_signe_decimal_du_fichier_tranche_un_nombre_a_deux_lectures(tmp_path: Path) -> None:
    """« 1.234 » alone is a thousand or one: beside « 2.500,10 » the point separates thousands."""
    lignes = lues(tmp_path, "code;tâche;fin;montant\nT1;x;;1.234\nT2;y;;2.500,10\n")
    assert [x["montant"] for x in lignes] == [Decimal(1234), Decimal("2500.1")]


def test_toutes_les_fautes_avec_leur_ligne_et_leur_titre(tmp_path: Path) -> None:
    texte = (
        "code;tâche;fin;coût;part\n"
        "T1;x;31/02/2027;NaN;12\n"
        ";y;;inf;12 %\n"
        ";;;;\n"
        "T4;z;;1.234;50 %\n"
        "T5;w;;$ 10;0\n"
        "T6;a;b;3;0;de trop\n"
    )
    rangees, fautes = lire_table(ecrit(tmp_path, texte), COLONNES)
    assert rangees == ()
    assert [(f.ou.removeprefix("travaux.csv, "), f.quoi) for f in fautes] == [
        ("ligne 2", "colonne « fin » : « 31/02/2027 » refusé"),
        ("ligne 2", "colonne « coût » : « NaN » refusé"),
        ("ligne 2", "colonne « part » : « 12 » refusé"),
        ("ligne 3", "colonne « code » : rien n’y est écrit"),
        ("ligne 3", "colonne « coût » : « inf » refusé"),
        ("ligne 5", "colonne « coût » : « 1.234 » refusé (ce nombre a deux lectures)"),
        ("ligne 6", "colonne « coût » : « $ 10 » refusé (montant en USD, non en euros)"),
        ("ligne 7", "« de trop » est au-delà de la dernière colonne titrée"),
        ("ligne 7", "colonne « fin » : « b » refusé"),
    ]
    assert all(f.remede for f in fautes)


def test_les_titres_se_trouvent_sous_ce_qui_les_precede(tmp_path: Path) -> None:
    assert lues(tmp_path, "Film : Marées;;;\n;;;\nFIN;code;Prix;tache\n19/04/2027;T1;3;x\n")[0]["montant"] == 3


@pytest.mark.parametrize(
    ("texte", "quoi"),
    [
        ("code;fin\nT1;\n", "colonnes absentes : tâche, montant"),
        ("code;tâche;fin;prix;coût\n", "colonnes « prix » et « coût » : la même deux fois"),
        ("", "colonnes absentes : code, tâche, fin, montant"),
    ],
)
def test_des_titres_qui_manquent_ou_se_repetent(tmp_path: Path, texte: str, quoi: str) -> None:
    assert [f.quoi for f in lire_table(ecrit(tmp_path, texte), COLONNES)[1]] == [quoi]


def test_un_classeur_donne_ses_dates_ses_nombres_et_ses_lignes(tmp_path: Path) -> None:
    livre = Workbook()
    feuille = livre.active
    feuille.append(["Travaux du film"])
    feuille.append(["code", "tâche", "fin", "montant", "part"])
    feuille.append(["T1", 12, datetime(2027, 4, 19), 0.1 + 0.2, 0.5])
    feuille.append(["T2", "x", 46496, "=1/0", None])
    livre.create_sheet("Notes").append(["code", "rien"])
    livre.save(tmp_path / "travaux.xlsx")
    rangees, fautes = lire_table(tmp_path / "travaux.xlsx", COLONNES)
    # 46496 : le 19 avril 2027 dans le calendrier des tableurs.
    assert dict(rangees[0].valeurs) == {
        "code": "T1",
        "tâche": "12",
        "fin": date(2027, 4, 19),
        "montant": Decimal("0.3"),
        "part": Decimal("0.5"),
    }
    assert [(f.ou, f.quoi) for f in fautes] == [
        (
            "travaux.xlsx, feuille « Sheet », ligne 4",
            "colonne « montant » : «  » refusé (formule jamais calculée : ouvrez le fichier, enregistrez-le)",
        )
    ]


def test_deux_feuilles_qui_portent_les_colonnes_ne_se_choisissent_pas_au_hasard(tmp_path: Path) -> None:
    livre = Workbook()
    for nom in ("2026", "2027"):
        livre.create_sheet(nom).append(["code", "tâche", "fin", "montant"])
    livre.save(tmp_path / "travaux.xlsx")
    [faute] = lire_table(tmp_path / "travaux.xlsx", COLONNES)[1]
    assert faute.quoi == "plusieurs feuilles portent ces colonnes : « 2026 », « 2027 »"


def test_oui_et_un_entier(tmp_path: Path) -> None:
    colonnes = (Colonne("fait", OUI_NON), Colonne("n", ENTIER))
    rangees, fautes = lire_table(ecrit(tmp_path, "fait;n\nOui;3\nn;2,5\n"), colonnes)
    assert dict(rangees[0].valeurs) == {"fait": "O", "n": 3}
    assert [f.remede for f in fautes] == ["écrivez un nombre entier"]
