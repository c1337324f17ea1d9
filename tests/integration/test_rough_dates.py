"""Days that nobody knows exactly: taken as they are, kept as ranges, and never a silent no.

Joan applies on Wednesday 10 June 2026. Stones came on Saturday 11 April; the council was told "some
time in May", which is within one month of it or is not.
"""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cases.commands.applying import IncidentGiven, ReportGiven
from cases.models import Application, Assessment, EventFacts, Incident, Report
from cases.selectors.agency_case import told_to
from cases.selectors.lmaps_findings import ledger_of
from cases.selectors.tracker import tracker_of
from notifications import letters
from notifications.letter_kinds import LetterKind
from organisations import clock
from organisations.clock import date_of
from organisations.roles import Role
from organisations.tenancy import Scope, transaction_in
from tests.integration.agency_room import act_url, ask, colleague
from tests.integration.agency_room import sit_down as sit_down_as
from tests.integration.pcc_room import PccRoom
from tests.integration.spoc_room import rows, sit_down, text_of, typed, url
from tests.integration.test_public_applying import APPLY, errors_of
from tests.integration.test_spoc_applying import address, call_from_arthur
from tests.integration.test_spoc_assessing import answers, reports_as_claimed
from tests.public_form import incident, joans_form
from tests.walk import Walk
from tests.world import NOON
from thresholds.findings import Finding, Outcome

TODAY = date_of(NOON)
STONES = dt.date(2026, 4, 11)
MAY = (dt.date(2026, 5, 1), dt.date(2026, 5, 31))
WEEK = (dt.date(2026, 3, 3), dt.date(2026, 3, 9))


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Wednesday 10 June 2026 at noon."""
    monkeypatch.setattr(clock, "now", lambda: NOON)


def boxes(name: str, typed_as: str) -> dict[str, str]:
    """The three boxes: `3 2026` is a month, `2026` a year, empty nothing."""
    parts = typed_as.split()
    values = dict(zip(("year", "month", "day"), reversed(parts), strict=False))
    return {f"{name}_{part}": values.get(part, "") for part in ("day", "month", "year")}


def joans_night(world, *, happened="11 4 2026", told="12 4 2026", **more) -> dict:
    """Joan's form about one night, told to the council; more: further boxes of dates."""
    typed_in = joans_form(world, on=TODAY, incidents=1)
    typed_in |= incident(0, on=STONES, told=world.council.pk)
    for name, text in {"occurred_on": happened, "first_on": told, **more}.items():
        typed_in |= boxes(f"incidents-0-{name}", text)
    return typed_in


def kept(world) -> tuple[tuple, tuple]:
    """First and last day of the one incident and of its report."""
    with world.inside():
        one, report = Incident.objects.get(), Report.objects.get(agency=world.council)
    return (
        (one.occurred_on, one.occurred_until),
        (report.reported_on, report.reported_until),
    )


def followed(world) -> Walk:
    """The one application that came in, as a case to be walked on with."""
    walk = Walk.__new__(Walk)
    with world.inside():
        application = Application.objects.get()
    walk.world, walk.at, walk.case_id = world, NOON, application.case_id
    walk.submitted = SimpleNamespace(application=application)
    return walk


# --- What the victim types ----------------------------------------------------------------------

