"""The devis of a pack as it is now, recomputed: never written, refused in words when it cannot be trusted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.classeurs.classeur_lu import CelluleLue, ClasseurLu
from chargeprod_xl.controles.fichiers import lire_fichiers
from chargeprod_xl.controles.meta import lire_meta
from chargeprod_xl.exports.emplois import fichiers_du_pack
from chargeprod_xl.projet.devis_fige import DevisFige
from chargeprod_xl.recalcul import calculer_lus
from chargeprod_xl.reprise.saisies import Recolte
from chargeprod_xl.versions_devis.cellules import Cellules, classeur_du_devis, nombre, recolte_du_devis
from chargeprod_xl.versions_devis.lignes import lignes_contractuelles, lignes_de_charges, lignes_du_detail

#: The line under the titles of every sheet (``construction.sous_titre``).
_SOUS_TITRE = re.compile(r"(.+) · version (.+) du (\d\d/\d\d/\d{4}) · barèmes")
SCENARIOS = ("A", "B", "C")


@dataclass(frozen=True)
class PackLu:
    """The files of a pack, read once: several scenarios may be computed of them."""

    classeurs: tuple[ClasseurLu, ...]
    devis: ClasseurLu
    recolte: Recolte
    avertissements: tuple[str, ...]


def lire_le_pack(film: Path) -> PackLu:
    """The pack of a film, whose files are left as they are."""
    if film.is_dir() and not (film / "pack").is_dir():
        remede = f"construisez-le d’abord : chargeprod-xl construire {film}"
        raise DonneesRefuseesError([Anomalie(str(film), "ce film n’a pas de pack", remede)])
    lus = lire_fichiers(fichiers_du_pack(film))
    if lus.fautes:
        raise DonneesRefuseesError(lus.fautes)
    devis = classeur_du_devis(lus.classeurs)
    return PackLu(lus.classeurs, devis, recolte_du_devis(devis), lus.avertissements)


def devis_du_pack(pack: PackLu, nom: str, motif: str = "", scenario: str = "") -> tuple[DevisFige, tuple[str, ...]]:
    """Its lines recomputed by both engines, of one scenario if asked, and what to know about them."""
    classeurs = _avec_scenario(pack, scenario) if scenario else pack.classeurs
    calcul = calculer_lus(classeurs)
    rapport = calcul.rapport
    if rapport.fautes:
        raise DonneesRefuseesError(rapport.fautes)
    cellules = Cellules(pack.recolte, calcul, pack.devis.nom)
    simuler = cellules.fixe("choix", "choix", "simuler", "valeur") == "O"
    lignes = (
        *lignes_du_detail(cellules, simuler),
        *lignes_de_charges(cellules),
        *lignes_contractuelles(cellules),
    )
    total = nombre(cellules.fixe("recapitulatif", "total", "general", "total"), 2)
    ecarts = [x.lieu for x in rapport.ecarts if (x.lieu.feuille, x.lieu.cellule) in cellules.lues]
    if ecarts:
        quoi = f"{len(ecarts)} valeurs que les deux moteurs ne trouvent pas pareilles, la première en {ecarts[0]}"
        cellules.fautes[Anomalie(pack.devis.nom, quoi, "lancez chargeprod-xl verifier, et corrigez-les")] = None
    film, version, jour = _de_quel_film(pack.devis)
    devis = DevisFige(nom, film, version, jour, motif, lignes)
    if not cellules.fautes and devis.total != total:
        quoi = f"la somme des lignes ({devis.total}) n’est pas le total général ({total})"
        remede = "voyez « Contrôles devis » : une ligne n’a pas de poste de 1 à 9, ou un total a été retapé"
        cellules.fautes[Anomalie(pack.devis.nom, quoi, remede)] = None
    if cellules.fautes:
        raise DonneesRefuseesError(cellules.fautes)
    douteuses = [x.lieu for x in rapport.non_verifiables if (x.lieu.feuille, x.lieu.cellule) in cellules.lues]
    return devis, (*pack.avertissements, *(f"{lieu} : valeur non vérifiée, prise telle quelle" for lieu in douteuses))


def _de_quel_film(classeur: ClasseurLu) -> tuple[str, str, str]:
    """Title, version and date as the pack says them: the project file may have moved on since."""
    meta = lire_meta(classeur)
    textes = (t[2] for plan in (meta.brut["plans"] if meta else {}).values() for t in plan["textes"])
    for texte in textes:
        trouve = _SOUS_TITRE.match(texte) if isinstance(texte, str) else None
        if trouve:
            return trouve[1], trouve[2], f"{datetime.strptime(trouve[3], '%d/%m/%Y'):%Y-%m-%d}"
    return "", "", ""


def _avec_scenario(pack: PackLu, scenario: str) -> Sequence[ClasseurLu]:
    """The same files in memory, another scenario typed in « Choix du devis »."""
    choix = pack.recolte.feuilles["devis.choix"]
    plan = choix.plan.blocs["choix"]
    ecrite = plan.ligne(plan.rangs["scenario"]), plan.places["valeur"]
    la = choix.axes.ou(ecrite)
    if la is None:
        quoi = "« Scénario compté » est introuvable dans « Choix du devis »"
        raise DonneesRefuseesError([Anomalie(pack.devis.nom, quoi, "annulez la suppression, ou régénérez le pack")])
    feuilles = tuple(
        replace(f, cellules={**f.cellules, la: CelluleLue(scenario)}) if f.nom == choix.nom else f
        for f in pack.devis.feuilles
    )
    return [replace(c, feuilles=feuilles) if c is pack.devis else c for c in pack.classeurs]


__all__ = ["SCENARIOS", "PackLu", "devis_du_pack", "lire_le_pack"]
