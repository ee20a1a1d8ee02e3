"""Buttons on the pack itself: a new film, build, rebuild, take the rates of today, go back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from chargeprod_xl import construction, regeneration, sauvegarde
from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.baremes.formes import formes
from chargeprod_xl.cli_reprise import maintenant
from chargeprod_xl.complement.actions_classeurs import pack_ferme
from chargeprod_xl.complement.actions_lieu import Lieu, film_choisi, lieu_actif
from chargeprod_xl.complement.actions_page import Page, Partie, Point
from chargeprod_xl.complement.actions_parole import avec_accord, dire_en_page
from chargeprod_xl.complement.actions_rapport import dire_les_rouges
from chargeprod_xl.complement.session import SessionExcel
from chargeprod_xl.controles import controler
from chargeprod_xl.manifeste import classeurs_de
from chargeprod_xl.regeneration import Demande, Regeneration
from chargeprod_xl.reprise.bilan import Arbitrage, Choix, Conflit
from chargeprod_xl.reprise.rapport import en_texte, resume
from chargeprod_xl.sauvegarde.lieux import PACK, PROJET

_MEME_FILM = "Seul le titre ou le réalisateur a changé : est-ce le même film ?"
#: How the account of a rebuild names the sheets of rates.
_BAREMES = "Barèmes"
_REGENERER, _LAISSER = "Régénérer maintenant", "Ne rien changer"


def nouveau(session: SessionExcel) -> None:
    """A film's folder, where the person wants it."""
    ou = session.demander_dossier("Dans quel dossier ranger le film ?")
    nom = session.demander_texte("Nom du dossier du film", "mon_film").strip()
    if not nom or Path(nom).name != nom:
        quoi = f"« {nom} » n’est pas un nom de dossier"
        raise DonneesRefuseesError([Anomalie("Nom du dossier", quoi, "écrivez des lettres et des chiffres")])
    genres = {forme.titre: cle for cle, forme in formes().items()}
    genre = genres[session.choisir("Quelle forme a le film ?", tuple(genres))]
    film = ou / nom
    construction.nouveau(film, genre)
    session.dire(
        f"Dossier créé : {film}\n\nRemplissez projet.yaml, qui s’ouvre, puis cliquez « Construire le pack ». Rien "
        "d’autre n’est à installer pour ouvrir les classeurs."
    )
    session.consulter(film / PROJET)


def construire(session: SessionExcel) -> None:
    """The pack of a film that the person points at: the one on the screen may well be another film's."""
    film = film_choisi(session.demander_dossier("Dossier du film (celui de projet.yaml)"))
    lieu = Lieu(film / PACK, film)
    with pack_ferme(session, lieu):
        fait = construction.construire(film, progres=session.etat)
    session.ouvrir(fait.fichiers[0])
    session.dire(f"Pack construit : {fait.dossier}\n{len(fait.fichiers)} classeurs, {fait.rapport.formules} formules.")
    dire_les_rouges(session, lieu, controler(list(fait.fichiers), fait.reponses))


def regenerer(session: SessionExcel) -> None:
    """Rebuild the pack of the active workbook."""
    regenerer_le_pack(session, lieu_actif(session))


def regenerer_le_pack(session: SessionExcel, lieu: Lieu) -> None:
    """Rebuild, the person settling each conflict; workbooks come back open, whatever happens."""
    film = lieu.du_film()
    with pack_ferme(session, lieu):
        fait = _regenerer(session, film)
    _raconter(session, lieu, fait)


def _regenerer(session: SessionExcel, film: Path) -> Regeneration:
    """Ask of each conflict who wins, until none is left; a cancelled question leaves the pack as it was."""
    choix: dict[str, Choix] = {}
    while True:
        fait = _lancer(session, film, Arbitrage(None, choix), a_blanc=False)
        if not fait.bilan.en_attente:
            return fait
        choix |= _trancher(session, fait.bilan.en_attente)


