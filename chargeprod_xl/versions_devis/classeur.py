"""The workbook of a comparison: the stages of any build, from a template to computed values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from chargeprod_xl import __version__
from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.baremes.lecture import liste
from chargeprod_xl.classeurs.ecriture import ecrire_classeur
from chargeprod_xl.construction import Progres, calculer_a_part
from chargeprod_xl.gabarits.declaration import PackDeclare
from chargeprod_xl.gabarits.dossier import dossier_gabarits
from chargeprod_xl.gabarits.rendu import rendre_pack
from chargeprod_xl.liens.edition import UNIQUE, editer_liens
from chargeprod_xl.projet.devis_fige import DevisFige
from chargeprod_xl.versions_devis.appariement import Paire
from chargeprod_xl.versions_devis.causes import cause
from chargeprod_xl.versions_devis.comparaison import Comparaison
from chargeprod_xl.versions_devis.motifs import Motif

_FICHIER = "comparatif"


def titres_des_rubriques() -> dict[int, str]:
    """Titles of the nomenclature, then of what stands under the postes."""
    titres = {x["rubrique"]: x["libelle"] for x in liste("nomenclature") if x["niveau"] == "rubrique"}
    return {**titres, 101: "Imprévus", 102: "Frais généraux", 103: "Producteur délégué, sous les postes"}


def _version(devis: DevisFige, lettre: str) -> dict[str, Any]:
    jour = f"{date.fromisoformat(devis.date):%d/%m/%Y}" if devis.date else ""
    note = f"version {devis.version} du {jour}" if devis.version else ""
    morceaux = [note, devis.motif, "" if devis.intacte else "fichier modifié depuis qu’il a été figé"]
    return {"nom": devis.nom or lettre, "total": devis.total, "note": " ; ".join(x for x in morceaux if x)}


def _ligne(paire: Paire, motifs: Mapping[str, str]) -> dict[str, Any]:
    montre, a, b = paire.montre, paire.avant or paire.montre, paire.apres or paire.montre
    return {
        "cle": paire.cle,
        "code": montre.code,
        "libelle": montre.libelle,
        "nom": montre.nom,
        "a": paire.montant_avant,
        "b": paire.montant_apres,
        "cause": cause(paire),
        "motif": motifs.get(paire.cle, ""),
        "poste_a": a.poste,
        "poste_b": b.poste,
        "rubrique_a": a.rubrique,
        "rubrique_b": b.rubrique,
    }


def donnees(c: Comparaison, motifs: Mapping[str, str], perdus: list[Motif]) -> dict[str, Any]:
    """What the templates ask for."""
    return {
        "a": _version(c.a, "A"),
        "b": _version(c.b, "B"),
        "postes_compares": [{"cle": f"p{e.numero}", "numero": e.numero, "libelle": e.libelle} for e in c.postes],
        "rubriques": [
            {"cle": f"r{e.numero}", "numero": e.numero, "libelle": e.libelle}
            for e in c.rubriques(titres_des_rubriques())
        ],
        # What changed comes first; the others are there for the totals.
        "lignes": sorted((_ligne(p, motifs) for p in c.paires), key=lambda x: not x["cause"]),
        "perdus": [
            {"cle": f"m{n}", "identite": m.cle, "code_et_nom": m.code_et_nom, "libelle": m.libelle, "motif": m.texte}
            for n, m in enumerate(perdus, 1)
        ],
    }


def _sans_feuille(pack: PackDeclare, ident: str) -> PackDeclare:
    return replace(
        pack,
        classeurs=tuple(replace(c, feuilles=tuple(f for f in c.feuilles if f.id != ident)) for c in pack.classeurs),
    )


def octets_du_comparatif(
    c: Comparaison, motifs: Mapping[str, str], perdus: list[Motif], progres: Progres = lambda _: None
) -> bytes:
    """The file, its values computed by both engines and compared."""
    declare, fautes = rendre_pack(dossier_gabarits(), _FICHIER, donnees(c, motifs, perdus))
    if declare is None:
        raise DonneesRefuseesError(fautes)
    if not perdus:
        declare = _sans_feuille(declare, "perdus")
    film = c.b.film or c.a.film
    pose, fautes = editer_liens(declare, UNIQUE, f"{film} · {c.a.nom} et {c.b.nom}", _FICHIER)
    if pose is None:
        raise DonneesRefuseesError(fautes)
    jour = date.fromisoformat(c.b.date or c.a.date or "2000-01-01")
    identite = {"pack": f"comparatif {c.a.nom} {c.b.nom}", "schema": str(pose.schema), "programme": __version__}
    [classeur] = pose.classeurs
    octets = ecrire_classeur(classeur, f"{film} — v{c.b.version}", identite, jour)
    atelier = calculer_a_part({classeur.fichier: octets}, progres)
    if atelier.fautes:
        raise DonneesRefuseesError(atelier.fautes)
    return atelier.contenus[classeur.fichier]
