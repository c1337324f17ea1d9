"""The threshold evaluated (tests/specs/threshold.csv), and what always holds of an outcome.

A report in the table reads: incident, day it happened, day of the report, who reported, and
what else is known of it; a question mark is a thing not known.
"""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.specs.tables import rows
from thresholds.facts import (
    Answer,
    Facts,
    FactsError,
    Incident,
    Report,
    facts_to_json,
    parse_facts,
)
from thresholds.findings import Finding, Outcome, OutcomeError, Suggestion, all_of, any_of
from thresholds.procedure import parse_procedure
from thresholds.threshold import evaluate

ROOT = Path(__file__).parents[2]


def procedure(name, **changes):
    path = ROOT / "thresholds" / "published" / f"{name}.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    for setting, value in changes.items():
        data["threshold"]["routes"][1][setting] = value
    return parse_procedure(data)


BASSETLAW = procedure("bassetlaw-newark-sherwood")
ASHFIELD = procedure("ashfield")
APPLIED = date(2026, 5, 2)


def day(cell):
    return None if cell == "?" else date.fromisoformat(cell)


def person(cell):
    return {"?": None, "me": "applicant"}.get(cell, cell)


def facts_of(reports, *, applied=APPLIED, answers="", places=None):
    """Facts from the shorthand of the table."""
    incidents = {}
    lines = [line.split() for line in reports.split(";") if line.strip()]
    for number, (key, happened, reported, who, *more) in enumerate(lines):
        incident = incidents.setdefault(
            key,
            Incident(
                key=key,
                occurred_on=day(happened),
                related="no" if "unrelated" in more else "yes",
                related_reason="another problem" if "unrelated" in more else None,
                place_key=(places or {}).get(key),
            ),
        )
        if "relation_unknown" in more:
            incident = replace(incident, related=Answer.UNKNOWN)
        report = Report(
            key=f"report-{number}",
            reporter_key=person(who),
            reported_on=day(reported),
            standing="not_found" if "not_found" in more else "claimed",
            rebutted_reason="it was about another address" if "rebutted" in more else None,
            source="diary_sheet" if "diary_sheet" in more else "complaint",
        )
        incidents[key] = replace(incident, reports=(*incident.reports, report))
    given_answers = dict(pair.split("=") for pair in answers.split())
    return Facts(
        application_on=applied,
        applicant_key="applicant",
        incidents=incidents.values(),
        **given_answers,
    )


def route(outcome, code):
    (found,) = [one for one in outcome.routes if one.code == code]
    return found


@pytest.mark.parametrize("row", rows("threshold.csv"))
def test_table(row):
    facts = facts_of(
        row["reports"], applied=date.fromisoformat(row["applied"]), answers=row["answers"]
    )
    outcome = evaluate(procedure(row["procedure"]), facts)
    assert outcome.statutory.finding == row["statutory"]
    for pair in row["routes"].split():
        code, finding = pair.split("=")
        assert (code, route(outcome, code).finding) == (code, finding)
    assert outcome.suggestion == row["suggestion"]


THREE = "a 2026-03-10 2026-03-12 me; b 2026-03-20 2026-03-20 me; c 2026-04-25 2026-04-30 me"
FIVE_ONE_INCIDENT = "; ".join(f"a 2026-04-20 2026-04-2{n} p{n}" for n in range(5))


def test_the_letter_says_what_was_counted_and_what_would_be_enough():
    outcome = evaluate(BASSETLAW, facts_of(THREE.rpartition(";")[0], answers="persists=yes"))
    individual = route(outcome, "individual")
    assert individual.wording == (
        "This asks for three separate incidents that you reported. We counted two. "
        "The problem goes on. So this part of our threshold is not met."
    )
    assert individual.cure == (
        "One more separate incident, reported within one month beginning with the day it "
        "happened, would be enough."
    )
    assert outcome.statutory.wording == (
        "The law asks for three complaints made in time about the behaviour. We counted two."
    )
    assert (individual.counted, individual.possible, individual.needed) == (2, 2, 3)
    assert individual.clause == "Published threshold (1)"
    assert outcome.statutory.clause.startswith("s.104(4)")


