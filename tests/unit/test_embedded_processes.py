"""Children are started in order, stopped in reverse, and never outlive their supervisor."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from ct_portal.embedded import ports
from ct_portal.embedded.console import SetupProblem
from ct_portal.embedded.environment import ROOT
from ct_portal.embedded.processes import Processes

WAITS = """
import signal, sys, time
def stop(number, frame):
    open(sys.argv[1], "a").write(sys.argv[2] + "\\n")
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
print("ready", flush=True)
time.sleep(60)
"""
LISTENS = """
import socket, sys, time
server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
time.sleep(60)
"""


@pytest.fixture
def processes(tmp_path):
    running = Processes(logs=tmp_path)
    yield running
    running.stop()


def spawn(processes, name, *command):
    return processes.spawn(name, [sys.executable, "-c", *command], environ=os.environ, cwd=ROOT)


def said_ready(child):
    return lambda: "ready" in child.log.read_text()


def test_the_last_started_is_stopped_first(processes, tmp_path):
    notes = tmp_path / "notes"
    for name in ("database", "web", "beat"):
        child = spawn(processes, name, WAITS, str(notes), name)
        processes.wait_ready(child, said_ready(child), seconds=20)
    processes.stop()
    assert notes.read_text().split() == ["beat", "web", "database"]


def test_a_child_that_ends_while_starting_is_reported_with_its_log(processes):
    child = spawn(processes, "web", "import sys; sys.exit('no such setting')")
    with pytest.raises(SetupProblem, match=r"web ended with code 1:\n +no such setting"):
        processes.wait_ready(child, lambda: False, seconds=20)


def test_a_child_that_never_gets_ready_is_reported(processes):
    child = spawn(processes, "web", "import time; time.sleep(60)")
    with pytest.raises(SetupProblem, match="web was not ready after 0 s"):
        processes.wait_ready(child, lambda: False, seconds=0.1)


def test_a_child_that_ended_by_itself_is_found(processes):
    child = spawn(processes, "web", "pass")
    child.process.wait(20)
    assert processes.first_ended() is child


def test_ctrl_c_in_the_terminal_does_not_reach_a_child(processes):
    child = spawn(processes, "web", "import time; time.sleep(60)")
    assert os.getsid(child.process.pid) == child.process.pid


def test_the_log_of_the_time_before_is_kept(processes):
    spawn(processes, "web", "print('first')").process.wait(20)
    spawn(processes, "web", "print('second')").process.wait(20)
    assert (processes.logs / "web.log").read_text() == "second\n"
    assert (processes.logs / "web.log.1").read_text() == "first\n"


def test_input_is_given_and_closed(processes):
    child = processes.spawn(
        "broker",
        [sys.executable, "-c", "import sys; print(sys.stdin.read())"],
        environ=os.environ,
        cwd=ROOT,
        stdin=b"port 1",
    )
    assert child.process.wait(20) == 0
    assert child.log.read_text() == "port 1\n"


def test_a_server_that_lost_its_port_to_another_gets_a_new_one(processes, monkeypatch):
    with socket.create_server((ports.LOOPBACK, 0)) as taken:
        lost = taken.getsockname()[1]
        offered = iter([lost, ports.any_free()])
        monkeypatch.setattr(ports, "any_free", lambda: next(offered))

        def mine(port):
            return port != lost and ports.answers(port=port)

        port = processes.on_free_port(
            lambda port: spawn(processes, "server", LISTENS, str(port)), mine, seconds=20
        )
        assert port != lost
    assert len(processes.children) == 1


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux tells a child of its parent's death"
)
def test_nothing_survives_a_killed_supervisor(tmp_path):
    supervisor = f"""
import os, pathlib, sys, time
from ct_portal.embedded.processes import Processes
children = Processes(logs=pathlib.Path({str(tmp_path)!r}))
sleep = [sys.executable, "-c", "import time; time.sleep(60)"]
child = children.spawn("web", sleep, environ=os.environ, cwd=pathlib.Path("/"))
print(child.process.pid, flush=True)
time.sleep(60)
"""
    running = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", supervisor], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    child = int(running.stdout.readline())
    os.kill(child, 0)
    running.send_signal(signal.SIGKILL)
    running.wait(20)
    end = time.monotonic() + 20
    while is_running(child) and time.monotonic() < end:
        time.sleep(0.05)
    assert not is_running(child)


def is_running(pid):
    """Whether a process exists and is not only waiting to be collected."""
    try:
        with open(f"/proc/{pid}/stat") as state:
            return state.read().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_one_child_is_ended_by_the_signal_of_a_test_and_started_again(processes, tmp_path):
    notes = tmp_path / "notes"
    for name in ("database", "web"):
        child = spawn(processes, name, WAITS, str(notes), name)
        processes.wait_ready(child, said_ready(child), seconds=20)
    database = processes.named("database")
    processes.end(database, by=signal.SIGKILL)
    assert database.process.returncode == -signal.SIGKILL
    assert [child.name for child in processes.children] == ["web"]
    again = database.again()
    processes.wait_ready(again, said_ready(again), seconds=20)
    assert processes.named("database").process.pid != database.process.pid
    processes.end(again)
    assert notes.read_text().split() == ["database"]
    with pytest.raises(LookupError):
        processes.named("database")
