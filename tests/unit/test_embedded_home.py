"""Where data and secrets lie, and who can reach them."""

import fcntl
import json
import stat

import pytest

from ct_portal.embedded import home
from ct_portal.embedded.console import SetupProblem


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setattr(home, "STATE", tmp_path / ".state")
    monkeypatch.setattr(home, "base", lambda: tmp_path)
    return tmp_path


def test_an_own_directory_lets_others_pass_but_not_look(tmp_path):
    made = home.own_directory(tmp_path / "ours")
    assert stat.S_IMODE(made.stat().st_mode) == 0o711
    assert home.own_directory(made) == made


def test_a_planted_link_is_refused(tmp_path):
    (tmp_path / "theirs").mkdir()
    (tmp_path / "ours").symlink_to(tmp_path / "theirs")
    with pytest.raises(SetupProblem, match="not made by this program"):
        home.own_directory(tmp_path / "ours")


def test_a_directory_that_others_can_write_is_refused(tmp_path):
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours").chmod(0o777)
    with pytest.raises(SetupProblem, match="remove it"):
        home.own_directory(tmp_path / "ours")


def test_secrets_are_made_once_and_are_private(place):
    kept = home.Home(path=place / "demo", throwaway=False)
    kept.make()
    first = home.secrets_of(kept)
    assert home.secrets_of(kept) == first
    assert stat.S_IMODE((kept.path / "secrets.json").stat().st_mode) == 0o600
    other = home.Home(path=place / "other", throwaway=True)
    other.make()
    assert not set(first.values()) & set(home.secrets_of(other).values())


def test_a_secret_that_came_later_is_added_and_the_others_stay(place):
    kept = home.Home(path=place / "demo", throwaway=False)
    kept.make()
    first = home.secrets_of(kept)
    without = {name: value for name, value in first.items() if name != "backup"}
    home.write_private(kept.path / "secrets.json", json.dumps(without))
    again = home.secrets_of(kept)
    assert again.keys() == first.keys()
    assert without.items() <= again.items()
    assert home.secrets_of(kept) == again


def test_the_demonstration_password_can_be_typed_and_is_long_enough(place):
    kept = home.Home(path=place / "demo", throwaway=False)
    kept.make()
    *words, number = home.secrets_of(kept)["demo_password"].split("-")
    assert len(words) == 3
    assert set(words) <= set(home.WORDS)
    assert 10 <= int(number) <= 99
    assert len(home.secrets_of(kept)["demo_password"]) >= 12


def test_letters_and_logs_are_private(place):
    kept = home.Home(path=place / "demo", throwaway=False)
    kept.make()
    for folder in (kept.storage, kept.logs):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_what_a_killed_command_left_behind_goes_with_the_next(place):
    left, handle = home.throwaway_home(purpose="test")
    handle.close()
    used, held = home.throwaway_home(purpose="test")
    another, _also_held = home.throwaway_home(purpose="check")
    assert not left.path.exists()
    assert used.path.exists()
    assert another.path.exists()
    held.close()


def test_a_home_in_use_is_locked(place):
    used, _held = home.throwaway_home(purpose="test")
    with open(used.path / "lock") as other, pytest.raises(BlockingIOError):
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
