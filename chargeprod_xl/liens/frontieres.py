"""The border sheets: ``Sorties`` (what a workbook offers) and ``Liens`` (what it takes), made by the linker alone.

A row inserted in a closed file silently shifts plain external references. So each value crosses with its key; the
receiver compares the key it gets with the one it expects and takes the value only when they are the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chargeprod_xl.liens.noms import Cible, adresse, lettre, prefixe_feuille
from chargeprod_xl.liens.pose import CellulePosee, FeuillePosee
from chargeprod_xl.liens.resolution import adresse_locale

LIGNE_ENTETE, PREMIERE = 4, 5
#: Columns of the scalar part of ``Sorties`` (key, value, unit, weight), then one blank, then the blocks.
DEBUT_BLOCS_SORTIES = 6
#: Columns of the scalar part of ``Liens`` (workbook, expected key, received key, value, state), one blank, blocks.
DEBUT_BLOCS_LIENS = 7
_TEXTES = {"texte", "code", "etat", "liste"}


def _texte(cible: Cible) -> bool:
    return cible.type in _TEXTES


@dataclass
class BlocSorti:
    """A table offered to others: its columns in order of first request, and its slots."""

    nom: str
    capacite: int
    colonnes: list[Cible] = field(default_factory=list)
    debut: int = 0

    def rang(self, nom: str) -> int:
        """1-based rank of a column among those offered."""
        return next(i for i, c in enumerate(self.colonnes, 1) if c.nom == nom)


@dataclass
class Sorties:
    """What one workbook offers."""

    classeur: str
    feuille: str
    scalaires: list[tuple[str, Cible | None]] = field(default_factory=list)
    blocs: dict[str, BlocSorti] = field(default_factory=dict)

    def ligne(self, cle: str) -> int:
        """Row of a scalar."""
        return PREMIERE + next(i for i, (c, _) in enumerate(self.scalaires) if c == cle)


@dataclass
class Entrees:
    """What one workbook takes: scalars (provider, key) and blocks (provider, name → columns)."""

    classeur: str
    feuille: str
    scalaires: list[tuple[str, str]] = field(default_factory=list)
    blocs: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    debuts: dict[tuple[str, str], int] = field(default_factory=dict)
    peremptions: list[tuple[str, str]] = field(default_factory=list)

    def ligne(self, fournisseur: str, cle: str) -> int:
        """Row of a received scalar."""
        return PREMIERE + self.scalaires.index((fournisseur, cle))

    def ligne_peremption(self, amont: str, source: str) -> int:
        """Row of a freshness comparison."""
        return PREMIERE + len(self.scalaires) + self.peremptions.index((amont, source))


def nom_bloc(cible: Cible) -> str:
    """Name of the table a column belongs to."""
    return cible.nom[: -len(cible.colonne) - 1]


def capacite(cible: Cible) -> int:
    """Slots reserved for a table: its rows, and room to grow where people add rows."""
    assert cible.bloc is not None
    lignes = cible.bloc.derniere - cible.bloc.premiere + 1
    return lignes + max(20, lignes // 3) if cible.bloc.table else lignes


class Frontieres:
    """All borders of a pack, filled by :meth:`demander` while formulas are scanned, then laid out."""

    def __init__(self, ordre: list[str], titres: Mapping[str, str]) -> None:
        self.ordre = ordre
        self.sorties = {c: Sorties(c, f"Sorties {titres[c].lower()}"[:31]) for c in ordre}
        self.entrees = {c: Entrees(c, f"Liens {titres[c].lower()}"[:31]) for c in ordre}

    def demander(self, consommateur: str, cible: Cible) -> None:
        """Record that ``consommateur`` needs ``cible`` of another workbook."""
        sorties, entrees = self.sorties[cible.classeur], self.entrees[consommateur]
        if cible.bloc is None:
            if all(cle != cible.nom for cle, _ in sorties.scalaires):
                sorties.scalaires.append((cible.nom, cible))
            if (cible.classeur, cible.nom) not in entrees.scalaires:
                entrees.scalaires.append((cible.classeur, cible.nom))
            return
        nom = nom_bloc(cible)
        bloc = sorties.blocs.setdefault(nom, BlocSorti(nom, capacite(cible)))
        if all(c.nom != cible.nom for c in bloc.colonnes):
            bloc.colonnes.append(cible)
        colonnes = entrees.blocs.setdefault((cible.classeur, nom), [])
        if cible.nom not in colonnes:
            colonnes.append(cible.nom)

    def amonts(self, classeur: str) -> list[str]:
        """Workbooks that come before ``classeur`` in the flow and that it reads."""
        entrees = self.entrees[classeur]
        lus = {f for f, _ in entrees.scalaires} | {f for f, _ in entrees.blocs}
        limite = self.ordre.index(classeur)
        return [c for c in self.ordre[:limite] if c in lus]

    def fournisseurs(self, classeur: str) -> list[str]:
        """Every workbook ``classeur`` reads, in the order of its ``[n]`` indexes."""
        entrees = self.entrees[classeur]
        lus = {f for f, _ in entrees.scalaires} | {f for f, _ in entrees.blocs}
        return [c for c in self.ordre if c in lus]

    def tracer_les_amonts(self) -> None:
        """Add what freshness needs: each workbook's fingerprint, and those it was computed from."""
        amonts = {c: self.amonts(c) for c in self.ordre}
        for classeur in self.ordre:
            for amont in amonts[classeur]:
                self._scalaire(classeur, amont, "empreinte")
                for source in amonts[amont]:
                    self._scalaire(classeur, amont, f"amont.{source}")
                    self._scalaire(classeur, source, "empreinte")
                    self.entrees[classeur].peremptions.append((amont, source))

    def _scalaire(self, consommateur: str, fournisseur: str, cle: str) -> None:
        complete = f"{fournisseur}.{cle}"
        if all(c != complete for c, _ in self.sorties[fournisseur].scalaires):
            self.sorties[fournisseur].scalaires.append((complete, None))
        if (fournisseur, complete) not in self.entrees[consommateur].scalaires:
            self.entrees[consommateur].scalaires.append((fournisseur, complete))

    def placer(self) -> None:
        """Give each block its columns: key, presence, values, weight; on the receiving side keys, state, values."""
        for sorties in self.sorties.values():
            colonne = DEBUT_BLOCS_SORTIES
            for bloc in sorties.blocs.values():
                bloc.debut = colonne
                colonne += len(bloc.colonnes) + 4
        for entrees in self.entrees.values():
            colonne = DEBUT_BLOCS_LIENS
            for cle, noms in entrees.blocs.items():
                entrees.debuts[cle] = colonne
                colonne += len(noms) + 5

    # --- addresses for formulas -------------------------------------------------------------------------------

    def adresse(self, consommateur: str, cible: Cible) -> str:
        """Where ``consommateur`` finds ``cible`` on its own ``Liens`` sheet."""
        entrees = self.entrees[consommateur]
        prefixe = prefixe_feuille(entrees.feuille)
        if cible.bloc is None:
            return prefixe + adresse(entrees.ligne(cible.classeur, cible.nom), 4)
        cle = (cible.classeur, nom_bloc(cible))
        bloc = self.sorties[cible.classeur].blocs[cle[1]]
        colonne = entrees.debuts[cle] + 4 + entrees.blocs[cle].index(cible.nom)
        return prefixe + adresse(PREMIERE + 1, colonne, PREMIERE + bloc.capacite, colonne)

    def constat(self, classeur: str, nom: str) -> str:
        """Address of a border check: ``frontieres.liens``, ``.matrices``, ``.perime.a.b``."""
        entrees = self.entrees[classeur]
        prefixe = prefixe_feuille(entrees.feuille)
        if nom == "frontieres.liens":
            return prefixe + "$B$2"
        if nom == "frontieres.matrices":
            return prefixe + "$D$2"
        _, _, amont, source = nom.split(".")
        return prefixe + adresse(entrees.ligne_peremption(amont, source), 4)


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
        pese = cible is not None and ".controles." not in cle and not _texte(cible)
        cellules[ligne, 4] = CellulePosee(formule=f"={rang}*SUM($B{ligne})" if pese else "=0", role="calcul", type="nombre")
        if cible is not None:
            source = adresse_locale(cible, sorties.feuille)
            formule = f'={source}&""' if _texte(cible) else f"={source}"
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
        if not _texte(colonne):
            cellules[PREMIERE, col] = CellulePosee(formule=f"=SUM({source})", role="calcul", type=colonne.type)
    present = lettre(debut + 1)
    for rang in range(1, bloc.capacite + 1):
        ligne = premiere + rang - 1
        cellules[ligne, debut] = CellulePosee(f"{bloc.nom}#{rang}")
        cellules[ligne, debut + 1] = CellulePosee(
            formule=f"=IF({rang}>${present}${PREMIERE},0,1)", role="calcul", type="entier"
        )
        for i, colonne in enumerate(bloc.colonnes):
            source = adresse_locale(colonne, nom_feuille)
            valeur = f"INDEX({source},{rang})" + ('&""' if _texte(colonne) else "")
            cellules[ligne, debut + 2 + i] = CellulePosee(
                formule=f'=IF(${present}{ligne}=0,"",{valeur})', role="calcul", type=colonne.type
            )
        c1, c2 = lettre(debut + 1), lettre(debut + 1 + len(bloc.colonnes))
        cellules[ligne, _col_poids(bloc)] = CellulePosee(
            formule=f"={rang}*SUM(${c1}{ligne}:${c2}{ligne})", role="calcul", type="nombre"
        )
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
            formule=f'=IF($E{ligne}="✔",{distant}$B${rang},NA())', role="lien", type=cible.type if cible else "nombre"
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


