"""Cells of the border sheets ``Sorties`` and ``Liens``."""

from __future__ import annotations

from typing import Any

from chargeprod_xl.liens.frontieres import (
    ETAT,
    LIGNE_ENTETE,
    PREMIERE,
    VALEUR,
    BlocSorti,
    Entrees,
    Frontieres,
)
from chargeprod_xl.liens.noms import Cible, Somme, adresse, prefixe_feuille
from chargeprod_xl.liens.pose import CellulePosee, FeuillePosee
from chargeprod_xl.liens.references_a1 import lettre_colonne
from chargeprod_xl.liens.resolution import LIGNE, a_la_ligne, adresse_locale
from chargeprod_xl.liens.traversee import constantes_de, est_texte

#: Column of the weights on ``Sorties``.
_POIDS = 4


def _entetes(feuille: FeuillePosee, debut: int, titres: list[str]) -> None:
    for i, titre in enumerate(titres):
        feuille.cellules[LIGNE_ENTETE, debut + i] = CellulePosee(titre, role="entete")
        feuille.largeurs[debut + i] = 22 if i == 0 else 14


def _nouvelle(nom: str, titre: str, phrase: str) -> FeuillePosee:
    feuille = FeuillePosee(nom, "calcul", protegee=True, masquee=True, figer=(5, 1), largeur_imprimee=5)
    feuille.cellules[1, 1] = CellulePosee(titre, role="titre")
    feuille.cellules[3, 1] = CellulePosee(phrase, role="sous_titre")
    return feuille


def _calcul(formule: str, genre: str, ligne: int, role: str = "calcul") -> CellulePosee:
    """A cell whose formula is that of its column, the number of its row apart."""
    return CellulePosee(formule=a_la_ligne(formule, ligne), role=role, type=genre, patron=formule)


def titre_de(cible: Cible) -> str:
    """The title of a column of ``Sorties``: what its reader checks before it reads."""
    conditions = "".join(f" {c.colonne}={texte}" for c, texte in cible.somme.criteres) if cible.somme else ""
    return cible.colonne + conditions.replace('"', "")


# --- what a workbook offers ----------------------------------------------------------------------------------------


def feuille_sorties(f: Frontieres, classeur: str, titre: str) -> FeuillePosee:
    """The ``Sorties`` sheet of a workbook."""
    sorties = f.sorties[classeur]
    feuille = _nouvelle(
        sorties.feuille,
        f"Sorties — {titre}",
        "Ce que les autres classeurs lisent ici. Ne rien insérer, ne rien déplacer : les adresses sont fixes.",
    )
    _entetes(feuille, 1, ["Clé", "Valeur", "Type", "Poids"])
    for rang, (cle, cible) in enumerate(sorties.scalaires, 1):
        _sortir_scalaire(feuille, f, classeur, rang, cle, cible)
    for bloc in sorties.blocs.values():
        _sortir_bloc(feuille, bloc, sorties.feuille)
    return feuille


def _sortir_scalaire(
    feuille: FeuillePosee, f: Frontieres, classeur: str, rang: int, cle: str, cible: Cible | None
) -> None:
    cellules, ligne = feuille.cellules, PREMIERE + rang - 1
    cellules[ligne, 1] = CellulePosee(cle)
    if cible is not None:
        # Fingerprints and verdicts weigh nothing: a check turning orange is not a change of figures.
        if ".controles." not in cle and not est_texte(cible):
            cellules[ligne, _POIDS] = CellulePosee(rang, type="nombre")
        source = _source(cible, feuille.nom)
        formule = f'={source}&""' if est_texte(cible) else f"={source}"
        cellules[ligne, 2] = CellulePosee(formule=formule, role="calcul", type=cible.type)
        cellules[ligne, 3] = CellulePosee(cible.type)
    elif cle.endswith(".empreinte"):
        cellules[ligne, 2] = CellulePosee(formule=_empreinte(f, classeur), role="calcul", type="nombre")
    else:
        amont = cle.split(".amont.")[1]
        entrees = f.entrees[classeur]
        adr = prefixe_feuille(entrees.feuille) + adresse(entrees.ligne(amont, f"{amont}.empreinte"), VALEUR)
        cellules[ligne, 2] = CellulePosee(formule=f"={adr}", role="lien", type="nombre")


