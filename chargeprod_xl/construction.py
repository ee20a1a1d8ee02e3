"""Build a pack: film → declarations → linked workbooks → files whose stored values are proved, all or none."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from chargeprod_xl import __version__
from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.baremes.formes import Forme, formes
from chargeprod_xl.chargement import charger_film
from chargeprod_xl.classeurs.classeur_lu import ClasseurLu
from chargeprod_xl.classeurs.ecriture import ecrire_classeur
from chargeprod_xl.composition import composer
from chargeprod_xl.gabarits.declaration import PackDeclare
from chargeprod_xl.gabarits.dossier import dossier_gabarits
from chargeprod_xl.liens.edition import LIES, UNIQUE, editer_liens
from chargeprod_xl.liens.pose import ClasseurPose, PackPose
from chargeprod_xl.manifeste import ecrire_manifeste, empreinte, lire_manifeste, modifies, porte_des_saisies
from chargeprod_xl.projet.film import Film
from chargeprod_xl.recalcul import (
    CalculPack,
    RapportRecalcul,
    Reponses,
    actualiser,
    dernieres_valeurs,
    remplacer_tous,
    renouveler,
)
from chargeprod_xl.sauvegarde import mettre_en_ordre, remplacer_pack, verrouiller
from chargeprod_xl.sauvegarde.lieux import MANIFESTE, PACK

Progres = Callable[[str], None]


@dataclass(frozen=True)
class Construction:
    """What a build did: the files, what the engines found in them, and what they answered cell by cell."""

    dossier: Path
    fichiers: tuple[Path, ...]
    rapport: RapportRecalcul
    reponses: Reponses | None


def lire_film(dossier: Path, gabarits: Path | None = None) -> tuple[Film | None, list[Anomalie]]:
    """The film of ``dossier``, with the input files that its workbooks declare; or everything that is wrong."""
    return charger_film(dossier, gabarits or dossier_gabarits())


def sous_titre(film: Film) -> str:
    """The line under every title: film, version, date, rates."""
    p = film.projet
    return (
        f"{p.projet.titre} · version {p.projet.version} du {p.projet.date_version:%d/%m/%Y} · "
        f"barèmes au {p.phases.tournage.debut:%d/%m/%Y}"
    )


def rendre_film(film: Film, gabarits: Path | None = None) -> PackDeclare:
    """Templates and film to declarations."""
    return composer(film, gabarits or dossier_gabarits())


def lier_film(film: Film, declare: PackDeclare, disposition: str) -> PackPose:
    """Declarations to a linked pack, addresses known, nothing written."""
    pose, fautes = editer_liens(declare, disposition, sous_titre(film))
    if pose is None:
        raise DonneesRefuseesError(fautes)
    return pose


def octets_de(film: Film, classeur: ClasseurPose, schema: int) -> bytes:
    """Bytes of one workbook, its formulas not yet computed."""
    identite = film.projet.projet
    return ecrire_classeur(
        classeur,
        f"{identite.titre} — v{identite.version}",
        {"pack": film.identite, "schema": str(schema), "programme": __version__},
        identite.date_version,
    )


def _fautes_de_gabarit(rapport: RapportRecalcul) -> list[Anomalie]:
    """Errors and disagreements in a pack nobody has touched yet are faults of a template."""
    fautes = [
        Anomalie(
            str(e.lieu),
            f"la formule donne {e.code} : {e.formule[:160]}",
            "corrigez la formule du gabarit (cycle, nom ou type)",
        )
        for e in rapport.erreurs[:40]
    ]
    fautes += [
        Anomalie(str(e.lieu), f"les moteurs ne s’accordent pas : {dict(e.valeurs)}", "écrivez la formule autrement")
        for e in rapport.ecarts[:40]
    ]
    return fautes + list(rapport.anomalies)


@dataclass(frozen=True)
class Atelier:
    """Files written and computed aside, manifest included, ready to replace a pack."""

    contenus: Mapping[str, bytes]
    calcul: CalculPack
    fautes: tuple[Anomalie, ...]


def ecrire_pack(film: Film, pose: PackPose, progres: Progres) -> dict[str, bytes]:
    """Every workbook of a linked pack, its formulas not yet computed."""
    sortie = {}
    for classeur in pose.classeurs:
        progres(f"Écriture de {classeur.fichier}")
        sortie[classeur.fichier] = octets_de(film, classeur, pose.schema)
    return sortie


def calculer_a_part(
    bruts: Mapping[str, bytes], progres: Progres, *, saisies: bool = False, anciens: Sequence[ClasseurLu] = ()
) -> Atelier:
    """Compute written workbooks in a folder of their own.

    ``saisies``: they hold what people typed in a former pack, ``anciens``, whose last values stand where no engine
    computes.
    """
    with tempfile.TemporaryDirectory(prefix="chargeprod-") as atelier:
        dossier = Path(atelier)
        for nom, octets in bruts.items():
            (dossier / nom).write_bytes(octets)
        progres("Recalcul par deux moteurs")
        renouvele = renouveler([dossier / n for n in bruts], dernieres_valeurs(anciens))
    sources = {n: empreinte(octets) for n, octets in bruts.items()}
    contenus = {**renouvele.contenus, MANIFESTE: ecrire_manifeste(renouvele.contenus, sources, saisies=saisies)}
    return Atelier(contenus, renouvele.calcul, renouvele.fautes)


def construire(
    dossier: Path,
    *,
    unique: bool = False,
    progres: Progres = lambda _: None,
    gabarits: Path | None = None,
) -> Construction:
    """Build the pack of the film in ``dossier`` into ``dossier/pack``.

    Raises DonneesRefuseesError, with every fault, when the film's data, a template or an edited pack stand in the
    way; the former pack is then intact.
    """
    progres("Lecture du film")
    film, fautes = lire_film(dossier, gabarits)
    if film is None:
        raise DonneesRefuseesError(fautes)
    with verrouiller(dossier):
        mettre_en_ordre(dossier)
        cible = dossier / PACK
        if cible.is_dir() and (touches := modifies(cible)):
            raise DonneesRefuseesError(_modifie(cible / n, dossier) for n in touches)
        if porte_des_saisies(cible):
            quoi = "ce pack a été régénéré : il porte des saisies et son journal, que construire effacerait"
            remede = f"lancez « chargeprod-xl regenerer {dossier} » ; pour repartir de zéro, ôtez le dossier pack"
            raise DonneesRefuseesError([Anomalie(str(cible), quoi, remede)])
        progres("Gabarits et liens")
        pose = lier_film(film, rendre_film(film, gabarits), UNIQUE if unique else LIES)
        atelier = calculer_a_part(ecrire_pack(film, pose, progres), progres)
        rapport = atelier.calcul.rapport
        if fautes := _fautes_de_gabarit(rapport):
            raise DonneesRefuseesError(fautes)
        progres("Mise en place")
        remplacer_pack(cible, atelier.contenus, None)
    return Construction(cible, tuple(cible / c.fichier for c in pose.classeurs), rapport, atelier.calcul.reponses)


def _modifie(classeur: Path, dossier: Path) -> Anomalie:
    quoi = "ce classeur a été modifié depuis sa construction"
    return Anomalie(str(classeur), quoi, f"reprenez les saisies par « chargeprod-xl regenerer {dossier} »")


def actualiser_pack(chemins: list[Path]) -> RapportRecalcul:
    """Recompute a pack and write its values back, all files or none; a pack nobody edited stays known as such."""
    dossiers = sorted({c.parent for c in chemins})
    with ExitStack() as verrous:
        for dossier in dossiers:
            if dossier.name == PACK:
                verrous.enter_context(verrouiller(dossier.parent))
        return _actualiser(chemins, [d for d in dossiers if (d / MANIFESTE).is_file() and not modifies(d)])


def _actualiser(chemins: list[Path], intacts: list[Path]) -> RapportRecalcul:
    rapport = actualiser(chemins)
    if not rapport.ecrit:
        raise DonneesRefuseesError(rapport.anomalies)
    for dossier in intacts:
        manifeste = lire_manifeste(dossier)
        contenus = {n: (dossier / n).read_bytes() for n in manifeste["fichiers"]}
        neuf = ecrire_manifeste(contenus, manifeste["sources"], saisies=porte_des_saisies(dossier))
        remplacer_tous({dossier / MANIFESTE: neuf})
    return rapport


def _pour_la_forme(texte: str, forme: Forme) -> str:
    """The model of a project file, its type and its title filled in; a series says how many episodes it has."""
    episodes = "  episodes: 6                   # durée visée : celle d’un épisode\n" if forme.serie else ""
    return texte.replace("{type}", forme.cle).replace("{forme}", forme.titre.lower()).replace("{episodes}\n", episodes)


def nouveau(dossier: Path, genre: str) -> list[Path]:
    """Create a film's folder with a commented, valid project file and a first screenplay page."""
    if dossier.exists() and any(dossier.iterdir()):
        raise DonneesRefuseesError(
            [Anomalie(str(dossier), "ce dossier existe et n’est pas vide", "choisissez un autre nom")]
        )
    if genre not in formes():
        quoi = f"type inconnu « {genre} »"
        raise DonneesRefuseesError([Anomalie("--type", quoi, f"choisissez parmi {', '.join(formes())}")])
    dossier.mkdir(parents=True, exist_ok=True)
    for fichier in sorted((dossier_gabarits() / "nouveau").iterdir()):
        texte = fichier.read_text(encoding="utf-8")
        (dossier / fichier.name).write_text(_pour_la_forme(texte, formes()[genre]), encoding="utf-8")
    return sorted(dossier.iterdir())
