"""The « Contrôles » sheet of each workbook: the checks its sheets declare, and those every workbook gets."""

from __future__ import annotations

from dataclasses import replace

from chargeprod_xl.gabarits.cles import feuille_du_programme
from chargeprod_xl.gabarits.controles_suites import guets, suivies
from chargeprod_xl.gabarits.declaration import Bloc, Classeur, Colonne, Feuille, Ligne, PackDeclare
from chargeprod_xl.gabarits.modele import Page

OK, A_VOIR, ERREUR = "● OK", "▲ À voir", "✖ Erreur"
#: The identity of that sheet, in every workbook.
CONTROLES = "controles"
_ECARTS = {
    "=": "=ABS([valeur]-[attendu])",
    "<=": "=MAX(0,[valeur]-[attendu])",
    ">=": "=MAX(0,[attendu]-[valeur])",
}


def _etat(gravite: str) -> str:
    echec = ERREUR if gravite == "erreur" else A_VOIR
    return f'=IF(ISERROR([ecart]),"{ERREUR}",IF([ecart]<0.005,"{OK}","{echec}"))'


_COLONNES = (
    Colonne("libelle", "Contrôle", "texte", "donnee", largeur=54),
    Colonne("valeur", "Valeur", "montant", "calcul", largeur=16),
    Colonne("attendu", "Attendu", "montant", "calcul", largeur=16),
    Colonne("ecart", "Écart", "montant", "calcul", largeur=14),
    Colonne("etat", "État", "etat", "calcul", largeur=14),
    Colonne("famille", "Famille", "texte", "donnee", largeur=14),
    Colonne("feuille", "Feuille", "texte", "donnee", largeur=24),
    Colonne("remede", "Que faire si l’état n’est pas OK", "texte", "donnee", largeur=48),
)


def _ligne(cle: str, libelle: str, famille: str, feuille: str, remede: str, **formules: str) -> Ligne:
    genre = formules.pop("type", "montant")
    gravite = formules.pop("gravite", "erreur")
    comparaison = formules.pop("comparaison", "=")
    return Ligne(
        cle,
        {"libelle": libelle, "famille": famille, "feuille": feuille, "remede": remede},
        {
            "valeur": formules["valeur"],
            "attendu": formules.get("attendu", "=0"),
            "ecart": _ECARTS[comparaison],
            "etat": _etat(gravite),
        },
        types={"valeur": genre, "attendu": genre, "ecart": "entier" if genre == "date" else genre},
        feuille=formules.get("contexte", ""),
    )


def _titres_sous(feuille: Feuille, bloc: Bloc) -> int:
    """Texts of the program in the first column from a table's header, included, to the first row of the next block."""
    rang = next(i for i, b in enumerate(feuille.blocs) if b is bloc)
    suivant = rang + 1 < len(feuille.blocs)
    total = any(c.total for c in bloc.colonnes) and bloc.colonne_du_total == bloc.colonnes[0].id
    return 1 + suivant + total


def _de_table(feuille: Feuille, bloc: Bloc) -> list[Ligne]:
    """Checks that every table where people add rows gets."""
    racine, premiere = f"{feuille.id}.{bloc.id}", bloc.colonnes[0].id
    cle = f"{feuille.id.replace('.', '_')}_{bloc.id}"
    titres = _titres_sous(feuille, bloc)
    seul = sum(isinstance(b, Bloc) and b.extensible for b in feuille.blocs) == 1
    nom = feuille.nom if seul else f"{feuille.nom} › {bloc.titre or bloc.id}"
    lignes = [
        _ligne(
            f"{cle}_hors",
            f"{nom} : aucune ligne hors du tableau",
            "complétude",
            feuille.nom,
            "une ligne est écrite sous le tableau : insérez-la au-dessus de la ligne « insérer au-dessus »",
            valeur=f"=COUNTA({{{racine}.__sous}})-{titres}-COUNTA({{{racine}.{premiere}}})",
            type="entier",
        )
    ]
    if bloc.complet:
        lignes.append(
            _ligne(
                f"{cle}_formules",
                f"{nom} : chaque ligne a ses formules",
                "complétude",
                feuille.nom,
                "une ligne insérée n’a pas ses formules : recopiez-les depuis la ligne voisine",
                valeur=f"=COUNT({{{racine}.{bloc.complet}}})",
                attendu=f"=ROWS({{{racine}.{premiere}}})-1",
                type="entier",
            )
        )
    if bloc.unique:
        lignes.append(
            _ligne(
                f"{cle}_doubles",
                f"{nom} : pas deux lignes de même numéro",
                "complétude",
                feuille.nom,
                "deux lignes portent le même numéro : renumérotez l’une d’elles",
                valeur=f"=SUM({{{racine}._double}})",
                type="entier",
            )
        )
    return lignes


