"""From blocks to sequences: the only place that builds the data model, whatever the file was."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence as Suite

from chargeprod_xl.imports.blocs import Ajout, Bloc, Genre, Lecture
from chargeprod_xl.imports.entetes import Entete
from chargeprod_xl.imports.numeros import attribuer_numeros
from chargeprod_xl.imports.pagination import LIGNES_PAR_PAGE, huitiemes, lignes
from chargeprod_xl.imports.personnages import compter, nom_de_role, roles_simples
from chargeprod_xl.imports.resume import couper, resumer
from chargeprod_xl.imports.sequences_nues import resoudre
from chargeprod_xl.imports.texte import pour_cellule, sans_marques
from chargeprod_xl.projet.scenario import Scenario, Sequence


def assembler(lecture: Lecture) -> Scenario | None:
    """Build the screenplay, or None when it has no heading at all."""
    blocs, extra = resoudre(lecture.blocs)
    starts = [i for i, bloc in enumerate(blocs) if bloc.genre is Genre.ENTETE]
    if not starts:
        return None
    parts = [blocs[a:b] for a, b in zip(starts, [*starts[1:], len(blocs)], strict=True)]
    ajouts = _repartir((*lecture.ajouts, *extra), [part[0].ligne for part in parts])
    numeros = attribuer_numeros([(part[0].entete or Entete("")).numero for part in parts])
    names = [nom_de_role(b.texte) for b in blocs if b.genre is Genre.PERSONNAGE]
    connus = roles_simples({*names, *(role for group in ajouts for ajout in group for role in ajout.roles)})
    sequences = tuple(
        _sequence(part, group, numero, connus) for part, group, numero in zip(parts, ajouts, numeros, strict=True)
    )
    total = lignes(blocs) + len(parts) - 1  # the blank line above each heading but the first
    return Scenario(lecture.titre, lecture.auteur, sequences, round(total / LIGNES_PAR_PAGE, 2))


def _repartir(ajouts: Suite[Ajout], heads: list[int]) -> list[list[Ajout]]:
    """Give each addition to the sequence it stands in; those before the first heading are dropped."""
    groups: list[list[Ajout]] = [[] for _ in heads]
    for ajout in ajouts:
        rank = bisect_right(heads, ajout.ligne) - 1
        if rank >= 0:
            groups[rank].append(ajout)
    return groups


def _sequence(part: Suite[Bloc], ajouts: Suite[Ajout], numero: tuple[str, str], connus: frozenset[str]) -> Sequence:
    head = part[0]
    entete = head.entete or Entete(head.texte)
    cues = [name for b in part if b.genre is Genre.PERSONNAGE and (name := nom_de_role(b.texte))]
    spoken = compter(cues, [role for ajout in ajouts for role in ajout.roles], connus)
    doubts = [*entete.doutes, numero[1], *spoken.doutes, *(d for ajout in ajouts for d in ajout.doutes)]
    written = couper(pour_cellule(sans_marques(next((a.resume for a in ajouts if a.resume.strip()), ""))))
    return Sequence(
        numero=numero[0],
        ligne=head.ligne,
        entete=entete.texte,
        int_ext=entete.int_ext,
        decor=entete.decor,
        sous_decor=entete.sous_decor,
        effet=entete.effet,
        huitiemes=head.huitiemes or huitiemes(lignes(part)),
        resume=written or resumer(b.texte for b in part if b.genre is Genre.ACTION),
        roles=spoken.roles,
        repliques=spoken.repliques,
        elements=tuple(dict.fromkeys(element for ajout in ajouts for element in ajout.elements)),
        a_verifier=tuple(dict.fromkeys(filter(None, doubts))),
    )
