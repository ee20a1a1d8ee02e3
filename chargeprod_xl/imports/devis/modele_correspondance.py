"""The mapping that an import leaves behind: what was recognised, and what is still to be said, ready to complete."""

from __future__ import annotations

import json
from collections.abc import Sequence

from chargeprod_xl.imports.devis.codes import Nomenclature
from chargeprod_xl.imports.devis.colonnes import EnTete, montrer
from chargeprod_xl.imports.devis.modele import Rapprochement
from chargeprod_xl.imports.devis.vocabulaire import CALCULES, ROLES
from chargeprod_xl.liens.references_a1 import lettre_colonne


def _texte(valeur: str) -> str:
    return json.dumps(valeur, ensure_ascii=False)


def _colonnes(en_tete: EnTete) -> list[str]:
    lignes = ["colonnes:"]
    connus = list(en_tete.titres.values())
    for role, nom in ROLES.items():
        colonne = en_tete.colonnes.get(role)
        titre = " ".join(en_tete.titres.get(colonne or 0, "").split())
        unique = titre and sum(1 for t in connus if " ".join(t.split()).casefold() == titre.casefold()) == 1
        valeur = titre if unique else lettre_colonne(colonne) if colonne else ""
        lignes.append(f"  {role}: {_texte(valeur)}" if colonne else f"  # {role}:            # {nom}")
    return lignes


def _codes(rapport: Rapprochement | None, n: Nomenclature) -> list[str]:
    """Unknown codes of the file, with the line they went to: correct, then take the # away."""
    vus: dict[str, str] = {}
    for c in rapport.chiffres if rapport else ():
        r = c.rangee
        if c.genre == "ligne" and r.code_lu and r.code != c.garde:
            choix = c.suggestion or c.garde
            libelle = n.libelle(choix)
            vus.setdefault(r.code_lu, f"  # {_texte(r.code_lu)}: {_texte(choix)}   # {r.designation} → {libelle}")
    return ["codes:", *vus.values()] if vus else ["codes:", '  # "A-210": "2311"']


def modele(
    en_tete: EnTete, feuille: str | None, n: Nomenclature, rapport: Rapprochement | None, sans_cours: Sequence[str]
) -> str:
    """The commented file."""
    calculs = ", ".join(CALCULES)
    lignes = [
        "# Comment lire ce devis : complétez, ôtez le # des lignes utiles, relancez l’import.",
        f"# Titres vus dans le fichier : {montrer(en_tete.titres)}.",
        "",
        *([f"feuille: {_texte(feuille)}"] if feuille else []),
        f"# ligne_des_titres: {en_tete.premiere}      # 0 : le fichier n’a pas de titres, donnez des lettres",
        "",
        "# Rôle → titre de la colonne, ou sa lettre ; null : aucune.",
        *_colonnes(en_tete),
        "",
        "# Code du fichier → ligne de votre devis, ou ce que le programme calcule lui-même :",
        f"# {calculs}.",
        *_codes(rapport, n),
        "",
        "# Cours figés : combien d’euros pour une unité, lu quel jour, et où.",
        "devises:",
        *[f"  # {devise}: {{cours: , date: , source: }}   # à donner" for devise in sans_cours if len(devise) == 3],
        *([] if sans_cours else ["  # USD: {cours: 0.92, date: 2027-03-01, source: Banque de France}"]),
        "",
        "# Lignes à laisser (libellé ou code, expression régulière sans casse) ; totaux que le fichier calcule mal.",
        "ignorer: []",
        "ecarts_acceptes: []",
        '# decimale: ","            # signe décimal des nombres saisis en texte, quand il y a doute',
    ]
    return "\n".join(lignes).replace("\r", " ") + "\n"
