"""Render a letter: rows of a block, each with its text at the left, at the right or across; cited values apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha1

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.gabarits import declaration as d
from chargeprod_xl.gabarits.blocs import Rendu
from chargeprod_xl.gabarits.champs_lus import choix
from chargeprod_xl.gabarits.cles import cle_unique, identite
from chargeprod_xl.gabarits.ecritures import ECRITURES
from chargeprod_xl.gabarits.evaluation import montre
from chargeprod_xl.gabarits.lettre import Enumeration, Lettre, Paragraphe, Signature

#: Columns of a letter: what starts at the left margin, what starts at the middle of the page.
TEXTE, DROITE = "texte", "droite"
CITEES = "citees"
#: Name, among the data of a film, of the pictures of its folder.
IMAGES = "_images"
_CITATION = re.compile(r"\{([^{}|]+)(?:\|([^{}|]*))?\}")
#: Longest text between quotes that Excel takes in a formula.
_LITTERAL = 255
#: A row of a spreadsheet has 409 points at most: some 28 lines of a letter.
_TROP_LONG = 2_400
_COLONNES = (d.Colonne(TEXTE, "", "texte", "donnee"), d.Colonne(DROITE, "", "texte", "donnee"))
_COLONNES_CITEES = (
    d.Colonne("citation", "Valeur citée", "texte", "donnee"),
    d.Colonne("valeur", "Valeur", "texte", "calcul"),
    d.Colonne("ecrit", "Telle qu’elle est écrite", "texte", "calcul"),
)


@dataclass
class Citations:
    """Live values that the texts of a sheet cite: each stands once, beside the way it is written."""

    rendu: Rendu
    cles: dict[tuple[str, str], str] = field(default_factory=dict)

    def formule(self, texte: str, modele: str) -> tuple[str | None, str]:
        """The formula of a text that cites values, None for one that cites none; the text as long as it may be.

        ``modele``: the text as the template has it, to say where it stands.
        """
        morceaux: list[str] = []
        mesure, fin = "", 0
        for m in _CITATION.finditer(texte):
            cle, exemple = self._citer(m[1].strip(), (m[2] or "texte").strip(), modele)
            morceaux += [*_litteraux(texte[fin : m.start()]), f"{{{CITEES}.{cle}.ecrit}}"]
            mesure, fin = mesure + texte[fin : m.start()] + exemple, m.end()
        if not morceaux:
            return None, texte
        return "=" + "&".join([*morceaux, *_litteraux(texte[fin:])]), mesure + texte[fin:]

    def _citer(self, nom: str, ecriture: str, modele: str) -> tuple[str, str]:
        if ecriture not in ECRITURES:
            quoi = f"« {montre(modele)} » : on ne sait pas écrire « {ecriture} »"
            self.rendu.fautes.append(Anomalie(self.rendu.ou(modele), quoi, choix(ecriture, ECRITURES)))
            ecriture = "texte"
        cle = self.cles.setdefault((nom, ecriture), identite(f"{nom}_{ecriture}"))
        if modele in self.rendu.reperes:
            self.rendu.origines.setdefault(f"={{{nom}}}", self.rendu.reperes[modele])
        return cle, ECRITURES[ecriture].exemple

    def bloc(self) -> d.Bloc | None:
        """The cited values as a table, under what is printed."""
        if not self.cles:
            return None
        lignes = tuple(
            d.Ligne(
                cle,
                {"citation": nom},
                {"valeur": f"={{{nom}}}", "ecrit": f"={ECRITURES[ecriture].formule}"},
                {"valeur": ECRITURES[ecriture].type},
            )
            for (nom, ecriture), cle in self.cles.items()
        )
        return d.Bloc(CITEES, "Valeurs citées (hors impression)", _COLONNES_CITEES, lignes, imprime=False)


def _litteraux(texte: str) -> Iterator[str]:
    for debut in range(0, len(texte), _LITTERAL):
        yield '"' + texte[debut : debut + _LITTERAL].replace('"', '""') + '"'


@dataclass
class _Page:
    """Rows of a letter, in order."""

    rendu: Rendu
    citations: Citations
    vues: set[str] = field(default_factory=set)
    lignes: list[d.Ligne] = field(default_factory=list)

    def ecrire(self, cle: str, genre: str, style: str = "lettre", **textes: str) -> None:
        """A row with its texts by column."""
        valeurs, formules, mesures = {}, {}, {}
        for colonne, modele in textes.items():
            texte = self.rendu.texte(modele)
            if len(texte) > _TROP_LONG:
                quoi = f"« {texte[:40]}… » : un paragraphe de {len(texte)} signes ne tient pas sur une ligne de tableur"
                self.rendu.fautes.append(Anomalie(self.rendu.ou(modele), quoi, "coupez-le en deux paragraphes"))
            formule, mesures[colonne] = self.citations.formule(texte, modele)
            if formule:
                formules[colonne] = formule
            else:
                valeurs[colonne] = texte
        self.lignes.append(
            d.Ligne(
                cle_unique(cle, self.vues),
                valeurs,
                formules,
                {TEXTE: genre, DROITE: genre},
                dict.fromkeys(formules, "calcul"),
                style=style,
                mesures=mesures,
            )
        )

    def corps(self, element: str | Paragraphe | Enumeration) -> None:
        if isinstance(element, Enumeration):
            for texte in element.liste:
                self.ecrire(_cle(texte), "puce", texte=f"– {texte}")
        elif isinstance(element, Paragraphe):
            self.ecrire(element.id, "paragraphe", texte=element.texte)
        else:
            self.ecrire(_cle(element), "paragraphe", texte=element)

    def signatures(self, signatures: tuple[Signature, ...]) -> None:
        """Two at most on a line; one alone signs at the right."""
        for rang in range(0, len(signatures), 2):
            paire = signatures[rang : rang + 2]
            cotes = dict(zip((TEXTE, DROITE) if len(paire) > 1 else (DROITE,), paire, strict=True))
            debut = "signature_debut"
            for genre in ("fonction", "nom", "mention"):
                textes = {c: getattr(s, genre) for c, s in cotes.items() if getattr(s, genre)}
                if textes:
                    self.ecrire(f"signature{rang}_{genre}", debut, **textes)
                    debut = "signature"
            self.ecrire(f"signature{rang}_place", f"signature_place_{max(s.place for s in paire):g}")


def _cle(texte: str) -> str:
    """Identity of a paragraph, from its words: one added above does not take its place."""
    return f"p_{sha1(texte.encode(), usedforsecurity=False).hexdigest()[:10]}"


def rendre_lettre(lettre: Lettre, rendu: Rendu, ligne_source: int, citations: Citations) -> d.Bloc:
    """A letter as a block of two columns."""
    page = _Page(rendu, citations)
    logo = _logo(lettre, rendu, ligne_source)
    if logo:
        page.ecrire("logo", "logo")
    for rang, texte in enumerate(lettre.expediteur, 1):
        page.ecrire(f"expediteur{rang}", "adresse", texte=texte)
    for rang, texte in enumerate(lettre.destinataire, 1):
        page.ecrire(f"destinataire{rang}", "adresse" if rang > 1 else "adresse_debut", droite=texte)
    if lettre.lieu_et_date:
        page.ecrire("lieu_et_date", "lieu", droite=lettre.lieu_et_date)
    if lettre.objet:
        page.ecrire("objet", "objet", "lettre_objet", texte=lettre.objet)
    for element in lettre.corps:
        page.corps(element)
    page.signatures(lettre.signatures)
    return d.Bloc(lettre.lettre, "", _COLONNES, tuple(page.lignes), ligne_source=ligne_source, lettre=True, logo=logo)


def _logo(lettre: Lettre, rendu: Rendu, ligne_source: int) -> bytes | None:
    """The picture asked for, None when the film's folder has no such file."""
    octets: bytes | None = rendu.donnees.get(IMAGES, {}).get(rendu.texte(lettre.logo))
    if octets is None or est_une_image(octets):
        return octets
    ou = f"{rendu.source}, ligne {ligne_source}, lettre « {lettre.lettre} »"
    quoi = f"« {lettre.logo} » n’est ni une image PNG ni une image JPEG"
    rendu.fautes.append(Anomalie(ou, quoi, "enregistrez le logo dans l’un de ces formats"))
    return None


def est_une_image(octets: bytes) -> bool:
    """True for the two formats that every spreadsheet shows, by their first bytes."""
    return octets.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"))
