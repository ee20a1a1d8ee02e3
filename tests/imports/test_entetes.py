import pytest

from chargeprod_xl.imports.entetes import (
    lire_chiffres,
    lire_entete,
    lire_entete_force,
    lire_sequence_nue,
)

# heading, number, INT/EXT, set, sub-set, effet
TABLE = [
    ("INT. CUISINE - JOUR", "", "INT", "CUISINE", "", "JOUR"),
    ("EXT. RUE – NUIT", "", "EXT", "RUE", "", "NUIT"),
    ("INT. RUE — NUIT", "", "INT", "RUE", "", "NUIT"),
    ("INT. CUISINE -- JOUR", "", "INT", "CUISINE", "", "JOUR"),
    ("INT. CUISINE, JOUR", "", "INT", "CUISINE", "", "JOUR"),
    ("INT. CUISINE. JOUR.", "", "INT", "CUISINE", "", "JOUR"),
    ("INT./EXT. VOITURE / JOUR", "", "INT/EXT", "VOITURE", "", "JOUR"),
    ("INT-EXT. VÉHICULE - JOUR", "", "INT/EXT", "VÉHICULE", "", "JOUR"),
    ("EXT/INT MAISON DE NORA - CUISINE - MATIN", "", "INT/EXT", "MAISON DE NORA", "CUISINE", "MATIN"),
    ("I/E VÉLO - SOIR", "", "INT/EXT", "VÉLO", "", "SOIR"),
    ("INTÉRIEUR NUIT - CAVE", "", "INT", "CAVE", "", "NUIT"),
    ("Intérieur/Nuit/Cave", "", "INT", "CAVE", "", "NUIT"),
    ("EST. TOUR EIFFEL - JOUR", "", "", "TOUR EIFFEL", "", "JOUR"),
    ("EXT JOUR PLAGE", "", "EXT", "PLAGE", "", "JOUR"),
    ("INT. JOUR - SALON", "", "INT", "SALON", "", "JOUR"),
    ("INT. CUISINE (NUIT)", "", "INT", "CUISINE", "", "NUIT"),
    ("EXT. PLAGE - ENTRE CHIEN ET LOUP", "", "EXT", "PLAGE", "", "CRÉPUSCULE"),
    ("INT. SALON - LE MATIN", "", "INT", "SALON", "", "MATIN"),
    ("INT. BAR - JOUR 2", "", "INT", "BAR", "", "JOUR"),
    ("INT. BAR - NUIT (Plus tard)", "", "INT", "BAR", "", "NUIT"),
    ("EXT. FIELD - DAWN", "", "EXT", "FIELD", "", "AUBE"),
    ("EXT. FIELD - EARLY EVENING", "", "EXT", "FIELD", "", "SOIR"),
    ("INT. HALL - DUSK", "", "INT", "HALL", "", "CRÉPUSCULE"),
    ("EXT. AUTRE MAISON, AUTRE VILLAGE - NUIT", "", "EXT", "AUTRE MAISON, AUTRE VILLAGE", "", "NUIT"),
    ("EXT. ASHLON (LA CAPITALE) - DAY", "", "EXT", "ASHLON (LA CAPITALE)", "", "JOUR"),
    ("INT. H.M.S. EXCALIBUR - DAY", "", "INT", "H.M.S. EXCALIBUR", "", "JOUR"),
    ("**INT. CUISINE - JOUR**", "", "INT", "CUISINE", "", "JOUR"),
    ("INT. SALON - SOIR #16B#", "16B", "INT", "SALON", "", "SOIR"),
    ("12. INT. CHAMBRE - NUIT", "12", "INT", "CHAMBRE", "", "NUIT"),
    ("12A INT. CHAMBRE - NUIT 12A", "12A", "INT", "CHAMBRE", "", "NUIT"),
    ("12 bis INT. BAR - NUIT", "12 bis", "INT", "BAR", "", "NUIT"),
    ("1.3 INT. BAR - NUIT", "1.3", "INT", "BAR", "", "NUIT"),
    ("SÉQ. 12 – INT. BAR / JOUR", "12", "INT", "BAR", "", "JOUR"),
    ("Séquence 12 : EXT. QUAI - AUBE", "12", "EXT", "QUAI", "", "AUBE"),
    ("SCÈNE 12 EXT. QUAI - AUBE", "12", "EXT", "QUAI", "", "AUBE"),
    ("3 INT. SALON - SOIR 3", "3", "INT", "SALON", "", "SOIR"),
    ("INT. SALON - SOIR          3", "3", "INT", "SALON", "", "SOIR"),
    ("12. CUISINE DE NORA - INT/JOUR", "12", "INT", "CUISINE DE NORA", "", "JOUR"),
]


