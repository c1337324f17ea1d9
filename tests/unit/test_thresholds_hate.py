"""Reports about hate: which a route asks for, and why one does not count."""

from dataclasses import replace

import pytest

from tests.threshold_room import (
    facts_of,
    procedure,
    route,
)
from thresholds.facts import (
    Answer,
    HateMark,
)
from thresholds.threshold import evaluate


def test_the_letter_says_what_is_asked_of_hate():
    reports = "a 2026-03-10 2026-03-12 me hate=disability; b 2026-03-20 2026-03-20 me not_hate"
    plymouth = procedure("plymouth")
    found = route(
        evaluate(plymouth, facts_of(reports, answers="further_actions_available=no")), "hate"
    )
    assert found.wording == (
        "This asks for two separate incidents that you reported. We counted two. "
        "This asks for one incident of hate that you reported. We counted one. "
        "There is more that the agencies can do about it. We found that this is not so. "
        "So this part of our threshold is not met."
    )
    assert found.cure == "Tell us what you think could still be done."
    assert [criterion.facts_used for criterion in found.criteria] == [
        ("2 counted", "0 more may count", "2 needed"),
        ("1 counted", "0 more may count", "1 needed"),
        ("further_actions_available: no",),
    ]
    no_hate = route(
        evaluate(plymouth, facts_of(reports.replace("hate=disability", "not_hate"))), "hate"
    )
    assert no_hate.criteria[1].cure == "One more incident of hate would be enough."


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("", "it is not known whether this was hate"),
        ("not_hate", "this was not hate"),
        ("hate=occupation recorded", "not about a characteristic that the published text names"),
        ("hate=? recorded", "it is not known which characteristic this was about"),
        ("hate=race", "it is not known whether it was recorded as hate at the time"),
        ("hate=race not_recorded", "it was not recorded as hate at the time"),
    ],
)
def test_the_ledger_says_why_a_report_is_not_of_hate(words, reason):
    asked = procedure(
        "birmingham",
        threshold={"bodies_counted": []},
        hate={"characteristics": ["race", "age"], "recorded_at_the_time": True},
    )
    facts = facts_of(f"a 2026-04-20 2026-04-20 me {words}")
    (line,) = route(evaluate(asked, facts), "hate").lines
    assert line.reason == reason


def test_one_mark_of_several_is_enough_for_hate():
    asked = procedure("darlington")
    facts = facts_of("a 2026-04-20 2026-04-20 me hate=occupation", answers="persists=yes")
    (incident,) = facts.incidents
    both = replace(incident, hate=[*incident.hate, HateMark(characteristic="age")])
    for hate, counts in [(incident, Answer.NO), (both, Answer.YES)]:
        outcome = evaluate(asked, replace(facts, incidents=[hate]))
        (line,) = route(outcome, "hate").lines
        assert line.counts is counts
