"""PgBouncer is found, fetched where that is possible, and set up for transactions."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ct_portal.embedded import native, pooler
from ct_portal.embedded.console import SetupProblem

PROGRAM = Path("/usr/sbin/pgbouncer")


def test_a_machine_that_has_it_fetches_nothing(monkeypatch):
    monkeypatch.setattr(pooler, "present", lambda: PROGRAM)
    monkeypatch.setattr(native, "apt", lambda *_, **__: pytest.fail("apt was called"))
    assert pooler.find_program() == PROGRAM


@pytest.mark.parametrize(("uid", "route"), [(0, "apt_install"), (1000, "apt_unpack")])
def test_root_installs_and_others_unpack(monkeypatch, uid, route):
    fetched = []
    answers = iter([None, PROGRAM])
    monkeypatch.setattr(pooler, "present", lambda: next(answers))
    monkeypatch.setattr(pooler.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(pooler.os, "geteuid", lambda: uid)
    monkeypatch.setattr(native, route, lambda *, packages: fetched.extend(packages))
    assert pooler.find_program() == PROGRAM
    assert fetched == ["pgbouncer"]


def test_a_machine_where_it_cannot_be_had_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(pooler, "present", lambda: None)
    monkeypatch.setattr(pooler.shutil, "which", lambda name: None)
    with pytest.raises(SetupProblem, match=r"apt install pgbouncer.*brew install"):
        pooler.find_program()


def test_what_was_unpacked_without_root_is_found_again(monkeypatch, tmp_path):
    program = tmp_path / "root/usr/sbin/pgbouncer"
    program.parent.mkdir(parents=True)
    program.touch(mode=0o755)
    monkeypatch.setattr(native, "NATIVE", tmp_path)
    monkeypatch.setattr(pooler, "PLACES", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    assert pooler.present() == program


def test_it_pools_transactions_in_front_of_the_server_that_is_named():
    settings = pooler.configuration(
        server=urlsplit("postgres://ct_app:x@db.example:6001/ct"),
        port=7000,
        users=Path("/users"),
        pool_size=1,
    ).splitlines()
    assert "* = host=db.example port=6001" in settings
    assert {"pool_mode = transaction", "default_pool_size = 1", "listen_port = 7000"} <= set(
        settings
    )
