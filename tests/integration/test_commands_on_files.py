"""The commands for people who script: on files alone, with no database that could be reached."""

import json
import os
import re
import shlex
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from ct_portal.embedded import manage
from ct_portal.embedded.home import Home
from organisations.models import Partnership
from organisations.tenancy import Scope, transaction_in
from thresholds.files import read_procedure
from thresholds.models import Procedure
from thresholds.procedure import parse_procedure, to_json

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
PROCEDURE = "docs/examples/bassetlaw-newark-sherwood.json"
APPLICATION = "docs/examples/application.json"
SHIPPED = "thresholds/published/gosport.json"
MANUAL = ROOT / "docs" / "manuals" / "integrator.md"
ELIDED = "[...]"


def run(*words: str) -> subprocess.CompletedProcess:
    """manage.py in a process of its own whose database and broker answer nowhere."""
    return subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=os.environ | manage.NOWHERE | {"DATABASE_OWNER_URL": ""},
        text=True,
        capture_output=True,
        check=False,
    )


def refused(*words: str) -> str:
    """The one line that a refused command says, with exit code 1 and nothing on its output."""
    done = run(*words)
    assert (done.returncode, done.stdout) == (1, "")
    [line] = done.stderr.strip().splitlines()
    return line


def documented() -> list:
    """Every command that the manual shows, with what it says that the command prints."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL):
        for part in block.split("$ ")[1:]:
            line, _, printed = part.partition("\n")
            words = shlex.split(line)
            assert words[0] == "bin/manage"
            found.append(pytest.param(words[1:], printed, id=line.removeprefix("bin/manage ")))
    return found


@pytest.mark.parametrize(("words", "printed"), documented())
def test_the_manual_shows_what_the_commands_print(words, printed):
    assert manage.works_on_files(words)
    done = run(*words)
    shown = re.escape(printed.strip()).replace(re.escape(ELIDED), ".*")
    assert re.fullmatch(shown, (done.stdout + done.stderr).strip(), re.DOTALL)
    assert done.returncode == printed.startswith("CommandError")


def test_the_manual_shows_each_command_that_works_on_files():
    shown = [param.values[0] for param in documented()]
    assert all(any(tuple(words[: len(one)]) == one for words in shown) for one in manage.ON_FILES)
    assert not manage.works_on_files(["procedure", "load", "x"])
    for named in (
        ["--partnership", "ashfield"],
        ["--partnership=ashfield"],
        ["--part", "ashfield"],
    ):
        assert not manage.works_on_files(["procedure", "export", *named])
    assert not manage.works_on_files(["states"])


def test_bin_manage_starts_no_service_for_them(monkeypatch, tmp_path):
    given = []
    monkeypatch.setattr(manage.interrupts, "install", lambda: None)
    monkeypatch.setattr(manage, "kept_home", lambda: Home(path=tmp_path / "a", throwaway=True))
    monkeypatch.setattr(manage, "command", lambda words, environ: given.append((words, environ)))
    monkeypatch.setattr(manage.instance, "claim", lambda command: pytest.fail("a service"))
    manage.main(["explain_date", "--help"])
    [(words, environ)] = given
    assert words == ["explain_date", "--help"]
    assert environ["DATABASE_URL"] == manage.NOWHERE["DATABASE_URL"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--limit", "acknowledge", "--anchor", "2026-05-02T12:00"], "has no time zone"),
        (["--limit", "acknowledge", "--anchor", "soon"], "'soon' is not a moment such as"),
        (["--limit", "acknowledge", "--anchor", "2026-W18-6"], "nor a date"),
        (["--limit", "nothing", "--anchor", "2026-05-02"], "no time limit 'nothing'; published: "),
        (["--limit", "respond", "--anchor", "2050-12-20"], "the calendar runs from 2014-01-01"),
        (["--limit", "respond", "--anchor", "2013-12-20"], "the calendar runs from 2014-01-01"),
        (["--limit", "plan_progress", "--anchor", "9999-12-31T23:59-12:00"], "1 to 9999"),
        (["--limit", "plan_progress", "--anchor", "9999-12-31"], "the calendar runs from"),
    ],
)
def test_a_date_that_cannot_be_worked_out_is_said_in_one_line(words, said):
    assert said in refused("explain_date", "--procedure", PROCEDURE, *words)


def test_a_date_as_json():
    done = run(
        "explain_date",
        *("--procedure", PROCEDURE, "--limit", "acknowledge"),
        *("--anchor", "2026-05-01T23:30+00:00", "--json"),
    )
    answer = json.loads(done.stdout)
    assert answer["due_on"] == answer["days"][-1]["on"] == "2026-05-07"
    assert answer["anchor_on"] == "2026-05-02"
    assert [day["number"] for day in answer["days"] if day["counted"]] == [1, 2, 3]


def test_a_threshold_as_json():
    words = ["check_threshold", "--procedure", PROCEDURE, "--application", APPLICATION, "--json"]
    assert json.loads(run(*words).stdout)["suggestion"] == "met_statutory"
    later = json.loads(run(*words, "--on", "2026-11-20").stdout)
    assert later["application_on"] == "2026-11-20"
    assert later["suggestion"] == "discretion_open"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read: No such file"),
        (b"{", "is not JSON: "),
        (b"\xff\xfe", "is not text in UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[]", "procedure: must be an object; got a list"),
    ],
)
def test_a_file_that_is_no_procedure_is_said_in_one_line(tmp_path, content, said):
    file = tmp_path / "file.json"
    if content is not None:
        file.write_bytes(content)
    line = refused("procedure", "validate", str(file))
    assert str(file) in line
    assert said in line


def test_a_wrong_place_is_named_with_what_is_allowed_there(tmp_path):
    content = json.loads((ROOT / PROCEDURE).read_text(encoding="utf-8"))
    content["time_limits"][1]["unit"] = "fortnight"
    file = tmp_path / "file.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    assert refused("procedure", "validate", str(file)).endswith(
        "procedure.time_limits[1].unit: must be one of working_day, day, week, month; "
        "got 'fortnight'"
    )


def test_a_wrong_application_is_named(tmp_path):
    content = json.loads((ROOT / APPLICATION).read_text(encoding="utf-8"))
    content["persists"] = "often"
    file = tmp_path / "file.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    words = ["check_threshold", "--procedure", PROCEDURE, "--application", str(file)]
    assert "application.persists: must be one of yes, no, unknown" in refused(*words)
    for day in ("May", "20260502", "2026-W18-6"):
        assert f"'{day}' is not a date" in refused(*words[:-1], APPLICATION, "--on", day)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "thresholds" / "published").glob("*.json")), ids=lambda path: path.stem
)
def test_a_file_is_exported_complete(path):
    content = json.loads(printed("export", str(path)))
    assert "includes" not in content
    assert {"format", "risk_matrix", "letters", "counting"} <= content.keys()
    assert to_json(parse_procedure(content)) == content
    assert parse_procedure(content) == read_procedure(path)


def test_an_exported_file_is_a_procedure_again(tmp_path):
    file = tmp_path / "whole.json"
    file.write_text(run("procedure", "export", SHIPPED).stdout, encoding="utf-8")
    assert run("procedure", "export", str(file)).stdout == file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((SHIPPED, "--version", "2"), "--version names a version of a partnership"),
        (("nowhere.json",), "nowhere.json cannot be read: No such file"),
    ],
)
def test_a_file_that_cannot_be_exported_is_said_in_one_line(words, said):
    assert said in refused("procedure", "export", *words)


@pytest.mark.parametrize("words", [(), (SHIPPED, "--partnership", "ashfield")])
def test_export_takes_a_file_or_a_partnership(words):
    done = run("procedure", "export", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--partnership" in done.stderr


def test_what_needs_the_database_says_that_it_is_not_there():
    line = refused("procedure", "export", "--partnership", "bassetlaw-newark-sherwood")
    assert line == "CommandError: the database of DATABASE_URL cannot be reached"


def printed(*words: str) -> str:
    out = StringIO()
    call_command("procedure", *words, stdout=out)
    return out.getvalue()


def versions(partnership: Partnership) -> list[tuple[int, str]]:
    with transaction_in(Scope.staff(partnership.pk)):
        return list(Procedure.objects.order_by("version").values_list("version", "status"))


def test_a_procedure_goes_out_and_comes_in_as_a_draft(world, tmp_path):
    slug = world.partnership.slug
    out = tmp_path / "ours.json"
    out.write_text(printed("export", "--partnership", slug), encoding="utf-8")
    content = json.loads(out.read_text(encoding="utf-8"))
    assert content == json.loads((ROOT / PROCEDURE).read_text(encoding="utf-8"))
    assert "Nothing was stored" in printed("load", str(out), "--partnership", slug)

    content["time_limits"][1]["count"] = 20
    out.write_text(json.dumps(content), encoding="utf-8")
    for _ in range(2):
        assert "Version 2 is stored as a draft" in printed("load", str(out), "--partnership", slug)
    assert versions(world.partnership) == [(1, "published"), (2, "draft")]
    draft = json.loads(printed("export", "--partnership", slug, "--version", "2"))
    assert draft == content
    in_force = json.loads(printed("export", "--partnership", slug))
    assert in_force["time_limits"][1]["count"] == 25


def test_a_load_touches_no_other_partnership(world):
    printed("load", str(ROOT / PROCEDURE), "--partnership", world.neighbour.slug)
    assert versions(world.neighbour) == [(1, "draft")]
    assert versions(world.partnership) == [(1, "published")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["export", "--partnership", "nowhere"], "no partnership 'nowhere'"),
        (["export", "--partnership", "ashfield"], "no procedure is in force on .*--version"),
        (["export", "--partnership", "ashfield", "--version", "1"], "no version 1; stored: none"),
        (["load", PROCEDURE, "--partnership", "nowhere"], "no partnership 'nowhere'"),
        (["load", APPLICATION, "--partnership", "ashfield"], "procedure.application_on: is not"),
    ],
)
def test_what_cannot_be_moved_is_refused(world, words, said):
    with pytest.raises(CommandError, match=said):
        printed(*words)
    assert versions(world.neighbour) == []
