"""``verifier``, ``calculer_pack``: what the user has, recomputed by two engines, never written."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.workbook.defined_name import DefinedName

from chargeprod_xl.classeurs.lecture import CelluleLue, Erreur, Valeur, lire_classeur
from chargeprod_xl.recalcul import actualiser, calculer_pack, moteurs, verifier
from chargeprod_xl.recalcul.calcul import recalculer
from chargeprod_xl.recalcul.comparaison import comparer, egales
from chargeprod_xl.recalcul.fusion import Adresse, Fusion, fusionner
from chargeprod_xl.recalcul.moteurs import Formualizer
from chargeprod_xl.recalcul.temoin import Temoin
from recalcul.fabrique import classeur_brut, ecrire_pack, parties_de

FORMULES_DU_PACK = 10


def simple(chemin: Path, cellules: dict[str, object], titre: str = "Feuille") -> Path:
    classeur = Workbook()
    classeur.active.title = titre
    for repere, contenu in cellules.items():
        classeur.active[repere] = contenu
    classeur.save(chemin)
    return chemin


def test_un_pack_lie_est_calcule_a_travers_ses_fichiers(tmp_path: Path) -> None:
    pack = calculer_pack(ecrire_pack(tmp_path))
    assert pack.valeur("Détail", "F2") == 800.80
    assert pack.valeur("Sorties devis", "B2") == 856.86
    assert pack.valeur("Liens trésorerie", "C1") == "✔"
    assert pack.valeur("Trésorerie", "A1") == pytest.approx(214.215)
    assert pack.valeur("Détail", "A2") == "10-A"
    assert pack.valeur("Détail", "Z99") is None


def test_le_rapport_compte_et_ne_trouve_rien_a_redire(tmp_path: Path) -> None:
    rapport = verifier(ecrire_pack(tmp_path))
    assert rapport.formules == FORMULES_DU_PACK
    assert [moteur.split()[0] for moteur in rapport.moteurs] == ["formualizer", "ironcalc"]
    assert rapport.accord
    assert rapport.erreurs == ()
    assert rapport.non_verifiables == ()
    assert len(rapport.perimees) == FORMULES_DU_PACK  # openpyxl stores no value


def test_le_temoin_python_est_d_accord_sur_tout_le_pack(tmp_path: Path) -> None:
    fusion = fusionner([c for c, _ in map(lire_classeur, ecrire_pack(tmp_path)) if c])
    resultats = {moteur.nom: moteur.calculer(fusion) for moteur in (Formualizer(), Temoin())}
    assert len(resultats["formulas"]) == FORMULES_DU_PACK
    assert comparer(fusion, resultats) == []


def test_verifier_n_ecrit_jamais(tmp_path: Path) -> None:
    chemins = ecrire_pack(tmp_path)
    avant = [chemin.read_bytes() for chemin in chemins]
    verifier(chemins)
    calculer_pack(chemins)
    assert [chemin.read_bytes() for chemin in chemins] == avant
    assert sorted(tmp_path.iterdir()) == sorted(chemins)


def test_une_saisie_changee_rend_les_valeurs_perimees(tmp_path: Path) -> None:
    chemins = ecrire_pack(tmp_path)
    actualiser(chemins)
    assert verifier(chemins).a_jour
    classeur = load_workbook(chemins[0])
    classeur["Détail"]["B2"] = 4
    classeur.save(chemins[0])
    perimees = {p.lieu.feuille: p for p in verifier(chemins).perimees if p.lieu.cellule == "B1"}
    assert perimees["Liens trésorerie"].stockee == 856.86
    assert perimees["Liens trésorerie"].calculee == 963.96


def test_un_classeur_seul_se_recalcule_avec_les_valeurs_gardees_du_lien(tmp_path: Path) -> None:
    chemins = ecrire_pack(tmp_path)
    actualiser(chemins)
    chemins[0].unlink()
    pack = calculer_pack(chemins[1:])
    assert pack.rapport.a_jour
    assert pack.valeur("Trésorerie", "A1") == pytest.approx(214.215)


def test_sans_valeur_gardee_le_classeur_seul_n_est_pas_verifiable(tmp_path: Path) -> None:
    rapport = verifier(ecrire_pack(tmp_path)[1:])
    motifs = {nv.lieu.cellule + nv.lieu.feuille[0]: nv.motif for nv in rapport.non_verifiables}
    assert "devis.xlsx » est absent" in motifs["B1L"]
    assert motifs["A1T"].startswith("dépend de tresorerie.xlsx › Liens trésorerie")
    assert rapport.ecarts == ()


@pytest.mark.parametrize(
    "formule",
    [
        "=CP_DEVIS(1)",
        "=IFERROR(CP_DEVIS(1),0)",
        "=_xlfn.LAMBDA(_xlpm.x,_xlpm.x*2)(3)",
        "=nom.inconnu*2",
        "=RAND()",
    ],
)
def test_une_formule_exotique_et_ses_suites_sont_non_verifiables(tmp_path: Path, formule: str) -> None:
    chemin = simple(
        tmp_path / "a.xlsx", {"A1": formule, "A2": "=A1+1", "A3": "=SUM(A1:A2)", "B1": "=1+1", "B2": "=B1+1"}
    )
    rapport = verifier([chemin])
    assert {nv.lieu.cellule for nv in rapport.non_verifiables} == {"A1", "A2", "A3"}
    assert rapport.ecarts == ()
    assert rapport.erreurs == ()


def test_une_fonction_dans_un_texte_n_est_pas_appelee(tmp_path: Path) -> None:
    assert verifier([simple(tmp_path / "a.xlsx", {"A1": '="CP_DEVIS(1)"'})]).non_verifiables == ()


def test_un_prefixe_oublie_est_dit(tmp_path: Path) -> None:
    rapport = verifier([simple(tmp_path / "a.xlsx", {"A1": "=IFNA(1,2)", "A2": "=_xlfn.IFNA(1,2)"})])
    assert [(nv.lieu.cellule, "_xlfn." in nv.motif) for nv in rapport.non_verifiables] == [("A1", True)]


def test_aucun_fichier_lisible(tmp_path: Path) -> None:
    rapport = verifier([tmp_path / "absent.xlsx"])
    assert rapport.formules == 0
    assert [anomalie.ou for anomalie in rapport.anomalies] == ["absent.xlsx"]


def test_un_nom_inconnu_est_dit(tmp_path: Path) -> None:
    rapport = verifier([simple(tmp_path / "a.xlsx", {"A1": "=SUM(A2,taux.perdu)"})])
    assert rapport.non_verifiables[0].motif == "nom inconnu « taux.perdu »"


def test_le_nom_d_une_udf_est_dit(tmp_path: Path) -> None:
    rapport = verifier([simple(tmp_path / "a.xlsx", {"A1": "=CP_DEVIS(1)"})])
    assert "CP_DEVIS" in rapport.non_verifiables[0].motif


def test_une_cellule_en_erreur_est_listee_avec_sa_formule(tmp_path: Path) -> None:
    rapport = verifier([simple(tmp_path / "a.xlsx", {"A1": 0, "A2": "=1/A1", "A3": '=IFERROR(A2,"rien")'})])
    assert [(e.lieu.cellule, e.code, e.formule) for e in rapport.erreurs] == [("A2", "#DIV/0!", "1/A1")]


def test_une_reference_circulaire_est_une_erreur(tmp_path: Path) -> None:
    rapport = verifier([simple(tmp_path / "a.xlsx", {"A1": "=B1+1", "B1": "=A1"})])
    assert {e.code for e in rapport.erreurs} == {"#CIRC!"}


def test_un_calcul_iteratif_voulu_n_est_pas_une_erreur(tmp_path: Path) -> None:
    rangees = '<row r="1"><c r="A1"><f>A1+1</f><v>5</v></c></row>'
    chemin = classeur_brut(tmp_path / "a.xlsx", {"F": rangees}, reglages='<calcPr iterate="1"/>')
    rapport = verifier([chemin])
    assert rapport.erreurs == ()
    assert "itératif" in rapport.non_verifiables[0].motif


def test_une_matricielle_de_plusieurs_cellules_est_non_verifiable(tmp_path: Path) -> None:
    rangees = """<row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2*2</f><v>2</v></c>
        <c r="B1"><v>1</v></c><c r="C1"><f>A1+1</f><v>3</v></c></row>
        <row r="2"><c r="A2"><v>4</v></c><c r="B2"><v>2</v></c></row>"""
    rapport = verifier([classeur_brut(tmp_path / "a.xlsx", {"F": rangees})])
    assert [nv.lieu.cellule for nv in rapport.non_verifiables] == ["A1", "C1"]
    assert rapport.formules == 2


def test_formules_partagees_et_chaines_dans_la_cellule(tmp_path: Path) -> None:
    rangees = """<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c>
        <c r="B1"><f t="shared" ref="B1:B2" si="0">LEN(A1)</f><v>1</v></c></row>
        <row r="2"><c r="A2" t="inlineStr"><is><t>deux</t></is></c>
        <c r="B2"><f t="shared" si="0"/><v>4</v></c></row>"""
    rapport = verifier([classeur_brut(tmp_path / "a.xlsx", {"F": rangees})])
    assert rapport.a_jour
    assert rapport.formules == 2


def test_un_classeur_en_dates_de_1904(tmp_path: Path) -> None:
    rangees = '<row r="1"><c r="A1" s="1"><v>44201</v></c><c r="B1"><f>YEAR(A1)</f><v>2025</v></c>'
    rangees += '<c r="C1" s="1"><f>A1+1</f><v>0</v></c></row>'
    chemin = classeur_brut(tmp_path / "a.xlsx", {"F": rangees}, reglages='<workbookPr date1904="1"/>')
    assert [p.lieu.cellule for p in verifier([chemin]).perimees] == ["C1"]
    assert actualiser([chemin]).ecrit
    assert verifier([chemin]).a_jour
    assert b"<v>44202</v>" in parties_de(chemin)["xl/worksheets/s1.xml"]


def test_les_liens_sont_suivis_par_leur_indice_pas_par_leur_ordre_de_fichier(tmp_path: Path) -> None:
    simple(tmp_path / "un.xlsx", {"A1": 1}, "Un")
    simple(tmp_path / "deux.xlsx", {"A1": 2}, "Deux")
    liens = {
        f"file:///D:/x/{n}.xlsx": f'<sheetNames><sheetName val="{n.title()}"/></sheetNames>' for n in ("deux", "un")
    }
    rangees = '<row r="1"><c r="A1"><f>[1]Deux!$A$1*10+[2]Un!$A$1</f></c></row>'
    total = classeur_brut(tmp_path / "total.xlsx", {"F": rangees}, liens=liens)
    pack = calculer_pack([tmp_path / "un.xlsx", tmp_path / "deux.xlsx", total])
    assert pack.valeur("F", "A1") == 21.0


def test_chaque_classeur_garde_ses_noms(tmp_path: Path) -> None:
    chemins = []
    for nom, taux in (("un", 5), ("deux", 7)):
        classeur = Workbook()
        classeur.active.title = nom
        classeur.active["A1"] = taux
        classeur.active["B1"] = "=taux*2+constante"
        classeur.defined_names["taux"] = DefinedName("taux", attr_text=f"{nom}!$A$1")
        classeur.defined_names["constante"] = DefinedName("constante", attr_text="100")
        chemins.append(tmp_path / f"{nom}.xlsx")
        classeur.save(chemins[-1])
    pack = calculer_pack(chemins)
    assert (pack.valeur("un", "B1"), pack.valeur("deux", "B1")) == (110.0, 114.0)


def test_deux_feuilles_de_meme_nom_sont_dites_et_calculees_quand_meme(tmp_path: Path) -> None:
    un = simple(tmp_path / "un.xlsx", {"A1": 1, "B1": "=A1+1"}, "Notes")
    deux = simple(tmp_path / "deux.xlsx", {"A1": 10, "B1": "=Notes!A1+1"}, "NOTES")
    rapport = verifier([un, deux])
    assert [anomalie.ou for anomalie in rapport.anomalies] == ["deux.xlsx › NOTES"]
    assert {p.calculee for p in rapport.perimees} == {2.0, 11.0}


def test_la_casse_d_un_nom_de_feuille_ne_compte_pas(tmp_path: Path) -> None:
    chemin = simple(tmp_path / "a.xlsx", {"A1": 5, "B1": "=été!A1+1", "C1": "='ÉTÉ'!A1+2", "D1": "=Absente!A1"}, "Été")
    rapport = verifier([chemin])
    assert {p.lieu.cellule: p.calculee for p in rapport.perimees} == {
        "B1": 6.0,
        "C1": 7.0,
        "D1": Erreur("#REF!"),
    }
    assert rapport.accord


def test_deux_fichiers_de_meme_nom_sont_une_anomalie(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    chemins = [simple(tmp_path / "a.xlsx", {"A1": 1}), simple(tmp_path / "b" / "A.xlsx", {"A1": 2})]
    assert "deux classeurs" in verifier(chemins).anomalies[0].quoi


def test_un_fichier_illisible_n_empeche_pas_de_verifier_les_autres(tmp_path: Path) -> None:
    chemins = ecrire_pack(tmp_path)
    casse = tmp_path / "casse.xlsx"
    casse.write_bytes(b"rien")
    rapport = verifier([*chemins, casse])
    assert rapport.formules == FORMULES_DU_PACK
    assert rapport.anomalies[0].ou == "casse.xlsx"
    assert not rapport.a_jour


class MoteurFaux(Formualizer):
    """An engine that is wrong by a cent on one cell."""

    def calculer(self, fusion: Fusion) -> dict[Adresse, Valeur]:
        valeurs = super().calculer(fusion)
        faux = Adresse("Détail", 3, 6)
        return valeurs | {faux: float(str(valeurs[faux])) + 0.01}


def test_un_desaccord_entre_moteurs_est_nomme(tmp_path: Path) -> None:
    rapport = recalculer(ecrire_pack(tmp_path), [Formualizer(), MoteurFaux(nom="faux")]).rapport()
    assert not rapport.accord
    assert str(rapport.ecarts[0].lieu) == "devis.xlsx › Détail › F3"
    assert rapport.ecarts[0].valeurs == (("formualizer", 856.86), ("faux", 856.87))
    assert "F3" not in {p.lieu.cellule for p in rapport.perimees}


def test_sans_second_moteur_la_verification_continue_et_le_dit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moteurs.importlib.util, "find_spec", lambda _nom: None)
    rapport = verifier(ecrire_pack(tmp_path))
    assert len(rapport.moteurs) == 1
    assert "IronCalc" in rapport.avertissements[0]
    assert rapport.formules == FORMULES_DU_PACK


@pytest.mark.parametrize(
    ("a", "b", "egal"),
    [
        (1.0, 1.0 + 1e-12, True),
        (1.0, 1.00001, False),
        (1e12, 1e12 + 1, True),
        (0.0, 5e-17, True),
        (None, "", True),
        (None, 0.0, False),
        ("a", "A", False),
        (True, 1.0, False),
        (Erreur("#N/A"), Erreur("#N/A"), True),
        (Erreur("#N/A"), Erreur("#VALUE!"), False),
        (Erreur("#N/A"), "#N/A", False),
    ],
)
def test_ce_qui_est_egal(a: Valeur, b: Valeur, egal: bool) -> None:
    assert egales(a, b) is egal
    assert egales(b, a) is egal


def test_la_tolerance_de_l_arbitre_est_un_demi_centime() -> None:
    assert egales(100.0, 100.004, absolue=0.005)
    assert not egales(100.0, 100.006, absolue=0.005)


def test_une_erreur_gardee_par_un_lien_reste_une_erreur() -> None:
    fusion = Fusion((), {"F": {(1, 1): CelluleLue(Erreur("#N/A")), (1, 2): CelluleLue(None, "A1+1")}}, {}, {})
    for moteur in (Formualizer(), moteurs.IronCalc()):
        assert moteur.calculer(fusion) == {Adresse("F", 1, 2): Erreur("#N/A")}
