"""The demonstration's year is played by the real commands: what must be true of it at the end."""

import datetime as dt
import io
import json
from collections import Counter
from random import Random

import pytest
from django.contrib.auth.hashers import check_password
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import override_settings

from cases.commands.applying import secret_of
from cases.deadlines import explain_deadline
from cases.events import verify_stream
from cases.models import (
    AccessKey,
    Application,
    Assessment,
    Case,
    Deadline,
    Event,
    Involvement,
    OutboxEntry,
    PccReview,
    Report,
    SafeContact,
    StatisticsEntry,
)
from cases.procedures import calendar_of
from cases.references import digest_of
from cases.status import PccStatus, Status
from notifications import nudge
from notifications.letters import open_form
from notifications.models import Chaser, Delivery, Letter, MailboxEntry, Message
from organisations import clock
from organisations.clock import LONDON, date_of, standing_at
from organisations.models import Locality, Membership, Partnership, User
from organisations.roles import Role
from organisations.tenancy import Scope, transaction_in
from portals.demo.stories.catalogue import STORIES, VICTIM, demo_victim, submission_key
from portals.demo.stories.people import BNS
from portals.demo.stories.places import TENANTS
from portals.demo.stories.retelling import is_finished, retold
from portals.demo.stories.timeline import Days, moments_of
from thresholds.working_days import calendar_with

NOW = dt.datetime(2026, 11, 25, 11, 0, tzinfo=LONDON)  # a Wednesday
TODAY = NOW.date()
DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker):
    """The command run once for this module, on a Wednesday; what it printed."""
    printed = io.StringIO()
    with (
        django_db_blocker.unblock(),
        override_settings(EMAIL_BACKEND="notifications.mailbox.DemoMailbox"),
    ):
        try:
            with standing_at(NOW):
                call_command("seed_demo", processes=1, stdout=printed)
            yield printed.getvalue()
        finally:
            call_command("flush", interactive=False, verbosity=0, reset_sequences=False)


@pytest.fixture
def demo(seeded, db):
    """Its database, read in a transaction of each test's own."""
    return seeded


def partnerships():
    """Each partnership with its staff scope entered."""
    for partnership in Partnership.objects.order_by("id"):
        with transaction_in(Scope.staff(partnership.pk)):
            yield partnership


def everywhere(model, *columns):
    """The rows, or some columns of them, of every partnership."""
    found = []
    for partnership in partnerships():
        rows = model.objects.filter(partnership=partnership)
        found += rows.values_list(*columns, flat=len(columns) == 1) if columns else rows
    return found


def test_cases_stand_in_every_status(demo):
    assert set(everywhere(Case, "status")) == set(Status.values)
    assert len(everywhere(Case, "pk")) >= 40


def test_reviews_of_the_pcc_office_stand_in_every_status(demo):
    assert set(everywhere(PccReview, "status")) == set(PccStatus.values)


def test_every_stream_of_events_is_an_unbroken_chain(demo):
    for partnership in partnerships():
        events = Event.objects.filter(partnership=partnership)
        streams = Counter(events.values_list("stream", "stream_id"))
        for (stream, stream_id), count in streams.items():
            verified = verify_stream(
                partnership_id=partnership.pk, stream=stream, stream_id=stream_id
            )
            assert verified == count


def test_a_case_s_events_follow_one_another_and_lie_in_the_past(demo):
    for partnership in partnerships():
        streams: dict[tuple, list] = {}
        rows = Event.objects.filter(partnership=partnership).order_by("sequence")
        for stream, stream_id, at in rows.values_list("stream", "stream_id", "happened_at"):
            streams.setdefault((stream, stream_id), []).append(at)
        for name, moments in streams.items():
            assert moments == sorted(moments), name
            assert moments[-1] < NOW


def test_every_deadline_is_the_one_that_the_pure_function_gives(demo):
    checked = 0
    for partnership in partnerships():
        version = calendar_of(partnership.pk).version
        rows = Deadline.objects.filter(partnership=partnership).select_related(
            "application__procedure"
        )
        for row in rows:
            assert row.due_on == explain_deadline(row).due_on
            assert row.calendar_version == version
            checked += 1
    assert checked > 80


