"""A partnership words its letters otherwise: versions that stay, refusals, and letters that say
which wording they have."""

import pytest
from django.core import mail
from django.db import Error, transaction

from cases.commands.intake import acknowledge
from cases.events import verify_stream
from cases.letter_facts import FreeText
from cases.models import Event, EventFacts, SafeContact
from cases.permissions import NotPermitted
from cases.policies import NotNow
from cases.rehearsal import rehearse
from notifications.delivering import deliver_queued
from notifications.letter_files import design_of
from notifications.letter_kinds import LetterKind
from notifications.letters import preview_html
from notifications.models import Letter, LetterWording
from notifications.telling import tell_waiting
from notifications.wordings import (
    BadWording,
    NoSuchParagraph,
    history_of,
    paragraph_now,
    publish_wording,
    wording_of,
)
from organisations.roles import Role
from tests.post_office import say_safe, stored_letter
from tests.walk import Walk
from tests.world import NOON

OWN = "We are **{partnership}**.\n\n- Ring {contact name}.\n- Or write."


def word(world, text=OWN, *, version=0, role=Role.ADMINISTRATOR, **more) -> LetterWording:
    given = {"kind": "acknowledgement", "paragraph": "opening"} | more
    return publish_wording(
        partnership_id=world.partnership.pk,
        text=text,
        version=version,
        by=world.actor(role),
        at=NOON,
        **given,
    )


def held(world, kind="acknowledgement"):
    with world.inside():
        return wording_of(partnership_id=world.partnership.pk, kind=kind)


def edited(text: str) -> dict[str, FreeText]:
    standard = design_of("acknowledgement").paragraph("opening").standard
    return {"opening": FreeText(text=text, instead_of=standard)}


def preview(world, facts, kind="acknowledgement") -> str:
    texts = {name: one.text for name, one in held(world).items()}
    return preview_html(kind, facts, facts["applications"][0]["id"], wording=texts)


def test_what_is_published_holds_for_the_letters_that_follow(world):
    before = Walk(world).acknowledge()
    first = stored_letter(world, before, LetterKind.ACKNOWLEDGEMENT)
    word(world)
    after = Walk(world).acknowledge()
    second = stored_letter(world, after, LetterKind.ACKNOWLEDGEMENT)
    assert (first.wording, second.wording) == ({}, {"opening": 1})
    assert first.template_version == second.template_version
    assert held(world)["opening"].text == OWN


def test_a_letter_has_the_wording_that_held_when_it_was_decided_to_send_it(world):
    """The worker comes later, and a wording is published between."""
    word(world)
    walk = Walk(world).acknowledge()
    word(world, "Newer.", version=1)
    assert stored_letter(world, walk, LetterKind.ACKNOWLEDGEMENT).wording == {"opening": 1}


def test_every_version_stays_and_the_standard_text_can_come_back(world):
    word(world)
    word(world, "Second.", version=1)
    standard = design_of("acknowledgement").paragraph("opening").standard
    back = word(world, f"{standard} \r\n", version=2)
    assert (back.text, back.version) == ("", 3)
    assert held(world) == {}
    here = {"partnership_id": world.partnership.pk, "kind": "acknowledgement", "name": "opening"}
    with world.inside():
        versions = [(row.version, row.text) for row in history_of(**here)]
        now = paragraph_now(**here)
    assert versions == [(3, ""), (2, "Second."), (1, OWN)]
    assert (now.text, now.version, now.is_own) == (standard, 3, False)


def test_who_changed_what_is_on_record_and_no_text_of_it(world):
    word(world)
    with world.inside():
        (event,) = Event.objects.filter(kind="wording.changed")
        stream = {"stream": event.stream, "stream_id": event.stream_id}
        assert verify_stream(partnership_id=world.partnership.pk, **stream)
    assert event.payload == {
        "letter": "acknowledgement",
        "paragraph": "opening",
        "version": 1,
        "standard": False,
    }
    assert event.actor_id == world.people[Role.ADMINISTRATOR].pk


@pytest.mark.parametrize("role", [Role.SPOC, Role.ASSESSOR, Role.AUDITOR])
def test_nobody_but_the_administrator_words_letters(world, role):
    with pytest.raises(NotPermitted):
        word(world, role=role)


