"""From a laid-out sheet to cells: values, final formulas, titles, lights, tables, drop-downs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chargeprod_xl.gabarits.declaration import Colonne, Ligne
from chargeprod_xl.gabarits.types_de_cellule import LARGEURS
from chargeprod_xl.liens.disposition import SENTINELLE, BlocPose, FeuilleDisposee
from chargeprod_xl.liens.mise_en_lettre import mettre_en_lettre
from chargeprod_xl.liens.noms import adresse, chercher, prefixe_feuille
from chargeprod_xl.liens.pose import CellulePosee, FeuillePosee, GraphePose, TablePosee
from chargeprod_xl.liens.resolution import Contexte, a_la_ligne, dans_la_table, patron

if TYPE_CHECKING:
    from chargeprod_xl.liens.edition import Edition


class _Pose:
    """Writes one sheet."""

    def __init__(self, edition: Edition, f: FeuilleDisposee) -> None:
        self.edition, self.f = edition, f
        self.patrons: dict[tuple[str, int, int, str, bool], str] = {}
        self.feuille = FeuillePosee(
            f.feuille.nom,
            f.feuille.onglet,
            page=f.feuille.page,
            protegee=f.feuille.protegee,
            source=f.feuille.source,
            largeur_imprimee=f.largeur,
            hauteur=f.hauteur,
        )

    def resoudre(self, formule: str, pose: BlocPose | None, ligne: int, colonne: int, contexte: str = "") -> str:
        return a_la_ligne(self.patron(formule, pose, ligne, colonne, contexte), ligne)

    def patron(self, formule: str, pose: BlocPose | None, ligne: int, colonne: int, contexte: str = "") -> str:
        """The pattern of a column, found once for all its rows."""
        dedans = pose is not None and dans_la_table(pose, ligne)
        cle = (formule, pose.entete if pose else 0, colonne, contexte, dedans)
        if cle not in self.patrons:
            self.patrons[cle] = self.gardee(formule, self.contexte(pose, ligne, colonne, contexte))
        return self.patrons[cle]

    def gardee(self, formule: str, ctx: Contexte) -> str:
        """The pattern of a formula; one that reads a table of another workbook waits for its keys to be right."""
        adaptee = self.edition.adapter(formule, ctx.classeur, ctx.feuille_id)
        modele = patron(adaptee, ctx)
        etats = [f'{etat}="✔"' for etat in self.edition.gardes(adaptee, ctx.classeur, ctx.feuille_id)]
        if not etats:
            return modele
        condition = etats[0] if len(etats) == 1 else f"AND({','.join(etats)})"
        return f"=IF({condition},{modele.removeprefix('=')},NA())"

    def contexte(self, pose: BlocPose | None, ligne: int, colonne: int, contexte: str) -> Contexte:
        f, e = self.f.feuille, self.edition
        ecrite = e.feuille(f.classeur, contexte) if contexte else f  # a check is written in the sheet it speaks of
        return Contexte(
            f.classeur,
            contexte or f.id,
            f.nom,
            ecrite.source,
            pose,
            ligne,
            colonne,
            e.index,
            e.etranger,
            e.frontiere,
            e.fautes,
            ecrite.origines,
        )

    def role_de(self, role: str, formule: str) -> str:
        """A formula that reads the « Liens » sheet shows green: its figure comes from another workbook."""
        liens = prefixe_feuille(self.edition.frontieres.entrees[self.f.feuille.classeur].feuille)
        return "lien" if role == "calcul" and liens in formule else role

    def cellule(self, pose: BlocPose, ligne: Ligne, colonne: Colonne, rang: int) -> CellulePosee:
        """A cell as declared, with what a person typed there in a former pack."""
        declaree = self.declaree(pose, ligne, colonne, rang)
        tapee = ligne.tapees.get(colonne.id)
        if tapee is None:
            return declaree
        a_elle = colonne.ajoutee or (ligne.ajoutee and not pose.bloc.extensible)
        return declaree._replace(tapee=tapee, format=tapee.format if a_elle else "")

    def declaree(self, pose: BlocPose, ligne: Ligne, colonne: Colonne, rang: int) -> CellulePosee:
        lg = pose.lignes[ligne.cle] if not pose.bloc.extensible else pose.premiere + rang
        col = pose.colonnes[colonne.id]
        role = ligne.roles.get(colonne.id, colonne.role)
        genre = ligne.types.get(colonne.id, colonne.type)
        brute = ligne.formules.get(colonne.id, colonne.formule if role == "calcul" else None)
        valeur: Any = ligne.valeurs.get(colonne.id)
        if brute and (colonne.id in ligne.formules or valeur is None):
            modele = self.patron(brute, pose, lg, col, ligne.feuille)
            formule = a_la_ligne(modele, lg)
            vu, mesure = self.role_de("calcul", formule), ligne.mesures.get(colonne.id, "")
            return CellulePosee(None, formule, vu, genre, ligne.style, patron=modele, mesure=mesure)
        lien = None
        if isinstance(valeur, dict):
            valeur, lien = valeur["texte"], self.lien(valeur)
        return CellulePosee(valeur, None, role, genre, ligne.style, lien)

    def lien(self, valeur: dict[str, str]) -> str:
        """Hyperlink of an « Accueil » row: another file in the linked layout, a sheet of this one otherwise."""
        if "feuille" in valeur:
            return f"#{prefixe_feuille(valeur['feuille'])}A1"
        if self.edition.disposition == "lies":
            return f"{valeur['classeur']}.xlsx"
        premiere = self.edition.feuilles[valeur["classeur"]][0].feuille.nom
        return f"#{prefixe_feuille(premiere)}A1"

    def tableau(self, pose: BlocPose) -> None:
        cellules = self.feuille.cellules
        for colonne in pose.declarees:
            col = pose.colonnes[colonne.id]
            gauche = colonne.type in {"texte"}
            cellules[pose.entete, col] = CellulePosee(
                colonne.titre, role="entete_gauche" if gauche else "entete", aide=colonne.aide
            )
            if colonne.masquee:
                self.feuille.masquees.add(col)
            largeur = colonne.largeur or LARGEURS.get(colonne.type, 14.0)
            self.feuille.largeurs[col] = max(largeur, self.feuille.largeurs.get(col, 0))
        self.bandeaux(pose)
        for rang, ligne in enumerate(pose.bloc.lignes):
            for colonne in pose.bloc.colonnes:
                cellules[pose.premiere + rang, pose.colonnes[colonne.id]] = self.cellule(pose, ligne, colonne, rang)
        if pose.table:
            self.fin_de_table(pose)
        if pose.total:
            self.ligne_total(pose)
        self.listes(pose)
        self.feuille.entetes.append((pose.entete, pose.gauche, pose.droite))

    def bandeaux(self, pose: BlocPose) -> None:
        for bandeau in pose.bloc.bandeaux:
            lg = pose.bandeaux[bandeau.id]
            cols = [pose.colonnes[i] for i in (*bandeau.formules, *bandeau.valeurs)]
            for col in range(pose.gauche, min(cols, default=pose.gauche + 1)):
                texte = bandeau.titre if col == pose.gauche else None
                self.feuille.cellules[lg, col] = CellulePosee(texte, role="bandeau_titre")
            for ident, valeur in bandeau.valeurs.items():
                self.feuille.cellules[lg, pose.colonnes[ident]] = CellulePosee(
                    valeur, role="bandeau", type=bandeau.type
                )
            for ident, brute in bandeau.formules.items():
                col = pose.colonnes[ident]
                formule = self.resoudre(brute, pose, lg, col)
                self.feuille.cellules[lg, col] = CellulePosee(None, formule, "bandeau", bandeau.type)

    def fin_de_table(self, pose: BlocPose) -> None:
        """Identities, the sentinel row, and the Excel table over both."""
        bloc, cellules = pose.bloc, self.feuille.cellules
        col_id = pose.colonnes["_id"]
        for rang, ligne in enumerate(bloc.lignes):
            cellules[pose.premiere + rang, col_id] = CellulePosee(ligne.cle, type="code")
        for col in pose.colonnes.values():
            cellules[pose.derniere, col] = CellulePosee(SENTINELLE if col == pose.gauche else None, role="sentinelle")
        colonnes = []
        for colonne in pose.declarees:
            formule = None
            if colonne.role == "calcul" and colonne.formule:
                col = pose.colonnes[colonne.id]
                formule = self.resoudre(colonne.formule, pose, pose.premiere, col)
            colonnes.append((colonne.titre, formule))
        assert pose.table
        self.feuille.tables.append(
            TablePosee(pose.table, pose.entete, pose.gauche, pose.derniere, pose.droite, tuple(colonnes))
        )

    def ligne_total(self, pose: BlocPose) -> None:
        assert pose.total
        libelle = pose.bloc.colonne_du_total
        for colonne in pose.bloc.colonnes:
            col = pose.colonnes[colonne.id]
            formule = None
            if colonne.total:
                plage = adresse(pose.premiere, col, pose.derniere, col)
                formule = f"=SUM({pose.table}[{colonne.titre}])" if pose.table else f"=SUM({plage})"
            texte = pose.bloc.total or "Total"
            self.feuille.cellules[pose.total, col] = CellulePosee(
                texte if colonne.id == libelle else None, formule, "total", colonne.type, "total"
            )

    def listes(self, pose: BlocPose) -> None:
        for colonne in pose.bloc.colonnes:
            col = pose.colonnes[colonne.id]
            if colonne.liste and colonne.role in {"saisie", "force"}:
                plage = adresse(pose.premiere, col, pose.derniere, col).replace("$", "")
                self.feuille.listes.append((plage, colonne.liste))
            for ligne in pose.bloc.lignes:
                if colonne.id in ligne.listes:
                    self.feuille.listes.append(
                        (adresse(pose.lignes[ligne.cle], col).replace("$", ""), ligne.listes[colonne.id])
                    )

    def titres(self) -> None:
        """Title, subtitle, master light at the right of row 1, titles of blocks, sentences."""
        cellules, f = self.feuille.cellules, self.f
        visibles = [c for c in range(1, f.largeur + 1) if c not in self.feuille.masquees]
        cellules[1, 1] = CellulePosee(f.feuille.titre, role="titre")
        unite = f" · {f.feuille.unite}" if f.feuille.unite else ""
        cellules[2, 1] = CellulePosee(self.edition.sous_titre + unite, role="sous_titre")
        accueil = f.feuille.onglet == "accueil" and f.feuille.classeur == self.edition.pack.classeurs[0].id
        nom = "controles.verdict_pack" if accueil else "controles.verdict"
        bord = next((p.colonnes[f.feuille.page.jusqu_a] for p in f.blocs if f.feuille.page.jusqu_a in p.colonnes), 999)
        visibles = [c for c in visibles if c <= bord]
        droite = visibles[-1]
        voyant = self.resoudre(f"={{{f.feuille.classeur}.{nom}}}", None, 1, droite)
        cellules[1, droite] = CellulePosee(None, voyant, "voyant", "etat")
        self.feuille.largeurs[droite] = max(self.feuille.largeurs.get(droite, 0), 17)
        for ligne, colonne, texte in f.titres:
            cellules[ligne, colonne] = CellulePosee(texte, role="titre_bloc")
        for ligne, texte in f.textes:
            cellules[ligne, 1] = CellulePosee(texte, role="phrase")
        self.feuille.largeur_imprimee = visibles[-1]

    def graphiques(self) -> None:
        for ligne, g in self.f.graphiques:
            series = tuple((t, self.plage(v), couleur) for t, v, couleur in g.series)
            self.feuille.graphes.append(
                GraphePose(
                    ligne,
                    g.genre,
                    g.titre,
                    self.plage(g.categories),
                    series,
                    g.hauteur,
                    g.largeur,
                    g.diviseur,
                    g.empile,
                )
            )

    def plage(self, nom: str) -> str:
        """A chart range: always an address, with its sheet; the sentinel row is left out."""
        trouves = chercher(self.edition.index, nom, self.f.feuille.classeur, self.f.feuille.id)
        if not trouves:
            self.resoudre(f"={{{nom}}}", None, 1, 1)  # records the fault
            return ""
        c = trouves[0]
        fin = c.l2 - 1 if c.bloc is not None and c.bloc.table else c.l2
        return prefixe_feuille(c.feuille) + adresse(c.l1, c.c1, fin, c.c2)

    def page(self) -> None:
        """Frozen panes, repeated header, page breaks."""
        poses = self.f.blocs
        if poses:
            # The header that repeats is that of the longest table.
            longue = max(poses, key=lambda p: len(p.bloc.lignes))
            debut = min([*longue.bandeaux.values(), longue.entete])
            # Above another table where people add rows, it would not be its header.
            if longue is poses[-1] or sum(p.table is not None for p in poses) < 2:
                self.feuille.titres_impression = (debut, longue.entete)
            seul = len(poses) == 1 and not poses[0].bloc.est_champs
            self.feuille.figer = (longue.entete + 1 if seul else 4, self.f.feuille.figer + 1)
            colonne = self.f.feuille.page.saut_avant
            if colonne:
                self.feuille.sauts = [
                    longue.premiere + i - 1
                    for i, ligne in enumerate(longue.bloc.lignes)
                    if i and ligne.style == colonne
                ]


def mettre_en_cellules(edition: Edition, f: FeuilleDisposee) -> FeuillePosee:
    """Cells of one sheet, every formula final."""
    pose = _Pose(edition, f)
    for bloc in f.blocs:
        pose.tableau(bloc)
    pose.titres()
    pose.graphiques()
    pose.page()
    if any(bloc.bloc.lettre for bloc in f.blocs):
        mettre_en_lettre(f, pose.feuille)
    return pose.feuille
