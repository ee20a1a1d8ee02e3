"""Put back, once everything has an address: own formulas, cells beside, notes, own sheets, names and links."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from chargeprod_xl.gabarits.declaration import Tapee
from chargeprod_xl.liens.formules import adresse, decaler, en_r1c1, lire_plage
from chargeprod_xl.liens.pose import CellulePosee, ClasseurPose, FeuilleAjoutee, FeuillePosee, FondPose, NotePosee
from chargeprod_xl.reprise.bilan import Element, Perte
from chargeprod_xl.reprise.chemins import de_feuille, feuille_de
from chargeprod_xl.reprise.contexte import Contexte
from chargeprod_xl.reprise.fusion_fixe import montre
from chargeprod_xl.reprise.plans import PlanBloc, Position
from chargeprod_xl.reprise.saisies import FeuillePropre, FeuilleRecoltee

_SANS_PLACE = "la ligne, la colonne ou le champ qui était là n’existe plus"
_OCCUPEE = "le programme écrit désormais à cette place"
_COLONNE_INSEREE = "une colonne insérée dans un tableau fixe n’est pas reprise : recopiez-la à droite du tableau"
_FORMULE_PERDUE = "cette formule vise une cellule qui n’existe plus ; sa dernière valeur est gardée"
_NOM_PRIS = "ce nom est désormais celui d’un raccourci du programme : donnez-en un autre au vôtre"
_DESSIN = "dessin posé sur une feuille du pack : à reprendre dans la version précédente"


def remettre(contexte: Contexte) -> None:
    """Complete the linked pack in place; what cannot be put back joins the losses."""
    for classeur in contexte.pose.classeurs:
        for feuille in classeur.feuilles:
            _formules(contexte, classeur, feuille)
    for ident, plan in contexte.plans.items():
        for bloc in plan.blocs.values():
            if bloc.ajoutees:
                _prolonger(contexte, bloc, contexte.posees[ident][1])
    for recoltee in contexte.recolte.feuilles.values():
        _libres(contexte, recoltee)
        _notes(contexte, recoltee)
        _fonds(contexte, recoltee)
        _dessins(contexte, recoltee)
    _feuilles_propres(contexte)
    _noms_propres(contexte)


def _formules(contexte: Contexte, classeur: ClasseurPose, feuille: FeuillePosee) -> None:
    """Typed formulas of declared cells, with the addresses of today."""
    for ou, cellule in feuille.cellules.items():
        if cellule.tapee is not None and cellule.tapee.lieu is not None:
            feuille.cellules[ou] = cellule._replace(tapee=_traduite(contexte, classeur, feuille, ou, cellule.tapee))


def _traduite(contexte: Contexte, classeur: ClasseurPose, feuille: FeuillePosee, ou: Position, tapee: Tapee) -> Tapee:
    assert tapee.lieu and tapee.formule is not None
    ident, ligne, colonne = tapee.lieu
    source = contexte.recolte.feuilles[ident]
    traducteur = contexte.traducteur(source.classeur, classeur)
    formule = traducteur.traduire(tapee.formule, source.nom, feuille.nom)
    if formule is None:
        repere = adresse(ligne, colonne)
        contexte.bilan.pertes.append(Perte(source.classeur, source.nom, repere, montre(tapee), _FORMULE_PERDUE))
        return Tapee(tapee.valeur, est_date=tapee.est_date)
    return replace(tapee, formule=formule, matrice=_matrice(tapee.matrice, ou))


def _matrice(matrice: str | None, ou: Position) -> str | None:
    """The range of an array formula, from its new first cell."""
    if matrice is None:
        return None
    p = lire_plage(matrice)
    fin = adresse(ou[0] + p.ligne_fin - p.ligne_debut, ou[1] + p.colonne_fin - p.colonne_debut)
    return adresse(*ou) if fin == adresse(*ou) else f"{adresse(*ou)}:{fin}"


def _prolonger(contexte: Contexte, bloc: PlanBloc, feuille: FeuillePosee) -> None:
    """A column that people fill with one formula has it on the rows that the sources brought too."""
    connues = {cle for x in contexte.fusion.identites.values() for cle in x.values()}
    for colonne in bloc.ajoutees:
        col = bloc.places[colonne]
        lignes = [bloc.ligne(rang) for rang in range(len(bloc.cles))]
        formules = {
            lg: t.formule for lg in lignes if (t := feuille.cellules[lg, col].tapee) and t.formule and not t.matrice
        }
        motifs = Counter(en_r1c1(f, lg, col) for lg, f in formules.items())
        [(motif, nombre)] = motifs.most_common(1) or [("", 0)]
        if nombre < 2 or 2 * nombre < len(formules):
            continue
        modele = next(lg for lg, f in formules.items() if en_r1c1(f, lg, col) == motif)
        for cle, lg in zip(bloc.cles, lignes, strict=True):
            if cle not in connues:
                suite = Tapee(None, decaler(formules[modele], lg - modele, 0))
                feuille.cellules[lg, col] = feuille.cellules[lg, col]._replace(tapee=suite)


def _occupee(cellule: CellulePosee | None) -> bool:
    return cellule is not None and (cellule.formule is not None or cellule.montree not in {None, ""})


def _libres(contexte: Contexte, recoltee: FeuilleRecoltee) -> None:
    """What people wrote where the program writes nothing: at the same distance of the same things."""
    carte = contexte.carte(recoltee)
    for ou, tapee in sorted(recoltee.libres.items()):
        place = carte.nouvelle(ou)
        cible = contexte.posees.get(place[0]) if place else None
        dessus = cible[1].cellules.get((place[1], place[2])) if cible and place else None
        if place is None or cible is None or _occupee(dessus):
            raison = _SANS_PLACE if place is None else _OCCUPEE
            if carte.en_colonne_inseree(ou):
                raison = _COLONNE_INSEREE
            contexte.bilan.pertes.append(Perte(recoltee.classeur, recoltee.nom, adresse(*ou), montre(tapee), raison))
            continue
        classeur, feuille = cible
        la = place[1], place[2]
        remise = _traduite(contexte, classeur, feuille, la, tapee) if tapee.lieu else tapee
        feuille.cellules[la] = CellulePosee(role="phrase", tapee=remise, format=tapee.format)
        contexte.bilan.gardees.append(Element(f"{feuille.nom} › {adresse(*la)}", montre(tapee)))


def _notes(contexte: Contexte, recoltee: FeuilleRecoltee) -> None:
    carte = contexte.carte(recoltee)
    for ou, note in sorted(recoltee.notes.items()):
        place = carte.nouvelle(ou)
        if place is None or place[0] not in contexte.posees:
            perte = Perte(recoltee.classeur, recoltee.nom, adresse(*ou), note.texte, f"note : {_SANS_PLACE}")
            contexte.bilan.pertes.append(perte)
            continue
        feuille = contexte.posees[place[0]][1]
        la = place[1], place[2]
        if la in feuille.cellules:
            feuille.cellules[la] = feuille.cellules[la]._replace(aide="")
        feuille.notes[la] = NotePosee(note.texte, note.auteur)
        contexte.bilan.notes.append(Element(f"{feuille.nom} › {adresse(*la)}", note.texte))


def _fonds(contexte: Contexte, recoltee: FeuilleRecoltee) -> None:
    """Cells that people coloured; one whose row is gone says nothing any more."""
    carte = contexte.carte(recoltee)
    for ou, fond in recoltee.fonds.items():
        place = carte.nouvelle(ou)
        if place is not None and place[0] in contexte.posees:
            contexte.posees[place[0]][1].fonds[place[1], place[2]] = FondPose(*fond)


def _dessins(contexte: Contexte, recoltee: FeuilleRecoltee) -> None:
    """Charts and pictures drawn over a built sheet stay in the former version: that is said."""
    if len(recoltee.dessins) > recoltee.plan.dessins:
        nombre = len(recoltee.dessins) - recoltee.plan.dessins
        perte = Perte(recoltee.classeur, recoltee.nom, "", f"{nombre} dessin(s)", _DESSIN)
        contexte.bilan.pertes.append(perte)


def _feuilles_propres(contexte: Contexte) -> None:
    for propre in contexte.recolte.propres:
        classeur = contexte.rebati(propre.classeur)
        if classeur is None:
            raison = "le classeur qui portait cette feuille n’existe plus"
            contexte.bilan.pertes.append(Perte(propre.classeur, propre.nom, "", "(toute la feuille)", raison))
            continue
        nom = _apres(contexte, propre)
        chemin = contexte.lus[propre.classeur].chemin
        classeur.propre.feuilles.append(FeuilleAjoutee(chemin, propre.nom, nom))
        classeur.propre.traduire = _traduire_propre(contexte, propre.classeur, classeur)
        contexte.bilan.feuilles.append(Element(f"{classeur.fichier} › {propre.nom}", "feuille de l’utilisateur"))


def _apres(contexte: Contexte, propre: FeuillePropre) -> str:
    """Name of the sheet that a person's own stands after: that it followed, else the nearest before that remains."""
    if not propre.apres:
        return ""
    onglets = [f.nom for f in contexte.lus[propre.classeur].feuilles]
    siennes = {x: f for x, f in contexte.recolte.feuilles.items() if f.classeur == propre.classeur}
    du_fichier = sorted(siennes, key=lambda ident: onglets.index(siennes[ident].nom))
    rang = du_fichier.index(propre.apres) if propre.apres in du_fichier else -1
    for ident in (propre.apres, *reversed(du_fichier[: max(rang, 0)])):
        present = feuille_de(contexte.pas.suivre(de_feuille(ident)), contexte.plans)
        if present in contexte.plans:
            return contexte.plans[present].nom
    return ""


