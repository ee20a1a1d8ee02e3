"""An .xlsx file as a set of parts, opened with the suspicion due to a file that came by mail."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from chargeprod_xl.anomalies import Anomalie

TAILLE_MAX = 512 * 1024 * 1024
PARTIES_MAX = 20_000
# A workbook of repeated rows compresses 100 times; a bomb 1,000 times.
TAUX_MAX = 300
TAILLE_SANS_SOUPCON = 16 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class FichierRefuseError(Exception):
    """A file that cannot be read: what is wrong and what to do, in French."""

    def __init__(self, quoi: str, remede: str) -> None:
        """Both texts end up in an :class:`Anomalie`."""
        self.quoi = quoi
        self.remede = remede
        super().__init__(quoi)

    def anomalie(self, ou: str) -> Anomalie:
        """The same as a value, with the place."""
        return Anomalie(ou, self.quoi, self.remede)


@dataclass(frozen=True)
class Relation:
    """A relationship of a part: kind, target part (or address, when external)."""

    genre: str
    cible: str
    externe: bool


@dataclass(frozen=True)
class Archive:
    """An open .xlsx."""

    fichier: zipfile.ZipFile
    noms: dict[str, str]

    def lire(self, partie: str) -> bytes:
        """The bytes of a part; its name is looked up without case, as Excel does."""
        try:
            return self.fichier.read(self.noms[partie.lower()])
        except KeyError:
            raise FichierRefuseError(
                f"la partie « {partie} » manque dans le fichier", "ouvrez-le dans Excel et réenregistrez-le"
            ) from None

    def contient(self, partie: str) -> bool:
        """True when the part exists."""
        return partie.lower() in self.noms

    def xml(self, partie: str) -> etree._Element:
        """The root element of a part."""
        return lire_xml(self.lire(partie))

    def relations(self, partie: str) -> dict[str, Relation]:
        """The relationships of a part by id."""
        dossier, nom = posixpath.split(partie)
        rels = posixpath.join(dossier, "_rels", nom + ".rels")
        if not self.contient(rels):
            return {}
        trouvees = {}
        for element in self.xml(rels).iterchildren("{*}Relationship"):
            externe = element.get("TargetMode") == "External"
            cible = element.get("Target", "")
            genre = element.get("Type", "").rpartition("/")[2]
            trouvees[element.get("Id", "")] = Relation(genre, cible if externe else resoudre(dossier, cible), externe)
        return trouvees


def resoudre(dossier: str, cible: str) -> str:
    """The part a relationship target means; it may be absolute, but never outside the archive."""
    propre = unquote(cible).replace("\\", "/")
    chemin = posixpath.normpath(propre.lstrip("/") if propre.startswith("/") else posixpath.join(dossier, propre))
    if chemin.startswith(".."):
        raise FichierRefuseError(
            f"une partie du fichier désigne un endroit hors de lui (« {cible} »)", "n'utilisez pas ce fichier"
        )
    return chemin


def lire_xml(octets: bytes) -> etree._Element:
    """Parse a part; a document type is refused, so no entity can be defined."""
    analyseur = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    racine = etree.fromstring(octets, analyseur)
    # A document type leaves an internal subset, even an empty one.
    if b"<!DOCTYPE" in octets[:4096] or racine.getroottree().docinfo.internalDTD is not None:
        raise FichierRefuseError(
            "le fichier définit des entités XML, ce qu'aucun tableur ne fait", "n'utilisez pas ce fichier"
        )
    return racine


def nom_de_fichier(cible: str) -> str:
    """The file name at the end of a link target: path, ``file:///`` or web address."""
    sans_requete = re.sub(r"[?#].*\Z", "", cible) if "://" in cible else cible
    return re.split(r"[/\\]", unquote(sans_requete))[-1]


@contextmanager
def ouvrir(chemin: Path) -> Iterator[Archive]:
    """Open a file and check its table of contents; every fault comes out as :class:`FichierRefuseError`."""
    try:
        with chemin.open("rb") as flux:
            if flux.read(8) == _OLE:
                raise FichierRefuseError(
                    "le classeur est protégé par un mot de passe d'ouverture, ou d'un format ancien (.xls)",
                    "ouvrez-le dans Excel, ôtez le mot de passe et enregistrez-le au format .xlsx",
                )
            flux.seek(0)
            with zipfile.ZipFile(flux) as fichier:
                yield Archive(fichier, _sommaire(fichier))
    except FileNotFoundError:
        raise FichierRefuseError("le fichier n'existe pas", "vérifiez le nom et le dossier") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as faute:
        raise FichierRefuseError(
            f"le fichier n'est pas un classeur .xlsx lisible, ou il est abîmé ({_cause(faute)})",
            "reprenez une copie saine (sauvegarde, version précédente)",
        ) from faute
    except etree.XMLSyntaxError as faute:
        raise FichierRefuseError(
            f"une partie du classeur est abîmée (ligne {faute.lineno or 1}, colonne {faute.offset or 1} de son XML)",
            "ouvrez-le dans Excel pour le réparer",
        ) from faute
    except OSError as faute:
        raise FichierRefuseError(
            "le fichier ne peut pas être lu", "fermez-le ailleurs, vérifiez les droits et le disque"
        ) from faute


def _cause(faute: Exception) -> str:
    """Why an archive cannot be opened; the library says it in English."""
    if isinstance(faute, NotImplementedError):
        return "sa compression n’est pas celle d’un classeur"
    if isinstance(faute, RuntimeError):
        return "son contenu est chiffré"
    if isinstance(faute, zipfile.BadZipFile) and "not a zip file" in str(faute):
        return "ce n’est pas une archive, ou elle est coupée"
    return "une de ses parties est coupée ou altérée"


def _sommaire(fichier: zipfile.ZipFile) -> dict[str, str]:
    """Part names by lower-case name, once none of them is suspect."""
    infos = fichier.infolist()
    if len(infos) > PARTIES_MAX or sum(info.file_size for info in infos) > TAILLE_MAX:
        raise FichierRefuseError("le fichier se déplie en un volume anormal", "n'utilisez pas ce fichier")
    noms: dict[str, str] = {}
    for info in infos:
        nom = info.filename
        if nom.startswith("/") or "\\" in nom or ":" in nom or ".." in nom.split("/"):
            raise FichierRefuseError(
                f"le fichier contient un nom qui sort de lui (« {nom} »)", "n'utilisez pas ce fichier"
            )
        trop_dense = info.file_size > TAUX_MAX * max(info.compress_size, 1)
        if trop_dense and info.file_size > TAILLE_SANS_SOUPCON:
            raise FichierRefuseError("le fichier se déplie en un volume anormal", "n'utilisez pas ce fichier")
        if nom.lower() in noms:
            raise FichierRefuseError(f"la partie « {nom} » y est deux fois", "n'utilisez pas ce fichier")
        noms[nom.lower()] = nom
    return noms
