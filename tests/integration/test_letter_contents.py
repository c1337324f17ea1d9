"""What each letter must contain (DOMAIN section 7), as tests/specs/letters.csv says, row by row."""

import pytest

from cases.event_kinds import EventKind
from cases.models import EventFacts
from notifications.catalogue import CATALOGUE, Told, ToldByOutcome, mails_of
from notifications.letter_kinds import LetterKind
from notifications.letters import preview_html
from notifications.mailing import compose
from notifications.models import Message
from notifications.telling import tell_waiting
from tests.integration.agency_room import ask
from tests.integration.test_post_letters import Words
from tests.post_office import WALKS, referred, stored_letter
from tests.specs.tables import rows
from tests.walk import Walk

TABLE = [parameter.values[0] for parameter in rows("letters.csv")]
LETTERS = [row for row in TABLE if row["where"] == "letter"]
MAILED = [row for row in TABLE if row["where"] != "letter"]

# Every row of DOMAIN section 7.
DOMAIN = {
    "Acknowledgement",
    "More information / consent",
    "Threshold met",
    "Threshold not met",
    "Deferred",
    "Agency request; chaser; panel invitation",
    "Not invited to attend",
    "Draft plan for comment",
    "Outcome",
    "Extension",
    "Progress; plan change",
    "PCC/appeal",
    "Closure",
}


def test_every_letter_that_the_domain_names_is_in_the_table():
    assert {row["letter"] for row in TABLE} == DOMAIN


@pytest.mark.parametrize("row", LETTERS, ids=lambda row: row["id"])
def test_a_row_names_an_event_that_brings_its_letter(row):
    line = CATALOGUE[EventKind(row["event"])]
    if isinstance(line, Told):
        assert row["kind"] in {line.letter, *line.instead}
    else:
        assert isinstance(line, ToldByOutcome)
        assert row["kind"] in set(line.letters.values())
    assert WALKS[row["walk"]][0] == row["kind"]


@pytest.mark.parametrize("walk_name", sorted({row["walk"] for row in LETTERS}))
def test_the_letter_says_what_it_must(world, walk_name):
    """The letter that came of a walked case has every content of its rows."""
    kind, walk_to = WALKS[walk_name]
    walk = walk_to(world)
    letter = stored_letter(world, walk, kind)
    with world.inside():
        facts = EventFacts.objects.get(
            partnership=world.partnership, event_id=letter.message.event_id
        ).content
    text = Words(preview_html(LetterKind(kind), facts, letter.application_id)).text
    reference = walk.submitted.application.reference
    missing = {
        row["contains"]: row["says"]
        for row in LETTERS
        if row["walk"] == walk_name
        and _plain(row["says"].replace("{reference}", reference)) not in _plain(text)
    }
    assert not missing, text


def _plain(text: str) -> str:
    """Without the blanks that stand around what is bold."""
    return "".join(text.split())


def asked(world) -> Walk:
    walk = Walk(world).acknowledge()
    ask(walk, world.council, "What do you know?")
    return walk


MAILS = {"agency_request": asked, "panel_invitation": referred}


@pytest.mark.parametrize("kind", MAILS)
def test_the_mail_to_an_agency_says_what_it_must(world, kind):
    walk = MAILS[kind](world)
    tell_waiting()
    with world.inside():
        message = Message.objects.filter(
            partnership=world.partnership, kind=kind, agency=world.council
        ).first()
        body = compose(message, message_id="<one@example>", at=walk.at).body
    said = [row for row in MAILED if row["where"] == f"mail {kind}"]
    assert said
    for row in said:
        assert row["says"] in " ".join(body.split()), row["contains"]
        assert kind in {mail.kind for mail in mails_of(kind=row["event"])}
