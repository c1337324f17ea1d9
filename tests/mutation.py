"""bin/mutate: how many small changes of the pure rules their tests notice (docs/MUTATION.md).

The tool, mutmut, is no dependency of the project: it is fetched by name into an environment of its
own below .state, beside the versions of pytest, hypothesis and holidays that the locks name. Only
the pure modules and their own tests are copied there, without Django and without a database; that
they run at all shows that they are pure. One process, at the lowest priority.
"""

import argparse
import ast
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / ".state" / "mutation"
WORK = PLACE / "work"
PYTHON = PLACE / "venv" / "bin" / "python"

TOOL = "mutmut==3.8.1"
LOCKED = ("pytest", "hypothesis", "holidays", "python-dateutil")

# The tests that evaluate a threshold, each file one part of it.
EVALUATED = (
    "test_thresholds_threshold",
    "test_thresholds_counting",
    "test_thresholds_recent",
    "test_thresholds_discretion",
    "test_thresholds_exclusions",
    "test_thresholds_hate",
    "test_thresholds_facts",
    "test_thresholds_findings",
    "test_thresholds_under_codes",
)
# Each pure module, and the tests that answer for it.
TESTS_OF: Mapping[str, tuple[str, ...]] = {
    "time_limits": ("test_time_limits", "test_limits"),
    "meeting_dates": ("test_meeting_dates",),
    "working_days": ("test_working_days", "test_time_limits"),
    "periods": ("test_thresholds_periods", "test_time_limits"),
    "limits": ("test_limits", "test_thresholds_procedure"),
    "chasing": ("test_chasing",),
    "risk": ("test_risk", "test_thresholds_procedure"),
    "reading": ("test_thresholds_reading",),
    "procedure": ("test_thresholds_procedure", "test_limits"),
    "facts": EVALUATED,
    "findings": EVALUATED,
    "routes": ("test_thresholds_procedure", *EVALUATED),
    "shared_parts": ("test_shared_parts", "test_thresholds_procedure"),
    "conditions": (*EVALUATED, "test_thresholds_procedure"),
    "criteria": ("test_thresholds_sentences",),
    "discretion": EVALUATED,
    "exclusions": EVALUATED,
    "recent": EVALUATED,
    "ledger": ("test_thresholds_qualifying", *EVALUATED),
    "counting": EVALUATED,
    "counted_routes": EVALUATED,
    "threshold": (*EVALUATED, "test_thresholds_qualifying"),
    "under_codes": ("test_thresholds_under_codes",),
    "concerns": ("test_concerns", "test_guard"),
    "guard": ("test_guard",),
    "guard_of_routes": ("test_guard",),
    "wording": ("test_thresholds_sentences",),
    "differences": ("test_differences",),
    "problems": ("test_problems",),
    "labels": ("test_labels",),
}
# What the pure modules import besides each other.
BESIDE = ("__init__",)
# What their tests read besides the tables of tests/specs.
SHARED = ("__init__.py", "threshold_room.py")
CLOCK = ("time_limits", "working_days", "periods")

# mutmut leaves a function alone that has a decorator.
WRAPPERS = ("property", "cache", "lru_cache")

# Exit codes of pytest for one mutant, as mutmut keeps them.
KILLED = (1, 3)
SURVIVED = (0, 33)

CONFTEST = '''"""The same few examples for every mutant, so that two runs say the same.

Each mutant is tried in a fork of a process that has run the tests already. The rules are read anew
there, so that what they do while they are read (the limits of fields) is the mutant's too, and no
calendar made by the unchanged code is found. Every test answers for what is done then, and for
what a function remembers of the tests before it.
"""

import sys

import pytest
from hypothesis import settings
from mutmut.state import state

few = settings(max_examples=40, derandomize=True, deadline=None, database=None)
settings.register_profile("mutation", few)
settings.load_profile("mutation")
answered_for = set()
remembering = set()


def pytest_configure():
    for name in list(sys.modules):
        if name.startswith(("tests.", "test_", "thresholds")) and name != __name__:
            del sys.modules[name]


def pytest_collection_finish():
    answered_for.update(state()._stats)
    for module in [one for name, one in sys.modules.items() if name.startswith("thresholds.")]:
        found = [name for name, one in vars(module).items() if hasattr(one, "cache_info")]
        remembering.update(f"{module.__name__}.x_{name}" for name in found)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown():
    answered_for.update(state()._stats & remembering)
    state()._stats.update(answered_for)
'''


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What became of one module's mutants, by name."""

    killed: tuple[str, ...]
    survived: tuple[str, ...]
    slow: tuple[str, ...]

    @property
    def percent(self) -> float:
        """Killed, or stopped because it no longer came to an end, of all that were tried."""
        caught = len(self.killed) + len(self.slow)
        tried = caught + len(self.survived)
        return 100 * caught / tried if tried else 100.0


def main(given: list[str]) -> int:
    """Run mutmut on the modules asked for; 1 where one of them stays below `--at-least`."""
    wanted = _arguments(given)
    modules = tuple(TESTS_OF) if wanted.all else tuple(wanted.modules) or CLOCK
    _install()
    worst = 100.0
    for module in modules:
        tally = _run(module)
        worst = min(worst, tally.percent)
        _report(module, tally)
    return 0 if worst >= wanted.at_least else 1


