"""Templates to HTML: a letter, or an e-mail's text; a missing or empty place is an error.

The templates have an engine of their own, strict about what they name: a letter with a blank in
it must not exist. Nothing here touches the network or the database.
"""

import hashlib
import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template import Context, Engine
from django.utils.safestring import SafeString, mark_safe

LETTERS = "letters"
EMPTY_PLACE = re.compile(
    r"<(p|li|td|th|h[1-6]|strong|span|address|title|caption)(?:\s[^>]*)?>\s*</\1>", re.IGNORECASE
)


class EmptyPlace(ValueError):
    """A template names something that is not there, or a letter would show a blank."""


class _Loud(str):
    """What Django puts in for a missing variable: raises instead of showing nothing."""

    def __contains__(self, key):
        return True

    def __mod__(self, name):
        raise EmptyPlace(f"the template names {name}, which is not there")


def _folder() -> Path:
    return Path(settings.TEMPLATES[0]["DIRS"][0])


@cache
def _engine() -> Engine:
    return Engine(dirs=[_folder()], autoescape=True, string_if_invalid=_Loud("%s"))


def fragment(*, kind: str, values: dict, heading_level: int) -> SafeString:
    """A letter as an `<article class="ct-letter">`, for a page or for the document.

    heading_level: of the subject; sections are below it. Raises EmptyPlace.
    """
    headings = {f"level{number + 1}": f"h{heading_level + number}" for number in range(3)}
    template = _engine().get_template(f"{LETTERS}/{kind}.html")
    html = template.render(Context(values | headings))
    if found := EMPTY_PLACE.search(html):
        raise EmptyPlace(f"the letter {kind} would have an empty <{found[1]}>")
    return html


def document(*, kind: str, values: dict) -> str:
    """A letter as a whole HTML document, for the PDF. Raises EmptyPlace."""
    letter = fragment(kind=kind, values=values, heading_level=1)
    template = _engine().get_template(f"{LETTERS}/document.html")
    return template.render(Context(values | {"letter": mark_safe(letter)}))  # noqa: S308 escaped


def sheet(*, name: str, values: dict) -> str:
    """A sheet that is no letter, such as the cover of a batch, as a whole document."""
    return _engine().get_template(f"post/{name}.html").render(Context(values))


def plain_text(*, name: str, values: dict) -> str:
    """An e-mail's text; plain, so nothing is escaped. Raises EmptyPlace."""
    template = _engine().get_template(f"emails/{name}.txt")
    return template.render(Context(values, autoescape=False)).strip() + "\n"


def style_sheet() -> str:
    """The letters' style sheet for paper."""
    return (_folder() / LETTERS / "letter.css").read_text(encoding="utf-8")


@cache
def template_version() -> str:
    """The hash of every file that letters are made from, kept with each letter."""
    digest = hashlib.sha256()
    for file in sorted(path for path in (_folder() / LETTERS).rglob("*") if path.is_file()):
        digest.update(file.relative_to(_folder()).as_posix().encode() + b"\0")
        digest.update(file.read_bytes() + b"\0")
    return digest.hexdigest()
