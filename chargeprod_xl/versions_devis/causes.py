"""Why a line is worth more or less: what changed on it, in words."""

from __future__ import annotations

from decimal import Decimal

from chargeprod_xl.projet.devis_fige import LigneFigee
from chargeprod_xl.versions_devis.appariement import Paire

FINE = "\u202f"
_ARRONDI = Decimal(1)


def en_chiffres(valeur: Decimal, decimales: int = 2) -> str:
    """A figure as one writes it in French, useless zeros dropped."""
    texte = f"{abs(valeur):,.{decimales}f}"
    texte = texte.rstrip("0").rstrip(".") if "." in texte else texte
    return ("−" if valeur < 0 and texte.strip("0.,") else "") + texte.replace(",", FINE).replace(".", ",")


def _signe(valeur: Decimal) -> str:
    return f"+{en_chiffres(valeur)}" if valeur > 0 else en_chiffres(valeur)


def _change(avant: Decimal, apres: Decimal, unite: str = "") -> str:
    return f"{en_chiffres(avant)} → {en_chiffres(apres)}{unite}"


def cause(paire: Paire) -> str:
    """What explains the gap of a line; "" when nothing of it changed."""
    avant, apres = paire.avant, paire.apres
    if avant is None:
        return f"ligne nouvelle{_parenthese(paire.montre.etat)}"
    if apres is None:
        return f"ligne supprimée{_parenthese(paire.montre.etat)}"
    dites = [*_place(avant, apres), *_etat(avant, apres)]
    if avant.genre == "charges":
        dites += _sur_une_base(avant, apres, "salaires")
    elif avant.genre == "contractuelle":
        dites += _sur_une_base(avant, apres, "base")
    else:
        dites += _chiffrage(avant, apres)
    if not dites and paire.ecart:
        dites = ["arrondi" if abs(paire.ecart) <= _ARRONDI else "montant"]
    return ", ".join(dites)


def _parenthese(etat: str) -> str:
    return f" ({etat})" if etat else ""


def _place(avant: LigneFigee, apres: LigneFigee) -> list[str]:
    dites = []
    if avant.nom.casefold() != apres.nom.casefold() or avant.libelle.casefold() != apres.libelle.casefold():
        if avant.nom.casefold() != apres.nom.casefold():
            dites.append(f"renommée ({avant.nom or avant.libelle} → {apres.nom or apres.libelle})")
        else:
            dites.append(f"renommée ({avant.libelle} → {apres.libelle})")
    if avant.rubrique != apres.rubrique:
        dites.append(f"rubrique {avant.rubrique} → {apres.rubrique}")
    elif avant.code != apres.code:
        dites.append(f"code {avant.code} → {apres.code}")
    return dites


def _etat(avant: LigneFigee, apres: LigneFigee) -> list[str]:
    if avant.etat == apres.etat:
        return ["montant simulé"] if apres.etat == "simulée" and avant.montant != apres.montant else []
    if not apres.etat:
        return [f"plus {avant.etat}" if avant.etat in {"simulée"} else f"comptée à nouveau ({avant.etat})"]
    return [apres.etat]


def _sur_une_base(avant: LigneFigee, apres: LigneFigee, base: str) -> list[str]:
    dites = []
    if avant.quantite != apres.quantite:
        dites.append(f"{base} {_change(avant.quantite, apres.quantite)}")
    if avant.taux != apres.taux:
        mot = "taux moyen" if avant.genre == "charges" else "taux"
        dites.append(f"{mot} {_change(avant.taux, apres.taux, ' %')}")
    return dites


def _chiffrage(avant: LigneFigee, apres: LigneFigee) -> list[str]:
    """Unit, quantity, rate, additions, currency."""
    dites = []
    if avant.unite != apres.unite:
        dites.append(f"unité {avant.unite or 'vide'} → {apres.unite or 'vide'}")
    if avant.quantite != apres.quantite:
        quoi = "base" if apres.unite == "%" else "quantité"
        ecart = _signe(apres.quantite - avant.quantite)
        dites.append(f"{quoi} {ecart} ({_change(avant.quantite, apres.quantite)})")
    if avant.devise != apres.devise:
        dites.append(f"devise {avant.devise or 'EUR'} → {apres.devise or 'EUR'}")
    elif avant.cours != apres.cours:
        texte = f"{avant.cours.normalize():f} → {apres.cours.normalize():f}".replace(".", ",")
        dites.append(f"cours {apres.devise} {texte}")
    if avant.taux != apres.taux:
        dites.append(f"taux {_change(avant.taux, apres.taux, ' %' if apres.unite == '%' else '')}")
    if avant.majorations != apres.majorations:
        dites.append(f"majorations {_signe(apres.majorations - avant.majorations)}")
    if avant.source != apres.source:
        return ["salaire désormais suivi dans l’équipe" if apres.source else "salaire repris à la main", *dites]
    if dites and apres.source:
        dites[0] = f"salaires de l’équipe : {dites[0]}"
    return dites
