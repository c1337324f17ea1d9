"""What bin/mutate makes of what it runs, without running it."""

import ast
import functools

import pytest

from tests import mutation

THRESHOLDS = mutation.ROOT / "thresholds"
UNIT = mutation.ROOT / "tests" / "unit"


def imported(file) -> set[str]:
    """The modules that a file imports."""
    return imported_by(ast.parse(file.read_text(encoding="utf-8")))


def imported_by(tree: ast.AST) -> set[str]:
    """The modules that a syntax tree imports."""
    names = [
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    ]
    names += [
        node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module
    ]
    return set(names)


NOT_PURE = {"__init__", "apps", "models"}
PURE = sorted(file.stem for file in THRESHOLDS.glob("*.py") if file.stem not in NOT_PURE)
CLOCKS = {"now", "today", "utcnow"}


def reads_of_the_clock(tree: ast.AST) -> list[str]:
    """Where a module takes the moment from a clock, called or only named.

    `.time()` of a moment is no clock; that of the module `time` cannot be had without its import.
    """
    named = [node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    names = imported_by(tree)
    return [f".{name}" for name in named if name in CLOCKS] + [
        name for name in names if name.partition(".")[0] in {"time", "organisations", "django"}
    ]


@pytest.mark.parametrize("module", PURE)
def test_no_rule_reads_the_clock(module):
    tree = ast.parse((THRESHOLDS / f"{module}.py").read_text(encoding="utf-8"))
    assert reads_of_the_clock(tree) == []


@pytest.mark.parametrize(
    "line",
    [
        "import time",
        "import time as clock",
        "from time import time, monotonic",
        "day = date.today()",
        "default = date.today",
        "at = datetime.now(tz=LONDON)",
        "at = dt.datetime.utcnow()",
        "from organisations import clock",
        "from organisations.clock import now",
        "from django.utils import timezone",
    ],
)
def test_a_clock_that_is_put_into_a_rule_is_found(line):
    source = (THRESHOLDS / "time_limits.py").read_text(encoding="utf-8")
    assert reads_of_the_clock(ast.parse(f"{source}\n\ndef put_in():\n    {line}\n")) != []


def test_every_pure_module_with_rules_has_tests_that_answer_for_it():
    # schema: what it makes is compared with the stored schemas, word for word.
    files = {"files", "schema", "shipped"}
    pure = set(PURE) - files
    assert set(mutation.TESTS_OF) == pure
    assert set(mutation.CLOCK) <= pure


@pytest.mark.parametrize("module", mutation.TESTS_OF)
def test_what_is_laid_out_needs_neither_django_nor_the_rest_of_the_service(module):
    files = [THRESHOLDS / f"{module}.py"]
    files += [UNIT / f"{name}.py" for name in mutation.TESTS_OF[module]]
    files += [THRESHOLDS / f"{name}.py" for name in mutation.BESIDE]
    files += [mutation.ROOT / "tests" / name for name in mutation.SHARED]
    laid_out = {"tests.specs.tables", *(f"tests.{name[:-3]}" for name in mutation.SHARED)}
    laid_out |= {f"thresholds.{name}" for name in (*mutation.TESTS_OF, *mutation.BESIDE)}
    others = {"django", "organisations", "cases", "notifications", "portals", "ct_portal"}
    for file in files:
        names = imported(file)
        assert not {name.partition(".")[0] for name in names} & others, file.name
        assert {name for name in names if name.startswith(("tests.", "thresholds."))} <= laid_out


def test_mutants_are_told_apart_by_what_pytest_said():
    tally = mutation.tally_of({"a": 1, "b": 0, "c": 33, "d": 24, "e": 1})
    assert tally.killed == ("a", "e")
    assert tally.survived == ("b", "c")
    assert tally.slow == ("d",)
    assert tally.percent == pytest.approx(60)


def test_a_mutant_that_was_not_tried_is_no_success():
    with pytest.raises(ValueError, match="not tried: b"):
        mutation.tally_of({"a": 1, "b": None})


def test_the_versions_are_those_of_the_lock():
    lock = (mutation.ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    versions = mutation.locked_versions(lock)
    assert [one.partition("==")[0] for one in versions] == list(mutation.LOCKED)
    assert all(f"{one} \\\n" in lock for one in versions)


def test_a_module_that_is_not_pure_is_refused(capsys):
    with pytest.raises(SystemExit):
        mutation.main(["models"])
    assert "no pure module models" in capsys.readouterr().err


WRAPPED = """\
class Telling:
    def __init__(self, reason):
        self.reason = reason

    @property
    def told(self):
        return bool(self.reason)

    @classmethod
    def silent(cls):
        return cls("")

@cache
def twice(n):
    return [n, n]
last = twice(3)
"""


def test_a_function_with_a_decorator_is_laid_open_and_does_the_same():
    opened = mutation.laid_open(WRAPPED)
    assert opened.count("@") == 1
    found = {"cache": functools.cache}
    exec(opened, found)  # noqa: S102 - the text above
    assert found["Telling"]("so").told is True
    assert found["Telling"].silent().told is False
    assert found["last"] is found["twice"](3)


@pytest.mark.parametrize("module", mutation.TESTS_OF)
def test_no_rule_of_a_pure_module_stays_closed(module):
    source = (THRESHOLDS / f"{module}.py").read_text(encoding="utf-8")
    left = [
        ast.unparse(decorator)
        for node in ast.walk(ast.parse(mutation.laid_open(source)))
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
    ]
    assert set(left) <= {"classmethod"}
