"""Random commands at a case: whatever people try, in whatever order, the invariants hold."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from cases.commands.following import close, record_progress, reopen, send_response
from cases.commands.frame import NoSuchCase, StaleCase
from cases.commands.intake import withdraw
from cases.commands.pcc import request_pcc_review
from cases.deadlines import explain_deadline
from cases.events import verify_stream
from cases.models import (
    Action,
    Deadline,
    Decision,
    Event,
    OutboxEntry,
    StatisticsEntry,
)
from cases.permissions import NotPermitted
from cases.policies import NotNow
from cases.status import ENDED, Outcome, Status
from organisations.actors import applicant_actor
from organisations.roles import Role
from tests.walk import Walk
from tests.world import joans_submission, make_world

ROLES = st.sampled_from(list(Role))
REFUSALS = (NotNow, NotPermitted, StaleCase, NoSuchCase)


class OneCase(RuleBasedStateMachine):
    """A case and everybody who might do something to it."""

    reached: set[str] = set()

    @initialize(incidents=st.sampled_from([1, 3]))
    def begin(self, incidents):
        """One incident is below every count; three meet the statutory test."""
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        world = make_world()
        told = joans_submission(world).incidents[:incidents]
        self.walk = Walk(world, incidents=told)
        self.statuses = ["received"]

    def teardown(self):
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def attempt(self, call):
        """Try it; a refusal must leave everything as it was."""
        before = self.snapshot()
        try:
            with transaction.atomic():
                call()
        except REFUSALS:
            assert self.snapshot() == before
        else:
            assert self.snapshot()[:2] != before[:2] or self.snapshot()[2] > before[2]
            self.statuses.append(self.walk.case().status)
            OneCase.reached.add(self.statuses[-1])

    def snapshot(self):
        case = self.walk.case()
        with self.walk.world.inside():
            return (case.version, case.status, Event.objects.count(), case.round)

    @rule(days=st.integers(0, 9))
    def time_passes(self, days):
        self.walk.at += dt.timedelta(days=days)

    @rule(steps=st.integers(1, 6))
    def go_on_as_one_should(self, steps):
        """Without this, random tries would rarely get far."""
        for _ in range(steps):
            self.attempt(lambda: self.next_step()())

    def next_step(self):
        status = self.walk.case().status
        with self.walk.world.inside():
            kinds = set(Event.objects.values_list("kind", flat=True))
        if status == Status.ASSESSMENT:
            return self.walk.risk if "risk.recorded" not in kinds else self.walk.decide
        if status == Status.ACCEPTED:
            return self.walk.consider_peer_review if self.unconsidered() else self.walk.refer
        if status == Status.REFERRED:
            return self.walk.involve if "involvement.recorded" not in kinds else self.walk.plan
        return {
            Status.RECEIVED: self.walk.acknowledge,
            Status.ACKNOWLEDGED: self.walk.assess,
            Status.PLAN_AGREED: self.walk.respond,
        }.get(status, self.walk.close)

    def unconsidered(self):
        case = self.walk.case()
        with self.walk.world.inside():
            return not case.peerreviewconsiderations.filter(round=case.round).exists()

    @rule()
    def acknowledge(self):
        self.attempt(self.walk.acknowledge)

    @rule(harm=st.sampled_from(["yes", "no", "unknown"]), persists=st.sampled_from(["yes", "no"]))
    def assess(self, harm, persists):
        self.attempt(lambda: self.walk.assess(harm=harm, persists=persists))

    @rule(vulnerable=st.booleans())
    def risk(self, vulnerable):
        self.attempt(lambda: self.walk.risk(vulnerable=vulnerable))

    @rule(
        outcome=st.sampled_from(list(Outcome)),
        ground=st.sampled_from(["statutory", "local", "harm"]),
    )
    def decide(self, outcome, ground):
        until = (self.walk.at + dt.timedelta(days=10)).date()
        self.attempt(
            lambda: self.walk.decide(
                outcome, ground=ground, deferred_until=until, redirected_to="The council"
            )
        )

    @rule(outcome=st.sampled_from(list(Outcome)), agreed=st.booleans())
    def turn_away(self, outcome, agreed):
        second = self.walk.world.people[Role.ASSESSOR].pk if agreed else None
        until = (self.walk.at + dt.timedelta(days=10)).date()
        self.attempt(self.walk.acknowledge)
        self.attempt(lambda: self.walk.assess(harm="no"))
        self.attempt(lambda: self.walk.risk(vulnerable=False))
        self.attempt(
            lambda: self.walk.decide(
                outcome,
                second_person_id=second,
                deferred_until=until,
                redirected_to="The council",
            )
        )

    @rule()
    def consider_peer_review(self):
        self.attempt(self.walk.consider_peer_review)

    @rule()
    def refer(self):
        self.attempt(self.walk.refer)

    @rule()
    def involve(self):
        self.attempt(self.walk.involve)

    @rule()
    def plan(self):
        self.attempt(self.walk.plan)

    @rule()
    def respond(self):
        self.attempt(self.walk.respond)

    @rule(role=ROLES)
    def respond_as_anybody(self, role):
        self.attempt(lambda: send_response(**self.walk.command(role)))

    @rule(role=ROLES, status=st.sampled_from(list(Action.Status)))
    def progress(self, role, status):
        with self.walk.world.inside():
            action = Action.objects.values_list("pk", flat=True).last() or 0
        self.attempt(
            lambda: record_progress(
                **self.walk.command(role), action_id=action, status=status, note="Done."
            )
        )

    @rule(role=ROLES)
    def close(self, role):
        self.attempt(lambda: close(**self.walk.command(role), reason="It has stopped."))

    @rule(where=st.sampled_from(["assessment", "lmaps"]), role=ROLES)
    def reopen(self, where, role):
        self.attempt(lambda: reopen(**self.walk.command(role), where=where, reason="New facts."))

    @rule()
    def ask_the_office(self):
        application = self.walk.submitted.application
        applicant = applicant_actor(person_id=None, application_id=application.pk)
        self.attempt(
            lambda: request_pcc_review(
                **self.walk.command(by=applicant),
                application_id=application.pk,
                grounds=("way_reviewed",),
                statement="Nobody came.",
            )
        )

    @rule(stale=st.integers(1, 3))
    def act_on_a_stale_page(self, stale):
        version = self.walk.case().version - stale
        self.attempt(
            lambda: close(**self.walk.command() | {"version": version}, reason="Too late.")
        )

    @rule(role=st.sampled_from([Role.AUDITOR, Role.SPOC]))
    def withdraw_as_staff(self, role):
        application = self.walk.submitted.application
        if len(self.statuses) < 6:
            return
        self.attempt(lambda: withdraw(**self.walk.command(role), application_id=application.pk))

    @invariant()
    def the_chain_verifies(self):
        if not hasattr(self, "walk"):
            return
        with self.walk.world.inside():
            count = verify_stream(
                partnership_id=self.walk.world.partnership.pk,
                stream=Event.Stream.CASE,
                stream_id=self.walk.case_id,
            )
            assert count == Event.objects.filter(stream=Event.Stream.CASE).count()
            assert OutboxEntry.objects.count() == Event.objects.count()

    @invariant()
    def the_status_agrees_with_the_events(self):
        if not hasattr(self, "walk"):
            return
        case = self.walk.case()
        with self.walk.world.inside():
            kinds = list(
                Event.objects.filter(stream=Event.Stream.CASE).values_list("kind", "payload")
            )
            decided = Decision.objects.count()
            counted = StatisticsEntry.objects.filter(figure="application_received").count()
        assert replayed(kinds) == case.status
        assert decided == sum(kind == "decision.made" for kind, _ in kinds)
        assert counted == 1

    @invariant()
    def deadlines_are_what_the_rules_say(self):
        if not hasattr(self, "walk"):
            return
        case = self.walk.case()
        with self.walk.world.inside():
            rows = list(Deadline.objects.filter(case=case).select_related("application__procedure"))
            for row in rows:
                assert explain_deadline(row).due_on == row.due_on
        open_dates = [row.binding_on for row in rows if row.is_open]
        assert case.next_due_on == min(open_dates, default=None)
        assert not (case.status in ENDED and open_dates)


BECOMES = {
    "application.received": Status.RECEIVED,
    "case.acknowledged": Status.ACKNOWLEDGED,
    "assessment.recorded": Status.ASSESSMENT,
    "case.resumed": Status.ASSESSMENT,
    "case.referred": Status.REFERRED,
    "plan.agreed": Status.PLAN_AGREED,
    "response.sent": Status.RESPONDED,
    "case.closed": Status.CLOSED,
}


def replayed(kinds: list[tuple[str, dict]]) -> str:
    """The status that the events alone lead to."""
    status = Status.RECEIVED
    for kind, payload in kinds:
        if kind == "decision.made":
            status = Status(payload["outcome"])
        elif kind == "case.reopened":
            status = Status.ASSESSMENT if payload["where"] == "assessment" else Status.REFERRED
        elif kind == "action.progressed" and status == Status.RESPONDED:
            status = Status.MONITORING
        elif kind == "application.withdrawn" and payload["last"]:
            status = Status.WITHDRAWN
        else:
            status = BECOMES.get(kind, status)
    return status


@pytest.mark.django_db
def test_random_commands_keep_the_invariants():
    """Thirty lives of a case, each of up to twenty-five attempts, the same in each run."""
    run_state_machine_as_test(
        OneCase,
        settings=settings(
            max_examples=30,
            stateful_step_count=25,
            derandomize=True,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    got_far = {Status.ACCEPTED, Status.DEFERRED, Status.PLAN_AGREED, Status.CLOSED}
    assert got_far <= OneCase.reached, OneCase.reached
    assert len(OneCase.reached) >= 8, OneCase.reached
