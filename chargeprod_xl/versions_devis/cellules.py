"""The cells of a recomputed devis, by what they are: wherever people moved its rows and columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.classeurs.classeur_lu import ClasseurLu
from chargeprod_xl.classeurs.valeurs import Erreur, Valeur
from chargeprod_xl.controles.meta import lire_meta
from chargeprod_xl.liens.formules import adresse
from chargeprod_xl.recalcul import CalculPack
from chargeprod_xl.reprise.recolte import recolter
from chargeprod_xl.reprise.saisies import FeuilleRecoltee, Recolte, TableLue

_DETAIL = "devis.detail"


def classeur_du_devis(classeurs: Sequence[ClasseurLu]) -> ClasseurLu:
    """The workbook that holds the lines of the devis."""
    for classeur in classeurs:
        meta = lire_meta(classeur)
        plans = meta.brut.get("plans", {}) if meta else {}
        if any(plan["id"] == _DETAIL for plan in plans.values()):
            return classeur
    remede = "donnez le dossier du film, ou régénérez son pack"
    raise DonneesRefuseesError([Anomalie("pack", "le classeur du devis est introuvable", remede)])


def recolte_du_devis(classeur: ClasseurLu) -> Recolte:
    """Where everything declared stands in it now."""
    recolte, fautes = recolter([classeur])
    if recolte is None:
        raise DonneesRefuseesError(fautes)
    return recolte


@dataclass
class Cellules:
    """Reads values; what is missing or in error is gathered in ``fautes``."""

    recolte: Recolte
    calcul: CalculPack
    classeur: str
    fautes: dict[Anomalie, None] = field(default_factory=dict)
    lues: set[tuple[str, str]] = field(default_factory=set)

    def table(self) -> TableLue:
        """The lines of « Détail »."""
        table = self.recolte.table(_DETAIL, "lignes")
        if table is None:
            remede = "annulez la suppression, ou régénérez le pack"
            raise DonneesRefuseesError([Anomalie(self.classeur, "le tableau « Détail » est introuvable", remede)])
        return table

    def feuille(self, ident: str) -> FeuilleRecoltee:
        """A sheet of the devis."""
        trouvee = self.recolte.feuilles.get(f"devis.{ident}")
        if trouvee is None:
            quoi = f"la feuille « {ident} » du devis est introuvable"
            raise DonneesRefuseesError([Anomalie(self.classeur, quoi, "régénérez le pack")])
        return trouvee

    def lire(self, feuille: str, cellule: str) -> Valeur:
        """A value; one in error is a fault."""
        self.lues.add((feuille, cellule))
        valeur = self.calcul.valeur(feuille, cellule)
        if isinstance(valeur, Erreur):
            quoi, remede = f"la cellule donne {valeur.code}", "corrigez-la, ou celle dont elle dépend"
            self.fautes[Anomalie(f"{self.classeur} › {feuille}!{cellule}", quoi, remede)] = None
            return None
        return valeur

    def de_ligne(self, table: TableLue, rang: int) -> Mapping[str, Valeur]:
        """Every declared column of a row of a table."""
        return {c: self.lire(table.nom, adresse(rang, col)) for c, col in table.colonnes.items()}

    def place(self, feuille: str, bloc: str, cle: str, colonne: str) -> tuple[str, str] | None:
        """Sheet and address of a cell of a fixed block."""
        f = self.feuille(feuille)
        plan = f.plan.blocs.get(bloc)
        if plan is None or cle not in plan.rangs or colonne not in plan.places:
            return None
        la = f.axes.ou((plan.ligne(plan.rangs[cle]), plan.places[colonne]))
        return (f.nom, adresse(*la)) if la else None

    def fixe(self, feuille: str, bloc: str, cle: str, colonne: str) -> Valeur:
        """A cell of a fixed block."""
        place = self.place(feuille, bloc, cle, colonne)
        if place is None:
            quoi = f"{feuille}, {bloc} : « {cle} » ({colonne}) est introuvable"
            self.fautes[Anomalie(self.classeur, quoi, "annulez la suppression, ou régénérez le pack")] = None
            return None
        return self.lire(*place)


def nombre(valeur: Valeur, decimales: int = 6) -> Decimal:
    """A number as the engines give it, rounded where their binary noise begins; what is no number is zero."""
    if isinstance(valeur, bool) or not isinstance(valeur, int | float):
        return Decimal(0)
    arrondi = Decimal(repr(round(float(valeur), decimales)))
    return arrondi + 0 if arrondi else Decimal(0)


def texte(valeur: Valeur) -> str:
    """A text as one types it: « 2311 », not « 2311.0 »."""
    if valeur is None:
        return ""
    return f"{valeur:g}" if isinstance(valeur, float) else str(valeur).strip()
