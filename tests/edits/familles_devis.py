"""Edits of the devis: every typed column of a line, lines added and deleted."""

from __future__ import annotations

from edits.familles import CAISSE, CREDIT, DEVIS, LECTEURS, Tirage, edition, famille
from edits.gestes import Edition, Geste, Saisie

DETAIL = "Détail"


#: What does nothing on a line that the crew pays, where no rate is typed.
QUANTITES = ("Nombre", "Taux", "Prépa.", "Tournage forcé", "Finitions", "Majorations")


def taper(t: Tirage, titre: str, valeur: Saisie, **conditions: object) -> Edition:
    chiffrees = {"Taux": _rempli} if titre in QUANTITES else {}
    ligne = t.ligne_chiffree(**{**chiffrees, **conditions})
    code = t.feuilles.cellule(DETAIL, ligne, "N°")
    return edition(f"ligne {code}, {titre} : {valeur}", t.feuilles.poser(DETAIL, ligne, titre, valeur))


def _rempli(valeur: object) -> bool:
    return valeur not in ("", 0.0)


@famille("nombre", "devis", DEVIS, surement=True)
def nombre(t: Tirage) -> Edition:
    return taper(t, "Nombre", t.un([7, 0.5, 13, 2.25]))


@famille("taux", "devis", DEVIS, surement=True)
def taux(t: Tirage) -> Edition:
    return taper(t, "Taux", t.un([1234.56, 87.5, 3999.99, 0]))


@famille("unités de préparation", "devis", DEVIS)
def preparation(t: Tirage) -> Edition:
    return taper(t, "Prépa.", t.un([1.5, 4, 12, None]), Unité=lambda u: u in ("J", "S", "C"))


@famille("unités de finitions", "devis", DEVIS)
def finitions(t: Tirage) -> Edition:
    return taper(t, "Finitions", t.un([0.5, 3, 8]), Unité=lambda u: u in ("J", "S", "M"))


@famille("tournage forcé", "devis", DEVIS, surement=True)
def tournage_force(t: Tirage) -> Edition:
    return taper(t, "Tournage forcé", t.un([0, 2.5, 31]), Plan="O")


@famille("tournage libéré", "devis", DEVIS)
def tournage_libere(t: Tirage) -> Edition:
    return taper(t, "Tournage forcé", None, **{"Tournage forcé": _rempli})


@famille("majorations", "devis", DEVIS, surement=True)
def majorations(t: Tirage) -> Edition:
    return taper(t, "Majorations", t.un([150, 999.5, 12000]))


@famille("part étrangère", "devis", (*LECTEURS, *CREDIT), surement=True)
def etranger(t: Tirage) -> Edition:
    ligne = t.ligne_chiffree(**{"Éligible calculé": _rempli, "Nature CI": "T"})
    moitie = round(t.feuilles.cellule(DETAIL, ligne, "Montant HT") / 2)
    return edition(f"{moitie} € à l’étranger", t.feuilles.poser(DETAIL, ligne, "dont étranger", moitie))


@famille("salaire payé à l’étranger", "devis", (*LECTEURS, *CREDIT), surement=True)
def salaire_etranger(t: Tirage) -> Edition:
    ligne = t.ligne_chiffree(**{"Éligible calculé": _rempli, "Charges": 44.0})
    montant = t.feuilles.cellule(DETAIL, ligne, "Montant HT")
    return edition(f"{montant} € à l’étranger", t.feuilles.poser(DETAIL, ligne, "dont étranger", montant))


@famille("nature pour le crédit d’impôt", "devis", CREDIT)
def nature(t: Tirage) -> Edition:
    return taper(t, "Nature CI", t.un("AIPTRDN"))


@famille("catégorie de charges", "devis", DEVIS, surement=True)
def charges(t: Tirage) -> Edition:
    return taper(t, "Charges", t.un([41, 42, 43, None]), Charges=lambda c: c in (44.0, 45.0, 46.0))


@famille("règle de paiement d’une ligne", "devis", CAISSE)
def paiement(t: Tirage) -> Edition:
    return taper(t, "Paiement", t.un(["droits", "salaire", "comptant", "30 jours fin de mois", "45 jours fin de mois"]))


@famille("phase d’un forfait", "devis", CAISSE)
def phase(t: Tirage) -> Edition:
    return taper(t, "Phase", t.un(["préparation", "tournage", "finitions"]), Unité=lambda u: u in ("F", "%", "U"))


@famille("TVA d’une ligne", "devis", CAISSE)
def tva(t: Tirage) -> Edition:
    return taper(t, "TVA", t.un([0, 0.055, 0.1, 0.2]))