def test_what_is_not_known_is_asked_for():
    outcome = evaluate(BASSETLAW, facts_of(THREE.replace("2026-03-10", "?"), answers=""))
    individual = route(outcome, "individual")
    assert individual.wording == (
        "This asks for three separate incidents that you reported. We counted two, and one more "
        "may count once we know more. We do not know yet whether the problem goes on. "
        "So we cannot say yet whether this part of our threshold is met."
    )
    assert individual.criteria[0].facts_used == ("2 counted", "1 more may count", "3 needed")
    assert individual.cure == (
        "Tell us the dates and answers that are missing. Tell us whether the problem goes on."
    )


def test_doing_what_the_cure_says_meets_the_route():
    before = facts_of(THREE.rpartition(";")[0], answers="persists=yes")
    assert route(evaluate(BASSETLAW, before), "individual").finding is Finding.NOT_MET
    assert (
        route(evaluate(BASSETLAW, facts_of(THREE, answers="persists=yes")), "individual").finding
        is Finding.MET
    )


def test_a_local_condition_narrower_than_the_act_is_warned_of():
    outcome = evaluate(BASSETLAW, facts_of(THREE, answers="persists=no"))
    assert outcome.statutory_met
    assert outcome.warnings == (
        "The published routes are not met, but the test in the Act is. A local condition cannot "
        "be used to refuse this case (s.104(4)).",
    )


def test_an_exclusion_is_advice_and_warned_of_when_the_act_is_met():
    facts = facts_of(THREE, answers="persists=yes agency_timeframe_unexpired=yes")
    outcome = evaluate(BASSETLAW, facts)
    timeframe, conduct = outcome.exclusions
    assert (timeframe.applies, conduct.applies) == (Answer.YES, Answer.UNKNOWN)
    assert timeframe.advice.startswith("Please wait")
    assert outcome.suggestion is Suggestion.MET_STATUTORY
    assert len(outcome.warnings) == 1
    assert "cannot be used to refuse this case" in outcome.warnings[0]


def test_without_the_statute_nothing_is_warned_of():
    facts = facts_of("", answers="persists=no agency_timeframe_unexpired=yes")
    assert evaluate(BASSETLAW, facts).warnings == ()


def test_exclusions_that_only_one_area_has_are_answered_by_code():
    facts = replace(facts_of(THREE), answers={"service_complaint": Answer.YES})
    assert evaluate(ASHFIELD, facts).exclusions[0].applies is Answer.YES


def test_the_same_incident_told_to_several_agencies_is_said_to_count_once():
    reports = "a 2026-03-10 2026-03-10 me; a 2026-03-10 2026-03-11 me"
    outcome = evaluate(BASSETLAW, facts_of(reports))
    for found in (outcome.statutory, route(outcome, "individual")):
        assert [line.report for line in found.lines_counted] == ["report-0"]
        assert [line.reason for line in found.lines_not_counted] == [
            "the same incident is already counted once"
        ]


def test_the_applicant_can_be_left_out_of_the_five():
    five_with_me = FIVE_ONE_INCIDENT.replace("p0", "me")
    others_only = procedure("bassetlaw-newark-sherwood", applicant_counts=False)
    facts = facts_of(five_with_me, answers="persists=yes")
    assert route(evaluate(BASSETLAW, facts), "several_people").finding is Finding.MET
    found = route(evaluate(others_only, facts), "several_people")
    assert found.finding is Finding.NOT_MET
    assert "the applicant's own reports do not count on this route" in [
        line.reason for line in found.lines
    ]
    unknown = facts_of(five_with_me.replace(" me", " ?"), answers="persists=yes")
    assert route(evaluate(others_only, unknown), "several_people").finding is Finding.NOT_KNOWN


def test_five_people_may_be_asked_for_separate_incidents():
    separate = procedure("bassetlaw-newark-sherwood", separate_incidents_required=True)
    one_incident = facts_of(FIVE_ONE_INCIDENT, answers="persists=yes")
    assert route(evaluate(BASSETLAW, one_incident), "several_people").finding is Finding.MET
    found = route(evaluate(separate, one_incident), "several_people")
    assert (found.finding, found.counted) == (Finding.NOT_MET, 1)


