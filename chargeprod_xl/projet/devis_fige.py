"""A frozen devis: its lines as they were on a day, and the CSV text that keeps them. Pure: no file is opened here."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation

from chargeprod_xl.protection import deproteger, proteger

DOSSIER = "devis-figes"
COURANTE = "courante"
#: Postes of what stands under the nine postes, as the rubriques number them.
SOUS_LES_POSTES = {10: "Imprévus", 11: "Frais généraux", 12: "Producteur délégué, sous les postes"}
_RESERVES = {"con", "prn", "aux", "nul", *(f"{n}{i}" for n in ("com", "lpt") for i in range(1, 10))}
_LONGUEUR = 60
_MARQUE = "devis figé"


@dataclass(frozen=True)
class LigneFigee:
    """One line. ``genre``: ligne, charges, contractuelle; ``source``: équipe when the crew prices it.

    ``etat`` says why a line does not count as it stands: exclue, scénario B, simulée, montant forcé.
    """

    identite: str
    genre: str
    code: str
    poste: int
    rubrique: int
    libelle: str
    nom: str
    unite: str
    quantite: Decimal
    taux: Decimal
    majorations: Decimal
    montant: Decimal
    etranger: Decimal
    eligible: Decimal
    devise: str = ""
    cours: Decimal = Decimal(1)
    etat: str = ""
    source: str = ""


@dataclass(frozen=True)
class DevisFige:
    """Lines whose sum is the total, and what they are the devis of. ``intacte``: the file is as it was written."""

    nom: str
    film: str
    version: str
    date: str
    motif: str
    lignes: tuple[LigneFigee, ...]
    intacte: bool = True

    @property
    def total(self) -> Decimal:
        """Total HT."""
        return sum((x.montant for x in self.lignes), Decimal(0))

    def par(self, quoi: str) -> dict[int, Decimal]:
        """Amounts by ``poste`` or ``rubrique``."""
        sommes: dict[int, Decimal] = {}
        for ligne in self.lignes:
            cle = int(getattr(ligne, quoi))
            sommes[cle] = sommes.get(cle, Decimal(0)) + ligne.montant
        return sommes


_TITRES = {
    "identite": "Identité",
    "genre": "Genre",
    "code": "N°",
    "poste": "Poste",
    "rubrique": "Rubrique",
    "libelle": "Désignation",
    "nom": "Nom",
    "unite": "Unité",
    "quantite": "Quantité totale",
    "taux": "Taux moyen",
    "majorations": "Majorations",
    "montant": "Montant HT",
    "etranger": "dont étranger",
    "eligible": "Éligible",
    "devise": "Devise",
    "cours": "Cours",
    "etat": "État",
    "source": "Source",
}
_GENRES = {champ.name: str(champ.type) for champ in fields(LigneFigee)}
_ENTETE = ("version", "date de version", "film", "motif", "total HT", "empreinte")


def cle_de_nom(nom: str) -> str:
    """A name as a file can bear it on any system; "" when nothing of it remains."""
    nu = unicodedata.normalize("NFKD", nom).encode("ascii", "ignore").decode()
    cle = re.sub(r"[^a-z0-9]+", "-", nu.lower()).strip("-")[:_LONGUEUR].strip("-")
    return f"devis-{cle}" if cle in _RESERVES else cle


def _nombre(valeur: Decimal) -> str:
    texte = f"{valeur:f}"
    texte = texte.rstrip("0").rstrip(".") if "." in texte else texte
    return "0" if texte in {"", "-0"} else texte.replace(".", ",")


def _champs(ligne: LigneFigee) -> list[str]:
    bruts = (getattr(ligne, nom) for nom in _TITRES)
    return [_nombre(x) if isinstance(x, Decimal) else str(x) for x in bruts]


def empreinte(devis: DevisFige) -> str:
    """Hash of what the file says; the way a spreadsheet program writes the same values does not count."""
    tete = [devis.nom, devis.film, devis.version, devis.date, devis.motif, _nombre(devis.total)]
    texte = "\n".join("\x1f".join(x) for x in [tete, *map(_champs, devis.lignes)])
    return hashlib.sha256(texte.encode()).hexdigest()


def en_octets(devis: DevisFige) -> bytes:
    """The file: one row that says what it is, titles, a row for each line."""
    tete = [_MARQUE, devis.nom]
    valeurs = (devis.version, devis.date, devis.film, devis.motif, _nombre(devis.total), empreinte(devis))
    for titre, valeur in zip(_ENTETE, valeurs, strict=True):
        tete += [titre, valeur]
    textes = [nom for nom, genre in _GENRES.items() if genre == "str"]
    rangs = [i for i, nom in enumerate(_TITRES) if nom in textes]
    flux = io.StringIO(newline="")
    sortie = csv.writer(flux, delimiter=";", lineterminator="\r\n")
    sortie.writerow([proteger(x) for x in tete])
    sortie.writerow(_TITRES.values())
    for ligne in devis.lignes:
        sortie.writerow([proteger(x) if i in rangs else x for i, x in enumerate(_champs(ligne))])
    return flux.getvalue().encode("utf-8-sig")


class FigeIllisibleError(ValueError):
    """The file cannot be read as a frozen devis; the message says why."""


def depuis_octets(octets: bytes) -> tuple[DevisFige, tuple[str, ...]]:
    """The frozen devis of a file, and what is wrong with it: rows that cannot be read, a hash that no longer fits."""
    rangees = _rangees(octets)
    tete = [deproteger(x) for x in next(rangees, [])]
    if len(tete) < 2 or tete[0] != _MARQUE:
        raise FigeIllisibleError("la première ligne n’est pas celle d’un devis figé")
    dits = dict(zip(tete[2::2], tete[3::2], strict=False))
    titres = next(rangees, [])
    if manquent := [t for t in _TITRES.values() if t not in titres]:
        raise FigeIllisibleError(f"colonnes absentes : {', '.join(manquent)}")
    doutes: list[str] = []
    lignes: list[LigneFigee] = []
    for numero, rangee in enumerate(rangees, 3):
        if not any(rangee):
            continue
        brut = dict(zip(titres, rangee, strict=False))
        try:
            lignes.append(_ligne(brut))
        except (InvalidOperation, ValueError, KeyError):
            doutes.append(f"ligne {numero} illisible, laissée de côté")
    nom, film, version, date, motif = (
        tete[1],
        *(dits.get(x, "") for x in ("film", "version", "date de version", "motif")),
    )
    devis = DevisFige(nom, film, version, date, motif, tuple(lignes))
    if empreinte(devis) == dits.get("empreinte") and _nombre(devis.total) == dits.get("total HT"):
        return devis, tuple(doutes)
    doutes.insert(0, "le fichier n’est plus celui qui a été figé (son empreinte ne correspond plus)")
    return DevisFige(nom, film, version, date, motif, tuple(lignes), intacte=False), tuple(doutes)


def _rangees(octets: bytes) -> Iterator[list[str]]:
    try:
        texte = octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        texte = octets.decode("cp1252", "replace")  # saved again by a spreadsheet program
    try:
        yield from csv.reader(io.StringIO(texte, newline=""), delimiter=";")
    except csv.Error as faute:
        raise FigeIllisibleError(f"tableau illisible ({faute})") from faute


def _ligne(brut: dict[str, str]) -> LigneFigee:
    valeurs: dict[str, str | int | Decimal] = {}
    for nom, titre in _TITRES.items():
        texte = brut[titre]
        if _GENRES[nom] == "str":
            valeurs[nom] = deproteger(texte)
            continue
        nombre = Decimal(re.sub(r"[\s\u202f\u00a0]", "", texte).replace(",", "."))
        if not nombre.is_finite():
            raise ValueError(texte)
        valeurs[nom] = int(nombre) if _GENRES[nom] == "int" else nombre
    return LigneFigee(**valeurs)  # type: ignore[arg-type]
