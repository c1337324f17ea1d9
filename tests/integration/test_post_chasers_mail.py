"""Mail about dates: to whom, what it says, what is on record, and what when it does not go."""

import datetime as dt

import pytest
from django.core import mail
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.commands.people import end_membership
from cases.events import verify_stream
from cases.models import Event
from notifications import chasing
from notifications.commands import NoSuchDelivery, mark_posted
from notifications.delivering import deliver_queued
from notifications.models import Chaser, ChaserLine, Delivery, Message
from notifications.reminder_mail import compose
from notifications.selectors import letters_of_case, letters_to_post
from notifications.telling import tell_waiting
from notifications.transports import by_smtp
from organisations.actors import SYSTEM_ACTOR
from organisations.models import District, Membership, User
from organisations.roles import Role
from organisations.tenancy import Scope, transaction_in
from tests.chasing_room import (
    DUE,
    FRIDAY,
    LATE,
    NAME,
    OFFICER,
    SPOC,
    TOO_LATE,
    Refusing,
    chasers,
    london,
    make_due,
    only,
    staff_deliveries,
    staff_mail,
    staff_messages,
    sweep,
    told_stages,
)
from tests.integration.spoc_room import sit_down, text_of, url
from tests.walk import Walk
from tests.world import make_person


@pytest.fixture
def walk(world):
    """Joan has applied; only the acknowledgement is looked at, due on Monday 15 June."""
    made = Walk(world)
    only(world, made, "acknowledge")
    return made


# --- To whom ---------------------------------------------------------------------------------


def test_reminders_go_to_the_contact_and_an_escalation_to_the_officer_too(world, walk):
    for at in (FRIDAY, DUE, LATE, TOO_LATE):
        sweep(at)
    assert staff_mail() == [
        (SPOC, f"1 date needs you: {NAME}"),
        (SPOC, f"1 date needs you: {NAME}"),
        (SPOC, f"1 date needs you: {NAME}"),
        (OFFICER, f"1 date was missed: {NAME}"),
        (SPOC, f"1 date needs you: {NAME}"),
    ]


def test_one_mail_a_recipient_for_all_that_is_new(world):
    for _ in range(4):
        only(world, Walk(world), "acknowledge")
    sweep(TOO_LATE)
    assert staff_mail() == [
        (OFFICER, f"4 dates were missed: {NAME}"),
        (SPOC, f"4 dates need you: {NAME}"),
    ]


def elsewhere(world) -> District:
    with world.inside():
        return District.objects.get(partnership=world.partnership, slug="newark-sherwood")


def test_a_contact_hears_of_their_own_district_only(world, walk):
    here = {"partnership": world.partnership}
    for email, district in (("own@x.example", world.district), ("far@x.example", elsewhere(world))):
        make_person(world, Role.SPOC, email=email, district_id=district.pk, **here)
    sweep(DUE)
    assert sorted(to for to, _ in staff_mail()) == ["own@x.example", SPOC]


@pytest.mark.parametrize(
    "leaves",
    [
        lambda user: Membership.objects.filter(user=user).update(ends_on="2026-06-14"),
        lambda user: Membership.objects.filter(user=user).update(starts_on="2026-06-16"),
        lambda user: User.objects.filter(pk=user.pk).update(is_active=False),
    ],
    ids=["ended", "to come", "account closed"],
)
def test_where_nobody_holds_the_role_the_district_s_mailbox_hears_of_it(world, walk, leaves):
    leaves(world.people[Role.SPOC])
    sweep(DUE)
    assert [to for to, _ in staff_mail()] == ["spoc@bassetlaw.example"]
    assert told_stages(world) == ["on_the_day"]


def test_without_an_officer_the_partnership_s_mailbox_hears_of_it(world, walk):
    Membership.objects.filter(user=world.people[Role.ACCOUNTABLE_OFFICER]).delete()
    sweep(TOO_LATE)
    assert sorted(to for to, _ in staff_mail()) == [
        "safety@bassetlaw-newark-sherwood.example",
        SPOC,
    ]
    assert told_stages(world) == ["escalation"]


def test_who_is_contact_and_officer_at_once_gets_one_mail(world, walk):
    user = world.people[Role.SPOC]
    Membership.objects.filter(user=world.people[Role.ACCOUNTABLE_OFFICER]).update(user=user)
    sweep(TOO_LATE)
    assert staff_mail() == [(SPOC, f"1 date was missed: {NAME}")]


