"""Excel in memory, on real files: unsaved edits, the lock of open files, questions answered in advance. For tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.styles import PatternFill

from chargeprod_xl.complement.actions_verrous import fichier_d_excel
from chargeprod_xl.complement.session import AbandonError, Couleur, Endroit


class FichierTenuError(PermissionError):
    """Someone wrote a file that Excel holds: under Windows the system would have refused it."""


def octets_du_verrou(qui: str) -> bytes:
    """The lock file of Excel, as it writes it: the name of who has the workbook open, twice."""
    court, large = qui.encode("cp1252", errors="replace")[:54], qui[:54]
    debut = (bytes([len(court)]) + court).ljust(55, b" ")
    return (debut + len(large).to_bytes(2, "little") + large.encode("utf-16-le")).ljust(165, b" ")


@dataclass
class _Ouvert:
    """A workbook on the screen: the file as Excel found it, and what was typed since."""

    octets: bytes
    place: tuple[str, str]
    livre: Any
    lecture_seule: bool
    saisies: dict[tuple[str, str], Any] = field(default_factory=dict)
    couleurs: dict[tuple[str, str], Couleur | None] = field(default_factory=dict)


@dataclass
class SessionMemoire:
    """The port over files. ``reponses`` are given in order; AbandonError itself is the answer of who cancels."""

    reponses: list[Any] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    alertes: list[str] = field(default_factory=list)
    consultes: list[Path] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    etats: list[str] = field(default_factory=list)
    _ouverts: dict[Path, _Ouvert] = field(default_factory=dict)

    def actif(self) -> Path | None:
        """The last one brought to the front."""
        return next(reversed(self._ouverts), None)

    def ouverts(self) -> list[Path]:
        """Every open workbook."""
        return list(self._ouverts)

    def position(self, classeur: Path) -> Endroit | None:
        """The selected cell."""
        return Endroit(classeur, *self._ouverts[classeur].place)

    def lecture_seule(self, classeur: Path) -> bool:
        """Whether someone else had it open first."""
        return self._ouverts[classeur].lecture_seule

    def saisir(self, classeur: Path, feuille: str, cellule: str, valeur: Any) -> None:
        """Type in a cell; nothing is on disk before ``enregistrer``."""
        self._ouverts[classeur].saisies[feuille, cellule] = valeur

    def enregistrer(self, classeur: Path) -> None:
        """Write what was typed, as Excel does: under its own lock."""
        ouvert = self._tenu(classeur)
        if not ouvert.saisies and not ouvert.couleurs:
            return
        livre = ouvert.livre
        for (feuille, cellule), valeur in ouvert.saisies.items():
            livre[feuille][cellule].value = valeur
        for (feuille, cellule), couleur in ouvert.couleurs.items():
            livre[feuille][cellule].fill = _fond(couleur)
        livre.save(classeur)
        ouvert.saisies.clear()
        ouvert.couleurs.clear()
        ouvert.octets = classeur.read_bytes()

    def fermer(self, classeur: Path) -> None:
        """Let the file go."""
        if not self._tenu(classeur).lecture_seule:
            fichier_d_excel(classeur).unlink()
        del self._ouverts[classeur]

    def ouvrir(self, classeur: Path) -> None:
        """Hold the file, or bring it to the front."""
        if classeur in self._ouverts:
            self._ouverts[classeur] = self._ouverts.pop(classeur)
            return
        octets = classeur.read_bytes()
        livre = load_workbook(classeur)
        tenu_par_un_autre = fichier_d_excel(classeur).exists()
        if not tenu_par_un_autre:
            fichier_d_excel(classeur).write_bytes(octets_du_verrou("Moi-même"))
        place = livre.active.title if livre.active else livre.sheetnames[0], "A1"
        self._ouverts[classeur] = _Ouvert(octets, place, livre, tenu_par_un_autre)

    def montrer(self, endroit: Endroit) -> None:
        """Select a cell."""
        self.ouvrir(endroit.classeur)
        self._feuille(endroit)
        self._ouverts[endroit.classeur].place = endroit.feuille, endroit.cellule

    def couleur(self, endroit: Endroit) -> Couleur | None:
        """As on the screen."""
        ouvert = self._ouverts[endroit.classeur]
        cle = endroit.feuille, endroit.cellule
        if cle in ouvert.couleurs:
            return ouvert.couleurs[cle]
        fond = self._feuille(endroit)[endroit.cellule].fill
        if fond.fill_type != "solid" or not isinstance(fond.fgColor.rgb, str):
            return None
        rouge, vert, bleu = bytes.fromhex(fond.fgColor.rgb[-6:])
        return rouge, vert, bleu

    def colorer(self, endroit: Endroit, couleur: Couleur | None) -> bool:
        """As Excel: a protected sheet may forbid formats."""
        protection = self._feuille(endroit).protection
        if protection.sheet and protection.formatCells:
            return False
        self._ouverts[endroit.classeur].couleurs[endroit.feuille, endroit.cellule] = couleur
        return True

    def marquees(self, couleur: Couleur) -> set[tuple[str, str, str]]:
        """Every cell of this colour on the screen: file, sheet, cell."""
        trouvees = set()
        for classeur, ouvert in self._ouverts.items():
            trouvees |= {(classeur.name, *cle) for cle, c in ouvert.couleurs.items() if c == couleur}
        return trouvees

    def dire(self, message: str, *, alerte: bool = False) -> None:
        """Kept to be read by the test."""
        (self.alertes if alerte else self.messages).append(message)

    def choisir(self, question: str, choix: Sequence[str]) -> str:
        """The next answer, which must be one of the choices."""
        reponse = self._repondre(question)
        if reponse not in choix:
            raise AssertionError(f"« {reponse} » n’est pas proposé : {list(choix)}")
        return str(reponse)

    def demander_texte(self, question: str, defaut: str = "") -> str:
        """The next answer; None takes what is proposed."""
        reponse = self._repondre(question)
        return defaut if reponse is None else str(reponse)

    def demander_fichier(self, question: str, suffixes: Sequence[str]) -> Path:
        """The next answer, of a kind that the dialog shows."""
        fichier = Path(self._repondre(question))
        if fichier.suffix.lower() not in suffixes:
            raise AssertionError(f"{fichier.name} n’est pas montré par la question : {list(suffixes)}")
        return fichier

    def demander_dossier(self, question: str) -> Path:
        """The next answer."""
        return Path(self._repondre(question))

    def consulter(self, fichier: Path) -> None:
        """Kept; a file that is not there would open nothing."""
        if not fichier.exists():
            raise FileNotFoundError(fichier)
        self.consultes.append(fichier)

    def etat(self, texte: str) -> None:
        """Kept."""
        self.etats.append(texte)

    def _repondre(self, question: str) -> Any:
        self.questions.append(question)
        if not self.reponses:
            raise AssertionError(f"question inattendue : {question}")
        reponse = self.reponses.pop(0)
        if reponse is AbandonError:
            raise AbandonError
        return reponse

    def _tenu(self, classeur: Path) -> _Ouvert:
        """The open workbook, whose file nobody touched since Excel holds it."""
        ouvert = self._ouverts[classeur]
        if not classeur.exists() or classeur.read_bytes() != ouvert.octets:
            raise FichierTenuError(f"{classeur.name} a été écrit alors qu’Excel le tenait")
        return ouvert

    def _feuille(self, endroit: Endroit) -> Any:
        livre = self._ouverts[endroit.classeur].livre
        if endroit.feuille not in livre.sheetnames:
            raise LookupError(endroit.feuille)
        return livre[endroit.feuille]


def _fond(couleur: Couleur | None) -> PatternFill:
    return PatternFill() if couleur is None else PatternFill("solid", fgColor="FF{:02X}{:02X}{:02X}".format(*couleur))
