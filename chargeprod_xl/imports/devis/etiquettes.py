"""What a file says of a line besides its amount: its currency, its country, how it is brought in, its remarks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from chargeprod_xl.imports.devis.modele import ZERO, Classee, Doute, Rangee
from chargeprod_xl.projet.modele import Devise
from chargeprod_xl.tables.mots import plier

_CENTIME = Decimal("0.01")
#: The sheet « Lecteurs » has room for five countries.
PAYS_MAX = 5
_APPORTS = {
    "numeraire": "numéraire",
    "industrie": "industrie",
    "apport en industrie": "industrie",
    "participation": "participation",
    "en participation": "participation",
    "diffuseur": "diffuseur",
}
_FRANCE = {"france", "fr", "fra"}


@dataclass(frozen=True)
class Etiquettes:
    """Fields of the line, and what they could not say."""

    champs: dict[str, Any]
    doutes: tuple[Doute, ...] = ()


def convertir(r: Rangee, devises: dict[str, Devise]) -> Rangee:
    """In euros at the frozen rate; left as it is when there is none (the import is then refused)."""
    devise = devises.get(r.devise)
    if not r.devise or r.montant is None or devise is None:
        return r
    cours = devise.cours

    def euros(valeur: Decimal | None) -> Decimal | None:
        return None if valeur is None else (valeur * cours).quantize(_CENTIME, ROUND_HALF_UP)

    return replace(
        r,
        montant=euros(r.montant),
        etranger=euros(r.etranger),
        industrie=euros(r.industrie),
        participation=euros(r.participation),
        taux=None if r.taux is None else r.taux * cours,
        majorations=None if r.majorations is None else r.majorations * cours,
        origine=r,
    )


def doute_de_devise(r: Rangee, devise: Devise, *, gardee: bool, pourquoi: str) -> Doute:
    """A figure in a foreign currency: kept in it, or converted and why."""
    cours = f"au cours de {devise.cours:f} du {devise.date:%d/%m/%Y} ({devise.source})"
    fait = f"gardé en {devise.code}, {cours} : {r.montant:f} €"
    if not gardee:
        fait = f"converti {cours} : {r.montant:f} €{f', {pourquoi}' if pourquoi else ''}"
    return Doute(r.ligne, f"{r.lue:f} {r.devise}", fait)


def pays_du_film(connus: Sequence[str], classees: Sequence[Classee]) -> tuple[str, ...]:
    """The countries already named, then those of the lines in order, as far as there is room."""
    noms = {plier(x): x for x in connus}
    for c in classees:
        cle = plier(c.rangee.pays)
        if c.genre == "ligne" and cle and cle not in _FRANCE and len(noms) < PAYS_MAX:
            noms.setdefault(cle, c.rangee.pays)
    return tuple(noms.values())


def _pays(r: Rangee, pays: Sequence[str]) -> Etiquettes:
    cle = plier(r.pays)
    if not cle or cle in _FRANCE:
        return Etiquettes({})
    connu = next((x for x in pays if plier(x) == cle), "")
    if not connu:
        quoi = f"pays « {r.pays} »"
        return Etiquettes({}, (Doute(r.ligne, quoi, f"gardé dans la note : « Lecteurs » n’a que {PAYS_MAX} pays"),))
    if not r.etranger:
        quoi = f"pays « {connu} » sans part étrangère"
        return Etiquettes({"pays": connu}, (Doute(r.ligne, quoi, "rien n’est compté à l’étranger : complétez"),))
    return Etiquettes({"pays": connu})


def _apport(r: Rangee, montant: Decimal) -> Etiquettes:
    """« industrie » in a column of words, or the whole amount in a column of figures; a part of it is for a person."""
    vus = {_APPORTS.get(plier(r.apport), "")} - {""}
    doutes = []
    if r.apport and not vus:
        doutes.append(Doute(r.ligne, f"apport « {r.apport} » inconnu", "gardé dans la note"))
    for nom, part in (("industrie", r.industrie), ("participation", r.participation)):
        if part and part == montant:
            vus.add(nom)
        elif part:
            fait = "non repris : une ligne a un seul apport, coupez-la en deux"
            doutes.append(Doute(r.ligne, f"{part:f} sur {montant:f} en {nom}", fait))
    if len(vus) > 1:
        doutes.append(Doute(r.ligne, f"plusieurs apports : {', '.join(sorted(vus))}", "aucun repris : choisissez"))
    return Etiquettes({"apport": vus.pop()} if len(vus) == 1 else {}, tuple(doutes))


def etiqueter(r: Rangee, montant: Decimal, pays: Sequence[str]) -> Etiquettes:
    """Country, contribution and note of a line; what no field can say is in the note, and a doubt."""
    lus, apport = _pays(r, pays), _apport(r, montant)
    notes = [r.note] if r.note else []
    if any(d.fait.startswith("gardé dans la note") for d in lus.doutes):
        notes.append(f"pays : {r.pays}")
    if any(d.fait == "gardé dans la note" for d in apport.doutes):
        notes.append(f"apport : {r.apport}")
    champs = {**lus.champs, **apport.champs, "etranger": min(max(r.etranger or ZERO, ZERO), montant)}
    if notes:
        champs["note"] = " ; ".join(notes)
    return Etiquettes(champs, (*lus.doutes, *apport.doutes))


def doutes_de_marge(c: Classee) -> tuple[Doute, ...]:
    """Words beside a heading or a total, which no line of ours can hold."""
    r = c.rangee
    dits = (("observation", r.note), ("pays", r.pays), ("apport", r.apport))
    quoi = " ; ".join(f"{nom} « {texte} »" for nom, texte in dits if texte)
    return (Doute(r.ligne, quoi, "non repris : ce n’est pas une ligne du devis"),) if quoi else ()
