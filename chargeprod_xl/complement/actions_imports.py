"""Buttons that bring into the film what its people already have, then let the pack follow."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.complement.actions_lieu import Lieu, lieu_actif
from chargeprod_xl.complement.actions_page import Page, Partie, Point
from chargeprod_xl.complement.actions_parole import NON, OUI, avec_accord, dire_en_page
from chargeprod_xl.complement.actions_projet import regenerer_le_pack
from chargeprod_xl.complement.session import AbandonError, SessionExcel
from chargeprod_xl.imports import nouveau_scenario
from chargeprod_xl.imports.devis import importation as import_devis
from chargeprod_xl.imports.nomenclature import importation as import_nomenclature
from chargeprod_xl.imports.plan_existant import importation as import_plan

_TABLEURS = (".xlsx", ".xls", ".xlsm", ".csv")
_REMPLACER = "Remplacer ce que le film a déjà ?"


def importer_scenario(session: SessionExcel) -> None:
    """A new draft in the film's folder, and the pack after it."""
    lieu = lieu_actif(session)
    film = lieu.du_film()
    fichier = session.demander_fichier("Nouvelle version du scénario", (".fountain", ".fdx", ".txt", ".md"))
    fait = nouveau_scenario.importer(fichier, film, progres=session.etat)
    if not fait.ecrits:
        session.dire("C’est déjà le scénario du film : rien n’a été écrit.")
        return
    gardee = f" ; l’ancien est gardé : {fait.ancien.name}" if fait.ancien else ""
    _voir(session, "Scénario importé", film, fait.a_verifier)
    _suivre(session, lieu, f"{fait.sequences} séquences sont dans {fait.fichier.name}{gardee}")


def importer_plan(session: SessionExcel) -> None:
    """The shooting order of the first assistant, and the pack after it."""
    lieu = lieu_actif(session)
    film = lieu.du_film()
    fichier = session.demander_fichier("Plan de travail du premier assistant", _TABLEURS)
    fait = avec_accord(
        session,
        "--force",
        _REMPLACER,
        lambda force: import_plan.importer(fichier, film, force=force, progres=session.etat),
    )
    _voir(session, "Plan importé", film, fait.doutes)
    _suivre(session, lieu, f"{fait.placees} séquences placées sur {fait.jours} jours, dans {fait.ecrits[0].name}")


def importer_devis(session: SessionExcel) -> None:
    """An existing devis in the film's budget; the pack follows once the person has seen the doubts."""
    lieu = lieu_actif(session)
    film = lieu.du_film()
    fichier = session.demander_fichier("Devis à reprendre", _TABLEURS)
    fait = avec_accord(
        session,
        "--force",
        _REMPLACER,
        lambda force: import_devis.importer(import_devis.Demande(fichier, film, force=force), session.etat),
    )
    doutes = [f"{f'ligne {d.ligne} : ' if d.ligne else ''}{d}" for d in fait.doutes]
    propositions = [f"à écrire sous « hypotheses » de projet.yaml : {p}" for p in fait.propositions]
    _voir(session, "Devis repris", film, [*doutes, *fait.remarques, *propositions])
    quoi = f"{len(fait.rapport.lignes)} lignes importées dans {fait.budget.name}, {len(fait.doutes)} doutes à voir"
    _proposer(session, lieu, quoi)


def importer_nomenclature(session: SessionExcel) -> None:
    """The official list of lines in the film; the pack follows once the person has seen the comparison."""
    lieu = lieu_actif(session)
    film = lieu.du_film()
    fichier = session.demander_fichier("Formulaire ou liste officielle des lignes", (*_TABLEURS, ".txt"))
    source = session.demander_texte("D’où vient cette liste ? (les feuilles le diront)", fichier.name)
    fait = avec_accord(
        session,
        "--force",
        _REMPLACER,
        lambda force: import_nomenclature.importer(
            import_nomenclature.Demande(fichier, film, source, None, False, force), session.etat
        ),
    )
    _voir(session, "Liste officielle", film, [*(f"{x.code} {x.quoi}" for x in fait.a_voir), *fait.remarques])
    _proposer(session, lieu, " ; ".join(f"{constat} : {combien}" for constat, combien in fait.comptes.items()))


def _voir(session: SessionExcel, titre: str, film: Path, doutes: Sequence[str]) -> None:
    """What a person should look at, all of it, in a page."""
    if doutes:
        points = [Point("▲", "", doute) for doute in doutes]
        dire_en_page(session, Page(titre, (str(film),), (Partie("À voir", points),)), f"{titre} {film.name}")


def _proposer(session: SessionExcel, lieu: Lieu, fait: str) -> None:
    if session.choisir(f"{fait}.\n\nRégénérer le pack maintenant ?", (OUI, NON)) == OUI:
        _suivre(session, lieu, fait)


def _suivre(session: SessionExcel, lieu: Lieu, fait: str) -> None:
    """The pack after its sources; when it cannot follow, what was imported is there all the same, and that is said."""
    try:
        regenerer_le_pack(session, lieu)
    except DonneesRefuseesError as refus:
        deja = Anomalie("Import", f"fait : {fait}", "réglez ce qui suit, puis cliquez « Régénérer le pack »")
        raise DonneesRefuseesError([deja, *refus.anomalies]) from refus
    except AbandonError:
        session.dire(
            f"Import fait : {fait}.\n\nLe pack n’a pas été régénéré : cliquez « Régénérer le pack » quand vous voulez."
        )
        raise
