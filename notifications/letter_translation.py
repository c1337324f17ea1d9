"""The sentences of a letter's template, to be said in another language.

A template is written in English and stays readable. What stands between its tags and its block
elements is a message: a sentence, or a few, with its variables and its bold words; a free
paragraph's standard text is one message. What procedures publish, and what people type, is data
and is never translated.
"""

import re
from collections.abc import Callable, Iterator

from django.conf import settings
from django.utils import translation

_TAG = re.compile(r"({%.*?%}|{#.*?#})", re.DOTALL)
_BLOCKS = (
    "article|header|section|address|div|p|ul|ol|li|table|caption|thead|tbody|tr|th|td|span|br"
    r"|h[1-6]|html|head|body|meta|title|{{ level\d }}"
)
_ELEMENT = re.compile(rf"(</?(?:{_BLOCKS})(?:\s[^>]*)?>|<!DOCTYPE html>)")
_VARIABLE = re.compile(r"{{.*?}}")
_INLINE = re.compile(r"</?[a-z]+(?:\s[^>]*)?>")
_PIECE = re.compile(r"^(\s*)(.*?)(\s*)$", re.DOTALL)


class BadTranslation(ValueError):
    """A translation that does not have the variables of its message, or that has tags."""


def in_letters_language() -> translation.override:
    """Within it the post's own words are those of the letters' language, whoever asks: a page's
    reader may have chosen another one."""
    return translation.override(letters_language())


def letters_language() -> str:
    """The language in which letters are written."""
    return settings.LANGUAGE_CODE


def language_tag() -> str:
    """The same as documents name it: `en-GB`."""
    language, *region = letters_language().split("-")
    return "-".join([language, *(part.upper() for part in region)])


def translated(source: str, translate: Callable[[str], str]) -> str:
    """The template with each of its messages as `translate` says it. Raises BadTranslation."""
    return "".join(
        _said(piece, translate) if is_message else piece for piece, is_message in _pieces(source)
    )


def messages_in(source: str) -> list[str]:
    """Every message of a template, once each, in its order."""
    return list(dict.fromkeys(piece.strip() for piece, found in _pieces(source) if found))


def _pieces(source: str) -> Iterator[tuple[str, bool]]:
    """The template in pieces, and whether each is a message."""
    for number, run in enumerate(_TAG.split(source)):
        if number % 2:
            yield run, False
            continue
        for place, piece in enumerate(_ELEMENT.split(run)):
            yield piece, not place % 2 and _has_words(piece)


def _has_words(piece: str) -> bool:
    rest = _INLINE.sub("", _VARIABLE.sub("", piece))
    return any(letter.isalpha() for letter in rest)


def _said(piece: str, translate: Callable[[str], str]) -> str:
    before, message, after = _PIECE.match(piece).groups()
    said = translate(message)
    if sorted(_VARIABLE.findall(said)) != sorted(_VARIABLE.findall(message)) or "{%" in said:
        raise BadTranslation(f"not the variables of its message: {message}")
    return before + said + after