def test_some_dates_were_missed_most_were_kept_and_one_was_extended(demo):
    met = [
        (met_at, revised or due)
        for met_at, due, revised in everywhere(Deadline, "met_at", "due_on", "revised_on")
        if met_at
    ]
    missed = [row for row in met if date_of(row[0]) > row[1]]
    assert 2 <= len(missed) < len(met) / 5
    extended = [row for row in everywhere(Deadline) if row.revised_on]
    assert [row.limit for row in extended] == ["outcome"]
    assert extended[0].revised_on > TODAY


def test_everything_has_been_told(demo):
    states = Counter(everywhere(OutboxEntry, "state"))
    assert set(states) == {OutboxEntry.State.TOLD}
    deliveries = set(everywhere(Delivery, "channel", "state"))
    assert ("email", "queued") not in deliveries
    assert {state for _, state in deliveries} == {"accepted", "queued", "cancelled"}


def test_every_letter_is_stored_whole_and_under_its_hash(demo):
    count = 0
    for partnership in partnerships():
        for letter in Letter.objects.filter(partnership=partnership):
            content = open_form(
                letter_id=letter.pk, partnership_id=partnership.pk, form="standard"
            ).content
            assert content.startswith(b"%PDF-")
            assert len(content) == letter.size
            assert letter.written_on < TODAY
            count += 1
        messages = Message.objects.filter(partnership=partnership)
        to_applicants = messages.filter(application__isnull=False)
        assert not to_applicants.filter(letter__isnull=True).exists()
    assert count > 120


def test_a_letter_is_dated_and_told_at_its_own_time(demo):
    for partnership in partnerships():
        told = Message.objects.filter(
            partnership=partnership, application__isnull=False, told_at__isnull=False
        )
        for message in told.select_related("event", "letter"):
            assert message.letter.written_on == date_of(message.event.happened_at)
            assert message.event.happened_at < message.told_at
            assert message.told_at < message.event.happened_at + 6 * DAY


def test_nobody_is_written_to_in_a_way_that_they_called_unsafe(demo):
    refused = 0
    for partnership in partnerships():
        safe = set(
            SafeContact.objects.filter(partnership=partnership, safe=True).values_list(
                "person_id", "channel"
            )
        )
        to_applicants = Delivery.objects.filter(partnership=partnership, application__isnull=False)
        for delivery in to_applicants.select_related("message"):
            if delivery.state == Delivery.State.CANCELLED:
                refused += 1
            else:
                assert (delivery.message.person_id, delivery.channel) in safe
    assert refused == 2


def test_staff_were_reminded_in_time_and_of_what_was_missed(demo):
    """Every date that was near, due or missed on a past working day has its stage told."""
    stages = Counter(everywhere(Chaser, "stage"))
    assert set(stages) == set(Chaser.Stage.values)
    assert stages[Chaser.Stage.BEFORE] > 10
    assert not [row for row in everywhere(Chaser) if row.told_at is None and not row.stopped_at]
    told = Counter(everywhere(Event, "kind"))["deadline.chased"]
    assert told == len([row for row in everywhere(Chaser) if row.told_at])
    mails = MailboxEntry.objects.filter(subject__regex="needs? you|missed")
    assert mails.filter(to_address="marian.oduya@bassetlaw.example").count() >= 3
    assert mails.filter(subject__contains="missed").exists()
    newest = mails.first()
    assert date_of(newest.domain_at) == TODAY - DAY


def test_letters_went_by_post_and_some_still_wait(demo):
    posted = Counter(
        state for channel, state in everywhere(Delivery, "channel", "state") if channel == "post"
    )
    assert posted["accepted"] > 20
    assert posted["queued"] >= 3


