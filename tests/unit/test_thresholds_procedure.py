"""Reading published procedures: what is shipped reads, what is wrong is refused by its path."""

import json
from datetime import time
from pathlib import Path

import pytest

from thresholds.limits import Anchor, Basis, Direction, LimitUnit, ReceiptConvention
from thresholds.procedure import NoSuchLimitError, ProcedureError, parse_procedure, to_json
from thresholds.routes import Factor, SeveralPeople

ROOT = Path(__file__).parents[2]
PUBLISHED = sorted((ROOT / "thresholds" / "published").glob("*.json"))
EXAMPLE = ROOT / "docs" / "examples" / "bassetlaw-newark-sherwood.json"


def loaded(path=EXAMPLE):
    return json.loads(path.read_text(encoding="utf-8"))


def published(name):
    return parse_procedure(loaded(ROOT / "thresholds" / "published" / f"{name}.json"))


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_every_published_procedure_reads_and_writes_back_the_same(path):
    data = loaded(path)
    assert to_json(parse_procedure(data)) == data
    assert parse_procedure(to_json(parse_procedure(data))) == parse_procedure(data)


def test_four_procedures_are_published():
    assert [path.stem for path in PUBLISHED] == [
        "ashfield",
        "bassetlaw-newark-sherwood",
        "richmond-upon-thames",
        "staffordshire",
    ]


def test_the_example_in_the_docs_is_the_published_one():
    assert loaded() == loaded(ROOT / "thresholds" / "published" / EXAMPLE.name)


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


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_what_is_not_published_is_marked_for_confirmation(path):
    procedure = parse_procedure(loaded(path))
    assert procedure.risk_matrix.label.endswith("to be confirmed with the partnership")
    settings = {question.setting for question in procedure.open_questions}
    for number, limit in enumerate(procedure.time_limits):
        if limit.basis is Basis.TO_BE_CONFIRMED:
            assert f"time_limits[{number}]" in settings


def test_limits_are_found_by_name_and_by_anchor():
    procedure = parse_procedure(loaded())
    assert [limit.name for limit in procedure.limits_from(Anchor.RECEIPT)] == [
        "acknowledge",
        "respond",
    ]
    assert procedure.has_limit("respond")
    assert not procedure.has_limit("outcome")
    with pytest.raises(NoSuchLimitError, match="'outcome'; published: acknowledge, respond"):
        procedure.limit("outcome")


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
    assert to_json(parse_procedure(data)) == data


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


ROUTES = ("threshold", "routes")


