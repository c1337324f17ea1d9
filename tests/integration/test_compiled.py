"""Questions compiled once give what the ORM gives, with kept plans and without, in every scope."""

import datetime as dt

import pytest
from django.db import DataError, connection
from django.db.models import F, Value

from cases.models import Application, Case, Event, Report
from cases.selectors.case_rows import READS, CaseRows
from cases.selectors.spoc_case import BELOW
from notifications.models import Delivery
from notifications.selectors import POST_OF_CASE
from notifications.telling import tell_waiting
from organisations.compiled import Compiled, Ids, NotCompilable
from organisations.models import District, Membership, Partnership
from organisations.prepared import Statement
from organisations.tenancy import NOTHING, Scope, transaction_in
from tests.walk import Walk
from tests.world import make_world
from thresholds.models import CalendarDay


@pytest.fixture(params=[True, False], ids=["prepared", "plain"])
def prepared(request, settings):
    """Both ways in which a statement is sent."""
    settings.DATABASE_PREPARE = request.param
    return request.param


@pytest.fixture
def committed_world(transactional_db):
    """A world whose rows stay, so that a statement can be a transaction of its own."""
    return make_world()


def cases_of(partnership, ids, after):
    return Case.objects.filter(
        partnership_id=partnership, pk__in=ids, received_at__gt=after
    ).order_by("pk")


def test_rows_are_those_of_the_queryset_each_time_it_is_asked(world, prepared):
    walks = [Walk(world), Walk(world), Walk(world)]
    asked = Compiled(
        lambda partnership, ids, after: cases_of(partnership, ids, after).values_list(
            "pk", "reference", "received_at"
        ),
        partnership=int,
        ids=Ids(5),
        after=dt.datetime,
    )
    long_ago = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    with world.inside():
        for ids in ([walks[0].case_id], [walk.case_id for walk in walks], []):
            here = world.partnership.pk
            expected = list(
                cases_of(here, ids, long_ago).values_list("pk", "reference", "received_at")
            )
            assert asked.rows(partnership=here, ids=ids, after=long_ago) == expected
        later = dt.datetime(2090, 1, 1, tzinfo=dt.UTC)
        assert asked.rows(partnership=here, ids=[walks[0].case_id], after=later) == []


def test_instances_come_whole_with_what_select_related_names(world, prepared):
    asked = Compiled(
        lambda slug: Partnership.objects.select_related("policing_area").filter(slug=slug),
        slug=str,
    )
    (found,) = asked.instances(slug=world.partnership.slug)
    assert found == world.partnership
    for field in Partnership._meta.concrete_fields:
        assert getattr(found, field.attname) == getattr(world.partnership, field.attname)
    assert found.__dict__["_state"].fields_cache["policing_area"] == world.area


def test_what_is_the_same_each_time_is_kept_with_quotes_and_percent_signs(world, prepared):
    text = "it's 100% \\ {sure} %s %(partnership)s"
    asked = Compiled(
        lambda slug: (
            Partnership.objects.filter(slug=slug).annotate(said=Value(text)).values_list("said")
        ),
        slug=str,
    )
    assert asked.rows(slug=world.partnership.slug) == [(text,)]


def test_json_comes_back_as_it_was_stored(world, prepared):
    walk = Walk(world).acknowledge()
    asked = Compiled(
        lambda partnership, case: (
            Event.objects.filter(partnership_id=partnership, case_id=case)
            .order_by("pk")
            .values_list("kind", "payload")
        ),
        partnership=int,
        case=int,
    )
    with world.inside():
        stored = Event.objects.filter(case_id=walk.case_id).order_by("pk")
        found = asked.rows(partnership=world.partnership.pk, case=walk.case_id)
        assert found == list(stored.values_list("kind", "payload"))
        assert any(payload for _, payload in found)


def test_a_value_that_never_reaches_the_database_is_refused(world):
    asked = Compiled(lambda a, b: Membership.objects.filter(user_id=a), a=int, b=int)
    with pytest.raises(NotCompilable, match="b"):
        asked.rows(a=1, b=2)
    folded = Compiled(
        lambda after: Membership.objects.annotate(x=F("id") + after + 1).values_list("x"),
        after=object,
    )
    with pytest.raises(NotCompilable):
        folded.rows(after=1)


def test_more_ids_than_fit_are_refused_not_left_out(world):
    asked = Compiled(lambda ids: Membership.objects.filter(pk__in=ids), ids=Ids(2))
    with pytest.raises(ValueError, match="3 ids where at most 2 fit"):
        asked.rows(ids=[1, 2, 3])


def test_a_kept_plan_shows_each_scope_its_own(world, prepared):
    walk = Walk(world)
    asked = Compiled(
        lambda case: Case.objects.filter(pk=case).values_list("reference"),
        case=int,
    )
    for _ in range(7):  # more often than PostgreSQL tries plans made for the values
        with world.inside():
            assert len(asked.rows(case=walk.case_id)) == 1
        with transaction_in(Scope.staff(world.neighbour.pk)):
            assert asked.rows(case=walk.case_id) == []
        with transaction_in(Scope.public(world.partnership.pk)):
            assert asked.rows(case=walk.case_id) == []


