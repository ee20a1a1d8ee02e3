"""A letter: its texts in French with live values, what a person rewrote kept, a page that prints whole."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest

from chargeprod_xl.anomalies import DonneesRefuseesError
from feuilles.atelier import Essai, trouver

CONTRAT = """\
feuille: Contrat
onglet: restitution
titre: Contrat d’engagement
page: {orientation: portrait}
blocs:
  - lettre: tete
    expediteur: ["{{ projet.producteur_delegue }}", "12, quai de la Pêcherie", "69001 Lyon"]
    destinataire: ["{essai.fiche.nom}", "3, rue des Bacs", "17000 La Rochelle"]
    lieu_et_date: "Lyon, le {essai.fiche.signe_le|date}"
    objet: "Objet : engagement pour le film « {{ projet.titre }} »"
    corps:
      - "Madame, Monsieur,"
      - id: duree
        texte: >-
          Nous vous engageons du {essai.fiche.debut|jour} au {essai.fiche.fin|date} pour un salaire brut de
          {essai.fiche.salaire|euros_cents} par jour, soit {essai.fiche.total|euros}
          pour {essai.fiche.jours|entier} jours.
      - "Cette rémunération comprend, pour chaque journée de tournage :"
      - liste: ["le salaire de la journée ;", "une majoration de {essai.fiche.majoration|pourcent} la nuit."]
  - tableau: detail
    lignes:
      - {cle: brut, valeurs: {quoi: Salaire brut}, formules: {montant: "={essai.fiche.total}"}}
    colonnes:
      - {id: quoi, titre: Quoi, largeur: 40}
      - {id: nombre, titre: Nombre, type: entier, formule: "={essai.fiche.jours}"}
      - {id: montant, titre: Montant, type: euros_cents, formule: "=0", total: true}
  - lettre: fin
    corps: ["Nous vous prions d’agréer, Madame, Monsieur, l’expression de nos sentiments distingués."]
    signatures:
      - {fonction: Le producteur, nom: "{{ projet.producteur_delegue }}"}
      - {fonction: L’artiste, nom: "{essai.fiche.nom}", mention: "lu et approuvé"}
"""
FICHE = """\
feuille: Fiche
onglet: saisie
titre: Fiche
blocs:
  - champs: fiche
    liste:
      - {id: nom, libelle: Nom, saisie: true, valeur: "'Léa \\"Lou\\" Roux'"}
      - {id: signe_le, libelle: Signé le, type: date, saisie: true}
      - {id: debut, libelle: Du, type: date, saisie: true, valeur: "phases.tournage.debut"}
      - {id: fin, libelle: Au, type: date, saisie: true, valeur: "phases.tournage.debut.replace(month=4, day=1)"}
      - {id: salaire, libelle: Salaire, type: euros_cents, saisie: true, valeur: "1234.5"}
      - {id: jours, libelle: Jours, type: entier, saisie: true, valeur: "1000"}
      - {id: majoration, libelle: Majoration, type: pourcent, saisie: true, valeur: "0.125"}
      - {id: total, libelle: Total, type: euro, formule: "={salaire}*{jours}"}
