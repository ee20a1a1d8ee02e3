"""One heading grammar for every format, French and English practice."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from chargeprod_xl.imports.effets import HERITE, Partage, lire_effets, partager
from chargeprod_xl.imports.texte import part_de_capitales, pour_cellule, sans_marques, une_ligne

_NUM = (
    r"[A-Z]{0,2}[0-9]{1,4}(?:[.\-][0-9]{1,4}){0,3}"
    r"(?:\s?(?:bis|ter|quater)(?![^\W_])|\s?[A-Z]{1,2}(?![^\W_]))?"
)
_MOT = r"(?P<mot>S[ÉE]Q(?:UENCES?)?|SC(?:[ÈE]NES?)?)(?![^\W\d_])\.?\s*(?:N°|NO\.?\s|#)?\s*"
_INT = r"INT(?:[ÉE]RIEUR|ERIOR)?"
_EXT = r"EXT(?:[ÉE]RIEUR|ERIOR)?"
_LIEU = (
    rf"(?P<lieu>(?:{_INT}|{_EXT})(?:\.?\s*[/\-–&+]\s*|\.?\s+ET\s+|\.\s*|\s+)(?:{_INT}|{_EXT})(?![^\W_])"
    rf"|(?:{_INT}|{_EXT})(?![^\W_])|I\.?\s?/\s?E(?![^\W_])|E\.?\s?/\s?I(?![^\W_])|EST(?=[. ]))"
)
_ENTETE = re.compile(
    rf"^(?:(?:{_MOT})?(?P<numero>{_NUM})\s*[.:)\]\-–—]*\s*)?{_LIEU}(?P<point>\.?)(?P<reste>.*)$",
    re.IGNORECASE,
)
_NU = re.compile(rf"^{_MOT}(?P<numero>{_NUM})\s*(?:[.:)\-–—]+\s*(?P<titre>.*))?$", re.IGNORECASE)
_CHIFFRES = re.compile(rf"^(?P<numero>{_NUM})\s*[.)]?$", re.IGNORECASE)
_FORCE = re.compile(rf"^(?:(?:{_MOT})?(?P<numero>{_NUM})\s*[.:)\-–—]+\s+)(?P<reste>\S.*)$", re.IGNORECASE)
_DIESE = re.compile(r"\s*#\s*(?P<numero>[^\W_][\w.\- ]{0,14})\s*#\s*$")
_MARGE = re.compile(rf"\s{{3,}}(?P<numero>{_NUM})\.?$", re.IGNORECASE)
_DERNIER = re.compile(
    rf"^(?P<tete>.+?)\s*[-–—/.,]\s*(?P<lieu>{_INT}|{_EXT})\.?[\s/.,\-–—]*(?P<effet>[^\W\d_][\w' ]*)?$"
)
_LONGUEUR_MAX = 200


@dataclass(frozen=True)
class Entete:
    """A heading read; ``numero`` is empty when the heading has none."""

    texte: str
    numero: str = ""
    int_ext: str = ""
    decor: str = ""
    sous_decor: str = ""
    effet: str = ""
    doutes: tuple[str, ...] = ()
    mot: str = ""

    @property
    def est_sequence(self) -> bool:
        """Whether the number was announced by the word SÉQUENCE."""
        return self.mot.upper().startswith(("SÉQ", "SEQ"))


def lire_entete(ligne: str) -> Entete | None:
    """Read a heading that says INT or EXT, or return None when the line is something else."""
    texte, raw = _preparer(ligne)
    if not texte or len(texte) > _LONGUEUR_MAX:
        return None
    corps, dieses = _retirer_dieses(raw)
    match = _ENTETE.match(une_ligne(corps))
    if match is None:
        return _lire_lieu_en_dernier(texte, corps, dieses)
    numbered = bool(match["numero"] or dieses)
    reste = match["reste"].lstrip(" -–—/.,:")
    if not _plausible(match, reste, numbered):
        return None
    numero, reste, doubts = _numeros(match["numero"] or "", dieses, reste, corps)
    return _composer(texte, numero, match["lieu"], partager(reste), doubts)


def lire_entete_force(ligne: str) -> Entete:
    """Read a line its author declared to be a heading (``.CAVE``, or a Final Draft Scene Heading)."""
    texte, raw = _preparer(ligne)
    corps, dieses = _retirer_dieses(raw)
    flat = une_ligne(corps)
    match = _ENTETE.match(flat)
    if match is not None:
        reste = match["reste"].lstrip(" -–—/.,:")
        numero, reste, doubts = _numeros(match["numero"] or "", dieses, reste, corps)
        return _composer(texte, numero, match["lieu"], partager(reste), doubts)
    last = _lire_lieu_en_dernier(texte, corps, dieses) or lire_sequence_nue(flat)
    if last is not None:
        return last
    prefixed = _FORCE.match(flat)
    numero, reste = (prefixed["numero"], prefixed["reste"]) if prefixed else ("", flat)
    numero, reste, doubts = _numeros(numero, dieses, reste, corps)
    return _composer(texte, numero, "", partager(reste), doubts)


def lire_sequence_nue(ligne: str) -> Entete | None:
    """Read ``Séquence 12`` or ``SÉQUENCE 1.1 : titre``: a number, and perhaps a title, without INT or EXT."""
    texte, raw = _preparer(ligne)
    if len(texte) > _LONGUEUR_MAX:
        return None
    match = _NU.match(une_ligne(raw))
    if match is None:
        return None
    titre = (match["titre"] or "").strip()
    if titre.strip("() .").upper() in {"SUITE", "CONT'D", "CONTINUED"}:
        return None
    doubts = ("Titre de séquence lu comme décor : à confirmer.",) if titre else ()
    entete = _composer(texte, normaliser_numero(match["numero"]), "", partager(titre), doubts)
    return replace(entete, mot=match["mot"])


def lire_chiffres(ligne: str) -> str:
    """Return the number standing alone on a line (``12``, ``12A.``), or nothing."""
    texte, _ = _preparer(ligne)
    match = _CHIFFRES.match(texte) if len(texte) <= 12 else None
    return normaliser_numero(match["numero"]) if match else ""


def normaliser_numero(numero: str) -> str:
    """Return the number as printed, spaces and stray signs removed (``12 bis``, ``12A``)."""
    kept = une_ligne(re.sub(r"[^\w.\- ]", "", numero)).strip(" .-_")[:15].rstrip(" .-_")
    return re.sub(r"(?<=[0-9])\s(?=[A-Za-z]{1,2}$)", "", kept)


def _preparer(ligne: str) -> tuple[str, str]:
    """Return the heading on one line, and the same with its inner spacing (the right margin shows there)."""
    raw = sans_marques(ligne[: 4 * _LONGUEUR_MAX]).replace("**", "").strip()
    return pour_cellule(_DIESE.sub("", raw)), raw.replace("’", "'")


def _retirer_dieses(raw: str) -> tuple[str, str]:
    match = _DIESE.search(raw)
    return (raw[: match.start()], normaliser_numero(match["numero"])) if match else (raw, "")


def _plausible(match: re.Match[str], reste: str, numbered: bool) -> bool:
    """Tell a heading from a sentence that begins with `Int.` or `Extérieur`."""
    lieu, prose = match["lieu"], bool(re.search(r"[.!?…]$", reste)) or len(reste) > 120
    shared = partager(reste)
    head = re.split(r"\s[-–—/]+\s", reste)[0]
    capitals = max(part_de_capitales(head), part_de_capitales(reste)) >= 0.7
    if lieu.upper() == "EST":  # also a French verb and a compass point
        return capitals and (bool(match["point"]) or numbered or bool(shared.effets))
    if not reste:
        return numbered
    if capitals:
        return True
    stated = bool(shared.effets) and not prose
    if lieu.isupper():
        starts_well = (reste[0].isupper() or reste[0].isdigit() or numbered) and len(reste) <= 80
        return stated or (starts_well and not prose and bool(match["point"] or numbered))
    return (stated or (numbered and not prose)) and len(reste.split()) <= 12


def _lire_lieu_en_dernier(texte: str, corps: str, dieses: str) -> Entete | None:
    """Read ``12. CUISINE - INT/JOUR``: set first, INT or EXT last; only in capitals."""
    flat = une_ligne(corps)
    if len(flat) > _LONGUEUR_MAX or part_de_capitales(flat) < 1:
        return None
    match = _DERNIER.match(flat)
    if match is None or (match["effet"] and not lire_effets(match["effet"])):
        return None
    prefixed = _FORCE.match(match["tete"])
    numero, tete = (prefixed["numero"], prefixed["reste"]) if prefixed else ("", match["tete"])
    numero, tete, doubts = _numeros(numero, dieses, tete, corps)
    return _composer(texte, numero, match["lieu"], partager(f"{tete} - {match['effet'] or ''}"), doubts)


def _numeros(numero: str, dieses: str, reste: str, corps: str) -> tuple[str, str, tuple[str, ...]]:
    """Settle the number among those written left, right and between #; clean the right margin."""
    numero = normaliser_numero(numero)
    margin = _MARGE.search(corps)
    if margin is not None:
        reste = re.sub(rf"\s+{re.escape(une_ligne(margin['numero']))}\.?$", "", reste)
        right = normaliser_numero(margin["numero"])
    else:
        head, _, last = reste.rpartition(" ")
        right = normaliser_numero(last) if numero and head else ""
        if right and right.casefold() == numero.casefold():
            reste = head
        else:
            right = ""
    chosen = dieses or numero or right
    others = {n for n in (dieses, numero, right) if n and n.casefold() != chosen.casefold()}
    doubts = tuple(f"Deux numéros dans l'en-tête : {chosen} retenu, {other} écarté." for other in sorted(others))
    return chosen, reste.rstrip(), doubts


