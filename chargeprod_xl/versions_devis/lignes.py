"""Rows of the devis as they are frozen: lines, charges by category, contractual lines. Their sum is the total."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from chargeprod_xl.classeurs.valeurs import Valeur
from chargeprod_xl.projet.devis_fige import LigneFigee
from chargeprod_xl.reprise.recolte_inserees import est_libre
from chargeprod_xl.versions_devis.cellules import Cellules, nombre, texte

_ZERO = Decimal(0)
_CENT = Decimal("0.01")
#: Rows of « Place au devis »: the contractual line each comes from.
_REPARTITION = {
    "assurances": "assurances",
    "bonne_fin": "bonne_fin",
    "frais_financiers": "frais_financiers",
    "salaire": "producteur",
    "charges": "producteur",
}
_CHARGES = ("libelle", "categorie", "poste", "base", "taux_retenu", "montant", "etranger", "eligible.retenu")
_SOUS_LES_POSTES = {"imprevus": (10, 101), "frais_generaux": (11, 102)}
_PRODUCTEUR = (12, 103)


def lignes_du_detail(cellules: Cellules, simuler: bool) -> Iterator[LigneFigee]:
    """Lines that have an amount, or would have one if they counted."""
    table = cellules.table()
    for rangee in table.lignes:
        v = cellules.de_ligne(table, rangee.rang)
        montant = nombre(v.get("montant"), 2)
        if not montant and not nombre(v.get("avant_choix")):
            continue
        yield LigneFigee(
            identite=rangee.id,
            genre="ligne",
            code=texte(v.get("code")),
            poste=int(nombre(v.get("poste"))),
            rubrique=int(nombre(v.get("rubrique"))),
            libelle=texte(v.get("libelle")),
            nom=texte(v.get("nom")),
            unite=texte(v.get("unite")),
            quantite=nombre(v.get("quantite_totale")),
            taux=_taux(v),
            majorations=nombre(v.get("majorations_comptees"), 2),
            montant=montant,
            etranger=nombre(v.get("etranger_compte"), 2),
            eligible=nombre(v.get("eligible_compte"), 2),
            devise=texte(v.get("devise")),
            cours=nombre(v.get("cours")),
            etat=_etat(v, simuler),
            source="équipe" if nombre(v.get("suivie")) else "",
        )


def _taux(v: Mapping[str, Valeur]) -> Decimal:
    """What one unit is paid, in euros; per cent for a percentage."""
    if texte(v.get("unite")) == "%":
        return nombre(v.get("taux"))
    saisi = nombre(v.get("taux"))
    return (saisi * nombre(v.get("cours"))).quantize(_CENT) if saisi else nombre(v.get("taux_moyen"), 2)


def _etat(v: Mapping[str, Valeur], simuler: bool) -> str:
    if not nombre(v.get("compte")):
        return "exclue" if v.get("inclus") == "N" else f"scénario {texte(v.get('scenario'))}"
    return "simulée" if simuler and isinstance(v.get("simule"), float) else ""


def _calculee(
    identite: str, genre: str, place: tuple[int, int], libelle: str, base: Decimal, montant: Decimal, taux: Decimal
) -> LigneFigee:
    """A line that is a rate on a base."""
    poste, rubrique = place
    return LigneFigee(
        identite=identite, genre=genre, code=str(rubrique), poste=poste, rubrique=rubrique, libelle=libelle, nom="",
        unite="%", quantite=base, taux=taux, majorations=_ZERO, montant=montant, etranger=_ZERO, eligible=_ZERO,
    )  # fmt: skip


def lignes_de_charges(cellules: Cellules) -> Iterator[LigneFigee]:
    """Charges of each category of wages."""
    plan = cellules.feuille("charges").plan.blocs["categories"]
    for cle in plan.cles:
        if est_libre(cle):
            continue  # a row that a person inserted: no total counts it
        lu = {c: cellules.fixe("charges", "categories", cle, c) for c in _CHARGES}
        if not (montant := nombre(lu["montant"], 2)):
            continue
        categorie = int(nombre(lu["categorie"]))
        place = int(nombre(lu["poste"])), categorie
        libelle = f"Charges : {texte(lu['libelle']).lower()}"
        taux = nombre(lu["taux_retenu"]) * 100
        ligne = _calculee(f"charges.{cle}", "charges", place, libelle, nombre(lu["base"], 2), montant, taux)
        yield replace(ligne, etranger=nombre(lu["etranger"], 2), eligible=nombre(lu["eligible.retenu"], 2))


def lignes_contractuelles(cellules: Cellules) -> Iterator[LigneFigee]:
    """What is reckoned on the cost, where the devis puts it."""
    for cle, origine in _REPARTITION.items():
        lu = {
            c: cellules.fixe("contractuelles", "repartition", cle, c)
            for c in ("libelle", "montant", "rubrique", "poste")
        }
        rubrique, poste = int(nombre(lu["rubrique"])), int(nombre(lu["poste"]))
        place = (poste, rubrique) if poste else _PRODUCTEUR
        yield from _contractuelle(cellules, cle, origine, place, texte(lu["libelle"]), nombre(lu["montant"], 2))
    for cle, place in _SOUS_LES_POSTES.items():
        lus = [cellules.fixe("contractuelles", "lignes", cle, c) for c in ("libelle", "montant.retenu")]
        yield from _contractuelle(cellules, cle, cle, place, texte(lus[0]), nombre(lus[1], 2))


def _contractuelle(
    cellules: Cellules, cle: str, origine: str, place: tuple[int, int], libelle: str, montant: Decimal
) -> Iterator[LigneFigee]:
    if not montant:
        return
    base = nombre(cellules.fixe("contractuelles", "lignes", origine, "base"), 2)
    taux = nombre(cellules.fixe("contractuelles", "lignes", origine, "taux")) * 100
    force = cellules.fixe("contractuelles", "lignes", origine, "montant.force")
    ligne = _calculee(f"contractuelles.{cle}", "contractuelle", place, libelle, base, montant, taux)
    yield replace(ligne, etat="" if force is None or force == "" else "montant forcé")
