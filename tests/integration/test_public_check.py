"""The check “Could I ask for a review?”: what it asks and answers, and that it keeps nothing."""

import datetime as dt
import html
import logging

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Application, Incident, Report
from organisations.clock import date_of
from organisations.models import Agency, Partnership
from portals.public.check_questions import questions_of
from tests.public_form import SLUG, date_parts, joans_form
from tests.readability import grade, sentences_of
from tests.world import NOON, publish_next
from thresholds.procedure import parse_procedure
from thresholds.shipped import shipped, shipped_names

CHECK = f"/p/{SLUG}/check/"
APPLY = f"/p/{SLUG}/apply/"
TODAY = date_of(NOON)
SHIPPED = sorted(shipped_names())


@pytest.fixture(autouse=True)
def _at_noon(monkeypatch):
    """Every page is opened at noon on Wednesday 10 June 2026."""
    monkeypatch.setattr("organisations.clock.now", lambda: NOON)


def in_force(world, content: dict) -> None:
    """Another procedure for the world's partnership."""
    publish_next(world, content)


def block(index: int, *, on=None, told="", told_on=None, reporter="me", **more) -> dict[str, str]:
    """One incident as the browser posts it; on, told_on: a date, or the boxes that were filled."""
    prefix = f"incidents-{index}-"
    typed = {"first_told": str(told), "reporter": reporter, **more}
    return {
        **{f"{prefix}{name}": text for name, text in typed.items()},
        **_boxes(f"{prefix}occurred_on", on),
        **_boxes(f"{prefix}first_on", told_on),
    }


def _boxes(name: str, day) -> dict[str, str]:
    if isinstance(day, dict):
        return date_parts(name, None) | {f"{name}_{part}": text for part, text in day.items()}
    return date_parts(name, day)


def typed(*blocks: dict, **answers) -> dict[str, str]:
    """The whole page."""
    found = {"incidents-TOTAL_FORMS": str(len(blocks)), "incidents-INITIAL_FORMS": "0"}
    for one in blocks:
        found |= one
    return found | answers


def days_ago(number: int) -> dt.date:
    return TODAY - dt.timedelta(days=number)


def reported(world, *, times: int, reporter="me", start: int = 0) -> list[dict]:
    """So many incidents, thirty days apart, each told to the police the day after."""
    return [
        block(
            start + index,
            on=days_ago(30 * (index + 1)),
            told=world.police.pk,
            told_on=days_ago(30 * (index + 1) - 1),
            reporter=reporter,
        )
        for index in range(times)
    ]


def errors_of(page) -> dict[str, list[str]]:
    forms = page.context["forms"]
    return {
        name: list(texts)
        for form in (*forms.incidents.forms, forms.now)
        for name, texts in form.errors.items()
    }


def text_of(page) -> str:
    return html.unescape(" ".join(page.content.decode().split()))


# --- What is asked ------------------------------------------------------------------------------


def test_the_page_opens_with_three_incidents_the_emergency_and_the_way_round_it(client, world):
    page = client.get(CHECK)
    text = text_of(page)
    assert page.status_code == 200
    assert text.count("When did it happen?") == 3
    assert text.index("tel:999") < text.index("When did it happen?")
    assert f'href="{APPLY}"' in text
    assert "data-ct-exit" in text
    assert 'autocomplete="off"' in text
    assert "no-store" not in page.headers.get("Cache-Control", "")


ASKED = {
    "ashfield": ({"related", "harm", "response"}, {"source"}),
    "bassetlaw-newark-sherwood": ({"related", "persists", "harm", "vulnerability"}, set()),
    "birmingham": (set(), {"hate", "recorded"}),
    "elmbridge": ({"related", "persists", "asked-names_given"}, set()),
    "hillingdon": ({"response", "asked-case_closed"}, set()),
    "plymouth": (
        {"related", "asked-further_actions_available", "asked-cumulative_impact"},
        {"hate"},
    ),
    "richmond-upon-thames": (set(), {"times"}),
    "south-wales": (set(), {"hate", "place"}),
}
ALWAYS = {"occurred_on", "first_told", "first_on", "reporter"}


