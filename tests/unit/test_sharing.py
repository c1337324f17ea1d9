"""Tests that share something run on one worker, and a run in which they did not fails."""

from types import SimpleNamespace

import pytest

from ct_portal.embedded.home import ROOT
from tests.sharing import TOGETHER, InGroups, Workers, group_of


@pytest.mark.parametrize("place", TOGETHER)
def test_each_group_is_a_place_of_this_clone(place):
    assert (ROOT / place).exists()


def test_what_shares_a_place_is_handed_out_together_and_the_rest_by_itself():
    split = InGroups._split_scope
    assert split(None, "tests/fire/test_a.py::test_x[1]") == "tests/fire/"
    assert split(None, "tests/fire/test_b.py::test_y") == "tests/fire/"
    assert split(None, "tests/unit/test_a.py::test_x[1]") == "tests/unit/test_a.py::test_x[1]"
    assert group_of("tests/unit/test_a.py::test_x") is None


def test_a_group_that_was_torn_apart_fails_the_run():
    workers, session = Workers(), SimpleNamespace(exitstatus=0)
    reports = [
        SimpleNamespace(
            nodeid=nodeid, node=SimpleNamespace(gateway=SimpleNamespace(id=worker)), when="call"
        )
        for nodeid, worker in (("tests/fire/a.py::x", "gw0"), ("tests/unit/a.py::x", "gw1"))
    ]
    for report in reports:
        workers.pytest_runtest_logreport(report)
    workers.pytest_sessionfinish(session)
    assert session.exitstatus == 0
    reports[0].node.gateway.id = "gw1"
    workers.pytest_runtest_logreport(reports[0])
    workers.pytest_sessionfinish(session)
    assert workers.torn == ["tests/fire/"]
    assert session.exitstatus == 1


def test_a_run_without_workers_tears_nothing():
    workers = Workers()
    workers.pytest_runtest_logreport(SimpleNamespace(nodeid="tests/fire/a.py::x"))
    assert not workers.of
