"""Figures, titles, codes, totals: small examples that a production accountant can check by eye."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from devis_de_producteur import LONG_METRAGE, film_vide

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.imports.devis.codes import du_nombre, normaliser
from chargeprod_xl.imports.devis.colonnes import reconnaitre
from chargeprod_xl.imports.devis.importation import Demande, Import, importer
from chargeprod_xl.imports.devis.lignes import montant_de
from chargeprod_xl.projet.modele import LigneDevis
from chargeprod_xl.tables.lecture import en_feuille
from chargeprod_xl.tables.nombres import decimale_employee, devise_du_format, lire_nombre


@pytest.mark.parametrize(
    ("texte", "valeur", "devise"),
    [
        ("1 234,50 €", "1234.50", "EUR"),
        ("1\u00a0234,50", "1234.50", ""),
        ("1\u202f234", "1234", ""),
        ("1.234,56", "1234.56", ""),
        ("1,234.56", "1234.56", ""),
        ("1.234.567", "1234567", ""),
        ("0,125", "0.125", ""),
        ("(350)", "-350", ""),
        ("-12,5", "-12.5", ""),
        ("US$ 1 200", "1200", "USD"),
        ("1200 GBP", "1200", "GBP"),
        ("12k€", "12000", "EUR"),
    ],
)
def test_un_nombre_en_texte(texte: str, valeur: str, devise: str) -> None:
    lu = lire_nombre(texte)
    assert (lu.valeur, lu.devise) == (Decimal(valeur), devise)


def test_un_nombre_a_deux_lectures_est_un_doute_sauf_si_le_fichier_tranche() -> None:
    assert lire_nombre("1,234").valeur == 1234
    assert "deux lectures" in lire_nombre("1,234").remarque
    assert lire_nombre("1,234", decimale_employee(["12,50", "3"])).valeur == Decimal("1.234")
    assert lire_nombre("1,234", decimale_employee(["12.50"])).remarque == ""
    assert decimale_employee(["12,50", "12.50"]) == ""


@pytest.mark.parametrize("texte", ["à voir", "offert", "2 x 3", "1e5", "()", "12/04"])
def test_ce_qui_n_est_pas_un_nombre_se_dit(texte: str) -> None:
    assert lire_nombre(texte).valeur is None
    assert "n’est pas un nombre" in lire_nombre(texte).remarque


def test_la_devise_du_format() -> None:
    assert devise_du_format('#,##0.00\\ "€"') == devise_du_format("[$€-40C] #,##0") == "EUR"
    assert devise_du_format("[$$-409]#,##0.00") == "USD"
    assert devise_du_format("#,##0.00") == ""


@pytest.mark.parametrize("brut", ["2311", "23.11", "23-11", "23 11", "2311.0", "N° 2311", "'2311"])
def test_les_ecritures_d_un_code(brut: str) -> None:
    assert normaliser(brut) == "2311"


def test_un_code_garde_comme_un_nombre() -> None:
    assert du_nombre(Decimal("2311.0")) == "2311"
    assert du_nombre(Decimal("23.11")) == "2311"


def test_un_code_inconnu_va_toujours_a_une_ligne() -> None:
    assert LONG_METRAGE.affecter("23112", "", "", {}).code == "2311"
    assert LONG_METRAGE.affecter("", "Scripte", "", {}).code == "2324"
    assert LONG_METRAGE.affecter("2355", "Perche", "", {}).code == "2353"
    assert LONG_METRAGE.affecter("A12", "Divers", "69", {}).code == "6961"
    assert LONG_METRAGE.affecter("ZZ", "Rien de connu", "", {}).code == "9322"
    assert LONG_METRAGE.affecter("ZZ", "Rien", "", {"ZZ": "2311"}).doute == ""
    assert LONG_METRAGE.affecter("2399", "Régisseur adjoin", "", {}).suggestion == "2392"
    assert all(
        LONG_METRAGE.fourre_tout(p) in LONG_METRAGE.lignes
        for p in ["", "0", *"123456789", *(str(n) for n in range(10, 1000))]
    )


TITRES = [
    (["N°", "Désignation", "Nombre", "Prix unitaire", "Montant"], "code libelle nombre taux montant"),
    (["Code", "Libellé", "U.", "Qté", "PU HT", "Total HT", "TVA", "Total TTC"],
     "code libelle unite nombre taux montant tva"),
    (["Acct#", "Description", "Amount", "Units", "X", "Rate", "Subtotal", "Total"],
     "code libelle nombre unite unites taux montant"),
    (["Account No", "Title", "Prep", "Shoot", "Wrap", "Unit", "Rate", "OT", "Total", "Currency"],
     "code libelle preparation tournage finitions unite taux majorations montant devise"),
    (["Cpte", "Intitulé", "Nom", "Prépa", "Tourn.", "Finitions", "Taux", "Heures sup.", "France", "Étranger", "Obs."],
     "code libelle nom preparation tournage finitions taux majorations france etranger notes"),
]  # fmt: skip


@pytest.mark.parametrize(("titres", "roles"), TITRES)
def test_les_titres_francais_et_anglais(titres: list[str], roles: str) -> None:
    feuille = en_feuille([["Un film"], [], titres, ["2311", "Directeur", *["1"] * (len(titres) - 2)]], "x")
    lu = reconnaitre(feuille)
    assert (lu.premiere, lu.manquants) == (3, ())
    assert set(lu.colonnes) == set(roles.split())
    if "Total TTC" in titres:
        assert lu.colonnes["montant"] == 6
    if "Amount" in titres:
        assert (lu.colonnes["nombre"], lu.colonnes["montant"]) == (3, 8)


@pytest.mark.parametrize(
    ("code", "champs", "montant"),
    [
        ("2311", {"preparation": 4, "tournage": 5, "taux": 2980}, "26820"),  # 9 weeks
        ("2311", {"taux": 2980}, "0"),  # weeks without a quantity are worth nothing
        ("1611", {"nombre": 1, "taux": 1800}, "1800"),  # a lump sum counts once
        ("1911", {"nombre": 30000, "taux": 10}, "3000"),  # 10 % of 30 000
        ("6214", {"nombre": 5201, "taux": "0.45", "tournage": 1}, "2340"),  # 2 340.45
        ("2321", {"preparation": 1, "taux": 100, "majorations": "0.5"}, "101"),  # a half goes up
    ],
)
def test_le_montant_comme_la_feuille_le_calcule(code: str, champs: dict[str, object], montant: str) -> None:
    assert montant_de(LigneDevis.model_validate({"code": code, **champs}), 0, LONG_METRAGE) == Decimal(montant)


def reprendre(tmp_path: Path, texte: str) -> Import:
    fichier = tmp_path / "devis.csv"
    fichier.write_text(texte, encoding="utf-8")
    return importer(Demande(fichier, film_vide(tmp_path / "film")))


def test_lignes_totaux_et_ce_que_le_programme_calcule(tmp_path: Path) -> None:
    fait = reprendre(
        tmp_path,
        """\
