"""One case along the whole lifecycle by commands, stopping wherever a test wants it."""

import datetime as dt

from cases.commands.asking import RequestGiven, ask_applicant
from cases.commands.assessing import (
    AssessmentGiven,
    PartyView,
    RiskGiven,
    record_assessment,
    record_risk,
)
from cases.commands.consulting import send_draft_plan
from cases.commands.deciding import DecisionGiven, decide
from cases.commands.following import close, send_response
from cases.commands.intake import acknowledge
from cases.commands.inviting import InvitationGiven, decide_invitation
from cases.commands.planning import ActionGiven, PlanGiven, record_plan
from cases.commands.reviewing import (
    InvolvementGiven,
    consider_peer_review,
    plan_meeting,
    record_involvement,
    refer,
)
from cases.models import Case
from organisations.roles import Role
from tests.world import NOON, World, apply_as_joan

DAY = dt.timedelta(days=1)


class Walk:
    """Joan's case, moved by one method per step; `case()` reads it afresh."""

    def __init__(self, world: World, *, at: dt.datetime = NOON, **changes):
        self.world = world
        self.at = at
        self.submitted = apply_as_joan(world, at=at, **changes)
        self.case_id = self.submitted.application.case_id

    def case(self) -> Case:
        """The case as it stands."""
        with self.world.inside():
            return Case.objects.select_related("partnership", "district").get(
                partnership=self.world.partnership, pk=self.case_id
            )

    def command(self, role: str = Role.SPOC, **more) -> dict:
        """The arguments that every command takes."""
        return {
            "partnership_id": self.world.partnership.pk,
            "case_id": self.case_id,
            "version": self.case().version,
            "by": self.world.actor(role),
            "at": self.at,
            **more,
        }

    def acknowledge(self):
        acknowledge(**self.command())
        return self

    def ask(self, **changes):
        """Joan is asked something; `request` is what."""
        given = {
            "application_id": self.submitted.application.pk,
            "question": "Which nights were the worst in May?",
            "reason": "The police want to know when to look.",
            "due_on": (self.at + 7 * DAY).date(),
        }
        given = RequestGiven(**given | changes)
        self.request = ask_applicant(**self.command(given=given))
        return self

    def assess(self, *, harm: str = "yes", persists: str = "yes", adequate: str = "no"):
        given = AssessmentGiven(
            persists=persists,
            harm_view=harm,
            harm_reason="She no longer sleeps in her bedroom.",
            response_adequate=adequate,
            timeframe_unexpired="no",
            conduct_of_one_agency="no",
            parties=(
                PartyView(party="community_safety", view="take", name="Sam Okafor"),
                PartyView(party="police", view="take", name="Insp. Priya Nair"),
                PartyView(party="landlord", view="not_applicable"),
            ),
        )
        record_assessment(**self.command(Role.ASSESSOR, given=given))
        return self

    def risk(self, *, vulnerable: bool = True):
        given = RiskGiven(
            application_id=self.submitted.application.pk, answers={}, vulnerable=vulnerable
        )
        record_risk(**self.command(Role.ASSESSOR, given=given))
        return self

    def decide(self, outcome: str = "accepted", *, ground: str = "statutory", **more):
        given = DecisionGiven(
            outcome=outcome, ground=ground, reasons="Three reports count.", **more
        )
        decide(**self.command(given=given))
        return self

    def consider_peer_review(self):
        consider_peer_review(**self.command(wanted=False, reason="Not complex.", neighbour_id=None))
        return self

    def refer(self):
        meeting = plan_meeting(
            partnership_id=self.world.partnership.pk,
            locality_id=self.world.locality.pk,
            starts_at=self.at + 7 * DAY,
            place="Worksop Town Hall",
            chair_id=self.world.people[Role.LMAPS_CHAIR].pk,
            chair_independent=True,
            by=self.world.actor(Role.SPOC),
            at=self.at,
        )
        refer(**self.command(meeting_id=meeting.pk, note=""))
        self.at += 7 * DAY
        return self

    def leave_out(self, **changes):
        """Joan is not invited to the meeting, and is told so before it."""
        given = {
            "application_id": self.submitted.application.pk,
            "invited": False,
            "reason": "A person whom you are afraid of works in the building.",
            "other_ways": "Somebody can speak for you, or you can send a statement.",
            "heard_by": self.at.date(),
        }
        decide_invitation(**self.command(given=InvitationGiven(**given | changes)))
        return self

    def draft(self):
        """The draft of the plan goes to Joan for comment."""
        comment_by = (self.at + 3 * DAY).date()
        actions = ("Visit Mrs Marsh every week.", "Put up a camera.")
        send_draft_plan(**self.command(actions=actions, comment_by=comment_by))
        return self

    def involve(self):
        given = (InvolvementGiven(application_id=self.submitted.application.pk, choice="attended"),)
        record_involvement(**self.command(Role.LMAPS_CHAIR, given=given))
        return self

    def plan(self):
        given = PlanGiven(
            findings="The reports were handled one by one.",
            response_adequate="no",
            actions=(
                ActionGiven(
                    wording="Visit Mrs Marsh every week.",
                    agency_id=self.world.council.pk,
                    owner_name="Dev Patel",
                    due_on=(self.at + 14 * DAY).date(),
                    internal_note="Known youths; do not name.",
                ),
            ),
            recommendations=(("Nottinghamshire Police", "Link the calls."),),
        )
        record_plan(**self.command(Role.LMAPS_CHAIR, given=given))
        return self

    def respond(self):
        send_response(**self.command())
        return self

    def close(self):
        close(**self.command(reason="The stones have stopped."))
        return self

    def to_accepted(self):
        return self.acknowledge().assess().risk().decide()

    def to_planned(self):
        return self.to_accepted().consider_peer_review().refer().involve().plan()

    def to_closed(self):
        return self.to_planned().respond().close()