def test_separate_incidents_are_given_out_so_that_most_people_have_one():
    separate = procedure("bassetlaw-newark-sherwood", separate_incidents_required=True)
    shared = "a 2026-04-20 2026-04-20 p0; a 2026-04-20 2026-04-20 p1"
    own = "; ".join(f"i{n} 2026-04-2{n} 2026-04-2{n} p{n}" for n in range(1, 5))
    facts = facts_of(f"{shared}; {own}", answers="persists=yes")
    assert route(evaluate(separate, facts), "several_people").finding is Finding.MET


def test_somebody_unknown_may_be_one_of_the_five():
    facts = facts_of(FIVE_ONE_INCIDENT.replace("p4", "?"), answers="persists=yes")
    found = route(evaluate(BASSETLAW, facts), "several_people")
    assert (found.finding, found.counted, found.possible) == (Finding.NOT_KNOWN, 4, 5)


def test_somebody_unknown_is_at_least_one_person():
    separate = procedure("bassetlaw-newark-sherwood", separate_incidents_required=True)
    nobody_known = "a 2026-04-20 2026-04-20 ?; b 2026-04-21 2026-04-21 ?"
    for asked in (BASSETLAW, separate):
        for reports, counted in [(nobody_known, 1), ("", 0)]:
            found = route(evaluate(asked, facts_of(reports)), "several_people")
            assert found.counted == counted


def test_discretion_that_is_used_asks_for_nothing_more():
    for harm, asks in [("yes", False), ("unknown", True)]:
        outcome = evaluate(BASSETLAW, facts_of("", answers=f"harm={harm}"))
        assert bool(route(outcome, "discretion").cure) is asks


def test_how_recent_something_must_be_is_said():
    staffordshire = evaluate(procedure("staffordshire"), facts_of(THREE))
    assert route(staffordshire, "individual").criteria[1].wording == (
        "The latest report must be no more than one month before you applied. It is."
    )
    ashfield = evaluate(ASHFIELD, facts_of(THREE, applied=date(2026, 6, 30)))
    assert route(ashfield, "individual").criteria[1].wording == (
        "The latest incident must be no more than one month before you applied. It is not."
    )


@pytest.mark.parametrize(
    ("first", "last", "finding"),
    [
        ("2026-01-10", "2026-01-11", Finding.MET),
        ("2026-07-08", "2026-07-09", Finding.MET),
        ("2026-07-09", "2026-07-10", Finding.NOT_KNOWN),
        ("2026-07-10", "2026-07-11", Finding.NOT_MET),
        ("2026-01-09", "2026-01-10", Finding.NOT_KNOWN),
        ("2026-01-08", "2026-01-09", Finding.NOT_MET),
    ],
)
def test_in_a_window_of_incidents_a_day_may_be_a_range(first, last, finding):
    """Beside incidents on 10 January and 9 July 2026, which the six months just hold."""
    data = json.loads(
        (ROOT / "thresholds" / "published" / "ashfield.json").read_text(encoding="utf-8")
    )
    data["threshold"]["report_within"] = None
    data["threshold"]["routes"][0].update(recency=None)
    edges = facts_of("a 2026-01-10 2026-01-10 me; c 2026-07-09 2026-07-09 me")
    between = Incident(
        key="b",
        occurred_on=date.fromisoformat(first),
        occurred_until=date.fromisoformat(last),
        related=Answer.YES,
        reports=[Report(key="b", reporter_key="applicant", reported_on=date(2026, 7, 12))],
    )
    facts = replace(edges, application_on=date(2026, 7, 20), incidents=(*edges.incidents, between))
    assert route(evaluate(parse_procedure(data), facts), "individual").finding is finding


def test_reports_at_one_place_may_be_asked_for():
    one_place = procedure("bassetlaw-newark-sherwood", same_place=True)
    reports = "; ".join(f"i{n} 2026-04-2{n} 2026-04-2{n} p{n}" for n in range(5))
    same = {f"i{n}": "corner" for n in range(5)}
    for places, finding in [
        (same, Finding.MET),
        (same | {"i4": "park"}, Finding.NOT_MET),
        (same | {"i4": None}, Finding.NOT_KNOWN),
        ({}, Finding.NOT_KNOWN),
    ]:
        facts = facts_of(reports, answers="persists=yes", places=places)
        assert route(evaluate(one_place, facts), "several_people").finding is finding


