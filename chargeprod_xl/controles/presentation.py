"""A report as lines for a terminal and as a dictionary for a machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from chargeprod_xl.anomalies import Anomalie
from chargeprod_xl.classeurs.valeurs import Erreur, Valeur
from chargeprod_xl.controles.formules_ecrasees import FormuleAlteree
from chargeprod_xl.controles.resultat import ILLISIBLE, ROUGE, RapportPack
from chargeprod_xl.controles.verdicts import Verdict
from chargeprod_xl.recalcul.rapport import Lieu, RapportRecalcul

SIGNES = {"ok": "●", "a_voir": "▲", "erreur": "✖"}
#: Lines of one kind shown on a terminal; ``en_dict`` has them all.
LIMITE = 20


def en_texte(rapport: RapportPack, *, tous: bool = False) -> str:
    """Lines for a terminal; ``tous`` shows the checks that are fine too, and every cell."""
    limite = 10**9 if tous else LIMITE
    r = rapport.recalcul
    lignes = [
        f"{len(rapport.classeurs)} classeurs, {r.formules} formules, {' et '.join(r.moteurs) or 'aucun moteur'},"
        f" {r.secondes:.1f} s"
    ]
    lignes += _section("Fichiers", (_deux_lignes("✖", a) for a in rapport.fautes), limite)
    lignes += _verdicts(rapport, tous=tous)
    lignes += _section("Formules", (_deux_lignes("✖", f.anomalie) for f in rapport.formules), limite)
    lignes += _section("Moteurs en désaccord", (f"  ✖ {e.lieu} : {_ecart(e.valeurs)}" for e in r.ecarts), limite)
    lignes += _section(
        "Cellules en erreur", (f"  ✖ {e.lieu} : {e.code} ← ={e.formule[:100]}" for e in r.erreurs), limite
    )
    lignes += _section(
        "Valeurs enregistrées qui ne sont plus à jour (« actualiser » les renouvelle)",
        (f"  ▲ {p.lieu} : {_ecrit(p.stockee)} → {_ecrit(p.calculee)}" for p in r.perimees),
        limite,
    )
    lignes += _section("Non vérifiables ici", (f"  ▲ {n.lieu} : {n.motif}" for n in r.non_verifiables), limite)
    lignes += _section("Remarques", (_deux_lignes("▲", a) for a in rapport.remarques), limite)
    lignes += [f"▲ {a}" for a in rapport.avertissements]
    return "\n".join([*lignes, _conclusion(rapport)])


def _section(titre: str, lignes: Iterable[str], limite: int) -> Iterator[str]:
    toutes = list(lignes)
    if toutes:
        yield f"{titre} : {len(toutes)}"
        yield from toutes[:limite]
        if len(toutes) > limite:
            yield f"  … et {len(toutes) - limite} de plus"


def _deux_lignes(signe: str, a: Anomalie) -> str:
    return f"  {signe} {a.ou} : {a.quoi}\n      → {a.remede}"


def _verdicts(rapport: RapportPack, *, tous: bool) -> Iterator[str]:
    """The checks, workbook by workbook: a count, then those that are not fine."""
    for classeur in rapport.classeurs:
        siens = [v for v in rapport.verdicts if v.classeur == classeur]
        comptes = {etat: sum(v.etat == etat for v in siens) for etat in SIGNES}
        pire = "erreur" if comptes["erreur"] else "a_voir" if comptes["a_voir"] else "ok"
        detail = f"{comptes['ok']} OK, {comptes['a_voir']} à voir, {comptes['erreur']} en erreur"
        yield f"{SIGNES[pire]} {classeur} : {len(siens)} contrôles ({detail})"
        for v in siens:
            if v.etat != "ok":
                yield f"  {SIGNES[v.etat]} {v.feuille} — {v.libelle} : {_ecrit(v.valeur)} pour {_ecrit(v.attendu)}"
                yield f"      → {v.remede}"
            elif tous:
                yield f"  ● {v.feuille} — {v.libelle}"


def _conclusion(rapport: RapportPack) -> str:
    if rapport.code_sortie == ILLISIBLE:
        return "✖ Ces fichiers ne forment pas un pack complet : voyez « Fichiers » ci-dessus."
    if rapport.code_sortie == ROUGE:
        return "✖ Le pack a des erreurs."
    if rapport.recalcul.perimees:
        return "▲ Le pack est juste, mais des valeurs enregistrées ne sont plus à jour : « actualiser »."
    return "● Tout est juste." if not rapport.a_voir else f"▲ Tout est juste, {len(rapport.a_voir)} points à voir."


def _ecart(valeurs: Iterable[tuple[str, Valeur]]) -> str:
    return ", ".join(f"{moteur} {_ecrit(valeur)}" for moteur, valeur in valeurs)


def _ecrit(valeur: Valeur) -> str:
    if valeur is None or valeur == "":
        return "(vide)"
    if isinstance(valeur, bool):
        return "VRAI" if valeur else "FAUX"
    if isinstance(valeur, float):
        return f"{valeur:,.2f}".rstrip("0").rstrip(".").replace(",", "\u202f").replace(".", ",")
    return str(valeur)


def en_dict(rapport: RapportPack) -> dict[str, Any]:
    """Everything, in plain values that JSON knows."""
    return {
        "pack": rapport.pack,
        "code_sortie": rapport.code_sortie,
        "classeurs": list(rapport.classeurs),
        "fautes": [_anomalie(a) for a in rapport.fautes],
        "controles": [_verdict(v) for v in rapport.verdicts],
        "formules_alterees": [_formule(f) for f in rapport.formules],
        "recalcul": _recalcul(rapport.recalcul),
        "remarques": [_anomalie(a) for a in rapport.remarques],
        "avertissements": list(rapport.avertissements),
    }


def _anomalie(a: Anomalie) -> dict[str, str]:
    return {"ou": a.ou, "quoi": a.quoi, "remede": a.remede}


def _lieu(lieu: Lieu) -> dict[str, str]:
    return lieu._asdict()


def _simple(valeur: Valeur) -> float | str | bool | None:
    return valeur.code if isinstance(valeur, Erreur) else valeur


def _verdict(v: Verdict) -> dict[str, Any]:
    return {
        **_lieu(v.lieu),
        "controle": v.libelle,
        "valeur": _simple(v.valeur),
        "attendu": _simple(v.attendu),
        "etat": v.etat,
        "famille": v.famille,
        "feuille_controlee": v.feuille,
        "remede": v.remede,
    }


def _formule(f: FormuleAlteree) -> dict[str, Any]:
    return {**_lieu(f.lieu), "nature": f.nature, "attendue": f.attendue, "trouvee": _simple(f.trouvee)}


def _recalcul(r: RapportRecalcul) -> dict[str, Any]:
    return {
        "moteurs": list(r.moteurs),
        "formules": r.formules,
        "secondes": round(r.secondes, 3),
        "desaccords": [{**_lieu(e.lieu), "valeurs": {m: _simple(v) for m, v in e.valeurs}} for e in r.ecarts],
        "erreurs": [{**_lieu(e.lieu), "code": e.code, "formule": e.formule} for e in r.erreurs],
        "perimees": [
            {**_lieu(p.lieu), "stockee": _simple(p.stockee), "calculee": _simple(p.calculee)} for p in r.perimees
        ],
        "non_verifiables": [{**_lieu(n.lieu), "motif": n.motif} for n in r.non_verifiables],
    }
