"""References of a chart part, rewritten; one that leads nowhere any more keeps the values last drawn."""

from __future__ import annotations

from lxml import etree

from chargeprod_xl.classeurs.greffe.traduction import Traducteur

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_REFERENCES = frozenset({"f", "sqref"})
#: Reference with its cache → the same figures without reference.
_LITTERAUX = {f"{_C}numRef": f"{_C}numLit", f"{_C}strRef": f"{_C}strLit"}


def traduire_graphique(racine: etree._Element, traducteur: Traducteur, ou: str) -> None:
    """Rewrite in place every reference of a chart, and free it from a pivot table that does not come along."""
    for element in list(racine.iter("{*}*")):
        if etree.QName(element).localname not in _REFERENCES or not element.text:
            continue
        traduite = traducteur.formule(element.text, ou, "référence d’un graphique")
        if traduite is not None:
            element.text = traduite
        else:
            _detacher(element)
    for element in [*racine.iterchildren(f"{_C}pivotSource"), *racine.iter(f"{_C}pivotFmts")]:
        _oter(element)


def _detacher(reference: etree._Element) -> None:
    """Keep what the chart showed of a lost reference."""
    extension = next(reference.iterancestors("{*}ext"), None)
    if extension is not None:
        _oter(extension)
        return
    source = reference.getparent()
    porteur = None if source is None else source.getparent()
    if source is None or porteur is None:
        return
    if source.tag not in _LITTERAUX:
        _oter(porteur)  # labels on several levels have no form without reference
    elif porteur.tag == f"{_C}tx":
        _titre_litteral(porteur, source)
    else:
        cache = source.find(f"{_C}numCache") if source.tag == f"{_C}numRef" else source.find(f"{_C}strCache")
        source.tag = _LITTERAUX[source.tag]
        source[:] = list(cache) if cache is not None else []


def _titre_litteral(porteur: etree._Element, source: etree._Element) -> None:
    """The name of a series, or a title, as a plain text."""
    texte = source.findtext(f"{_C}strCache/{_C}pt/{_C}v") or ""
    porteur.remove(source)
    parent = porteur.getparent()
    if parent is not None and parent.tag == f"{_C}ser":
        etree.SubElement(porteur, f"{_C}v").text = texte
        return
    riche = etree.SubElement(porteur, f"{_C}rich")
    etree.SubElement(riche, f"{_A}bodyPr")
    passage = etree.SubElement(etree.SubElement(riche, f"{_A}p"), f"{_A}r")
    etree.SubElement(passage, f"{_A}t").text = texte


def _oter(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
