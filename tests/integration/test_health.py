"""Health: each thing that can be wrong is seen, named and answered with 503; nobody is named."""

import datetime as dt
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.utils import timezone

from cases.models import OutboxEntry
from ct_portal import health
from notifications import measuring
from notifications.models import Delivery, PrintBatch
from notifications.telling import tell_waiting
from organisations.models import Heartbeat
from tests.post_office import say_safe
from tests.walk import Walk
from tests.world import apply_as_joan, next_door

ROOT = Path(__file__).resolve().parents[2]
State = Delivery.State


@pytest.fixture
def well(world, own_cache, settings, tmp_path):
    """A system at work: beat came by, the post was measured, the storage is there."""
    settings.STORAGE_DIR = tmp_path
    beat_came_by()
    measuring.measure()
    return world


def beat_came_by(*, ago: dt.timedelta = dt.timedelta()) -> None:
    Heartbeat.objects.update_or_create(name="beat", defaults={"beat_at": timezone.now() - ago})


def deep(client, *, status: int = 503) -> dict:
    answer = client.get("/health/deep")
    assert answer.status_code == status, answer.json()
    return answer.json()


def test_a_system_at_work_is_well(client, well):
    answer = deep(client, status=200)
    assert answer["ok"] is True
    assert {value for name, value in answer.items() if name not in ("ok", "figures")} == {"ok"}


def test_the_pages_ask_few_things_however_many_partnerships_there_are(
    client, well, django_assert_num_queries
):
    """Two for the savepoint of the test, three of its own per page, one look-up in the cache."""
    with django_assert_num_queries(0):
        client.get("/health/live")
    with django_assert_num_queries(4):
        client.get("/health/ready")
    with django_assert_num_queries(6):
        client.get("/health/deep")


def test_answers_are_not_kept_and_need_no_host_name(client, well):
    answer = client.get("/health/ready", HTTP_HOST="10.0.0.7:8000")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


