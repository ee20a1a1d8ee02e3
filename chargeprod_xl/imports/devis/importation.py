"""The command « importer devis »: read, reconcile, and write everything at once or nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.baremes.nomenclature import lignes_du_devis
from chargeprod_xl.chargement import FICHIER_PROJET, lire_modele, lire_officielles
from chargeprod_xl.classeurs.tableur_lu import FeuilleTableur
from chargeprod_xl.imports.devis import ecriture
from chargeprod_xl.imports.devis.codes import Nomenclature
from chargeprod_xl.imports.devis.colonnes import EnTete, montrer, nombres_non_lus
from chargeprod_xl.imports.devis.correspondance import FICHIER, Correspondance, lire_correspondance
from chargeprod_xl.imports.devis.doutes import doutes_de_feuille, doutes_du_film, remarques
from chargeprod_xl.imports.devis.modele import ZERO, Doute, Rapprochement
from chargeprod_xl.imports.devis.modele_correspondance import modele
from chargeprod_xl.imports.devis.propositions import Proposition, proposer
from chargeprod_xl.imports.devis.rangees import Lecteur
from chargeprod_xl.imports.devis.rapprochement import PourLeFilm, rapprocher
from chargeprod_xl.imports.devis.titres import place, titres_du_devis
from chargeprod_xl.projet.edition import lire_brut, nommer_un_fichier
from chargeprod_xl.projet.modele import Budget, Devise, Projet
from chargeprod_xl.recalcul import remplacer_tous
from chargeprod_xl.sauvegarde import exiger_un_film, verrouiller
from chargeprod_xl.tables.lecture import choisir, lire_feuilles

Progres = Callable[[str], None]


@dataclass(frozen=True)
class Demande:
    """What the person asked for."""

    fichier: Path
    dossier: Path
    feuille: str | None = None
    correspondance: Path | None = None
    a_blanc: bool = False
    force: bool = False


@dataclass(frozen=True)
class Import:
    """What was done. ``doutes``: of the sheet and of its rows; ``ecrits``: files written, none with --a-blanc."""

    feuille: str
    en_tete: EnTete
    rapport: Rapprochement
    doutes: tuple[Doute, ...]
    propositions: tuple[Proposition, ...]
    remarques: tuple[str, ...]
    ecrits: tuple[Path, ...]
    budget: Path


@dataclass(frozen=True)
class _Film:
    """The part of the film's folder that the import touches."""

    projet: Projet
    budget: Path
    texte_budget: str
    ancien: Budget
    n: Nomenclature

    def pour(self, c: Correspondance) -> PourLeFilm:
        """What the figures of the file are read with; a rate of the budget that the mapping contradicts is a fault."""
        devises = {d.code: d for d in self.ancien.devises}
        fautes = []
        for code, lu in c.devises.items():
            devise = Devise(code=code, cours=lu.cours, date=lu.date, source=lu.source)
            sienne = devises.setdefault(code, devise)
            if sienne.cours != devise.cours:
                quoi = f"cours de {code} : {sienne.cours:f} au budget, {devise.cours:f} à la correspondance"
                fautes.append(
                    Anomalie(FICHIER, quoi, "un film n’a qu’un cours figé par devise : corrigez l’un des deux")
                )
        if fautes:
            raise DonneesRefuseesError(fautes)
        pays = self.ancien.pays or self.projet.forme.pays
        return PourLeFilm(self.n, self.projet.hypotheses.arrondi, devises, tuple(pays))


def importer(demande: Demande, progres: Progres = lambda _: None) -> Import:
    """Bring a devis into the film. Raises DonneesRefuseesError with every fault; nothing is then half-written."""
    exiger_un_film(demande.dossier)
    film = _lire_film(demande)
    c = _correspondance(demande, film.n)
    pour = film.pour(c)
    progres("Lecture du devis")
    feuilles = lire_feuilles(demande.fichier, lambda f: titres_du_devis(f, c))
    voulue = demande.feuille or c.feuille
    feuille, voisines = choisir(feuilles, voulue, demande.fichier.name, lambda f: titres_du_devis(f, c))
    en_tete = titres_du_devis(feuille, c)
    ou = f"{demande.fichier.name}, feuille « {feuille.nom} »"
    nom_garde = feuille.nom if len(feuilles) > 1 else None
    _exiger_les_colonnes(demande, film.n, feuille, en_tete, c, nom_garde)
    progres("Rapprochement")
    lecteur = Lecteur(feuille, en_tete, film.n, c.decimale or "")
    rangees = lecteur.rangees()
    rapport = rapprocher(ou, rangees, c, pour, colonne_de_montant="montant" in en_tete.colonnes)
    fautes = list(rapport.fautes)
    if not rapport.lignes and not fautes:
        fautes.append(Anomalie(ou, "aucune ligne chiffrée sous les titres", "vérifiez la feuille, ou donnez --feuille"))
    if fautes:
        _laisser_une_correspondance(demande, en_tete, film.n, nom_garde, rapport)
        raise DonneesRefuseesError(fautes)
    doutes = (
        *doutes_de_feuille(feuille, en_tete, voisines),
        *lecteur.en_marge,
        *doutes_du_film(film.ancien, pour.arrondi, rapport),
        *rapport.doutes,
    )
    contenus = _contenus(demande, film, rapport, en_tete, nom_garde)
    if not demande.a_blanc:
        with verrouiller(demande.dossier):
            if refus := remplacer_tous(contenus):
                raise DonneesRefuseesError(refus)
    propositions = tuple(proposer(rapport, pour.arrondi))
    ecrits = () if demande.a_blanc else tuple(contenus)
    dites = remarques(rapport, feuille, en_tete)
    return Import(feuille.nom, en_tete, rapport, doutes, propositions, dites, ecrits, film.budget)


