"""Each figure of the file beside what becomes of it. Pure: rows and a mapping in, everything to say out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from chargeprod_xl.imports.devis.classement import classer
from chargeprod_xl.imports.devis.codes import Affectation, Nomenclature, normaliser
from chargeprod_xl.imports.devis.correspondance import Correspondance
from chargeprod_xl.imports.devis.etiquettes import (
    convertir,
    doute_de_devise,
    doutes_de_marge,
    etiqueter,
    pays_du_film,
)
from chargeprod_xl.imports.devis.lignes import Visee, calcul_du_fichier, chiffrer, par_code
from chargeprod_xl.imports.devis.modele import ZERO, Chiffre, Classee, Doute, Rangee, Rapprochement
from chargeprod_xl.imports.devis.refus import ecarts_de_lignes, fautes_de_lecture, remise_sans_porteuse
from chargeprod_xl.imports.devis.totaux import verifier_totaux
from chargeprod_xl.imports.devis.vocabulaire import CALCULES, est_hors_devis, est_un_total
from chargeprod_xl.projet.modele import Devise, LigneDevis
from chargeprod_xl.tables.mots import plier


@dataclass(frozen=True)
class PourLeFilm:
    """What the film settles: the lines of its form, its frozen rates, the countries it names, its rounding."""

    n: Nomenclature
    arrondi: int = 0
    devises: dict[str, Devise] = field(default_factory=dict)
    pays: tuple[str, ...] = ()


def _completer(r: Rangee, *, colonne_de_montant: bool) -> Rangee:
    """An amount that the file does not give is worked out when its row allows it; nothing is no figure."""
    calcul = calcul_du_fichier(r)
    if r.montant is None and calcul and not est_un_total(r.libelle):
        raison = (
            "formule jamais calculée ou en erreur"
            if r.muette
            else "montant illisible"
            if r.illisible
            else "montant laissé vide"
        )
        plus = Doute(r.ligne, raison, f"calculé des quantités et du taux : {calcul:f}")
        doutes = (*r.doutes, plus) if colonne_de_montant else r.doutes
        return replace(r, montant=calcul, lue=calcul, muette=False, illisible=False, doutes=doutes)
    if r.montant == 0 or (r.montant is None and not r.muette and not r.illisible):
        if r.montant == 0 and calcul:
            return replace(
                r, doutes=(*r.doutes, Doute(r.ligne, "montant nul", f"gardé, alors que le calcul donne {calcul:f}"))
            )
        return replace(r, montant=None, lue=None, taux=None)
    return r


def _nom(r: Rangee, code: str, n: Nomenclature) -> str:
    """What the file says that our line does not: its code when it is another, its label when it differs, the name."""
    parties = []
    if r.code_lu and r.code != code:
        parties.append(r.code_lu)
    if r.libelle and plier(r.libelle) != plier(n.libelle(code)):
        parties.append(r.libelle)
    if r.nom and r.nom != r.libelle:
        parties.append(r.nom)
    return " – ".join(parties)


def _doubles(classees: Sequence[Classee]) -> dict[int, int]:
    """Row → first row that is the same line, figure included."""
    premiers: dict[tuple[str, str, str, Decimal], int] = {}
    trouves = {}
    for c in classees:
        if c.genre == "ligne" and c.montant:
            r = c.rangee
            cle = (r.code, plier(r.libelle), plier(r.nom), c.montant)
            if cle in premiers:
                trouves[r.ligne] = premiers[cle]
            premiers.setdefault(cle, r.ligne)
    return trouves


def _porteuses(classees: Sequence[Classee], affectations: Mapping[int, Affectation]) -> dict[int, int]:
    """Negative row → row of the same line of ours that can bear it (else of its rubrique, then of its poste)."""
    restes = {c.rangee.ligne: c.montant for c in classees if c.genre == "ligne" and c.montant > 0}
    trouvees = {}
    for c in classees:
        if c.genre != "ligne" or c.montant >= 0:
            continue
        code = affectations[c.rangee.ligne].code
        for longueur in (4, 2, 1):
            possibles = [n for n in restes if affectations[n].code[:longueur] == code[:longueur]]
            porteuse = next((n for n in possibles if restes[n] + c.montant >= 0), None)
            if porteuse is not None:
                restes[porteuse] += c.montant
                trouvees[c.rangee.ligne] = porteuse
                break
    return trouvees


def _doute_de_total(c: Classee, n: Nomenclature) -> tuple[Doute, ...]:
    """A row taken for a total on the strength of its amount alone."""
    r = c.rangee
    if r.montant is None:
        return (*r.doutes, Doute(r.ligne, "total sans valeur", "non comparé à ses lignes"))
    if est_un_total(r.libelle) or r.somme != (0, 0) or (r.code and r.code not in n.lignes):
        return r.doutes
    quoi = "montant sans code ni mot de total" if r.libelle else "montant sans code ni libellé"
    if r.code:
        quoi = "montant égal à la somme du détail qui le suit"
    return (*r.doutes, Doute(r.ligne, quoi, "pris pour un total : non importé, comparé à la somme de ses lignes"))


@dataclass(frozen=True)
class _Contexte:
    """What every row is read with. ``porteuses``: negative row → row that bears it; ``doubles``: row → its twin."""

    n: Nomenclature
    devises: Mapping[str, Devise]
    pays: Sequence[str]
    arrondi: int
    porteuses: Mapping[int, int]
    doubles: Mapping[int, int]

    def garde_sa_devise(self, r: Rangee, code: str) -> bool:
        """A line of the budget may be in a foreign currency, unless « Emplois » pays it or a discount comes off it."""
        mele = r.ligne in self.porteuses or r.ligne in self.porteuses.values()
        return r.origine is not None and not mele and not self.n.payee_par_l_equipe(code)

    def doute_de_devise(self, r: Rangee, code: str) -> tuple[Doute, ...]:
        """What became of a figure in a foreign currency; ``code``: "" for a total or a figure of the program."""
        if r.origine is None:
            return ()
        pourquoi = ""
        if code:
            salaire = self.n.payee_par_l_equipe(code)
            pourquoi = "un salaire est en euros dans « Emplois »" if salaire else "une remise y est déduite"
        gardee = bool(code) and self.garde_sa_devise(r, code)
        return (doute_de_devise(r, self.devises[r.devise], gardee=gardee, pourquoi=pourquoi),)


def _chiffre(c: Classee, a: Affectation | None, avec: _Contexte) -> Chiffre:
    r, n = c.rangee, avec.n
    if c.genre != "ligne" or a is None:
        converti = avec.doute_de_devise(r, "")
        if c.genre == "calculé":
            return Chiffre(r, c.genre, CALCULES[c.calcule], c.montant, (*r.doutes, *converti, *doutes_de_marge(c)))
        if c.genre == "ignorée" and not r.code and (raison := est_hors_devis(r.libelle)):
            laissee = Doute(r.ligne, raison, "laissée de côté, montrée dans le rapprochement")
            return Chiffre(r, c.genre, doutes=(laissee,))
        doutes = (*_doute_de_total(c, n), *converti) if c.genre == "total" else ()
        return Chiffre(r, c.genre, doutes=doutes if c.genre == "ignorée" else (*doutes, *doutes_de_marge(c)))
    plus = [*r.doutes, *avec.doute_de_devise(r, a.code)]
    if a.doute:
        suite = f" ; peut-être {a.suggestion} ({n.libelle(a.suggestion)}) ?" if a.suggestion else ""
        quoi, _, fait = a.doute.partition(" : ")
        plus.append(Doute(r.ligne, quoi, fait + suite))
    if r.ligne in avec.doubles:
        quoi = f"identique à la ligne {avec.doubles[r.ligne]}"
        plus.append(Doute(r.ligne, quoi, "importée aussi : vérifiez le doublon"))
    if r.ligne in avec.porteuses:
        plus.append(Doute(r.ligne, f"montant négatif {c.montant:f}", f"déduit de la ligne {avec.porteuses[r.ligne]}"))
        plus += doutes_de_marge(c)
    if r.etranger is not None and not 0 <= r.etranger <= max(c.montant, ZERO):
        plus.append(Doute(r.ligne, f"étranger {r.etranger:f} hors du montant {c.montant:f}", "ramené au montant"))
    return Chiffre(r, c.genre, a.code, c.montant, tuple(plus), a.suggestion)


def rapprocher(
    feuille: str, rangees: Sequence[Rangee], c: Correspondance, film: PourLeFilm, *, colonne_de_montant: bool
) -> Rapprochement:
    """Everything that the import would do with these rows, and everything that forbids it."""
    n, devises = film.n, film.devises
    codes = {normaliser(k): v for k, v in c.codes.items()}
    pretes = [convertir(_completer(r, colonne_de_montant=colonne_de_montant), devises) for r in rangees]
    classees = classer(pretes, n, codes, c.ignorer)
    totaux = verifier_totaux(classees, n, c.ecarts_acceptes)
    fautes = fautes_de_lecture(feuille, classees, totaux, devises)
    affectations = {
        x.rangee.ligne: n.affecter(x.rangee.code, x.rangee.libelle, x.contexte, codes)
        for x in classees
        if x.genre == "ligne"
    }
    porteuses = _porteuses(classees, affectations)
    for x in classees:
        if x.genre == "ligne" and x.montant < 0 and x.rangee.ligne not in porteuses:
            fautes.append(remise_sans_porteuse(feuille, x.rangee))
    centimes = any(x.montant % 1 for x in classees if x.genre == "ligne")
    arrondi = 2 if centimes else film.arrondi
    avec = _Contexte(n, devises, pays_du_film(film.pays, classees), arrondi, porteuses, _doubles(classees))
    lignes, chiffres = _lignes([_chiffre(x, affectations.get(x.rangee.ligne), avec) for x in classees], avec)
    gardees = tuple(d for code, d in sorted(devises.items()) if code in {x.devise for x in lignes})
    comptees = par_code(lignes, arrondi, n, gardees)
    fautes += [] if fautes else ecarts_de_lignes(feuille, comptees, chiffres)
    sans_cours = sorted({x.rangee.devise for x in classees if x.rangee.devise and x.rangee.devise not in devises})
    return Rapprochement(
        *(tuple(lignes), tuple(chiffres), tuple(totaux), tuple(fautes), arrondi),
        devises_sans_cours=tuple(sans_cours),
        devises=gardees,
        pays=tuple(avec.pays),
    )


def _ligne(x: Chiffre, remise: Decimal, avec: _Contexte) -> tuple[LigneDevis, tuple[Doute, ...]]:
    """A line of the budget, in its own currency when it may be, and the doubts that working it out adds."""
    r = x.rangee
    euros = x.montant + remise
    etiquettes = etiqueter(r, euros, avec.pays)
    textes = {"nom": _nom(r, x.garde, avec.n), **etiquettes.champs}
    visee, lue = Visee.en_euros(euros), r
    if r.origine is not None and avec.garde_sa_devise(r, x.garde):
        lue = r.origine
        visee = Visee(lue.montant or ZERO, euros, avec.devises[r.devise].cours)
        textes["devise"] = r.devise
    chiffree = chiffrer(lue, x.garde, visee, textes, avec.arrondi, avec.n)
    doutes = etiquettes.doutes
    if chiffree.doute and not remise:
        quoi, _, fait = chiffree.doute.partition(" : ")
        doutes = (*doutes, Doute(r.ligne, quoi, fait))
    return chiffree.ligne, doutes


def _lignes(chiffres: Sequence[Chiffre], avec: _Contexte) -> tuple[list[LigneDevis], list[Chiffre]]:
    """The lines of the budget, negative rows taken off the rows that bear them; doubts that working them out adds."""
    porteuses = avec.porteuses
    remises: dict[int, Decimal] = {}
    montants = {x.rangee.ligne: x.montant for x in chiffres}
    for negative, porteuse in porteuses.items():
        remises[porteuse] = remises.get(porteuse, ZERO) + montants[negative]
    lignes, complets = [], []
    for x in chiffres:
        doutes = x.doutes
        if x.genre == "ligne" and x.montant >= 0:
            ligne, plus = _ligne(x, remises.get(x.rangee.ligne, ZERO), avec)
            lignes.append(ligne)
            doutes = (*doutes, *plus)
        complets.append(replace(x, doutes=doutes))
    # A discount borne by a line of another code moves with it.
    par_ligne = {x.rangee.ligne: x.garde for x in complets}
    complets = [
        replace(x, garde=par_ligne[porteuses[n]]) if (n := x.rangee.ligne) in porteuses else x for x in complets
    ]
    return sorted(lignes, key=lambda x: x.code), complets