@pytest.mark.parametrize(
    ("change", "path", "says"),
    [
        (put("format", value=2), "format", "from 1 to 1; got 2"),
        (put("surprise", value=1), "surprise", "is not known here; allowed: format, title"),
        (remove("names"), "names", "is missing"),
        (put("names", "panel", value=""), "names.panel", "must be text of 1 to"),
        (put("names", "panel", value="x" * 4001), "names.panel", "of 1 to 4000 characters"),
        (put("names", "panel", value=" LMAPS"), "names.panel", "without spaces around it"),
        (put("names", "panel", value=None), "names.panel", "must be text; got nothing (null)"),
        (put("names", value=[]), "names", "must be an object; got a list"),
        (put("exclusions", value={}), "exclusions", "must be a list; got an object"),
        (put("exclusions", value="none"), "exclusions", "must be a list; got text"),
        (put("peer_review_considered", value="yes"), "peer_review_considered", "true or false"),
        (put("peer_review_considered", value=1), "peer_review_considered", "got the number 1"),
        (put(*ROUTES, 0, "count", value=0), "threshold.routes[0].count", "from 1 to 50; got 0"),
        (put(*ROUTES, 0, "count", value=-3), "threshold.routes[0].count", "got -3"),
        (put(*ROUTES, 0, "count", value=3.0), "threshold.routes[0].count", "a whole number"),
        (put(*ROUTES, 0, "count", value=True), "threshold.routes[0].count", "a whole number"),
        (put(*ROUTES, 0, "count", value="3"), "threshold.routes[0].count", "got text"),
        (put(*ROUTES, 0, "window", "n", value=-6), "threshold.routes[0].window.n", "got -6"),
        (
            put("threshold", "report_within", value={"n": 367, "unit": "day"}),
            "threshold.report_within.n",
            "from 1 to 366",
        ),
        (put(*ROUTES, 0, "window", "n", value=121), "threshold.routes[0].window.n", "at most 120"),
        (
            put(*ROUTES, 0, "window", "unit", value="fortnight"),
            "threshold.routes[0].window.unit",
            "must be one of day, week, month; got 'fortnight'",
        ),
        (
            put(*ROUTES, 0, "kind", value="dice"),
            "threshold.routes[0].kind",
            "must be one of individual_reports, several_people, discretion; got 'dice'",
        ),
        (remove(*ROUTES, 0, "kind"), "threshold.routes[0].kind", "got None"),
        (put(*ROUTES, 0, value="any"), "threshold.routes[0]", "must be an object; got text"),
        (put(*ROUTES, value=[]), "threshold.routes", "at least one entry"),
        (put(*ROUTES, 1, "code", value="individual"), "threshold.routes", "comes twice"),
        (put(*ROUTES, 1, "reports", value=4), "threshold.routes[1].reports", "at least 5"),
        (
            put(*ROUTES, 2, "factors", value=["harm", "harm"]),
            "threshold.routes[2].factors",
            "twice",
        ),
        (put(*ROUTES, 2, "factors", value=[]), "threshold.routes[2].factors", "at least one"),
        (
            put("threshold", "statute", "count", value=4),
            "threshold.statute.count",
            "from 1 to 3; got 4",
        ),
        (put("time_limits", 0, "count", value=0), "time_limits[0].count", "from 1 to 1000"),
        (
            put("time_limits", 0, "anchor", value="full_moon"),
            "time_limits[0].anchor",
            "must be one of receipt, acknowledgement",
        ),
        (put("time_limits", 0, "unit", value=1), "time_limits[0].unit", "must be one of"),
        (
            put("time_limits", 0, "name", value="Acknowledge"),
            "time_limits[0].name",
            "small letters",
        ),
        (put("time_limits", 1, "name", value="acknowledge"), "time_limits", "comes twice"),
        (put("time_limits", 0, "met_by", value=["told"]), "time_limits[0].met_by", "decision.made"),
        (
            put("policing_body_review", "window", value="appeal"),
            "policing_body_review.window",
            "must name one of the time limits: acknowledge, respond",
        ),
        (
            put("policing_body_review", "grounds", 1, "code", value="threshold_decision"),
            "policing_body_review.grounds",
            "comes twice",
        ),
        (put("exclusions", 1, "code", value="agency_timeframe_unexpired"), "exclusions", "twice"),
        (
            put("open_questions", 0, "setting", value="threshold.routes[3].applicant_counts"),
            "open_questions[0].setting",
            "path of a setting",
        ),
        (
            put("open_questions", 0, "setting", value="threshold.weather"),
            "open_questions[0].setting",
            "path of a setting",
        ),
        (put("counting", "receipt", value="later"), "counting.receipt", "actual_date"),
        (put("counting", "office_closes", value="5pm"), "counting.office_closes", "'17:00'"),
        (put("counting", "office_closes", value="25:00"), "counting.office_closes", "'17:00'"),
        (put("counting", "office_closes", value=17), "counting.office_closes", "'17:00'"),
    ],
)
def test_what_is_wrong_is_refused_by_its_path(change, path, says):
    data = loaded()
    change(data)
    with pytest.raises(ProcedureError) as refused:
        parse_procedure(data)
    assert refused.value.path == f"procedure.{path}"
    assert says in refused.value.message
    assert str(refused.value) == f"procedure.{path}: {refused.value.message}"


def test_a_procedure_is_an_object():
    with pytest.raises(ProcedureError, match="procedure: must be an object; got a list"):
        parse_procedure([])