@pytest.mark.parametrize("name", ASKED)
def test_only_what_the_procedure_needs_is_asked(client, world, name):
    in_force(world, shipped(name))
    forms = client.get(CHECK).context["forms"]
    of_all, of_each = ASKED[name]
    assert set(forms.now.fields) - {"others", "exclusions"} == of_all
    assert set(forms.incidents.forms[0].fields) - ALWAYS == of_each
    exclusions = forms.now.fields.get("exclusions")
    ticked = [code for code, _text in exclusions.choices[:-1]] if exclusions else []
    assert ticked == [one["code"] for one in shipped(name)["exclusions"]]


def test_the_place_and_the_way_are_asked_only_where_they_matter(client, world):
    fields = client.get(CHECK).context["forms"].incidents.forms[0].fields
    assert not {"place", "source"} & set(fields)
    content = shipped("bassetlaw-newark-sherwood")
    content["threshold"]["routes"][1]["same_place"] = True
    content["threshold"]["sources_not_counted"] = ["diary_sheet"]
    in_force(world, content)
    text = text_of(client.get(CHECK))
    assert "Where did it happen?" in text
    assert "Only in a diary sheet" in text


def test_as_many_others_are_thought_possible_as_any_test_asks_for():
    assert questions_of(parse_procedure(shipped("bassetlaw-newark-sherwood"))).people == 5
    assert questions_of(parse_procedure(shipped("staffordshire"))).people == 3


def test_without_a_procedure_in_force_the_page_says_how_to_apply(client, world):
    assert "cannot apply online here yet" in text_of(client.get("/p/ashfield/check/"))
    assert client.post("/p/ashfield/check/", {}).status_code == 200


# --- What is answered ---------------------------------------------------------------------------


def test_three_reports_in_time_look_as_if_the_law_asks_for_a_review(client, world):
    page = client.post(CHECK, typed(*reported(world, times=3), persists="yes", related="yes"))
    answer = page.context["answer"]
    assert answer.title == "It looks as if we have to review your case"
    assert answer.law.tag == "Looks met"
    assert answer.routes[0].tag == "Looks met"
    assert not answer.narrower
    assert [report.tag for report in answer.reports] == ["Counts", "Counts", "Counts"]
    text = text_of(page)
    assert "By law we must review a case when three complaints" in text
    assert "You told Nottinghamshire Police, on 12 May 2026." in text
    assert "You can always apply, whatever this page says." in text


def test_two_reports_and_nobody_else_look_like_too_few_and_say_what_would_help(client, world):
    answers = {"persists": "yes", "related": "yes", "others": "0", "harm": "no"}
    page = client.post(CHECK, typed(*reported(world, times=2), vulnerability="no", **answers))
    answer = page.context["answer"]
    assert answer.title == "It looks as if there are not enough reports yet"
    assert answer.law.tag == "Not met so far"
    assert "One more complaint, made within one month" in answer.law.criteria[0].cure
    assert answer.routes[0].criteria[0].text.endswith("We counted two.")
    text = text_of(page)
    assert "This is not a no." in text
    assert "Apply with what I entered" in text


def test_whether_others_complained_is_not_known_until_it_is_said(client, world):
    page = client.post(CHECK, typed(*reported(world, times=2)))
    answer = page.context["answer"]
    assert answer.law.tag == "Not known yet"
    (criterion,) = answer.law.criteria
    assert criterion.text == (
        "This asks for three complaints. So far we counted two."
        " We do not know how many others there are."
    )
    assert "have they reported it as well?" in criterion.cure
    assert answer.title == "It looks as if you could be close"


def test_reports_by_others_count_for_the_law_and_not_for_ones_own_route(client, world):
    blocks = [*reported(world, times=1), *reported(world, times=2, reporter="else", start=1)]
    blocks[2] |= date_parts("incidents-2-first_on", days_ago(45))
    page = client.post(CHECK, typed(*blocks, persists="yes", related="yes", others="1"))
    answer = page.context["answer"]
    assert answer.law.tag == "Looks met"
    assert answer.routes[0].tag == "Not met so far"
    assert answer.narrower
    assert "We cannot turn you away because of them." in text_of(page)
    assert answer.reports[1].elsewhere == (
        "For “If you have reported it yourself”: does not count, reported by somebody else.",
    )


