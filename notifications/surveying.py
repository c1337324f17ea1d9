"""The sweep over closed reviews: each applicant is asked once what it was like (ADR 34).

What was written down in the application by the one sweep is not due for the next, so that it may
run twice, at once or late.
"""

import datetime as dt

from cases.commands.surveying import due_for_survey, invite_to_survey
from notifications.chasing import is_quiet_for
from notifications.turns import each_partnership, go_on_after
from organisations.actors import SYSTEM_ACTOR
from organisations.models import Partnership
from organisations.tenancy import Scope, transaction_in


def ask_after_closure(*, at: dt.datetime) -> int:
    """Invite whoever is due to the survey, each partnership in turn; how many were invited.

    at: domain time. Nobody in the partnership's quiet hours, and nobody where the survey is off.
    """

    def ask_in(partnership_id: int) -> int:
        return sum(_ask_alone(partnership_id, pk, at=at) for pk in _due(partnership_id, at=at))

    return each_partnership(ask_in, doing="inviting to the survey")


def _due(partnership_id: int, *, at: dt.datetime) -> list[int]:
    with transaction_in(Scope.staff(partnership_id)):
        partnership = Partnership.objects.get(pk=partnership_id)
        if partnership.survey_after is None or is_quiet_for(partnership, at=at):
            return []
        return list(due_for_survey(partnership, at=at).values_list("pk", flat=True))


def _ask_alone(partnership_id: int, application_id: int, *, at: dt.datetime) -> bool:
    """One of many: whatever goes wrong with it is logged, and the others go on."""
    try:
        return invite_to_survey(
            partnership_id=partnership_id, application_id=application_id, by=SYSTEM_ACTOR, at=at
        )
    except Exception as error:
        about = f"survey of application {application_id} of partnership {partnership_id}"
        go_on_after(error, about=about)
        return False