EXACT = ((STONES, None), (dt.date(2026, 4, 12), None))
TYPED = [
    ("exact_days", {}, EXACT),
    ("a_month", {"told": "5 2026"}, ((STONES, None), MAY)),
    (
        "a_year",
        {"happened": "2025", "told": "2025"},
        ((dt.date(2025, 1, 1), dt.date(2025, 12, 31)),) * 2,
    ),
    (
        "two_days_between_which_it_was",
        {"happened": "3 3 2026", "occurred_until": "9 3 2026"},
        (WEEK, EXACT[1]),
    ),
    (
        "a_report_between_a_day_and_the_end_of_a_month",
        {"told": "20 April 2026", "first_until": "May 2026"},
        ((STONES, None), (dt.date(2026, 4, 20), MAY[1])),
    ),
    (
        "of_a_month_that_is_not_over_only_until_today",
        {"told": "6 2026"},
        ((STONES, None), (dt.date(2026, 6, 1), TODAY)),
    ),
    (
        "a_range_of_one_day_is_that_day",
        {"happened": "11 4 2026", "occurred_until": "11 4 2026"},
        EXACT,
    ),
    (
        "the_report_may_have_come_before_the_last_day_that_it_can_have_happened",
        {"happened": "April 2026"},
        ((dt.date(2026, 4, 1), dt.date(2026, 4, 30)), EXACT[1]),
    ),
]


@pytest.mark.parametrize(
    ("changes", "expected"), [row[1:] for row in TYPED], ids=[row[0] for row in TYPED]
)
def test_what_the_victim_knows_of_a_day_is_kept_as_it_is(client, world, changes, expected):
    assert client.post(APPLY, joans_night(world, **changes)).status_code == 302
    assert kept(world) == expected


WRONG = [
    ({"happened": ""}, "occurred_on", "Enter the day it happened"),
    ({"happened": "7 2026"}, "occurred_on", "The day it happened must be today or in the past"),
    ({"told": "2027"}, "first_on", "The day you told them must be today or in the past"),
    ({"told": ""}, "first_on", "Enter when you told them. The month and the year will do"),
    ({"told": "3 2026"}, "first_on", "must not be before the day it happened"),
    ({"occurred_until": "9 4 2026"}, "occurred_until", "must not be before the first day"),
    ({"occurred_until": "3 2026"}, "occurred_until", "must not be before the first day"),
    ({"occurred_until": "7 2026"}, "occurred_until", "must be today or in the past"),
    ({"first_until": "11 4 2026"}, "first_until", "must not be before the first day"),
    ({"told": "", "first_until": "5 2026"}, "first_on", "Enter the first day"),
    ({"second_until": "5 2026"}, "second_on", "Enter the first day"),
]


@pytest.mark.parametrize(("changes", "field", "says"), WRONG)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_lost(
    client, world, changes, field, says
):
    typed_in = joans_night(world, **changes)
    page = client.post(APPLY, typed_in)
    assert says in errors_of(page)[field][0]
    text = text_of(page)
    assert f'href="#id_incidents-0-{field}' in text
    assert "Stones at the front window after dark." in text
    for name, value in typed_in.items():
        if value and name.endswith(("_day", "_month", "_year")):
            assert f'name="{name}" value="{value}"' in text, name
    with world.inside():
        assert not Application.objects.exists()


def test_the_form_asks_for_no_guess(client, world):
    text = text_of(client.get(APPLY))
    assert "the nearest" not in text
    assert "If you do not know the day, the month and the year will do." in text


def test_the_questions_about_two_days_are_open_where_they_were_answered(client, world):
    closed, opened = (
        text_of(client.post(APPLY, joans_night(world, told="", occurred_until=until)))
        for until in ("", "5 2026")
    )
    assert (
        opened.count('<details class="govuk-details" open')
        == closed.count('<details class="govuk-details" open') + 1
    )


# --- From the form to the finding ---------------------------------------------------------------


def found_of(client, world, **changes) -> tuple[Outcome, str]:
    """What the assessment finds when Joan types so, and the case's page after it."""
    assert client.post(APPLY, joans_night(world, **changes)).status_code == 302
    walk = followed(world).acknowledge()
    spoc = sit_down(world)
    data = typed(walk, **answers(), **reports_as_claimed(walk))
    assert spoc.post(url(walk, "assess"), data).status_code == 302
    (assessment,) = rows(walk, Assessment)
    return Outcome.from_json(assessment.outcome), text_of(spoc.get(url(walk, "case")))


