"""A draft of an application, for whoever has its secret."""

import datetime as dt

from cases.models import ApplicationDraft
from organisations.clock import date_of
from organisations.tenancy import Scope, visiting


def draft_with(*, partnership_id: int, digest: str, at: dt.datetime) -> ApplicationDraft | None:
    """The draft whose secret has this hash; None where it was sent, erased, or never was.

    Only in its own scope: the database shows no other.
    """
    with visiting(Scope.of_draft(partnership_id=partnership_id, digest=digest)):
        return ApplicationDraft.objects.filter(
            partnership_id=partnership_id, digest=digest, keep_until__gte=date_of(at)
        ).first()
