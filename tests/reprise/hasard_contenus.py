"""What the person of a round types, and which of our cells her formulas read."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from reprise.hasard_etat import Etat, Renvoi, Tableau

#: Columns where anything but a small whole number would ask for another film.
ENTIERS = {("Ordre de tournage", "Jour"): 9, ("Rôles", "N°"): 60, ("Plan de travail", "N°"): 60}
#: Fields that a build takes from the project file: where they are there, and values that suit.
CHAMPS_DU_FILM: dict[tuple[str, str], tuple[str, tuple[Any, ...]]] = {
    ("Fiche projet", "Titre"): ("projet.titre", ("Le Phare, version longue",)),
    ("Fiche projet", "Réalisation"): ("projet.realisateur", ("Ana Roux et Jo Blin",)),
    ("Fiche projet", "Producteur délégué"): ("projet.producteur_delegue", ("Films du Cap",)),
    ("Fiche projet", "Langue de tournage"): ("projet.langue", ("breton",)),
    ("Fiche projet", "Durée visée"): ("projet.duree_visee", (77,)),
    ("Fiche projet", "Support de tournage"): ("projet.support", ("35 mm",)),
    ("Fiche projet", "Convention collective"): ("projet.convention", ("=autre",)),
    ("Fiche projet", "Lieux de tournage"): ("projet.lieux", ("partout\net ailleurs",)),
    ("Phases", "Début de préparation"): ("phases.preparation.debut", (date(2027, 1, 25),)),
    ("Phases", "Fin de tournage"): ("phases.tournage.fin", (date(2027, 4, 3), date(2027, 4, 16))),
    ("Phases", "Début de tournage"): ("phases.tournage.debut", (date(2027, 3, 16), date(2027, 3, 17))),
    ("Phases", "Fin de préparation"): ("phases.preparation.fin", (date(2027, 3, 10),)),
    ("Phases", "Début des finitions"): ("phases.finitions.debut", (date(2027, 4, 19),)),
    ("Phases", "Fin des finitions"): ("phases.finitions.fin", (date(2027, 7, 2),)),
    ("Phases", "Livraison (PAD ou DCP)"): ("phases.livraison", (date(2027, 8, 2),)),
    ("Phases", "Clôture des comptes"): ("phases.cloture", (date(2028, 1, 31),)),
    ("Hypothèses", "Charge d’une journée"): ("hypotheses.huitiemes_par_jour", (2, 5)),
    ("Hypothèses", "Décimales des montants du devis"): ("hypotheses.arrondi", (2,)),
    ("Hypothèses", "Hôtels à Paris, 92, 93 ou 94"): ("hypotheses.nuit_paris", ("O",)),
    ("Hypothèses", "Solde bancaire de départ"): ("hypotheses.solde_initial", (4321.09,)),
}
_LONG = "Très long texte, phrase après phrase. "


def texte(etat: Etat) -> str:
    n = etat.numero()
    return etat.hasard.choice(
        (
            f"Mot {n}",
            f"Œuvre n° {n} — déjà vue, à l’été",
            f"deux\nlignes {n}",
            f"00{n}7",
            f"=B2 texte {n}",
            f"+33 6 {n}",
            f"-{n} à revoir",
            f"@équipe {n}",
            f"12/0{n % 9 + 1}/2027 (vu {n})",
            f"  espaces {n} autour  ",
            f"a<b & \"c\" 'd' {n}",
            f"{n} " + _LONG * 60,
        )
    )


def nombre(etat: Etat) -> float:
    n = etat.numero()
    longs = (n + 0.12345678901234567, 123456789012 + n * 1000)
    return etat.hasard.choice((n + 700, n + 0.25, -n / 7, n * 1e-7, *longs))


def contenu(etat: Etat, avant: Any, est_date: bool) -> Any:
    """Something to type over ``avant``, mostly of its kind; no program shows any number as a date."""
    h = etat.hasard
    genre = h.choice(("pareil", "pareil", "pareil", "texte", "nombre", "date", "vide"))
    if genre == "vide" and avant is not None:
        return None
    if genre == "date" or (est_date and genre != "texte"):
        return date(2027, 5, 1) + timedelta(days=etat.numero())
    if genre == "nombre" or (genre == "pareil" and isinstance(avant, float)):
        return nombre(etat)
    return texte(etat)


def pour(etat: Etat, t: Tableau, titre: str, avant: Any) -> Any:
    """Something to type under a title."""
    if (t.nom, titre) in ENTIERS:
        return ENTIERS[t.nom, titre] + etat.numero()
    return contenu(etat, avant, est_date(t, titre))


def est_date(t: Tableau, titre: str) -> bool:
    return (t.cadre.entete + 1, t.cadre.colonnes[titre]) in t.onglet.dates


def cible(etat: Etat, livre: str) -> Renvoi | None:
    """An input cell that holds a number, in a workbook."""
    h = etat.hasard
    fois = h.randint(2, 9)
    choix = [
        Renvoi(fois, t.nom, rang, titre)
        for t in etat.tableaux.values()
        if t.onglet.livre == livre
        for rang in t.rangs
        for titre in t.saisies
        if isinstance(rang.contenu(titre), float | int)
    ]
    choix += [
        Renvoi(fois, o.nom, ou=ou)
        for o in etat.fixes
        if o.livre == livre
        for ou in o.entrees
        if isinstance(etat.champs.get(o.nom, {}).get(ou, o.cellules.get(ou)), float | int)
    ]
    return h.choice(choix) if choix else None
