"""From acknowledgement to decision: each step by the command that a person's page would call."""

import datetime as dt

from cases.commands import asking, assessing, deciding, informing, intake, reviewing
from cases.commands.returning import OtherReport
from cases.models import AssessmentParty, Incident, InformationRequest, Report
from cases.reported_to import known_incidents
from organisations.clock import date_of
from organisations.models import Partnership
from portals.demo.stories.scene import Scene
from portals.demo.stories.shape import Story

PARTY_TITLES = {"police": "Neighbourhood inspector", "landlord": "Social landlord"}


def acknowledge(scene: Scene, story: Story, at: dt.datetime) -> None:
    """The SPOC confirms receipt."""
    intake.acknowledge(**scene.command(story, scene.spoc(story), at))


def ask(scene: Scene, story: Story, at: dt.datetime, *, agency, question, within) -> None:
    """The SPOC asks an agency; within: working days."""
    informing.request_information(
        **scene.command(story, scene.spoc(story), at),
        agency_id=scene.agency(story, agency).pk,
        question=question,
        due_on=scene.days.calendar.add(date_of(at), within),
    )


def question(scene: Scene, story: Story, at: dt.datetime, *, question, reason, within) -> None:
    """The SPOC asks the applicant; within: working days."""
    asking.ask_applicant(
        **scene.command(story, scene.spoc(story), at),
        given=asking.RequestGiven(
            application_id=scene.applications[story.key].pk,
            question=question,
            reason=reason,
            due_on=scene.days.calendar.add(date_of(at), within),
        ),
    )


def answer(scene: Scene, story: Story, at: dt.datetime, *, agency, text, others) -> None:
    """The agency's answer to the latest question that it has not answered."""
    asked = scene.agency(story, agency)
    with scene.inside():
        request = InformationRequest.objects.filter(
            partnership_id=scene.id,
            case_id=scene.applications[story.key].case_id,
            agency=asked,
            returned_at__isnull=True,
        ).latest("id")
        known = known_incidents(request.case, agency_id=asked.pk)
        told = tuple(_other(code, known[number - 1]) for code, number in others)
    informing.record_return(
        **scene.command(story, scene.member(asked), at),
        request_id=request.pk,
        answer=text,
        others=told,
    )


def _other(code: str, incident: Incident) -> OtherReport:
    """Somebody else rang about it on the next day."""
    return OtherReport(
        pseudonym=code,
        incident_id=incident.pk,
        reported_on=incident.occurred_on + dt.timedelta(days=1),
    )


def assess(scene: Scene, story: Story, at: dt.datetime, *, views, not_found, **answers) -> None:
    """Reports to agencies that have answered are confirmed, but for those that no log has."""
    given = assessing.AssessmentGiven(
        parties=tuple(
            _party(scene, story, party, view, comment) for party, (view, comment) in views.items()
        ),
        reports=_standings(scene, story, not_found),
        **answers,
    )
    assessing.record_assessment(**scene.command(story, scene.assessor(story), at), given=given)


def _party(scene: Scene, story: Story, party: str, view: str, comment: str):
    name, agency_id = "", None
    if party == AssessmentParty.Party.COMMUNITY_SAFETY:
        name = scene.spoc(story).name
    elif view != AssessmentParty.View.NOT_APPLICABLE:
        name = scene.assessor(story, title=PARTY_TITLES[party]).name
        agency_id = scene.agency(story, party).pk
    return assessing.PartyView(
        party=party, view=view, name=name, agency_id=agency_id, comment=comment
    )


def _standings(scene: Scene, story: Story, not_found: tuple[int, ...]):
    below = {
        "partnership_id": scene.id,
        "case_id": scene.applications[story.key].case_id,
    }
    with scene.inside():
        heard = set(
            InformationRequest.objects.filter(**below, returned_at__isnull=False).values_list(
                "agency_id", flat=True
            )
        )
        reports = list(Report.objects.filter(**below).order_by("reported_on", "id"))
    found = []
    for number, report in enumerate(reports, start=1):
        if number in not_found:
            found.append((report.pk, Report.Standing.NOT_FOUND))
        elif report.agency_id in heard:
            found.append((report.pk, Report.Standing.CONFIRMED))
    return tuple(
        assessing.ReportStanding(report_id=report_id, standing=standing)
        for report_id, standing in found
    )


def risk(scene: Scene, story: Story, at: dt.datetime, *, answers, vulnerable, notes) -> None:
    """An assessor records the risk matrix."""
    given = assessing.RiskGiven(
        application_id=scene.applications[story.key].pk,
        answers=answers,
        vulnerable=vulnerable,
        notes=notes,
    )
    assessing.record_risk(**scene.command(story, scene.assessor(story), at), given=given)


def decide(
    scene: Scene, story: Story, at: dt.datetime, *, second=False, until=None, **given
) -> None:
    """The SPOC decides; second: an assessor is the second person; until: working days."""
    decision = deciding.DecisionGiven(
        second_person_id=scene.assessor(story).id if second else None,
        deferred_until=scene.days.calendar.add(date_of(at), until) if until else None,
        **given,
    )
    deciding.decide(**scene.command(story, scene.spoc(story), at), given=decision)


def resume(scene: Scene, story: Story, at: dt.datetime) -> None:
    """The SPOC takes a deferred case up again."""
    deciding.resume(**scene.command(story, scene.spoc(story), at))


def consider_peer(scene: Scene, story: Story, at: dt.datetime, *, reason, neighbour) -> None:
    """The SPOC considers a peer review; neighbour: a partnership's slug, or empty."""
    other = Partnership.objects.get(slug=neighbour).pk if neighbour else None
    reviewing.consider_peer_review(
        **scene.command(story, scene.spoc(story), at),
        wanted=other is not None,
        reason=reason,
        neighbour_id=other,
    )
