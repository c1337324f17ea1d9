"""Invariant 8: a list asks the same number of questions at ten cases and at ten thousand, and no
question reads a whole table of cases. Each is seeded once; the largest partnership is looked at.
"""

import io
from dataclasses import dataclass, replace

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from bench.plans import Statement, statements_of
from cases.models import Case
from cases.selectors.spoc import GROUPS
from organisations.models import Partnership, User
from organisations.tenancy import Scope, transaction_in
from portals.demo.volume.places import login_of, slug_of
from portals.demo.volume.seeding import STEPS

pytestmark = [
    pytest.mark.django_db,
]

BIG = 5000
"""Rows from which a table must not be read from end to end."""
SLUG = slug_of(1)
AGENCY = "agency_member"


@dataclass(frozen=True, kw_only=True)
class Page:
    """A list or a search, and who opens it. place: what its address names."""

    role: str
    name: str
    place: str = "slug"
    query: str = ""

    @property
    def key(self) -> str:
        return f"{self.role} {self.name}{self.query}"

    def address(self, partnership: Partnership) -> str:
        places = {"slug": [partnership.slug], "area": [partnership.policing_area.slug], "": []}
        return reverse(self.name, args=places[self.place]) + self.query


PAGES = [
    Page(role="spoc", name="spoc:queue"),
    Page(role="spoc", name="spoc:queue", query="?overdue=on"),
    *(Page(role="spoc", name="spoc:queue", query=f"?group={group}") for group in GROUPS),
    Page(role="spoc", name="spoc:queue", query="?q=ada"),
    Page(role="spoc", name="spoc:queue", query="?q=a+s"),
    Page(role="spoc", name="spoc:queue", query="?q=s&group=closed"),
    Page(role="spoc", name="spoc:queue", query="?q=zz12+1"),
    Page(role="spoc", name="spoc:queue", query="?q=nobody+of+this+name"),
    Page(role="spoc", name="spoc:letters"),
    Page(role="assessor", name="spoc:queue"),
    Page(role="accountable_officer", name="spoc:queue"),
    Page(role="lmaps_chair", name="lmaps:meetings"),
    Page(role="lmaps_chair", name="lmaps:meetings", query="?page=2"),
    Page(role="pcc_officer", name="pcc:worklist", place="area"),
    Page(role="pcc_officer", name="pcc:worklist", place="area", query="?show=finished"),
    Page(role="pcc_officer", name="pcc:statistics", place="area"),
    *(
        Page(role=role, name="partnership:own_reminders")
        for role in ("spoc", "accountable_officer", "lmaps_chair")
    ),
    Page(role="administrator", name="partnership:overview"),
    Page(role="administrator", name="partnership:people"),
    Page(role="administrator", name="partnership:statistics"),
    Page(role="administrator", name="partnership:post"),
    Page(role="administrator", name="partnership:survey"),
    Page(role="administrator", name="partnership:versions"),
    Page(role="administrator", name="partnership:letter_look"),
    Page(role="administrator", name="partnership:letters"),
    Page(role="auditor", name="partnership:audit"),
    Page(role="spoc", name="api:cases"),
    Page(role=AGENCY, name="agency:worklist", place=""),
    Page(role=AGENCY, name="agency:worklist", place="", query="?page=2&cases=2"),
    Page(role=AGENCY, name="api:actions", place=""),
]
# An agency takes part in one case in some; of ten it may have none to show.
SIZES = {"ten": (10, 1), "a hundred": (100, 1), "ten thousand": (10_000, 34)}


@dataclass(frozen=True)
class Seen:
    """What the pages asked at each size, and how many rows the tables had at the last."""

    asked: dict[str, dict[str, list[Statement]]]
    rows: dict[str, int]

    def of(self, page: Page, size: str) -> list[Statement]:
        return self.asked[size][page.key]


def id_of(page: Page) -> str:
    return page.key


@pytest.fixture(scope="module")
def seen(django_db_setup, django_db_blocker):
    """Every page opened at each size, twice each: the first time fills what a process keeps."""
    asked = {}
    with django_db_blocker.unblock(), override_settings(DEMO=True, DEMO_PASSWORD="volume-volume"):
        try:
            for name, (cases, partnerships) in SIZES.items():
                call_command(
                    "seed_volume", cases=cases, partnerships=partnerships, stdout=io.StringIO()
                )
                asked[name] = {page.key: _statements(page) for page in PAGES}
            yield Seen(asked, _rows())
        finally:
            call_command("flush", interactive=False, verbosity=0, reset_sequences=False)


def _statements(page: Page) -> list[Statement]:
    partnership = Partnership.objects.select_related("policing_area").get(slug=SLUG)
    client = Client()
    client.force_login(User.objects.get(email=login_of(page.role, 1)))
    address = page.address(partnership)
    client.get(address)
    return statements_of(client, address)


def _rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, reltuples::int FROM pg_class WHERE relkind = 'r'")
        return dict(cursor.fetchall())


@pytest.mark.parametrize("page", PAGES, ids=id_of)
def test_the_number_of_statements_does_not_grow(seen, page):
    """A filter that finds nothing at ten cases is held to what its page asks with rows."""
    many = seen.of(page, "ten thousand")
    size = "a hundred" if page.role == AGENCY else "ten"
    few = max(seen.of(page, size), seen.of(replace(page, query=""), size), key=len)
    # A search goes one of two ways, and learns which by one statement more (ADR 17).
    most = len(few) + 1 if "q=" in page.query else len(few)
    assert len(many) == len(few) or (page.query and len(many) <= most), [one.sql for one in many]


@pytest.mark.parametrize("page", PAGES, ids=id_of)
def test_no_statement_reads_a_big_table_from_end_to_end(seen, page):
    big = {table for table in STEPS if seen.rows[table] >= BIG}
    assert "cases_case" in big
    for one in seen.of(page, "ten thousand"):
        assert not big & set(one.scanned), one.plan


def test_a_page_of_the_queue_reads_forty_pages_of_the_table_at_most(seen):
    (queue,) = [
        one
        for one in seen.of(PAGES[0], "ten thousand")
        if '"cases_case"."applicant_name"' in one.sql
    ]
    assert 0 < queue.buffers <= 40, queue.plan


def test_the_largest_partnership_has_more_than_a_screenful(seen):
    partnership = Partnership.objects.get(slug=SLUG)
    with transaction_in(Scope.staff(partnership.pk)):
        assert Case.objects.filter(partnership=partnership).count() > 500
