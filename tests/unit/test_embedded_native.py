"""Native libraries: what is missing is seen, fetched where that is possible, and named."""

import pytest

from ct_portal.embedded import native
from ct_portal.embedded.console import SetupProblem

LISTING = """\
'http://mirror/pool/main/p/pango1.0/libpango-1.0-0_1.50.12_amd64.deb' libpango-1.0-0_1.50.12_amd64.deb 212 SHA256:ab
'http://mirror/pool/main/f/fribidi/libfribidi0_1.0.8_amd64.deb' libfribidi0_1.0.8_amd64.deb 64 SHA256:cd
Reading package lists...
"""  # noqa: E501 - as apt prints it


def test_a_library_that_nobody_has_is_missing_and_the_c_library_is_not():
    wanted = {"libno-such-thing.so.9": "no-such-thing", "libc.so.6": "libc6"}
    assert native.missing(libraries=wanted) == ["libno-such-thing.so.9"]


def test_nothing_is_fetched_where_nothing_is_missing(monkeypatch):
    monkeypatch.setattr(native, "missing", lambda *, libraries: [])
    monkeypatch.setattr(native, "apt", lambda *_, **__: pytest.fail("apt was called"))
    native.prepare()


@pytest.mark.parametrize(("uid", "route"), [(0, "apt_install"), (1000, "apt_unpack")])
def test_root_installs_and_others_unpack(monkeypatch, uid, route):
    fetched = []
    answers = iter([["libpango-1.0.so.0"], []])
    monkeypatch.setattr(native, "missing", lambda *, libraries: next(answers))
    monkeypatch.setattr(native.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(native.os, "geteuid", lambda: uid)
    monkeypatch.setattr(native, route, lambda *, packages: fetched.extend(packages))
    native.prepare()
    assert fetched == ["libpango-1.0-0"]


def test_a_machine_without_apt_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(native, "missing", lambda *, libraries: ["libpango-1.0.so.0"])
    monkeypatch.setattr(native.shutil, "which", lambda name: None)
    with pytest.raises(SetupProblem, match=r"libpango-1\.0\.so\.0.*libpango-1\.0-0.*brew install"):
        native.prepare()


def test_what_stays_missing_after_fetching_is_named(monkeypatch):
    monkeypatch.setattr(native, "missing", lambda *, libraries: ["libharfbuzz-subset.so.0"])
    monkeypatch.setattr(native.shutil, "which", lambda name: f"/usr/bin/{name}")
    for route in ("apt_install", "apt_unpack"):
        monkeypatch.setattr(native, route, lambda *, packages: False)
    with pytest.raises(SetupProblem, match="libharfbuzz-subset0"):
        native.prepare()


def test_the_packages_are_read_from_what_apt_lists():
    assert native.package_names(LISTING) == ["libfribidi0", "libpango-1.0-0"]


def test_children_find_unpacked_libraries(monkeypatch, tmp_path):
    monkeypatch.setattr(native, "NATIVE", tmp_path)
    monkeypatch.setattr(native.sys, "platform", "linux")
    monkeypatch.delenv("LD_LIBRARY_PATH", raising=False)
    assert native.environ() == {}
    folder = tmp_path / "root/usr/lib/x86_64-linux-gnu"
    folder.mkdir(parents=True)
    (folder / "libpango-1.0.so.0").touch()
    assert native.environ() == {"LD_LIBRARY_PATH": str(folder)}


def test_macos_has_other_names_for_the_same_libraries():
    assert native.macos_name("libpango-1.0.so.0") == "libpango-1.0.0.dylib"
