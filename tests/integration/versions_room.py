"""The administrator of a partnership at work on the versions of its procedure."""

import copy
import datetime as dt

from cases.commands import procedures
from cases.commands.procedures import ConsultationGiven, PublicationGiven
from organisations.clock import LONDON
from organisations.roles import Role
from tests.world import NOON, World
from thresholds.guard import concerns_of
from thresholds.models import Consultation, Procedure
from thresholds.procedure import parse_procedure

TODAY = NOON.date()
DAY = dt.timedelta(days=1)
LATER = TODAY + 30 * DAY


def at_noon(day: dt.date) -> dt.datetime:
    """A moment of a day in London."""
    return dt.datetime.combine(day, dt.time(12), tzinfo=LONDON)


class Versions:
    """One partnership's; `role` and `at` say who acts, and when."""

    def __init__(self, world: World):
        self.world = world
        self.role = Role.ADMINISTRATOR
        self.at = NOON

    @property
    def place(self) -> dict:
        return {
            "partnership_id": self.world.partnership.pk,
            "by": self.world.actor(self.role),
            "at": self.at,
        }

    def read(self, pk: int) -> Procedure:
        with self.world.inside():
            return Procedure.objects.get(partnership=self.world.partnership, pk=pk)

    def draft(self, **parts) -> Procedure:
        content = copy.deepcopy(self.world.procedure.content) | parts
        return procedures.start_draft(**self.place, content=content)

    def edit(self, stored: Procedure, **parts) -> Procedure:
        revision = self.read(stored.pk).revision
        return procedures.edit_draft(
            **self.place, procedure_id=stored.pk, revision=revision, parts=parts
        )

    def ask(self, stored: Procedure, body: str, *, on: dt.date = TODAY) -> Consultation:
        given = ConsultationGiven(body=body, name="The office", asked_on=on, note="Content.")
        return procedures.record_consultation(**self.place, procedure_id=stored.pk, given=given)

    def consult(self, stored: Procedure) -> Procedure:
        for body in Consultation.REQUIRED:
            self.ask(stored, body)
        return self.read(stored.pk)

    def publish(self, stored: Procedure, *, on: dt.date = LATER, **more) -> Procedure:
        stored = self.read(stored.pk)
        more = {"concerns": len(concerns_of(parse_procedure(stored.content)))} | more
        given = PublicationGiven(effective_from=on, **more)
        return procedures.publish(
            **self.place, procedure_id=stored.pk, revision=stored.revision, given=given
        )

    def next(self, *, on: dt.date = LATER, last_day: dt.date | None = None, **parts) -> Procedure:
        return self.publish(self.consult(self.draft(**parts)), on=on, last_day=last_day)
