"""Mail to agencies and the panel: who is written to about which step, what it says, and once."""

import datetime as dt

import pytest
from django.core import mail
from django.db import IntegrityError
from django.utils import timezone

from cases.commands.informing import request_information
from cases.commands.reviewing import plan_meeting
from cases.models import CaseGrant, EventFacts, InformationRequest, OutboxEntry
from cases.policies import NotNow
from notifications.delivering import deliver_queued
from notifications.models import Delivery, Message
from notifications.telling import tell, tell_waiting
from notifications.writing import write_messages
from organisations.models import Membership, PartnerAgency
from organisations.roles import Role
from tests.chasing_room import Refusing, make_due, staff_deliveries, staff_messages
from tests.integration.agency_room import ask
from tests.walk import DAY, Walk

MEMBER, CHAIR = "agency_member@people.example", "lmaps_chair@people.example"
NAME = "Bassetlaw Newark Sherwood Community Safety Partnership"
PEOPLE_AND_EVENTS = ("Joan", "Marsh", "stones", "Carlton", "home.example", "youths", "window")


def post(at: dt.datetime) -> list:
    """What goes to staff and agencies about what happened so far; not the applicant's."""
    tell_waiting()
    deliver_queued(at=at)
    sent = [letter for letter in mail.outbox if "home.example" not in letter.to[0]]
    mail.outbox.clear()
    return sent


@pytest.fixture
def walk(world):
    made = Walk(world).acknowledge()
    post(made.at)
    return made


def to_mailbox(world, agency, address: str) -> None:
    with world.inside():
        PartnerAgency.objects.filter(partnership=world.partnership, agency=agency).update(
            contact_email=address
        )


# --- A request for information ---------------------------------------------------------------


def test_an_agency_is_told_that_it_is_asked_by_when_and_on_what_basis(world, walk):
    ask(walk, world.council, "Which calls about Joan Marsh did you take?")
    [letter] = post(walk.at)
    assert letter.to == [MEMBER]
    assert letter.subject == f"Information asked of your agency: {NAME}"
    for shown in (
        walk.case().reference,
        "About the days from: Thursday 12 March 2026",
        "until: Wednesday 10 June 2026",
        "Please return it by: Friday 12 June 2026",
        "paragraph 7\nof Schedule 4",
        "Keep this confidential",
        "Sam Okafor, spoc@bassetlaw.example, 01632 960101",
        "/agency/",
    ):
        assert shown in letter.body, shown
    for hidden in (*PEOPLE_AND_EVENTS, "Which calls"):
        assert hidden not in letter.body + letter.subject, hidden
    assert walk.case().reference not in letter.subject


def test_the_words_that_were_sent_are_kept(world, walk):
    ask(walk, world.council)
    [letter] = post(walk.at)
    [message] = staff_messages(world)
    assert (message.subject, message.body) == (letter.subject, letter.body)
    assert message.told_at == walk.at
    assert message.agency_id == world.council.pk


def test_without_people_here_the_agency_s_mailbox_is_written_to(world, walk):
    to_mailbox(world, world.police, "asb@police.example")
    ask(walk, world.police)
    [letter] = post(walk.at)
    assert letter.to == ["asb@police.example"]
    assert "Nottinghamshire Police" in letter.body


def test_an_agency_without_any_address_is_reached_by_the_contact(world, walk):
    ask(walk, world.landlord)
    [letter] = post(walk.at)
    assert letter.to == ["spoc@bassetlaw.example"]
    assert letter.body.startswith("A1 Housing has no address in this service. Please pass")


@pytest.mark.parametrize("what", ["ended", "closed account"])
def test_who_has_left_the_agency_is_not_written_to(world, walk, what):
    to_mailbox(world, world.council, "asb@council.example")
    user = world.people[Role.AGENCY_MEMBER]
    if what == "ended":
        Membership.objects.filter(user=user).update(ends_on="2026-06-09")
    else:
        user.is_active = False
        user.save()
    ask(walk, world.council)
    assert [letter.to for letter in post(walk.at)] == [["asb@council.example"]]


def test_access_that_ended_before_the_mail_went_holds_it_back(world, walk):
    ask(walk, world.council)
    tell_waiting()
    CaseGrant.objects.filter(agency=world.council).update(ends_at=walk.at)
    deliver_queued(at=walk.at)
    [delivery] = staff_deliveries(world)
    assert (delivery.state, delivery.reason) == (
        "cancelled",
        "The agency no longer takes part in the case that this mail was about.",
    )
    assert MEMBER not in [letter.to[0] for letter in mail.outbox]


def test_who_leaves_the_agency_between_queue_and_sending_reads_nothing(world, walk):
    ask(walk, world.council)
    tell_waiting()
    Membership.objects.filter(user=world.people[Role.AGENCY_MEMBER]).update(ends_on="2026-06-09")
    deliver_queued(at=walk.at)
    [delivery] = staff_deliveries(world)
    assert delivery.reason == "The person no longer holds the role that this mail was for."


def test_the_event_is_mailed_once_however_often_it_is_told(world, walk):
    request = ask(walk, world.council)
    tell_waiting()
    with world.inside():
        entry = OutboxEntry.objects.get(event__payload__request=request.pk)
        assert write_messages(entry.event) == []
        entry.state = OutboxEntry.State.WAITING
        entry.save()
    tell(partnership_id=world.partnership.pk, event_id=entry.event_id)
    assert len(post(walk.at)) == 1
    assert len(staff_messages(world)) == 1