def _source(cible: Cible, feuille: str) -> str:
    """What a value is in its own workbook: an address, or a sum."""
    return adresse_locale(cible, feuille) if cible.somme is None else _somme(cible.somme, feuille, "")


def _somme(somme: Somme, feuille: str, cle: str) -> str:
    """The sum of a column under its conditions, for the key in ``cle`` when there is one."""
    conditions = [(somme.cle, cle)] if somme.cle is not None and cle else []
    conditions += list(somme.criteres)
    plage = adresse_locale(somme.valeurs, feuille)
    if not conditions:
        return f"SUM({plage})"
    return f"SUMIFS({plage},{','.join(f'{adresse_locale(c, feuille)},{voulu}' for c, voulu in conditions)})"


def _empreinte(f: Frontieres, classeur: str) -> str:
    """The weighted sum of every figure offered; each of them but texts, verdicts and fingerprints weighs its rank."""
    sorties = f.sorties[classeur]
    poids = [
        f"{adresse(PREMIERE + i, _POIDS)}*SUM({adresse(PREMIERE + i, 2)})"
        for i, (cle, cible) in enumerate(sorties.scalaires)
        if cible is not None and ".controles." not in cle and not est_texte(cible)
    ]
    sommes = [",".join(poids[i : i + 60]) for i in range(0, len(poids), 60)]
    sommes += [adresse(PREMIERE, bloc.poids) for bloc in sorties.blocs.values()]
    return f"={'+'.join(f'SUM({x})' for x in sommes) or '0'}"


def _sortir_bloc(feuille: FeuillePosee, bloc: BlocSorti, nom_feuille: str) -> None:
    cellules, debut = feuille.cellules, bloc.debut
    titres = [titre_de(c) for c in bloc.colonnes]
    _entetes(feuille, debut, [bloc.nom, "clé" if bloc.somme else "lignes", *titres, "poids"])
    cellules[PREMIERE, debut] = CellulePosee(f"{bloc.nom}#total")
    cellules[bloc.derniere + 1, debut] = CellulePosee(f"{bloc.nom}#fin")
    for rang in range(1, bloc.capacite + 1):
        cellules[PREMIERE + rang, debut] = CellulePosee(rang, type="entier")
    if bloc.somme is not None:
        for rang, cle in enumerate(bloc.somme.connues, 1):
            cellules[PREMIERE + rang, debut + 1] = CellulePosee(cle, type=_genre_de_cle(cle))
    else:
        plage = adresse_locale(bloc.colonnes[0], nom_feuille)
        cellules[PREMIERE, debut + 1] = CellulePosee(formule=f"=ROWS({plage})", role="calcul", type="entier")
    for cible in bloc.colonnes:
        _sortir_colonne(feuille, bloc, cible, nom_feuille)
    rangs = adresse(bloc.premiere, debut, bloc.derniere, debut)
    pesees = [
        f"SUMPRODUCT({rangs},{adresse(bloc.premiere, bloc.colonne(c), bloc.derniere, bloc.colonne(c))})"
        for c in bloc.colonnes
        if not est_texte(c)
    ]
    nombre = [] if bloc.somme is not None else [adresse(PREMIERE, debut + 1)]
    cellules[PREMIERE, bloc.poids] = CellulePosee(
        formule=f"={'+'.join([*nombre, *pesees])}", role="calcul", type="nombre"
    )
    feuille.hauteur = max(feuille.hauteur, bloc.derniere + 1)


def _genre_de_cle(cle: Any) -> str:
    return "code" if isinstance(cle, str) else "nombre"


def _sortir_colonne(feuille: FeuillePosee, bloc: BlocSorti, cible: Cible, nom_feuille: str) -> None:
    """The total of a column, then each of its slots: an absent figure crosses as 0, an absent text as ""."""
    cellules, col = feuille.cellules, bloc.colonne(cible)
    fixes = constantes_de(cible) if cible.somme is None else None
    total = _source(cible, nom_feuille) if cible.somme is not None else f"SUM({adresse_locale(cible, nom_feuille)})"
    if not est_texte(cible):
        cellules[PREMIERE, col] = CellulePosee(formule=f"={total}", role="calcul", type=cible.type)
    if fixes is not None:
        # What nobody types and nothing calculates is known already.
        for rang, valeur in enumerate(fixes, 1):
            fixe = ("" if valeur is None else str(valeur)) if est_texte(cible) else valeur or 0
            cellules[PREMIERE + rang, col] = CellulePosee(fixe, type=cible.type)
        return
    patron = f"={_case(bloc, cible, nom_feuille)}"
    for ligne in range(bloc.premiere, bloc.derniere + 1):
        cellules[ligne, col] = _calcul(patron, cible.type, ligne)