def test_an_agreement_may_be_needed_for_discretion():
    data = json.loads(
        (ROOT / "thresholds" / "published" / "ashfield.json").read_text(encoding="utf-8")
    )
    data["threshold"]["routes"][1]["senior_role"] = "head of service"
    with_senior = parse_procedure(data)
    for answers, finding, suggestion in [
        ("harm=yes", Finding.NOT_KNOWN, Suggestion.DISCRETION_OPEN),
        ("harm=yes senior_agreed=yes", Finding.MET, Suggestion.DISCRETION_OPEN),
        ("harm=yes senior_agreed=no", Finding.NOT_MET, Suggestion.NOT_MET),
        ("harm=no response_inadequate=no senior_agreed=yes", Finding.NOT_MET, Suggestion.NOT_MET),
    ]:
        outcome = evaluate(with_senior, facts_of("", answers=answers))
        assert (route(outcome, "discretion").finding, outcome.suggestion) == (finding, suggestion)
        assert "head of service" in route(outcome, "discretion").criteria[-1].wording


def test_the_latest_incident_need_not_have_been_reported():
    facts = facts_of(THREE, applied=date(2026, 6, 20))
    assert route(evaluate(ASHFIELD, facts), "individual").finding is Finding.NOT_MET
    newer = Incident(key="d", occurred_on=date(2026, 6, 10), related=Answer.YES)
    with_newer = replace(facts, incidents=(*facts.incidents, newer))
    assert route(evaluate(ASHFIELD, with_newer), "individual").finding is Finding.MET
    elsewhere = replace(newer, related=Answer.NO, related_reason="another street")
    with_other = replace(facts, incidents=(*facts.incidents, elsewhere))
    assert route(evaluate(ASHFIELD, with_other), "individual").finding is Finding.NOT_MET


def test_application_within_a_time_of_the_latest_incident_or_of_each_complaint():
    data = json.loads(
        (ROOT / "thresholds" / "published" / "ashfield.json").read_text(encoding="utf-8")
    )
    data["threshold"]["routes"][0]["recency"] = None
    month = {"n": 1, "unit": "month"}
    for anchor, finding in [("latest_incident", Finding.MET), ("complaint", Finding.NOT_MET)]:
        data["threshold"]["application_within"] = {"within": month, "anchor": anchor}
        outcome = evaluate(parse_procedure(data), facts_of(THREE))
        assert route(outcome, "individual").finding is finding


def test_each_report_may_count_where_incidents_need_not_be_separate():
    data = json.loads(
        (ROOT / "thresholds" / "published" / "ashfield.json").read_text(encoding="utf-8")
    )
    data["threshold"]["routes"][0]["distinct_incidents"] = False
    reports = "; ".join(f"a 2026-04-20 2026-04-2{n} me" for n in range(3))
    assert route(evaluate(ASHFIELD, facts_of(reports)), "individual").finding is Finding.NOT_MET
    every = evaluate(parse_procedure(data), facts_of(reports))
    assert route(every, "individual").finding is Finding.MET


def test_unrelated_without_a_reason_is_not_known():
    facts = facts_of(THREE, answers="persists=yes")
    first, *others = facts.incidents
    silent = replace(first, related=Answer.NO, related_reason=" ")
    outcome = evaluate(BASSETLAW, replace(facts, incidents=(silent, *others)))
    assert outcome.statutory.finding is Finding.NOT_KNOWN


def test_an_outcome_is_stored_and_read_back_equal():
    outcome = evaluate(BASSETLAW, facts_of(THREE, answers="persists=yes"))
    assert Outcome.from_json(json.loads(json.dumps(outcome.to_json()))) == outcome


def test_what_is_no_outcome_is_refused():
    stored = evaluate(BASSETLAW, facts_of(THREE)).to_json()
    stored["statutory"]["finding"] = "perhaps"
    with pytest.raises(OutcomeError) as refused:
        Outcome.from_json(stored)
    assert refused.value.path == "outcome.statutory.finding"


