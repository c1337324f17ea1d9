"""What is drawn by Python is escaped as Django escapes it."""

import pytest
from django.utils import html
from django.utils.functional import lazystr
from django.utils.safestring import SafeString, mark_safe

from portals.components import drawing

PARTS = ["plain", "<b>&\"'", mark_safe("<b>safe</b>"), lazystr("<later>"), 7, None, ""]


@pytest.mark.parametrize("part", PARTS, ids=repr)
def test_a_part_is_escaped_as_django_does(part):
    drawn = drawing.format_html("<p>{}{named}</p>", part, named=part)
    assert drawn == html.format_html("<p>{}{named}</p>", part, named=part)
    assert type(drawn) is SafeString


@pytest.mark.parametrize("between", ["", ", ", "<br>", mark_safe("<br>")])
def test_rows_are_joined_as_django_does(between):
    rows = [(part, 1) for part in PARTS]
    drawn = drawing.format_html_join(between, "<li>{} {}</li>", rows)
    assert drawn == html.format_html_join(between, "<li>{} {}</li>", rows)
    assert type(drawn) is SafeString


def test_what_was_drawn_is_not_escaped_again():
    assert drawing.format_html("{}", drawing.format_html("<i>{}</i>", "<")) == "<i>&lt;</i>"