@pytest.mark.django_db(transaction=True)
def test_plans_are_made_anew_on_a_connection_that_was_opened_anew(transactional_db, settings):
    settings.DATABASE_PREPARE = True
    asked = Compiled(lambda pk: Membership.objects.filter(pk=pk), pk=int)
    assert asked.instances(pk=1) == []
    connection.close()
    assert asked.instances(pk=1) == []


NAMES = Statement(
    "SELECT name, current_setting('app.mark', true) FROM organisations_district"
    " WHERE name LIKE %(like)s ORDER BY name"
)
MARK = "set_config('app.mark', %(mark)s, true)"


@pytest.mark.django_db(transaction=True)
def test_a_statement_alone_is_one_message_in_one_scope_that_ends_with_it(committed_world, prepared):
    here = Scope.staff(committed_world.partnership.pk)
    asked = {"like": "%", "mark": "1"}
    NAMES.fetch_alone(asked, scope=here)  # prepares it
    with connection.execute_wrapper(counted := Counter()):
        found = NAMES.fetch_alone(asked, scope=here, ahead=MARK)
        neighbours = NAMES.fetch_alone(asked, scope=Scope.staff(committed_world.neighbour.pk))
    assert counted.number == 2
    with committed_world.inside():
        names = sorted(District.objects.values_list("name", flat=True))
    assert found == [(name, "1") for name in names]
    assert names
    assert not {name for name, _ in found} & {name for name, _ in neighbours}
    assert {mark for _, mark in neighbours} <= {""}
    assert NAMES.fetch_alone(asked, scope=NOTHING) == []
    assert not District.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_statement_alone_that_fails_leaves_nothing_behind(committed_world, prepared):
    here = Scope.staff(committed_world.partnership.pk)
    spoil = Statement(
        "WITH gone AS (DELETE FROM thresholds_calendarday RETURNING 1)"
        " SELECT 1 / (count(*) - %(days)s) FROM gone"
    )
    with committed_world.inside():
        CalendarDay.objects.create(
            partnership=committed_world.partnership,
            day=dt.date(2026, 6, 16),
            kind=CalendarDay.Kind.CLOSURE,
            name="Staff day",
        )
    with pytest.raises(DataError):
        spoil.fetch_alone({"days": 1}, scope=here)
    with committed_world.inside():
        assert CalendarDay.objects.count() == 1


def test_inside_a_transaction_a_statement_alone_is_a_part_of_it(world, prepared):
    """It visits its scope and comes back; its own scope it stays in."""
    asked = {"like": "%", "mark": "1"}
    with transaction_in(Scope.staff(world.neighbour.pk)):
        theirs = NAMES.fetch_alone(asked, scope=Scope.staff(world.neighbour.pk))
        ours = NAMES.fetch_alone(asked, scope=Scope.staff(world.partnership.pk), ahead=MARK)
        assert ours
        assert not {name for name, _ in ours} & {name for name, _ in theirs}
        assert list(District.objects.values_list("name", flat=True)) == [n for n, _ in theirs]


def test_a_case_read_in_one_statement_is_the_case_table_by_table(world, prepared):
    walk = Walk(world).to_closed()
    tell_waiting()
    with world.inside():
        case = Case.objects.get(pk=walk.case_id)
        with connection.execute_wrapper(counted := Counter()):
            rows = CaseRows(case, *BELOW, *POST_OF_CASE)
        assert counted.number <= 2  # PREPARE is one of them
        for key in (*BELOW, *POST_OF_CASE):
            if not isinstance(key, type) or not hasattr(key, "case_id"):
                continue
            stored = key.objects.filter(partnership_id=case.partnership_id, case_id=case.pk)
            if key is Event:
                stored = stored.exclude(stream=Event.Stream.READS)
            expected = list(stored.order_by("pk"))
            assert rows[key] == expected
            for one, other in zip(rows[key], expected, strict=True):
                for field in key._meta.concrete_fields:
                    assert getattr(one, field.attname) == getattr(other, field.attname)
        assert rows[Application]
        assert rows[Report]
        assert rows[Delivery]
        assert all(event.stream == Event.Stream.READS for event in rows[READS])


class Counter:
    """Counts the statements of a block."""

    number = 0

    def __call__(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)


def test_another_partnership_reads_nothing_of_the_case(world, prepared):
    walk = Walk(world)
    with world.inside():
        case = Case.objects.get(pk=walk.case_id)
    with transaction_in(Scope.staff(world.neighbour.pk)):
        rows = CaseRows(case, *BELOW, *POST_OF_CASE)
        assert all(rows[key] == [] for key in (*BELOW, *POST_OF_CASE))
