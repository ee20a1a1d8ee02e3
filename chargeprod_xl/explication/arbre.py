"""The tree of an explanation: a cell, what its formula reads, what those were made from in turn."""

from __future__ import annotations

from dataclasses import dataclass, field

from chargeprod_xl.explication import calculs, parcours
from chargeprod_xl.explication.decisions import Lue
from chargeprod_xl.explication.francais import Nommer, en_clair, en_francais
from chargeprod_xl.explication.modele import Explication, Lecture, Nature, Role
from chargeprod_xl.explication.natures import nature
from chargeprod_xl.explication.nombres import en_valeur, precision
from chargeprod_xl.explication.noms import nommer, titre_complet
from chargeprod_xl.explication.pack import Pack
from chargeprod_xl.explication.passages import est_un_passage, lire_formule, origine, origine_de_plage
from chargeprod_xl.explication.questions import repondre
from chargeprod_xl.explication.resumes import condition, resume_des_produits, resumer
from chargeprod_xl.explication.sources import origine_du_bareme
from chargeprod_xl.liens.formules import Plage, Prefixe, lire_plage
from chargeprod_xl.recalcul.fusion import Adresse
from chargeprod_xl.recalcul.rapport import Lieu

#: Rows found or added up that are explained one by one; the others are only counted.
LIGNES_EXPLIQUEES = 6
#: Up to so many rows, each is followed as far as a cell would be.
LIGNES_SUIVIES = 3


