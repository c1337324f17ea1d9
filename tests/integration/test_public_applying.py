"""The application form: what it takes, what it refuses, and that nothing typed is lost."""

import datetime as dt
import uuid

import pytest

from cases.models import (
    Application,
    Case,
    Consent,
    Event,
    Incident,
    Involvement,
    Person,
    Report,
    SafeContact,
)
from organisations.clock import date_of
from organisations.models import District
from organisations.tenancy import Scope, transaction_in
from tests.public_form import SLUG, date_parts, incident, joans_form
from tests.world import NOON, make_district, publish

APPLY = f"/p/{SLUG}/apply/"
APPLIED = f"/p/{SLUG}/applied/"
TODAY = date_of(NOON)


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch):
    """Every page is opened at noon on Wednesday 10 June 2026."""
    monkeypatch.setattr("organisations.clock.now", lambda: NOON)


def form(world, **changes) -> dict:
    return joans_form(world, on=TODAY, **changes)


def errors_of(page) -> dict:
    """Every error of the page's parts by field."""
    found = {}
    for part in page.context["forms"]:
        for member in getattr(part, "forms", [part]):
            found |= {name: list(texts) for name, texts in member.errors.items()}
    return found


def test_the_empty_form_shows_three_incidents_and_may_be_kept_by_the_browser(client, world):
    page = client.get(APPLY)
    assert page.status_code == 200
    assert page.content.decode().count("Incident ") >= 3
    assert "no-store" not in page.headers.get("Cache-Control", "")


def test_joan_applies_and_sees_reference_secret_and_both_dates(client, world):
    page = client.post(APPLY, form(world), follow=True)
    assert page.redirect_chain == [(APPLIED, 302)]
    text = page.content.decode()
    with world.inside():
        application = Application.objects.get(partnership=world.partnership)
        assert application.received_at == NOON
        assert (application.persists, application.others_affected) == ("yes", "unknown")
        assert Incident.objects.filter(application=application).count() == 3
        told = set(Report.objects.values_list("agency__name", "method"))
        event = Event.objects.get(partnership=world.partnership, case=application.case)
    assert application.reference in text
    assert page.context["secret"] in text
    assert "Monday 15 June 2026 (3 working days left)" in text
    assert "Wednesday 15 July 2026 (25 working days left)" in text
    assert "How was this worked out?" in text
    assert told == {
        ("Bassetlaw District Council", "phone"),
        ("Nottinghamshire Police", "phone"),
        ("A1 Housing", "phone"),
    }
    assert event.actor_kind == "applicant"
    assert "no-store" in page.headers["Cache-Control"]


def test_after_applying_the_session_has_a_new_key_and_opens_the_tracker(client, world):
    client.get(f"/p/{SLUG}/track/")
    session = client.session
    session["seen"] = True
    session.save()
    before = session.session_key
    client.post(APPLY, form(world))
    assert client.session.session_key != before
    assert client.get(f"/p/{SLUG}/case/").status_code == 200


def test_the_same_page_sent_twice_makes_one_application_and_says_so(client, world):
    typed = form(world)
    client.post(APPLY, typed)
    page = client.post(APPLY, typed, follow=True)
    with world.inside():
        assert Application.objects.filter(partnership=world.partnership).count() == 1
        assert Case.objects.filter(partnership=world.partnership).count() == 1
    assert "already received" in page.content.decode()


def test_the_key_of_one_partnership_is_another_ones_too_without_a_clash(client, world):
    """A forged POST of one page's key to another partnership neither fails nor opens the other."""
    with transaction_in(Scope.staff(world.neighbour.pk)):
        district = make_district(world.neighbour, "ashfield", "Ashfield")
        publish(world.neighbour, "ashfield")
    key = str(uuid.uuid4())
    client.post(APPLY, form(world, key=key))
    other = form(world, key=key, incidents=1) | incident(0, on=TODAY)
    other["district"] = str(district.pk)
    assert client.post("/p/ashfield/apply/", other).status_code == 302
    with transaction_in(Scope.staff(world.neighbour.pk)):
        assert Application.objects.filter(partnership=world.neighbour).count() == 1


@pytest.mark.parametrize("key", ["", "not-a-key", "0" * 400])
def test_a_spoilt_key_is_replaced_rather_than_refused(client, world, key):
    assert client.post(APPLY, form(world, key=key)).status_code == 302


