"""Edits of what makes one devis for all its readers: tags, territories, contractual lines, choices, tax credit."""

from __future__ import annotations

from datetime import date

from edits.familles import CREDIT, DEVIS, FINANCE, LECTEURS, Tirage, edition, famille
from edits.familles_devis import DETAIL, LIGNE, taper
from edits.gestes import Edition, Geste

CONTRACTUELLES, CHOIX, LECTEUR, DEVISES = "Lignes contractuelles", "Choix du devis", "Lecteurs", "Devises"
COMPARATIF = "Comparatif"
CREDIT_IMPOT, TERRITOIRES, PLAN = "Crédit d’impôt", "Dépenses territoriales", "Plan de financement"


def _rempli(valeur: object) -> bool:
    return valeur not in ("", 0.0)


def _lignes(t: Tirage, combien: int, **conditions: object) -> list[int]:
    return sorted({t.ligne_chiffree(**conditions) for _ in range(combien * 3)})[:combien]


def _etiqueter(t: Tirage, lignes: list[int], titre: str, valeur: object) -> list[Geste]:
    return [t.feuilles.poser(DETAIL, n, titre, valeur) for n in lignes]


@famille("parts de territoire", "devis", ("dépense",), surement=True)
def parts(t: Tirage) -> Edition:
    repere = t.un(["Part R1", "Part R2", "Part R3"])
    part = t.un([1, 0.5, 0.333])
    return edition(f"{repere} à {part}", _etiqueter(t, _lignes(t, 6), str(repere), part))


@famille("salaires dans un territoire qui ne compte pas les charges", "devis", ("dépense",), surement=True)
def parts_sans_charges(t: Tirage) -> Edition:
    f = t.feuilles
    ligne = f.ligne(LECTEUR, "Repère", "R2")
    lignes = _lignes(t, 4, Charges=lambda c: c in (44.0, 46.0))
    compte = f.poser(LECTEUR, ligne, "Charges comptées", t.un(["O", "N"]))
    return edition("salaires en R2", compte, _etiqueter(t, lignes, "Part R2", 0.8))


@famille("frais financiers dans un territoire", "devis", ("dépense",))
def parts_financieres(t: Tirage) -> Edition:
    return edition("rubrique 94 en R1", _etiqueter(t, _lignes(t, 2, Rubrique=94.0), "Part R1", 1))


@famille("apport d’une ligne", "devis", ("apport",), surement=True)
def apport(t: Tirage) -> Edition:
    return taper(t, "Apport", t.un(["industrie", "participation", "diffuseur"]))


@famille("pays d’une dépense", "devis", (*LECTEURS, *CREDIT), surement=True)
def pays(t: Tirage) -> Edition:
    f = t.feuilles
    ligne = t.ligne_chiffree(**{"Nature CI": "T"})
    montant = round(f.cellule(DETAIL, ligne, "Montant HT") / 3)
    nom = t.un(["Belgique", "Canada"])
    nomme = f.poser(LECTEUR, f.premiere(LECTEUR, "Pays"), "Pays", nom)
    saisies = [f.poser(DETAIL, ligne, "dont étranger", montant), f.poser(DETAIL, ligne, "Pays", nom)]
    return edition(f"{montant} € en {nom}", nomme, saisies)


@famille("plafond du crédit d’impôt nommé", "devis", (*CREDIT, "charges"))
def plafond(t: Tirage) -> Edition:
    choix = ["repas", "nuit", "nuit Paris", "trajet", "trajet lointain", "sans plafond"]
    return taper(t, "Plafond CI", t.un(choix), **{"Nature CI": "R"})


@famille("éligible forcé", "devis", CREDIT, surement=True)
def eligible_force(t: Tirage) -> Edition:
    return taper(t, "Éligible forcé", t.un([0, 12.5, 250]), **{"Éligible calculé": lambda e: e != "" and e > 500})


@famille("éligible des charges forcé", "devis", CREDIT, surement=True)
def charges_eligibles(t: Tirage) -> Edition:
    f = t.feuilles
    ligne = f.ligne("Charges sociales", "N°", t.un([44, 46]))
    return edition("éligible des charges forcé", f.poser("Charges sociales", ligne, "Éligible forcé", t.un([0, 4321])))


@famille("effets visuels", "devis", CREDIT)
def effets_visuels(t: Tirage) -> Edition:
    return taper(t, "Nature CI", "V", **{"Nature CI": "T"})


