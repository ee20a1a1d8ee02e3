"""Each figure of the file beside what becomes of it. Pure: rows and a mapping in, everything to say out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.imports.devis.classement import classer
from chargeprod_xl.imports.devis.codes import LIGNES, Affectation, affecter, normaliser
from chargeprod_xl.imports.devis.correspondance import FICHIER, Correspondance
from chargeprod_xl.imports.devis.lignes import calcul_du_fichier, chiffrer, par_code
from chargeprod_xl.imports.devis.modele import ZERO, Chiffre, Classee, Doute, Rangee, Rapprochement, TotalLu
from chargeprod_xl.imports.devis.totaux import verifier_totaux
from chargeprod_xl.imports.devis.vocabulaire import CALCULES, est_hors_devis, est_un_total, plier
from chargeprod_xl.projet.modele import LigneDevis

_CENTIME = Decimal("0.01")


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


def _convertir(r: Rangee, devises: Mapping[str, Decimal]) -> Rangee:
    """In euros at the mapping's frozen rate; left as it is when there is none (the import is then refused)."""
    cours = devises.get(r.devise)
    if not r.devise or r.montant is None or cours is None:
        return r

    def euros(valeur: Decimal | None) -> Decimal | None:
        return None if valeur is None else (valeur * cours).quantize(_CENTIME, ROUND_HALF_UP)

    fait = f"converti au cours de {cours:f} : {euros(r.montant):f} €"
    return replace(
        r,
        montant=euros(r.montant),
        etranger=euros(r.etranger),
        taux=None if r.taux is None else r.taux * cours,
        majorations=None if r.majorations is None else r.majorations * cours,
        doutes=(*r.doutes, Doute(r.ligne, f"{r.montant:f} {r.devise}", fait)),
    )


def _nom(r: Rangee, code: str) -> str:
    """What the file says that our line does not: its code when it is another, its label when it differs, the name."""
    parties = []
    if r.code_lu and r.code != code:
        parties.append(r.code_lu)
    if r.libelle and plier(r.libelle) != plier(LIGNES[code]["libelle"]):
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


def _faute(feuille: str, r: Rangee, quoi: str, remede: str) -> Anomalie:
    return Anomalie(f"{feuille}, ligne {r.ligne} « {r.designation} »", quoi, remede)


def _fautes(feuille: str, classees: Sequence[Classee], totaux: Sequence[TotalLu], c: Correspondance) -> list[Anomalie]:
    fautes = []
    for x in classees:
        r = x.rangee
        if x.compte and r.devise and r.devise not in c.devises and r.montant is not None:
            remede = f"écrivez son cours figé dans {FICHIER} : devises: {{{r.devise}: 0.92}} (euros pour une unité)"
            if len(r.devise) != 3:
                remede = "écrivez dans le fichier son code à trois lettres (USD, GBP…), puis son cours sous « devises »"
            fautes.append(_faute(feuille, r, f"devise sans cours : {r.montant:f} {r.devise}", remede))
        if x.compte and r.muette and r.montant is None:
            remede = "ouvrez le fichier dans Excel ou LibreOffice, corrigez l’erreur s’il y en a une, et enregistrez-le"
            fautes.append(
                _faute(feuille, r, "montant inconnu : formule sans valeur, erreur, date ou nombre démesuré", remede)
            )
    for t in totaux:
        if not t.accorde:
            quoi = f"total de {t.rangee.montant:f} alors que {t.de} donnent {t.somme:f} : écart de {t.ecart:f}"
            remede = (
                "corrigez le fichier, dites ce qui n’est pas une ligne sous « ignorer », ou, si le total est faux, "
                f"nommez-le sous « ecarts_acceptes » dans {FICHIER}"
            )
            fautes.append(_faute(feuille, t.rangee, quoi, remede))
    return fautes


def _doute_de_total(c: Classee) -> tuple[Doute, ...]:
    """A row taken for a total on the strength of its amount alone."""
    r = c.rangee
    if r.montant is None:
        return (*r.doutes, Doute(r.ligne, "total sans valeur", "non comparé à ses lignes"))
    if est_un_total(r.libelle) or r.somme != (0, 0) or (r.code and r.code not in LIGNES):
        return r.doutes
    quoi = "montant sans code ni mot de total" if r.libelle else "montant sans code ni libellé"
    if r.code:
        quoi = "montant égal à la somme du détail qui le suit"
    return (*r.doutes, Doute(r.ligne, quoi, "pris pour un total : non importé, comparé à la somme de ses lignes"))