def test_one_incident_below_the_threshold_and_told_to_nobody_is_not_turned_away(client, world):
    typed = form(world, incidents=1) | incident(0, on=TODAY)
    assert client.post(APPLY, typed).status_code == 302
    with world.inside():
        assert Report.objects.filter(partnership=world.partnership).count() == 0


def test_blocks_left_empty_between_others_are_passed_over(client, world):
    typed = form(world, incidents=3) | incident(0, on=None, description="", place="")
    assert client.post(APPLY, typed).status_code == 302
    with world.inside():
        assert Incident.objects.filter(partnership=world.partnership).count() == 2


def test_no_incident_at_all_is_an_error_beside_the_first_one(client, world):
    blank = incident(0, on=None, description="", place="")
    page = client.post(APPLY, form(world, incidents=1) | blank)
    assert page.status_code == 200
    assert errors_of(page) == {"description": ["Enter at least one thing that happened"]}
    assert b'href="#id_incidents-0-description"' in page.content


def test_each_error_stands_beside_its_field_and_what_was_typed_stays(client, world):
    typed = form(world, full_name="", persists="", email="joan.at.home", impact="My own words.")
    page = client.post(APPLY, typed)
    assert page.status_code == 200
    assert set(errors_of(page)) == {"full_name", "persists", "email"}
    text = page.content.decode()
    assert "<title>Error: Apply for a review" in text
    assert 'id="id_full_name_error"' in text
    assert "My own words." in text
    assert "joan.at.home" in text
    assert 'href="#id_full_name"' in text
    assert "no-store" in page.headers["Cache-Control"]
    with world.inside():
        assert not Application.objects.filter(partnership=world.partnership).exists()


def test_an_empty_post_says_what_is_missing(client, world):
    page = client.post(APPLY, {})
    assert page.status_code == 200
    assert {"route", "district", "full_name", "safe_channels", "persists"} <= set(errors_of(page))


def test_add_another_keeps_everything_and_complains_about_nothing(client, world):
    typed = form(world, full_name="", impact="My own words.") | {"incidents-add": "1"}
    page = client.post(APPLY, typed)
    assert page.status_code == 200
    assert errors_of(page) == {}
    text = page.content.decode()
    assert "Incident 4" in text
    assert "My own words." in text
    assert text.count("Stones at the front window after dark.") == 3


def test_remove_takes_away_the_chosen_block_only(client, world):
    typed = form(world) | {
        "incidents-1-description": "The second one.",
        "incidents-remove": "1",
    }
    text = client.post(APPLY, typed).content.decode()
    assert "The second one." not in text
    assert text.count("Stones at the front window after dark.") == 2


def test_enter_in_a_box_does_not_press_remove(client, world):
    """The first submit button is the one that Enter presses; it must not be “Remove”."""
    text = client.get(APPLY).content.decode()
    inside = text[text.index("csrfmiddlewaretoken") :]
    first = inside.index('<button type="submit"')
    assert "name=" not in inside[first : inside.index(">", first)]


FUTURE = TODAY + dt.timedelta(days=1)
LONG_AGO = TODAY - dt.timedelta(days=90)
DATES = [
    ("happened_tomorrow", FUTURE, None, "occurred_on", "must be today or in the past"),
    ("told_tomorrow", TODAY, FUTURE, "first_on", "must be today or in the past"),
    ("told_before_it_happened", TODAY, LONG_AGO, "first_on", "must not be before the day"),
]


@pytest.mark.parametrize(
    ("happened", "told", "field", "says"),
    [row[1:] for row in DATES],
    ids=[row[0] for row in DATES],
)
def test_impossible_dates_are_named(client, world, happened, told, field, says):
    agency = world.council.pk if told else None
    block = incident(0, on=happened, told=agency, told_on=told)
    page = client.post(APPLY, form(world, incidents=1) | block)
    assert says in errors_of(page)[field][0]


def test_a_report_today_of_something_today_is_taken(client, world):
    block = incident(0, on=TODAY, told=world.council.pk, told_on=TODAY)
    assert client.post(APPLY, form(world, incidents=1) | block).status_code == 302