def test_several_people_are_counted_as_far_as_is_known(client, world):
    """Four others are known of, one of them from a report; three more may count."""
    blocks = [*reported(world, times=1), *reported(world, times=1, reporter="else", start=1)]
    page = client.post(CHECK, typed(*blocks, persists="yes", related="yes", others="4"))
    people = page.context["answer"].routes[1]
    assert people.tag == "Not known yet"
    assert "We counted two, and three more may count" in people.criteria[0].text
    assert [one.tag for one in people.criteria] == ["Not known yet", "Looks met"]
    assert page.context["answer"].reports[-1].title == "What others have reported"


def test_harm_opens_the_way_below_the_numbers_and_people_decide(client, world):
    answers = {"others": "0", "harm": "yes", "related": "yes"}
    page = client.post(CHECK, typed(*reported(world, times=1), **answers))
    answer = page.context["answer"]
    assert answer.title == "It looks as if we could review your case"
    assert answer.routes[2].tag == "Possible"
    assert "You say that it does harm, or could." in text_of(page)
    assert "You did not say if somebody is more at risk." in text_of(page)
    assert "People decide that, not this page." in text_of(page)


def test_danger_sends_to_999_before_anything_else(client, world):
    text = text_of(client.post(CHECK, typed(*reported(world, times=1), harm="danger")))
    main = text[text.index("<main") :]
    assert main.index("tel:999") < main.index("<h1")
    assert "Everything else can wait." in main
    calm = text_of(client.post(CHECK, typed(*reported(world, times=1), harm="yes")))
    assert "Everything else can wait." not in calm
    assert "tel:999" in calm


def test_what_fits_better_is_advised_and_stops_nobody(client, world):
    answers = {"exclusions": ["agency_timeframe_unexpired"], "persists": "yes", "related": "yes"}
    page = client.post(CHECK, typed(*reported(world, times=3), **answers))
    text = text_of(page)
    assert "An agency's time for action has not run out" in text
    assert "Please wait until that time has run out" in text
    assert page.context["answer"].narrower
    assert "You can apply all the same." in text
    nothing = client.post(CHECK, typed(*reported(world, times=3), exclusions=["none"]))
    assert "Something else may help sooner" not in text_of(nothing)


REPORTS = [
    (
        "late",
        {"on": days_ago(90), "told": "POLICE", "told_on": days_ago(20)},
        ("Does not count", "more than one month beginning with 12 March 2026", "it happens again"),
    ),
    (
        "day_of_report_not_known",
        {"on": days_ago(90), "told": "POLICE"},
        ("May count", "on a day that is not known", "They keep a record."),
    ),
    (
        "day_of_incident_not_known",
        {"told": "POLICE", "told_on": days_ago(20)},
        ("May count", "The day it happened is not known", "when it happened"),
    ),
    (
        "only_the_month_known",
        {"on": {"month": "3", "year": "2026"}, "told": "POLICE", "told_on": dt.date(2026, 4, 10)},
        ("May count", "some time in March 2026", "The exact day would help"),
    ),
    (
        "month_known_and_in_time_all_the_same",
        {"on": {"month": "3", "year": "2026"}, "told": "POLICE", "told_on": dt.date(2026, 3, 31)},
        ("Counts", "some time in March 2026", ""),
    ),
    (
        "only_the_year_known",
        {"on": {"year": "2026"}, "told": "POLICE", "told_on": dt.date(2026, 3, 31)},
        ("May count", "some time in 2026", "The exact day would help"),
    ),
    (
        "not_reported_and_still_in_time",
        {"on": days_ago(3)},
        ("Not reported", "on 7 June 2026", "Report it by 6 July 2026, and it counts."),
    ),
    (
        "not_reported_and_perhaps_in_time",
        {"on": {"month": "5", "year": "2026"}},
        ("Not reported", "some time in May 2026", "Report it today, and it may still count."),
    ),
    (
        "not_reported_and_too_late",
        {"on": days_ago(60)},
        ("Not reported", "on 11 April 2026", "it shows how long it has gone on"),
    ),
]


