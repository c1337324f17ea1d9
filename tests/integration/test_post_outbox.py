"""The outbox: every event told once, whoever tries, however often, and whatever breaks."""

import datetime as dt
import logging
import threading

import pytest
from celery import current_app
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from cases import events
from cases.models import Application, Case, Event, EventFacts, OutboxEntry
from notifications import delivering, nudge, paper, tasks, telling, writing
from notifications.letters import LetterDamaged, open_form
from notifications.models import Delivery, Letter, Message
from notifications.selectors import letters_of_application, letters_of_case
from notifications.telling import MOST_ATTEMPTS, tell, tell_waiting
from organisations.models import Heartbeat
from organisations.tenancy import Scope, transaction_in
from tests.post_office import merged, messages, responded, stored_letter
from tests.walk import Walk

State = OutboxEntry.State


def entries(world) -> list[OutboxEntry]:
    with world.inside():
        return list(OutboxEntry.objects.filter(partnership=world.partnership).order_by("id"))


def standard(world, letter_id: int):
    """A letter's file as it is handed out, in the scope of the block it is asked in."""
    here = {"letter_id": letter_id, "partnership_id": world.partnership.pk}
    return open_form(form="standard", **here)


def test_every_event_is_told_and_silent_ones_make_no_message(world):
    responded(world)
    tell_waiting()
    assert {entry.state for entry in entries(world)} == {State.TOLD}
    kinds = [message.kind for message in messages(world) if message.application_id]
    assert kinds == ["receipt", "acknowledgement", "acceptance", "referral", "response"]
    others = [message.kind for message in messages(world) if not message.application_id]
    assert sorted(set(others)) == ["agency_actions", "panel_invitation"]


def test_telling_again_makes_nothing_again(world):
    """A second sweep, a late nudge, a task delivered twice: nothing new."""
    Walk(world).acknowledge()
    assert tell_waiting() == 2
    before = messages(world)
    assert tell_waiting() == 0
    for entry in entries(world):
        tasks.tell_event(world.partnership.pk, entry.event_id)
    assert messages(world) == before


def test_an_event_that_was_told_but_not_noted_makes_no_second_message(world):
    """Even were the note lost: the message itself is unique."""
    Walk(world)
    tell_waiting()
    with world.inside():
        OutboxEntry.objects.filter(partnership=world.partnership).update(state=State.WAITING)
    tell_waiting()
    assert len(messages(world)) == 1
    with world.inside():
        assert Letter.objects.filter(partnership=world.partnership).count() == 1
        assert Delivery.objects.filter(partnership=world.partnership).count() == 1


def test_a_bad_event_is_tried_again_then_left_in_plain_sight_and_stops_nobody(world, monkeypatch):
    walk = Walk(world)
    good = Walk(world)
    whole = paper.context

    def breaks(*, application_id, **given):
        if application_id == walk.submitted.application.pk:
            raise ValueError("Joan Marsh, 12 Carlton Road")
        return whole(application_id=application_id, **given)

    monkeypatch.setattr(paper, "context", breaks)
    tell_waiting()
    bad_one, good_one = entries(world)
    assert (bad_one.state, bad_one.attempts, bad_one.error) == ("waiting", 1, "ValueError")
    assert good_one.state == State.TOLD
    assert [message.application_id for message in messages(world)] == [
        good.submitted.application.pk
    ]
    for _ in range(MOST_ATTEMPTS):
        age(world)
        tell_waiting()
    (bad_one, _) = entries(world)
    assert (bad_one.state, bad_one.attempts) == (State.STUCK, MOST_ATTEMPTS)
    with world.inside():
        (row,) = letters_of_case(Case.objects.get(pk=walk.case_id))
    assert (row.state, row.delivery_text) == ("waiting", "Could not be written")
    assert "could not be written after several attempts" in row.problem


def age(world) -> None:
    """Enough time passes for the next attempt."""
    with world.inside():
        OutboxEntry.objects.filter(partnership=world.partnership).update(
            written_at=timezone.now() - dt.timedelta(days=1)
        )


def test_a_failed_event_waits_longer_each_time(world, monkeypatch):
    Walk(world)
    monkeypatch.setattr(telling, "write_messages", lambda event: 1 / 0)
    tell_waiting()
    tell_waiting()
    assert entries(world)[0].attempts == 1


