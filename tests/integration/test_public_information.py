"""What anybody can read, and the threshold in plain words for every packaged procedure."""

import html
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.selectors.public_words import LIMIT_WORDS
from organisations.models import PolicingArea
from portals.public.threshold_words import (
    conditions_in_words,
    routes_in_words,
    statute_in_words,
    words_of_route,
)
from tests.public_form import SLUG
from tests.readability import grade, sentences_of
from tests.walk import Walk
from tests.world import NOON, apply_as_joan, make_partnership, publish_next
from thresholds.procedure import parse_procedure
from thresholds.shipped import shipped, shipped_names

ROOT = Path(__file__).resolve().parents[2]
PAGES = ["", "statistics/", "privacy/", "accessibility/", "stay-safe/", "left/", "track/"]


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch):
    """Every page is opened at noon on Wednesday 10 June 2026."""
    monkeypatch.setattr("organisations.clock.now", lambda: NOON)


def threshold(name: str):
    return parse_procedure(shipped(name)).threshold


def test_home_lists_every_partnership_under_its_area(client, world):
    text = client.get("/").content.decode()
    assert "Nottinghamshire" in text
    assert f'href="/p/{SLUG}/"' in text
    assert 'href="/p/ashfield/"' in text
    assert "tel:999" in text


def test_home_without_partnerships_says_what_would_be_here(client, db):
    assert "No area has joined yet" in client.get("/").content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_information_pages_open_for_anybody_and_only_to_read(client, world, page):
    address = f"/p/{SLUG}/{page}"
    answer = client.get(address)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert text.count("<h1") == 1
    assert "data-ct-exit" in text
    assert client.delete(address).status_code == 405
    assert client.get(f"/p/nowhere/{page}").status_code == 404


def test_every_page_has_its_own_title(client, world):
    titles = set()
    for page in [*PAGES, "apply/"]:
        text = client.get(f"/p/{SLUG}/{page}").content.decode()
        titles.add(text[text.index("<title>") : text.index("</title>")])
    assert len(titles) == len(PAGES) + 1


def test_the_partnerships_page_comes_from_the_procedure_in_force(client, world):
    text = " ".join(client.get(f"/p/{SLUG}/").content.decode().split())
    assert "three times in the last six months" in text
    assert "Five or more people, you included," in text
    assert "It is still going on." in text
    assert "<strong>within 3 working days</strong>" in text
    assert "that is by Monday 15 June 2026" in text
    assert "that is by Wednesday 15 July 2026" in text
    assert "through its complaints procedure" in text
    assert "An agency has told you what it will do and by when" in text
    assert "Office of the Nottinghamshire Police and Crime Commissioner" in text
    assert "01632 960100" in text
    assert "Potter Street" in text


def test_words_for_the_threshold_of_bassetlaw_newark_and_sherwood():
    words = routes_in_words(threshold("bassetlaw-newark-sherwood"))
    assert [route.sentences for route in words] == [
        (
            "You have told the council, the police or your landlord three times in the last six"
            " months, about separate incidents that belong together.",
            "It is still going on.",
        ),
        (
            "Five or more people, you included, have reported it in the last six months, about the"
            " same problem.",
            "It is still going on.",
        ),
        ("We can still review your case. We look at each one by itself.",),
    ]
    assert len(words[2].points) == 2


def test_words_for_other_shapes_of_threshold():
    ashfield = threshold("ashfield")
    assert "within six months of the first incident" in routes_in_words(ashfield)[0].sentences[0]
    assert "The latest incident was in the last month." in routes_in_words(ashfield)[0].sentences
    assert "diary sheets" in " ".join(conditions_in_words(ashfield))
    staffordshire = routes_in_words(threshold("staffordshire"))
    assert [route.title for route in staffordshire] == [
        "If you have reported it yourself",
        "If it has not been reported that often",
    ]
    assert len(staffordshire[1].points) == 3


def test_a_kind_of_route_without_words_of_its_own_is_shown_by_its_published_title():
    @dataclass
    class NewKind:
        title: str = "Two reports in a park"

    assert words_of_route(NewKind()).title == "Two reports in a park"


def test_a_limit_before_the_meeting_and_one_to_be_confirmed_say_so(client, world):
    text = page_with(client, world, "richmond-upon-thames")
    assert (
        "You get our reasons, if you are not invited to the meeting:"
        " <strong>at least 2 working days</strong> before the meeting." in text
    )
    assert (
        "Ask <strong>within 20 working days</strong> after you get the result. This time is still"
        " to be confirmed." in text
    )


