"""The totals that the file declares, against what its rows come to: every gap is explained, or is a refusal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from chargeprod_xl.imports.devis.classement import somme, sous
from chargeprod_xl.imports.devis.codes import Nomenclature
from chargeprod_xl.imports.devis.modele import ZERO, Classee, TotalLu
from chargeprod_xl.imports.devis.vocabulaire import code_du_total, est_general, est_ttc, est_un_report
from chargeprod_xl.tables.mots import plier

Ensemble = tuple[str, list[Classee]]
_CENTIME = Decimal("0.01")


def _sauf(figures: Sequence[Classee], *calculs: str) -> list[Classee]:
    return [c for c in figures if c.calcule not in calculs]


def _generaux(figures: list[Classee], rang: int) -> Iterator[Ensemble]:
    """What a total of the whole devis may hold: with or without what stands below the nine postes."""
    avant = [c for c in figures if c.rangee.ligne < rang]
    for ou, toutes in (("du fichier", figures), ("au-dessus", avant)):
        yield f"toutes les lignes {ou}", toutes
        yield f"toutes les lignes {ou}, sans les imprévus", _sauf(toutes, "imprevus")
        yield f"toutes les lignes {ou}, sans imprévus ni frais généraux", _sauf(toutes, "imprevus", "frais_generaux")
        yield (
            f"toutes les lignes {ou}, sans imprévus, frais généraux ni producteur",
            _sauf(toutes, "imprevus", "frais_generaux", "producteur"),
        )


def _ensembles(classees: Sequence[Classee], i: int, n: Nomenclature) -> Iterator[Ensemble]:
    """What a total may add up, the likeliest first."""
    r = classees[i].rangee
    figures = [c for c in classees if c.compte]
    if r.somme != (0, 0):
        yield f"lignes {r.somme[0]} à {r.somme[1]}", [c for c in figures if r.somme[0] <= c.rangee.ligne <= r.somme[1]]
    titre = re.sub(r"^(sous )?totaux?( des?| du| de la)? |^(sous )?total( des?| du| de la)? ", "", plier(r.libelle))
    for code in dict.fromkeys(c for c in (r.code, code_du_total(r.libelle), n.code_du_titre(titre)) if c):
        if siennes := sous(classees, code, n):
            yield f"lignes de code {code}…", siennes
    if est_general(r.libelle):
        yield from _generaux(figures, r.ligne)
    bornes = [j for j in range(i - 1, -1, -1) if classees[j].genre in {"titre", "total"}]
    nommees = [j for j in bornes if titre and plier(classees[j].rangee.libelle) == titre]
    for j in (*nommees, *bornes, -1):
        if bloc := [c for c in classees[j + 1 : i] if c.compte]:
            yield f"lignes {bloc[0].rangee.ligne} à {bloc[-1].rangee.ligne}", bloc
    for k in (*(k for k in range(i + 1, len(classees)) if classees[k].genre in {"titre", "total"}), len(classees)):
        if bloc := [c for c in classees[i + 1 : k] if c.compte]:
            yield f"lignes {bloc[0].rangee.ligne} à {bloc[-1].rangee.ligne}", bloc
    if not est_un_report(r.libelle):
        yield from _generaux(figures, r.ligne)


#: Why a total may differ from its rows without anything being lost: (total, rows) → words, or nothing.
Raison = Callable[[Decimal, list[Classee]], str]


def _arrondi(declare: Decimal, bloc: list[Classee]) -> str:
    ecart = abs(declare - somme(bloc))
    if ecart <= _CENTIME / 2 * (len(bloc) + 1):
        return "arrondi au centime"
    if declare == declare.to_integral_value() and ecart <= Decimal("0.5"):
        return "arrondi à l’euro"
    return ""


def _cachees(declare: Decimal, bloc: list[Classee]) -> str:
    cachees = [c for c in bloc if c.rangee.cachee]
    reste = somme([c for c in bloc if not c.rangee.cachee])
    return "le fichier n’y compte pas ses lignes cachées" if cachees and declare == reste else ""


def _devises(declare: Decimal, bloc: list[Classee]) -> str:
    nues = sum((c.rangee.lue or ZERO for c in bloc), ZERO)
    if any(c.rangee.devise for c in bloc) and declare == nues:
        return "le fichier y additionne des devises sans les convertir"
    return ""


def _verifier(classees: Sequence[Classee], i: int, n: Nomenclature, acceptes: Sequence[str]) -> TotalLu:
    r = classees[i].rangee
    declare = r.montant
    if est_ttc(r.libelle):
        return TotalLu(r, declare or ZERO, "taxes comprises", "le devis est hors taxes : non comparé")
    if declare is None:
        return TotalLu(r, ZERO, "", "aucune valeur dans le fichier : non comparé")
    for de, bloc in _ensembles(classees, i, n):
        if somme(bloc) == declare:
            return TotalLu(r, declare, de)
    ensembles = list(_ensembles(classees, i, n))
    raisons: tuple[Raison, ...] = (_arrondi, _cachees, _devises)
    for raison in raisons:
        for de, bloc in ensembles:
            if mots := raison(declare, bloc):
                return TotalLu(r, somme(bloc), de, mots)
    accepte = any(re.search(m, t, re.IGNORECASE) for m in acceptes for t in (r.libelle, r.code_lu) if t)
    # Nothing agrees: the nearest set is the one a person will want to look at.
    de, bloc = min(ensembles, key=lambda e: abs(declare - somme(e[1])), default=("aucune ligne", []))
    mots = "écart accepté par la correspondance" if accepte else "total nul" if declare == 0 else ""
    return TotalLu(r, somme(bloc), de, mots)


def verifier_totaux(classees: Sequence[Classee], n: Nomenclature, acceptes: Sequence[str]) -> list[TotalLu]:
    """Every total of the file with the rows that make it."""
    return [_verifier(classees, i, n, acceptes) for i, c in enumerate(classees) if c.genre == "total"]
