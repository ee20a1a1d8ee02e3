"""Buttons on the versions of the devis and on what leaves the house."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from pathlib import Path

from chargeprod_xl.complement.actions_classeurs import enregistres, fichier_ferme
from chargeprod_xl.complement.actions_lieu import Lieu, lieu_actif
from chargeprod_xl.complement.actions_page import Page, Partie, Point
from chargeprod_xl.complement.actions_parole import avec_accord, dire_en_page
from chargeprod_xl.complement.session import SessionExcel
from chargeprod_xl.exports import paie
from chargeprod_xl.exports.devis import envoi
from chargeprod_xl.exports.devis.formulaire_envoi import remplir_le_formulaire
from chargeprod_xl.exports.devis.formulaire_feuille import Choix
from chargeprod_xl.exports.devis.modele import lire_envois
from chargeprod_xl.projet.devis_fige import COURANTE
from chargeprod_xl.versions_devis import demande, depot
from chargeprod_xl.versions_devis.lecture import SCENARIOS

_PACK = "Le pack tel qu’il est"
_TERRITOIRES = ("R1", "R2", "R3")


def _pret(session: SessionExcel) -> Lieu:
    """The pack of the active workbook, what was typed in it saved."""
    lieu = lieu_actif(session)
    enregistres(session, lieu)
    return lieu


def _euros(montant: float | Decimal) -> str:
    return f"{montant:,.2f} €".replace(",", "\u202f").replace(".", ",")


def figer(session: SessionExcel) -> None:
    """The present devis kept under a name."""
    film = _pret(session).du_film()
    nom = session.demander_texte("Nom de la version : agrément, plan de financement…")
    motif = session.demander_texte("Pourquoi la figer ? (facultatif)")
    fait = avec_accord(
        session,
        "--remplacer",
        "Remplacer cette version ?",
        lambda oui: depot.figer(film, nom, motif, remplacer=oui, progres=session.etat),
    )
    avertis = "".join(f"\n▲ {a}" for a in fait.avertissements)
    session.dire(
        f"Devis figé : {fait.fichier.name}, {len(fait.devis.lignes)} lignes, {_euros(fait.devis.total)} HT\n\nPour le "
        f"montrer dans le pack : « devis_fige: {nom} » dans projet.yaml, puis « Régénérer le pack ».{avertis}"
    )


def comparer(session: SessionExcel) -> None:
    """Two versions compared; the workbook opens."""
    film = _pret(session).du_film()
    noms = {t.devis.nom: t.devis.nom for t in depot.lister(film) if t.devis} | {_PACK: COURANTE}
    avant = noms[session.choisir("Première version", tuple(noms))]
    apres = noms[session.choisir("Comparée à", tuple(n for n in noms if noms[n] != avant))]
    fichier = demande.destination(film, avant, apres, None)
    with fichier_ferme(session, fichier):
        fait = demande.demander(film, avant, apres, progres=session.etat)
    session.ouvrir(fait.fichier)
    changees = len(fait.comparaison.changees)
    dits = [f"{changees} ligne{'s' if changees > 1 else ''} changée{'s' if changees > 1 else ''} : {fait.fichier.name}"]
    if fait.a_replacer:
        dits.append(f"▲ motifs dont la ligne n’est plus là : {fait.a_replacer}, feuille « Motifs à replacer »")
    if fait.ancien:
        dits.append(f"▲ l’ancien comparatif portait d’autres saisies que des motifs : il est gardé, {fait.ancien.name}")
    session.dire("\n".join([*dits, *(f"▲ {a}" for a in fait.avertissements)]))


def scenarios(session: SessionExcel) -> None:
    """Totals under each scenario, in a page."""
    film = _pret(session).du_film()
    lus = demande.lire_scenarios(film, list(SCENARIOS), session.etat)
    postes = [*lus.postes(), ("Total HT", [d.total for d in lus.devis.values()])]
    points = [
        Point("●", titre, " · ".join(f"{s} : {_euros(m)}" for s, m in zip(lus.devis, montants, strict=True)))
        for titre, montants in postes
    ]
    page = Page("Devis selon le scénario", lus.avertissements, (Partie("Postes", points),))
    dire_en_page(session, page, f"scenarios {film.name}")


def exporter_devis(session: SessionExcel, pour: str | None = None) -> None:
    """The devis for one reader, in a workbook of its own and a PDF."""
    lieu = _pret(session)
    pour = pour or _lecteur(session)
    territoire = session.choisir("Quel territoire de « Lecteurs » ?", _TERRITOIRES) if _territorial(pour) else ""
    fait = avec_accord(
        session,
        "--remplacer",
        "Remplacer cet envoi ?",
        lambda oui: envoi.envoyer(envoi.Demande(lieu.pack, pour, territoire, remplacer=oui), session.etat),
    )
    salaires = "réunis par rubrique" if fait.masque else "montrés un par un"
    dits = [f"{fait.fichier}", f"Total {_euros(fait.total)} HT, {fait.lignes} lignes, salaires {salaires}"]
    _dire_l_envoi(session, dits, fait.rouges, fait.avertissements)
    if fait.pdf:
        session.consulter(fait.pdf)
    else:
        session.ouvrir(fait.fichier)


def _territorial(pour: str) -> bool:
    return lire_envois(envoi.envois_livres()).lecteurs[pour].territorial


def _lecteur(session: SessionExcel) -> str:
    lecteurs = {lecteur.destinataire: cle for cle, lecteur in lire_envois(envoi.envois_livres()).lecteurs.items()}
    return lecteurs[session.choisir("Pour quel lecteur ?", tuple(lecteurs))]


def _dire_l_envoi(session: SessionExcel, dits: list[str], rouges: int, avertissements: tuple[str, ...]) -> None:
    if rouges:
        pluriel = "s" if rouges > 1 else ""
        dits.append(f"✖ document de travail : {rouges} contrôle{pluriel} du pack en erreur (« Vérifier le pack »)")
    session.dire("\n".join([*dits, *(f"▲ {a}" for a in avertissements)]), alerte=bool(rouges))


devis_banque = partial(exporter_devis, pour="banque")
devis_region = partial(exporter_devis, pour="region")
devis_coproducteur = partial(exporter_devis, pour="coproducteur")
devis_diffuseur = partial(exporter_devis, pour="diffuseur")


def remplir_formulaire(session: SessionExcel) -> None:
    """A reader's own form filled in a copy; what found no place is listed."""
    lieu = _pret(session)
    formulaire = session.demander_fichier("Formulaire à remplir", (".xlsx", ".xlsm"))
    pour = _lecteur(session)
    territoire = session.choisir("Quel territoire de « Lecteurs » ?", _TERRITOIRES) if _territorial(pour) else ""
    fait = avec_accord(
        session,
        "--remplacer",
        "Remplacer cet envoi ?",
        lambda oui: remplir_le_formulaire(
            envoi.Demande(lieu.pack, pour, territoire, remplacer=oui), formulaire, Choix(), session.etat
        ),
    )
    restes = [x for x in fait.lignes if x.sort not in {"posé", "laissé vide"}]
    dits = [
        f"{fait.fichier}",
        f"{fait.cases} cases remplies, {_euros(fait.pose)} posés, écart au devis {_euros(fait.ecart)}",
        f"{len(restes)} montants sans place : voyez {fait.rapprochement.name}",
    ]
    _dire_l_envoi(session, dits, fait.rouges, fait.avertissements)
    session.ouvrir(fait.fichier)


def exporter_paie(session: SessionExcel) -> None:
    """The rows of a month for the payroll firm."""
    lieu = _pret(session)
    mois = session.demander_texte("Quel mois ? (2027-04 ; laissez vide pour tous)").strip()
    chemin: Path = lieu.film or lieu.pack
    fait = paie.exporter(chemin, mois=mois or None, progres=session.etat)
    laisses = {"d’autres mois": fait.autres_mois, "sans salaire": fait.sans_salaire, "d’auteurs": fait.auteurs}
    dits = [f"{fait.fichier}", f"{fait.lignes} lignes, {_euros(fait.brut)} brut"]
    dits += [f"{nombre} lignes {raison}, laissées" for raison, nombre in laisses.items() if nombre]
    session.dire("\n".join([*dits, *(f"▲ {a}" for a in fait.avertissements)]))
