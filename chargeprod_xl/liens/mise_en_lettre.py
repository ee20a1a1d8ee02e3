"""A sheet that is a letter: its texts across the columns of the page, its page breaks, what is not printed."""

from __future__ import annotations

from chargeprod_xl.liens.disposition import BlocPose, FeuilleDisposee, colonnes_de_lettre
from chargeprod_xl.liens.pose import FeuillePosee

#: Width of a column that no table asks for.
_LARGEUR = 24.0


def mettre_en_lettre(f: FeuilleDisposee, feuille: FeuillePosee) -> None:
    """Complete the cells of a letter with how it stands on its page."""
    large = colonnes_de_lettre(f.feuille)
    feuille.lettre, feuille.titres_impression = True, None
    feuille.figer = (4, 1)
    feuille.largeur_imprimee = large
    feuille.haut = min(_haut(p) for p in f.blocs if p.bloc.imprime)
    feuille.hauteur = max(p.bas for p in f.blocs if p.bloc.imprime)
    feuille.entetes = [(p.entete, p.gauche, p.droite) for p in f.blocs if not p.bloc.lettre]
    feuille.largeurs = _largeurs(f, large)
    for pose in f.blocs:
        if pose.bloc.lettre:
            _texte(pose, feuille, large)
            if pose.bloc.logo:
                feuille.image = pose.lignes["logo"], pose.bloc.logo
    _ensemble(f, feuille)


def _largeurs(f: FeuilleDisposee, large: int) -> dict[int, float]:
    """Columns as the tables in the letter want them; the writer stretches them to the page."""
    tables = [p for p in f.blocs if not p.bloc.lettre]
    sortie: dict[int, float] = {}
    for pose in sorted(tables, key=lambda p: not p.bloc.imprime):
        for colonne in pose.bloc.colonnes:
            if pose.bloc.imprime or pose.colonnes[colonne.id] > large:
                rang = pose.colonnes[colonne.id]
                sortie[rang] = max(sortie.get(rang, 0.0), colonne.largeur or _LARGEUR)
    return {**dict.fromkeys(range(1, large + 1), _LARGEUR), **sortie}


def _haut(pose: BlocPose) -> int:
    """First row of a block that shows something; a letter has no header."""
    return pose.premiere if pose.bloc.lettre else pose.entete


def _texte(pose: BlocPose, feuille: FeuillePosee, large: int) -> None:
    """No header; each text runs from its column to the edge of its part of the page."""
    gauche, droite = pose.gauche, pose.droite
    for col in (gauche, droite):
        del feuille.cellules[pose.entete, col]
    for ligne in pose.bloc.lignes:
        rang = pose.lignes[ligne.cle]
        a_gauche, a_droite = (_dit(feuille, rang, c) for c in (gauche, droite))
        if a_droite:
            feuille.fusions[rang, droite] = large
        if a_gauche or not a_droite:
            feuille.fusions[rang, gauche] = droite - 1 if a_droite else large


def _dit(feuille: FeuillePosee, ligne: int, colonne: int) -> bool:
    cellule = feuille.cellules[ligne, colonne]
    return bool(cellule.formule or cellule.tapee or cellule.valeur)


def _ensemble(f: FeuilleDisposee, feuille: FeuillePosee) -> None:
    """No page ends between the subject and what follows it, nor before a signature that nothing would precede."""
    pleines = [(pose.lignes[x.cle], x) for pose in f.blocs if pose.bloc.imprime for x in pose.bloc.lignes]
    totaux = [(p.total, None) for p in f.blocs if p.total and p.bloc.imprime]
    rangs = sorted([*(r for r, _ in pleines), *(r for r, _ in totaux)])
    for rang, ligne in pleines:
        genre = ligne.types.get("texte", "")
        if genre.startswith("signature") and rang != rangs[0]:
            avant = max(r for r in rangs if r < rang)
            feuille.solidaires |= set(range(avant, rang))
        if genre == "objet":
            feuille.solidaires.add(rang)