@dataclass
class Atelier:
    """Explains the cells of a pack; a cell met again under the same root is not explained twice."""

    pack: Pack
    expliquees: set[Adresse] = field(default_factory=set)

    def expliquer(self, ou: Adresse, profondeur: int) -> Explication:
        """A cell, and ``profondeur`` levels of what it reads."""
        pack = self.pack
        cellule, valeur, lieu = pack.cellule(ou), pack.valeur(ou), pack.lieu(ou)
        titre, colonne, ligne = titre_complet(pack, ou)
        genre, remarques = nature(pack, ou)
        brute = pack.formule_d_origine(ou)
        deja = bool(cellule.formule) and ou in self.expliquees
        calcul = ""
        lectures: tuple[Lecture, ...] = ()
        if cellule.formule and profondeur > 0 and not deja:
            self.expliquees.add(ou)
            calcul, lectures = self._lectures(ou, cellule.formule, profondeur)
        return Explication(
            lieu=lieu,
            titre=titre,
            colonne=colonne,
            ligne=ligne,
            valeur=valeur,
            texte=en_valeur(valeur, cellule.format, cellule.est_date),
            nature=genre,
            exacte=precision(valeur, cellule.format, cellule.est_date),
            formule=en_clair(cellule.formule or brute, self._nom(ou)) if brute else "",
            formule_excel=en_francais(brute, self._classeurs(ou)) if brute else "",
            calcul=calcul,
            origine=origine_du_bareme(pack, ou),
            remarques=(*remarques, *self._etat(ou, lieu, genre)),
            lectures=lectures,
            deja=deja and profondeur > 0,
        )

    def _classeurs(self, ou: Adresse) -> tuple[str, ...]:
        classeur = self.pack.classeur(ou.feuille)
        return tuple(lien.cible for lien in classeur.liens_externes) if classeur else ()

    def _etat(self, ou: Adresse, lieu: Lieu, genre: Nature) -> tuple[str, ...]:
        """A stored value that is not the computed one, a value that nobody could check."""
        pack, etats = self.pack, []
        if lieu in pack.perimees:
            etats.append(f"{self._montre(ou, lieu)} : lancez « chargeprod-xl actualiser », ou réenregistrez-le")
        if (alteree := pack.alteree(ou)) is not None and alteree.nature != "disparue":
            verbe = "changée" if alteree.nature == "changee" else "écrasée"
            etats.append(f"formule {verbe} ; le programme avait écrit ={en_francais(alteree.attendue)}")
        if lieu in pack.douteuses:
            etats.append(pack.douteuses[lieu])
        if genre is Nature.CALCULEE and not pack.cellule(ou).formule:
            etats.append("formule matricielle sur plusieurs cellules : son détail n’est pas suivi")
        return tuple(etats)

    def _montre(self, ou: Adresse, lieu: Lieu) -> str:
        stockee, cellule = self.pack.perimees[lieu], self.pack.cellule(ou)
        if stockee is None:
            return "le fichier ne montre encore aucune valeur"
        return f"le fichier montre encore {en_valeur(stockee, cellule.format, cellule.est_date)}"

    def _nom(self, depuis: Adresse) -> Nommer:
        """How the readable formula of ``depuis`` calls a reference."""

        def nom(prefixe: Prefixe | None, texte: str) -> str:
            feuille = prefixe.feuille if prefixe else depuis.feuille
            return self._appeler(feuille, lire_plage(texte), depuis)[0]

        return nom

    def _appeler(self, feuille: str, plage: Plage, depuis: Adresse) -> tuple[str, str, Plage]:
        """The name of a range seen from ``depuis``, and where it truly stands."""
        pack = self.pack
        if not est_un_passage(pack, depuis.feuille) and est_un_passage(pack, feuille):
            if plage.une_cellule:
                ou = origine(pack, Adresse(feuille, plage.ligne_debut, plage.colonne_debut))
                feuille, plage = ou.feuille, Plage(ou.ligne, ou.colonne, ou.ligne, ou.colonne)
            else:
                feuille, plage = origine_de_plage(pack, feuille, plage)
        return nommer(pack, plage, feuille, depuis), feuille, plage

    # --- what a formula reads -----------------------------------------------------------------------------------

    def _lectures(self, ou: Adresse, formule: str, profondeur: int) -> tuple[str, tuple[Lecture, ...]]:
        """The formula in figures, and what it reads: the figures first, then what only chooses, then what is unused."""
        pack, expression = self.pack, lire_formule(formule)
        textes = [*parcours.demandes(expression, ou.feuille, pack.hauteur), *calculs.demandes(expression)]
        reponses = repondre(pack, ou.feuille, textes)
        lues = _sans_doublons(parcours.lectures(expression, ou.feuille, pack.hauteur, reponses))
        calcul = calculs.Chiffrage(pack, ou.feuille, reponses, self._nom(ou)).expression(expression)
        ordre = sorted(lues, key=lambda lue: (not lue.utilisee, lue.accessoire))
        return calcul if calculs.parlant(calcul) else "", tuple(self._lecture(lue, ou, profondeur) for lue in ordre)

    def _lecture(self, lue: Lue, depuis: Adresse, profondeur: int) -> Lecture:
        pack = self.pack
        nom, feuille, plage = self._appeler(lue.feuille, lue.plage, depuis)
        lieu = Lieu(pack.lieu(Adresse(feuille, 1, 1)).classeur, pack.feuille(feuille), str(plage))
        par = f"{pack.feuille(lue.feuille)}!{lue.plage}" if feuille != lue.feuille else ""
        ous = self._cellules_lues(lue)
        # What only chooses, and rows by the dozen, are followed one step less: the figure first.
        moins = lue.accessoire or len(ous) > LIGNES_SUIVIES
        suite = max(0, profondeur - (2 if moins else 1)) if lue.utilisee else 0
        cellules = tuple(self.expliquer(self._vraie(ou, depuis), suite) for ou in ous[:LIGNES_EXPLIQUEES])
        resume = None
        if lue.role is Role.PRODUIT:
            resume = resume_des_produits(pack, lue)
        elif not ous and lue.role is not Role.CRITERE and lue.positions is None:
            resume = resumer(pack, lue.feuille, lue.plage)
        critere = condition(pack, lue) if lue.role in {Role.CRITERE, Role.CHERCHEE} else ""
        return Lecture(nom, lieu, lue.role, lue.utilisee, cellules, len(ous), resume, critere, par)

    def _cellules_lues(self, lue: Lue) -> list[Adresse]:
        if lue.role is Role.CELLULE:
            return [Adresse(lue.feuille, lue.plage.ligne_debut, lue.plage.colonne_debut)]
        trouvees = [Adresse(lue.feuille, *position) for position in lue.positions or ()]
        if lue.role in {Role.ADDITION, Role.MOYENNE}:
            # A row that adds nothing says nothing, unless none adds anything.
            return [ou for ou in trouvees if self.pack.valeur(ou) not in {None, 0.0, ""}] or trouvees
        return trouvees

    def _vraie(self, ou: Adresse, depuis: Adresse) -> Adresse:
        """Through the borders, unless the borders themselves are being explained."""
        return ou if est_un_passage(self.pack, depuis.feuille) else origine(self.pack, ou)


def _rang(lue: Lue) -> tuple[bool, bool]:
    return lue.utilisee, not lue.accessoire


def _sans_doublons(lues: list[Lue]) -> list[Lue]:
    """Each thing read once, as what it is best at: used before unused, part of the figure before accessory."""
    uniques: dict[tuple[object, ...], Lue] = {}
    for lue in lues:
        cle = (lue.feuille, lue.plage, lue.role, lue.positions, str(lue.critere))
        if cle not in uniques or _rang(lue) > _rang(uniques[cle]):
            uniques[cle] = lue
    return list(uniques.values())


def expliquer(pack: Pack, ou: Adresse, profondeur: int = 2) -> Explication:
    """The explanation of a cell of a recomputed pack."""
    return Atelier(pack).expliquer(ou, profondeur)
