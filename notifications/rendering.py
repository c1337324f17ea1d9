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

from notifications.letter_forms import LetterForm
from notifications.windows import WINDOWS, style_of

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
    """A letter as a whole HTML document in its standard form, for the PDF. Raises EmptyPlace."""
    letter = fragment(kind=kind, values=values, heading_level=1)
    template = _engine().get_template(f"{LETTERS}/document.html")
    return template.render(Context(values | {"letter": mark_safe(letter)}))  # noqa: S308 escaped


def plain_text(*, name: str, values: dict) -> str:
    """An e-mail's text; plain, so nothing is escaped. Raises EmptyPlace."""
    template = _engine().get_template(f"emails/{name}.txt")
    return template.render(Context(values, autoescape=False)).strip() + "\n"


PAPER = {LetterForm.STANDARD: "letter.css", LetterForm.LARGE_PRINT: "large_print.css"}
# The margins of the first page, in mm, as both style sheets have them.
FIRST_LEFT, FIRST_TOP = 20, 10


def style_sheet(*, form: str, window: str) -> str:
    """The rules for paper: of a form, with the address where the envelope shows it."""
    sheet = (_folder() / LETTERS / PAPER[form]).read_text(encoding="utf-8")
    return f"{sheet}\n{style_of(window, page_left=FIRST_LEFT, page_top=FIRST_TOP)}\n"


@cache
def template_version() -> str:
    """The hash of all that gives letters their words and their look, kept with each letter."""
    digest = hashlib.sha256()
    for file in sorted(path for path in (_folder() / LETTERS).rglob("*") if path.is_file()):
        digest.update(file.relative_to(_folder()).as_posix().encode() + b"\0")
        digest.update(file.read_bytes() + b"\0")
    for window in sorted(WINDOWS):
        digest.update(style_of(window, page_left=FIRST_LEFT, page_top=FIRST_TOP).encode() + b"\0")
    return digest.hexdigest()
