"""A territory that reads the devis: what it asks, what it gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.exports.devis.lecture import PackLu


@dataclass(frozen=True)
class Territoire:
    """What a territory asks and gets."""

    repere: str
    nom: str
    aide: float
    multiple: float
    exigee: float
    atteinte: float
    reste: float
    par_poste: Mapping[int, float]


def lire_territoire(pack: PackLu, repere: str) -> tuple[Territoire, bool]:
    """The territory chosen, and whether its social charges count."""
    fenetres = pack.bloc("Lecteurs", ("Lecteur", "Repère", "Charges comptées", "Total retenu"))
    fenetre = next((r for r in fenetres if r.texte("Repère") == repere), None)
    titres = ("Repère", "Aide retenue", "Dépense exigée, en % de l’aide", "Dépense exigée", "Dépense atteinte")
    demandes = pack.bloc("Dépenses territoriales", (*titres, "Reste à dépenser"))
    demande = next((r for r in demandes if r.texte("Repère") == repere), None)
    connus = ", ".join(r.texte("Repère") for r in demandes)
    if fenetre is None or demande is None:
        remede = f"choisissez parmi {connus}"
        raise DonneesRefuseesError([Anomalie("--territoire", f"territoire inconnu « {repere} »", remede)])
    nom = fenetre.texte("Lecteur")
    if not nom and not fenetre.nombre("Total retenu"):
        quoi = f"le territoire {repere} n’a ni nom ni dépense"
        remede = "nommez-le dans « Lecteurs » du devis, et donnez la part de ses lignes (« Part R1 »… du détail)"
        raise DonneesRefuseesError([Anomalie("--territoire", quoi, remede)])
    par_poste = {
        int(r.nombre("N°")): round(r.nombre(f"Territoire {repere}"), 2)
        for r in pack.bloc("Lecteurs", ("Poste", "N°", f"Territoire {repere}"))
        if r.nombre("N°")
    }
    aide, multiple, exigee, atteinte = (demande.nombre(t) for t in titres[1:])
    territoire = Territoire(
        repere, nom or repere, aide, multiple, exigee, atteinte, demande.nombre("Reste à dépenser"), par_poste
    )
    return territoire, fenetre.texte("Charges comptées") == "O"
