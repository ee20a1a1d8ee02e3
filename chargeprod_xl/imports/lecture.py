"""Opens a screenplay file; every fault of the file becomes an Anomalie, never a traceback."""

from __future__ import annotations

from pathlib import Path

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.imports.assemblage import assembler
from chargeprod_xl.imports.blocs import Lecture
from chargeprod_xl.imports.fdx import lire_fdx
from chargeprod_xl.imports.fountain import lire_fountain
from chargeprod_xl.imports.texte import nettoyer, pour_cellule
from chargeprod_xl.projet.scenario import Scenario

TAILLE_MAX = 32 * 1024 * 1024
_FOUNTAIN = {".fountain", ".txt", ".md"}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def lire_scenario(chemin: Path) -> tuple[Scenario | None, list[Anomalie]]:
    """Read a screenplay (.fountain, .txt, .md, .fdx).

    Returns:
        The screenplay and no fault, or None and the faults that prevent reading it. What is merely doubtful
        is in each sequence's ``a_verifier``.
    """
    suffix = chemin.suffix.lower()
    if suffix not in {*_FOUNTAIN, ".fdx"}:
        return None, [_extension_refusee(chemin)]
    data = _octets(chemin)
    if isinstance(data, Anomalie):
        return None, [data]
    text = _decoder(data, chemin.name)
    if isinstance(text, Anomalie):
        return None, [text]
    read = lire_fdx(text, chemin.name) if suffix == ".fdx" else lire_fountain(text, markdown=suffix == ".md")
    if isinstance(read, Anomalie):
        return None, [read]
    scenario = assembler(read)
    return (scenario, []) if scenario is not None else (None, [_sans_entete(chemin.name, read)])


def _extension_refusee(chemin: Path) -> Anomalie:
    return Anomalie(
        pour_cellule(chemin.name) or str(chemin),
        f"Format de scénario non reconnu : « {chemin.suffix or 'sans extension'} ».",
        "Fournir un fichier .fountain, .txt, .md ou .fdx (depuis Word ou PDF : enregistrer en texte .txt).",
    )


def _octets(chemin: Path) -> bytes | Anomalie:
    try:
        if not chemin.is_file():  # a folder, a missing file, but also a pipe that would never end
            return Anomalie(chemin.name, "Fichier introuvable.", "Vérifier le nom et le dossier du scénario.")
        if chemin.stat().st_size > TAILLE_MAX:
            return Anomalie(
                chemin.name,
                "Fichier trop volumineux pour un scénario (plus de 32 Mo).",
                "Vérifier qu'il s'agit du bon fichier ; retirer les images.",
            )
        return chemin.read_bytes()
    except (OSError, ValueError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) and fault.strerror else "accès impossible"
        return Anomalie(
            chemin.name,
            f"Fichier illisible ({reason}).",
            "Fermer le logiciel qui l'utilise ou vérifier les droits.",
        )


def _decoder(data: bytes, name: str) -> str | Anomalie:
    """Decode UTF-8 (BOM or not), UTF-16 with its BOM, else Windows-1252."""
    encodings = ("utf-16",) if data.startswith(_UTF16) else ("utf-8-sig", "cp1252")
    text = None
    for encoding in encodings:
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    if text is None or "\x00" in text:
        return Anomalie(
            name,
            "Le contenu n'est pas du texte lisible (ni UTF-8, ni Windows-1252).",
            "Rouvrir le scénario dans son logiciel et l'enregistrer en texte UTF-8.",
        )
    clean = nettoyer(text)
    if not clean.strip():
        return Anomalie(name, "Le fichier est vide.", "Vérifier qu'il s'agit du bon fichier et le réexporter.")
    return clean


def _sans_entete(name: str, read: Lecture) -> Anomalie:
    where = f"{name}, ligne {read.blocs[0].ligne}" if read.blocs else name
    return Anomalie(
        where,
        "Aucun en-tête de séquence trouvé.",
        "Commencer chaque séquence par une ligne comme « 12. INT. CUISINE - JOUR », après une ligne vide.",
    )
