"""The bench's pages exist, show what they are measured for, and the limit page shows the same."""

import io
import json
import os
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from bench import plans
from bench.pages import SHOWN, pages
from cases.models import Case
from ct_portal.embedded.home import ROOT
from organisations.models import Partnership
from portals.demo.volume.places import slug_of

pytestmark = [
    pytest.mark.django_db,
]


@pytest.fixture(scope="module")
def measured(django_db_setup, django_db_blocker):
    """The smallest volume of the bench, and its pages with what they answer."""
    with django_db_blocker.unblock(), override_settings(DEMO=True, DEMO_PASSWORD="volume-volume"):
        try:
            call_command("seed_volume", cases=1000, partnerships=3, stdout=io.StringIO())
            found = pages()
            yield found, {page["name"]: _open(page) for page in found["pages"]}
        finally:
            call_command("flush", interactive=False, verbosity=0, reset_sequences=False)


def _open(page: dict):
    answer = plans.signed_in(page["cookie"]).get(page["path"])
    assert answer.status_code == page["status"], page["path"]
    return answer


@pytest.mark.parametrize("name", ["queue, first page", "queue, last page", "queue, one group"])
def test_each_list_is_a_full_page(measured, name):
    assert measured[1][name].content.count(b'<th scope="row">') == SHOWN


def test_a_search_by_reference_leads_to_the_case(measured):
    _, answers = measured
    reference = answers["case"].context["case"].reference
    assert answers["search by reference"].headers["Location"].endswith(f"/cases/{reference}/")


def test_searches_by_name_find_a_screenful_and_a_few(measured):
    _, answers = measured
    assert answers["search by a first letter"].content.count(b'<th scope="row">') == SHOWN
    assert answers["search by two first letters"].content.count(b'<th scope="row">') > 1
    assert answers["search by a frequent name"].content.count(b'<th scope="row">') > 1
    assert 1 <= answers["search by a postcode"].content.count(b'<th scope="row">') <= 5
    assert 1 <= answers["search by a full name"].content.count(b'<th scope="row">') <= 5


def test_the_tracker_is_the_applicants(measured):
    _, answers = measured
    case = answers["case"].context["case"]
    assert case.reference in answers["tracker"].content.decode()


def test_plans_are_taken_as_the_application_role_in_the_pages_scope(measured):
    found, _ = measured
    page = found["pages"][0]
    statements = plans.statements_of(plans.signed_in(page["cookie"]), page["path"])
    (queue,) = [one for one in statements if '"cases_case"."applicant_name"' in one.sql]
    assert "current_setting('app.partnership'" in queue.plan
    assert f"rows={SHOWN + 1}" in queue.plan
    assert "case_queue" in plans.as_text("queue", statements)


def test_the_limit_site_serves_without_the_application(measured):
    """In a process of its own: it has other settings. Its role here is bound: no row is shown."""
    found, _ = measured
    place = connection.settings_dict
    url = (
        f"postgres://{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT']}"
        f"/{place['NAME']}"
    )
    code = (
        "import django, json; django.setup(); from django.test import Client;"
        f" answer = Client(HTTP_HOST='127.0.0.1').get({found['limit'] + '?after=2026-01-31.17'!r});"
        " print(json.dumps([answer.status_code, answer.content.decode()]))"
    )
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", code],
        env=os.environ
        | {"DJANGO_SETTINGS_MODULE": "bench.limit_site.settings", "BENCH_SUPERUSER_URL": url},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    status, body = json.loads(done.stdout)
    assert status == 200
    assert "<caption>By next date</caption>" in body
    assert "<td>" not in body


def test_the_limit_page_reads_the_queue_of_the_largest_partnership(measured):
    found, _ = measured
    assert Partnership.objects.get(slug=slug_of(1)).pk == found["partnership"]
    columns = {field.column for field in Case._meta.concrete_fields}
    assert {"reference", "applicant_name", "risk_band", "received_at", "next_due_on"} <= columns
