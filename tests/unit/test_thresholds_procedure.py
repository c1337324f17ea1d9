"""Reading published procedures: what is shipped reads, what is wrong is refused by its path."""

import hashlib
import json
from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest

from thresholds.limits import Anchor, Basis, Direction, LimitUnit, ReceiptConvention
from thresholds.procedure import (
    NoSuchLimitError,
    Procedure,
    ProcedureError,
    parse_procedure,
    to_json,
)
from thresholds.routes import Factor, SeveralPeople
from thresholds.shared_parts import SHARED

ROOT = Path(__file__).parents[2]
PUBLISHED = sorted((ROOT / "thresholds" / "published").glob("*.json"))
EXAMPLE = ROOT / "docs" / "examples" / "bassetlaw-newark-sherwood.json"


def loaded(path=EXAMPLE):
    return json.loads(path.read_text(encoding="utf-8"))


def published(name):
    return parse_procedure(loaded(ROOT / "thresholds" / "published" / f"{name}.json"))


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_every_published_procedure_is_written_complete_and_reads_back_the_same(path):
    procedure = parse_procedure(loaded(path))
    complete = to_json(procedure)
    assert "includes" not in complete
    assert parse_procedure(json.loads(json.dumps(complete))) == procedure


def test_the_twenty_procedures_are_published():
    assert [path.stem for path in PUBLISHED] == [
        "ashfield",
        "bassetlaw-newark-sherwood",
        "bedford",
        "birmingham",
        "buckinghamshire",
        "cambridge",
        "chelmsford",
        "darlington",
        "elmbridge",
        "gosport",
        "hillingdon",
        "horsham",
        "north-somerset",
        "nuneaton-bedworth",
        "plymouth",
        "richmond-upon-thames",
        "south-wales",
        "staffordshire",
        "stockton-on-tees",
        "tameside",
    ]


def test_the_example_in_the_docs_is_the_published_one_and_leaves_nothing_out():
    assert EXAMPLE.read_bytes() == (ROOT / "thresholds/published" / EXAMPLE.name).read_bytes()
    assert to_json(parse_procedure(loaded())) == loaded()


def test_bassetlaw_newark_and_sherwood_says_what_its_page_says():
    procedure = parse_procedure(loaded())
    acknowledge, respond = procedure.limit("acknowledge"), procedure.limit("respond")
    assert (acknowledge.count, acknowledge.unit, acknowledge.anchor) == (
        3,
        LimitUnit.WORKING_DAY,
        Anchor.RECEIPT,
    )
    assert (respond.count, respond.unit, respond.anchor) == (
        25,
        LimitUnit.WORKING_DAY,
        Anchor.RECEIPT,
    )
    assert acknowledge.basis is respond.basis is Basis.PUBLISHED
    individual, several, harm = procedure.threshold.routes
    assert (individual.count, individual.window.n, individual.related, individual.persists) == (
        3,
        6,
        True,
        True,
    )
    assert isinstance(several, SeveralPeople)
    assert (several.people, several.window.n) == (5, 6)
    assert harm.factors == (Factor.HARM, Factor.VULNERABILITY)
    assert procedure.threshold.report_within.text == "one month"
    assert [exclusion.code for exclusion in procedure.exclusions] == [
        "agency_timeframe_unexpired",
        "single_agency_conduct_complaint",
    ]
    assert procedure.names.panel == "LMAPS"
    assert procedure.peer_review_considered
    assert procedure.counting.receipt is ReceiptConvention.ACTUAL_DATE


def test_richmond_counts_back_from_its_meeting():
    papers = published("richmond-upon-thames").limit("papers")
    assert papers.direction is Direction.BEFORE
    assert papers.length == "2 working days"


def test_limits_are_found_by_name_and_by_anchor():
    procedure = parse_procedure(loaded())
    assert [limit.name for limit in procedure.limits_from(Anchor.RECEIPT)] == [
        "acknowledge",
        "respond",
    ]
    assert procedure.has_limit("respond")
    assert not procedure.has_limit("outcome")
    for asked, published_names in [
        (procedure, "acknowledge, respond, plan_progress, request_pcc_review"),
        (replace(procedure, time_limits=()), "none"),
    ]:
        with pytest.raises(NoSuchLimitError) as refused:
            asked.limit("outcome")
        assert str(refused.value) == f"no time limit 'outcome'; published: {published_names}"


