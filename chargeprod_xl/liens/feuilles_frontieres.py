"""Cells of the border sheets ``Sorties`` and ``Liens``."""

from __future__ import annotations

from collections.abc import Mapping

from chargeprod_xl.gabarits.types_de_cellule import TYPES_TEXTE
from chargeprod_xl.liens.frontieres import (
    LIGNE_ENTETE,
    PREMIERE,
    BlocSorti,
    Entrees,
    Frontieres,
    est_texte,
)
from chargeprod_xl.liens.noms import Cible, adresse, prefixe_feuille
from chargeprod_xl.liens.pose import CellulePosee, FeuillePosee
from chargeprod_xl.liens.references_a1 import lettre_colonne
from chargeprod_xl.liens.resolution import adresse_locale


def _entetes(feuille: FeuillePosee, debut: int, titres: list[str]) -> None:
    for i, titre in enumerate(titres):
        feuille.cellules[LIGNE_ENTETE, debut + i] = CellulePosee(titre, role="entete")
        feuille.largeurs[debut + i] = 22 if i == 0 else 14


def _nouvelle(nom: str, titre: str, phrase: str) -> FeuillePosee:
    feuille = FeuillePosee(nom, "calcul", protegee=True, masquee=True, figer=(5, 1), largeur_imprimee=5)
    feuille.cellules[1, 1] = CellulePosee(titre, role="titre")
    feuille.cellules[3, 1] = CellulePosee(phrase, role="sous_titre")
    return feuille


def feuille_sorties(f: Frontieres, classeur: str, titre: str) -> FeuillePosee:
    """The ``Sorties`` sheet of a workbook."""
    sorties = f.sorties[classeur]
    feuille = _nouvelle(
        sorties.feuille,
        f"Sorties — {titre}",
        "Ce que les autres classeurs lisent ici. Ne rien insérer, ne rien déplacer : les adresses sont fixes.",
    )
    cellules = feuille.cellules
    _entetes(feuille, 1, ["Clé", "Valeur", "Type", "Poids"])
    fin = PREMIERE + max(len(sorties.scalaires) - 1, 0)
    poids = [f"$D${PREMIERE}:$D${fin}"]
    for bloc in sorties.blocs.values():
        poids.append(adresse(PREMIERE + 1, _col_poids(bloc), PREMIERE + bloc.capacite, _col_poids(bloc)))
    for rang, (cle, cible) in enumerate(sorties.scalaires, 1):
        ligne = PREMIERE + rang - 1
        cellules[ligne, 1] = CellulePosee(cle)
        # Fingerprints and verdicts weigh nothing: a check turning orange is not a change of figures.
        pese = cible is not None and ".controles." not in cle and not est_texte(cible)
        cellules[ligne, 4] = CellulePosee(
            formule=f"={rang}*SUM($B{ligne})" if pese else "=0", role="calcul", type="nombre"
        )
        if cible is not None:
            source = adresse_locale(cible, sorties.feuille)
            formule = f'={source}&""' if est_texte(cible) else f"={source}"
            cellules[ligne, 2] = CellulePosee(formule=formule, role="calcul", type=cible.type)
            cellules[ligne, 3] = CellulePosee(cible.type)
        elif cle.endswith(".empreinte"):
            cellules[ligne, 2] = CellulePosee(formule=f"=SUM({','.join(poids)})", role="calcul", type="nombre")
        else:
            amont = cle.split(".amont.")[1]
            entrees = f.entrees[classeur]
            adr = prefixe_feuille(entrees.feuille) + adresse(entrees.ligne(amont, f"{amont}.empreinte"), 4)
            cellules[ligne, 2] = CellulePosee(formule=f"={adr}", role="lien", type="nombre")
    for bloc in sorties.blocs.values():
        _sortir_bloc(feuille, bloc, sorties.feuille)
    return feuille


def _col_poids(bloc: BlocSorti) -> int:
    return bloc.debut + 2 + len(bloc.colonnes)