def test_the_example_application_reads_back_equal_and_meets_the_example_procedure():
    data = json.loads((ROOT / "docs" / "examples" / "application.json").read_text("utf-8"))
    facts = parse_facts(data)
    assert facts_to_json(facts) == data
    outcome = evaluate(BASSETLAW, facts)
    assert (outcome.statutory.counted, outcome.suggestion) == (4, Suggestion.MET_STATUTORY)
    late = [line for line in outcome.statutory.lines if line.report == "report-3"]
    assert late[0].reason == (
        "reported 12 April 2026, more than one month beginning with 10 March 2026"
    )


@pytest.mark.parametrize(
    ("change", "path", "says"),
    [
        (lambda d: d.update(application_on="2026-02-30"), "application_on", "a date such as"),
        (lambda d: d.update(application_on=None), "application_on", "a date such as"),
        (lambda d: d.update(persists="maybe"), "persists", "yes, no, unknown"),
        (lambda d: d["incidents"][1].update(key="incident-1"), "incidents", "comes twice"),
        (lambda d: d["incidents"][0]["reports"][1].update(key="report-1"), "incidents", "twice"),
        (
            lambda d: d["incidents"][0].update(occurred_until="2026-01-16"),
            "incidents[0].occurred_until",
            "must not be before occurred_on",
        ),
        (
            lambda d: d["incidents"][0]["reports"][0].update(
                reported_on=None, reported_until="2026-01-16"
            ),
            "incidents[0].reports[0].reported_until",
            "must be null",
        ),
    ],
)
def test_facts_that_make_no_sense_are_refused(change, path, says):
    data = json.loads((ROOT / "docs" / "examples" / "application.json").read_text("utf-8"))
    change(data)
    with pytest.raises(FactsError) as refused:
        parse_facts(data)
    assert refused.value.path == f"application.{path}"
    assert says in refused.value.message


def test_answers_may_be_plain_text_but_not_any_text():
    report = Report(key="r", reporter_key=None, reported_on=None, standing="confirmed")
    assert report == Report(
        key="r", reporter_key=None, reported_on=None, standing=report.standing.CONFIRMED
    )
    with pytest.raises(ValueError, match="perhaps"):
        Facts(application_on=APPLIED, applicant_key="a", incidents=(), persists="perhaps")


def test_findings_add_up():
    met, not_met, not_known = Finding.MET, Finding.NOT_MET, Finding.NOT_KNOWN
    assert [all_of(x) for x in ([], [met], [met, not_known], [not_known, not_met])] == [
        met,
        met,
        not_known,
        not_met,
    ]
    assert [any_of(x) for x in ([], [not_met], [not_met, not_known], [not_known, met])] == [
        not_met,
        not_met,
        not_known,
        met,
    ]


# What always holds, whatever the facts.

SPRING = st.dates(date(2025, 10, 1), date(2026, 5, 10))
MAYBE = st.one_of(st.none(), SPRING)
ANSWERS = st.sampled_from(Answer)


@st.composite
def incidents(draw, key):
    made = st.builds(
        Report,
        key=st.just(""),
        reporter_key=st.sampled_from([None, "applicant", "p1", "p2", "p3", "p4"]),
        reported_on=MAYBE,
        standing=st.sampled_from(["claimed", "confirmed", "not_found"]),
        rebutted_reason=st.sampled_from([None, None, None, "a reason"]),
    )
    reports = draw(st.lists(made, max_size=3))
    return Incident(
        key=key,
        occurred_on=draw(MAYBE),
        related=draw(ANSWERS),
        related_reason="a reason",
        place_key=draw(st.sampled_from([None, "corner", "park"])),
        reports=[replace(one, key=f"{key}-{n}") for n, one in enumerate(reports)],
    )


@st.composite
def all_facts(draw):
    return Facts(
        application_on=APPLIED,
        applicant_key="applicant",
        incidents=[draw(incidents(f"i{n}")) for n in range(draw(st.integers(0, 5)))],
        persists=draw(ANSWERS),
        harm=draw(ANSWERS),
        vulnerability=draw(ANSWERS),
    )


PROCEDURES = st.sampled_from(
    [
        BASSETLAW,
        ASHFIELD,
        procedure("staffordshire"),
        procedure(
            "bassetlaw-newark-sherwood", separate_incidents_required=True, people=2, reports=2
        ),
        procedure("bassetlaw-newark-sherwood", same_place=True, people=2, reports=3),
        procedure("bassetlaw-newark-sherwood", window_anchor="first_incident", people=2, reports=2),
    ]
)
RANK = {Finding.NOT_MET: 0, Finding.NOT_KNOWN: 1, Finding.MET: 2}