def test_what_may_be_left_out_has_the_documented_default():
    data = loaded()
    data["counting"] = {}
    for key in ("applicant_counts", "separate_incidents_required", "same_place"):
        del data["threshold"]["routes"][1][key]
    del data["threshold"]["sources_not_counted"]
    del data["threshold"]["report_within"]["counting"]
    assert parse_procedure(data) == parse_procedure(loaded())


def test_the_longest_periods_are_a_year_of_days_and_ten_years_of_months():
    data = loaded()
    for n, unit in [(366, "day"), (120, "month")]:
        data["threshold"]["report_within"] = {"n": n, "unit": unit}
        assert parse_procedure(data).threshold.report_within.n == n


def test_the_longest_text_is_4000_characters():
    data = loaded()
    data["letters"]["support"] = "x" * 4000
    assert len(parse_procedure(data).letters.support) == 4000


def test_office_hours_are_read_and_written():
    data = loaded()
    data["counting"] = {"receipt": "next_working_day", "office_closes": "17:00"}
    assert parse_procedure(data).counting.office_closes == time(17)
    assert to_json(parse_procedure(data)) == to_json(parse_procedure(loaded())) | {
        "counting": data["counting"]
    }


def put(*steps, value):
    def change(data):
        for step in steps[:-1]:
            data = data[step]
        data[steps[-1]] = value

    return change


def remove(*steps):
    def change(data):
        for step in steps[:-1]:
            data = data[step]
        del data[steps[-1]]

    return change


ANCHORS = ", ".join(Anchor)
FIELDS = ", ".join(Procedure.__dataclass_fields__)
ROUTES = ("threshold", "routes")
AT_MEETING = {"name": "review", "title": "Review", "anchor": "receipt", "owner": "lmaps_chair"}
CONDITION = {"code": "case_closed", "title": "Closed", "wording": "The case is closed."}
ONE_INCIDENT = {
    "kind": "one_incident",
    "code": "one",
    "title": "Five reports",
    "clause": "c",
    "count": 5,
    "window": None,
}


