"""A sheet for each row of a data source, the names they bear in a file, and the tables that list them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.gabarits import declaration as d
from chargeprod_xl.gabarits import modele as m
from chargeprod_xl.gabarits.blocs import Donnees, Rendu, colonnes_de
from chargeprod_xl.gabarits.cles import feuille_du_programme, identite

_INTERDITS = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
_LONGUEUR = 31
#: Names that Excel keeps for itself.
_D_EXCEL = ("history", "historique")


@dataclass(frozen=True)
class Exemplaire:
    """One sheet of a template: its identity, its name, the data it is rendered with, the row it is for."""

    id: str
    nom: str
    donnees: Donnees
    par: tuple[str, Mapping[str, Any]] | None = None


def exemplaires(feuille: m.Feuille, ident: str, rendu: Rendu) -> list[Exemplaire]:
    """The sheets that a template makes: one, or one a row, known by the key of the row and never by its rank."""
    if feuille.pour is None or feuille.dans is None or feuille.cle is None:
        return [Exemplaire(ident, feuille.feuille, rendu.donnees)] if rendu.si(feuille.si) else []
    # What does not depend on the row is asked first: the source itself may be missing then.
    if not _parle_de(feuille.pour, feuille.si) and not rendu.si(feuille.si):
        return []
    vues: dict[str, str] = {}
    sortie = []
    for ligne in rendu.source_de(feuille.dans):
        if not rendu.retient(feuille.si, **{feuille.pour: ligne}):
            continue
        cle = str(ligne.get(feuille.cle, "") or "")
        if not cle or identite(cle) in vues:
            rendu.fautes.append(_sans_identite(feuille, rendu, cle, ligne))
            continue
        vues[identite(cle)] = cle
        donnees = {**rendu.donnees, feuille.pour: ligne}
        nom = rendu.texte(feuille.feuille, **{feuille.pour: ligne})
        sortie.append(Exemplaire(f"{ident}.{identite(cle)}", nom_possible(nom, cle), donnees, (feuille.pour, ligne)))
    return sortie


def _parle_de(ligne: str, texte: str | None) -> bool:
    return re.search(rf"\b{ligne}\b", texte or "") is not None


def _sans_identite(feuille: m.Feuille, rendu: Rendu, cle: str, ligne: Mapping[str, Any]) -> Anomalie:
    ou = rendu.ou(str(feuille.dans))
    if cle:
        quoi = f"deux lignes de « {feuille.dans} » ont la clé « {cle} » : on ne saurait pas quelle feuille est laquelle"
        return Anomalie(ou, quoi, "donnez une clé propre à chaque ligne, ou choisissez une autre « cle »")
    quoi = f"une ligne de « {feuille.dans} » n’a pas de « {feuille.cle} » : sa feuille n’aurait pas d’identité"
    return Anomalie(ou, quoi, f"choisissez « cle » parmi {', '.join(map(str, ligne))}")


def nom_possible(nom: str, cle: str) -> str:
    """A name that Excel takes: no forbidden sign, 31 signs at most, cut between two words where it can be."""
    propre = " ".join(_INTERDITS.sub(" ", nom).replace("'", "’").split()).strip("’ ") or cle
    if len(propre) <= _LONGUEUR:
        return propre
    coupe = propre[:_LONGUEUR]
    mots = coupe.rpartition(" ")[0]
    return (mots if propre[_LONGUEUR] != " " and len(mots) > _LONGUEUR // 2 else coupe).rstrip(" ’,;–-")


def nommer(classeurs: Sequence[d.Classeur]) -> tuple[d.Classeur, ...]:
    """Sheets of rows whose name is taken, by any sheet of the pack, bear the next free one: « Léa », « Léa (2) »."""
    pris = {*_D_EXCEL, *_du_programme(classeurs)}
    pris |= {f.nom.casefold() for c in classeurs for f in c.feuilles if f.par is None}
    return tuple(replace(c, feuilles=tuple(_nommee(f, pris) for f in c.feuilles)) for c in classeurs)


def _nommee(feuille: d.Feuille, pris: set[str]) -> d.Feuille:
    if feuille.par is None:
        return feuille
    nom, rang = feuille.nom, 1
    while nom.casefold() in pris:
        rang += 1
        suffixe = f" ({rang})"
        nom = feuille.nom[: _LONGUEUR - len(suffixe)].rstrip() + suffixe
    pris.add(nom.casefold())
    return feuille if nom == feuille.nom else replace(feuille, nom=nom)


def _du_programme(classeurs: Sequence[d.Classeur]) -> Iterator[str]:
    """Names of the sheets that the program adds to each workbook."""
    yield from ("contrôles", "_styles", "_meta pack")
    for classeur in classeurs:
        yield f"_meta {classeur.id}".casefold()
        for genre in ("Contrôles", "Sorties", "Liens"):
            yield feuille_du_programme(genre, classeur.titre).casefold()


@dataclass(frozen=True)
class IndexEnAttente:
    """An index whose sheets are not all rendered and named yet."""

    index: m.Index
    rendu: Rendu
    ligne_source: int


#: Indexes to make, by workbook, sheet and block.
Attendus = Mapping[tuple[str, str, str], IndexEnAttente]


def completer_index(classeur: d.Classeur, attendus: Attendus) -> d.Classeur:
    """``classeur`` with its indexes made, in the place of the blocks that hold it."""
    return replace(classeur, feuilles=tuple(_complete(classeur, f, attendus) for f in classeur.feuilles))


def _complete(classeur: d.Classeur, feuille: d.Feuille, attendus: Attendus) -> d.Feuille:
    blocs: list[d.Bloc | d.BlocTexte | d.BlocGraphique] = []
    for bloc in feuille.blocs:
        cle = (classeur.id, feuille.id, bloc.id) if isinstance(bloc, d.Bloc) else ("", "", "")
        blocs.append(_rendre(classeur, attendus[cle]) if cle in attendus else bloc)
    return replace(feuille, blocs=tuple(blocs))


def place_tenue(index: m.Index, ligne_source: int) -> d.Bloc:
    """A block that holds the place of an index."""
    return d.Bloc(index.index, "", (), (), ligne_source=ligne_source)


def _rendre(classeur: d.Classeur, attendu: IndexEnAttente) -> d.Bloc:
    index, rendu = attendu.index, attendu.rendu
    siennes = [f for f in classeur.feuilles if f.par is not None and f.id.startswith(f"{index.de}.")]
    _verifier(classeur, attendu, siennes)
    lien = d.Colonne("feuille", index.titre_feuille, "texte", "donnee", largeur=index.largeur)
    colonnes = tuple(c for col in index.colonnes for c in colonnes_de(_calculee(col), rendu))
    lignes = [_ligne(index, f, rendu) for f in siennes]
    if not lignes:
        lignes = [d.Ligne("aucune", {"feuille": "aucune feuille pour l’instant"}, roles=_sans_formule(colonnes))]
    return d.Bloc(
        index.index,
        rendu.texte(index.titre),
        (lien, *colonnes),
        tuple(lignes),
        total=index.total,
        ligne_source=attendu.ligne_source,
    )


def _sans_formule(colonnes: Sequence[d.Colonne]) -> dict[str, d.Role]:
    return {c.id: "donnee" for c in colonnes}


def _prend_un_champ(col: m.ColonneIndex) -> bool:
    return not (col.formule or col.valeur or col.saisie)


def _calculee(col: m.ColonneIndex) -> m.ColonneIndex:
    """A column that takes a field, or whose formula may speak of the row, is calculated by a formula of each row."""
    return col.model_copy(update={"formule": "=0"}) if _prend_un_champ(col) or _par_feuille(col) else col


def _par_feuille(col: m.ColonneIndex) -> bool:
    return bool(col.formule) and "{{" in str(col.formule)


def _ligne(index: m.Index, feuille: d.Feuille, rendu: Rendu) -> d.Ligne:
    assert feuille.par
    pour, element = feuille.par
    local = {pour: element}
    valeurs: dict[str, Any] = {"feuille": {"texte": feuille.nom, "feuille": feuille.nom}}
    formules: dict[str, str] = {}
    for col in index.colonnes:
        if _prend_un_champ(col):
            formules[col.id] = f"={{{feuille.id}.{col.champ or col.id}}}"
        elif col.valeur is not None:
            valeurs[col.id] = rendu.contenu(col.valeur, **local)
        elif _par_feuille(col):
            formules[col.id] = rendu.formule(str(col.formule), **local)
    return d.Ligne(feuille.id.rpartition(".")[2], valeurs, formules)


def _verifier(classeur: d.Classeur, attendu: IndexEnAttente, siennes: Sequence[d.Feuille]) -> None:
    """One fault for a field that no sheet has, however many sheets there are."""
    index, rendu = attendu.index, attendu.rendu
    ou = f"{rendu.source}, ligne {attendu.ligne_source}, index « {index.index} »"
    if not siennes:
        par_ligne = sorted({f.id.partition(".")[0] for f in classeur.feuilles if f.par is not None})
        if any(f.id == index.de for f in classeur.feuilles):
            quoi = f"la feuille « {index.de} » n’est pas faite par ligne"
            rendu.fautes.append(Anomalie(ou, quoi, f"choisissez « de » parmi {', '.join(par_ligne) or 'aucune'}"))
        return
    connus = [x.cle for b in siennes[0].blocs if isinstance(b, d.Bloc) and b.est_champs for x in b.lignes]
    for col in index.colonnes:
        champ = col.champ or col.id
        if _prend_un_champ(col) and "." not in champ and champ not in connus:
            quoi = f"« {champ} » n’est pas un champ de la feuille « {index.de} »"
            rendu.fautes.append(Anomalie(ou, quoi, f"choisissez parmi {', '.join(connus)}"))
