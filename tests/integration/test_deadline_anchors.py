"""Limits that count from what agencies were asked and answered (Stockton: three working days)."""

import datetime as dt

import pytest

from cases.commands.informing import record_return, request_information
from cases.commands.telling import record_told
from cases.models import Application, Deadline, EventFacts
from cases.selectors.promises import Promises
from organisations.actors import SYSTEM_ACTOR
from organisations.models import Membership
from organisations.roles import Role
from tests.walk import DAY, Walk
from tests.world import make_person, publish_next


def limit(name: str, count: int, anchor: str) -> dict:
    return {
        "name": name,
        "title": name.capitalize(),
        "count": count,
        "unit": "working_day",
        "anchor": anchor,
        "met_by": ["decision.made"],
        "owner": "spoc",
    }


@pytest.fixture
def walk(world) -> Walk:
    """Joan's case under a procedure with a limit from each of the two anchors."""
    content = world.procedure.content
    content["time_limits"] += [
        limit("chase_agencies", 5, "information_request"),
        limit("decide", 3, "all_information"),
    ]
    publish_next(world, content)
    make_person(world, Role.AGENCY_MEMBER, email="police@people.example", agency=world.police)
    return Walk(world).acknowledge()


def ask(walk: Walk, agency) -> int:
    given = {"agency_id": agency.pk, "question": "What do you know?", "due_on": dt.date(2026, 7, 1)}
    return request_information(**walk.command(**given)).pk


def answer(walk: Walk, request_id: int, agency) -> None:
    member = Membership.objects.get(agency=agency).user
    walk.world.people[Role.AGENCY_MEMBER] = member
    given = {"request_id": request_id, "answer": "Three calls in spring."}
    record_return(**walk.command(Role.AGENCY_MEMBER, **given))


def dates(walk: Walk) -> dict[str, str]:
    with walk.world.inside():
        rows = Deadline.objects.filter(case_id=walk.case_id)
        found = {row.limit: row.due_on.isoformat() for row in rows}
    return {name: found.get(name, "") for name in ("chase_agencies", "decide")}


def to_come(walk: Walk) -> list[str]:
    with walk.world.inside():
        application = Application.objects.select_related("case", "procedure").get(
            pk=walk.submitted.application.pk
        )
        return [when for _, when in Promises(application, at=walk.at).to_come()]


def test_before_anybody_was_asked_the_limits_are_said_in_words(walk):
    assert dates(walk) == {"chase_agencies": "", "decide": ""}
    assert "5 working days after agencies were asked for information" in to_come(walk)
    assert "3 working days after all agencies sent their information" in to_come(walk)


def test_the_first_request_and_the_last_answer_give_the_dates(walk):
    first = ask(walk, walk.world.council)
    assert dates(walk) == {"chase_agencies": "2026-06-17", "decide": ""}
    walk.at += DAY
    second = ask(walk, walk.world.police)
    answer(walk, second, walk.world.police)
    assert dates(walk) == {"chase_agencies": "2026-06-17", "decide": ""}
    walk.at += DAY
    answer(walk, first, walk.world.council)
    assert dates(walk) == {"chase_agencies": "2026-06-17", "decide": "2026-06-17"}
    assert "3 working days after all agencies sent their information" not in to_come(walk)


def test_what_follows_from_the_letter_of_acceptance_is_counted_from_the_decision(world):
    """Ashfield: the letter gives the date, so it cannot wait for the letter to go (ADR 25)."""
    content = world.procedure.content
    contact = limit("chair_contact", 7, "threshold_met_letter") | {"met_by": ["plan.agreed"]}
    content["time_limits"] += [contact]
    publish_next(world, content)
    walk = Walk(world).to_accepted()
    with world.inside():
        facts = EventFacts.objects.get(event__kind="decision.made").content
    (application,) = facts["applications"]
    given = {row["limit"]: row["due_on"] for row in application["deadlines"]}
    assert given["chair_contact"] == "2026-06-19"
    posted = walk.at + 5 * DAY
    record_told(
        partnership_id=world.partnership.pk,
        application_id=walk.submitted.application.pk,
        letter_kind="acceptance",
        message_id=1,
        by=SYSTEM_ACTOR,
        at=posted,
    )
    walk.consider_peer_review()
    with world.inside():
        row = Deadline.objects.get(case_id=walk.case_id, limit="chair_contact")
    assert (row.due_on.isoformat(), row.told_on) == ("2026-06-19", posted.date())
