"""Where two texts differ, word by word, as pieces for a page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A run of words. change: `same`, `added` or `removed`."""

    change: str
    text: str


def differences(*, before: str, after: str) -> list[Piece]:
    """What was removed from a text and added to it, with what stayed between."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    return list(_pieces(old, new))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    """Spaces alone are no match: between other words they would cut the text to shreds."""
    matcher = SequenceMatcher(str.isspace, old, new, autojunk=False)
    for what, from_, until, start, end in matcher.get_opcodes():
        if what == "equal":
            yield Piece(change="same", text="".join(old[from_:until]))
            continue
        if from_ < until:
            yield Piece(change="removed", text="".join(old[from_:until]))
        if start < end:
            yield Piece(change="added", text="".join(new[start:end]))
