"""How rates are shown to a person: French figures, tables, and cards that say on whose word."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from rich.console import Console
from rich.table import Table

from chargeprod_xl.baremes.consultation import Changement
from chargeprod_xl.baremes.modele import Parametre, Periode, Validite
from chargeprod_xl.baremes.modele_grille import Fonction, Minimum
from chargeprod_xl.baremes.paie import note_de_correspondance, sources
from chargeprod_xl.reprise.bilan import Ecart

#: A pipe has no width: wide enough for the longest label, so that a line stays a line.
LARGEUR_SANS_ECRAN = 250
UNITES = {"ratio": "%", "regle": "", "coefficient": "", "EUR": "€", "EUR/h": "€ / heure"}
STATUTS = {"source": "valeur lue", "derive": "valeur calculée", "a_verifier": "à vérifier"}
PAYEURS = {"employeur": "l’employeur", "salarie": "le salarié", "caisse": "la caisse"}
MOTS = {
    "realisateur": "réalisateur",
    "technicien_non_cadre": "technicien non-cadre",
    "non_cadre": "non-cadre",
    "cadre_collaborateur_creation": "cadre, collaborateur de création",
}
CONVENTIONS = {
    "3097": "production cinématographique (3097)",
    "2642": "production audiovisuelle (2642)",
    "1734": "artistes-interprètes de télévision (1734)",
}


def en_mots(code: str) -> str:
    """A profile or a status as people write it."""
    return MOTS.get(code, code.replace("_", " "))


def en_unite(unite: str) -> str:
    """The unit as people write it."""
    return UNITES.get(unite, unite.replace("EUR/", "€ / "))


def en_nombre(valeur: Decimal, decimales: int = 0) -> str:
    """A number with a decimal comma, narrow spaces between thousands, and at least ``decimales`` decimals."""
    exposant = valeur.normalize().as_tuple().exponent
    assert isinstance(exposant, int)
    return f"{valeur:,.{max(decimales, -exposant)}f}".replace(",", "\u202f").replace(".", ",")


def en_chiffres(valeur: Decimal, unite: str) -> str:
    """A number of this unit: a ratio is shown in hundredths, money with its cents."""
    if unite == "ratio":
        return en_nombre(valeur * 100, 2)
    return en_nombre(valeur, 2 if unite.startswith("EUR") else 0)


def en_valeur(periode: Periode, unite: str) -> str:
    """The value of a period without its unit, or the wording of the rule."""
    return periode.texte if periode.valeur is None else en_chiffres(periode.valeur, unite)


def en_ecart(changement: Changement) -> str:
    """After minus before, with its sign; nothing where one of them is not a number."""
    ecart = changement.ecart
    if ecart is None:
        return ""
    unite = changement.parametre.unite
    points = " point" if unite == "ratio" else ""
    return f"{'+' if ecart > 0 else '−'} {en_chiffres(abs(ecart), unite)}{points}"


def en_date(jour: date | None) -> str:
    """A day, or the absence of a known end."""
    return f"{jour:%d/%m/%Y}" if jour else "…"


def en_sources(validite: Validite) -> str:
    """The full text of each source."""
    return " ; ".join(sources().get(code, code) for code in validite.source)


def montrer(tableau: Table) -> None:
    """Write a table for a person."""
    largeur = None if sys.stdout.isatty() else LARGEUR_SANS_ECRAN
    Console(file=sys.stdout, width=largeur, highlight=False, markup=False).print(tableau)


def _tableau(*titres: str, larges: tuple[str, ...]) -> Table:
    tableau = Table(box=None, pad_edge=False, header_style="bold")
    for titre in titres:
        tableau.add_column(titre, no_wrap=titre not in larges, overflow="fold")
    return tableau


def table_des_baremes(parametres: Iterable[Parametre], jour: date) -> Table:
    """One line per rate, with the value in force on ``jour``."""
    larges = ("identifiant", "libellé", "valeur")
    tableau = _tableau("identifiant", "libellé", "valeur", "unité", "du", "au", "confiance", larges=larges)
    for p in parametres:
        periode = p.en_vigueur(jour)
        if periode is None:
            tableau.add_row(p.id, p.libelle, absence(p, jour), en_unite(p.unite), "", "", "")
        else:
            dates = (en_date(periode.du), en_date(periode.au), periode.confiance)
            tableau.add_row(p.id, p.libelle, en_valeur(periode, p.unite), en_unite(p.unite), *dates)
    return tableau


def absence(parametre: Parametre, jour: date) -> str:
    """Why nothing is in force: an event, nothing known yet, nothing any more, or a gap."""
    premiere, derniere = parametre.valeurs[0], parametre.valeurs[-1]
    if parametre.evenement:
        return "(événement)"
    if jour < premiere.du:
        return f"(rien avant le {en_date(premiere.du)})"
    if derniere.au is not None and jour > derniere.au:
        return f"(plus rien depuis le {en_date(derniere.au)})"
    return "(non renseigné)"


def table_des_changements(changements: Iterable[Changement], debut: date, fin: date) -> Table:
    """One line per rate that changes."""
    larges = ("identifiant", "libellé", "avant", "après")
    tableau = _tableau("identifiant", "libellé", "avant", "après", "unité", "écart", larges=larges)
    for c in changements:
        p = c.parametre
        avant, apres = (
            en_valeur(periode, p.unite) if periode else absence(p, jour)
            for periode, jour in ((c.avant, debut), (c.apres, fin))
        )
        if p.evenement and c.apres:
            avant = f"(événement du {en_date(c.apres.du)})"
        tableau.add_row(p.id, p.libelle, avant, apres, en_unite(p.unite), en_ecart(c))
    return tableau


def _en_euros(valeur: float | None) -> str:
    return "—" if valeur is None else f"{valeur:,.0f} €".replace(",", "\u202f")


def table_de_l_effet(ecarts: Iterable[Ecart], debut: date, fin: date) -> Table:
    """The postes of a film under the law of two days."""
    tableau = _tableau("poste", f"droit du {en_date(debut)}", f"droit du {en_date(fin)}", "écart", larges=("poste",))
    for e in ecarts:
        ecart = None if e.avant is None or e.apres is None else e.apres - e.avant
        tableau.add_row(e.libelle, _en_euros(e.avant), _en_euros(e.apres), _en_euros(ecart))
    return tableau


def _validite(v: Validite, valeur: str, actuelle: bool, source: str, evenement: bool = False) -> list[str]:
    dates = f"le {en_date(v.du)}" if evenement else f"du {en_date(v.du)} au {en_date(v.au)}"
    reference = f" — {v.reference}" if v.reference else ""
    return [
        *([f"    (rien avant : {v.trou})"] if v.trou else []),
        f"  {'→' if actuelle else ' '} {dates} : {valeur} — confiance {v.confiance}, {STATUTS[v.statut]}",
        f"        source : {source}{reference}",
    ]


def fiche(parametre: Parametre, jour: date) -> list[str]:
    """All that is known of a rate; the period in force on ``jour`` has an arrow."""
    p = parametre
    champs = (
        ("assiette", p.assiette),
        ("concerne", ", ".join(map(en_mots, p.concerne))),
        ("convention", CONVENTIONS[p.convention] if p.convention else ""),
        ("condition", p.condition),
        ("payé par", PAYEURS[p.payeur] if p.payeur else ""),
        ("vérifié le", en_date(p.verifie_le)),
        ("à savoir", p.note),
    )
    lignes = [f"{p.libelle} ({p.id})", *(f"  {nom} : {texte}" for nom, texte in champs if texte)]
    actuelle = p.en_vigueur(jour)
    for periode in p.valeurs:
        unite = en_unite(p.unite) if periode.valeur is not None else ""
        valeur = f"{en_valeur(periode, p.unite)} {unite}".strip()
        lignes += _validite(periode, valeur, periode is actuelle, en_sources(periode), p.evenement)
    if actuelle is None:
        lignes.append(f"  au {en_date(jour)} : {absence(p, jour)}")
    return lignes


def fiche_fonction(fonction: Fonction, jour: date) -> list[str]:
    """The minima of a function by date, and the devis lines it fills; sources once, at the foot."""
    f = fonction
    niveau = f", niveau {f.niveau}{' (à vérifier)' if f.niveau_a_verifier else ''}" if f.niveau else ""
    lignes = [
        f"{f.nom} — {CONVENTIONS[f.convention]}",
        f"  branche : {f.branche} ; statut : {en_mots(f.statut)}{niveau}",
        *(["  fonction exclue de la fiction lourde"] if f.hors_fiction_lourde else []),
        f"  lignes du devis : {', '.join(f.codes) or 'aucune'}{f' ({f.note_code})' if f.note_code else ''}",
        f"  à savoir : {note_de_correspondance()} {f.note}",
        f"  vérifié le : {en_date(f.verifie_le)}",
    ]
    for mesure in dict.fromkeys(m.mesure for m in f.minima):
        lignes += _colonne(f, [m for m in f.minima if m.mesure == mesure], jour)
    codes = dict.fromkeys(code for m in f.minima for code in m.validite.source)
    return [*lignes, *(f"  {code} : {sources()[code]}" for code in codes)]


def _colonne(fonction: Fonction, minima: list[Minimum], jour: date) -> list[str]:
    titre = minima[0]
    heures = fonction.heures.get(titre.mesure)
    detail = f" ({en_nombre(heures.effectives)} h, payées {en_nombre(heures.payees)})" if heures else ""
    lignes = [f"  {titre.libelle}{detail}{f' — {titre.note}' if titre.note else ''}"]
    for m in minima:
        valeur = f"{en_chiffres(m.montant, m.unite)} {en_unite(m.unite)}"
        lignes += _validite(m.validite, valeur, m.validite.couvre(jour), ", ".join(m.validite.source))
    return lignes