def test_no_personal_data_in_the_log(world, monkeypatch, caplog):
    Walk(world)

    def breaks(event):
        raise ValueError("Joan Marsh")

    monkeypatch.setattr(telling, "write_messages", breaks)
    with caplog.at_level(logging.DEBUG):
        tell_waiting()
    assert "ValueError" in caplog.text
    assert "Joan" not in caplog.text


def test_facts_that_were_erased_are_not_made_up(world):
    Walk(world)
    with world.inside():
        EventFacts.objects.filter(partnership=world.partnership).delete()
    tell_waiting()
    (entry,) = entries(world)
    assert (entry.state, entry.error) == (State.WAITING, "FactsErased")
    assert messages(world) == []


def test_a_letter_being_written_is_shown_as_such(world):
    walk = Walk(world)
    with world.inside():
        (row,) = letters_of_case(Case.objects.get(pk=walk.case_id))
    assert (row.id, row.kind, row.state, row.delivery_text) == (
        None,
        "receipt",
        "waiting",
        "Being written",
    )


def test_a_list_of_letters_takes_one_query_however_many(world, settings, django_assert_num_queries):
    settings.DATABASE_PREPARE = False
    walk = Walk(world)
    tell_waiting()
    case = walk.case()
    with world.inside(), django_assert_num_queries(1):
        assert len(letters_of_case(case)) == 1
    walk.acknowledge().assess().risk().decide()
    tell_waiting()
    with world.inside(), django_assert_num_queries(1):
        assert len(letters_of_case(case)) == 3


# --- Several at once --------------------------------------------------------------------------


def at_once(number: int, work) -> list:
    """Run `work` in several threads that start together, each on a connection of its own."""
    barrier, results = threading.Barrier(number), []

    def run():
        try:
            barrier.wait()
            results.append(work())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_two_workers_tell_one_event_once(world):
    Walk(world)
    (entry,) = entries(world)
    ids = {"partnership_id": world.partnership.pk, "event_id": entry.event_id}
    results = at_once(2, lambda: tell(**ids))
    assert sorted(results) == [False, True]
    assert len(messages(world)) == 1
    assert entries(world)[0].attempts == 0


@pytest.mark.django_db(transaction=True)
def test_three_workers_send_one_email_once(world, mailoutbox):
    walk = Walk(world)
    tell_waiting()
    with world.inside():
        delivery = Delivery.objects.get(partnership=world.partnership)
    ids = {"partnership_id": world.partnership.pk, "delivery_id": delivery.pk, "at": walk.at}
    results = at_once(3, lambda: delivering.deliver(**ids))
    assert sorted(results) == ["", "", "accepted"]
    assert len(mailoutbox) == 1
    with world.inside():
        assert Event.objects.filter(partnership=world.partnership, kind="letter.told").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_while_writing_leaves_nothing_half_done(world, monkeypatch):
    """Killed after the message and the file, before the commit: the next one does it whole."""

    class Killed(BaseException):
        pass

    def killed(*args, **kwargs):
        raise Killed

    Walk(world)
    (entry,) = entries(world)
    monkeypatch.setattr(writing, "queue", killed)
    with pytest.raises(Killed):
        tell(partnership_id=world.partnership.pk, event_id=entry.event_id)
    monkeypatch.undo()
    assert messages(world) == []
    assert tell_waiting() == 1
    assert len(messages(world)) == 1


# --- The nudge --------------------------------------------------------------------------------


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks, monkeypatch):
    """What runs after a commit, run at the end of a block, with no broker lost before."""
    monkeypatch.setattr(nudge, "_quiet_until", 0.0)
    return django_capture_on_commit_callbacks


def test_events_are_nudged_after_the_commit_only(world, monkeypatch, on_commit):
    nudged = []
    monkeypatch.setattr(nudge, "_send", lambda task, *ids: nudged.append((task, *ids)))
    with on_commit(execute=True):
        Walk(world)
        assert nudged == []
    (entry,) = entries(world)
    assert nudged == [(nudge.TELL_EVENT, world.partnership.pk, entry.event_id)]


def test_the_nudges_name_tasks_that_are_there():
    assert {nudge.TELL_EVENT, nudge.SEND_DELIVERY} <= set(current_app.tasks)


