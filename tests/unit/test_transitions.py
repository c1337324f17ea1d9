"""Every status x command of a case and of a PCC review, as the tables say (tests/specs)."""

import pytest

from cases.models import Case, PccReview
from cases.policies import (
    NotNow,
    check_pcc_status,
    check_status,
    status_allows,
)
from cases.status import (
    ALLOWED,
    ENDED,
    OPEN,
    OWNER,
    PCC_ALLOWED,
    PCC_OWNER,
    Command,
    PccCommand,
    PccStatus,
    Status,
)
from tests.specs.tables import rows

# Which transition methods of the model carry out a command; the other commands run beside it.
METHODS = {
    Command.ACKNOWLEDGE: ["acknowledge"],
    Command.RECORD_ASSESSMENT: ["assess"],
    Command.DECIDE: ["accept", "reject", "defer", "redirect", "find_invalid"],
    Command.RESUME: ["resume"],
    Command.REFER: ["refer"],
    Command.RECORD_PLAN: ["agree_plan"],
    Command.SEND_RESPONSE: ["respond"],
    Command.CLOSE: ["close"],
    Command.REOPEN: ["reopen_at_assessment", "reopen_at_lmaps"],
    Command.WITHDRAW: ["withdraw"],
    Command.MERGE: ["merge"],
}


def transitions(model, field: str, status: str) -> dict[str, str]:
    """The transition methods that may leave a status, with their targets."""
    machine = model._meta.get_field(field)
    return {
        transition.method.__name__: transition.target
        for transition in machine.get_all_transitions(model)
        if transition.source == status
    }


@pytest.mark.parametrize("row", rows("transitions.csv"))
def test_status_and_command(row):
    """A row of the table: allowed with what it becomes, or refused with a reason."""
    case = Case(status=row["status"])
    command = Command(row["command"])
    methods = set(METHODS.get(command, []))
    if (command, row["status"]) == (Command.RECORD_PROGRESS, Status.RESPONDED):
        methods = {"monitor"}
    leaving = transitions(Case, "status", row["status"])
    if row["verdict"] == "allowed":
        check_status(command, case)
        assert status_allows(command, case)
        assert methods <= set(leaving)
        targets = {leaving[method] for method in methods} or {row["status"]}
        allowed = set(row["becomes"].split())
        assert targets <= allowed
    else:
        assert row["reason"]
        assert not methods & set(leaving)
        assert not status_allows(command, case)
        with pytest.raises(NotNow, match=Status(row["status"]).label):
            check_status(command, case)


@pytest.mark.parametrize("row", rows("pcc_transitions.csv"))
def test_pcc_status_and_command(row):
    """The same for a PCC review."""
    review = PccReview(status=row["status"])
    command = PccCommand(row["command"])
    leaving = transitions(PccReview, "status", row["status"])
    if row["verdict"] == "allowed":
        check_pcc_status(command, review)
        assert leaving[command.value] == row["becomes"]
    else:
        assert row["reason"]
        assert command.value not in leaving
        with pytest.raises(NotNow):
            check_pcc_status(command, review)


def listed(table: str) -> set[tuple[str, str]]:
    """The pairs of status and command that a table names."""
    found = [row.values[0] for row in rows(table)]
    return {(row["status"], row["command"]) for row in found}


def test_the_table_names_every_pair_once():
    pairs = listed("transitions.csv")
    assert pairs == {(status.value, command.value) for status in Status for command in Command}
    pcc = listed("pcc_transitions.csv")
    assert pcc == {(status.value, command.value) for status in PccStatus for command in PccCommand}


def test_every_status_has_an_owner_and_every_command_its_sources():
    assert set(OWNER) == set(Status)
    assert set(PCC_OWNER) == set(PccStatus)
    assert set(ALLOWED) == set(Command)
    assert set(PCC_ALLOWED) == set(PccCommand)
    assert set(Status) == ENDED | OPEN
    assert not ENDED & OPEN


def test_every_open_status_can_be_left_and_every_status_reached():
    every = list(Case._meta.get_field("status").get_all_transitions(Case))
    left = {transition.source for transition in every}
    reached = {transition.target for transition in every}
    assert {Status(status) for status in left} >= OPEN
    assert {Status(status) for status in reached} == set(Status) - {Status.RECEIVED}


def test_no_status_can_be_written_round_the_machine():
    case = Case()
    with pytest.raises(AttributeError):
        case.status = Status.CLOSED