def _case(bloc: BlocSorti, cible: Cible, nom_feuille: str) -> str:
    """One slot of a column: the sum of its key, or the row of its rank."""
    if cible.somme is not None:
        return _somme(cible.somme, nom_feuille, f"${lettre_colonne(bloc.debut + 1)}{LIGNE}")
    rang = f"${lettre_colonne(bloc.debut)}{LIGNE}"
    prise = f"INDEX({adresse_locale(cible, nom_feuille)},{rang})"
    valeur = f'"",{prise}&""' if est_texte(cible) else f"0,N({prise})"
    return f"IF({rang}>{adresse(PREMIERE, bloc.debut + 1)},{valeur})"


# --- what a workbook takes -----------------------------------------------------------------------------------------


def feuille_liens(f: Frontieres, classeur: str, titre: str) -> FeuillePosee | None:
    """The ``Liens`` sheet of a workbook, or None when it takes nothing."""
    entrees = f.entrees[classeur]
    if not f.fournisseurs(classeur):
        return None
    feuille = _nouvelle(
        entrees.feuille,
        f"Liens — {titre}",
        "Chaque valeur n’est prise que si sa clé est celle attendue. Feuille faite par le programme.",
    )
    _entetes(feuille, 1, ["Classeur", "Clé attendue", "Titres attendus", "Valeur ou écart", "État"])
    for fournisseur, cle in entrees.scalaires:
        _recevoir_scalaire(feuille, f, entrees, fournisseur, cle)
    for amont, source in entrees.peremptions:
        ligne = entrees.ligne_peremption(amont, source)
        vu = adresse(entrees.ligne(amont, f"{amont}.amont.{source}"), VALEUR)
        reel = adresse(entrees.ligne(source, f"{source}.empreinte"), VALEUR)
        feuille.cellules[ligne, 1] = CellulePosee(amont)
        feuille.cellules[ligne, 2] = CellulePosee(f"à jour de {source}")
        feuille.cellules[ligne, VALEUR] = CellulePosee(
            formule=f"=IF(ISERROR({vu}-{reel}),1,IF(ABS({vu}-{reel})<0.005,0,1))", role="calcul", type="entier"
        )
    for fournisseur, nom in entrees.blocs:
        _recevoir_bloc(feuille, f, entrees, (fournisseur, nom))
    for cible in entrees.copies:
        _copier(feuille, f, entrees, cible)
    _constats(feuille, entrees)
    return feuille


def _recevoir_scalaire(feuille: FeuillePosee, f: Frontieres, entrees: Entrees, fournisseur: str, cle: str) -> None:
    sorties = f.sorties[fournisseur]
    distant = f.distant(entrees.classeur, fournisseur)
    ligne, rang = entrees.ligne(fournisseur, cle), sorties.ligne(cle)
    cible = next(c for k, c in sorties.scalaires if k == cle)
    texte = cible is not None and est_texte(cible)
    # LibreOffice reads the empty text of another file as 0.
    prise = f"{distant}$B${rang}" + ('&""' if texte else "")
    feuille.cellules[ligne, 1] = CellulePosee(fournisseur)
    feuille.cellules[ligne, 2] = CellulePosee(cle)
    feuille.cellules[ligne, VALEUR] = CellulePosee(
        formule=f'=IF($E{ligne}="✔",{prise},NA())', role="lien", type=cible.type if cible else "nombre"
    )
    feuille.cellules[ligne, ETAT] = _etat(f"EXACT({distant}$A${rang},$B{ligne})")


def _etat(condition: str) -> CellulePosee:
    return CellulePosee(formule=f'=IFERROR(IF({condition},"✔","✖"),"✖")', role="calcul", type="code")