def test_a_month_that_may_be_too_late_is_not_known_and_the_exact_day_is_decided(client, world):
    outcome, page = found_of(client, world, told="5 2026")
    (line,) = outcome.statutory.lines
    assert line.counts == "unknown"
    assert "perhaps more than one month later" in line.reason
    assert (line.reported_on, line.reported_until) == MAY
    assert (outcome.statutory.counted, outcome.statutory.possible) == (0, 1)
    assert "In May 2026" in page
    assert "Saturday 11 April 2026" in page
    assert "perhaps more than one month later" in page


@pytest.mark.parametrize(
    ("told", "counts"), [("10 5 2026", "yes"), ("11 5 2026", "no"), ("4 2026", "yes")]
)
def test_where_the_answer_does_not_depend_on_the_day_it_is_given(client, world, told, counts):
    outcome, _ = found_of(client, world, told=told)
    assert [line.counts for line in outcome.statutory.lines] == [counts]


def test_three_nights_of_which_one_report_is_rough_are_not_known_with_a_cure(world):
    nights = [three_nights(world, third=MAY), three_nights(world, third=(MAY[0], None))]
    rough, exact = (Walk(world, incidents=night).acknowledge().assess() for night in nights)
    found = [
        Outcome.from_json(rows(walk, Assessment, case_id=walk.case_id)[0].outcome).statutory
        for walk in (rough, exact)
    ]
    assert [one.finding for one in found] == [Finding.NOT_KNOWN, Finding.MET]
    assert found[0].cure == "Tell us the dates and answers that are missing."
    page = text_of(sit_down(world).get(url(rough, "case")))
    assert "Tell us the dates and answers that are missing." in page


def three_nights(world, *, third: tuple) -> tuple[IncidentGiven, ...]:
    """Two nights told the next day, and the stones told some time in `third`."""
    nights = [(dt.date(2026, 5, 20), None), (dt.date(2026, 4, 30), None), (STONES, third)]
    return tuple(
        IncidentGiven(
            occurred_on=night,
            description="Stones at the front window after dark.",
            place="Carlton Road, Worksop",
            reports=(
                ReportGiven(
                    reported_on=told[0] if told else night + dt.timedelta(days=1),
                    reported_until=told[1] if told else None,
                    agency_id=world.council.pk,
                ),
            ),
        )
        for night, told in nights
    )


# --- Where it is shown --------------------------------------------------------------------------


@pytest.fixture
def rough(world) -> Walk:
    """One night between 3 and 9 March, told to the council in May."""
    report = ReportGiven(reported_on=MAY[0], reported_until=MAY[1], agency_id=world.council.pk)
    night = IncidentGiven(
        occurred_on=WEEK[0],
        occurred_until=WEEK[1],
        description="Stones at the front window after dark.",
        place="Sandy Lane",
        reports=(report,),
    )
    return Walk(world, incidents=(night,))


def test_the_partnership_its_agency_its_panel_and_the_victim_read_it_in_words(rough, world):
    page = text_of(sit_down(world).get(url(rough, "case")))
    assert "1. Between 3 and 9 March 2026" in page
    assert "In May 2026" in page
    with world.inside():
        (told,) = told_to(
            rough.case(), agency_ids=frozenset({world.council.pk}), agreed=frozenset()
        )
        (line,) = ledger_of(rough.case(), None)
    assert (told.happened, told.told) == ("Between 3 and 9 March 2026", "In May 2026")
    assert (line.happened, line.reports[0].told) == (told.happened, told.told)
    application = rough.submitted.application
    scope = Scope.of_application(
        partnership_id=world.partnership.pk, application_id=application.pk, case_id=rough.case_id
    )
    with transaction_in(scope):
        (own,) = tracker_of(Application.objects.get(), at=NOON).incidents
    assert own.when == "Between 3 and 9 March 2026"
    assert own.reports == ("You told Bassetlaw District Council in May 2026",)