def test_who_leaves_before_the_mail_goes_reads_of_no_case(world, walk):
    chasing.chase(at=london(DUE))
    membership = Membership.objects.get(user=world.people[Role.SPOC])
    end_membership(
        partnership_id=world.partnership.pk,
        membership_id=membership.pk,
        by=SYSTEM_ACTOR,
        at=london(DUE),
    )
    deliver_queued(at=london(DUE))
    assert staff_mail() == []
    [delivery] = staff_deliveries(world)
    assert (delivery.state, delivery.reason) == (
        "cancelled",
        "The person no longer holds the role that this mail was for.",
    )


# --- What ------------------------------------------------------------------------------------


def test_the_reminder_says_what_is_owed_by_when_and_where_to_go(world, walk):
    sweep(LATE)
    [letter] = mail.outbox
    reference = walk.case().reference
    for shown in (
        f"1 date needs you. {NAME}.",
        "Overdue (1)",
        f"{reference}, Bassetlaw",
        "Confirm receipt to the victim, with the dates of the full response",
        "by Monday 15 June 2026 (1 working day overdue)",
        f"/spoc/bassetlaw-newark-sherwood/cases/{reference}/",
    ):
        assert shown in letter.body, shown
    for hidden in ("Joan", "Marsh", "stones", "home.example", "Carlton"):
        assert hidden not in letter.body + letter.subject, hidden
    assert reference not in letter.subject
    assert "\n\n\n\n" not in letter.body
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_the_link_in_the_mail_leads_to_the_case(world, walk):
    sweep(TOO_LATE)
    path = url(walk, "case")
    assert all(path in letter.body for letter in mail.outbox)
    for role in (Role.SPOC, Role.ACCOUNTABLE_OFFICER):
        assert sit_down(world, role).get(path).status_code == 200


def test_the_escalation_says_who_the_contact_is_and_since_when(world, walk):
    sweep(TOO_LATE)
    to_officer, to_contact = mail.outbox
    assert to_officer.to == [OFFICER]
    assert "Missed, for the accountable officer (1)" in to_officer.body
    assert (
        "Single point of contact: Single point of contact Example, since Wednesday 1 January 2020"
        in to_officer.body
    )
    assert "(2 working days overdue)" in to_officer.body
    assert "The accountable officer is told of this one too." in to_contact.body


def test_without_a_contact_the_escalation_says_so(world, walk):
    Membership.objects.filter(user=world.people[Role.SPOC]).delete()
    sweep(TOO_LATE)
    assert "Sam Okafor; nobody holds the role in this service" in mail.outbox[0].body


def test_many_cases_are_counted_not_all_listed(world, monkeypatch):
    monkeypatch.setattr("notifications.reminder_mail.MOST_CASES", 2)
    for _ in range(5):
        only(world, Walk(world), "acknowledge")
    sweep(DUE)
    [letter] = mail.outbox
    assert letter.body.count("/cases/") == 2
    assert "3 more: see the queue." in letter.body
    assert told_stages(world) == ["on_the_day"] * 5


def test_composing_needs_as_many_statements_for_many_dates_as_for_few(world, walk):
    def statements() -> int:
        chasing.chase(at=london(DUE))
        [delivery] = [row for row in staff_deliveries(world) if row.state == "queued"]
        with world.inside(), CaptureQueriesContext(connection) as found:
            message = Message.objects.select_related("partnership", "user").get(
                pk=delivery.message_id
            )
            compose(message, message_id="<1@x>", at=london(DUE))
        deliver_queued(at=london(DUE))
        return len(found)

    few = statements()
    for _ in range(4):
        only(world, Walk(world), "acknowledge")
    assert statements() == few