def _lire_film(demande: Demande) -> _Film:
    fautes: list[Anomalie] = []
    dossier = demande.dossier
    projet = lire_modele(dossier / FICHIER_PROJET, Projet, fautes)
    officielles = lire_officielles(dossier, projet, fautes) if projet else ()
    if projet is None:
        raise DonneesRefuseesError(fautes)
    budget = dossier / (projet.budget or ecriture.BUDGET)
    if not budget.resolve().is_relative_to(dossier.resolve()):
        quoi = f"« budget » sort du dossier du film : {projet.budget}"
        raise DonneesRefuseesError([Anomalie(FICHIER_PROJET, quoi, "copiez le fichier dans le dossier")])
    ancien, texte = Budget(), ""
    if budget.exists():
        texte = lire_brut(budget) if not fautes else ""
        if re.sub(r"#[^\n]*", "", texte).strip():
            ancien = lire_modele(budget, Budget, fautes) or Budget()
    if fautes:
        raise DonneesRefuseesError(fautes)
    if ancien.lignes and not demande.force:
        quoi = f"ce film a déjà un budget de {len(ancien.lignes)} lignes"
        remede = "ajoutez --force pour remplacer ses lignes (rôles, figuration et financement restent)"
        raise DonneesRefuseesError([Anomalie(str(budget), quoi, remede)])
    n = Nomenclature.de(lignes_du_devis(projet.projet.type, officielles))
    return _Film(projet, budget, texte, ancien, n)


def _correspondance(demande: Demande, n: Nomenclature) -> Correspondance:
    if demande.correspondance is not None:
        return lire_correspondance(demande.correspondance, n)
    gardee = demande.dossier / FICHIER
    return lire_correspondance(gardee, n) if gardee.exists() else Correspondance()


def _exiger_les_colonnes(
    demande: Demande, n: Nomenclature, feuille: FeuilleTableur, en_tete: EnTete, c: Correspondance, nom: str | None
) -> None:
    fautes = []
    ou = f"{demande.fichier.name}, feuille « {feuille.nom} »"
    for role, valeur in c.colonnes.items():
        if valeur is not None and not place(valeur, en_tete, feuille):
            quoi = (
                f"la colonne « {valeur} » ({role}) n’est pas dans ce fichier ; titres vus : {montrer(en_tete.titres)}"
            )
            fautes.append(Anomalie(FICHIER, quoi, "corrigez ce titre, ou donnez la lettre de la colonne"))
    manquants = list(en_tete.manquants)
    sans_montant = "montant" not in en_tete.colonnes and not {"france", "etranger"} <= set(en_tete.colonnes)
    if not manquants and sans_montant and "montant" not in c.colonnes and nombres_non_lus(feuille, en_tete):
        manquants = ["le montant (« montant: null » si le fichier n’en a pas : nombre × taux)"]
    if manquants and not fautes:
        quoi = f"colonne introuvable : {' et '.join(manquants)} ; titres vus : {montrer(en_tete.titres)}"
        remede = f"complétez {FICHIER} dans le dossier du film (rôle: titre ou lettre), ou donnez --feuille"
        fautes.append(Anomalie(ou, quoi, remede))
        _laisser_une_correspondance(demande, en_tete, n, nom, None)
    if fautes:
        raise DonneesRefuseesError(fautes)


def _laisser_une_correspondance(
    demande: Demande, en_tete: EnTete, n: Nomenclature, feuille: str | None, rapport: Rapprochement | None
) -> None:
    """Ready to complete; one that stands already is the person's own."""
    cible = demande.dossier / FICHIER
    if not demande.a_blanc and demande.correspondance is None and not cible.exists():
        texte = modele(en_tete, feuille, n, rapport, rapport.devises_sans_cours if rapport else ())
        remplacer_tous({cible: texte.encode("utf-8")})


def _contenus(
    demande: Demande, film: _Film, rapport: Rapprochement, en_tete: EnTete, feuille: str | None
) -> Mapping[Path, bytes]:
    dossier = demande.dossier
    source = " ".join(demande.fichier.name.split())
    budget = ecriture.texte_du_budget(rapport, film.texte_budget, source, film.n.titres)
    contenus = {
        film.budget: budget.encode("utf-8"),
        dossier / ecriture.RAPPROCHEMENT: ecriture.rapprochement_en_csv(rapport),
    }
    if not film.projet.budget:
        chemin = dossier / FICHIER_PROJET
        contenus[chemin] = nommer_un_fichier(chemin, "budget", film.budget.name)
    gardee = dossier / FICHIER
    if not gardee.exists():
        donnee = demande.correspondance
        texte = donnee.read_bytes() if donnee else modele(en_tete, feuille, film.n, rapport, ()).encode("utf-8")
        contenus[gardee] = texte
    return contenus


def sommes_par_poste(rapport: Rapprochement) -> dict[str, tuple[Decimal, Decimal, Decimal]]:
    """By poste of ours: amounts read of its lines, kept, computed by the program."""
    sommes: dict[str, tuple[Decimal, Decimal, Decimal]] = {}
    for x in rapport.chiffres:
        if x.genre not in {"ligne", "calculé"}:
            continue
        poste = x.garde[0] if x.genre == "ligne" else ""
        lu, garde, calcule = sommes.get(poste, (ZERO, ZERO, ZERO))
        plus = (x.retenu, ZERO) if x.genre == "ligne" else (ZERO, x.retenu)
        sommes[poste] = (lu + x.montant, garde + plus[0], calcule + plus[1])
    return dict(sorted(sommes.items(), key=lambda s: s[0] or "Z"))
