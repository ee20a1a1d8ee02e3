"""Rebuild a pack without losing what people typed: harvest, fresh build, merge, put back, compute, replace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from chargeprod_xl import __version__
from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.construction import (
    Atelier,
    calculer_a_part,
    ecrire_pack,
    lier_film,
    lire_film,
    rendre_film,
)
from chargeprod_xl.liens.edition import LIES, UNIQUE
from chargeprod_xl.liens.pose import PackPose
from chargeprod_xl.manifeste import empreinte, lire_manifeste, modifies
from chargeprod_xl.projet.film import Film, Inscription
from chargeprod_xl.recalcul import Reponses, calculer_lus
from chargeprod_xl.recalcul.moteurs import Formualizer
from chargeprod_xl.reprise.acquis import acquis_du_pack
from chargeprod_xl.reprise.bilan import Arbitrage, Bilan, Perte
from chargeprod_xl.reprise.chemins import Passage, fautes_de_migration, passage
from chargeprod_xl.reprise.contexte import Contexte
from chargeprod_xl.reprise.film_retenu import FilmRetenu, avec_semences, retenir_film
from chargeprod_xl.reprise.fusion import fusionner
from chargeprod_xl.reprise.journal import completer_journal
from chargeprod_xl.reprise.pack_lu import encore_les_memes, lire_pack
from chargeprod_xl.reprise.rapport import en_csv, resume
from chargeprod_xl.reprise.recolte import recolter
from chargeprod_xl.reprise.releve import relever
from chargeprod_xl.reprise.remise import remettre
from chargeprod_xl.reprise.reperes import chiffres_d_apres, chiffres_d_avant, comparer
from chargeprod_xl.reprise.saisies import Recolte
from chargeprod_xl.reprise.saisies_douteuses import formules_en_erreur, noms_inconnus, textes_en_nombre
from chargeprod_xl.sauvegarde import mettre_en_ordre, nom_de_version, remplacer_pack, verrouiller
from chargeprod_xl.sauvegarde.lieux import PACK

Progres = Callable[[str], None]


@dataclass(frozen=True)
class Demande:
    """What is asked of a rebuild.

    Attributes:
        arbitrage: how conflicts are settled.
        a_blanc: tell everything, write nothing.
        meme_film: the title or the director changed in the project file; it is the same film.
        instant: when it happens, for the journal and the name of the former version.
        gabarits: templates to use, those of the program when None.
    """

    arbitrage: Arbitrage = field(default_factory=Arbitrage)
    a_blanc: bool = False
    meme_film: bool = False
    instant: datetime = datetime.min
    gabarits: Path | None = None


@dataclass(frozen=True)
class Regeneration:
    """What a rebuild did, and what the engines answered about the files it wrote.

    ``version``: name of the former pack, None when nothing was replaced.
    """

    pack: Path
    bilan: Bilan
    ecrit: bool
    version: str | None = None
    remis_en_ordre: tuple[str, ...] = ()
    reponses: Reponses | None = None


def regenerer(dossier: Path, demande: Demande, progres: Progres = lambda _: None) -> Regeneration:
    """Rebuild the pack of the film in ``dossier``, everything typed kept.

    Raises DonneesRefuseesError, with every fault, when the film or the pack cannot be read or is in use: the pack is
    then as it was. A conflict that nobody settled leaves it so too: see ``Regeneration.ecrit``.
    """
    film, fautes = lire_film(dossier, demande.gabarits)
    if film is None:
        raise DonneesRefuseesError(fautes)
    if demande.a_blanc:
        return _Regeneration(dossier, film, demande, progres).mener()
    with verrouiller(dossier):
        remis = tuple(mettre_en_ordre(dossier))
        return replace(_Regeneration(dossier, film, demande, progres).mener(), remis_en_ordre=remis)


@dataclass(frozen=True)
class _Regeneration:
    """One rebuild, step by step."""

    dossier: Path
    film: Film
    demande: Demande
    progres: Progres

    @property
    def pack(self) -> Path:
        return self.dossier / PACK

    def mener(self) -> Regeneration:
        self.progres("Lecture du pack")
        fichiers = lire_pack(self.dossier, self.film, self.demande.meme_film)
        recolte, fautes = recolter(fichiers.classeurs)
        if recolte is None:
            raise DonneesRefuseesError(fautes)
        self.progres("Reprise des saisies")
        film, pas, doutes = self._preparer(recolte, fichiers.pack)
        intact = not modifies(self.pack)
        if intact:
            bilan, _, bruts = self._rebatir(film, recolte, pas)
            sources = {n: empreinte(octets) for n, octets in bruts.items()}
            if lire_manifeste(self.pack)["sources"] == sources:
                return Regeneration(self.pack, bilan, False)
        bilan, pose, bruts = self._rebatir(_inscrire(film, self.demande.instant), recolte, pas)
        bilan.doutes[:0] = doutes
        _choix_connus(bilan, self.demande.arbitrage)
        if bilan.en_attente and not self.demande.a_blanc:
            return Regeneration(self.pack, bilan, False)
        atelier = calculer_a_part(bruts, self.progres, saisies=True, anciens=recolte.classeurs)
        if atelier.fautes:
            raise DonneesRefuseesError(atelier.fautes)
        self._comparer(bilan, pose, recolte, pas, atelier)
        if self.demande.a_blanc:
            return Regeneration(self.pack, bilan, False)
        encore_les_memes(fichiers)
        return self._remplacer(bilan, atelier)

    def _preparer(self, recolte: Recolte, pack: str) -> tuple[FilmRetenu, Passage, list[str]]:
        """The film as the workbooks have it, and what moved since their schema."""
        brut = rendre_film(self.film, self.demande.gabarits)
        if recolte.schema > brut.schema_version:
            quoi = f"ce pack est d’un schéma plus récent ({recolte.schema}) que ce programme ({brut.schema_version})"
            raise DonneesRefuseesError([Anomalie(str(self.pack), quoi, "mettez le programme à jour")])
        if fautes := fautes_de_migration(brut):
            raise DonneesRefuseesError(fautes)
        pas = passage(brut.migrations, recolte.schema)
        releve = relever(recolte, pas)
        acquis, doutes = acquis_du_pack(self.film, releve, pack)
        retenu = retenir_film(replace(self.film, acquis=acquis), brut, releve, self.demande.arbitrage)
        return retenu, pas, [*doutes, *retenu.doutes]

    def _rebatir(self, retenu: FilmRetenu, recolte: Recolte, pas: Passage) -> tuple[Bilan, PackPose, dict[str, bytes]]:
        """Fresh declarations, what people typed in them, addresses, files."""
        declare = rendre_film(retenu.film, self.demande.gabarits)
        if retenu.champs:
            declare = avec_semences(declare, rendre_film(retenu.d_origine, self.demande.gabarits), retenu.champs)
        fusion = fusionner(declare, recolte, pas, self.demande.arbitrage)
        pose = lier_film(retenu.film, fusion.pack, UNIQUE if recolte.unique else LIES)
        remettre(Contexte(pose, recolte, fusion, pas))
        completer_journal(pose, resume(fusion.bilan))
        bruts = ecrire_pack(retenu.film, pose, self.progres)
        for classeur in pose.classeurs:
            fusion.bilan.pertes += [
                Perte(classeur.fichier, feuille, cellule, contenu, quoi)
                for feuille, cellule, quoi, contenu in classeur.propre.pertes
            ]
        fusion.bilan.doutes += [*textes_en_nombre(pose), *noms_inconnus(pose)]
        return fusion.bilan, pose, bruts

    def _comparer(self, bilan: Bilan, pose: PackPose, recolte: Recolte, pas: Passage, atelier: Atelier) -> None:
        self.progres("Chiffres d’avant et d’après")
        # Figures to compare with, that no file will hold: one engine is enough.
        ancien = calculer_lus(recolte.classeurs, (Formualizer(),))
        avant = chiffres_d_avant(pose.reperes, recolte, pas, ancien)
        bilan.ecarts += comparer(avant, chiffres_d_apres(pose, atelier.calcul))
        bilan.doutes += formules_en_erreur(pose, atelier.calcul)

    def _remplacer(self, bilan: Bilan, atelier: Atelier) -> Regeneration:
        self.progres("Mise en place")
        version = nom_de_version(self.demande.instant)
        contenus = dict(atelier.contenus)
        if bilan.pertes:
            contenus[f"non repris {version}.csv"] = en_csv(bilan.pertes)
        remplacer_pack(self.pack, contenus, version)
        return Regeneration(self.pack, bilan, True, version, reponses=atelier.calcul.reponses)


def _choix_connus(bilan: Bilan, arbitrage: Arbitrage) -> None:
    """Refuse a choice that names no conflict: a misspelt one would leave the decision to the general rule."""
    connus = [c.nom for c in bilan.conflits]
    if not connus:
        return
    fautes = [
        Anomalie(f"--choisir {nom}", "aucun conflit de ce nom", f"les conflits sont : {', '.join(connus[:12])}")
        for nom in arbitrage.par_nom
        if nom not in connus
    ]
    if fautes:
        raise DonneesRefuseesError(fautes)


def _inscrire(retenu: FilmRetenu, instant: datetime) -> FilmRetenu:
    """One more line in the journal of the pack; what it says comes once it is known."""
    film = retenu.film
    journal = film.acquis.journal
    ligne = Inscription(
        len(journal) + 1, f"{instant:%d/%m/%Y %H:%M}", "régénération", __version__, film.projet.projet.version, ""
    )
    return replace(retenu, film=replace(film, acquis=replace(film.acquis, journal=(*journal, ligne))))
