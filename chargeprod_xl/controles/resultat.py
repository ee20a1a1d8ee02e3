"""The outcome of a control, and what it means for the command line."""

from __future__ import annotations

from dataclasses import dataclass

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.controles.formules_ecrasees import FormuleAlteree
from chargeprod_xl.controles.verdicts import Verdict
from chargeprod_xl.recalcul.rapport import RapportRecalcul

TOUT_BON, ROUGE, ILLISIBLE = 0, 1, 2


@dataclass(frozen=True)
class RapportPack:
    """What was found.

    Attributes:
        pack: identity of the pack, "" when no workbook could be read.
        classeurs: files of the pack that were read, in the order of its flow.
        fautes: what is wrong with the files themselves; with one of them this is not a pack.
        formules: formulas typed over, changed or gone.
        verdicts: every check, recomputed.
        recalcul: disagreements, error cells, stale values, cells nobody can verify.
        remarques: faults one can live with.
        avertissements: what the reader should know.
    """

    pack: str
    classeurs: tuple[str, ...]
    fautes: tuple[Anomalie, ...]
    formules: tuple[FormuleAlteree, ...]
    verdicts: tuple[Verdict, ...]
    recalcul: RapportRecalcul
    remarques: tuple[Anomalie, ...] = ()
    avertissements: tuple[str, ...] = ()

    @property
    def rouges(self) -> tuple[Verdict, ...]:
        """Checks in error."""
        return tuple(v for v in self.verdicts if v.etat == "erreur")

    @property
    def a_voir(self) -> tuple[Verdict, ...]:
        """Checks that ask to be looked at, without being errors."""
        return tuple(v for v in self.verdicts if v.etat == "a_voir")

    @property
    def code_sortie(self) -> int:
        """0 all good (stale values and ▲ allowed), 1 something is wrong in the pack, 2 these files are no pack."""
        if self.fautes:
            return ILLISIBLE
        mauvais = self.rouges or self.formules or self.recalcul.ecarts or self.recalcul.erreurs
        return ROUGE if mauvais else TOUT_BON