def _recevoir(
    feuille: FeuillePosee, ligne: int, cols: tuple[int, int, int, int], fournisseur: str, cle: str, distant: str
) -> None:
    """Write provider, expected key, received key and state of one row; columns are given in that order."""
    c_fournisseur, c_cle, c_recue, c_etat = cols
    if c_fournisseur:
        feuille.cellules[ligne, c_fournisseur] = CellulePosee(fournisseur)
    feuille.cellules[ligne, c_cle] = CellulePosee(cle)
    feuille.cellules[ligne, c_recue] = CellulePosee(formule=f"={distant}", role="lien")
    attendue, recue = f"${lettre(c_cle)}{ligne}", f"${lettre(c_recue)}{ligne}"
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
    cellules[2, 4] = CellulePosee(
        formule="=" + ("+".join(ecarts) if ecarts else "0"), role="calcul", type="entier"
    )


def _recevoir_bloc(
    feuille: FeuillePosee, bloc: BlocSorti, debut: int, colonnes: list[str], fournisseur: str, distant: str
) -> None:
    cellules = feuille.cellules
    courts = [next(c.colonne for c in bloc.colonnes if c.nom == nom) for nom in colonnes]
    _entetes(feuille, debut, [bloc.nom, "clé reçue", "état", "présent", *courts])
    rangs = [1, *[bloc.rang(nom) + 1 for nom in colonnes]]
    types = ["entier", *[next(c.type for c in bloc.colonnes if c.nom == nom) for nom in colonnes]]
    etat = lettre(debut + 2)
    for i in range(bloc.capacite + 1):
        ligne = PREMIERE + i
        cle = f"{bloc.nom}#{i or 'total'}"
        cles = (0, debut, debut + 1, debut + 2)
        _recevoir(feuille, ligne, cles, fournisseur, cle, f"{distant}${lettre(bloc.debut)}${ligne}")
        for j, (rang, genre) in enumerate(zip(rangs, types, strict=True)):
            if i == 0 and genre in _TEXTES:
                continue
            source = f"{distant}${lettre(bloc.debut + rang)}${ligne}"
            cellules[ligne, debut + 3 + j] = CellulePosee(
                formule=f'=IF(${etat}{ligne}="✔",{source},NA())', role="lien", type=genre
            )
    tests = []
    for j, genre in enumerate(types):
        if genre in _TEXTES:
            continue
        col = debut + 3 + j
        recu = adresse(PREMIERE + 1, col, PREMIERE + bloc.capacite, col)
        tests.append(f"IF(ABS(SUM({recu})-{adresse(PREMIERE, col)})<0.005,0,1)")
    cellules[3, debut + 2] = CellulePosee(formule="=" + "+".join(tests), role="calcul", type="entier")
