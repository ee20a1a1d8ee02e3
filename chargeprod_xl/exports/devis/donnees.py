"""Everything the readers of the devis may be given, taken from the recomputed pack; no look, no choice of reader."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.exports.devis.contrats import lire_contrats
from chargeprod_xl.exports.devis.lecture import PackLu, Rangee
from chargeprod_xl.exports.devis.lignes import FRAIS_FINANCIERS, Ligne, lire_charges, lire_detail
from chargeprod_xl.exports.devis.territoires import Territoire, lire_territoire

_VERSION = re.compile(r" · version (.+?) du (\d\d)/(\d\d)/(\d{4})(?: ·|$)")
_FILM = (
    ("Titre", "Titre"),
    ("Réalisation", "Réalisation"),
    ("Producteur délégué", "Producteur délégué"),
    ("Langue", "Langue"),
    ("Support de tournage", "Support de tournage"),
    ("Convention collective", "Convention collective"),
    ("Lieux de tournage", "Lieux de tournage"),
)
_PHASES = ("préparation", "tournage", "finitions")


@dataclass(frozen=True)
class Film:
    """The cover: labels and values, dates, figures of the shooting."""

    titre: str
    version: str
    date_version: date
    genre: str
    lignes: tuple[tuple[str, str], ...]
    phases: tuple[tuple[str, float, float], ...]
    livraison: float
    duree: float
    episodes: float
    jours: float
    semaines: float
    scenario: str
    simule: bool


@dataclass(frozen=True)
class Montant:
    """A row of the recap: label, total, part abroad; rate and base for a contractual line."""

    libelle: str
    total: float
    etranger: float = 0.0
    taux: float = 0.0
    base: float = 0.0
    numero: int = 0
    eligible: float = 0.0


@dataclass(frozen=True)
class Source:
    """A line of the financing plan."""

    code: str
    libelle: str
    entite: str
    montant: float
    statut: str
    retenu: float
    bloc: str
    numeraire: str


@dataclass(frozen=True)
class Devis:
    """All of it."""

    film: Film
    lignes: tuple[Ligne, ...]
    rubriques: Mapping[int, str]
    postes: tuple[Montant, ...]
    dessous: tuple[Montant, ...]
    general: Montant
    remuneration: Montant
    territoire: Territoire | None
    rouges: int
    pack: PackLu


def _film(pack: PackLu) -> Film:
    trouvee = _VERSION.search(str(pack.valeur("Garde", 2, 1) or ""))
    if trouvee is None:
        quoi = "la version et sa date ne sont plus sous le titre de la feuille « Garde »"
        raise DonneesRefuseesError([Anomalie("devis.xlsx › Garde!A2", quoi, "régénérez le pack")])
    jour = date(int(trouvee[4]), int(trouvee[3]), int(trouvee[2]))
    phases = []
    for nom in _PHASES:
        debut = "des finitions" if nom == "finitions" else f"de {nom}"
        phases.append((nom, pack.nombre("Phases", f"Début {debut}"), pack.nombre("Phases", f"Fin {debut}")))
    return Film(
        pack.texte("Garde", "Titre"),
        trouvee[1],
        jour,
        pack.texte("Choix du devis", "Genre du devis"),
        tuple((titre, pack.texte("Garde", libelle)) for titre, libelle in _FILM),
        tuple(phases),
        pack.nombre("Phases", "Livraison (PAD ou DCP)"),
        pack.nombre("Fiche projet", "Durée visée"),
        pack.nombre("Fiche projet", "Nombre d’épisodes"),
        pack.nombre("Garde", "Jours de tournage"),
        pack.nombre("Garde", "Semaines de tournage"),
        pack.texte("Choix du devis", "Scénario compté"),
        pack.texte("Choix du devis", "Compter les montants simulés") == "O",
    )


def _postes(pack: PackLu) -> tuple[Montant, ...]:
    titres = ("Poste", "N°", "France", "Étranger", "Total", "Éligible crédit d’impôt")
    return tuple(
        Montant(
            r.texte("Poste"),
            round(r.nombre("Total"), 2),
            round(r.nombre("Étranger"), 2),
            numero=int(r.nombre("N°")),
            eligible=round(r.nombre("Éligible crédit d’impôt"), 2),
        )
        for r in pack.bloc("Récapitulatif", titres)
        if r.nombre("N°")
    )


def _totaux(pack: PackLu) -> dict[str, Montant]:
    """Rows of « Total général », by their first words."""
    titres = ("Ligne", "France", "Étranger", "Total", "Taux", "Base")
    trouves = {}
    for r in pack.bloc("Récapitulatif", titres):
        libelle = r.texte("Ligne")
        for cle in ("imprévus", "frais généraux", "total général", "dont rémunération", "rémunération", "producteur"):
            if libelle.casefold().startswith(cle):
                total, etranger = round(r.nombre("Total"), 2), round(r.nombre("Étranger"), 2)
                trouves[cle] = Montant(libelle, total, etranger, r.nombre("Taux"), round(r.nombre("Base"), 2))
                break
    absents = {"imprévus", "frais généraux", "total général", "dont rémunération"} - trouves.keys()
    if absents:
        quoi = f"il manque au « Total général » : {', '.join(sorted(absents))}"
        raise DonneesRefuseesError([Anomalie("devis.xlsx › Récapitulatif", quoi, "régénérez le pack")])
    return trouves


def lire_sources(pack: PackLu) -> list[Source]:
    """The lines of the financing plan that bring something, refused ones left out."""
    titres = ("Code", "Source", "Entité", "Montant", "Statut", "Retenu", "Bloc", "Numéraire")

    def source(r: Rangee) -> Source:
        montant, retenu = round(r.nombre("Montant"), 2), round(r.nombre("Retenu"), 2)
        textes = {t: r.texte(t) for t in titres}
        return Source(
            textes["Code"],
            textes["Source"],
            textes["Entité"],
            montant,
            textes["Statut"],
            retenu,
            textes["Bloc"],
            textes["Numéraire"],
        )

    return [s for s in map(source, pack.table("t_financement_plan_lignes", titres)) if s.retenu]


def lire_devis(pack: PackLu, repere: str, toutes: bool) -> Devis:
    """The devis as it stands; ``repere`` is "" when no territory is asked for."""
    territoire, comptees = lire_territoire(pack, repere) if repere else (None, False)
    detail, nomenclature = lire_detail(pack, repere, toutes)
    lignes = [*detail, *lire_charges(pack, repere, comptees, toutes), *lire_contrats(pack)]
    totaux = _totaux(pack)
    producteur = totaux.get("rémunération")
    dessous = [totaux["imprévus"], totaux["frais généraux"], *([producteur] if producteur else [])]
    rubriques = {**nomenclature.rubriques}
    rubriques.setdefault(FRAIS_FINANCIERS, "Frais financiers")
    return Devis(
        _film(pack),
        tuple(lignes),
        rubriques,
        _postes(pack),
        tuple(dessous),
        totaux["total général"],
        totaux["dont rémunération"],
        territoire,
        sum(v.etat == "erreur" for v in pack.verdicts()),
        pack,
    )
