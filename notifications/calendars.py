"""The sweep that follows the calendar: what a changed list of days off moves is told."""

import datetime as dt

from cases.commands.days_off import follow
from notifications.turns import each_partnership
from organisations.actors import SYSTEM_ACTOR
from organisations.tenancy import Scope, transaction_in


def follow_calendars(*, at: dt.datetime) -> int:
    """Bring every partnership's open dates up to date with its calendar; how many moved.

    An administrator's change does that at once for as many cases as a page may take. This goes on
    from there, and finds what a new release's list of bank holidays moves, and an application that
    came in while the calendar was being changed. A transaction for each lot of cases.
    """

    def one(partnership_id: int) -> int:
        dates = 0
        while True:
            with transaction_in(Scope.staff(partnership_id)):
                followed = follow(partnership_id=partnership_id, by=SYSTEM_ACTOR, at=at)
            dates += followed.dates
            if not followed.cases_left:
                return dates

    return each_partnership(one, doing="following the calendar")