@famille("ligne en devise", "devis", DEVIS, surement=True)
def devise(t: Tirage) -> Edition:
    f = t.feuilles
    code, cours = t.un([("USD", 0.9215), ("GBP", 1.1634), ("CAD", 0.6677)])
    ligne = f.ligne(DEVISES, "Devise", code)
    saisies = [
        f.poser(DEVISES, ligne, titre, v)
        for titre, v in (("Cours", cours), ("Date du cours", date(2027, 1, 4)), ("Source", "banque"))
    ]
    chiffree = t.ligne_chiffree(Taux=_rempli)
    return edition(f"ligne {chiffree} en {code}", saisies, f.poser(DETAIL, chiffree, "Devise", code))


@famille("devise sans cours", "devis", DEVIS, surement=True)
def devise_sans_cours(t: Tirage) -> Edition:
    return taper(t, "Devise", "CHF", Taux=_rempli)


@famille("ligne exclue", "devis", DEVIS, surement=True)
def exclue(t: Tirage) -> Edition:
    return taper(t, "Inclus", "N")


@famille("scénario", "devis", DEVIS, surement=True)
def scenario(t: Tirage) -> Edition:
    f = t.feuilles
    lignes = _lignes(t, 4)
    gestes = [f.poser(DETAIL, n, "Scénario", lettre) for n, lettre in zip(lignes, "ABBC", strict=True)]
    return edition("scénario B", gestes, f.poser_champ(CHOIX, "Scénario compté", "B"))


@famille("montants simulés", "devis", DEVIS, surement=True)
def simules(t: Tirage) -> Edition:
    gestes = _etiqueter(t, _lignes(t, 5), "Montant simulé", t.un([0, 1234.56, 20000]))
    return edition("simulation", gestes, t.feuilles.poser_champ(CHOIX, "Compter les montants simulés", "O"))


@famille("montants simulés non comptés", "devis", ())
def simules_oublies(t: Tirage) -> Edition:
    return taper(t, "Montant simulé", 777)


@famille("salaire repris à la main", "devis", DEVIS, surement=True)
def salaire_a_la_main(t: Tirage) -> Edition:
    f = t.feuilles
    ligne = t.ligne_chiffree(**{"Personne n°": _rempli})
    saisies = {"Nombre": 1, "Prépa.": 2, "Finitions": 1, "Taux": t.un([1500, 987.65])}
    return edition(f"ligne {ligne} chiffrée au devis", [f.poser(DETAIL, ligne, k, v) for k, v in saisies.items()])


@famille("autre taux sur les quantités de l’équipe", "devis", DEVIS, surement=True)
def taux_d_une_ligne_suivie(t: Tirage) -> Edition:
    ligne = t.ligne_chiffree(**{"Personne n°": _rempli})
    saisies = {"Taux": t.un([1500, 987.65]), "Majorations": t.un([None, 250])}
    return edition(f"autre taux ligne {ligne}", [t.feuilles.poser(DETAIL, ligne, k, v) for k, v in saisies.items()])


@famille("deux lignes pour une personne", "devis", DEVIS, lignes=True)
def deux_lignes(t: Tirage) -> Edition:
    f = t.feuilles
    ligne = t.ligne_chiffree(**{"Personne n°": _rempli, "Charges": 44.0})
    siennes = {
        titre: f.cellule(DETAIL, ligne, titre) for titre in ("N°", "Personne n°", "Charges", "Poste", "Rubrique")
    }
    vides = dict.fromkeys(("Nombre", "Prépa.", "Finitions", "Taux", "Majorations", "dont étranger"))
    saisies = {**LIGNE, **siennes, **vides, "Unité": "S", "Nature CI": "P", "Plan": "N", "Paiement": "salaire"}
    return edition(f"ligne {ligne} partagée", f.inserer(DETAIL, "N°", t.place, saisies))


def _contractuelle(t: Tirage, debut: str) -> int:
    f = t.feuilles
    return next(
        n for n in f.lignes(CONTRACTUELLES, "Ligne") if str(f.cellule(CONTRACTUELLES, n, "Ligne")).startswith(debut)
    )


@famille("base d’une ligne contractuelle", "devis", DEVIS, surement=True)
def base(t: Tirage) -> Edition:
    ligne = _contractuelle(t, str(t.un(["Rémunération", "Frais généraux", "Imprévus"])))
    poste = str(t.un([1, 4, 7]))
    return edition(f"poste {poste} hors de la base", t.feuilles.poser(CONTRACTUELLES, ligne, poste, "N"))


@famille("assurances, bonne fin et frais financiers calculés", "devis", DEVIS, surement=True)
def calculees(t: Tirage) -> Edition:
    f = t.feuilles
    gestes = []
    for debut, taux, postes in (
        ("Assurances", 0.0125, "2345"),
        ("Garantie", 0.02, "123456789"),
        ("Frais financiers", 0.018, ""),
    ):
        ligne = _contractuelle(t, debut)
        gestes.append(f.poser(CONTRACTUELLES, ligne, "Taux", taux))
        gestes += [f.poser(CONTRACTUELLES, ligne, p, "O") for p in postes]
    imprevus = _contractuelle(t, "Imprévus")
    gestes += [f.poser(CONTRACTUELLES, imprevus, c, t.un(["O", "N"])) for c in ("Prod.", "FG", "FF")]
    return edition("trois lignes contractuelles de plus", gestes)


