"""What a dated rate is: frozen, checked, every fault in French and all at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.projet.modele import en_clair

Ident = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Texte = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
#: YAML gives binary floats: their shortest writing is what the file says.
Nombre = Annotated[Decimal, BeforeValidator(lambda brut: str(brut) if isinstance(brut, float) else brut)]
Codes = Annotated[tuple[Texte, ...], BeforeValidator(lambda brut: (brut,) if isinstance(brut, str) else brut)]

Confiance = Literal["haute", "moyenne", "basse"]
Statut = Literal["source", "derive", "a_verifier"]
Convention = Literal["3097", "2642", "1734"]
Unite = Literal[
    "ratio", "coefficient", "regle", "EUR", "EUR/h", "EUR/jour", "EUR/nuit", "EUR/repas", "EUR/semaine", "EUR/mois",
    "EUR/an", "EUR/trajet",
    "EUR/minute", "h", "s", "jours", "semaines", "cachets", "huitièmes/jour",
]  # fmt: skip
Profil = Literal[
    "tous", "technicien", "technicien_cadre", "technicien_non_cadre", "realisateur", "artiste", "musicien", "figurant",
    "auteur", "permanent", "intermittent", "cadre", "non_cadre", "entreprise",
]  # fmt: skip
#: A rate above 300 % is a percentage that someone forgot to divide by 100 (1 May paid three times is the highest: 2).
RATIO_MAX = 3


class Gele(BaseModel):
    """Frozen, and no unknown field."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Validite(Gele):
    """From when to when, on whose word. ``au`` None: no end known; ``trou``: why nothing is known just before."""

    du: date
    au: date | None
    source: Codes
    reference: str = ""
    confiance: Confiance
    statut: Statut
    trou: str = ""

    @field_validator("source")
    @classmethod
    def _source_donnee(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        if not codes:
            raise ValueError("aucune source")
        return codes

    def couvre(self, jour: date) -> bool:
        """Whether it holds on ``jour``."""
        return self.du <= jour and (self.au is None or jour <= self.au)

    def touche(self, debut: date, fin: date) -> bool:
        """Whether it holds on a day at least of the interval, both ends included."""
        return self.du <= fin and (self.au is None or self.au >= debut)


class Periode(Validite):
    """A value, or the wording of a rule. ``composantes``: the figures inside the wording of an event."""

    valeur: Nombre | None = None
    texte: str = ""
    composantes: Mapping[str, Nombre] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _une_valeur(self) -> Periode:
        if (self.valeur is None) == (not self.texte):
            raise ValueError("une période porte une valeur ou un texte, et un seul des deux")
        return self


V = TypeVar("V", bound=Validite)


def fautes_de_suite(periodes: tuple[V, ...]) -> list[str]:
    """Overlaps, disorder, silent gaps and gaps declared where there is none."""
    fautes = [f"la période du {p.du:%d/%m/%Y} finit avant de commencer" for p in periodes if p.au and p.au < p.du]
    if periodes and periodes[0].trou:
        fautes.append("un trou est déclaré avant la première période")
    for avant, apres in pairwise(periodes):
        jour = f"{apres.du:%d/%m/%Y}"
        if avant.au is None or apres.du <= avant.au:
            fautes.append(f"deux périodes se recouvrent au {jour}")
        elif apres.du > avant.au + timedelta(days=1) and not apres.trou:
            fautes.append(f"il y a un trou avant le {jour} sans raison déclarée")
        elif apres.du == avant.au + timedelta(days=1) and apres.trou:
            fautes.append(f"un trou est déclaré avant le {jour}, et il n’y en a pas")
    return fautes


def sources_inconnues(periodes: tuple[V, ...], info: ValidationInfo) -> list[str]:
    """Codes that the file of sources does not explain; no context: no check."""
    connues: Collection[str] | None = (info.context or {}).get("sources")
    if connues is None:
        return []
    codes = dict.fromkeys(code for p in periodes for code in p.source)
    return [f"source inconnue : {code}" for code in codes if code not in connues]


def refuser_si(fautes: list[str]) -> None:
    """One error that says them all."""
    if fautes:
        raise ValueError(" ; ".join(fautes))


def fautes_d_evenement(periodes: tuple[Periode, ...]) -> list[str]:
    """An event has a date and no end; they come in order."""
    fautes = [f"l’événement du {p.du:%d/%m/%Y} n’a pas de fin" for p in periodes if p.au]
    desordre = [b.du for a, b in pairwise(periodes) if b.du <= a.du]
    return fautes + [f"l’événement du {jour:%d/%m/%Y} n’est pas à sa place" for jour in desordre]


def fautes_d_unite(periodes: tuple[Periode, ...], unite: str, evenement: bool) -> list[str]:
    """A rule is words, anything else a number; a ratio is not a percentage."""
    fautes = []
    for p in periodes:
        jour = f"{p.du:%d/%m/%Y}"
        if not evenement and (p.valeur is None) != (unite == "regle"):
            fautes.append(f"la valeur du {jour} ne va pas avec l’unité « {unite} »")
        if unite == "ratio" and p.valeur is not None and abs(p.valeur) > RATIO_MAX:
            fautes.append(f"le ratio du {jour} vaut {p.valeur} : écrivez 0.13 pour 13 %")
    return fautes


class Parametre(Gele):
    """One dated parameter. ``evenement``: a rise on a date, which is never « in force »."""

    id: Ident
    libelle: Texte
    unite: Unite
    domaine: Ident
    assiette: str = ""
    concerne: tuple[Profil, ...] = ()
    convention: Convention | None = None
    condition: str = ""
    payeur: Literal["employeur", "salarie", "caisse"] | None = None
    evenement: bool = False
    verifie_le: date
    note: str = ""
    valeurs: Annotated[tuple[Periode, ...], Field(min_length=1)]

    @field_validator("valeurs")
    @classmethod
    def _valeurs_justes(cls, valeurs: tuple[Periode, ...], info: ValidationInfo) -> tuple[Periode, ...]:
        evenement = bool(info.data.get("evenement"))
        suite = fautes_d_evenement(valeurs) if evenement else fautes_de_suite(valeurs)
        unite = fautes_d_unite(valeurs, info.data["unite"], evenement) if "unite" in info.data else []
        refuser_si(suite + unite + sources_inconnues(valeurs, info))
        return valeurs

    def en_vigueur(self, jour: date) -> Periode | None:
        """The period that covers ``jour``; None before, after, in a gap, and for an event."""
        if self.evenement:
            return None
        return next((p for p in self.valeurs if p.couvre(jour)), None)

    def entre(self, debut: date, fin: date) -> tuple[Periode, ...]:
        """The periods that touch the interval, both ends included; of an event, those that occur inside it."""
        if self.evenement:
            return tuple(p for p in self.valeurs if debut <= p.du <= fin)
        return tuple(p for p in self.valeurs if p.touche(debut, fin))


M = TypeVar("M", bound=Gele)


def lire(
    genre: type[M], entrees: object, fichier: str, contexte: Mapping[str, Any], cle: str = "id"
) -> tuple[list[M], list[Anomalie]]:
    """Check the entries of a file one by one: those that are right, and every fault of the others."""
    justes: list[M] = []
    fautes: list[Anomalie] = []
    if not isinstance(entrees, list):
        return [], [Anomalie(fichier, "le fichier n’est pas une liste", "une entrée par tiret, comme dans les autres")]
    for rang, entree in enumerate(entrees, 1):
        nom = entree.get(cle, f"entrée n° {rang}") if isinstance(entree, dict) else f"entrée n° {rang}"
        try:
            justes.append(genre.model_validate(entree, context=dict(contexte)))
        except ValidationError as erreur:
            for detail in erreur.errors():
                quoi, remede = en_clair(dict(detail))
                fautes.append(Anomalie(f"{fichier}, « {nom} »", quoi, remede))
    return justes, fautes