def test_the_queue_of_bassetlaw_has_work_of_every_urgency(demo):
    partnership = Partnership.objects.get(slug=BNS)
    with transaction_in(Scope.staff(partnership.pk)):
        queue = Case.objects.filter(
            partnership=partnership, district__slug="bassetlaw", next_due_on__isnull=False
        )
        due = list(queue.values_list("next_due_on", flat=True))
        received = [date_of(at) for at in queue.values_list("received_at", flat=True)]
    assert len([day for day in due if day < TODAY]) == 1
    assert due.count(TODAY) == 1
    assert len([day for day in due if TODAY < day <= TODAY + 4 * DAY]) >= 3
    assert received.count(TODAY - DAY) == 2


def test_there_are_a_group_of_five_a_representative_and_names_of_every_length(demo):
    names, groups, helpers = [], [], 0
    for partnership in partnerships():
        roles = Involvement.objects.filter(partnership=partnership)
        groups.append(roles.filter(role="group_member").count())
        helpers += roles.filter(role="representative").count()
        names += roles.values_list("person__full_name", flat=True)
    assert max(groups) == 4  # and the applicant is the fifth
    assert helpers >= 2
    assert any("\u0600" <= char <= "\u06ff" for name in names for char in name)
    assert any("\u00c0" <= char <= "\u017f" for name in names for char in name)
    assert max(map(len, names)) > 60


def test_four_other_households_reach_the_route_for_several_people(demo):
    partnership = Partnership.objects.get(slug=BNS)
    with transaction_in(Scope.staff(partnership.pk)):
        others = Report.objects.filter(partnership=partnership).exclude(reporter_pseudonym="")
        assert {report.reporter_pseudonym for report in others} == {
            f"Flat {letter}" for letter in "ABCD"
        }
        (case_id,) = set(others.values_list("case_id", flat=True))
        assessment = Assessment.objects.get(partnership=partnership, case_id=case_id)
    (several,) = [
        route for route in assessment.outcome["routes"] if route["code"] == "several_people"
    ]
    assert several["finding"] == "met"


def test_every_role_is_held_and_some_hold_it_in_two_partnerships(demo):
    roles = set(Membership.objects.filter(ends_on__isnull=True).values_list("role", flat=True))
    assert roles == set(Role.values)
    assessors = Membership.objects.filter(role=Role.ASSESSOR, ends_on__isnull=True)
    places = Counter(assessors.values_list("user_id", flat=True))
    assert max(places.values()) == 2
    assert Membership.objects.filter(ends_on__lt=TODAY).exists()
    chaired = set(
        Membership.objects.filter(role=Role.LMAPS_CHAIR).values_list("locality_id", flat=True)
    )
    assert chaired == set(everywhere(Locality, "pk"))


def test_everybody_signs_in_with_the_one_password_and_nobody_has_a_real_address(demo, settings):
    users = list(User.objects.all())
    assert len({user.password for user in users}) == 1
    assert check_password(settings.DEMO_PASSWORD, users[0].password)
    addresses = [user.email for user in users]
    addresses += [entry.to_address for entry in MailboxEntry.objects.all()]
    assert all(address.endswith(".example") for address in addresses)


def test_the_mailbox_is_in_the_order_in_which_the_mails_went_out(demo):
    sent = list(MailboxEntry.objects.order_by("id").values_list("domain_at", flat=True))
    assert len(sent) > 100
    assert sent == sorted(sent)
    assert sent[-1] < NOW


def test_the_published_figures_follow_from_the_history(demo):
    figures = Counter(everywhere(StatisticsEntry, "figure"))
    received = len(everywhere(Application, "pk"))
    assert figures["application_received"] == received
    assert figures["threshold_not_met"] == 4
    assert figures["review_carried_out"] > figures["review_with_recommendations"] > 0


def test_the_victim_to_follow_can_open_the_tracker(demo):
    slug, reference, secret = demo_victim()
    assert slug == BNS
    assert secret == secret_of(submission_key(VICTIM[1]))
    assert reference in demo
    assert secret in demo
    partnership = Partnership.objects.get(slug=slug)
    key = AccessKey.objects.get(digest=digest_of(secret), partnership=partnership)
    with transaction_in(Scope.staff(partnership.pk)):
        application = Application.objects.get(partnership=partnership, reference=reference)
    assert key.application_id == application.pk


