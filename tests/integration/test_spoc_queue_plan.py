"""The queue reads a screenful from its index, however many cases the partnership has."""

import datetime as dt
import json

import pytest
from django.db import connection

from cases.models import Action, Application, Case, PccReview
from cases.selectors.spoc import Wanted, desk_of, queue_counts, queue_page
from tests.plans import gather_statistics, nodes_of, pages_read, plans_of
from tests.walk import Walk
from tests.world import NOON, make_world

TODAY = NOON.date()
CASES = 10_000


def many_cases(world) -> None:
    """Thousands of open cases like Joan's, twelve due a day, one in nine undated."""
    walk = Walk(world)
    columns = [
        field.column
        for field in Case._meta.concrete_fields
        if field.column not in {"id", "reference", "next_due_on"}
    ]
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        # VACUUM marks pages for index-only scans only where commits have been written out: these
        # and those of about the same time, so that it commits in the same way itself.
        cursor.execute("SET LOCAL synchronous_commit TO on")
        cursor.execute(
            f"INSERT INTO cases_case ({names}, reference, next_due_on) "
            f"SELECT {names}, 'X-' || n, CASE WHEN n %% 9 = 0 THEN NULL "
            "ELSE %s::date + (n / 12)::int END "
            "FROM cases_case, generate_series(1, %s) AS n WHERE id = %s",
            [TODAY - dt.timedelta(days=20), CASES, walk.case_id],
        )
        cursor.execute(
            "INSERT INTO cases_casetoken (partnership_id, case_id, token)"
            " SELECT partnership_id, id, unnest(ARRAY['joan', 'marsh', 's80', 's801ps',"
            " 'n' || lpad(substr(reference, 3), 5, '0')]) FROM cases_case WHERE id <> %s",
            [walk.case_id],
        )


@pytest.fixture
def big(transactional_db):
    """A world whose partnership has thousands of open cases."""
    world = make_world()
    with world.inside():
        many_cases(world)
    gather_statistics("cases_case", "cases_casetoken")
    return world


def place(world, wanted: Wanted, *, pages: int) -> str:
    after = ""
    for _ in range(pages):
        after = queue_page(
            desk_of(world.partnership.pk, today=TODAY),
            wanted=Wanted(districts=wanted.districts, after=after),
        ).next_after
    return after


@pytest.mark.parametrize("kept", [False, True])
@pytest.mark.parametrize("pages", [0, 4])
def test_a_page_of_the_queue_reads_at_most_forty_pages_of_the_table(big, settings, pages, kept):
    everything = Wanted(districts=None)
    with big.inside():
        wanted = Wanted(districts=None, after=place(big, everything, pages=pages))
        (plan, *_) = plans_of(
            lambda: queue_page(desk_of(big.partnership.pk, today=TODAY), wanted=wanted),
            settings,
            kept=kept,
        )
    text = json.dumps(plan)
    assert pages_read(plan) <= 40
    assert "Seq Scan" not in text
    assert "case_queue" in text


@pytest.mark.parametrize("group", ["new", "meeting"])
def test_a_group_reads_no_case_of_another(big, settings, group):
    """As many of them as there are: a plan for all tenants would sort what it need not read."""
    with big.inside():
        (plan, *_) = plans_of(
            lambda: queue_page(
                desk_of(big.partnership.pk, today=TODAY),
                wanted=Wanted(districts=None, group=group),
            ),
            settings,
            kept=True,
        )
    assert "case_queue_of_status" in json.dumps(plan)
    assert "Sort" not in {node["Node Type"] for node in nodes_of(plan)}
    assert pages_read(plan) <= 60


@pytest.mark.parametrize("kept", [False, True])
def test_what_the_next_steps_depend_on_is_read_for_the_page_alone(big, settings, kept):
    """A kept plan once read every action of the tenant to find those of twenty-five cases."""
    Walk(big).to_planned()
    columns = [field.column for field in Action._meta.concrete_fields if field.column != "id"]
    own = {"case_id": "cases_case.id", "position": "100 + row_number() OVER ()"}
    taken = ", ".join(own.get(column, f"cases_action.{column}") for column in columns)
    with big.inside(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO cases_action ({', '.join(columns)}) SELECT {taken} FROM cases_case,"
            " (SELECT * FROM cases_action ORDER BY id LIMIT 1) AS cases_action"
            " WHERE cases_case.reference LIKE 'X-%'"
        )
    gather_statistics("cases_action")
    with big.inside():
        plans = plans_of(
            lambda: queue_page(
                desk_of(big.partnership.pk, today=TODAY), wanted=Wanted(districts=None)
            ),
            settings,
            kept=kept,
            table="cases_action",
        )
    [plan] = plans
    [reads] = [node for node in nodes_of(plan) if node.get("Relation Name") == "cases_action"]
    assert "action_of_case" in json.dumps(reads)
    assert pages_read(reads) <= 150


