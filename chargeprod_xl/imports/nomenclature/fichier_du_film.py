"""``nomenclature.csv`` of the film: ``code;libelle;niveau;source``, written by the import, checked at each build."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.baremes.nomenclature import NIVEAUX, LigneOfficielle, sans_rubrique
from chargeprod_xl.protection import proteger
from chargeprod_xl.tables.colonnes import Colonne, lire_table

FICHIER = "nomenclature.csv"
COLONNES = (
    Colonne("code"),
    Colonne("libelle", titres=("libellé officiel",)),
    Colonne("niveau", requise=False),
    Colonne("source", requise=False),
)
#: A list for which nobody said where it comes from.
SOURCE_NON_DITE = "liste fournie par l’utilisateur"
_LIBELLE_MAX = 200


def ecrire(lignes: Sequence[LigneOfficielle]) -> bytes:
    """Semicolons, UTF-8 with a mark; no label can become a formula."""
    flux = io.StringIO(newline="")
    ecrivain = csv.writer(flux, delimiter=";", lineterminator="\r\n")
    ecrivain.writerow([c.nom for c in COLONNES])
    for x in lignes:
        ecrivain.writerow([x.code, proteger(x.libelle), x.niveau, proteger(x.source)])
    return flux.getvalue().encode("utf-8-sig")


def faute_de_code(code: str) -> tuple[str, str] | None:
    """Why a code is none of a devis, and what to do."""
    if not (code.isascii() and code.isdigit()) or len(code) not in NIVEAUX:
        return f"code « {code} »", "un code a de 1 à 5 chiffres : corrigez-le, ou ôtez la ligne"
    if code[0] == "0":
        return f"code « {code} » : aucun poste 0", "les postes vont de 1 à 9 : corrigez-le, ou ôtez la ligne"
    return None


def faute_de_libelle(code: str, libelle: str) -> tuple[str, str] | None:
    """Why a label cannot be shown."""
    if not libelle:
        return f"code {code} sans libellé", "complétez-le, ou ôtez la ligne"
    if len(libelle) > _LIBELLE_MAX:
        return f"libellé de {code} : {len(libelle)} signes", f"gardez-en {_LIBELLE_MAX} au plus"
    return None


def fautes_de_la_liste(nom: str, forme: str, lignes: Sequence[LigneOfficielle]) -> Iterator[Anomalie]:
    """Lines that no rubrique totals."""
    for x in sans_rubrique(forme, lignes):
        quoi = f"code {x.code} : la rubrique {x.code[:2]} n’est ni dans cette liste ni dans la nôtre"
        yield Anomalie(nom, quoi, f"ajoutez une ligne {x.code[:2]} avec son libellé, ou corrigez le code")


def lire_nomenclature(chemin: Path, forme: str) -> tuple[tuple[LigneOfficielle, ...], list[Anomalie]]:
    """The list of the film, or every fault with its line."""
    rangees, fautes = lire_table(chemin, COLONNES)
    if fautes:
        return (), fautes
    lues: dict[str, LigneOfficielle] = {}
    for rangee in rangees:
        code, libelle, source = (rangee.valeurs[c] for c in ("code", "libelle", "source"))
        faute = faute_de_code(code) or faute_de_libelle(code, libelle)
        if faute is None and code in lues:
            faute = (f"code {code} donné deux fois", "gardez une seule ligne")
        if faute is not None:
            fautes.append(Anomalie(rangee.ou, *faute))
            continue
        lues[code] = LigneOfficielle(code, libelle, source or SOURCE_NON_DITE)
    if not lues and not fautes:
        fautes.append(Anomalie(chemin.name, "aucune ligne", "reprenez la liste par « importer nomenclature »"))
    fautes += fautes_de_la_liste(chemin.name, forme, tuple(lues.values()))
    return (() if fautes else tuple(lues.values())), fautes