@pytest.mark.parametrize(
    ("given", "says"), [row[1:] for row in REPORTS], ids=[row[0] for row in REPORTS]
)
def test_each_report_is_counted_or_not_with_its_reason_and_what_would_help(
    client, world, given, says
):
    if given.get("told"):
        given = given | {"told": world.police.pk}
    page = client.post(CHECK, typed(block(0, **given)))
    (report, *_) = page.context["answer"].reports
    tag, why, cure = says
    assert report.tag == tag
    assert why in f"{report.title} {report.text} {report.reason}"
    assert cure in report.cure
    assert report.title in text_of(page)


def test_old_complaints_do_not_count_any_more(client, world):
    old = block(0, on=days_ago(400), told=world.police.pk, told_on=days_ago(399))
    (report, *_) = client.post(CHECK, typed(old)).context["answer"].reports
    assert report.tag == "Does not count"
    assert "The application came after six months" in report.reason


def test_a_diary_sheet_does_not_count_where_the_procedure_says_so(client, world):
    in_force(world, shipped("ashfield"))
    diary = block(0, on=days_ago(9), told=world.police.pk, told_on=days_ago(8))
    diary["incidents-0-source"] = "diary_sheet"
    (report, *_) = client.post(CHECK, typed(diary)).context["answer"].reports
    assert report.tag == "Counts"
    assert "a diary sheet does not count here" in report.elsewhere[0]


def test_problems_that_may_not_belong_together_are_never_ruled_out_by_the_page(client, world):
    page = client.post(CHECK, typed(*reported(world, times=3), related="no", others="0"))
    own = page.context["answer"].routes[0]
    assert page.context["answer"].law.tag == "Looks met"
    assert own.tag == "Not known yet"


HATE = [
    ("written_down", {"hate": "hate", "recorded": "yes"}, "Looks met"),
    ("not_written_down", {"hate": "hate", "recorded": "no"}, "Not met so far"),
    ("nobody_knows", {"hate": "hate"}, "Not known yet"),
    ("no_hate", {"hate": "no"}, "Not met so far"),
    ("not_said", {}, "Not known yet"),
]


@pytest.mark.parametrize(("said", "tag"), [row[1:] for row in HATE], ids=[row[0] for row in HATE])
def test_one_report_of_hate_is_judged_by_the_route_that_asks_for_it(client, world, said, tag):
    in_force(world, shipped("birmingham"))
    told = {"told": world.police.pk, "told_on": days_ago(8)}
    page = client.post(CHECK, typed(block(0, on=days_ago(9), **told, **said), others="0"))
    routes = {route.title: route for route in page.context["answer"].routes}
    assert routes["If it was hate"].tag == tag
    assert page.context["answer"].law.tag == "Not met so far"


def test_hate_because_of_something_that_the_procedure_does_not_name_does_not_count(client, world):
    in_force(world, shipped("darlington"))
    choices = dict(client.get(CHECK).context["forms"].incidents.forms[0].fields["hate"].choices)
    assert choices["transgender"] == "Yes: because of being transgender"
    told = {"on": days_ago(9), "told": world.police.pk, "told_on": days_ago(8)}
    for said, counts in (("another", "does not count"), ("hate", "may count")):
        page = client.post(CHECK, typed(block(0, **told, hate=said), others="0"))
        (report,) = page.context["answer"].reports
        assert any(f"“If it was hate”: {counts}" in line for line in report.elsewhere)


def test_only_reports_to_the_bodies_that_the_procedure_names_count(client, world):
    in_force(world, shipped("birmingham"))
    Agency.objects.filter(pk=world.landlord.pk).update(kind=Agency.Kind.OTHER)
    told = {"on": days_ago(9), "told_on": days_ago(8)}
    agencies = (world.police.pk, world.landlord.pk, "other")
    blocks = [block(index, told=agency, **told) for index, agency in enumerate(agencies)]
    first, second, third = client.post(CHECK, typed(*blocks, others="0")).context["answer"].reports
    own = "For “If you have reported it yourself”: "
    assert not [line for line in first.elsewhere if line.startswith(own)]
    assert f"{own}does not count, it went to a body that does not count here." in second.elsewhere
    assert any(line.startswith(f"{own}may count") for line in third.elsewhere)


