"""Reasons typed in a former comparison: found again by identity of the line, then by code and name; none is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.classeurs.lecture import lire_classeur
from chargeprod_xl.controles.meta import lire_meta
from chargeprod_xl.liens.plan import canonique
from chargeprod_xl.reprise.recolte import recolter
from chargeprod_xl.reprise.saisies import Recolte, TableLue
from chargeprod_xl.versions_devis.appariement import Paire, code_et_nom

_LIGNES, _PERDUS = "comparatif.lignes", "comparatif.perdus"
_COLONNES = ("identite", "code_et_nom", "libelle", "motif")


@dataclass(frozen=True)
class Motif:
    """A reason, and the line it was written for."""

    cle: str
    code_et_nom: str
    libelle: str
    texte: str


@dataclass(frozen=True)
class Ancien:
    """A former comparison. ``autre``: it holds more than reasons, which a new one would not have."""

    motifs: tuple[Motif, ...] = ()
    autre: bool = False


def lire_ancien(fichier: Path) -> Ancien:
    """What people typed in the comparison that stands there; a file that is no comparison is refused."""
    if not fichier.exists():
        return Ancien()
    classeur, fautes = lire_classeur(fichier)
    if classeur is None:
        raise DonneesRefuseesError(fautes)
    meta = lire_meta(classeur)
    if meta is None or not any(p["id"] == _LIGNES for p in meta.brut.get("plans", {}).values()):
        quoi = "ce fichier n’est pas un comparatif : il serait remplacé"
        raise DonneesRefuseesError([Anomalie(str(fichier), quoi, "donnez un autre nom à --vers")])
    recolte, fautes = recolter([classeur])
    if recolte is None:
        raise DonneesRefuseesError(fautes)
    table = recolte.table(_LIGNES, "lignes")
    if table is None:
        quoi = "le tableau « Lignes » de ce comparatif est introuvable : ses motifs seraient perdus"
        raise DonneesRefuseesError([Anomalie(str(fichier), quoi, "donnez un autre nom à --vers")])
    return Ancien((*_de_la_table(table), *_deja_perdus(recolte)), _autre_chose(recolte, table))


def _de_la_table(table: TableLue) -> Iterator[Motif]:
    for ligne in table.lignes:
        lus = {c: str(t.valeur).strip() for c, t in ligne.cellules.items() if t.valeur is not None}
        if texte := lus.get("motif", ""):
            code, nom, libelle = lus.get("code", ""), lus.get("nom", ""), lus.get("libelle", "")
            titre = " ".join(x for x in (code, libelle, nom) if x)
            yield Motif(ligne.id, f"{code}|{(nom or libelle).casefold()}", titre, texte)


def _deja_perdus(recolte: Recolte) -> Iterator[Motif]:
    feuille = recolte.feuilles.get(_PERDUS)
    plan = feuille.plan.blocs.get("perdus") if feuille else None
    for cle in plan.cles if feuille and plan else ():
        lus = [feuille.fixes.get(("perdus", cle, c)) for c in _COLONNES] if feuille else []
        identite, nom, libelle, texte = (str(x.valeur or "") if x else "" for x in lus)
        if texte:
            yield Motif(identite, nom, libelle, texte)


def _autre_chose(recolte: Recolte, table: TableLue) -> bool:
    """Notes, sheets, colours, cells beside, rows and columns added, figures typed over."""
    if recolte.propres or table.ajoutees:
        return True
    if any(f.libres or f.notes or f.fonds or f.inserees or f.ecrasees for f in recolte.feuilles.values()):
        return True
    for ligne in table.lignes:
        graines: Any = table.graines.get(ligne.id)
        if graines is None:
            return True
        if any(c != "motif" and canonique(t.valeur) != graines.get(c) for c, t in ligne.cellules.items()):
            return True
    return False


def rendre(motifs: tuple[Motif, ...], paires: tuple[Paire, ...]) -> tuple[dict[str, str], list[Motif]]:
    """The reason of each line now compared, by its key, and those whose line is no more."""
    par_cle = {p.cle: p.cle for p in paires} | {
        x.identite: p.cle for p in paires for x in (p.avant, p.apres) if x and x.identite
    }
    par_nom: dict[str, str] = {}
    for p in paires:
        for x in (p.avant, p.apres):
            if x:
                par_nom.setdefault(code_et_nom(x), p.cle)
    trouves: dict[str, str] = {}
    perdus: list[Motif] = []
    for motif in motifs:
        cle = par_cle.get(motif.cle) or par_nom.get(motif.code_et_nom)
        if cle is None:
            perdus.append(motif)
        elif cle not in trouves:
            trouves[cle] = motif.texte
        elif motif.texte not in trouves[cle].split(" ; "):
            trouves[cle] += f" ; {motif.texte}"
    return trouves, perdus
