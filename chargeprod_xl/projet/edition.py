"""One more line in the project file: its comments, its order and its line ends stay as the person wrote them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

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
    """The project file with ``ajouts`` at the end of the list ``champ``; it starts from ``depart`` when there is none."""
    texte = lire_brut(chemin)
    document, _ = analyser_yaml(texte, chemin.name)
    ancienne = document.contenu.get(champ) if document else None
    liste = [*(ancienne or depart), *ajouts]
    if not ancienne:
        return _relu(chemin, texte, _ajouter(texte, champ, f"[{', '.join(liste)}]"), champ, liste)
    fin = "\r\n" if "\r\n" in texte else "\n"
    if entre_crochets := re.search(rf"^{champ}[ \t]*:[^\[\n]*\[([^\]]*?)(?=,?\s*\])", texte, re.MULTILINE):
        place, neufs = entre_crochets.end(), "".join(f", {a}" for a in ajouts)
    elif tirets := re.search(
        rf"^{champ}[ \t]*:[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*([ \t]*)-[^\n]*\n?", texte, re.MULTILINE
    ):
        suite = re.compile(rf"(?:{tirets[1]}-[^\n]*(?:\n|\Z)|[ \t]*(?:#[^\n]*)?\r?\n(?=[ \t]*(?:-|#)))*").match(
            texte, tirets.end()
        )
        place = suite.end() if suite else tirets.end()
        saut = "" if texte[:place].endswith("\n") else fin
        neufs = saut + "".join(f"{tirets[1]}- {a}{fin}" for a in ajouts)
    else:
        place, neufs = len(texte), ""
    return _relu(chemin, texte, texte[:place] + neufs + texte[place:], champ, liste)


def _relu(chemin: Path, texte: str, neuf: str, champ: str, valeur: str | list[str]) -> bytes:
    dite = valeur if isinstance(valeur, str) else f"[{', '.join(valeur)}]"
    (apres, fautes), (avant, _) = (analyser_yaml(x, chemin.name) for x in (neuf, texte))
    if apres is None or avant is None or fautes or dict(apres.contenu) != {**avant.contenu, champ: valeur}:
        quoi = f"la ligne « {champ}: {dite} » ne peut pas y être mise sans toucher au reste"
        raise DonneesRefuseesError([Anomalie(chemin.name, quoi, "écrivez-la vous-même, puis recommencez")])
    return neuf.encode("utf-8")
