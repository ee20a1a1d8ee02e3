"""From cells to rows: texts, figures, currencies; whatever is odd in a cell becomes a doubt of its row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from chargeprod_xl.classeurs.classeur_lu import CelluleLue
from chargeprod_xl.classeurs.tableur_lu import FeuilleTableur
from chargeprod_xl.classeurs.valeurs import Erreur
from chargeprod_xl.imports.devis.codes import Nomenclature, du_nombre, normaliser
from chargeprod_xl.imports.devis.colonnes import EnTete, est_un_en_tete_repete
from chargeprod_xl.imports.devis.modele import Doute, Rangee
from chargeprod_xl.imports.devis.vocabulaire import est_un_total
from chargeprod_xl.liens.references_a1 import lettre_colonne
from chargeprod_xl.protection import deproteger
from chargeprod_xl.tables.mots import propre
from chargeprod_xl.tables.nombres import (
    PLAFOND,
    Lu,
    decimale_employee,
    devise_du_format,
    devise_du_texte,
    du_flottant,
    lire_nombre,
)

QUANTITES = ("nombre", "unites", "preparation", "tournage", "finitions")
ARGENT = ("taux", "majorations", "montant", "france", "etranger", "industrie", "participation")
_TEXTES = ("code", "libelle", "nom", "unite", "devise", "notes", "pays", "apport")
#: A row that holds nothing else is no row: it is a remark in the margin.
_EN_MARGE = ("notes", "pays", "apport")
_CENTIME = Decimal("0.01")
_SOMME = re.compile(r"(?:SUM|SUBTOTAL)\((?:1?0?9[,;])?\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)\)")
_VIDE = CelluleLue(None)


def _numerote_les_colonnes(cellules: Mapping[int, CelluleLue]) -> bool:
    """« 1, 2, 3… » under the titles of a form: the number of each column, no figure."""
    rangs = [re.sub(r"\D", "", str(x.valeur).removesuffix(".0")) for _, x in sorted(cellules.items())]
    return len(rangs) > 2 and rangs == [str(n) for n in range(1, len(rangs) + 1)]


@dataclass
class Lecteur:
    """One sheet being read: its titles, its decimal sign, its merged cells."""

    feuille: FeuilleTableur
    en_tete: EnTete
    n: Nomenclature
    decimale: str = ""
    _sources: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    _doutes: list[Doute] = field(default_factory=list)
    en_marge: list[Doute] = field(default_factory=list)

    def __post_init__(self) -> None:
        colonnes = set(self.en_tete.colonnes.values())
        derniere = max((r for r, _ in self.feuille.cellules), default=0)
        for plage in self.feuille.fusions:
            for c in colonnes & set(range(plage.gauche, min(plage.droite, max(colonnes)) + 1)):
                for r in range(plage.haut, min(plage.bas, derniere) + 1):
                    self._sources[r, c] = (plage.haut, plage.gauche)
        if not self.decimale:
            places = {self.en_tete.colonnes[r] for r in (*QUANTITES, *ARGENT) if r in self.en_tete.colonnes}
            textes = (x.valeur for (_, c), x in self.feuille.cellules.items() if c in places)
            self.decimale = decimale_employee(t for t in textes if isinstance(t, str))

    def rangees(self) -> list[Rangee]:
        """Rows under the titles that hold something in the columns of the devis."""
        par_ligne: dict[int, dict[int, CelluleLue]] = {}
        for (r, c), cellule in sorted(self.feuille.cellules.items()):
            if r > self.en_tete.derniere:
                par_ligne.setdefault(r, {})[c] = cellule
        return [x for r, cellules in par_ligne.items() if (x := self._rangee(r, cellules)) is not None]

    def _rangee(self, ligne: int, cellules: Mapping[int, CelluleLue]) -> Rangee | None:
        textes = {c: x.valeur for c, x in cellules.items() if isinstance(x.valeur, str)}
        if est_un_en_tete_repete(textes, self.en_tete) or not set(cellules) & set(self.en_tete.colonnes.values()):
            return None
        if ligne <= self.en_tete.derniere + 2 and _numerote_les_colonnes(cellules):
            return None
        self._doutes = []
        mots = {r: self._texte(ligne, r) for r in _TEXTES}
        lus = {r: self._nombre(ligne, r) for r in (*QUANTITES, *ARGENT)}
        montant, muette, illisible = self._montant(ligne, lus)
        if not any(mots[r] for r in _TEXTES if r not in _EN_MARGE) and montant is None and not muette and not illisible:
            if seul := " ; ".join(mots[r] for r in _EN_MARGE if mots[r]):
                self.en_marge.append(Doute(ligne, f"« {seul} » seul sur sa ligne", "non repris"))
            return None
        if self.feuille.en_texte is False and ligne in self.feuille.lignes_cachees and montant:
            self._douter(ligne, "ligne cachée dans la feuille", "importée comme les autres")
        code_lu, libelle = self._code(mots["code"], mots["libelle"])
        return Rangee(
            ligne=ligne,
            code=normaliser(code_lu),
            code_lu=code_lu,
            libelle=libelle,
            nom=mots["nom"],
            unite=mots["unite"],
            quantites={r: v for r in QUANTITES if (v := lus[r].valeur) is not None},
            taux=lus["taux"].valeur,
            majorations=lus["majorations"].valeur,
            montant=montant,
            etranger=lus["etranger"].valeur,
            devise=self._devise(ligne, mots["devise"], lus),
            pays=mots["pays"],
            apport=mots["apport"],
            note=mots["notes"],
            industrie=lus["industrie"].valeur,
            participation=lus["participation"].valeur,
            lue=montant,
            somme=self._somme(ligne),
            muette=muette,
            illisible=illisible,
            cachee=ligne in self.feuille.lignes_cachees,
            doutes=tuple(self._doutes),
        )

    def _douter(self, ligne: int, quoi: str, fait: str) -> None:
        self._doutes.append(Doute(ligne, quoi, fait))

    def _cellule(self, ligne: int, role: str) -> CelluleLue:
        colonne = self.en_tete.colonnes.get(role)
        return self.feuille.cellules.get((ligne, colonne), _VIDE) if colonne else _VIDE

    def _texte(self, ligne: int, role: str) -> str:
        """The text of a cell; that of a merged range stands for each of its rows, when it is a label."""
        cellule = self._cellule(ligne, role)
        colonne = self.en_tete.colonnes.get(role, 0)
        source = self._sources.get((ligne, colonne))
        if cellule.valeur is None and source and source[0] != ligne and role in {"code", "libelle"}:
            cellule = self.feuille.cellules.get(source, _VIDE)
            if cellule.valeur is not None:
                quoi = f"cellules fusionnées ({lettre_colonne(colonne)}{source[0]})"
                self._douter(ligne, quoi, f"« {propre(str(cellule.valeur))} » y est pris pour cette ligne")
        elif cellule.valeur is None and source and source[0] == ligne and role == "libelle":
            cellule = self.feuille.cellules.get(source, _VIDE)
        valeur = cellule.valeur
        if isinstance(valeur, float):
            return du_nombre(du_flottant(valeur)) if role == "code" else f"{du_flottant(valeur):f}"
        if not isinstance(valeur, str):
            return ""
        nu = re.fullmatch(r'="(.*)"', valeur.strip())
        return propre(deproteger(nu[1] if nu else valeur))

    def _code(self, code: str, libelle: str) -> tuple[str, str]:
        """A heading typed in the column of codes is a label."""
        if code and not any(c.isdigit() for c in code) and (len(code) > 4 or code == libelle):
            return "", libelle or code
        if code and est_un_total(code):
            return "", f"{code} {libelle}".strip()
        ensemble = code if not libelle else libelle if not code and "code" not in self.en_tete.colonnes else ""
        if trouve := re.match(r"(\d{1,2}[.\-]?\d{0,3})\s*[-–—:.]?\s+(\D.+)", ensemble):
            numero, reste = normaliser(trouve[1]), trouve[2]
            if len(numero) > 3 or (numero in self.n.titres and (reste.isupper() or self.n.code_du_titre(reste))):
                return trouve[1], reste
        return code, libelle

    def _nombre(self, ligne: int, role: str) -> Lu:
        cellule = self._cellule(ligne, role)
        valeur = cellule.valeur
        if isinstance(valeur, bool) or valeur is None:
            return Lu(None)
        ou = f"{lettre_colonne(self.en_tete.colonnes[role])}{ligne}"
        if isinstance(valeur, Erreur):
            return Lu(None, remarque=f"{ou} : erreur {valeur.code}")
        if isinstance(valeur, float):
            if cellule.est_date:
                return Lu(None, remarque=f"{ou} : une date à la place d’un nombre")
            if abs(valeur) > PLAFOND:
                return Lu(None, remarque=f"{ou} : dépasse ce qu’un devis peut contenir")
            facteur = 100 if "%" in cellule.format else 1
            return Lu(du_flottant(valeur) * facteur, devise_du_format(cellule.format), pourcent=facteur > 1)
        lu = lire_nombre(deproteger(valeur), self.decimale, argent=role in ARGENT)
        if lu.remarque and lu.valeur is not None:
            self._douter(ligne, f"{ou} : {lu.remarque}", "vérifiez ce nombre")
        elif lu.valeur is not None and not self.feuille.en_texte:
            self._douter(ligne, f"{ou} : nombre saisi en texte « {propre(valeur)} »", f"lu {lu.valeur:f}")
        elif lu.remarque and role != "montant":
            self._douter(ligne, f"{ou} : {lu.remarque}", "laissé de côté")
        return lu

    def _montant(self, ligne: int, lus: Mapping[str, Lu]) -> tuple[Decimal | None, bool, bool]:
        """The amount to the cent; whether it was never computed; whether it is no figure."""
        cellule = self._cellule(ligne, "montant")
        lu = lus["montant"]
        absente = cellule.valeur is None and cellule.formule is not None
        # An error, a date, a figure beyond all measure: there was an amount, and nobody can say which.
        muette = absente or (lu.valeur is None and isinstance(cellule.valeur, Erreur | float))
        if lu.valeur is None and lu.remarque and not muette:
            self._douter(ligne, lu.remarque, "aucun montant n’est lu de cette cellule")
        brut = lu.valeur
        if brut is None and not muette and (lus["france"].valeur is not None or lus["etranger"].valeur is not None):
            brut = (lus["france"].valeur or Decimal(0)) + (lus["etranger"].valeur or Decimal(0))
        if brut is None:
            return None, muette, bool(lu.remarque) and not muette
        rond = brut.quantize(_CENTIME, ROUND_HALF_UP)
        if abs(rond - brut) > Decimal("0.000001"):
            self._douter(ligne, f"{brut:f} a plus de deux décimales", f"arrondi au centime : {rond:f}")
        return rond, muette, False

    def _devise(self, ligne: int, colonne: str, lus: Mapping[str, Lu]) -> str:
        """A foreign currency: said by a column, by the format of the amount, by its title; nothing for the euro."""
        titre = self.en_tete.titres.get(self.en_tete.colonnes.get("montant", 0), "")
        if self._cellule(ligne, "montant").valeur is None and lus["etranger"].valeur is not None:
            lue = colonne or lus["etranger"].devise
        else:
            lue = colonne or lus["montant"].devise or devise_du_texte(titre)
        devise = devise_du_texte(lue) or lue.upper()
        return "" if devise in {"EUR", "", "€"} else devise

    def _somme(self, ligne: int) -> tuple[int, int]:
        """Rows that the formula of the amount adds up, in its own column."""
        formule = self._cellule(ligne, "montant").formule
        trouve = _SOMME.fullmatch(formule.replace(" ", "").upper()) if formule else None
        colonne = lettre_colonne(self.en_tete.colonnes.get("montant", 1))
        if trouve and trouve[1] == trouve[3] == colonne and int(trouve[4]) > int(trouve[2]):
            return int(trouve[2]), int(trouve[4])
        return 0, 0


def colonnes_cachees(feuille: FeuilleTableur, en_tete: EnTete) -> Iterator[Doute]:
    """Columns that nobody sees and that the import reads."""
    for role, colonne in en_tete.colonnes.items():
        if colonne in feuille.colonnes_cachees:
            titre = en_tete.titres.get(colonne, "")
            quoi = f"colonne cachée {lettre_colonne(colonne)} « {titre} »"
            yield Doute(en_tete.derniere, quoi, f"lue comme {role}")
