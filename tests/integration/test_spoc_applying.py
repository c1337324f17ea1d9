"""Keying in an application for somebody who rang, wrote or came in."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from cases.commands.applying import secret_of
from cases.models import (
    AccessKey,
    Application,
    Case,
    Deadline,
    Incident,
    Person,
    Report,
    SafeContact,
)
from cases.references import digest_of
from organisations import clock
from organisations.roles import Role
from tests.integration.spoc_room import (
    district_spoc,
    other_district,
    sit_down,
    text_of,
)
from tests.world import NOON

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def today(monkeypatch):
    """Wednesday 10 June 2026 at noon."""
    monkeypatch.setattr(clock, "now", lambda: NOON)


def address(world) -> str:
    return reverse("spoc:new_application", args=[world.partnership.slug])


def done(world) -> str:
    return reverse("spoc:keyed_in", args=[world.partnership.slug])


def boxes(name: str, day: dt.date) -> dict:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def call_from_arthur(world, **changes) -> dict:
    """Arthur Pell, 80, rang on Monday: stones, told to the police and to his landlord."""
    return {
        "key": str(uuid.uuid4()),
        **boxes("received_on", dt.date(2026, 6, 8)),
        "received_time": "09:40",
        "via": "phone",
        "district": world.district.pk,
        "route": "self",
        "full_name": "Arthur Pell",
        "address": "3 Mill Lane\nWorksop",
        "postcode": "S80 2QQ",
        "phone": "01632 960777",
        "safe_phone": "yes",
        "safe_post": "no",
        "preferred": "phone",
        "summary": "Stones thrown at his windows.",
        "persists": "yes",
        "others_affected": "unknown",
        "timeframe_unexpired": "no",
        "conduct_of_one_agency": "no",
        "consent_to_share": "on",
        "declared_true": "on",
        "incidents-TOTAL_FORMS": "1",
        "incidents-INITIAL_FORMS": "0",
        **boxes("incidents-0-occurred_on", dt.date(2026, 5, 30)),
        "incidents-0-description": "A stone broke the kitchen window.",
        "incidents-0-first_agency": world.police.pk,
        **boxes("incidents-0-first_on", dt.date(2026, 5, 31)),
        "incidents-0-first_method": "phone",
        "incidents-0-first_reference": "INC-44",
        "incidents-0-second_agency": "other",
        "incidents-0-second_said": "The parish council",
        **boxes("incidents-0-second_on", dt.date(2026, 6, 1)),
    } | changes


def stored(world, model) -> list:
    with world.inside():
        return list(model.objects.filter(partnership=world.partnership))


def test_a_call_becomes_a_case_whose_dates_count_from_the_day_of_the_call(world):
    client = sit_down(world)
    response = client.post(address(world), call_from_arthur(world))
    assert response["Location"] == done(world)
    (case,) = stored(world, Case)
    (application,) = stored(world, Application)
    assert application.received_via == "phone"
    assert application.received_at == dt.datetime(2026, 6, 8, 9, 40, tzinfo=clock.LONDON)
    due = {row.limit: row.due_on for row in stored(world, Deadline)}
    assert due["acknowledge"] == dt.date(2026, 6, 11)
    assert {row.channel: row.safe for row in stored(world, SafeContact)} == {
        "phone": True,
        "post": False,
    }
    assert {row.agency_said for row in stored(world, Report)} == {"", "The parish council"}
    page = text_of(client.get(reverse("spoc:case", args=[world.partnership.slug, case.reference])))
    assert "Monday 8 June 2026, by phone" in page
    assert "INC-44" in page


def test_the_same_page_sent_twice_makes_one_case(world):
    data = call_from_arthur(world)
    client = sit_down(world)
    first, second = (client.post(address(world), data) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert len(stored(world, Case)) == 1


def test_the_code_is_shown_once_to_whoever_keyed_in_and_opens_the_tracker(world):
    client = sit_down(world)
    client.post(address(world), call_from_arthur(world))
    page = text_of(client.get(done(world)))
    (application,) = stored(world, Application)
    code = secret_of(application.submission_key)
    assert AccessKey.objects.filter(digest=digest_of(code), application_id=application.pk).exists()
    assert code in page
    assert application.reference in page
    assert "Thursday 11 June 2026 (1 working day left)" in page
    assert client.get(done(world))["Location"] == reverse(
        "spoc:queue", args=[world.partnership.slug]
    )
    assert code not in text_of(client.get(done(world), follow=True))


def test_nobody_else_is_shown_a_code(world):
    sit_down(world).post(address(world), call_from_arthur(world))
    other = sit_down(world)
    other.force_login(district_spoc(world, other_district(world)))
    assert other.get(done(world)).status_code == 302


def test_somebody_who_speaks_for_the_victim_names_them(world):
    client = sit_down(world)
    data = call_from_arthur(world, route="someone", relationship="Daughter")
    assert "Enter the name of the victim" in text_of(client.post(address(world), data))
    assert client.post(address(world), data | {"victim_name": "Edith Pell"}).status_code == 302
    assert {person.full_name for person in stored(world, Person)} == {"Arthur Pell", "Edith Pell"}


def test_whole_letters_in_emails_are_kept_with_the_call_and_shown_in_the_case(world):
    wish = {"email": "a.pell@home.example", "safe_email": "yes", "full_text": "on"}
    spoc = sit_down(world)
    spoc.post(address(world), call_from_arthur(world, **wish))
    assert [row.channel for row in stored(world, SafeContact) if row.full_text] == ["email"]
    (case,) = stored(world, Case)
    page = text_of(spoc.get(reverse("spoc:case", args=[world.partnership.slug, case.reference])))
    assert "whole letters in e-mails, as they asked" in page


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"full_name": ""}, "Enter the name of the applicant"),
        ({"received_on_year": "2027"}, "The date it was received must be today or in the past"),
        (
            {**boxes("received_on", dt.date(2026, 6, 10)), "received_time": "15:00"},
            "The time it was received must be in the past",
        ),
        (boxes("received_on", dt.date(2015, 6, 10)), "No published procedure was in force"),
        ({"consent_to_share": ""}, "Tick the box when they agree."),
        ({"preferred": "post"}, "Select a way that is safe"),
        ({"full_text": "on"}, "Select that e-mail is safe, or leave this empty"),
        ({"safe_email": "yes"}, "Enter the e-mail: it was said to be safe to use"),
        ({"incidents-0-description": ""}, "Enter what happened"),
        (
            boxes("incidents-0-first_on", dt.date(2026, 5, 29)),
            "The date they were told must not be before it happened",
        ),
        ({"incidents-0-first_on_day": "40"}, "The date they were told must have a day"),
        ({"incidents-0-second_said": ""}, "Enter who was told"),
        ({"incidents-0-first_agency": "99999"}, "Select a valid choice"),
        ({"key": "mine"}, "Enter a valid UUID"),
    ],
)
def test_what_is_wrong_is_said_and_all_that_was_typed_is_kept(world, changes, error):
    response = sit_down(world).post(address(world), call_from_arthur(world, **changes))
    page = text_of(response)
    assert response.status_code == 200
    assert error in page
    assert "Stones thrown at his windows.</textarea>" in page
    assert not stored(world, Case)


def test_another_incident_is_added_without_losing_anything(world):
    data = call_from_arthur(world) | {"incidents-add": "1"}
    page = text_of(sit_down(world).post(address(world), data))
    assert "Incident 2" in page
    assert "There is a problem" not in page
    assert "Stones thrown at his windows.</textarea>" in page
    assert not stored(world, Incident)


def test_a_district_s_spoc_keys_in_for_that_district_only(world):
    client = sit_down(world)
    client.force_login(district_spoc(world, other_district(world)))
    response = client.post(address(world), call_from_arthur(world))
    assert "Select a valid choice" in text_of(response)
    own = call_from_arthur(world, district=other_district(world).pk)
    assert client.post(address(world), own).status_code == 302


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.ACCOUNTABLE_OFFICER])
def test_only_the_spoc_keys_in(world, role):
    client = sit_down(world, role)
    assert client.get(address(world)).status_code == 403
    assert client.post(address(world), call_from_arthur(world)).status_code == 403
    assert not stored(world, Case)
