"""A volume of cases is written by SQL: what it must share with cases that commands wrote."""

import io
import re
from collections import Counter

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.test import override_settings

from cases.commands.indexing import index_case
from cases.deadlines import explain_deadline, recompute_deadlines
from cases.events import verify_stream
from cases.models import (
    AccessKey,
    AgendaItem,
    Application,
    Case,
    CaseGrant,
    CaseToken,
    Deadline,
    Event,
    Involvement,
    OutboxEntry,
    Report,
    StatisticsEntry,
)
from cases.references import digest_of, normalise_reference
from cases.status import ENDED, Status
from organisations import clock
from organisations.models import Membership, Partnership, User
from organisations.tenancy import Scope, transaction_in
from portals.demo.volume import seeding
from portals.demo.volume.places import slug_of
from tests.integration.schema_of import schema

CASES = 1200
PARTNERSHIPS = 3


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker):
    """The command run twice for this module; the schema before and after, and what it printed."""
    printed = io.StringIO()
    with django_db_blocker.unblock(), override_settings(DEMO=True, DEMO_PASSWORD="volume-volume"):
        try:
            before = schema()
            call_command("seed_volume", cases=CASES, partnerships=PARTNERSHIPS, stdout=printed)
            whole = _pages_known_to_be_visible()
            call_command("seed_volume", cases=10, partnerships=PARTNERSHIPS + 1, stdout=printed)
            yield before, schema(), printed.getvalue(), whole
        finally:
            call_command("flush", interactive=False, verbosity=0, reset_sequences=False)


def _pages_known_to_be_visible() -> dict[str, float]:
    """The share of each table's pages that an index-only scan need not read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relallvisible::float / relpages FROM pg_class"
            " WHERE relname = ANY (%s) AND relpages > 0",
            [list(seeding.STEPS)],
        )
        return dict(cursor.fetchall())


@pytest.fixture
def volume(seeded, db):
    """Its database, read in a transaction of each test's own."""
    return seeded


def partnerships():
    for partnership in Partnership.objects.order_by("slug"):
        with transaction_in(Scope.staff(partnership.pk)):
            yield partnership


def a_few_of_each_status():
    """Some cases of every status, each inside its partnership's scope."""
    for partnership in partnerships():
        for status in Status:
            yield from Case.objects.filter(partnership=partnership, status=status)[:3]


def test_the_schema_is_what_it_was(volume):
    before, after, *_ = volume
    assert before["constraints"]
    assert before["indexes"]
    assert before["flags"]
    for part, rows in before.items():
        assert set(rows) ^ set(after[part]) == set(), part


def test_what_an_index_can_answer_need_not_be_looked_up_in_the_rows(volume):
    """As in tables that have lived; the cases are the first to be made ready after the commit."""
    *_, whole = volume
    assert whole["cases_case"] == whole["cases_casetoken"] == 1


def test_all_foreign_keys_are_checked_and_hold(volume):
    """Validated when they came back, by an owner that no policy bound: counted once more here."""
    for partnership in partnerships():
        loose = Application.objects.filter(partnership=partnership).exclude(
            case_id__in=Case.objects.filter(partnership=partnership).values("pk")
        )
        assert not loose.exists()
        strangers = Report.objects.filter(partnership=partnership).exclude(
            incident__partnership_id=partnership.pk
        )
        assert not strangers.exists()
        assert Application.objects.filter(partnership=partnership).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_constraint WHERE NOT convalidated")
        assert cursor.fetchone() == (0,)


def test_cases_stand_in_every_status_and_about_one_in_seven_is_open(volume):
    found = Counter()
    for partnership in partnerships():
        found.update(Case.objects.filter(partnership=partnership).values_list("status", flat=True))
    assert set(found) == set(Status.values)
    assert found.total() == CASES + 10
    still_open = sum(number for status, number in found.items() if status not in ENDED)
    assert 0.12 < still_open / CASES < 0.18


def test_the_first_partnership_is_the_largest(volume):
    sizes = [Case.objects.filter(partnership=here).count() for here in partnerships()]
    assert sizes[0] == max(sizes)
    assert sizes[0] > 1.5 * sizes[2]


def test_references_are_unique_and_carry_their_check_character(volume):
    references = []
    for partnership in partnerships():
        references += Case.objects.filter(partnership=partnership).values_list(
            "reference", flat=True
        )
    assert len(set(references)) == len(references)
    assert all(normalise_reference(reference) == reference for reference in references)


def test_dates_are_those_of_the_pure_function(volume):
    seen = 0
    for partnership in partnerships():
        for deadline in Deadline.objects.filter(partnership=partnership).order_by("id")[::20]:
            assert deadline.due_on == explain_deadline(deadline).due_on
            seen += 1
    assert seen > 100


def test_computing_the_dates_anew_changes_nothing(volume):
    """Deadlines, and the place in the queue, are what `recompute_deadlines` makes of the case."""
    now, seen = clock.now(), Counter()
    for case in a_few_of_each_status():
        before = _dates(case)
        recompute_deadlines(case, at=now)
        case.refresh_from_db()
        assert _dates(case) == before, case.status
        seen[case.status] += 1
    assert set(seen) == set(Status.values)


def _dates(case: Case) -> tuple:
    rows = Deadline.objects.filter(partnership_id=case.partnership_id, case=case).order_by("id")
    return case.next_due_on, case.next_due_limit, list(rows.values())


def test_open_cases_owe_something_and_ended_ones_nothing(volume):
    for partnership in partnerships():
        rows = Deadline.objects.filter(partnership=partnership)
        owed = rows.filter(met_at__isnull=True, lapsed_at__isnull=True)
        assert owed.exists() or partnership.slug == slug_of(PARTNERSHIPS + 1)
        assert not owed.filter(case__status__in=ENDED).exists()


