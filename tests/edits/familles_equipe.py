"""Edits of the crew: every typed column of an « emploi », its rows, the rates of pay and the company's choices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from oracle.lecture import jour

from edits.familles import CAISSE, CREDIT, EQUIPE, RIEN, Tirage, edition, famille
from edits.gestes import Edition, Geste, Saisie

EMPLOIS, PERSONNES, BAREMES, REGLAGES = "Emplois", "Personnes", "Barèmes paie", "Réglages paie"
TECHNICIENS = ("technicien cadre", "technicien non-cadre")
Condition = Callable[[object], bool] | object


def un_emploi(t: Tirage, **conditions: Condition) -> int:
    """A row that pays somebody, and whose columns are as asked."""
    demandes = {"Brut": _plus_de(0), **conditions}
    return int(t.un(n for n in t.feuilles.lignes(EMPLOIS, "Personne n°") if _convient(t, n, demandes)))


def _convient(t: Tirage, ligne: int, conditions: dict[str, Condition]) -> bool:
    lus = ((t.feuilles.cellule(EMPLOIS, ligne, titre), attendu) for titre, attendu in conditions.items())
    return all(attendu(lu) if callable(attendu) else lu == attendu for lu, attendu in lus)


def _plus_de(montant: float) -> Callable[[object], bool]:
    return lambda lu: isinstance(lu, float) and lu > montant


def taper(t: Tirage, titre: str, valeur: Saisie, **conditions: Condition) -> Edition:
    ligne = un_emploi(t, **conditions)
    nom, mois = (t.feuilles.cellule(EMPLOIS, ligne, c) for c in ("Nom", "Mois"))
    return edition(
        f"{EMPLOIS} {ligne} ({nom}, {jour(mois):%m/%Y}), {titre} : {valeur}",
        t.feuilles.poser(EMPLOIS, ligne, titre, valeur),
    )


def changer(t: Tirage, titre: str, valeurs: list[Saisie], **conditions: Condition) -> Edition:
    """A value that is not the one that stands there."""
    ligne = un_emploi(t, **conditions)
    actuelle = t.feuilles.cellule(EMPLOIS, ligne, titre)
    valeur = t.un(v for v in valeurs if v != actuelle)
    return edition(
        f"{EMPLOIS} {ligne}, {titre} : {actuelle} → {valeur}", t.feuilles.poser(EMPLOIS, ligne, titre, valeur)
    )


SALARIE: dict[str, Condition] = {"Catégorie": lambda c: c in (43.0, 44.0, 45.0, 46.0), "Brut": _plus_de(2000)}


@famille("quantité saisie d’un emploi", "equipe", EQUIPE, surement=True)
def quantite(t: Tirage) -> Edition:
    return taper(t, "Quantité saisie", t.un([0, 0.5, 7.25]), **SALARIE)


@famille("quantité rendue au plan", "equipe", EQUIPE, surement=True)
def quantite_du_plan(t: Tirage) -> Edition:
    return taper(t, "Quantité saisie", None, **{"Quantité saisie": _plus_de(0), "Suit le plan": "N", **SALARIE})


@famille("taux convenu d’un emploi", "equipe", EQUIPE, surement=True)
def taux_convenu(t: Tirage) -> Edition:
    return taper(t, "Taux convenu", t.un([0, 87.35, 9000, 21000.5]), **SALARIE)


@famille("majorations d’un emploi", "equipe", EQUIPE, surement=True)
def majorations(t: Tirage) -> Edition:
    return taper(t, "Majorations", t.un([999.99, 2500, 16000]), **SALARIE)


@famille("plusieurs personnes sur une ligne", "equipe", EQUIPE, surement=True)
def personnes(t: Tirage) -> Edition:
    return taper(t, "Personnes", t.un([0, 2, 5]), **{"Personnes": 1.0, "Suit le plan": lambda s: s != "F"}, **SALARIE)


@famille("mois d’un emploi", "equipe", EQUIPE)
def mois(t: Tirage) -> Edition:
    autres: list[Saisie] = [date(2027, 3, 27), date(2027, 8, 1), date(2027, 11, 30)]
    avril_ou_mai = {"Mois": lambda m: jour(m) in (date(2027, 4, 1), date(2027, 5, 1))}
    return taper(t, "Mois", t.un(autres), **avril_ou_mai)


@famille("dates d’un contrat", "equipe", EQUIPE)
def dates(t: Tirage) -> Edition:
    ligne = un_emploi(t, **{"Suit le plan": "N", "Engagement": "continu"})
    f = t.feuilles
    debut = jour(f.cellule(EMPLOIS, ligne, "Du"))
    fin = debut + timedelta(days=int(t.un([-2, 0, 3, 11])))
    return edition(f"{EMPLOIS} {ligne} finit le {fin}", f.poser(EMPLOIS, ligne, "Au", fin))


@famille("profil de paie", "equipe", EQUIPE, surement=True)
def profil(t: Tirage) -> Edition:
    profils: list[Saisie] = [*TECHNICIENS, "réalisateur", "artiste", "figurant", "auteur"]
    return changer(t, "Profil de paie", profils, **SALARIE)


@famille("abattement d’un artiste", "equipe", EQUIPE, surement=True)
def abattement(t: Tirage) -> Edition:
    return taper(t, "Abattement", "O", **{"Profil de paie": "artiste", "Brut": _plus_de(1000)})


@famille("abattement de qui n’y a pas droit", "equipe", RIEN)
def abattement_sans_droit(t: Tirage) -> Edition:
    return taper(t, "Abattement", "O", **{"Profil de paie": lambda p: p != "artiste"})


@famille("dates de déclaration", "equipe", RIEN)
def dates_de_declaration(t: Tirage) -> Edition:
    """The registers read them, and nothing that is paid does."""
    f, ligne = t.feuilles, un_emploi(t, **SALARIE)
    return edition(
        f"{EMPLOIS} {ligne} : DPAE et AEM",
        f.poser(EMPLOIS, ligne, "DPAE faite le", t.un([date(2027, 3, 15), date(2027, 4, 12)])),
        f.poser(EMPLOIS, ligne, "AEM envoyée le", date(2027, 5, 10)),
        f.poser_champ(REGLAGES, "Situation des registres au", date(2027, 4, 20)),
    )


@famille("défraiements", "equipe", RIEN)
def defraiements(t: Tirage) -> Edition:
    """Paid by poste 6 of the devis: no wage and no charge moves."""
    f, ligne = t.feuilles, un_emploi(t, **SALARIE)
    return edition(
        f"{EMPLOIS} {ligne} : défraiements",
        f.poser(EMPLOIS, ligne, "Défraiement", t.un(["un repas", "repas et nuit"])),
        f.poser(EMPLOIS, ligne, "Jours défrayés", t.un([1, 12])),
        f.poser(EMPLOIS, ligne, "Défraiement par jour", t.un([19.5, 150])),
    )


@famille("engagement", "equipe", EQUIPE)
def engagement(t: Tirage) -> Edition:
    return changer(t, "Engagement", ["continu", "journée"], **SALARIE)


@famille("jours saisis d’un emploi", "equipe", EQUIPE)
def jours(t: Tirage) -> Edition:
    return taper(t, "Jours saisis", t.un([0, 2.5, 31]), **SALARIE)


@famille("plafond saisi d’un emploi", "equipe", EQUIPE)
def plafond(t: Tirage) -> Edition:
    return taper(t, "Plafond saisi", t.un([0, 133.5, 2002.5, 9999]), **SALARIE)


@famille("heures saisies d’un bas salaire", "equipe", EQUIPE, surement=True)
def heures(t: Tirage) -> Edition:
    bas: dict[str, Condition] = {"Profil de paie": "technicien non-cadre", "Taux convenu": lambda x: 500 < x < 700}
    return taper(t, "Heures saisies", t.un([12, 70.5, 300]), **bas)


@famille("catégorie d’un emploi", "equipe", EQUIPE, surement=True)
def categorie(t: Tirage) -> Edition:
    return changer(t, "Catégorie", [41, 43, 44, 45, 46], **SALARIE)


@famille("phase d’un emploi", "equipe", EQUIPE)
def phase(t: Tirage) -> Edition:
    """Hours change with it: the reduction of a low wage too."""
    return changer(t, "Phase", ["préparation", "tournage", "finitions"], **{"Profil de paie": "technicien non-cadre"})


@famille("unité d’un emploi", "equipe", EQUIPE)
def unite(t: Tirage) -> Edition:
    return changer(t, "Unité", [*"SJCMFU"])


@famille("source de la quantité d’un emploi", "equipe", EQUIPE)
def suit_le_plan(t: Tirage) -> Edition:
    tournes = (date(2027, 4, 1), date(2027, 5, 1))
    return changer(t, "Suit le plan", [*"ONF"], **{"Mois": lambda m: jour(m) in tournes})


@famille("rôle d’un emploi", "equipe", EQUIPE)
def role(t: Tirage) -> Edition:
    return changer(t, "Rôle n°", [1, 5, 17, 44, None], **{"Rôle n°": _plus_de(0)})


@famille("deux emplois d’une personne", "equipe", EQUIPE)
def plafond_partage(t: Tirage) -> Edition:
    """Two contracts in one month: one person has one ceiling."""
    seul: dict[str, Condition] = {"Personnes": 1.0, "Suit le plan": lambda s: s != "F", **SALARIE}
    premier = un_emploi(t, **seul)
    f = t.feuilles
    numero, en = f.cellule(EMPLOIS, premier, "Personne n°"), f.cellule(EMPLOIS, premier, "Mois")
    second = un_emploi(t, **{"Mois": en, "Personne n°": lambda n: n != numero, **seul})
    phrase = f"{EMPLOIS} {premier} et {second} : personne {numero:g}"
    return edition(phrase, f.poser(EMPLOIS, second, "Personne n°", numero))


@famille("fonction et convention", "equipe", CREDIT)
def fonction(t: Tirage) -> Edition:
    """They give the minimum wage, which is a check: nothing that is paid."""
    f, ligne = t.feuilles, un_emploi(t, **{"Profil de paie": lambda p: p in TECHNICIENS})
    return edition(
        f"{EMPLOIS} {ligne} : autre fonction",
        f.poser(EMPLOIS, ligne, "Fonction", t.un(["Scripte cinéma", "Capitaine du bac", "Machiniste*"])),
        f.poser(EMPLOIS, ligne, "Convention", t.un(["3097 annexe III", "hors grille"])),
    )


@famille("convention de l’audiovisuel", "equipe", EQUIPE, surement=True)
def audiovisuel(t: Tirage) -> Edition:
    """Its prévoyance and its branch have other rates."""
    return taper(t, "Convention", "2642", **{"Profil de paie": "technicien non-cadre", "Brut": _plus_de(2000)})


@famille("ligne du devis d’un emploi", "equipe", EQUIPE)
def ligne_du_devis(t: Tirage) -> Edition:
    """Its first digit is the poste whose net it weighs in."""
    return changer(t, "Ligne du devis", ["1112", "2324", "3211", None], **SALARIE)


EMPLOI: dict[str, Saisie] = {
    "Personne n°": 10, "Fonction": "Scripte cinéma", "Convention": "3097", "Ligne du devis": "2324", "Catégorie": 44,
    "Profil de paie": "technicien cadre", "Phase": "tournage", "Mois": date(2027, 4, 1), "Du": None, "Au": None,
    "Engagement": "continu", "Suit le plan": "O", "Rôle n°": None, "Personnes": 1, "Unité": "S",
    "Quantité saisie": None, "Taux convenu": 1450.5, "Majorations": None, "Heures saisies": None,
    "Jours saisis": None, "Plafond saisi": None, "Abattement": "N",
}  # fmt: skip
_VARIANTES: dict[str, dict[str, Saisie]] = {
    "semaines du plan, seconde ligne d’une personne": {},
    "mois d’un administrateur": {
        "Suit le plan": "N", "Unité": "M", "Quantité saisie": 0.75, "Taux convenu": 5200, "Phase": "finitions",
        "Mois": date(2027, 9, 1), "Du": date(2027, 9, 9), "Au": date(2027, 9, 30), "Personne n°": 11,
    },
    "cachets d’un rôle": {
        "Profil de paie": "artiste", "Catégorie": 46, "Unité": "C", "Engagement": "journée", "Rôle n°": 4,
        "Personne n°": 86, "Mois": date(2027, 5, 1), "Taux convenu": 433.33, "Abattement": "O",
    },
    "figurants du plan": {
        "Profil de paie": "figurant", "Catégorie": 46, "Suit le plan": "F", "Unité": "J", "Engagement": "journée",
        "Taux convenu": 131, "Personne n°": 82, "Majorations": 12.5,
    },
    "renforts à la journée": {
        "Profil de paie": "technicien non-cadre", "Catégorie": 45, "Suit le plan": "N", "Unité": "J", "Personnes": 4,
        "Engagement": "journée", "Quantité saisie": 3, "Taux convenu": 121.4, "Personne n°": 64,
    },
    "droits d’un auteur": {
        "Profil de paie": "auteur", "Catégorie": 41, "Suit le plan": "N", "Unité": "F", "Quantité saisie": 1,
        "Taux convenu": 18000, "Phase": "préparation", "Personne n°": 3,
    },
    "réalisateur payé cher": {
        "Profil de paie": "réalisateur", "Catégorie": 43, "Taux convenu": 16500, "Personne n°": 6, "Phase": "tournage",
    },
}  # fmt: skip


# Not surely: the charges of extras can be, to the euro, those at the global rate that they replace.
@famille("emploi ajouté", "equipe", EQUIPE, lignes=True)
def emploi_ajoute(t: Tirage) -> Edition:
    variante = str(t.un(v for v in _VARIANTES if v != "droits d’un auteur"))
    saisies = {**EMPLOI, **_VARIANTES[variante]}
    return edition(f"{variante}, {t.place}", t.feuilles.inserer(EMPLOIS, "Personne n°", t.place, saisies))


@famille("deux emplois ajoutés", "equipe", EQUIPE, lignes=True)
def deux_emplois_ajoutes(t: Tirage) -> Edition:
    def inserer(variante: str) -> list[Geste]:
        return t.feuilles.inserer(EMPLOIS, "Personne n°", t.place, {**EMPLOI, **_VARIANTES[variante]})

    noms = t.hasard.sample(sorted(_VARIANTES), 2)
    return edition(f"{' et '.join(noms)}, {t.place}", *map(inserer, noms))


@famille("emploi supprimé", "equipe", EQUIPE, surement=True, lignes=True)
def emploi_supprime(t: Tirage) -> Edition:
    ligne = un_emploi(t, **SALARIE)
    return edition(f"{EMPLOIS} {ligne} supprimé", Geste("supprimer", EMPLOIS, ligne))


@famille("personne ajoutée", "equipe", RIEN, lignes=True)
def personne_ajoutee(t: Tirage) -> Edition:
    saisies: dict[str, Saisie] = {"N°": 400, "Nom": "Aude Kervella", "Note": "remplaçante"}
    return edition(f"une personne {t.place}", t.feuilles.inserer(PERSONNES, "N°", t.place, saisies))


@famille("personne supprimée", "equipe", RIEN, lignes=True)
def personne_supprimee(t: Tirage) -> Edition:
    """Its rows of pay stay: a check says that nobody has this number, and no figure moves."""
    ligne = int(t.un(t.feuilles.lignes(PERSONNES, "N°")))
    return edition(f"{PERSONNES} {ligne} supprimée", Geste("supprimer", PERSONNES, ligne))


@famille("onze salariés et le versement mobilité", "equipe", EQUIPE, surement=True)
def onze_salaries(t: Tirage) -> Edition:
    f = t.feuilles
    return edition(
        "11 salariés à Paris",
        f.poser_champ(REGLAGES, "Effectif de la société", 11),
        f.poser_champ(REGLAGES, "Versement mobilité du lieu de travail", t.un([0.032, 0.0175])),
    )


@famille("soixante salariés et le versement mobilité", "equipe", EQUIPE, surement=True)
def soixante_salaries(t: Tirage) -> Edition:
    f = t.feuilles
    return edition(
        "60 salariés à Paris",
        f.poser_champ(REGLAGES, "Effectif de la société", t.un([50, 60])),
        f.poser_champ(REGLAGES, "Versement mobilité du lieu de travail", 0.032),
    )


@famille("dix salariés et un taux de mobilité", "equipe", RIEN)
def dix_salaries(t: Tirage) -> Edition:
    """The mobility payment is owed from eleven employees."""
    f = t.feuilles
    return edition(
        "10 salariés à Paris",
        f.poser_champ(REGLAGES, "Effectif de la société", 10),
        f.poser_champ(REGLAGES, "Versement mobilité du lieu de travail", 0.032),
    )


def reglage(t: Tirage, libelle: str, valeurs: list[object]) -> Edition:
    valeur = t.un(valeurs)
    return edition(f"{libelle} : {valeur}", t.feuilles.poser_champ(REGLAGES, libelle, valeur))


@famille("majoration des contrats courts", "equipe", EQUIPE, surement=True)
def majoration_cddu(t: Tirage) -> Edition:
    return reglage(t, "Majoration des contrats d’usage courts", ["N"])


@famille("méthode du plafond", "equipe", EQUIPE, surement=True)
def methode_du_plafond(t: Tirage) -> Edition:
    return reglage(t, "Plafond d’un mois incomplet", ["trentièmes payés"])


@famille("figurants au forfait", "equipe", EQUIPE, surement=True)
def forfait_figurants(t: Tirage) -> Edition:
    return reglage(t, "Assiette forfaitaire des figurants", ["O"])


@famille("prélèvement à la source", "equipe", CAISSE, surement=True)
def prelevement(t: Tirage) -> Edition:
    return reglage(t, "Prélèvement à la source moyen", [0, 0.12, None])


@famille("part du salarié forcée", "equipe", CAISSE, surement=True)
def part_du_salarie(t: Tirage) -> Edition:
    nom = str(t.un(["CSG, part du salarié", "Abattement de l’assiette de la CSG et de la CRDS"]))
    valeur = t.un([0.0, 0.12])
    ligne = t.feuilles.ligne(BAREMES, "Barème", nom)
    return edition(f"{nom} forcée à {valeur}", t.feuilles.poser(BAREMES, ligne, "Forcé", valeur))


@famille("heures d’une semaine", "equipe", EQUIPE, surement=True)
def heures_d_une_semaine(t: Tirage) -> Edition:
    return reglage(t, "Une semaine de tournage de cinq jours", [39, 42, 60])


_BAREMES: dict[str, list[float]] = {
    "Plafond mensuel de la sécurité sociale (PMSS)": [4100, 3800.5],
    "Plafond journalier d’un artiste engagé moins de cinq jours continus": [372],
    "SMIC horaire brut (métropole)": [12.57, 13],
    "Coefficient des taux des artistes": [0.75],
    "Réduction générale 2026 (RGDU), T delta, moins de 50 salariés": [0.36],
    "Maladie, maternité, invalidité, décès, taux plein": [0.1, 0],
    "Vieillesse plafonnée, artistes": [0.08],
    "Assurance chômage, annexes 8 et 10, part de l’employeur": [0.0945, 0.0505],
    "Agirc-Arrco, tranche 2, cadres, part de l’employeur": [0.1457],
    "Cotisation aux Congés spectacles": [0.154, 0.16],
    "Auteurs, contribution totale du diffuseur": [0.0165],
}


@famille("barème de paie forcé", "equipe", EQUIPE)
def bareme_de_paie(t: Tirage) -> Edition:
    nom = str(t.un(_BAREMES))
    valeur = t.un(_BAREMES[nom])
    ligne = t.feuilles.ligne(BAREMES, "Barème", nom)
    return edition(f"{nom} forcé à {valeur}", t.feuilles.poser(BAREMES, ligne, "Forcé", valeur))


@famille("plusieurs barèmes de paie forcés", "equipe", EQUIPE, surement=True)
def baremes_de_paie(t: Tirage) -> Edition:
    sur = "Cotisation aux Congés spectacles"
    noms = [sur, *t.hasard.sample(sorted(set(_BAREMES) - {sur}), 3)]
    gestes = [
        t.feuilles.poser(BAREMES, t.feuilles.ligne(BAREMES, "Barème", nom), "Forcé", _BAREMES[nom][0]) for nom in noms
    ]
    return edition(f"barèmes forcés : {', '.join(noms)}", gestes)


FEUILLES = "Feuilles d’heures"


def _heure(t: Tirage, premiere: int, derniere: int) -> float:
    """A time of day, on the quarter of an hour, as a part of a day."""
    return (premiere * 4 + t.hasard.randrange((derniere - premiere) * 4)) / 96


def une_journee(t: Tirage, emploi: int, le: date) -> list[Geste]:
    """A day of work typed in the time sheets: by day or by night, with or without a meal."""
    debut = t.un([_heure(t, 4, 9), _heure(t, 9, 15), _heure(t, 15, 20)])
    assert isinstance(debut, float)
    repas = debut + t.hasard.randint(8, 24) / 96
    fin = repas + t.hasard.randint(8, 28) / 96
    saisies: dict[str, Saisie] = {
        "Personne n°": int(t.feuilles.cellule(EMPLOIS, emploi, "Personne n°")),
        "Date": le,
        "Travail": t.feuilles.cellule(EMPLOIS, emploi, "Phase"),
        "Début": debut,
        "Repas de": repas % 1,
        "Repas à": (repas + 1 / 24) % 1,
        "Fin": (fin + 1 / 24) % 1,
        "Studio": t.un([*"ON"]),
        "Taux horaire saisi": t.un([None, None, 31.25]),
    }
    if t.hasard.random() < 0.2:
        saisies["Repas de"] = saisies["Repas à"] = None
    return t.feuilles.inserer(FEUILLES, "Date", t.place, saisies)


@famille("feuilles d’heures d’une personne", "equipe", EQUIPE, lignes=True)
def feuilles_d_heures(t: Tirage) -> Edition:
    """Six days in a row, a Sunday or a holiday among them when the month has one there."""
    emploi = un_emploi(
        t, **{"Personnes": 1.0, "Profil de paie": lambda p: p in TECHNICIENS, "Suit le plan": [*"ON"].__contains__}
    )
    mois = jour(t.feuilles.cellule(EMPLOIS, emploi, "Mois"))
    assert mois is not None
    premier = mois.replace(day=t.hasard.randint(1, 20))
    jours = [premier + timedelta(days=n) for n in range(6)]
    gestes = [une_journee(t, emploi, le) for le in jours]
    return edition(f"{FEUILLES} : {EMPLOIS} {emploi}, six jours dès le {premier:%d/%m/%Y}, {t.place}", *gestes)


@famille("feuilles d’heures en région parisienne", "equipe", EQUIPE, lignes=True)
def feuilles_a_paris(t: Tirage) -> Edition:
    une = feuilles_d_heures(t)
    return edition(
        f"{une.phrase}, à Paris",
        t.feuilles.poser_champ(REGLAGES, "Tournage en région parisienne", "O"),
        list(une.gestes),
    )


@famille("feuilles d’heures de l’audiovisuel", "equipe", EQUIPE, lignes=True)
def feuilles_de_l_audiovisuel(t: Tirage) -> Edition:
    """The same days by an employee of agreement 2642, of a listed function or not."""
    une = feuilles_d_heures(t)
    numero = next(g.valeur for g in une.gestes if g.feuille == FEUILLES and isinstance(g.valeur, int))
    lignes = t.feuilles.lignes(EMPLOIS, "Personne n°")
    siennes = [n for n in lignes if t.feuilles.cellule(EMPLOIS, n, "Personne n°") == numero]
    fonction_ = t.un(["Machiniste", "Habilleur", "Scripte spécialisé"])
    gestes = [
        geste
        for n in siennes
        for geste in (
            t.feuilles.poser(EMPLOIS, n, "Convention", "2642"),
            t.feuilles.poser(EMPLOIS, n, "Fonction", fonction_),
        )
    ]
    return edition(f"{une.phrase}, {fonction_} de l’audiovisuel", gestes, list(une.gestes))
