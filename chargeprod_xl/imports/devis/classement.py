"""Lines, totals, headings, figures of the program: what each row is. A total is never imported, a line always is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from chargeprod_xl.baremes.nomenclature import calcule_par_code
from chargeprod_xl.imports.devis.codes import Nomenclature
from chargeprod_xl.imports.devis.modele import ZERO, Classee, Genre, Rangee
from chargeprod_xl.imports.devis.vocabulaire import (
    CALCULES,
    calcule_par_le_programme,
    est_hors_devis,
    est_un_report,
    est_un_total,
)
from chargeprod_xl.tables.mots import plier

_CENTIME = Decimal("0.01")


def classer(
    rangees: Sequence[Rangee], n: Nomenclature, codes: Mapping[str, str], ignorer: Sequence[str]
) -> list[Classee]:
    """Each row with its kind. First what words and codes say, then what sums say, from the finest code up."""
    classees = [Classee(r, _premier_genre(r, n, codes, ignorer)) for r in rangees]
    classees = list(_attachees(_totaux_nommes_qui_n_en_sont_pas(classees, n)))
    tetes = _tetes(classees)
    for i in sorted(range(len(classees)), key=lambda i: -len(classees[i].rangee.code)):
        if classees[i].genre == "ligne" and _est_une_somme(classees, i, n, codes, tetes):
            classees[i] = replace(classees[i], genre="total")
    return list(_avec_contexte([_calculee(c, classees, n, codes) for c in classees], n))


def _premier_genre(r: Rangee, n: Nomenclature, codes: Mapping[str, str], ignorer: Sequence[str]) -> Genre:
    if any(re.search(m, t, re.IGNORECASE) for m in ignorer for t in (r.libelle, r.code_lu) if t):
        return "ignorée"
    if r.montant is None and not r.muette and not r.a_des_quantites and not r.illisible:
        return "titre"
    if not r.code and est_hors_devis(r.libelle):
        return "ignorée"
    connue = r.code in codes or r.code in n.lignes
    if est_un_total(r.libelle) and not (connue and est_un_report(r.libelle)):
        return "total"
    if not r.libelle and not r.nom and not r.code:
        return "total"
    return "ligne"


def _tetes(classees: Sequence[Classee]) -> frozenset[str]:
    """Every beginning of a code that heads something: most codes head nothing, and need no look at the others."""
    pleins = {c.rangee.code for c in classees} | {c.attache for c in classees if not c.rangee.code}
    debuts = {code[:fin] for code in pleins for fin in range(1, len(code))}
    return frozenset(debuts | {c.attache for c in classees if c.attache})


def _attachees(classees: Sequence[Classee]) -> Iterator[Classee]:
    """A row without a code belongs to the last code above, up to the next total; what the program computes does not."""
    dernier = ""
    for c in classees:
        r = c.rangee
        if r.code:
            dernier = r.code
        elif c.genre == "total" or calcule_par_le_programme(r.libelle):
            dernier = ""
        yield replace(c, attache="" if r.code else dernier)


def _totaux_nommes_qui_n_en_sont_pas(classees: list[Classee], n: Nomenclature) -> list[Classee]:
    """« Total imprévus », alone, is the figure itself; « 2311 Total régie » too, when nothing else bears its code."""
    sortie = []
    for c in classees:
        r = c.rangee
        genre = c.genre
        if genre == "total":
            cle = calcule_par_le_programme(re.sub(r"^(sous )?(total|montant)( des?| du)? ", "", plier(r.libelle)))
            autres = (x for x in classees if x is not c and x.montant)
            if cle and not any(
                calcule_par_le_programme(x.rangee.libelle) == cle or calcule_par_code(x.rangee.code) == cle
                for x in autres
            ):
                genre = "ligne"
            seul = not any(x is not c and x.rangee.code.startswith(r.code) and x.montant for x in classees)
            if r.code in n.lignes and seul:
                genre = "ligne"
        sortie.append(replace(c, genre=genre))
    return sortie


def somme(classees: Sequence[Classee]) -> Decimal:
    """What the figures of these rows come to, totals left out."""
    return sum((c.montant for c in classees if c.compte), ZERO)


def sous(classees: Sequence[Classee], code: str, n: Nomenclature) -> list[Classee]:
    """The figures that a code heads: their codes begin with it, or they have none and stand under one that does.

    « 1100 » heads « 1101 » too.
    """
    tete = code.rstrip("0") if code not in n.lignes and len(code) > 2 else code
    return [
        c
        for c in classees
        if c.compte and tete and c.rangee.code != code and (c.rangee.code or c.attache).startswith(tete)
    ]


def _egal(a: Decimal, b: Decimal, combien: int) -> bool:
    """Equal but for the cents that rounding each of them makes."""
    return abs(a - b) <= _CENTIME / 2 * combien


def _additionne(c: Classee, siennes: Sequence[Classee], moins: int = 1) -> bool:
    """A row whose amount is that of these figures together."""
    return len(siennes) >= moins and c.montant != 0 and _egal(somme(siennes), c.montant, len(siennes))


def _est_une_somme(
    classees: Sequence[Classee], i: int, n: Nomenclature, codes: Mapping[str, str], tetes: frozenset[str]
) -> bool:
    """By its formula, by the codes that begin like its own, or by the figures that stand beside it."""
    c = classees[i]
    r = c.rangee
    if r.somme != (0, 0) and any(x.compte and r.somme[0] <= x.rangee.ligne <= r.somme[1] for x in classees):
        return True
    if r.code in codes:
        return False
    siennes = sous(classees, r.code, n) if {r.code, r.code.rstrip("0")} & tetes else []
    if r.montant is None:
        return r.muette and r.code in n.titres and bool(siennes)
    return _additionne(c, siennes) or (not r.a_des_quantites and _additionne_ses_voisines(classees, i, n))


def _additionne_ses_voisines(classees: Sequence[Classee], i: int, n: Nomenclature) -> bool:
    c = classees[i]
    r = c.rangee
    if r.code and r.code not in n.titres:
        return False
    titre = r.code or n.code_du_titre(r.libelle)
    if not r.code and titre and _additionne(c, sous(classees, titre, n)):
        return True
    return any(_additionne(c, bloc, 1 if titre else 2) for bloc in _blocs(classees, i, n))


def _blocs(classees: Sequence[Classee], i: int, n: Nomenclature) -> Iterator[list[Classee]]:
    """Figures just under a row, up to the next heading; those just above it, up to the former one."""
    for pas in (1, -1):
        bloc = []
        j = i + pas
        while 0 <= j < len(classees) and classees[j].genre not in {"total", "titre"}:
            autre = classees[j].rangee
            if classees[j].compte:
                # Under a heading with a code, details need none; a sum without a code adds up coded lines.
                nu = not autre.code and not autre.a_des_quantites
                if autre.code in n.titres or (nu and not (classees[i].rangee.code and pas > 0)):
                    break
                bloc.append(classees[j])
            j += pas
        if bloc:
            yield bloc


def _calculee(c: Classee, classees: Sequence[Classee], n: Nomenclature, codes: Mapping[str, str]) -> Classee:
    """A figure that the workbooks compute: the mapping says so, or its code, or its label."""
    r = c.rangee
    if c.genre != "ligne":
        return c
    voulu = codes.get(r.code, "")
    if voulu:
        return replace(c, genre="calculé", calcule=voulu) if voulu in CALCULES else c
    cle = calcule_par_code(r.code)
    if not cle and r.code == "4" and not sous(classees, "4", n):
        cle = "charges"
    if not cle and r.code not in n.lignes:
        cle = calcule_par_le_programme(re.sub(r"^(sous )?(total|montant)( des?| du)? ", "", plier(r.libelle)))
    return replace(c, genre="calculé", calcule=cle) if cle else c


def _avec_contexte(classees: Sequence[Classee], n: Nomenclature) -> Iterator[Classee]:
    """Under which heading a row without a known code stands: the last code met, or the last heading of ours."""
    contexte = ""
    for c in classees:
        r = c.rangee
        if r.code in n.lignes and c.genre in {"titre", "total"}:
            contexte = r.code
        elif c.genre == "titre":
            contexte = r.code if r.code in n.titres else n.code_du_titre(r.libelle) or contexte
        elif r.code[:2] in n.titres:
            contexte = r.code[:3] if r.code[:3] in n.titres else r.code[:2]
        elif c.genre == "total" and (titre := n.code_du_titre(r.libelle)):
            contexte = titre
        yield replace(c, contexte=contexte)