def _composer(texte: str, numero: str, lieu: str, partage: Partage, doubts: tuple[str, ...]) -> Entete:
    int_ext = _int_ext(lieu)
    asked = [*doubts]
    if not int_ext:
        asked.append("Ni INT ni EXT dans l'en-tête : à compléter.")
    if not partage.decor:
        asked.append("Décor absent de l'en-tête : à compléter.")
    if len(partage.effets_dits) > 1:
        asked.append(f"Plusieurs effets dans l'en-tête ({', '.join(partage.effets_dits)}) : choisir.")
    elif not partage.effet and HERITE in partage.effets:
        asked.append("Effet repris de la séquence précédente (continu, plus tard…) : à préciser.")
    elif not partage.effet:
        asked.append("Effet absent de l'en-tête (jour, nuit…) : à compléter.")
    return Entete(
        texte=texte,
        numero=numero,
        int_ext=int_ext,
        decor=partage.decor,
        sous_decor=partage.sous_decor,
        effet=partage.effet,
        doutes=(*asked, *partage.doutes),
    )


def _int_ext(lieu: str) -> str:
    upper = lieu.upper()
    if upper.startswith("EST"):
        return ""
    inside = "INT" in upper or upper.startswith("I")
    outside = "EXT" in upper or ("E" in upper and "INT" not in upper)
    if (inside and outside) or "/" in upper:
        return "INT/EXT"
    return "INT" if inside else "EXT" if outside else ""