@pytest.mark.parametrize(
    ("change", "path", "says"),
    [
        (put("format", value=2), "format", "must be a whole number from 1 to 1; got 2"),
        (put("surprise", value=1), "surprise", f"is not known here; allowed: {FIELDS}"),
        (remove("names"), "names", "is missing"),
        (
            put("names", "panel", value=""),
            "names.panel",
            "must be text of 1 to 4000 characters without spaces around it",
        ),
        (
            put("names", "panel", value="x" * 4001),
            "names.panel",
            "must be text of 1 to 4000 characters without spaces around it",
        ),
        (
            put("names", "panel", value=" LMAPS"),
            "names.panel",
            "must be text of 1 to 4000 characters without spaces around it",
        ),
        (put("names", "panel", value=None), "names.panel", "must be text; got nothing (null)"),
        (put("names", value=[]), "names", "must be an object; got a list"),
        (put("exclusions", value={}), "exclusions", "must be a list; got an object"),
        (put("exclusions", value="none"), "exclusions", "must be a list; got text"),
        (
            put("peer_review_considered", value="yes"),
            "peer_review_considered",
            "must be true or false; got text",
        ),
        (
            put("peer_review_considered", value=1),
            "peer_review_considered",
            "must be true or false; got the number 1",
        ),
        (
            put(*ROUTES, 0, "count", value=0),
            "threshold.routes[0].count",
            "must be a whole number from 1 to 50; got 0",
        ),
        (
            put(*ROUTES, 0, "count", value=-3),
            "threshold.routes[0].count",
            "must be a whole number from 1 to 50; got -3",
        ),
        (
            put(*ROUTES, 0, "count", value=3.0),
            "threshold.routes[0].count",
            "must be a whole number; got the number 3.0",
        ),
        (
            put(*ROUTES, 0, "count", value=True),
            "threshold.routes[0].count",
            "must be a whole number; got true or false",
        ),
        (
            put(*ROUTES, 0, "count", value="3"),
            "threshold.routes[0].count",
            "must be a whole number; got text",
        ),
        (
            put(*ROUTES, 0, "window", "n", value=-6),
            "threshold.routes[0].window.n",
            "must be a whole number from 1 to 366; got -6",
        ),
        (
            put("threshold", "report_within", value={"n": 367, "unit": "day"}),
            "threshold.report_within.n",
            "must be a whole number from 1 to 366; got 367",
        ),
        (
            put(*ROUTES, 0, "window", "n", value=121),
            "threshold.routes[0].window.n",
            "must be at most 120 for months; got 121",
        ),
        (
            put(*ROUTES, 0, "window", "unit", value="fortnight"),
            "threshold.routes[0].window.unit",
            "must be one of day, week, month; got 'fortnight'",
        ),
        (
            put(*ROUTES, 0, "kind", value="dice"),
            "threshold.routes[0].kind",
            "must be one of individual_reports, several_people, one_incident, discretion; "
            "got 'dice'",
        ),
        (
            remove(*ROUTES, 0, "kind"),
            "threshold.routes[0].kind",
            "must be one of individual_reports, several_people, one_incident, discretion; got None",
        ),
        (put(*ROUTES, 0, value="any"), "threshold.routes[0]", "must be an object; got text"),
        (put(*ROUTES, value=[]), "threshold.routes", "must have at least one entry"),
        (
            put(*ROUTES, 1, "code", value="individual"),
            "threshold.routes",
            "the code 'individual' comes twice",
        ),
        (
            put(*ROUTES, 1, "reports", value=4),
            "threshold.routes[1].reports",
            "must be at least 5, the number of people",
        ),
        (
            put(*ROUTES, 2, "factors", value=["harm", "harm"]),
            "threshold.routes[2].factors",
            "'harm' comes twice",
        ),
        (
            put(*ROUTES, 2, "factors", value=[]),
            "threshold.routes[2].factors",
            "must have at least one entry where there are no reasons, risk_bands or senior_role",
        ),
        (
            put("threshold", "statute", "count", value=4),
            "threshold.statute.count",
            "must be a whole number from 1 to 3; got 4",
        ),
        (
            put("time_limits", 0, "count", value=0),
            "time_limits[0].count",
            "must be a whole number from 1 to 1000; got 0",
        ),
        (
            put("time_limits", 0, "anchor", value="full_moon"),
            "time_limits[0].anchor",
            f"must be one of {ANCHORS}; got 'full_moon'",
        ),
        (
            put("time_limits", 0, "unit", value=1),
            "time_limits[0].unit",
            "must be one of working_day, day, week, month; got 1",
        ),
        (
            put("time_limits", 0, "name", value="Acknowledge"),
            "time_limits[0].name",
            "must be small letters, digits and _, beginning with a letter; got 'Acknowledge'",
        ),
        (
            put("time_limits", 1, "name", value="acknowledge"),
            "time_limits",
            "the name 'acknowledge' comes twice",
        ),
        (
            put("time_limits", 0, "met_by", value=["told"]),
            "time_limits[0].met_by",
            "must be kinds of events such as 'decision.made'; got 'told'",
        ),
        (
            put("policing_body_review", "window", value="appeal"),
            "policing_body_review.window",
            "must name one of the time limits: acknowledge, respond, plan_progress, "
            "request_pcc_review",
        ),
        (
            put("policing_body_review", "grounds", 1, "code", value="threshold_decision"),
            "policing_body_review.grounds",
            "the code 'threshold_decision' comes twice",
        ),
        (
            put("exclusions", 1, "code", value="agency_timeframe_unexpired"),
            "exclusions",
            "the code 'agency_timeframe_unexpired' comes twice",
        ),
        (
            put("open_questions", 0, "setting", value="threshold.routes[3].applicant_counts"),
            "open_questions[0].setting",
            "must be the path of a setting",
        ),
        (
            put("open_questions", 0, "setting", value="threshold.weather"),
            "open_questions[0].setting",
            "must be the path of a setting",
        ),
        (
            put("includes", value="common-1999"),
            "includes",
            "must be one of common-2026-1; got 'common-1999'",
        ),
        (
            put("includes", value=["common-2026-1"]),
            "includes",
            "must be one of common-2026-1; got ['common-2026-1']",
        ),
        (
            put("time_limits", 1, "anchor", value="acknowledge"),
            "time_limits[1].anchor",
            f"must be one of {ANCHORS}; got 'acknowledge'",
        ),
        (
            put("time_limits", 0, "direction", value="before"),
            "time_limits[0].direction",
            "must be after, unless the anchor is the meeting, which is planned",
        ),
        (
            put("meeting_limits", value=[AT_MEETING, AT_MEETING]),
            "meeting_limits",
            "the name 'review' comes twice",
        ),
        (
            put("meeting_limits", value=[AT_MEETING | {"name": "respond"}]),
            "meeting_limits",
            "the name 'respond' comes twice",
        ),
        (
            put("meeting_limits", value=[AT_MEETING | {"notice_days": 0}]),
            "meeting_limits[0].notice_days",
            "must be a whole number from 1 to 366; got 0",
        ),
        (
            put("meeting_limits", value=[AT_MEETING | {"anchor": "next_meeting"}]),
            "meeting_limits[0].anchor",
            f"must be one of {ANCHORS}; got 'next_meeting'",
        ),
        (
            put(*ROUTES, 0, "hate", value={"at_least": 4}),
            "threshold.routes[0].hate.at_least",
            "must be at most 3, the number of reports",
        ),
        (
            put(*ROUTES, 1, "hate", value={"at_least": 6}),
            "threshold.routes[1].hate.at_least",
            "must be at most 5, the number of reports",
        ),
        (
            put(*ROUTES, 1, value=ONE_INCIDENT | {"hate": {"at_least": 6}}),
            "threshold.routes[1].hate.at_least",
            "must be at most 5, the number of reports",
        ),
        (
            put(*ROUTES, 1, "hate", value={"characteristics": ["Race"]}),
            "threshold.routes[1].hate.characteristics",
            "must be small letters, digits and _ each; got 'Race'",
        ),
        (
            put(*ROUTES, 1, value=ONE_INCIDENT | {"people": 6}),
            "threshold.routes[1].people",
            "must be at most 5, the number of reports",
        ),
        (
            put(*ROUTES, 1, value=ONE_INCIDENT | {"count": 1}),
            "threshold.routes[1].count",
            "must be a whole number from 2 to 50; got 1",
        ),
        (
            put(*ROUTES, 2, "risk_bands", value=["severe"]),
            "threshold.routes[2].risk_bands",
            "must name bands of the risk matrix: standard, medium, high; got 'severe'",
        ),
        (
            put(*ROUTES, 2, "needs", value="most"),
            "threshold.routes[2].needs",
            "must be one of any, all; got 'most'",
        ),
        (
            put("threshold", "conditions", value=[CONDITION | {"routes": ["neighbours"]}]),
            "threshold.conditions[0].routes",
            "must name routes: individual, several_people, discretion; got 'neighbours'",
        ),
        (
            put("threshold", "conditions", value=[CONDITION, CONDITION]),
            "threshold.conditions",
            "the code 'case_closed' comes twice among conditions and reasons",
        ),
        (
            put("exclusions", 0, "seen_from", value={"kind": "weather"}),
            "exclusions[0].seen_from.kind",
            "must be one of one_agency, too_recent, historic; got 'weather'",
        ),
        (
            put("threshold", "bodies_counted", value=["police", "police"]),
            "threshold.bodies_counted",
            "'police' comes twice",
        ),
        (
            put("threshold", "application_within", value={"within": {"n": 0, "unit": "day"}}),
            "threshold.application_within.within.n",
            "must be a whole number from 1 to 366; got 0",
        ),
        (
            put("counting", "receipt", value="later"),
            "counting.receipt",
            "must be one of actual_date, next_working_day; got 'later'",
        ),
        (
            put("counting", "office_closes", value="5pm"),
            "counting.office_closes",
            "must be a time such as '17:00'; got '5pm'",
        ),
        (
            put("counting", "office_closes", value="25:00"),
            "counting.office_closes",
            "must be a time such as '17:00'; got '25:00'",
        ),
        (
            put("counting", "office_closes", value=17),
            "counting.office_closes",
            "must be a time such as '17:00'; got 17",
        ),
    ],
)
def test_what_is_wrong_is_refused_by_its_path(change, path, says):
    data = loaded()
    change(data)
    with pytest.raises(ProcedureError) as refused:
        parse_procedure(data)
    assert (refused.value.path, refused.value.message) == (f"procedure.{path}", says)
    assert str(refused.value) == f"procedure.{path}: {refused.value.message}"


