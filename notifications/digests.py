"""Who wants one mail a day, and the sweep that sends it at their hour (ADR 32)."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from cases.commands.reminders import reminder_times
from cases.permissions import NotPermitted
from cases.policies import NotNow
from notifications.chasing import is_quiet_for
from notifications.choices import Way
from notifications.digest import chasers_named, digest_of
from notifications.emails import NothingLeft, checked, text_email
from notifications.letter_kinds import StaffKind
from notifications.models import ChaserLine, Delivery, Message, ReminderChoice
from notifications.queueing import attempt
from notifications.turns import each_partnership
from organisations.actors import Actor
from organisations.clock import LONDON, date_of
from organisations.models import Partnership
from organisations.roles import PARTNERSHIP_ROLES
from organisations.tenancy import Scope, transaction_in, visiting
from thresholds.chasing import ReminderTimes


@dataclass(frozen=True, kw_only=True)
class Wish:
    """How somebody wants reminders. hour: of the day in London, for one mail a day."""

    way: str = Way.EACH
    hour: int = 9


def hours_of(times: ReminderTimes) -> range:
    """The full hours at which a digest can go: within the times of reminders, whole or begun."""
    first = times.opens.hour + (times.opens.minute > 0)
    last = times.closes.hour - (times.closes.minute == 0)
    return range(first, max(last, first) + 1)


def wish_of(*, partnership_id: int, user_id: int) -> Wish:
    """What the person chose; each reminder as it falls due where they chose nothing."""
    row = ReminderChoice.objects.filter(partnership_id=partnership_id, user_id=user_id).first()
    return Wish(way=row.way, hour=row.hour) if row else Wish()


def choose_reminders(*, partnership_id: int, wish: Wish, by: Actor, at: dt.datetime) -> None:
    """Keep the person's own wish, from the next sweep on.

    What waits for a digest that is wanted no more goes with the next reminders: nothing is lost by
    choosing. Raises NotPermitted without a role here, NotNow for an hour outside the partnership's.
    """
    if not by.grips_in(partnership_id=partnership_id, roles=PARTNERSHIP_ROLES):
        raise NotPermitted("You have no role in this partnership.")
    with visiting(Scope.staff(partnership_id)):
        partnership = Partnership.objects.get(pk=partnership_id)
        if wish.way == Way.DAILY and wish.hour not in hours_of(reminder_times(partnership)):
            raise NotNow("Choose an hour at which reminders go out in this partnership.")
        ReminderChoice.objects.update_or_create(
            partnership_id=partnership_id,
            user_id=by.id,
            defaults={"way": wish.way, "hour": wish.hour},
        )


def send_digests(*, at: dt.datetime) -> int:
    """Queue the digests whose hour has come; how many. Safe to run twice, at once, or late."""

    def one(partnership_id: int) -> int:
        with transaction_in(Scope.staff(partnership_id)):
            partnership = Partnership.objects.get(pk=partnership_id)
            if is_quiet_for(partnership, at=at):
                return 0
            return sum(_send(choice, partnership, at=at) for choice in _due(partnership, at=at))

    return each_partnership(one, doing="digests")


def _due(partnership: Partnership, *, at: dt.datetime) -> list[ReminderChoice]:
    """Those whose hour has come today and who have had none, locked. An hour that the partnership
    no longer has is its last or its first one."""
    hours = hours_of(reminder_times(partnership))
    now = at.astimezone(LONDON).hour
    rows = (
        ReminderChoice.objects.select_for_update(skip_locked=True, no_key=True)
        .filter(partnership=partnership, way=Way.DAILY)
        .exclude(digest_on__gte=date_of(at))
        .order_by("id")
    )
    return [row for row in rows if min(row.hour, hours[-1]) <= now]


def _send(choice: ReminderChoice, partnership: Partnership, *, at: dt.datetime) -> bool:
    """A mail, unless there is nothing to say; the day counts as seen to either way."""
    choice.digest_on = date_of(at)
    choice.save(update_fields=["digest_on"])
    if digest_of(partnership=partnership, user_id=choice.user_id, at=at).is_empty:
        return False
    message = Message.objects.create(
        partnership=partnership,
        user_id=choice.user_id,
        kind=StaffKind.DIGEST,
        made_at=timezone.now(),
    )
    attempt(message, channel=Delivery.Channel.EMAIL)
    return True


def compose(message: Message, *, message_id: str, at: dt.datetime) -> EmailMessage:
    """The digest, from the state now. Raises BadAddress; NothingLeft where there is nothing.

    The stages that it tells are noted with it, so that they are told when it is accepted.
    """
    address = checked(message.user.email)
    digest = digest_of(partnership=message.partnership, user_id=message.user_id, at=at)
    if digest.is_empty:
        raise NothingLeft("There is nothing to say any more.")
    named = chasers_named(digest, partnership_id=message.partnership_id)
    before = ChaserLine.objects.filter(partnership_id=message.partnership_id, message=message)
    before.exclude(chaser__in=named).update(left_out=True)
    before.filter(chaser__in=named).update(left_out=False)
    ChaserLine.objects.bulk_create(
        [
            ChaserLine(
                partnership_id=message.partnership_id,
                chaser=chaser,
                message=message,
                for_information=False,
            )
            for chaser in named
        ],
        ignore_conflicts=True,
    )
    return text_email(
        subject=f"Your day: {message.partnership.name}",
        name="digest",
        values={
            "name": message.user.full_name,
            "partnership": message.partnership.name,
            "sections": digest.sections,
            "site": settings.BASE_URL,
        },
        address=address,
        message_id=message_id,
    )
