"""What comes next in a case, derived from its state every time, so that it is never stale."""

import datetime as dt
from dataclasses import dataclass

from cases.status import DECIDED_AGAINST, ENDED, Command, Status
from thresholds.limits import counted
from thresholds.periods import weekday_in_words


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What the next step depends on.

    assessed, peer_considered, on_agenda: in this round. actions_open: of every plan of the case.
    coded: whether an agency told of somebody under a code. drafted: whether a draft of this round's
    plan was sent for comment.
    """

    status: str
    assessed: bool = False
    risk_recorded: bool = False
    peer_considered: bool = False
    on_agenda: bool = False
    actions_open: int = 0
    deferred_until: dt.date | None = None
    coded: bool = False
    drafted: bool = False


@dataclass(frozen=True, kw_only=True)
class Step:
    """The one next step. `act` is None where others must move first."""

    act: Command | None
    text: str
    because: str = ""


_ACKNOWLEDGE = Step(
    act=Command.ACKNOWLEDGE,
    text="Send the acknowledgement",
    because="The applicant must hear that we have it, with both dates.",
)
_ASSESS = Step(
    act=Command.RECORD_ASSESSMENT,
    text="Record the assessment",
    because="The parties assess together before anything is decided.",
)
_RISK = Step(
    act=Command.RECORD_RISK,
    text="Record the risk",
    because="Harm and vulnerability are part of every assessment.",
)
_DECIDE = Step(
    act=Command.DECIDE,
    text="Decide on the threshold",
    because="Assessment and risk are recorded.",
)
_PEER = Step(
    act=Command.CONSIDER_PEER_REVIEW,
    text="Consider a peer review",
    because="A peer review is considered in every case, before the meeting.",
)
_REFER = Step(
    act=Command.REFER,
    text="Refer to a meeting",
    because="An accepted case goes to the locality's meeting.",
)
_MEETING = Step(act=None, text="Waiting for the meeting and its action plan")
_RESPOND = Step(
    act=Command.SEND_RESPONSE,
    text="Send the response",
    because="The action plan is agreed: the applicant must have it.",
)
_CLOSE = Step(
    act=Command.CLOSE,
    text="Close the case",
    because="Nothing in the plan is left to do.",
)
_CLOSE_AGAINST = Step(
    act=Command.CLOSE,
    text="Close the case",
    because="The application was not taken on, and the applicant has been told.",
)
_RESUME = Step(
    act=Command.RESUME,
    text="Look at the case again",
    because="The day has come on which it was to be looked at again.",
)
_NOTHING = Step(act=None, text="Nothing is left to do")


def next_step(standing: Standing, *, today: dt.date) -> Step:
    """The one next step of a case in this standing."""
    status = Status(standing.status)
    if status in ENDED:
        return _NOTHING
    if status in DECIDED_AGAINST:
        return _CLOSE_AGAINST
    if status is Status.ASSESSMENT:
        return _while_assessed(standing)
    if status in {Status.ACCEPTED, Status.REFERRED}:
        return _towards_the_meeting(standing)
    if status is Status.DEFERRED:
        return _while_deferred(standing, today)
    if status in {Status.RESPONDED, Status.MONITORING}:
        return _while_followed(standing)
    return {
        Status.RECEIVED: _ACKNOWLEDGE,
        Status.ACKNOWLEDGED: _ASSESS,
        Status.PLAN_AGREED: _RESPOND,
    }[status]


def _towards_the_meeting(standing: Standing) -> Step:
    """A case that was sent back to LMAPS is referred already, but on no agenda of this round."""
    if standing.on_agenda:
        return _MEETING
    return _REFER if standing.peer_considered else _PEER


def _while_assessed(standing: Standing) -> Step:
    if not standing.assessed:
        return _ASSESS
    return _DECIDE if standing.risk_recorded else _RISK


def _while_deferred(standing: Standing, today: dt.date) -> Step:
    until = standing.deferred_until
    if until is None or until <= today:
        return _RESUME
    return Step(act=None, text=f"Deferred until {weekday_in_words(until)}")


def _while_followed(standing: Standing) -> Step:
    if not standing.actions_open:
        return _CLOSE
    return Step(
        act=None, text=f"Following the plan: {counted(standing.actions_open, 'open action')}"
    )