def test_all_of_a_route_s_reports_may_be_of_different_people_and_about_hate():
    data = loaded()
    data["threshold"]["routes"][0]["hate"] = {"at_least": 3}
    data["threshold"]["routes"][1] = ONE_INCIDENT | {"people": 5, "hate": {"at_least": 5}}
    data["open_questions"] = []
    individual, one, _ = parse_procedure(data).threshold.routes
    assert (individual.hate.at_least, one.hate.at_least, one.people) == (3, 5, 5)


def test_an_answer_belongs_to_one_question():
    data = loaded()
    data["threshold"]["conditions"] = [CONDITION]
    data["exclusions"][1]["code"] = "case_closed"
    with pytest.raises(ProcedureError) as refused:
        parse_procedure(data)
    assert refused.value.path == "procedure.exclusions[1].code"
    assert refused.value.message == "'case_closed' is already the code of a condition or reason"


@pytest.mark.parametrize(
    ("setting", "leads"),
    [
        ("format", True),
        ("threshold.routes", True),
        ("threshold.routes[2].factors[1]", True),
        ("time_limits[0].count", True),
        ("threshold.routes[3]", False),
        ("threshold.routes[0][0]", False),
        ("names.panel[0]", False),
        ("names.panel.first", False),
        ("names.banner", False),
        ("names.", False),
        ("Names", False),
        ("threshold routes", False),
    ],
)
def test_an_open_question_is_about_a_setting_that_is_there(setting, leads):
    data = loaded()
    data["open_questions"][1]["setting"] = setting
    if leads:
        assert parse_procedure(data).open_questions[1].setting == setting
        return
    with pytest.raises(ProcedureError) as refused:
        parse_procedure(data, path="draft")
    assert str(refused.value) == "draft.open_questions[1].setting: must be the path of a setting"


