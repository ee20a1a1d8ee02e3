"""What a click on the ribbon calls: one action, from Excel, whose every failure ends in French and in the log."""

from __future__ import annotations

from collections.abc import Callable

from chargeprod_xl.anomalies import DonneesRefuseesError
from chargeprod_xl.complement.journal import chemin_du_journal, journal
from chargeprod_xl.complement.session import AbandonError, SessionExcel
from chargeprod_xl.complement.table import action


def lancer(ident: str) -> None:
    """Run an action in the Excel that is open. Never raises: Excel would show a traceback."""
    try:
        from chargeprod_xl.complement.session_xlwings import session_active  # noqa: PLC0415 - absent without Excel

        session = session_active()
    except Exception:  # no Excel to speak through: the log is all there is
        journal().exception("%s : Excel n’est pas joignable", ident)
        return
    lancer_avec(session, ident)


def lancer_avec(session: SessionExcel, ident: str) -> None:
    """Run an action in a session. Never raises, but when someone stops the program."""
    try:
        titre = action(ident).libelle
        journal().info("%s : début", ident)
        _mener(session, ident, titre)
        session.etat("")
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # the session itself fails, or the engines panic: a Rust panic is no Exception
        journal().exception("%s : échec", ident)


def _mener(session: SessionExcel, ident: str, titre: str) -> None:
    from chargeprod_xl.complement.actions import FONCTIONS  # noqa: PLC0415 - heavy, and its failure must be said too
    from chargeprod_xl.complement.actions_parole import dire_le_refus  # noqa: PLC0415

    faire: Callable[[SessionExcel], None] = FONCTIONS[ident]
    try:
        faire(session)
        journal().info("%s : fait", ident)
    except AbandonError:
        journal().info("%s : abandonné", ident)
    except DonneesRefuseesError as refus:
        journal().warning("%s : refusé\n%s", ident, refus)
        dire_le_refus(session, titre, refus.anomalies)
    except (KeyboardInterrupt, SystemExit):
        raise
    except OSError as faute:
        journal().exception("%s : le disque refuse", ident)
        raison = faute.strerror or "accès refusé"
        quoi = f"{faute.filename or 'un fichier'} : lecture ou écriture impossible ({raison})"
        remede = "fermez ce qui l’utilise, vérifiez les droits du dossier, puis recommencez"
        session.dire(f"« {titre} » n’a pas abouti.\n\n{quoi}\n   → {remede}", alerte=True)
    except BaseException:
        journal().exception("%s : erreur du programme", ident)
        session.dire(
            f"« {titre} » s’est arrêté sur une erreur du programme ; vos saisies sont sur le disque. Le détail est "
            f"dans le journal, à joindre si vous demandez de l’aide :\n{chemin_du_journal()}",
            alerte=True,
        )