def _sortir_bloc(feuille: FeuillePosee, bloc: BlocSorti, nom_feuille: str) -> None:
    cellules, debut = feuille.cellules, bloc.debut
    _entetes(feuille, debut, [bloc.nom, "présent", *[c.colonne for c in bloc.colonnes], "poids"])
    premiere, derniere = PREMIERE + 1, PREMIERE + bloc.capacite
    cellules[PREMIERE, debut] = CellulePosee(f"{bloc.nom}#total")
    modele = bloc.colonnes[0]
    assert modele.bloc is not None
    plage = adresse_locale(modele, nom_feuille)
    cellules[PREMIERE, debut + 1] = CellulePosee(formule=f"=ROWS({plage})", role="calcul", type="entier")
    for i, colonne in enumerate(bloc.colonnes):
        source = adresse_locale(colonne, nom_feuille)
        col = debut + 2 + i
        if not est_texte(colonne):
            cellules[PREMIERE, col] = CellulePosee(formule=f"=SUM({source})", role="calcul", type=colonne.type)
    present = lettre_colonne(debut + 1)
    for rang in range(1, bloc.capacite + 1):
        ligne = premiere + rang - 1
        cellules[ligne, debut] = CellulePosee(f"{bloc.nom}#{rang}")
        cellules[ligne, debut + 1] = CellulePosee(
            formule=f"=IF({rang}>${present}${PREMIERE},0,1)", role="calcul", type="entier"
        )
        for i, colonne in enumerate(bloc.colonnes):
            source = adresse_locale(colonne, nom_feuille)
            # An absent figure crosses as 0, never as "": LibreOffice reads an empty text of a link as a number.
            prise = f"INDEX({source},{rang})"
            si_present = f'"",{prise}&""' if est_texte(colonne) else f"0,IF(ISNUMBER({prise}),{prise},0)"
            cellules[ligne, debut + 2 + i] = CellulePosee(
                formule=f"=IF(${present}{ligne}=0,{si_present})", role="calcul", type=colonne.type
            )
        pesees = [debut + 1, *(debut + 2 + i for i, c in enumerate(bloc.colonnes) if not est_texte(c))]
        somme = ",".join(f"${lettre_colonne(c)}{ligne}" for c in pesees)
        cellules[ligne, _col_poids(bloc)] = CellulePosee(formule=f"={rang}*SUM({somme})", role="calcul", type="nombre")
    feuille.hauteur = max(feuille.hauteur, derniere)


def feuille_liens(f: Frontieres, classeur: str, titre: str) -> FeuillePosee | None:
    """The ``Liens`` sheet of a workbook, or None when it takes nothing."""
    entrees = f.entrees[classeur]
    indices = {c: i for i, c in enumerate(f.fournisseurs(classeur), 1)}
    if not indices:
        return None
    feuille = _nouvelle(
        entrees.feuille,
        f"Liens — {titre}",
        "Chaque valeur n’est prise que si sa clé est celle attendue. Feuille faite par le programme.",
    )
    cellules = feuille.cellules
    _entetes(feuille, 1, ["Classeur", "Clé attendue", "Clé reçue", "Valeur", "État"])
    for fournisseur, cle in entrees.scalaires:
        ligne = entrees.ligne(fournisseur, cle)
        sorties = f.sorties[fournisseur]
        distant = prefixe_feuille(sorties.feuille, indices[fournisseur])
        rang = sorties.ligne(cle)
        cible = next(c for k, c in sorties.scalaires if k == cle)
        _recevoir(feuille, ligne, (1, 2, 3, 5), fournisseur, cle, f"{distant}$A${rang}")
        cellules[ligne, 4] = CellulePosee(
            formule=f'=IF($E{ligne}="✔",{_prise(f"{distant}$B${rang}", cible)},NA())',
            role="lien",
            type=cible.type if cible else "nombre",
        )
    for amont, source in entrees.peremptions:
        ligne = entrees.ligne_peremption(amont, source)
        vu = adresse(entrees.ligne(amont, f"{amont}.amont.{source}"), 4)
        reel = adresse(entrees.ligne(source, f"{source}.empreinte"), 4)
        cellules[ligne, 1] = CellulePosee(amont)
        cellules[ligne, 2] = CellulePosee(f"à jour de {source}")
        cellules[ligne, 4] = CellulePosee(
            formule=f"=IF(ISERROR({vu}-{reel}),1,IF(ABS({vu}-{reel})<0.005,0,1))", role="calcul", type="entier"
        )
    _constats(feuille, f, entrees, indices)
    return feuille


def _prise(distant: str, cible: Cible | None) -> str:
    """A received text is joined with "": LibreOffice reads the empty text of another file as 0."""
    return f'{distant}&""' if cible is not None and est_texte(cible) else distant


