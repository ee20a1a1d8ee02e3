"""How a report names the rows of a table: each one can be found in the sheet."""

from __future__ import annotations

from typing import Any

from chargeprod_xl.gabarits.declaration import Colonne, Tapee
from chargeprod_xl.reprise.appellation import Rangee, appeler

DATE_22_FEVRIER = 46440.0
JOURNAL = (
    Colonne("date", "Date", "date", "saisie"),
    Colonne("piece", "Pièce", "code", "saisie"),
    Colonne("fournisseur", "Fournisseur ou salarié", "texte", "saisie"),
    Colonne("libelle", "Libellé", "texte", "saisie"),
    Colonne("ht", "HT", "euros_cents", "saisie"),
)


def depenses(*rangees: tuple[Any, ...]) -> list[str]:
    """Names of expenses (voucher, supplier, label, amount) of one day, from row 5 down."""
    colonnes = ("date", "piece", "fournisseur", "libelle", "ht")
    lignes = {
        f"d{n}": Rangee({c: Tapee(v) for c, v in zip(colonnes, (DATE_22_FEVRIER, *r), strict=True)}, f"ligne {n}")
        for n, r in enumerate(rangees, 5)
    }
    return list(appeler(lignes, JOURNAL, reconnait="piece").values())


def test_des_depenses_sans_piece_se_distinguent_par_leur_libelle_puis_leur_montant() -> None:
    assert depenses(
        (None, "Loueur du Port", "Barge", 800.0),
        (None, "Loueur du Port", "Barge", 950.0),
        (None, "Loueur du Port", "Caution", 800.0),
        (None, "Cantine Roux", "Repas", 240.0),
    ) == [
        "22/02/2027 Loueur du Port, Barge, 800,00 €",
        "22/02/2027 Loueur du Port, Barge, 950,00 €",
        "22/02/2027 Loueur du Port, Caution",
        "22/02/2027 Cantine Roux",
    ]


def test_la_piece_distingue_d_abord() -> None:
    assert depenses(("FA-7", "Loueur du Port", "Barge", 800.0), ("FA-8", "Loueur du Port", "Barge", 800.0)) == [
        "22/02/2027 Loueur du Port, FA-7",
        "22/02/2027 Loueur du Port, FA-8",
    ]


def test_deux_lignes_en_tout_pareilles_se_distinguent_par_leur_place() -> None:
    assert depenses(*[(None, "Loueur du Port", "Barge", 800.0)] * 2) == [
        "22/02/2027 Loueur du Port (ligne 5)",
        "22/02/2027 Loueur du Port (ligne 6)",
    ]


def test_une_ligne_vide_se_dit_par_sa_place() -> None:
    lignes = {"__vierge1": Rangee({}, "ligne 12")}
    assert list(appeler(lignes, JOURNAL).values()) == ["ligne 12"]


def test_un_numero_seul_se_lit_avec_le_titre_de_sa_colonne() -> None:
    colonnes = (Colonne("role", "Rôle n°", "nombre_entier", "saisie"), Colonne("jour", "Jour n°", "nombre", "saisie"))
    cases = {n: Rangee({"role": Tapee(2.0), "jour": Tapee(float(n))}, "") for n in ("4", "5")}
    assert list(appeler(cases, colonnes).values()) == ["Rôle n° 2, Jour n° 4", "Rôle n° 2, Jour n° 5"]
