"""Links, names and tables of several workbooks, as plain references of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from chargeprod_xl.classeurs.classeur_lu import CelluleLue, ClasseurLu, FeuilleLue, LienExterne, NomDefini
from chargeprod_xl.classeurs.lecture import Valeur, lire_classeur
from chargeprod_xl.liens.formules import Plage, Tableau
from chargeprod_xl.recalcul.fusion import Adresse, Fusion, ecrire_fusion, fusionner


def devis(feuille: str = "Sorties devis") -> ClasseurLu:
    """A workbook with a table, a global name, a sheet's own name and a relative name."""
    cellules: dict[tuple[int, int], CelluleLue] = {(5, 3): CelluleLue(42.0)}
    return ClasseurLu(
        chemin=Path("Devis.xlsx"),
        feuilles=(FeuilleLue(feuille, cellules), FeuilleLue("Saisie", {})),
        tableaux=(Tableau("t_x", "Saisie", Plage(1, 1, 4, 2), ("code", "prix")),),
        noms=(
            NomDefini("projet.total", f"'{feuille}'!$C$5"),
            NomDefini("double", "projet.total*2"),
            NomDefini("local", "Saisie!$A$1", "Saisie"),
            NomDefini("a_gauche", "Saisie!A1"),
        ),
    )


def lecteur(formule: str, *, cache: dict[tuple[str, int, int], Valeur] | None = None) -> ClasseurLu:
    feuilles = frozenset({"Sorties devis"}) if cache is not None else frozenset()
    lien = LienExterne("devis.xlsx", ("Sorties devis",), cache or {}, feuilles, "xl/l1.xml")
    cellules = {(2, 4): CelluleLue(None, formule)}
    return ClasseurLu(Path("plan.xlsx"), (FeuilleLue("Plan", cellules),), liens_externes=(lien,))


def formule_fusionnee(fusion: Fusion, feuille: str = "Plan") -> str | None:
    return fusion.feuilles[feuille][(2, 4)].formule


@pytest.mark.parametrize(
    ("formule", "attendue"),
    [
        ("'[1]Sorties devis'!$C$5+1", "'Sorties devis'!$C$5+1"),
        ("SUM('[1]SORTIES DEVIS'!$C$5:$C$9)", "SUM('Sorties devis'!$C$5:$C$9)"),
        ("[1]!projet.total", "'Sorties devis'!$C$5"),
        ("[1]!double/2", "('Sorties devis'!$C$5*2)/2"),
        ("SUM([1]!t_x[prix])", "SUM(Saisie!$B$2:$B$4)"),
        ("[1]Absente!$A$1", "#REF!"),
        ('"[1]Sorties devis!A1"', '"[1]Sorties devis!A1"'),
    ],
)
def test_un_lien_vers_un_classeur_present_devient_une_reference(formule: str, attendue: str) -> None:
    fusion = fusionner([devis(), lecteur(formule)])
    assert formule_fusionnee(fusion) == attendue
    assert fusion.motifs == {}


@pytest.mark.parametrize(
    ("formule", "attendue"),
    [
        ("projet.total+1", "'Sorties devis'!$C$5+1"),
        ("[0]!projet.total", "'Sorties devis'!$C$5"),
        ("Saisie!local", "Saisie!$A$1"),
        ("a_gauche", "Saisie!D2"),
        ("SUM(t_x[code],t_x)", "SUM(Saisie!$A$2:$A$4,Saisie!$A$2:$B$4)"),
    ],
)
def test_les_noms_et_tableaux_du_classeur(formule: str, attendue: str) -> None:
    classeur = devis()
    cellules = {(2, 4): CelluleLue(None, formule)}
    complet = ClasseurLu(
        classeur.chemin,
        (*classeur.feuilles, FeuilleLue("Plan", cellules)),
        classeur.tableaux,
        classeur.noms,
    )
    fusion = fusionner([complet])
    assert formule_fusionnee(fusion) == attendue
    assert fusion.motifs == {}


def test_un_nom_d_une_autre_feuille_reste_inconnu() -> None:
    classeur = devis()
    ailleurs = FeuilleLue("Plan", {(2, 4): CelluleLue(None, "local+1")})
    fusion = fusionner([ClasseurLu(classeur.chemin, (*classeur.feuilles, ailleurs), (), classeur.noms)])
    assert fusion.motifs == {Adresse("Plan", 2, 4): "nom inconnu « local »"}


def test_un_nom_qui_se_contient_lui_meme_ne_boucle_pas() -> None:
    noms = (NomDefini("boucle", "boucle+1"),)
    feuille = FeuilleLue("Plan", {(2, 4): CelluleLue(None, "boucle")})
    fusion = fusionner([ClasseurLu(Path("a.xlsx"), (feuille,), (), noms)])
    assert "boucle" in fusion.motifs[Adresse("Plan", 2, 4)]


def test_un_classeur_absent_devient_une_feuille_de_constantes() -> None:
    fusion = fusionner([lecteur("'[1]Sorties devis'!$C$5", cache={("Sorties devis", 5, 3): 42.0})])
    synthetique = next(nom for nom in fusion.feuilles if nom != "Plan")
    assert formule_fusionnee(fusion) == f"'{synthetique}'!$C$5"
    assert fusion.feuilles[synthetique] == {(5, 3): CelluleLue(42.0)}
    assert set(fusion.origines) == {"Plan"}


def test_un_classeur_absent_jamais_lu_rend_la_cellule_non_verifiable() -> None:
    fusion = fusionner([lecteur("'[1]Sorties devis'!$C$5")])
    assert "« devis.xlsx » est absent" in fusion.motifs[Adresse("Plan", 2, 4)]


def test_une_feuille_renommee_par_conflit_entraine_les_formules_qui_la_lisent() -> None:
    autre = ClasseurLu(Path("autre.xlsx"), (FeuilleLue("sorties DEVIS", {(5, 3): CelluleLue(1.0)}),))
    fusion = fusionner([autre, devis(), lecteur("'[1]Sorties devis'!$C$5")])
    assert formule_fusionnee(fusion) == "'Sorties devis (2)'!$C$5"
    assert str(fusion.lieu(Adresse("Sorties devis (2)", 5, 3))) == "Devis.xlsx › Sorties devis › C5"


def test_la_fusion_ecrite_se_relit(tmp_path: Path) -> None:
    valeurs: dict[tuple[int, int], CelluleLue] = {
        (1, 1): CelluleLue("été & <b>"),
        (1, 2): CelluleLue(0.1),
        (1, 3): CelluleLue(True),
        (2, 1): CelluleLue(" _x000A_\r\n"),
        (3, 30): CelluleLue(0.0, '"a"&1<2'),
    }
    octets = ecrire_fusion(Fusion((), {"L'été": valeurs}, {}, {}))
    (tmp_path / "f.xlsx").write_bytes(octets)
    classeur, anomalies = lire_classeur(tmp_path / "f.xlsx")
    assert anomalies == []
    assert classeur is not None
    assert classeur.feuilles[0].nom == "L'été"
    assert dict(classeur.feuilles[0].cellules) == valeurs
