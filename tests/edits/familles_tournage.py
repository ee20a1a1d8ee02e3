"""Edits of the breakdown and of the schedule: sequences, roles, days, forced types, letters and cachets."""

from __future__ import annotations

from oracle.lecture import texte

from edits.familles import CACHETS, DEVIS, EQUIPE, PLAN, RIEN, Tirage, edition, famille
from edits.gestes import Edition, Geste

SEQUENCES, ROLES, ORDRE, CASES, PLAN_ROLES = (
    "Séquences",
    "Rôles",
    "Ordre de tournage",
    "Cases forcées",
    "Plan de travail",
)
CALENDRIER = "Calendrier de tournage"
GRILLE = 30


def une_sequence(t: Tirage) -> int:
    return int(t.un(t.feuilles.lignes(SEQUENCES, "Séq.")))


def numero(t: Tirage, ligne: int) -> str:
    return texte(t.feuilles.cellule(SEQUENCES, ligne, "Séq."))


@famille("longueur d’une séquence", "depouillement", RIEN)
def huitiemes(t: Tirage) -> Edition:
    ligne = une_sequence(t)
    return edition("huitièmes changés", t.feuilles.poser(SEQUENCES, ligne, "Huitièmes", t.hasard.randint(1, 40)))


@famille("minutage de la scripte", "depouillement", RIEN)
def minutage(t: Tirage) -> Edition:
    ligne = une_sequence(t)
    return edition("minutage mesuré", t.feuilles.poser(SEQUENCES, ligne, "Minutage scripte", 95 / 86400))


@famille("résumé et comédien", "depouillement", RIEN)
def textes(t: Tirage) -> Edition:
    f = t.feuilles
    return edition(
        "textes sans effet",
        f.poser(SEQUENCES, une_sequence(t), "Résumé", "=ne pas calculer ; « 1, 2 »".removeprefix("=")),
        f.poser(ROLES, int(t.un(f.lignes(ROLES, "N°"))), "Comédien", "A. Morvan"),
    )


@famille("rôles d’une séquence", "depouillement", CACHETS)
def roles_d_une_sequence(t: Tirage) -> Edition:
    ligne = une_sequence(t)
    liste = sorted(t.hasard.sample(range(1, 18), t.hasard.randint(0, 6)))
    ecrite = t.un([", ", ","]).join(map(str, liste))
    return edition(
        f"séquence {numero(t, ligne)} : rôles {ecrite}", t.feuilles.poser(SEQUENCES, ligne, "Rôles (n°)", ecrite)
    )


@famille("figurants d’une séquence", "depouillement", DEVIS, surement=True)
def figurants(t: Tirage) -> Edition:
    ligne = une_sequence(t)
    combien = t.un([25, 60, 110])
    return edition(f"{combien} figurants", t.feuilles.poser(SEQUENCES, ligne, "Figurants", combien))


@famille("séquence renumérotée", "depouillement", CACHETS)
def renumerotee(t: Tirage) -> Edition:
    ligne = une_sequence(t)
    return edition("séquence inconnue du plan", t.feuilles.poser(SEQUENCES, ligne, "Séq.", "99Z"))


def nouvelle_sequence(t: Tirage, jour: int, roles: str, figurants_: int) -> list[Geste]:
    saisies = {
        "Séq.": "90A", "I/E": "INT", "Décor": "CAFÉ DU PASSAGE", "Effet": "JOUR", "Rôles (n°)": roles,
        "Figurants": figurants_, "Huitièmes": 6, "Minutage scripte": None,
    }  # fmt: skip
    depouillee = t.feuilles.inserer(SEQUENCES, "Séq.", t.place, saisies)
    return depouillee + t.feuilles.inserer(ORDRE, "Séq.", t.place, {"Séq.": "90A", "Jour": jour})