def test_what_was_done_meanwhile_is_left_out_of_the_mail(world):
    first, second = Walk(world), Walk(world)
    for walk in (first, second):
        only(world, walk, "acknowledge")
    chasing.chase(at=london(DUE))
    only(world, first, "acknowledge", met_at=london(DUE), met_by="acknowledgement.told")
    deliver_queued(at=london(DUE))
    [letter] = mail.outbox
    assert first.case().reference not in letter.body
    assert second.case().reference in letter.body
    assert letter.subject == f"1 date needs you: {NAME}"
    assert told_stages(world) == ["on_the_day"]
    assert sorted(row.stopped_because for row in chasers(world)) == ["", "met"]


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"met_at": london(DUE), "met_by": "acknowledgement.told"}, "met"),
        ({"lapsed_at": london(DUE)}, "lapsed"),
        ({"revised_on": dt.date(2026, 6, 30), "revision_reason": "Away."}, "moved"),
    ],
    ids=["met", "lapsed", "moved"],
)
def test_a_mail_with_nothing_left_in_it_does_not_go(world, walk, changes, because):
    chasing.chase(at=london(DUE))
    only(world, walk, "acknowledge", **changes)
    deliver_queued(at=london(DUE))
    assert staff_mail() == []
    [delivery] = staff_deliveries(world)
    assert delivery.state == "cancelled"
    assert delivery.reason == "Every date in it has been seen to, or has changed."
    assert [(row.stopped_because, row.told_at) for row in chasers(world)] == [(because, None)]
    assert told_stages(world) == []


@pytest.mark.parametrize("changes", [{"met_at": london(DUE), "met_by": "x.told"}], ids=["met"])
def test_what_was_done_before_the_mails_were_made_gets_none(world, walk, changes, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(chasing, "remind", lambda **given: 0)
        chasing.chase(at=london(DUE))
    only(world, walk, "acknowledge", **changes)
    assert chasing.chase(at=london(DUE)).queued == 0
    assert [row.stopped_because for row in chasers(world)] == ["met"]
    assert staff_messages(world) == []


def test_exactly_what_was_sent_is_kept(world, walk):
    sweep(DUE)
    [message], [letter] = staff_messages(world), mail.outbox
    assert (message.subject, message.body) == (letter.subject, letter.body)
    assert message.told_at == london(DUE)
    assert message.user_id == world.people[Role.SPOC].pk


def test_what_an_applicant_s_mail_said_is_kept_too(world):
    walk = Walk(world)
    tell_waiting()
    deliver_queued(at=walk.at)
    [letter] = mail.outbox
    with world.inside():
        message = Message.objects.get(application=walk.submitted.application, kind="receipt")
    assert (message.subject, message.body) == (letter.subject, letter.body)


# --- On record -------------------------------------------------------------------------------


def test_what_was_told_stands_in_the_case_s_record_without_names(world, walk):
    sweep(TOO_LATE)
    deadline = only(world, walk, "acknowledge")
    with world.inside():
        event = Event.objects.get(kind="deadline.chased")
        assert verify_stream(
            partnership_id=world.partnership.pk, stream="case", stream_id=walk.case_id
        )
    assert event.payload == {
        "deadline": deadline.pk,
        "limit": "acknowledge",
        "stage": "escalation",
        "due_on": "2026-06-15",
    }
    assert (event.stream, event.case_id, event.actor_kind) == ("case", walk.case_id, "system")
    assert event.happened_at == london(TOO_LATE)


def test_the_case_page_shows_reminders_and_escalation(world, walk):
    for at in (DUE, TOO_LATE):
        sweep(at)
    page = text_of(sit_down(world).get(url(walk, "case")))
    title = "Confirm receipt to the victim, with the dates of the full response"
    assert f"Single point of contact reminded on the day: {title}" in page
    assert f"Escalated to the accountable officer: {title}, due Monday 15 June 2026." in page


def test_staff_mail_is_none_of_the_victim_s_letters(world, walk):
    sweep(TOO_LATE)
    case = walk.case()
    with world.inside():
        titles = {row.title for row in letters_of_case(case)}
        assert letters_to_post(partnership_id=world.partnership.pk) == []
    assert titles == {"Receipt"}


def test_staff_mail_cannot_be_marked_as_posted(world, walk):
    sweep(DUE)
    [delivery] = staff_deliveries(world)
    with pytest.raises(NoSuchDelivery):
        mark_posted(
            partnership_id=world.partnership.pk,
            delivery_id=delivery.pk,
            by=world.actor(Role.SPOC),
            at=london(DUE),
        )


def scopes_without_staff(world, walk):
    place = {"partnership_id": world.partnership.pk, "case_id": walk.case_id}
    return {
        "applicant": Scope.of_application(**place, application_id=walk.submitted.application.pk),
        "case grant": Scope.of_case(**place),
        "office of the police": Scope.of_case(**place, area_id=world.area.pk),
        "public": Scope.public(world.partnership.pk),
    }


@pytest.mark.parametrize("who", ["applicant", "case grant", "office of the police", "public"])
def test_only_the_partnership_s_staff_see_mail_to_staff(world, walk, who):
    sweep(TOO_LATE)
    assert len(staff_messages(world)) == 2
    with transaction_in(scopes_without_staff(world, walk)[who]):
        assert not Message.objects.filter(application__isnull=True).exists()
        assert not Delivery.objects.filter(application__isnull=True).exists()
        assert not Chaser.objects.exists()
        assert not ChaserLine.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "receipt", "to_address": "x@x.example"},
        {"kind": "reminder"},
        {"kind": "reminder", "to_address": "x@x.example", "user": True},
        {"kind": "reminder", "to_address": "x@x.example", "case": True},
    ],
    ids=["an applicant's kind", "nobody", "two recipients", "below a case"],
)
def test_a_message_has_exactly_one_kind_of_recipient(world, walk, wrong):
    values = dict(wrong)
    if values.pop("user", False):
        values["user_id"] = world.people[Role.SPOC].pk
    if values.pop("case", False):
        values["case_id"] = walk.case_id
    with pytest.raises(IntegrityError, match="message_recipient"), world.inside():
        Message.objects.create(partnership=world.partnership, made_at=timezone.now(), **values)


