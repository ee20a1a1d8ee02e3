"""The sent workbook, read back by others: its totals are the pack's, and nothing else of the pack is in it."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from chargeprod_xl.exports.devis import feuilles_argent
from chargeprod_xl.exports.devis.classeur import Document, fabriquer
from chargeprod_xl.exports.devis.donnees import lire_devis
from chargeprod_xl.exports.devis.lecture import PackLu
from chargeprod_xl.exports.devis.modele import Envois, choisir
from chargeprod_xl.liens.fonctions import FONCTIONS_PERMISES
from chargeprod_xl.liens.formules import fonctions
from chargeprod_xl.recalcul import verifier

from .conftest import CASSEE, LECTEURS, NOM, NOTE, PAYS, REGION, Fabrique


def parties(document: Document) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(document.octets)) as fichier:
        return {n: fichier.read(n).decode("utf-8", "replace") for n in fichier.namelist()}


def feuille(document: Document, nom: str, *, valeurs: bool = True) -> Worksheet:
    ouvert = load_workbook(io.BytesIO(document.octets), data_only=valeurs)[nom]
    assert isinstance(ouvert, Worksheet)
    return ouvert


def colonne(detail: Worksheet, titre: str) -> int:
    return next(c.column for c in detail[4] if c.value == titre)


def rangees(document: Document, nom: str) -> list[list[object]]:
    """A sheet as calamine reads it."""
    return CalamineWorkbook.from_filelike(io.BytesIO(document.octets)).get_sheet_by_name(nom).to_python(False)


@pytest.fixture(scope="module")
def du_pack(film_pret: Path) -> dict[str, tuple[float, float]]:
    """Total and foreign part of each poste, and of the whole, as the pack's own recap shows them."""
    recap = load_workbook(film_pret / "pack" / "devis.xlsx", data_only=True)["Récapitulatif"]
    lignes = {
        str(r[0]): (float(r[4] or 0), float(r[3] or 0))
        for r in recap.iter_rows(min_row=5, values_only=True)
        if r[0] and isinstance(r[4], (int, float))
    }
    return {k: v for k, v in lignes.items() if v[0] and not k.startswith(("Coût", "dont"))}


@pytest.mark.parametrize("pour", LECTEURS)
def test_les_totaux_sont_ceux_du_pack(pour: str, fabrique: Fabrique, du_pack: dict[str, tuple[float, float]]) -> None:
    recap = {str(r[0]): r for r in rangees(fabrique(pour), "Récapitulatif") if r[0]}
    for libelle, (total, etranger) in du_pack.items():
        assert recap[libelle][4] == pytest.approx(total, abs=0.004), libelle
        assert recap[libelle][3] == pytest.approx(etranger, abs=0.004), libelle
        assert recap[libelle][2] == pytest.approx(total - etranger, abs=0.004), libelle


@pytest.mark.parametrize("pour", LECTEURS)
def test_chaque_poste_est_la_somme_de_ses_lignes(pour: str, fabrique: Fabrique) -> None:
    """Headings are live sums; here the lines are added again, one by one."""
    document = fabrique(pour)
    valeurs, formules = feuille(document, "Détail"), feuille(document, "Détail", valeurs=False)
    montant = colonne(valeurs, "Montant HT")
    postes: list[float] = []
    attendus: list[float] = []
    for n in range(5, valeurs.max_row + 1):
        cellule, vue = formules.cell(n, montant), valeurs.cell(n, montant).value
        titre = str(valeurs.cell(n, 2).value or "")
        if str(valeurs.cell(n, 1).value or "") in set("123456789") or titre == "SOUS LES POSTES":
            attendus.append(float(vue or 0))
            postes.append(0.0)
        elif isinstance(cellule.value, (int, float)):
            postes[-1] += cellule.value
    assert [round(p, 2) for p in postes] == [round(a, 2) for a in attendus]
    assert len(postes) == 10


