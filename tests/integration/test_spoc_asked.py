"""What only some procedures ask the assessors: conditions, exclusions, hate, whether it is all one
problem, how it was reported, counting apart."""

import json

import pytest

from cases.commands.assessing import RiskGiven, record_risk
from cases.models import Assessment, Incident, Report
from notifications.letter_kinds import LetterKind
from organisations import clock
from organisations.roles import Role
from tests.integration.spoc_room import rows, sit_down, text_of, typed, url
from tests.integration.test_post_letters import Words, preview_of
from tests.integration.test_spoc_assessing import answers, reports_as_claimed
from tests.post_office import stored_letter
from tests.threshold_room import content
from tests.walk import Walk
from tests.world import NOON
from thresholds.procedure import parse_procedure, to_json


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Wednesday 10 June 2026 at noon."""
    monkeypatch.setattr(clock, "now", lambda: NOON)


REASON = "That night it was the fair, not them."


def begin(world, monkeypatch, name: str, *, exclusions: dict | None = None, **threshold) -> Walk:
    """An acknowledged case that is judged by another partnership's procedure.

    threshold: settings changed; exclusions: settings changed in each of them.
    """
    data = to_json(parse_procedure(content(name)))
    data["threshold"] |= threshold
    for one in data["exclusions"]:
        one |= exclusions or {}
    walk = Walk(world).acknowledge()
    procedure = parse_procedure(data)
    for module in ("cases.commands.assessing", "portals.spoc.views.assessing"):
        monkeypatch.setattr(f"{module}.procedure_of", lambda application: procedure)
    return walk


def last(walk: Walk) -> Assessment:
    return max(rows(walk, Assessment), key=lambda one: one.pk)


def finding_of(assessment: Assessment, code: str) -> str:
    (found,) = [route for route in assessment.outcome["routes"] if route["code"] == code]
    return found["finding"]


def post(walk: Walk, **fields):
    data = typed(walk, **answers(), **reports_as_claimed(walk), **fields)
    return sit_down(walk.world, Role.ASSESSOR).post(url(walk, "assess"), data)


def test_the_procedure_of_this_area_asks_only_what_every_assessment_asks(world):
    page = text_of(sit_down(world).get(url(Walk(world).acknowledge(), "assess")))
    assert "Is this so?" not in page
    assert "Does this apply?" not in page
    assert "Was this hate?" not in page
    assert "It counts by itself" not in page
    assert "How was it reported?" not in page


@pytest.mark.parametrize(
    ("name", "asks"),
    [
        ("plymouth", "Is this so? There is more that the agencies can do about it."),
        ("plymouth", "Is this so? The nuisance or annoyance together has a significant"),
        ("plymouth", "Was this hate?"),
        ("birmingham", "Was it recorded as hate at the time?"),
        ("birmingham", "Does this apply? Not reported to one of the listed bodies"),
        ("ashfield", "Only by diary sheet</option>"),
        ("ashfield", "Is it part of the same problem?"),
        ("hillingdon", "Does this apply? An anonymous application"),
        ("hillingdon", "Is this so? The agency&#x27;s case about it is closed."),
    ],
)
def test_what_a_procedure_asks_is_on_the_page(world, monkeypatch, name, asks):
    walk = begin(world, monkeypatch, name)
    assert asks in text_of(sit_down(world).get(url(walk, "assess")))


def test_a_procedure_that_counts_what_belongs_to_no_one_problem_does_not_ask_for_it(
    world, monkeypatch
):
    walk = begin(world, monkeypatch, "bedford")
    page = text_of(sit_down(world).get(url(walk, "assess")))
    assert "Is it part of the same problem?" not in page
    assert "How was it reported?" not in page


def test_what_every_assessment_asks_is_not_asked_twice(world, monkeypatch):
    walk = begin(world, monkeypatch, "elmbridge")
    page = text_of(sit_down(world).get(url(walk, "assess")))
    assert "Does this apply? An agency" not in page
    assert "Does this apply? A prejudiced" in page


def test_a_condition_and_hate_are_answered_and_kept_as_evidence(world, monkeypatch):
    walk = begin(world, monkeypatch, "plymouth")
    hate = {f"incident_{one.pk}_hate": "no" for one in rows(walk, Incident)}
    first = min(one.pk for one in rows(walk, Incident))
    asked = {"asked_further_actions_available": "yes", "asked_cumulative_impact": "no"}
    response = post(walk, **asked, **hate | {f"incident_{first}_hate": "disability"})
    assert response.status_code == 302
    found = last(walk)
    assert found.facts["answers"] == {
        "further_actions_available": "yes",
        "cumulative_impact": "no",
    }
    marks = {one["key"]: one["hate"] for one in found.facts["incidents"]}
    assert marks.pop(f"incident-{first}") == [
        {"characteristic": "disability", "recorded": "unknown"}
    ]
    assert set(map(json.dumps, marks.values())) <= {"[]"}
    assert finding_of(found, "hate") == "met"
    assert finding_of(found, "cumulative_nuisance") == "not_met"


def test_what_a_procedure_asks_must_be_answered(world, monkeypatch):
    walk = begin(world, monkeypatch, "hillingdon")
    response = post(walk)
    assert response.status_code == 200
    page = text_of(response)
    assert (
        "Answer this: Is this so? The agency"
        in page.split("There is a problem")[1].split("</ul>")[0]
    )
    assert not rows(walk, Assessment)


@pytest.mark.parametrize(
    ("recorded", "finding"), [("yes", "met"), ("no", "not_met"), ("unknown", "not_known")]
)
def test_whether_it_was_recorded_as_hate_decides(world, monkeypatch, recorded, finding):
    walk = begin(world, monkeypatch, "birmingham", bodies_counted=[])
    fields = {}
    for one in rows(walk, Incident):
        fields |= {f"incident_{one.pk}_hate": "which", f"incident_{one.pk}_recorded": recorded}
    assert post(walk, **fields, asked_not_reported_to_listed_body="no").status_code == 302
    assert finding_of(last(walk), "hate") == finding


def test_a_risk_that_moves_to_another_band_is_judged_where_bands_matter(world, monkeypatch):
    routes = content("plymouth")["threshold"]["routes"]
    routes[2] |= {"risk_bands": ["standard"]}
    walk = begin(world, monkeypatch, "plymouth", routes=routes)
    post(walk, asked_further_actions_available="no", asked_cumulative_impact="no")
    assert finding_of(last(walk), "cumulative_nuisance") == "not_known"
    for overridden, band, finding in [("", "standard", "met"), ("high", "high", "not_met")]:
        given = RiskGiven(
            application_id=walk.submitted.application.pk,
            answers={},
            vulnerable=False,
            overridden_band=overridden,
            override_reason="She is alone." if overridden else "",
        )
        record_risk(**walk.command(Role.ASSESSOR, given=given))
        found = last(walk)
        assert found.facts["risk_band"] == band
        assert found.facts["answers"]["further_actions_available"] == "no"
        assert finding_of(found, "cumulative_nuisance") == finding


def test_a_band_that_no_route_looks_at_judges_nothing_again(world):
    walk = Walk(world).acknowledge().risk(vulnerable=False).assess()
    given = RiskGiven(
        application_id=walk.submitted.application.pk,
        answers={},
        vulnerable=False,
        overridden_band="high",
        override_reason="She is alone.",
    )
    record_risk(**walk.command(Role.ASSESSOR, given=given))
    assert len(rows(walk, Assessment)) == 1


@pytest.mark.parametrize(("answer", "seen"), [("unknown", True), ("no", False), ("yes", False)])
def test_what_the_reports_show_of_an_exclusion_gives_way_to_an_answer(
    world, monkeypatch, answer, seen
):
    walk = begin(world, monkeypatch, "gosport", exclusions={"seen_from": {"kind": "one_agency"}})
    assert post(walk, asked_neighbour_dispute=answer).status_code == 302
    page = text_of(sit_down(world).get(url(walk, "case")))
    said = "no (the reports went to different agencies)"
    assert (said in page) is seen


def test_reports_of_the_same_incident_are_counted_apart_with_a_reason(world, monkeypatch):
    walk = begin(world, monkeypatch, "ashfield")
    with world.inside():
        one = Report.objects.filter(partnership=world.partnership).first()
        again = Report.objects.get(partnership=world.partnership, pk=one.pk)
        again.pk = None
        again.save(force_insert=True)
    page = text_of(sit_down(world).get(url(walk, "assess")))
    assert page.count("It counts by itself, because") == 2
    reason = {f"report_{again.pk}_apart": "It was another night."}
    assert post(walk, asked_service_complaint="no", **reason).status_code == 302
    reports = [report for one in last(walk).facts["incidents"] for report in one["reports"]]
    kept = {report["key"]: report["apart_reason"] for report in reports}
    assert kept[f"report-{again.pk}"] == "It was another night."
    assert kept[f"report-{one.pk}"] is None


def first_of(walk: Walk, model) -> int:
    """The lowest id of the case's three incidents, which is the latest, or of its report."""
    return min(one.pk for one in rows(walk, model))


