"""An agency's own part of a case: what is in it, what is not, and who gets in."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.commands.following import reopen
from cases.commands.informing import record_return
from cases.models import (
    Action,
    ActionUpdate,
    CaseGrant,
    Consent,
    Event,
    InformationRequest,
    SafeContact,
)
from organisations.clock import date_of
from organisations.roles import Role
from tests.integration.agency_room import (
    NOW,
    act_url,
    answering,
    ask,
    at_the_meeting,
    case_url,
    colleague,
    end_grants,
    plan_for,
    planned,
    progress,
    rows,
    sit_down,
    text_of,
)
from tests.walk import Walk
from tests.world import NOON, joans_submission


@pytest.fixture(autouse=True)
def _a_week_after_the_meeting():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def member(world) -> Client:
    """A browser of somebody at the council."""
    return sit_down(world.people[Role.AGENCY_MEMBER])


def test_the_case_shows_the_agencys_own_part(world, member):
    walk, _ = planned(world)
    ask(walk, world.council, "Which visits were made?")
    page = text_of(member.get(case_url(walk)))
    for said in (
        "Which visits were made?",
        "Visit Mrs Marsh every week.",
        "Known youths; do not name.",
        "Stones at the front window after dark.",
        "Carlton Road, Worksop",
        "Wednesday 17 June 2026 at midday",
        "Sam Okafor",
    ):
        assert said in page, said
    title = page[page.index("<title>") : page.index("</title>")]
    assert "Marsh" not in title
    assert page.count("<h1") == 1


def test_the_case_shows_nothing_that_is_others(world, member):
    walk = at_the_meeting(world)
    asked = ask(walk, world.police, "Only for the police?")
    police = colleague(world, world.police)
    world.people["police"] = police
    record_return(**walk.command("police", request_id=asked.pk, answer="The police log says so."))
    plan_for(walk, ("Police patrol.", world.police.pk, 9), ("Visit.", world.council.pk, 9))
    page = text_of(member.get(case_url(walk)))
    for hidden in (
        "Only for the police?",
        "The police log says so.",
        "Police patrol.",
        "She no longer sleeps in her bedroom.",
        "Risk",
        "vulnerable",
        "Three reports count.",
        "to Nottinghamshire Police",
        "to A1 Housing",
        "I sleep in the back room.",
    ):
        assert hidden not in page, hidden
    assert page.count("to Bassetlaw District Council") == 1
    assert "Police patrol." in text_of(sit_down(police).get(case_url(walk)))


def test_with_consent_the_victim_is_named_with_the_safe_ways_to_reach_them(world, member):
    walk, _ = planned(world)
    page = text_of(member.get(case_url(walk)))
    assert "Joan Marsh" in page
    assert "12 Carlton Road, Worksop, S80 1PS" in page
    assert "joan.marsh@home.example" in page
    assert "01632 960555" not in page, "nobody said that ringing her is safe"


def test_adjustments_stand_above_the_page(world, member):
    walk = Walk(world, adjustments="Large print, please.").acknowledge()
    ask(walk, world.council)
    page = text_of(member.get(case_url(walk)))
    assert "<strong>Adjustments:</strong> Large print, please." in page


def test_a_channel_called_unsafe_is_not_given_and_is_warned_of(world, member):
    walk, _ = planned(world)
    with world.inside():
        SafeContact.objects.filter(partnership=world.partnership).update(safe=False)
    page = text_of(member.get(case_url(walk)))
    assert "joan.marsh@home.example" not in page
    assert "Do not use" in page
    assert "No way of reaching them has been called safe." in page


def withheld(page: str) -> None:
    assert "has not agreed that what they told the partnership is shared" in page
    for hidden in (
        "Joan Marsh",
        "Carlton Road",
        "joan.marsh@home.example",
        "01632 960555",
        "Stones at the front window",
    ):
        assert hidden not in page, hidden


def test_without_consent_neither_the_name_nor_the_account_is_shown(world, member):
    walk = Walk(world, consent_to_share=False).acknowledge()
    ask(walk, world.council)
    page = text_of(member.get(case_url(walk)))
    withheld(page)
    assert "to Bassetlaw District Council" in page
    assert "Not shared: no consent" in page


def test_consent_taken_back_hides_them_again(world, member):
    walk = Walk(world).acknowledge()
    ask(walk, world.council)
    assert "Joan Marsh" in text_of(member.get(case_url(walk)))
    with world.inside():
        Consent.objects.filter(partnership=world.partnership, kind="share").update(revoked_at=NOW)
    withheld(text_of(member.get(case_url(walk))))


def test_a_later_consent_opens_what_an_earlier_refusal_closed(world, member):
    walk = Walk(world, consent_to_share=False).acknowledge()
    ask(walk, world.council)
    with world.inside():
        refused = Consent.objects.get(partnership=world.partnership, kind="share")
        refused.pk, refused.given, refused.given_at = None, True, NOW
        refused.save()
    assert "Joan Marsh" in text_of(member.get(case_url(walk)))


def test_opening_the_case_is_recorded(world, member):
    walk, _ = planned(world)
    member.get(case_url(walk))
    reads = rows(walk, Event, kind="read.agency")
    assert [(read.case_id, read.actor_id) for read in reads] == [
        (walk.case_id, world.people[Role.AGENCY_MEMBER].pk)
    ]


def test_the_number_of_queries_of_a_case_does_not_grow_with_its_rows(world, member):
    usual = joans_submission(world).incidents

    def queries(walk) -> int:
        member.get(case_url(walk))
        with CaptureQueriesContext(connection) as asked:
            assert member.get(case_url(walk)).status_code == 200
        return len(asked)

    few = at_the_meeting(world)
    ask(few, world.council)
    plan_for(few, ("Visit.", world.council.pk, 9))
    many = at_the_meeting(
        world, at=NOON + dt.timedelta(minutes=1), incidents=(*usual, *[usual[0]] * 11)
    )
    for _ in range(12):
        ask(many, world.council)
    plan_for(many, *[("Visit.", world.council.pk, 9)] * 12)
    assert queries(many) == queries(few)
    assert queries(few) <= 35


def every_address(walk) -> list[str]:
    return [
        case_url(walk),
        act_url(walk, "progress", rows(walk, Action)[0].pk),
        act_url(walk, "answer", rows(walk, InformationRequest)[0].pk),
    ]


@pytest.fixture
def busy(world) -> Walk:
    walk, _ = planned(world)
    ask(walk, world.council)
    return walk


def test_with_the_grant_ended_everything_is_gone(world, member, busy):
    urls = every_address(busy)
    assert [member.get(url).status_code for url in urls] == [200, 200, 200]
    end_grants(busy, world.council)
    assert [member.get(url).status_code for url in urls] == [404, 404, 404]
    assert [member.post(url, progress(busy)).status_code for url in urls[1:]] == [404, 404]
    assert rows(busy, ActionUpdate) == []


def test_a_second_agencys_live_grant_does_not_open_the_first_ones_part(world, busy):
    both = colleague(world, world.council)
    both.memberships.create(
        role=Role.AGENCY_MEMBER, agency=world.police, starts_on=dt.date(2020, 1, 1)
    )
    end_grants(busy, world.council)
    somebody = sit_down(both)
    case, action, request = every_address(busy)
    page = text_of(somebody.get(case))
    assert "to Nottinghamshire Police" in page
    assert "Visit Mrs Marsh every week." not in page
    assert "What do you know?" not in page
    assert somebody.post(action, progress(busy)).status_code == 404
    assert somebody.post(request, answering(busy)).status_code == 404


def test_a_grant_that_is_still_to_come_opens_nothing(world, member, busy):
    CaseGrant.objects.filter(case_id=busy.case_id).update(starts_at=NOW + dt.timedelta(hours=1))
    assert {member.get(url).status_code for url in every_address(busy)} == {404}


def test_an_ended_membership_opens_nothing(world, member, busy):
    world.people[Role.AGENCY_MEMBER].memberships.update(ends_on=date_of(NOW) - dt.timedelta(days=1))
    assert {member.get(url).status_code for url in every_address(busy)} == {404}


def test_the_case_under_another_partnerships_name_is_not_there(world, member, busy):
    for url in every_address(busy):
        moved = url.replace(world.partnership.slug, world.neighbour.slug)
        assert member.get(moved).status_code == 404


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.AGENCY_MEMBER}))
def test_this_door_is_for_agencies_only(world, busy, role):
    somebody = sit_down(world.people[role])
    assert {somebody.get(url).status_code for url in every_address(busy)} == {404}


def test_strangers_are_sent_to_sign_in(client, busy):
    assert {client.get(url).status_code for url in every_address(busy)} == {302}


def test_other_methods_are_refused(member, busy):
    case, action, request = every_address(busy)
    assert member.post(case).status_code == 405
    assert member.delete(action).status_code == 405
    assert member.put(request).status_code == 405


def test_an_action_of_an_earlier_round_stays_the_agencys(world, member):
    walk, action = planned(world)
    walk.respond()
    reopen(**walk.command(where="lmaps", reason="The office upheld."))
    answer = member.post(act_url(walk, "progress", action.pk), progress(walk))
    assert answer.status_code == 302
