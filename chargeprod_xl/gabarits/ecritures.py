"""How a value is written in French inside a sentence, with functions that every spreadsheet computes alike.

TEXT() would do it with a format, but a format is read in the language of the program. These formulas put the figures
together one by one: thousands apart, comma, unbreakable space before the unit, months in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

#: What stands in a sentence where the value is not known yet: room to write it by hand.
A_REMPLIR = "…………"
_V = "[valeur]"
_FINE, _INSECABLE = "\u202f", "\u00a0"
_MOIS = ["janvier", "février", "mars", "avril", "mai", "juin"]
_MOIS += ["juillet", "août", "septembre", "octobre", "novembre", "décembre"]
_JOURS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]


@dataclass(frozen=True)
class Ecriture:
    """A way of writing.

    Attributes:
        formule: text of ``[valeur]``, without ``=``.
        type: how the bare value is shown.
        exemple: a long one, to measure the room that sentences need.
    """

    formule: str
    type: str
    exemple: str


def _milliers(n: str) -> str:
    """A whole number below a thousand millions, its thousands apart."""
    bas, milieu = f'RIGHT("00"&MOD({n},1000),3)', f'RIGHT("00"&MOD(INT({n}/1000),1000),3)'
    grand = f'INT({n}/1000000)&"{_FINE}"&{milieu}&"{_FINE}"&{bas}'
    return f'IF({n}<1000,{n}&"",IF({n}<1000000,INT({n}/1000)&"{_FINE}"&{bas},{grand}))'


def _signe(texte: str) -> str:
    return f'IF({_V}<0,"-","")&{texte}'


def _nombre(valeur: str) -> str:
    """Two decimals at most, those that are not zero."""
    cents = f"ROUND(ROUND(ABS({valeur}),2)*100,0)"
    reste = f"MOD({cents},100)"
    decimales = f'IF({reste}=0,"",","&IF(MOD({cents},10)=0,INT({reste}/10)&"",RIGHT("0"&{reste},2)))'
    entiers = _milliers(f"INT({cents}/100)")
    return _signe(f"{entiers}&{decimales}")


def _si_nombre(texte: str) -> str:
    return f'IF(ISNUMBER({_V}),{texte},"{A_REMPLIR}")'


def _si_date(texte: str) -> str:
    return f'IF(ISNUMBER({_V}),IF({_V}>0,{texte},"{A_REMPLIR}"),"{A_REMPLIR}")'


def _choisir(rang: str, mots: list[str]) -> str:
    choix = ",".join(f'"{mot}"' for mot in mots)
    return f"CHOOSE({rang},{choix})"


_ENTIER = f"ROUND(ABS({_V}),0)"
_CENTS = f"ROUND(ROUND(ABS({_V}),2)*100,0)"
_MOIS_ET_AN = f'{_choisir(f"MONTH({_V})", _MOIS)}&" "&YEAR({_V})'
_DATE = f'IF(DAY({_V})=1,"1er",DAY({_V})&"")&"{_INSECABLE}"&{_MOIS_ET_AN}'
_MINUTES = f"ROUND({_V}*1440,0)"

ECRITURES: Mapping[str, Ecriture] = MappingProxyType(
    {
        "texte": Ecriture(
            f'IF(ISNUMBER({_V}),IF({_V}=0,"{A_REMPLIR}",{_V}&""),IF({_V}="","{A_REMPLIR}",{_V}))', "texte", "n" * 28
        ),
        "entier": Ecriture(_si_nombre(_signe(_milliers(_ENTIER))), "entier", "100 000"),
        "nombre": Ecriture(_si_nombre(_nombre(_V)), "quantite", "100 000,00"),
        "euros": Ecriture(_si_nombre(_signe(f'{_milliers(_ENTIER)}&"{_INSECABLE}€"')), "euro", "10 000 000 €"),
        "euros_cents": Ecriture(
            _si_nombre(_signe(f'{_milliers(f"INT({_CENTS}/100)")}&","&RIGHT("0"&MOD({_CENTS},100),2)&"{_INSECABLE}€"')),
            "euros_cents",
            "10 000 000,00 €",
        ),
        "pourcent": Ecriture(_si_nombre(f'{_nombre(f"{_V}*100")}&"{_INSECABLE}%"'), "pourcent", "100,00 %"),
        "date": Ecriture(_si_date(_DATE), "date", "22 septembre 2027"),
        "date_courte": Ecriture(
            _si_date(f'RIGHT("0"&DAY({_V}),2)&"/"&RIGHT("0"&MONTH({_V}),2)&"/"&YEAR({_V})'), "date", "22/09/2027"
        ),
        "jour": Ecriture(
            _si_date(f'{_choisir(f"WEEKDAY({_V},2)", _JOURS)}&" "&{_DATE}'), "date", "mercredi 22 septembre 2027"
        ),
        "mois": Ecriture(_si_date(_MOIS_ET_AN), "mois", "septembre 2027"),
        "heure": Ecriture(
            _si_nombre(
                f'INT({_MINUTES}/60)&"{_INSECABLE}h"'
                f'&IF(MOD({_MINUTES},60)=0,"","{_INSECABLE}"&RIGHT("0"&MOD({_MINUTES},60),2))'
            ),
            "heure",
            "12 h 30",
        ),
    }
)
