"""The contact words one letter before it goes: seen as it will be, refused where it cannot stand,
nothing lost, and kept with what stood there otherwise."""

from functools import partial

import pytest
from django.utils.module_loading import import_string

from cases.letter_facts import FreeText
from cases.models import EventFacts
from notifications.letter_files import design_of
from notifications.letter_kinds import LetterKind
from notifications.models import Letter
from notifications.wordings import publish_wording
from organisations.roles import Role
from tests.integration.spoc_room import rows, sit_down, text_of, typed, url, written
from tests.post_office import WALKS, below, stored_letter
from tests.walk import Walk
from tests.world import NOON

OPENING = "free-acknowledgement-opening"
MORE = "free-acknowledgement-more"


def standard(kind: str, name: str) -> str:
    return design_of(kind).paragraph(name).standard


def everything(kind: str, **worded) -> dict:
    """Every free paragraph as its page sends it, some of them worded."""
    texts = {one.name: one.standard for one in design_of(kind).free} | worded
    return {f"free-{kind}-{name}": text for name, text in texts.items()}


def publish(world, text: str) -> None:
    publish_wording(
        partnership_id=world.partnership.pk,
        kind="acknowledgement",
        paragraph="opening",
        text=text,
        version=0,
        by=world.actor(Role.ADMINISTRATOR),
        at=NOON,
    )


def test_the_wording_opens_beside_what_stands_there(world):
    walk, client = Walk(world), sit_down(world)
    page = text_of(client.get(url(walk, "acknowledge")))
    assert "Change the wording" in page
    before = written(walk)
    page = text_of(client.post(url(walk, "acknowledge"), typed(walk, word=1)))
    assert "For this letter alone" in page
    assert f'name="{OPENING}"' in page
    assert page.count(standard("acknowledgement", "opening")) == 2
    assert "{contact name}" in page
    assert written(walk) == before


def test_what_is_worded_is_seen_then_sent_and_kept(world):
    walk, client = Walk(world), sit_down(world)
    text = "We spoke **today**.\r\n\r\n- Ring {contact name}"
    fields = everything("acknowledgement", opening=text)
    before = written(walk)
    page = client.post(url(walk, "acknowledge"), typed(walk, reword=1, **fields))
    shown = text_of(page)
    assert "<p>We spoke <strong>today</strong>.</p>" in shown
    assert "What you changed in the wording" in shown
    assert "<ins>" in shown
    assert written(walk) == before
    assert (OPENING, "We spoke **today**.\n\n- Ring {contact name}") in page.context["carried"]
    assert MORE not in dict(page.context["carried"]), "what stands as it was is not carried"
    carried = dict(page.context["carried"])
    answer = client.post(url(walk, "acknowledge"), carried | {"send": 1})
    assert answer.status_code == 302
    letter = stored_letter(world, walk, LetterKind.ACKNOWLEDGEMENT)
    assert letter.wording == {"opening": "edited"}
    (facts,) = rows(walk, EventFacts, event__kind="case.acknowledged")
    assert facts.content["free"] == {
        "opening": {
            "text": "We spoke **today**.\n\n- Ring {contact name}",
            "instead_of": standard("acknowledgement", "opening"),
        }
    }


REFUSED = {
    "Ask {contct name}.": "Line 1: there is no placeholder {contct name}",
    "One\n**two": "Line 2: bold text needs **",
    "": "Enter the text",
    "Until {last date to ask}.": "Line 1: {last date to ask} is blank in this letter.",
}


def test_a_text_that_cannot_stand_is_refused_at_its_field_and_nothing_is_lost(world):
    walk, client = Walk(world), sit_down(world)
    before = written(walk)
    for text, message in REFUSED.items():
        for button in ("reword", "send"):
            fields = everything("acknowledgement", opening=text, more="Kept & safe.")
            page = client.post(url(walk, "acknowledge"), typed(walk, **{button: 1}, **fields))
            shown = text_of(page)
            assert "For this letter alone" in shown, (text, button)
            assert message in shown
            assert f'href="#id_{OPENING}"' in shown
            assert "Kept &amp; safe." in shown
            assert "<title>Error: " in shown
    assert written(walk) == before
    assert not rows(walk, Letter, kind="acknowledgement")


def test_wording_can_be_taken_back(world):
    walk, client = Walk(world), sit_down(world)
    fields = everything("acknowledgement", opening="Worded.")
    page = client.post(url(walk, "acknowledge"), typed(walk, unword=1, **fields))
    assert "Worded." not in text_of(page)
    assert OPENING not in dict(page.context["carried"])


def test_what_was_worded_for_another_letter_is_not_this_ones(world):
    """Somebody words a rejection, then changes the decision: the paragraph's name is the same."""
    walk, client = below(world), sit_down(world)
    fields = everything("rejection", opening="Worded for a rejection.")
    rejected = typed(walk, outcome="rejected", reasons="One report only.", **fields)
    shown = text_of(client.post(url(walk, "decide"), rejected | {"reword": 1}))
    assert "Worded for a rejection." in shown
    invalid = typed(walk, outcome="invalid", reasons="Not about us.", **fields)
    page = client.post(url(walk, "decide"), invalid | {"preview": 1})
    shown = text_of(page)
    assert "we cannot take your application" in shown
    assert "Worded for a rejection." not in shown


def test_the_partnerships_own_wording_is_what_stands_there(world):
    publish(world, "Hello from us.")
    walk, client = Walk(world), sit_down(world)
    assert "Hello from us." in text_of(client.get(url(walk, "acknowledge")))
    page = text_of(client.post(url(walk, "acknowledge"), typed(walk, word=1)))
    assert page.count("Hello from us.") == 2
    client.post(url(walk, "acknowledge"), typed(walk, send=1))
    letter = stored_letter(world, walk, LetterKind.ACKNOWLEDGEMENT)
    assert letter.wording == {"opening": 1}


def test_a_wording_published_while_the_letter_is_read_is_shown_before_it_goes(world):
    walk, client = Walk(world), sit_down(world)
    seen = client.get(url(walk, "acknowledge")).context["words"].seen
    publish(world, "Hello from us.")
    before = written(walk)
    answer = client.post(url(walk, "acknowledge"), typed(walk, send=1, wording_seen=seen))
    shown = text_of(answer)
    assert "published another wording of this letter" in shown
    assert "Hello from us." in shown
    assert written(walk) == before
    seen = answer.context["words"].seen
    assert (
        client.post(url(walk, "acknowledge"), typed(walk, send=1, wording_seen=seen)).status_code
        == 302
    )


# Each walk to a letter, and the command in it that tells.
TELLS = {
    "acknowledgement": "tests.walk.acknowledge",
    "rejection": "tests.walk.decide",
    "referral": "tests.walk.refer",
    "response": "tests.walk.send_response",
    "closure": "tests.walk.close",
    "extension": "tests.post_office.extend_deadline",
    "withdrawal": "tests.post_office.withdraw",
    "merger": "tests.post_office.merge",
    "pcc_refused": "tests.post_office.assess_eligibility",
    "pcc_upheld": "tests.post_office.record_outcome",
}


@pytest.mark.parametrize("name", TELLS)
def test_every_command_that_tells_freezes_what_was_worded(world, name, monkeypatch):
    kind, walk_to = WALKS[name]
    paragraph = design_of(kind).free[-1].name
    free = {paragraph: FreeText(text="Worded by hand.", instead_of="Otherwise.")}
    monkeypatch.setattr(TELLS[name], partial(import_string(TELLS[name]), free=free))
    letter = stored_letter(world, walk_to(world), kind)
    assert letter.wording == {paragraph: "edited"}