def _frontieres(classeur: Classeur, amonts: dict[str, list[str]]) -> list[Ligne]:
    """Checks of what comes from other workbooks: links, matrices, freshness."""
    if classeur.id not in amonts:
        return []
    lien = "Liens"
    lignes = [
        _ligne(
            "frontieres_liens",
            "Liens : chaque valeur reçue porte la clé attendue",
            "arithmétique",
            lien,
            "une ligne a été insérée dans une feuille « Sorties » : annulez-la, ou reconstruisez le pack",
            valeur="={frontieres.liens}",
            type="entier",
        ),
        _ligne(
            "frontieres_matrices",
            "Liens : les tableaux reçus retrouvent leur total d’origine",
            "arithmétique",
            lien,
            "le tableau d’origine a plus de lignes que la place prévue, ou un lien est rompu : reconstruisez le pack",
            valeur="={frontieres.matrices}",
            type="entier",
        ),
    ]
    for amont in amonts[classeur.id]:
        for source in amonts.get(amont, []):
            lignes.append(
                _ligne(
                    f"perime_{amont}_{source}",
                    f"{amont}.xlsx a été recalculé depuis le dernier changement de {source}.xlsx",
                    "complétude",
                    lien,
                    f"{amont}.xlsx à rouvrir (mettre à jour les liaisons, enregistrer), ou actualiser le pack",
                    valeur=f"={{frontieres.perime.{amont}.{source}}}",
                    type="entier",
                )
            )
    return lignes


def _declares(feuille: Feuille) -> list[Ligne]:
    return [
        _ligne(
            c.id,
            c.libelle,
            c.famille,
            feuille.nom,
            c.remede,
            valeur=c.valeur,
            attendu=c.attendu,
            comparaison=c.comparaison,
            gravite=c.gravite,
            type=c.type,
            contexte=feuille.id,
        )
        for c in feuille.controles
    ]


def _de_suite(feuille: Feuille, bloc: Bloc) -> list[Ligne]:
    """The check that a table which follows another gets."""
    return [
        _ligne(
            guet.cle,
            guet.libelle,
            "complétude",
            feuille.nom,
            "une ligne y a été ajoutée ou supprimée depuis : fermez les classeurs et lancez « regenerer »",
            valeur=guet.valeur,
            type="entier",
            gravite="avertissement",
        )
        for guet in guets(feuille.id, feuille.nom, bloc)
    ]