def test_conditions_of_the_procedure_are_repeated_as_the_person_said_them(client, world):
    in_force(world, shipped("hillingdon"))
    answers = {"response": "no", "asked-case_closed": "no", "others": "0"}
    page = client.post(CHECK, typed(*reported(world, times=3), **answers))
    (own,) = page.context["answer"].routes
    said = {criterion.text: criterion.tag for criterion in own.criteria}
    assert said["The agency's case about it is closed. You say that this is not so."] == (
        "Not met so far"
    )
    assert "Looks met" in [tag for text, tag in said.items() if "You say that this is so." in text]
    assert page.context["answer"].narrower


def test_a_reason_of_the_procedure_is_possible_and_people_decide(client, world):
    in_force(world, shipped("plymouth"))
    answers = {"asked-cumulative_impact": "yes", "others": "0"}
    page = client.post(CHECK, typed(*reported(world, times=1), **answers))
    route = page.context["answer"].routes[-1]
    assert route.tag == "Possible"
    assert route.criteria[0].text.endswith("You say that this is so.")


SAME_INCIDENT = [
    ("five_times", {"incidents-0-times": "5", "others": "0"}, "Looks met"),
    ("by_four_others", {"others": "4"}, "Looks met"),
    ("by_an_unknown_number", {}, "Not known yet"),
    ("by_nobody_else", {"others": "0"}, "Not met so far"),
]


@pytest.mark.parametrize(
    ("said", "tag"), [row[1:] for row in SAME_INCIDENT], ids=[row[0] for row in SAME_INCIDENT]
)
def test_reports_of_one_incident_count_where_a_route_asks_for_them(client, world, said, tag):
    """Richmond's route has no window, so that a day that is not known takes nothing away."""
    in_force(world, shipped("richmond-upon-thames"))
    page = client.post(CHECK, typed(*reported(world, times=1)) | said)
    assert page.context["answer"].routes[1].tag == tag


def test_what_the_reports_show_by_themselves_is_not_asked_but_said(client, world):
    content = shipped("hillingdon")
    recent = {"kind": "too_recent", "within": {"n": 14, "unit": "day"}}
    content["exclusions"][0]["seen_from"] = recent
    in_force(world, content)
    exclusions = client.get(CHECK).context["forms"].now.fields["exclusions"]
    assert content["exclusions"][0]["code"] not in dict(exclusions.choices)
    told = {"on": days_ago(9), "told": world.police.pk, "told_on": days_ago(8)}
    page = client.post(CHECK, typed(block(0, **told), others="0"))
    assert content["exclusions"][0]["advice"] in text_of(page)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_procedure_answers_an_empty_and_a_full_story(client, world, name):
    in_force(world, shipped(name))
    for page in (
        client.post(CHECK, typed(block(0, on={"year": "2026"}))),
        client.post(CHECK, typed(*reported(world, times=6), persists="yes", related="yes")),
    ):
        assert page.status_code == 200
        answer = page.context["answer"]
        assert answer.title.startswith("It looks as if")
        assert len(answer.routes) == len(shipped(name)["threshold"]["routes"])
        titles = [route.title for route in answer.routes]
        assert len(set(titles)) == len(titles)


# --- Bad input ----------------------------------------------------------------------------------

