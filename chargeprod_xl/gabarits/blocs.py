"""Render the blocks of a sheet: texts, columns (families, trios), rows from data or fixed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.gabarits import declaration as d
from chargeprod_xl.gabarits import modele as m

Donnees = Mapping[str, Any]

_TITRES_FORCABLE = ("{} calculé", "{} forcé", "{} retenu")


_ENVIRONNEMENT = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
#: A pack holds a few thousand small texts, rendered again at each build of the process: compiling is most of the work.
_modele = lru_cache(maxsize=None)(_ENVIRONNEMENT.from_string)
_expression = lru_cache(maxsize=None)(partial(_ENVIRONNEMENT.compile_expression, undefined_to_none=False))


class Rendu:
    """Renders the texts and expressions of one template file, collecting faults instead of raising them."""

    def __init__(self, source: str, donnees: Donnees, fautes: list[Anomalie]) -> None:
        self.source, self.donnees, self.fautes = source, donnees, fautes

    def texte(self, modele: str, **local: Any) -> str:
        """A text or formula with its ``{{ … }}`` replaced."""
        if "{{" not in modele and "{%" not in modele:
            return modele
        try:
            return _modele(modele).render({**self.donnees, **local})
        except (TemplateError, ArithmeticError, TypeError, ValueError) as erreur:
            self._faute(modele, erreur)
            return ""

    def valeur(self, expression: str, **local: Any) -> Any:
        """What an expression is worth, as a Python value."""
        try:
            return _expression(expression)({**self.donnees, **local})
        except (TemplateError, ArithmeticError, TypeError, ValueError) as erreur:
            self._faute(expression, erreur)
            return None

    def si(self, expression: str | None, **local: Any) -> bool:
        """A condition; none means true."""
        return expression is None or bool(self.valeur(expression, **local))

    def source_de(self, nom: str) -> list[Mapping[str, Any]]:
        """The rows of a data source."""
        lignes = self.donnees.get(nom)
        if isinstance(lignes, list):
            return lignes
        self._faute(nom, f"source de lignes inconnue ; il existe : {', '.join(self._sources())}")
        return []

    def _sources(self) -> list[str]:
        return sorted(k for k, v in self.donnees.items() if isinstance(v, list))

    def _faute(self, quoi: str, erreur: object) -> None:
        self.fautes.append(
            Anomalie(self.source, f"« {quoi} » : {erreur}", "corrigez le gabarit ou la donnée qu’il demande")
        )


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
    formule = rendu.texte(col.formule, **local) if col.formule else None
    commun: dict[str, Any] = {
        # The type of a repeated column may come from what it is repeated for; that of a row is its own affair.
        "type": rendu.texte(col.type, **local) if col.pour else col.type,
        "largeur": col.largeur,
        "masquee": col.masquee,
        "aide": rendu.texte(col.aide, **local),
        "famille": famille,
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


def _lignes_source(source: m.Source, brut: tuple[m.Colonne, ...], rendu: Rendu) -> list[d.Ligne]:
    lignes = []
    for element in rendu.source_de(source.dans):
        local = {source.pour: element}
        valeurs: dict[str, Any] = {}
        types: dict[str, str] = {}
        formules: dict[str, str] = {}
        for col in brut:
            if col.pour:
                continue
            cible = col.id if not col.forcable else f"{col.id}.force" if col.formule else f"{col.id}.calcule"
            if col.valeur is not None:
                valeurs[cible] = rendu.valeur(col.valeur, **local)
            elif cible in element and (col.forcable or col.saisie or not col.formule):
                valeurs[cible] = element[cible]  # a calculated column keeps its formula, whatever the source holds
            elif col.id in element and (not col.formule):
                valeurs[cible] = element[col.id]
            if _par_ligne(col, source.pour):
                formules[cible] = rendu.texte(col.formule or "", **local)
            if "{{" in col.type:
                genre = rendu.texte(col.type, **local)
                noms = [f"{col.id}.{x}" for x in ("calcule", "force", "retenu")] if col.forcable else [col.id]
                types.update(dict.fromkeys(noms, genre))
            if col.forcable and f"{col.id}.force" in element:
                valeurs[f"{col.id}.force"] = element[f"{col.id}.force"]
        style = rendu.texte(source.style, **local)
        lignes.append(d.Ligne(str(element[source.cle]), valeurs, formules, types, style=style))
    return lignes


def _lignes_fixes(lignes: tuple[m.Ligne, ...], rendu: Rendu) -> list[d.Ligne]:
    return [
        d.Ligne(
            ligne.cle,
            {k: rendu.texte(v) if isinstance(v, str) else v for k, v in ligne.valeurs.items()},
            {k: rendu.texte(v) for k, v in ligne.formules.items()},
            ligne.types,
            {**dict.fromkeys(ligne.saisies, "saisie"), **ligne.roles},
            style=ligne.style,
        )
        for ligne in lignes
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
                formules[ident] = rendu.texte(bandeau.formule, **{col.pour: element})
            if bandeau.valeur:
                valeurs[ident] = rendu.valeur(bandeau.valeur, **{col.pour: element})
    return d.Bandeau(bandeau.id, rendu.texte(bandeau.titre), bandeau.type, formules, valeurs)


def _colonne_doubles(tableau: m.Tableau) -> d.Colonne:
    """A hidden column that marks the second row of a same key. By MATCH: « 1.1 » and « 1.10 » are not the same."""
    cle = f"[{tableau.unique}]"
    plage = f"{{{tableau.tableau}.{tableau.unique}}}"
    formule = f'=IF({cle}="",0,IF(MATCH({cle},{plage},0)=ROWS([{tableau.unique}:cumul])-1,0,1))'
    return d.Colonne("_double", "Double", "entier", "calcul", formule, masquee=True)


def rendre_tableau(tableau: m.Tableau, rendu: Rendu, ligne_source: int) -> d.Bloc:
    """A table: columns, rows, strips."""
    pour = tableau.lignes.pour if isinstance(tableau.lignes, m.Source) else ""
    communes = [c.model_copy(update={"formule": "=0"}) if _par_ligne(c, pour) else c for c in tableau.colonnes]
    colonnes = tuple(c for col in communes for c in colonnes_de(col, rendu))
    if tableau.unique:
        colonnes = (*colonnes, _colonne_doubles(tableau))
    if isinstance(tableau.lignes, m.Source):
        lignes = _lignes_source(tableau.lignes, tableau.colonnes, rendu)
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
        valeur = rendu.valeur(champ.valeur) if champ.valeur is not None else None
        formules = {"valeur": rendu.texte(champ.formule)} if champ.formule else {}
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
