"""Formulas, sheets, fields and links of a person's own: they speak of the same things, wherever these have gone."""

from __future__ import annotations

from copy import copy
from datetime import date
from pathlib import Path
from typing import Any

from edits.gestes import Geste
from edits.main_openpyxl import _inserer
from openpyxl import load_workbook
from openpyxl.packaging.relationship import Relationship
from openpyxl.workbook.external_link.external import (
    ExternalBook,
    ExternalCell,
    ExternalLink,
    ExternalRow,
    ExternalSheetData,
    ExternalSheetDataSet,
    ExternalSheetNames,
)

from chargeprod_xl.controles import controler
from reprise.atelier import SCENES, Film, trouver

DECORS = ("depouillement", "Décors")


def test_une_formule_d_une_saisie_suit_la_ligne_qu_elle_vise(film: Film) -> None:
    """The extras of the quay are those of the kitchen, plus two; a scene comes before both in the new draft."""
    cuisine = film.cellule("depouillement", "Séquences", "CUISINE", "Figurants").coordinate
    film.saisir("depouillement", "Séquences", "QUAI", "Figurants", f"={cuisine}+2")
    film.ecrire_scenario("EXT. PONT - AUBE\n\nUn inconnu passe.\n", *SCENES)
    film.regenerer()
    neuve = film.cellule("depouillement", "Séquences", "CUISINE", "Figurants").coordinate
    assert neuve != cuisine
    assert film.lire("depouillement", "Séquences", "QUAI", "Figurants") == f"={neuve}+2"


def test_une_formule_ecrasee_est_gardee_et_le_controle_le_dit_toujours(film: Film) -> None:
    film.saisir("depouillement", "Décors", "QUAI", "Huitièmes", 99)
    fait = film.regenerer()
    assert film.lire("depouillement", "Décors", "QUAI", "Huitièmes") == 99
    assert [e.quoi for e in fait.bilan.remplacees] == ["99"]
    rapport = controler(sorted(film.pack.glob("*.xlsx")))
    assert [a.trouvee for a in rapport.formules] == [99]


def ajouter_les_loyers(livre: Any) -> None:
    """A column « Loyer » after « Lieu de tournage », as Excel adds it."""
    feuille = livre["Décors"]
    feuille.insert_cols(3)
    feuille["C4"], feuille["C5"], feuille["C6"], feuille["C7"] = "Loyer", 800, 0, 450
    table = feuille.tables["t_depouillement_decors_lignes"]
    table.ref = "A4:G8"
    colonne = copy(table.tableColumns[1])
    colonne.id, colonne.name = 99, "Loyer"
    table.tableColumns.insert(2, colonne)
    for n in (5, 6, 7):  # what Excel would have moved by itself
        feuille.cell(n, 4).value = f"=COUNTIF(t_depouillement_sequences_lignes[Décor],$A{n})"
        feuille.cell(n, 5).value = feuille.cell(n, 6).value = None


def test_une_colonne_ajoutee_reste_avec_ses_valeurs_et_sa_formule(film: Film) -> None:
    film.editer("depouillement", ajouter_les_loyers)
    film.regenerer()
    assert film.colonne(*DECORS, "Loyer") == [800, 0, 450]
    assert not film.regenerer().ecrit
    assert film.colonne(*DECORS, "Loyer") == [800, 0, 450]


def test_une_colonne_ajoutee_reste_quand_celle_d_avant_quitte_le_gabarit(film: Film) -> None:
    film.editer("depouillement", ajouter_les_loyers)
    film.changer_gabarit(
        "depouillement/decors.yaml",
        "      - {id: lieu, titre: Lieu de tournage, saisie: true, largeur: 36}\n",
        "",
    )
    film.regenerer()
    assert film.colonne(*DECORS, "Loyer") == [800, 0, 450]


def test_une_feuille_de_la_personne_revient_et_ses_formules_suivent(film: Film) -> None:
    solde = film.cellule("projet", "Hypothèses", "Solde bancaire de départ", "Valeur").coordinate

    def ajouter(livre: Any) -> None:
        feuille = livre.create_sheet("Mes calculs")
        feuille["A1"], feuille["B1"] = "Deux mois", f"='Hypothèses'!{solde}*2"

    film.editer("projet", ajouter)
    film.changer_gabarit(
        "projet/hypotheses.yaml",
        "  - champs: plan\n",
        '  - champs: avant\n    liste: [{id: essai, libelle: Essai, valeur: "1", saisie: true}]\n  - champs: plan\n',
    )
    film.regenerer()
    neuf = film.cellule("projet", "Hypothèses", "Solde bancaire de départ", "Valeur").coordinate
    assert neuf != solde
    feuille = load_workbook(film.pack / "projet.xlsx")["Mes calculs"]
    assert feuille["B1"].value.replace("'", "") == f"=Hypothèses!{neuf}*2"
    assert load_workbook(film.pack / "projet.xlsx", data_only=True)["Mes calculs"]["B1"].value == 20_000


