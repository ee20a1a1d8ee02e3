"""Render the blocks of a sheet: texts, columns (families, trios), rows from data or fixed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.gabarits import declaration as d
from chargeprod_xl.gabarits import evaluation
from chargeprod_xl.gabarits import modele as m
from chargeprod_xl.gabarits.champs_lus import choix, est_un_contenu
from chargeprod_xl.gabarits.formules import FormuleError, compacte
from chargeprod_xl.gabarits.types_de_cellule import TYPES

Donnees = Mapping[str, Any]

_TITRES_FORCABLE = ("{} calculé", "{} forcé", "{} retenu")


class Rendu:
    """Renders the texts and expressions of one template file, collecting faults instead of raising them.

    ``reperes``: the line of each text of the file, for messages. ``origines``: the line of each formula rendered.
    """

    def __init__(
        self, source: str, donnees: Donnees, fautes: list[Anomalie], reperes: Mapping[str, int] | None = None
    ) -> None:
        self.source, self.donnees, self.fautes = source, donnees, fautes
        self.reperes = reperes or {}
        self.origines: dict[str, int] = {}

    def texte(self, modele: str, **local: Any) -> str:
        """A text with its ``{{ … }}`` replaced."""
        if "{{" not in modele and "{%" not in modele:
            return modele
        try:
            return evaluation.modele(modele).render({**self.donnees, **local})
        except evaluation.FAUTES as erreur:
            self._faute(modele, erreur)
            return ""

    def formule(self, modele: str, **local: Any) -> str:
        """A formula with its ``{{ … }}`` replaced, compact and in English."""
        ecrite = self.texte(modele, **local)
        try:
            finale = compacte(ecrite)
        except FormuleError as erreur:
            self._faute(modele, erreur)
            return ""
        if modele in self.reperes:
            self.origines[finale] = self.reperes[modele]
        return finale

    def valeur(self, expression: str, **local: Any) -> Any:
        """What an expression is worth, as a Python value."""
        try:
            return evaluation.expression(expression)({**self.donnees, **local})
        except evaluation.FAUTES as erreur:
            self._faute(expression, erreur)
            return None

    def contenu(self, expression: str, **local: Any) -> Any:
        """What an expression puts in a cell."""
        valeur = self.valeur(expression, **local)
        if est_un_contenu(valeur):
            return valeur
        quoi = f"« {evaluation.montre(expression)} » ne donne ni texte, ni nombre, ni date"
        self.fautes.append(Anomalie(self.ou(expression), quoi, "une cellule contient une seule valeur"))
        return None

    def si(self, expression: str | None, **local: Any) -> bool:
        """A condition; none means true."""
        try:
            return expression is None or bool(self.valeur(expression, **local))
        except evaluation.FAUTES as erreur:  # a name nobody gave is only found out when it is asked for its truth
            self._faute(str(expression), erreur)
            return False

    def retient(self, expression: str | None, **local: Any) -> bool:
        """Whether a row meets the condition of its table. An empty cell, or one of another kind, meets none."""
        if expression is None:
            return True
        try:
            return bool(evaluation.expression(expression)({**self.donnees, **local}))
        except TypeError:
            return False
        except evaluation.FAUTES as erreur:
            self._faute(expression, erreur)
            return False

    def type(self, modele: str, **local: Any) -> str:
        """A kind of cell that the data says."""
        lu = self.texte(modele, **local)
        if lu and lu not in TYPES:
            self.fautes.append(Anomalie(self.ou(modele), f"type de cellule inconnu « {lu} »", choix(lu, TYPES)))
        return lu

    def source_de(self, nom: str) -> list[Mapping[str, Any]]:
        """The rows of a data source."""
        lignes = self.donnees.get(nom)
        if isinstance(lignes, list):
            return lignes
        self.fautes.append(Anomalie(self.ou(nom), f"source de lignes inconnue « {nom} »", choix(nom, self._sources())))
        return []

    def _sources(self) -> list[str]:
        return sorted(k for k, v in self.donnees.items() if isinstance(v, list))

    def ou(self, modele: str) -> str:
        """Where a text stands."""
        return f"{self.source}, ligne {self.reperes[modele]}" if modele in self.reperes else self.source

    def _faute(self, modele: str, erreur: BaseException) -> None:
        quoi = f"« {evaluation.montre(modele)} » : {evaluation.dire(erreur, self.donnees)}"
        self.fautes.append(Anomalie(self.ou(modele), quoi, "corrigez le gabarit ou la donnée qu’il demande"))


def colonnes_de(col: m.Colonne, rendu: Rendu) -> list[d.Colonne]:
    """Expand a column: families repeat it, a forcable one becomes three."""
    if col.pour and col.dans:
        sortie: list[d.Colonne] = []
        for element in rendu.source_de(col.dans):
            sortie += _une_colonne(col, rendu, famille=col.id.split("{")[0], **{col.pour: element})
        return sortie
    return _une_colonne(col, rendu)


def _une_colonne(col: m.Colonne, rendu: Rendu, famille: str = "", **local: Any) -> list[d.Colonne]:
    if not rendu.si(col.si, **local):
        return []
    ident, titre = rendu.texte(col.id, **local), rendu.texte(col.titre, **local)
    formule = rendu.formule(col.formule, **local) if col.formule else None
    commun: dict[str, Any] = {
        # The type of a repeated column may come from what it is repeated for; that of a row is its own affair.
        "type": rendu.type(col.type, **local) if col.pour else col.type,
        "largeur": col.largeur,
        "masquee": col.masquee,
        "aide": rendu.texte(col.aide, **local),
        "famille": famille,
        "parmi": col.parmi,
    }
    if not col.forcable:
        role: d.Role = "saisie" if col.saisie else "calcul" if formule else "donnee"
        return [d.Colonne(ident, titre, role=role, formule=formule, liste=col.liste, total=col.total, **commun)]
    titres = col.titres or tuple(t.format(titre) for t in _TITRES_FORCABLE)
    calcule, force = f"[{ident}.calcule]", f"[{ident}.force]"
    return [
        d.Colonne(f"{ident}.calcule", titres[0], role="calcul", formule=formule, base=ident, **commun),
        d.Colonne(f"{ident}.force", titres[1], role="force", liste=col.liste, base=ident, **commun),
        d.Colonne(
            f"{ident}.retenu",
            titres[2],
            role="calcul",
            formule=f'=IF({force}="",{calcule},{force})',
            total=col.total,
            base=ident,
            **commun,
        ),
    ]


def _par_ligne(col: m.Colonne, pour: str) -> bool:
    """True when the formula of a column speaks of the row's own data: it then differs from row to row."""
    return bool(pour and col.formule) and re.search(rf"{{[{{%] ?[^}}]*\b{pour}\.", str(col.formule)) is not None


