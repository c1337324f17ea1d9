"""One line a request and a task, under one id, with the case's reference and without people."""

import io
import json
import logging
import uuid

import pytest
from django.db import IntegrityError
from django.http import HttpResponse
from django.urls import path

from cases.models import Action
from ct_portal import log_lines, task_log, urls
from notifications import tasks
from organisations.models import User
from organisations.roles import Role
from tests.integration.pcc_room import PccRoom
from tests.walk import Walk
from tests.world import NOON

PROXYS = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def lines():
    """What is logged, as the lines that stand in the log; `lines()` reads and forgets them."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(log_lines.formatter())
    ours = logging.getLogger("ct_portal")
    before = ours.level
    ours.addHandler(handler)
    ours.setLevel(logging.DEBUG)

    def read(event: str = "request") -> list[dict]:
        found = [json.loads(line) for line in written.getvalue().splitlines()]
        written.seek(0)
        written.truncate()
        return [line for line in found if line["event"] == event]

    yield read
    ours.removeHandler(handler)
    ours.setLevel(before)


# --- Requests -----------------------------------------------------------------------------------


def test_a_page_of_a_case_is_one_line_with_its_reference(client, world, lines):
    walk = Walk(world)
    client.force_login(world.people[Role.SPOC])
    lines()
    page = f"/spoc/{world.partnership.slug}/cases/{walk.submitted.application.reference}/"
    answer = client.get(page + "?q=joan.marsh@home.example")
    (line,) = lines()
    assert (
        line.items()
        >= {
            "level": "info",
            "method": "GET",
            "status": 200,
            "view": "spoc:case",
            "user_id": world.people[Role.SPOC].pk,
            "partnership": world.partnership.slug,
            "reference": walk.submitted.application.reference,
            "request_id": answer.headers["X-Request-ID"],
        }.items()
    )
    assert line["duration_ms"] >= 0
    assert "joan" not in json.dumps(line)


def test_an_agencys_page_and_its_system_tell_the_reference_too(client, world, lines, monkeypatch):
    """Their addresses have the case's id instead. The grant is live in June 2026."""
    monkeypatch.setattr("portals.access.clock.now", lambda: NOON.replace(day=18))
    walk = Walk(world).to_planned().respond()
    client.force_login(world.people[Role.AGENCY_MEMBER])
    lines()
    assert client.get(f"/agency/{world.partnership.slug}/{walk.case_id}/").status_code == 200
    with world.inside():
        action = Action.objects.get(case_id=walk.case_id)
    address = f"/api/v1/{world.partnership.slug}/cases/{walk.case_id}/actions/{action.pk}/"
    assert client.get(address).status_code == 200
    for line in lines():
        assert line["reference"] == walk.submitted.application.reference
        assert line["case_id"] == walk.case_id
        assert line["partnership"] == world.partnership.slug
        assert line["user_id"] == world.people[Role.AGENCY_MEMBER].pk


def test_a_review_of_the_office_tells_the_reference(world, lines):
    room = PccRoom(world)
    lines()
    room.client.get(f"/pcc/{world.area.slug}/reviews/{room.review_id}/note/")
    (line,) = lines()
    assert (line["status"], line["reference"]) == (200, room.application.reference)
    assert (line["area"], line["review_id"]) == (world.area.slug, room.review_id)


def test_somebody_not_signed_in_and_an_address_that_is_none(client, world, lines):
    client.get("/p/joan.marsh@home.example/")
    (line,) = lines()
    assert (line["status"], line["view"]) == (404, "")
    assert "user_id" not in line
    assert "joan" not in json.dumps(line)


