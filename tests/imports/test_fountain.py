from collections.abc import Callable
from pathlib import Path

from chargeprod_xl.imports import lire_scenario
from chargeprod_xl.projet.scenario import Element, Scenario

Lire = Callable[..., Scenario]

FRANCAIS = """Titre: Le Pain de Nora
Auteur: Ève Œdipe

1. INT. CUISINE DE NORA - COIN REPAS - JOUR

NORA coupe du pain. Elle chante.

NORA
(bas)
Encore un jour.

ÉLODIE (OFF)
Nora !

NORA (SUITE)
J'arrive.

FONDU AU NOIR.

2. EXT. RUE – NUIT

/* scène à revoir
INT. GRENIER - JOUR
*/
La rue est vide. [[accessoire : couteau x3 ; vélo rouge ; costume : robe]] Rien ne bouge.

[[résumé : La rue, la nuit.]]
[[rôles : Max, L’Homme]]

L'HOMME D'À CÔTÉ
Qui va là ?

C3PO
Bip.
"""


def test_un_scenario_francais(lire: Lire) -> None:
    scenario = lire(FRANCAIS)
    assert (scenario.titre, scenario.auteur) == ("Le Pain de Nora", "Ève Œdipe")
    cuisine, rue = scenario.sequences
    assert (cuisine.numero, cuisine.ligne, cuisine.entete) == (
        "1",
        4,
        "1. INT. CUISINE DE NORA - COIN REPAS - JOUR",
    )
    assert (cuisine.decor, cuisine.sous_decor, cuisine.effet) == ("CUISINE DE NORA", "COIN REPAS", "JOUR")
    assert cuisine.resume == "NORA coupe du pain."
    assert (cuisine.roles, cuisine.repliques) == (("NORA", "ÉLODIE"), (2, 1))
    # Heading 1, action 2, NORA 2+1+1, ÉLODIE 2+1, NORA 2+1, transition 2: 15 lines, 2.2 eighths.
    assert cuisine.huitiemes == 3
    assert rue.resume == "La rue, la nuit."
    assert rue.roles == ("L'HOMME D'À CÔTÉ", "C3PO", "MAX", "L'HOMME")
    assert rue.repliques == (1, 1, 0, 0)
    assert rue.elements == (
        Element("Accessoires", "couteau", 3),
        Element("Accessoires", "vélo rouge"),
        Element("Costumes", "robe"),
    )


def test_un_scenario_anglais(lire: Lire) -> None:
    scenario = lire(
        "Title: Night Bus\nAuthor: A. Writer\n\nFADE IN:\n\nEXT. STOP - NIGHT\n\nRain.\n\n"
        "TEX\nHello.\n\nGIDEON ^\nHi.\n\nTEX & GIDEON\nBus!\n\nTEX'S VOICE\nLate.\n\nCUT TO:\n\n"
        ".BUS ROOF #7A#\n\n@McCoy\nUp.\n\n> FADE OUT.\n"
    )
    stop, roof = scenario.sequences
    assert (stop.roles, stop.repliques) == (("TEX", "GIDEON"), (3, 2))
    assert stop.a_verifier[1:] == (
        "Réplique collective « TEX & GIDEON » comptée pour TEX, GIDEON.",
        "« TEX'S VOICE » compté comme TEX : à confirmer.",
    )
    assert (roof.numero, roof.decor, roof.roles) == ("7A", "BUS ROOF", ("MCCOY",))


def test_les_repliques_douteuses_ne_sont_jamais_fusionnees_en_silence(lire: Lire) -> None:
    texte = "INT. BAR - JOUR\n\nVOIX DE ZOÉ\nOui.\n\nMÈRE ET FILS\nNon.\n\nADAM\nBon.\n\nADAM'S SUIT\nBip.\n"
    bar = lire(texte).sequences[0]
    assert bar.roles == ("VOIX DE ZOÉ", "MÈRE ET FILS", "ADAM", "ADAM'S SUIT")
    assert len(bar.a_verifier) == 3


def test_le_markdown_en_gras(lire: Lire) -> None:
    scenario = lire(
        "# EVA\n\n### SCÈNE 1 : Avant\n\n**DURÉE** : 5 minutes\n\n#### SÉQUENCE 1.1 : La vie\n\n"
        "**INT. CUISINE - JOUR**\n\n*Plan large.* Elle écrit.\n\n**ANABELLE (Voix off)**  \nAvant.\n\n"
        "**INT. VOITURE - JOUR**\n\n**VOIX OFF (Anabelle)**\nOn part.\n",
        ".md",
    )
    assert scenario.titre == "EVA"
    assert [s.numero for s in scenario.sequences] == ["1.1", "2"]
    assert [s.roles for s in scenario.sequences] == [("ANABELLE",), ("ANABELLE",)]
    assert scenario.sequences[0].resume == "Plan large."