@pytest.mark.parametrize(
    ("source", "finding"), [("complaint", "met"), ("", "met"), ("diary_sheet", "not_met")]
)
def test_a_diary_sheet_counts_under_the_act_and_not_here(world, monkeypatch, source, finding):
    walk = begin(world, monkeypatch, "ashfield")
    first = first_of(walk, Report)
    given = {f"report_{first}_source": source, "asked_service_complaint": "no"}
    assert post(walk, **given).status_code == 302
    found = last(walk)
    kept = {
        report["key"]: report["source"]
        for one in found.facts["incidents"]
        for report in one["reports"]
    }
    assert kept.pop(f"report-{first}") == (source or "complaint")
    assert set(kept.values()) == {"complaint"}
    assert finding_of(found, "individual") == finding
    assert found.statutory_met
    page = text_of(sit_down(world).get(url(walk, "case")))
    assert ("(a diary sheet does not count here)" in page) is (finding == "not_met")


def test_the_letter_says_what_did_not_count_and_why(world, monkeypatch):
    walk = begin(world, monkeypatch, "ashfield")
    incident, report = first_of(walk, Incident), first_of(walk, Report)
    given = {
        f"report_{report}_source": "diary_sheet",
        f"incident_{incident + 1}_related": "no",
        f"incident_{incident + 1}_unrelated": REASON,
    }
    post(walk, **given, asked_service_complaint="no")
    walk.risk().decide(ground="harm")
    letter = stored_letter(world, walk, LetterKind.ACCEPTANCE)
    text = Words(preview_of(world, letter)).text
    assert "Counted for “The test in the Act”: reported 12 May 2026" in text
    here = "Not counted for “Three reports within six months of the first incident”"
    assert f"{here}: a diary sheet does not count here." in text
    assert f"Not counted : found not to be part of this problem: {REASON} " in text


