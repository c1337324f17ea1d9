"""Whether an applicant's letters are in large print, as they asked (DOMAIN section 6)."""

import datetime as dt

from cases.commands.frame import changing
from cases.event_kinds import EventKind
from cases.events import record
from cases.models import Application
from cases.policies import NotNow
from cases.status import Command
from organisations.actors import Actor


def choose_letter_form(
    *,
    partnership_id: int,
    case_id: int,
    version: int | None,
    application_id: int,
    large_print: bool,
    by: Actor,
    at: dt.datetime,
) -> Application:
    """Write to an applicant in large print from now on, or no more. Letters that are there stay.

    What is so already is refused, so that the record holds changes only. Raises NotNow.
    """
    with changing(
        Command.CHOOSE_LETTER_FORM,
        partnership_id=partnership_id,
        case_id=case_id,
        version=version,
        by=by,
        at=at,
    ) as case:
        applications = case.applications.filter(partnership_id=partnership_id, pk=application_id)
        application = applications.first()
        if application is None:
            raise NotNow("This application is not in the review.")
        if application.large_print == large_print:
            raise NotNow("Their letters are in this form already.")
        application.large_print = large_print
        application.save(update_fields=["large_print"])
        if large_print and not case.needs_adjustments:
            case.needs_adjustments = True
            case.save(update_fields=["needs_adjustments"])
        record(
            kind=EventKind.LETTER_FORM_CHOSEN,
            partnership_id=partnership_id,
            by=by,
            at=at,
            case=case,
            application=application,
            payload={"large_print": large_print},
        )
    return application