def test_a_broken_broker_breaks_no_request(world, monkeypatch, caplog, on_commit):
    """The application is taken, the loss is logged by ids, and the sweep does the rest."""

    asked = []

    def refused(task, **kwargs):
        asked.append(task)
        raise ConnectionRefusedError("no broker")

    monkeypatch.setattr(current_app, "send_task", refused)
    with on_commit(execute=True):
        walk = Walk(world).acknowledge()
    assert "was lost: ConnectionRefusedError" in caplog.text
    assert asked == [nudge.TELL_EVENT], "a broker that is away is not waited for again at once"
    assert "Joan" not in caplog.text
    assert tell_waiting() == 2
    with world.inside():
        assert Application.objects.filter(pk=walk.submitted.application.pk).exists()


def test_the_post_listens_once():
    assert events._listeners.count(nudge.nudge_event) == 1


def test_beat_leaves_its_mark(db):
    tasks.record_heartbeat()
    tasks.record_heartbeat()
    (beat,) = Heartbeat.objects.filter(name="beat")
    assert timezone.now() - beat.beat_at < dt.timedelta(minutes=1)


def test_the_sweeps_run_as_tasks(world, mailoutbox):
    Walk(world)
    tasks.sweep_outbox()
    tasks.sweep_deliveries()
    assert len(mailoutbox) == 1
    assert [message.told_at is not None for message in messages(world)] == [True]


# --- Who sees which letter --------------------------------------------------------------------


def test_applicants_see_their_own_letters_only(world):
    mine, other = Walk(world), Walk(world)
    tell_waiting()
    scope = Scope.of_application(
        partnership_id=world.partnership.pk,
        application_id=mine.submitted.application.pk,
        case_id=mine.case_id,
    )
    others = stored_letter(world, other, "receipt")
    with transaction_in(scope):
        for model in (Letter, Message, Delivery):
            found = model.objects.filter(partnership=world.partnership)
            assert {row.application_id for row in found} == {mine.submitted.application.pk}
        (row,) = letters_of_application(
            partnership_id=world.partnership.pk, application_id=mine.submitted.application.pk
        )
        assert standard(world, row.id).content.startswith(b"%PDF")
        with pytest.raises(LookupError):
            standard(world, others.pk)
    with transaction_in(Scope.staff(world.neighbour.pk)), pytest.raises(LookupError):
        standard(world, others.pk)


def test_a_file_name_gives_nothing_away(world):
    walk = Walk(world)
    letter = stored_letter(world, walk, "receipt")
    with world.inside():
        name = standard(world, letter.pk).name
    assert name == f"{walk.submitted.application.reference}-{letter.pk}.pdf"


def test_letters_go_with_their_application_to_the_lead_case(world):
    walk = merged(world)
    tell_waiting()
    lead = walk.case().merged_into_id
    with world.inside():
        rows = letters_of_case(Case.objects.get(partnership=world.partnership, pk=lead))
        own = [row.kind for row in rows if row.application_id == walk.submitted.application.pk]
    assert own == ["merger", "receipt"]
    with transaction_in(Scope.of_case(partnership_id=world.partnership.pk, case_id=lead)):
        assert Letter.objects.filter(partnership=world.partnership).count() == 3


def test_bytes_that_were_changed_are_not_handed_out(world):
    letter = stored_letter(world, Walk(world), "receipt")
    with default_storage.open(letter.path, "wb") as file:
        file.write(b"%PDF-1.7 something else")
    with world.inside(), pytest.raises(LetterDamaged):
        standard(world, letter.pk)
    default_storage.delete(letter.path)
    with world.inside(), pytest.raises(LetterDamaged):
        standard(world, letter.pk)


def test_what_a_crash_left_half_written_is_replaced(db):
    """The path is the hash of the bytes: others found there are a torso."""
    content = b"%PDF whole"
    digest = writing.hashlib.sha256(content).hexdigest()
    for _ in range(2):
        path = writing.store(content, digest=digest, partnership_id=7)
        with default_storage.open(path) as file:
            assert file.read() == content
        with default_storage.open(path, "wb") as file:
            file.write(b"%PDF")
    default_storage.delete(path)
