"""The API's cases: the queue and one case as data, by the same locks as the pages."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Event
from cases.status import ALLOWED, Command
from organisations.models import District, Membership
from organisations.roles import Role
from tests.walk import Walk
from tests.world import NOON, apply_as_joan, make_person


@pytest.fixture(autouse=True)
def _in_june(monkeypatch):
    """The world's people live in June 2026."""
    monkeypatch.setattr("portals.access.clock.now", lambda: NOON)


@pytest.fixture
def client(world):
    return browser(world, Role.SPOC)


def browser(world, role: str) -> Client:
    client = Client()
    client.force_login(world.people[role])
    return client


def cases_url(world) -> str:
    return reverse("api:cases", args=[world.partnership.slug])


def case_url(world, reference: str) -> str:
    return reverse("api:case", args=[world.partnership.slug, reference])


def test_a_case_of_the_work_list_as_data(world, client):
    walk = Walk(world)
    answer = client.get(cases_url(world))
    assert answer.status_code == 200
    assert answer.json() == {
        "next": None,
        "results": [
            {
                "reference": walk.case().reference,
                "status": "received",
                "status_text": "Received",
                "district": "Bassetlaw",
                "next_due_on": "2026-06-15",
                "next_act": {"act": "acknowledge", "text": "Send the acknowledgement"},
            }
        ],
    }


def test_the_list_goes_on_where_the_page_before_ended(world, client, monkeypatch):
    monkeypatch.setattr("cases.selectors.spoc.PAGE", 2)
    references = [Walk(world).case().reference for _ in range(5)]
    seen, address = [], cases_url(world)
    while address:
        page = client.get(address).json()
        seen += [row["reference"] for row in page["results"]]
        address = page["next"]
    assert seen == references


def test_a_cursor_that_is_none_of_ours_begins_anew(world, client):
    apply_as_joan(world)
    assert len(client.get(cases_url(world), {"after": "'; --"}).json()["results"]) == 1


def test_the_list_needs_as_many_queries_for_twelve_cases_as_for_one(world, client):
    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(cases_url(world)).status_code == 200
        return len(found)

    apply_as_joan(world)
    count()
    one = count()
    for _ in range(11):
        apply_as_joan(world)
    assert count() == one


def test_one_case_with_its_dates_and_next_act(world, client):
    walk = Walk(world).to_planned()
    answer = client.get(case_url(world, walk.case().reference)).json()
    assert answer["status"] == "plan_agreed"
    assert answer["version"] == walk.case().version
    assert answer["next_act"]["act"] == "send_response"
    dates = {row["limit"]: row for row in answer["deadlines"]}
    assert dates["respond"]["due_on"] == "2026-07-15"
    assert dates["respond"]["met_at"] is None


STAGES = {
    "received": lambda walk: walk,
    "acknowledged": lambda walk: walk.acknowledge(),
    "assessed": lambda walk: walk.acknowledge().assess(),
    "risk recorded": lambda walk: walk.acknowledge().assess().risk(),
    "accepted": lambda walk: walk.to_accepted(),
    "peer review considered": lambda walk: walk.to_accepted().consider_peer_review(),
    "referred": lambda walk: walk.to_accepted().consider_peer_review().refer(),
    "planned": lambda walk: walk.to_planned(),
    "responded": lambda walk: walk.to_planned().respond(),
}


@pytest.mark.parametrize("stage", STAGES)
def test_list_and_case_name_the_same_next_act(world, client, stage):
    walk = STAGES[stage](Walk(world))
    [row] = client.get(cases_url(world)).json()["results"]
    one = client.get(case_url(world, walk.case().reference)).json()
    assert row["next_act"] == one["next_act"]
    act = one["next_act"]["act"]
    assert act is None or walk.case().status in ALLOWED[Command(act)]
    assert (act is None) == (stage in {"referred", "responded"})


def test_reading_a_case_is_recorded(world, client):
    walk = Walk(world)
    client.get(case_url(world, walk.case().reference))
    with world.inside():
        assert Event.objects.filter(kind="read.case", case_id=walk.case_id).count() == 1


def test_nothing_of_what_a_case_is_about_goes_out(world, client):
    walk = Walk(world).to_closed()
    text = client.get(case_url(world, walk.case().reference)).content.decode()
    text += client.get(cases_url(world)).content.decode()
    for private in ("Joan", "stones", "Carlton"):
        assert private not in text


def test_without_signing_in_there_is_nothing(world):
    reference = Walk(world).case().reference
    for address in (cases_url(world), case_url(world, reference), reverse("api:actions")):
        answer = Client().get(address)
        assert answer.status_code == 403
        assert answer["Content-Type"] == "application/json"


@pytest.mark.parametrize("role", sorted(set(Role) - {"spoc", "assessor", "accountable_officer"}))
def test_other_roles_find_nothing(world, role):
    reference = Walk(world).case().reference
    assert browser(world, role).get(cases_url(world)).status_code == 404
    assert browser(world, role).get(case_url(world, reference)).status_code == 404


def test_a_neighbour_and_another_district_find_nothing(world, client):
    reference = Walk(world).case().reference
    neighbour = make_person(
        world, Role.SPOC, email="neighbour@people.example", partnership=world.neighbour
    )
    client.force_login(neighbour)
    assert client.get(case_url(world, reference)).status_code == 404
    own = reverse("api:case", args=[world.neighbour.slug, reference])
    assert client.get(own).status_code == 404
    with world.inside():
        elsewhere = District.objects.get(partnership=world.partnership, slug="newark-sherwood")
    Membership.objects.filter(user=world.people[Role.SPOC]).update(district_id=elsewhere.pk)
    client.force_login(world.people[Role.SPOC])
    assert client.get(cases_url(world)).json()["results"] == []
    assert client.get(case_url(world, reference)).status_code == 404
    assert client.get(case_url(world, "nonsense")).status_code == 404


def test_what_is_read_takes_no_other_method(world, client):
    reference = Walk(world).case().reference
    for address in (cases_url(world), case_url(world, reference), reverse("api:actions")):
        assert client.post(address).status_code == 405
        assert client.delete(address).status_code == 405


def test_the_schema_describes_every_address_and_is_for_staff(world, client):
    answer = client.get(reverse("api:schema"))
    assert answer.status_code == 200
    schema = answer.json()
    assert schema["openapi"].startswith("3.")
    assert {
        path: sorted(set(methods) & {"get", "post"}) for path, methods in schema["paths"].items()
    } == {
        "/api/v1/actions/": ["get"],
        "/api/v1/{slug}/cases/": ["get"],
        "/api/v1/{slug}/cases/{reference}/": ["get"],
        "/api/v1/{slug}/cases/{case_id}/actions/{action_id}/": ["get", "post"],
    }
    assert Client().get(reverse("api:schema")).status_code == 403