def test_un_numero_sur_sa_ligne_et_une_sequence_sans_int(lire: Lire) -> None:
    scenario = lire("12A\nINT. BAR - JOUR\n\nBruit.\n\nSéquence 13\n\nEXT. QUAI - NUIT\n\nSéquence 14\n\nElle part.\n")
    assert [(s.numero, s.int_ext) for s in scenario.sequences] == [("12A", "INT"), ("13", "EXT"), ("14", "")]
    assert "Ni INT ni EXT dans l'en-tête : à compléter." in scenario.sequences[2].a_verifier


def test_une_scene_markdown_sans_entete_n_est_pas_perdue_en_silence(lire: Lire) -> None:
    scenario = lire(
        "INT. BAR - JOUR\n\nBruit.\n\n### SCÈNE 12 : Flash\n\nElle court.\n\n### SCÈNE 13\n\nEXT. QUAI - NUIT\n"
    )
    assert [s.numero for s in scenario.sequences] == ["1", "13"]
    assert any("SCÈNE 12" in doute for doute in scenario.sequences[0].a_verifier)


def test_les_numeros_en_double_sont_rendus_uniques(lire: Lire) -> None:
    scenario = lire("12 INT. A - JOUR\n\n12 INT. B - JOUR\n\nINT. C - JOUR\n\n3 INT. D - JOUR\n")
    assert [s.numero for s in scenario.sequences] == ["12", "12-2", "4", "3"]
    assert "déjà employé" in scenario.sequences[1].a_verifier[0]


def test_les_elements_forces_et_les_commentaires(lire: Lire) -> None:
    texte = (
        "INT. BAR - JOUR\n\n!SCANNING THE ROOM\nRien.\n\n~La la la\n\n> CENTRÉ <\n\n===\n\n"
        "= synopsis\n\n# Acte 2\n\nIRIS\nOui.\n\nBOUM !\nTout tremble.\n"
    )
    bar = lire(texte).sequences[0]
    assert bar.roles == ("IRIS",)
    assert bar.resume == "SCANNING THE ROOM Rien."


def test_un_commentaire_jamais_referme_est_signale(lire: Lire) -> None:
    scenario = lire("INT. BAR - JOUR\n\n/* à revoir\n\nEXT. QUAI - NUIT\n\nElle part.\n")
    assert len(scenario.sequences) == 2
    assert "jamais refermé" in scenario.sequences[0].a_verifier[0]


def test_un_secteur_mal_ecrit_est_signale(lire: Lire) -> None:
    bar = lire("INT. BAR - JOUR\n\n[[accesoire : verre]] [[Jean : à revoir ?]] Bruit.\n").sequences[0]
    assert bar.elements == ()
    assert bar.a_verifier == ("Note « accesoire : … » non reprise : secteur inconnu, corriger son nom.",)


def test_les_noms_courts_des_secteurs(lire: Lire) -> None:
    notes = "véhicule : 2CV ; Vehicules : car ; SFX : pluie ; VFX : ciel ; HMC : plaie ; cascade : chute"
    notes += " ; animaux : chat"
    bar = lire(f"INT. BAR - JOUR\n\n[[{notes}]]\n\nBruit.\n").sequences[0]
    assert [e.secteur for e in bar.elements] == [
        "Véhicules",
        "Véhicules",
        "Effets spéciaux",
        "Effets visuels",
        "Maquillage et coiffure",
        "Cascades",
        "Animaux",
    ]


def test_rien_de_lu_ne_peut_devenir_une_formule(lire: Lire) -> None:
    texte = "INT. =BAR - JOUR\n\n!=SOMME(A1)\n\n@=CMD\nOui.\n\n[[accessoire : =A1]]\n"
    forced = lire(texte).sequences[0]
    assert forced.decor == "BAR"
    assert forced.resume == "SOMME(A1)"
    assert forced.roles == ("CMD",)
    assert forced.elements[0].nom == "A1"


def test_les_encodages(tmp_path: Path) -> None:
    texte = "INT. CAFÉ - JOUR\r\n\r\nÉLODIE\r\nÇa va ?\r\n"
    fichier = tmp_path / "essai.txt"
    for encodage in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
        fichier.write_bytes(texte.encode(encodage))
        scenario, anomalies = lire_scenario(fichier)
        assert anomalies == []
        assert scenario is not None
        assert (scenario.sequences[0].decor, scenario.sequences[0].roles) == ("CAFÉ", ("ÉLODIE",))