def _synthese(premier: bool, nombre: int) -> Bloc:
    etats = "{controles.liste.etat}"

    def compte(etat: str) -> str:
        return f'COUNTIF({etats},"{etat}")' if nombre > 1 else f'IF({etats}="{etat}",1,0)'

    combien = f"ROWS({etats})" if nombre > 1 else "1"  # an engine neither counts nor sizes a range of one cell
    verdict = (
        '=IF([erreurs]>0,"✖ "&[erreurs]&" erreur"&IF([erreurs]>1,"s",""),'
        'IF([a_voir]>0,"▲ "&[a_voir]&" point"&IF([a_voir]>1,"s","")&" à voir","● OK"))'
    )
    champs = [
        ("erreurs", "Erreurs", f"={combien}-{compte(OK)}-{compte(A_VOIR)}", "entier"),
        ("a_voir", "Points à voir", f"={compte(A_VOIR)}", "entier"),
        ("verdict", "Verdict du classeur", verdict, "etat"),
    ]
    if premier:
        tous = "{controles.pack."
        champs += [
            ("pack_erreurs", "Erreurs dans tout le pack", f"=SUM({tous}erreurs}})", "entier"),
            ("pack_a_voir", "Points à voir dans tout le pack", f"=SUM({tous}a_voir}})", "entier"),
            (
                "verdict_pack",
                "Verdict du pack",
                verdict.replace("[erreurs]", "{controles.pack_erreurs}").replace("[a_voir]", "{controles.pack_a_voir}"),
                "etat",
            ),
        ]
    lignes = tuple(
        Ligne(
            cle,
            {"libelle": libelle},
            {"valeur": formule.replace("[erreurs]", "{controles.erreurs}").replace("[a_voir]", "{controles.a_voir}")},
            {"valeur": genre},
            {"valeur": "calcul"},
        )
        for cle, libelle, formule, genre in champs
    )
    colonnes = (
        Colonne("libelle", "Synthèse", "texte", "donnee", largeur=54),
        Colonne("valeur", "Résultat", "texte", "calcul", largeur=16),
    )
    return Bloc("synthese", "", colonnes, lignes, est_champs=True)


def _tout_le_pack(pack: PackDeclare) -> Bloc:
    lignes = tuple(
        Ligne(
            c.id,
            {"classeur": c.titre},
            {
                "erreurs": f"={{{c.id}.controles.erreurs}}",
                "a_voir": f"={{{c.id}.controles.a_voir}}",
                "verdict": f"={{{c.id}.controles.verdict}}",
            },
        )
        for c in pack.classeurs
    )
    colonnes = (
        Colonne("classeur", "Classeur", "texte", "donnee", largeur=54),
        Colonne("erreurs", "Nombre d’erreurs", "entier", "calcul", largeur=16),
        Colonne("a_voir", "Nombre à voir", "entier", "calcul", largeur=16),
        Colonne("verdict", "Verdict", "etat", "calcul", largeur=16),
    )
    return Bloc("pack", "Tout le pack", colonnes, lignes)


def ajouter_controles(pack: PackDeclare, amonts: dict[str, list[str]]) -> PackDeclare:
    """Give each workbook its « Contrôles » sheet. ``amonts``: upstream workbooks of each, in order."""
    classeurs = []
    for rang, classeur in enumerate(pack.classeurs):
        lignes: list[Ligne] = []
        for feuille in classeur.feuilles:
            lignes += _declares(feuille)
            for bloc in feuille.blocs:
                if isinstance(bloc, Bloc) and bloc.extensible:
                    lignes += _de_table(feuille, bloc)
                if isinstance(bloc, Bloc):
                    lignes += _de_suite(feuille, bloc)
        lignes += _frontieres(classeur, amonts)
        if not lignes:
            lignes.append(_ligne("aucun", "Rien à contrôler dans ce classeur", "complétude", "", "", valeur="=0"))
        blocs: list[Bloc] = [_synthese(rang == 0, len(lignes))]
        if rang == 0:
            blocs.append(_tout_le_pack(pack))
        if bloc_suivi := suivies(pack, classeur):
            blocs.append(bloc_suivi)
        blocs.append(Bloc("liste", "Contrôles de ce classeur", _COLONNES, tuple(lignes)))
        feuille = Feuille(
            classeur.id,
            CONTROLES,
            "Contrôles" if rang == 0 else feuille_du_programme("Contrôles", classeur.titre),
            "controle",
            f"Contrôles — {classeur.titre}",
            "tolérance 0,005",
            Page(),
            True,
            1,
            tuple(blocs),
            (),
            "contrôles",
        )
        classeurs.append(replace(classeur, feuilles=(*classeur.feuilles, feuille)))
    return replace(pack, classeurs=tuple(classeurs))
