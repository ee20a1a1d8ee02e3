"""What a person must look at besides the rows: the sheet, its columns, what the film already pays."""

from __future__ import annotations

from collections.abc import Sequence

from chargeprod_xl.classeurs.tableur_lu import FeuilleTableur
from chargeprod_xl.imports.devis.colonnes import EnTete, nombres_au_dessus, nombres_non_lus, valeurs_non_lues
from chargeprod_xl.imports.devis.correspondance import FICHIER
from chargeprod_xl.imports.devis.modele import Doute, Rapprochement
from chargeprod_xl.imports.devis.rangees import ARGENT, QUANTITES, colonnes_cachees
from chargeprod_xl.imports.devis.vocabulaire import parle_des_lecteurs
from chargeprod_xl.liens.references_a1 import lettre_colonne
from chargeprod_xl.projet.modele import Budget


def doutes_de_feuille(feuille: FeuilleTableur, en_tete: EnTete, voisines: Sequence[str]) -> list[Doute]:
    """What is odd in the sheet: hidden, twice, above its titles, in no column that is read."""
    doutes = list(colonnes_cachees(feuille, en_tete))
    if dessus := nombres_au_dessus(feuille, en_tete):
        quoi = f"{dessus} montants au-dessus des titres de la ligne {en_tete.premiere}"
        doutes.append(Doute(en_tete.premiere, quoi, f"non lus ; « ligne_des_titres » de {FICHIER} dit où commencer"))
    if feuille.cachee:
        doutes.append(Doute(0, f"la feuille « {feuille.nom} » est cachée", "lue, puisque demandée"))
    for nom in voisines:
        doutes.append(Doute(0, f"la feuille « {nom} » ressemble aussi à un devis", "non lue ; --feuille la choisit"))
    for colonne, combien in sorted(valeurs_non_lues(feuille, en_tete).items()):
        titre = " ".join(en_tete.titres.get(colonne, "").split())
        if parle_des_lecteurs(titre):
            quoi = f"colonne {lettre_colonne(colonne)} « {titre} » : {combien} valeurs"
            doutes.append(
                Doute(en_tete.derniere, quoi, "non lue : « Éligible » et « Part R1 à R3 » de « Détail » la disent")
            )
    chiffrees = {r: x for r, x in en_tete.doubles.items() if r in {*ARGENT, *QUANTITES}}
    for role, colonnes in chiffrees.items():
        lettres = ", ".join(f"{lettre_colonne(x)} « {' '.join(en_tete.titres[x].split())} »" for x in colonnes)
        retenue = lettre_colonne(en_tete.colonnes[role])
        doutes.append(Doute(en_tete.derniere, f"plusieurs colonnes pour {role}", f"{retenue} lue, laissée : {lettres}"))
    return doutes


def doutes_du_film(ancien: Budget, arrondi_du_film: int, rapport: Rapprochement) -> list[Doute]:
    """What the film already pays and that the file pays too."""
    doutes = []
    payes = [r for r in ancien.roles if r.cachet]
    if payes and any(x.code[:2] in {"31", "32", "33"} for x in rapport.lignes):
        quoi = f"{len(payes)} rôles du budget gardent leur cachet"
        doutes.append(Doute(0, quoi, "il s’ajoute aux lignes 31, 32 et 33 importées : gardez l’un des deux"))
    if rapport.arrondi == 2 and arrondi_du_film == 0:
        fait = "écrivez « arrondi: 2 » sous « hypotheses » de projet.yaml, sinon chaque ligne est arrondie à l’euro"
        doutes.append(Doute(0, "des montants ont des centimes", fait))
    return doutes


def remarques(rapport: Rapprochement, feuille: FeuilleTableur, en_tete: EnTete) -> tuple[str, ...]:
    """What was not read, and whether a total confirms the rows."""
    dites = []
    lignes = rapport.somme("ligne")
    if not any(t.somme >= lignes for t in rapport.totaux if not t.ecart):
        dites.append("aucun total général dans le fichier : rien de lui ne confirme la somme des lignes")
    doubles = {x for colonnes in en_tete.doubles.values() for x in colonnes}
    nombres = nombres_non_lus(feuille, en_tete)
    for colonne, combien in sorted(valeurs_non_lues(feuille, en_tete).items()):
        titre = " ".join(en_tete.titres.get(colonne, "sans titre").split())
        if colonne not in doubles and not parle_des_lecteurs(titre):
            quoi = f"{nombres[colonne]} nombres" if colonne in nombres else f"{combien} textes"
            dites.append(f"colonne {lettre_colonne(colonne)} « {titre} » non lue : {quoi}")
    return tuple(dites)