def _lancer(session: SessionExcel, film: Path, arbitrage: Arbitrage, *, a_blanc: bool) -> Regeneration:
    return avec_accord(
        session,
        "--meme-film",
        _MEME_FILM,
        lambda meme: regeneration.regenerer(film, Demande(arbitrage, a_blanc, meme, maintenant()), session.etat),
    )


def _trancher(session: SessionExcel, conflits: list[Conflit]) -> dict[str, Choix]:
    """Both values shown, one kept; one answer may hold for all that remain."""
    choix: dict[str, Choix] = {}
    for rang, c in enumerate(conflits):
        classeur, projet = f"Garder le classeur : {c.classeur}", f"Prendre le projet : {c.projet}"
        restent = len(conflits) - rang
        pour_tous = (f"Le classeur, pour les {restent} conflits", f"Le projet, pour les {restent} conflits")
        question = f"{c.ou}\nvalait {c.depart} ; le classeur dit {c.classeur}, le projet dit {c.projet}."
        reponse = session.choisir(question, (classeur, projet, *(pour_tous if restent > 1 else ())))
        qui: Choix = "classeur" if reponse in {classeur, pour_tous[0]} else "projet"
        if reponse in pour_tous:
            return choix | {suivant.nom: qui for suivant in conflits[rang:]}
        choix[c.nom] = qui
    return choix


def _raconter(session: SessionExcel, lieu: Lieu, fait: Regeneration) -> None:
    for phrase in fait.remis_en_ordre:
        session.dire(phrase)
    if not fait.ecrit:
        session.dire("Le pack est déjà ce qu’il doit être : rien n’a été écrit.")
        return
    session.dire(f"Pack reconstruit : {resume(fait.bilan)}.\n\nVersion précédente gardée : versions/{fait.version}")
    if fait.bilan.pertes or fait.bilan.doutes:
        dire_en_page(session, _page_du_bilan("Régénération du pack", fait), f"regeneration {lieu.pack.parent.name}")
    dire_les_rouges(session, lieu, controler(classeurs_de(lieu.pack), fait.reponses))


def _page_du_bilan(titre: str, fait: Regeneration) -> Page:
    return Page(titre, (str(fait.pack),), texte=en_texte(fait.bilan, True, commandes=False))


def baremes(session: SessionExcel) -> None:
    """What the rates of the program, its templates and the sources would change; then the rebuild, if it is wanted."""
    lieu = lieu_actif(session)
    film = lieu.du_film()
    with pack_ferme(session, lieu):
        essai = _lancer(session, film, Arbitrage(), a_blanc=True)
    bilan = essai.bilan
    if not (bilan.renouvelees or bilan.nouvelles or bilan.retirees or bilan.conflits):
        session.dire("Les barèmes du pack sont ceux du programme : rien ne changerait.")
        return
    taux = [Point("▲", e.ou, f"{e.avant} → {e.quoi}") for e in bilan.renouvelees if e.ou.startswith(_BAREMES)]
    page = replace(_page_du_bilan("Ce qui changerait", essai), parties=(Partie("Barèmes", taux),))
    dire_en_page(session, page, f"baremes {film.name}")
    autres = len(bilan.renouvelees) - len(taux)
    question = f"Changeraient : barèmes, {len(taux)} ; autres valeurs, {autres}. La liste s’ouvre à côté. Régénérer ?"
    if session.choisir(question, (_REGENERER, _LAISSER)) == _REGENERER:
        regenerer_le_pack(session, lieu)


def restaurer(session: SessionExcel) -> None:
    """A former version put back, the latest one first in the list."""
    lieu = lieu_actif(session)
    film = lieu.du_film()
    noms = [v.nom for v in sauvegarde.versions(film)]
    voulue = session.choisir("Quelle version remettre en place ?", noms) if noms else None
    with pack_ferme(session, lieu), sauvegarde.verrouiller(film):
        sauvegarde.mettre_en_ordre(film)
        remise = sauvegarde.restaurer(film, voulue, maintenant())
    session.dire(f"Version remise en place : {remise.nom}\n\nCelle d’avant est gardée à son tour.")
