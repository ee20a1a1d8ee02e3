"""The project file: what a film is before anyone opens a workbook. Frozen, validated, in French."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.baremes.formes import Forme, formes
from chargeprod_xl.projet.fichier import Document

Texte = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Montant = Annotated[Decimal, Field(ge=0, le=Decimal("1e10"))]
Jour = Literal["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]


class _Gele(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Identite(_Gele):
    """Who makes what. ``date_version`` dates the pack: nothing in a file depends on today's date."""

    titre: Texte
    type: Literal["long-metrage", "court-metrage", "fiction-tv", "serie", "documentaire", "animation", "captation"] = (
        "long-metrage"
    )
    realisateur: Texte
    producteur_delegue: Texte
    langue: Texte = "français"
    duree_visee: Annotated[int, Field(ge=1, le=600, description="minutes")] = 90
    episodes: Annotated[int, Field(ge=1, le=500)] = 1
    support: Texte = "numérique 2K"
    convention: Texte | None = None
    lieux: Texte = "à préciser"
    version: Texte = "1"
    date_version: date


class Periode(_Gele):
    """A phase, first and last day included."""

    debut: date
    fin: date

    @model_validator(mode="after")
    def _ordre(self) -> Periode:
        if self.fin < self.debut:
            raise ValueError(f"la fin ({self.fin:%d/%m/%Y}) précède le début ({self.debut:%d/%m/%Y})")
        return self


#: Days from preparation to closing: weeks are laid out one by one.
_DUREE_MAX = 3653


class Phases(_Gele):
    """The four phases that place money in time, and the closing of the accounts."""

    preparation: Periode
    tournage: Periode
    finitions: Periode
    livraison: date
    cloture: date

    @model_validator(mode="after")
    def _suite(self) -> Phases:
        suite = [
            ("le début de préparation", self.preparation.debut),
            ("le début de tournage", self.tournage.debut),
            ("la fin de tournage", self.tournage.fin),
            ("la livraison", self.livraison),
            ("la clôture", self.cloture),
        ]
        for (nom_a, a), (nom_b, b) in pairwise(suite):
            if b < a:
                raise ValueError(f"{nom_b} ({b:%d/%m/%Y}) précède {nom_a} ({a:%d/%m/%Y})")
        if (self.cloture - self.preparation.debut).days > _DUREE_MAX:
            raise ValueError("plus de dix ans séparent la préparation de la clôture")
        if self.finitions.fin > self.cloture:
            raise ValueError("les finitions se terminent après la clôture")
        return self


class Calendrier(_Gele):
    """Working rhythm of the shoot. Public holidays are off; ``repos`` adds days of the film's own."""

    jours_travailles: tuple[Jour, ...] = ("lundi", "mardi", "mercredi", "jeudi", "vendredi")
    alsace_moselle: bool = False
    repos: tuple[date, ...] = ()

    @model_validator(mode="after")
    def _au_moins_un(self) -> Calendrier:
        if not self.jours_travailles:
            raise ValueError("aucun jour travaillé dans la semaine")
        return self


class Role(_Gele):
    """What is known of a role besides the screenplay. ``cachet`` is € gross per day.

    ``dfs``: the actor consents to the flat deduction for professional expenses (arrêté du 20/12/2002, art. 9).
    """

    nom: Texte
    comedien: str = ""
    cachet: Montant = Decimal(0)
    dfs: bool = False
    code: Annotated[str, StringConstraints(pattern=r"^3[123]\d\d$")] = "3311"


Part = Annotated[Decimal, Field(ge=0, le=1)]
CodeDevise = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class LigneDevis(_Gele):
    """One line of the budget, in the unit of its code. ``tournage`` only overrides the plan.

    ``personne`` names who is paid when several lines pay the same person, or when ``nom`` says something else.
    ``part_r1`` to ``part_r3``: share of the expense in France made in each territory of the budget, in its order.
    ``taux`` and ``majorations`` are in ``devise``, at the rate frozen in the budget.
    """

    code: Annotated[str, StringConstraints(pattern=r"^\d{3,5}$")]
    nom: str = ""
    personne: str = ""
    nombre: Montant = Decimal(1)
    preparation: Montant = Decimal(0)
    tournage: Montant | None = None
    finitions: Montant = Decimal(0)
    taux: Montant
    majorations: Montant = Decimal(0)
    etranger: Montant = Decimal(0)
    pays: str = ""
    devise: CodeDevise | Literal[""] = ""
    apport: Literal["", "numéraire", "industrie", "participation", "diffuseur"] = ""
    part_r1: Part = Decimal(0)
    part_r2: Part = Decimal(0)
    part_r3: Part = Decimal(0)
    imputation: Literal["", "amorti", "épisode"] = ""
    note: str = ""


