"""What a salaried person receives, estimated: gross pay less what is withheld, less income tax at source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from oracle.paie import AUTEUR, ZERO, Bulletin, Reglages, arrondir

#: The base of each line withheld.
RETENUES = {
    "s_vp": "t1", "s_vd": "base", "s_cho": "chômage", "s_rt1": "retraite 1", "s_rt2": "retraite 2",
    "s_ceg1": "retraite 1", "s_ceg2": "retraite 2", "s_cet": "cet", "s_apec": "apec", "s_prev": "t1",
    "s_csg": "csg", "s_crds": "csg",
}  # fmt: skip
PHASES = ("préparation", "tournage", "finitions")


def base_csg(bulletin: Bulletin) -> Decimal:
    """98.25 % of gross pay (up to four yearly ceilings), and what the employer pays for prévoyance and health."""
    emploi, taux = bulletin.emploi, bulletin.taux
    if not emploi.effectif:
        return ZERO
    reduit = taux["csg_abattement"] * min(emploi.brut, 12 * taux["csg_plafonds"] * taux["pmss"])
    patronales = bulletin.charges.get("prev", ZERO) + bulletin.charges.get("fcs", ZERO)
    return arrondir(emploi.brut - reduit + patronales / emploi.effectif)


def retenues(bulletin: Bulletin) -> dict[str, Decimal]:
    """Each line withheld, for everybody on the row; nothing on the rights of an author."""
    emploi, taux = bulletin.emploi, bulletin.taux
    if emploi.profil == AUTEUR:
        return {}
    connues = {**bulletin.bases, "csg": base_csg(bulletin)}
    colonnes = {ligne: ligne for ligne in RETENUES} | ({"s_prev": "s_prev_pav"} if emploi.audiovisuel else {})
    return {
        ligne: emploi.effectif * arrondir(connues[assiette] * taux[colonnes[ligne]])
        for ligne, assiette in RETENUES.items()
    }


def net_verse(bulletin: Bulletin, reglages: Reglages) -> Decimal:
    """What is paid to the people of a row."""
    net = bulletin.emploi.brut_total - sum(retenues(bulletin).values(), ZERO)
    return net if bulletin.emploi.profil == AUTEUR else net - arrondir(net * reglages.prelevement)


def part_versee(bulletins: Iterable[Bulletin], reglages: Reglages, usuelle: float) -> Mapping[tuple[int, str], float]:
    """Net paid over gross pay, by poste of the devis (1 to 3) and phase; the usual part where nobody is employed."""
    bruts: dict[tuple[int, str], Decimal] = {}
    nets: dict[tuple[int, str], Decimal] = {}
    for b in bulletins:
        if b.emploi.profil != AUTEUR:
            cle = (b.emploi.poste, b.emploi.phase)
            bruts[cle] = bruts.get(cle, ZERO) + b.emploi.brut_total
            nets[cle] = nets.get(cle, ZERO) + net_verse(b, reglages)
    cles = [(poste, phase) for poste in (1, 2, 3) for phase in PHASES]
    return {cle: float(nets[cle] / bruts[cle]) if bruts.get(cle) else usuelle for cle in cles}
