"""The devis folds by poste and rubrique, and its numbers lead both ways, whatever people insert or delete."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from edits.gestes import Edition, Geste
from edits.main_libreoffice import Main
from openpyxl import load_workbook
from openpyxl.workbook.defined_name import DefinedName

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.construction import actualiser_pack
from chargeprod_xl.gabarits.declaration import Bloc, Colonne, Ligne, Tapee
from chargeprod_xl.gabarits.navigation import Pliage
from chargeprod_xl.liens.navigation import niveaux_de
from classeurs.petit_devis import LIGNES, RUBRIQUES, PetitDevis, liens, niveaux

pytestmark = pytest.mark.xdist_group("classeurs")
NIVEAUX = {
    **{"1": 0, "11": 1, "1111": 2, "12": 1, "2": 0, "23": 1, "2311": 2, "231": 2, "2312": 3, "24": 1},
    "— insérer au-dessus —": 0,
}
POSTES = {n: ("Détail", n) for n in ("1", "2")}
VERS_RUBRIQUES = {str(n): ("Détail", str(n)) for n in RUBRIQUES if n != 99}
RETOURS = {c: ("Récapitulatif" if n == "poste" else "Rubriques", c) for c, n in LIGNES if n in {"poste", "rubrique"}}


def _relie(livre: Any) -> bool:
    """True when every link is there, and leads where it should."""
    trouves = [liens(livre, nom) for nom in ("Récapitulatif", "Rubriques", "Détail")]
    return trouves == [POSTES, VERS_RUBRIQUES, RETOURS]


@pytest.fixture
def devis(tmp_path: Path) -> PetitDevis:
    return PetitDevis(tmp_path).construire()


def test_le_detail_du_devis_de_demonstration_se_plie(pack_demo: Path) -> None:
    feuille = load_workbook(pack_demo / "devis.xlsx")["Détail"]
    trouves = niveaux(feuille)
    codes = ("1", "11", "1111", "2", "23", "231", "2311", "24", "2411", "94", "— insérer au-dessus —")
    assert [trouves[c] for c in codes] == [0, 1, 2, 0, 1, 2, 3, 1, 2, 1, 0]
    assert not any(d.hidden or d.collapsed for d in feuille.row_dimensions.values())
    assert feuille.sheet_properties.outlinePr.summaryBelow is False
    assert feuille.sheet_format.outlineLevelRow == 3


def test_les_numeros_du_devis_de_demonstration_menent_au_titre_et_retour(pack_demo: Path) -> None:
    livre = load_workbook(pack_demo / "devis.xlsx")
    postes, rubriques, retours = (liens(livre, nom) for nom in ("Récapitulatif", "Rubriques", "Détail"))
    assert postes == {str(n): ("Détail", str(n)) for n in range(1, 10)}
    assert len(rubriques) == 71
    assert all(vers == ("Détail", numero) for numero, vers in rubriques.items())
    assert not {"101", "102"} & rubriques.keys()  # imprévus et frais généraux n’ont pas de titre
    assert retours == {n: ("Récapitulatif" if n in postes else "Rubriques", n) for n in (*postes, *rubriques)}


def test_un_lien_garde_l_aspect_de_sa_cellule_et_dit_ou_il_mene(devis: PetitDevis) -> None:
    livre = devis.livre
    numero, libelle = livre["Récapitulatif"]["B5"], livre["Récapitulatif"]["A5"]
    assert numero.hyperlink.tooltip == "Aller à « Détail » : poste 1"
    assert livre["Détail"]["A6"].hyperlink.tooltip == "Revenir à « Rubriques » : rubrique 11"
    assert numero.font.color.rgb == libelle.font.color.rgb
    assert (numero.font.underline, libelle.font.underline) == ("single", None)
    assert numero.style == libelle.style == "Donnée"


def test_une_ligne_va_un_cran_sous_le_titre_qui_la_precede() -> None:
    """Before any heading it does not fold; what a person typed decides; case and spaces do not matter."""
    colonnes = (Colonne("niveau", "Niveau", "texte", "saisie"),)
    dits = ("ligne", "Poste ", "ligne", "rubrique", None, "groupe", "inconnu", "rubrique")
    lignes = [Ligne(str(i), {"niveau": dit}) for i, dit in enumerate(dits)]
    lignes.append(Ligne("tapee", {"niveau": "poste"}, tapees={"niveau": Tapee("ligne")}))
    bloc = Bloc("lignes", "", colonnes, tuple(lignes), True)
    pliage = Pliage(colonne="niveau", titres=("poste", "rubrique", "groupe"))
    assert niveaux_de(bloc, pliage) == [0, 0, 1, 1, 2, 2, 3, 1, 2]


def test_un_seul_classeur_se_plie_et_se_relie_aussi(tmp_path: Path) -> None:
    devis = PetitDevis(tmp_path, unique=True).construire()
    assert devis.niveaux() == NIVEAUX
    assert _relie(devis.livre)
    devis.saisir("pack", "Détail", "1111", "Montant", 50)
    assert devis.regenerer().bilan.pertes == []
    assert devis.niveaux() == NIVEAUX
    assert _relie(devis.livre)


def test_reenregistrer_et_actualiser_ne_perdent_ni_ne_doublent_rien(devis: PetitDevis) -> None:
    devis.saisir("devis", "Détail", "1111", "Montant", 50)
    noms = set(devis.livre.defined_names)
    actualiser_pack(sorted(devis.pack.glob("*.xlsx")))
    assert devis.niveaux() == NIVEAUX
    assert _relie(devis.livre)
    assert set(devis.livre.defined_names) == noms


def test_les_noms_suivent_leurs_titres_quand_libreoffice_insere_et_supprime(devis: PetitDevis, bureau: Main) -> None:
    """A row under the group (its level emptied), one at the top; the heading 12 deleted. Then the pack is rebuilt."""
    gestes = (
        Geste("supprimer", "Détail", 8),
        Geste("inserer", "Détail", 13, modele=12),
        Geste("texte", "Détail", 13, 1, "2313"),
        Geste("texte", "Détail", 13, 2, ""),
        Geste("inserer", "Détail", 7, modele=7),
        Geste("texte", "Détail", 7, 1, "1110"),
    )
    bureau.jouer(Edition("insérer, supprimer", gestes), devis.pack)
    livre = devis.livre
    assert "#REF!" in livre.defined_names["aller_rubrique_12"].attr_text
    livre["Rubriques"]["B6"].hyperlink = None
    sans_12 = {n: vers for n, vers in VERS_RUBRIQUES.items() if n != "12"}
    assert liens(livre, "Récapitulatif") == POSTES
    assert liens(livre, "Rubriques") == sans_12
    fait = devis.regenerer()
    assert fait.bilan.pertes == []
    livre = devis.livre
    assert [liens(livre, nom) for nom in ("Récapitulatif", "Rubriques")] == [POSTES, sans_12]
    assert liens(livre, "Détail") == {n: vers for n, vers in RETOURS.items() if n != "12"}
    assert not [nom for nom in livre.defined_names if nom.endswith("_12")]
    ajoutees = {n: c for n, c in NIVEAUX.items() if n != "12"} | {"1110": 2, "2313": 3}
    assert devis.niveaux() == ajoutees


def test_un_nom_de_la_personne_qu_un_raccourci_prendrait_est_dit(devis: PetitDevis) -> None:
    """A pack built before the links, where someone already had a name of that spelling."""
    lien = "    raccourci: {vers: detail.lignes, niveau: poste, cle: poste, cle_vers: code}\n"
    devis.changer_gabarit("devis/recapitulatif.yaml", lien, "")
    devis.construire()

    def nommer(livre: Any) -> None:
        for nom in ("Aller_Poste_1", "mon_nom"):
            livre.defined_names[nom] = DefinedName(nom, attr_text="'Détail'!$A$7")

    devis.editer("devis", nommer)
    devis.changer_gabarit("devis/recapitulatif.yaml", "    lignes:\n", f"{lien}    lignes:\n")
    bilan = devis.regenerer().bilan
    assert [(p.repere, "raccourci du programme" in p.raison) for p in bilan.pertes] == [("Aller_Poste_1", True)]
    assert _relie(devis.livre)
    assert "mon_nom" in devis.livre.defined_names


FAUTES = [
    ("recapitulatif", "vers: detail.lignes", "vers: detail.autre", "aucun tableau « detail.autre »"),
    ("recapitulatif", "niveau: poste", "niveau: chapitre", "« chapitre » n’est pas un titre"),
    ("recapitulatif", "cle: poste", "cle: numero", "colonne inconnue « numero » dans le tableau « liste »"),
    ("recapitulatif", "cle_vers: code", "cle_vers: codes", "colonne inconnue « codes » dans le tableau « lignes »"),
    ("recapitulatif", "cle_vers: code", "cle_vers: double", "« double » du tableau « lignes » est calculée"),
    ("rubriques", "niveau: rubrique", "niveau: poste", "un autre mène déjà aux titres « poste »"),
    ("detail", "colonne: niveau", "colonne: niveaux", "pliage : colonne inconnue « niveaux »"),
]


@pytest.mark.parametrize(("nom", "avant", "apres", "dit"), FAUTES, ids=[f[3] for f in FAUTES])
def test_une_declaration_fautive_est_refusee(tmp_path: Path, nom: str, avant: str, apres: str, dit: str) -> None:
    devis = PetitDevis(tmp_path)
    devis.changer_gabarit(f"devis/{nom}.yaml", avant, apres)
    with pytest.raises(DonneesRefuseesError) as refus:
        devis.construire()
    [faute] = [f for f in refus.value.anomalies if dit in f.quoi]
    assert faute.ou.startswith(f"devis/{nom}.yaml, ligne ")
    assert faute.remede