def test_behind_tls_a_probe_is_answered_and_not_redirected(client, well, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/health/live").status_code == 200


def test_nothing_is_changed_by_asking(client, well):
    assert client.post("/health/deep").status_code == 405


# --- Beat and the holidays ----------------------------------------------------------------------


def test_beat_that_never_ran(client, well):
    Heartbeat.objects.all().delete()
    assert deep(client)["beat"] == "has not run yet"


@pytest.mark.parametrize(("minutes", "state"), [(2, "ok"), (4, "last ran 4 minutes ago")])
def test_beat_that_stopped(client, well, minutes, state):
    beat_came_by(ago=dt.timedelta(minutes=minutes))
    assert deep(client, status=200 if state == "ok" else 503)["beat"] == state


@pytest.mark.parametrize(("days", "well_then"), [(366, True), (365, False)])
def test_holidays_must_be_known_for_more_than_twelve_months(
    client, well, monkeypatch, days, well_then
):
    class Calendar:
        horizon = timezone.localdate() + dt.timedelta(days=days)

    monkeypatch.setattr(health, "calendar_with", Calendar)
    state = deep(client, status=200 if well_then else 503)["holidays"]
    assert state == ("ok" if well_then else f"known until {Calendar.horizon.isoformat()}")


# --- The post -----------------------------------------------------------------------------------


def age_outbox(world, *, minutes: int, **changes) -> None:
    with world.inside():
        OutboxEntry.objects.filter(partnership=world.partnership).update(
            written_at=timezone.now() - dt.timedelta(minutes=minutes), **changes
        )
    measuring.measure()


def change_deliveries(world, *, minutes: int, state: str) -> int:
    """All e-mails so many minutes ago in one state, measured anew; how many there are."""
    then = timezone.now() - dt.timedelta(minutes=minutes)
    with world.inside():
        changed = Delivery.objects.filter(partnership=world.partnership, channel="email").update(
            state=state, reason="x", due_at=then, claimed_at=then, finished_at=then
        )
    measuring.measure()
    return changed


@pytest.fixture
def mail_waits(well):
    """An acknowledgement is queued to be sent by e-mail."""
    walk = Walk(well)
    say_safe(well, walk, email=True)
    walk.acknowledge()
    tell_waiting()
    return well


@pytest.mark.parametrize(
    ("minutes", "state"), [(19, "ok"), (21, "the oldest has waited 21 minutes")]
)
def test_an_event_that_is_not_told(client, well, minutes, state):
    apply_as_joan(well)
    age_outbox(well, minutes=minutes)
    answer = deep(client, status=200 if state == "ok" else 503)
    assert answer["events"] == state
    assert answer["figures"]["untold"] >= 1
    assert minutes * 60 <= answer["figures"]["oldest_untold_seconds"] < minutes * 60 + 60


BATCHES = {
    "in time": ("waiting", 14, "ok"),
    "late": ("waiting", 16, "the oldest has waited 16 minutes"),
    "given up": ("failed", 0, "1 could not be made and need a person"),
    "printed": ("ready", 999, "ok"),
}


@pytest.mark.parametrize(("state", "minutes", "said"), BATCHES.values(), ids=BATCHES)
def test_a_batch_that_is_not_made(client, well, state, minutes, said):
    asked_at = timezone.now() - dt.timedelta(minutes=minutes)
    with well.inside():
        PrintBatch.objects.create(
            partnership=well.partnership, state=state, asked_at=asked_at, both_sides=True
        )
    measuring.measure()
    answer = deep(client, status=200 if said == "ok" else 503)
    assert answer["batches"] == said


def test_an_event_that_is_stuck_needs_a_person_however_fresh(client, well):
    apply_as_joan(well)
    age_outbox(well, minutes=0, state="stuck")
    answer = deep(client)
    assert answer["events"] == f"{answer['figures']['stuck']} could not be told and need a person"


@pytest.mark.parametrize(
    ("state", "minutes", "said"),
    [
        (State.QUEUED, 14, "ok"),
        (State.QUEUED, 16, "the oldest has waited 16 minutes"),
        (State.SENDING, 9, "ok"),
        (State.SENDING, 11, "{} were left half-sent"),
        (State.UNCERTAIN, 60, "of {} in the last day nobody knows whether they were sent"),
        (State.UNCERTAIN, 25 * 60, "ok"),
        (State.ACCEPTED, 60, "ok"),
    ],
)
def test_a_message_that_is_not_sent(client, mail_waits, state, minutes, said):
    number = change_deliveries(mail_waits, minutes=minutes, state=state)
    answer = deep(client, status=200 if said == "ok" else 503)
    assert answer["messages"] == said.format(number)


def test_a_message_that_is_not_due_yet_is_not_late(client, mail_waits):
    change_deliveries(mail_waits, minutes=-60, state=State.QUEUED)
    assert deep(client, status=200)["figures"]["unsent"] == 0


def test_all_partnerships_are_added_up_and_the_oldest_of_all_counts(client, well):
    """Each in its own scope, under row-level security."""
    apply_as_joan(well)
    age_outbox(well, minutes=30)
    alone = deep(client)["figures"]["untold"]
    there = next_door(well)
    apply_as_joan(there)
    age_outbox(there, minutes=90)
    answer = deep(client)
    assert answer["figures"]["untold"] == 2 * alone > 0
    assert answer["events"] == "the oldest has waited 90 minutes"


def test_a_post_that_nobody_measures_is_not_well(client, well):
    cache.delete(measuring.KEY)
    answer = deep(client)
    assert answer["events"] == answer["messages"] == "not measured lately: no worker is at work"


# --- Storage, roles, broker, database -------------------------------------------------------------


def test_storage_that_cannot_be_written(client, well, settings, tmp_path):
    (tmp_path / "file").touch()
    settings.STORAGE_DIR = tmp_path / "file"
    assert deep(client)["storage"] == "cannot be written (FileExistsError)"


def test_storage_that_loses_what_is_written(client, well, monkeypatch):
    class Forgetful(io.BytesIO):
        def __init__(self, dir):
            super().__init__()

        def read(self):
            return b""

    monkeypatch.setattr(health.tempfile, "TemporaryFile", Forgetful)
    assert deep(client)["storage"] == "does not keep what is written"


@pytest.mark.parametrize("page", ["ready", "deep"])
def test_a_role_that_may_pass_row_level_security(client, well, monkeypatch, page):
    monkeypatch.setattr(health, "role_bypasses_security", lambda: True)
    answer = client.get(f"/health/{page}")
    assert answer.status_code == 503
    assert answer.json()["database"] == "the role may pass row-level security"


def test_a_table_that_is_not_secured_is_named(client, well, monkeypatch):
    monkeypatch.setattr(health, "tables_not_secured", lambda: ["cases_case"])
    assert deep(client)["tenancy"] == "not secured: cases_case"


@pytest.mark.parametrize("page", ["ready", "deep"])
def test_a_broker_that_is_away(client, well, monkeypatch, page):
    def away(url, **given):
        raise ConnectionError("redis://:secret@127.0.0.1")

    monkeypatch.setattr(health.redis.Redis, "from_url", away)
    answer = client.get(f"/health/{page}")
    assert answer.status_code == 503
    assert answer.json()["broker"] == "does not answer (ConnectionError)"
    assert "secret" not in answer.content.decode()


@pytest.mark.parametrize(("page", "status"), [("live", 200), ("ready", 503), ("deep", 503)])
def test_a_database_that_is_away_is_a_state_and_not_an_error(
    client, well, monkeypatch, page, status
):
    def away(*args, **kwargs):
        raise OperationalError("password of joan.marsh@home.example")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", away)
        answer = client.get(f"/health/{page}")
    assert answer.status_code == status
    assert page == "live" or answer.json()["database"] == "does not answer (OperationalError)"
    assert "joan" not in answer.content.decode()


WITHOUT_SERVICES = """
import json, django
django.setup()
from django.test import Client
for page in ("live", "ready", "deep"):
    answer = Client().get(f"/health/{page}")
    print(json.dumps([answer.status_code, answer.json()]))
"""


def test_without_database_and_broker_the_process_lives_and_says_what_is_missing(tmp_path):
    """In a process of its own, where nothing listens at either address."""
    environ = os.environ | {
        "DJANGO_SETTINGS_MODULE": "ct_portal.settings",
        "DATABASE_URL": "postgres://ct_app:x@127.0.0.1:9/ct_portal",
        "REDIS_URL": "redis://127.0.0.1:9/0",
        "STORAGE_DIR": str(tmp_path),
    }
    environ.pop("DATABASE_OWNER_URL", None)
    answer = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", WITHOUT_SERVICES],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )

    live, ready, deeply = [json.loads(line) for line in answer.stdout.splitlines()]
    assert live == [200, {"ok": True, "process": "ok"}]
    assert ready[0] == deeply[0] == 503
    for _, states in (ready, deeply):
        assert states["database"] == "does not answer (OperationalError)"
        assert states["broker"].startswith("does not answer (")
    assert deeply[1]["beat"] == "not known without the database"
    assert deeply[1]["storage"] == "ok"


def test_no_answer_tells_of_anybody(client, mail_waits):
    """Not when all is well, and not when everything is wrong."""
    change_deliveries(mail_waits, minutes=60, state=State.UNCERTAIN)
    age_outbox(mail_waits, minutes=60, state="stuck")
    said = client.get("/health/deep").content.decode().casefold()
    for personal in ("joan", "marsh", "@", "s80", "01632", "bassetlaw", "worksop"):
        assert personal not in said
