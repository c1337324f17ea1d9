"""From the meeting to the PCC office's outcome: each step by the command a page would call."""

import datetime as dt

from cases.commands import consulting, following, intake, inviting, pcc, planning, reviewing
from cases.models import Action, Deadline, PccReview
from organisations.actors import Actor
from organisations.clock import date_of
from portals.demo.stories.places import Panel
from portals.demo.stories.scene import Scene
from portals.demo.stories.shape import Story


def plan_meeting(scene: Scene, at: dt.datetime, *, panel: Panel, sits_at: dt.datetime, by: Actor):
    """The sitting of a locality at a time: one, however many cases are on its agenda."""
    locality = scene.localities[panel.name]
    known = scene.meetings.get((locality.pk, sits_at))
    if known is None:
        known = scene.meetings[locality.pk, sits_at] = reviewing.plan_meeting(
            partnership_id=scene.id,
            locality_id=locality.pk,
            starts_at=sits_at,
            place=panel.place,
            chair_id=scene.chair(panel.name).id,
            chair_independent=True,
            by=by,
            at=at,
        )
    return known


def refer(scene: Scene, story: Story, at: dt.datetime, *, note, sits_at) -> None:
    """The SPOC puts the case on the agenda of the sitting."""
    spoc = scene.spoc(story)
    meeting = plan_meeting(scene, at, panel=scene.panel(story), sits_at=sits_at, by=spoc)
    reviewing.refer(**scene.command(story, spoc, at), meeting_id=meeting.pk, note=note)


def draft(scene: Scene, story: Story, at: dt.datetime, *, actions, within) -> None:
    """The SPOC sends the draft of the plan; within: working days."""
    consulting.send_draft_plan(
        **scene.command(story, scene.spoc(story), at),
        actions=actions,
        comment_by=scene.days.calendar.add(date_of(at), within),
    )


def meet(scene: Scene, story: Story, at: dt.datetime, *, choice) -> None:
    """How everybody in the review took part; who joined another's case comes along."""
    with scene.inside():
        applications = scene.case(story).applications.filter(
            partnership_id=scene.id, status="submitted"
        )
        ids = list(applications.values_list("pk", flat=True))
    given = tuple(reviewing.InvolvementGiven(application_id=pk, choice=choice) for pk in ids)
    reviewing.record_involvement(
        **scene.command(story, scene.chair(story.locality), at), given=given
    )


def leave_out(scene: Scene, story: Story, at: dt.datetime, *, reason, within) -> None:
    """The applicant hears why they are not invited; heard within: working days."""
    inviting.decide_invitation(
        **scene.command(story, scene.spoc(story), at),
        given=inviting.InvitationGiven(
            application_id=scene.applications[story.key].pk,
            invited=False,
            reason=reason,
            other_ways="Tell your contact what the meeting should know; it is read out there.",
            heard_by=scene.days.calendar.add(date_of(at), within),
        ),
    )


def plan(scene: Scene, story: Story, at: dt.datetime, *, actions, **given) -> None:
    """The chair records what the meeting agreed."""
    agreed = tuple(
        planning.ActionGiven(
            wording=action.wording,
            internal_note=action.note,
            agency_id=scene.agency(story, action.agency).pk,
            owner_name=action.owner,
            due_on=scene.days.calendar.add(date_of(at), action.due),
        )
        for action in actions
    )
    planning.record_plan(
        **scene.command(story, scene.chair(story.locality), at),
        given=planning.PlanGiven(actions=agreed, **given),
    )


def respond(scene: Scene, story: Story, at: dt.datetime) -> None:
    """The SPOC sends the response with the plan."""
    following.send_response(**scene.command(story, scene.spoc(story), at))


def progress(scene: Scene, story: Story, at: dt.datetime, *, action, status, note) -> None:
    """By the agency whose action it is; action: its number in the latest plan."""
    with scene.inside():
        found = (
            Action.objects.filter(
                partnership_id=scene.id,
                case_id=scene.applications[story.key].case_id,
                position=action,
            )
            .select_related("agency")
            .latest("plan__round")
        )
    following.record_progress(
        **scene.command(story, scene.member(found.agency), at),
        action_id=found.pk,
        status=status,
        note=note,
    )


def close(scene: Scene, story: Story, at: dt.datetime, *, reason) -> None:
    """The SPOC ends the review."""
    following.close(**scene.command(story, scene.spoc(story), at), reason=reason)


def withdraw(scene: Scene, story: Story, at: dt.datetime, *, by) -> None:
    """The applicant withdraws online, or the SPOC for them."""
    actor = scene.applicant(story) if by == "applicant" else scene.spoc(story)
    intake.withdraw(
        **scene.command(story, actor, at), application_id=scene.applications[story.key].pk
    )


def merge(scene: Scene, story: Story, at: dt.datetime, *, into) -> None:
    """The SPOC joins the case to another story's."""
    intake.merge(
        **scene.command(story, scene.spoc(story), at),
        lead_id=scene.applications[into].case_id,
    )


def extend(scene: Scene, story: Story, at: dt.datetime, *, limit, reason, days) -> None:
    """The SPOC extends the open limit; days: working days after the date until then."""
    with scene.inside():
        deadline = Deadline.objects.get(
            partnership_id=scene.id,
            application=scene.applications[story.key],
            limit=limit,
            lapsed_at__isnull=True,
            met_at__isnull=True,
        )
    following.extend_deadline(
        **scene.command(story, scene.spoc(story), at),
        deadline_id=deadline.pk,
        until=scene.days.calendar.add(deadline.binding_on, days),
        reason=reason,
    )


def ask_pcc(scene: Scene, story: Story, at: dt.datetime, *, statement, grounds) -> None:
    """The applicant asks the PCC office."""
    pcc.request_pcc_review(
        **scene.command(story, scene.applicant(story), at),
        application_id=scene.applications[story.key].pk,
        grounds=grounds,
        statement=statement,
    )


def _review(scene: Scene, story: Story, by: Actor, at: dt.datetime) -> dict:
    """The arguments that every command on the story's latest PCC review takes."""
    with scene.inside():
        review = PccReview.objects.filter(
            partnership_id=scene.id, application=scene.applications[story.key]
        ).latest("id")
    return {
        "partnership_id": scene.id,
        "review_id": review.pk,
        "version": None,
        "by": by,
        "at": at,
    }


def _office(scene: Scene, story: Story, at: dt.datetime) -> dict:
    return _review(scene, story, scene.pcc_officer(), at)


def pcc_eligibility(scene: Scene, story: Story, at: dt.datetime, *, eligible, reason) -> None:
    """The office says whether it takes the request."""
    pcc.assess_eligibility(**_office(scene, story, at), eligible=eligible, reason=reason)


def pcc_ask(scene: Scene, story: Story, at: dt.datetime, *, question) -> None:
    """The office asks the partnership."""
    pcc.ask_partnership(**_office(scene, story, at), question=question)


def pcc_answer(scene: Scene, story: Story, at: dt.datetime, *, text) -> None:
    """The SPOC answers the office."""
    pcc.answer_office(**_review(scene, story, scene.spoc(story), at), answer=text)


def pcc_begin(scene: Scene, story: Story, at: dt.datetime) -> None:
    """The office begins to read."""
    pcc.begin_review(**_office(scene, story, at))


def pcc_outcome(scene: Scene, story: Story, at: dt.datetime, **given) -> None:
    """The office upholds, or does not."""
    pcc.record_outcome(**_office(scene, story, at), **given)


def pcc_close(scene: Scene, story: Story, at: dt.datetime) -> None:
    """The office is done."""
    pcc.close_review(**_office(scene, story, at))
