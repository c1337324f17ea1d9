"""The queue: by next legal date, filtered by district, the same number of queries for any size."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.commands.applying import PersonGiven
from cases.models import Case
from organisations import clock
from organisations.models import District, Membership
from organisations.roles import Role
from tests.walk import DAY, Walk
from tests.world import NOON, make_person


@pytest.fixture
def today(monkeypatch):
    """Wednesday 10 June 2026 at noon, the day on which Joan applies."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
    return NOON


def queue_of(client, world, **query):
    return client.get(reverse("spoc:queue", args=[world.partnership.slug]), query)


def signed_in(client, world, role=Role.SPOC):
    client.force_login(world.people[role])
    return client


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def references_on(response) -> list[str]:
    """The cases that the page lists, in their order."""
    return re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a>', response.content.decode())


def other_district(world):
    with world.inside():
        return District.objects.get(partnership=world.partnership, slug="newark-sherwood")


def test_the_case_whose_date_comes_first_stands_on_top(client, world, today):
    later = Walk(world, at=NOON)
    sooner = Walk(world, at=NOON - 14 * DAY)
    page = text_of(queue_of(signed_in(client, world), world))
    assert page.index(sooner.case().reference) < page.index(later.case().reference)
    assert "Monday 15 June 2026 (3 working days left)" in page
    assert "Send the acknowledgement" in page


def test_a_late_case_says_so_in_words_and_is_counted(client, world, today):
    Walk(world, at=NOON - 14 * DAY)
    page = text_of(queue_of(signed_in(client, world), world))
    assert "Overdue</strong> Monday 1 June 2026 (7 working days overdue)" in page
    assert '<span class="ct-counts__number">1</span> overdue' in page


@pytest.mark.parametrize(
    ("stage", "step"),
    [
        ("", "Send the acknowledgement"),
        ("acknowledge", "Record the assessment"),
        ("acknowledge assess", "Record the risk"),
        ("acknowledge assess risk", "Decide on the threshold"),
        ("to_accepted", "Consider a peer review"),
        ("to_accepted consider_peer_review", "Refer to a meeting"),
        ("to_accepted consider_peer_review refer", "Waiting for the meeting"),
        ("to_planned", "Send the response"),
        ("to_planned respond", "Following the plan: 1 open action"),
    ],
)
def test_the_queue_names_the_one_next_step_of_each_stage(client, world, today, stage, step):
    walk = Walk(world)
    for move in stage.split():
        getattr(walk, move)()
    assert step in text_of(queue_of(signed_in(client, world), world))


def test_ended_cases_leave_the_queue_and_are_found_by_their_group(client, world, today):
    walk = Walk(world).to_closed()
    signed_in(client, world)
    assert walk.case().reference not in text_of(queue_of(client, world))
    assert walk.case().reference in text_of(queue_of(client, world, group="closed"))


def test_a_district_s_spoc_sees_the_cases_of_that_district_only(client, world, today):
    here = Walk(world)
    there = Walk(world, district_id=other_district(world).pk)
    person = make_person(
        world,
        Role.SPOC,
        email="newark@people.example",
        partnership=world.partnership,
        district_id=other_district(world).pk,
    )
    client.force_login(person)
    page = text_of(queue_of(client, world))
    assert there.case().reference in page
    assert here.case().reference not in page
    address = reverse("spoc:case", args=[world.partnership.slug, here.case().reference])
    assert client.get(address).status_code == 404
    forged = text_of(queue_of(client, world, district=world.district.pk))
    assert here.case().reference not in forged


def test_filters_narrow_the_queue(client, world, today):
    new, late = Walk(world), Walk(world, at=NOON - 14 * DAY).acknowledge()
    signed_in(client, world)
    assert late.case().reference not in text_of(queue_of(client, world, group="new"))
    page = text_of(queue_of(client, world, overdue="on"))
    assert late.case().reference in page
    assert new.case().reference not in page
    page = text_of(queue_of(client, world, district=other_district(world).pk))
    assert "No cases here" in page


def test_a_reference_typed_anyhow_leads_straight_to_the_case(client, world, today):
    case = Walk(world).case()
    typed = case.reference.replace("-", " ").lower()
    response = queue_of(signed_in(client, world), world, q=typed)
    assert response.status_code == 302
    assert response["Location"] == reverse(
        "spoc:case", args=[world.partnership.slug, case.reference]
    )


@pytest.mark.parametrize(
    ("typed", "found"), [("marsh", True), ("Joan M", True), ("arsh", False), ("%", False)]
)
def test_a_name_is_found_by_how_one_of_its_words_begins(client, world, today, typed, found):
    case = Walk(world).case()
    page = text_of(queue_of(signed_in(client, world), world, q=typed))
    assert (case.reference in page) is found
    assert ("No case found" in page) is not found


def test_the_words_are_found_in_any_order_with_or_without_their_accents(client, world, today):
    case = Walk(world, applicant=PersonGiven(full_name="José O'Neil-Smith")).case()
    Walk(world)
    signed_in(client, world)
    for typed in ("smith jose", "JOSÉ", "o’neil", "neil", "oneil j", "smith"):
        page = queue_of(client, world, q=typed)
        assert references_on(page) == [case.reference], typed
    assert "No case found" in text_of(queue_of(client, world, q="jose marsh"))