def test_le_pack_en_un_seul_classeur_se_regenere_aussi(tmp_path: Path) -> None:
    from chargeprod_xl.construction import construire  # noqa: PLC0415 - the layout is the subject here

    film = Film(tmp_path)
    construire(film.dossier, unique=True, gabarits=film.gabarits)
    film.saisir("pack", "Hypothèses", "Solde bancaire de départ", "Valeur", 7500)
    assert film.regenerer().ecrit
    assert [p.name for p in film.pack.glob("*.xlsx")] == ["pack.xlsx"]
    assert film.lire("pack", "Hypothèses", "Solde bancaire de départ", "Valeur") == 7500


def test_une_hypothese_a_soi_inseree_parmi_celles_du_programme(film: Film) -> None:
    """Two rows inserted under the opening balance; a formula of the person reads one of them."""

    def inserer(livre: Any) -> None:
        feuille = livre["Hypothèses"]
        ligne, _ = trouver(feuille, "Solde bancaire de départ", "Valeur")
        for n in (1, 2):
            _inserer(livre, Geste("inserer", "Hypothèses", ligne + n, modele=ligne + n))
        feuille.cell(ligne + 1, 1).value, feuille.cell(ligne + 1, 2).value = "Caution du quai", 3000
        feuille.cell(ligne + 2, 1).value, feuille.cell(ligne + 2, 2).value = "Double caution", f"=B{ligne + 1}*2"

    film.editer("projet", inserer)
    for producteur in ("Les Films du Quai", "Quai et Cie"):
        film.changer_projet("Les Films du Quai", producteur)
        assert film.regenerer().ecrit
        caution = film.cellule("projet", "Hypothèses", "Caution du quai", "Valeur")
        double = film.cellule("projet", "Hypothèses", "Double caution", "Valeur")
        solde = film.cellule("projet", "Hypothèses", "Solde bancaire de départ", "Valeur")
        assert (caution.value, double.value) == (3000, f"={caution.coordinate}*2")
        assert (caution.row, double.row) == (solde.row + 1, solde.row + 2)


def test_un_nombre_a_soi_garde_son_format(film: Film) -> None:
    def ecrire(livre: Any) -> None:
        livre["Décors"]["H7"], livre["Décors"]["I7"] = 0.155, date(2027, 3, 1)
        livre["Décors"]["H7"].number_format = "0.0%"

    film.editer("depouillement", ecrire)
    film.regenerer()
    onglet = load_workbook(film.pack / "depouillement.xlsx")["Décors"]
    assert (onglet["H7"].value, onglet["H7"].number_format) == (0.155, "0.0%")
    assert onglet["I7"].value.date() == date(2027, 3, 1)


def test_une_formule_vers_un_fichier_a_soi_garde_son_lien(film: Film) -> None:
    """The opening balance is read in « Budget perso.xlsx », which stands beside the pack."""

    def lier(livre: Any) -> None:
        classeur = ExternalBook(sheetNames=ExternalSheetNames(sheetName=["Feuil1"]), id="rId1")
        cellule = ExternalCell(r="B2", v="4200")
        donnees = ExternalSheetData(sheetId=0, row=[ExternalRow(r=2, cell=[cellule])])
        classeur.sheetDataSet = ExternalSheetDataSet(sheetData=[donnees])
        lien = ExternalLink(externalBook=classeur)
        lien.file_link = Relationship(
            type="externalLinkPath", Target="Budget%20perso.xlsx", TargetMode="External", Id="rId1"
        )
        livre._external_links.insert(0, lien)
        decalees = {f"[{n}]": f"[{n + 1}]" for n in range(len(livre._external_links), 0, -1)}
        for feuille in livre:
            for cellule_liee in (c for ligne in feuille.iter_rows() for c in ligne if c.data_type == "f"):
                for avant, apres in decalees.items():
                    cellule_liee.value = str(cellule_liee.value).replace(avant, apres)
        ligne, col = trouver(livre["Hypothèses"], "Solde bancaire de départ", "Valeur")
        livre["Hypothèses"].cell(ligne, col).value = "=[1]Feuil1!$B$2*2"

    film.editer("projet", lier)
    film.regenerer()
    livre = load_workbook(film.pack / "projet.xlsx")
    formule = film.lire("projet", "Hypothèses", "Solde bancaire de départ", "Valeur")
    numero = int(formule[2 : formule.index("]")])
    assert formule == f"=[{numero}]Feuil1!$B$2*2"
    assert livre._external_links[numero - 1].file_link.Target == "Budget%20perso.xlsx"
    valeurs = load_workbook(film.pack / "projet.xlsx", data_only=True)["Hypothèses"]
    assert valeurs.cell(*trouver(valeurs, "Solde bancaire de départ", "Valeur")).value == 8400
