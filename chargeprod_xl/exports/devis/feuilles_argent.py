"""The sheets on money: financing by block and status, shares, monthly cash."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chargeprod_xl.exports.devis.champs import FEUILLES
from chargeprod_xl.exports.devis.donnees import Devis, Source, lire_sources
from chargeprod_xl.exports.devis.feuille_detail import Detail
from chargeprod_xl.exports.devis.feuilles_tete import Recapitulatif
from chargeprod_xl.exports.devis.plume import Formule, Plume, Titre

_STATUTS = ("acquis", "en cours", "sollicité", "à solliciter")
_BLOCS = (
    ("A", "Apports du producteur délégué"),
    ("B", "Soutien automatique"),
    ("C", "Aides sélectives nationales"),
    ("D", "Collectivités territoriales"),
    ("E", "Europe et international"),
    ("F", "Crédits d’impôt"),
    ("G", "Télévision et plateformes"),
    ("H", "Distribution et ventes"),
    ("I", "Investisseurs"),
    ("J", "Coproductions françaises"),
    ("K", "Sociétés de gestion et fondations"),
    ("L", "Partenariats"),
    ("M", "Participations différées"),
    ("ET", "Part étrangère"),
)


def _blocs(sources: Sequence[Source]) -> list[tuple[str, str, list[Source]]]:
    """Blocks that bring something; a letter nobody knows keeps its lines."""
    noms = dict(_BLOCS)
    lettres = [*noms, *sorted({s.bloc for s in sources} - noms.keys())]
    trouves = [(x, noms.get(x, f"Bloc {x or 'non dit'}"), [s for s in sources if s.bloc == x]) for x in lettres]
    return [b for b in trouves if b[2]]


def _total(p: Plume, debut: int, colonnes: range, reste: Sequence[Any] = ()) -> int:
    sommes = [Formule(f"=SUM({p.plage(debut, p.ligne - 1, c)})") for c in colonnes]
    return p.rangee(["Total", *sommes, *reste], "total")


def _rien(p: Plume, debut: int, texte: str = "Aucune source retenue au plan") -> None:
    """A row that says so, when a table has none: a sum needs one."""
    if p.ligne == debut:
        p.rangee([texte, *[None] * (len(p.titres) - 1)], "", {1: "texte"})


def financement(devis: Devis, _: Detail, recap: Recapitulatif, sous_titre: str, __: bool) -> Plume:
    """By block and status, against the devis; then each source."""
    sources = lire_sources(devis.pack)
    p = Plume(FEUILLES["financement"], "Plan de financement", sous_titre, "A4", "paysage")
    p.bloc("Par bloc")
    statuts = [Titre(s.capitalize(), "euro", 15) for s in _STATUTS]
    p.entete([Titre("Bloc", "texte", 62), *statuts, Titre("Total", "euro", 15), Titre("Part du devis", "pourcent", 12)])
    debut, total = p.ligne, recap.total()
    for lettre, nom, lignes in _blocs(sources):
        n = p.ligne
        par_statut = [round(sum(s.retenu for s in lignes if s.statut == x), 2) for x in _STATUTS]
        autres = round(sum(s.retenu for s in lignes) - sum(par_statut), 2)
        par_statut[-1] += autres  # a source without a status is still to be asked for
        part = Formule(f"=IF({total}=0,0,F{n}/{total})")
        p.rangee([f"{lettre} · {nom}", *par_statut, Formule(f"=SUM(B{n}:E{n})"), part])
    _rien(p, debut)
    n = p.ligne
    n = _total(p, debut, range(2, 7), [Formule(f"=IF({total}=0,0,F{n}/{total})")])
    p.rangee(["Total général du devis HT", None, None, None, None, Formule(f"={total}"), None], "sous_total")
    p.rangee(["Reste à financer", None, None, None, None, Formule(f"=F{n + 1}-F{n}"), None], "sous_total")
    p.rangee(["dont acquis, en part du devis", None, None, None, None, None, Formule(f"=IF({total}=0,0,B{n}/{total})")])
    _par_source(p, sources, total)
    return p


def _par_source(p: Plume, sources: Sequence[Source], total: str) -> None:
    """Each source on a page of its own table: who, at what stage, in cash or not."""
    p.sauter()
    p.couper()
    p.bloc("Par source")
    milieu = [Titre("Statut"), Titre("Numéraire"), Titre(" "), Titre(" ")]
    p.entete([Titre("Source"), *milieu, Titre("Montant HT", "euro"), Titre("Part du devis", "pourcent")], repetee=True)
    debut = p.ligne
    for s in sources:
        n = p.ligne
        part = Formule(f"=IF({total}=0,0,F{n}/{total})")
        nature = "en industrie" if s.numeraire == "N" else "numéraire"
        p.rangee([_source(s), s.statut, nature, None, None, s.retenu, part])
    _rien(p, debut)
    somme = Formule(f"=SUM({p.plage(debut, p.ligne - 1, 6)})")
    p.rangee(["Total", None, None, None, None, somme, None], "total")


def _source(s: Source) -> str:
    """A source and who gives it."""
    return f"{s.code} · {s.libelle} — {s.entite}" if s.entite else f"{s.code} · {s.libelle}"


def parts(devis: Devis, _: Detail, recap: Recapitulatif, sous_titre: str, __: bool) -> Plume:
    """Who finances what: by block, then what the coproducers bring."""
    sources = lire_sources(devis.pack)
    p = Plume(FEUILLES["parts"], "Parts de financement", sous_titre)
    p.entete(
        [Titre("Bloc", "texte", 62), Titre("Montant HT", "euro", 16), Titre("Part du financement", "pourcent", 16)]
    )
    debut = p.ligne
    blocs = _blocs(sources)
    fin = debut + max(len(blocs), 1)
    for lettre, nom, lignes in blocs:
        n, montant = p.ligne, round(sum(s.retenu for s in lignes), 2)
        p.rangee([f"{lettre} · {nom}", montant, Formule(f"=IF(B{fin}=0,0,B{n}/B{fin})")])
    _rien(p, debut)
    _total(p, debut, range(2, 3), [Formule(f"=IF(B{fin}=0,0,B{fin}/B{fin})")])
    total = recap.total()
    p.rangee(["Total général du devis HT", Formule(f"={total}"), None], "sous_total")
    p.rangee(["Reste à financer", Formule(f"=B{fin + 1}-B{fin}"), None], "sous_total")
    p.sauter()
    p.bloc("Apports des producteurs et coproducteurs")
    p.entete([Titre("Apport"), Titre("Montant HT", "euro"), Titre("Part du financement", "pourcent")])
    debut = p.ligne
    for s in sources:
        if s.bloc in {"A", "J", "ET"}:
            n = p.ligne
            p.rangee([_source(s), s.retenu, Formule(f"=IF(B{fin}=0,0,B{n}/B{fin})")])
    _rien(p, debut, "Aucun apport de coproduction au plan")
    n = p.ligne
    _total(p, debut, range(2, 3), [Formule(f"=IF(B{fin}=0,0,B{n}/B{fin})")])
    return p


def tresorerie(devis: Devis, _: Detail, __: Recapitulatif, sous_titre: str, ___: bool) -> Plume:
    """Cash by month, balances computed by the file; months after the last movement are left out."""
    p = Plume(FEUILLES["tresorerie"], "Plan de trésorerie mensuel", f"{sous_titre} · euros TTC")
    titres = [
        Titre(t, "euros_cents", 17) for t in ("Encaissé", "Décaissé", "Flux net", "Solde cumulé", "Besoin à financer")
    ]
    p.entete([Titre("Mois", "mois", 16), *titres], repetee=True)
    rangees = devis.pack.bloc("Trésorerie mensuelle", ("Mois", "Encaissé", "Décaissé", "Solde cumulé"))
    mois = [r for r in rangees if isinstance(r.brute("Mois"), float)]
    while len(mois) > 1 and not mois[-1].nombre("Encaissé") and not mois[-1].nombre("Décaissé"):
        mois.pop()
    debut = p.ligne
    depart = mois[0].nombre("Solde cumulé") - mois[0].nombre("Encaissé") + mois[0].nombre("Décaissé") if mois else 0.0
    depart = round(depart, 2)
    for r in mois:
        n = p.ligne
        avant = f"{depart:.2f}" if n == debut else f"E{n - 1}"
        solde = Formule(f"=ROUND({avant}+D{n},2)")
        besoin = Formule(f"=MAX(0,-E{n})")
        entre, sort = (round(r.nombre(t), 2) for t in ("Encaissé", "Décaissé"))
        p.rangee([r.nombre("Mois"), entre, sort, Formule(f"=B{n}-C{n}"), solde, besoin])
    _rien(p, debut, "Aucun mois au plan de trésorerie")
    fin = p.ligne - 1
    sommes = [Formule(f"=SUM({p.plage(debut, fin, c)})") for c in (2, 3, 4)]
    p.rangee(["Total", *sommes, None, Formule(f"=MAX({p.plage(debut, fin, 6)})")], "total", {1: "texte"})
    p.phrase("Besoin à financer du total : le plus grand de la période, à la fin d’un mois.", discrete=True)
    return p
