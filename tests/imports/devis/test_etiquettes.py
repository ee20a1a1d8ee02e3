"""Currency, country, contribution, remarks: on the line when they map cleanly, else a doubt; nothing is dropped."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from devis_de_producteur import DOLLAR, film_vide, sommes

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.chargement import charger_film
from chargeprod_xl.imports.devis.importation import Demande, Import, importer
from chargeprod_xl.projet.modele import Budget, Devise, LigneDevis

USD = Devise(code="USD", cours=Decimal("0.92"), date="2027-03-01", source="Banque de France")  # type: ignore[arg-type]


def reprendre(tmp_path: Path, texte: str, mapping: str = "", ancien: str = "") -> tuple[Import, Budget]:
    film = film_vide(tmp_path / "film")
    (film / "correspondance-devis.yaml").write_text(mapping, encoding="utf-8")
    if ancien:
        (film / "budget.yaml").write_text(ancien, encoding="utf-8")
    fichier = tmp_path / "devis.csv"
    fichier.write_text(texte, encoding="utf-8")
    fait = importer(Demande(fichier, film, force=bool(ancien)))
    lu, fautes = charger_film(film)
    assert fautes == []
    assert lu is not None
    assert lu.budget.lignes == fait.rapport.lignes
    return fait, lu.budget


def par_le_code(budget: Budget) -> dict[str, LigneDevis]:
    return {x.code: x for x in budget.lignes}


EN_DOLLARS = """\
Compte;Désignation;Nb;Taux;Majorations;Montant HT;Devise
7111;Optiques anamorphiques;3;1 000;50;3 050;USD
2341;Cadreuse de New York;2;1 500;;3 000;USD
8211;Conformation;;;;500;
"""


def test_une_facture_reste_dans_sa_devise_un_salaire_passe_en_euros(tmp_path: Path) -> None:
    fait, budget = reprendre(tmp_path, EN_DOLLARS, DOLLAR)
    assert budget.devises == (USD,)
    optiques, cadreuse = par_le_code(budget)["7111"], par_le_code(budget)["2341"]
    assert (optiques.devise, optiques.nombre, optiques.taux, optiques.majorations) == ("USD", 1, 1000, 50)
    assert (optiques.tournage, cadreuse.devise, cadreuse.taux) == (3, "", 1380)
    # 3 050 $ = 2 806 €; 3 000 $ = 2 760 €.
    assert sommes(budget, 0) == {"2341": 2760, "7111": 2806, "8211": 500}
    assert [(d.ligne, d.fait) for d in fait.doutes] == [
        (2, "gardé en USD, au cours de 0.92 du 01/03/2027 (Banque de France) : 2806.00 €"),
        (
            3,
            "converti au cours de 0.92 du 01/03/2027 (Banque de France) : 2760.00 €, "
            "un salaire est en euros dans « Emplois »",
        ),
    ]


def test_un_forfait_en_dollars_aussi(tmp_path: Path) -> None:
    _, budget = reprendre(tmp_path, "Code;Libellé;Nb;Prix;Total\n7111;Optiques;3;250;1 234,56 $\n", DOLLAR)
    ligne = budget.lignes[0]
    assert (ligne.devise, ligne.taux, ligne.nom) == ("USD", Decimal("1234.56"), "Optiques [au fichier : 3 × 250]")
    # 1 234.56 × 0.92 = 1 135.7952.
    assert sommes(budget, 2) == {"7111": Decimal("1135.80")}


def test_une_remise_se_deduit_en_euros(tmp_path: Path) -> None:
    _, budget = reprendre(tmp_path, "Code;Libellé;Total\n7111;Optiques;1000 $\n7111;Remise;-20 €\n", DOLLAR)
    assert [(x.devise, x.taux) for x in budget.lignes] == [("", 900)]


def test_le_cours_du_budget_sert_et_ses_commentaires_restent(tmp_path: Path) -> None:
    ancien = """\