@pytest.mark.parametrize("pour", LECTEURS)
def test_rien_de_la_plomberie_ne_part(pour: str, fabrique: Fabrique) -> None:
    document = fabrique(pour)
    contenu = parties(document)
    assert not [n for n in contenu if "externalLink" in n or "custom" in n or "comments" in n]
    livre = load_workbook(io.BytesIO(document.octets))
    assert not list(livre.defined_names)
    assert {f.sheet_state for f in livre.worksheets} == {"visible"}
    assert not [f.title for f in livre.worksheets for d in f.column_dimensions.values() if d.hidden]
    assert not [f.title for f in livre.worksheets for d in f.row_dimensions.values() if d.hidden]
    tout = "".join(contenu.values())
    for secret in ("_meta", "Liens", "Sorties", NOTE.split()[0], CASSEE, "chargeprod.", "rang_equipe"):
        assert secret not in tout, secret
    assert set(re.findall(r'definedName name="([^"]+)"', contenu["xl/workbook.xml"])) <= {
        "_xlnm.Print_Titles",
        "_xlnm.Print_Area",
    }


@pytest.mark.parametrize("pour", LECTEURS)
def test_les_valeurs_gardees_sont_vraies(pour: str, fabrique: Fabrique, tmp_path: Path) -> None:
    fichier = tmp_path / "devis.xlsx"
    fichier.write_bytes(fabrique(pour).octets)
    rapport = verifier([fichier])
    assert not rapport.perimees
    assert not rapport.ecarts
    assert not rapport.erreurs
    assert not rapport.non_verifiables


@pytest.mark.parametrize("pour", LECTEURS)
def test_seules_les_fonctions_permises(pour: str, fabrique: Fabrique) -> None:
    livre = load_workbook(io.BytesIO(fabrique(pour).octets))
    formules = [c.value for f in livre.worksheets for r in f.iter_rows() for c in r if c.data_type == "f"]
    assert len(formules) > 100
    assert {nom for formule in formules for nom in fonctions(str(formule).lstrip("="))} <= FONCTIONS_PERMISES


def test_memes_donnees_memes_octets(pack_lu: PackLu, envois: Envois, fabrique: Fabrique) -> None:
    encore = fabriquer(lire_devis(pack_lu, "", False), choisir(envois, "cnc"), envois, masque=False)
    assert encore.octets == fabrique("cnc").octets


def test_le_document_se_controle_lui_meme(fabrique: Fabrique) -> None:
    etats = [r[5] for r in rangees(fabrique("cnc"), "Récapitulatif") if str(r[0]).endswith("d’origine")]
    assert etats == ["● OK", "● OK"]


def test_technicien_par_technicien_base_et_duree(fabrique: Fabrique) -> None:
    """A line paid by the crew: name, quantities by phase, mean rate; rate × units + extras is the amount."""
    detail = feuille(fabrique("cnc"), "Détail")
    rang = {c.value: c.column for c in detail[4]}
    ligne = next(r for r in detail.iter_rows(min_row=5) if r[0].value == "2341")
    lu = {titre: ligne[c - 1].value for titre, c in rang.items()}
    assert lu["Nom ou précision"] == f"{NOM} (Directeur de la photographie)"
    assert (lu["Prépa."], lu["Tournage"], lu["Finitions"], lu["Total unités"]) == (2, 4.8, 0.6, 7.4)
    assert (lu["Taux"], lu["Majorations"], lu["Unité"], lu["Statut"]) == (3020, 1500, "S", "reconstruit")
    assert round(lu["Total unités"] * lu["Taux"] + lu["Majorations"], 2) == lu["Montant HT"]


@pytest.mark.parametrize("pour", LECTEURS)
def test_aucun_titre_ne_finit_une_page(pour: str, fabrique: Fabrique) -> None:
    detail = feuille(fabrique(pour), "Détail")
    sauts = [b.id for b in detail.row_breaks.brk]
    assert len(sauts) >= 9
    for n in sauts:
        assert len(str(detail.cell(n, 1).value or "ligne")) > 2, detail.cell(n, 2).value


