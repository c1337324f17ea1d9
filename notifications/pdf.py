"""HTML to a tagged PDF, without a network. Imported by the workers only: WeasyPrint is heavy.

The same document gives the same bytes: its dates and its identifier come from what it says, so
that a letter can be made anew and compared with what was stored (docs/adr/0028).
"""

import base64
import hashlib
import logging
from dataclasses import dataclass
from functools import cache

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from notifications import rendering
from notifications.checks import harfbuzz_subset_state
from notifications.letter_forms import LetterForm
from notifications.tagging import mend_tags
from notifications.windows import WindowKind

logger = logging.getLogger(__name__)

if (_state := harfbuzz_subset_state()) != "ok":
    logger.warning("letters take three times as long: harfbuzz-subset %s", _state)

VARIANT = "pdf/ua-1"
PICTURES = ("data:image/png;base64,", "data:image/jpeg;base64,")


@dataclass(frozen=True, kw_only=True)
class Pdf:
    """The bytes, and how many sheets they print on."""

    content: bytes
    pages: int


class NoFetching(URLFetcher):
    """Letters hold all that they show: whatever they would load is an error, not a request."""

    def fetch(self, url, headers=None):
        for start in PICTURES:
            if url.startswith(start):
                kind = start.removeprefix("data:").partition(";")[0]
                content = base64.b64decode(url[len(start) :], validate=True)
                return URLFetcherResponse(url, content, {"Content-Type": kind})
        raise FatalURLFetchingError("a letter loads nothing from elsewhere")


@cache
def _fonts() -> FontConfiguration:
    """One for the process: a new one for each letter leaks memory (docs: PERFORMANCE)."""
    return FontConfiguration()


@cache
def _style(form: str, window: str) -> CSS:
    return CSS(
        string=rendering.style_sheet(form=form, window=window),
        font_config=_fonts(),
        url_fetcher=NoFetching(),
    )


def render(html: str, *, form: str = LetterForm.STANDARD, window: str = WindowKind.DL) -> Pdf:
    """A PDF/UA-1 of a letter's document: tagged, with title, language and reading order.

    form: LetterForm, one on paper. window: WindowKind, whose envelope it goes in.
    """
    page = HTML(string=html, url_fetcher=NoFetching())
    document = page.render(
        stylesheets=[_style(form, window)], font_config=_fonts(), pdf_variant=VARIANT
    )
    content = document.write_pdf(
        pdf_variant=VARIANT,
        pdf_identifier=hashlib.sha256(html.encode()).hexdigest()[:32],
        finisher=mend_tags,
    )
    return Pdf(content=content, pages=len(document.pages))
