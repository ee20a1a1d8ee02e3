"""The export to payroll: rows chosen, put through the mapping, written at once or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.exports.champs import CHAMPS
from chargeprod_xl.exports.correspondance import Colonne, Correspondance, lire_correspondance
from chargeprod_xl.exports.ecrits import ecrire, en_octets
from chargeprod_xl.exports.emplois import Emploi, fichiers_du_pack, lire_emplois
from chargeprod_xl.gabarits.dossier import dossier_gabarits
from chargeprod_xl.recalcul import remplacer_tous


@dataclass(frozen=True)
class Export:
    """What was written, and what was left out."""

    fichier: Path
    lignes: int
    brut: Decimal
    auteurs: int
    sans_salaire: int
    autres_mois: int
    avertissements: tuple[str, ...] = ()


def correspondance_livree() -> Path:
    """The commented mapping that comes with the program."""
    return dossier_gabarits() / "exports" / "paie.yaml"


def copier_le_modele(vers: Path) -> None:
    """A copy of it to adapt; nothing is overwritten."""
    if vers.exists():
        raise DonneesRefuseesError([Anomalie(str(vers), "ce fichier existe", "donnez un autre nom")])
    _poser(vers, correspondance_livree().read_bytes())


def lire_mois(texte: str) -> date:
    """« 2027-04 »."""
    trouve = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", texte)
    if trouve is None or trouve[1] == "0000":
        raise DonneesRefuseesError([Anomalie("--mois", f"« {texte} » n’est pas un mois", "écrivez-le ainsi : 2027-04")])
    return date(int(trouve[1]), int(trouve[2]), 1)


def _du_mois(emploi: Emploi, mois: date | None) -> bool:
    sien = emploi.champs["mois"]
    return mois is None or (isinstance(sien, date) and sien.replace(day=1) == mois)


def _champ(emploi: Emploi, colonne: Colonne, c: Correspondance) -> str:
    """A field of the file; ``KeyError`` when the code table does not know the value."""
    if colonne.champ is None:
        return ecrire(colonne.texte, "texte", c.format)
    champ, valeur = CHAMPS[colonne.champ], emploi.champs[colonne.champ]
    texte = ecrire(valeur, champ.genre, c.format, colonne.decimales)
    if colonne.table is None or valeur is None:
        return texte
    return ecrire(c.tables[colonne.table][valeur if isinstance(valeur, str) else texte], "code", c.format)


def mettre_en_lignes(emplois: Sequence[Emploi], c: Correspondance) -> list[list[str]]:
    """The fields of the file, titles first; every value without a code is a fault."""
    fautes: dict[Anomalie, None] = {}
    lignes = [[colonne.titre for colonne in c.colonnes]] if c.format.titres else []
    for emploi in emplois:
        champs = []
        for colonne in c.colonnes:
            try:
                champs.append(_champ(emploi, colonne, c))
            except KeyError as inconnu:
                quoi = f"« {inconnu.args[0]} » n’a pas de code dans la table « {colonne.table} » ({colonne.titre})"
                fautes[Anomalie(emploi.ou, quoi, "ajoutez ce code à la table de la correspondance")] = None
        lignes.append(champs)
    if fautes:
        raise DonneesRefuseesError(fautes)
    return lignes


def _choisir(emplois: list[Emploi], c: Correspondance, mois: date | None) -> tuple[list[Emploi], dict[str, int]]:
    """Rows that leave, and how many do not, by reason."""
    ecartes = dict.fromkeys(("autres_mois", "sans_salaire", "auteurs"), 0)
    gardes = []
    for emploi in emplois:
        if emploi.champs["personne"] is None and not emploi.champs["brut"]:
            continue  # a row ready to be typed in
        if not _du_mois(emploi, mois):
            ecartes["autres_mois"] += 1
        elif not c.lignes.sans_salaire and not emploi.champs["brut"]:
            ecartes["sans_salaire"] += 1
        elif not c.lignes.auteurs and emploi.champs["profil"] == "auteur":
            ecartes["auteurs"] += 1
        else:
            gardes.append(emploi)
    return gardes, ecartes


def _octets(lignes: list[list[str]], c: Correspondance) -> bytes:
    try:
        return en_octets(lignes, c.format)
    except UnicodeEncodeError as faute:
        quoi = f"le signe « {faute.object[faute.start : faute.end]} » n’existe pas en {c.format.encodage}"
        remede = "choisissez « utf-8 avec BOM », ou retirez ce signe des noms"
        raise DonneesRefuseesError([Anomalie("format › encodage", quoi, remede)]) from faute


def _poser(fichier: Path, octets: bytes) -> None:
    """The whole file or the former one."""
    if fautes := remplacer_tous({fichier: octets}):
        raise DonneesRefuseesError(fautes)


def _destination(chemin: Path, vers: Path | None, mois: date | None) -> Path:
    if vers is None:
        dossier = chemin if (chemin / "pack").is_dir() else chemin.resolve().parent
        return dossier / (f"paie {mois:%Y-%m}.csv" if mois else "paie.csv")
    if vers.suffix.lower() not in {".csv", ".txt"}:
        raise DonneesRefuseesError(
            [Anomalie("--vers", f"« {vers} » n’est pas un fichier .csv", "donnez un nom en .csv")]
        )
    if not vers.resolve().parent.is_dir():
        raise DonneesRefuseesError([Anomalie("--vers", f"le dossier de « {vers} » n’existe pas", "créez-le d’abord")])
    return vers


def exporter(
    chemin: Path,
    vers: Path | None = None,
    correspondance: Path | None = None,
    mois: str | None = None,
    progres: Callable[[str], None] = lambda _: None,
) -> Export:
    """Write the rows of « Emplois » for the payroll firm; whatever is wrong, nothing is written."""
    choisi = lire_mois(mois) if mois is not None else None
    fichier = _destination(chemin, vers, choisi)
    c = lire_correspondance(correspondance or correspondance_livree())
    chemins = fichiers_du_pack(chemin)
    progres("Recalcul par deux moteurs")
    emplois, avertissements = lire_emplois(chemins)
    gardes, ecartes = _choisir(emplois, c, choisi)
    if not gardes:
        quand = f" en {choisi:%m/%Y}" if choisi else ""
        raise DonneesRefuseesError([Anomalie("Emplois", f"aucune ligne à exporter{quand}", "vérifiez le mois demandé")])
    octets = _octets(mettre_en_lignes(gardes, c), c)
    _poser(fichier, octets)
    brut = sum((x for e in gardes if isinstance(x := e.champs["brut"], Decimal)), Decimal(0))
    return Export(fichier, len(gardes), brut.quantize(Decimal("0.01")), **ecartes, avertissements=avertissements)
