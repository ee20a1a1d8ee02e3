"""The sent workbook: its sheets put together, written without plumbing, computed, and held against the pack."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.classeurs.ecriture import ecrire_classeur
from chargeprod_xl.exports.devis import feuilles_argent, feuilles_lecteur
from chargeprod_xl.exports.devis.champs import DE_PAIE, FEUILLES
from chargeprod_xl.exports.devis.donnees import Devis
from chargeprod_xl.exports.devis.feuille_detail import Detail, ecrire_detail
from chargeprod_xl.exports.devis.feuilles_tete import Recapitulatif, ecrire_garde, ecrire_recapitulatif
from chargeprod_xl.exports.devis.masque import masquer
from chargeprod_xl.exports.devis.modele import Envois, Lecteur
from chargeprod_xl.exports.devis.plan import mettre_en_ordre
from chargeprod_xl.exports.devis.plume import Plume
from chargeprod_xl.liens.pose import ClasseurPose
from chargeprod_xl.recalcul import CalculPack, renouveler

_Auteur = Callable[[Devis, Detail, Recapitulatif, str, bool], Plume]
_AUTEURS: Mapping[str, _Auteur] = {
    "credit_impot": feuilles_lecteur.credit_impot,
    "territoire": feuilles_lecteur.territoire,
    "pays": feuilles_lecteur.pays,
    "apports": feuilles_lecteur.apports,
    "plafonds": feuilles_lecteur.plafonds,
    "financement": feuilles_argent.financement,
    "parts": feuilles_argent.parts,
    "tresorerie": feuilles_argent.tresorerie,
}
_CENTIME = 0.005


@dataclass(frozen=True)
class Document:
    """The bytes of the workbook, its total, and what to know about it."""

    octets: bytes
    total: float
    lignes: int
    avertissements: tuple[str, ...]


@dataclass(frozen=True)
class _Compose:
    pose: ClasseurPose
    detail: Detail
    recap: Recapitulatif


def _composer(devis: Devis, lecteur: Lecteur, envois: Envois, masque: bool, avertissements: list[str]) -> _Compose:
    f = devis.film
    sous_titre = f"{f.titre} · version {f.version} du {f.date_version:%d/%m/%Y} · montants en € HT"
    postes = mettre_en_ordre(devis)
    if masque:
        avertissements += masquer(postes, [c for c in DE_PAIE if c in {"montant", "etranger"} or lecteur.montre(c)])
    detail = ecrire_detail(devis, postes, lecteur, sous_titre)
    recap = ecrire_recapitulatif(devis, detail, sous_titre)
    plumes = {
        "garde": ecrire_garde(devis, recap, lecteur, envois, sous_titre, masque),
        "recapitulatif": recap.plume,
        "detail": detail.plume,
    }
    nu = sous_titre.removesuffix(" · montants en € HT")
    for nom in lecteur.feuilles:
        if nom not in plumes:
            plumes[nom] = _AUTEURS[nom](devis, detail, recap, nu if nom == "tresorerie" else sous_titre, masque)
    feuilles = [plumes[nom].feuille for nom in lecteur.feuilles]
    return _Compose(ClasseurPose("devis", "devis.xlsx", "Devis", feuilles, {}, []), detail, recap)


def _ecarts(c: _Compose, calcul: CalculPack, devis: Devis) -> list[Anomalie]:
    """Totals of the written file that are not those of the pack, to the cent."""
    fautes = []

    def comparer(quoi: str, feuille: str, ou: str, attendu: float) -> None:
        trouve = calcul.valeur(feuille, ou)
        if not isinstance(trouve, float) or abs(trouve - attendu) > _CENTIME:
            dit = f"{quoi} : {trouve} dans l’envoi, {attendu:.2f} au devis"
            remede = (
                "une ligne n’a pas de poste de 1 à 9, ou un total du pack est écrasé : lancez chargeprod-xl verifier"
            )
            fautes.append(Anomalie("devis.xlsx", dit, remede))

    nom, p = c.detail.plume.feuille.nom, c.detail.plume
    for m in devis.postes:
        for champ, attendu in (("montant", m.total), ("etranger", m.etranger), ("eligible", m.eligible)):
            if champ in c.detail.colonnes:
                comparer(
                    f"poste {m.numero}, {champ}",
                    nom,
                    p.ici(c.detail.postes[m.numero], c.detail.colonnes[champ]),
                    attendu,
                )
        if devis.territoire and "territoire" in c.detail.colonnes:
            attendu = devis.territoire.par_poste.get(m.numero, 0.0)
            ou = p.ici(c.detail.postes[m.numero], c.detail.colonnes["territoire"])
            comparer(f"poste {m.numero}, territoire", nom, ou, attendu)
    r = c.recap
    comparer("total général HT", FEUILLES["recapitulatif"], r.plume.ici(r.general, r.colonne), devis.general.total)
    comparer("étranger", FEUILLES["recapitulatif"], r.plume.ici(r.general, r.colonne - 1), devis.general.etranger)
    return fautes


def _calculer(c: _Compose, devis: Devis) -> bytes:
    """The file with its values, once the engines agree and its totals are those of the pack."""
    f = devis.film
    octets = ecrire_classeur(c.pose, f"{f.titre} — v{f.version}", {}, f.date_version)
    with tempfile.TemporaryDirectory(prefix="chargeprod-") as atelier:
        chemin = Path(atelier) / c.pose.fichier
        chemin.write_bytes(octets)
        renouvele = renouveler([chemin])
    rapport = renouvele.calcul.rapport
    fautes = list(renouvele.fautes)
    fautes += [Anomalie(str(e.lieu), f"la formule donne {e.code}", "signalez-le") for e in rapport.erreurs]
    fautes += [Anomalie(str(e.lieu), "les deux moteurs ne s’accordent pas", "signalez-le") for e in rapport.ecarts]
    fautes += _ecarts(c, renouvele.calcul, devis)
    if fautes:
        raise DonneesRefuseesError(fautes)
    return renouvele.contenus[c.pose.fichier]


def fabriquer(devis: Devis, lecteur: Lecteur, envois: Envois, masque: bool) -> Document:
    """The workbook of a reader; refused when its totals are not those of the pack."""
    avertissements: list[str] = []
    compose = _composer(devis, lecteur, envois, masque, avertissements)
    devis.pack.conclure()
    octets = _calculer(compose, devis)
    avertissements = [*devis.pack.avertissements, *avertissements]
    return Document(octets, devis.general.total, len(devis.lignes), tuple(avertissements))
