"""What anybody can read, and the threshold in plain words for every packaged procedure."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.models import PolicingArea
from portals.public.threshold_words import (
    conditions_in_words,
    routes_in_words,
    statute_in_words,
)
from tests.public_form import SLUG
from tests.walk import Walk
from tests.world import NOON, PUBLISHED, apply_as_joan, make_partnership
from thresholds.procedure import parse_procedure

PAGES = ["", "statistics/", "privacy/", "accessibility/", "stay-safe/", "left/", "track/"]


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch):
    """Every page is opened at noon on Wednesday 10 June 2026."""
    monkeypatch.setattr("organisations.clock.now", lambda: NOON)


def threshold(name: str):
    return parse_procedure(json.loads((PUBLISHED / f"{name}.json").read_text())).threshold


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
    assert "within <strong>3 working days</strong>" in text
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
