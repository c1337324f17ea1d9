"""The stored dates are those that the rules give (ADR 6)."""

from cases.deadlines import explain_deadline
from cases.models import Deadline
from ct_portal.keeping.files import Tell
from organisations.models import Partnership

SAMPLE = 20


def check_deadlines(*, problem: Tell, each: int | None = SAMPLE) -> str:
    """Compare open deadlines with the pure function; what was checked, in words.

    each: the newest so many of every partnership; None for all.
    """
    number = 0
    for partnership_id in Partnership.objects.order_by("pk").values_list("pk", flat=True):
        rows = Deadline.objects.filter(
            partnership_id=partnership_id, met_at__isnull=True, lapsed_at__isnull=True
        )
        for row in rows.select_related("application__procedure").order_by("-pk")[:each]:
            number += 1
            if row.due_on != (due := explain_deadline(row).due_on):
                problem(f"deadline {row.pk}: {row.due_on} is stored, the rules give {due}")
    return f"{number} open deadlines"
