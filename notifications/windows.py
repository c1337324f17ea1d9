"""Where an envelope's window shows the address, in millimetres of the sheet (docs/adr/0028).

Nothing here is drawn: the style sheet is made from it, and the tests measure the PDF against it.
"""

import textwrap
from dataclasses import dataclass

from django.db import models


class WindowKind(models.TextChoices):
    """The envelopes with a window that the letters are made for."""

    DL = "dl", "DL: A4 folded twice"
    C5 = "c5", "C5: A4 folded once"


@dataclass(frozen=True, kw_only=True)
class Area:
    """A rectangle on the first sheet, from its left and upper edge, in mm."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, kw_only=True)
class Window:
    """address: what the window shows however the sheet lies. clear: what it may show; only the
    address stands there. body_top: where the letter itself begins.
    """

    address: Area
    clear: Area
    body_top: float


WINDOWS: dict[str, Window] = {
    # 35 x 90 mm, 20 mm from the left edge of the envelope of 110 x 220 mm and 18 to 20 mm from its
    # lower edge; the folded sheet of 99 x 210 mm has 11 mm of play upwards and 10 mm sideways.
    WindowKind.DL: Window(
        address=Area(left=20, top=57, right=100, bottom=79),
        clear=Area(left=10, top=44, right=110, bottom=92),
        body_top=94,
    ),
    # What GOV.UK Notify demands of a letter that is printed elsewhere and goes in its C5 envelopes.
    WindowKind.C5: Window(
        address=Area(left=24.6, top=39.5, right=120, bottom=66.3),
        clear=Area(left=15, top=30, right=125, bottom=95),
        body_top=96,
    ),
}

LARGEST, SMALLEST = 24, 8
"""Sizes of an address's letters in half points: 12 pt, and what nobody's real address needs."""

LINE_HEIGHT = 1.1
BAND = 2
"""The rule across the top of the first page, mm."""

_MM = 0.3528 / 2
# A letter is 0.53 of the size wide on average in our face; wider in capitals and other scripts.
_WIDE = 0.6
_INSET = 1.0
# What letters like g reach below their line, mm.
_BELOW = 0.5


def address_size(lines: list[str], kind: str) -> int:
    """The largest size, in half points, at which the lines stay inside the window, wrapped."""
    area = WINDOWS[kind].address
    for size in range(LARGEST, SMALLEST, -1):
        room = int((area.width - 2 * _INSET) / (size * _MM * _WIDE))
        rows = sum(len(textwrap.wrap(line, room)) or 1 for line in lines)
        if rows * size * _MM * LINE_HEIGHT <= area.height - _BELOW:
            return size
    return SMALLEST


def style_of(kind: str, *, page_left: float, page_top: float) -> str:
    """The rules that put the address where the window is, and the date beside it.

    page_left, page_top: the first page's margins, mm. All of it is in the flow, so that what is
    painted comes in the order in which it is read.
    """
    window = WINDOWS[kind]
    area, sizes = window.address, range(SMALLEST, LARGEST + 1)
    above = area.top - page_top - BAND
    rules = [
        f".ct-letter__top {{ height: {window.body_top - page_top:.1f}mm;"
        f" border-top-width: {BAND}mm; }}",
        f".ct-letter__head {{ height: {above:.1f}mm; }}",
        f".ct-letter__address {{ height: {area.height:.1f}mm;"
        f" width: {area.width - 2 * _INSET:.1f}mm;"
        f" margin-left: {area.left - page_left + _INSET:.1f}mm; line-height: {LINE_HEIGHT}; }}",
        f".ct-letter__top .ct-letter__meta {{ margin-top: {-above - area.height:.1f}mm; }}",
        *(f".ct-letter__address--{size} {{ font-size: {size / 2}pt; }}" for size in sizes),
    ]
    return "\n".join(rules)
