"""What a person calls a cell or a range: titles and row labels in the place of addresses."""

from __future__ import annotations

from chargeprod_xl.classeurs.lecture import CelluleLue
from chargeprod_xl.explication.blocs import Bloc
from chargeprod_xl.explication.nombres import en_valeur
from chargeprod_xl.explication.pack import Pack
from chargeprod_xl.liens.formules import Plage, adresse, lettre_colonne
from chargeprod_xl.recalcul.fusion import Adresse

#: How many columns from the left may hold what identifies a row.
_LARGEUR = 12
_LONGUEUR = 70
_MOTS_COURTS = 3


def court(texte: str) -> str:
    """A label that fits in a line, with no parenthesis left open."""
    texte = " ".join(texte.split())
    if len(texte) > _LONGUEUR:
        texte = texte[: _LONGUEUR - 1].rstrip() + "…"
    ouvertes = texte.count("(") - texte.count(")")
    if ouvertes > 0:
        return texte.rstrip("…") + "…" * texte.endswith("…") + ")" * ouvertes
    return "(" * -ouvertes + texte


def titre_de_colonne(bloc: Bloc | None, colonne: int) -> str:
    """The title over a cell, or its letter."""
    titre = bloc.titres.get(colonne, "") if bloc else ""
    return titre or f"colonne {lettre_colonne(colonne)}"


def _est_un_texte(valeur: object) -> bool:
    return isinstance(valeur, str) and sum(c.isalpha() for c in valeur) >= _MOTS_COURTS


def libelle_de_ligne(pack: Pack, feuille: str, ligne: int, bloc: Bloc | None) -> str:
    """What identifies a row: its code, its first text, its first date (« Camille Roux, janvier 2027 »)."""
    if bloc is None:
        return f"ligne {ligne}"
    colonnes = [c for c in sorted(bloc.titres) if c < _LARGEUR + min(bloc.titres)]
    if bloc.champs:
        colonnes = colonnes[:1]
    cellules = {c: pack.cellule(Adresse(feuille, ligne, c)) for c in colonnes}
    valeurs = {c: pack.valeur(Adresse(feuille, ligne, c)) for c in colonnes}
    texte = next((c for c in colonnes[:6] if _est_un_texte(valeurs[c])), None)
    jour = next((c for c in colonnes if cellules[c].est_date and type(valeurs[c]) is float and valeurs[c]), None)
    code = colonnes[0] if colonnes and valeurs[colonnes[0]] not in {None, ""} else None
    retenues = {c for c in (texte, jour) if c is not None}
    if code is not None and (isinstance(valeurs[code], str) or not retenues or texte is None):
        retenues.add(code)
    morceaux = [_morceau(bloc, c, cellules[c], pack, Adresse(feuille, ligne, c)) for c in sorted(retenues)]
    return ", ".join(map(court, morceaux)) if morceaux else f"ligne {ligne}"


def _morceau(bloc: Bloc, colonne: int, cellule: CelluleLue, pack: Pack, ou: Adresse) -> str:
    valeur = pack.valeur(ou)
    if isinstance(valeur, str) or cellule.est_date:
        return " ".join(en_valeur(valeur, cellule.format, cellule.est_date).split())
    return f"{bloc.titres[colonne]} {en_valeur(valeur, cellule.format)}"


def titre_complet(pack: Pack, ou: Adresse) -> tuple[str, str, str]:
    """A cell's full title, its column title and its row label."""
    bloc = pack.bloc(ou.feuille, ou.ligne, ou.colonne)
    nom = pack.feuille(ou.feuille)
    if bloc is None:
        lettres = adresse(ou.ligne, ou.colonne)
        return f"{nom} › {lettres}", "", ""
    colonne = titre_de_colonne(bloc, ou.colonne)
    ligne = libelle_de_ligne(pack, ou.feuille, ou.ligne, bloc)
    return " › ".join([nom, *([] if bloc.champs and _est_la_valeur(bloc, ou) else [colonne]), ligne]), colonne, ligne


def _est_la_valeur(bloc: Bloc, ou: Adresse) -> bool:
    """The value of a named field: its label says all."""
    return sorted(bloc.titres).index(ou.colonne) == 1


def nommer(pack: Pack, plage: Plage, feuille: str, depuis: Adresse) -> str:
    """What ``plage`` of ``feuille`` is called in a formula that stands in ``depuis``."""
    if plage.une_cellule:
        return _cellule(pack, Adresse(feuille, plage.ligne_debut, plage.colonne_debut), depuis)
    bloc = pack.bloc(feuille, plage.ligne_debut, plage.colonne_debut)
    avant = _feuille(pack, feuille, depuis)
    if bloc is None:
        return f"{avant}[{plage}]"
    titres = court(titre_de_colonne(bloc, plage.colonne_debut))
    if plage.colonne_debut != plage.colonne_fin:
        titres += f" à {court(titre_de_colonne(bloc, plage.colonne_fin))}"
    if plage.ligne_debut == plage.ligne_fin:
        if feuille == depuis.feuille and plage.ligne_debut == depuis.ligne:
            return f"[{titres}]"
        return f"{avant}[{titres} › {libelle_de_ligne(pack, feuille, plage.ligne_debut, bloc)}]"
    entiere = plage.ligne_debut == bloc.entete + 1 and plage.ligne_fin >= min(bloc.derniere, bloc.fin)
    return f"{avant}[{titres}]" if entiere else f"{avant}[{titres}, lignes {plage.ligne_debut} à {plage.ligne_fin}]"


def _feuille(pack: Pack, feuille: str, depuis: Adresse) -> str:
    """The sheet, with its workbook when it is another."""
    classeur, ici = pack.classeur(feuille), pack.classeur(depuis.feuille)
    nom = pack.feuille(feuille)
    if classeur is None or classeur is ici:
        return nom
    return f"{classeur.nom.removesuffix('.xlsx')} › {nom}"


def _cellule(pack: Pack, ou: Adresse, depuis: Adresse) -> str:
    bloc = pack.bloc(ou.feuille, ou.ligne, ou.colonne)
    avant = _feuille(pack, ou.feuille, depuis)
    if bloc is None:
        lettres = adresse(ou.ligne, ou.colonne)
        return lettres if ou.feuille == depuis.feuille else f"{avant}!{lettres}"
    titre = court(titre_de_colonne(bloc, ou.colonne))
    if ou.feuille == depuis.feuille and ou.ligne == depuis.ligne:
        return f"[{titre}]"
    ligne = libelle_de_ligne(pack, ou.feuille, ou.ligne, bloc)
    if bloc.champs and _est_la_valeur(bloc, ou):
        return f"{avant}[{ligne}]"
    if ou.feuille == depuis.feuille and ou.ligne == depuis.ligne - 1 and bloc.contient(depuis.ligne, ou.colonne):
        return f"[{titre}, ligne précédente]"
    return f"{avant}[{titre} › {ligne}]"