def test_the_agency_is_asked_for_a_report_of_that_month(rough, world):
    rough.acknowledge()
    member = sit_down_as(colleague(world, world.council, "council@people.example"))
    page = text_of(member.get(act_url(rough, "answer", ask(rough, world.council).pk)))
    assert "Reported in May 2026" in page
    assert "It happened between 3 and 9 March 2026, Sandy Lane." in page


def test_the_panel_and_the_pcc_office_read_it_on_their_pages(world, rough, monkeypatch):
    walk = rough.acknowledge().assess().risk().decide(ground="harm")
    walk.consider_peer_review().refer().involve().plan()
    address_of_case = reverse("lmaps:case", args=[world.partnership.slug, walk.case().reference])
    text = text_of(sit_down(world, Role.LMAPS_CHAIR).get(address_of_case))
    assert "Between 3 and 9 March 2026, Sandy Lane" in text
    monkeypatch.setattr(clock, "now", lambda: walk.at)
    room = PccRoom(world, walk.respond().close())
    text = text_of(room.client.get(room.url("review")))
    assert "Between 3 and 9 March 2026" in text
    assert "In May 2026" in text


# --- Keyed in, and in the database --------------------------------------------------------------


def test_a_call_is_keyed_in_with_what_the_caller_knows(world):
    """He rang on 8 June: "in June" is until then, whenever it is keyed in."""
    changes = boxes("incidents-0-occurred_on", "3 3 2026")
    changes |= boxes("incidents-0-occurred_until", "9 3 2026")
    changes |= boxes("incidents-0-first_on", "May 2026") | boxes("incidents-0-second_on", "6 2026")
    response = sit_down(world).post(address(world), call_from_arthur(world, **changes))
    assert response.status_code == 302
    with world.inside():
        one = Incident.objects.get()
        told = dict(Report.objects.values_list("agency_said", "reported_until"))
    assert (one.occurred_on, one.occurred_until) == WEEK
    assert told == {"": MAY[1], "The parish council": dt.date(2026, 6, 8)}


@pytest.mark.parametrize(
    ("field", "text", "error"),
    [
        ("occurred_on", "7 2026", "The date it happened must be today or in the past"),
        ("occurred_until", "29 5 2026", "must not be before the first day"),
        ("first_on", "4 2026", "The date they were told must not be before it happened"),
        ("first_on", "", "Enter the date they were told, or the month"),
        ("first_until", "30 5 2026", "must not be before the first day"),
        ("second_until", "2027", "The last day it can have been must be today or in the past"),
    ],
)
def test_a_range_that_cannot_be_is_pointed_out_to_who_keys_it_in(world, field, text, error):
    changes = boxes(f"incidents-0-{field}", text)
    response = sit_down(world).post(address(world), call_from_arthur(world, **changes))
    page = text_of(response)
    assert response.status_code == 200
    assert error in page
    assert f'href="#id_incidents-0-{field}' in page
    for name, value in changes.items():
        assert not value or f'name="{name}" value="{value}"' in page


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        (Incident, {"occurred_until": WEEK[0] - dt.timedelta(days=1)}),
        (Report, {"reported_until": MAY[0] - dt.timedelta(days=1)}),
        (Report, {"reported_on": None, "reported_until": None}),
    ],
)
def test_the_database_refuses_a_range_out_of_order_and_a_claim_without_a_day(rough, model, changes):
    with rough.world.inside(), pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(partnership=rough.world.partnership).update(**changes)


def test_a_letter_says_the_month_and_not_its_first_day(rough):
    walk = rough.acknowledge().assess(harm="no").risk(vulnerable=False)
    walk.decide("rejected", ground="")
    (facts,) = rows(walk, EventFacts, event__kind="decision.made")
    application = walk.submitted.application
    letter = letters.preview_html(LetterKind.REJECTION, facts.content, application.pk)
    told = "To Bassetlaw District Council some time in May 2026"
    assert f"{told}, about what happened some time between 3 and 9 March 2026" in letter