def test_the_logins_are_of_bassetlaw_and_name_the_victim(demo):
    for_people, for_programs = io.StringIO(), io.StringIO()
    call_command("demo_logins", stdout=for_people)
    call_command("demo_logins", "--json", stdout=for_programs)
    logins = json.loads(for_programs.getvalue())
    assert set(logins) == set(Role.values)
    assert logins["spoc"] == "marian.oduya@bassetlaw.example"
    assert logins["lmaps_chair"] == "hope.ansell@chairs.example"
    assert logins["agency_member"] == "dev.lakhani@bassetlaw.example"
    _, reference, secret = demo_victim()
    assert f"{reference}, code {secret}" in for_people.getvalue()


def test_a_second_run_refuses_and_changes_nothing(demo):
    before = User.objects.count()
    with pytest.raises(CommandError, match="not empty"):
        call_command("seed_demo")
    assert User.objects.count() == before


def test_it_refuses_outside_demo_mode(db, settings):
    before = User.objects.count()
    settings.DEMO = False
    with pytest.raises(CommandError, match="demo mode"):
        call_command("seed_demo")
    assert User.objects.count() == before


@pytest.mark.parametrize("number", [0, 21])
def test_it_refuses_a_number_of_cases_beyond_reason(db, number):
    with pytest.raises(CommandError, match="1 to 20"):
        call_command("seed_demo", cases=number)


def test_the_stories_fit_before_any_day_of_two_years():
    """Holidays, weekends and the panels' weekdays move a course; none may reach into the day."""
    calendar = calendar_with()
    for number in range(730):
        today = dt.date(2026, 1, 1) + number * DAY
        days = Days(today=today, calendar=calendar, chance=Random(number))
        for tenant in TENANTS:
            panels = {
                (place.slug, panel.name): panel for place in tenant.places for panel in place.panels
            }
            for story in STORIES[tenant.slug]:
                panel = panels[story.district, story.locality]
                moments = [moment.at for moment in moments_of(story, panel=panel, days=days)]
                assert moments == sorted(moments)
                assert moments[-1].date() < today


def test_no_two_stories_have_the_same_words():
    stories = [story for told in STORIES.values() for story in told]
    for part in ("key", "summary", "impact", "wanted"):
        assert len({getattr(story, part) for story in stories}) == len(stories)


def test_a_bigger_demonstration_tells_finished_stories_again_with_other_people():
    stories = STORIES[BNS]
    finished = sum(map(is_finished, stories))
    told = list(retold(stories, times=3, chance=Random(1)))
    assert len(told) == len(stories) + 2 * finished
    assert finished >= 3
    assert len({story.key for story in told}) == len(told)
    assert len({story.applicant.name for story in told}) == len(told)
    longest = retold(stories, times=20, chance=Random(1))
    days = Days(today=TODAY, calendar=calendar_with(), chance=Random(1))
    panels = {panel.name: panel for place in TENANTS[0].places for panel in place.panels}
    for story in longest:
        assert list(moments_of(story, panel=panels[story.locality], days=days))


def test_while_nudges_are_silenced_none_is_sent(monkeypatch):
    sent = []
    monkeypatch.setattr(nudge, "_quiet_until", 0.0)  # whatever a broker did before
    app = nudge.current_app._get_current_object()
    monkeypatch.setattr(app, "send_task", lambda task, **_: sent.append(task))
    with nudge.silence():
        nudge.nudge_event(1, 2)
        nudge.nudge_delivery(1, 3)
    assert sent == []
    nudge.nudge_event(1, 2)
    assert sent == [nudge.TELL_EVENT]


def test_the_clock_stands_for_a_block_and_in_the_demonstration_only(db, settings):
    with standing_at(NOW):
        assert clock.now() == NOW
    assert clock.now() != NOW
    settings.DEMO = False
    with pytest.raises(clock.NotADemonstration), standing_at(NOW):
        pass