class _Famille:
    """A family of columns whose formulas speak of the row: rendered once for all the rows that say the same."""

    def __init__(self, col: m.Colonne, pour: str, rendu: Rendu) -> None:
        self.formule, self.pour, self.rendu = col.formule or "", pour, rendu
        self.champs = sorted(set(re.findall(rf"\b{pour}\.(\w+)", self.formule)))
        self.champs_seuls = re.search(rf"\b{pour}\b(?!\.\w)", self.formule) is None
        colonnes = [{col.pour or "": element} for element in rendu.source_de(col.dans or "")]
        self.colonnes = [(rendu.texte(col.id, **colonne), colonne) for colonne in colonnes]
        self.rendues: dict[tuple[Any, ...], list[tuple[str, str]]] = {}

    def formules(self, ligne: Mapping[str, Any]) -> list[tuple[str, str]]:
        """The formula of a row in each column, empty where the row has none."""
        cle = tuple(ligne.get(champ) for champ in self.champs) if self.champs_seuls else (id(ligne),)
        if cle not in self.rendues:
            local = {self.pour: ligne}
            rendues = [(i, self.rendu.formule(self.formule, **local, **colonne)) for i, colonne in self.colonnes]
            self.rendues[cle] = rendues
        return self.rendues[cle]


def _identite(source: m.Source, element: Mapping[str, Any], rendu: Rendu) -> str:
    """The identity of a row: one of its fields, or a text made of them."""
    if "{{" in source.cle:
        return rendu.texte(source.cle, **{source.pour: element})
    if source.cle not in element:
        quoi = f"les lignes de « {source.dans} » n’ont pas de champ « {source.cle} »"
        rendu.fautes.append(Anomalie(rendu.ou(source.cle), quoi, choix(source.cle, element)))
    return str(element.get(source.cle))