def test_an_applicant_s_message_cannot_lose_its_event(world, walk):
    tell_waiting()
    with pytest.raises(IntegrityError, match="message_recipient"), world.inside():
        Message.objects.filter(kind="receipt").update(event=None)


# --- When the mail server does not take it ----------------------------------------------------


def test_a_mail_that_failed_for_now_goes_again_with_what_is_true_then(world, walk, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(by_smtp, "get_connection", lambda: Refusing(451))
        sweep(DUE)
    assert told_stages(world) == []
    assert [row.told_at for row in chasers(world)] == [None]
    make_due(world)
    deliver_queued(at=london("2026-06-15 10:00"))
    assert told_stages(world) == ["on_the_day"]
    assert [row.state for row in staff_deliveries(world)] == ["failed", "accepted"]


def test_a_mail_that_comes_late_tells_no_old_news(world, walk, monkeypatch):
    """The server was away overnight: the next stage is told, and the one before is not."""
    with monkeypatch.context() as broken:
        broken.setattr(by_smtp, "get_connection", lambda: Refusing(451))
        sweep(DUE)
    make_due(world)
    sweep(LATE)
    assert told_stages(world) == ["overdue"]
    assert len(staff_mail()) == 1
    assert [row.stopped_because for row in chasers(world)] == ["overtaken", ""]


def test_a_mail_that_failed_for_good_stays_in_sight_and_nothing_is_printed(
    world, walk, monkeypatch
):
    monkeypatch.setattr(by_smtp, "get_connection", lambda: Refusing(550))
    sweep(DUE)
    [delivery] = staff_deliveries(world)
    assert (delivery.channel, delivery.state) == ("email", "failed")
    assert "550" in delivery.reason
    assert told_stages(world) == []


def test_an_escalation_is_told_by_the_officer_s_mail_not_by_the_copy(world, walk, monkeypatch):
    User.objects.filter(pk=world.people[Role.ACCOUNTABLE_OFFICER].pk).update(email="no address")
    sweep(TOO_LATE)
    assert [to for to, _ in staff_mail()] == [SPOC]
    assert told_stages(world) == []
    assert [row.told_at for row in chasers(world)] == [None]


def test_a_retry_in_quiet_hours_waits_for_the_morning(world, walk):
    chasing.chase(at=london("2026-06-15 17:55"))
    deliver_queued(at=london("2026-06-15 18:05"))
    assert staff_mail() == []
    [delivery] = staff_deliveries(world)
    assert delivery.state == "queued"
    make_due(world)
    deliver_queued(at=london("2026-06-16 08:05"))
    assert len(staff_mail()) == 1


def test_victims_letters_do_not_wait_for_the_morning(world):
    walk = Walk(world)
    tell_waiting()
    deliver_queued(at=london("2026-06-13 23:00"))
    assert mail.outbox[0].to == ["joan.marsh@home.example"]
    assert walk.case_id
