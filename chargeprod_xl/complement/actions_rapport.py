"""What a control has to say, as a page; the cells to colour are those of its ✖."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from chargeprod_xl.complement.actions_lieu import Lieu
from chargeprod_xl.complement.actions_page import Page, Partie, Point
from chargeprod_xl.complement.actions_parole import dire_en_page, en_boutons
from chargeprod_xl.complement.session import Endroit, SessionExcel
from chargeprod_xl.controles import ILLISIBLE, ROUGE, RapportPack
from chargeprod_xl.controles.presentation import SIGNES
from chargeprod_xl.controles.verdicts import Verdict
from chargeprod_xl.recalcul.rapport import Lieu as Cellule


def fautives(rapport: RapportPack) -> Iterator[Cellule]:
    """The cells that are wrong. Those that nobody here can check are not."""
    for formule in rapport.formules:
        if formule.nature != "disparue":  # its address is that of the build: something else may stand there now
            yield formule.lieu
    for verdict in rapport.rouges:
        yield verdict.lieu
    for ecart in rapport.recalcul.ecarts:
        yield ecart.lieu
    for erreur in rapport.recalcul.erreurs:
        yield erreur.lieu


def endroits(rapport: RapportPack, ouverts: Sequence[Path]) -> list[Endroit]:
    """Where those cells are on the screen; workbooks that are not open have none."""
    par_nom = {c.name.lower(): c for c in ouverts}
    return [
        Endroit(par_nom[lieu.classeur.lower()], lieu.feuille, lieu.cellule)
        for lieu in dict.fromkeys(fautives(rapport))
        if lieu.classeur.lower() in par_nom
    ]


def page_du_rapport(rapport: RapportPack, phrases: Sequence[str]) -> Page:
    """Everything that was found, nothing cut."""
    r = rapport.recalcul
    parties = (
        Partie("Fichiers", [Point("✖", a.ou, a.quoi, en_boutons(a.remede)) for a in rapport.fautes]),
        Partie("Formules écrasées ou perdues", [_formule(f.anomalie.quoi, f.lieu) for f in rapport.formules]),
        Partie("Contrôles en erreur", [_verdict(v) for v in rapport.rouges]),
        Partie("Cellules en erreur", [Point("✖", str(e.lieu), f"{e.code} ← ={e.formule}") for e in r.erreurs]),
        Partie("Moteurs en désaccord", [Point("✖", str(e.lieu), _valeurs(e.valeurs)) for e in r.ecarts]),
        Partie("Contrôles à voir", [_verdict(v) for v in rapport.a_voir]),
        Partie(
            "Non vérifiables ici, et ce qui en dépend", [Point("▲", str(n.lieu), n.motif) for n in r.non_verifiables]
        ),
        Partie(
            "Valeurs qui ne sont plus à jour",
            [Point("▲", str(p.lieu), f"{p.stockee} → {p.calculee}") for p in r.perimees],
        ),
        Partie("Remarques", [Point("▲", a.ou, a.quoi, a.remede) for a in rapport.remarques]),
        Partie("Avertissements", [Point("▲", "", a) for a in rapport.avertissements]),
    )
    return Page("Vérification du pack", (conclusion(rapport), *phrases), parties)


def conclusion(rapport: RapportPack) -> str:
    """The verdict in one sentence."""
    if rapport.code_sortie == ILLISIBLE:
        return "✖ Ces fichiers ne forment pas un pack complet."
    if rapport.code_sortie == ROUGE:
        nombre = len(list(dict.fromkeys(fautives(rapport)))) or len(rapport.formules)
        return f"✖ Le pack a des erreurs : {nombre} cellule{'s' if nombre > 1 else ''}."
    points, autres = len(rapport.a_voir), len(rapport.recalcul.non_verifiables)
    suite = f", {points} point{'s' if points > 1 else ''} à voir" if points else ""
    suite += (
        f", {autres} cellule{'s' if autres > 1 else ''} non vérifiable{'s' if autres > 1 else ''}" if autres else ""
    )
    return f"● Tout est juste{suite}."


def dire_les_rouges(session: SessionExcel, lieu: Lieu, rapport: RapportPack) -> None:
    """Open the report when something is wrong in a pack just written."""
    if rapport.code_sortie:
        dire_en_page(session, page_du_rapport(rapport, (str(lieu.pack),)), f"verification {lieu.pack.parent.name}")


def _formule(quoi: str, lieu: Cellule) -> Point:
    remede = "annulez, ou remettez la formule ; pour imposer une valeur, servez-vous d’une colonne « forcé »"
    return Point("✖", str(lieu), quoi, remede)


def _verdict(v: Verdict) -> Point:
    quoi = f"{v.feuille} — {v.libelle} : {_valeur(v.valeur)} pour {_valeur(v.attendu)}"
    return Point(SIGNES[v.etat], str(v.lieu), quoi, v.remede)


def _valeurs(valeurs: Sequence[tuple[str, object]]) -> str:
    return ", ".join(f"{moteur} : {_valeur(valeur)}" for moteur, valeur in valeurs)


def _valeur(valeur: object) -> str:
    if isinstance(valeur, float):
        return f"{valeur:,.2f}".replace(",", "\u202f").replace(".", ",")
    return "(vide)" if valeur in {None, ""} else str(valeur)