def test_on_paper_the_page_names_its_address_and_leaves_out_what_only_a_screen_can(client, world):
    text = " ".join(client.get(f"/p/{SLUG}/").content.decode().split())
    assert f'<span class="ct-on-paper"> The address is testserver/p/{SLUG}/.</span>' in text
    assert '<span class="ct-on-paper"> “Today” is 10 June 2026.</span>' in text
    style = (ROOT / "build" / "static" / "css" / "app.css").read_text()
    assert ".ct-on-paper{display:none}" in style.replace(" ", "").replace("\n", "")


def test_the_act_is_told_with_its_own_numbers():
    said = statute_in_words(threshold("richmond-upon-thames"))
    assert "three complaints" in said
    assert "within one month" in said
    assert "last six months" in said


def test_the_figures_are_the_sums_of_the_ledger_and_only_this_partnerships(client, world):
    apply_as_joan(world)
    Walk(world).to_closed()
    page = client.get(f"/p/{SLUG}/statistics/")
    figures = page.context["figures"]
    assert figures.years == (2026,)
    assert figures.rows == (
        ("Applications received", (2,)),
        ("Times the threshold was not met", (0,)),
        ("Reviews carried out", (1,)),
        ("Reviews that resulted in recommendations", (1,)),
    )
    assert "2026 so far" in page.content.decode()
    assert "Nothing to count yet" in client.get("/p/ashfield/statistics/").content.decode()


def test_home_asks_one_question_whatever_the_number_of_partnerships(client, world):
    counts = []
    for names in ([], ["mansfield", "rushcliffe", "gedling", "broxtowe"]):
        for index, name in enumerate(names):
            make_partnership(PolicingArea.objects.get(), name, f"Q{chr(65 + index)}")
        with CaptureQueriesContext(connection) as seen:
            client.get("/")
        counts.append(len(seen))
    assert counts[0] == counts[1]


# --- The whole of it, from the procedure in force -----------------------------------------------

SHIPPED = sorted(shipped_names())
NAMES = ("scheme", "panel_in_full", "panel", "review", "contact", "local_policing_body")
HIGHEST_GRADE = 5.0
"""Flesch-Kincaid; a reading age of ten. The procedure's own names are left out of it."""


def page_with(client, world, name: str) -> str:
    """The information page of the world's partnership under another shipped procedure."""
    publish_next(world, shipped(name))
    return " ".join(client.get(f"/p/{SLUG}/").content.decode().split())


@pytest.mark.parametrize("name", SHIPPED)
def test_the_page_says_all_that_a_shipped_procedure_holds(client, world, name):
    text = html.unescape(page_with(client, world, name))
    procedure = parse_procedure(shipped(name))
    review = procedure.policing_body_review
    assert statute_in_words(procedure.threshold) in text
    for exclusion in procedure.exclusions:
        assert exclusion.title in text
        assert exclusion.advice in text
    for limit in procedure.time_limits:
        assert limit.length in text
        assert LIMIT_WORDS.get(limit.name, "") in text
    for words in (review.wording, *(ground.title for ground in review.grounds)):
        assert words in text
    for words in (procedure.letters.support, procedure.letters.complaints_route):
        assert words in text
    if procedure.meeting_limits:
        assert "<strong>at the next meeting</strong>" in text
    assert "version 2 of our rules" in text
    assert "They have been in force since 1 January 2020." in text


@pytest.mark.parametrize("name", SHIPPED)
def test_a_child_of_ten_can_read_the_page(client, world, name):
    procedure = parse_procedure(shipped(name))
    without = [getattr(procedure.names, one) for one in NAMES]
    sentences = sentences_of(html.unescape(page_with(client, world, name)), without=without)
    assert grade(sentences) <= HIGHEST_GRADE
    assert max(len(sentence.split()) for sentence in sentences) <= 35


def test_the_measure_tells_easy_words_from_the_words_of_an_act():
    easy = ["The cat sat on the mat", "We ring you back"]
    act = [
        "The relevant bodies in each local government area must make arrangements for the carrying"
        " out of reviews in accordance with the procedures established under this section"
    ]
    assert grade(easy) < 2
    assert grade(act) > 12