def _arguments(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/mutate", description=__doc__.splitlines()[0])
    parser.add_argument("modules", nargs="*", metavar="MODULE", help=f"default: {' '.join(CLOCK)}")
    parser.add_argument("--all", action="store_true", help="every pure module; takes hours")
    parser.add_argument("--at-least", type=float, default=90, metavar="PERCENT")
    wanted = parser.parse_args(given)
    if unknown := set(wanted.modules) - set(TESTS_OF):
        parser.error(f"no pure module {', '.join(sorted(unknown))}; known: {', '.join(TESTS_OF)}")
    return wanted


def locked_versions(lock: str) -> list[str]:
    """`pytest==9.2.0` and the others of LOCKED, as a lock file's text names them."""
    found = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", lock, re.MULTILINE))
    return [f"{name}=={found[name]}" for name in LOCKED]


def _install() -> None:
    """The tool's own environment; made anew where its versions are no longer the wanted ones."""
    lock = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    wanted = [TOOL, *locked_versions(lock)]
    stamp = PLACE / "installed.json"
    if stamp.exists() and json.loads(stamp.read_text()) == wanted:
        return
    print(f"Fetching {TOOL} (a minute or so the first time)", file=sys.stderr, flush=True)
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)
    subprocess.run([sys.executable, "-m", "venv", str(PLACE / "venv")], check=True)  # noqa: S603
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *wanted], check=True)  # noqa: S603
    stamp.write_text(json.dumps(wanted))


def _run(module: str) -> Tally:
    """Lay out the pure modules with the tests of one of them, and try its mutants."""
    tests = TESTS_OF[module]
    shutil.rmtree(WORK, ignore_errors=True)
    _copy(ROOT / "thresholds", [f"{name}.py" for name in (*TESTS_OF, *BESIDE)])
    rules = WORK / "thresholds" / f"{module}.py"
    rules.write_text(laid_open(rules.read_text(encoding="utf-8")), encoding="utf-8")
    shutil.copytree(ROOT / "thresholds" / "published", WORK / "thresholds" / "published")
    shutil.copytree(ROOT / "docs" / "examples", WORK / "docs" / "examples")
    shutil.copytree(ROOT / "tests" / "specs", WORK / "tests" / "specs")
    _copy(ROOT / "tests", SHARED)
    _copy(ROOT / "tests" / "unit", [f"{name}.py" for name in tests])
    (WORK / "tests" / "conftest.py").write_text(CONFTEST)
    (WORK / "pyproject.toml").write_text(_settings(module, tests))
    command = ["nice", "-n", "19", str(PYTHON), "-m", "mutmut", "run", "--max-children", "1"]
    with open(PLACE / "mutmut.log", "w") as log:
        done = subprocess.run(  # noqa: S603
            command, cwd=WORK, check=False, stdout=log, stderr=log
        )
    kept = WORK / "mutants" / "thresholds" / f"{module}.py.meta"
    if done.returncode or not kept.exists():
        sys.exit(f"mutmut ended with {done.returncode}; see {PLACE / 'mutmut.log'}")
    return tally_of(json.loads(kept.read_text())["exit_code_by_key"])


def _copy(source: Path, names: Iterable[str]) -> None:
    place = WORK / source.relative_to(ROOT)
    place.mkdir(parents=True, exist_ok=True)
    for name in names:
        shutil.copy(source / name, place / name)


def laid_open(source: str) -> str:
    """The same rules with WRAPPERS put round a function below it rather than above it.

    A property is a rule like any other, and would otherwise not be measured.
    """
    lines = source.splitlines(keepends=True)
    functions = [one for one in ast.walk(ast.parse(source)) if isinstance(one, ast.FunctionDef)]
    for function in sorted(functions, key=lambda one: one.lineno, reverse=True):
        wrapped = [ast.unparse(decorator) for decorator in function.decorator_list]
        if len(wrapped) == 1 and wrapped[0].partition("(")[0] in WRAPPERS:
            name, indent = function.name, " " * function.col_offset
            lines.insert(function.end_lineno, f"{indent}{name} = {wrapped[0]}({name})\n")
            del lines[function.decorator_list[0].lineno - 1]
    return "".join(lines)


def _settings(module: str, tests: tuple[str, ...]) -> str:
    chosen = ", ".join(f'"tests/unit/{name}.py"' for name in tests)
    return f"""\
[tool.mutmut]
source_paths = ["thresholds"]
only_mutate = ["thresholds/{module}.py"]
also_copy = ["docs", "thresholds/published"]
pytest_add_cli_args = ["-p", "no:cacheprovider", "-x"]
pytest_add_cli_args_test_selection = [{chosen}]
use_git_change_detection = false

[tool.pytest.ini_options]
testpaths = ["tests"]
"""


def tally_of(exit_codes: Mapping[str, int | None]) -> Tally:
    """Mutants by what pytest said of each. Raises ValueError where one was not tried."""
    if untried := [name for name, exit_code in exit_codes.items() if exit_code is None]:
        raise ValueError(f"not tried: {', '.join(untried)}")

    def with_code(*codes: int) -> tuple[str, ...]:
        return tuple(name for name, exit_code in exit_codes.items() if exit_code in codes)

    slow = tuple(name for name, code in exit_codes.items() if code not in (*KILLED, *SURVIVED))
    return Tally(killed=with_code(*KILLED), survived=with_code(*SURVIVED), slow=slow)


def _report(module: str, tally: Tally) -> None:
    tried = len(tally.killed) + len(tally.slow) + len(tally.survived)
    print(
        f"thresholds/{module}.py: {tally.percent:.1f} % of {tried} mutants killed"
        f" ({len(tally.slow)} by time), {len(tally.survived)} survived",
        flush=True,
    )
    for name in (*tally.slow, *tally.survived):
        shown = subprocess.run(  # noqa: S603
            [str(PYTHON), "-m", "mutmut", "show", name],
            cwd=WORK,
            check=False,
            capture_output=True,
            text=True,
        )
        print(shown.stdout, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