def test_a_word_in_the_place_of_a_reference_is_not_repeated(client, world, lines):
    client.force_login(world.people[Role.SPOC])
    lines()
    client.get(f"/spoc/{world.partnership.slug}/cases/Joan-Marsh/")
    (line,) = lines()
    assert line["view"] == "spoc:case"
    assert "reference" not in line


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        (PROXYS, True),
        (str(uuid.UUID(PROXYS)), True),
        ("joan.marsh@home.example", False),
        ("Joan Marsh 01632 960555", False),
        ("abc", False),
        ("a" * 65, False),
        ("", False),
    ],
)
def test_the_proxys_id_is_taken_where_it_cannot_spell_a_name(client, db, lines, given, taken):
    answer = client.get("/", headers={"X-Request-ID": given})
    (line,) = lines()
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert (line["request_id"] == given) is taken


def test_static_files_have_no_line_and_health_a_quiet_one(client, db, lines, settings):
    client.get(settings.STATIC_URL + "nothing.css")
    client.get("/health/live")
    (line,) = lines()
    assert (line["level"], line["view"]) == ("debug", "/health/live")


def breaks(request):
    User.objects.create_user("joan.marsh@home.example", full_name="Joan Marsh")
    User.objects.create_user("joan.marsh@home.example", full_name="Joan Marsh")


def test_an_error_of_the_database_is_told_without_the_values_of_the_row(
    client, db, lines, settings
):
    """PostgreSQL says: Key (email)=(joan.marsh@home.example) already exists."""
    settings.ROOT_URLCONF = (*urls.urlpatterns, path("breaks", breaks))
    client.raise_request_exception = False
    answer = client.get("/breaks")
    assert answer.status_code == 500
    (line,) = lines()
    assert (line["level"], line["status"]) == ("error", 500)
    error = line["exception"]
    assert error["type"] == f"{IntegrityError.__module__}.IntegrityError"
    assert error["at"][0].endswith(" breaks")
    assert error["because"]["sqlstate"] == "23505"
    assert error["because"]["constraint"].startswith("organisations_user_email")
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert "joan" not in json.dumps(line).casefold()


# --- Tasks --------------------------------------------------------------------------------------


def test_a_task_that_a_request_starts_carries_the_requests_id(client, db, lines, settings):
    """Whatever publishes it: the broker's message has the id in its header."""
    headers: dict[str, str] = {}

    def page(request):
        task_log.signals.before_task_publish.send(sender="tell", headers=headers)
        return HttpResponse()

    settings.ROOT_URLCONF = (*urls.urlpatterns, path("nudges", page))
    answer = client.get("/nudges")
    assert headers == {"request_id": answer.headers["X-Request-ID"]}


def test_a_task_that_no_request_starts_carries_none(db):
    headers: dict[str, str] = {}
    task_log.signals.before_task_publish.send(sender="sweep", headers=headers)
    assert headers == {}


def run_task(task, *args, **headers):
    """A task as a worker runs it, in this process."""
    return task.apply(args=args, headers=headers or None)


def test_a_task_of_a_request_is_one_line_under_its_id(world, lines):
    run_task(tasks.tell_event, world.partnership.pk, 0, request_id=PROXYS)
    (line,) = lines("task")
    assert (
        line.items()
        >= {
            "level": "info",
            "task": "notifications.tasks.tell_event",
            "state": "SUCCESS",
            "request_id": PROXYS,
        }.items()
    )
    assert line["task_id"]


def test_a_sweep_that_finds_nothing_is_told_at_debug_only(world, lines):
    run_task(tasks.sweep_outbox)
    (line,) = lines("task")
    assert line["level"] == "debug"
    assert "request_id" not in line


def test_a_task_that_fails_is_told_without_the_words_of_the_error(world, lines, monkeypatch):
    def fails(**given):
        raise ValueError("joan.marsh@home.example")

    monkeypatch.setattr(tasks.telling, "tell", fails)
    run_task(tasks.tell_event, world.partnership.pk, 1, request_id=PROXYS)
    (line,) = lines("task")
    assert (line["level"], line["state"]) == ("error", "FAILURE")
    assert line["exception"]["type"] == "builtins.ValueError"
    assert "joan" not in json.dumps(line)
