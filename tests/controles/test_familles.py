"""Every declared check has its bad edit: the edit turns that very check, and it was fine before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import declarees
import pytest

from chargeprod_xl.classeurs.valeurs import Erreur
from chargeprod_xl.liens.formules import adresse, lire_plage
from controles import fautes_du_devis, tableur
from controles.atelier import Contenu, calculer, copier, ecrire, lire, reperer, table, verdicts
from controles.vivant import Gestes, PackOuvert, Verdicts

#: A sheet, what the row to edit holds, and what to type under which titles.
Saisie = tuple[str, Mapping[str, Contenu], Mapping[str, Contenu]]


def _un(classeur: str, feuille: str, **cellules: Contenu) -> Gestes:
    return {(classeur, feuille): cellules}


def _journees(*jours: tuple[float, str, float, float], personne: float = 10.0) -> Gestes:
    """Days of the director of production, or of another: date, work, beginning and end in hours."""
    cellules: dict[str, Contenu] = {}
    for n, (date_, travail, debut, fin) in enumerate(jours, 5):
        siennes = {"A": personne, "C": date_, "E": travail, "F": debut / 24, "I": fin / 24}
        cellules |= {f"{colonne}{n}": valeur for colonne, valeur in siennes.items()}
    return {("equipe", "Feuilles d’heures"): cellules}


PREPARATION = "préparation"
#: Monday 5 April 2027.
LUNDI = 46_482.0
FEUILLES: Mapping[tuple[str, str], Gestes] = {
    ("equipe", "Chaque journée a une personne et des heures possibles"): _journees((LUNDI, PREPARATION, 9, -1)),
    ("equipe", "Chaque journée a son emploi"): _journees((LUNDI, PREPARATION, 9, 17), personne=900.0),
    ("equipe", "Une personne a une seule ligne par jour"): _journees(
        (LUNDI, PREPARATION, 9, 12), (LUNDI, PREPARATION, 14, 18)
    ),
    # Five days of thirteen hours.
    ("equipe", "Aucune semaine au-delà de 60 heures"): _journees(
        *((LUNDI + n, PREPARATION, 7.0, 20.0) for n in range(5))
    ),
    ("equipe", "Repos quotidien et amplitude respectés"): _journees(
        (LUNDI, PREPARATION, 14, 23), (LUNDI + 1, PREPARATION, 8, 16)
    ),
    # Person 6 directs the film.
    ("equipe", "Chaque journée est comptée par la convention"): _journees(
        (LUNDI + 14, "tournage", 9, 17), personne=6.0
    ),
}

#: By workbook and check: what to type, where the template does not say it (``faute:``).
#: An edit upstream is followed through the whole pack.
FAUTES: Mapping[tuple[str, str], Gestes] = {
    **declarees.fautes(),
    **FEUILLES,
    ("equipe", "Chaque mois de tournage a ses emplois"): _un("projet", "Phases", B8=46_538.0),  # from the end of May
    ("equipe", "Chaque emploi a son minimum conventionnel"): {},
    ("equipe", "Les barèmes de paie sont ceux de l’année du tournage"): {},
    ("equipe", "Les registres ont leur date de situation"): {},
    ("tresorerie", "Tout le devis est décaissé dans la période"): _un("projet", "Hypothèses", B22=46_500.0),
    ("tresorerie", "Le solde final couvre le film"): {},
    ("tresorerie", "Les intérêts estimés tiennent dans la rubrique 94 du devis"): {},
}


EMPLOIS, BAREMES = "Emplois", "Barèmes paie"
EN_AVRIL: Mapping[str, Contenu] = {"Phase": "préparation", "Mois": 46_478.0, "Engagement": "continu"}
EN_MARS: Mapping[str, Contenu] = {"Mois": 46_447.0}
DIRECTRICE: Mapping[str, Contenu] = {"Nom": "Directrice de production", **EN_AVRIL}
#: In « Équipe et paie », where rows are found by what they say.
PAR_TITRES: Mapping[tuple[str, str], Saisie] = {
    ("equipe", "Les catégories reprennent tous les salaires"): (EMPLOIS, DIRECTRICE, {"Catégorie": 42.0}),
    ("equipe", "Chaque personne a un emploi"): ("Personnes", {"N°": 10.0}, {"N°": 900.0}),
    ("equipe", "Chaque emploi a une fonction, un profil et une catégorie"): (EMPLOIS, DIRECTRICE, {"Fonction": None}),
    ("equipe", "Chaque emploi est celui d’une personne connue"): (EMPLOIS, DIRECTRICE, {"Personne n°": 900.0}),
    # April 2031, long after the film.
    ("equipe", "Chaque emploi payé est dans un mois qui a ses taux"): (EMPLOIS, DIRECTRICE, {"Mois": 47_939.0}),
    ("equipe", "Quantités, taux, jours, heures et plafonds sont des nombres possibles"): (
        EMPLOIS,
        DIRECTRICE,
        {"Heures saisies": -39.0},
    ),
    ("equipe", "Aucun salaire sous le minimum conventionnel"): (EMPLOIS, DIRECTRICE, {"Taux convenu": 1_000.0}),
    # The administrator has the same dates: one person, two contracts, two ceilings.
    ("equipe", "Aucun plafond compté deux fois pour les mêmes dates"): (
        EMPLOIS,
        {"Nom": "Administrateur de production", **EN_AVRIL},
        {"Personne n°": 10.0},
    ),
    ("equipe", "Aucun emploi au-delà de 60 heures par semaine"): (EMPLOIS, DIRECTRICE, {"Heures saisies": 200.0}),
    ("equipe", "Personne n’a plus d’un plafond mensuel"): (
        "Assiettes",
        {"Rang": 1.0},
        {"Plafond commun du mois": 9_999.0},
    ),
    ("equipe", "Les cotisations portent sur tout le brut des emplois"): (
        EMPLOIS,
        DIRECTRICE,
        {"Profil de paie": "stagiaire"},
    ),
    # Nothing says what it covers.
    ("equipe", "Aucun défraiement au-dessus de la limite exonérée"): (
        EMPLOIS,
        DIRECTRICE,
        {"Jours défrayés": 2.0, "Défraiement par jour": 40.0},
    ),
    # More than half of what is earned.
    ("equipe", "Le net estimé est entre la moitié du brut et le brut"): (
        BAREMES,
        {"Barème": "CSG, part du salarié"},
        {"Forcé": 0.55},
    ),
    ("equipe", "Les emplois reprennent toutes les feuilles d’heures"): (
        EMPLOIS,
        DIRECTRICE,
        {"Majorations des feuilles": 10.0},
    ),
    ("equipe", "Chaque cotisation a son organisme"): (
        "Organismes",
        {"Cotisation": "Congés spectacles"},
        {"Versée à": "Caisse inconnue"},
    ),
    ("equipe", "La somme des cotisations est le total des charges"): (
        "Organismes",
        {"Cotisation": "Congés spectacles"},
        {"Montant": 1.0},
    ),
    ("equipe", "Chaque mois a ses barèmes"): (
        BAREMES,
        {"Barème": "Plafond mensuel de la sécurité sociale (PMSS)"},
        {"Forcé": 0.0},
    ),
    # The shoot ends on 28 May 2027; the rate held until the last day of April, and nothing follows it.
    ("equipe", "Aucun barème de paie n’expire avant la fin du tournage"): (
        BAREMES,
        {"Barème": "Cotisation aux Congés spectacles"},
        {"Valable au": 46_507.0},
    ),
    ("equipe", "Chaque embauche a sa date"): (EMPLOIS, DIRECTRICE | EN_MARS, {"Du": None}),
    # Hired on 22 March 2027: declared the day after, then nine days before.
    ("equipe", "Aucune DPAE en retard"): (EMPLOIS, DIRECTRICE, {"DPAE faite le": 46_469.0}),
    ("equipe", "Aucune DPAE plus de huit jours avant l’embauche"): (EMPLOIS, DIRECTRICE, {"DPAE faite le": 46_459.0}),
    ("equipe", "Le registre AEM porte tous les salaires"): (EMPLOIS, DIRECTRICE, {"Personne n°": None}),
    ("equipe", "Le registre AEM porte toutes les heures"): (EMPLOIS, DIRECTRICE, {"Personne n°": None}),
    # April is to be sent before 15 May: sent on the 17th.
    ("equipe", "Aucune AEM en retard"): (EMPLOIS, DIRECTRICE, {"AEM envoyée le": 46_524.0}),
    ("equipe", "Chaque date de déclaration est lue par un registre"): (
        EMPLOIS,
        DIRECTRICE,
        {"DPAE faite le": "en mars"},
    ),
    ("equipe", "L’effectif de la société est donné"): (
        "Réglages paie",
        {"Libellé": "Effectif de la société"},
        {"Valeur": None},
    ),
}


def _par_titres(pack: Path, saisie: Saisie) -> Gestes:
    feuille, quand, contenus = saisie
    lu = lire(pack / "equipe.xlsx")
    return _un("equipe", feuille, **{reperer(lu, feuille, titre, quand): valeur for titre, valeur in contenus.items()})


def _semaine_de_television(pack: Path) -> Gestes:
    """Five days of ten hours by the director of production, under agreement 2642."""
    convention = _par_titres(pack, (EMPLOIS, DIRECTRICE, {"Convention": "2642"}))
    return {**convention, **_journees(*((LUNDI + n, PREPARATION, 8.0, 18.0) for n in range(5)))}


def _charges_oubliees(pack: Path) -> Gestes:
    """The large contributions forced to nothing: what is left is less than half of the wages."""
    lu = lire(pack / "equipe.xlsx")
    grosses = [
        "Maladie, maternité, invalidité, décès, taux plein",
        "Vieillesse plafonnée",
        "Assurance chômage, annexes 8 et 10, part de l’employeur",
        "Agirc-Arrco, tranche 2, cadres, part de l’employeur",
        "Cotisation aux Congés spectacles",
    ]
    return _un("equipe", BAREMES, **{reperer(lu, BAREMES, "Forcé", {"Barème": nom}): 0.0 for nom in grosses})


def _deux_dates(pack: Path, titre: str, mois: tuple[float, float], phases: tuple[str, str]) -> Gestes:
    """A date on a row of a contract, another on the next one."""
    lu = lire(pack / "equipe.xlsx")
    lignes = [{"Nom": "Directrice de production", "Mois": m, "Phase": p} for m, p in zip(mois, phases, strict=True)]
    cellules = [reperer(lu, EMPLOIS, titre, quand) for quand in lignes]
    return _un("equipe", EMPLOIS, **dict(zip(cellules, (46_461.0, 46_462.0), strict=True)))


def _tous_les_emplois_a_part(pack: Path) -> Gestes:
    """No two rows have the same function: each is a hiring of its own."""
    t = table(lire(pack / "equipe.xlsx"), EMPLOIS)
    premiere, derniere = t.lignes_donnees
    colonne = t.rangs["fonction"]
    return _un("equipe", EMPLOIS, **{adresse(n, colonne): f"Fonction {n}" for n in range(premiere, derniere)})


def _une_ligne_du_devis_par_emploi(pack: Path) -> Gestes:
    """Each row of « Emplois » is paid by a line of the devis of its own."""
    t = table(lire(pack / "equipe.xlsx"), EMPLOIS)
    premiere, derniere = t.lignes_donnees
    colonne = t.rangs["ligne du devis"]
    return _un("equipe", EMPLOIS, **{adresse(n, colonne): f"2{n}" for n in range(premiere, derniere)})


SUR_UNE_LIGNE: Mapping[tuple[str, str], Callable[[Path], Gestes]] = {
    ("devis", "Charges des techniciens : au moins la moitié des salaires"): _charges_oubliees,
    ("equipe", "Aucune semaine de l’audiovisuel au-delà de 48 heures"): _semaine_de_television,
    ("equipe", "Chaque ligne du devis d’une personne a sa place"): _une_ligne_du_devis_par_emploi,
    ("equipe", "Les lignes du devis reprennent tous les salaires"): partial(
        _par_titres, saisie=(EMPLOIS, DIRECTRICE, {"Ligne du devis": None})
    ),
    ("equipe", "Chaque embauche a sa ligne au registre DPAE"): _tous_les_emplois_a_part,
    ("equipe", "Chaque attestation a sa ligne au registre AEM"): _tous_les_emplois_a_part,
    ("equipe", "Une seule date de DPAE par embauche"): partial(
        _deux_dates, titre="DPAE faite le", mois=(46_447.0, 46_478.0), phases=("préparation", "tournage")
    ),
    ("equipe", "Une seule date d’AEM par personne, contrat et mois"): partial(
        _deux_dates, titre="AEM envoyée le", mois=(46_478.0, 46_478.0), phases=("préparation", "tournage")
    ),
    **{cle: partial(_par_titres, saisie=saisie) for cle, saisie in PAR_TITRES.items()},
}
HORS, FORMULES = " : aucune ligne hors du tableau", " : chaque ligne a ses formules"


@pytest.fixture(scope="module")
def ouvert(pack_demo: Path) -> PackOuvert:
    return PackOuvert(pack_demo)


@pytest.fixture(scope="module")
def avant(ouvert: PackOuvert) -> Verdicts:
    return ouvert.verdicts(ouvert.avant)


@pytest.mark.parametrize(
    "cle", [*FAUTES, *SUR_UNE_LIGNE, *fautes_du_devis.FAUTES], ids=lambda cle: f"{cle[0]} : {cle[1]}"
)
def test_une_mauvaise_saisie_allume_son_controle(
    cle: tuple[str, str], pack_demo: Path, ouvert: PackOuvert, avant: Verdicts
) -> None:
    if cle in fautes_du_devis.FAUTES:
        gestes = fautes_du_devis.gestes(pack_demo, cle)
    else:
        gestes = FAUTES[cle] if cle in FAUTES else SUR_UNE_LIGNE[cle](pack_demo)
    apres = ouvert.juger(gestes) if gestes else avant
    assert apres[cle].etat != "ok"
    assert apres[cle].remede
    assert not gestes or avant[cle].etat == "ok"


PLACE = ("equipe", "Chaque emploi a sa ligne d’assiettes et de cotisations")


def test_plus_d_emplois_que_de_lignes_preparees_se_voit(pack_demo: Path, tmp_path: Path, avant: Verdicts) -> None:
    """Forty rows inserted in « Emplois »: « Assiettes » was made with some twenty to spare."""
    assert avant[PLACE].etat == "ok"
    chemin = copier(pack_demo, tmp_path / "pack") / "equipe.xlsx"
    ligne = table(lire(chemin), EMPLOIS).lignes_donnees[1]
    tableur.jouer(tmp_path, {chemin: [tableur.inserer(EMPLOIS, ligne, 40)]})
    apres = verdicts(chemin.parent, "equipe")[PLACE]
    assert apres.etat == "erreur"
    assert "régénérez" in apres.remede


TABLES = [(t.classeur, t.feuille) for t in declarees.extensibles()]


@pytest.mark.parametrize(("classeur", "feuille"), TABLES)
def test_une_ligne_hors_du_tableau_ou_sans_formule_se_voit(
    classeur: str, feuille: str, pack_demo: Path, tmp_path: Path
) -> None:
    travail = copier(pack_demo, tmp_path / "pack")
    chemin = travail / f"{classeur}.xlsx"
    lu = lire(chemin)
    t, lue = table(lu, feuille), lu.feuille(feuille)
    assert lue is not None
    ecrire(chemin, feuille, {f"A{t.plage.ligne_fin + 4}": "oubliée"})
    premiere = t.lignes_donnees[0]
    calculees = [p for p, c in lue.cellules.items() if p[0] == premiere and c.formule and t.plage.contient(*p)]
    ecrire(chemin, feuille, {adresse(*p): None for p in calculees})
    apres = verdicts(travail, classeur)
    assert apres[classeur, feuille + HORS].etat == "erreur"
    assert apres[classeur, feuille + FORMULES].etat == "erreur"


def test_chaque_controle_declare_a_sa_mauvaise_saisie(avant: Verdicts) -> None:
    """Border checks (« Liens ») have theirs in tests/liens."""
    des_tables = {(c, f + suffixe) for c, f in TABLES for suffixe in (HORS, FORMULES)}
    declares = {cle for cle, verdict in avant.items() if verdict.feuille != "Liens"}
    assert declares == {*FAUTES, *SUR_UNE_LIGNE, *fautes_du_devis.FAUTES, PLACE, *des_tables}


@pytest.mark.parametrize("valeur", [None, "oui", "● peut-être"])
def test_un_controle_vide_ou_illisible_ne_passe_pas_pour_bon(valeur: Contenu, pack_demo: Path, tmp_path: Path) -> None:
    travail = copier(pack_demo, tmp_path / "pack")
    ecrire(travail / "bilan.xlsx", "Contrôles bilan", {"E11": valeur})
    verdict = verdicts(travail, "bilan")["bilan", "Les postes retrouvent l’estimé final des rubriques"]
    assert verdict.etat == ("ok" if valeur == "● peut-être" else "erreur")


def test_une_case_forcee_s_impose_au_plan(pack_demo: Path, tmp_path: Path) -> None:
    """The key of a forced cell is calculated: a source of rows that also has a « cle » must not fill it."""
    travail = copier(pack_demo, tmp_path / "pack")
    ecrire(travail / "plan_de_travail.xlsx", "Cases forcées", {"A5": 2.0, "B5": 1.0, "C5": "E"})
    assert calculer(travail, "plan_de_travail").valeur("Plan de travail", "C12") == "E"


NOMBRES_POSSIBLES = "Quantités, taux, jours, heures et plafonds sont des nombres possibles"
#: Where a text may be typed instead of a number, and whether the row is then paid nothing.
TEXTES = {
    "Personnes": True,
    "Quantité saisie": True,
    "Taux convenu": True,
    "Majorations": False,
    "Heures saisies": False,
    "Jours saisis": False,
    "Plafond saisi": False,
}


@pytest.mark.parametrize("titre", TEXTES)
def test_un_texte_a_la_place_d_un_nombre_est_signale_et_jamais_compte(
    titre: str, pack_demo: Path, ouvert: PackOuvert
) -> None:
    lu, avant = lire(pack_demo / "equipe.xlsx"), ouvert.avant
    paye = reperer(lu, EMPLOIS, "Brut", DIRECTRICE)
    total = adresse(table(lu, EMPLOIS).plage.ligne_fin + 1, lire_plage(paye).colonne_debut)
    apres = ouvert.calculer(_un("equipe", EMPLOIS, **{reperer(lu, EMPLOIS, titre, DIRECTRICE): "à voir"}))
    perdu = _nombre(avant.valeur(EMPLOIS, paye)) if TEXTES[titre] else 0.0
    assert _nombre(avant.valeur(EMPLOIS, paye)) > 0
    assert _nombre(apres.valeur(EMPLOIS, total)) == _nombre(avant.valeur(EMPLOIS, total)) - perdu
    devis = {lieu: v for lieu, v in apres.valeurs.items() if lieu.classeur == "devis.xlsx"}
    assert devis
    assert {lieu: v for lieu, v in devis.items() if isinstance(v, Erreur)} == {}
    assert ouvert.verdicts(apres)["equipe", NOMBRES_POSSIBLES].etat == "erreur"


def _nombre(valeur: object) -> float:
    assert isinstance(valeur, float)
    return valeur


def test_une_fonction_inconnue_n_a_pas_de_minimum(pack_demo: Path, ouvert: PackOuvert, avant: Verdicts) -> None:
    """The demo has such functions already: one more is counted, and the row says so."""
    lu = lire(pack_demo / "equipe.xlsx")
    saisie = {reperer(lu, EMPLOIS, "Fonction", DIRECTRICE): "Capitaine du bac"}
    etat = reperer(lu, EMPLOIS, "État du taux", DIRECTRICE)
    sans_minimum = ("equipe", "Chaque emploi a son minimum conventionnel")
    apres = ouvert.calculer(_un("equipe", EMPLOIS, **saisie))
    jugements = ouvert.verdicts(apres)
    assert jugements[sans_minimum].etat == "a_voir"
    assert _nombre(jugements[sans_minimum].valeur) == _nombre(avant[sans_minimum].valeur) + 1
    assert ouvert.avant.valeur(EMPLOIS, etat) == "● OK"
    assert apres.valeur(EMPLOIS, etat) == "▲ Sans minimum"