HALF_REPORTS = [
    ("agency_without_day", {"first_told": "AGENCY"}, "first_on"),
    ("day_without_agency", {"first_on": LONG_AGO}, "first_told"),
    ("reference_without_agency", {"first_reference": "C-12"}, "first_told"),
    ("somebody_else_without_name", {"first_told": "other", "first_on": TODAY}, "first_other"),
    ("second_agency_without_day", {"second_told": "AGENCY"}, "second_on"),
]


@pytest.mark.parametrize(
    ("changes", "field"), [row[1:] for row in HALF_REPORTS], ids=[row[0] for row in HALF_REPORTS]
)
def test_a_report_that_was_begun_must_be_whole(client, world, changes, field):
    block = incident(0, on=LONG_AGO)
    for name, value in changes.items():
        if isinstance(value, dt.date):
            block |= date_parts(f"incidents-0-{name}", value)
        else:
            block[f"incidents-0-{name}"] = value.replace("AGENCY", str(world.council.pk))
    page = client.post(APPLY, form(world, incidents=1) | block)
    assert set(errors_of(page)) == {field}
    assert "<details" in page.content.decode()


def test_two_agencies_told_of_one_incident_and_one_not_on_the_list(client, world):
    block = incident(
        0,
        on=LONG_AGO,
        told=world.police.pk,
        told_on=LONG_AGO,
        second_told="other",
        second_other="My councillor",
        second_response="She wrote to the landlord.",
    ) | date_parts("incidents-0-second_on", TODAY)
    assert client.post(APPLY, form(world, incidents=1) | block).status_code == 302
    with world.inside():
        rows = list(
            Report.objects.filter(partnership=world.partnership).values_list(
                "agency__name", "agency_said", "reported_on", "response"
            )
        )
    assert rows == [
        ("Nottinghamshire Police", "", LONG_AGO, ""),
        (None, "My councillor", TODAY, "She wrote to the landlord."),
    ]


def test_an_agency_of_another_partnership_cannot_be_chosen(client, world):
    block = incident(0, on=LONG_AGO, told=999999, told_on=LONG_AGO)
    page = client.post(APPLY, form(world, incidents=1) | block)
    assert "first_told" in errors_of(page)


def test_a_district_of_another_partnership_cannot_be_chosen(client, world):
    with transaction_in(Scope.staff(world.neighbour.pk)):
        foreign = make_district(world.neighbour, "ashfield", "Ashfield")
    page = client.post(APPLY, form(world, district=str(foreign.pk)))
    assert set(errors_of(page)) == {"district"}


def test_a_daughter_applies_for_her_mother_who_has_agreed(client, world):
    typed = form(
        world,
        route="someone",
        full_name="Ruth Marsh",
        victim_name="Joan Marsh",
        relationship="Daughter",
        victim_agrees="on",
    )
    assert client.post(APPLY, typed).status_code == 302
    with world.inside():
        roles = set(
            Involvement.objects.filter(partnership=world.partnership).values_list(
                "person__full_name", "role", "relationship"
            )
        )
        assert Case.objects.get(partnership=world.partnership).applicant_name == "Joan Marsh"
    assert roles == {
        ("Ruth Marsh", "applicant", "Daughter"),
        ("Ruth Marsh", "representative", "Daughter"),
        ("Joan Marsh", "victim", ""),
    }


def test_applying_for_someone_asks_for_their_name_and_that_they_agree(client, world):
    page = client.post(APPLY, form(world, route="someone"))
    assert set(errors_of(page)) == {"victim_name", "victim_agrees"}


def test_members_of_a_group_are_stored_each_as_a_person(client, world):
    typed = form(world, route="group", group_names="Ali Khan\r\n\r\n  Mary Bell ")
    assert client.post(APPLY, typed).status_code == 302
    with world.inside():
        names = set(
            Person.objects.filter(
                partnership=world.partnership, involvements__role="group_member"
            ).values_list("full_name", flat=True)
        )
    assert names == {"Ali Khan", "Mary Bell"}


@pytest.mark.parametrize("chosen", [True, False])
def test_whole_letters_in_emails_only_for_whoever_ticks_that(client, world, chosen):
    client.post(APPLY, form(world, **({"full_text": "on"} if chosen else {})))
    with world.inside():
        rows = SafeContact.objects.filter(partnership=world.partnership, full_text=True)
        assert list(rows.values_list("channel", flat=True)) == (["email"] if chosen else [])


