"""The sheets that only some readers get: tax credit, territory, countries, apports, caps."""

from __future__ import annotations

from chargeprod_xl.classeurs.valeurs import Erreur
from chargeprod_xl.exports.devis.champs import FEUILLES
from chargeprod_xl.exports.devis.contrats import en_euros, lire_plafonds
from chargeprod_xl.exports.devis.donnees import Devis
from chargeprod_xl.exports.devis.feuille_detail import Detail
from chargeprod_xl.exports.devis.feuilles_tete import Recapitulatif
from chargeprod_xl.exports.devis.masque import est_salaire, nombre_de_personnes
from chargeprod_xl.exports.devis.plume import Formule, Plume, Titre

_CREDIT = (
    ("Régime", "texte"),
    ("Dépenses éligibles du devis", "euro"),
    ("dont effets visuels", "euro"),
    ("Budget de production", "euro"),
    ("Plafond de l’assiette", "euros_cents"),
    ("Subventions publiques affectées aux dépenses éligibles", "euro"),
    ("Déduction des subventions", "texte"),
    ("Subventions déduites", "euros_cents"),
    ("Base du crédit d’impôt", "euros_cents"),
    ("Taux", "pourcent2"),
    ("Plafond du crédit", "euros_cents"),
    ("Crédit d’impôt", "euros_cents"),
    ("Écrêtement pour l’intensité des aides", "euros_cents"),
    ("Porté au plan de financement", "euro"),
)


def _titre(nom: str, texte: str, sous_titre: str) -> Plume:
    return Plume(FEUILLES[nom], texte, sous_titre)


def _par_poste(p: Plume, devis: Devis, detail: Detail, champ: str, titre: str) -> int:
    """A column of « Détail » by poste, beside the total; returns the row of the totals."""
    p.bloc("Par poste")
    p.entete(
        [
            Titre("Poste", "texte", 50),
            Titre("Total HT", "euro", 16),
            Titre(titre, "euro", 18),
            Titre("Part", "pourcent", 16),
        ]
    )
    debut = p.ligne
    for m in devis.postes:
        n = p.ligne
        cellules = [detail.de(detail.postes[m.numero], c) for c in ("montant", champ)]
        p.rangee([f"{m.numero} · {m.libelle}", *cellules, Formule(f"=IF(B{n}=0,0,C{n}/B{n})")])
    n, sommes = p.ligne, [Formule(f"=SUM({p.plage(debut, p.ligne - 1, c)})") for c in (2, 3)]
    return p.rangee(["Total des postes 1 à 9", *sommes, Formule(f"=IF(B{n}=0,0,C{n}/B{n})")], "total")


def credit_impot(devis: Devis, detail: Detail, _: Recapitulatif, sous_titre: str, __: bool) -> Plume:
    """Eligible expense by poste, then base, caps, rate and credit as the financing workbook finds them."""
    p = _titre("credit_impot", "Crédit d’impôt", f"{sous_titre} · attribution des lignes et taux à vérifier")
    _par_poste(p, devis, detail, "eligible", "Dépenses éligibles")
    p.sauter()
    p.bloc("Calcul")
    p.entete([Titre("Libellé"), Titre("Valeur", "euros_cents"), Titre("Unité", "texte", 18)])
    for libelle, genre in _CREDIT:
        brute = devis.pack.champ("Crédit d’impôt", libelle)
        if isinstance(brute, Erreur):
            brute = devis.pack.nombre("Crédit d’impôt", libelle)  # tells the fault
        unite = "euros" if genre.startswith("euro") else ""
        style = "total" if libelle == "Crédit d’impôt" else ""
        p.rangee([libelle, brute, unite], style, {2: genre})
    return p


def territoire(devis: Devis, detail: Detail, _: Recapitulatif, sous_titre: str, __: bool) -> Plume:
    """What the territory asks and gets, then its expense by poste."""
    t = devis.territoire
    assert t is not None
    p = _titre("territoire", f"Dépenses dans le territoire — {t.nom}", sous_titre)
    n = _par_poste(p, devis, detail, "territoire", "Dans le territoire")
    p.sauter()
    p.bloc("Dépense demandée et atteinte")
    p.entete([Titre("Libellé"), Titre("Valeur", "euro"), Titre("Unité", "texte", 18)])
    p.rangee(["Aide retenue au plan de financement", t.aide, "euros"])
    p.rangee(["Dépense exigée, en part de l’aide", t.multiple, ""], "", {2: "pourcent"})
    exigee = p.rangee(["Dépense exigée", t.exigee, "euros"])
    atteinte = p.rangee(["Dépense atteinte", Formule(f"=C{n}"), "euros"], "total")
    reste = p.rangee(["Reste à dépenser", Formule(f"=MAX(0,B{exigee}-B{atteinte})"), "euros"])
    etat = Formule(f'=IF(B{exigee}=0,"● Sans exigence",IF(B{reste}<0.005,"● OK","✖ Non atteinte"))')
    p.rangee(["État", etat, ""], "", {2: "etat"})
    p.phrase("Hors imprévus, frais généraux et frais financiers.", discrete=True)
    return p


