"""The tokenizer and its rewriters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeprod_xl.liens.formules import (
    Genre,
    Plage,
    Prefixe,
    Tableau,
    adresse,
    decaler,
    decouper,
    developper_tableaux,
    en_r1c1,
    fonctions,
    indice_colonne,
    lettre_colonne,
    lire_plage,
    lire_prefixe,
    references,
    renommer_feuilles,
)

MORCEAUX = st.sampled_from(
    [
        *('"a""b"', '"[1]x!A1"', "12.5E-3", "TRUE", "#N/A", "#DIV/0!", "SUM(", "_xlfn.IFNA(", "LOG10("),
        *("A1", "$B$2:C3", "A:A", "3:4", "'[1]Sorties devis'!$C$5", "'Plan d''avances'!", "Recap!"),
        *("t_x[[#This Row],[Mon'#t]]", "t_x[Col]", "[@Col]", "projet.fiche.été"),
        *("+", "<>", "(", ")", ",", ";", "{", "}", " ", "%", "@", "#", "'", "["),
    ]
)
CELLULES = st.builds(
    lambda cf, c, lf, ligne: f"{cf}{lettre_colonne(c)}{lf}{ligne}",
    st.sampled_from(["", "$"]),
    st.integers(1, 500),
    st.sampled_from(["", "$"]),
    st.integers(1, 5_000),
)
LIGNES = Tableau("t_lignes", "Détail", Plage(4, 2, 9, 5), ("code", "Montant HT", "N° d'ordre", "a]b"), 1, 1)
TABLEAUX = {"t_lignes": LIGNES}


@given(st.lists(MORCEAUX).map("".join))
def test_decouper_ne_perd_rien(formule: str) -> None:
    assert "".join(jeton.texte for jeton in decouper(formule)) == formule


@given(st.text())
def test_decouper_accepte_tout_texte(texte: str) -> None:
    assert "".join(jeton.texte for jeton in decouper(texte)) == texte


@pytest.mark.parametrize(
    ("texte", "genre"),
    [
        ('"A1+B2"', Genre.TEXTE),
        ("1.5E-3", Genre.NOMBRE),
        ("TRUE", Genre.LOGIQUE),
        ("#REF!", Genre.ERREUR),
        ("'[1]Sorties devis'!", Genre.PREFIXE),
        ("[12]Recap!", Genre.PREFIXE),
        ("'Plan d''avances'!", Genre.PREFIXE),
        ("$C$5", Genre.CELLULE),
        ("XFD1", Genre.CELLULE),
        ("XFE1", Genre.NOM),
        ("A1:$B$2", Genre.PLAGE),
        ("$A:B", Genre.COLONNES),
        ("3:$4", Genre.LIGNES),
        ("projet.fiche.été", Genre.NOM),
        ("t_x[[#This Row],[a']b]]", Genre.STRUCTUREE),
        ("[@[Montant HT]]", Genre.STRUCTUREE),
    ],
)
def test_un_jeton_est_reconnu_entier(texte: str, genre: Genre) -> None:
    assert decouper(texte) == ((genre, texte),)


def test_une_fonction_n_est_ni_une_cellule_ni_un_texte() -> None:
    assert fonctions('LOG10(A1)+_xlfn.IFNA("SUM(1)",ROUND(B2,2))') == {"LOG10", "IFNA", "ROUND"}


def test_references_avec_leur_feuille() -> None:
    trouvees = references("A1+'[2]Sorties devis'!$C$5*SUM(Recap!B2:B3)")
    assert [(str(r.prefixe or ""), str(r.plage)) for r in trouvees] == [
        ("", "A1"),
        ("'[2]Sorties devis'!", "C5"),
        ("Recap!", "B2:B3"),
    ]


@given(CELLULES, st.integers(0, 50), st.integers(0, 50))
def test_decaler_puis_revenir_ne_change_rien(cellule: str, dl: int, dc: int) -> None:
    formule = f'SUM({cellule},Recap!A1)&"A1"'
    assert decaler(decaler(formule, dl, dc), -dl, -dc) == formule


@given(CELLULES, st.integers(0, 50), st.integers(0, 50))
def test_une_formule_recopiee_garde_son_motif(cellule: str, dl: int, dc: int) -> None:
    formule = f"{cellule}*2"
    assert en_r1c1(formule, 7, 3) == en_r1c1(decaler(formule, dl, dc), 7 + dl, 3 + dc)


def test_decaler_jusqu_au_dernier_coin_de_la_feuille() -> None:
    assert decaler("A1+B2", 1_048_574, 16_382) == "XFC1048575+XFD1048576"
    assert decaler("A1+B2", 1_048_575, 16_382) == "XFC1048576+#REF!"


def test_decaler_hors_de_la_feuille_perd_la_reference() -> None:
    assert decaler("A1+$B$2", -1, 0) == "#REF!+$B$2"


def test_renommer_les_feuilles_et_perdre_les_inconnues() -> None:
    def nouveau(prefixe: Prefixe) -> Prefixe | None:
        return Prefixe("Trésorerie 2") if prefixe.feuille == "Recap" else None

    assert renommer_feuilles('[1]Recap!A1+Autre!B2+"Recap!A1"', nouveau) == "'Trésorerie 2'!A1+#REF!+\"Recap!A1\""


@pytest.mark.parametrize(
    ("formule", "attendu"),
    [
        ("t_lignes[[#This Row],[Montant HT]]*2", "$C6*2"),
        ("t_lignes[@[Montant HT]]", "$C6"),
        ("[@code]", "$B6"),
        ("SUM(t_lignes[Montant HT])", "SUM($C$5:$C$8)"),
        ("SUM(T_LIGNES[montant ht])", "SUM($C$5:$C$8)"),
        ("t_lignes[[#All],[code]]", "$B$4:$B$9"),
        ("t_lignes[[#Headers],[code]]", "$B$4"),
        ("t_lignes[[#Totals],[code]:[Montant HT]]", "$B$9:$C$9"),
        ("t_lignes[[#Data],[code]]", "$B$5:$B$8"),
        ("t_lignes[[#Headers],[#Data],[code]]", "$B$4:$B$8"),
        ("t_lignes[[code]:[N° d''ordre]]", "$B$5:$D$8"),
        ("t_lignes[a']b]", "$E$5:$E$8"),
        ("ROWS(t_lignes)", "ROWS($B$5:$E$8)"),
        ("t_lignes[#All]", "$B$4:$E$9"),
        ("t_lignes[[#This Row],[code]:[Montant HT]]", "$B6:$C6"),
        ("t_lignes[absente]", "#REF!"),
        ("t_autre[code]", "#REF!"),
        ('"t_lignes[code]"', '"t_lignes[code]"'),
    ],
)
def test_developper_les_tableaux(formule: str, attendu: str) -> None:
    assert developper_tableaux(formule, TABLEAUX, 6, "Détail", 3) == attendu


def test_un_tableau_vu_d_une_autre_feuille_porte_son_prefixe() -> None:
    assert developper_tableaux("SUM(t_lignes[code])", TABLEAUX, 1, "Recap") == "SUM(Détail!$B$5:$B$8)"


def test_cette_ligne_hors_du_tableau_est_une_erreur() -> None:
    assert developper_tableaux("t_lignes[[#This Row],[code]]", TABLEAUX, 9, "Détail") == "#VALUE!"


@given(st.integers(1, 16_384))
def test_lettres_et_indices_de_colonnes(indice: int) -> None:
    assert indice_colonne(lettre_colonne(indice)) == indice


def test_adresses_et_plages() -> None:
    assert adresse(5, 28) == "AB5"
    assert lire_plage("D9:$B$2") == Plage(2, 2, 9, 4)
    assert lire_plage("B2:D9").absolue == "$B$2:$D$9"
    assert lire_plage("B:B").contient(1_000_000, 2)


@pytest.mark.parametrize(
    ("texte", "prefixe"),
    [
        ("'[1]Sorties devis'!", Prefixe("Sorties devis", "1")),
        ("'Plan d''avances'!", Prefixe("Plan d'avances")),
        ("Feuil1:Feuil3!", Prefixe("Feuil1", None, "Feuil3")),
        ("'2025'!", Prefixe("2025")),
        ("'A1'!", Prefixe("A1")),
    ],
)
def test_un_prefixe_se_lit_et_se_reecrit(texte: str, prefixe: Prefixe) -> None:
    assert lire_prefixe(texte) == prefixe
    assert str(prefixe) == texte


def test_le_lien_zero_est_le_classeur_lui_meme() -> None:
    assert lire_prefixe("[0]!").lien is None
    assert lire_prefixe("[3]Recap!").lien == 3