@famille("séquence ajoutée", "depouillement", PLAN, surement=True, lignes=True)
def sequence_ajoutee(t: Tirage) -> Edition:
    dernier = int(max(t.feuilles.cellule(ORDRE, n, "Jour") for n in t.feuilles.lignes(ORDRE, "Jour")))
    jour = int(t.un([3, dernier // 2, dernier + 1, dernier + 2]))
    roles = ", ".join(map(str, t.hasard.sample(range(1, 18), 4)))
    gestes = nouvelle_sequence(t, jour, roles, int(t.un([5, 12])))
    return edition(f"séquence 90A {t.place}, jour {jour}, rôles {roles}", gestes)


@famille("séquence supprimée", "depouillement", PLAN, lignes=True)
def sequence_supprimee(t: Tirage) -> Edition:
    ligne = une_sequence(t)
    au_plan = t.feuilles.ligne(ORDRE, "Séq.", numero(t, ligne))
    partout = t.un([True, False])
    gestes = [Geste("supprimer", SEQUENCES, ligne)] + [Geste("supprimer", ORDRE, au_plan)] * partout
    return edition(f"séquence {numero(t, ligne)} supprimée{' partout' * partout}", gestes)


@famille("rôle ajouté", "depouillement", PLAN, surement=True, lignes=True)
def role_ajoute(t: Tirage) -> Edition:
    f = t.feuilles
    cachet = {
        "N°": "3299", "Désignation": "Rôle secondaire", "Nom ou précision": "LE PASSEUR", "Unité": "C", "Nombre": 1,
        "Prépa.": t.un([None, 2]), "Tournage forcé": None, "Finitions": None, "Taux": 611.5, "Majorations": None,
        "dont étranger": None, "Nature CI": "I", "Charges": 46, "TVA": 0, "Paiement": "salaire", "Plan": "O",
        "Rôle n°": 18, "Phase": "tournage", "Poste": 3, "Rubrique": 32, "Niveau": "ligne",
    }  # fmt: skip
    sequence = une_sequence(t)
    liste = f"{texte(f.cellule(SEQUENCES, sequence, 'Rôles (n°)'))}, 18"
    return edition(
        f"rôle 18 {t.place}",
        f.poser(SEQUENCES, sequence, "Rôles (n°)", liste),
        f.inserer(ROLES, "N°", t.place, {"N°": 18, "Rôle": "LE PASSEUR", "Comédien": None, "Répliques": 2}),
        f.inserer(PLAN_ROLES, "N°", t.place, {"N°": 18, "Cachets forcés": None}),
        f.inserer("Détail", "N°", t.place, cachet),
    )


@famille("rôle ôté du plan", "plan_de_travail", CACHETS, surement=True, lignes=True)
def role_supprime(t: Tirage) -> Edition:
    ligne = int(t.un(t.feuilles.lignes(PLAN_ROLES, "N°")))
    return edition(f"ligne {ligne} du plan supprimée", Geste("supprimer", PLAN_ROLES, ligne))


@famille("jour d’une séquence", "plan_de_travail", PLAN)
def jour_d_une_sequence(t: Tirage) -> Edition:
    ligne = int(t.un(t.feuilles.lignes(ORDRE, "Séq.")))
    jour = t.hasard.randint(1, GRILLE)
    return edition(f"une séquence au jour {jour}", t.feuilles.poser(ORDRE, ligne, "Jour", jour))


@famille("jour de tournage de plus", "plan_de_travail", PLAN)
def jour_de_plus(t: Tirage) -> Edition:
    lignes = t.hasard.sample(t.feuilles.lignes(ORDRE, "Séq."), 3)
    gestes = [t.feuilles.poser(ORDRE, n, "Jour", 25 + k) for k, n in enumerate(lignes)]
    return edition("trois séquences aux jours 25 à 27", gestes)


@famille("séquence sans jour", "plan_de_travail", PLAN)
def sans_jour(t: Tirage) -> Edition:
    ligne = int(t.un(t.feuilles.lignes(ORDRE, "Séq.")))
    return edition("une séquence perd son jour", t.feuilles.poser(ORDRE, ligne, "Jour", None))


@famille("séquence tournée deux fois", "plan_de_travail", PLAN, lignes=True)
def tournee_deux_fois(t: Tirage) -> Edition:
    jour = t.hasard.randint(1, GRILLE)
    saisies = {"Séq.": numero(t, une_sequence(t)), "Jour": jour}
    return edition(f"reprise au jour {jour} {t.place}", t.feuilles.inserer(ORDRE, "Séq.", t.place, saisies))


@famille("séquence ôtée du plan", "plan_de_travail", PLAN, lignes=True)
def otee_du_plan(t: Tirage) -> Edition:
    ligne = int(t.un(t.feuilles.lignes(ORDRE, "Séq.")))
    return edition(f"ligne {ligne} de l’ordre supprimée", Geste("supprimer", ORDRE, ligne))


@famille("type de jour forcé", "plan_de_travail", EQUIPE)
def type_force(t: Tirage) -> Edition:
    f = t.feuilles
    lignes = t.hasard.sample(f.lignes(CALENDRIER, "Jour"), 4)
    lettres = [str(t.un("TRV")) for _ in lignes]
    gestes = [f.poser(CALENDRIER, n, "Type forcé", lettre) for n, lettre in zip(lignes, lettres, strict=True)]
    return edition(f"types forcés {'/'.join(lettres)}", gestes)


@famille("case forcée", "plan_de_travail", CACHETS)
def case_forcee(t: Tirage) -> Edition:
    f = t.feuilles
    debut = f.premiere(CASES, "Case")
    gestes = []
    for ligne in range(debut, debut + 3):
        lettre = t.un(["T", "T", "R", "V", "E", None])
        gestes.append(f.poser(CASES, ligne, "Rôle n°", t.hasard.randint(1, 17)))
        gestes.append(f.poser(CASES, ligne, "Jour n°", t.hasard.randint(1, 26)))
        gestes.append(f.poser(CASES, ligne, "Case", lettre))
    return edition("trois cases forcées", gestes)


@famille("case forcée en ligne ajoutée", "plan_de_travail", CACHETS, surement=True, lignes=True)
def case_ajoutee(t: Tirage) -> Edition:
    saisies = {"Rôle n°": t.un([12, 14, 15, 16, 17]), "Jour n°": t.un([25, 28, 30]), "Case": "T", "Motif": "essai"}
    return edition(f"case T {t.place}", t.feuilles.inserer(CASES, "Case", t.place, saisies))


@famille("cachets forcés", "plan_de_travail", CACHETS, surement=True)
def cachets_forces(t: Tirage) -> Edition:
    ligne = int(t.un(t.feuilles.lignes(PLAN_ROLES, "N°")))
    combien = t.un([0, 24, 31])
    return edition(f"{combien} cachets garantis", t.feuilles.poser(PLAN_ROLES, ligne, "Cachets forcés", combien))
