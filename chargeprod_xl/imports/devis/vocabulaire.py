"""The words of a devis, in French and in English: titles of columns, totals, what the program computes itself."""

from __future__ import annotations

import re

from chargeprod_xl.tables.mots import plier

#: Roles of a column, in the order they are shown, and what they are called in messages.
ROLES = {
    "code": "numéro de compte",
    "libelle": "désignation",
    "nom": "nom ou précision",
    "unite": "unité",
    "nombre": "nombre",
    "unites": "nombre d’unités (total ou multiplicateur)",
    "preparation": "préparation",
    "tournage": "tournage",
    "finitions": "finitions",
    "taux": "taux unitaire",
    "majorations": "majorations",
    "montant": "montant HT",
    "france": "dont France",
    "etranger": "dont étranger",
    "devise": "devise",
    "tva": "TVA",
    "notes": "observations",
    "pays": "pays de la part étrangère",
    "apport": "apport (numéraire, industrie, participation, diffuseur)",
    "industrie": "dont apport en industrie",
    "participation": "dont participation",
}

#: Title (whole, normalised) → weight. What is precise weighs more than what may mean something else.
_TITRES: dict[str, dict[int, str]] = {
    "code": {
        9: r"(n|no|num|numero|#)( (de|du))? (compte|cpte|ligne|code|poste|cnc)s?( cnc)?|code (cnc|compte|comptable|"
        r"budget|ligne)|(acct|account|acc|budget)( ?(no|n|number|code|#))+",
        7: r"compte|cpte|code|acct|account|n|no|num|numero|#",
        4: r"postes?",
    },
    "libelle": {
        9: r"designation.*|libelle.*|intitule.*|(account )?(title|description).*|desc",
        5: r"fonction.*|nature( de la depense)?|item|detail|objet|poste( de depense)?|categor(ie|y)|rubrique",
    },
    "nom": {8: r"noms?( .*)?|names?|beneficiaire|fournisseur|prestataire|vendor|personne|precisions?|titulaire"},
    "unite": {9: r"unites?|unit|u|type d unite|unit type", 6: r"units"},
    "nombre": {
        9: r"(nombre|nbre|nb|qtes?|quantites?|quant|qty|quantity)( de (personnes|pers|lignes))?|effectif|number",
        6: r"amt|nombre .*|nb .*",
    },
    "unites": {
        9: r"x|multiplicateur|times|total (unites?|jours|semaines|quantites?|units|days)|(unites?|units|days) total",
        7: r"(nombre|nb|nbre) (d unites|de jours|de semaines|d heures)|jours|semaines|duree|days|weeks|periode",
    },
    "preparation": {9: r"(quantites? |nb |jours |semaines |unites )?(prepa?|preparation)( days| weeks)?"},
    "tournage": {
        9: r"(quantites? |nb |jours |semaines |unites )?(tournage|tourn|shoot|shooting)( days| weeks)?",
        8: r"tournage retenu",
    },
    "finitions": {
        9: r"(quantites? |nb |jours |semaines |unites )?(finitions?|finit|post ?prod(uction)?|post|wrap)( days| weeks)?"
    },
    "taux": {
        9: r"(taux|tarif|prix|cout|salaire)( (unitaire|de base|journalier|hebdo(madaire)?|horaire|ht|unit))+|"
        r"p ?u( ht)?|(unit )?(rate|price)|unit cost|taux",
        6: r"tarif|prix|salaire|base",
    },
    "majorations": {9: r"majorations?.*|maj|h ?s|heures sup.*|h sup.*|overtime|ot|hs (et )?majorations?|supplements?"},
    "montant": {
        10: r"(montant|total|cout)( total| general)? (ht|hors taxes?|eur|euros?|€)( (eur|euros?|€))?|"
        r"total (amount|cost)",
        9: r"montant( total)?|total( general| devis| ligne)?|cout( total)?",
        6: r"amount|cost|budget|estimat(e|ed|ion)|devis|sous total|subtotal|valeur|prevu",
    },
    "france": {9: r"(dont |montants? |total |depenses? )?(en )?france( ht)?"},
    "etranger": {9: r"(dont |montants? |total |depenses? )?(a l )?etranger( ht)?|foreign|abroad"},
    "devise": {9: r"devises?|monnaie|currency|curr|cur"},
    "tva": {9: r"(taux (de )?)?tva.*|vat.*|tax( rate)?"},
    "notes": {9: r"observations?|notes?|remarques?|comm(entaires?|ents?)|obs|memo"},
    "pays": {9: r"pays( de( la)? (depense|part etrangere))?|country|countries"},
    "apport": {9: r"(nature|type|mode)s?( de l| d)? apports?|apports?"},
    "industrie": {9: r"(dont )?(apports? )?(en )?industries?|in kind"},
    "participation": {
        9: r"(dont )?(apports? )?(en )?participations?|salaires? (en participation|differes?)|deferrals?"
    },
}
_COMPILES = {
    r: [(p, re.compile(rf"(?:{m})\Z")) for p, m in sorted(t.items(), reverse=True)] for r, t in _TITRES.items()
}

