"""The catalogue answers for every kind of event, and every letter it names can be made."""

import pytest

from cases.event_kinds import EventKind
from cases.status import Outcome
from notifications.catalogue import (
    BY_THE_CLOCK,
    CATALOGUE,
    DECISION_LETTERS,
    Silent,
    Told,
    ToldByOutcome,
    ToldOfDraft,
    UnknownEvent,
    letter_of,
    mails_of,
)
from notifications.letter_context import PARTS
from notifications.letter_files import design_of, folder
from notifications.letter_kinds import OF_AN_EVENT, DraftKind, LetterKind, StaffKind
from notifications.mailing import WORDS


@pytest.mark.parametrize("kind", EventKind)
def test_every_event_is_told_or_silent_for_a_reason(kind):
    line = CATALOGUE[kind]
    if isinstance(line, Silent):
        assert len(line.reason) > 10
    elif isinstance(line, Told):
        assert line.letter or (line.mails and len(line.unwritten) > 10)
        assert bool(line.letter) != bool(line.unwritten)
    elif isinstance(line, ToldOfDraft):
        assert line.mail in DraftKind
    else:
        assert isinstance(line, ToldByOutcome)


def test_every_mail_follows_from_one_event_or_from_the_clock_and_has_readers_and_words():
    mails = [mail for kind in CATALOGUE for mail in mails_of(kind=kind)]
    assert {mail.kind for mail in mails} == set(OF_AN_EVENT) == set(WORDS)
    assert set(BY_THE_CLOCK) == set(StaffKind) - set(OF_AN_EVENT)
    assert all(mail.to for mail in mails)
    for kind in OF_AN_EVENT:
        assert (folder() / "emails" / f"{kind}.txt").is_file()


def test_each_mail_about_a_draft_follows_from_one_event_and_has_words():
    told = [line.mail for line in CATALOGUE.values() if isinstance(line, ToldOfDraft)]
    assert sorted(told) == sorted(DraftKind)
    for kind in DraftKind:
        assert (folder() / "emails" / f"{kind}.txt").is_file()


def test_the_catalogue_has_no_line_without_an_event():
    assert set(CATALOGUE) == set(EventKind)


@pytest.mark.parametrize("outcome", Outcome)
def test_every_decision_has_a_letter_of_its_own(outcome):
    told = letter_of(kind=EventKind.DECISION_MADE, payload={"outcome": outcome.value})
    assert told.letter == DECISION_LETTERS[outcome.value]
    assert len(set(DECISION_LETTERS.values())) == len(Outcome)


def test_every_letter_is_told_about_something():
    told = set()
    for line in CATALOGUE.values():
        if isinstance(line, Told):
            told |= {line.letter, *line.instead} - {None}
        elif isinstance(line, ToldByOutcome):
            told |= set(line.letters.values())
    assert told == set(LetterKind)


def test_one_applicant_of_several_gets_a_letter_instead_where_the_catalogue_knows_it():
    told = letter_of(kind=EventKind.CASE_REFERRED, payload={})
    assert told.letter_for({"id": 1}) == LetterKind.REFERRAL
    assert told.letter_for({"id": 2, "letter": "not_invited"}) == LetterKind.NOT_INVITED
    with pytest.raises(UnknownEvent):
        told.letter_for({"id": 3, "letter": "closure"})


@pytest.mark.parametrize("kind", LetterKind)
def test_every_letter_has_its_design_its_words_and_its_template(kind):
    assert design_of(kind).subject
    assert kind in PARTS


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("case.teleported", {}),
        (EventKind.DECISION_MADE, {}),
        (EventKind.DECISION_MADE, {"outcome": "postponed"}),
    ],
)
def test_what_the_catalogue_does_not_know_is_an_error(kind, payload):
    with pytest.raises(UnknownEvent):
        letter_of(kind=kind, payload=payload)


def test_silence_tells_nothing():
    assert isinstance(CATALOGUE[EventKind.RISK_RECORDED], Silent)
    assert letter_of(kind=EventKind.RISK_RECORDED, payload={}) is None
