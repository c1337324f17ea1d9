"""Two people act at the same moment: one thing happens, and the other is told."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from cases.commands.applying import submit_application
from cases.commands.assessing import RiskGiven, record_risk
from cases.commands.deciding import DecisionGiven, decide
from cases.commands.frame import StaleCase
from cases.events import verify_stream
from cases.models import Application, Decision, Event
from organisations.actors import SYSTEM_ACTOR
from organisations.roles import Role
from tests.walk import Walk
from tests.world import NOON, joans_submission, make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def committed_world(transactional_db):
    """The world, for tests whose threads must see it."""
    return make_world()


def together(*calls):
    """Run the calls on threads that start at the same moment; results or exceptions, in order."""
    barrier = Barrier(len(calls))

    def one(call):
        try:
            barrier.wait()
            return call()
        except Exception as error:  # the caller looks at what happened
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


def test_two_people_deciding_at_once_give_one_decision(committed_world):
    walk = Walk(committed_world).acknowledge().assess().risk()
    arguments = walk.command()
    accept = DecisionGiven(outcome="accepted", ground="statutory", reasons="Three reports.")
    defer = DecisionGiven(
        outcome="deferred", reasons="Wait.", deferred_until=(NOON + dt.timedelta(days=9)).date()
    )
    results = together(
        lambda: decide(**arguments, given=accept), lambda: decide(**arguments, given=defer)
    )
    assert sorted(type(result).__name__ for result in results) == ["Decision", "StaleCase"]
    with committed_world.inside():
        assert Decision.objects.count() == 1
        assert Event.objects.filter(kind="decision.made").count() == 1
        verify_stream(
            partnership_id=committed_world.partnership.pk, stream="case", stream_id=walk.case_id
        )


def test_a_stale_page_changes_nothing(committed_world):
    walk = Walk(committed_world).acknowledge().assess().risk()
    stale = walk.command() | {"version": 1}
    given = DecisionGiven(outcome="accepted", ground="statutory", reasons="Three reports.")
    with pytest.raises(StaleCase):
        decide(**stale, given=given)
    assert walk.case().status == "assessment"


def test_a_form_sent_twice_at_once_gives_one_application_and_one_secret(committed_world):
    submission = joans_submission(committed_world)

    def send():
        return submit_application(
            partnership=committed_world.partnership,
            submission=submission,
            by=SYSTEM_ACTOR,
            at=NOON,
        )

    first, second = together(send, send)
    assert first.secret == second.secret
    assert sorted([first.repeated, second.repeated]) == [False, True]
    with committed_world.inside():
        assert Application.objects.count() == 1


def test_events_of_one_case_written_at_once_stay_in_one_chain(committed_world):
    """Without a page behind them no version is compared: all three are kept, one after another."""
    walk = Walk(committed_world).to_accepted()
    given = RiskGiven(application_id=walk.submitted.application.pk, answers={}, vulnerable=False)
    arguments = walk.command(Role.ASSESSOR) | {"version": None}
    results = together(*[lambda: record_risk(**arguments, given=given)] * 3)
    assert [type(result).__name__ for result in results] == ["RiskAssessment"] * 3
    with committed_world.inside():
        assert Event.objects.filter(kind="risk.recorded").count() == 4
        verify_stream(
            partnership_id=committed_world.partnership.pk, stream="case", stream_id=walk.case_id
        )
