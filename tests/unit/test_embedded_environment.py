"""The virtual environment: what is installed when, and what a person is told."""

import re

import pytest

from ct_portal.embedded import environment


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """An empty clone whose installations are only noted."""
    done = []

    def install(*, lock, exact, clean=False):
        (tmp_path / ".venv/bin").mkdir(parents=True, exist_ok=True)
        (tmp_path / ".venv/bin/python").touch()
        done.append((lock.name, clean))

    for profile in environment.PROFILES:
        (tmp_path / f"requirements-{profile}.txt").write_text(f"{profile}==1\n")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "PYTHON", tmp_path / ".venv/bin/python")
    monkeypatch.setattr(environment, "STAMP", tmp_path / ".venv/.installed.json")
    monkeypatch.setattr(environment, "install", install)
    return tmp_path, done


def test_a_second_preparation_installs_nothing(clone):
    _, done = clone
    environment.prepare(profile="demo")
    environment.prepare(profile="demo")
    assert done == [("requirements-demo.txt", False)]


def test_the_dev_profile_adds_to_a_demo_environment_and_stays(clone):
    _, done = clone
    environment.prepare(profile="demo")
    environment.prepare(profile="dev")
    environment.prepare(profile="demo")
    assert done == [("requirements-demo.txt", False), ("requirements-dev.txt", False)]


def test_a_changed_lock_starts_from_a_clean_environment(clone):
    root, done = clone
    environment.prepare(profile="demo")
    (root / "requirements-demo.txt").write_text("demo==2\n")
    environment.prepare(profile="demo")
    assert done[-1] == ("requirements-demo.txt", True)


def test_an_environment_without_its_python_is_made_again(clone):
    root, done = clone
    environment.prepare(profile="demo")
    (root / ".venv/bin/python").unlink()
    environment.prepare(profile="demo")
    assert len(done) == 2


def test_a_moved_clone_needs_another_environment(clone, monkeypatch, tmp_path):
    before = environment.fingerprint(profile="demo")
    elsewhere = tmp_path / "moved"
    elsewhere.mkdir()
    (elsewhere / "requirements-demo.txt").write_text("demo==1\n")
    monkeypatch.setattr(environment, "ROOT", elsewhere)
    assert environment.fingerprint(profile="demo") != before


def test_an_interrupted_installation_is_not_taken_for_a_complete_one(clone, monkeypatch):
    def fail(**_):
        raise environment.EnvironmentProblem("no network")

    monkeypatch.setattr(environment, "install", fail)
    with pytest.raises(environment.EnvironmentProblem, match="no network"):
        environment.prepare(profile="demo")
    assert environment.installed() == {}


@pytest.mark.parametrize("name", ["requirements", "requirements-demo", "requirements-dev"])
def test_each_lock_pins_with_hashes_and_names_no_registry(name):
    text = (environment.ROOT / f"{name}.txt").read_text()
    pins = re.findall(r"^[a-z0-9][^\s;]*==", text, flags=re.MULTILINE)
    blocks = re.split(r"\n(?=[a-z0-9])", text)[1:]
    assert len(pins) == len(blocks) > 50
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text
    assert "index-url" not in text.replace("--no-emit-index-url", "")


def test_the_locks_agree_on_every_version():
    def versions(name):
        text = (environment.ROOT / f"{name}.txt").read_text()
        return set(re.findall(r"^([a-z0-9][^\s;\\]*==[^\s;\\]+)", text, flags=re.MULTILINE))

    assert versions("requirements") < versions("requirements-demo") < versions("requirements-dev")
