"""What each reader of the devis gets, as an accountant writes it: read, checked, every fault at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.exports.devis.champs import CHAMPS, FEUILLES, FEUILLES_NECESSAIRES, NECESSAIRES
from chargeprod_xl.projet.fichier import Document, lire_yaml
from chargeprod_xl.projet.modele import fautes_du_modele

Texte = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Mots = Annotated[tuple[Texte, ...], Field(min_length=1)]
Papier = Literal["A3", "A4"]


class _Gele(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Colonne(_Gele):
    """A column of « Détail »; ``- montant`` and ``- {champ: montant, titre: Coût}`` both say one."""

    champ: Texte
    titre: str | None = None
    largeur: Annotated[float, Field(ge=4, le=80)] | None = None


def _colonne(brute: object) -> object:
    return {"champ": brute} if isinstance(brute, str) else brute


class Lecteur(_Gele):
    """One reader: sheets in order, columns, what is hidden, wording."""

    titre: Texte
    destinataire: Texte
    masquer_salaires: bool = False
    papier: Papier = "A3"
    feuilles: Annotated[tuple[Texte, ...], Field(min_length=1)]
    colonnes: Annotated[tuple[Annotated[Colonne, BeforeValidator(_colonne)], ...], Field(min_length=1)]
    signature: Texte
    signataire: Annotated[tuple[Texte, ...], Field(min_length=1)] = ("Nom", "Qualité", "Date")

    @property
    def territorial(self) -> bool:
        """True when a territory must be chosen."""
        return "territoire" in self.feuilles or any(c.champ in {"territoire", "part_territoire"} for c in self.colonnes)

    def montre(self, champ: str) -> bool:
        """True when a column is shown; the tax credit has a sheet of its own."""
        seule = champ == "eligible" and "credit_impot" in self.feuilles
        return seule or any(c.champ == champ for c in self.colonnes)


class Formulaire(_Gele):
    """Words by which the columns of a reader's own form are found."""

    montant: Mots
    france: Mots
    etranger: Mots


class Envois(_Gele):
    """The whole file."""

    nomenclature: Texte
    confidentiel: Texte
    lecteurs: Annotated[Mapping[str, Lecteur], Field(min_length=1)]
    formulaire: Formulaire


def _proche(nom: str, connus: list[str]) -> str:
    proches = get_close_matches(nom, connus, n=1)
    return f"écrivez « {proches[0]} »" if proches else f"choisissez parmi {', '.join(connus)}"


def _liste(brut: Mapping[str, Any], cle: str) -> list[Any]:
    valeur = brut.get(cle)
    return valeur if isinstance(valeur, list) else []


def _noms(colonnes: list[Any]) -> list[str | None]:
    """The field of each column, None when it is badly written (said elsewhere)."""
    champs = [c.get("champ") if isinstance(c, Mapping) else c for c in colonnes]
    return [c if isinstance(c, str) else None for c in champs]


def _inconnus(document: Document, chemin: tuple[str, ...], noms: list[Any], connus: list[str]) -> Iterator[Anomalie]:
    vus: set[str] = set()
    quoi = "feuille" if chemin[-1] == "feuilles" else "champ"
    for rang, nom in enumerate(noms):
        if not isinstance(nom, str):
            continue
        ou = document.ou((*chemin, rang))
        if nom not in connus:
            yield Anomalie(ou, f"{quoi} inconnu{'e' * (quoi == 'feuille')} « {nom} »", _proche(nom, connus))
        elif nom in vus:
            yield Anomalie(ou, f"« {nom} » est écrit deux fois", "gardez-en un seul")
        vus.add(nom)


def _manquants(document: Document, chemin: tuple[str, ...], noms: list[Any], voulus: tuple[str, ...]) -> list[Anomalie]:
    absents = [n for n in voulus if n not in noms]
    remede = "ajoutez-le : les totaux du document en ont besoin"
    return [Anomalie(document.ou(chemin), f"il manque « {n} »", remede) for n in absents]


def _fautes_croisees(document: Document) -> Iterator[Anomalie]:
    """What a field alone cannot tell; written for contents whose types are not sure yet."""
    contenu = document.contenu
    lecteurs = contenu.get("lecteurs") if isinstance(contenu, Mapping) else None
    for nom, brut in lecteurs.items() if isinstance(lecteurs, Mapping) else ():
        if not isinstance(brut, Mapping):
            continue
        chemin = ("lecteurs", str(nom))
        feuilles, colonnes = _liste(brut, "feuilles"), _noms(_liste(brut, "colonnes"))
        if feuilles:
            yield from _inconnus(document, (*chemin, "feuilles"), feuilles, list(FEUILLES))
            yield from _manquants(document, (*chemin, "feuilles"), feuilles, FEUILLES_NECESSAIRES)
        if colonnes:
            yield from _inconnus(document, (*chemin, "colonnes"), colonnes, list(CHAMPS))
            yield from _manquants(document, (*chemin, "colonnes"), colonnes, NECESSAIRES)
            if colonnes[0] != "code" or colonnes[1:2] != ["designation"]:
                quoi = "les deux premières colonnes ne sont pas « code » et « designation »"
                yield Anomalie(document.ou((*chemin, "colonnes")), quoi, "mettez-les en tête : elles nomment la ligne")


def lire_envois(chemin: Path) -> Envois:
    """What each reader gets; every fault is raised at once."""
    document, fautes = lire_yaml(chemin)
    if document is None:
        raise DonneesRefuseesError(fautes)
    lus: Envois | None = None
    try:
        lus = Envois.model_validate(document.contenu)
    except ValidationError as erreur:
        fautes += fautes_du_modele(erreur, document)
    fautes += list(_fautes_croisees(document))
    if fautes or lus is None:
        raise DonneesRefuseesError(dict.fromkeys(fautes))
    return lus


def choisir(envois: Envois, pour: str | None) -> Lecteur:
    """The reader of ``--pour``."""
    connus = list(envois.lecteurs)
    if pour is None:
        raise DonneesRefuseesError(
            [Anomalie("--pour", "il manque le lecteur du devis", f"choisissez parmi {', '.join(connus)}")]
        )
    if pour not in envois.lecteurs:
        raise DonneesRefuseesError([Anomalie("--pour", f"lecteur inconnu « {pour} »", _proche(pour, connus))])
    return envois.lecteurs[pour]
