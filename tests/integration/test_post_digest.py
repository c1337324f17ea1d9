"""One mail a day for whoever chose it: what is still owed at their hour, and told by it."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse

from cases.commands.people import end_membership
from cases.permissions import NotPermitted
from cases.policies import NotNow
from ct_portal.celery import app
from notifications import tasks
from notifications.chasing import chase
from notifications.chasing_owed import chase_owed
from notifications.delivering import deliver_queued
from notifications.digest import digest_of
from notifications.digests import Wish, choose_reminders, hours_of, send_digests, wish_of
from notifications.models import Delivery, Message, ReminderChoice
from notifications.telling import tell_waiting
from organisations import clock
from organisations.actors import SYSTEM_ACTOR
from organisations.models import Membership
from organisations.roles import Role
from organisations.tenancy import Scope, transaction_in
from tests.chasing_room import (
    FRIDAY,
    LATE,
    NAME,
    OFFICER,
    SPOC,
    TOO_LATE,
    Refusing,
    london,
    make_due,
    only,
    told_stages,
)
from tests.integration.agency_room import ask
from tests.integration.spoc_room import sit_down, text_of
from tests.walk import Walk
from tests.world import make_person
from thresholds.chasing import ReminderTimes

MEMBER = "agency_member@people.example"


@pytest.fixture
def walk(world):
    """Joan has applied; only the acknowledgement is looked at, due on Monday 15 June."""
    made = Walk(world)
    only(world, made, "acknowledge")
    tell_waiting()
    deliver_queued(at=made.at)
    mail.outbox.clear()
    return made


def daily(world, role: str = Role.SPOC, *, hour: int = 10) -> None:
    choose_reminders(
        partnership_id=world.partnership.pk,
        wish=Wish(way="daily", hour=hour),
        by=world.actor(role),
        at=london(FRIDAY),
    )


def beat(at: str) -> None:
    """Everything that beat does about dates at a moment."""
    moment = london(at)
    chase(at=moment)
    chase_owed(at=moment)
    send_digests(at=moment)
    deliver_queued(at=moment)


def beats(*moments: str) -> list[tuple[str, str]]:
    """What went at all of these moments, each mail once."""
    for at in moments:
        beat(at)
    sent = [(letter.to[0], letter.subject.partition(":")[0]) for letter in mail.outbox]
    mail.outbox.clear()
    return sent


def test_without_a_choice_each_reminder_comes_as_it_falls_due(world, walk):
    with world.inside():
        wish = wish_of(partnership_id=world.partnership.pk, user_id=1)
    assert wish == Wish(way="each", hour=9)
    assert beats(FRIDAY) == [(SPOC, "1 date needs you")]


def test_one_mail_a_day_at_the_chosen_hour_instead_of_each(world, walk):
    daily(world)
    assert beats("2026-06-12 08:00", "2026-06-12 09:59") == []
    assert beats("2026-06-12 10:00", "2026-06-12 10:15", "2026-06-12 17:45") == [(SPOC, "Your day")]
    assert told_stages(world) == ["before"]
    assert beats("2026-06-15 10:00") == [(SPOC, "Your day")]
    assert told_stages(world) == ["before", "on_the_day"]


def test_the_digest_says_what_is_owed_new_late_and_stuck(world, walk):
    tell_waiting()
    with world.inside():
        message = Message.objects.filter(application__isnull=False).first()
        Message.objects.filter(pk=message.pk).update(told_at=None)
        Delivery.objects.filter(message=message).update(state="failed", reason="Refused (550).")
    daily(world)
    beats(FRIDAY)
    beat("2026-06-12 10:00")
    [letter] = mail.outbox
    assert letter.subject == f"Your day: {NAME}"
    reference = walk.case().reference
    for shown in (
        "For Single point of contact Example.",
        "Coming up (1)",
        "Confirm receipt to the victim, with the dates of the full response: Monday 15 June 2026",
        "New applications, not yet acknowledged (1)",
        "Received Wednesday 10 June 2026 at midday",
        "Post that needs you",
        "1 letter reached nobody",
        f"/spoc/bassetlaw-newark-sherwood/cases/{reference}/",
    ):
        assert shown in letter.body, shown
    for hidden in ("Joan", "Marsh", "stones"):
        assert hidden not in letter.body, hidden
    assert "\n\n\n\n" not in letter.body


def test_it_is_composed_from_the_state_at_its_hour(world, walk):
    """The date was near when beat looked; by the hour it is met, and the rest is said."""
    daily(world)
    beat("2026-06-12 09:00")
    only(world, walk, "acknowledge", met_at=london("2026-06-12 09:30"), met_by="x.told")
    beat("2026-06-12 10:00")
    [letter] = mail.outbox
    assert "Coming up" not in letter.body
    assert "New applications" in letter.body
    assert told_stages(world) == []


def test_it_is_not_sent_when_there_is_nothing(world, walk):
    walk.acknowledge()
    tell_waiting()
    deliver_queued(at=walk.at)
    mail.outbox.clear()
    daily(world)
    assert beats("2026-06-12 10:00") == []
    with world.inside():
        assert not Message.objects.filter(kind="digest").exists()


def test_escalations_are_held_back_by_no_digest(world, walk):
    daily(world, Role.ACCOUNTABLE_OFFICER, hour=17)
    daily(world, hour=17)
    assert beats(TOO_LATE) == [(OFFICER, "1 date was missed"), (SPOC, "1 date needs you")]


def test_a_copy_of_what_an_agency_owes_waits_for_the_digest_and_its_own_reminder_does_not(world):
    walk = Walk(world).acknowledge()
    ask(walk, world.council, days=5)
    only(world, walk, "respond", due_on=dt.date(2026, 12, 1))
    beats("2026-06-10 17:00")
    tell_waiting()
    deliver_queued(at=walk.at)
    mail.outbox.clear()
    daily(world)
    assert beats("2026-06-16 09:00") == [(MEMBER, "1 date needs your agency")]
    beat("2026-06-16 10:00")
    [letter] = mail.outbox
    assert letter.to == [SPOC]
    assert "Overdue from agencies (1)" in letter.body
    assert "Information: Monday 15 June 2026 (1 working day overdue)" in letter.body


def test_another_contact_is_told_at_once_and_that_counts(world, walk):
    make_person(world, Role.SPOC, email="each@people.example", partnership=world.partnership)
    daily(world)
    assert beats("2026-06-12 09:00") == [("each@people.example", "1 date needs you")]
    assert told_stages(world) == ["before"]
    assert beats("2026-06-12 10:00") == [(SPOC, "Your day")]
    assert told_stages(world) == ["before"]


def test_after_an_outage_the_day_s_digest_comes_once_and_tells_the_latest_stage(world, walk):
    daily(world)
    beat("2026-06-12 09:00")
    assert beats("2026-06-16 11:00", "2026-06-16 11:15") == [(SPOC, "Your day")]
    assert told_stages(world) == ["overdue"]


def test_nothing_goes_in_quiet_hours(world, walk):
    daily(world)
    assert beats("2026-06-13 10:00", "2026-06-15 18:00", "2026-06-15 07:00") == []


def test_an_hour_that_the_partnership_gives_up_is_its_last_one(world, walk):
    daily(world, hour=17)
    world.partnership.remind_until = dt.time(12)
    world.partnership.save()
    assert beats("2026-06-12 10:59") == []
    assert beats("2026-06-12 11:00") == [(SPOC, "Your day")]


def test_a_digest_that_is_refused_is_tried_again_and_tells_once(world, walk, monkeypatch):
    daily(world)
    with monkeypatch.context() as broken:
        broken.setattr("notifications.transports.by_smtp.get_connection", lambda: Refusing(451))
        beat("2026-06-12 10:00")
    assert told_stages(world) == []
    make_due(world)
    assert beats("2026-06-12 10:15") == [(SPOC, "Your day")]
    assert told_stages(world) == ["before"]


def test_who_wants_each_again_gets_what_waited(world, walk):
    daily(world)
    beat("2026-06-12 09:00")
    choose_reminders(
        partnership_id=world.partnership.pk,
        wish=Wish(),
        by=world.actor(Role.SPOC),
        at=london(FRIDAY),
    )
    assert beats("2026-06-12 09:15") == [(SPOC, "1 date needs you")]


def test_what_waits_for_a_digest_of_somebody_who_leaves_goes_to_the_others(world, walk):
    daily(world)
    beat("2026-06-12 09:00")
    end_membership(
        partnership_id=world.partnership.pk,
        membership_id=Membership.objects.get(user=world.people[Role.SPOC]).pk,
        by=SYSTEM_ACTOR,
        at=london("2026-06-11 09:00"),
    )
    assert beats("2026-06-12 09:15") == [("spoc@bassetlaw.example", "1 date needs you")]


def test_two_sweeps_queue_one_digest(world, walk):
    daily(world)
    at = london("2026-06-12 10:00")
    assert [send_digests(at=at), send_digests(at=at)] == [1, 0]


def test_the_number_of_questions_does_not_grow(world, walk, django_assert_num_queries):
    def compose():
        with world.inside():
            return digest_of(
                partnership=world.partnership,
                user_id=world.people[Role.SPOC].pk,
                at=london(LATE),
            )

    compose()
    with django_assert_num_queries(20, exact=False):
        few = compose()
    for _ in range(4):
        only(world, Walk(world), "acknowledge")
    with django_assert_num_queries(20, exact=False):
        many = compose()
    assert [len(one.lines) for one in (few.sections[0], many.sections[0])] == [1, 5]


def test_the_chair_reads_of_meetings_and_of_late_actions_of_their_own_plans(world):
    walk = Walk(world).to_planned()
    daily(world, Role.LMAPS_CHAIR)
    tell_waiting()
    deliver_queued(at=walk.at)
    mail.outbox.clear()
    beat("2026-07-02 10:00")
    [letter] = [one for one in mail.outbox if one.subject.startswith("Your day")]
    assert "Overdue from agencies (1)" in letter.body
    assert "Action 1: Wednesday 1 July 2026" in letter.body
    assert "/lmaps/bassetlaw-newark-sherwood/cases/" in letter.body


def test_beat_looks_for_digests_every_quarter_of_an_hour(world, walk, monkeypatch):
    entry = app.conf.beat_schedule["send-the-digests"]
    assert entry["task"] == "notifications.tasks.send_digests"
    daily(world)
    monkeypatch.setattr(clock, "now", lambda: london("2026-06-12 10:00"))
    tasks.send_digests()
    with world.inside():
        assert Message.objects.filter(kind="digest").count() == 1


# --- The choice ------------------------------------------------------------------------------


def test_the_hours_are_those_of_the_partnership():
    assert list(hours_of(ReminderTimes())) == list(range(8, 18))
    odd = ReminderTimes(opens=dt.time(9, 30), closes=dt.time(12, 15))
    assert list(hours_of(odd)) == [10, 11, 12]


def test_without_a_role_here_nothing_can_be_chosen(world):
    with pytest.raises(NotPermitted):
        daily(world, Role.AGENCY_MEMBER)


def test_an_hour_outside_the_partnership_s_is_refused(world):
    with pytest.raises(NotNow, match="Choose an hour"):
        daily(world, hour=20)


def test_the_page_keeps_the_choice_and_shows_what_the_mail_would_say(world, walk, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: london(LATE))
    client = sit_down(world)
    page = reverse("partnership:own_reminders", args=[world.partnership.slug])
    shown = text_of(client.get(page))
    assert "Your reminders" in shown
    assert "Overdue (1)" in shown
    assert walk.case().reference in shown
    assert client.post(page, {"way": "daily", "hour": "11"}).status_code == 302
    with world.inside():
        row = ReminderChoice.objects.get()
    assert (row.user, row.way, row.hour) == (world.people[Role.SPOC], "daily", 11)
    refused = client.post(page, {"way": "daily", "hour": "22"})
    assert refused.status_code == 200
    assert "Select an hour" in text_of(refused) or "valid choice" in text_of(refused)
    assert page in text_of(client.get(reverse("spoc:queue", args=[world.partnership.slug])))


def test_a_choice_holds_in_its_own_partnership_alone(world, walk):
    daily(world)
    with transaction_in(Scope.staff(world.neighbour.pk)):
        assert not ReminderChoice.objects.exists()
