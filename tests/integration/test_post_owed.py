"""Chasers of what agencies and the panel keep: by the same rules as dates owed to applicants."""

import datetime as dt

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.commands.asking import remind_applicant, withdraw_request
from cases.commands.following import record_progress
from cases.commands.informing import record_return
from cases.commands.intake import withdraw
from cases.commands.people import end_membership
from cases.events import verify_stream
from cases.models import Action, CaseGrant, Event, InformationRequest, Meeting
from ct_portal.celery import app
from notifications import chasing_owed, tasks
from notifications.audience import AUDIENCES, OWED_AUDIENCES, Circle, Owed
from notifications.chasing import Swept
from notifications.chasing_owed import chase_owed
from notifications.delivering import deliver_queued
from notifications.models import Message, OwedChaser, OwedLine
from notifications.telling import tell_waiting
from organisations import clock
from organisations.actors import SYSTEM_ACTOR
from organisations.models import Membership, PartnerAgency
from organisations.roles import Role
from organisations.tenancy import Scope, transaction_in
from tests.chasing_room import NAME, OFFICER, SPOC, london
from tests.integration.agency_room import ask
from tests.integration.spoc_room import sit_down
from tests.integration.test_two_people_at_once import together
from tests.post_office import say_safe
from tests.specs.tables import rows
from tests.unit.test_chasing import due_in
from tests.walk import Walk
from tests.world import make_world
from thresholds.chasing import Stage

MEMBER, CHAIR = "agency_member@people.example", "lmaps_chair@people.example"
# Asked on Wednesday 10 June 2026 for Monday 15 June.
FRIDAY, DUE, LATE, TOO_LATE = (f"2026-06-{day} 09:00" for day in (12, 15, 16, 17))
CIRCLES = {
    "contact": Circle.CONTACTS,
    "officer": Circle.OFFICERS,
    "agency": Circle.AGENCY,
    "chair": Circle.CHAIR,
    "applicant": Circle.APPLICANT,
}


@pytest.fixture
def walk(world):
    """Joan's case is acknowledged, and the council is asked; nothing of that waits in the post."""
    made = Walk(world).acknowledge()
    made.request = ask(made, world.council, "What about Joan Marsh?", days=5)
    quiet(made.at)
    return made


@pytest.fixture
def planned(world):
    """A plan with one action of the council by Wednesday 1 July 2026."""
    made = Walk(world).to_planned()
    quiet(made.at)
    return made


def quiet(at: dt.datetime) -> None:
    tell_waiting()
    deliver_queued(at=at)
    mail.outbox.clear()


def sweep(at: str | dt.datetime) -> Swept:
    """Beat: chase what agencies and the panel owe, then send what is queued."""
    moment = london(at) if isinstance(at, str) else at
    swept = chase_owed(at=moment)
    deliver_queued(at=moment)
    return swept


def chasers(world) -> list[OwedChaser]:
    with world.inside():
        return list(OwedChaser.objects.filter(partnership=world.partnership).order_by("id"))


def told(world, kind: str) -> list[str]:
    """The stages that the record says were told, in order."""
    with world.inside():
        found = Event.objects.filter(partnership=world.partnership, kind=kind).order_by("id")
        return [payload["stage"] for payload in found.values_list("payload", flat=True)]


def sent() -> list[str]:
    """To whom, in order; and the box is empty."""
    found = [letter.to[0] for letter in mail.outbox]
    mail.outbox.clear()
    return found


def returned(walk, at: str) -> None:
    record_return(
        **walk.command(Role.AGENCY_MEMBER, at=london(at)),
        request_id=walk.request.pk,
        answer="Nothing in our log.",
    )


# --- Who and when ----------------------------------------------------------------------------


@pytest.mark.parametrize("row", rows("chaser_audiences.csv"))
def test_who_is_told_at_which_stage(row):
    by_stage = AUDIENCES if row["date"] == "deadline" else OWED_AUDIENCES[Owed[row["date"].upper()]]
    found = by_stage.get(Stage[row["stage"].upper()], ())
    for column, is_copy in (("told", False), ("copied", True)):
        expected = {CIRCLES[name] for name in row[column].split()}
        assert {one.circle for one in found if one.for_information == is_copy} == expected


