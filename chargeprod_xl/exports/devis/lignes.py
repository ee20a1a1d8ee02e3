"""The lines of the devis that count, from « Détail », « Charges sociales » and « Lignes contractuelles »."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from chargeprod_xl.exports.devis.lecture import PackLu, Rangee

Genre = Literal["ligne", "charges", "contrat", "reunie"]
_DETAIL = "t_devis_detail_lignes"
_TITRES = (
    "N°",
    "Désignation",
    "Nom ou précision",
    "Unité",
    "Nombre",
    "Prépa.",
    "Tournage calculé",
    "Tournage retenu",
    "Finitions",
    "Unités",
    "Taux",
    "Taux moyen",
    "Montant HT",
    "Nature CI",
    "Part R1",
    "Part R2",
    "Part R3",
    "Pays",
    "Apport",
    "Devise",
    "Charges",
    "Paiement",
    "Personne n°",
    "Poste",
    "Rubrique",
    "Niveau",
    "Statut",
    "Quantités de l’équipe",
    "Préparation de l’équipe",
    "Finitions de l’équipe",
    "Majorations comptées",
    "Compte",
    "Étranger compté",
    "Éligible compté",
    "Dépense R1",
    "Dépense R2",
    "Dépense R3",
)
#: Interest and bank charges never count as a territory's expense.
FRAIS_FINANCIERS = 94
#: The producer's pay is told to every reader: it has its own legal cap.
PRODUCTEUR = "2111"


@dataclass(frozen=True)
class Ligne:
    """A line as readers see it. None: nothing to show.

    Attributes:
        charges: heading of poste 4 that the line feeds, 0 when nobody is paid by it.
        personne: number of the person paid, 0 when not known.
        territoire: expense in the territory chosen, ``part_territoire`` its share.
    """

    code: str
    designation: str
    poste: int
    rubrique: int
    montant: float | None
    nom: str = ""
    unite: str = ""
    nombre: float | None = None
    preparation: float | None = None
    tournage: float | None = None
    finitions: float | None = None
    unites: float | None = None
    taux: float | None = None
    majorations: float | None = None
    etranger: float | None = 0.0
    eligible: float | None = 0.0
    nature_ci: str = ""
    territoire: float | None = 0.0
    part_territoire: float | None = None
    pays: str = ""
    devise: str = ""
    apport: str = ""
    paiement: str = ""
    statut: str = ""
    charges: int = 0
    personne: int = 0
    genre: Genre = "ligne"

    @property
    def france(self) -> float | None:
        """What is spent in France."""
        return None if self.montant is None else self.montant - (self.etranger or 0.0)


@dataclass(frozen=True)
class Nomenclature:
    """Titles of postes and rubriques, as the workbook has them."""

    postes: Mapping[int, str]
    rubriques: Mapping[int, str]


def _propre(nombre: float | None) -> float | None:
    """A quantity without the dust of binary fractions."""
    return None if nombre is None else round(nombre, 6)


def _quantites(r: Rangee, equipe: bool) -> dict[str, Any]:
    """Quantities by phase: those of the crew for a line it pays, those typed otherwise."""
    if equipe:
        phases = [r.facultatif(t) for t in ("Préparation de l’équipe", "Tournage calculé", "Finitions de l’équipe")]
        nombre = None
    else:
        phases = [r.facultatif(t) for t in ("Prépa.", "Tournage retenu", "Finitions")]
        nombre = r.facultatif("Nombre")
    prep, tour, fin = (_propre(q) or None for q in phases)
    return {
        "nombre": _propre(nombre),
        "preparation": prep,
        "tournage": tour,
        "finitions": fin,
        "unites": _propre(r.facultatif("Unités")) or None,
    }


def _nom(r: Rangee, equipe: bool, noms: Mapping[str, str], cle: str) -> str:
    """The person's name when the crew knows it, with the precision of the devis when it says something else."""
    precision = r.texte("Nom ou précision")
    personne = noms.get(cle, "") if equipe else ""
    if not personne or personne.casefold() == precision.casefold():
        return precision
    return f"{personne} ({precision})" if precision else personne


