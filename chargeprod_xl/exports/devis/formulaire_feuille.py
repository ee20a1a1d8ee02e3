"""The sheet of a reader's form: where its codes and its amounts stand, and which cells may be written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.classeurs.archive import Archive
from chargeprod_xl.classeurs.classeur_lu import ClasseurLu, FeuilleLue, Position
from chargeprod_xl.exports.devis.formulaire import code_de, sans_accent
from chargeprod_xl.exports.devis.modele import Formulaire
from chargeprod_xl.liens.formules import indice_colonne, lettre_colonne, lire_plage

#: A column with fewer codes of ours is not the one of the codes.
_ASSEZ = 2


@dataclass(frozen=True)
class Choix:
    """Sheet and columns given by the person, "" when they are to be found."""

    feuille: str = ""
    codes: str = ""
    montant: str = ""
    france: str = ""
    etranger: str = ""


@dataclass(frozen=True)
class Reperage:
    """What was found: rows by code, columns by what they hold, cells that stand for others."""

    feuille: FeuilleLue
    codes: int
    lignes: Mapping[str, tuple[int, ...]]
    libelles: Mapping[str, str]
    colonnes: Mapping[str, int]
    ancres: Mapping[Position, Position]

    def ligne(self, case: str) -> tuple[int, ...]:
        """Rows of a code, or of a row without code (« ligne 12 »)."""
        return self.lignes.get(case) or ((int(case.removeprefix("ligne ")),) if case in self.libelles else ())

    def cellule(self, ligne: int, colonne: int) -> Position:
        """The cell to write: the first one of a merged range."""
        return self.ancres.get((ligne, colonne), (ligne, colonne))

    def est_formule(self, ou: Position) -> bool:
        """A formula is never written over, nor a cell that one fills."""
        cellule = self.feuille.cellules.get(ou)
        if cellule is not None and cellule.formule is not None:
            return True
        matrices = [c.matrice for c in self.feuille.cellules.values() if c.matrice]
        return any(plage.contient(*ou) for plage in map(lire_plage, matrices))


def _refus(quoi: str, remede: str) -> DonneesRefuseesError:
    return DonneesRefuseesError([Anomalie("--formulaire", quoi, remede)])


def _colonne(lettre: str, option: str) -> int:
    propre = lettre.strip().upper()
    if not propre.isalpha() or len(propre) > 3:
        raise DonneesRefuseesError([Anomalie(option, f"« {lettre} » n’est pas une colonne", "donnez sa lettre : E")])
    return indice_colonne(propre)


def _feuille(classeur: ClasseurLu, choix: Choix, connus: set[str]) -> FeuilleLue:
    if choix.feuille:
        trouvee = classeur.feuille(choix.feuille)
        if trouvee is None:
            noms = ", ".join(f.nom for f in classeur.feuilles if f.etat == "visible")
            faute = Anomalie("--feuille", f"feuille inconnue « {choix.feuille} »", f"choisissez parmi {noms}")
            raise DonneesRefuseesError([faute])
        return trouvee
    visibles = [f for f in classeur.feuilles if f.etat == "visible"]
    if not visibles:
        raise _refus("ce classeur n’a pas de feuille visible", "vérifiez le fichier")
    return max(visibles, key=lambda f: max(_comptes(f, connus).values(), default=0))


def _comptes(feuille: FeuilleLue, connus: set[str]) -> dict[int, int]:
    """Codes of ours in each column; a number of one digit is too common to count."""
    comptes: dict[int, int] = {}
    for (_, colonne), cellule in feuille.cellules.items():
        code = code_de(cellule.valeur) if cellule.formule is None else ""
        if len(code) > 1 and (code in connus or any(c.startswith(code) for c in connus)):
            comptes[colonne] = comptes.get(colonne, 0) + 1
    return comptes


def _codes(feuille: FeuilleLue, choix: Choix, connus: set[str]) -> int:
    if choix.codes:
        return _colonne(choix.codes, "--colonne-code")
    comptes = _comptes(feuille, connus)
    colonne = max(sorted(comptes), key=lambda c: comptes[c], default=0)
    if comptes.get(colonne, 0) < _ASSEZ:
        quoi = f"aucune colonne de « {feuille.nom} » ne porte les codes du devis"
        raise _refus(quoi, "donnez --feuille et --colonne-code")
    return colonne


def _titree(feuille: FeuilleLue, mots: Sequence[str], avant: int, apres: int, prises: set[int]) -> int | None:
    """The column whose title, above row ``avant`` and right of ``apres``, has the first of these words."""
    titres = [
        (ligne, colonne, sans_accent(c.valeur))
        for (ligne, colonne), c in sorted(feuille.cellules.items())
        if isinstance(c.valeur, str) and ligne < avant and colonne > apres and colonne not in prises
    ]
    for mot in map(sans_accent, mots):
        exacts = [colonne for _, colonne, texte in titres if texte == mot]
        proches = [colonne for _, colonne, texte in titres if mot in texte.split() or texte.startswith(f"{mot} ")]
        if exacts or proches:
            return (exacts or proches)[-1]
    return None


def _colonnes(feuille: FeuilleLue, codes: int, premiere: int, choix: Choix, mots: Formulaire) -> dict[str, int]:
    colonnes: dict[str, int] = {}
    for nom in ("france", "etranger", "montant"):
        donnee: str = getattr(choix, nom)
        if donnee:
            colonnes[nom] = _colonne(donnee, f"--colonne-{nom}")
        elif trouvee := _titree(feuille, getattr(mots, nom), premiere, codes, set(colonnes.values())):
            colonnes[nom] = trouvee
    if "montant" not in colonnes and not {"france", "etranger"} <= colonnes.keys():
        quoi = f"la colonne des montants de « {feuille.nom} » n’a pas été trouvée"
        raise _refus(quoi, "donnez --colonne-montant E (sa lettre)")
    if codes in colonnes.values():
        raise _refus(f"la colonne {lettre_colonne(codes)} ne peut porter codes et montants", "donnez deux lettres")
    return colonnes


def _ancres(archive: Archive, partie: str) -> dict[Position, Position]:
    """Each cell of a merged range → its first one, the only one that shows."""
    ancres: dict[Position, Position] = {}
    for element in archive.xml(partie).iterfind("{*}mergeCells/{*}mergeCell"):
        plage = lire_plage(element.get("ref", "A1"))
        for ligne in range(plage.ligne_debut, plage.ligne_fin + 1):
            for colonne in range(plage.colonne_debut, plage.colonne_fin + 1):
                ancres[ligne, colonne] = (plage.ligne_debut, plage.colonne_debut)
    return ancres


def reperer(classeur: ClasseurLu, archive: Archive, choix: Choix, connus: set[str], mots: Formulaire) -> Reperage:
    """Find the sheet, the codes and the amounts of a form; refused in words when they cannot be."""
    feuille = _feuille(classeur, choix, connus)
    codes = _codes(feuille, choix, connus)
    lignes: dict[str, list[int]] = {}
    textes: dict[int, str] = {}
    for (ligne, colonne), cellule in sorted(feuille.cellules.items()):
        if colonne == codes and (code := code_de(cellule.valeur)):
            lignes.setdefault(code, []).append(ligne)
        elif isinstance(cellule.valeur, str) and cellule.valeur.strip():
            textes.setdefault(ligne, cellule.valeur)
    if not lignes:
        quoi = f"la colonne {lettre_colonne(codes)} de « {feuille.nom} » ne porte aucun code"
        raise _refus(quoi, "donnez --feuille et --colonne-code")
    codees = {n for rangs in lignes.values() for n in rangs}
    libelles = {f"ligne {n}": texte for n, texte in textes.items() if n not in codees}
    colonnes = _colonnes(feuille, codes, min(codees), choix, mots)
    return Reperage(
        feuille, codes, {c: tuple(n) for c, n in lignes.items()}, libelles, colonnes, _ancres(archive, feuille.partie)
    )