def _chiffre(c: Classee, a: Affectation | None, porteuses: Mapping[int, int], doubles: Mapping[int, int]) -> Chiffre:
    r = c.rangee
    if c.genre == "calculé":
        return Chiffre(r, c.genre, CALCULES[c.calcule], c.montant, r.doutes)
    if c.genre == "ignorée" and not r.code and (raison := est_hors_devis(r.libelle)):
        return Chiffre(r, c.genre, doutes=(Doute(r.ligne, raison, "laissée de côté, montrée dans le rapprochement"),))
    if c.genre != "ligne" or a is None:
        return Chiffre(r, c.genre, doutes=_doute_de_total(c) if c.genre == "total" else ())
    plus = [*r.doutes]
    if a.doute:
        suite = f" ; peut-être {a.suggestion} ({LIGNES[a.suggestion]['libelle']}) ?" if a.suggestion else ""
        quoi, _, fait = a.doute.partition(" : ")
        plus.append(Doute(r.ligne, quoi, fait + suite))
    if r.ligne in doubles:
        plus.append(Doute(r.ligne, f"identique à la ligne {doubles[r.ligne]}", "importée aussi : vérifiez le doublon"))
    if r.ligne in porteuses:
        plus.append(Doute(r.ligne, f"montant négatif {c.montant:f}", f"déduit de la ligne {porteuses[r.ligne]}"))
    if r.etranger is not None and not 0 <= r.etranger <= max(c.montant, ZERO):
        plus.append(Doute(r.ligne, f"étranger {r.etranger:f} hors du montant {c.montant:f}", "ramené au montant"))
    return Chiffre(r, c.genre, a.code, c.montant, tuple(plus), a.suggestion)


def rapprocher(
    feuille: str, rangees: Sequence[Rangee], c: Correspondance, *, colonne_de_montant: bool, arrondi_du_film: int
) -> Rapprochement:
    """Everything that the import would do with these rows, and everything that forbids it."""
    codes = {normaliser(k): v for k, v in c.codes.items()}
    pretes = [_convertir(_completer(r, colonne_de_montant=colonne_de_montant), c.devises) for r in rangees]
    classees = classer(pretes, codes, c.ignorer)
    totaux = verifier_totaux(classees, c.ecarts_acceptes)
    fautes = _fautes(feuille, classees, totaux, c)
    affectations = {
        x.rangee.ligne: affecter(x.rangee.code, x.rangee.libelle, x.contexte, codes)
        for x in classees
        if x.genre == "ligne"
    }
    porteuses = _porteuses(classees, affectations)
    for x in classees:
        if x.genre == "ligne" and x.montant < 0 and x.rangee.ligne not in porteuses:
            quoi = f"montant négatif {x.montant:f} qu’aucune ligne de son poste ne peut porter"
            fautes.append(_faute(feuille, x.rangee, quoi, "dites-le sous « ignorer », ou déduisez-le dans le fichier"))
    doubles = _doubles(classees)
    chiffres = [_chiffre(x, affectations.get(x.rangee.ligne), porteuses, doubles) for x in classees]
    centimes = any(x.montant % 1 for x in classees if x.genre == "ligne")
    arrondi = 2 if centimes else arrondi_du_film
    lignes, chiffres = _lignes(chiffres, porteuses, arrondi)
    fautes += [] if fautes else _ecarts_de_lignes(feuille, lignes, chiffres, arrondi)
    sans_cours = sorted({x.rangee.devise for x in classees if x.rangee.devise and x.rangee.devise not in c.devises})
    return Rapprochement(tuple(lignes), tuple(chiffres), tuple(totaux), tuple(fautes), arrondi, tuple(sans_cours))


def _lignes(
    chiffres: Sequence[Chiffre], porteuses: Mapping[int, int], arrondi: int
) -> tuple[list[LigneDevis], list[Chiffre]]:
    """The lines of the budget, negative rows taken off the rows that bear them; doubts that working them out adds."""
    remises: dict[int, Decimal] = {}
    montants = {x.rangee.ligne: x.montant for x in chiffres}
    for negative, porteuse in porteuses.items():
        remises[porteuse] = remises.get(porteuse, ZERO) + montants[negative]
    lignes, complets = [], []
    for x in chiffres:
        r = x.rangee
        doutes = x.doutes
        if x.genre == "ligne" and x.montant >= 0:
            chiffree = chiffrer(r, x.garde, x.montant + remises.get(r.ligne, ZERO), _nom(r, x.garde), arrondi)
            lignes.append(chiffree.ligne)
            if chiffree.doute and r.ligne not in remises:
                doutes = (*doutes, Doute(r.ligne, *_en_deux(chiffree.doute)))
        complets.append(replace(x, doutes=doutes))
    # A discount borne by a line of another code moves with it.
    par_ligne = {x.rangee.ligne: x.garde for x in complets}
    complets = [
        replace(x, garde=par_ligne[porteuses[n]]) if (n := x.rangee.ligne) in porteuses else x for x in complets
    ]
    return sorted(lignes, key=lambda x: x.code), complets


def _en_deux(doute: str) -> tuple[str, str]:
    quoi, _, fait = doute.partition(" : ")
    return quoi, fait


def _ecarts_de_lignes(
    feuille: str, lignes: Sequence[LigneDevis], chiffres: Sequence[Chiffre], arrondi: int
) -> list[Anomalie]:
    """The proof: code by code, the budget recomputed is what was read. A gap here would be a fault of the program."""
    lues: dict[str, Decimal] = {}
    for x in chiffres:
        if x.genre == "ligne":
            lues[x.garde] = lues.get(x.garde, ZERO) + x.retenu
    comptees = par_code(lignes, arrondi)
    ecarts = {k: lues.get(k, ZERO) - comptees.get(k, ZERO) for k in {*lues, *comptees}}
    return [
        Anomalie(f"{feuille}, code {k}", f"écart de {v:f} entre le fichier et le budget", "signalez ce fichier")
        for k, v in sorted(ecarts.items())
        if v
    ]
