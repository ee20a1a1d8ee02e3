"""What an edited pack settled for the build to come: identities of sequences, numbers of roles, days, journal."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from chargeprod_xl.projet.film import Acquis, Film, Inscription
from chargeprod_xl.projet.scenario import Sequence as Scene
from chargeprod_xl.reprise.cellules import inchangee
from chargeprod_xl.reprise.fusion_table import identites
from chargeprod_xl.reprise.ordre import entremeler
from chargeprod_xl.reprise.releve import Releve
from chargeprod_xl.reprise.roles_quittes import dire_les_roles_quittes
from chargeprod_xl.reprise.saisies import LigneLue, TableLue
from chargeprod_xl.reprise.sequences import SequenceConnue, apparier

_SEQUENCES = ("depouillement", "sequences", "lignes")
_ROLES = ("depouillement", "roles", "lignes")
_ORDRE = ("plan_de_travail", "ordre", "lignes")
_EMPLOIS = ("equipe", "emplois", "lignes")
_DEVIS = ("devis", "detail", "lignes")
_JOURNAL = ("projet", "journal", "constructions")
#: A shoot has no more days: a greater number is a date typed without its slashes, and the check says so.
JOURS_MAX = 400
#: Row of the file of a row that is no longer there.
_SUPPRIMEE = 0


def acquis_du_pack(film: Film, releve: Releve, pack: str) -> tuple[Acquis, list[str]]:
    """What ``film`` must respect of its former pack, and the doubts there are about its sequences."""
    roles = _numeros(releve.tables.get(_ROLES))
    sequences = releve.tables.get(_SEQUENCES)
    connues = _connues(sequences, {numero: nom for nom, numero in roles.items()}) if sequences else []
    ids: dict[str, str] = {}
    doutes: tuple[str, ...] = ()
    if film.scenario and connues and sequences:
        ids, doutes = _apparier(film.scenario.sequences, connues, sequences.graines)
        doutes = (*doutes, *dire_les_roles_quittes(film, connues, ids, releve.tables.get(_DEVIS)))
    reservees = {*sequences.graines, *sequences.ecrites, *ids.values()} if sequences else set()
    return (
        Acquis(
            ids,
            frozenset(reservees),
            {nom.casefold(): numero for nom, numero in roles.items()},
            _dernier_jour(releve.tables.get(_ORDRE), None if film.scenario is None else set(ids.values())),
            _journal(releve),
            pack,
            len(releve.tables[_EMPLOIS].lignes) if _EMPLOIS in releve.tables else 0,
        ),
        list(doutes),
    )


def _apparier(
    scenes: Sequence[Scene], connues: Sequence[SequenceConnue], semees: Collection[str]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Identity of each scene by its number: rows of the program first, then rows that people added.

    A row copied from another says the same as the one it comes from, and must not take its place.
    """
    premier = apparier([c for c in connues if c.id in semees], scenes)
    ids = {s.numero: ident for s, ident in zip(scenes, premier.ids, strict=True) if ident is not None}
    restees = [s for s in scenes if s.numero not in ids]
    a_la_main = [c for c in connues if c.id not in semees]
    if not restees or not a_la_main:
        return ids, premier.doutes
    second = apparier(a_la_main, restees)
    ids |= {s.numero: ident for s, ident in zip(restees, second.ids, strict=True) if ident is not None}
    # A scene announced by hand need not be one of the new draft: finding none of them is no cause for doubt.
    return ids, (*premier.doutes, *(second.doutes if any(second.ids) else ()))


def _valeur(ligne: LigneLue, graines: Mapping[str, Any], colonne: str) -> Any:
    """What the program had seeded, else what the row says."""
    graine = graines.get(colonne)
    if graine is not None:
        return graine
    tapee = ligne.cellules.get(colonne)
    return tapee.valeur if tapee else None


def _numeros(table: TableLue | None) -> dict[str, int]:
    """Number of each role, as the workbook has it, by the name the program knows."""
    sortie: dict[str, int] = {}
    if table is None:
        return sortie
    lignes = _avec_supprimees(table).items()
    # A row copied above the one it comes from bears the same name: that of the program has its say first.
    for ident, ligne in sorted(lignes, key=lambda x: x[0] not in table.graines):
        graines = table.graines.get(ident, {})
        tapee = ligne.cellules.get("numero")
        numero = graines.get("numero") if ligne.rang == _SUPPRIMEE else tapee.valeur if tapee else None
        nom = _valeur(ligne, graines, "nom")
        if isinstance(nom, str) and isinstance(numero, float):
            sortie.setdefault(nom, int(numero))
    return sortie


def _avec_supprimees(table: TableLue) -> dict[str, LigneLue]:
    """Rows of the file by identity; those that people deleted are known by their seeds, where they were."""
    lignes = dict(zip(identites(table), table.lignes, strict=True))
    return {
        ident: lignes.get(ident, LigneLue(ident, _SUPPRIMEE, {}))
        for ident in entremeler(list(lignes), list(table.graines))
    }


def _connues(table: TableLue, noms: Mapping[int, str]) -> list[SequenceConnue]:
    sortie = []
    for ident, ligne in _avec_supprimees(table).items():
        graines = table.graines.get(ident, {})
        texte = {c: str(_valeur(ligne, graines, c) or "") for c in ("numero", "int_ext", "decor", "effet", "resume")}
        if not (texte["decor"] or texte["resume"]):
            continue
        roles = [r.strip() for r in str(_valeur(ligne, graines, "roles") or "").split(",")]
        huitiemes = _valeur(ligne, graines, "huitiemes")
        sortie.append(
            SequenceConnue(
                ident,
                texte["numero"],
                texte["int_ext"],
                texte["decor"],
                texte["effet"],
                texte["resume"],
                tuple(noms[int(r)] for r in roles if r.isdigit() and int(r) in noms),
                int(huitiemes) if isinstance(huitiemes, float) else 0,
            )
        )
    return sortie


def _dernier_jour(table: TableLue | None, sequences: Collection[str] | None) -> int:
    """Last day in use once a person has touched the plan, 0 while it is the program's.

    ``sequences``: identities that the screenplay keeps; the days of the others are no longer needed.
    """
    if table is None:
        return 0
    jours, touche = [], False
    for ident, ligne in zip(identites(table), table.lignes, strict=True):
        jour = ligne.cellules.get("jour")
        semee = ident in table.graines
        partie = semee and sequences is not None and ident.removeprefix("plan.") not in sequences
        if jour is None or partie or not isinstance(jour.valeur, float):
            continue
        if jour.valeur <= JOURS_MAX:
            jours.append(int(jour.valeur))
        touche |= not semee or not inchangee(jour, table.graines[ident].get("jour"))
    return max(jours, default=0) if touche else 0


def _journal(releve: Releve) -> tuple[Inscription, ...]:
    """Builds so far, as the program wrote them."""
    lignes: dict[str, dict[str, Any]] = {}
    for chemin, cellule in releve.fixes.items():
        if chemin[: len(_JOURNAL)] == _JOURNAL:
            lignes.setdefault(chemin[3], {})[chemin[4]] = cellule.graine
    colonnes = ("instant", "operation", "programme", "version", "bilan")
    return tuple(
        Inscription(int(cle), *(str(lignes[cle].get(c) or "") for c in colonnes)) for cle in sorted(lignes, key=int)
    )