def test_a_mail_that_is_refused_for_now_is_tried_again(world, walk, monkeypatch):
    ask(walk, world.council)
    tell_waiting()
    with monkeypatch.context() as broken:
        broken.setattr("notifications.transports.by_smtp.get_connection", lambda: Refusing(451))
        deliver_queued(at=walk.at)
    assert mail.outbox == []
    make_due(world)
    assert [letter.to for letter in post(walk.at)] == [[MEMBER]]
    assert [one.state for one in staff_deliveries(world)] == ["failed", "accepted"]


def test_a_request_of_before_mails_were_written_is_told_to_nobody(world, walk):
    request = ask(walk, world.council)
    with world.inside():
        EventFacts.objects.filter(event__payload__request=request.pk).delete()
    assert post(walk.at) == []
    with world.inside():
        states = set(OutboxEntry.objects.values_list("state", flat=True))
    assert states == {"told"}


def test_the_agency_can_be_asked_about_days_of_its_own(world, walk):
    request = request_information(
        **walk.command(
            agency_id=world.council.pk,
            question="What do you know?",
            about_from=dt.date(2025, 12, 1),
            due_on=dt.date(2026, 6, 12),
        )
    )
    assert (request.about_from, request.about_until) == (
        dt.date(2025, 12, 1),
        dt.date(2026, 6, 10),
    )


def test_nobody_can_be_asked_about_days_to_come(world, walk):
    with pytest.raises(NotNow, match="days that have been"):
        request_information(
            **walk.command(
                agency_id=world.council.pk,
                question="What do you know?",
                about_from=dt.date(2026, 6, 11),
                due_on=dt.date(2026, 6, 12),
            )
        )
    with world.inside():
        assert not InformationRequest.objects.exists()


# --- The panel -------------------------------------------------------------------------------


def test_a_planned_meeting_is_told_to_its_chair(world, walk):
    plan_meeting(
        partnership_id=world.partnership.pk,
        locality_id=world.locality.pk,
        starts_at=walk.at + 7 * DAY,
        place="Worksop Town Hall",
        chair_id=world.people[Role.LMAPS_CHAIR].pk,
        chair_independent=True,
        by=world.actor(Role.SPOC),
        at=walk.at,
    )
    [letter] = post(walk.at)
    assert letter.to == [CHAIR]
    assert letter.subject == f"A meeting that you chair: {NAME}"
    assert "When: Wednesday 17 June 2026 at noon" in letter.body
    assert "On the agenda" not in letter.body


def test_a_case_on_an_agenda_invites_the_agencies_concerned_and_the_chair(world):
    walk = Walk(world).to_accepted().consider_peer_review()
    to_mailbox(world, world.police, "asb@police.example")
    post(walk.at)
    walk.refer()
    letters = post(walk.at)
    about = [letter for letter in letters if walk.case().reference in letter.body]
    assert [letter.to[0] for letter in about] == [
        MEMBER,
        "asb@police.example",
        "spoc@bassetlaw.example",
        CHAIR,
    ]
    to_council, to_chair = about[0], about[-1]
    assert to_council.subject == f"Your agency is invited to a meeting: {NAME}"
    for shown in (
        "invites Bassetlaw District Council",
        "Where: Worksop Town Hall",
        "Chair: LMAPS chair Example",
        "Apologies and papers: tell Sam Okafor",
        "Keep this confidential",
        "Schedule 4",
    ):
        assert shown in to_council.body, shown
    assert "- Nottinghamshire Police" in to_chair.body
    assert "Nottinghamshire Police" not in to_council.body
    for hidden in PEOPLE_AND_EVENTS:
        assert hidden not in to_council.body + to_chair.body, hidden


def test_each_agency_hears_what_it_has_taken_on_and_by_when(world):
    walk = Walk(world).to_accepted().consider_peer_review().refer().involve()
    post(walk.at)
    walk.plan()
    [letter] = post(walk.at)
    assert letter.to == [MEMBER]
    assert letter.subject == f"Your agency has an action in a plan: {NAME}"
    assert "- an action by Wednesday 1 July 2026" in letter.body
    for hidden in (*PEOPLE_AND_EVENTS, "Visit", "Known youths", "Dev Patel"):
        assert hidden not in letter.body, hidden


# --- Nobody else's ---------------------------------------------------------------------------


def test_a_member_of_two_agencies_hears_for_each(world, walk):
    user = world.people[Role.AGENCY_MEMBER]
    Membership.objects.create(
        user=user, role=Role.AGENCY_MEMBER, agency=world.police, starts_on=dt.date(2020, 1, 1)
    )
    ask(walk, world.council)
    ask(walk, world.police)
    asked = [letter.body.partition(" for information")[0] for letter in post(walk.at)]
    assert asked == [
        f"{NAME} asks {name}" for name in ("Bassetlaw District Council", "Nottinghamshire Police")
    ]


def test_the_database_takes_no_second_message_of_an_event_to_the_same_reader(world, walk):
    ask(walk, world.council)
    tell_waiting()
    [message] = staff_messages(world)
    message.pk = None
    with world.inside(), pytest.raises(IntegrityError, match="message_to_staff_once"):
        message.save(force_insert=True)


def test_a_mail_of_an_event_without_its_event_is_refused(world, walk):
    with world.inside(), pytest.raises(IntegrityError, match="message_recipient"):
        Message.objects.create(
            partnership=world.partnership,
            kind="agency_request",
            to_address="a@b.example",
            made_at=timezone.now(),
        )


def test_mail_to_agencies_is_in_no_case_s_scope(world, walk):
    """An agency's access to a case shows it no message to another."""
    ask(walk, world.council)
    tell_waiting()
    with world.inside():
        assert Delivery.objects.filter(application__isnull=True, case__isnull=True).count() == 1
