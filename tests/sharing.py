"""Which tests share a worker of xdist, because they share a system or what was seeded once.

xdist's own `loadgroup` reads the groups from the tests' names; since pytest 9.1 a name cannot be
given a suffix any more, so that it groups nothing and says nothing. Here places make the groups,
and the end of the run checks that each group had one worker.
"""

from collections import defaultdict

from xdist.scheduler import LoadScopeScheduling

TOGETHER = (
    "tests/fire/",
    "tests/journeys/",
    "tests/keeping/",
    "tests/integration/test_bench_pages.py",
    "tests/integration/test_case_search.py",
    "tests/integration/test_database_scripts.py",
    "tests/integration/test_entry_point.py",
    "tests/integration/test_pooler.py",
    "tests/integration/test_query_budgets.py",
    "tests/integration/test_seed_demo.py",
    "tests/integration/test_seed_volume.py",
    "tests/integration/test_versions_migration.py",
    "tests/unit/test_embedded_postgres.py",
    "tests/unit/test_letters_on_paper.py",
)


def group_of(nodeid: str) -> str | None:
    """The group that a test belongs to, None for one that may run anywhere."""
    return next((place for place in TOGETHER if nodeid.startswith(place)), None)


class InGroups(LoadScopeScheduling):
    """Hands out whole groups, the largest first, and every other test by itself."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid) or nodeid


class Workers:
    """A plugin of the run's own process: which workers ran each group."""

    def __init__(self):
        self.of: dict[str, set[str]] = defaultdict(set)

    @property
    def torn(self) -> list[str]:
        """Groups that more than one worker ran."""
        return sorted(group for group, workers in self.of.items() if len(workers) > 1)

    def pytest_runtest_logreport(self, report):
        """A test was run, by a worker where there are some."""
        group, node = group_of(report.nodeid), getattr(report, "node", None)
        if group and node is not None:
            self.of[group].add(node.gateway.id)

    def pytest_sessionfinish(self, session):
        """A group that was torn apart fails the run: its tests proved less than they say."""
        if self.torn:
            session.exitstatus = 1

    def pytest_terminal_summary(self, terminalreporter):
        """And is named."""
        for group in self.torn:
            terminalreporter.write_line(f"{group} ran on more than one worker", red=True)
