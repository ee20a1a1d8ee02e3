"""« Garde » and « Récapitulatif »: what a reader sees first, every figure taken from « Détail »."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from chargeprod_xl.exports.devis.champs import FEUILLES
from chargeprod_xl.exports.devis.donnees import Devis
from chargeprod_xl.exports.devis.feuille_detail import Detail
from chargeprod_xl.exports.devis.modele import Envois, Lecteur
from chargeprod_xl.exports.devis.plume import Formule, Plume, Titre

_ORIGINE = date(1899, 12, 30)


@dataclass(frozen=True)
class Recapitulatif:
    """The sheet, and the row and column of its general total."""

    plume: Plume
    general: int
    colonne: int

    def total(self) -> str:
        """The general total, in the formulas of other sheets."""
        return self.plume.ailleurs(self.general, self.colonne)


def _titres(eligible: bool) -> list[Titre]:
    titres = [
        Titre("Poste", "texte", 58),
        Titre("N°", "nombre_entier", 6),
        Titre("France", "euro", 14),
        Titre("Étranger", "euro", 14),
        Titre("Total HT", "euro", 14),
        Titre("Part", "pourcent", 15),
    ]
    return [*titres, Titre("Éligible crédit d’impôt", "euro", 15)] if eligible else titres


def _postes(p: Plume, devis: Devis, detail: Detail, eligible: bool) -> int:
    """The nine postes and their total; returns the row of the total."""
    debut, total = p.ligne, p.ligne + len(devis.postes)
    for m in devis.postes:
        ligne, n = detail.postes[m.numero], p.ligne
        valeurs: list[Any] = [
            m.libelle,
            m.numero,
            Formule(f"=E{n}-D{n}"),
            detail.de(ligne, "etranger"),
            detail.de(ligne, "montant"),
            Formule(f"=IF(E{total}=0,0,E{n}/E{total})"),
        ]
        p.rangee([*valeurs, detail.de(ligne, "eligible")] if eligible else valeurs)
    sommes = [Formule(f"=SUM({p.plage(debut, total - 1, c)})") for c in (3, 4, 5, 6)]
    en_plus = [Formule(f"=SUM({p.plage(debut, total - 1, 7)})")] if eligible else []
    return p.rangee(["Total des postes 1 à 9", None, *sommes, *en_plus], "sous_total")


def _general(p: Plume, devis: Devis, detail: Detail) -> int:
    """Below the postes, then the general total, then the producer's pay, which is a part of it."""
    total_postes = p.ligne - 1
    p.sauter()
    p.bloc("Total général")
    p.entete(
        [
            Titre("Ligne"),
            Titre(" "),
            *(Titre(t, "euro") for t in ("France", "Étranger", "Total HT")),
            Titre("Taux", "pourcent2"),
        ]
    )
    lignes = []
    dus = [m for m in devis.dessous if m.total]
    for m, ligne in zip(dus, detail.dessous, strict=True):
        n = p.ligne
        total, etranger = detail.de(ligne, "montant"), detail.de(ligne, "etranger")
        lignes.append(p.rangee([m.libelle, None, Formule(f"=E{n}-D{n}"), etranger, total, m.taux or None]))
    sommes = [Formule(f"=SUM({','.join(p.ici(n, c) for n in (total_postes, *lignes))})") for c in (3, 4, 5)]
    general = p.rangee(["TOTAL GÉNÉRAL HT", None, *sommes, None], "total")
    r = devis.remuneration
    if r.total and not any(m.libelle.startswith("Rémunération") for m in dus):
        p.rangee([r.libelle, None, r.total - r.etranger, r.etranger, r.total, r.taux], "groupe")
    return general


def _mesures(p: Plume, devis: Devis, general: int) -> None:
    f = devis.film
    mesures = [("Coût par minute", f.duree * f.episodes), ("Coût par jour de tournage", f.jours)]
    if f.episodes > 1:
        mesures.append(("Coût par épisode", f.episodes))
    p.sauter()
    p.bloc("Mesures")
    p.entete([Titre("Mesure"), Titre(" "), Titre("Nombre", "entier"), Titre(" "), Titre("Coût HT", "euro")])
    for libelle, nombre in mesures:
        n = p.ligne
        p.rangee([libelle, None, nombre, None, Formule(f"=IF(C{n}=0,0,ROUND(E{general}/C{n},0))")])