@pytest.mark.parametrize("typed", ["S80 1PS", "s801ps", "s80", "S80 1", "marsh s80"])
def test_a_case_is_found_by_a_postcode(client, world, today, typed):
    case = Walk(world).case()
    other = PersonGiven(full_name="Joan Marsh", postcode="NG22 9AB")
    Walk(world, applicant=other)
    page = queue_of(signed_in(client, world), world, q=typed)
    assert references_on(page) == [case.reference]


def test_what_a_search_finds_is_narrowed_by_status_and_district(client, world, today):
    first, second = Walk(world).acknowledge().case(), Walk(world).case()
    signed_in(client, world)
    for query, found in (
        ({}, [second, first]),
        ({"group": "new"}, [second]),
        ({"group": "closed"}, []),
        ({"district": world.district.pk}, [second, first]),
        ({"district": other_district(world).pk}, []),
    ):
        page = queue_of(client, world, q="marsh", **query)
        assert references_on(page) == [case.reference for case in found], query


def test_pages_of_a_search_follow_each_other_newest_first(client, world, today, monkeypatch):
    monkeypatch.setattr("cases.selectors.spoc.PAGE", 2)
    wanted = [Walk(world).case().reference for _ in range(5)][::-1]
    signed_in(client, world)
    address = reverse("spoc:queue", args=[world.partnership.slug])
    seen, response = [], client.get(address, {"q": "joan m"})
    for _ in range(3):
        seen += references_on(response)
        if response.context["next_url"]:
            response = client.get(address + response.context["next_url"])
    assert seen == wanted
    assert not response.context["next_url"]


def test_an_assessor_is_offered_assessments_but_not_what_is_the_spoc_s(client, world, today):
    new, acknowledged = Walk(world).case(), Walk(world).acknowledge().case()
    page = text_of(queue_of(signed_in(client, world, Role.ASSESSOR), world))
    slug = world.partnership.slug
    assert reverse("spoc:assess", args=[slug, acknowledged.reference]) in page
    assert reverse("spoc:acknowledge", args=[slug, new.reference]) not in page


def test_the_accountable_officer_sees_the_queue_and_is_offered_nothing(client, world, today):
    case = Walk(world).case()
    page = text_of(queue_of(signed_in(client, world, Role.ACCOUNTABLE_OFFICER), world))
    assert case.reference in page
    assert reverse("spoc:acknowledge", args=[world.partnership.slug, case.reference]) not in page


@pytest.mark.parametrize("role", [Role.LMAPS_CHAIR, Role.ADMINISTRATOR, Role.AUDITOR])
def test_other_roles_have_no_queue(client, world, today, role):
    assert queue_of(signed_in(client, world, role), world).status_code == 404


def test_a_role_that_has_ended_opens_nothing(client, world, today):
    Membership.objects.filter(role=Role.SPOC).update(ends_on=dt.date(2026, 6, 9))
    assert queue_of(signed_in(client, world), world).status_code == 404


def test_pages_follow_each_other_without_gap_or_repetition(client, world, today, monkeypatch):
    monkeypatch.setattr("cases.selectors.spoc.PAGE", 2)
    dated = [Walk(world, at=NOON - n * DAY).case().reference for n in (3, 2, 1)]
    undated = [Walk(world).acknowledge().assess(harm="no").risk(vulnerable=False) for _ in range(2)]
    with world.inside():
        ids = [walk.case_id for walk in undated]
        Case.objects.filter(partnership=world.partnership, pk__in=ids).update(next_due_on=None)
    wanted = dated + [walk.case().reference for walk in undated]
    signed_in(client, world)
    seen, address = [], reverse("spoc:queue", args=[world.partnership.slug])
    response = client.get(address)
    for _ in range(3):
        seen += references_on(response)
        if response.context["next_url"]:
            response = client.get(address + response.context["next_url"])
    assert seen == wanted
    assert not response.context["next_url"]


@pytest.mark.parametrize("after", ["x", "2026-13-40.1", "1.x", "." + "9" * 30, "2026-06-10."])
def test_a_forged_place_in_the_queue_is_the_first_page(client, world, today, after):
    case = Walk(world).case()
    assert case.reference in text_of(queue_of(signed_in(client, world), world, after=after))


def test_the_queue_takes_as_many_queries_for_thirty_cases_as_for_one(client, world, today):
    Walk(world).to_accepted()
    signed_in(client, world)
    queue_of(client, world)
    with CaptureQueriesContext(connection) as one:
        assert len(references_on(queue_of(client, world))) == 1
    for n in range(29):
        walk = Walk(world, at=NOON - n * dt.timedelta(hours=1))
        if n % 3 == 0:
            walk.acknowledge().assess()
    with CaptureQueriesContext(connection) as thirty:
        assert len(references_on(queue_of(client, world))) == 25
    assert len(thirty) == len(one)
    assert len(one) <= 20


def test_only_reading_is_allowed(client, world, today):
    address = reverse("spoc:queue", args=[world.partnership.slug])
    assert signed_in(client, world).post(address).status_code == 405