FUTURE = TODAY + dt.timedelta(days=1)
MARCH = (dt.date(2026, 3, 1), dt.date(2026, 3, 31))
MISTAKES = [
    ("happened_tomorrow", {"on": FUTURE}, "occurred_on", "must be today or in the past"),
    (
        "happened_next_month",
        {"on": {"month": "7", "year": "2026"}},
        "occurred_on",
        "must be today or in the past",
    ),
    ("day_without_month", {"on": {"day": "3", "year": "2026"}}, "occurred_on", "include a month"),
    ("month_without_year", {"on": {"month": "May"}}, "occurred_on", "must include a year"),
    ("no_such_day", {"on": {"day": "31", "month": "2", "year": "2026"}}, "occurred_on", "real"),
    ("told_tomorrow", {"told": "POLICE", "told_on": FUTURE}, "first_on", "today or in the past"),
    (
        "told_before_it_happened",
        {"on": days_ago(5), "told": "POLICE", "told_on": days_ago(9)},
        "first_on",
        "must not be before the day it happened",
    ),
    (
        "told_in_a_month_before_it_happened",
        {
            "on": {"month": "3", "year": "2026"},
            "told": "POLICE",
            "told_on": {"month": "2", "year": "2026"},
        },
        "first_on",
        "must not be before the day it happened",
    ),
    ("a_day_but_nobody_told", {"told_on": days_ago(5)}, "first_told", "Select who was told"),
    ("nothing_at_all", {}, "occurred_on", "Enter when it happened, or who was told about it"),
]


@pytest.mark.parametrize(
    ("given", "field", "says"), [row[1:] for row in MISTAKES], ids=[row[0] for row in MISTAKES]
)
def test_a_mistake_is_named_beside_its_field_and_nothing_typed_is_lost(
    client, world, given, field, says
):
    if given.get("told"):
        given = given | {"told": world.police.pk}
    page = client.post(CHECK, typed(block(0, **given), others="4", harm="yes"))
    assert page.status_code == 200
    assert set(errors_of(page)) == {field}
    assert says in errors_of(page)[field][0]
    text = text_of(page)
    assert "<title>Error: Could I ask for a review?" in text
    assert f'id="id_incidents-0-{field}_error"' in text
    assert 'name="others" value="4"' in text
    assert 'value="yes"' in text
    for name, value in block(0, **given).items():
        if value and not name.endswith(("told", "reporter")):
            assert f'name="{name}" value="{value}"' in text


@pytest.mark.parametrize("number", ["-1", "many", "1000", "2.5"])
def test_a_number_that_is_none_is_named(client, world, number):
    page = client.post(CHECK, typed(*reported(world, times=1), others=number))
    assert set(errors_of(page)) == {"others"}
    assert "leave it empty" in errors_of(page)["others"][0]


def test_this_month_is_only_its_days_until_today(client, world):
    page = client.post(CHECK, typed(block(0, on={"month": "June", "year": "2026"})))
    assert page.context["answer"].reports[0].cure == "Report it by 30 June 2026, and it counts."


def test_add_remove_and_change_keep_everything_and_complain_about_nothing(client, world):
    start = typed(*reported(world, times=2), others="many", harm="danger")
    for button, blocks in (
        ({"incidents-add": "1"}, 3),
        ({"incidents-remove": "0"}, 1),
        ({"incidents-resume": "1"}, 2),
    ):
        page = client.post(CHECK, start | button)
        assert errors_of(page) == {}
        assert len(page.context["forms"].incidents.forms) == blocks
        assert 'name="others" value="many"' in text_of(page)
        assert "checked" in text_of(page)


def test_more_incidents_than_the_page_holds_are_refused_without_a_fault(client, world):
    page = client.post(CHECK, typed(*reported(world, times=25)))
    assert page.status_code == 200
    assert len(page.context["forms"].incidents.forms) <= 20
    assert client.post(CHECK, {"incidents-TOTAL_FORMS": "many"}).status_code == 200
    assert client.post(CHECK, {}).status_code == 200


def test_the_form_alone_has_all_that_the_next_page_needs(client, world):
    """Without JavaScript: the answer's two buttons post hidden fields, each named once."""
    page = client.post(CHECK, typed(*reported(world, times=2), others="4", harm="yes"))
    forms = page.context["forms"]
    again = client.post(CHECK, dict(forms.typed()))
    assert again.context["answer"] == page.context["answer"]
    assert f'formaction="{CHECK}"' in text_of(page)


# --- Nothing is kept ----------------------------------------------------------------------------


