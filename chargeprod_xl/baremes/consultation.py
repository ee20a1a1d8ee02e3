"""Ask the rates: all of them by id, those of a domain or with a word, one explained, what changes between two dates."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.baremes.lecture import Bareme, baremes
from chargeprod_xl.baremes.modele import Parametre, Periode
from chargeprod_xl.baremes.modele_grille import Fonction
from chargeprod_xl.baremes.paie import doublons, fonctions, parametres

FORMATS_DE_DATE = ("%Y-%m-%d", "%d/%m/%Y")


def lire_date(texte: str) -> date:
    """A date written 2026-01-01 or 01/01/2026."""
    for forme in FORMATS_DE_DATE:
        try:
            return datetime.strptime(texte.strip(), forme).date()
        except ValueError:
            continue
    raise DonneesRefuseesError([Anomalie(texte, "date incomprise", "écrivez 2026-01-01 ou 01/01/2026")])


def _de_la_chaine(bareme: Bareme) -> Parametre:
    """A rate of the chain, held to the same rules as the others: its source is already written out."""
    champs = {nom: getattr(bareme, nom) for nom in ("id", "libelle", "unite", "domaine", "verifie_le", "note")}
    return Parametre.model_validate({**champs, "valeurs": [asdict(p) for p in bareme.periodes]})


@cache
def tous() -> Mapping[str, Parametre]:
    """The rates of the chain and those of the payroll, by id."""
    ensemble = [*map(_de_la_chaine, baremes().values()), *parametres().values()]
    if fautes := doublons(ensemble):
        raise DonneesRefuseesError(fautes)
    return MappingProxyType({p.id: p for p in ensemble})


def sans_accents(texte: str) -> str:
    """Lower case, no accent, straight apostrophe: how people type when they search."""
    decompose = unicodedata.normalize("NFD", texte.casefold().replace("’", "'"))
    return "".join(c for c in decompose if not unicodedata.combining(c))


def proches(mot: str, possibles: Iterable[str], nombre: int = 5) -> list[str]:
    """Names that look like ``mot`` or contain it."""
    par_cle = {sans_accents(p): p for p in possibles}
    cle = sans_accents(mot)
    contenus = [nom for nom in par_cle if cle and cle in nom]
    voisins = get_close_matches(cle, list(par_cle), n=nombre, cutoff=0.5)
    return [par_cle[nom] for nom in dict.fromkeys(voisins + contenus)][:nombre]


def _inconnu(mot: str, quoi: str, possibles: Iterable[str], sinon: str) -> DonneesRefuseesError:
    voisins = proches(mot, possibles)
    remede = f"vouliez-vous dire : {', '.join(voisins)} ?" if voisins else sinon
    return DonneesRefuseesError([Anomalie(mot, quoi, remede)])


def choisir(domaine: str | None = None, mot: str | None = None) -> list[Parametre]:
    """The rates of a domain, and those whose id or label has the word."""
    domaines = sorted({p.domaine for p in tous().values()})
    if domaine is not None and domaine not in domaines:
        raise _inconnu(domaine, "domaine inconnu", domaines, f"choisissez parmi : {', '.join(domaines)}")
    retenus = [p for p in tous().values() if domaine in {None, p.domaine}]
    if mot is None:
        return retenus
    cle = sans_accents(mot)
    return [p for p in retenus if cle in sans_accents(f"{p.id} {p.libelle}")]


def trouver(nom: str) -> Parametre | tuple[Fonction, ...]:
    """The rate of that id, or the functions of that name (two agreements may share one)."""
    cle = sans_accents(nom.strip())
    if cle in tous():
        return tous()[cle]
    trouvees = tuple(f for f in fonctions() if sans_accents(f.nom) == cle)
    if trouvees:
        return trouvees
    possibles = [*tous(), *(f.nom for f in fonctions())]
    raise _inconnu(
        nom,
        "ni barème ni fonction de ce nom",
        possibles,
        "cherchez l’identifiant par « chargeprod-xl baremes lister --cherche MOT »",
    )


@dataclass(frozen=True)
class Changement:
    """A rate whose value differs on two dates; an event between them has no value before."""

    parametre: Parametre
    avant: Periode | None
    apres: Periode | None

    @property
    def ecart(self) -> Decimal | None:
        """After minus before, when both are numbers."""
        if self.avant is None or self.apres is None or self.avant.valeur is None or self.apres.valeur is None:
            return None
        return self.apres.valeur - self.avant.valeur


def comparer(debut: date, fin: date, domaine: str | None = None) -> list[Changement]:
    """What is not the same on ``fin`` as on ``debut``, and the events in between."""
    if fin < debut:
        dates = f"{debut:%d/%m/%Y} et {fin:%d/%m/%Y}"
        raise DonneesRefuseesError([Anomalie(dates, "la seconde date précède la première", "inversez les deux dates")])
    changements: list[Changement] = []
    for parametre in choisir(domaine):
        if parametre.evenement:
            survenus = (p for p in parametre.entre(debut, fin) if p.du > debut)
            changements += [Changement(parametre, None, p) for p in survenus]
        else:
            avant, apres = _retenue(parametre, debut), _retenue(parametre, fin)
            if _dit(avant) != _dit(apres):
                changements.append(Changement(parametre, avant, apres))
    return changements


def _retenue(parametre: Parametre, jour: date) -> Periode | None:
    """The rates of the chain hold before their first known date (``Bareme.en_vigueur``): that date changes nothing."""
    premiere = parametre.valeurs[0]
    if jour < premiere.du and parametre.id in baremes():
        return premiere
    return parametre.en_vigueur(jour)


def _dit(periode: Periode | None) -> tuple[Decimal | None, str] | None:
    return None if periode is None else (periode.valeur, periode.texte)