def test_a_way_of_reporting_that_the_procedure_does_not_name_is_refused(world, monkeypatch):
    walk = begin(world, monkeypatch, "ashfield")
    odd = {f"report_{first_of(walk, Report)}_source": "rumour"}
    assert "Select a valid choice" in text_of(post(walk, **odd, asked_service_complaint="no"))
    assert not rows(walk, Assessment)


@pytest.mark.parametrize(
    ("related", "why", "kept", "finding", "statutory"),
    [
        ("yes", "", ("yes", None), "met", True),
        ("", "", ("yes", None), "met", True),
        ("unknown", "", ("unknown", None), "not_known", True),
        ("no", REASON, ("no", REASON), "not_met", False),
    ],
)
def test_whether_it_is_part_of_the_problem_decides(world, related, why, kept, finding, statutory):
    walk = Walk(world).acknowledge()
    first = first_of(walk, Incident)
    given = {f"incident_{first}_related": related, f"incident_{first}_unrelated": why}
    assert post(walk, **given).status_code == 302
    found = last(walk)
    stored = {
        one["key"]: (one["related"], one["related_reason"]) for one in found.facts["incidents"]
    }
    assert stored.pop(f"incident-{first}") == kept
    assert set(stored.values()) == {("yes", None)}
    assert finding_of(found, "individual") == finding
    assert found.statutory_met is statutory
    page = text_of(sit_down(world).get(url(walk, "case")))
    assert ("found not to be part of this problem: That night" in page) is bool(why)
    unknown = "it is not known whether this is part of the same problem"
    assert (unknown in page) is (related == "unknown")


