"""An address that a template names in one block is not known in another: the link would lead to the
page itself, and nothing would say so."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR, "templates")
BLOCK = re.compile(r"{%\s*(block\s+\w+|endblock)\b[^%]*%}")
NAMED = re.compile(r"{%\s*url\b[^%]*\bas\s+(\w+)\s*%}")


def parts_of(text: str) -> dict[tuple[int, ...], str]:
    """The text of each block without that of the blocks within it, by where it stands; the page's
    own by the empty place."""
    parts, open_blocks, start = {(): ""}, [()], 0
    for number, mark in enumerate(BLOCK.finditer(text)):
        parts[open_blocks[-1]] += text[start : mark.start()]
        if mark[1].startswith("block"):
            open_blocks.append((*open_blocks[-1], number))
            parts[open_blocks[-1]] = ""
        else:
            open_blocks.pop()
        start = mark.end()
    parts[open_blocks[-1]] += text[start:]
    return parts


def unknown_in(text: str) -> set[str]:
    """Names of addresses that are used where neither this block nor one around it sets them."""
    parts = parts_of(text)
    named = {place: set(NAMED.findall(part)) for place, part in parts.items()}
    everywhere = set().union(*named.values())
    found = set()
    for place, part in parts.items():
        known = set().union(*(named[place[:depth]] for depth in range(len(place) + 1)))
        used = set(re.findall(r"\b\w+\b", NAMED.sub("", part))) & everywhere
        found |= {name for name in used - known if re.search(rf"[{{=(\s]{name}\s*[}}%|)]", part)}
    return found


@pytest.mark.parametrize(
    "path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES))
)
def test_an_address_is_used_where_it_is_known(path):
    assert unknown_in(path.read_text(encoding="utf-8")) == set()


def test_one_that_is_not_known_is_found():
    page = '{% block a %}{% url "x" as back %}{% endblock %}{% block b %}{{ back }}{% endblock %}'
    assert unknown_in(page) == {"back"}
    assert unknown_in(page.replace("{% block b %}", '{% block b %}{% url "x" as back %}')) == set()