@famille("unité", "devis", DEVIS)
def unite(t: Tirage) -> Edition:
    return taper(t, "Unité", t.un(["F", "J", "S", "C", "M", "N", "R", "%"]))


@famille("source de la quantité", "devis", DEVIS)
def plan(t: Tirage) -> Edition:
    return taper(t, "Plan", t.un(["O", "N", "F"]), Unité=lambda u: u in ("J", "S", "C"))


@famille("rôle d’une ligne de cachets", "devis", DEVIS)
def role(t: Tirage) -> Edition:
    return taper(t, "Rôle n°", t.un([1, 5, 17, 44, None]), **{"Rôle n°": _rempli})


@famille("poste et rubrique d’une ligne", "devis", DEVIS, surement=True)
def poste(t: Tirage) -> Edition:
    ligne = t.ligne_chiffree(Poste=lambda p: p in (5.0, 6.0, 7.0))
    vers, rubrique = t.un([(8, 82), (9, 93), (9, 94), (1, 15)])
    f = t.feuilles
    gestes = [f.poser(DETAIL, ligne, "Poste", vers), f.poser(DETAIL, ligne, "Rubrique", rubrique)]
    return edition(f"ligne {ligne} en rubrique {rubrique}", gestes)


LIGNE: dict[str, Saisie] = {
    "N°": "7399", "Désignation": "Projecteur", "Nom ou précision": "ajouté", "Unité": "J", "Nombre": 2,
    "Prépa.": 3, "Tournage forcé": None, "Finitions": None, "Taux": 123.45, "Majorations": 7,
    "dont étranger": 100, "Nature CI": "T", "Charges": None, "TVA": 0.2, "Paiement": "30 jours fin de mois",
    "Plan": "O", "Personne n°": None, "Rôle n°": None, "Éligible forcé": None, "Inclus": None, "Montant simulé": None,
    "Scénario": None, "Devise": None, "Phase": "tournage", "Poste": 7, "Rubrique": 73, "Niveau": "ligne",
}  # fmt: skip
_VARIANTES: dict[str, dict[str, Saisie]] = {
    "jours du plan": {},
    "semaines de technicien": {
        "N°": "2399", "Unité": "S", "Charges": 44, "Nature CI": "P", "Paiement": "salaire", "Poste": 2, "Rubrique": 23,
    },
    "forfait sans quantité": {"Unité": "F", "Plan": "N", "Prépa.": None, "Phase": "finitions", "Taux": 4321.5},
    "pourcentage": {"Unité": "%", "Plan": "N", "Prépa.": None, "Nombre": 250000, "Taux": 1.25, "N°": "9419",
                    "Poste": 9, "Rubrique": 94, "TVA": 0, "Nature CI": "N", "dont étranger": None},
    "repas au-dessus du plafond": {"Unité": "R", "Plan": "N", "Nature CI": "R", "Taux": 48.3, "Nombre": 90,
                                   "N°": "6699", "Poste": 6, "Rubrique": 66, "TVA": 0.1},
    "trajets": {"Unité": "U", "Plan": "N", "Nature CI": "R", "Taux": 260, "Nombre": 12, "N°": "6299", "Poste": 6,
                "Rubrique": 62, "TVA": 0.1},
    "figurants du plan": {"Unité": "J", "Plan": "F", "Nature CI": "I", "Taux": 131, "Nombre": 1, "Charges": 46,
                          "N°": "3499", "Poste": 3, "Rubrique": 34, "Paiement": "salaire", "TVA": 0, "Prépa.": None},
}  # fmt: skip


@famille("ligne ajoutée", "devis", DEVIS, surement=True, lignes=True)
def ligne_ajoutee(t: Tirage) -> Edition:
    variante = str(t.un(_VARIANTES))
    saisies = {**LIGNE, **_VARIANTES[variante]}
    return edition(f"{variante}, {t.place}", t.feuilles.inserer(DETAIL, "N°", t.place, saisies))


@famille("deux lignes ajoutées", "devis", DEVIS, surement=True, lignes=True)
def deux_lignes(t: Tirage) -> Edition:
    def inserer(variante: str) -> list[Geste]:
        return t.feuilles.inserer(DETAIL, "N°", t.place, {**LIGNE, **_VARIANTES[variante]})

    noms = t.hasard.sample(sorted(_VARIANTES), 2)
    return edition(f"{' et '.join(noms)}, {t.place}", *map(inserer, noms))


@famille("ligne supprimée", "devis", DEVIS, surement=True, lignes=True)
def ligne_supprimee(t: Tirage) -> Edition:
    ligne = t.ligne_chiffree()
    return edition(f"ligne {ligne} du détail supprimée", Geste("supprimer", DETAIL, ligne))
