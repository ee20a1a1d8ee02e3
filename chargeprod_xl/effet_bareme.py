"""What the law of one day or of another does to a film: the same sources, built twice, compared by poste."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.construction import Progres, calculer_a_part, ecrire_pack, lier_film, lire_film, rendre_film
from chargeprod_xl.liens.edition import LIES
from chargeprod_xl.projet.film import Film
from chargeprod_xl.reprise.bilan import Ecart
from chargeprod_xl.reprise.reperes import Chiffres, chiffres_d_apres, comparer


def _chiffres(film: Film, jour: date, progres: Progres) -> Chiffres:
    progres(f"Le film au droit du {jour:%d/%m/%Y}")
    sous_ce_droit = replace(film, droit_au=jour)
    pose = lier_film(sous_ce_droit, rendre_film(sous_ce_droit), LIES)
    atelier = calculer_a_part(ecrire_pack(sous_ce_droit, pose, progres), progres)
    if atelier.fautes:
        raise DonneesRefuseesError(atelier.fautes)
    return chiffres_d_apres(pose, atelier.calcul)


def effet_sur_le_film(dossier: Path, avant: date, apres: date, progres: Progres = lambda _: None) -> list[Ecart]:
    """The postes of the devis under the law of two days, € HT, from the sources of the film, not from its workbooks.

    Raises DonneesRefuseesError when the film cannot be read. Nothing is written.
    """
    film, fautes = lire_film(dossier)
    if film is None:
        raise DonneesRefuseesError(fautes)
    return comparer(_chiffres(film, avant, progres), _chiffres(film, apres, progres))