def test_every_stream_verifies(volume):
    seen = 0
    for partnership in partnerships():
        streams = Event.objects.filter(partnership=partnership, sequence=1)
        for stream, stream_id in streams.values_list("stream", "stream_id")[::10]:
            seen += verify_stream(partnership_id=partnership.pk, stream=stream, stream_id=stream_id)
    assert seen > 3 * CASES / 10 * 0.8


def test_what_has_happened_has_happened_by_now(volume):
    now = clock.now()
    for partnership in partnerships():
        events = Event.objects.filter(partnership=partnership)
        assert not events.filter(happened_at__gt=now).exists()
        assert not Deadline.objects.filter(partnership=partnership, met_at__gt=now).exists()


def test_nothing_waits_to_be_told_and_every_application_is_counted_once(volume):
    for partnership in partnerships():
        assert not OutboxEntry.objects.filter(partnership=partnership).exists()
        received = Application.objects.filter(partnership=partnership).count()
        assert StatisticsEntry.objects.filter(partnership=partnership).count() == received


def test_cases_are_found_by_the_tokens_that_commands_would_write(volume):
    seen = 0
    for case in a_few_of_each_status():
        before = _tokens(case)
        index_case(case)
        assert _tokens(case) == before, case.status
        seen += len(before)
    assert seen > 100


def _tokens(case: Case) -> set[tuple]:
    """With their ids: a token that was written anew has another one."""
    below = {"partnership_id": case.partnership_id, "case_id": case.pk}
    return set(CaseToken.objects.filter(**below).values_list("pk", "token"))


def test_a_merged_case_has_handed_its_application_to_the_lead(volume):
    for partnership in partnerships():
        for case in Case.objects.filter(partnership=partnership, status="merged")[:5]:
            moved = Application.objects.get(partnership=partnership, reference=case.reference)
            assert moved.case_id == case.merged_into_id
            assert case.merged_into.district_id == case.district_id
            assert Involvement.objects.filter(application=moved, case=moved.case_id).count() == 2


def test_what_was_referred_is_on_an_agenda_and_a_held_meeting_made_a_plan(volume):
    now = clock.now()
    for partnership in partnerships():
        here = {"partnership": partnership}
        referred = Case.objects.filter(**here, status="referred")
        planned = Case.objects.filter(**here, status__in=["plan_agreed", "responded", "monitoring"])
        assert not referred.exclude(agendaitems__meets_at__gt=now).exists()
        assert not planned.exclude(actionplans__agreed_at__lt=now).exists()
        assert not planned.exclude(actionplans__actions__status="open").exists()
        for item in AgendaItem.objects.filter(**here).select_related("meeting__locality")[:50]:
            assert item.meets_at == item.meeting.starts_at
            assert item.meeting.locality.district_id == item.case.district_id
        granted = CaseGrant.objects.filter(**here, ends_at__isnull=True, level="agency")
        assert set(granted.values_list("case_id", flat=True)) <= set(
            Case.objects.filter(**here).exclude(status__in=ENDED).values_list("pk", flat=True)
        )


def test_an_applicant_can_sign_in_with_the_reference(volume):
    for partnership in partnerships():
        application = Application.objects.filter(partnership=partnership).first()
        body = application.reference.replace("-", "")[-8:]
        key = AccessKey.objects.get(digest=digest_of(body + body))
        assert (key.partnership_id, key.application_id) == (partnership.pk, application.pk)


def test_everybody_is_invented_and_every_role_is_held(volume):
    assert all(
        email.endswith("@volume.example") for email in User.objects.values_list("email", flat=True)
    )
    roles = Counter(Membership.objects.values_list("role", flat=True))
    assert roles["spoc"] == roles["accountable_officer"] == PARTNERSHIPS + 1


def test_the_tables_own_numbering_goes_on(volume):
    partnership = Partnership.objects.get(slug=slug_of(1))
    with transaction_in(Scope.staff(partnership.pk)):
        last = Deadline.objects.order_by("-id").first()
        last.pk, last.limit = None, "another"
        last.save(force_insert=True)
        transaction.set_rollback(True)


def test_it_says_how_far_it_is(volume):
    assert re.search(r"^\[ +\d+\.\d s\] 1200 cases drawn$", volume[2], re.MULTILINE)


@pytest.mark.django_db(transaction=True)
def test_a_failure_in_the_middle_leaves_nothing_half_open(settings, monkeypatch):
    settings.DEMO, settings.DEMO_PASSWORD = True, "volume-volume"
    before, there = schema(), Partnership.objects.count()
    monkeypatch.setitem(seeding.STEPS, "cases_report", "no such file")
    with pytest.raises(FileNotFoundError):
        call_command("seed_volume", cases=50, partnerships=9, stdout=io.StringIO())
    assert schema() == before
    assert Partnership.objects.count() == there


def test_it_refuses_a_database_with_other_partnerships(world, settings):
    settings.DEMO, settings.DEMO_PASSWORD = True, "volume-volume"
    with pytest.raises(CommandError, match="none of the volume's"):
        call_command("seed_volume", cases=10, partnerships=1)


def test_it_refuses_outside_demo_mode(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="demo mode"):
        call_command("seed_volume", cases=10, partnerships=1)


@pytest.mark.parametrize(("cases", "partnerships"), [(0, 1), (10, 0), (10, 1000)])
def test_it_refuses_numbers_beyond_reason(db, settings, cases, partnerships):
    settings.DEMO, settings.DEMO_PASSWORD = True, "volume-volume"
    with pytest.raises(CommandError, match="number from 1 to"):
        call_command("seed_volume", cases=cases, partnerships=partnerships)