def test_the_table_of_stages_holds_for_returns(world, walk):
    """Every row of chasers.csv, asked on the day that it is counted from."""
    for (row,) in (one.values for one in rows("chasers.csv")):
        with world.inside():
            OwedLine.objects.all().delete()
            OwedChaser.objects.all().delete()
            InformationRequest.objects.filter(partnership=world.partnership).update(
                asked_at=london(row["counted_from"]),
                due_on=due_in(row),
                answer="Nothing." if row["recorded_on"] else "",
                returned_at=london(f"{row['recorded_on']} 12:00") if row["recorded_on"] else None,
            )
        chase_owed(at=london(row["looked_at"]))
        found = [Stage(one.stage).name.lower() for one in chasers(world)]
        expected = [] if row["stage"] in {"none", "quiet"} else [row["stage"]]
        assert found == expected, row["id"]


def test_a_return_is_chased_at_each_stage_and_escalated(world, walk):
    sweep(FRIDAY)
    assert sent() == [MEMBER]
    sweep(DUE)
    assert sent() == [MEMBER]
    sweep(LATE)
    assert sent() == [MEMBER, SPOC]
    sweep(TOO_LATE)
    assert sent() == [OFFICER, MEMBER, SPOC]
    assert told(world, "information.chased") == ["before", "on_the_day", "overdue", "escalation"]
    with world.inside():
        verify_stream(partnership_id=world.partnership.pk, stream="case", stream_id=walk.case_id)


def test_an_action_is_chased_and_the_chair_hears_when_it_is_late(world, planned):
    for at, to in {
        "2026-06-24 09:00": [],
        "2026-06-30 09:00": [MEMBER],
        "2026-07-01 09:00": [MEMBER],
        "2026-07-02 09:00": [MEMBER, SPOC, CHAIR],
        "2026-07-03 09:00": [OFFICER, MEMBER, SPOC, CHAIR],
        "2026-07-06 09:00": [],
    }.items():
        sweep(at)
        assert sent() == to, at
    assert told(world, "action.chased") == ["before", "on_the_day", "overdue", "escalation"]


def test_a_meeting_with_a_case_on_its_agenda_is_reminded_of(world):
    """On Wednesday 17 June at noon: five working days before, on the day, and no more."""
    walk = Walk(world).to_accepted().consider_peer_review()
    began = walk.at
    walk.refer()
    quiet(began)
    for at, to in {
        "2026-06-10 12:30": [MEMBER, CHAIR],
        "2026-06-12 09:00": [],
        "2026-06-17 09:00": [MEMBER, CHAIR],
        "2026-06-17 12:30": [],
        "2026-06-18 09:00": [],
    }.items():
        sweep(at)
        assert sent() == to, at
    assert told(world, "meeting.chased") == ["before", "on_the_day"]


@pytest.mark.parametrize(
    ("change", "because"),
    [({"status": "cancelled"}, "lapsed"), ({"status": "held"}, "met")],
    ids=["called off", "held"],
)
def test_a_meeting_that_is_called_off_meanwhile_is_reminded_of_no_more(world, change, because):
    walk = Walk(world).to_accepted().consider_peer_review()
    began = walk.at
    walk.refer()
    quiet(began)
    chase_owed(at=london("2026-06-16 09:00"))
    with world.inside():
        Meeting.objects.filter(partnership=world.partnership).update(**change)
    deliver_queued(at=london("2026-06-16 09:00"))
    assert sent() == []
    assert {one.stopped_because for one in chasers(world)} == {because}


# --- Once, and no longer than it is owed -----------------------------------------------------


def test_each_stage_is_told_once_however_often_beat_runs(world, walk):
    moment, end = london("2026-06-11 00:00"), london("2026-06-19 00:00")
    while moment < end:
        sweep(moment)
        moment += dt.timedelta(hours=3)
    assert told(world, "information.chased") == ["before", "on_the_day", "overdue", "escalation"]
    assert sent().count(OFFICER) == 1


def test_after_a_week_s_outage_the_latest_stage_is_told_once(world, walk):
    sweep("2026-06-22 09:00")
    sweep("2026-06-22 09:15")
    assert told(world, "information.chased") == ["escalation"]
    assert sorted(sent()) == sorted([OFFICER, MEMBER, SPOC])


@pytest.mark.parametrize("at", ["2026-06-15 07:59", "2026-06-15 18:00", "2026-06-14 10:00"])
def test_at_quiet_hours_nobody_is_written_to(world, walk, at):
    assert sweep(at) == Swept()
    assert chasers(world) == []


