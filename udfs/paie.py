"""Pay: what a salary costs, contributions by organisation, minimum wages, hours with their increases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Annotated

from udfs.baremes import donnees, exiger, minimums, periode
from udfs.cotisations import Salaire, controler, cotisations, lire_profil, plafond_du_mois
from udfs.erreurs import introuvable, nombre_refuse, valeur_refusee
from udfs.registre import Arg, Exemple, fonction, reconnaitre, sans_accents
from udfs.temps import CONVENTIONS, lire_convention
from udfs.valeurs import arrondi

PROFILS = ("technicien cadre", "technicien non-cadre", "réalisateur", "artiste", "figurant", "auteur")
_MESURES = {
    "semaine": "semaine", "tournage 5 jours": "tournage5", "tournage 6 jours": "tournage6", "jour": "jour",
    "annexe III": "annexe3", "intéressement annexe III": "interessement",
}  # fmt: skip
_TEXTES = "Barèmes de la paie des packs, au premier jour du mois (feuilles « Assiettes » et « Cotisations »)"

_Brut = Annotated[Decimal, Arg("Salaire brut d’une personne dans le mois", "€")]
_Profil = Annotated[str, Arg("Profil de paie", choix=PROFILS)]
_Mois = Annotated[date, Arg("Un jour du mois payé")]
_Jours = Annotated[int | None, Arg("Jours calendaires du contrat dans le mois ; vide : le mois entier", "jours")]
_Heures = Annotated[Decimal | None, Arg("Heures payées ; vide : 151,67 au prorata des jours", "heures")]
_Effectif = Annotated[int, Arg("Effectif de la société", "salariés")]
_Convention = Annotated[str, Arg("Convention collective de l’emploi", choix=CONVENTIONS)]
_Abattement = Annotated[bool, Arg("Artiste : abattement pour frais professionnels")]
_Journee = Annotated[bool, Arg("Artiste engagé à la journée, moins de cinq jours : un plafond par jour")]
_Mobilite = Annotated[Decimal, Arg("Taux du versement mobilité du lieu : 0,032 pour 3,2 %")]


def _salaire(
    brut: Decimal, profil: str, mois: date, jours: int | None, heures: Decimal | None,
    effectif: int, convention: str, abattement: bool, versement_mobilite: Decimal, a_la_journee: bool,
) -> Salaire:  # fmt: skip
    return controler(
        Salaire(
            brut, lire_profil(profil), mois, jours, heures, effectif,
            lire_convention(convention) == "2642", abattement, versement_mobilite, a_la_journee,
        )
    )  # fmt: skip


@fonction(
    "Paie",
    resultat="€",
    source=_TEXTES,
    exemples=(
        Exemple(
            (Decimal("3016.68"), "technicien cadre", date(2026, 6, 1), 5, Decimal(42)),
            Decimal("1972.30"),
            "directeur de la photographie, une semaine de tournage",
        ),
        Exemple(
            (Decimal(500), "artiste", date(2026, 6, 1), 1, Decimal(8), 9, "3097", False, Decimal(0), True),
            Decimal("274.11"),
            "un cachet d’une journée",
        ),
        Exemple((Decimal(5000), "auteur", date(2026, 3, 1)), Decimal(55), "contribution du diffuseur : 1,10 %"),
    ),
)
def charges_employeur(
    brut: _Brut,
    profil: _Profil,
    mois: _Mois,
    jours: _Jours = None,
    heures: _Heures = None,
    effectif: _Effectif = 9,
    convention: _Convention = "3097",
    abattement: _Abattement = False,
    versement_mobilite: _Mobilite = Decimal(0),
    a_la_journee: _Journee = False,
) -> Decimal:
    """Calcule les cotisations de l’employeur sur un salaire, ligne par ligne, réduction générale déduite.

    Un seul contrat dans le mois : deux contrats d’une même personne partagent un plafond, ce que le pack sait faire.
    """
    salaire = _salaire(
        brut, profil, mois, jours, heures, effectif, convention, abattement, versement_mobilite, a_la_journee
    )
    return sum(cotisations(salaire).values(), Decimal(0))


@fonction(
    "Paie",
    resultat="€",
    source=_TEXTES,
    exemples=(
        Exemple(
            (Decimal("3016.68"), "technicien cadre", date(2026, 6, 1), 5, Decimal(42)),
            Decimal("4988.98"),
            "3 016,68 € et 1 972,30 € de charges",
        ),
    ),
)
def cout_employeur(
    brut: _Brut,
    profil: _Profil,
    mois: _Mois,
    jours: _Jours = None,
    heures: _Heures = None,
    effectif: _Effectif = 9,
    convention: _Convention = "3097",
    abattement: _Abattement = False,
    versement_mobilite: _Mobilite = Decimal(0),
    a_la_journee: _Journee = False,
) -> Decimal:
    """Calcule ce que coûte un salaire : le brut et les cotisations de l’employeur.

    Les frais et indemnités n’y sont pas.
    """
    salaire = _salaire(
        brut, profil, mois, jours, heures, effectif, convention, abattement, versement_mobilite, a_la_journee
    )
    return brut + sum(cotisations(salaire).values(), Decimal(0))


@fonction(
    "Paie",
    resultat="€",
    source=_TEXTES,
    exemples=(
        Exemple(
            (Decimal(2000), "technicien cadre", date(2026, 3, 1), "Congés spectacles"),
            Decimal("310.00"),
            "15,50 % du brut",
        ),
    ),
)
def cotisation(
    brut: _Brut,
    profil: _Profil,
    mois: _Mois,
    quoi: Annotated[str, Arg("Organisme (Urssaf, Audiens, Afdas…) ou ligne (Congés spectacles, Afdas…)")],
    jours: _Jours = None,
    heures: _Heures = None,
    effectif: _Effectif = 9,
    convention: _Convention = "3097",
    abattement: _Abattement = False,
    versement_mobilite: _Mobilite = Decimal(0),
    a_la_journee: _Journee = False,
) -> Decimal:
    """Calcule ce qui est dû à un organisme, ou une ligne de cotisation, sur un salaire.

    La réduction générale est déduite de l’Urssaf, qui la porte ici en entier.
    """
    salaire = _salaire(
        brut, profil, mois, jours, heures, effectif, convention, abattement, versement_mobilite, a_la_journee
    )
    lignes, nu = donnees()["paie"]["lignes"], sans_accents(quoi)
    dus = cotisations(salaire)
    par_ligne = [nom for nom, x in lignes.items() if nu in {nom, sans_accents(x["libelle"])}]
    par_organisme = [nom for nom, x in lignes.items() if sans_accents(x["organisme"]) == nu]
    retenues = par_ligne or par_organisme
    if not retenues:
        connus = dict.fromkeys(x["organisme"] for x in lignes.values())
        raise introuvable(f"« {quoi} » : ni une ligne ni un organisme ({', '.join(connus)})")
    reduction = dus.get("reduction", Decimal(0)) if nu == "urssaf" else Decimal(0)
    return sum((dus.get(nom, Decimal(0)) for nom in retenues), reduction)


@fonction(
    "Paie",
    resultat="€",
    source="CSS, art. R242-2 ; barème plafond_pmss",
    exemples=(
        Exemple((date(2026, 3, 1),), Decimal(4005)),
        Exemple((date(2026, 6, 1), 15), Decimal("2002.50"), "quinze jours sur trente"),
    ),
)
def plafond_paie(mois: _Mois, jours: _Jours = None) -> Decimal:
    """Donne le plafond de la sécurité sociale d’un mois, au prorata des jours calendaires du contrat."""
    return plafond_du_mois(controler(Salaire(Decimal(0), "technicien cadre", mois, jours)))


@fonction(
    "Paie",
    resultat="€ bruts",
    source="Grilles des conventions 3097 et 2642 ; chaque montant a ses dates et sa source dans « Minimums »",
    exemples=(
        Exemple(("1er assistant costume cinéma", date(2023, 1, 9)), Decimal("1354.66"), "annexe I, avenant de 2022"),
        Exemple(("1er assistant costume cinéma", date(2023, 1, 9), "tournage 5 jours"), Decimal("1523.99")),
    ),
)
def minimum(
    emploi: Annotated[str, Arg("Fonction, comme dans la feuille « Minimums »")],
    jour: Annotated[date, Arg("Date du contrat")],
    mesure: Annotated[str, Arg("Ce qui est payé", choix=tuple(_MESURES))] = "semaine",
    convention: _Convention = "3097",
) -> Decimal:
    """Donne le salaire minimum d’une fonction à une date."""
    periodes = minimums().get((lire_convention(convention), sans_accents(emploi)))
    if periodes is None:
        raise introuvable(f"fonction « {emploi} » absente de la grille {convention}")
    nom = reconnaitre(mesure, _MESURES)
    if nom is None:
        raise valeur_refusee(f"mesure « {mesure} » : {', '.join(_MESURES)}")
    montant = (periode(periodes, jour) or {"montants": {}})["montants"].get(_MESURES[nom])
    if montant is None:
        raise introuvable(f"« {emploi} » : pas de minimum « {mesure} » connu au {jour:%d/%m/%Y}")
    return Decimal(montant)


#: By agreement: after how many hours of the week each increase begins.
_PALIERS: dict[str, tuple[tuple[int, str], ...]] = {
    "3097": ((35, "idcc3097_tech_maj_hebdo_h36_43"), (43, "idcc3097_tech_maj_hebdo_h44_48"),
             (48, "idcc3097_tech_maj_hebdo_h49_plus")),
    "2642": ((35, "idcc2642_maj_hs_1_4"), (39, "idcc2642_maj_hs_5_8"), (43, "idcc2642_maj_hs_9_plus")),
}  # fmt: skip
_SEMAINE = 168


@fonction(
    "Paie",
    resultat="heures, au salaire horaire",
    source="CCN 3097, titre II ; CCN 2642, art. VI.8.3 : barèmes idcc3097_tech_maj_ et idcc2642_maj_",
    exemples=(
        Exemple((Decimal(39), date(2027, 3, 15)), Decimal(40), "35 et 4 heures à 125 %"),
        Exemple((Decimal(46), date(2027, 3, 15)), Decimal("49.5"), "35, 8 à 125 %, 3 à 150 %"),
        Exemple((Decimal(50), date(2027, 3, 15)), Decimal("56"), "35, 8 à 125 %, 5 à 150 %, 2 à 175 %"),
        Exemple((Decimal(46), date(2027, 3, 15), "2642"), Decimal("49.5"), "35, 8 à 125 %, 3 à 150 %"),
    ),
)
def heures_majorees(
    effectives: Annotated[Decimal, Arg("Heures effectives de la semaine", "heures")],
    semaine: Annotated[date, Arg("Un jour de la semaine")],
    convention: _Convention = "3097",
) -> Decimal:
    """Convertit les heures d’une semaine de technicien en heures payées, heures supplémentaires majorées.

    Ni nuit, ni dimanche, ni jour férié : la feuille d’heures du pack les compte jour par jour.
    """
    if not 0 <= effectives <= _SEMAINE:
        raise nombre_refuse(f"{effectives} heures : une semaine en compte 168")
    paliers = (*_PALIERS[lire_convention(convention)], (_SEMAINE, ""))
    payees = effectives
    for (debut, ident), (fin, _) in pairwise(paliers):
        payees += exiger(ident, semaine) * max(Decimal(0), min(effectives, Decimal(fin)) - debut)
    return arrondi(payees)