def _traduire_propre(contexte: Contexte, fichier: str, classeur: ClasseurPose) -> Any:
    traducteur = contexte.traducteur(fichier, classeur)
    return lambda formule, nom: traducteur.traduire(formule, nom, nom)


def _noms_propres(contexte: Contexte) -> None:
    """Names that people defined for a whole workbook, and that are none of ours."""
    for lu in contexte.recolte.classeurs:
        classeur = contexte.rebati(lu.nom)
        if classeur is None:
            continue
        du_programme = {nom for c in contexte.pose.classeurs for nom in c.noms}
        raccourcis = {nom for c in contexte.pose.classeurs for nom in c.meta.get("raccourcis", ())}
        traducteur = contexte.traducteur(lu.nom, classeur)
        for nom in lu.noms:
            sien = ".".join(contexte.pas.suivre(tuple(nom.nom.split("."))))
            if nom.feuille or nom.nom.lower().startswith("_xlnm") or nom.nom.casefold() in contexte.recolte.raccourcis:
                continue
            if nom.nom.casefold() in raccourcis:
                contexte.bilan.pertes.append(Perte(lu.nom, "", nom.nom, f"={nom.formule}", _NOM_PRIS))
                continue
            if sien in du_programme or "." in nom.nom:
                continue
            formule = traducteur.traduire(nom.formule, "", "")
            if formule is None or "#REF!" in nom.formule:
                raison = "ce nom vise une cellule qui n’existe plus"
                contexte.bilan.pertes.append(Perte(lu.nom, "", nom.nom, f"={nom.formule}", raison))
            else:
                classeur.propre.noms[nom.nom] = formule
