"""The input files of a film, read by the columns that the workbooks declare."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.gabarits.entrees import EXTENSIONS, ColonneEntree, Entree
from chargeprod_xl.projet.film import EntreeLue
from chargeprod_xl.tables.cellules import DATE, ENTIER, EUROS, NOMBRE, OUI_NON, PART, TEXTE, Genre, parmi
from chargeprod_xl.tables.colonnes import Colonne, lire_table

GENRES: Mapping[str, Genre] = {
    "texte": TEXTE,
    "code": TEXTE,
    "date": DATE,
    "entier": ENTIER,
    "nombre": NOMBRE,
    "quantite": NOMBRE,
    "euro": EUROS,
    "euros_cents": EUROS,
    "montant": EUROS,
    "pourcent": PART,
    "pourcent2": PART,
    "oui_non": OUI_NON,
}


def _colonne(nom: str, declaree: ColonneEntree) -> Colonne:
    genre = parmi(*declaree.liste) if declaree.liste else GENRES[declaree.type]
    return Colonne(nom, genre, declaree.titres, requise=declaree.obligatoire, remplie=declaree.obligatoire)


def lire_entree(dossier: Path, entree: Entree) -> tuple[EntreeLue, list[Anomalie]]:
    """The rows of the file, whichever kind of table it is; none when the film has no such file."""
    voulu = dossier / entree.fichier
    presents = [p for x in EXTENSIONS if (p := voulu.with_suffix(x)).is_file()]
    vide = EntreeLue(entree.cle, tuple(entree.colonnes))
    if len(presents) > 1:
        quoi = f"deux fichiers pour une entrée : {', '.join(p.name for p in presents)}"
        return vide, [Anomalie(presents[0].name, quoi, "gardez-en un seul dans le dossier")]
    if not presents:
        return vide, []
    colonnes = [_colonne(nom, c) for nom, c in entree.colonnes.items()]
    # The key tells the rows apart: a file without it is another file.
    colonnes = [Colonne(c.nom, c.genre, c.titres, c.requise or c.nom == entree.cle, c.remplie) for c in colonnes]
    rangees, fautes = lire_table(presents[0], colonnes)
    return EntreeLue(entree.cle, tuple(entree.colonnes), tuple(r.valeurs for r in rangees)), fautes