def test_a_discretion_may_rest_on_any_of_its_grounds_but_not_on_nothing():
    for ground in [
        {"senior_role": "chief inspector"},
        {"risk_bands": ["high"]},
        {"reasons": [{"code": "impact", "title": "Impact", "wording": "It adds up."}]},
    ]:
        data = loaded()
        data["threshold"]["routes"][2].update(factors=[], **ground)
        assert parse_procedure(data).threshold.routes[2].factors == ()


def test_what_a_procedure_includes_gives_way_to_what_it_says_itself():
    common = loaded(SHARED / "common-2026-1.json")
    data = loaded(ROOT / "thresholds" / "published" / "horsham.json")
    data["letters"] = {"support": "Ring Sussex Victim Support."}
    data["assessed_by"] = ["council"]
    procedure = parse_procedure(data)
    assert procedure.letters.support == "Ring Sussex Victim Support."
    assert procedure.letters.emergency == common["letters"]["emergency"]
    assert procedure.assessed_by == ("council",)
    assert procedure.names.contact_short == "SPOC"
    assert loaded(SHARED / "common-2026-1.json") == common


def test_without_its_shared_parts_a_procedure_is_not_complete():
    data = loaded(ROOT / "thresholds" / "published" / "horsham.json")
    del data["includes"]
    with pytest.raises(ProcedureError, match=r"procedure\.format: is missing"):
        parse_procedure(data)


def test_shared_parts_never_change_once_they_are_shipped():
    """A stored text is complete, but a file that includes them would change: use a new name."""
    shipped = {
        path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in SHARED.glob("*.json")
    }
    assert shipped == {
        "common-2026-1": "2e76523efa75032d19a29ddd9b2562c256076758e613841c6ffbe6f69627493d",
    }


def test_what_was_stored_before_the_format_grew_still_reads():
    """As a partnership published it in the first version of format 1."""
    stored = loaded(ROOT / "tests" / "specs" / "procedure_of_the_first_release.json")
    procedure = parse_procedure(stored)
    assert not [key for key in ("meeting_limits", "includes") if key in stored]
    assert procedure.meeting_limits == ()
    assert procedure.threshold.conditions == ()
    assert [route.code for route in procedure.threshold.routes] == ["individual", "discretion"]


def test_a_procedure_is_an_object():
    with pytest.raises(ProcedureError, match="procedure: must be an object; got a list"):
        parse_procedure([])
