"""Send the devis: read the pack, make the reader's file, put it beside the film, then on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.exports.devis.classeur import fabriquer
from chargeprod_xl.exports.devis.donnees import Devis, lire_devis
from chargeprod_xl.exports.devis.lecture import lire_pack
from chargeprod_xl.exports.devis.modele import Envois, Lecteur, choisir, lire_envois
from chargeprod_xl.exports.emplois import fichiers_du_pack
from chargeprod_xl.gabarits.dossier import dossier_gabarits
from chargeprod_xl.recalcul import remplacer_tous
from chargeprod_xl.recalcul.libreoffice import ArbitreError, LibreOffice, soffice
from chargeprod_xl.sauvegarde.lieux import MANIFESTE

Progres = Callable[[str], None]
DOSSIER = "envois"
SANS_LIBREOFFICE = (
    "LibreOffice n’est pas installé, le PDF n’a pas été fait : ouvrez le classeur dans Excel, Fichier › Exporter › "
    "Créer un PDF, options : classeur entier"
)


@dataclass(frozen=True)
class Demande:
    """What the person asked for. ``masquer``: None leaves it to the reader's file."""

    chemin: Path
    pour: str | None
    territoire: str = ""
    vers: Path | None = None
    masquer: bool | None = None
    toutes: bool = False
    pdf: bool = True
    remplacer: bool = False
    correspondance: Path | None = None


@dataclass(frozen=True)
class Envoi:
    """What was written."""

    fichier: Path
    pdf: Path | None
    etat: Literal["écrit", "inchangé"]
    pour: str
    masque: bool
    total: float
    lignes: int
    rouges: int
    avertissements: tuple[str, ...]


def envois_livres() -> Path:
    """The commented file that comes with the program."""
    return dossier_gabarits() / "exports" / "devis.yaml"


def copier_le_modele(vers: Path) -> None:
    """A copy of it to adapt; nothing is overwritten."""
    if vers.exists():
        raise DonneesRefuseesError([Anomalie(str(vers), "ce fichier existe", "donnez un autre nom")])
    poser(vers, envois_livres().read_bytes())


def poser(fichier: Path, octets: bytes) -> None:
    """The whole file or the former one."""
    if fautes := remplacer_tous({fichier: octets}):
        raise DonneesRefuseesError(fautes)


def dossier_du_film(chemin: Path) -> Path:
    """The folder that holds the pack, never the pack itself."""
    dossier = chemin if (chemin / "pack").is_dir() else chemin.resolve().parent
    return dossier.parent if (dossier / MANIFESTE).is_file() else dossier


def destination(chemin: Path, vers: Path | None, nom: str, suffixe: str = ".xlsx") -> Path:
    """Where the file goes; « envois » is made when it is needed, any other folder must exist."""
    if vers is None:
        return dossier_du_film(chemin) / DOSSIER / nom
    if vers.suffix.lower() != suffixe:
        remede = f"donnez un nom en {suffixe}"
        raise DonneesRefuseesError([Anomalie("--vers", f"« {vers} » n’est pas un fichier {suffixe}", remede)])
    if not vers.resolve().parent.is_dir():
        raise DonneesRefuseesError([Anomalie("--vers", f"le dossier de « {vers} » n’existe pas", "créez-le d’abord")])
    if (vers.resolve().parent / MANIFESTE).is_file():
        quoi = "ce dossier est celui du pack"
        raise DonneesRefuseesError([Anomalie("--vers", quoi, "écrivez l’envoi ailleurs : le pack reste entier")])
    return vers


def refuser_d_ecraser(fichier: Path, octets: bytes, remplacer: bool) -> bool:
    """True when the same file is there already; a different one is only replaced on demand."""
    if not fichier.exists():
        return False
    if fichier.read_bytes() == octets:
        return True
    if not remplacer:
        quoi = "un envoi différent porte déjà ce nom"
        remede = "ajoutez --remplacer, donnez un autre nom par --vers, ou changez la version du projet"
        raise DonneesRefuseesError([Anomalie(str(fichier), quoi, remede)])
    return False


def version_en_nom(version: str) -> str:
    """A version as part of a file name."""
    return "".join(c if c.isalnum() or c in "._-" else "-" for c in version) or "0"


def preparer(demande: Demande, progres: Progres) -> tuple[Envois, Lecteur, Devis]:
    """Options checked first, then the pack recomputed; nothing is written."""
    envois = lire_envois(demande.correspondance or envois_livres())
    lecteur = choisir(envois, demande.pour)
    repere = demande.territoire.strip().upper()
    if lecteur.territorial and not repere:
        quoi = f"le lecteur « {demande.pour} » demande un territoire"
        raise DonneesRefuseesError(
            [Anomalie("--territoire", quoi, "ajoutez --territoire R1 (R1 à R3 de « Lecteurs »)")]
        )
    chemins = fichiers_du_pack(demande.chemin)
    progres("Recalcul par deux moteurs")
    return envois, lecteur, lire_devis(lire_pack(chemins), repere if lecteur.territorial else "", demande.toutes)


def _imprimer(fichier: Path, octets: bytes, avertissements: list[str]) -> Path | None:
    """The PDF beside the workbook; its absence is no fault of the devis."""
    if soffice() is None:
        avertissements.append(SANS_LIBREOFFICE)
        return None
    pdf = fichier.with_suffix(".pdf")
    try:
        poser(pdf, LibreOffice(recalculer=False, langue="fr-FR").imprimer(octets, "devis"))
    except ArbitreError as faute:
        avertissements.append(f"le PDF n’a pas été fait ({faute}) : exportez-le depuis Excel, classeur entier")
        return None
    except DonneesRefuseesError as refus:
        avertissements += [f"le PDF n’a pas été écrit : {a.quoi} ({a.remede})" for a in refus.anomalies]
        return None
    return pdf


def envoyer(demande: Demande, progres: Progres = lambda _: None) -> Envoi:
    """Write the reader's workbook; whatever is wrong, nothing is written."""
    envois, lecteur, devis = preparer(demande, progres)
    repere = f"-{devis.territoire.repere}" if devis.territoire else ""
    nom = f"devis-{demande.pour}{repere}-v{version_en_nom(devis.film.version)}.xlsx"
    fichier = destination(demande.chemin, demande.vers, nom)
    masque = lecteur.masquer_salaires if demande.masquer is None else demande.masquer
    progres("Écriture et calcul de l’envoi")
    document = fabriquer(devis, lecteur, envois, masque)
    avertissements = list(document.avertissements)
    inchange = refuser_d_ecraser(fichier, document.octets, demande.remplacer)
    if not inchange:
        if demande.vers is None:
            fichier.parent.mkdir(exist_ok=True)
        poser(fichier, document.octets)
    pdf = None
    if demande.pdf:
        progres("Impression par LibreOffice")
        pdf = _imprimer(fichier, document.octets, avertissements)
    elif not inchange and fichier.with_suffix(".pdf").exists():
        avertissements.append(
            f"{fichier.with_suffix('.pdf').name} est celui d’un envoi précédent : refaites-le sans --sans-pdf"
        )
    return Envoi(
        fichier,
        pdf,
        "inchangé" if inchange else "écrit",
        str(demande.pour),
        masque,
        document.total,
        document.lignes,
        devis.rouges,
        tuple(avertissements),
    )
