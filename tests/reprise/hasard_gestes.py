"""What the person of a round does: each edit draws its place and its content, plays it and remembers it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from reprise.hasard_contenus import CHAMPS_DU_FILM, contenu, pour
from reprise.hasard_etat import Etat, Renvoi, montre
from reprise.hasard_gestes_libres import (
    ajouter_colonne,
    ajouter_feuille,
    calculer,
    ecrire_a_cote,
    ecrire_dessous,
    nommer,
    noter,
)
from reprise.hasard_lecture import Onglet
from reprise.hasard_noms import IDENTITE


def saisir(etat: Etat) -> None:
    """Type in a row of a table."""
    t = etat.un_tableau()
    rang = etat.hasard.choice([r for r in t.rangs if r.entrees])
    titre = etat.hasard.choice(rang.entrees)
    etat.taper(t, rang, titre, pour(etat, t, titre, rang.contenu(titre)))


def _libelle(onglet: Onglet, ou: tuple[int, int]) -> str:
    return str(onglet.cellules.get((ou[0], 1), ""))


def saisir_champ(etat: Etat) -> None:
    """Type in a field, or a forced value in a fixed table."""
    onglet = etat.hasard.choice(etat.fixes)
    ou = etat.hasard.choice(sorted(onglet.entrees))
    du_film = CHAMPS_DU_FILM.get((onglet.nom, _libelle(onglet, ou)))
    if onglet.nom == "Calendrier de tournage":
        valeur: Any = etat.hasard.choice(("T", "R", "V"))
    elif du_film and etat.hasard.random() < 0.9:
        valeur = etat.hasard.choice(du_film[1])
    else:
        valeur = contenu(etat, onglet.cellules.get(ou), ou in onglet.dates)
    etat.poser(onglet.nom, *ou, valeur)
    etat.champs.setdefault(onglet.nom, {})[ou] = valeur
    etat.phrases.append(f"{onglet.nom} › {_libelle(onglet, ou)} {ou} := {montre(valeur)}")


def ajouter(etat: Etat) -> None:
    """A row copied from another one, near or far, then typed over."""
    t = etat.un_tableau()
    place = etat.hasard.choice((0, etat.hasard.randrange(len(t.rangs) + 1), len(t.rangs)))
    modele = etat.hasard.choice((t.rangs[max(place - 1, 0)], etat.hasard.choice(t.rangs)))
    ligne = t.cadre.entete + 1 + place
    etat.faire("inserer", t.nom, ligne, modele=t.ligne(modele))
    neuf = modele.copie()
    if not etat.par_libreoffice:
        neuf.notes.clear()
    for titre, tape in modele.tapees.items():
        if isinstance(tape, Renvoi) and tape.rang is modele:
            neuf.tapees[titre] = replace(tape, rang=neuf)
    t.rangs.insert(place, neuf)
    t.remanie = True
    etat.phrases.append(f"{t.nom} : ligne ajoutée en {ligne}, copie de {modele.cle}")
    if etat.hasard.random() < 0.5:
        neuf.ident = ""
        etat.faire("poser", t.nom, ligne, t.colonnes[IDENTITE], None)
    for titre in etat.hasard.sample(neuf.entrees, min(etat.hasard.randint(1, 3), len(neuf.entrees))):
        etat.taper(t, neuf, titre, pour(etat, t, titre, neuf.contenu(titre)))


def supprimer(etat: Etat) -> None:
    """A row deleted."""
    t = etat.un_tableau()
    rang = etat.hasard.choice(t.rangs)
    if len(t.rangs) < 3 or etat.vise(t, rang):
        return
    etat.faire("supprimer", t.nom, t.ligne(rang))
    t.rangs.remove(rang)
    t.remanie = True
    etat.phrases.append(f"{t.nom} : ligne {rang.cle} supprimée")


def deplacer(etat: Etat) -> None:
    """A row cut, and inserted elsewhere."""
    t = etat.un_tableau()
    rang = etat.hasard.choice(t.rangs)
    depuis, vers = t.rangs.index(rang), etat.hasard.randrange(len(t.rangs) + 1)
    if vers in {depuis, depuis + 1}:
        return
    etat.faire("deplacer", t.nom, t.ligne(rang), modele=t.cadre.entete + 1 + vers)
    t.rangs.insert(vers, rang)
    del t.rangs[depuis + (vers < depuis)]
    t.remanie = t.deplaces = True
    etat.phrases.append(f"{t.nom} : ligne {rang.cle} déplacée du rang {depuis} devant le rang {vers}")


def trier(etat: Etat) -> None:
    """The whole table sorted by a column of numbers, what stands beside left where it is."""
    t = etat.un_tableau()
    titre = etat.hasard.choice(t.saisies)
    valeurs = [r.contenu(titre) for r in t.rangs]
    if etat.vise(t) or not all(isinstance(v, float | int) for v in valeurs) or len(set(valeurs)) < len(valeurs):
        return
    if etat.par_libreoffice and any(r.notes for r in t.rangs):
        return
    ordre = sorted(t.rangs, key=lambda r: r.contenu(titre), reverse=True)
    lignes = [t.ligne(r) for r in ordre]
    etat.faire("trier", t.nom, t.cadre.entete + 1, t.colonnes[titre], lignes, fin=max(t.colonnes.values()))
    cotes = [r.cote for r in t.rangs]
    t.rangs = ordre
    for rang, cote in zip(t.rangs, cotes, strict=True):
        rang.cote = cote
    t.remanie = t.deplaces = True
    etat.phrases.append(f"{t.nom} : trié par « {titre} »")


GESTES: dict[Callable[[Etat], None], int] = {
    saisir: 5,
    saisir_champ: 5,
    ajouter: 3,
    supprimer: 2,
    deplacer: 2,
    trier: 2,
    noter: 3,
    ajouter_feuille: 2,
    ajouter_colonne: 1,
    calculer: 2,
    ecrire_a_cote: 2,
    ecrire_dessous: 1,
    nommer: 1,
}


def editer(etat: Etat) -> None:
    """Three to fifteen edits."""
    combien = etat.hasard.randint(3, 15)
    for geste in etat.hasard.choices(list(GESTES), list(GESTES.values()), k=combien):
        geste(etat)
    for tableau in etat.tableaux.values():
        tableau.reconnaitre()
