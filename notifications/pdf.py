"""HTML to a tagged PDF, without a network. Imported by the workers only: WeasyPrint is heavy."""

import logging
from dataclasses import dataclass
from functools import cache

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from notifications import rendering
from notifications.checks import harfbuzz_subset_state

logger = logging.getLogger(__name__)

if (_state := harfbuzz_subset_state()) != "ok":
    logger.warning("letters take three times as long: harfbuzz-subset %s", _state)


@dataclass(frozen=True, kw_only=True)
class Pdf:
    """The bytes, and how many sheets they print on."""

    content: bytes
    pages: int


class NoFetching(URLFetcher):
    """Letters hold all that they show: whatever they would load is an error, not a request."""

    def fetch(self, url, headers=None):
        raise FatalURLFetchingError("a letter loads nothing from elsewhere")


@cache
def _fonts() -> FontConfiguration:
    """One for the process: a new one for each letter leaks memory (docs: PERFORMANCE)."""
    return FontConfiguration()


@cache
def _style() -> CSS:
    return CSS(string=rendering.style_sheet(), font_config=_fonts(), url_fetcher=NoFetching())


def render(html: str) -> Pdf:
    """A PDF/UA-1 of a letter's document: tagged, with title, language and reading order."""
    page = HTML(string=html, url_fetcher=NoFetching())
    document = page.render(stylesheets=[_style()], font_config=_fonts(), pdf_variant="pdf/ua-1")
    return Pdf(content=document.write_pdf(pdf_variant="pdf/ua-1"), pages=len(document.pages))