def _lignes_source(
    source: m.Source, brut: tuple[m.Colonne, ...], rendu: Rendu, elements: Sequence[Mapping[str, Any]] | None
) -> list[d.Ligne]:
    """``elements``: rows to lay, those of the data source when None."""
    lignes = []
    familles = [_Famille(col, source.pour, rendu) for col in brut if col.pour and _par_ligne(col, source.pour)]
    seules = [(col, _par_ligne(col, source.pour)) for col in brut if not col.pour]
    for element in rendu.source_de(source.dans) if elements is None else elements:
        local = {source.pour: element}
        if not rendu.retient(source.si, **local):
            continue
        valeurs: dict[str, Any] = {}
        types: dict[str, str] = {}
        formules: dict[str, str] = {}
        for col, par_ligne in seules:
            cible = col.id if not col.forcable else f"{col.id}.force" if col.formule else f"{col.id}.calcule"
            if col.valeur is not None:
                valeurs[cible] = rendu.contenu(col.valeur, **local)
            elif cible in element and (col.forcable or col.saisie or not col.formule):
                valeurs[cible] = element[cible]  # a calculated column keeps its formula, whatever the source holds
            elif col.id in element and (not col.formule):
                valeurs[cible] = element[col.id]
            if par_ligne:
                formules[cible] = rendu.formule(col.formule or "", **local)
            if "{{" in col.type:
                genre = rendu.type(col.type, **local)
                noms = [f"{col.id}.{x}" for x in ("calcule", "force", "retenu")] if col.forcable else [col.id]
                types.update(dict.fromkeys(noms, genre))
            if col.forcable and f"{col.id}.force" in element:
                valeurs[f"{col.id}.force"] = element[f"{col.id}.force"]
        for famille in familles:
            formules |= {ident: formule for ident, formule in famille.formules(element) if formule}
            # Nothing to calculate there: the figure is nil, and stays so.
            valeurs |= {ident: 0 for ident, formule in famille.formules(element) if not formule}
        style = rendu.texte(source.style, **local)
        lignes.append(d.Ligne(_identite(source, element, rendu), valeurs, formules, types, style=style))
    return lignes


def _lignes_fixes(lignes: tuple[m.Ligne, ...], rendu: Rendu) -> list[d.Ligne]:
    return [
        d.Ligne(
            ligne.cle,
            {k: rendu.texte(v) if isinstance(v, str) else v for k, v in ligne.valeurs.items()},
            {k: rendu.formule(v) for k, v in ligne.formules.items()},
            ligne.types,
            {**dict.fromkeys(ligne.saisies, "saisie"), **ligne.roles},
            style=ligne.style,
        )
        for ligne in lignes
        if rendu.si(ligne.si)
    ]


def _bandeau(bandeau: m.Bandeau, tableau: m.Tableau, rendu: Rendu) -> d.Bandeau:
    formules: dict[str, str] = {}
    valeurs: dict[str, Any] = {}
    for col in tableau.colonnes:
        if not (col.pour and col.dans) or col.masquee:
            continue
        for element in rendu.source_de(col.dans):
            ident = rendu.texte(col.id, **{col.pour: element})
            if bandeau.formule:
                formules[ident] = rendu.formule(bandeau.formule, **{col.pour: element})
            if bandeau.valeur:
                valeurs[ident] = rendu.contenu(bandeau.valeur, **{col.pour: element})
    return d.Bandeau(bandeau.id, rendu.texte(bandeau.titre), bandeau.type, formules, valeurs)


