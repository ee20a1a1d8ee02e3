"""Buttons on the film itself: its pack, its screenplay, its plan de travail, its devis."""

from __future__ import annotations

from chargeprod_xl.complement.table_action import Action

PROJET = (
    Action(
        "nouveau",
        "Projet",
        "Nouveau film",
        "Crée le dossier d’un film : un projet.yaml commenté, à remplir, et un début de scénario.",
        "FileNew",
        commande="nouveau",
        sans_classeur=True,
    ),
    Action(
        "construire",
        "Projet",
        "Construire le pack",
        "Construit les classeurs liés du film d’après projet.yaml, les recalcule et donne le verdict de chaque "
        "contrôle. Un pack où quelqu’un a saisi n’est jamais écrasé.",
        "MacroPlay",
        commande="construire",
        modifie=True,
        sans_classeur=True,
    ),
    Action(
        "regenerer",
        "Projet",
        "Régénérer le pack",
        "Reconstruit le pack depuis projet.yaml, le scénario et les barèmes du jour ; les saisies sont gardées, "
        "et la version précédente aussi. Une valeur changée des deux côtés est montrée, jamais choisie en "
        "silence.",
        "RefreshAll",
        commande="regenerer",
        grand=True,
        modifie=True,
    ),
    Action(
        "baremes",
        "Projet",
        "Mettre à jour les barèmes",
        "Montre d’abord, sans rien écrire, les taux, plafonds et minima qui ont changé depuis ceux du pack, et "
        "les totaux qui bougeraient ; régénère ensuite le pack si vous le voulez.",
        "FunctionWizard",
        commande="regenerer --a-blanc",
        modifie=True,
    ),
    Action(
        "restaurer",
        "Projet",
        "Version précédente",
        "Remet en place une version antérieure du pack ; celle d’aujourd’hui devient une version à son tour.",
        "Undo",
        commande="restaurer",
        modifie=True,
    ),
)

SCENARIO = (
    Action(
        "importer_scenario",
        "Scénario et plan",
        "Importer un scénario",
        "Met une nouvelle version du scénario (.fountain ou .fdx) dans le dossier du film ; l’ancienne est "
        "gardée à côté. Le pack la suit à la régénération, que le bouton du ruban fait aussitôt.",
        "ImportTextFile",
        commande="importer scenario",
        modifie=True,
    ),
    Action(
        "importer_plan",
        "Scénario et plan",
        "Importer le plan",
        "Reprend l’ordre de tournage du premier assistant (.xls, .xlsx, .csv) dans plan.csv : le pack le suit au "
        "lieu du sien, à la régénération, que le bouton du ruban fait aussitôt.",
        "FileOpen",
        commande="importer plan",
        modifie=True,
    ),
)

DEVIS = (
    Action(
        "importer_devis",
        "Devis",
        "Importer un devis",
        "Reprend un devis existant (.xls, .xlsx, .xlsm, .csv) dans budget.yaml, et le rapproche chiffre par "
        "chiffre. Le pack le suit à la régénération, que le bouton du ruban propose.",
        "FileCheckIn",
        commande="importer devis",
        modifie=True,
    ),
    Action(
        "importer_nomenclature",
        "Devis",
        "Liste officielle des lignes",
        "Donne au devis du film les codes et les libellés d’une liste officielle, et la compare à la nôtre. Le "
        "pack la suit à la régénération, que le bouton du ruban propose.",
        "TableInsertExcel",
        commande="importer nomenclature",
        modifie=True,
    ),
    Action(
        "figer",
        "Devis",
        "Figer une version",
        "Garde le devis du pack tel qu’il est, sous un nom, dans le dossier devis-figes ; le pack n’est que lu.",
        "FileSaveAs",
        commande="devis figer",
    ),
    Action(
        "comparer",
        "Devis",
        "Comparer deux versions",
        "Compare deux versions du devis, et écrit un classeur où chaque écart a sa cause et son motif.",
        "ReviewShareWorkbook",
        commande="devis comparer",
    ),
    Action(
        "scenarios",
        "Devis",
        "Scénarios côte à côte",
        "Montre côte à côte les totaux du devis sous chaque scénario ; rien n’est écrit dans le pack.",
        "PivotTableInsert",
        commande="devis scenarios",
    ),
    Action(
        "exporter_devis",
        "Devis",
        "Exporter le devis en PDF",
        "Écrit le devis à envoyer à un lecteur (CNC, banque, région, coproducteur, diffuseur) : un classeur seul "
        "et son PDF.",
        "FileSaveAsPdfOrXps",
        commande="exporter devis",
        grand=True,
    ),
    Action(
        "remplir_formulaire",
        "Devis",
        "Remplir un formulaire",
        "Reporte le devis, code par code, dans une copie du formulaire d’un lecteur, et dit ce qui n’y a pas "
        "trouvé place.",
        "HyperlinkInsert",
        commande="exporter devis --formulaire",
    ),
)