def pays(devis: Devis, _: Detail, recap: Recapitulatif, sous_titre: str, __: bool) -> Plume:
    """Cost in France and abroad, by country."""
    p = _titre("pays", "Coût par pays", sous_titre)
    p.entete([Titre("Pays", "texte", 50), Titre("Coût HT", "euro", 16), Titre("Part du devis", "pourcent", 16)])
    debut = p.ligne
    fin = debut + 1 + len(rangees := _pays(devis))
    total = recap.total()
    etranger = recap.plume.ailleurs(recap.general, recap.colonne - 1)
    p.rangee(["France", Formule(f"={total}-{etranger}"), _part(total, debut)])
    for nom, montant in rangees:
        n = p.ligne
        p.rangee([nom, montant, _part(total, n)])
    n = p.ligne
    reste = f"={etranger}" + (f"-SUM({p.plage(debut + 1, n - 1, 2)})" if n > debut + 1 else "")
    p.rangee(["Part étrangère des imprévus et des frais généraux", Formule(reste), _part(total, n)])
    somme = Formule(f"=SUM({p.plage(debut, fin, 2)})")
    p.rangee(["Total général HT", somme, _part(total, fin + 1)], "total")
    p.phrase("Dépenses à l’étranger au cours figé du devis.", discrete=True)
    return p


def _part(total: str, ligne: int) -> Formule:
    """The share of a row."""
    return Formule(f"=IF({total}=0,0,B{ligne}/{total})")


def _pays(devis: Devis) -> list[tuple[str, float]]:
    """What the lines spend in each country; social charges have no country of their own."""
    sommes: dict[str, float] = {}
    for x in devis.lignes:
        if x.etranger:
            nom = x.pays or ("Charges sociales à l’étranger" if x.genre == "charges" else "Pays non dit")
            sommes[nom] = round(sommes.get(nom, 0.0) + x.etranger, 2)
    return sorted(sommes.items())


def apports(devis: Devis, _: Detail, __: Recapitulatif, sous_titre: str, masque: bool) -> Plume:
    """Lines paid otherwise than in cash; a participation on wages is merged when salaries are masked."""
    p = _titre("apports", "Apports du diffuseur, en industrie et participations", sous_titre)
    titres = [Titre("N°", "code", 9), Titre("Désignation", "texte", 48), Titre("Nom ou précision", "texte", 34)]
    p.entete([*titres, Titre("Apport", "texte", 15), Titre("Montant HT", "euro", 16)], repetee=True)
    concernees = [x for x in devis.lignes if x.apport not in {"", "numéraire"} and x.montant]
    debut, tus = p.ligne, 0
    for apport in ("diffuseur", "industrie", "participation"):
        lignes = [x for x in concernees if x.apport == apport]
        salaires = [x for x in lignes if masque and est_salaire(x)]
        for x in lignes:
            if x not in salaires:
                p.rangee([x.code, x.designation, "" if masque and x.poste == 2 else x.nom, apport, x.montant])
        if nombre_de_personnes(salaires) > 1:
            montant = round(sum(x.montant or 0.0 for x in salaires), 2)
            p.rangee(["", "Salaires réunis", f"{nombre_de_personnes(salaires)} personnes", apport, montant], "groupe")
        tus += nombre_de_personnes(salaires) == 1
    if p.ligne == debut:
        p.rangee(["", "Aucun apport de ce genre au devis", "", "", None])
    p.rangee(["", "Total", "", "", Formule(f"=SUM({p.plage(debut, p.ligne - 1, 5)})")], "total")
    if tus:
        p.phrase("Un apport qui porte sur le salaire d’une seule personne n’est pas compté ici.", discrete=True)
    return p


def plafonds(devis: Devis, _: Detail, __: Recapitulatif, sous_titre: str, ___: bool) -> Plume:
    """Contractual lines: rates, bases, legal caps of the genre."""
    p = Plume(
        FEUILLES["plafonds"],
        "Frais généraux, imprévus et plafonds du genre",
        f"{sous_titre} · genre : {devis.film.genre}",
        "A4",
        "paysage",
    )
    titres = [
        Titre("Ligne", "texte", 52),
        Titre("Taux", "pourcent2", 11),
        Titre("Base", "euro", 15),
        Titre("Montant HT", "euro", 15),
    ]
    caps = [Titre("Plafond légal", "pourcent2", 12), Titre("Montant maximal", "euro", 15), Titre("État", "etat", 16)]
    p.entete([*titres, *caps])
    for x in lire_plafonds(devis.pack):
        maximum = None if x.plafond is None else x.maximum
        p.rangee([x.libelle, x.taux, x.base, x.montant, x.plafond, maximum, x.etat])
    cout = devis.pack.nombre("Choix du devis", "Coût direct")
    hors = "hors frais généraux, producteur et frais financiers"
    p.phrase(f"Coût direct du devis : {en_euros(cout)}, {hors}.", discrete=True)
    return p