def test_nothing_is_stored_anywhere(client, world, caplog, monkeypatch):
    """No row, no session, no cookie but the form's own, no cache, no word in a log."""
    content = shipped("bassetlaw-newark-sherwood")
    content["threshold"]["routes"][1]["same_place"] = True
    in_force(world, content)

    def refuse(*args, **kwargs):
        raise AssertionError("the check wrote to the cache")

    for name in ("add", "set", "incr"):
        monkeypatch.setattr(f"ct_portal.cache.ForgivingRedis.{name}", refuse)
    caplog.set_level(logging.DEBUG)
    told = {"on": days_ago(9), "told": world.police.pk, "told_on": days_ago(8)}
    right = typed(block(0, **told, place="Rowan Walk"), others="4", harm="danger")
    with CaptureQueriesContext(connection) as seen:
        answers = [
            client.get(CHECK),
            client.post(CHECK, right),
            client.post(CHECK, right | {"incidents-add": "1"}),
            client.post(CHECK, right | {"others": "Rowan Walk"}),
            client.post(APPLY, right | {"incidents-resume": "1"}),
        ]
    written = ("INSERT", "UPDATE", "DELETE", "MERGE", "COPY")
    assert not [query["sql"] for query in seen if query["sql"].lstrip().startswith(written)]
    for answer in answers:
        assert answer.status_code == 200
        assert set(answer.cookies) <= {"csrftoken"}
    for answer in answers[1:]:
        assert "no-store" in answer.headers["Cache-Control"]
    assert not Session.objects.exists()
    with world.inside():
        assert not Application.objects.exists()
    logged = " ".join(
        str(record.__dict__) for record in caplog.records if record.name != "django.db.backends"
    )
    assert "public:check" in logged
    assert "Rowan" not in logged
    assert "danger" not in logged


def test_the_address_says_nothing_of_what_was_typed(client, world):
    page = client.post(CHECK, typed(*reported(world, times=2)))
    assert page.request["PATH_INFO"] == CHECK
    assert page.request["QUERY_STRING"] == ""
    assert 'method="get"' not in text_of(page)


# --- On to the application ----------------------------------------------------------------------


def carried(client, world, *blocks, **answers):
    """The application form as it opens after the check."""
    page = client.post(CHECK, typed(*blocks, **answers))
    return client.post(APPLY, dict(page.context["forms"].typed()) | {"incidents-resume": "1"})


def test_what_was_entered_opens_in_the_application_form_and_nothing_is_sent(client, world):
    half = block(1, on={"month": "3", "year": "2026"}, told=world.council.pk)
    answers = {"persists": "yes", "others": "4", "exclusions": ["none"]}
    page = carried(client, world, *reported(world, times=1), half, **answers)
    forms = page.context["forms"]
    assert not forms.has_errors
    first, second = forms.incidents.forms
    assert first["occurred_on"].value() == ["11", "5", "2026"]
    assert first["first_told"].value() == str(world.police.pk)
    assert first["first_on"].value() == ["12", "5", "2026"]
    assert second["occurred_on"].value() == ["", "3", "2026"]
    assert second["first_told"].value() == str(world.council.pk)
    now = {name: forms.now[name].value() for name in forms.now.fields}
    assert now["persists"] == "yes"
    assert now["others_affected"] == "yes"
    assert now["timeframe_unexpired"] == now["conduct_of_one_agency"] == "no"
    text = text_of(page)
    assert "We have filled in what you entered in the check." in text
    assert "There is a problem" not in text
    with world.inside():
        assert not Application.objects.exists()


def test_what_somebody_else_reported_is_told_in_words_not_as_ones_own_report(client, world):
    page = carried(client, world, *reported(world, times=1, reporter="else"))
    (only,) = page.context["forms"].incidents.forms
    assert only["description"].value() == (
        "Somebody else told Nottinghamshire Police about this (12 5 2026).\n"
    )
    assert not only["first_told"].value()


def test_blocks_left_empty_are_not_carried(client, world):
    empty = block(0)
    (second,) = reported(world, times=1, start=1)
    page = carried(client, world, empty, second)
    assert len(page.context["forms"].incidents.forms) == 1


