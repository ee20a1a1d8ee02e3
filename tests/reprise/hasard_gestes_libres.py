"""What the person of a round adds around ours: notes, sheets, columns, formulas, names, words beside a table."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from reprise.hasard_contenus import ENTIERS, cible, est_date, nombre, texte
from reprise.hasard_etat import Etat, Rang, Renvoi, montre


def noter(etat: Etat) -> None:
    """A note on a row, on a header, on a field or on a blank cell."""
    texte = f"note {etat.numero()} : à voir, dès l’été"
    if etat.hasard.random() < 0.6:
        t = etat.un_tableau()
        titre = etat.hasard.choice(list(t.cadre.colonnes)[:-1])
        if etat.hasard.random() < 0.3:
            ligne, notes = t.cadre.entete, t.entetes
        else:
            rang = etat.hasard.choice(t.rangs)
            ligne, notes = t.ligne(rang), rang.notes
        notes[titre] = texte
        etat.faire("note", t.nom, ligne, t.colonnes[titre], texte)
        etat.phrases.append(f"{t.nom} › ligne {ligne} › {titre} : note")
        return
    # A program refuses a note on the sheet that is protected.
    onglet = etat.hasard.choice([o for o in etat.fixes if o.nom != "Accueil"])
    ou = etat.hasard.choice([*sorted(onglet.entrees), (2, onglet.largeur + 2), (onglet.hauteur + 3, 2)])
    etat.notes.setdefault(onglet.nom, {})[ou] = texte
    etat.faire("note", onglet.nom, *ou, texte)
    etat.phrases.append(f"{onglet.nom} {ou} : note")


def ajouter_feuille(etat: Etat) -> None:
    """A sheet of one's own: texts, dates, numbers, and formulas that read ours."""
    livre = etat.hasard.choice(sorted({o.livre for o in etat.lu.onglets.values()}))
    nom = f"Mes notes {etat.numero()}"
    etat.faire("feuille", nom, 0, livre=livre)
    etat.phrases.append(f"{livre} : feuille « {nom} »")
    contenus: dict[tuple[int, int], Any] = {}
    for ligne in range(1, etat.hasard.randint(2, 5)):
        valeur = etat.hasard.choice((texte, nombre, lambda e: date(2027, 6, 1) + timedelta(days=e.numero())))(etat)
        contenus[ligne, 1] = valeur
        if (renvoi := cible(etat, livre)) is not None:
            contenus[ligne, 2] = renvoi
    etat.feuilles[nom] = contenus
    for ou, valeur in contenus.items():
        etat.poser(nom, *ou, valeur, livre=livre)
        etat.phrases.append(f"{nom} {ou} := {montre(valeur)}")


def ajouter_colonne(etat: Etat) -> None:
    """A column of one's own: values, or one formula filled down."""
    t = etat.un_tableau()
    if t.propre or t.dessous or any(r.cote for r in t.rangs):
        return
    titre = f"Ma colonne {etat.numero()}"
    colonne = max(t.colonnes.values()) + 1
    if etat.par_libreoffice:
        colonne = etat.hasard.randrange(2, colonne)
        t.colonnes = {x: c + (c >= colonne) for x, c in t.colonnes.items()}
    t.propre, t.colonnes[titre] = titre, colonne
    etat.faire("colonne", t.nom, t.cadre.entete, colonne, titre)
    etat.phrases.append(f"{t.nom} : colonne « {titre} »")
    nombres = [s for s in t.saisies if all(isinstance(r.contenu(s), float | int | None) for r in t.rangs)]
    if nombres and etat.hasard.random() < 0.6:
        lue, fois = etat.hasard.choice(nombres), etat.hasard.randint(2, 9)
        for rang in t.rangs:
            rang.tapees[titre] = Renvoi(fois, t.nom, rang, lue)
            relatif = etat.formule(rang.tapees[titre], t.nom).replace("$", "")
            etat.faire("formule", t.nom, t.ligne(rang), colonne, relatif)
        return
    for rang in t.rangs:
        if etat.hasard.random() < 0.7:
            rang.tapees[titre] = etat.hasard.choice((texte, nombre))(etat)
            etat.poser(t.nom, t.ligne(rang), colonne, rang.tapees[titre])


def calculer(etat: Etat) -> None:
    """A formula of one's own in an input cell; it reads another row, or a field."""
    t = etat.un_tableau()
    rang = etat.hasard.choice(t.rangs)
    # A day number shows as a date, and programs count the first ones each their own way.
    titres = [s for s in rang.entrees if s != "Séq." and (t.nom, s) not in ENTIERS and not est_date(t, s)]
    titre = etat.hasard.choice(titres or [""])
    renvoi = cible(etat, t.onglet.livre)
    if titre and renvoi and not (renvoi.rang is rang and renvoi.titre == titre) and not _est_lue(etat, rang):
        etat.taper(t, rang, titre, renvoi)


def _est_lue(etat: Etat, rang: Rang) -> bool:
    """A formula that reads a formula could close a loop."""
    return any(r.rang is rang for r in etat.renvois())


def ecrire_a_cote(etat: Etat) -> None:
    """Something at the right of a row, outside the table."""
    t = etat.un_tableau()
    rang = etat.hasard.choice(t.rangs)
    ecart, texte = etat.hasard.randint(2, 4), f"à côté {etat.numero()}"
    rang.cote[ecart] = texte
    etat.poser(t.nom, t.ligne(rang), max(t.colonnes.values()) + ecart, texte)
    etat.phrases.append(f"{t.nom} › {rang.cle} : « {texte} » à {ecart} colonnes du tableau")


def ecrire_dessous(etat: Etat) -> None:
    """Something below a table and its total."""
    t = etat.un_tableau()
    sous = t.onglet.hauteur - t.cadre.sentinelle + etat.hasard.randint(2, 4)
    colonne, texte = etat.hasard.randint(1, 4), f"dessous {etat.numero()}"
    if t.propre:
        return
    t.dessous[sous, colonne] = texte
    etat.poser(t.nom, t.sentinelle + sous, colonne, texte)
    etat.phrases.append(f"{t.nom} : « {texte} » {sous} lignes sous la sentinelle")


def nommer(etat: Etat) -> None:
    """A name of one's own for one of our cells."""
    livre = etat.hasard.choice(sorted({o.livre for o in etat.lu.onglets.values()}))
    renvoi = cible(etat, livre)
    if renvoi is None:
        return
    nom = f"mon_nom_{etat.numero()}"
    etat.noms[nom] = livre, renvoi
    texte = etat.formule(renvoi, "").removeprefix("=").removesuffix(f"*{renvoi.fois}")
    etat.faire("nom", renvoi.feuille, 0, valeur=f"{nom}={texte}", livre=livre)
    etat.phrases.append(f"{livre} : nom {nom} = {texte}")
