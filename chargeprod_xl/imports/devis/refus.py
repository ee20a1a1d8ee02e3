"""What forbids an import, in words: where, what, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.imports.devis.correspondance import FICHIER
from chargeprod_xl.imports.devis.modele import ZERO, Chiffre, Classee, Rangee, TotalLu
from chargeprod_xl.projet.modele import Devise


def _faute(feuille: str, r: Rangee, quoi: str, remede: str) -> Anomalie:
    return Anomalie(f"{feuille}, ligne {r.ligne} « {r.designation} »", quoi, remede)


def _cours_a_ecrire(devise: str) -> str:
    return f"devises: {{{devise}: {{cours: 0.92, date: 2027-03-01, source: Banque de France}}}} (euros pour une unité)"


def fautes_de_lecture(
    feuille: str, classees: Sequence[Classee], totaux: Sequence[TotalLu], devises: Mapping[str, Devise]
) -> list[Anomalie]:
    """Amounts that nobody can tell, currencies without a rate, totals that their rows do not make."""
    fautes = []
    for x in classees:
        r = x.rangee
        if x.compte and r.devise and r.devise not in devises and r.montant is not None:
            remede = f"écrivez son cours figé dans {FICHIER} : {_cours_a_ecrire(r.devise)}"
            if len(r.devise) != 3:
                remede = "écrivez dans le fichier son code à trois lettres (USD, GBP…), puis son cours sous « devises »"
            fautes.append(_faute(feuille, r, f"devise sans cours : {r.montant:f} {r.devise}", remede))
        if x.compte and r.muette and r.montant is None:
            remede = "ouvrez le fichier dans Excel ou LibreOffice, corrigez l’erreur s’il y en a une, et enregistrez-le"
            fautes.append(
                _faute(feuille, r, "montant inconnu : formule sans valeur, erreur, date ou nombre démesuré", remede)
            )
    for t in totaux:
        if not t.accorde:
            quoi = f"total de {t.rangee.montant:f} alors que {t.de} donnent {t.somme:f} : écart de {t.ecart:f}"
            remede = (
                "corrigez le fichier, dites ce qui n’est pas une ligne sous « ignorer », ou, si le total est faux, "
                f"nommez-le sous « ecarts_acceptes » dans {FICHIER}"
            )
            fautes.append(_faute(feuille, t.rangee, quoi, remede))
    return fautes


def remise_sans_porteuse(feuille: str, r: Rangee) -> Anomalie:
    """A negative row that no line can bear."""
    quoi = f"montant négatif {r.montant:f} qu’aucune ligne de son poste ne peut porter"
    return _faute(feuille, r, quoi, "dites-le sous « ignorer », ou déduisez-le dans le fichier")


def ecarts_de_lignes(feuille: str, comptees: Mapping[str, Decimal], chiffres: Sequence[Chiffre]) -> list[Anomalie]:
    """The proof: code by code, the budget recomputed is what was read. A gap here would be a fault of the program."""
    lues: dict[str, Decimal] = {}
    for x in chiffres:
        if x.genre == "ligne":
            lues[x.garde] = lues.get(x.garde, ZERO) + x.retenu
    ecarts = {k: lues.get(k, ZERO) - comptees.get(k, ZERO) for k in {*lues, *comptees}}
    return [
        Anomalie(f"{feuille}, code {k}", f"écart de {v:f} entre le fichier et le budget", "signalez ce fichier")
        for k, v in sorted(ecarts.items())
        if v
    ]
