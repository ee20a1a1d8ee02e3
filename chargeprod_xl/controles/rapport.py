"""One call says everything that is known of a pack: files, formulas, engines, checks. It never writes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from chargeprod_xl.controles.fichiers import lire_fichiers
from chargeprod_xl.controles.formules_ecrasees import formules_manquantes
from chargeprod_xl.controles.presentation import en_dict, en_texte
from chargeprod_xl.controles.resultat import ILLISIBLE, ROUGE, TOUT_BON, RapportPack
from chargeprod_xl.controles.verdicts import lire_verdicts
from chargeprod_xl.recalcul import Reponses, calculer_lus

__all__ = ["ILLISIBLE", "ROUGE", "TOUT_BON", "RapportPack", "controler", "en_dict", "en_texte"]


def controler(chemins: Sequence[Path], deja: Reponses | None = None) -> RapportPack:
    """Recompute the files as they are and report; a single file of a linked pack is checked with its link caches.

    ``deja``: what the engines answered when the files were written. The files are read again, and every value they
    show is compared; the engines run again as soon as one formula or one input is not the one they were asked about.
    """
    fichiers = lire_fichiers(chemins)
    calcul = calculer_lus(fichiers.classeurs, deja=deja)
    recalcul = calcul.rapport
    des_moteurs = recalcul.fautes
    return RapportPack(
        pack=fichiers.pack,
        classeurs=tuple(c.nom for c in fichiers.classeurs),
        fautes=fichiers.fautes + des_moteurs,
        formules=formules_manquantes(fichiers.classeurs),
        verdicts=lire_verdicts(calcul, fichiers.classeurs),
        recalcul=recalcul,
        remarques=recalcul.remarques,
        avertissements=fichiers.avertissements + recalcul.avertissements,
    )
