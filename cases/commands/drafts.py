"""A procedure brought in from a file: kept as a draft, which binds nobody until it is published."""

import datetime as dt

from cases.commands.procedures import start_draft
from organisations.actors import SYSTEM_ACTOR
from organisations.models import Partnership
from organisations.tenancy import Scope, visiting
from thresholds.models import Procedure as StoredProcedure
from thresholds.procedure import Procedure, to_json


def keep_draft(*, partnership_id: int, procedure: Procedure, at: dt.datetime) -> StoredProcedure:
    """The procedure as the partnership's newest version, a draft.

    A newest version that is the same, draft or published, is left as it is, so that a script may
    run twice. Two at once get two numbers.
    """
    with visiting(Scope.staff(partnership_id)):
        Partnership.objects.select_for_update(no_key=True).get(pk=partnership_id)
        newest = (
            StoredProcedure.objects.filter(partnership_id=partnership_id)
            .order_by("-version")
            .first()
        )
        content = to_json(procedure)
        if newest is not None and newest.content == content:
            return newest
        return start_draft(partnership_id=partnership_id, content=content, by=SYSTEM_ACTOR, at=at)