#: Columns that speak of who reads the devis: what they say is for « Lecteurs », and nobody but a person can say it.
_LECTEURS = re.compile(
    r"(.* )?(credit d? ?impots?|c i|ci|cic|cia|c2i|eligibles?|eligibilite|tax credits?)( .*)?|"
    r"(.* )?(regions?|regional(e|es|es)?|territoires?|departements?|regional spend)( .*)?"
)
_TOTAL = re.compile(
    r"((sous |s |ss |sub ?|grand |montant |account |acct |category )?(total|totaux)\b|s t\b).*|.* total|"
    r"(total )?(above|below)( and below)? the line( total)?"
)
_PART = re.compile(r"(dont|soit|y compris|of which|including)\b")
_TAXE = re.compile(r"(montant (de la )?)?(tva|vat)\b")
_REPORT = re.compile(r"(a )?report(er)?\b|carried forward|brought forward|a nouveau")
_GENERAL = re.compile(
    r"total (general|devis|du devis|du film|budget|film|ht|hors taxes?|des depenses)\b|grand total|cout total|"
    r"montant total|total( ht)?\Z|total.*postes? 1 a 9|cout (definitif|du film)"
)
_ENTIER = re.compile(r"(?:total|sous total|subtotal).*?\b(\d{1,4})\b")

#: What the workbooks compute: never a line of our budget. Word of the mapping → what it is called.
CALCULES = {
    "imprevus": "imprévus",
    "frais_generaux": "frais généraux",
    "producteur": "rémunération du producteur délégué",
    "charges": "charges sociales",
}
_MOTS_CALCULES = {
    "imprevus": r"(divers et )?imprevus?\b|alea\b|contingenc(y|ies)",
    "frais_generaux": r"frais generaux|overheads?\b|production fee overhead|corporate overhead",
    "producteur": r"(remuneration|salaire|honoraires?) (du |de la )?(producteur|productrice|production delegue)|"
    r"producteur delegue|producer s? ?fee|production fee",
    "charges": r"charges? (sociales?|patronales?|sur salaires?)|cotisations? (sociales?|patronales?)|fringes?\b|"
    r"conges spectacles?",
}
_CALCULES = {cle: re.compile(motif) for cle, motif in _MOTS_CALCULES.items()}


def poids_du_titre(titre: str, role: str) -> int:
    """How surely a title names a role; 0 when it does not."""
    plie = re.sub(r"\b(h t|t t c|t v a|p u|h s)\b", lambda m: m[1].replace(" ", ""), plier(titre))
    if not plie or "ttc" in plie.split():
        return 0
    return next((poids for poids, motif in _COMPILES[role] if motif.match(plie)), 0)


def parle_des_lecteurs(titre: str) -> bool:
    """A column of tax credit or of region."""
    return bool(_LECTEURS.fullmatch(plier(titre)))


def est_un_total(libelle: str) -> bool:
    """« Total », « Sous-total », « À reporter »…"""
    plie = plier(libelle)
    return bool(_TOTAL.fullmatch(plie)) or est_un_report(libelle) or bool(_GENERAL.match(plie))


def est_hors_devis(libelle: str) -> str:
    """Why a row without a code is no figure of a devis HT: a part of another one, a tax; "" when it is one."""
    plie = plier(libelle)
    if _PART.match(plie):
        return "une part d’un autre montant"
    return "une taxe, et le devis est hors taxes" if _TAXE.match(plie) else ""


def est_ttc(libelle: str) -> bool:
    """A total with taxes, which nothing of ours can be compared to."""
    return "ttc" in plier(libelle).split()


def est_un_report(libelle: str) -> bool:
    """A figure carried from one page to the next."""
    return bool(_REPORT.match(plier(libelle)))


def est_general(libelle: str) -> bool:
    """A total of the whole devis."""
    return bool(_GENERAL.match(plier(libelle)))


def code_du_total(libelle: str) -> str:
    """« Total poste 2 » → « 2 »."""
    trouve = _ENTIER.match(plier(libelle))
    return trouve[1] if trouve else ""


def calcule_par_le_programme(libelle: str) -> str:
    """The key of :data:`CALCULES` that a label names, or nothing."""
    plie = plier(libelle)
    return next((cle for cle, motif in _CALCULES.items() if motif.match(plie)), "")
