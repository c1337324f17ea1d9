"""How hard a page is to read: the Flesch-Kincaid grade, the school year of the United States.

A reading age is the grade and five years: grade 6 is age 11. Syllables are guessed from groups of
vowels, as the common tools do. Headings, labels and addresses are left out: measured as sentences,
they would make any page look easy.
"""

import re
from collections.abc import Iterable
from html.parser import HTMLParser

_VOWELS = re.compile(r"[aeiouy]+")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*|[0-9]+")
_SENTENCE_END = re.compile(r"[.!?](?:\s|$)")
_BLOCKS = {"p", "li", "dt", "dd", "div"}
_LEFT_OUT = {"h1", "h2", "h3", "summary", "label", "legend", "address", "select", "button", "nav"}


class _Main(HTMLParser):
    """The text of a page's main part, one piece a block."""

    def __init__(self):
        super().__init__()
        self.blocks: list[str] = [""]
        self.inside = False
        self.left_out = 0

    def handle_starttag(self, tag, attrs):
        self.inside = self.inside or tag == "main"
        self.left_out += tag in _LEFT_OUT
        if tag in _BLOCKS or tag == "br":
            self.blocks.append("")

    def handle_endtag(self, tag):
        self.left_out -= tag in _LEFT_OUT
        if tag == "main":
            self.inside = False
        if tag in _BLOCKS:
            self.blocks.append("")

    def handle_data(self, data):
        if self.inside and not self.left_out:
            self.blocks[-1] += data


def sentences_of(html: str, *, without: Iterable[str] = ()) -> list[str]:
    """The sentences of a page's main part; `without`: names that nobody can make shorter."""
    page = _Main()
    page.feed(html)
    found = []
    for block in page.blocks:
        text = " ".join(block.split())
        for name in without:
            text = text.replace(name, "it")
        found += [part.strip() for part in _SENTENCE_END.split(text)]
    return [sentence for sentence in found if _WORD.search(sentence)]


def grade(sentences: list[str]) -> float:
    """The Flesch-Kincaid grade of sentences."""
    words = [word for sentence in sentences for word in _WORD.findall(sentence)]
    syllables = sum(syllables_of(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def syllables_of(word: str) -> int:
    """A guess: groups of vowels, without a silent e at the end; a figure counts as one."""
    plain = re.sub(r"[^a-z]", "", word.lower())
    groups = len(_VOWELS.findall(plain))
    if plain.endswith("e") and not plain.endswith(("le", "ee")):
        groups -= 1
    if plain.endswith("ed") and not plain.endswith(("ted", "ded")):
        groups -= 1
    return max(groups, 1)
