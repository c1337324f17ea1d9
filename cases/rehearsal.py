"""What a command would tell people, without doing it: for seeing a letter before it goes."""

from collections.abc import Callable

from django.db import transaction

from cases.commands.pcc import NoSuchReview
from cases.models import Event, EventFacts, PccReview
from organisations.tenancy import Scope, visiting


class _Enough(Exception):
    """Ends the rehearsal, so that the savepoint is rolled back."""


def rehearse(command: Callable, *, partnership_id: int, case_id: int, **arguments) -> dict:
    """Run a command on a case, take the facts frozen with its event, and undo everything.

    The facts are exactly those that the real command would freeze, so that the preview is the
    letter. Whatever the command raises comes through.
    """
    facts: dict = {}
    try:
        with transaction.atomic():
            command(partnership_id=partnership_id, case_id=case_id, **arguments)
            facts = _last_facts(partnership_id=partnership_id, case_id=case_id)
            raise _Enough
    except _Enough:
        return facts


def rehearse_review(command: Callable, *, partnership_id: int, review_id: int, **arguments) -> dict:
    """The same for a command of the PCC office, which names the review instead of the case.

    Works from the office's area scope: like the command itself it visits the partnership's.
    """
    facts: dict = {}
    try:
        with visiting(Scope.staff(partnership_id)):
            case_id = _case_of(partnership_id=partnership_id, review_id=review_id)
            command(partnership_id=partnership_id, review_id=review_id, **arguments)
            facts = _last_facts(partnership_id=partnership_id, case_id=case_id)
            raise _Enough
    except _Enough:
        return facts


def _case_of(*, partnership_id: int, review_id: int) -> int:
    found = PccReview.objects.filter(partnership_id=partnership_id, pk=review_id)
    case_id = found.values_list("case_id", flat=True).first()
    if case_id is None:
        raise NoSuchReview(review_id)
    return case_id


def _last_facts(*, partnership_id: int, case_id: int) -> dict:
    last = (
        Event.objects.filter(
            partnership_id=partnership_id, case_id=case_id, stream=Event.Stream.CASE
        )
        .order_by("-sequence")
        .values_list("pk", flat=True)
        .first()
    )
    return EventFacts.objects.get(partnership_id=partnership_id, event_id=last).content
