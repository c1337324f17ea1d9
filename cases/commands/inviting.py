"""Whether an applicant is invited to the meeting; who is not hears why, before it (DOMAIN 7)."""

import datetime as dt
from dataclasses import dataclass

from cases.commands.frame import application_in_review, changing
from cases.event_kinds import EventKind
from cases.events import record
from cases.letter_facts import Free, letter_facts, meeting_facts
from cases.models import AgendaItem, Application, Case, Invitation
from cases.policies import NotNow
from cases.status import Command
from organisations.actors import Actor
from organisations.clock import date_of

NOT_INVITED = "not_invited"


@dataclass(frozen=True, kw_only=True)
class InvitationGiven:
    """Invited, or not: then why, how else to be heard, and until when."""

    application_id: int
    invited: bool
    reason: str = ""
    other_ways: str = ""
    heard_by: dt.date | None = None


def decide_invitation(
    *,
    partnership_id: int,
    case_id: int,
    version: int | None,
    given: InvitationGiven,
    by: Actor,
    at: dt.datetime,
    free: Free | None = None,
) -> Invitation:
    """Invite an applicant to the meeting after all, or not to; they get a letter either way.

    Raises NotNow where nothing changes, where the reason or the other ways to be heard are missing,
    and for an invitation to a meeting that is over.
    """
    with changing(
        Command.DECIDE_INVITATION,
        partnership_id=partnership_id,
        case_id=case_id,
        version=version,
        by=by,
        at=at,
    ) as case:
        item = item_of_round(case)
        application = application_in_review(case, given.application_id)
        before = latest_invitations(item).get(application.pk)
        if given.invited and (before is None or before.invited):
            raise NotNow("This applicant is invited already.")
        if given.invited and item.meets_at <= at:
            raise NotNow("The meeting is over: nobody can be invited to it any more.")
        invitation = store_invitation(item, application, given, by=by, at=at)
        meeting = meeting_facts(item.meeting) | {"again": given.invited}
        facts = letter_facts(case, at=at, applications=[application], free=free, meeting=meeting)
        if not given.invited:
            told = {"invitation": invitation_facts(invitation, item, at=at)}
            facts["applications"] = [one | told for one in facts["applications"]]
        record(
            kind=EventKind.INVITATION_DECIDED,
            partnership_id=partnership_id,
            by=by,
            at=at,
            case=case,
            application=application,
            payload={
                "item": item.pk,
                "invitation": invitation.pk,
                "outcome": "invited" if given.invited else NOT_INVITED,
            },
            facts=facts,
        )
    return invitation


def store_invitation(
    item: AgendaItem, application: Application, given: InvitationGiven, *, by: Actor, at
) -> Invitation:
    """Keep the decision. Raises NotNow where what the applicant must be told is missing."""
    refused = not given.invited
    if refused and not (given.reason.strip() and given.other_ways.strip() and given.heard_by):
        raise NotNow(
            "Give the reason, the other ways to be heard, and until when: the applicant is told."
        )
    if refused and given.heard_by < date_of(at):
        raise NotNow("Give a date until which they can be heard that is still to come.")
    return Invitation.objects.create(
        partnership_id=item.partnership_id,
        case_id=item.case_id,
        application=application,
        item=item,
        invited=given.invited,
        reason=given.reason.strip() if refused else "",
        other_ways=given.other_ways.strip() if refused else "",
        heard_by=given.heard_by if refused else None,
        decided_by_id=by.id,
        decided_at=at,
    )


def latest_invitations(item: AgendaItem) -> dict[int, Invitation]:
    """What holds for each application of which anything was decided, by its id."""
    rows = Invitation.objects.filter(partnership_id=item.partnership_id, item=item)
    return {row.application_id: row for row in rows.order_by("id")}


def item_of_round(case: Case) -> AgendaItem:
    """The case on its meeting's agenda in this round. Raises NotNow where it is on none."""
    item = (
        AgendaItem.objects.filter(partnership_id=case.partnership_id, case=case, round=case.round)
        .select_related("meeting__locality", "meeting__chair")
        .order_by("-id")
        .first()
    )
    if item is None:
        raise NotNow("This case is not on the agenda of a meeting in this round.")
    return item


def invitation_facts(invitation: Invitation, item: AgendaItem, *, at: dt.datetime) -> dict:
    """What the letter to somebody who is not invited says. over: it comes after the meeting."""
    return {
        "reason": invitation.reason,
        "other_ways": invitation.other_ways,
        "heard_by": invitation.heard_by.isoformat(),
        "over": item.meets_at <= at,
    }
