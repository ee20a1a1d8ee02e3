"""Contractual lines: their rates, bases, legal caps, and their place among the lines of the devis."""

from __future__ import annotations

from dataclasses import dataclass

from chargeprod_xl.exports.devis.lecture import PackLu
from chargeprod_xl.exports.devis.lignes import PRODUCTEUR, Ligne

_CONTRAT = ("assurances", "garantie de bonne fin", "rémunération du producteur", "frais généraux", "frais financiers")


@dataclass(frozen=True)
class Plafond:
    """A contractual line and its legal cap (None: no cap)."""

    libelle: str
    taux: float
    base: float
    montant: float
    plafond: float | None
    maximum: float
    etat: str


def en_euros(montant: float) -> str:
    """« 1 699 878 € » in a sentence."""
    return f"{montant:,.0f} €".replace(",", "\u202f").replace(" €", "\xa0€")


def lire_plafonds(pack: PackLu) -> tuple[Plafond, ...]:
    """The contractual lines, their rates and the legal caps of the genre."""
    titres = ("Ligne", "Taux", "Base", "Montant retenu", "Plafond légal", "Montant maximal", "État")
    return tuple(
        Plafond(
            r.texte("Ligne"),
            r.nombre("Taux"),
            round(r.nombre("Base"), 2),
            round(r.nombre("Montant retenu"), 2),
            r.facultatif("Plafond légal"),
            round(r.nombre("Montant maximal"), 2),
            r.texte("État"),
        )
        for r in pack.bloc("Lignes contractuelles", titres)
    )


def lire_contrats(pack: PackLu) -> list[Ligne]:
    """Contractual lines that stand in a poste, with their rate and base."""
    plafonds = lire_plafonds(pack)

    def de(libelle: str) -> Plafond | None:
        mots = libelle.casefold()
        cle = next((c for c in _CONTRAT if mots.startswith(c)), "rémunération du producteur")
        return next((p for p in plafonds if p.libelle.casefold().startswith(cle)), None)

    lignes = []
    for r in pack.bloc("Lignes contractuelles", ("Ligne", "Montant", "Rubrique", "Poste")):
        poste, montant, rubrique = int(r.nombre("Poste")), round(r.nombre("Montant"), 2), int(r.nombre("Rubrique"))
        if not poste or not montant:
            continue
        contrat, libelle = de(r.texte("Ligne")), r.texte("Ligne").removeprefix(f"{PRODUCTEUR} ")
        du_producteur = contrat is not None and contrat.libelle.casefold().startswith("rémunération")
        lignes.append(
            Ligne(
                PRODUCTEUR if du_producteur and rubrique == 21 else str(rubrique),
                libelle,
                poste,
                rubrique,
                montant,
                nom=_rappel(contrat, du_producteur),
                unite="" if contrat is None or du_producteur else "%",
                nombre=None if contrat is None or du_producteur else contrat.base,
                taux=None if contrat is None or du_producteur else contrat.taux,
                genre="contrat",
            )
        )
    return lignes


def _rappel(contrat: Plafond | None, du_producteur: bool) -> str:
    if contrat is None:
        return ""
    if du_producteur:
        taux = f"{contrat.taux * 100:.2f}".rstrip("0").rstrip(".").replace(".", ",")
        return f"{taux} % d’une base de {en_euros(contrat.base)}, charges comprises"
    return "ligne contractuelle"
