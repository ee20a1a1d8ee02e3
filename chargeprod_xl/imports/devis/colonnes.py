"""Which column is what, from its title: one row or two, anywhere in the sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from chargeprod_xl.classeurs.classeur_lu import CelluleLue
from chargeprod_xl.classeurs.tableur_lu import FeuilleTableur
from chargeprod_xl.imports.devis.vocabulaire import ROLES, poids_du_titre
from chargeprod_xl.liens.formules import lettre_colonne
from chargeprod_xl.tables.mots import plier

#: A devis may open with a cover, an index, a synopsis; beyond, it is no devis.
_RANGS_LUS, _COLONNES_LUES, _TITRE_MAX = 400, 200, 60
_CHIFFRE = re.compile(r"[\d\s\u00a0\u202f.,€$£()\-]*\d[\d\s\u00a0\u202f.,€$£()\-]*")
_EST_UN_MOT = re.compile(r"[^\W\d_]|#")


@dataclass(frozen=True)
class EnTete:
    """Where the titles stand, and which column holds each role.

    Attributes:
        premiere: first row of titles; 0 when the file has none and the mapping says so.
        derniere: last row of titles.
        colonnes: role → column.
        titres: every title seen, by column.
        doubles: other columns whose title names a role as well: role → columns.
        score: sum of the weights of the roles found.
        variantes: the titles of each column, normalised.
    """

    premiere: int
    derniere: int
    colonnes: Mapping[str, int]
    titres: Mapping[int, str]
    doubles: Mapping[str, tuple[int, ...]]
    score: int
    variantes: Mapping[int, frozenset[str]] = field(default_factory=dict)

    @property
    def manquants(self) -> tuple[str, ...]:
        """What a devis cannot do without, in words."""
        a = self.colonnes
        trous = [] if "code" in a or "libelle" in a else ["le numéro de compte ou la désignation"]
        chiffre = "montant" in a or {"france", "etranger"} <= set(a) or "taux" in a
        return tuple(trous if chiffre else [*trous, "le montant (ou un nombre et un taux)"])


def _textes(feuille: FeuilleTableur) -> dict[int, dict[int, str]]:
    """Texts of the first rows; that of a merged range stands in each of its cells."""
    rangees: dict[int, dict[int, str]] = {}
    for (ligne, colonne), cellule in feuille.cellules.items():
        texte = cellule.valeur.strip() if isinstance(cellule.valeur, str) else ""
        if (
            ligne <= _RANGS_LUS
            and colonne <= _COLONNES_LUES
            and 0 < len(texte) <= _TITRE_MAX
            and _EST_UN_MOT.search(texte)
        ):
            rangees.setdefault(ligne, {})[colonne] = texte
    for plage in feuille.fusions:
        etendu = rangees.get(plage.haut, {}).get(plage.gauche)
        if etendu and plage.droite <= _COLONNES_LUES and plage.bas - plage.haut <= 3:
            for ligne, colonne in plage.cellules():
                rangees.setdefault(ligne, {})[colonne] = etendu
    return rangees


def _variantes(textes: list[dict[int, str]], colonne: int) -> Iterator[str]:
    """What a column may be called: each of its rows alone, then both."""
    siens = [t[colonne] for t in textes if colonne in t]
    yield from reversed(siens)
    if len(siens) > 1 and siens[0] != siens[1]:
        yield " ".join(siens)


def _attribuer(titres: Mapping[int, list[str]]) -> tuple[dict[str, int], dict[str, tuple[int, ...]], int]:
    """The best title first; at equal weight, the leftmost column. A column has one role."""
    candidats = [
        (-max(poids_du_titre(t, role) for t in variantes), rang, colonne, role)
        for colonne, variantes in titres.items()
        for rang, role in enumerate(ROLES)
        if any(poids_du_titre(t, role) for t in variantes)
    ]
    colonnes: dict[str, int] = {}
    score = 0
    for poids, _, colonne, role in sorted(candidats, key=lambda c: (c[0], c[2], c[1])):
        if role not in colonnes and colonne not in colonnes.values():
            colonnes[role] = colonne
            score -= poids
    _amount_est_une_quantite(colonnes, titres)
    poids_retenus = {r: max(poids_du_titre(t, r) for t in titres[c]) for r, c in colonnes.items()}
    doubles: dict[str, tuple[int, ...]] = {}
    for poids, _, colonne, role in candidats:
        if colonne not in colonnes.values() and -poids == poids_retenus.get(role):
            doubles[role] = (*doubles.get(role, ()), colonne)
    return colonnes, doubles, score


def _amount_est_une_quantite(colonnes: dict[str, int], titres: Mapping[int, list[str]]) -> None:
    """American budgets: « Amount, Units, X, Rate, Total »: there the amount counts units, the total is money."""
    if "taux" not in colonnes or "nombre" in colonnes:
        return
    libre = [c for c, v in titres.items() if c not in colonnes.values() and any(plier(t) == "amount" for t in v)]
    if libre and "montant" in colonnes and libre[0] < colonnes["taux"] < colonnes["montant"]:
        colonnes["nombre"] = libre[0]


def _en_tete(rangees: Mapping[int, dict[int, str]], lignes: tuple[int, ...]) -> EnTete:
    textes = [rangees.get(n, {}) for n in lignes]
    places = sorted({c for t in textes for c in t})
    titres = {c: list(_variantes(textes, c)) for c in places}
    colonnes, doubles, score = _attribuer(titres)
    montres = {c: v[-1] for c, v in titres.items()}
    variantes = {c: frozenset(map(plier, v)) for c, v in titres.items()}
    return EnTete(lignes[0], lignes[-1], colonnes, montres, doubles, score, variantes)


def reconnaitre(feuille: FeuilleTableur) -> EnTete:
    """The best title row of a sheet, or two rows; neither then holds a figure, or it would be a line."""
    rangees = _textes(feuille)
    chiffrees = {r for (r, _), cellule in feuille.cellules.items() if _est_un_chiffre(cellule)}
    essais = [
        _en_tete(rangees, lignes)
        for n in sorted(rangees)
        for lignes in ((n,), (n, n + 1))
        if len(lignes) == 1 or not {n, n + 1} & chiffrees
    ]
    vide = EnTete(1, 1, {}, {}, {}, 0)
    complets = [e for e in essais if not e.manquants]
    if complets:
        meilleur = min(complets, key=lambda e: (-e.score, e.derniere - e.premiere, e.premiere))
        # Titles come again on each page, sometimes with one more: the first with the same columns is the true one.
        memes = [e for e in complets if all(meilleur.colonnes.get(r) == c for r, c in e.colonnes.items())]
        ici = min(e.premiere for e in memes) + 1
        return min(
            (e for e in memes if e.premiere <= ici), key=lambda e: (-e.score, e.derniere - e.premiere, e.premiere)
        )
    # Where no row will do, one that names two columns, else the fullest: those are the titles to show.
    return min(
        essais,
        key=lambda e: (
            -e.score if len(e.colonnes) > 1 else 0,
            e.derniere - e.premiere,
            -len(e.titres),
            e.premiere,
        ),
        default=vide,
    )


def titres_de(feuille: FeuilleTableur, ligne: int) -> EnTete:
    """The titles of a row that the mapping names; of none when it is 0."""
    return _en_tete(_textes(feuille), (ligne,)) if ligne else EnTete(0, 0, {}, {}, {}, 0)


def _est_un_chiffre(cellule: CelluleLue) -> bool:
    if isinstance(cellule.valeur, str):
        return bool(_CHIFFRE.fullmatch(cellule.valeur))
    return isinstance(cellule.valeur, float) and not cellule.est_date


def nombres_au_dessus(feuille: FeuilleTableur, en_tete: EnTete) -> int:
    """Figures above the titles, in the column of amounts: a summary, or lines that would be lost without a word."""
    montant = en_tete.colonnes.get("montant")
    return sum(
        1
        for (ligne, colonne), cellule in feuille.cellules.items()
        if ligne < en_tete.premiere and colonne == montant and _est_un_chiffre(cellule)
    )


def nombres_non_lus(feuille: FeuilleTableur, en_tete: EnTete) -> dict[int, int]:
    """Columns of figures that no role reads, and how many figures each holds under the titles."""
    compte: dict[int, int] = {}
    for (ligne, colonne), cellule in feuille.cellules.items():
        if ligne > en_tete.derniere and colonne not in en_tete.colonnes.values() and _est_un_chiffre(cellule):
            compte[colonne] = compte.get(colonne, 0) + 1
    return compte


def valeurs_non_lues(feuille: FeuilleTableur, en_tete: EnTete) -> dict[int, int]:
    """Columns under a title, or that hold figures, that no role reads; how many values each holds."""
    chiffrees = nombres_non_lus(feuille, en_tete)
    compte: dict[int, int] = {}
    for (ligne, colonne), cellule in feuille.cellules.items():
        dite = colonne in en_tete.titres or colonne in chiffrees
        plein = cellule.valeur is not None and str(cellule.valeur).strip()
        if ligne > en_tete.derniere and dite and plein and colonne not in en_tete.colonnes.values():
            compte[colonne] = compte.get(colonne, 0) + 1
    return compte


def est_un_en_tete_repete(textes: Mapping[int, str], en_tete: EnTete) -> bool:
    """The titles again, at the top of another page."""
    memes = sum(1 for c, t in textes.items() if t.strip() and plier(t) in en_tete.variantes.get(c, ()))
    return memes >= max(2, sum(1 for t in textes.values() if t.strip()) // 2)


def montrer(titres: Mapping[int, str]) -> str:
    """« A « N° », B « Désignation » »."""
    return ", ".join(f"{lettre_colonne(c)} « {' '.join(t.split())} »" for c, t in sorted(titres.items())) or "aucun"