def _recevoir(
    feuille: FeuillePosee, ligne: int, cols: tuple[int, int, int, int], fournisseur: str, cle: str, distant: str
) -> None:
    """Write provider, expected key, received key and state of one row; columns are given in that order."""
    c_fournisseur, c_cle, c_recue, c_etat = cols
    if c_fournisseur:
        feuille.cellules[ligne, c_fournisseur] = CellulePosee(fournisseur)
    feuille.cellules[ligne, c_cle] = CellulePosee(cle)
    feuille.cellules[ligne, c_recue] = CellulePosee(formule=f"={distant}", role="lien")
    attendue, recue = f"${lettre_colonne(c_cle)}{ligne}", f"${lettre_colonne(c_recue)}{ligne}"
    feuille.cellules[ligne, c_etat] = CellulePosee(
        formule=f'=IF(ISERROR({recue}),"✖",IF(EXACT({recue},{attendue}),"✔","✖"))', role="calcul", type="code"
    )


def _constats(feuille: FeuillePosee, f: Frontieres, entrees: Entrees, indices: Mapping[str, int]) -> None:
    """Received blocks, then the two counts that the « Contrôles » sheet shows."""
    cellules = feuille.cellules
    fin = PREMIERE + max(len(entrees.scalaires) - 1, 0)
    defauts = [f'{len(entrees.scalaires)}-COUNTIF($E${PREMIERE}:$E${fin},"✔")'] if entrees.scalaires else []
    ecarts = []
    for (fournisseur, nom), colonnes in entrees.blocs.items():
        bloc = f.sorties[fournisseur].blocs[nom]
        debut = entrees.debuts[fournisseur, nom]
        distant = prefixe_feuille(f.sorties[fournisseur].feuille, indices[fournisseur])
        _recevoir_bloc(feuille, bloc, debut, colonnes, fournisseur, distant)
        etats = adresse(PREMIERE, debut + 2, PREMIERE + bloc.capacite, debut + 2)
        defauts.append(f'{bloc.capacite + 1}-COUNTIF({etats},"✔")')
        ecarts.append(adresse(3, debut + 2))
    cellules[2, 1] = CellulePosee("liens en défaut")
    cellules[2, 2] = CellulePosee(formule="=" + "+".join(defauts), role="calcul", type="entier")
    cellules[2, 3] = CellulePosee("tableaux incomplets")
    cellules[2, 4] = CellulePosee(formule="=" + ("+".join(ecarts) if ecarts else "0"), role="calcul", type="entier")


def _recevoir_bloc(
    feuille: FeuillePosee, bloc: BlocSorti, debut: int, colonnes: list[str], fournisseur: str, distant: str
) -> None:
    cellules = feuille.cellules
    courts = [next(c.colonne for c in bloc.colonnes if c.nom == nom) for nom in colonnes]
    _entetes(feuille, debut, [bloc.nom, "clé reçue", "état", "présent", *courts])
    rangs = [1, *[bloc.rang(nom) + 1 for nom in colonnes]]
    types = ["entier", *[next(c.type for c in bloc.colonnes if c.nom == nom) for nom in colonnes]]
    etat = lettre_colonne(debut + 2)
    for i in range(bloc.capacite + 1):
        ligne = PREMIERE + i
        cle = f"{bloc.nom}#{i or 'total'}"
        cles = (0, debut, debut + 1, debut + 2)
        _recevoir(feuille, ligne, cles, fournisseur, cle, f"{distant}${lettre_colonne(bloc.debut)}${ligne}")
        for j, (rang, genre) in enumerate(zip(rangs, types, strict=True)):
            if i == 0 and genre in TYPES_TEXTE:
                continue
            source = f"{distant}${lettre_colonne(bloc.debut + rang)}${ligne}" + ('&""' if genre in TYPES_TEXTE else "")
            cellules[ligne, debut + 3 + j] = CellulePosee(
                formule=f'=IF(${etat}{ligne}="✔",{source},NA())', role="lien", type=genre
            )
    tests = []
    for j, genre in enumerate(types):
        if genre in TYPES_TEXTE:
            continue
        col = debut + 3 + j
        recu = adresse(PREMIERE + 1, col, PREMIERE + bloc.capacite, col)
        tests.append(f"IF(ABS(SUM({recu})-{adresse(PREMIERE, col)})<0.005,0,1)")
    cellules[3, debut + 2] = CellulePosee(formule="=" + "+".join(tests), role="calcul", type="entier")
