"""What a PDF paints, read from its content streams: text with its place, and what is marked how."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pikepdf

MM = 72 / 25.4

_PAINTS = {"f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh"}
_UNIT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, kw_only=True)
class Painted:
    """One thing that is painted: text, or the name of the operator for anything else.

    mcid: by which the structure names it; None where none does. artifact: marked as no content.
    left, top, right, bottom: of text and pictures, in mm from the upper left corner of the page.
    """

    page: int
    text: str
    operator: str
    mcid: int | None
    artifact: bool
    left: float = 0
    top: float = 0
    right: float = 0
    bottom: float = 0


def painted(pdf: pikepdf.Pdf) -> list[Painted]:
    """All that the pages paint, in the order of their content."""
    return [one for number, page in enumerate(pdf.pages) for one in _of_page(number, page)]


def _times(a, b):
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def _of_page(number: int, page: pikepdf.Page) -> Iterator[Painted]:
    height = float(page.mediabox[3])
    fonts = {name: _Font(font) for name, font in page.resources.get("/Font", {}).items()}
    ctm, saved, matrix, font, size, marks = _UNIT, [], _UNIT, None, 0.0, []

    def mark() -> dict:
        found = [mcid for mcid, _ in marks if mcid is not None]
        return {
            "page": number,
            "mcid": found[-1] if found else None,
            "artifact": any(artifact for _, artifact in marks),
        }

    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "q":
            saved.append(ctm)
        elif name == "Q":
            ctm = saved.pop()
        elif name == "cm":
            ctm = _times(tuple(map(float, operands)), ctm)
        elif name in ("BMC", "BDC"):
            mcid = operands[1].get("/MCID") if name == "BDC" else None
            marks.append((None if mcid is None else int(mcid), str(operands[0]) == "/Artifact"))
        elif name == "EMC":
            marks.pop()
        elif name == "BT":
            matrix = _UNIT
        elif name == "Tf":
            font, size = fonts[str(operands[0])], float(operands[1])
        elif name == "Tm":
            matrix = tuple(map(float, operands))
        elif name == "Td":
            matrix = _times((1, 0, 0, 1, float(operands[0]), float(operands[1])), matrix)
        elif name in ("Tj", "TJ"):
            text, advance = font.read(operands[0], size)
            place = _times(matrix, ctm)
            yield Painted(
                text=text,
                operator=name,
                left=place[4] / MM,
                right=(place[4] + advance * place[0]) / MM,
                top=(height - place[5] - 0.8 * size * abs(place[3])) / MM,
                bottom=(height - place[5] + 0.25 * size * abs(place[3])) / MM,
                **mark(),
            )
        elif name == "Do":
            yield Painted(
                text="",
                operator=name,
                left=ctm[4] / MM,
                right=(ctm[4] + ctm[0]) / MM,
                top=(height - max(ctm[5], ctm[5] + ctm[3])) / MM,
                bottom=(height - min(ctm[5], ctm[5] + ctm[3])) / MM,
                **mark(),
            )
        elif name in _PAINTS or name == "INLINE IMAGE":
            yield Painted(text="", operator=name, **mark())


class _Font:
    """The widths and the characters of a composite font with two-byte codes."""

    def __init__(self, font: pikepdf.Dictionary):
        inner = font.DescendantFonts[0]
        self.characters = _characters(bytes(font.ToUnicode.read_bytes()))
        self.widths, self.usual = {}, float(inner.get("/DW", 1000))
        given = list(inner.get("/W", []))
        while given:
            first, second = given[0], given[1]
            if isinstance(second, pikepdf.Array):
                self.widths |= {int(first) + i: float(w) for i, w in enumerate(second)}
                given = given[2:]
            else:
                for code in range(int(first), int(second) + 1):
                    self.widths[code] = float(given[2])
                given = given[3:]

    def read(self, operand, size: float) -> tuple[str, float]:
        """The text, and how far it goes in the units of the text."""
        text, advance = "", 0.0
        for part in operand if isinstance(operand, pikepdf.Array) else [operand]:
            if not isinstance(part, pikepdf.String):
                advance -= float(part) / 1000 * size
                continue
            codes = bytes(part)
            for high, low in zip(codes[::2], codes[1::2], strict=True):
                code = high * 256 + low
                text += self.characters.get(code, "\ufffd")
                advance += self.widths.get(code, self.usual) / 1000 * size
        return text, advance


@cache
def _characters(cmap: bytes) -> dict[int, str]:
    found = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>", block):
            found[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    return found


def opened(content: bytes) -> pikepdf.Pdf:
    """The PDF of these bytes."""
    return pikepdf.open(io.BytesIO(content))
