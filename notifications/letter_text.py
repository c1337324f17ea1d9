"""A letter as plain text: for an e-mail to somebody who chose to have the whole letter."""

import re
from html.parser import HTMLParser

PARAGRAPHS = frozenset(
    {"article", "header", "address", "p", "h1", "h2", "h3", "h4", "ul", "ol", "table", "section"}
)
LINES = frozenset({"span", "li", "tr", "br", "div", "th", "td"})


class _Reader(HTMLParser):
    """Collects the words; a paragraph's end is two line breaks, a line's end is one."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag == "li":
            self.parts.append("\n- ")
        else:
            self._end(tag)

    def handle_endtag(self, tag):
        self._end(tag)

    def handle_data(self, data):
        self.parts.append(re.sub(r"\s+", " ", data))

    def _end(self, tag: str) -> None:
        if tag in PARAGRAPHS:
            self.parts.append("\n\n")
        elif tag in LINES:
            self.parts.append("\n")


def as_text(html: str) -> str:
    """The words of a letter, one paragraph after another; nothing of it is markup any more."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (line.strip() for line in "".join(reader.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
