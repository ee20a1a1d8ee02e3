"""A reader's own form filled by code, as a copy, with its reconciliation beside."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.classeurs.archive import ouvrir
from chargeprod_xl.classeurs.classeur_lu import Position
from chargeprod_xl.classeurs.lecture import lire_classeur
from chargeprod_xl.exports.devis.donnees import Devis
from chargeprod_xl.exports.devis.envoi import Demande, destination, poser, preparer, refuser_d_ecraser, version_en_nom
from chargeprod_xl.exports.devis.formulaire import Atome, Pose, Rapproche, atomes, repartir
from chargeprod_xl.exports.devis.formulaire_feuille import Choix, Reperage, reperer
from chargeprod_xl.exports.devis.formulaire_xml import calculer_si_possible, remplir_archive
from chargeprod_xl.exports.devis.masque import masquer
from chargeprod_xl.exports.devis.modele import Formulaire
from chargeprod_xl.exports.devis.plan import mettre_en_ordre
from chargeprod_xl.liens.formules import adresse
from chargeprod_xl.recalcul import remplacer_tous

Progres = Callable[[str], None]
_SUFFIXES = {".xlsx", ".xlsm"}
_TITRES = ("Résultat", "Code", "Libellé", "Montant HT", "Cellule", "Remarque")


@dataclass(frozen=True)
class FormulaireRempli:
    """What was written, and how it holds against the devis."""

    fichier: Path
    rapprochement: Path
    feuille: str
    pose: float
    total: float
    ecart: float
    cases: int
    masque: bool
    rouges: int
    lignes: tuple[Rapproche, ...]
    avertissements: tuple[str, ...]


def _atomes(devis: Devis, masque: bool, avertissements: list[str]) -> list[Atome]:
    postes = mettre_en_ordre(devis)
    if masque:
        avertissements += masquer(postes, ("montant", "etranger"))
    return atomes(postes, devis)


def _placer(r: Reperage, poses: Sequence[Pose]) -> tuple[dict[Position, float], list[Rapproche]]:
    """The number of each cell; a formula is kept, and said."""
    nombres: dict[Position, float] = {}
    lignes: list[Rapproche] = []
    for pose in poses:
        valeurs = {"montant": pose.montant, "etranger": pose.etranger, "france": round(pose.montant - pose.etranger, 2)}
        rangs = r.ligne(pose.code)
        montant = r.colonnes.get("montant", next(iter(r.colonnes.values())))
        libres = [n for n in rangs if not r.est_formule(r.cellule(n, montant))]
        libelle = pose.atomes[0].libelle if len(pose.atomes) == 1 else f"{len(pose.atomes)} lignes du devis"
        if not libres:
            ou = adresse(*r.cellule(rangs[0], montant))
            lignes.append(
                Rapproche("formule gardée", pose.code, libelle, pose.montant, ou, "une formule est dans la case")
            )
            continue
        gardees = []
        for nom, colonne in r.colonnes.items():
            ou_pose = r.cellule(libres[0], colonne)
            if r.est_formule(ou_pose):
                gardees.append(adresse(*ou_pose))
            else:
                nombres[ou_pose] = valeurs[nom]
        remarques = [f"formule gardée en {', '.join(gardees)}"] if gardees else []
        if len(libres) > 1:
            remarques.append(f"code écrit {len(rangs)} fois : tout est sur la première ligne")
        ici = adresse(*r.cellule(libres[0], montant))
        lignes.append(Rapproche("posé", pose.code, libelle, pose.montant, ici, " ; ".join(remarques)))
    return nombres, lignes


def _vides(r: Reperage, lignes: Sequence[Rapproche]) -> list[Rapproche]:
    """Codes of the form that receive nothing."""
    dits = {x.code for x in lignes}
    montant = r.colonnes.get("montant", next(iter(r.colonnes.values())))
    sortie = []
    for code, rangs in r.lignes.items():
        ou = r.cellule(rangs[0], montant)
        if code not in dits and not r.est_formule(ou):
            sortie.append(Rapproche("laissé vide", code, _texte(r, rangs[0]), None, adresse(*ou)))
    return sortie


def _texte(r: Reperage, ligne: int) -> str:
    """What the form calls a code: the first text at its right."""
    cellules = sorted(r.feuille.cellules.items())
    textes = (c.valeur for (lg, col), c in cellules if lg == ligne and col > r.codes)
    return next((t for t in textes if isinstance(t, str)), "")


def _en_csv(lignes: Sequence[Rapproche], pose: float, total: float) -> bytes:
    def nombre(x: float | None) -> str:
        return "" if x is None else f"{x:.2f}".replace(".", ",")

    def sur(texte: str) -> str:
        return f"'{texte}" if texte.startswith(("=", "+", "-", "@")) else texte

    flux = io.StringIO(newline="")
    feuille = csv.writer(flux, delimiter=";", lineterminator="\r\n")
    feuille.writerow(_TITRES)
    for x in lignes:
        feuille.writerow([x.sort, x.code, sur(x.libelle), nombre(x.montant), x.cellule, sur(x.remarque)])
    feuille.writerow(["Total posé", "", "", nombre(pose), "", ""])
    feuille.writerow(["Total HT du devis", "", "", nombre(total), "", ""])
    feuille.writerow(["Écart", "", "", nombre(round(total - pose, 2)), "", ""])
    return flux.getvalue().encode("utf-8-sig")


def _remplir(
    formulaire: Path, a_placer: Sequence[Atome], choix: Choix, mots: Formulaire
) -> tuple[bytes, str, list[Rapproche]]:
    if formulaire.suffix.lower() not in _SUFFIXES:
        quoi, remede = f"« {formulaire.name} » n’est pas un classeur .xlsx", "enregistrez-le au format .xlsx"
        raise DonneesRefuseesError([Anomalie("--formulaire", quoi, remede)])
    classeur, fautes = lire_classeur(formulaire)
    if classeur is None:
        raise DonneesRefuseesError(fautes)
    with ouvrir(formulaire) as archive:
        reperage = reperer(classeur, archive, choix, {a.code for a in a_placer if a.code}, mots)
    poses, perdus = repartir(a_placer, list(reperage.lignes), reperage.libelles)
    nombres, lignes = _placer(reperage, poses)
    lignes = [*lignes, *perdus]
    lignes += _vides(reperage, lignes)
    parties = {f.partie.lower() for f in classeur.feuilles}
    octets = remplir_archive(formulaire, reperage.feuille.partie, parties, nombres)
    return calculer_si_possible(octets, formulaire.name), reperage.feuille.nom, lignes


def remplir_le_formulaire(
    demande: Demande, formulaire: Path, choix: Choix, progres: Progres = lambda _: None
) -> FormulaireRempli:
    """A filled copy of the form and its reconciliation; the original is only read."""
    envois, lecteur, devis = preparer(demande, progres)
    devis.pack.conclure()
    masque = lecteur.masquer_salaires if demande.masquer is None else demande.masquer
    avertissements: list[str] = []
    a_placer = _atomes(devis, masque, avertissements)
    suffixe = formulaire.suffix.lower()
    nom = f"{formulaire.stem}-rempli-v{version_en_nom(devis.film.version)}{suffixe}"
    fichier = destination(demande.chemin, demande.vers, nom, suffixe)
    if fichier.resolve() == formulaire.resolve():
        quoi = "la copie remplie aurait le nom du formulaire lui-même"
        raise DonneesRefuseesError([Anomalie("--vers", quoi, "donnez un autre nom : l’original n’est jamais écrit")])
    progres("Remplissage du formulaire")
    octets, feuille, lignes = _remplir(formulaire, a_placer, choix, envois.formulaire)
    pose = round(sum(x.montant or 0.0 for x in lignes if x.sort == "posé"), 2)
    rapprochement = fichier.with_name(f"{fichier.stem}-rapprochement.csv")
    tableau = _en_csv(lignes, pose, devis.general.total)
    if not refuser_d_ecraser(fichier, octets, demande.remplacer):
        if demande.vers is None:
            fichier.parent.mkdir(exist_ok=True)
        if fautes := remplacer_tous({fichier: octets, rapprochement: tableau}):
            raise DonneesRefuseesError(fautes)
    elif not rapprochement.exists():
        poser(rapprochement, tableau)
    return FormulaireRempli(
        fichier,
        rapprochement,
        feuille,
        pose,
        devis.general.total,
        round(devis.general.total - pose, 2),
        sum(x.sort == "posé" for x in lignes),
        masque,
        devis.rouges,
        tuple(lignes),
        (*devis.pack.avertissements, *avertissements),
    )
