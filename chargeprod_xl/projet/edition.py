"""One more line in the project file: its comments, its order and its line ends stay as the person wrote them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import yaml

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.projet.fichier import analyser_yaml


def lire_brut(chemin: Path) -> str:
    """A text of the film as it is, line ends included; "" when there is none."""
    return chemin.read_bytes().decode("utf-8-sig") if chemin.exists() else ""


def _ajouter(texte: str, champ: str, fichier: str) -> str:
    """The project file with one more line; comments and order stay. A commented-out line of the same field is used."""
    ligne = f"{champ}: {fichier}"
    fin = "\r\n" if "\r\n" in texte else "\n"
    vide, commentee = rf"^{champ}[ \t]*:[ \t]*(?=#|\r?$)", rf"^#[ \t]*{champ}:[ \t]*{re.escape(fichier)}(?=\s|$)"
    for motif, remplacement in ((vide, f"{ligne} "), (commentee, ligne)):
        if re.search(motif, texte, re.MULTILINE):
            return re.sub(motif, remplacement, texte, count=1, flags=re.MULTILINE)
    for motif in (r"^(?:scenario|budget|depenses|plan|nomenclature)[ \t]*:[^\n]*\n", r"^(?=phases[ \t]*:)"):
        if trouve := re.search(motif, texte, re.MULTILINE):
            return f"{texte[: trouve.end()]}{ligne}{fin}{texte[trouve.end() :]}"
    return f"{texte}{'' if texte.endswith(chr(10)) or not texte else fin}{ligne}{fin}"


def nommer_un_fichier(chemin: Path, champ: str, fichier: str) -> bytes:
    """The project file with ``champ: fichier``, read again before it is believed."""
    texte = lire_brut(chemin)
    return _relu(chemin, texte, _ajouter(texte, champ, fichier), champ, fichier)


def renommer_un_fichier(chemin: Path, champ: str, ancien: str, fichier: str) -> bytes:
    """The project file where ``champ`` names ``fichier`` instead of ``ancien``; quotes and comments stay."""
    texte = lire_brut(chemin)
    motif = rf"^({champ}[ \t]*:[ \t]*)(['\"]?){re.escape(ancien)}\2(?=[ \t]*(?:#|\r?$))"
    neuf = re.sub(motif, lambda trouve: f"{trouve[1]}{trouve[2]}{fichier}{trouve[2]}", texte, flags=re.MULTILINE)
    return _relu(chemin, texte, neuf, champ, fichier)


def allonger_une_liste(chemin: Path, champ: str, depart: Sequence[str], ajouts: Sequence[str]) -> bytes:
    """The project file with ``ajouts`` at the end of the list ``champ``; ``depart`` is what stands before when none."""
    texte = lire_brut(chemin)
    document, _ = analyser_yaml(texte, chemin.name)
    ancienne = document.contenu.get(champ) if document else None
    if not ancienne:
        liste = [*depart, *ajouts]
        return _relu(chemin, texte, _ajouter(texte, champ, f"[{', '.join(liste)}]"), champ, liste)
    return _relu(chemin, texte, _allonger(texte, champ, ajouts), champ, [*ancienne, *ajouts])


def _allonger(texte: str, champ: str, ajouts: Sequence[str]) -> str:
    """After the last item: on its line between brackets, on lines of their own under dashes."""
    racine = yaml.compose(texte, Loader=yaml.SafeLoader)
    assert isinstance(racine, yaml.MappingNode)
    [noeud] = [v for c, v in racine.value if c.value == champ]
    place = noeud.value[-1].end_mark.index
    if noeud.flow_style:
        return texte[:place] + "".join(f", {a}" for a in ajouts) + texte[place:]
    fin = "\r\n" if "\r\n" in texte else "\n"
    place += len(texte[place:].splitlines()[0]) if texte[place:] else 0
    return texte[:place] + "".join(f"{fin}{' ' * noeud.start_mark.column}- {a}" for a in ajouts) + texte[place:]


def _relu(chemin: Path, texte: str, neuf: str, champ: str, valeur: str | list[str]) -> bytes:
    dite = valeur if isinstance(valeur, str) else f"[{', '.join(valeur)}]"
    (apres, fautes), (avant, _) = (analyser_yaml(x, chemin.name) for x in (neuf, texte))
    if apres is None or avant is None or fautes or dict(apres.contenu) != {**avant.contenu, champ: valeur}:
        quoi = f"la ligne « {champ}: {dite} » ne peut pas y être mise sans toucher au reste"
        raise DonneesRefuseesError([Anomalie(chemin.name, quoi, "écrivez-la vous-même, puis recommencez")])
    return neuf.encode("utf-8")
