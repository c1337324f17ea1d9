"""A letter's twins, made from its document: large print, where tables become headed lists; plain
text. The words and their order are the letter's own, whatever its template.

Imported by the workers only, like `notifications/pdf.py`.
"""

import copy
import io
import re
import textwrap
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, tostring

import tinyhtml5

WIDTH = 72
ROWS = "ct-letter__rows"

_UNDERLINED = {"h1": "=", "h2": "-", "h3": "~", "h4": "~"}
_BLOCKS = {"p", "ul", "ol", "address", "img", *_UNDERLINED}


def large_print(document: str) -> str:
    """The document with each table as a list: one item a row, each cell below its column's head."""
    root = _parsed(document)
    _without_tables(root)
    _nothing_beside_the_window(root)
    return "<!DOCTYPE html>\n" + tostring(root, encoding="unicode", method="html")


def plain_text(document: str) -> str:
    """The words of the document as text of at most 72 characters a line, in their order."""
    root = _parsed(document)
    _without_tables(root)
    blocks = ["\n".join(lines) for lines in _blocks(root.find("body"))]
    return "\n\n".join(blocks) + "\n"


def _parsed(document: str) -> Element:
    return tinyhtml5.parse(
        io.BytesIO(document.encode()), namespace_html_elements=False, override_encoding="utf-8"
    )


def _without_tables(root: Element) -> None:
    for parent in list(root.iter()):
        for index, child in enumerate(list(parent)):
            if child.tag == "table":
                made = _as_list(child)
                made.tail = child.tail
                parent[index] = made


def _nothing_beside_the_window(root: Element) -> None:
    """Date and reference follow below what the envelope shows."""
    for parent in list(root.iter()):
        for top in list(parent):
            if top.get("class") == "ct-letter__top":
                meta = top[-1]
                top.remove(meta)
                parent.insert(list(parent).index(top) + 1, meta)


def _as_list(table: Element) -> Element:
    heads = ["".join(head.itertext()).strip() for head in table.find("thead").iter("th")]
    rows = list(table.find("tbody").iter("tr"))
    made = Element("ul", {"class": ROWS})
    for number, row in enumerate(rows, start=1):
        item = SubElement(made, "li")
        for column, (head, cell) in enumerate(zip(heads, row, strict=True)):
            count = f" ({number} of {len(rows)})" if column == 0 and len(rows) > 1 else ""
            item.append(_paragraph(head + count, cell))
    return made


def _paragraph(head: str, cell: Element) -> Element:
    """The cell's content below the head of its column."""
    made = Element("p")
    strong = SubElement(made, "strong")
    strong.text = head
    line = SubElement(made, "span", {"class": "ct-letter__line"})
    line.text = cell.text
    line.extend(copy.deepcopy(child) for child in cell)
    return made


def _blocks(element: Element) -> Iterator[list[str]]:
    """Every block below an element as its lines, in reading order."""
    for child in element:
        if child.tag in ("ul", "ol"):
            yield list(_items(child))
        elif child.tag == "img":
            if alt := child.get("alt"):
                yield _wrapped(f"[{alt}]")
        elif child.tag in _BLOCKS:
            lines = [part for line in _lines(child) for part in _wrapped(line)]
            if mark := _UNDERLINED.get(child.tag):
                lines.append(mark * min(WIDTH, max(len(line) for line in lines)))
            yield lines
        else:
            yield from _blocks(child)


def _items(made: Element) -> Iterator[str]:
    apart = made.get("class") == ROWS
    for number, item in enumerate(made, start=1):
        mark = f"{number}. " if made.tag == "ol" else "- "
        paragraphs = list(item) if apart else [item]
        for index, paragraph in enumerate(paragraphs):
            for row, line in enumerate(_lines(paragraph)):
                first = mark if index == 0 and row == 0 else " " * len(mark)
                yield from textwrap.wrap(
                    line,
                    WIDTH,
                    initial_indent=first,
                    subsequent_indent=" " * len(mark),
                    break_long_words=False,
                    break_on_hyphens=False,
                )
        if apart and number < len(made):
            yield ""


def _wrapped(line: str) -> list[str]:
    return textwrap.wrap(line, WIDTH, break_long_words=False, break_on_hyphens=False)


def _lines(element: Element) -> list[str]:
    """An element's text, one string a line that the letter breaks; no empty ones."""
    lines = [""]
    _gather(element, lines)
    return [text for line in lines if (text := re.sub(r"\s+", " ", line).strip())]


def _gather(element: Element, lines: list[str]) -> None:
    lines[-1] += element.text or ""
    for child in element:
        own_line = child.tag == "br" or child.get("class") == "ct-letter__line"
        if own_line:
            lines.append("")
        _gather(child, lines)
        if own_line and child.tag != "br":
            lines.append("")
        lines[-1] += child.tail or ""
