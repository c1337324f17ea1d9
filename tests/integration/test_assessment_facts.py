"""From a case's rows to plain facts: keys for people and applications, and each one's own day."""

import datetime as dt
from copy import deepcopy

import pytest

from cases.asked import Asked, asked_before
from cases.assessment_facts import facts_of
from cases.commands.assessing import lead_application
from cases.commands.intake import merge
from cases.models import Assessment, Case, Incident
from cases.procedures import parsed
from tests.walk import DAY, Walk
from tests.world import NOON, joans_submission, publish_next
from thresholds.facts import HateMark, facts_to_json, parse_facts
from thresholds.threshold import evaluate


def facts(walk: Walk, *, asked: Asked | None = None):
    with walk.world.inside():
        case = Case.objects.get(partnership=walk.world.partnership, pk=walk.case_id)
        return facts_of(
            case,
            lead=lead_application(case),
            persists="yes",
            harm="unknown",
            vulnerable="unknown",
            response_adequate="no",
            timeframe_unexpired="no",
            conduct_of_one_agency="no",
            asked=asked or Asked(),
        )


def test_a_case_with_one_application_links_none(world):
    found = facts(Walk(world))
    assert found.linked_applications == ()
    reports = [report for incident in found.incidents for report in incident.reports]
    assert {report.application_key for report in reports} == {None}
    assert {report.agency_kind for report in reports} <= {"police", "council", "landlord", None}
    assert any(report.agency_kind for report in reports)


def test_what_a_joined_application_told_is_measured_from_its_own_day(world):
    lead = Walk(world)
    other = Walk(world, at=NOON + 10 * DAY)
    merge(**other.command(lead_id=lead.case_id))
    found = facts(lead)
    (linked,) = found.linked_applications
    assert linked.key == f"application-{other.submitted.application.pk}"
    assert linked.application_on == found.application_on + dt.timedelta(days=10)
    told_by = {
        report.application_key for incident in found.incidents for report in incident.reports
    }
    assert told_by == {None, linked.key}


def test_nobody_but_keys_is_named(world):
    stored = str(facts_to_json(facts(Walk(world))))
    assert "Joan" not in stored
    assert "Stones" not in stored


def test_what_was_asked_is_read_back_from_what_was_kept(world):
    walk = Walk(world)
    with world.inside():
        incident, later, *_ = Incident.objects.filter(partnership=world.partnership)
        report = incident.reports.first()
    asked = Asked(
        answers={"case_closed": "no", "senior_agreed": "yes"},
        hate={incident.pk: (HateMark(characteristic="race"),)},
        apart={report.pk: "another night"},
        sources={report.pk: "diary_sheet"},
        unrelated={incident.pk: "it was the fair", later.pk: None},
    )
    found = facts(walk, asked=asked)
    assert (found.senior_agreed, dict(found.answers)) == ("yes", {"case_closed": "no"})
    assert asked_before(facts_to_json(found)) == asked


# A recorded assessment is evidence: what was kept of it gives what was found then


def recorded(walk: Walk) -> list[Assessment]:
    """Every assessment of the case, read afresh with the version that it names."""
    with walk.world.inside():
        return list(
            Assessment.objects.filter(
                partnership=walk.world.partnership, case_id=walk.case_id
            ).select_related("procedure")
        )


def replayed(assessment: Assessment) -> dict:
    return evaluate(parsed(assessment.procedure), parse_facts(assessment.facts)).to_json()


@pytest.mark.parametrize("incidents", [1, 3])
def test_what_was_kept_of_an_assessment_gives_what_was_found(world, incidents):
    """Of the first, and of the one made anew when the risk came after it."""
    walk = Walk(world, incidents=joans_submission(world).incidents[:incidents])
    kept = recorded(walk.acknowledge().assess(harm="no").risk(vulnerable=True))
    assert len(kept) == 2
    assert [replayed(one) for one in kept] == [one.outcome for one in kept]


def test_an_assessment_of_joined_applications_is_replayed_too(world):
    lead = Walk(world)
    other = Walk(world, at=NOON + 10 * DAY)
    merge(**other.command(lead_id=lead.case_id))
    lead.at = other.at
    (kept,) = recorded(lead.acknowledge().assess())
    assert kept.facts["linked_applications"]
    assert replayed(kept) == kept.outcome


def test_a_next_version_changes_nothing_in_what_was_found(world):
    """One complaint would be enough by the next version; the assessment keeps to its own."""
    walk = Walk(world, incidents=joans_submission(world).incidents[:1])
    walk.acknowledge().assess()
    content = deepcopy(world.procedure.content)
    content["threshold"]["statute"]["count"] = 1
    following = publish_next(world, content, on=dt.date(2026, 6, 10))
    (kept,) = recorded(walk)
    assert kept.outcome["statutory"]["finding"] == "not_met"
    assert replayed(kept) == kept.outcome
    by_the_next = evaluate(parsed(following), parse_facts(kept.facts))
    assert by_the_next.statutory_met
