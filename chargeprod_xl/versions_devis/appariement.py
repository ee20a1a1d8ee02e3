"""Which line of a devis is which line of another: by identity, then by code and name, in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from chargeprod_xl.projet.devis_fige import LigneFigee

_ZERO = Decimal(0)


@dataclass(frozen=True)
class Paire:
    """A line in both devis, or in one of them. ``cle`` names it for ever, as far as the devis can tell."""

    cle: str
    avant: LigneFigee | None
    apres: LigneFigee | None

    @property
    def montre(self) -> LigneFigee:
        """The line as it is now, else as it was."""
        ligne = self.apres or self.avant
        assert ligne is not None
        return ligne

    @property
    def montant_avant(self) -> Decimal:
        """Its amount in the first devis."""
        return self.avant.montant if self.avant else _ZERO

    @property
    def montant_apres(self) -> Decimal:
        """Its amount in the second one."""
        return self.apres.montant if self.apres else _ZERO

    @property
    def ecart(self) -> Decimal:
        """What it gained."""
        return self.montant_apres - self.montant_avant


def code_et_nom(ligne: LigneFigee) -> str:
    """What tells a line that has no identity yet: a row that a person added since the last rebuild."""
    return f"{ligne.code}|{(ligne.nom or ligne.libelle).strip().casefold()}"


def _unique(lignes: Sequence[LigneFigee]) -> dict[str, int]:
    """Rank of each line whose identity is its own."""
    nombre = Counter(x.identite for x in lignes)
    return {x.identite: i for i, x in enumerate(lignes) if x.identite and nombre[x.identite] == 1}


def apparier(avant: Sequence[LigneFigee], apres: Sequence[LigneFigee]) -> list[Paire]:
    """Every line of both, in the order of the postes."""
    siens, autres = _unique(avant), _unique(apres)
    liens = {autres[i]: siens[i] for i in autres if i in siens}

    def rapprocher(cle: Callable[[LigneFigee], Hashable]) -> None:
        libres: dict[Hashable, list[int]] = {}
        pris = set(liens.values())
        for i, ligne in enumerate(avant):
            if i not in pris:
                libres.setdefault(cle(ligne), []).append(i)
        for j, ligne in enumerate(apres):
            if j not in liens and libres.get(cle(ligne)):
                liens[j] = libres[cle(ligne)].pop(0)

    rapprocher(lambda x: (code_et_nom(x), x.montant))  # twins: the one that did not change is itself
    rapprocher(code_et_nom)
    pris = set(liens.values())
    couples: list[tuple[LigneFigee | None, LigneFigee | None]] = [
        (avant[liens[j]] if j in liens else None, ligne) for j, ligne in enumerate(apres)
    ]
    couples += [(ligne, None) for i, ligne in enumerate(avant) if i not in pris]
    couples.sort(key=lambda c: _place(c[1] or c[0]))
    vues: Counter[str] = Counter()
    return [Paire(_cle(a, b, vues), a, b) for a, b in couples]


def _place(ligne: LigneFigee | None) -> tuple[int, int, str]:
    assert ligne is not None
    return ligne.poste, ligne.rubrique, ligne.code


def _cle(avant: LigneFigee | None, apres: LigneFigee | None, vues: Counter[str]) -> str:
    """An identity, else code and name; the second of the same says so."""
    montre = apres or avant
    assert montre is not None
    cle = (apres.identite if apres else "") or (avant.identite if avant else "") or f"~{code_et_nom(montre)}"
    vues[cle] += 1
    return cle if vues[cle] == 1 else f"{cle}~{vues[cle]}"
