"""Templates to HTML: a letter, or an e-mail's text; a missing or empty place is an error.

The templates have an engine of their own, strict about what they name: a letter with a blank in
it must not exist. Nothing here touches the network or the database.
"""

import hashlib
import re
from functools import cache

from django.template import Context, Engine, TemplateSyntaxError
from django.utils.safestring import SafeString, mark_safe

from notifications import strict_engine
from notifications.free_text import BlankPlaceholder, BrokenText
from notifications.letter_files import FOLDER, file_of, files_of, folder
from notifications.letter_forms import LetterForm
from notifications.strict_engine import EmptyPlace
from notifications.windows import WINDOWS, WindowKind, style_of

_HOLDERS = "p|li|td|th|h[1-6]|strong|span|address|title|caption|ul|ol|tbody"
EMPTY_PLACE = re.compile(rf"<({_HOLDERS})(?:\s[^>]*)?>\s*</\1>", re.IGNORECASE)


def fragment(
    *, kind: str, values: dict, heading_level: int, engine: Engine | None = None
) -> SafeString:
    """A letter as an `<article class="ct-letter">`, for a page or for the document.

    heading_level: of the subject; sections are below it. engine: for trying templates that are not
    released. Raises EmptyPlace, which names the template and the line.
    """
    engine = engine or strict_engine.engine()
    headings = {f"level{number + 1}": f"h{heading_level + number}" for number in range(3)}
    html = _rendered(engine, file_of(kind), Context(values | headings)).strip()
    if EMPTY_PLACE.search(html):
        raise EmptyPlace(_where_it_is_empty(engine, file_of(kind), Context(values | headings)))
    return mark_safe(html)  # noqa: S308 the engine escaped it


def _where_it_is_empty(engine: Engine, name: str, context: Context) -> str:
    """The element that is empty, with file and line; rendered once more to find them."""
    tracing = strict_engine.strict_engine(*engine.dirs, tracing=True)
    html, places = strict_engine.traced(_rendered(tracing, name, context))
    found = EMPTY_PLACE.search(html)
    start, file, line = max(place for place in places if place[0] <= found.start())
    line += html.count("\n", start, found.start())
    return f"{file}, line {line}: the letter would have an empty <{found[1]}>"


def _rendered(engine: Engine, name: str, context: Context) -> SafeString:
    """Raises EmptyPlace with file and line for whatever is empty, missing or cannot be read."""
    try:
        return engine.get_template(name).render(context)
    except (EmptyPlace, BlankPlaceholder, BrokenText, TemplateSyntaxError) as error:
        file, line = strict_engine.where(error) or (name, 1)
        raise EmptyPlace(f"{file or name}, line {line}: {error}") from error


def document(*, kind: str, values: dict) -> str:
    """A letter as a whole HTML document in its standard form, for the PDF. Raises EmptyPlace."""
    letter = fragment(kind=kind, values=values, heading_level=1)
    around = Context(values | {"letter": mark_safe(letter)})  # noqa: S308 escaped
    return _rendered(strict_engine.engine(), f"{FOLDER}/document.html", around)


def sheet(*, name: str, values: dict) -> str:
    """A sheet that is no letter, such as the cover of a batch, as a whole document."""
    return _rendered(strict_engine.engine(), f"post/{name}.html", Context(values))


def plain_text(*, name: str, values: dict) -> str:
    """An e-mail's text; plain, so nothing is escaped. Raises EmptyPlace."""
    words = Context(values, autoescape=False)
    return _rendered(strict_engine.engine(), f"emails/{name}.txt", words).strip() + "\n"


PAPER = {LetterForm.STANDARD: "letter.css", LetterForm.LARGE_PRINT: "large_print.css"}
# The margins of the first page, in mm, as both style sheets have them.
FIRST_LEFT, FIRST_TOP = 20, 10


def style_sheet(*, form: str = LetterForm.STANDARD, window: str = WindowKind.DL) -> str:
    """The rules for paper: of a form, with the address where the envelope shows it."""
    sheet = (folder() / FOLDER / PAPER[form]).read_text(encoding="utf-8")
    return f"{sheet}\n{style_of(window, page_left=FIRST_LEFT, page_top=FIRST_TOP)}\n"


@cache
def template_version(kind: str) -> str:
    """The hash of all that gives a kind of letter its words and its look, kept with each letter."""
    digest = hashlib.sha256()
    for file in files_of(kind):
        digest.update(file.encode() + b"\0")
        digest.update((folder() / file).read_bytes() + b"\0")
    for window in sorted(WINDOWS):
        digest.update(style_of(window, page_left=FIRST_LEFT, page_top=FIRST_TOP).encode() + b"\0")
    return digest.hexdigest()