def test_each_channel_is_stored_as_safe_or_unsafe(client, world):
    client.post(APPLY, form(world, contact_note="Only in the mornings"))
    with world.inside():
        rows = {
            channel: (safe, preferred, note)
            for channel, safe, preferred, note in SafeContact.objects.filter(
                partnership=world.partnership
            ).values_list("channel", "safe", "preferred", "note")
        }
    assert rows == {
        "email": (True, True, "Only in the mornings"),
        "post": (True, False, "Only in the mornings"),
        "phone": (False, False, ""),
        "voicemail": (False, False, ""),
        "text": (False, False, ""),
    }


CHANNELS = [
    ("none_ticked", {"safe_channels": []}, {"safe_channels"}),
    ("none_and_another", {"safe_channels": ["none", "post"], "preferred": ""}, {"safe_channels"}),
    ("email_without_address", {"email": ""}, {"email"}),
    ("calls_without_number", {"safe_channels": ["phone"], "phone": "", "preferred": ""}, {"phone"}),
    ("letters_without_address", {"address": ""}, {"address"}),
    (
        "letters_in_an_email_that_is_not_safe",
        {"safe_channels": ["post"], "preferred": "", "full_text": "on"},
        {"full_text"},
    ),
    ("wish_that_is_not_safe", {"preferred": "text"}, {"preferred"}),
]


@pytest.mark.parametrize(
    ("changes", "fields"), [row[1:] for row in CHANNELS], ids=[row[0] for row in CHANNELS]
)
def test_safe_ways_must_be_usable(client, world, changes, fields):
    page = client.post(APPLY, form(world, **changes))
    assert set(errors_of(page)) == fields


def test_somebody_whom_no_way_is_safe_for_can_still_apply(client, world):
    typed = form(world, safe_channels=["none"], preferred="", email="", phone="", address="")
    assert client.post(APPLY, typed).status_code == 302
    with world.inside():
        assert not SafeContact.objects.filter(partnership=world.partnership, safe=True).exists()


@pytest.mark.parametrize("box", ["consent_to_share", "declared_true"])
def test_without_consent_or_declaration_it_is_not_sent(client, world, box):
    typed = form(world)
    del typed[box]
    page = client.post(APPLY, typed)
    assert set(errors_of(page)) == {box}


def test_consent_and_declaration_are_kept_with_their_date(client, world):
    client.post(APPLY, form(world))
    with world.inside():
        rows = set(
            Consent.objects.filter(partnership=world.partnership).values_list(
                "kind", "given", "given_at"
            )
        )
    assert rows == {("share", True, NOON), ("truth", True, NOON)}


def test_a_partnership_with_one_district_has_it_chosen(client, world):
    with world.inside():
        District.objects.filter(partnership=world.partnership, slug="newark-sherwood").delete()
    page = client.get(APPLY)
    assert page.context["forms"].who["district"].value() == world.district.pk


def test_without_a_procedure_in_force_the_page_says_how_to_apply(client, world):
    for address in ("/p/ashfield/apply/", "/p/ashfield/"):
        text = client.get(address).content.decode()
        assert "cannot apply online here yet" in text
        assert "01632 960100" in text


def test_the_confirmation_needs_an_application_and_later_leads_to_the_tracker(client, world):
    assert client.get(APPLIED).headers["Location"] == f"/p/{SLUG}/track/"
    client.post(APPLY, form(world))
    session = client.session
    del session["just_applied"]
    session.save()
    assert client.get(APPLIED).headers["Location"] == f"/p/{SLUG}/case/"


def test_wrong_methods_and_unknown_partnerships(client, world):
    assert client.put(APPLY).status_code == 405
    assert client.post(APPLIED).status_code == 405
    assert client.get("/p/nowhere/apply/").status_code == 404


@pytest.mark.parametrize("incidents", [1, 12])
def test_the_form_asks_the_same_number_of_questions_of_the_database(
    client, world, incidents, django_assert_num_queries
):
    typed = form(world, incidents=incidents, full_name="")
    with django_assert_num_queries(7):
        client.post(APPLY, typed)
