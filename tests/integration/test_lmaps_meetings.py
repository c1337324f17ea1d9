"""The chair's diary and one meeting's agenda."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.commands.reviewing import refer
from cases.models import CaseGrant, Meeting
from cases.selectors.lmaps import PAST_ON_A_PAGE
from organisations.models import District, Locality
from organisations.roles import Role
from tests.integration.lmaps_room import (
    MEETING_DAY,
    address,
    plan_another_meeting,
    referred,
    sit_down,
    text_of,
)
from tests.walk import Walk
from tests.world import NOON, make_person


@pytest.fixture(autouse=True)
def _meeting_day():
    with time_machine.travel(MEETING_DAY, tick=False):
        yield


def the_meeting(world) -> Meeting:
    with world.inside():
        return Meeting.objects.get(partnership=world.partnership)


def another_locality(world) -> Locality:
    with world.inside():
        district = District.objects.get(partnership=world.partnership, slug="newark-sherwood")
        return Locality.objects.create(
            partnership=world.partnership, district=district, name="Southwell"
        )


def chair_of(world, locality):
    return make_person(
        world,
        Role.LMAPS_CHAIR,
        email="elsewhere@people.example",
        partnership=world.partnership,
        locality_id=locality.pk,
    )


def test_the_diary_shows_how_many_cases_and_what_is_missing(world):
    referred(world)
    page = text_of(sit_down(world).get(address(world, "meetings")))
    assert "Wednesday 17 June 2026 at midday" in page
    assert "The victim’s part in 1 case; the action plan in 1 case" in page


def test_nothing_is_missing_once_the_plan_is_recorded(world):
    referred(world).involve().plan()
    page = text_of(sit_down(world).get(address(world, "meetings")))
    assert '<td class="ct-number">1</td> <td>Nothing</td>' in page


def test_a_chair_of_another_locality_sees_neither_meeting_nor_case(client, world):
    walk = referred(world)
    client.force_login(chair_of(world, another_locality(world)))
    page = text_of(client.get(address(world, "meetings")))
    assert "No meeting is planned" in page
    assert "17 June 2026" not in page
    assert client.get(address(world, "meeting", the_meeting(world).pk)).status_code == 404
    assert client.get(address(world, "case", walk.case().reference)).status_code == 404


def test_a_chair_of_the_locality_sees_its_meeting_only(client, world):
    referred(world)
    elsewhere = plan_another_meeting(
        world, starts_at=MEETING_DAY + dt.timedelta(days=3), locality=another_locality(world)
    )
    client.force_login(chair_of(world, world.locality))
    assert client.get(address(world, "meeting", the_first(world).pk)).status_code == 200
    assert client.get(address(world, "meeting", elsewhere.pk)).status_code == 404


def the_first(world) -> Meeting:
    with world.inside():
        return Meeting.objects.filter(partnership=world.partnership).order_by("pk").first()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.LMAPS_CHAIR}))
def test_nobody_but_chairs_has_a_diary(world, role):
    assert sit_down(world, role).get(address(world, "meetings")).status_code == 404


def test_the_diary_of_another_partnership_is_not_there(world):
    url = address(world, "meetings").replace(world.partnership.slug, world.neighbour.slug)
    assert sit_down(world).get(url).status_code == 404


def test_a_stranger_is_sent_to_sign_in(client, world):
    assert client.get(address(world, "meetings")).status_code == 302


def test_the_diary_cannot_be_posted_to(world):
    assert sit_down(world).post(address(world, "meetings")).status_code == 405


def test_the_agenda_says_what_is_recorded_and_who_must_be_engaged(world):
    walk = referred(world)
    page = text_of(sit_down(world).get(address(world, "meeting", the_meeting(world).pk)))
    assert "The chair is independent" in page
    assert walk.case().reference in page
    assert page.count("To record") == 2
    assert "Not recorded" in page
    for agency in (world.council, world.police, world.landlord):
        assert agency.name in page
    assert "Gap" not in page


def test_the_agenda_shows_an_agency_that_was_told_but_is_not_let_in(world):
    walk = referred(world)
    CaseGrant.objects.filter(case_id=walk.case_id, agency=world.police).update(
        ends_at=MEETING_DAY - dt.timedelta(hours=1)
    )
    page = text_of(sit_down(world).get(address(world, "meeting", the_meeting(world).pk)))
    assert page.count("has no access to the case yet") == 1


def test_a_part_recorded_and_a_plan_recorded_are_shown_with_the_date(world):
    referred(world).involve().plan()
    page = text_of(sit_down(world).get(address(world, "meeting", the_meeting(world).pk)))
    assert "Recorded on 17 June 2026" in page
    assert "To record" not in page


def test_a_meeting_without_cases_says_how_they_come(world):
    meeting = plan_another_meeting(world, starts_at=MEETING_DAY + dt.timedelta(days=9))
    page = text_of(sit_down(world).get(address(world, "meeting", meeting.pk)))
    assert "No case is on the agenda" in page
    assert "Not recorded as independent" in page


def test_older_meetings_are_on_further_pages(world):
    for days in range(PAST_ON_A_PAGE + 1):
        plan_another_meeting(
            world, starts_at=MEETING_DAY - dt.timedelta(days=days + 1), place=f"Room {days}."
        )
    chair = sit_down(world)
    first = text_of(chair.get(address(world, "meetings")))
    second = text_of(chair.get(address(world, "meetings") + "?page=2"))
    assert f"Room {PAST_ON_A_PAGE - 1}." in first
    assert f"Room {PAST_ON_A_PAGE}." not in first
    assert f"Room {PAST_ON_A_PAGE}." in second
    assert "Older meetings" in first
    assert "Older meetings" not in second


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "99999"])
def test_a_page_number_that_is_none_shows_the_first_page(world, page):
    assert sit_down(world).get(address(world, "meetings") + f"?page={page}").status_code == 200


def queries_of(client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_the_number_of_queries_does_not_grow_with_meetings_and_cases(world):
    walk = referred(world)
    meeting, chair = the_meeting(world), sit_down(world)
    urls = [address(world, "meetings"), address(world, "meeting", meeting.pk)]
    with_one = [queries_of(chair, url) for url in urls]
    for days in range(1, 12):
        another = Walk(world, at=NOON + dt.timedelta(minutes=days)).to_accepted()
        another.consider_peer_review()
        refer(**another.command(meeting_id=meeting.pk, note=""))
        plan_another_meeting(world, starts_at=walk.at + dt.timedelta(days=days))
        plan_another_meeting(world, starts_at=walk.at - dt.timedelta(days=days))
    assert chair.get(urls[1]).content.decode().count('<th scope="row"') == 12
    assert [queries_of(chair, url) for url in urls] == with_one
    assert max(with_one) <= 20