def test_what_others_published_meanwhile_is_not_overwritten(world):
    word(world)
    with pytest.raises(NotNow, match="Somebody else"):
        word(world, "Mine.", version=0)


def test_what_the_letter_says_already_makes_no_version(world):
    word(world)
    with pytest.raises(NotNow, match="already"):
        word(world, OWN, version=1)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "Enter the text"),
        ("One.\nAsk {contct name}.", "Line 2: there is no placeholder {contct name}"),
        ("A **bold word", "Line 1: bold text"),
        ("One.\n\nBy {answer by}.", "Line 3: {answer by} would be blank where no date for"),
        ("{meeting}", "Line 1: {meeting} would be blank where"),
    ],
)
def test_a_text_that_some_letter_could_not_carry_is_refused_with_the_line(world, text, fault):
    with pytest.raises(BadWording) as refused:
        word(world, text)
    assert refused.value.faults[0].startswith(fault)
    assert held(world) == {}


@pytest.mark.parametrize(
    ("kind", "paragraph"),
    [("acknowledgement", "reasons"), ("postcard", "opening"), ("pcc_outcome", "closing")],
)
def test_only_free_paragraphs_of_the_partnerships_own_letters_are_worded(world, kind, paragraph):
    with pytest.raises(NoSuchParagraph):
        word(world, kind=kind, paragraph=paragraph)


def test_the_wording_of_one_partnership_is_not_anothers(world):
    word(world)
    assert held(world)
    assert wording_of(partnership_id=world.neighbour.pk, kind="acknowledgement") == {}


@pytest.mark.parametrize("change", [{"text": "Another."}, None])
def test_the_database_lets_nobody_change_a_version(world, change):
    word(world)
    rows = LetterWording.objects.filter(partnership_id=world.partnership.pk)
    with pytest.raises(Error), world.inside(), transaction.atomic():
        rows.update(**change) if change else rows.delete()


def test_one_letter_is_worded_by_hand_as_the_preview_shows_it(world):
    """The words are frozen with the event; what they stand for too."""
    word(world)
    walk = Walk(world)
    free = edited("Dear Joan,\n\nwe spoke **today**: <b>{reference}</b>.")
    with world.inside():
        facts = rehearse(acknowledge, **walk.command(free=free))
    shown = preview(world, facts)
    assert "<p>we spoke <strong>today</strong>: &lt;b&gt;" in shown
    assert "We are <strong>" not in shown
    acknowledge(**walk.command(free=free))
    letter = stored_letter(world, walk, LetterKind.ACKNOWLEDGEMENT)
    assert letter.wording == {"opening": "edited"}
    with world.inside():
        kept = EventFacts.objects.get(event__kind="case.acknowledged").content
        assert Letter.objects.get(pk=letter.pk).wording == {"opening": "edited"}
    assert preview(world, kept) == shown
    assert kept["free"]["opening"]["instead_of"].startswith("Thank you for telling us")


def test_facts_of_an_earlier_release_have_no_free_paragraphs(world):
    walk = Walk(world)
    with world.inside():
        facts = rehearse(acknowledge, **walk.command())
    assert facts["free"] == {}
    with_standard = preview(world, facts)
    del facts["free"]
    assert preview(world, facts) == with_standard


def test_the_whole_letter_by_email_has_the_words_of_the_letter(world):
    """Also where another wording was published before the e-mail went."""
    word(world)
    walk = Walk(world)
    more = design_of("acknowledgement").paragraph("more").standard
    free = {"more": FreeText(text="Ring us about {reference}.", instead_of=more)}
    acknowledge(**walk.command(free=free))
    say_safe(world, walk, email=True)
    with world.inside():
        SafeContact.objects.filter(partnership=world.partnership).update(full_text=True)
    tell_waiting()
    word(world, "Published too late.", version=1)
    deliver_queued(at=walk.at)
    words = " ".join(mail.outbox[-1].body.split())
    assert f"We are {world.partnership.name}. - Ring" in words
    assert f"Ring us about {walk.submitted.application.reference}." in words
    assert "Published too late." not in words
