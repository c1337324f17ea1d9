"""What a command would tell people, without doing it: for seeing a letter before it goes."""

from collections.abc import Callable

from django.db import transaction

from cases.models import Event, EventFacts


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
            last = (
                Event.objects.filter(
                    partnership_id=partnership_id, case_id=case_id, stream=Event.Stream.CASE
                )
                .order_by("-sequence")
                .values_list("pk", flat=True)
                .first()
            )
            facts = EventFacts.objects.get(partnership_id=partnership_id, event_id=last).content
            raise _Enough
    except _Enough:
        return facts