def test_a_retry_waits_for_the_hours(world, walk):
    chase_owed(at=london(DUE))
    deliver_queued(at=london("2026-06-15 18:00"))
    assert sent() == []


def test_a_return_that_comes_in_ends_it_and_nothing_before_does(world, walk):
    chase_owed(at=london(DUE))
    returned(walk, DUE)
    deliver_queued(at=london(DUE))
    assert sent() == []
    assert [one.stopped_because for one in chasers(world)] == ["met"]
    sweep(LATE)
    sweep(TOO_LATE)
    assert sent() == []


def test_an_action_that_is_done_is_chased_no_more(world, planned):
    chase_owed(at=london("2026-07-02 09:00"))
    with world.inside():
        action = Action.objects.get(partnership=world.partnership)
    record_progress(
        **planned.command(Role.AGENCY_MEMBER),
        action_id=action.pk,
        status="done",
        note="Visited.",
    )
    deliver_queued(at=london("2026-07-02 09:00"))
    assert sent() == []
    sweep("2026-07-06 09:00")
    assert sent() == []


def test_a_date_that_moves_starts_anew(world, planned):
    sweep("2026-07-03 09:00")
    with world.inside():
        Action.objects.filter(partnership=world.partnership).update(due_on="2026-07-08")
    sweep("2026-07-06 09:00")
    sweep("2026-07-07 09:00")
    assert told(world, "action.chased") == ["escalation", "before"]


def test_a_case_that_has_ended_is_chased_for_nothing(world, walk):
    withdraw(**walk.command(application_id=walk.submitted.application.pk))
    quiet(walk.at)
    sweep(LATE)
    assert sent() == []
    assert chasers(world) == []


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_the_same_moment_tell_once(transactional_db):
    world = make_world()
    walk = Walk(world).acknowledge()
    for _ in range(3):
        ask(walk, world.council, days=5)
    quiet(walk.at)
    at = london(DUE)
    results = together(*[lambda: chase_owed(at=at)] * 4)
    assert sum(result.written for result in results) == 3
    together(*[lambda: deliver_queued(at=at)] * 3)
    assert told(world, "information.chased") == ["on_the_day"] * 3
    with world.inside():
        lines = list(OwedLine.objects.values_list("chaser_id", "message__user_id"))
    assert len(lines) == len(set(lines)) == 3
    assert set(sent()) == {MEMBER}


def test_a_second_sweep_writes_nothing(world, walk):
    assert [sweep(DUE).written, sweep(DUE).written] == [1, 0]


def test_the_sweep_writes_the_same_where_no_plans_are_kept(world, walk, settings):
    settings.DATABASE_PREPARE = False
    assert [sweep(DUE).written, sweep(DUE).written] == [1, 0]
    assert told(world, "information.chased") == ["on_the_day"]


