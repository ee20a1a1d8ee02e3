"""Buttons that look at the pack: check it, renew its values, explain one figure."""

from __future__ import annotations

import io

from rich.console import Console

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.complement.actions_classeurs import enregistres, pack_ferme
from chargeprod_xl.complement.actions_lieu import lieu_actif
from chargeprod_xl.complement.actions_marques import MARQUES_MAX, demarquer, marquer
from chargeprod_xl.complement.actions_page import Page
from chargeprod_xl.complement.actions_parole import dire_en_page
from chargeprod_xl.complement.actions_rapport import conclusion, endroits, fautives, page_du_rapport
from chargeprod_xl.complement.session import SessionExcel
from chargeprod_xl.construction import actualiser_pack
from chargeprod_xl.controles import controler
from chargeprod_xl.explication.lecture import expliquer_fichier
from chargeprod_xl.explication.rendu import LARGEUR_SANS_ECRAN, en_arbre
from chargeprod_xl.manifeste import classeurs_de

_PROFONDEUR = 2


def verifier(session: SessionExcel) -> None:
    """Check the pack as it is on the screen, colour what is wrong, open the report."""
    lieu = lieu_actif(session)
    demarquer(session, session.ouverts())
    ouverts = enregistres(session, lieu)
    session.etat("Recalcul par deux moteurs")
    rapport = controler(classeurs_de(lieu.pack))
    trouvees = endroits(rapport, ouverts)
    marquees = marquer(session, trouvees)
    phrases = [str(lieu.pack)]
    if marquees:
        phrases.append(f"{len(marquees)} cellules sont marquées en rouge ; la vérification suivante rend leur couleur.")
    absentes = len(set(fautives(rapport))) - len(trouvees)
    if absentes:
        phrases.append(f"{absentes} autres sont dans des classeurs fermés : ouvrez-les et vérifiez de nouveau.")
    if len(trouvees) > MARQUES_MAX:
        phrases.append(f"Seules les {MARQUES_MAX} premières sont marquées ; la liste est entière.")
    dire_en_page(session, page_du_rapport(rapport, phrases), f"verification {lieu.pack.parent.name}")
    session.dire(
        "\n".join([conclusion(rapport), *phrases[1:], "Le rapport s’ouvre à côté."]), alerte=bool(rapport.code_sortie)
    )


def actualiser(session: SessionExcel) -> None:
    """Renew the values of every file of the pack."""
    lieu = lieu_actif(session)
    with pack_ferme(session, lieu):
        session.etat("Recalcul par deux moteurs")
        rapport = actualiser_pack(classeurs_de(lieu.pack))
    dits = [f"{rapport.formules} formules recalculées, {len(rapport.perimees)} valeurs renouvelées."]
    if rapport.ecarts or rapport.erreurs:
        dits.append("✖ Des cellules sont en erreur : « Vérifier le pack » les montre.")
    if rapport.non_verifiables:
        dits.append(f"▲ {len(rapport.non_verifiables)} cellules non vérifiables gardent la valeur qu’elles montraient.")
    session.dire("\n".join(dits), alerte=bool(rapport.ecarts or rapport.erreurs))


def expliquer(session: SessionExcel) -> None:
    """The story of the selected figure."""
    lieu = lieu_actif(session)
    actif = session.actif()
    place = session.position(actif) if actif else None
    if place is None:
        raise DonneesRefuseesError(
            [Anomalie("Excel", "aucune cellule n’est sélectionnée", "cliquez d’abord un chiffre")]
        )
    if not lieu.contient(place.classeur):
        remede = "cliquez un chiffre d’un classeur du dossier « pack »"
        raise DonneesRefuseesError([Anomalie(place.classeur.name, "ce classeur n’est pas du pack", remede)])
    enregistres(session, lieu)
    feuille = place.feuille.replace("'", "''")
    reponse = expliquer_fichier(place.classeur, f"'{feuille}'!{place.cellule}", _PROFONDEUR, session.etat)
    sortie = io.StringIO()
    Console(file=sortie, width=LARGEUR_SANS_ECRAN, highlight=False, markup=False).print(en_arbre(reponse.explication))
    titre = f"{place.classeur.name} › {place.feuille} › {place.cellule}"
    avertis = tuple(f"▲ {a}" for a in reponse.avertissements)
    dire_en_page(session, Page(titre, avertis, texte=sortie.getvalue()), "expliquer ce chiffre")
