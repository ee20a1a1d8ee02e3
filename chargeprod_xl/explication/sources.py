"""On whose word a rate stands: what its row of the workbook says first, completed by the dated data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache

from chargeprod_xl.baremes.consultation import sans_accents, tous
from chargeprod_xl.baremes.modele import Parametre
from chargeprod_xl.classeurs.valeurs import Valeur
from chargeprod_xl.explication.blocs import Bloc
from chargeprod_xl.explication.modele import Origine
from chargeprod_xl.explication.pack import Pack
from chargeprod_xl.recalcul.fusion import Adresse

_ORIGINE = datetime(1899, 12, 30)
#: How the sheets part the sources from the article of law, and the source from its confidence.
_REFERENCE, _CONFIANCE = " — ", " — confiance "


def _texte(valeur: Valeur) -> str:
    return valeur.strip() if isinstance(valeur, str) else ""


def _jour(valeur: Valeur) -> date | None:
    fini = isinstance(valeur, float) and 0 < valeur < 2_958_465
    return (_ORIGINE + timedelta(days=float(valeur))).date() if fini else None  # type: ignore[arg-type]


def origine_du_bareme(pack: Pack, ou: Adresse) -> Origine | None:
    """The origin of a dated value, None for a cell that is not one (or whose row gives no source)."""
    bloc = pack.bloc(ou.feuille, ou.ligne, ou.colonne)
    if bloc is None or bloc.champs or bloc.colonne("Source") is None or bloc.colonne("Valable du") is None:
        return None
    if type(pack.valeur(ou)) is not float or pack.cellule(ou).est_date:
        return None
    du_classeur = _du_classeur(pack, ou, bloc)
    return _complete(du_classeur) if du_classeur.source else None


def _du_classeur(pack: Pack, ou: Adresse, bloc: Bloc) -> Origine:
    def lu(*debuts: str) -> Valeur:
        colonne = bloc.colonne(*debuts)
        return None if colonne is None else pack.valeur(Adresse(ou.feuille, ou.ligne, colonne))

    source, _, confiance = _texte(lu("Source")).partition(_CONFIANCE)
    source, _, reference = source.partition(_REFERENCE)
    return Origine(
        libelle=_texte(pack.valeur(Adresse(ou.feuille, ou.ligne, min(bloc.titres)))),
        du=_jour(lu("Valable du")),
        au=_jour(lu("Valable au")),
        source=source,
        reference=reference,
        confiance=_texte(lu("Confiance")) or confiance,
        verifie_le=_jour(lu("Vérifié le")),
        identifiant=_texte(lu("Identifiant")),
    )


@cache
def _par_libelle() -> Mapping[str, Parametre]:
    """Rates by label; a label that two rates share names neither."""
    trouves: dict[str, Parametre | None] = {}
    for parametre in tous().values():
        cle = sans_accents(parametre.libelle)
        trouves[cle] = None if cle in trouves else parametre
    return {cle: p for cle, p in trouves.items() if p is not None}


def _complete(lue: Origine) -> Origine:
    """What the workbook does not say: base, note, and the reference of the period when the sheet has none."""
    parametre = tous().get(lue.identifiant) or _par_libelle().get(sans_accents(lue.libelle))
    if parametre is None:
        return lue
    periode = next((p for p in parametre.valeurs if p.du == lue.du), None)
    return Origine(
        libelle=lue.libelle,
        du=lue.du,
        au=lue.au,
        source=lue.source,
        reference=lue.reference or (periode.reference if periode else ""),
        confiance=lue.confiance,
        verifie_le=lue.verifie_le,
        identifiant=parametre.id,
        assiette=parametre.assiette,
        note=parametre.note,
    )
