"""A mapping with faults: all are told at once, with their line and their remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from chargeprod_xl.anomalies import Anomalie, DonneesRefuseesError
from chargeprod_xl.exports.champs import CHAMPS
from chargeprod_xl.exports.correspondance import lire_correspondance
from chargeprod_xl.exports.paie import correspondance_livree


def fautes(tmp_path: Path, texte: str) -> list[Anomalie]:
    chemin = tmp_path / "c.yaml"
    chemin.write_text(texte, encoding="utf-8")
    with pytest.raises(DonneesRefuseesError) as refus:
        lire_correspondance(chemin)
    return list(refus.value.anomalies)


def test_la_correspondance_livree_est_bonne_et_nomme_chaque_champ() -> None:
    livree = lire_correspondance(correspondance_livree())
    assert livree.format.separateur == ";"
    assert set(livree.tables) == {"salaries", "unites", "rubriques"}
    texte = correspondance_livree().read_text(encoding="utf-8")
    annonces = texte.split("Champs : ")[1].split(".\n")[0].replace("\n#", "")
    assert {c.strip() for c in annonces.split(",")} == set(CHAMPS)


def test_toutes_les_fautes_d_un_coup(tmp_path: Path) -> None:
    dites = fautes(
        tmp_path,
        """\
format: {separateur: ",", date: JJ-MM}
couleur: bleu
colonnes:
  - {titre: Nom, champ: nome}
  - {titre: " nom", champ: nom}
  - {titre: Profil, champ: profil, table: profils}
  - {titre: Unité, champ: unite, table: unites}
  - {titre: Vide}
  - {titre: Deux, champ: brut, texte: X}
  - {titre: Emploi, champ: fonction, decimales: 2}
tables:
  unites: {S: HEBDO, Z: ZERO}
""",
    )
    assert [(f.ou, f.quoi) for f in dites] == [
        ("c.yaml, ligne 1", "« format.date » : valeur 'JJ-MM' non prévue"),
        ("c.yaml, ligne 2", "champ inconnu « couleur »"),
        ("c.yaml, ligne 4", "champ inconnu « nome »"),
        ("c.yaml, ligne 6", "table de codes inconnue « profils »"),
        ("c.yaml, ligne 12", "valeur inconnue « Z » dans la table « unites » : le champ « unite » ne la prend jamais"),
        ("c.yaml, ligne 8", "une colonne a un « champ » ou un « texte », et un seul des deux"),
        ("c.yaml, ligne 9", "une colonne a un « champ » ou un « texte », et un seul des deux"),
        ("c.yaml, ligne 10", "« fonction » n’est pas un nombre : il n’a pas de décimales"),
        ("c.yaml, ligne 5", "titre «  nom » déjà donné (c.yaml, ligne 4)"),
        ("c.yaml, ligne 1", "le même signe sépare les colonnes et les décimales"),
    ]
    assert all(f.remede for f in dites)
    assert dites[2].remede == "écrivez « nom »"


@pytest.mark.parametrize(
    "texte", ["", "- 1\n", "colonnes: []\n", "colonnes: 3\n", "colonnes: [1, {titre: ''}]\n", "a: [\n"]
)
def test_un_fichier_qui_n_est_pas_une_correspondance_est_refuse_en_mots(tmp_path: Path, texte: str) -> None:
    assert all(f.ou.startswith("c.yaml") and f.remede for f in fautes(tmp_path, texte))


def test_un_code_ecrit_comme_un_nombre_est_un_texte(tmp_path: Path) -> None:
    chemin = tmp_path / "c.yaml"
    chemin.write_text(
        "colonnes: [{titre: C, champ: convention, table: t}]\ntables: {t: {3097: 12}}\n", encoding="utf-8"
    )
    assert lire_correspondance(chemin).tables == {"t": {"3097": "12"}}
