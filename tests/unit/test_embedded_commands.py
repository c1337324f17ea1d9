"""The commands: their options, their ports, and that production never needs them."""

import ast
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ct_portal.embedded import chromium, ports, run, stack, test
from ct_portal.embedded.console import SetupProblem
from ct_portal.embedded.environment import ROOT
from ct_portal.embedded.home import Home


def test_a_port_that_was_asked_for_and_is_taken_is_an_error():
    with socket.create_server((ports.LOOPBACK, 0)) as taken:
        number = taken.getsockname()[1]
        with pytest.raises(SetupProblem, match=f"Port {number} on 127.0.0.1 is in use"):
            run.web_port(wanted=number, host=ports.LOOPBACK)


def test_without_a_wish_the_next_free_port_is_taken(monkeypatch):
    with socket.create_server((ports.LOOPBACK, 0)) as taken:
        number = taken.getsockname()[1]
        monkeypatch.setattr(run, "DEFAULT_PORT", number)
        assert run.web_port(wanted=None, host=ports.LOOPBACK) > number


def test_a_port_is_free_again_at_once_after_its_server_stopped():
    with socket.create_server((ports.LOOPBACK, 0)) as server:
        number = server.getsockname()[1]
        client = socket.create_connection((ports.LOOPBACK, number))
        accepted, _ = server.accept()
        accepted.close()
        client.close()
    assert ports.is_free(port=number)


@pytest.mark.parametrize(
    ("host", "allowed"),
    [("127.0.0.1", "127.0.0.1,localhost"), ("box", "box,127.0.0.1,localhost"), ("0.0.0.0", "*")],  # noqa: S104
)
def test_the_service_answers_to_the_names_it_is_served_under(host, allowed):
    assert stack.allowed_hosts(host=host) == allowed


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ([], True),
        (["tests/unit"], True),
        (["-m", "browser"], True),
        (["-m", "not browser"], False),
        (["-mnot browser"], False),
        (["-m", "slow and not browser", "-x"], False),
        (["-k", "not browser"], True),
    ],
)
def test_chromium_is_left_out_only_when_its_tests_are(given, wanted):
    assert test.wants_browser(given) is wanted


def test_no_chromium_is_a_failure_that_says_what_to_do(monkeypatch):
    monkeypatch.delenv("CHROMIUM_PATH", raising=False)
    for name in ("on_path", "remembered", "fetch"):
        monkeypatch.setattr(chromium, name, lambda: None)
    with pytest.raises(SetupProblem, match=r'apt install chromium.*-m "not browser"'):
        chromium.environ()


def test_a_browser_that_renders_nothing_is_not_taken(tmp_path):
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    assert chromium.working_arguments(path=str(program)) is None


def test_reset_leaves_a_database_of_ones_own_alone(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/precious")
    with pytest.raises(SetupProblem, match="another database"):
        run.serve(run.arguments(["--reset"]))


@pytest.fixture
def caller(monkeypatch, tmp_path):
    """A caller who has services of their own, and a home for the rest."""
    monkeypatch.setenv("DATABASE_URL", "postgres://app@elsewhere/ct")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgres://owner@elsewhere/ct")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere/0")
    return Home(path=tmp_path / "home", throwaway=True)


def test_services_that_the_caller_names_are_used_and_none_started(caller):
    running = stack.Stack(caller)
    running.start_services()
    assert running.environ["DATABASE_URL"] == "postgres://app@elsewhere/ct"
    assert running.environ["REDIS_URL"] == "redis://elsewhere/0"
    assert running.processes.children == []


def test_a_database_without_its_owner_role_is_refused(caller, monkeypatch):
    monkeypatch.delenv("DATABASE_OWNER_URL")
    with pytest.raises(SetupProblem, match="set both, or neither"):
        stack.Stack(caller).start_services()


def test_the_check_never_touches_the_callers_services(caller):
    environ = stack.Stack(caller, external=False).environ
    assert not {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"} & environ.keys()


@pytest.mark.parametrize("name", ["run", "test", "manage"])
def test_an_older_python_is_told_so_in_one_sentence(name):
    """The scripts themselves must parse and answer on a Python too old for the project."""
    text = (ROOT / "bin" / name).read_text()
    assert ast.parse(text, feature_version=(3, 7))
    pretend = text.replace("sys.version_info < (3, 11)", "True")
    answer = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", pretend], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 1
    assert answer.stderr.startswith("Python 3.11 or newer is needed")


def test_production_code_does_not_import_the_embedded_services():
    rooms = ["organisations", "thresholds", "cases", "notifications", "portals", "ct_portal"]
    files = [file for room in rooms for file in (ROOT / room).rglob("*.py")]
    outside = [file for file in files if (ROOT / "ct_portal/embedded") not in file.parents]
    assert len(outside) > 20
    assert [str(file) for file in outside if "ct_portal.embedded" in imported(file)] == []


def test_the_embedded_services_import_nothing_of_the_project():
    for file in (ROOT / "ct_portal/embedded").glob("*.py"):
        ours = [name for name in imported(file) if name.split(".")[0] in PROJECT]
        assert all(name.startswith("ct_portal.embedded") for name in ours), file.name


PROJECT = {"organisations", "thresholds", "cases", "notifications", "portals", "ct_portal"}


def imported(file: Path) -> set[str]:
    """The modules that a file imports, packages of from-imports included."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {".".join(name.split(".")[:2]) for name in names} | names