def _colonne_doubles(tableau: m.Tableau) -> d.Colonne:
    """A hidden column that marks the second row of a same key. By MATCH: « 1.1 » and « 1.10 » are not the same."""
    cle = f"[{tableau.unique}]"
    plage = f"{{{tableau.tableau}.{tableau.unique}}}"
    formule = f'=IF({cle}="",0,IF(MATCH({cle},{plage},0)=ROWS([{tableau.unique}:cumul])-1,0,1))'
    return d.Colonne("_double", "Double", "entier", "calcul", formule, masquee=True)


def rendre_tableau(
    tableau: m.Tableau, rendu: Rendu, ligne_source: int, elements: Sequence[Mapping[str, Any]] | None = None
) -> d.Bloc:
    """A table: columns, rows, strips. ``elements``: its rows, those of its data source when None."""
    pour = tableau.lignes.pour if isinstance(tableau.lignes, m.Source) else ""
    communes = [c.model_copy(update={"formule": "=0"}) if _par_ligne(c, pour) else c for c in tableau.colonnes]
    colonnes = tuple(c for col in communes for c in colonnes_de(col, rendu))
    if tableau.unique:
        colonnes = (*colonnes, _colonne_doubles(tableau))
    if isinstance(tableau.lignes, m.Source):
        lignes = _lignes_source(tableau.lignes, tableau.colonnes, rendu, elements)
    else:
        lignes = _lignes_fixes(tableau.lignes, rendu)
    return d.Bloc(
        tableau.tableau,
        rendu.texte(tableau.titre),
        colonnes,
        tuple(lignes),
        tableau.extensible,
        tuple(_bandeau(b, tableau, rendu) for b in tableau.bandeaux),
        tableau.total,
        tableau.complet,
        tableau.unique,
        ligne_source=ligne_source,
        solidaires=tableau.solidaires,
        renvois=tableau.renvois,
        reconnait=tableau.reconnait,
        pliage=tableau.pliage,
        raccourci=tableau.raccourci,
        exemple=tableau.exemple,
    )


def rendre_champs(bloc: m.Champs, rendu: Rendu, ligne_source: int) -> d.Bloc:
    """A column of named values is a table of one row each."""
    titres = bloc.colonnes
    largeurs = (("libelle", 46), ("valeur", 24), ("unite", 18), ("note", 50))
    colonnes = tuple(
        d.Colonne(ident, titre, "texte", "donnee", largeur=largeur)
        for (ident, largeur), titre in zip(largeurs, titres, strict=True)
        if titre  # a column nobody titled has nothing to say
    )
    lignes = []
    for champ in bloc.liste:
        if not rendu.si(champ.si):
            continue
        valeur = rendu.contenu(champ.valeur) if champ.valeur is not None else None
        formules = {"valeur": rendu.formule(champ.formule)} if champ.formule else {}
        role: d.Role = "saisie" if champ.saisie else "calcul" if champ.formule else "donnee"
        lignes.append(
            d.Ligne(
                champ.id,
                {
                    "libelle": rendu.texte(champ.libelle),
                    "valeur": valeur,
                    "unite": champ.unite,
                    "note": rendu.texte(champ.note),
                },
                formules,
                {"valeur": champ.type},
                {"valeur": role},
                {"valeur": champ.liste} if champ.liste else {},
                champ.style,
                source=champ.valeur or "",
            )
        )
    return d.Bloc(
        bloc.champs, rendu.texte(bloc.titre), colonnes, tuple(lignes), est_champs=True, ligne_source=ligne_source
    )
