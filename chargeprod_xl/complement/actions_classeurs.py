"""Workbooks saved, closed and opened again around an action that writes their files: nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.complement.actions_lieu import Lieu
from chargeprod_xl.complement.actions_marques import demarquer, marques
from chargeprod_xl.complement.actions_verrous import attendre, tenus
from chargeprod_xl.complement.journal import journal
from chargeprod_xl.complement.session import Endroit, SessionExcel
from chargeprod_xl.manifeste import presents


def enregistres(session: SessionExcel, lieu: Lieu) -> list[Path]:
    """The open workbooks of a pack, once what was typed in them is on disk; marked cells stay marked."""
    ouverts = [c for c in session.ouverts() if lieu.contient(c)]
    return _enregistrer(session, ouverts)


def _enregistrer(session: SessionExcel, ouverts: list[Path]) -> list[Path]:
    seuls = [c for c in ouverts if session.lecture_seule(c)]
    if seuls:
        connus = {f.ou: f for f in tenus(seuls)}
        quoi = "ce classeur n’est ouvert qu’en lecture seule : quelqu’un d’autre le tient, ou le fichier est protégé"
        remede = "fermez-le, faites-le fermer ailleurs, rouvrez-le et recommencez"
        raise DonneesRefuseesError([connus.get(c.name, Anomalie(c.name, quoi, remede)) for c in seuls])
    for classeur in ouverts:
        session.enregistrer(classeur)
    return ouverts


@contextmanager
def pack_ferme(session: SessionExcel, lieu: Lieu) -> Iterator[None]:
    """The workbooks of a pack saved and closed, for the time of what writes their files."""
    with _fermes(session, lieu.contient, lambda: presents(lieu.pack) if lieu.pack.is_dir() else []):
        yield


@contextmanager
def fichier_ferme(session: SessionExcel, fichier: Path) -> Iterator[None]:
    """The same for one workbook that is not of the pack."""
    with _fermes(session, lambda c: c == fichier, lambda: [fichier]):
        yield


@contextmanager
def _fermes(
    session: SessionExcel, concerne: Callable[[Path], bool], fichiers: Callable[[], list[Path]]
) -> Iterator[None]:
    """Save all before closing one: a workbook that cannot be saved leaves everything as it was."""
    ouverts = [c for c in session.ouverts() if concerne(c)]
    actif = session.actif()
    if fautes := tenus(f for f in fichiers() if f not in ouverts):
        raise DonneesRefuseesError(fautes)
    places = [place for c in ouverts if (place := session.position(c)) is not None]
    _effacer_les_marques_fermees(session, [c for c in marques() if concerne(c) and c not in ouverts and c.exists()])
    if actif is not None:
        session.ouvrir(actif)  # asking each its place brought the last one to the front
    demarquer(session, ouverts)
    _enregistrer(session, ouverts)
    fermes: list[Path] = []
    try:
        for classeur in ouverts:
            session.fermer(classeur)
            fermes.append(classeur)
        attendre(fermes)
        if fautes := tenus(fermes):
            raise DonneesRefuseesError(fautes)
        yield
    finally:
        _rouvrir(session, fermes, sorted(places, key=lambda p: p.classeur == actif))
        if fermes and actif is not None and actif not in ouverts:
            session.ouvrir(actif)


def _effacer_les_marques_fermees(session: SessionExcel, classeurs: Sequence[Path]) -> None:
    """A workbook saved with its marks and closed: a rebuild would keep the colour of a formula typed over."""
    for classeur in classeurs:
        session.ouvrir(classeur)
        demarquer(session, [classeur])
        session.enregistrer(classeur)
        session.fermer(classeur)


def _rouvrir(session: SessionExcel, fermes: Sequence[Path], places: Sequence[Endroit]) -> None:
    """Everything open again, where it was; what is gone is said, and never hides what the action itself has to say."""
    perdus = []
    for classeur in fermes:
        try:
            session.ouvrir(classeur)
        except Exception:
            journal().exception("%s ne se rouvre pas", classeur)
            perdus.append(classeur.name)
    for place in places:
        try:
            if place.classeur.name not in perdus:
                session.montrer(place)
        except Exception:  # the sheet is gone or has another name: the workbook is open all the same
            journal().exception("%s › %s ne se montre plus", place.classeur, place.feuille)
    if perdus:
        quoi = "Ces classeurs ne se sont pas rouverts ; ouvrez-les vous-même, leurs fichiers sont sur le disque :"
        session.dire("\n".join([quoi, *(f"• {nom}" for nom in perdus)]), alerte=True)