def test_what_a_crash_left_between_writing_and_telling_is_told(world, walk, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(chasing_owed, "remind_owed", lambda **given: 0)
        sweep(DUE)
    assert sent() == []
    sweep("2026-06-15 09:15")
    assert told(world, "information.chased") == ["on_the_day"]


def test_one_partnership_s_trouble_does_not_hold_up_the_others(world, walk, monkeypatch, caplog):
    real = chasing_owed.chase_owed_of

    def trouble(partnership, *, at):
        if partnership != world.partnership:
            raise ValueError
        return real(partnership, at=at)

    monkeypatch.setattr(chasing_owed, "chase_owed_of", trouble)
    assert sweep(DUE).written == 1
    assert f"owed dates of partnership {world.neighbour.pk}: ValueError" in caplog.text


def test_more_dates_ask_no_more_questions(world, walk):
    def asked(at: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            chase_owed(at=london(at))
        return len([one for one in queries if "notifications_" in one["sql"]])

    few = asked(DUE)
    quiet(london(DUE))
    with world.inside():
        OwedLine.objects.all().delete()
        OwedChaser.objects.all().delete()
    for _ in range(6):
        ask(walk, world.council, days=5)
    quiet(walk.at)
    assert asked(DUE) == few
    assert len(chasers(world)) == 7


def test_beat_chases_what_agencies_owe_and_the_task_runs_by_the_domain_s_clock(
    world, walk, monkeypatch
):
    entry = app.conf.beat_schedule["chase-what-agencies-owe"]
    assert entry["task"] == "notifications.tasks.chase_owed"
    monkeypatch.setattr(clock, "now", lambda: london(DUE))
    tasks.chase_owed()
    assert len(chasers(world)) == 1


# --- To whom ---------------------------------------------------------------------------------


def test_without_people_the_agency_s_mailbox_is_reminded(world, walk):
    with world.inside():
        PartnerAgency.objects.filter(agency=world.council).update(contact_email="asb@c.example")
    Membership.objects.filter(user=world.people[Role.AGENCY_MEMBER]).delete()
    sweep(DUE)
    assert sent() == ["asb@c.example"]
    assert told(world, "information.chased") == ["on_the_day"]


def test_where_the_agency_has_no_address_the_contact_is_told_to_ring(world, walk):
    Membership.objects.filter(user=world.people[Role.AGENCY_MEMBER]).delete()
    sweep(DUE)
    [letter] = mail.outbox
    assert letter.to == [SPOC]
    assert "The agency has no address in this service: ring them." in letter.body
    assert told(world, "information.chased") == ["on_the_day"]


def test_an_agency_whose_access_ended_reads_nothing_and_the_contact_hears(world, walk):
    CaseGrant.objects.filter(agency=world.council).update(ends_at=london(FRIDAY))
    sweep(DUE)
    assert sent() == [SPOC]


def test_access_that_ends_before_the_mail_goes_holds_it_back(world, walk):
    chase_owed(at=london(DUE))
    CaseGrant.objects.filter(agency=world.council).update(ends_at=london(DUE))
    deliver_queued(at=london(DUE))
    assert sent() == []
    assert told(world, "information.chased") == []


def test_who_leaves_before_the_escalation_goes_reads_of_no_case(world, walk):
    chase_owed(at=london(TOO_LATE))
    membership = Membership.objects.get(user=world.people[Role.ACCOUNTABLE_OFFICER])
    end_membership(
        partnership_id=world.partnership.pk,
        membership_id=membership.pk,
        by=SYSTEM_ACTOR,
        at=london(TOO_LATE),
    )
    deliver_queued(at=london(TOO_LATE))
    assert OFFICER not in sent()


# --- What ------------------------------------------------------------------------------------

HIDDEN = ("Joan", "Marsh", "stones", "Carlton", "Visit", "Known youths", "What about")


def test_the_agency_reads_what_it_owes_by_when_and_where(world, walk):
    sweep(LATE)
    letter = mail.outbox[0]
    reference = walk.case().reference
    assert letter.subject == f"1 date needs your agency: {NAME}"
    for shown in (
        "For Agency member Example.",
        "Overdue (1)",
        f"{reference}, Bassetlaw District Council",
        "- Return the information that was asked for",
        "Monday 15 June 2026 (1 working day overdue)",
        "About the days from Thursday 12 March 2026 until Wednesday 10 June 2026.",
        f"/agency/bassetlaw-newark-sherwood/{walk.case_id}/",
        "paragraph 7\nof Schedule 4",
        "Keep this confidential",
        "Sam Okafor, spoc@bassetlaw.example",
    ):
        assert shown in letter.body, shown
    for hidden in HIDDEN:
        assert hidden not in letter.body + letter.subject, hidden
    assert reference not in letter.subject
    assert "\n\n\n\n" not in letter.body


def test_the_escalation_is_to_the_officer_by_name_and_names_the_contact(world, walk):
    sweep(TOO_LATE)
    to_officer, to_agency, to_contact = mail.outbox
    assert to_officer.subject == f"1 date of agencies was missed: {NAME}"
    assert to_officer.body.startswith("For Accountable officer Example.")
    assert "Missed, for the accountable officer (1)" in to_officer.body
    assert "Single point of contact: Single point of contact Example." in to_officer.body
    for letter in (to_agency, to_contact):
        named = "Accountable officer told of this too: Accountable officer Example."
        assert named in letter.body


def test_an_action_is_named_by_its_number_alone(world, planned):
    sweep("2026-07-02 09:00")
    for letter in mail.outbox:
        assert "- Action 1 of the plan" in letter.body
        for hidden in (*HIDDEN, "Dev Patel"):
            assert hidden not in letter.body, hidden


def test_each_reader_is_led_to_a_page_that_opens_for_them(world, planned):
    sweep("2026-07-02 09:00")
    reference = planned.case().reference
    place = f"bassetlaw-newark-sherwood/cases/{reference}/"
    for letter in mail.outbox:
        door = {SPOC: f"/spoc/{place}", CHAIR: f"/lmaps/{place}"}.get(letter.to[0], "/agency/")
        assert door in letter.body, letter.to
    assert sit_down(world, Role.LMAPS_CHAIR).get(f"/lmaps/{place}").status_code == 200


def test_the_meeting_s_reminder_says_when_where_and_how_to_send_apologies(world):
    walk = Walk(world).to_accepted().consider_peer_review()
    began = walk.at
    walk.refer()
    quiet(began)
    sweep("2026-06-12 09:00")
    for letter in mail.outbox:
        assert "Meeting of Worksop" in letter.body
        assert "Wednesday 17 June 2026 at midday, Worksop Town Hall" in letter.body
        assert "Apologies and papers: tell the contact named below." in letter.body
    to_chair = next(letter for letter in mail.outbox if letter.to == [CHAIR])
    assert walk.case().reference in to_chair.body


def test_the_words_that_were_sent_are_kept(world, walk):
    sweep(DUE)
    [letter] = mail.outbox
    with world.inside():
        message = Message.objects.get(kind="agency_reminder")
    assert (message.subject, message.body) == (letter.subject, letter.body)


def test_a_partnership_sees_nothing_of_another_s(world, walk):
    sweep(DUE)
    with transaction_in(Scope.staff(world.neighbour.pk)):
        assert not OwedChaser.objects.exists()
        assert not OwedLine.objects.exists()


# --- What applicants were asked ------------------------------------------------------------------


@pytest.fixture
def asked(world):
    """Joan is asked something by Wednesday 17 June 2026; the letter has gone."""
    made = Walk(world).acknowledge().ask()
    quiet(made.at)
    return made


def reminders_to_joan(world) -> list[str]:
    """The stages at which she was written to, and the letters that came of it were e-mailed."""
    with world.inside():
        found = Event.objects.filter(kind="applicant.reminded").order_by("id")
        return [payload["stage"] for payload in found.values_list("payload", flat=True)]


def beat_and_post(at: str) -> list[str]:
    sweep(at)
    tell_waiting()
    deliver_queued(at=london(at))
    return sent()


JOAN = "joan.marsh@home.example"


def test_an_applicant_is_reminded_once_before_and_once_after_and_then_the_contact_rings(
    world, asked
):
    for at, to in {
        "2026-06-15 09:00": [],
        "2026-06-16 09:00": [JOAN],
        "2026-06-16 17:00": [],
        "2026-06-17 09:00": [],
        "2026-06-18 09:00": [JOAN],
        "2026-06-19 09:00": [SPOC],
        "2026-06-22 09:00": [],
    }.items():
        assert beat_and_post(at) == to, at
    assert reminders_to_joan(world) == ["before", "overdue"]
    assert told(world, "reply.chased") == ["escalation"]


def test_what_the_contact_reads_says_nothing_of_the_question(world, asked):
    sweep("2026-06-19 09:00")
    [letter] = mail.outbox
    assert letter.subject == f"1 answer of applicants is missing: {NAME}"
    assert "ring them, if that is safe" in letter.body
    for hidden in (*HIDDEN, "nights", "accountable officer"):
        assert hidden not in letter.body, hidden


def test_after_an_outage_an_applicant_gets_no_old_reminders(world, asked):
    assert beat_and_post("2026-06-23 09:00") == [SPOC]
    assert reminders_to_joan(world) == []


def test_an_answer_or_a_withdrawal_ends_it(world, asked):
    given = asked.command(request_id=asked.request.pk)
    withdraw_request(**given)
    quiet(asked.at)
    assert beat_and_post("2026-06-18 09:00") == []
    assert reminders_to_joan(world) == []


def test_an_applicant_without_a_safe_way_is_not_written_to(world, asked):
    say_safe(world, asked, email=False)
    assert beat_and_post("2026-06-16 09:00") == []
    assert reminders_to_joan(world) == ["before"]
    with world.inside():
        message = Message.objects.get(kind="request_reminder")
        states = set(message.deliveries.values_list("state", flat=True))
    assert states == {"cancelled"}


def test_nobody_is_reminded_of_what_was_answered_meanwhile(world, asked):
    with world.inside():
        asked.request.answer, asked.request.answered_at = "In May.", london("2026-06-16 08:00")
        asked.request.answered_how = "online"
        asked.request.save()
        reminded = remind_applicant(
            partnership_id=world.partnership.pk,
            request_id=asked.request.pk,
            stage="before",
            by=SYSTEM_ACTOR,
            at=london("2026-06-16 09:00"),
        )
    assert reminded is False