@pytest.mark.parametrize("kept", [False, True])
def test_reviews_are_looked_up_for_the_page_alone(big, settings, kept):
    """What their policy says besides once led to reading all that the tenant ever had."""
    with big.inside():
        application = Application.objects.get(case_id=Walk(big).case_id)
        PccReview.objects.bulk_create(
            PccReview(
                partnership=big.partnership,
                policing_area=big.area,
                case_id=case_id,
                application=application,
                reference=application.reference,
                round=number,
                requested_at=NOON,
                last_date_on=TODAY,
                within_window=True,
            )
            for number, case_id in enumerate(Case.objects.values_list("pk", flat=True)[:300])
        )
    gather_statistics("cases_pccreview")
    with big.inside():
        [plan] = plans_of(
            lambda: queue_page(
                desk_of(big.partnership.pk, today=TODAY), wanted=Wanted(districts=None)
            ),
            settings,
            kept=kept,
            table="cases_pccreview",
        )
    [reads] = [node for node in nodes_of(plan) if node.get("Relation Name") == "cases_pccreview"]
    assert reads["Index Name"] == "pcc_review_of_case"
    assert pages_read(reads) <= 100


@pytest.mark.parametrize("kept", [False, True])
def test_the_counts_read_only_what_is_due(big, settings, kept):
    with big.inside():
        (plan,) = plans_of(
            lambda: queue_counts(desk_of(big.partnership.pk, today=TODAY), districts=None),
            settings,
            kept=kept,
        )
    assert "case_queue" in json.dumps(plan)
    assert "Seq Scan" not in json.dumps(plan)
    assert pages_read(plan) < CASES / 20


@pytest.mark.parametrize("kept", [False, True])
@pytest.mark.parametrize(
    ("search", "group", "most"),
    [
        ("j", "", 200),
        ("marsh", "", 200),
        ("s80 1ps joan", "", 400),
        ("n07777", "", 20),
        ("n07777 j", "", 40),
        ("n0777", "", 60),
        ("j", "closed", 60),
        ("zoe", "", 10),
    ],
    ids=str,
)
def test_a_search_reads_a_bounded_part_of_the_tokens(big, settings, search, group, most, kept):
    """Frequent words, rare ones, both, a group without cases, nobody: of 50,000 tokens."""
    wanted = Wanted(districts=None, search=search, group=group)
    with big.inside():
        plans = plans_of(
            lambda: queue_page(desk_of(big.partnership.pk, today=TODAY), wanted=wanted),
            settings,
            kept=kept,
            table="cases_casetoken",
        )
    assert 1 <= len(plans) <= 2
    assert "Seq Scan" not in json.dumps(plans)
    assert sum(map(pages_read, plans)) <= most


@pytest.mark.parametrize("kept", [False, True])
def test_frequent_words_that_meet_in_an_old_case_cost_one_reading_of_their_tokens(
    big, settings, kept
):
    """The most that a search can cost: a bounded walk in vain, then the tokens of both words."""
    with big.inside(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit TO on")
        cursor.execute(
            "UPDATE cases_casetoken SET token = 'zoe'"
            " WHERE partnership_id = %s AND token = 'marsh' AND mod(case_id, 2) = 0",
            [big.partnership.pk],
        )
        cursor.execute(
            "INSERT INTO cases_casetoken (partnership_id, case_id, token)"
            " SELECT partnership_id, min(case_id), 'zoe' FROM cases_casetoken"
            " WHERE partnership_id = %s AND token = 'marsh' GROUP BY 1 RETURNING case_id",
            [big.partnership.pk],
        )
        (oldest,) = cursor.fetchone()
    gather_statistics("cases_case", "cases_casetoken")
    with big.inside():
        found = []
        plans = plans_of(
            lambda: found.append(
                queue_page(
                    desk_of(big.partnership.pk, today=TODAY),
                    wanted=Wanted(districts=None, search="zoe marsh"),
                )
            ),
            settings,
            kept=kept,
            table="cases_casetoken",
        )
    assert [row.case_id for row in found[0].rows] == [oldest]
    assert len(plans) == 3
    assert "Seq Scan" not in json.dumps(plans)