@pytest.mark.parametrize(
    ("related", "why", "error", "field"),
    [
        ("no", " ", "Enter why incident 3 is not part of the problem", "unrelated"),
        ("yes", REASON, "Choose “no” for incident 3, or empty the reason below", "related"),
        ("unknown", REASON, "Choose “no” for incident 3, or empty the reason below", "related"),
    ],
)
def test_no_needs_a_reason_and_a_reason_needs_a_no(world, related, why, error, field):
    walk = Walk(world).acknowledge()
    first = first_of(walk, Incident)
    given = {f"incident_{first}_related": related, f"incident_{first}_unrelated": why}
    response = post(walk, **given)
    assert response.status_code == 200
    page = text_of(response)
    assert error in page.split("There is a problem")[1].split("</ul>")[0]
    assert f'id="id_incident_{first}_{field}_error"' in page
    assert f'<option value="{related}" selected>' in page
    assert not why.strip() or f'value="{REASON}"' in page
    assert not rows(walk, Assessment)


def test_what_was_answered_before_is_shown_again(world, monkeypatch):
    walk = begin(world, monkeypatch, "ashfield")
    incident, report = first_of(walk, Incident), first_of(walk, Report)
    given = {
        f"incident_{incident}_related": "no",
        f"incident_{incident}_unrelated": REASON,
        f"incident_{incident + 1}_related": "unknown",
        f"report_{report}_source": "diary_sheet",
        "asked_service_complaint": "unknown",
    }
    post(walk, **given)
    form = sit_down(world).get(url(walk, "assess")).context["form"]
    shown = {name: form[name].value() for name in given}
    assert shown == given
    third = f"incident_{incident + 2}_related"
    assert form[third].value() == "yes"
    assert post(walk, **given | shown).status_code == 302
    before, again = sorted(rows(walk, Assessment), key=lambda one: one.pk)
    assert again.facts == before.facts


@pytest.mark.parametrize("about", ["", "no", "race", "another", "which"])
def test_what_was_said_of_hate_is_shown_again(world, monkeypatch, about):
    walk = begin(world, monkeypatch, "birmingham", bodies_counted=[])
    first = first_of(walk, Incident)
    given = {f"incident_{first}_hate": about, f"incident_{first}_recorded": "yes"}
    post(walk, **given, asked_not_reported_to_listed_body="no")
    form = sit_down(world).get(url(walk, "assess")).context["form"]
    assert form[f"incident_{first}_hate"].value() == about
    known = "unknown" if about in ("", "no") else "yes"
    assert form[f"incident_{first}_recorded"].value() == known


def test_no_is_asked_again_by_a_procedure_that_would_not_ask(world, monkeypatch):
    walk = begin(world, monkeypatch, "ashfield")
    first = first_of(walk, Incident)
    given = {f"incident_{first}_related": "no", f"incident_{first}_unrelated": REASON}
    post(walk, **given, asked_service_complaint="no")
    other = parse_procedure(content("bedford"))
    monkeypatch.setattr("portals.spoc.views.assessing.procedure_of", lambda application: other)
    form = sit_down(world).get(url(walk, "assess")).context["form"]
    assert form[f"incident_{first}_unrelated"].value() == REASON


def test_risk_that_comes_later_is_judged_with_the_same_answers(world, monkeypatch):
    walk = begin(world, monkeypatch, "ashfield")
    incident, report = first_of(walk, Incident), first_of(walk, Report)
    given = {
        f"incident_{incident + 1}_related": "no",
        f"incident_{incident + 1}_unrelated": REASON,
        f"report_{report}_source": "diary_sheet",
    }
    post(walk, **given, asked_service_complaint="no")
    walk.risk()
    before, again = sorted(rows(walk, Assessment), key=lambda one: one.pk)
    assert again.facts["incidents"] == before.facts["incidents"]
