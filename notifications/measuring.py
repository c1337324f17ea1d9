"""How far behind the post is, over all partnerships: numbers for /health/deep, nothing of a tenant.

A health check has no scope, and may not pass row-level security to look. A worker, which visits
each partnership in turn anyhow, adds up counts and ages once a minute and leaves them in the cache;
reading them costs one look-up however many partnerships there are (ADR 13).
"""

import datetime as dt

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from notifications.delivering import LOST_AFTER
from notifications.transports.choice import carried
from organisations.models import Partnership
from organisations.tenancy import Scope, transaction_in

KEY = "post:figures"
# Figures that nobody renews are gone: then no worker measures, which is a finding of its own.
KEPT_SECONDS = 5 * 60
RECENT = dt.timedelta(days=1)

COUNTS = ("untold", "stuck", "unsent", "half_sent", "uncertain", "unmade", "failed_batches")
OLDEST = ("oldest_untold_at", "oldest_unsent_at", "oldest_unmade_at")

_ONE_PARTNERSHIP = """
SELECT untold.number, untold.oldest, unsent.number, unsent.oldest,
  (SELECT count(*) FROM cases_outboxentry WHERE partnership_id = %(id)s AND state = 'stuck'),
  (SELECT count(*) FROM notifications_delivery
    WHERE partnership_id = %(id)s AND state = 'sending' AND claimed_at < %(lost)s
      AND handed_over_at IS NULL),
  (SELECT count(*) FROM notifications_delivery
    WHERE partnership_id = %(id)s AND state = 'uncertain' AND finished_at > %(recent)s),
  unmade.number, unmade.oldest, unmade.failed
FROM
  (SELECT count(*) AS number, min(written_at) AS oldest FROM cases_outboxentry
    WHERE partnership_id = %(id)s AND state = 'waiting') AS untold,
  (SELECT count(*) AS number, min(due_at) AS oldest FROM notifications_delivery
    WHERE partnership_id = %(id)s AND state = 'queued' AND channel = ANY(%(carried)s)
      AND due_at <= %(now)s) AS unsent,
  (SELECT count(*) FILTER (WHERE state = 'waiting') AS number,
      min(asked_at) FILTER (WHERE state = 'waiting') AS oldest,
      count(*) FILTER (WHERE state = 'failed') AS failed
    FROM notifications_printbatch
    WHERE partnership_id = %(id)s AND state IN ('waiting', 'ready', 'failed')) AS unmade
"""


def measure() -> dict:
    """Add up over all partnerships, keep the figures for health, and return them. Real time.

    untold: events that wait; stuck: given up; unsent: messages due; half_sent: a worker died while
    sending and the sweep has not seen it; uncertain: of the last day, nobody knows whether sent;
    unmade: batches asked for and not made; failed_batches: those that were given up.
    """
    now = timezone.now()
    found: dict = dict.fromkeys(COUNTS, 0) | dict.fromkeys(OLDEST) | {"measured_at": now}
    for partnership_id in Partnership.objects.order_by("id").values_list("pk", flat=True):
        _add(found, _of_partnership(partnership_id, now=now))
    cache.set(KEY, found, KEPT_SECONDS)
    return found


def measured() -> dict | None:
    """The figures of the last measuring, None where there are none that still hold."""
    return cache.get(KEY)


def _of_partnership(partnership_id: int, *, now: dt.datetime) -> dict:
    with transaction_in(Scope.staff(partnership_id)), connection.cursor() as cursor:
        cursor.execute(
            _ONE_PARTNERSHIP,
            {
                "id": partnership_id,
                "now": now,
                "lost": now - LOST_AFTER,
                "recent": now - RECENT,
                "carried": list(carried()),
            },
        )
        untold, untold_at, unsent, unsent_at, *rest = cursor.fetchone()
    stuck, half_sent, uncertain, unmade, unmade_at, failed = rest
    counts = (untold, stuck, unsent, half_sent, uncertain, unmade, failed)
    oldest = (untold_at, unsent_at, unmade_at)
    return dict(zip(COUNTS, counts, strict=True)) | dict(zip(OLDEST, oldest, strict=True))


def _add(found: dict, more: dict) -> None:
    for name in COUNTS:
        found[name] += more[name]
    for name in OLDEST:
        found[name] = min(filter(None, (found[name], more[name])), default=None)
