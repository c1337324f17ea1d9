"""An application is moved to another version: the law changed, or the wrong one was published."""

import copy
import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from cases.commands.repinning import repin, versions_for
from cases.deadlines import explain_deadline
from cases.events import verify_stream
from cases.models import Application, Assessment, Deadline, Event, EventFacts
from cases.permissions import NotPermitted
from cases.policies import NotNow
from cases.status import Status
from organisations.roles import Role
from tests.integration.versions_room import DAY, LATER, TODAY, Versions, at_noon
from tests.walk import Walk
from tests.world import NOON, joans_submission

WHY = "The Act asks for two complaints from July on."


@pytest.fixture
def versions(world):
    return Versions(world)


def content(world) -> dict:
    return copy.deepcopy(world.procedure.content)


def two_complaints(world) -> dict:
    """What the law asks after the change: two, told of by anyone."""
    threshold = content(world)["threshold"]
    threshold["statute"]["count"] = 2
    threshold["routes"][0]["count"] = 2
    return {"threshold": threshold}


def limits(world, name: str, **changes) -> dict:
    found = content(world)["time_limits"]
    for limit in found:
        if limit["name"] == name:
            limit |= changes
    return {"time_limits": found}


def moved(walk: Walk, to, *, role: str = Role.SPOC, reason: str = WHY, at=None):
    application_id = walk.submitted.application.pk
    walk.at = at or at_noon(LATER + DAY)
    return repin(
        **walk.command(
            role, application_id=application_id, procedure_id=getattr(to, "pk", to), reason=reason
        )
    )


def due(walk: Walk, name: str) -> Deadline:
    with walk.world.inside():
        return (
            walk.case()
            .deadlines.select_related("application__procedure")
            .get(partnership=walk.world.partnership, limit=name)
        )


def assessments(walk: Walk) -> list[tuple[str, bool, int]]:
    with walk.world.inside():
        rows = Assessment.objects.filter(case_id=walk.case_id).order_by("id")
        return list(rows.values_list("suggestion", "statutory_met", "procedure__version"))


def test_a_change_of_the_law_reaches_a_case_that_is_being_assessed(world, versions):
    """Two complaints were too few when Joan applied; from July on they are enough."""
    two = joans_submission(world).incidents[:2]
    walk = Walk(world, incidents=two).acknowledge().assess(harm="no").risk(vulnerable=False)
    before = assessments(walk)
    assert before[-1] == ("not_met", False, 1)
    second = versions.next(**two_complaints(world))
    moved(walk, second)
    assert assessments(walk) == [*before, ("met_statutory", True, 2)]
    with world.inside():
        event = Event.objects.get(kind="application.repinned")
        assert event.payload == {
            "from": world.procedure.pk,
            "from_version": 1,
            "to": second.pk,
            "to_version": 2,
        }
        assert EventFacts.objects.get(event=event).content == {"reason": WHY}
        assert Application.objects.get(pk=walk.submitted.application.pk).procedure == second
        assert verify_stream(
            partnership_id=world.partnership.pk, stream="case", stream_id=walk.case_id
        )
    walk.decide(ground="statutory")
    assert walk.case().status == Status.ACCEPTED


def test_a_deferred_case_is_evaluated_anew_as_well(world, versions):
    two = joans_submission(world).incidents[:2]
    walk = Walk(world, incidents=two).acknowledge().assess(harm="no").risk(vulnerable=False)
    walk.decide("deferred", ground="", deferred_until=LATER + 9 * DAY)
    moved(walk, versions.next(**two_complaints(world)))
    assert assessments(walk)[-1] == ("met_statutory", True, 2)
    assert walk.case().status == Status.DEFERRED


def test_open_dates_are_worked_out_by_the_new_version(world, versions):
    walk = Walk(world)
    before = due(walk, "respond")
    moved(walk, versions.next(**limits(world, "respond", count=20)))
    after = due(walk, "respond")
    assert after.due_on < before.due_on
    assert after.due_on == explain_deadline(after).due_on
    assert walk.case().next_due_on == min(after.due_on, due(walk, "acknowledge").due_on)
    assert assessments(walk) == []


def test_it_can_be_moved_back_to_the_version_of_its_day(world, versions):
    walk = Walk(world)
    moved(walk, versions.next())
    moved(walk, world.procedure)
    with world.inside():
        kinds = Event.objects.filter(kind="application.repinned")
        assert [one.payload["to_version"] for one in kinds] == [2, 1]


def told(walk: Walk) -> None:
    with walk.world.inside():
        Deadline.objects.filter(case_id=walk.case_id).update(told_on=TODAY)


REFUSED = {
    "no reason": (lambda v, walk: (v.next(), {"reason": "  "}), "Give the reason"),
    "the same version": (lambda v, walk: (walk.world.procedure, {}), "judged by version 1 already"),
    "a draft": (lambda v, walk: (v.consult(v.draft()), {}), "a version that is published"),
    "no version": (lambda v, walk: (0, {}), "a version that is published"),
    "not in force yet": (
        lambda v, walk: (v.next(), {"at": at_noon(LATER - DAY)}),
        "was not in force on any day since",
    ),
    "without a limit that runs": (
        lambda v, walk: (v.next(**without(v.world, "plan_progress", "respond")), {}),
        "publishes no time limit",
    ),
    "a told date later": (
        lambda v, walk: (told(walk), (v.next(**limits(v.world, "respond", count=30)), {}))[1],
        "never moves to a later day",
    ),
    "counted from what has not happened": (
        lambda v, walk: (v.next(**limits(v.world, "respond", anchor="acceptance")), {}),
        "has not happened yet",
    ),
}


