"""How facts become words, and that no letter has an empty place."""

import datetime as dt

import pytest

from notifications import rendering, strict_engine, wording
from notifications.strict_engine import EmptyPlace


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (dt.time(0, 0), "midnight"),
        (dt.time(9, 5), "9:05am"),
        (dt.time(12, 0), "noon"),
        (dt.time(12, 30), "12:30pm"),
        (dt.time(14, 0), "2pm"),
    ],
)
def test_times_are_said_as_people_say_them(time, words):
    assert wording.clock_time(time) == words


def test_a_meeting_is_told_in_london_time():
    """Half past one in UTC is half past two on a summer's day in Worksop."""
    assert wording.moment("2026-06-17T13:30:00+00:00") == "Wednesday 17 June 2026 at 2:30pm"


def test_no_date_is_no_text():
    assert wording.day("") == ""


def test_paragraphs_are_what_was_typed_without_empty_ones():
    assert wording.paragraphs("One\r\nline\r\n\r\n \r\nTwo \n\n") == ["One\nline", "Two"]
    assert wording.paragraphs(" \n ") == []


def test_an_address_fits_the_window():
    block = wording.address_block(
        name="Joan Marsh",
        address="Flat 3,\nThe Old Maltings\n12 Carlton Road\n\nKilton\nWorksop\nNotts\nEngland",
        postcode=" s80 1ps ",
    )
    assert len(block) == wording.ADDRESS_LINES
    assert (block[0], block[-1]) == ("Joan Marsh", "S80 1PS")
    assert block[1] == "Flat 3, The Old Maltings, 12 Carlton Road, Kilton"


def test_an_address_of_a_few_lines_is_left_alone():
    block = wording.address_block(name="J", address="1 High Street\nRetford", postcode="")
    assert block == ["J", "1 High Street", "Retford"]


@pytest.fixture
def templates(tmp_path, settings):
    """A folder of letters of our own, read anew."""
    (tmp_path / "letters").mkdir()
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    strict_engine.engine_in.cache_clear()
    yield tmp_path / "letters"
    strict_engine.engine_in.cache_clear()


def test_a_template_that_names_what_is_not_there_is_refused_with_file_and_line(templates):
    (templates / "bad.html").write_text("<p>Dear\n{{ nobody }},</p>")
    with pytest.raises(EmptyPlace, match=r"letters/bad\.html, line 2: .* nobody"):
        rendering.fragment(kind="bad", values={}, heading_level=2)


def test_a_template_that_cannot_be_read_is_refused_with_file_and_line(templates):
    (templates / "bad.html").write_text("<p>Dear\n\n{% if a %},</p>")
    with pytest.raises(EmptyPlace, match=r"letters/bad\.html, line 3: .*endif"):
        rendering.fragment(kind="bad", values={}, heading_level=2)


def test_what_is_empty_in_a_part_is_found_in_the_part(templates):
    (templates / "part.html").write_text("\n\n<p>{{ a }}!</p>")
    (templates / "bad.html").write_text('{% include "letters/part.html" %}')
    with pytest.raises(EmptyPlace, match=r"letters/part\.html, line 3: a is empty"):
        rendering.fragment(kind="bad", values={"a": " "}, heading_level=2)


@pytest.mark.parametrize(
    "html",
    [
        "<p>{{ a }}</p>",
        "<strong class='x'>\n{{ a }} </strong>",
        "<td>{% if a %}{{ a }}{% endif %}</td>",
        "<ul>\n{% for one in a %}<li>{{ one }}</li>{% endfor %}</ul>",
    ],
)
def test_a_letter_with_an_empty_place_is_refused(templates, html):
    (templates / "bad.html").write_text(html)
    with pytest.raises(EmptyPlace, match="empty"):
        rendering.fragment(kind="bad", values={"a": ""}, heading_level=2)


def test_an_empty_element_is_found_where_it_stands(templates):
    (templates / "part.html").write_text("\n<p>a\n</p>\n<ul>\n{% if b %}<li>b</li>{% endif %}</ul>")
    (templates / "bad.html").write_text('<p>{{ a }}</p>\n\n{% include "letters/part.html" %}')
    with pytest.raises(EmptyPlace, match=r"letters/part\.html, line 4: .* an empty <ul>"):
        rendering.fragment(kind="bad", values={"a": "One\ntwo"}, heading_level=2)


def test_what_people_typed_is_escaped(templates):
    (templates / "good.html").write_text("<{{ level1 }}>{{ a }}</{{ level1 }}>")
    html = rendering.fragment(kind="good", values={"a": "<i>&"}, heading_level=2)
    assert html == "<h2>&lt;i&gt;&amp;</h2>"
