"""What WeasyPrint leaves to be done to a letter's tags before the PDF is written.

A table that goes on over the page is one table, whose head is read once. What stands in the
margins of each page is no content. Empty elements go. Headers of tables say what they head.
"""

from collections.abc import Iterator

import pydyf


def mend_tags(document, pdf: pydyf.PDF) -> None:
    """A finisher for WeasyPrint's `write_pdf`."""
    Tags(pdf).mend(document)


class Tags:
    """The structure elements of a PDF that is being made."""

    def __init__(self, pdf: pydyf.PDF):
        self.pdf = pdf
        self.by_reference = {item.reference: item for item in pdf.objects}
        self.root = next(
            item for item in pdf.objects if _is_element(item) and item["S"] == "/Document"
        )

    def mend(self, document) -> None:
        """All of it, in the order in which one step needs the other."""
        self._join_tables([_tables_of(page._page_box) for page in document.pages])
        self._prune(self.root)
        self._describe(self.root, in_head=False)
        self._leave_out_what_nobody_names()

    def _kids(self, element) -> Iterator[pydyf.Dictionary]:
        for kid in element["K"]:
            found = self._element(kid)
            if found is not None:
                yield found

    def _element(self, kid) -> pydyf.Dictionary | None:
        found = self.by_reference.get(kid) if isinstance(kid, bytes) else None
        return found if _is_element(found) else None

    def _all(self, element) -> Iterator[pydyf.Dictionary]:
        yield element
        for kid in self._kids(element):
            yield from self._all(kid)

    def _join_tables(self, pages: list[list]) -> None:
        """The rows of a table's later parts go to its first; their heads are read no more."""
        tables = [element for element in self._all(self.root) if element["S"] == "/Table"]
        boxes = [box for page in pages for box in page]
        first: dict[object, pydyf.Dictionary] = {}
        for table, box in zip(tables, boxes, strict=True):
            begun = first.setdefault(box.element, table)
            if begun is table:
                continue
            for part in list(self._kids(table)):
                if part["S"] != "/THead":
                    part["P"] = begun.reference
                    begun["K"].append(part.reference)
            table["K"] = pydyf.Array()

    def _prune(self, element) -> bool:
        """Take out what holds nothing; whether anything is left. A cell stays for its row."""
        kept = pydyf.Array()
        for kid in element["K"]:
            found = self._element(kid)
            if found is None or self._prune(found) or found["S"] in ("/TD", "/TH"):
                kept.append(kid)
        element["K"] = kept
        return bool(kept)

    def _describe(self, element, *, in_head: bool) -> None:
        tag = element["S"]
        if tag in ("/TH", "/TD"):
            element.pop("ID", None)
            element["A"].pop("Headers", None)
        if tag == "/TH":
            element["A"]["Scope"] = "/Column" if in_head else "/Row"
        for kid in self._kids(element):
            self._describe(kid, in_head=in_head or tag == "/THead")

    def _leave_out_what_nobody_names(self) -> None:
        """Content that no element names any more, or never did, is marked as no content."""
        named: dict[bytes, set[int]] = {}
        for element in self._all(self.root):
            numbers = {kid for kid in element["K"] if isinstance(kid, int)}
            if numbers:
                named.setdefault(bytes(element["Pg"]), set()).update(numbers)
        parents = self._parents()
        for number, reference in enumerate(self.pdf.page_references):
            page = self.by_reference[reference]
            known = named.get(reference, set())
            _unmark(self.by_reference[page["Contents"]], known)
            for mark in range(len(parents[number])):
                if mark not in known:
                    parents[number][mark] = b"null"

    def _parents(self) -> dict[int, pydyf.Array]:
        """By the number of a page, which element each mark on it belongs to."""
        tree = self.by_reference[self.by_reference[self.root["P"]]["ParentTree"]]
        numbers = tree["Nums"]
        return dict(zip(numbers[::2], numbers[1::2], strict=True))


def _is_element(item) -> bool:
    return isinstance(item, pydyf.Dictionary) and item.get("Type") == "/StructElem"


def _tables_of(box) -> list:
    """The boxes of tables on a page, in reading order."""
    if getattr(box, "is_table_wrapper", False):
        return [box]
    return [table for child in getattr(box, "children", ()) for table in _tables_of(child)]


def _unmark(stream: pydyf.Stream, known: set[int]) -> None:
    """In a page's content: a mark is a tag, a dictionary with its number, and an operator."""
    parts = stream.stream
    for index, part in enumerate(parts):
        if part == b"BDC" and parts[index - 1]["MCID"] not in known:
            parts[index - 2 : index + 1] = ["/Artifact", b"", b"BMC"]
