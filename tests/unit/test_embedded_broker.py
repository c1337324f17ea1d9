"""The broker: a real server, on loopback, with a password that no process list shows."""

import sys
from pathlib import Path

import pytest
import redis

from ct_portal.embedded import broker, home
from ct_portal.embedded.console import SetupProblem
from ct_portal.embedded.processes import Processes


@pytest.fixture
def running():
    place, _held = home.throwaway_home(purpose="unit")
    processes = Processes(logs=place.logs)
    secrets = home.secrets_of(place)
    yield broker.start(place, processes, secrets=secrets), processes, secrets
    processes.stop()
    place.wipe()


def test_it_answers_with_the_password_only(running):
    started, _, _ = running
    with redis.Redis.from_url(started.url) as client:
        assert client.ping()
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
    without = started.url.split("@")[1]
    with (
        redis.Redis.from_url(f"redis://{without}") as client,
        pytest.raises(redis.AuthenticationError),
    ):
        client.ping()


@pytest.mark.skipif(sys.platform != "linux", reason="reads the process list of Linux")
def test_the_password_is_not_on_the_command_line(running):
    _, processes, secrets = running
    line = Path(f"/proc/{processes.children[0].process.pid}/cmdline").read_text()
    assert secrets["broker"] not in line
    assert line


def test_a_server_on_path_comes_first(monkeypatch):
    monkeypatch.setattr(broker.shutil, "which", lambda name: f"/usr/bin/{name}")
    assert broker.find_server(choice="auto") == Path("/usr/bin/redis-server")
    assert broker.find_server(choice="wheel").exists()


def test_a_machine_without_any_server_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(broker.shutil, "which", lambda name: None)
    with pytest.raises(SetupProblem, match=r"apt install redis-server.*REDIS_URL"):
        broker.find_server(choice="system")
