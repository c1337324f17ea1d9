"""An agency's work list over several partnerships."""

import dataclasses
import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.commands.following import record_progress
from cases.commands.informing import record_return
from cases.models import (
    Action,
    CaseGrant,
)
from organisations.models import District, Membership, PartnerAgency
from organisations.roles import Role
from organisations.tenancy import Scope, transaction_in
from tests.integration.agency_room import (
    NOW,
    ask,
    at_the_meeting,
    colleague,
    end_grants,
    plan_for,
    planned,
    rows,
    sit_down,
    text_of,
)
from tests.walk import Walk
from tests.world import NOON, World, make_person, publish


@pytest.fixture(autouse=True)
def _a_week_after_the_meeting():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def member(world) -> Client:
    """A browser of somebody at the council."""
    return sit_down(world.people[Role.AGENCY_MEMBER])


def test_the_list_shows_open_work_the_longest_overdue_first(world, member):
    walk = at_the_meeting(world)
    ask(walk, world.council, "Asked and overdue?", days=1)
    plan_for(
        walk,
        ("Later on.", world.council.pk, 60),
        ("Most overdue.", world.council.pk, 0),
        ("Due today.", world.council.pk, 7),
    )
    page = text_of(member.get(reverse("agency:worklist")))
    order = ["Most overdue.", "Asked and overdue?", "Due today.", "Later on."]
    places = [page.index(text) for text in order]
    assert places == sorted(places)
    assert page.count(">Overdue</strong>") == 2
    assert "Wednesday 17 June 2026 (5 working days overdue)" in page
    assert page.count(">Due today</strong>") == 1


def test_the_list_leaves_out_other_agencies_and_what_is_done(world, member):
    walk = at_the_meeting(world)
    ask(walk, world.police, "For the police only?")
    done = ask(walk, world.council, "Answered long ago?")
    record_return(**walk.command(Role.AGENCY_MEMBER, request_id=done.pk, answer="No record."))
    plan_for(walk, ("Police patrol.", world.police.pk, 9), ("Old one.", world.council.pk, 9))
    mine = rows(walk, Action, agency=world.council)[0]
    record_progress(
        **walk.command(Role.AGENCY_MEMBER, action_id=mine.pk, status="done", note="Done.")
    )
    page = text_of(member.get(reverse("agency:worklist")))
    for text in ("For the police only?", "Answered long ago?", "Police patrol.", "Old one."):
        assert text not in page
    assert "Nothing is waiting for your agency" in page
    assert walk.case().reference in page


def test_the_list_leaves_out_a_case_that_has_ended(world, member):
    walk = Walk(world).to_closed()
    page = text_of(member.get(reverse("agency:worklist")))
    assert walk.case().reference not in page
    assert "Your agency takes part in no open case" in page


def test_the_list_leaves_out_a_case_whose_grant_has_ended(world, member):
    walk, _ = planned(world)
    end_grants(walk, world.council)
    assert walk.case().reference not in text_of(member.get(reverse("agency:worklist")))


def neighbouring_world(world: World) -> World:
    """The same council takes part in the neighbouring partnership too."""
    with transaction_in(Scope.staff(world.neighbour.pk)):
        district = District.objects.create(
            partnership=world.neighbour,
            slug="ashfield",
            name="Ashfield",
            spoc_name="Ann Lee",
            spoc_email="spoc@ashfield.example",
            spoc_phone="01632 960200",
        )
        for agency in (world.council, world.police, world.landlord):
            PartnerAgency.objects.create(partnership=world.neighbour, agency=agency)
        procedure = publish(world.neighbour, "bassetlaw-newark-sherwood")
    there = dataclasses.replace(
        world,
        partnership=world.neighbour,
        neighbour=world.partnership,
        district=district,
        procedure=procedure,
        people=dict(world.people),
    )
    there.people[Role.SPOC] = make_person(
        there, Role.SPOC, email="ann@people.example", partnership=world.neighbour
    )
    return there


def test_the_list_brings_several_partnerships_together(world, member):
    ask(Walk(world).acknowledge(), world.council, "From Bassetlaw?")
    ask(Walk(neighbouring_world(world)).acknowledge(), world.council, "From Ashfield?")
    page = text_of(member.get(reverse("agency:worklist")))
    assert "From Bassetlaw?" in page
    assert "From Ashfield?" in page
    assert world.neighbour.name in page


def test_an_agency_without_any_grant_has_an_empty_list(world):
    Walk(world).to_planned()
    CaseGrant.objects.filter(agency=world.landlord).delete()
    page = text_of(sit_down(colleague(world, world.landlord)).get(reverse("agency:worklist")))
    assert "Nothing is waiting for your agency" in page
    assert "Your agency takes part in no open case" in page


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.AGENCY_MEMBER}))
def test_the_list_is_for_members_of_agencies(world, role):
    assert sit_down(world.people[role]).get(reverse("agency:worklist")).status_code == 404


def test_a_stranger_is_sent_to_sign_in(client, world):
    assert client.get(reverse("agency:worklist")).status_code == 302


def statements_for(client) -> int:
    url = reverse("agency:worklist")
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_the_list_asks_as_much_of_many_cases_as_of_one(world, member):
    ask(Walk(world).acknowledge(), world.council)
    Walk(world).to_planned()
    with_few = statements_for(member)
    for minute in range(1, 14):
        moment = NOON + dt.timedelta(minutes=minute)
        ask(Walk(world, at=moment).acknowledge(), world.council)
        Walk(world, at=moment).to_planned()
    assert statements_for(member) == with_few


def test_the_lists_go_on_over_pages_each_by_itself(world, member):
    """Twenty-seven requests in as many cases: two pages of each, none twice and none left out."""
    names = [f"Question {number:02}?" for number in range(27)]
    for minute, name in enumerate(names):
        walk = Walk(world, at=NOON + dt.timedelta(minutes=minute)).acknowledge()
        ask(walk, world.council, name)
    url = reverse("agency:worklist")
    first, second = (text_of(member.get(f"{url}?page={page}&cases=2")) for page in (1, 2))
    shown = [[name for name in names if name in page] for page in (first, second)]
    assert [len(page) for page in shown] == [25, 2]
    assert sorted(shown[0] + shown[1]) == names
    assert "?page=2&amp;cases=2" in first
    assert "?page=1&amp;cases=2" in second
    assert "?page=1&amp;cases=1" in first
    assert "?page=3" not in second
    assert member.get(f"{url}?page=x&cases=99999").status_code == 200
    assert "Nothing more" in text_of(member.get(f"{url}?page=9"))


def test_each_case_shows_the_work_of_those_agencies_that_take_part_in_it(world, member):
    """Somebody of two agencies, in a case that one of them has left and in one of the other."""
    Membership.objects.create(
        user=world.people[Role.AGENCY_MEMBER],
        role=Role.AGENCY_MEMBER,
        agency=world.police,
        starts_on=dt.date(2020, 1, 1),
    )
    walk = Walk(world).acknowledge()
    ask(walk, world.police, "For the police?")
    ask(walk, world.council, "For the council, which has left?")
    other = Walk(world, at=NOON + dt.timedelta(minutes=1)).acknowledge()
    ask(other, world.council, "For the council, elsewhere?")
    end_grants(walk, world.council)
    page = text_of(member.get(reverse("agency:worklist")))
    assert "For the council, elsewhere?" in page
    assert "For the police?" in page
    assert "For the council, which has left?" not in page