def test_sans_option_seules_les_lignes_qui_comptent(fabrique: Fabrique) -> None:
    def codes(toutes: bool) -> list[object]:
        return [r[0].value for r in feuille(fabrique("cnc", toutes=toutes), "Détail").iter_rows(min_row=5)]

    assert len(codes(True)) > len(codes(False)) + 100
    assert "1423" not in codes(False) + codes(True)  # a line taken out of the budget never leaves


def test_ce_que_recoit_chaque_lecteur(fabrique: Fabrique) -> None:
    credit = {str(r[0]): r[1] for r in rangees(fabrique("cnc"), "Crédit d’impôt")}
    assert credit["Porté au plan de financement"] > 400_000
    assert credit["Taux"] == 0.3
    mois = rangees(fabrique("banque"), "Trésorerie mensuelle")
    assert mois[-2][0] == "Total"
    plan = {str(r[0]): r for r in rangees(fabrique("banque"), "Plan de financement")}
    assert plan["A · Apports du producteur délégué"][5] == 165_000
    region = {str(r[0]): r[1] for r in rangees(fabrique("region"), "Dépenses du territoire")}
    assert region["Aide retenue au plan de financement"] == region["Dépense exigée"] == 170_000
    assert REGION in str(rangees(fabrique("region"), "Dépenses du territoire")[0])
    pays = {str(r[0]): r[1] for r in rangees(fabrique("coproducteur"), "Coût par pays")}
    assert pays[PAYS] == 1500 + 3850  # the camera, and what the film already spends there
    apports = [r[3] for r in rangees(fabrique("diffuseur"), "Apports") if r[4]]
    assert {"diffuseur", "industrie"} <= set(apports)
    plafonds = {str(r[0]): r for r in rangees(fabrique("diffuseur"), "Frais et plafonds")}
    assert plafonds["Frais généraux"][4] == 0.07


def test_le_territoire_retrouve_son_total(fabrique: Fabrique, film_pret: Path) -> None:
    lecteurs = load_workbook(film_pret / "pack" / "devis.xlsx", data_only=True)["Lecteurs"]
    attendu = next(r[7] for r in lecteurs.iter_rows(values_only=True) if r[1] == "R1" and r[0] == REGION)
    valeurs = {str(r[0]): r[1] for r in rangees(fabrique("region"), "Dépenses du territoire")}
    assert attendu and valeurs["Dépense atteinte"] == attendu


def test_la_garde_dit_ce_qu_il_faut_savoir(fabrique: Fabrique, pack_lu: PackLu, envois: Envois) -> None:
    garde = " ".join(str(c) for r in rangees(fabrique("cnc"), "Garde") for c in r)
    for dit in (
        "Le Dernier Bac",
        "Nomenclature reconstruite",
        "Signature et cachet",
        "1 du 16/04/2027",
        "du 22/02/2027",
    ):
        assert dit in garde, dit
    # Its region asks for more than is spent there: the pack says so, and the cover too.
    assert "✖ Document de travail : 1 contrôle en erreur" in garde
    saine = replace(lire_devis(pack_lu, "", False), rouges=0)
    garde = str(rangees(fabriquer(saine, choisir(envois, "cnc"), envois, masque=False), "Garde"))
    assert "Document de travail" not in garde


@pytest.mark.parametrize(
    ("pour", "feuille_vide"), [("banque", "Plan de financement"), ("coproducteur", "Parts de financement")]
)
def test_un_plan_de_financement_vide_ne_fait_pas_de_somme_sur_elle_meme(
    pour: str, feuille_vide: str, pack_lu: PackLu, envois: Envois, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feuilles_argent, "lire_sources", lambda _: [])
    document = fabriquer(lire_devis(pack_lu, "", False), choisir(envois, pour), envois, masque=False)
    lues = {str(r[0]): r for r in rangees(document, feuille_vide)}
    assert "Aucune source retenue au plan" in lues
    assert 0 in lues["Total"]
