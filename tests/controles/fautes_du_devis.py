"""Bad entries of the devis and of its financing: what to type, where things are by their titles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from edits.gestes import Feuilles
from oracle.lecture import Pack

from chargeprod_xl.liens.formules import adresse
from controles.atelier import Contenu
from controles.vivant import Gestes

DETAIL, EMPLOIS = "Détail", "Emplois"
CHOIX, CONTRACTUELLES, LECTEURS = "Choix du devis", "Lignes contractuelles", "Lecteurs"
PLAN, CREDIT, TERRITOIRES = "Plan de financement", "Crédit d’impôt", "Dépenses territoriales"
Faute = Callable[[Feuilles], Gestes]
TOUT_LE_FILM = 1_000_000.0


def _poser(classeur: str, feuille: str, cellules: Mapping[str, Contenu]) -> Gestes:
    return {(classeur, feuille): dict(cellules)}


def _case(f: Feuilles, feuille: str, ligne: int, titre: str) -> str:
    return adresse(ligne, f.colonne(feuille, titre))


def _ligne(code: str, **saisies: Contenu) -> Faute:
    """Type on the first line of a code, under titles (``_`` for a space)."""
    return _sur(DETAIL, "N°", code, saisies)


def _sur(feuille: str, titre: str, valeur: object, saisies: Mapping[str, Contenu], classeur: str = "devis") -> Faute:
    def saisir(f: Feuilles) -> Gestes:
        ligne = f.ligne(feuille, titre, valeur)
        return _poser(classeur, feuille, {_case(f, feuille, ligne, t.replace("_", " ")): v for t, v in saisies.items()})

    return saisir


def _champ(classeur: str, feuille: str, libelle: str, valeur: Contenu) -> Faute:
    return lambda f: _poser(classeur, feuille, {adresse(f.champ(feuille, libelle), 2): valeur})


def _contractuelle(debut: str, **saisies: Contenu) -> Faute:
    def saisir(f: Feuilles) -> Gestes:
        noms = {n: str(f.cellule(CONTRACTUELLES, n, "Ligne")) for n in f.lignes(CONTRACTUELLES, "Ligne")}
        ligne = next(n for n, nom in noms.items() if nom.startswith(debut))
        cases = {_case(f, CONTRACTUELLES, ligne, t.replace("_", " ")): v for t, v in saisies.items()}
        return _poser("devis", CONTRACTUELLES, cases)

    return saisir


def _ensemble(*fautes: Faute) -> Faute:
    def saisir(f: Feuilles) -> Gestes:
        gestes: dict[tuple[str, str], dict[str, Contenu]] = {}
        for faute in fautes:
            for ou, cellules in faute(f).items():
                gestes.setdefault(ou, {}).update(cellules)
        return gestes

    return saisir


def _sans_charges(f: Feuilles) -> Gestes:
    """Nobody is employed, and no line says which charges it bears."""
    sans_emploi = {_case(f, EMPLOIS, n, "Personnes"): 0.0 for n in f.lignes(EMPLOIS, "Personnes")}
    sans_suivi = {_case(f, EMPLOIS, n, "Suit le plan"): "N" for n in f.lignes(EMPLOIS, "Suit le plan")}
    lignes = [n for n in f.lignes(DETAIL, "Charges") if f.cellule(DETAIL, n, "Charges") != ""]
    sans_categorie = {_case(f, DETAIL, n, "Charges"): None for n in lignes}
    saisie = f.ligne(DETAIL, "N°", "2311")
    saisies = {"Nombre": 1.0, "Prépa.": 10.0, "Taux": 5_000.0}
    typees = {_case(f, DETAIL, saisie, t): v for t, v in saisies.items()}
    return {("equipe", EMPLOIS): {**sans_emploi, **sans_suivi}, ("devis", DETAIL): {**sans_categorie, **typees}}


def _poste_fausse(f: Feuilles) -> Gestes:
    total = f.ligne("Récapitulatif", "Poste", "Total des postes 1 à 9")
    return _poser("devis", "Récapitulatif", {_case(f, "Récapitulatif", total, "France"): 1.0})


#: By check of the devis and of the financing.
FAUTES: Mapping[tuple[str, str], Faute] = {
    ("devis", "Chaque ligne a sa rubrique, un poste, un niveau et un étranger inférieur à son montant"): _ligne(
        "1211", **{"dont étranger": TOUT_LE_FILM}
    ),
    ("devis", "Lignes, charges et lignes contractuelles = total des postes"): _ligne("7111", Poste=99.0),
    ("devis", "Somme des rubriques = total général"): _ligne("7111", Rubrique=999.0),
    ("devis", "Somme des paiements à placer = total général"): _ligne("7111", Paiement="troc"),
    ("tresorerie", "Les montants à placer égalent le devis"): _ligne("7111", Paiement="troc"),
    ("devis", "Chaque rôle du plan a sa ligne de cachets"): _sur(DETAIL, "Rôle n°", 1, {"Rôle n°": None}),
    # NORA, in 22 of the 35 sequences, moved among the small parts.
    ("devis", "Chaque rôle est au sous-poste de son classement (31, 32, 33)"): _ligne("3111", **{"N°": "3311"}),
    ("devis", "France + étranger = total général"): _poste_fausse,
    ("devis", "Les charges des salaires ne sont pas à zéro"): _sans_charges,
    ("devis", "Étiquettes des lignes : parts, pays, apport et éligible possibles"): _ligne("7111", **{"Part R1": 1.2}),
    ("devis", "Chaque devise a son cours"): _ligne("7111", Devise="USD"),
    ("devis", "Chaque cours employé a sa date et sa source"): _ensemble(
        _ligne("7111", Devise="USD"), _sur("Devises", "Devise", "USD", {"Cours": 0.92})
    ),
    ("devis", "Aucune quantité saisie sur une ligne que l’équipe donne"): _ligne("2311", Finitions=3.0),
    # The request for provisional approval is received in May: preparation and the first weeks of shooting fall before.
    ("devis", "Aucune dépense étiquetée hors de la fenêtre de son lecteur"): _sur(
        LECTEURS, "Repère", "CI", {"Dépenses à partir du": 46_510.0}
    ),
    ("devis", "Chaque dépense à l’étranger a son pays"): _ligne("7113", Pays=None),
    ("devis", "L’éligible du crédit d’impôt est celui du récapitulatif"): _ligne("7111", Poste=99.0),
    ("devis", "Chaque territoire retrouve son total par poste"): _ligne("7111", **{"Part R1": 1.0, "Poste": 99.0}),
    ("devis", "Rémunération du producteur, charges comprises, dans son plafond"): _champ(
        "projet", "Hypothèses", "Rémunération du producteur délégué", 0.08
    ),
    ("devis", "Frais généraux dans leur plafond"): _champ("projet", "Hypothèses", "Frais généraux", 0.09),
    # A documentary: 2 % of the cost at most.
    ("devis", "Frais financiers dans leur plafond"): _ensemble(
        _champ("devis", CHOIX, "Genre du devis", "documentaire"), _contractuelle("Frais financiers", Taux=0.03)
    ),
    ("devis", "Imprévus dans l’usage de l’audiovisuel"): _champ("devis", CHOIX, "Genre du devis", "fiction"),
    ("devis", "Assurances, bonne fin et frais financiers comptés une seule fois"): _contractuelle(
        "Frais financiers", Taux=0.02
    ),
    ("devis", "Le devis compte toutes ses lignes, sans simulation"): _ligne("7111", Inclus="N"),
    ("devis", "Les salaires du devis sont ceux de l’équipe, à l’arrondi près"): _ligne(
        "2212", **{"Nombre": 1.0, "Prépa.": 5.0, "Taux": 20_000.0}
    ),
    ("devis", "Les indemnités et défraiements de l’équipe tiennent dans le devis (6611, 6614, 6615)"): _sur(
        EMPLOIS, "Nom", "Directrice de production", {"Jours défrayés": 400.0, "Défraiement par jour": 60.0}, "equipe"
    ),
    # No promotional film is budgeted.
    ("devis", "Chaque livrable exigé a sa ligne au devis"): _sur(
        "Livrables", "Livrable", "Making-of, entretiens, bonus", {"Exigé": "O", "Ligne du devis": "9299"}
    ),
    # No version is frozen in the demo film: one amount typed as frozen is a gap without a reason, and no total.
    ("devis", "Chaque écart d’une rubrique au-delà du seuil a son motif"): _sur(
        "Comparatif", "Rubrique", "Prise de vues", {"Montant figé": 1_000.0}
    ),
    ("devis", "Devis figé : somme des rubriques = somme des postes = total"): _sur(
        "Comparatif", "Rubrique", "Prise de vues", {"Montant figé": 1_000.0}
    ),
    ("devis", "Le devis figé est tel qu’il a été figé"): _champ("devis", "Comparatif", "Fichier modifié", 1.0),
    ("financement", "Le film est financé en entier"): lambda _: {},
    ("financement", "L’intensité des aides publiques reste sous son plafond"): _sur(
        PLAN, "Code", "D1", {"Montant saisi": 1_500_000.0, "Aide publique": "O", "Statut": "acquis"}, "financement"
    ),
    ("financement", "Le crédit d’impôt n’est pas écrêté"): _sur(
        PLAN, "Code", "D1", {"Montant saisi": 900_000.0, "Aide publique": "O", "Statut": "acquis"}, "financement"
    ),
    ("financement", "Chaque montant a un statut"): _sur(
        PLAN, "Code", "A1", {"Montant saisi": 1_000.0, "Statut": None}, "financement"
    ),
    ("financement", "Chaque ligne appartient à un bloc"): _sur(PLAN, "Code", "A1", {"Bloc": "Z"}, "financement"),
    ("financement", "L’assiette éligible reste sous le plafond"): _ensemble(
        _champ("projet", "Hypothèses", "Frais généraux", 0.0),
        _champ("projet", "Hypothèses", "Rémunération du producteur délégué", 0.0),
    ),
    # 2 million of a budget are spent, none of it eligible.
    ("financement", "Les dépenses éligibles atteignent le minimum du régime"): lambda f: {
        **_champ("financement", CREDIT, "Régime", "international")(f),
        ("devis", DETAIL): {_case(f, DETAIL, n, "Nature CI"): "N" for n in f.lignes(DETAIL, "Nature CI")},
    },
    ("financement", "Les dépenses éligibles par exercice font la base éligible"): _sur(
        CREDIT, "Exercice", "Exercice N", {"Dépenses éligibles de l’exercice": 1_000.0}, "financement"
    ),
    ("financement", "Les parts des producteurs délégués font 100 %"): _sur(
        CREDIT, "Producteur délégué", "Films du Chenal Gris", {"Part des dépenses": 0.6}, "financement"
    ),
    ("financement", "Le régime est en vigueur à la fin du tournage"): _champ(
        "financement", CREDIT, "Régime", "international"
    ),
    ("financement", "Chaque territoire reçoit la dépense qu’il exige"): _sur(
        PLAN, "Code", "D1", {"Montant saisi": 300_000.0, "Statut": "acquis", "Territoire": "R1"}, "financement"
    ),
    ("financement", "Aucune exigence au-delà de 160 % de l’aide et de 80 % du budget"): _sur(
        TERRITOIRES, "Repère", "R1", {"Dépense exigée, en % de l’aide": 2.0}, "financement"
    ),
    ("financement", "L’aide d’Eurimages reste sous son plafond"): _sur(
        PLAN, "Code", "E1", {"Montant saisi": 450_000.0, "Statut": "sollicité"}, "financement"
    ),
    ("financement", "Apports en nature : le plan de financement et le devis se retrouvent"): _ligne(
        "8212", Apport=None
    ),
}


def gestes(pack: Path, cle: tuple[str, str]) -> Gestes:
    """What to type to light a check of the pack; nothing when the demo film already lights it."""
    return FAUTES[cle](Feuilles(Pack(pack)))