"""


def textes(essai: Essai, feuille: str = "Contrat") -> list[str]:
    """What the letter says, row after row, before the values it cites."""
    lue = essai.feuille("essai", feuille, valeurs=True)
    fin = trouver(lue, "Valeurs citées (hors impression)").row
    return [c.value for r in lue.iter_rows(4, fin - 1) for c in r if isinstance(c.value, str)]


def test_une_lettre_dit_ses_valeurs_en_francais(tmp_path: Path) -> None:
    pack = Essai(tmp_path, essai={"fiche": FICHE, "contrat": CONTRAT}).construire()
    dits = textes(pack)
    assert dits[3] == 'Léa "Lou" Roux'
    assert "Lyon, le …………" in dits  # nobody has typed the date yet
    assert (
        "Nous vous engageons du lundi 15\u00a0mars 2027 au 1er\u00a0avril 2027 pour un salaire brut de "
        "1\u202f234,50\u00a0€ par jour, soit 1\u202f234\u202f500\u00a0€ pour 1\u202f000 jours."
    ) in dits
    assert "– une majoration de 12,5\u00a0% la nuit." in dits
    assert pack.fautes() == []


def test_un_paragraphe_recrit_a_la_main_est_garde(tmp_path: Path) -> None:
    """One rewritten, one added above it in the template: each keeps its own; the live ones follow."""
    pack = Essai(tmp_path, essai={"fiche": FICHE, "contrat": CONTRAT}).construire()

    def geste(livre: Any) -> None:
        trouver(livre["Contrat"], "Madame, Monsieur,").value = "Chère Léa,"
        livre["Fiche"].cell(trouver(livre["Fiche"], "Salaire").row, 2).value = 0.005

    pack.editer("essai", geste)
    salut = '      - "Madame, Monsieur,"'
    pack.changer("essai", "contrat", salut, f'      - "Contrat n° 1"\n{salut}')
    bilan = pack.regenerer().bilan
    assert bilan.pertes == []
    dits = textes(pack)
    assert dits[dits.index("Contrat n° 1") + 1] == "Chère Léa,"
    assert any("brut de 0,01\u00a0€ par jour, soit 5\u00a0€" in x for x in dits)
    assert pack.fautes() == []


def test_une_lettre_se_lit_sur_la_largeur_de_sa_page(tmp_path: Path) -> None:
    """Printed from its first text to its signature: no light, no cited values; one page, portrait."""
    pack = Essai(tmp_path, essai={"fiche": FICHE, "contrat": CONTRAT}).construire()
    feuille = pack.feuille("essai", "Contrat")
    fin = trouver(feuille, "Valeurs citées (hors impression)").row
    assert feuille.print_area.startswith("'Contrat'!$A$5:$C$")
    assert int(feuille.print_area.rpartition("$")[2]) < fin
    assert feuille.page_setup.orientation == "portrait"
    largeur = sum(feuille.column_dimensions[c].width for c in "ABC")
    assert largeur == pytest.approx(82, abs=0.1)
    assert all(r.min_row == r.max_row for r in feuille.merged_cells.ranges)


def test_une_signature_n_est_jamais_seule_sur_sa_page(tmp_path: Path) -> None:
    """Thirty paragraphs: the page that bears the signatures bears the last of them too."""
    longue = "".join(f'      - "Article {n}. {"Il est convenu ce qui suit. " * 8}"\n' for n in range(1, 22))
    texte = CONTRAT.replace('      - "Madame, Monsieur,"\n', '      - "Madame, Monsieur,"\n' + longue)
    pack = Essai(tmp_path, essai={"fiche": FICHE, "contrat": texte}).construire()
    feuille = pack.feuille("essai", "Contrat")
    dernier = next(c.row for c in feuille["A"] if str(c.value).startswith("Nous vous prions"))
    sauts = [b.id for b in feuille.row_breaks.brk]
    assert sauts
    assert all(s < dernier for s in sauts)


@pytest.mark.parametrize(
    ("avant", "apres", "dit"),
    [
        ("|euros_cents}", "|euro}", "on ne sait pas écrire « euro »"),
        ("{essai.fiche.nom}", "{essai.fiche.prenom}", "nom inconnu « essai.fiche.prenom »"),
        ("Madame, Monsieur,", "x" * 3000, "un paragraphe de 3000 signes"),
    ],
)
def test_les_fautes_d_une_lettre_sont_dites(tmp_path: Path, avant: str, apres: str, dit: str) -> None:
    pack = Essai(tmp_path, essai={"fiche": FICHE, "contrat": CONTRAT.replace(avant, apres, 1)})
    assert any(dit in x for x in pack.refus())


def png(largeur: int, hauteur: int) -> bytes:
    """A plain picture, as any program writes it."""

    def morceau(genre: bytes, contenu: bytes) -> bytes:
        reste = genre + contenu
        return struct.pack(">I", len(contenu)) + reste + struct.pack(">I", zlib.crc32(reste))

    lignes = (b"\x00" + b"\x20\x40\x80" * largeur) * hauteur
    entete = struct.pack(">IIBBBBB", largeur, hauteur, 8, 2, 0, 0, 0)
    corps = morceau(b"IHDR", entete) + morceau(b"IDAT", zlib.compress(lignes)) + morceau(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + corps


def test_un_logo_du_dossier_du_film(tmp_path: Path) -> None:
    """Without the file the letter has no logo; with it, at its own proportions, twice built the same, no loss told."""
    avec_logo = CONTRAT.replace("    expediteur:", "    logo: logo.png\n    expediteur:")
    pack = Essai(tmp_path, essai={"fiche": FICHE, "contrat": avec_logo}).construire()
    assert textes(pack)[0] == "Les Films du Quai"
    (pack.dossier / "logo.png").write_bytes(png(120, 40))
    bilan = pack.regenerer().bilan
    with zipfile.ZipFile(pack.pack / "essai.xlsx") as archive:
        assert archive.read("xl/media/image1.png") == png(120, 40)
        dessin = archive.read("xl/drawings/drawing1.xml").decode()
    cx, cy = (int(x) for x in re.findall(r'ext cx="(\d+)" cy="(\d+)"', dessin)[0])
    assert cx == pytest.approx(3 * cy, rel=0.01)
    assert bilan.pertes == []
    assert pack.regenerer().ecrit is False
    (pack.dossier / "logo.png").write_bytes(b"GIF89a")
    with pytest.raises(DonneesRefuseesError, match="ni une image PNG"):
        pack.regenerer()