def _recevoir_bloc(feuille: FeuillePosee, f: Frontieres, entrees: Entrees, cle: tuple[str, str]) -> None:
    """One row for a table: what it must look like, the totals it does not find again, its state."""
    fournisseur, nom = cle
    bloc, prises = f.sorties[fournisseur].blocs[nom], entrees.blocs[cle]
    distant = f.distant(entrees.classeur, fournisseur)
    ligne = entrees.ligne_bloc(fournisseur, nom)
    feuille.cellules[ligne, 1] = CellulePosee(fournisseur)
    feuille.cellules[ligne, 2] = CellulePosee(nom)
    feuille.cellules[ligne, 3] = CellulePosee("|".join(titre_de(c) for c in prises))
    titres = '&"|"&'.join(distant + adresse(LIGNE_ENTETE, bloc.colonne(c)) for c in prises)
    rangs = distant + adresse(bloc.premiere, bloc.debut, bloc.derniere, bloc.debut)
    feuille.cellules[ligne, ETAT] = _etat(
        f'AND(EXACT({distant}{adresse(PREMIERE, bloc.debut)},$B{ligne}&"#total"),'
        f'EXACT({distant}{adresse(bloc.derniere + 1, bloc.debut)},$B{ligne}&"#fin"),'
        f"SUM({rangs})={bloc.capacite * (bloc.capacite + 1) // 2},EXACT({titres},$C{ligne}))"
    )
    ecarts = [] if bloc.somme else [f"IF({distant}{adresse(PREMIERE, bloc.debut + 1)}>{bloc.capacite},1,0)"]
    for cible in prises:
        if not est_texte(cible):
            col = bloc.colonne(cible)
            recu = distant + adresse(bloc.premiere, col, bloc.derniere, col)
            ecarts.append(f"IF(ABS(SUM({recu})-{distant}{adresse(PREMIERE, col)})<0.005,0,1)")
    feuille.cellules[ligne, VALEUR] = CellulePosee(formule=f"={'+'.join(ecarts) or '0'}", role="lien", type="entier")


def _copier(feuille: FeuillePosee, f: Frontieres, entrees: Entrees, cible: Cible) -> None:
    """A column copied slot by slot, for functions that do not read a closed workbook."""
    bloc, col = f.bloc(cible), entrees.colonne_copie(cible)
    distant = f.distant(entrees.classeur, cible.classeur)
    source = f"{distant}${lettre_colonne(bloc.colonne(cible))}{LIGNE}" + ('&""' if est_texte(cible) else "")
    garde = adresse(entrees.ligne_bloc(cible.classeur, bloc.nom), ETAT)
    _entetes(feuille, col, [cible.nom.removesuffix("#copie")])
    for ligne in range(bloc.premiere, bloc.derniere + 1):
        feuille.cellules[ligne, col] = _calcul(f'=IF({garde}="✔",{source},NA())', cible.type, ligne, "lien")


def _constats(feuille: FeuillePosee, entrees: Entrees) -> None:
    """The two counts that the « Contrôles » sheet shows."""
    defauts, ecarts = ["0"], "0"
    if entrees.scalaires:
        defauts.append(_defauts(PREMIERE, len(entrees.scalaires)))
    if entrees.blocs:
        premiere = entrees.ligne_bloc(*next(iter(entrees.blocs)))
        defauts.append(_defauts(premiere, len(entrees.blocs)))
        ecarts = f"SUM({adresse(premiere, VALEUR, premiere + len(entrees.blocs) - 1, VALEUR)})"
    cellules = feuille.cellules
    cellules[2, 1] = CellulePosee("liens en défaut")
    cellules[2, 2] = CellulePosee(formule=f"={'+'.join(defauts)}", role="calcul", type="entier")
    cellules[2, 3] = CellulePosee("tableaux incomplets")
    cellules[2, 4] = CellulePosee(formule=f"={ecarts}", role="calcul", type="entier")


def _defauts(premiere: int, nombre: int) -> str:
    """How many of these states are not « ✔ »; a range even for one cell, which IronCalc's COUNTIF wants."""
    lettre = lettre_colonne(ETAT)
    return f'{nombre}-COUNTIF(${lettre}${premiere}:${lettre}${premiere + nombre - 1},"✔")'
