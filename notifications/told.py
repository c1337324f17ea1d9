"""A mail to staff was accepted: the chasers in it have been told, and the cases' records say so."""

import datetime as dt
from collections.abc import Sequence

from django.db.models.functions import Coalesce
from django.utils import timezone

from cases.commands.chasing import Chased, record_chased, record_owed_chased
from notifications.models import Chaser, Message, OwedChaser
from notifications.models.chasers import StageOfDate
from notifications.owed import as_chased, with_owed
from organisations.actors import Actor


def note_chased(message: Message, *, by: Actor, at: dt.datetime) -> None:
    """Mark what this mail told as told, once for each chaser whichever mail comes first.

    Copies and lines that were left out tell nothing. A chaser that was stopped after the mail had
    been composed was told all the same, and one that was to be sent again meanwhile needs no other
    mail. at: domain time.
    """
    chasers = list(
        Chaser.objects.filter(
            partnership_id=message.partnership_id,
            lines__message=message,
            lines__for_information=False,
            lines__left_out=False,
            told_at__isnull=True,
        )
        .select_for_update(of=("self",), no_key=True)
        .select_related("deadline")
        .order_by("id")
    )
    _mark(chasers, message=message, at=at)
    record_chased(
        partnership_id=message.partnership_id,
        told=[
            Chased(
                case_id=chaser.deadline.case_id,
                deadline_id=chaser.deadline_id,
                limit=chaser.deadline.limit,
                stage=Chaser.Stage(chaser.stage).name.lower(),
                due_on=chaser.due_on,
            )
            for chaser in chasers
        ],
        by=by,
        at=at,
    )


def note_owed_chased(message: Message, *, by: Actor, at: dt.datetime) -> None:
    """The same of what agencies and the panel owe."""
    chasers = list(
        with_owed(
            OwedChaser.objects.filter(
                partnership_id=message.partnership_id,
                lines__message=message,
                lines__for_information=False,
                lines__left_out=False,
                told_at__isnull=True,
            )
        )
        .select_for_update(of=("self",), no_key=True)
        .order_by("id")
    )
    _mark(chasers, message=message, at=at)
    record_owed_chased(
        partnership_id=message.partnership_id, told=map(as_chased, chasers), by=by, at=at
    )


def _mark(chasers: Sequence[StageOfDate], *, message: Message, at: dt.datetime) -> None:
    """Told, whatever was thought of it meanwhile."""
    if chasers:
        type(chasers[0]).objects.filter(
            partnership_id=message.partnership_id, pk__in=[chaser.pk for chaser in chasers]
        ).update(
            told_at=at,
            queued_at=Coalesce("queued_at", timezone.now()),
            stopped_at=None,
            stopped_because="",
        )
