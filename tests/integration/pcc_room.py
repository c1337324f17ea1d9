"""The PCC office at work: Joan's closed case, her request, and an officer's browser."""

from django.test import Client
from django.urls import reverse

from cases.commands.pcc import (
    assess_eligibility,
    begin_review,
    close_review,
    record_outcome,
    request_pcc_review,
)
from cases.commands.telling import record_told
from cases.models import PccReview
from organisations.actors import SYSTEM_ACTOR, applicant_actor
from organisations.roles import Role
from tests.walk import Walk
from tests.world import World

REASONS = "Your diary was not read before the plan was agreed."


class PccRoom:
    """Joan's request to the office, moved on by one method per step."""

    def __init__(self, world: World, walk: Walk | None = None):
        self.world = world
        self.walk = walk or Walk(world).to_closed()
        self.application = self.walk.submitted.application
        self.review_id = self._ask().pk
        self.client = self.browser(Role.PCC_OFFICER)

    def _ask(self) -> PccReview:
        applicant = applicant_actor(person_id=None, application_id=self.application.pk)
        return request_pcc_review(
            **self.walk.command(by=applicant),
            application_id=self.application.pk,
            grounds=("way_reviewed",),
            statement="Nobody read my diary.",
        )

    def browser(self, role: str) -> Client:
        """A browser in which the person with a role is signed in."""
        client = Client()
        client.force_login(self.world.people[role])
        return client

    def office(self, **more) -> dict:
        """The arguments of the office's commands."""
        return {
            "partnership_id": self.world.partnership.pk,
            "review_id": self.review_id,
            "version": None,
            "by": self.world.actor(Role.PCC_OFFICER),
            "at": self.walk.at,
            **more,
        }

    def eligible(self):
        assess_eligibility(**self.office(eligible=True, reason="In time, on a ground."))
        return self

    def begun(self):
        self.eligible()
        begin_review(**self.office())
        return self

    def decided(self, *, upheld: bool = False):
        self.begun()
        record_outcome(
            **self.office(
                upheld=upheld,
                reasons=REASONS,
                returned_to="lmaps" if upheld else "",
                recommendations="Read the diary.",
            )
        )
        return self

    def told(self):
        """The post has told Joan the outcome."""
        record_told(
            partnership_id=self.world.partnership.pk,
            application_id=self.application.pk,
            letter_kind="pcc_outcome",
            message_id=1,
            by=SYSTEM_ACTOR,
            at=self.walk.at,
        )
        return self

    def closed(self, *, upheld: bool = False):
        self.decided(upheld=upheld).told()
        close_review(**self.office())
        return self

    def review(self) -> PccReview:
        """The review as it stands."""
        with self.world.inside():
            return PccReview.objects.get(partnership=self.world.partnership, pk=self.review_id)

    def url(self, name: str, *more) -> str:
        """The address of a page of this review."""
        return reverse(f"pcc:{name}", args=[self.world.area.slug, self.review_id, *more])

    def version(self) -> dict:
        """The hidden field that every act carries."""
        return {"version": self.review().version}