def _controles(p: Plume, devis: Devis, general: int) -> None:
    """This file against the devis it comes from."""
    p.sauter()
    p.bloc("Contrôle")
    titres = [Titre(t, "euros_cents", 15) for t in ("Ce document", "Devis d’origine", "Écart")]
    p.entete([Titre("Contrôle"), Titre(" "), *titres, Titre("État", "etat", 15)])
    g = devis.general
    for libelle, colonne, attendu in (
        ("Total général HT = total du devis d’origine", 5, g.total),
        ("Étranger = étranger du devis d’origine", 4, g.etranger),
    ):
        n = p.ligne
        ici = Formule(f"={p.ici(general, colonne)}")
        etat = Formule(f'=IF(ABS(E{n})<0.005,"● OK","✖ Écart")')
        p.rangee([libelle, None, ici, attendu, Formule(f"=C{n}-D{n}"), etat])


def ecrire_recapitulatif(devis: Devis, detail: Detail, sous_titre: str) -> Recapitulatif:
    """Nine postes, what stands below them, measures, and the check."""
    eligible = "eligible" in detail.colonnes
    p = Plume(FEUILLES["recapitulatif"], "Devis — récapitulatif par poste", sous_titre)
    p.entete(_titres(eligible), repetee=True)
    _postes(p, devis, detail, eligible)
    general = _general(p, devis, detail)
    _mesures(p, devis, general)
    _controles(p, devis, general)
    return Recapitulatif(p, general, 5)


def _avis(devis: Devis, envois: Envois, masque: bool) -> list[str]:
    """What the reader must know before anything else."""
    avis = []
    if devis.rouges:
        pluriel = "s" if devis.rouges > 1 else ""
        avis.append(f"✖ Document de travail : {devis.rouges} contrôle{pluriel} en erreur")
    if devis.film.simule:
        avis.append("▲ Document de travail : montants simulés")
    if devis.film.scenario not in {"", "A"}:
        avis.append(f"▲ Scénario {devis.film.scenario}")
    return [*avis, envois.nomenclature, *([envois.confidentiel] if masque else [])]


def _en_date(jour: float) -> str:
    return f"{_ORIGINE + timedelta(days=int(jour)):%d/%m/%Y}" if jour else "–"


def _film(p: Plume, devis: Devis, lecteur: Lecteur) -> None:
    f = devis.film
    p.entete([Titre("Film", "texte", 28), Titre(" ", "texte", 22), Titre(" ", "texte", 20), Titre(" ", "texte", 30)])
    lignes: list[tuple[str, str]] = [("Destinataire", lecteur.destinataire), *f.lignes, ("Genre", f.genre)]
    lignes.append(("Version", f"{f.version} du {f.date_version:%d/%m/%Y}"))
    for libelle, texte in lignes:
        if texte:
            p.libre(libelle, texte)
    for nom, debut, fin in f.phases:
        p.libre(nom.capitalize(), f"du {_en_date(debut)} au {_en_date(fin)}")
    p.libre("Livraison", _en_date(f.livraison))


def _chiffres(p: Plume, devis: Devis, recap: Recapitulatif) -> None:
    f = devis.film
    p.sauter()
    p.bloc("Le film en chiffres")
    p.entete([Titre("Donnée"), Titre("Valeur", "quantite"), Titre("Unité")], large=True)
    p.rangee(["Durée", f.duree, "minutes" if f.episodes <= 1 else "minutes par épisode"])
    if f.episodes > 1:
        p.rangee(["Épisodes", f.episodes, "épisodes"])
    p.rangee(["Jours de tournage", f.jours, "jours"])
    p.rangee(["Semaines de tournage", f.semaines, "semaines"])
    total = recap.total()
    p.rangee(["Total général HT", Formule(f"={total}"), "euros hors taxes"], "total", {2: "euro"})
    minutes = f.duree * f.episodes
    for libelle, nombre in (("Coût par minute", minutes), ("Coût par jour de tournage", f.jours)):
        if nombre:
            p.rangee([libelle, Formule(f"=ROUND({total}/{nombre:g},0)"), "euros hors taxes"], "", {2: "euro"})


def ecrire_garde(
    devis: Devis, recap: Recapitulatif, lecteur: Lecteur, envois: Envois, sous_titre: str, masque: bool
) -> Plume:
    """The cover: film, figures, what to know, signature."""
    p = Plume(FEUILLES["garde"], f"{lecteur.titre} — {devis.film.titre}", sous_titre)
    _film(p, devis, lecteur)
    _chiffres(p, devis, recap)
    p.sauter()
    p.bloc("À savoir")
    for avis in _avis(devis, envois, masque):
        p.avis(avis)
    p.sauter()
    p.bloc("Signature")
    p.phrase(lecteur.signature)
    _signature(p, lecteur.signataire)
    return p


def _signature(p: Plume, libelles: Sequence[str]) -> None:
    """Three labels at most beside the signature: the cover has four columns."""
    for debut in range(0, len(libelles), 3):
        morceau = [*libelles[debut : debut + 3]]
        p.cadre([*morceau, "Signature et cachet"] if debut == 0 else morceau, 4)
