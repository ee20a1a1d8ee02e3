"""What a formula reads, on small workbooks: branches, lookups, conditional sums, forced values, links."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chargeprod_xl.explication.modele import Nature, Role
from chargeprod_xl.recalcul.fusion import Adresse
from chargeprod_xl.recalcul.rapport import Lieu
from explication.fabrique import EUROS, JOUR, TAUX, cellule, classeur, expliquer_ici, feuille, lecture, pack

PAIE = feuille(
    "Paie",
    **{"A1": "Nom", "B1": "Catégorie", "C1": "Base", "D1": "Cotisation"},
    **{"A2": "Camille Roux", "B2": "cadre", "C2": (3000, EUROS), "D2": ("=ROUND(C2*Taux!B2,2)", EUROS)},
    **{"A3": "Noé Petit", "B3": "ouvrier", "C3": (2000, EUROS), "D3": ("=ROUND(C3*Taux!B3,2)", EUROS)},
    **{"A4": "Inès Haddad", "B4": "cadre", "C4": (1000, EUROS), "D4": ("=ROUND(C4*Taux!B2,2)", EUROS)},
)
TAUX_PAR_CATEGORIE = feuille(
    "Taux",
    **{"A1": "Catégorie", "B1": "Taux"},
    **{"A2": "cadre", "B2": (0.1, TAUX), "A3": "ouvrier", "B3": (0.05, TAUX)},
)


def _lisible(texte: str) -> str:
    return texte.replace("\u202f", "").replace("\u00a0", " ")


def avec(formule: str, forme: str = EUROS):  # type: ignore[no-untyped-def]
    """The payroll workbook and one formula beside it."""
    return pack(classeur("paie.xlsx", PAIE, TAUX_PAR_CATEGORIE, feuille("Essai", A1=(formule, forme))))


def test_titre_valeur_formule_et_calcul() -> None:
    e = expliquer_ici(avec("=1"), "Paie", "D2")
    assert (e.titre, e.colonne, e.ligne) == ("Paie › Cotisation › Camille Roux", "Cotisation", "Camille Roux")
    assert e.lieu == Lieu("paie.xlsx", "Paie", "D2")
    assert _lisible(e.texte) == "300,00 €"
    assert e.formule == "ARRONDI([Base] * Taux[Taux › cadre] ; 2)"
    assert e.formule_excel == "ARRONDI(C2*Taux!B2;2)"
    assert _lisible(e.calcul) == "ARRONDI(3000,00 € × 10,00 % ; 2)"
    assert e.nature is Nature.CALCULEE
    assert [x.nom for x in e.lectures] == ["[Base]", "Taux[Taux › cadre]"]


def test_une_somme_conditionnelle_dit_les_lignes_additionnees() -> None:
    e = expliquer_ici(avec('=SUMIFS(Paie!C2:C4,Paie!B2:B4,"cadre")'), "Essai", "A1")
    somme = lecture(e, Role.ADDITION)
    assert [(c.ligne, c.valeur) for c in somme.cellules] == [("Camille Roux", 3000.0), ("Inès Haddad", 1000.0)]
    assert somme.nombre == 2
    assert lecture(e, Role.CRITERE).critere == "cadre"
    assert _lisible(e.texte) == "4000,00 €"


@pytest.mark.parametrize("formule", ['=SUMIF(Paie!B2:B4,"c*",Paie!C2:C4)', '=SUMIFS(Paie!C:C,Paie!B:B,"cadre")'])
def test_jokers_et_colonnes_entieres(formule: str) -> None:
    somme = lecture(expliquer_ici(avec(formule), "Essai", "A1"), Role.ADDITION)
    assert [c.ligne for c in somme.cellules] == ["Camille Roux", "Inès Haddad"]


def test_un_compte_dit_les_lignes_comptees() -> None:
    e = expliquer_ici(avec('=COUNTIFS(Paie!C2:C4,">=2000")'), "Essai", "A1")
    assert [c.ligne for c in lecture(e, Role.COMPTE).cellules] == ["Camille Roux", "Noé Petit"]
    assert _lisible(lecture(e, Role.CRITERE).critere) == "≥ 2000,00 €"


@pytest.mark.parametrize(
    "formule",
    [
        '=INDEX(Paie!C2:C4,MATCH("Noé Petit",Paie!A2:A4,0))',
        '=VLOOKUP("Noé Petit",Paie!A2:D4,3,FALSE)',
        '=LOOKUP("Noé Petit",Paie!A2:A4,Paie!C2:C4)',
        '=IFERROR(INDEX(Paie!C2:C4,MATCH("Noé Petit",Paie!A2:A4,0)),Paie!C2)',
    ],
)
def test_une_recherche_dit_la_ligne_trouvee(formule: str) -> None:
    # LOOKUP wants sorted keys: « Camille », « Noé » are in order up to the row found.
    if "LOOKUP(" in formule and "VLOOKUP(" not in formule:
        formule = formule.replace("A4", "A3").replace("C4", "C3")
    trouvee = lecture(expliquer_ici(avec(formule), "Essai", "A1"), Role.TROUVEE)
    assert [(c.lieu.cellule, c.ligne, c.valeur) for c in trouvee.cellules] == [("C3", "Noé Petit", 2000.0)]


def test_la_branche_non_suivie_est_dite() -> None:
    e = expliquer_ici(avec("=IF(Paie!C2>5000,Paie!C3,Paie!C4)"), "Essai", "A1")
    assert [(x.lieu.cellule, x.utilisee) for x in e.lectures] == [("C4", True), ("C2", True), ("C3", False)]
    assert _lisible(e.calcul) == "", "one figure, no operation: the line would repeat the value"


def test_un_si_emboite_dans_un_calcul_garde_ses_parentheses() -> None:
    e = expliquer_ici(avec("=2*IF(Paie!C2>5000,0,Paie!C3+Paie!C4)"), "Essai", "A1")
    assert _lisible(e.calcul) == "2 × (2000,00 € + 1000,00 €)"
    assert e.valeur == 6000.0


def test_une_plage_est_resumee() -> None:
    resume = lecture(expliquer_ici(avec("=SUM(Paie!C2:C9)"), "Essai", "A1"), Role.PLAGE).resume
    assert resume is not None
    assert (resume.cellules, resume.remplies, _lisible(resume.somme)) == (8, 3, "6000,00 €")
    assert [m.valeur for m in resume.premieres] == [3000.0, 2000.0, 1000.0]


def test_des_taux_ne_s_additionnent_pas() -> None:
    resume = lecture(expliquer_ici(avec("=MAX(Taux!B2:B3)", TAUX), "Essai", "A1"), Role.PLAGE).resume
    assert resume is not None
    assert resume.somme == ""


def test_des_produits_sont_montres_un_a_un() -> None:
    e = expliquer_ici(avec("=SUMPRODUCT(Paie!C2:C3,Taux!B2:B3)"), "Essai", "A1")
    resume = lecture(e, Role.PRODUIT).resume
    assert resume is not None
    assert [_lisible(m.texte).partition(" = ")[0] for m in resume.premieres] == [
        "3000,00 € × 10,00 %",
        "2000,00 € × 5,00 %",
    ]
    assert [m.valeur for m in resume.premieres] == [300.0, 100.0]


def test_la_profondeur_est_respectee() -> None:
    du_total = avec("=Paie!D3*2")
    assert expliquer_ici(du_total, "Essai", "A1", 0).lectures == ()
    une = lecture(expliquer_ici(du_total, "Essai", "A1", 1), Role.CELLULE)
    assert une.cellules[0].lectures == ()
    deux = lecture(expliquer_ici(du_total, "Essai", "A1", 2), Role.CELLULE)
    assert [x.nom for x in deux.cellules[0].lectures] == ["[Base]", "Taux[Taux › ouvrier]"]


def test_une_cellule_deja_expliquee_ne_l_est_pas_deux_fois() -> None:
    e = expliquer_ici(avec("=Paie!D2+IF(1,Paie!D2*2,0)+Paie!D3"), "Essai", "A1", 3)
    assert [x.lieu.cellule for x in e.lectures] == ["D2", "D3"]


@pytest.mark.parametrize(
    ("force", "retenue", "nature"),
    [(None, 100.0, Nature.RETENUE), (80.0, 80.0, Nature.FORCEE)],
)
def test_calcule_force_retenu(force: float | None, retenue: float, nature: Nature) -> None:
    f = feuille(
        "Heures",
        **{"A1": "Nom", "B1": "Calculé", "C1": "Forcé", "D1": "Retenu"},
        **{"A2": "Camille Roux", "B2": "=50*2", "D2": '=IF(C2="",B2,C2)'},
    )
    if force is not None:
        f = replace(f, cellules={**f.cellules, (2, 3): cellule(force)})
    p = pack(classeur("heures.xlsx", f))
    e = expliquer_ici(p, "Heures", "D2")
    assert (e.valeur, e.nature) == (retenue, nature)
    if force is not None:
        assert e.remarques[0] == "valeur forcée : 80 ; sans elle, la valeur serait 100"
        assert expliquer_ici(p, "Heures", "C2").nature is Nature.FORCAGE
        assert "n’est pas retenue" in expliquer_ici(p, "Heures", "B2").remarques[0]


def test_un_taux_dit_ses_dates_sa_source_et_sa_confiance() -> None:
    f = feuille(
        "Barèmes",
        **{"A1": "Barème", "B1": "Valeur", "C1": "Valable du", "D1": "Valable au", "E1": "Confiance", "F1": "Source"},
        **{"A2": "Taux maison", "B2": (0.1, TAUX), "C2": (46023, JOUR), "D2": (46387, JOUR), "E2": "lu (haute)"},
        **{"F2": "Accord d’entreprise — art. 3"},
    )
    o = expliquer_ici(pack(classeur("baremes.xlsx", f)), "Barèmes", "B2").origine
    assert o is not None
    assert (f"{o.du:%d/%m/%Y}", f"{o.au:%d/%m/%Y}") == ("01/01/2026", "31/12/2026")
    assert (o.source, o.reference, o.confiance) == ("Accord d’entreprise", "art. 3", "lu (haute)")


def test_les_passages_entre_classeurs_sont_traverses() -> None:
    source = classeur(
        "projet.xlsx",
        feuille("Hypothèses", **{"A1": "Libellé", "B1": "Valeur", "A2": "Frais généraux", "B2": (0.07, TAUX)}),
        feuille("Sorties projet", A1="Sorties — Projet", A5="projet.frais", B5="=Hypothèses!$B$2"),
    )
    cible = classeur(
        "devis.xlsx",
        feuille("Récap", A1="Poste", B1="Montant", A2="Frais généraux", B2=("='Liens devis'!$D$5*1000", EUROS)),
        feuille(
            "Liens devis",
            **{"A1": "Liens — Devis", "B5": "projet.frais", "C5": "='[1]Sorties projet'!$A$5"},
            **{"D5": "=IF($E5=\"✔\",'[1]Sorties projet'!$B$5,NA())", "E5": '=IF(EXACT($C5,$B5),"✔","✖")'},
        ),
        liens={"projet.xlsx": ("Sorties projet",)},
    )
    e = expliquer_ici(pack(source, cible), "Récap", "B2")
    assert e.formule == "projet › Hypothèses[Valeur › Frais généraux] * 1000"
    (lue,) = e.lectures
    assert lue.cellules[0].lieu == Lieu("projet.xlsx", "Hypothèses", "B2")
    assert lue.par == "Liens devis!D5"
    assert e.valeur == pytest.approx(70)


def test_une_valeur_perimee_est_dite() -> None:
    f = feuille("Essai", A1="Nom", B1="Montant", A2="Camille Roux")
    f = replace(f, cellules={**f.cellules, (2, 2): cellule("=1+1", EUROS)._replace(valeur=5.0)})
    e = expliquer_ici(pack(classeur("a.xlsx", f)), "Essai", "B2")
    assert e.valeur == 2.0
    assert _lisible(e.remarques[0]).startswith("le fichier montre encore 5,00 €")


@pytest.mark.parametrize(
    "formule", ["=NOPE(A2,B2)", "=(1+2", "=SUM(A2:", "=#REF!+A2", "=INDEX(A2:A3,)", "=IF()", "=A2:B2 A3"]
)
def test_une_formule_exotique_ou_fautive_s_explique_sans_plantage(formule: str) -> None:
    e = expliquer_ici(avec(formule), "Essai", "A1")
    assert e.lieu.cellule == "A1"


def test_une_cellule_hors_du_tableau_garde_son_adresse() -> None:
    p = pack(classeur("a.xlsx", feuille("Libre", C7=("=1+1", "0"))))
    e = expliquer_ici(p, "Libre", "C7")
    assert (e.titre, e.texte, p.bloc("Libre", 7, 3)) == ("Libre › C7", "2", None)
    assert p.valeur(Adresse("Libre", 7, 3)) == 2.0
