"""The API's actions: an agency's own, and progress on them by the same command as the page."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Action, CaseGrant, Event
from organisations.roles import Role
from tests.walk import Walk
from tests.world import NOON, make_person


@pytest.fixture(autouse=True)
def _in_june(monkeypatch):
    """The world's people live in June 2026; the meeting was on the seventeenth."""
    monkeypatch.setattr("portals.access.clock.now", lambda: NOON.replace(day=18))


@pytest.fixture
def walk(world):
    return Walk(world).to_planned().respond()


@pytest.fixture
def client(world):
    client = Client()
    client.force_login(world.people[Role.AGENCY_MEMBER])
    return client


def action_of(walk) -> Action:
    with walk.world.inside():
        return Action.objects.get(case_id=walk.case_id)


def action_url(walk) -> str:
    return reverse(
        "api:action", args=[walk.world.partnership.slug, walk.case_id, action_of(walk).pk]
    )


def send(client, walk, **changes):
    data = {"version": walk.case().version, "status": "done", "note": "Visited."} | changes
    return client.post(action_url(walk), json.dumps(data), content_type="application/json")


def test_the_callers_actions_with_the_way_to_each(walk, client):
    page = client.get(reverse("api:actions")).json()
    assert page["next"] is None
    [task] = page["results"]
    assert task["wording"] == "Visit Mrs Marsh every week."
    assert task["due_on"] == "2026-07-01"
    assert task["state"] == "later"
    assert task["url"].endswith(action_url(walk))
    one = client.get(task["url"]).json()
    assert (one["id"], one["version"]) == (task["id"], walk.case().version)
    assert "internal" not in one
    assert "Known youths" not in str(one)


def test_progress_is_recorded_by_the_same_command(walk, client):
    answer = send(client, walk)
    assert answer.status_code == 200
    assert answer.json()["status"] == "done"
    assert answer.json()["version"] == walk.case().version
    assert action_of(walk).status == Action.Status.DONE
    with walk.world.inside():
        event = Event.objects.get(kind="action.progressed", case_id=walk.case_id)
    assert event.actor_id == walk.world.people[Role.AGENCY_MEMBER].pk
    assert client.get(reverse("api:actions")).json()["results"] == []


def test_a_stale_version_changes_nothing(walk, client):
    answer = send(client, walk, version=walk.case().version - 1)
    assert answer.status_code == 409
    assert "changed since you read it" in answer.json()["detail"]
    assert action_of(walk).status == Action.Status.OPEN


def test_the_same_request_twice_is_done_once(walk, client):
    version = walk.case().version
    assert send(client, walk, version=version).status_code == 200
    assert send(client, walk, version=version).status_code == 409
    with walk.world.inside():
        assert Event.objects.filter(kind="action.progressed").count() == 1


def test_what_the_state_does_not_allow_is_refused_with_the_reason(walk, client):
    send(client, walk)
    answer = send(client, walk)
    assert answer.status_code == 409
    assert answer.json()["detail"] == "This action has already been finished."


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"version": None}, "version"),
        ({"version": "one"}, "version"),
        ({"status": "perhaps"}, "status"),
        ({"note": ""}, "note"),
        ({"note": "x" * 4001}, "note"),
    ],
)
def test_what_is_wrong_is_said_by_field(walk, client, changes, field):
    answer = send(client, walk, **changes)
    assert answer.status_code == 400
    assert list(answer.json()) == [field]
    assert action_of(walk).status == Action.Status.OPEN


def test_what_is_no_json_is_refused(walk, client):
    answer = client.post(action_url(walk), "{", content_type="application/json")
    assert answer.status_code == 400
    answer = client.post(action_url(walk), "status=done", content_type="text/plain")
    assert answer.status_code == 415


def test_another_agency_finds_nothing(walk, client):
    officer = make_person(
        walk.world, Role.AGENCY_MEMBER, email="police@people.example", agency=walk.world.police
    )
    client.force_login(officer)
    assert send(client, walk).status_code == 404
    assert client.get(action_url(walk)).status_code == 404
    CaseGrant.objects.create(
        partnership=walk.world.partnership,
        case_id=walk.case_id,
        level=CaseGrant.Level.AGENCY,
        agency=walk.world.police,
        starts_at=NOON,
    )
    assert send(client, walk).status_code == 404, "engaged, but this is the council's action"
    assert action_of(walk).status == Action.Status.OPEN


def test_an_ended_grant_ends_the_access(walk, client):
    CaseGrant.objects.filter(case_id=walk.case_id).update(ends_at=NOON)
    assert client.get(action_url(walk)).status_code == 404
    assert send(client, walk).status_code == 404
    assert client.get(reverse("api:actions")).json()["results"] == []


def test_people_without_an_agency_find_nothing(walk):
    for role in set(Role) - {Role.AGENCY_MEMBER}:
        client = Client()
        client.force_login(walk.world.people[role])
        assert client.get(reverse("api:actions")).status_code == 404, role
        assert send(client, walk).status_code == 404, role


def test_a_request_from_another_site_is_refused(walk):
    """The session alone is not enough to change something: the token is asked for."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(walk.world.people[Role.AGENCY_MEMBER])
    answer = send(client, walk)
    assert answer.status_code == 403
    assert "CSRF" in answer.json()["detail"]
    assert action_of(walk).status == Action.Status.OPEN
