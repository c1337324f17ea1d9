"""What always holds of an evaluation, whatever the procedure and the facts."""

import json
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.threshold_room import (
    APPLIED,
    NOT_SHIPPED,
    PUBLISHED,
    content,
    facts_of,
    procedure,
    route,
)
from thresholds.facts import (
    Answer,
    Facts,
    HateMark,
    Incident,
    LinkedApplication,
    Report,
    facts_to_json,
    parse_facts,
)
from thresholds.findings import Finding, Outcome, Suggestion
from thresholds.procedure import parse_procedure, to_json
from thresholds.threshold import evaluate

PLAINEST = procedure("gosport")
SHIPPED = [procedure(path.stem) for path in sorted(PUBLISHED.glob("*.json"))]
SPRING_BEGINS = date(2025, 10, 1)
SPRING = st.dates(SPRING_BEGINS, date(2026, 5, 10))
MAYBE = st.one_of(st.none(), SPRING)
ANSWERS = st.sampled_from(Answer)
ASKED = ("further_actions_available", "case_closed", "names_given", "not_resolved")
MARKS = st.builds(
    HateMark, characteristic=st.sampled_from([None, "race", "age", "occupation"]), recorded=ANSWERS
)


@st.composite
def incidents(draw, key):
    made = st.builds(
        Report,
        key=st.just(""),
        reporter_key=st.sampled_from([None, "applicant", "p1", "p2", "p3", "p4"]),
        reported_on=MAYBE,
        standing=st.sampled_from(["claimed", "confirmed", "not_found"]),
        rebutted_reason=st.sampled_from([None, None, None, "a reason"]),
        apart_reason=st.sampled_from([None, None, "another night"]),
        agency_kind=st.sampled_from([None, "police", "council", "school"]),
        source=st.sampled_from(["complaint", "complaint", "diary_sheet"]),
        application_key=st.sampled_from([None, None, "linked"]),
    )
    reports = draw(st.lists(made, max_size=3))
    return Incident(
        key=key,
        occurred_on=draw(MAYBE),
        related=draw(ANSWERS),
        related_reason="a reason",
        place_key=draw(st.sampled_from([None, "corner", "park"])),
        hate=draw(st.one_of(st.none(), st.lists(MARKS, max_size=2))),
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
        response_inadequate=draw(ANSWERS),
        senior_agreed=draw(ANSWERS),
        risk_band=draw(st.sampled_from([None, "standard", "medium", "high"])),
        linked_applications=[LinkedApplication(key="linked", application_on=draw(SPRING))],
        answers={code: draw(ANSWERS) for code in ASKED},
    )


PROCEDURES = st.sampled_from(
    [
        *SHIPPED,
        *(procedure(name) for name in NOT_SHIPPED),
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
    """The same facts with ranges or nothing for dates, and with a day chosen within them, which
    never lies after the application."""
    vague, exact = [], []
    for n in range(draw(st.integers(1, 5))):
        happened = draw(st.dates(SPRING_BEGINS, APPLIED))
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
    data = content("ashfield")
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


@given(PROCEDURES, all_facts())
def test_evaluating_again_what_was_stored_finds_the_same(asked, facts):
    stored_facts = parse_facts(json.loads(json.dumps(facts_to_json(facts))))
    stored_procedure = parse_procedure(json.loads(json.dumps(to_json(asked))))
    assert (stored_facts, stored_procedure) == (facts, asked)
    assert evaluate(stored_procedure, stored_facts) == evaluate(asked, facts)


@given(st.sampled_from(SHIPPED), all_facts())
def test_nothing_but_its_own_numbers_touches_the_statutory_test(asked, facts):
    """Whatever a partnership publishes, s.104(4) is found as by the plainest procedure."""
    assert evaluate(asked, facts).statutory == evaluate(PLAINEST, facts).statutory


@given(PROCEDURES, all_facts())
def test_every_criterion_says_what_it_rests_on_and_what_would_cure_it(asked, facts):
    for found in (evaluate(asked, facts).statutory, *evaluate(asked, facts).routes):
        assert found.criteria
        for criterion in found.criteria:
            assert criterion.facts_used
            assert criterion.clause
            assert criterion.wording.endswith(".")
            assert bool(criterion.cure) is (criterion.finding is not Finding.MET)
