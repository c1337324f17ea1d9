"""Two people act at the same moment: one thing happens, and the other is told."""

import datetime as dt
import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from cases.commands.application_drafts import keep_draft
from cases.commands.applying import submit_application
from cases.commands.assessing import RiskGiven, record_risk
from cases.commands.deciding import DecisionGiven, decide
from cases.commands.frame import StaleCase
from cases.events import verify_stream
from cases.models import Application, ApplicationDraft, Decision, Event, OutboxEntry
from cases.policies import NotNow
from notifications.mending import mark_sent, send_again, tell_again, told_another_way
from notifications.models import Delivery
from notifications.telling import tell_waiting
from organisations.actors import APPLICANT, SYSTEM_ACTOR, Actor
from organisations.roles import Role
from organisations.tenancy import Scope, transaction_in
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


def uncertain_letter(world) -> tuple[Walk, Delivery]:
    """The receipt, of which nobody knows whether it was sent."""
    walk = Walk(world)
    tell_waiting()
    with world.inside():
        Delivery.objects.update(state=Delivery.State.UNCERTAIN, reason="x", claimed_at=NOON)
        return walk, Delivery.objects.get()


def refusal(results: list) -> str:
    """What the one who came second was told; the first one's was done."""
    done = [one for one in results if not isinstance(one, Exception)]
    (refused,) = [one for one in results if isinstance(one, NotNow)]
    assert len(done) == len(results) - 1 == 1
    return str(refused)


def test_two_people_sending_a_letter_again_at_once_send_it_once(committed_world):
    walk, row = uncertain_letter(committed_world)
    again = {
        "partnership_id": committed_world.partnership.pk,
        "message_id": row.message_id,
        "channel": "email",
        "seen": row.pk,
        "by": committed_world.actor(Role.SPOC),
        "at": walk.at,
    }
    results = together(*[lambda: send_again(**again)] * 2)
    assert "on its way already" in refusal(results)
    with committed_world.inside():
        assert Delivery.objects.count() == 2


def test_one_marks_a_letter_as_sent_while_another_says_that_it_was_told(committed_world):
    """Both may be true: the applicant was told once, as whoever came first says."""
    walk, row = uncertain_letter(committed_world)
    who = {
        "partnership_id": committed_world.partnership.pk,
        "by": committed_world.actor(Role.SPOC),
        "at": walk.at,
    }
    today = walk.at.date()
    told = {"message_id": row.message_id, "how": "By telephone.", "told_on": today, "seen": row.pk}
    results = together(
        lambda: mark_sent(**who, delivery_id=row.pk, sent_on=today),
        lambda: told_another_way(**who, **told),
    )
    assert {type(one) for one in results} <= {Delivery, NotNow}
    with committed_world.inside():
        assert Event.objects.filter(kind="letter.told").count() == 1
        verify_stream(
            partnership_id=committed_world.partnership.pk, stream="case", stream_id=walk.case_id
        )


def test_two_people_trying_a_letter_again_at_once_try_it_once(committed_world):
    walk = Walk(committed_world)
    with committed_world.inside():
        OutboxEntry.objects.update(state=OutboxEntry.State.STUCK, attempts=5, error="OSError")
        event_id = OutboxEntry.objects.get().event_id
    again = {
        "partnership_id": committed_world.partnership.pk,
        "event_id": event_id,
        "by": committed_world.actor(Role.SPOC),
        "at": walk.at,
    }
    results = together(*[lambda: tell_again(**again)] * 2)
    assert "tried again already" in refusal(results)
    with committed_world.inside():
        assert Event.objects.filter(kind="letter.tried_again").count() == 1


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


def test_a_page_that_is_saved_twice_at_once_is_one_draft(committed_world):
    given = {
        "partnership": committed_world.partnership,
        "page_key": uuid.uuid4(),
        "content": {"impact": ["It is loud."]},
        "seen": (),
        "by": Actor(kind=APPLICANT),
        "at": NOON,
    }
    results = together(*[lambda: keep_draft(**given)] * 2)
    assert [kept.parted for kept in results] == [False, False]
    with transaction_in(Scope.staff(committed_world.partnership.pk).with_draft()):
        assert ApplicationDraft.objects.count() == 1
    with committed_world.inside():
        assert Event.objects.filter(kind="draft.kept").count() == 1
