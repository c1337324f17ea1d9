"""The words by which a case is found (ADR 17), folded alike when they are stored and when typed.

Pure: no database. A name gives its words in lower case without accents; apostrophes and hyphens
both join and split; a postcode gives itself without its space, and its outward part.
"""

import re
import unicodedata
from itertools import pairwise

LONGEST = 60
"""Characters of a token; the database's index takes far more."""

_APOSTROPHES = "'’‘ʼʻʹ`´′"
_HYPHENS = "-‐‑‒–—−"
# Letters that Unicode does not take apart into a base and a mark.
_STROKES = {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "ð": "d", "þ": "th"}
_PLAIN = str.maketrans(
    dict.fromkeys(_APOSTROPHES, "'")
    | dict.fromkeys(_HYPHENS, "-")
    | _STROKES
    | {"æ": "ae", "œ": "oe"}
)
_CHUNK = re.compile(r"[^\W_]+(?:['-]+[^\W_]+)*")
_OUTWARD = r"\b([a-z]{1,2}[0-9][a-z0-9]?)"
_POSTCODE = re.compile(_OUTWARD + r" *([0-9][a-z]{2})\b")
_POSTCODE_BEGUN = re.compile(_OUTWARD + r" +([0-9][a-z]{0,2})\b")


def tokens_of(*texts: str) -> frozenset[str]:
    """What the texts, names and postcodes, are found by: any beginning of any of these."""
    found: set[str] = set()
    for text in texts:
        folded = _folded(text)
        found.update("".join(parts) for parts in _POSTCODE_BEGUN.findall(folded))
        for chunk in _CHUNK.findall(_POSTCODE.sub(r"\1 \1\2", folded)):
            found.add(_without_marks(chunk))
            for word in _words(chunk):
                found.add(word.replace("'", ""))
                found.update(filter(None, word.split("'")))
    return frozenset(token[:LONGEST] for token in found)


def words_typed(text: str) -> tuple[str, ...]:
    """The beginnings that a case must have a token for, every one; longest first.

    A word that another one begins with is left out: whoever has the longer has it too. Nothing
    but punctuation gives no words, which finds nothing.
    """
    joined = _POSTCODE_BEGUN.sub(r"\1\2", _folded(text))
    words = sorted(
        {
            word.replace("'", "")[:LONGEST]
            for chunk in _CHUNK.findall(joined)
            for word in _words(chunk)
        }
    )
    needed = [word for word, after in pairwise([*words, ""]) if not after.startswith(word)]
    return tuple(sorted(needed, key=lambda word: (-len(word), word)))


def past(word: str) -> str:
    """The first text, in the order of code points, after all those that begin with a word."""
    after = ord(word[-1]) + 1
    return word[:-1] + chr(0xE000 if after == 0xD800 else after)


def _folded(text: str) -> str:
    """Lower case, without accents, with one kind of apostrophe and of hyphen."""
    apart = unicodedata.normalize("NFKD", text.translate(_PLAIN)).casefold()
    letters = (one for one in unicodedata.normalize("NFKD", apart) if not _is_mark(one))
    return "".join(letters).translate(_PLAIN)


def _is_mark(character: str) -> bool:
    """An accent or another sign on a letter, or a character that nobody sees."""
    category = unicodedata.category(character)
    return category[0] == "M" or category == "Cf"


def _words(chunk: str) -> list[str]:
    return [word for word in chunk.split("-") if word.strip("'")]


def _without_marks(chunk: str) -> str:
    return chunk.replace("-", "").replace("'", "")