def test_the_carried_form_can_be_completed_and_sent_once(client, world):
    """A month is taken as it stands; a report without any day is asked for, and nothing is lost."""
    half = block(1, on={"month": "3", "year": "2026"}, told=world.council.pk)
    page = carried(client, world, *reported(world, times=1), half, persists="yes")
    forms = page.context["forms"]
    key = forms.who["key"].value()
    complete = joans_form(world, on=TODAY, incidents=2, key=key)
    for index in range(2):
        prefix = f"incidents-{index}-"
        form = forms.incidents.forms[index]
        for name in ("occurred_on", "first_on"):
            for part, value in zip(("day", "month", "year"), form[name].value(), strict=True):
                complete[f"{prefix}{name}_{part}"] = value or ""
        complete[f"{prefix}first_told"] = form["first_told"].value()
    again = client.post(APPLY, complete)
    assert dict(again.context["forms"].incidents.forms[1].errors) == {
        "first_on": ["Enter when you told them. The month and the year will do"]
    }
    assert 'name="incidents-1-occurred_on_month" value="3"' in text_of(again)
    complete |= {"incidents-1-first_on_month": "March", "incidents-1-first_on_year": "2026"}
    for _twice in range(2):
        assert client.post(APPLY, complete).status_code == 302
    with world.inside():
        assert Application.objects.count() == 1
        assert Incident.objects.count() == 2
        happened = set(Incident.objects.values_list("occurred_on", "occurred_until"))
        told = set(Report.objects.values_list("agency__name", "reported_on", "reported_until"))
    assert happened == {(dt.date(2026, 5, 11), None), MARCH}
    assert told == {
        ("Nottinghamshire Police", dt.date(2026, 5, 12), None),
        ("Bassetlaw District Council", *MARCH),
    }


def test_unfinished_and_wrong_entries_are_carried_as_they_stand(client, world):
    wrong = block(0, on={"day": "31", "month": "2", "year": "2026"}, told="other")
    page = client.post(APPLY, typed(wrong, others="many") | {"incidents-resume": "1"})
    forms = page.context["forms"]
    assert not forms.has_errors
    assert forms.incidents.forms[0]["occurred_on"].value() == ["31", "2", "2026"]
    assert forms.incidents.forms[0]["first_told"].value() == "other"
    assert client.post(APPLY, {"incidents-resume": "1"}).status_code == 200


# --- Entry points, words, names -----------------------------------------------------------------


def test_the_partnerships_page_and_the_application_form_lead_to_the_check(client, world):
    for address in (f"/p/{SLUG}/", APPLY):
        assert f'href="{CHECK}"' in client.get(address).content.decode()


def test_a_very_long_partnership_name_is_shown_whole(client, world):
    name = "Partnership of the Districts of " + "Upper and Lower Wolds, " * 5
    Partnership.objects.filter(pk=world.partnership.pk).update(name=name[:150])
    for page in (client.get(CHECK), client.post(CHECK, typed(*reported(world, times=1)))):
        assert name[:150].rstrip() in text_of(page)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_child_of_ten_can_read_questions_and_answers(client, world, name):
    in_force(world, shipped(name))
    late = block(0, on=days_ago(90), told=world.police.pk, told_on=days_ago(20))
    pages = [
        client.get(CHECK),
        client.post(CHECK, typed(*reported(world, times=2), harm="yes")),
        client.post(CHECK, typed(late, block(1, on=days_ago(3)), others="0")),
    ]
    for page in pages:
        sentences = sentences_of(html.unescape(page.content.decode()))
        assert grade(sentences) <= 5.0
        assert max(len(sentence.split()) for sentence in sentences) <= 32


@pytest.mark.parametrize("incidents", [1, 12])
def test_the_check_asks_the_same_number_of_questions_of_the_database(
    client, world, incidents, django_assert_num_queries
):
    with django_assert_num_queries(7):
        client.post(CHECK, typed(*reported(world, times=incidents)))


def test_wrong_methods_and_unknown_partnerships(client, world):
    assert client.put(CHECK).status_code == 405
    assert client.get("/p/nowhere/check/").status_code == 404