@given(PROCEDURES, all_facts(), st.randoms(use_true_random=False))
def test_the_order_of_incidents_and_reports_never_matters(asked, facts, random):
    mixed = []
    for incident in facts.incidents:
        reports = list(incident.reports)
        random.shuffle(reports)
        mixed.append(replace(incident, reports=reports))
    random.shuffle(mixed)
    assert evaluate(asked, replace(facts, incidents=mixed)) == evaluate(asked, facts)


@given(
    PROCEDURES,
    all_facts(),
    st.integers(0, 28),
    st.sampled_from(["applicant", "p1", "p9"]),
    st.sampled_from(["corner", "park"]),
)
def test_a_qualifying_report_more_never_takes_anything_away(asked, facts, ago, who, place):
    happened = APPLIED - timedelta(days=ago)
    report = Report(key="new", reporter_key=who, reported_on=happened)
    incident = Incident(
        key="new", occurred_on=happened, related="yes", place_key=place, reports=[report]
    )
    before = evaluate(asked, facts)
    after = evaluate(asked, replace(facts, incidents=(*facts.incidents, incident)))
    for old, new in zip(
        (before.statutory, *before.routes), (after.statutory, *after.routes), strict=True
    ):
        assert RANK[new.finding] >= RANK[old.finding]
        assert (new.counted or 0) >= (old.counted or 0)
    assert after.statutory.counted == before.statutory.counted + 1


@given(PROCEDURES, all_facts())
def test_one_more_report_of_an_incident_never_takes_anything_away(asked, facts):
    for number, incident in enumerate(facts.incidents):
        if not incident.occurred_on or incident.occurred_on > APPLIED:
            continue
        report = Report(key="new", reporter_key="p9", reported_on=incident.occurred_on)
        fuller = replace(incident, reports=(*incident.reports, report))
        others = facts.incidents[:number] + facts.incidents[number + 1 :]
        before = evaluate(asked, facts)
        after = evaluate(asked, replace(facts, incidents=(fuller, *others)))
        assert RANK[after.statutory.finding] >= RANK[before.statutory.finding]


@given(PROCEDURES, all_facts())
def test_learning_what_was_unknown_never_contradicts_what_was_found(asked, facts):
    before = evaluate(asked, facts)
    known = replace(
        facts,
        persists=Answer.YES if facts.persists is Answer.UNKNOWN else facts.persists,
        incidents=[
            replace(one, related=Answer.YES) if one.related is Answer.UNKNOWN else one
            for one in facts.incidents
        ],
    )
    after = evaluate(asked, known)
    for old, new in zip(
        (before.statutory, *before.routes), (after.statutory, *after.routes), strict=True
    ):
        if old.finding is not Finding.NOT_KNOWN:
            assert new.finding is old.finding


@st.composite
def vague_and_exact(draw):
    """The same facts with ranges or nothing for dates, and with a day chosen within them."""
    vague, exact = [], []
    for n in range(draw(st.integers(1, 5))):
        happened = draw(SPRING)
        reported = min(happened + timedelta(days=draw(st.integers(0, 45))), APPLIED)
        both = {}
        for name, one in (("occurred", happened), ("reported", reported)):
            before, after = draw(st.integers(0, 40)), draw(st.integers(0, 40))
            both[name] = draw(
                st.sampled_from(
                    [
                        (one, None),
                        (one - timedelta(days=before), one + timedelta(days=after)),
                        (None, None),
                    ]
                )
            )
        who = draw(st.sampled_from(["applicant", "p1", "p2"]))
        known = {"key": f"i{n}", "related": "yes", "place_key": "corner"}
        report = {"key": f"r{n}", "reporter_key": who}
        first, last = both["reported"]
        vague_report = Report(**report, reported_on=first, reported_until=last)
        first, last = both["occurred"]
        vague.append(
            Incident(**known, occurred_on=first, occurred_until=last, reports=[vague_report])
        )
        exact_report = Report(**report, reported_on=reported)
        exact.append(Incident(**known, occurred_on=happened, reports=[exact_report]))
    facts = {"application_on": APPLIED, "applicant_key": "applicant", "persists": "yes"}
    return Facts(**facts, incidents=vague), Facts(**facts, incidents=exact)