lignes:
  - {code: "1211", taux: 10}
devises:   # cours figés
  # lu le jour du comité
  - {code: USD, cours: 0.92, date: 2027-03-01, source: Banque de France}
pays: [Belgique]   # coproduction"""
    texte = "Code;Libellé;Total;Étranger;Pays\n7111;Optiques;1000 $;;\n7112;Grues;500 GBP;;\n6213;Taxis;90;90;Maroc\n"
    livre = "devises: {GBP: {cours: 1.2, date: 2027-03-02, source: BCE}}\n"
    _, budget = reprendre(tmp_path, texte, livre, ancien)
    assert {d.code: d.cours for d in budget.devises} == {"USD": Decimal("0.92"), "GBP": Decimal("1.2")}
    assert budget.pays == ("Belgique", "Maroc")
    ecrit = (tmp_path / "film" / "budget.yaml").read_text(encoding="utf-8")
    assert "  # lu le jour du comité\n" in ecrit
    assert 'pays: ["Belgique", "Maroc"]   # coproduction\n' in ecrit
    with pytest.raises(DonneesRefuseesError, match=r"cours de USD : 0\.92 au budget, 0\.95 à la correspondance"):
        reprendre(tmp_path, texte, livre.replace("}}", "}, USD: {cours: 0.95, date: 2027-03-01, source: x}}"), ecrit)


ETIQUETEE = """\
Compte;Désignation;Montant HT;dont étranger;Pays;Apport;Industrie;Observations;Région;Éligible CI
7111;Optiques;1000;1000;Belgique;industrie;;Devis du 3 mars;;oui
7112;Grues;800;;belgique;;;;R1;
7114;Machinerie;600;;France;;600;;;
8211;Conformation;500;;;troc;200;À revoir;;
6213;Taxis;90;90;Maroc;numéraire;;;;
;Total;2990;;;;;Hors prêt;;
;;;;;;;Reçu par courriel;;
"""


def test_pays_apport_et_observations_vont_sur_la_ligne(tmp_path: Path) -> None:
    fait, budget = reprendre(tmp_path, ETIQUETEE)
    lignes = par_le_code(budget)
    assert budget.pays == ("Belgique", "Maroc")
    assert (lignes["7111"].pays, lignes["7111"].apport, lignes["7111"].note) == (
        *("Belgique", "industrie", "Devis du 3 mars"),
    )
    assert (lignes["7112"].pays, lignes["7114"].pays, lignes["7114"].apport) == ("Belgique", "", "industrie")
    assert (lignes["6213"].pays, lignes["6213"].apport, lignes["6213"].etranger) == ("Maroc", "numéraire", 90)
    assert (lignes["8211"].apport, lignes["8211"].note) == ("", "À revoir ; apport : troc")
    assert [(d.ligne, d.quoi) for d in fait.doutes] == [
        (1, "colonne I « Région » : 1 valeurs"),
        (1, "colonne J « Éligible CI » : 1 valeurs"),
        (8, "« Reçu par courriel » seul sur sa ligne"),
        (3, "pays « Belgique » sans part étrangère"),
        (5, "apport « troc » inconnu"),
        (5, "200 sur 500.00 en industrie"),
        (7, "observation « Hors prêt »"),
    ]


def test_six_pays_sont_un_de_trop(tmp_path: Path) -> None:
    noms = ["Belgique", "Maroc", "Suisse", "Canada", "Italie", "Japon"]
    lignes = "".join(f"6213;{nom};10;10;{nom}\n" for nom in noms)
    fait, budget = reprendre(tmp_path, f"Code;Libellé;Total;Étranger;Pays\n{lignes}")
    assert budget.pays == tuple(noms[:5])
    assert [(x.pays, x.note) for x in budget.lignes][-1] == ("", "pays : Japon")
    assert [d.quoi for d in fait.doutes] == ["pays « Japon »"]