@famille("montant contractuel forcé", "devis", DEVIS, surement=True)
def contractuel_force(t: Tirage) -> Edition:
    ligne = _contractuelle(t, str(t.un(["Rémunération", "Frais généraux", "Imprévus"])))
    return edition("montant forcé", t.feuilles.poser(CONTRACTUELLES, ligne, "Montant forcé", t.un([0, 50000, 43210])))


@famille("genre du devis", "devis", DEVIS, surement=True)
def genre(t: Tirage) -> Edition:
    nom = t.un(["fiction", "animation", "documentaire", "spectacle"])
    return edition(f"genre : {nom}", t.feuilles.poser_champ(CHOIX, "Genre du devis", nom))


@famille("rémunération saisie en 2111", "devis", DEVIS, surement=True, lignes=True)
def saisie_2111(t: Tirage) -> Edition:
    producteur = {"N°": "2111", "Unité": "F", "Nombre": 1, "Prépa.": None, "Taux": 30000, "Charges": t.un([42, None])}
    saisies = {**LIGNE, **producteur, "Plan": "N", "Nature CI": "N", "Poste": 2, "Rubrique": 21, "Paiement": "salaire"}
    return edition("30 000 € en 2111", t.feuilles.inserer(DETAIL, "N°", t.place, saisies))


@famille("régime du crédit d’impôt", "financement", CREDIT)
def regime(t: Tirage) -> Edition:
    f = t.feuilles
    gestes = [f.poser_champ(CREDIT_IMPOT, "Régime", t.un(["audiovisuel", "international"]))]
    gestes.append(f.poser_champ(CREDIT_IMPOT, "Coproduction internationale", t.un(["O", "N"])))
    return edition("autre régime", gestes)


@famille("déduction des subventions", "financement", CREDIT)
def mode(t: Tirage) -> Edition:
    f = t.feuilles
    gestes = [
        f.poser_champ(CREDIT_IMPOT, "Déduction des subventions", t.un(["prorata", "aucune"])),
        f.poser_champ(CREDIT_IMPOT, "Subventions publiques affectées", t.un([80000, 200000])),
    ]
    return edition("subventions", gestes)


@famille("aides au-dessus de leur plafond", "financement", FINANCE, surement=True)
def ecretement(t: Tirage) -> Edition:
    f = t.feuilles
    ligne = f.ligne(PLAN, "Code", "D1")
    saisies = {"Montant saisi": t.un([900000, 1100000]), "Aide publique": "O", "Statut": "acquis"}
    return edition("région généreuse", [f.poser(PLAN, ligne, k, v) for k, v in saisies.items()])


@famille("dépense exigée d’un territoire", "financement", FINANCE, surement=True)
def exigence(t: Tirage) -> Edition:
    f = t.feuilles
    sources = [n for n in f.lignes(PLAN, "Montant saisi") if f.cellule(PLAN, n, "Code") != "F1"]
    repere = t.un(["R1", "R2", "R3"])
    multiple = f.poser(
        TERRITOIRES, f.ligne(TERRITOIRES, "Repère", repere), "Dépense exigée, en % de l’aide", t.un([1.2, 1.6])
    )
    return edition(f"aide de {repere}", f.poser(PLAN, int(t.un(sources)), "Territoire", repere), multiple)


@famille("montants figés du comparatif", "devis", ("figé",), surement=True)
def figes(t: Tirage) -> Edition:
    f = t.feuilles
    chiffrees = [n for n in f.lignes(COMPARATIF, "Rubrique") if f.cellule(COMPARATIF, n, "N°") in (23.0, 44.0, 71.0)]
    gestes = [
        f.poser(COMPARATIF, n, "Montant figé", m)
        for n, m in zip(chiffrees, (t.un([250000, 1]), 224000, 0), strict=False)
    ]
    gestes.append(f.poser(COMPARATIF, chiffrees[-1], "Motif", t.un(["seconde caméra", None])))
    poste = f.premiere(COMPARATIF, "Poste") + int(t.un(range(9)))
    gestes += [f.poser(COMPARATIF, poste, "Montant figé", 100000), f.poser_champ(COMPARATIF, "Total HT figé", 2000000)]
    gestes.append(f.poser_champ(COMPARATIF, "Écart d’une rubrique", t.un([0.001, 0.05, 0.5])))
    return edition("une version figée, à la main", gestes)
