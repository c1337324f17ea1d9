"""Rules of PDF/UA-1 that a program can check in our letters. Not the whole standard.

`faults` names what is wrong, each with the rule's code; tests/unit/test_pdf_ua.py breaks a letter
once for each rule and sees that it is found.
"""

import itertools
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser

import pikepdf

from tests.pdf_content import opened, painted

HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")
LEAST = {"/L": {"/LI", "/Caption"}, "/LI": {"/Lbl", "/LBody", "/L"}, "/TR": {"/TH", "/TD"}}


def faults(content: bytes, *, html: str = "") -> list[str]:
    """What is wrong with a letter's PDF; nothing where all rules hold.

    html: the document that it was made from, to compare the order of reading with.
    """
    with opened(content) as pdf:
        found = [*_of_document(pdf), *_of_fonts(pdf)]
        if "/StructTreeRoot" not in pdf.Root:
            return [*found, "tree: there are no tags"]
        root = pdf.Root.StructTreeRoot
        found += _of_content(pdf, root)
        found += _of_headings(root)
        found += _of_elements(root)
        if html:
            found += _of_order(pdf, root, html)
        return found


def _of_document(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not bool(root.get("/MarkInfo", {}).get("/Marked", False)):
        yield "marked: the document does not say that it is tagged"
    if not str(root.get("/Lang", "")):
        yield "language: none is given"
    if not bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)):
        yield "display: a reader would show the file's name"
    with pdf.open_metadata() as metadata:
        if not metadata.get("dc:title"):
            yield "title: the document has none"
        if str(metadata.get("pdfuaid:part", "")) != "1":
            yield "part: the document does not say that it is PDF/UA-1"


def _of_fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
            if {"/FontFile", "/FontFile2", "/FontFile3"} & set(item.keys()):
                continue
            yield f"font: {item.FontName} is not embedded"


def elements(root: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Every structure element, in reading order."""
    for kid in _kids(root):
        if _is_element(kid):
            yield kid
            yield from elements(kid)


def _kids(node) -> list:
    kids = node.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _is_element(node) -> bool:
    return isinstance(node, pikepdf.Dictionary) and "/S" in node


def _marks(pdf: pikepdf.Pdf, root) -> list[tuple[int, int, pikepdf.Dictionary]]:
    """Page, mark and element of all content that the structure names, in reading order."""
    pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
    return [
        (pages[element.Pg.objgen], int(kid), element)
        for element in elements(root)
        for kid in _kids(element)
        if isinstance(kid, int)
    ]


def _of_content(pdf: pikepdf.Pdf, root) -> Iterator[str]:
    all_painted = painted(pdf)
    named = [(page, mark) for page, mark, _ in _marks(pdf, root)]
    if len(set(named)) != len(named):
        yield "content: two elements name the same content"
    for one in all_painted:
        if one.artifact:
            continue
        if one.mcid is None:
            yield f"content: page {one.page + 1} paints {one.text or one.operator!r} without a tag"
        elif (one.page, one.mcid) not in named:
            yield f"content: page {one.page + 1}: no element names {one.text or one.operator!r}"
    there = {(one.page, one.mcid) for one in all_painted}
    for page, mark in named:
        if (page, mark) not in there:
            yield f"content: an element names mark {mark} of page {page + 1}, which is not there"


def _of_headings(root) -> Iterator[str]:
    levels = [int(str(one.S)[2]) for one in elements(root) if str(one.S) in HEADINGS]
    if levels.count(1) != 1 or levels[0] != 1:
        yield "heading: there is not one first heading, before the others"
    for before, after in itertools.pairwise(levels):
        if after > before + 1:
            yield f"heading: after one of level {before} comes one of level {after}"


def _of_elements(root) -> Iterator[str]:
    for element in elements(root):
        tag = str(element.S)
        if not _kids(element) and tag != "/TD":
            yield f"empty: {tag} holds nothing"
        if tag == "/Figure" and not str(element.get("/Alt", "")):
            yield "alt: a picture has no text in its place"
        if tag == "/Table":
            yield from _of_table(element)
        for kid in _kids(element):
            if tag in LEAST and _is_element(kid) and str(kid.S) not in LEAST[tag]:
                yield f"nesting: {tag} holds {kid.S}"


def _of_table(table) -> Iterator[str]:
    rows = [one for one in elements(table) if str(one.S) == "/TR"]
    cells = [one for one in elements(table) if str(one.S) in ("/TH", "/TD")]
    heads = [one for one in cells if str(one.S) == "/TH"]
    if not heads:
        yield "table: it has no header cells"
    if any("/Scope" not in one.get("/A", {}) for one in heads):
        yield "table: a header cell does not say what it heads"
    if len({len(_kids(row)) for row in rows}) > 1:
        yield "table: its rows are not equally long"


class _Words(HTMLParser):
    """The text of a document's body, without its spaces."""

    def __init__(self, html: str):
        super().__init__()
        self.text, self.inside = "", False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.inside = self.inside or tag == "body"

    def handle_data(self, data):
        if self.inside:
            self.text += data


def _plain(text: str) -> str:
    """Without spaces, and without scripts whose glyphs are painted from right to left."""
    return "".join(
        char
        for char in text
        if not char.isspace() and unicodedata.bidirectional(char) not in ("R", "AL", "NSM")
    )


def _of_order(pdf: pikepdf.Pdf, root, html: str) -> Iterator[str]:
    expected = _plain(_Words(html).text)
    said: dict[tuple[int, int], str] = {}
    for one in painted(pdf):
        if one.mcid is not None:
            said[one.page, one.mcid] = said.get((one.page, one.mcid), "") + one.text
    read, at = _read(pdf, root, said), 0
    for part, text in read:
        text = _plain(text)
        if part == "/Lbl":
            continue
        if expected.startswith(text, at):
            at += len(text)
        else:
            yield f"order: {text[:60]!r} is read where {expected[at : at + 60]!r} stands"
            return
    if at != len(expected):
        yield f"order: {expected[at : at + 60]!r} is not read"


def _read(pdf, root, said) -> list[tuple[str, str]]:
    """What is read, part by part: the tag of the part where it is a label, and its text."""
    pages = {page.objgen: number for number, page in enumerate(pdf.pages)}

    def parts(element) -> Iterator[tuple[str, str]]:
        if element.get("/S") == "/Lbl":
            yield "/Lbl", ""
            return
        for kid in _kids(element):
            if isinstance(kid, int):
                yield "", said.get((pages[element.Pg.objgen], int(kid)), "")
            elif _is_element(kid):
                yield from parts(kid)

    return list(parts(root))
