"""`format_html` and `format_html_join` as Django has them, at a third of the price.

Django's own ask each text, and each result, whether it is a translation to come: that costs more
than escaping does, several hundred times on a page of the queue. Here a plain text is escaped at
once; everything else goes Django's way.
"""

from collections.abc import Iterable
from html import escape

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString


def format_html(markup: str, *parts: object, **named: object) -> SafeString:
    """The markup, ours, with parts that are escaped unless they are safe already."""
    safe = {name: _escaped(part) for name, part in named.items()}
    return SafeString(markup.format(*map(_escaped, parts), **safe))


def format_html_join(between: str, markup: str, rows: Iterable[Iterable[object]]) -> SafeString:
    """The markup once for each row of parts."""
    return SafeString(
        _escaped(between).join(markup.format(*map(_escaped, parts)) for parts in rows)
    )


def _escaped(part: object) -> str:
    return escape(part) if type(part) is str else conditional_escape(part)
