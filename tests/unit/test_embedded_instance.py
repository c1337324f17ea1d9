"""One running system per clone; commands find it, and a killed one blocks nobody."""

import stat
import subprocess
import sys

import pytest

from ct_portal.embedded import instance
from ct_portal.embedded.environment import ROOT

HOLDER = """
import sys
from pathlib import Path
from ct_portal.embedded import instance
state = Path(sys.argv[1])
instance.STATE, instance.LOCK = state, state / "instance.lock"
instance.RECORD, instance.GUESTS = state / "running.json", state / "guests.lock"
held = instance.claim(command="run")
instance.write_record(command="run", environ={"BASE_URL": "http://127.0.0.1:8123"})
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def state(tmp_path, monkeypatch):
    monkeypatch.setattr(instance, "STATE", tmp_path)
    monkeypatch.setattr(instance, "LOCK", tmp_path / "instance.lock")
    monkeypatch.setattr(instance, "GUESTS", tmp_path / "guests.lock")
    monkeypatch.setattr(instance, "RECORD", tmp_path / "running.json")
    return tmp_path


@pytest.fixture
def other(state):
    """Another process that runs this clone's system."""
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", HOLDER, str(state)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()


def test_a_second_system_is_refused_with_the_address_of_the_first(other):
    assert instance.claim(command="run") is None
    assert instance.sentence() == (
        f"This clone is running already at http://127.0.0.1:8123 (process {other.pid})."
    )


def test_a_command_gets_the_environment_of_the_running_system(other):
    assert instance.environ_of_running() == {"BASE_URL": "http://127.0.0.1:8123"}


def test_a_killed_system_blocks_nobody(other):
    other.kill()
    other.wait()
    assert not instance.held()
    claimed = instance.claim(command="run")
    assert claimed is not None
    assert instance.record()["environ"] == {}


def test_reset_stops_the_running_system_and_waits_for_it(other):
    instance.stop_running(seconds=20)
    assert not instance.held()
    assert other.wait(20) != 0


def test_a_released_clone_leaves_no_address_behind(state):
    claimed = instance.claim(command="manage")
    instance.write_record(command="manage", environ={"BASE_URL": "http://127.0.0.1:1"})
    instance.release(claimed)
    assert not instance.held()
    assert instance.record() == {}


def test_the_record_is_private_and_holds_only_what_differs(state, monkeypatch):
    monkeypatch.setenv("EDITOR", "ed")
    _claimed = instance.claim(command="run")
    instance.write_record(command="run", environ={"EDITOR": "ed", "SECRET_KEY": "s"})
    assert stat.S_IMODE(instance.RECORD.stat().st_mode) == 0o600
    assert instance.record()["environ"] == {"SECRET_KEY": "s"}


def test_stopping_waits_for_the_commands_that_still_use_the_database(state):
    guest = instance.visit()
    waiting = subprocess.Popen(  # noqa: S603 - our own program
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from ct_portal.embedded import instance\n"
            "instance.GUESTS = Path(sys.argv[1]); instance.wait_for_guests()",
            str(instance.GUESTS),
        ],
        cwd=ROOT,
    )
    with pytest.raises(subprocess.TimeoutExpired):
        waiting.wait(1.5)
    guest.close()
    assert waiting.wait(20) == 0