@given(PROCEDURES, vague_and_exact())
def test_learning_the_dates_never_contradicts_what_was_found(asked, both):
    vague, exact = (evaluate(asked, facts) for facts in both)
    for old, new in zip(
        (vague.statutory, *vague.routes), (exact.statutory, *exact.routes), strict=True
    ):
        if old.finding is not Finding.NOT_KNOWN:
            assert new.finding is old.finding
        if old.needed is not None:
            assert old.counted <= new.possible
            assert new.counted <= old.possible


@given(st.lists(st.integers(0, 700), max_size=12), st.integers(1, 6))
def test_the_window_that_an_incident_opens_is_found_as_by_trying_each(ages, needed):
    """Ashfield's window, against the plain way of counting from every incident in turn."""
    data = json.loads(
        (ROOT / "thresholds" / "published" / "ashfield.json").read_text(encoding="utf-8")
    )
    data["threshold"]["routes"][0].update(count=needed, recency=None)
    days = [APPLIED - timedelta(days=age) for age in ages]
    reports = "; ".join(f"i{n} {one} {one} me" for n, one in enumerate(days))
    found = route(evaluate(parse_procedure(data), facts_of(reports)), "individual")
    six_months = parse_procedure(data).threshold.routes[0].window
    most = max(
        (sum(start <= one <= six_months.last_day(start) for one in days) for start in days),
        default=0,
    )
    assert found.finding is (Finding.MET if most >= needed else Finding.NOT_MET)
    assert found.counted <= most
    if found.finding is Finding.NOT_MET:
        assert found.counted == most


def test_outside_the_window_and_at_another_place_are_said_apart():
    both = procedure(
        "bassetlaw-newark-sherwood",
        same_place=True,
        window_anchor="first_incident",
        people=2,
        reports=2,
    )
    reports = (
        "a 2025-01-05 2025-01-05 p1; b 2026-03-10 2026-03-10 p2; c 2026-03-11 2026-03-11 p3; "
        "d 2026-03-12 2026-03-12 p4"
    )
    places = {"a": "corner", "b": "corner", "c": "park", "d": "corner"}
    found = route(
        evaluate(both, facts_of(reports, answers="persists=yes", places=places)), "several_people"
    )
    assert found.finding is Finding.MET
    assert [line.reason for line in found.lines_not_counted] == [
        "outside the time in which most incidents lie together",
        "at another place",
    ]


def test_in_a_window_of_incidents_a_day_that_is_not_known_may_lie_outside():
    data = json.loads(
        (ROOT / "thresholds" / "published" / "ashfield.json").read_text(encoding="utf-8")
    )
    data["threshold"]["report_within"] = None
    data["threshold"]["routes"][0].update(recency=None)
    some_day = "a ? 2026-04-20 me; b ? 2026-04-21 me; c ? 2026-04-22 me"
    found = route(evaluate(parse_procedure(data), facts_of(some_day)), "individual")
    assert (found.finding, found.counted, found.possible) == (Finding.NOT_KNOWN, 0, 3)


@given(PROCEDURES, all_facts())
def test_no_refusal_is_suggested_while_anything_could_still_meet_it(asked, facts):
    outcome = evaluate(asked, facts)
    if outcome.suggestion is Suggestion.NOT_MET:
        assert outcome.statutory.finding is Finding.NOT_MET
        assert {one.finding for one in outcome.routes} == {Finding.NOT_MET}
    assert outcome.statutory_met is (outcome.suggestion is Suggestion.MET_STATUTORY)


@given(PROCEDURES, all_facts())
def test_every_report_is_in_every_ledger_once_and_counts_are_those_of_the_ledger(asked, facts):
    outcome = evaluate(asked, facts)
    keys = sorted(report.key for one in facts.incidents for report in one.reports)
    for found in (outcome.statutory, *outcome.routes):
        if found.needed is not None:
            assert sorted(line.report for line in found.lines) == keys
            assert all(line.reason for line in found.lines)
    assert outcome.statutory.counted == len(outcome.statutory.lines_counted)
    assert Outcome.from_json(json.loads(json.dumps(outcome.to_json()))) == outcome