def without(world, *names: str) -> dict:
    kept = [one for one in content(world)["time_limits"] if one["name"] not in names]
    questions = [
        one
        for one in content(world)["open_questions"]
        if not one["setting"].startswith("time_limits")
    ]
    return {"time_limits": kept, "open_questions": questions}


@pytest.mark.parametrize("case", REFUSED)
def test_what_would_take_something_from_the_applicant_is_refused(world, versions, case):
    walk = Walk(world)
    prepare, why = REFUSED[case]
    to, more = prepare(versions, walk)
    before = due(walk, "respond")
    with pytest.raises(NotNow, match=why):
        moved(walk, to, **more)
    after = due(walk, "respond")
    assert (after.due_on, after.application.procedure_id) == (before.due_on, world.procedure.pk)
    with world.inside():
        assert not Event.objects.filter(kind="application.repinned").exists()


def test_a_date_that_was_kept_is_not_counted_anew(world, versions):
    walk = Walk(world).acknowledge()
    with world.inside():
        Deadline.objects.filter(case_id=walk.case_id, limit="acknowledge").update(met_at=NOON)
    second = versions.next(**limits(world, "acknowledge", count=5))
    with pytest.raises(NotNow, match="what was kept is not rewritten"):
        moved(walk, second)
    third = versions.next(on=LATER + 5 * DAY, **limits(world, "respond", count=24))
    moved(walk, third, at=at_noon(LATER + 6 * DAY))
    assert due(walk, "respond").due_on == explain_deadline(due(walk, "respond")).due_on


def test_a_decided_case_stays_under_the_version_of_its_day(world, versions):
    walk = Walk(world).to_accepted()
    with pytest.raises(NotNow, match="Accepted"):
        moved(walk, versions.next())


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SPOC])
def test_only_the_contact_moves_an_application(world, versions, role):
    walk = Walk(world)
    with pytest.raises(NotPermitted):
        moved(walk, world.procedure, role=role)


def test_the_choice_is_the_version_of_its_day_and_those_since(world, versions):
    versions.next(on=TODAY + DAY)
    walk = Walk(world, at=at_noon(TODAY + DAY))
    never = versions.next(on=LATER)
    versions.next(on=LATER, title="Instead")
    versions.next(on=LATER + 9 * DAY)
    with world.inside():
        found = versions_for(walk.submitted.application, today=LATER + DAY)
    assert [one.version for one in found] == [2, 4]
    assert never.version == 3


def test_a_withdrawn_application_is_not_moved(world, versions):
    walk = Walk(world)
    with world.inside():
        Application.objects.filter(pk=walk.submitted.application.pk).update(
            status="withdrawn", withdrawn_at=NOON + dt.timedelta(hours=1)
        )
    with pytest.raises(NotNow, match="not in the review"):
        moved(walk, versions.next())


def sit_down(world) -> Client:
    client = Client()
    client.force_login(world.people[Role.SPOC])
    return client


def page(world, walk: Walk, name: str) -> str:
    reference = walk.submitted.application.reference
    return reverse(f"spoc:{name}", args=[world.partnership.slug, reference])


def test_the_contact_moves_an_application_on_a_page_and_reads_why(world, versions):
    walk = Walk(world)
    client, address = sit_down(world), page(world, walk, "repin")
    assert "No other version has been in force" in client.get(address).content.decode()
    second = versions.next(on=TODAY + DAY)
    assert "version 2, in force from 11 June 2026" in client.get(address).content.decode()
    version = walk.case().version
    answer = client.post(address, {"version": version})
    assert set(answer.context["form"].errors) == {"move", "reason"}
    form = {
        "version": version,
        "move": f"{walk.submitted.application.pk}:{second.pk}",
        "reason": WHY,
    }
    text = client.post(address, form, follow=True).content.decode()
    assert "Version 2, in force from 11 June 2026." in text
    assert "Moved from version 1 to version 2 on" in text
    assert WHY in text
    assert "From version 1 to version 2." in text
    again = client.post(address, form | {"version": walk.case().version})
    assert set(again.context["form"].errors) == {"move"}


def test_the_contact_sees_that_an_application_came_in_during_a_gap(world, versions):
    versions.next(on=LATER, last_day=LATER + 9 * DAY)
    inside = Walk(world, at=at_noon(LATER + 9 * DAY))
    in_gap = Walk(world, at=at_noon(LATER + 10 * DAY))
    client = sit_down(world)
    note = "came in after version 2 had ended on 19 July 2026"
    assert note in client.get(page(world, in_gap, "case")).content.decode()
    assert note not in client.get(page(world, inside, "case")).content.decode()
