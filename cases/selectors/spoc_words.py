"""What statuses and time limits are called on the SPOC's pages, and the colour beside the word."""

from cases.procedures import parsed
from cases.status import Status
from thresholds.models import Procedure

COLOURS: dict[Status, str] = {
    Status.RECEIVED: "blue",
    Status.ACKNOWLEDGED: "blue",
    Status.ASSESSMENT: "blue",
    Status.ACCEPTED: "green",
    Status.REJECTED: "magenta",
    Status.DEFERRED: "yellow",
    Status.REDIRECTED: "magenta",
    Status.INVALID: "magenta",
    Status.REFERRED: "purple",
    Status.PLAN_AGREED: "purple",
    Status.RESPONDED: "teal",
    Status.MONITORING: "teal",
    Status.CLOSED: "grey",
    Status.WITHDRAWN: "grey",
    Status.MERGED: "grey",
}


def limit_titles(partnership_id: int) -> dict[str, str]:
    """What each time limit is called, by its name; the latest published wording wins."""
    stored = (
        Procedure.objects.filter(partnership_id=partnership_id)
        .exclude(status=Procedure.Status.DRAFT)
        .defer("content")
        .order_by("version")
    )
    return {
        limit.name: limit.title for procedure in stored for limit in parsed(procedure).time_limits
    }
