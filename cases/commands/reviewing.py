"""Peer review, the LMAPS meeting and who takes part in it (DOMAIN section 0, step 5)."""

import datetime as dt
from dataclasses import dataclass

from cases import permissions, policies
from cases.commands.frame import (
    application_in_review,
    bring_up_to_date,
    changing,
    keep,
    lock_case,
)
from cases.commands.inviting import (
    NOT_INVITED,
    InvitationGiven,
    invitation_facts,
    item_of_round,
    latest_invitations,
    store_invitation,
)
from cases.event_kinds import EventKind
from cases.events import record
from cases.grants import agencies_inside, let_agencies_in
from cases.letter_facts import (
    Free,
    letter_facts,
    mail_facts,
    meeting_facts,
    panel_facts,
)
from cases.meetings_to_come import waiting_for_meetings
from cases.models import (
    AgendaItem,
    Application,
    Case,
    CaseGrant,
    Event,
    Invitation,
    Meeting,
    PeerReviewConsideration,
    Report,
    VictimInvolvement,
)
from cases.permission_names import Permission
from cases.policies import NotNow
from cases.status import Command
from organisations.actors import Actor
from organisations.models import Locality, Partnership
from organisations.tenancy import Scope, visiting


@dataclass(frozen=True, kw_only=True)
class InvolvementGiven:
    """How one applicant took part. Why one was not invited stands in their invitation."""

    application_id: int
    choice: str


def consider_peer_review(
    *,
    partnership_id: int,
    case_id: int,
    version: int | None,
    wanted: bool,
    reason: str,
    neighbour_id: int | None,
    by: Actor,
    at: dt.datetime,
) -> PeerReviewConsideration:
    """Record that a peer review was considered, and open the case to the neighbour if wanted."""
    with changing(
        Command.CONSIDER_PEER_REVIEW,
        partnership_id=partnership_id,
        case_id=case_id,
        version=version,
        by=by,
        at=at,
    ) as case:
        if wanted and not Partnership.objects.exclude(pk=partnership_id).filter(pk=neighbour_id):
            raise NotNow("Choose the neighbouring partnership that will do the peer review.")
        considered = PeerReviewConsideration.objects.create(
            partnership_id=partnership_id,
            case=case,
            round=case.round,
            wanted=wanted,
            reason=reason,
            neighbour_id=neighbour_id if wanted else None,
            considered_by_id=by.id,
            considered_at=at,
        )
        if wanted:
            CaseGrant.objects.create(
                partnership_id=partnership_id,
                case_id=case.pk,
                level=CaseGrant.Level.PEER,
                neighbour_id=neighbour_id,
                starts_at=at,
            )
        record(
            kind=EventKind.PEER_REVIEW_CONSIDERED,
            partnership_id=partnership_id,
            by=by,
            at=at,
            case=case,
            payload={"consideration": considered.pk, "wanted": wanted},
        )
    return considered


def plan_meeting(
    *,
    partnership_id: int,
    locality_id: int,
    starts_at: dt.datetime,
    place: str,
    chair_id: int,
    chair_independent: bool,
    by: Actor,
    at: dt.datetime,
) -> Meeting:
    """Put an LMAPS meeting into the diary. Raises NotPermitted.

    What cases of its district owe at the next meeting gets its date, or an earlier one (ADR 25).
    """
    with visiting(Scope.staff(partnership_id)):
        locality = Locality.objects.get(partnership_id=partnership_id, pk=locality_id)
        permissions.check_may_in_partnership(
            by,
            Permission.REFER,
            partnership_id=partnership_id,
            district_id=locality.district_id,
        )
        meeting = Meeting.objects.create(
            partnership_id=partnership_id,
            locality=locality,
            starts_at=starts_at,
            place=place,
            chair_id=chair_id,
            chair_independent=chair_independent,
        )
        record(
            kind=EventKind.MEETING_PLANNED,
            partnership_id=partnership_id,
            by=by,
            at=at,
            stream=Event.Stream.MEETING,
            stream_id=meeting.pk,
            payload={"meeting": meeting.pk},
            facts=mail_facts(
                locality.partnership,
                locality.district,
                at=at,
                meeting=meeting_facts(meeting),
                panel=panel_facts(meeting, agency_ids=set()),
            ),
        )
        for case_id in waiting_for_meetings(partnership_id, district_id=locality.district_id):
            case = lock_case(partnership_id=partnership_id, case_id=case_id, version=None)
            bring_up_to_date(case, at=at)
    return meeting


