"""The files of the film: budget.yaml, the line that names it in projet.yaml, the reconciliation in CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from pydantic import ValidationError

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.imports.devis.modele import ZERO, Chiffre, Genre, Rapprochement
from chargeprod_xl.projet.fichier import analyser_yaml
from chargeprod_xl.projet.modele import Budget, Devise, LigneDevis
from chargeprod_xl.protection import proteger

BUDGET, RAPPROCHEMENT = "budget.yaml", "rapprochement-devis.csv"
_CLE = re.compile(r"^([A-Za-z_][\w]*)[ \t]*:", re.MULTILINE)
_NOMBRES = ("nombre", "preparation", "tournage", "finitions", "taux", "majorations", "etranger")
_MOTS = ("devise", "pays", "apport", "note")
_TITRES = (
    *("Ligne", "Nature", "Code lu", "Désignation", "Montant lu", "Devise", "Montant en euros", "Va dans"),
    *("Montant retenu", "Écart", "À voir"),
)


def _nombre(valeur: Decimal) -> str:
    return f"{valeur.normalize() + 0:f}"


def _texte(valeur: str) -> str:
    return json.dumps(valeur, ensure_ascii=False)


def _ligne_yaml(ligne: LigneDevis) -> str:
    """One line of the file; fields at their usual value are left out, ``tournage`` never when it was decided."""
    champs = [f"code: {json.dumps(ligne.code)}"]
    if ligne.nom:
        champs.append(f"nom: {_texte(ligne.nom)}")
    for champ in _NOMBRES:
        valeur = getattr(ligne, champ)
        if champ in {"nombre", "taux"} or (champ == "tournage" and valeur is not None) or valeur:
            champs.append(f"{champ}: {_nombre(valeur)}")
    champs += [f"{champ}: {_texte(valeur)}" for champ in _MOTS if (valeur := getattr(ligne, champ))]
    return f"  - {{{', '.join(champs)}}}\n"


def bloc_des_lignes(lignes: Sequence[LigneDevis], postes: Mapping[str, str]) -> str:
    """The part « lignes » of a budget, poste by poste."""
    if not lignes:
        return "lignes: []\n"
    texte, poste = "lignes:\n", ""
    for ligne in lignes:
        if ligne.code[0] != poste:
            poste = ligne.code[0]
            texte += f"  # Poste {poste} – {postes[poste].lower()}\n"
        texte += _ligne_yaml(ligne)
    return texte


def _sans_lignes(texte: str) -> tuple[str, str]:
    """What stands before the part « lignes » and after it; comments just above the next part stay with it."""
    cles = list(_CLE.finditer(texte))
    rang = next((i for i, c in enumerate(cles) if c[1] == "lignes"), None)
    if rang is None:
        return "", texte
    debut, fin = cles[rang].start(), cles[rang + 1].start() if rang + 1 < len(cles) else len(texte)
    avant_la_suite = re.search(r"(?:^#[^\n]*\n|^\n)+\Z", texte[debut:fin], re.MULTILINE)
    return texte[:debut], texte[debut + avant_la_suite.start() if avant_la_suite else fin :]


def _bloc_des_devises(devises: Sequence[Devise]) -> str:
    """Frozen rates, each with its date and source."""
    lignes = [
        f"  - {{code: {d.code}, cours: {_nombre(d.cours)}, date: {d.date.isoformat()}, source: {_texte(d.source)}}}\n"
        for d in devises
    ]
    return "".join(["devises:\n", *lignes])


def _avec_les_devises(texte: str, anciennes: Sequence[Devise], neuves: Sequence[Devise]) -> str:
    """New rates under those that the budget has; its own comments stay."""
    connues = {d.code for d in anciennes}
    plus = [d for d in neuves if d.code not in connues]
    if not plus:
        return texte
    bloc = _bloc_des_devises(plus)
    if not anciennes:
        return _sans_partie_vide(texte, "devises") + bloc
    entrees = bloc.partition("\n")[2]
    trouve = re.search(r"^devises[ \t]*:[^\n]*\n(?:[ \t]*#[^\n]*\n)*([ \t]*)(?=- )", texte, re.MULTILINE)
    if trouve is None:
        return texte
    decalees = "".join(trouve[1] + x.lstrip(" ") for x in entrees.splitlines(keepends=True))
    place = trouve.start(1)
    return texte[:place] + decalees + texte[place:]


def _avec_les_pays(texte: str, anciens: Sequence[str], pays: Sequence[str]) -> str:
    """The list of countries, written again only when the file names another one."""
    if tuple(anciens) == tuple(pays):
        return texte
    ligne = f"pays: [{', '.join(map(_texte, pays))}]"
    en_une_ligne = r"^pays[ \t]*:[ \t]*(?:\[[^\]]*\])?[ \t]*(#[^\n]*)?\n(?:[ \t]*- [^\n]*\n)*"
    if trouve := re.search(en_une_ligne, texte, re.MULTILINE):
        remarque = f"   {trouve[1]}" if trouve[1] else ""
        return f"{texte[: trouve.start()]}{ligne}{remarque}\n{texte[trouve.end() :]}"
    return f"{texte}{ligne}\n"


def _sans_partie_vide(texte: str, cle: str) -> str:
    sans = re.sub(rf"^{cle}[ \t]*:[ \t]*(?:\[\])?[ \t]*\n", "", texte, flags=re.MULTILINE)
    return sans if not sans or sans.endswith("\n") else f"{sans}\n"


def texte_du_budget(r: Rapprochement, ancien: str, source: str, postes: Mapping[str, str]) -> str:
    """The new budget: lines replaced, rates and countries added, every other part kept as it was written.

    It is read again before it is believed.
    """
    garde = _relire(ancien) or Budget()
    entete = f"# Lignes reprises de « {source} » ; le rapprochement est dans {RAPPROCHEMENT}.\n"
    avant, apres = _sans_lignes(ancien)
    avant = "".join(x for x in avant.splitlines(keepends=True) if not x.startswith("# Lignes reprises de "))
    neuf = f"{avant}{entete}{bloc_des_lignes(r.lignes, postes)}{apres}"
    neuf = neuf if neuf.endswith("\n") else f"{neuf}\n"
    pays = r.pays if any(x.pays for x in r.lignes) else garde.pays
    neuf = _avec_les_pays(_avec_les_devises(neuf, garde.devises, r.devises), garde.pays, pays)
    relu = _relire(neuf)
    connues = {d.code for d in garde.devises}
    devises = {d.code: d for d in (*garde.devises, *(d for d in r.devises if d.code not in connues))}
    voulu = garde.model_copy(update={"lignes": r.lignes, "pays": tuple(pays), "devises": relu.devises if relu else ()})
    if relu is None or relu != voulu or {d.code: d for d in relu.devises} != devises:
        quoi = "ce budget est écrit d’une façon que l’import ne sait pas compléter sans toucher au reste"
        remede = "mettez chaque partie (lignes, devises, pays, roles, financement…) en début de ligne, puis recommencez"
        raise DonneesRefuseesError([Anomalie(BUDGET, quoi, remede)])
    return neuf


def _relire(texte: str) -> Budget | None:
    document, fautes = analyser_yaml(texte, BUDGET)
    if document is None or fautes:
        return None
    try:
        return Budget.model_validate(document.contenu or {})
    except ValidationError:
        return None


def _euros(valeur: Decimal | None) -> str:
    return "" if valeur is None else f"{valeur:.2f}".replace(".", ",")


def _rangee(c: Chiffre) -> list[str]:
    r = c.rangee
    vide = r.montant is None
    va = {"total": "total, non importé", "ignorée": "laissée par la correspondance", "titre": ""}.get(c.genre, c.garde)
    return [
        str(r.ligne),
        c.genre,
        r.code_lu,
        r.designation if c.genre != "titre" or r.libelle else r.code_lu,
        _euros(r.lue),
        r.devise,
        _euros(r.montant),
        va,
        "" if c.genre in {"total", "titre", "ignorée"} else _euros(c.retenu),
        "" if vide else _euros(c.ecart),
        " | ".join(map(str, c.doutes)),
    ]


def _sommes(r: Rapprochement) -> Iterator[list[str]]:
    """Σ lines read = Σ lines imported + Σ computed by the program + Σ totals + Σ rows left out; then the totals."""
    vide = [""] * len(_TITRES)
    yield vide
    genres: list[tuple[Genre, str]] = [
        ("ligne", "lignes importées"),
        ("calculé", "calculé par le programme"),
        ("total", "totaux exclus"),
        ("ignorée", "lignes laissées par la correspondance"),
    ]
    tout = r.somme("ligne", "calculé", "total", "ignorée")
    yield ["", "somme", "", "Tous les montants lus", "", "", _euros(tout), "", "", "", ""]
    for genre, mots in genres:
        somme = r.somme(genre)
        yield [
            "",
            "somme",
            "",
            f"dont {mots}",
            "",
            "",
            _euros(somme),
            "",
            _euros(somme if genre == "ligne" else ZERO),
            "",
            "",
        ]
    for t in r.totaux:
        quoi = t.rangee.designation
        mots = f"{t.de} ; {t.explication}" if t.explication else t.de
        ligne = [str(t.rangee.ligne), "total déclaré", t.rangee.code_lu, quoi, "", "", _euros(t.rangee.montant)]
        yield [*ligne, "somme trouvée", _euros(t.somme), _euros(t.ecart), mots]


def rapprochement_en_csv(r: Rapprochement) -> bytes:
    """Semicolons, UTF-8 with a mark, decimal commas; no text of the file can become a formula."""
    flux = io.StringIO(newline="")
    ecrivain = csv.writer(flux, delimiter=";", lineterminator="\r\n")
    ecrivain.writerow(_TITRES)
    textes = {1, 2, 3, 5, 7, 10}
    for rangee in [*map(_rangee, r.chiffres), *_sommes(r)]:
        ecrivain.writerow([proteger(x) if i in textes else x for i, x in enumerate(rangee)])
    return flux.getvalue().encode("utf-8-sig")
