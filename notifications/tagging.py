"""What WeasyPrint leaves to be done to a letter's tags before the PDF is written.

Empty elements go. Headers of tables say what they head (`Scope`), in place of names that come
twice where a table goes on over the page. Lists say how they are numbered.
"""

from collections.abc import Iterator

import pydyf


def mend_tags(document, pdf: pydyf.PDF) -> None:
    """A finisher for WeasyPrint's `write_pdf`. document: not looked at."""
    by_reference = {item.reference: item for item in pdf.objects if item.reference}
    elements = [item for item in pdf.objects if _is_element(item)]
    root = next(item for item in elements if item["S"] == "/Document")
    _prune(root, by_reference)
    _describe(root, by_reference, in_head=False)


def _is_element(item) -> bool:
    return isinstance(item, pydyf.Dictionary) and item.get("Type") == "/StructElem"


def _kids(element, by_reference) -> Iterator:
    for kid in element["K"]:
        found = by_reference.get(kid)
        if _is_element(found):
            yield found


def _prune(element, by_reference) -> bool:
    """Take out what holds nothing; whether anything is left. A cell stays: its row needs it."""
    kept = pydyf.Array()
    for kid in element["K"]:
        found = by_reference.get(kid)
        if not _is_element(found) or _prune(found, by_reference) or found["S"] in ("/TD", "/TH"):
            kept.append(kid)
    element["K"] = kept
    return bool(kept)


def _describe(element, by_reference, *, in_head: bool) -> None:
    tag = element["S"]
    if tag == "/L":
        numbered = any(
            kid["S"] == "/Lbl"
            for item in _kids(element, by_reference)
            for kid in _kids(item, by_reference)
        )
        element["A"] = pydyf.Dictionary(
            {"O": "/List", "ListNumbering": "/Unordered" if numbered else "/None"}
        )
    if tag in ("/TH", "/TD"):
        element.pop("ID", None)
        element["A"].pop("Headers", None)
        if tag == "/TH":
            element["A"]["Scope"] = "/Column" if in_head else "/Row"
    for kid in _kids(element, by_reference):
        _describe(kid, by_reference, in_head=in_head or tag == "/THead")