def refer(
    *,
    partnership_id: int,
    case_id: int,
    version: int | None,
    meeting_id: int,
    note: str,
    not_invited: tuple[InvitationGiven, ...] = (),
    by: Actor,
    at: dt.datetime,
    free: Free | None = None,
) -> AgendaItem:
    """Refer an accepted case to a meeting; agencies to whom it was reported get access.

    Every applicant is invited but those `not_invited`, who get a letter of their own instead.
    Raises NotNow when no peer review was considered, or the meeting is of another district or past.
    """
    with changing(
        Command.REFER,
        partnership_id=partnership_id,
        case_id=case_id,
        version=version,
        by=by,
        at=at,
    ) as case:
        policies.check_ready_for_meeting(case)
        meeting = (
            Meeting.objects.filter(
                partnership_id=partnership_id,
                pk=meeting_id,
                status=Meeting.Status.PLANNED,
                starts_at__gte=at,
                locality__district_id=case.district_id,
            )
            .select_related("locality", "chair")
            .first()
        )
        if meeting is None:
            raise NotNow("Choose a meeting of this district that is still to come.")
        item = _put_on_agenda(case, meeting, note=note, by=by, at=at)
        case.refer()
        keep(case, at=at)
        told = _agencies_told(case)
        let_agencies_in(case, agency_ids=told, at=at)
        facts = letter_facts(
            case,
            at=at,
            free=free,
            meeting=meeting_facts(meeting),
            panel=panel_facts(meeting, agency_ids=told | agencies_inside(case, at=at)),
        )
        _leave_out(case, item, not_invited, facts, by=by, at=at)
        record(
            kind=EventKind.CASE_REFERRED,
            partnership_id=partnership_id,
            by=by,
            at=at,
            case=case,
            payload={"meeting": meeting.pk, "item": item.pk},
            facts=facts,
        )
    return item


def _leave_out(
    case: Case,
    item: AgendaItem,
    not_invited: tuple[InvitationGiven, ...],
    facts: dict,
    *,
    by: Actor,
    at: dt.datetime,
) -> None:
    """Keep who is not invited, and have the facts name their letter and what it says."""
    named = {application["id"]: application for application in facts["applications"]}
    for given in not_invited:
        application = application_in_review(case, given.application_id)
        invitation = store_invitation(item, application, given, by=by, at=at)
        named[application.pk]["letter"] = NOT_INVITED
        named[application.pk]["invitation"] = invitation_facts(invitation, item, at=at)


def _put_on_agenda(case: Case, meeting: Meeting, *, note: str, by: Actor, at) -> AgendaItem:
    return AgendaItem.objects.create(
        partnership_id=case.partnership_id,
        case=case,
        meeting=meeting,
        round=case.round,
        meets_at=meeting.starts_at,
        referred_by_id=by.id,
        referred_at=at,
        note=note,
    )


def _agencies_told(case: Case) -> set[int]:
    """The agencies to whom the behaviour was reported must be engaged (section 0, step 5)."""
    return set(
        Report.objects.filter(
            partnership_id=case.partnership_id, case_id=case.pk, agency__isnull=False
        ).values_list("agency_id", flat=True)
    )


def record_involvement(
    *,
    partnership_id: int,
    case_id: int,
    version: int | None,
    given: tuple[InvolvementGiven, ...],
    by: Actor,
    at: dt.datetime,
) -> Case:
    """Record how each applicant took part in the meeting, or why they were not invited."""
    with changing(
        Command.RECORD_INVOLVEMENT,
        partnership_id=partnership_id,
        case_id=case_id,
        version=version,
        by=by,
        at=at,
    ) as case:
        item = item_of_round(case)
        own = set(
            case.applications.filter(
                partnership_id=partnership_id, status=Application.Status.SUBMITTED
            ).values_list("pk", flat=True)
        )
        invitations = latest_invitations(item)
        for one in given:
            if one.application_id not in own:
                raise NotNow("One of these applications is no longer part of the case.")
            VictimInvolvement.objects.update_or_create(
                partnership_id=partnership_id,
                application_id=one.application_id,
                item=item,
                defaults={
                    "case": case,
                    "choice": one.choice,
                    "reason": _why_not_invited(one, invitations.get(one.application_id)),
                },
            )
        record(
            kind=EventKind.INVOLVEMENT_RECORDED,
            partnership_id=partnership_id,
            by=by,
            at=at,
            case=case,
            payload={"item": item.pk, "applications": [one.application_id for one in given]},
        )
    return case


def _why_not_invited(one: InvolvementGiven, invitation: Invitation | None) -> str:
    """The reason that they were told; nothing for all others. Raises NotNow where none was told."""
    if one.choice != VictimInvolvement.Choice.NOT_INVITED:
        return ""
    if invitation is None or invitation.invited:
        raise NotNow(
            "This applicant has not been told that they are not invited, or why. Their single point"
            " of contact does that first."
        )
    return invitation.reason
