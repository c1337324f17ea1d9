"""The applicant is told once that the PCC office has the papers (ADR 31)."""

import pytest

from cases.commands.pcc import answer_office, ask_partnership, assess_eligibility, begin_review
from notifications.telling import tell_waiting
from organisations.roles import Role
from tests.post_office import messages, pcc_requested
from tests.walk import Walk


def asked_and_answered(walk: Walk) -> None:
    ask_partnership(**walk.office, question="Where is the diary?")
    given = walk.office | {"by": walk.world.actor(Role.SPOC), "answer": "It is with the papers."}
    answer_office(**given)


def eligible(world) -> Walk:
    walk = pcc_requested(world)
    assess_eligibility(**walk.office, eligible=True, reason="In time.")
    return walk


WAYS = {
    "nothing was missing": lambda walk: begin_review(**walk.office),
    "the partnership answered": asked_and_answered,
    "it was asked once more, later": lambda walk: (
        begin_review(**walk.office),
        asked_and_answered(walk),
    ),
    "it was asked twice": lambda walk: (asked_and_answered(walk), asked_and_answered(walk)),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_papers_are_told_of_once(world, way):
    walk = eligible(world)
    WAYS[way](walk)
    tell_waiting()
    assert [one.kind for one in messages(world)].count("pcc_pack_sent") == 1


def test_while_the_partnership_is_asked_nothing_is_told(world):
    walk = eligible(world)
    ask_partnership(**walk.office, question="Where is the diary?")
    tell_waiting()
    assert "pcc_pack_sent" not in [one.kind for one in messages(world)]