class LigneFinancement(_Gele):
    """One source of money, € HT."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-N]\d$")]
    entite: str = ""
    montant: Montant
    statut: Literal["acquis", "en cours", "sollicité", "à solliciter", "refusé"] = "à solliciter"
    territoire: Literal["", "R1", "R2", "R3"] = ""
    date: date


class Figuration(_Gele):
    """Daily gross pay of an extra."""

    cachet: Montant = Decimal(0)


class Territoire(_Gele):
    """A region (or département, or city) that reads the devis: dates of expenses it admits, whether charges count."""

    nom: Texte
    charges: bool = True
    du: date | None = None
    au: date | None = None


class Devise(_Gele):
    """The rate of a currency, frozen when the budget is made: euros for one unit, with its date and source."""

    code: CodeDevise
    cours: Annotated[Decimal, Field(gt=0, le=Decimal("1e6"))]
    date: date
    source: Texte


class Budget(_Gele):
    """The first devis and plan de financement, before the workbooks rule."""

    lignes: tuple[LigneDevis, ...] = ()
    territoires: Annotated[tuple[Territoire, ...], Field(max_length=3)] = ()
    devises: tuple[Devise, ...] = ()
    pays: Annotated[tuple[Texte, ...], Field(max_length=5)] = ()
    roles: tuple[Role, ...] = ()
    figuration: Figuration = Figuration()
    financement: tuple[LigneFinancement, ...] = ()


Taux = Annotated[Decimal, Field(ge=0, le=Decimal("0.5"))]


class Hypotheses(_Gele):
    """First values of the « Hypothèses » sheet; None: the value in force in the rates."""

    huitiemes_par_jour: Annotated[int, Field(ge=1, le=400)] | None = None
    arrondi: Literal[0, 2] = 0
    taux_imprevus: Taux | None = None
    taux_frais_generaux: Taux | None = None
    taux_producteur: Taux | None = None
    nuit_paris: Literal["O", "N"] = "N"
    solde_initial: Decimal = Decimal(0)
    subventions_deduites: Montant = Decimal(0)


class Projet(_Gele):
    """The whole project file. ``classeurs``: the workbooks wanted, those of any film when None."""

    projet: Identite
    scenario: str | None = None
    budget: str | None = None
    depenses: str | None = None
    plan: str | None = None
    nomenclature: str | None = None
    devis_fige: Texte | None = None
    classeurs: Annotated[tuple[Texte, ...], Field(min_length=1)] | None = None
    phases: Phases
    calendrier: Calendrier = Calendrier()
    hypotheses: Hypotheses = Hypotheses()

    @property
    def forme(self) -> Forme:
        """What the profession changes for this kind of film."""
        return formes()[self.projet.type]


_ATTENDUS = {
    "decimal": "un nombre (12.5)",
    "int": "un nombre entier",
    "string": "un texte conforme (ni vide, ni trop long)",
    "bool": "oui ou non (true / false)",
    "model": "un groupe de champs",
    "tuple": "une liste",
    "dict": "un groupe de champs",
}


def _borne(champ: str, erreur: dict[str, Any], contexte: dict[str, Any]) -> tuple[str, str]:
    sens, borne = ("au moins", contexte["ge"]) if "ge" in contexte else ("au plus", contexte.get("le"))
    return f"« {champ} » vaut {erreur['input']}", f"donnez une valeur de {sens} {borne}"


def en_clair(erreur: dict[str, Any]) -> tuple[str, str]:
    """Say a validation error of pydantic in French: what is wrong, and how to mend it."""
    genre, contexte = str(erreur["type"]), erreur.get("ctx") or {}
    champ = ".".join(str(p) for p in erreur["loc"]) or "le fichier"
    if genre.startswith("date"):
        return f"« {champ} » n’est pas une date possible", "écrivez la date ainsi : 2027-04-19"
    if genre in {"greater_than_equal", "less_than_equal"}:
        return _borne(champ, erreur, contexte)
    connus = {
        "extra_forbidden": (f"champ inconnu « {champ} »", "supprimez cette ligne, ou corrigez l’orthographe du champ"),
        "missing": (f"il manque « {champ} »", "ajoutez ce champ"),
        "value_error": (f"« {champ} » : {contexte.get('error', erreur['msg'])}", "corrigez ces valeurs"),
        "literal_error": (
            f"« {champ} » : valeur {erreur['input']!r} non prévue",
            f"choisissez {str(contexte.get('expected', '')).replace(' or ', ' ou ')}",
        ),
    }
    attendu = _ATTENDUS.get(genre.split("_", maxsplit=1)[0], "une valeur du type prévu")
    return connus.get(genre, (f"« {champ} » : valeur {erreur['input']!r} refusée", f"donnez {attendu}"))


def fautes_du_modele(erreur: ValidationError, document: Document) -> list[Anomalie]:
    """Every fault that a model found in a file, in French, where it stands."""
    return [Anomalie(document.ou(tuple(x["loc"])), *en_clair(dict(x))) for x in erreur.errors()]