def _ligne(r: Rangee, noms: Mapping[str, str], territoire: str) -> Ligne:
    code, unite = r.texte("N°"), r.texte("Unité")
    personne = int(r.nombre("Personne n°"))
    equipe = r.nombre("Quantités de l’équipe") > 0
    quantites = _quantites(r, equipe)
    taux = (r.facultatif("Taux") or 0.0) / 100 if unite == "%" else r.nombre("Taux moyen")
    if unite == "%":
        quantites = dict.fromkeys(quantites) | {"nombre": quantites["nombre"]}
    rubrique = int(r.nombre("Rubrique"))
    regional = bool(territoire) and rubrique != FRAIS_FINANCIERS
    return Ligne(
        code,
        r.texte("Désignation"),
        int(r.nombre("Poste")),
        rubrique,
        round(r.nombre("Montant HT"), 2),
        nom=_nom(r, equipe, noms, f"{code}|{personne}"),
        unite=unite,
        taux=taux or None,
        majorations=round(r.nombre("Majorations comptées"), 2) or None,
        etranger=round(r.nombre("Étranger compté"), 2),
        eligible=round(r.nombre("Éligible compté"), 2),
        nature_ci=r.texte("Nature CI"),
        territoire=round(r.nombre(f"Dépense {territoire}"), 2) if regional else 0.0,
        part_territoire=r.facultatif(f"Part {territoire}") if regional else None,
        pays=r.texte("Pays"),
        devise=r.texte("Devise"),
        apport=r.texte("Apport"),
        paiement=r.texte("Paiement"),
        statut=r.texte("Statut"),
        charges=int(r.nombre("Charges")),
        personne=personne,
        **quantites,
    )


def noms_de_l_equipe(pack: PackLu) -> dict[str, str]:
    """The person's name of each line that the crew pays, by « line|person »."""
    rangees = pack.bloc("Lignes du devis", ("Ligne du devis", "Nom", "Ligne et personne"))
    return {r.texte("Ligne et personne"): r.texte("Nom") for r in rangees if r.texte("Ligne et personne")}


def lire_detail(pack: PackLu, territoire: str, toutes: bool) -> tuple[list[Ligne], Nomenclature]:
    """The lines of « Détail » that count, in its order, and the titles of its headings."""
    rangees = pack.table(_DETAIL, _TITRES)
    noms = noms_de_l_equipe(pack)
    postes: dict[int, str] = {}
    rubriques: dict[int, str] = {}
    lignes = []
    for r in rangees:
        niveau, montant = r.texte("Niveau"), r.nombre("Montant HT")
        if niveau == "poste" and not montant:
            postes.setdefault(int(r.nombre("Poste")), r.texte("Désignation"))
        elif niveau == "rubrique" and not montant:
            rubriques.setdefault(int(r.nombre("Rubrique")), r.texte("Désignation"))
        elif r.nombre("Compte") and (montant or (toutes and niveau == "ligne" and r.texte("N°"))):
            lignes.append(_ligne(r, noms, territoire))
    return lignes, Nomenclature(postes, rubriques)


def lire_charges(pack: PackLu, territoire: str, comptees: bool, toutes: bool) -> Iterator[Ligne]:
    """Social charges, a line by category, with their base and rate. ``comptees``: the territory counts them."""
    titres = ("Catégorie", "N°", "Salaires et droits", "Charges", "Taux moyen", "dont étranger", "Éligible retenu")
    propres = ("Charges R1", "Charges R2", "Charges R3")
    for r in pack.bloc("Charges sociales", (*titres, "Poste", *propres)):
        montant, categorie = r.nombre("Charges"), int(r.nombre("N°"))
        if not categorie or not (montant or toutes):
            continue  # the total
        yield Ligne(
            str(categorie),
            f"Charges sociales : {r.texte('Catégorie')}",
            int(r.nombre("Poste")),
            categorie,
            round(montant, 2),
            nom="base : salaires et droits de la catégorie",
            unite="%",
            nombre=round(r.nombre("Salaires et droits"), 2),
            taux=r.nombre("Taux moyen"),
            etranger=round(r.nombre("dont étranger"), 2),
            eligible=round(r.nombre("Éligible retenu"), 2),
            territoire=round(r.nombre(f"Charges {territoire}"), 2) if territoire and comptees else 0.0,
            genre="charges",
        )
