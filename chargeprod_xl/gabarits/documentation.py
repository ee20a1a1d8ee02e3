"""The reference page, from the templates themselves: what each sheet holds, what each column is, each check."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from chargeprod_xl.gabarits import modele as m
from chargeprod_xl.gabarits.communs import Communs, lire_communs, lire_gabarit
from chargeprod_xl.gabarits.formules import sur_une_ligne
from chargeprod_xl.gabarits.lettre import Enumeration, Lettre

M = TypeVar("M", bound=BaseModel)


def _lire(gabarits: Path, source: str, genre: type[M], communs: Communs) -> M:
    document, fautes = lire_gabarit(gabarits, source)
    if document is None or fautes:
        raise ValueError("\n".join(map(str, fautes)))
    return genre.model_validate(document.contenu, context=communs.contexte)


def _case(texte: str) -> str:
    return texte.replace("|", "\\|").replace("\n", " ")


def _formule(formule: str | None) -> str:
    return f"`{_case(sur_une_ligne(formule))}`" if formule else ""


def _nature(saisie: bool, forcable: bool, formule: str | None) -> str:
    if forcable:
        return "calculé · forcé · retenu" if formule else "valeur · forcé · retenu"
    return "saisie" if saisie else "calculé" if formule else "donné"


def _colonne(c: m.Colonne) -> str:
    formule = _formule(c.formule)
    titre = _case(c.titre) + (" *(cachée)*" if c.masquee else "") + (" *(répétée)*" if c.pour else "")
    nature = "suivi" if c.montre else _nature(c.saisie, c.forcable, c.formule)
    return f"| {titre} | {nature} | {formule or (f'`{c.montre}`' if c.montre else '')} | {_case(c.aide)} |"


def _champ(c: m.Champ) -> str:
    formule = _formule(c.formule)
    return f"| {_case(c.libelle)} | {_nature(c.saisie, False, c.formule)} | {formule} | {_case(c.note)} |"


def _gestes(tableau: m.Tableau) -> str:
    """What a person does with a table besides typing in it."""
    ajout = " On y ajoute des lignes." if tableau.extensible else ""
    if isinstance(tableau.lignes, m.Source) and "." in tableau.lignes.dans:
        ajout += f" Une ligne pour chaque ligne de `{tableau.lignes.dans}`."
    if tableau.pliage:
        ajout += f" Les lignes se plient sous leurs titres : {', '.join(tableau.pliage.titres)}."
    if r := tableau.raccourci:
        ajout += f" Chaque ligne mène au titre ({r.niveau}) de `{r.vers}`, qui y ramène."
    return ajout


def _lettre(lettre: Lettre) -> Iterator[str]:
    """What a letter says, as it is declared."""
    yield f"\n{lettre.objet or 'Lettre'}.\n"
    for element in lettre.corps:
        if isinstance(element, Enumeration):
            yield from (f"- {_case(texte)}" for texte in element.liste)
        else:
            yield f"> {_case(element if isinstance(element, str) else element.texte)}\n>"
    if lettre.signatures:
        yield f"> Signent : {', '.join(x.fonction or x.nom for x in lettre.signatures)}."


def _index(index: m.Index) -> Iterator[str]:
    """What an index shows of each sheet."""
    yield f"\n{index.titre or 'Index'}. Une ligne par feuille de `{index.de}`, qui y mène.\n"
    yield "| Nom | Nature | Formule | Remarque |\n|---|---|---|---|"
    yield f"| {_case(index.titre_feuille)} | lien |  |  |"
    yield from (_colonne(c) for c in index.colonnes)


def _bloc(
    bloc: m.Tableau | m.Champs | m.Texte | m.Graphique | m.CoteACote | m.Index | Lettre,
) -> Iterator[str]:
    if isinstance(bloc, m.CoteACote):
        for voisin in bloc.cote_a_cote:
            yield from _bloc(voisin)
        return
    if isinstance(bloc, m.Index):
        yield from _index(bloc)
        return
    if isinstance(bloc, Lettre):
        yield from _lettre(bloc)
        return
    if isinstance(bloc, m.Graphique):
        yield f"\nGraphique : {bloc.titre}.\n"
        return
    if isinstance(bloc, m.Texte):
        return
    lignes = [_colonne(c) for c in bloc.colonnes] if isinstance(bloc, m.Tableau) else [_champ(c) for c in bloc.liste]
    ajout = _gestes(bloc) if isinstance(bloc, m.Tableau) else ""
    yield f"\n{bloc.titre or 'Tableau'}.{ajout}\n"
    yield "| Nom | Nature | Formule | Remarque |\n|---|---|---|---|"
    yield from lignes


def _feuille(feuille: m.Feuille) -> Iterator[str]:
    yield f"\n### {feuille.feuille}\n"
    if feuille.dans:
        yield f"\nUne feuille par ligne de `{feuille.dans}`.\n"
    for bloc in feuille.blocs:
        yield from _bloc(bloc)
    if feuille.controles:
        yield "\nContrôles :\n"
        for c in feuille.controles:
            signe = "✖" if c.gravite == "erreur" else "▲"
            valeur, attendu = sur_une_ligne(c.valeur), sur_une_ligne(c.attendu)
            yield f"- {signe} {c.libelle} ({c.famille}) : `{valeur}` {c.comparaison} `{attendu}` — {c.remede}"


def _morceaux(communs: Communs) -> Iterator[str]:
    """The named pieces that formulas are made of."""
    if not communs.fragments:
        return
    yield "\n## Morceaux de formules\n"
    yield 'Dans une formule, `{{ taux("smic") }}` est remplacé par le morceau de ce nom.'
    yield "\n| Morceau | Formule |\n|---|---|"
    for nom, (parametres, texte) in communs.fragments.items():
        appel = f"{nom}({', '.join(parametres)})" if parametres else nom
        yield f"| `{appel}` | {_formule(texte)} |"


def page_de_reference(gabarits: Path, pack: str) -> str:
    """Markdown page of a pack: every workbook, sheet, column and check, formulas as they are declared."""
    lignes = [
        "# Référence des classeurs",
        "",
        "Page tirée des gabarits : ne la corrigez pas à la main. Dans une formule, `[x]` est une colonne de la ligne,",
        "`{a.b.c}` une valeur nommée ; voir docs/architecture.md.",
    ]
    communs = lire_communs(gabarits, (), [])
    lignes += _morceaux(communs)
    for nom in _lire(gabarits, f"packs/{pack}.yaml", m.Pack, communs).classeurs:
        classeur = _lire(gabarits, f"{nom}/_classeur.yaml", m.ClasseurGabarit, communs)
        lignes += ["", f"## {classeur.titre} (`{nom}.xlsx`)", "", f"{classeur.role}."]
        for entree in classeur.entrees.values():
            lignes += ["", f"Lit `{entree.fichier}` du dossier du film : {', '.join(entree.colonnes)}."]
        for ident in classeur.feuilles:
            lignes += _feuille(_lire(gabarits, f"{nom}/{ident}.yaml", m.Feuille, communs))
    return "\n".join(lignes) + "\n"
