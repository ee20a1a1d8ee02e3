"""The film as the workbooks have it: dates and names typed there decide which rows, weeks and rates a build needs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from pydantic import ValidationError

from chargeprod_xl.gabarits.declaration import Bloc, Ligne, PackDeclare
from chargeprod_xl.liens.plan import canonique
from chargeprod_xl.projet.film import Film
from chargeprod_xl.projet.modele import Projet, en_clair
from chargeprod_xl.reprise.bilan import Arbitrage, Bilan
from chargeprod_xl.reprise.chemins import de_cellule
from chargeprod_xl.reprise.fusion_fixe import Arbitre
from chargeprod_xl.reprise.releve import Releve

_CHAMP = re.compile(r"(projet|phases|hypotheses)(\.[a-z_]+)+\Z")
_ALIAS = {"huitiemes_par_jour": "hypotheses.huitiemes_par_jour"}
_ORIGINE = date(1899, 12, 30)
#: 31/12/9999, the last day that a spreadsheet knows.
_DERNIER_JOUR = 2_958_465


@dataclass(frozen=True)
class FilmRetenu:
    """The film with what was typed, and as its file says.

    ``champs``: the fields typed, by the expression they are seeded from.
    """

    film: Film
    d_origine: Film
    champs: Mapping[str, Any]
    doutes: tuple[str, ...] = ()


def _champs(pack: PackDeclare) -> Iterator[tuple[tuple[str, ...], Ligne]]:
    for classeur in pack.classeurs:
        for feuille in classeur.feuilles:
            for bloc in feuille.blocs:
                if isinstance(bloc, Bloc) and bloc.est_champs:
                    for ligne in bloc.lignes:
                        if ligne.roles.get("valeur") == "saisie" and ligne.source:
                            ident = f"{classeur.id}.{feuille.id}"
                            yield de_cellule(ident, bloc.id, True, ligne.cle, "valeur"), ligne


def retenir_film(film: Film, pack: PackDeclare, releve: Releve, arbitrage: Arbitrage) -> FilmRetenu:
    """``film`` with the fields that people typed in the workbooks and that the project file knows."""
    champs: dict[str, Any] = {}
    poses: dict[tuple[str, ...], tuple[Any, str]] = {}
    for chemin, ligne in _champs(pack):
        lue = releve.fixes.get(chemin)
        source = _ALIAS.get(ligne.source, ligne.source)
        if lue is None or not _CHAMP.match(source):
            continue
        attendue = canonique(ligne.graines.get("valeur"))
        tapee = Arbitre(Bilan(), arbitrage).retenir(".".join(chemin), "", lue.tapee, lue.graine, attendue)
        if tapee is not None and tapee.valeur is not None:
            champs[ligne.source] = tapee.valeur
            poses[tuple(source.split("."))] = (tapee.valeur, ligne.types.get("valeur", ""))
    doutes: list[str] = []
    while poses:
        brut = film.projet.model_dump()
        for ou, (valeur, genre) in poses.items():
            _poser(brut, ou, valeur, genre)
        try:
            return FilmRetenu(replace(film, projet=Projet.model_validate(brut)), film, champs, tuple(doutes))
        except ValidationError as erreur:
            quoi = " ; ".join(en_clair(dict(e))[0] for e in erreur.errors())
            # A value out of bounds is set aside alone; dates that contradict each other, all together.
            refuses = poses.keys() & {tuple(map(str, e["loc"])) for e in erreur.errors()} or set(poses)
        reste = "les lignes, semaines et barèmes suivent projet.yaml"
        doutes.append(f"{reste} : les valeurs saisies ne conviennent pas ({quoi})")
        poses = {ou: pose for ou, pose in poses.items() if ou not in refuses}
        champs = {c: v for c, v in champs.items() if tuple(_ALIAS.get(c, c).split(".")) in poses}
    return FilmRetenu(film, film, {}, tuple(doutes))


def _poser(brut: dict[str, Any], chemin: tuple[str, ...], valeur: Any, genre: str) -> None:
    *parents, champ = chemin
    for parent in parents:
        brut = brut[parent]
    if genre == "date" and isinstance(valeur, float):
        if not 0 < valeur <= _DERNIER_JOUR:
            return  # no date of a calendar: the cell keeps it, the checks of the workbook speak of it
        valeur = _ORIGINE + timedelta(days=int(valeur))
    brut[champ] = _texte(valeur) if isinstance(brut[champ], str) else valeur


def _texte(valeur: Any) -> str:
    """A number typed where a text stands reads as its cell shows it: 2049, not 2049.0."""
    return f"{valeur:.15g}" if isinstance(valeur, float) else str(valeur)


def avec_semences(pack: PackDeclare, d_origine: PackDeclare, champs: Mapping[str, Any]) -> PackDeclare:
    """``pack``, rendered with what was typed, its fields still seeded with what the project file says."""
    if not champs:
        return pack
    graines = {chemin: ligne.valeurs for chemin, ligne in _champs(d_origine)}

    def bloc_de(ident: str, bloc: Any) -> Any:
        if not isinstance(bloc, Bloc) or not bloc.est_champs:
            return bloc
        lignes = (
            replace(x, semences=graines[chemin])
            if x.source in champs and (chemin := de_cellule(ident, bloc.id, True, x.cle, "valeur")) in graines
            else x
            for x in bloc.lignes
        )
        return replace(bloc, lignes=tuple(lignes))

    return replace(
        pack,
        classeurs=tuple(
            replace(
                c,
                feuilles=tuple(
                    replace(f, blocs=tuple(bloc_de(f"{c.id}.{f.id}", b) for b in f.blocs)) for f in c.feuilles
                ),
            )
            for c in pack.classeurs
        ),
    )