@pytest.mark.parametrize("attendu", TABLE, ids=[row[0] for row in TABLE])
def test_un_entete_est_decoupe(attendu: tuple[str, ...]) -> None:
    entete = lire_entete(attendu[0])
    assert entete is not None
    assert (entete.numero, entete.int_ext, entete.decor, entete.sous_decor, entete.effet) == attendu[1:]


@pytest.mark.parametrize(
    ("ligne", "mot"),
    [
        ("EXT. VILLAGE - JOUR (Crépuscule)", "Plusieurs effets"),
        ("INT. MAISON - JOUR/NUIT", "Plusieurs effets"),
        ("INT. MAISON - JOUR-NUIT", "Plusieurs effets"),
        ("INT. MAISON", "Effet absent"),
        ("INT. BOÎTE DE NUIT", "Effet absent"),
        ("INT. MAISON - CONTINU", "Effet repris"),
        ("INT. MAISON - En même temps", "Effet repris"),
        ("INT. HOUSE - LATER", "Effet repris"),
    ],
)
def test_un_effet_qui_n_est_pas_ecrit_n_est_jamais_devine(ligne: str, mot: str) -> None:
    entete = lire_entete(ligne)
    assert entete is not None
    assert entete.effet == ""
    assert any(doute.startswith(mot) for doute in entete.doutes)


@pytest.mark.parametrize(
    "ligne",
    [
        "Int. il fait nuit dans la cuisine",
        "Intérieurement, elle hésite.",
        "EXTRA : une table",
        "EXT. La nuit tombe sur le port.",
        "FADE IN:",
        "FONDU AU NOIR",
        "EST-IL LÀ ?",
        "NORA",
        "",
    ],
)
def test_une_phrase_ou_une_transition_n_est_pas_un_entete(ligne: str) -> None:
    assert lire_entete(ligne) is None


def test_deux_effets_sans_separateur_laissent_un_doute() -> None:
    entete = lire_entete("INT CUISINE NUIT")
    assert entete is not None
    assert (entete.decor, entete.effet) == ("CUISINE", "NUIT")
    assert "sans séparateur" in entete.doutes[0]


def test_deux_numeros_differents_laissent_un_doute() -> None:
    entete = lire_entete("12 INT. CUISINE - JOUR #13#")
    assert entete is not None
    assert entete.numero == "13"
    assert entete.doutes == ("Deux numéros dans l'en-tête : 13 retenu, 12 écarté.",)


def test_un_flashback_n_est_pas_un_sous_decor() -> None:
    entete = lire_entete("INT. CUISINE - JOUR - FLASHBACK")
    assert entete is not None
    assert (entete.sous_decor, entete.effet) == ("", "JOUR")
    assert "FLASHBACK" in entete.doutes[0]


def test_un_entete_force_sans_int_ni_ext_demande() -> None:
    entete = lire_entete_force("CAVE - NUIT")
    assert (entete.int_ext, entete.decor, entete.effet) == ("", "CAVE", "NUIT")
    assert entete.doutes == ("Ni INT ni EXT dans l'en-tête : à compléter.",)


def test_une_sequence_nue_porte_son_numero() -> None:
    nue = lire_sequence_nue("SÉQUENCE 1.1 : La vie d'Anna")
    assert nue is not None
    assert nue.numero == "1.1"
    assert lire_sequence_nue("Séquence 12 est coupée.") is None
    assert lire_sequence_nue("SÉQUENCE 12 (SUITE)") is None


@pytest.mark.parametrize(("ligne", "numero"), [("12", "12"), ("12A.", "12A"), ("12 bis", "12 bis"), ("douze", "")])
def test_un_numero_seul(ligne: str, numero: str) -> None:
    assert lire_chiffres(ligne) == numero
