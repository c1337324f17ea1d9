"""What every command on a case does first and last, in one transaction (ARCHITECTURE section 3)."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from cases import permissions, policies
from cases.commands.days_off import CALENDAR_CHANGED, record_moved
from cases.deadlines import recompute_deadlines
from cases.models import Application, Case
from cases.permission_names import Permission
from cases.status import Command
from organisations.actors import APPLICANT, SYSTEM_ACTOR, Actor
from organisations.compiled import Compiled
from organisations.tenancy import Scope, visiting


class StaleCase(Exception):
    """Somebody else changed the case since the page was opened; nothing was done."""


class NoSuchCase(LookupError):
    """The case is not there for this person."""


# Where a command's own permission has another name than the command.
PERMISSION: dict[Command, Permission] = {
    Command.ACKNOWLEDGE: Permission.ACKNOWLEDGE,
    Command.RECORD_ASSESSMENT: Permission.ASSESS,
    Command.RECORD_RISK: Permission.ASSESS,
    Command.DECIDE: Permission.DECIDE,
    Command.RESUME: Permission.DECIDE,
    Command.CONSIDER_PEER_REVIEW: Permission.CONSIDER_PEER_REVIEW,
    Command.REFER: Permission.REFER,
    Command.RECORD_INVOLVEMENT: Permission.RECORD_PLAN,
    Command.RECORD_PLAN: Permission.RECORD_PLAN,
    Command.SEND_RESPONSE: Permission.SEND_RESPONSE,
    Command.RECORD_PROGRESS: Permission.RECORD_PROGRESS,
    Command.CLOSE: Permission.CLOSE,
    Command.REOPEN: Permission.REOPEN,
    Command.WITHDRAW: Permission.WITHDRAW,
    Command.MERGE: Permission.MERGE,
    Command.EXTEND_DEADLINE: Permission.EXTEND_DEADLINE,
    Command.REQUEST_INFORMATION: Permission.REQUEST_INFORMATION,
    Command.RECORD_RETURN: Permission.RECORD_RETURN,
    Command.REQUEST_PCC_REVIEW: Permission.REQUEST_PCC_REVIEW,
    Command.REPIN: Permission.REPIN,
    Command.IDENTIFY: Permission.IDENTIFY,
    Command.CHOOSE_LETTER_FORM: Permission.CHOOSE_LETTER_FORM,
    Command.ASK_APPLICANT: Permission.ASK_APPLICANT,
    Command.RECORD_ANSWER: Permission.RECORD_ANSWER,
    Command.WITHDRAW_REQUEST: Permission.ASK_APPLICANT,
    Command.DECIDE_INVITATION: Permission.DECIDE_INVITATION,
    Command.SEND_DRAFT_PLAN: Permission.SEND_DRAFT_PLAN,
    Command.RECORD_COMMENT: Permission.RECORD_COMMENT,
    Command.TELL_PROGRESS: Permission.TELL_PROGRESS,
    Command.CHANGE_ACTION: Permission.CHANGE_ACTION,
}


_LOCKED = Compiled(
    lambda partnership, case: (
        Case.objects.select_for_update(no_key=True)
        .filter(partnership_id=partnership, pk=case)
        .order_by()
    ),
    partnership=int,
    case=int,
)


def lock_case(*, partnership_id: int, case_id: int, version: int | None) -> Case:
    """The case, locked until the transaction ends. Raises NoSuchCase, StaleCase.

    Whatever is recorded of a case is recorded with it locked, so that locks are taken in one order:
    case, then its stream. Locks are `FOR NO KEY UPDATE`: rows that refer to a locked one, whose
    foreign keys PostgreSQL checks at the commit, wait for nobody (docs/RELIABILITY.md).

    version: what the person's page showed; None where no page stands behind the command.
    """
    found = _LOCKED.instances(partnership=partnership_id, case=case_id)
    if not found:
        raise NoSuchCase(case_id)
    case = found[0]
    if version is not None and case.version != version:
        raise StaleCase(case.reference)
    return case


@contextmanager
def changing(
    command: Command,
    *,
    partnership_id: int,
    case_id: int,
    version: int | None,
    by: Actor,
    at: dt.datetime,
) -> Iterator[Case]:
    """The locked case for one command, checked for version, permission and status.

    The command writes in the partnership's scope whatever narrow scope the page reads in (an
    applicant's, an agency's, the PCC office's): the permission has been checked by then. On the
    way out the version is raised and the deadlines are recomputed.

    Raises NoSuchCase, StaleCase, NotPermitted, NotNow.
    """
    with visiting(Scope.staff(partnership_id)):
        case = lock_case(partnership_id=partnership_id, case_id=case_id, version=version)
        _check_own_application(by, case)
        permissions.check_may(by, PERMISSION[command], case, at=at)
        policies.check_status(command, case)
        yield case
        case.version += 1
        case.save(update_fields=["version"])
        bring_up_to_date(case, at=at)


def bring_up_to_date(case: Case, *, at: dt.datetime) -> None:
    """The case's deadlines and its place in the queue, after whatever a command did.

    A date that the calendar moved before its sweep came to this case is told here.
    """
    moved = recompute_deadlines(case, at=at)
    record_moved(moved, because=CALENDAR_CHANGED, by=SYSTEM_ACTOR, at=at)


def keep(case: Case, *fields: str, at: dt.datetime) -> None:
    """Save what a transition changed and recompute the deadlines, before letters are frozen."""
    case.save(update_fields=["status", *fields])
    bring_up_to_date(case, at=at)


def application_in_review(case: Case, application_id: int) -> Application:
    """One of the case's applications that stands. Raises NotNow."""
    found = (
        case.applications.filter(
            partnership_id=case.partnership_id,
            pk=application_id,
            status=Application.Status.SUBMITTED,
        )
        .select_related("procedure")
        .first()
    )
    if found is None:
        raise policies.NotNow("This application is not in the review.")
    return found


def reason_given(reason: str) -> str:
    """The reason as the record keeps it. Raises NotNow where there is none."""
    if not reason.strip():
        raise policies.NotNow("Give the reason: it stays on the record.")
    return reason.strip()


def _check_own_application(by: Actor, case: Case) -> None:
    """An applicant acts on the case of their own application only."""
    if by.kind != APPLICANT:
        return
    own = case.applications.filter(partnership_id=case.partnership_id, pk=by.application_id)
    if not own.exists():
        raise NoSuchCase(case.pk)