Compte;Désignation;Montant
2;PERSONNEL;43000
21;Producteurs;30000
2111;Producteur délégué;30000
23;Équipe technique;13000
2311;Directrice de production;12000
2316;Secrétaire;1000
A reporter;;
Compte;Désignation;Montant
4;CHARGES SOCIALES;7000
44;Charges techniciens;7000
6;TRANSPORTS;500
;Total postes;50500
;Imprévus;2525
;Frais généraux 7 %;1435
;TOTAL GÉNÉRAL;54460
""",
    )
    genres = {c.rangee.ligne: (c.genre, c.garde) for c in fait.rapport.chiffres if c.genre != "titre"}
    assert genres == {
        2: ("total", ""),
        3: ("total", ""),
        4: ("calculé", "rémunération du producteur délégué"),
        5: ("total", ""),
        6: ("ligne", "2311"),
        7: ("ligne", "2316"),
        10: ("total", ""),
        11: ("calculé", "charges sociales"),
        12: ("ligne", "6961"),  # a poste without detail
        13: ("total", ""),
        14: ("calculé", "imprévus"),
        15: ("calculé", "frais généraux"),
        16: ("total", ""),
    }
    assert [t.ecart for t in fait.rapport.totaux] == [0] * 6
    assert [(p.champ, p.valeur) for p in fait.propositions] == [
        ("taux_imprevus", Decimal("0.05")),  # 2 525 of 50 500
        ("taux_frais_generaux", Decimal("0.07")),  # 1 435 of 20 500, the producer left out
    ]  # 30 000 of 20 500 is no rate for the producer: nothing is proposed


def test_un_code_detaille_en_cinq_chiffres_n_est_pas_compte_deux_fois(tmp_path: Path) -> None:
    fait = reprendre(
        tmp_path,
        "Code;Libellé;Total\n2393;Auxiliaires;3000\n23931;Auxiliaire A;1000\n23932;Auxiliaire B;2000\n"
        ";Total général;3000\n",
    )
    assert [(x.code, x.nom) for x in fait.rapport.lignes] == [
        ("2393", "23931 – Auxiliaire A"),
        ("2393", "23932 – Auxiliaire B"),
    ]


def test_un_doublon_et_des_unites_differentes_sont_dits(tmp_path: Path) -> None:
    fait = reprendre(
        tmp_path,
        "Code;Libellé;Unité;Qté;PU;Total\n2311;Directeur;jour;10;600;6000\n6213;Taxis;;;;80\n6213;Taxis;;;;80\n",
    )
    assert [(d.ligne, d.quoi) for d in fait.doutes] == [
        (2, "compté en « jour » au fichier, en S à la ligne 2311"),
        (4, "identique à la ligne 3"),
    ]
    directeur = fait.rapport.lignes[0]
    assert (directeur.tournage, directeur.taux, directeur.nom) == (1, 6000, "Directeur [au fichier : 10 × 600 jour]")


def test_un_montant_negatif_que_rien_ne_porte_est_refuse(tmp_path: Path) -> None:
    with pytest.raises(DonneesRefuseesError, match="montant négatif"):
        reprendre(tmp_path, "Code;Libellé;Total\n6213;Remise;-80\n2311;Directeur;100\n")


def test_toutes_les_fautes_d_un_coup(tmp_path: Path) -> None:
    with pytest.raises(DonneesRefuseesError) as refus:
        reprendre(tmp_path, "Code;Libellé;Total\n6213;Remise;-80\n2311;Directeur;100 $\n;Total;55\n")
    assert [a.quoi.split(" :")[0] for a in refus.value.anomalies] == [
        "devise sans cours",
        "total de 55.00 alors que toutes les lignes du fichier donnent 20.00",
        "montant négatif -80.00 qu’aucune ligne de son poste ne peut porter",
    ]


AMERICAIN = """\
Acct#,Description,Amount,Units,X,Rate,Subtotal,Total
1100,STORY & RIGHTS,,,,,,"52,000"
1101,Writer,1,Flat,1,"50,000","50,000","50,000"
1102,Research,2,Weeks,1,"1,000","2,000","2,000"
Account Total for 1100,,,,,,,"52,000"
2300,PRODUCTION STAFF,,,,,,"31,500.50"
2311,Line producer,,,,,,
,Prep,4,Weeks,1,"2,500","10,000","10,000"
,Shoot,8,Weeks,1,"2,500","20,000","20,000"
2316,Secretary,,,,,,
,Jane Doe,1,Flat,1,"1,500.50","1,500.50","1,500.50"
,,,,,,Total,"31,500.50"
,Total Fringes,,,,,,"5,000"
,TOTAL BELOW-THE-LINE,,,,,,"36,500.50"
,Contingency,,,,,,"4,425.03"
,TOTAL ABOVE & BELOW-THE-LINE,,,,,,"88,500.50"
,GRAND TOTAL,,,,,,"92,925.53"
"""
PAR_DETAILS = """\
Poste;Désignation;Nb;Unité;P.U.;Total H.T.
(1);(2);(3);(4);(5);(6)
1 - DROITS ARTISTIQUES;;;;;12 000
11.11;Droits d’adaptation;1;F;12 000;12 000
;S/Total 1;;;;12 000
2 - PERSONNEL;;;;;45 300,50
2311;Directeur de production;;;;40 000
;Jeanne D., prépa;4;sem;2500;10 000
;Jeanne D., tournage;12;sem;2500;30 000
2391;Régie;;;;5300,50
;Paul;;;;5 000
;Anne;;;;300,50
;A REPORTER;;;;57 300,50
Poste;Désignation;Nb;Unité;P.U.;Total H.T.
;REPORT;;;;57 300,50
6213;Taxis;1;F;500 € HT;500 € HT
;dont Paris;;;;200
TOTAL 1 à 9;;;;;57 800,50
;TVA 20 %;;;;11 560,10
;TOTAL TTC;;;;69 360,60
"""


def test_un_budget_americain(tmp_path: Path) -> None:
    fait = reprendre(tmp_path, AMERICAIN)
    assert [t.ecart for t in fait.rapport.totaux] == [0] * 7
    # 50 000 + 2 000 + 10 000 + 20 000 + 1 500.50; fringes and contingency are the program's.
    assert fait.rapport.somme("ligne") == Decimal("83500.50")
    assert fait.rapport.somme("calculé") == Decimal("9425.03")
    assert [x.code for x in fait.rapport.lignes] == ["1131", "1131", "2311", "2311", "2316"]
    assert ("taux_imprevus", Decimal("0.05")) in [(p.champ, p.valeur) for p in fait.propositions]


def test_un_formulaire_ou_le_detail_n_a_pas_de_code(tmp_path: Path) -> None:
    fait = reprendre(tmp_path, PAR_DETAILS)
    assert [(x.code, x.nom) for x in fait.rapport.lignes] == [
        ("1111", "Droits d’adaptation"),
        ("2311", "Jeanne D., prépa"),
        ("2311", "Jeanne D., tournage"),
        ("2391", "Paul"),
        ("2391", "Anne"),
        ("6213", "Taxis"),
    ]
    assert [t.rangee.ligne for t in fait.rapport.totaux if t.ecart] == []
    assert [c.rangee.ligne for c in fait.rapport.chiffres if c.genre == "ignorée"] == [17, 19]
    assert fait.rapport.somme("ligne") == Decimal("57800.50")


def test_des_titres_plus_riches_en_seconde_page_ne_cachent_pas_la_premiere(tmp_path: Path) -> None:
    fait = reprendre(
        tmp_path,
        "Code;Libellé;Total\n2311;Directrice;100\nCode;Libellé;Total;Notes\n2316;Secrétaire;50;à voir\n"
        ";TOTAL GÉNÉRAL;150\n",
    )
    assert fait.rapport.somme("ligne") == 150


def test_des_montants_au_dessus_des_titres_se_disent(tmp_path: Path) -> None:
    texte = "DEVIS;;;;;90\nCode;Libellé;Nombre;Taux;Notes;Total\n2311;Directrice;1;90;;90\n;TOTAL GÉNÉRAL;;;;90\n"
    assert [d.quoi for d in reprendre(tmp_path, texte).doutes] == ["1 montants au-dessus des titres de la ligne 2"]


def test_un_fichier_sans_titres_se_lit_par_lettres(tmp_path: Path) -> None:
    film = film_vide(tmp_path / "film")
    (film / "correspondance-devis.yaml").write_text(
        "ligne_des_titres: 0\ncolonnes: {code: A, libelle: B, montant: c}\ncodes: {A-1: 2311}\n", encoding="utf-8"
    )
    (tmp_path / "d.csv").write_text("A-1;Directrice;1 000\n6213;Taxis;50\n", encoding="utf-8")
    fait = importer(Demande(tmp_path / "d.csv", film))
    assert [(x.code, x.nom) for x in fait.rapport.lignes] == [("2311", "A-1 – Directrice"), ("6213", "Taxis")]
    assert fait.rapport.somme("ligne") == 1050
    assert fait.doutes == ()
