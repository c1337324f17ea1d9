"""What is owed "at the next scheduled meeting" has a date once there is one (ADR 25).

Joan's application came in on Wednesday 10 June 2026.
"""

import datetime as dt

import pytest

from cases.commands.days_off import DayGiven, add_day
from cases.commands.following import extend_deadline
from cases.commands.repinning import repin
from cases.commands.reviewing import plan_meeting, refer
from cases.commands.telling import record_told
from cases.deadlines import explain_deadline
from cases.models import Application, Deadline, Event, EventFacts, Meeting
from cases.policies import NotNow
from cases.selectors.promises import Promises
from notifications.letter_context import context
from organisations.actors import SYSTEM_ACTOR
from organisations.models import District, Locality
from organisations.roles import Role
from tests.integration.spoc_room import sit_down, text_of, url
from tests.walk import DAY, Walk
from tests.world import publish_next

JULY_1, JUNE_24 = dt.date(2026, 7, 1), dt.date(2026, 6, 24)


def at_meeting(name: str, met_by: str, **more) -> dict:
    return {
        "name": name,
        "title": "Decide about the threshold",
        "anchor": "receipt",
        "met_by": [met_by],
        "owner": "spoc",
    } | more


@pytest.fixture
def world(world):
    """A procedure that decides at the next meeting, and agrees the plan at one a fortnight on."""
    content = world.procedure.content
    content["meeting_limits"] = [
        at_meeting("decide_at_meeting", "decision.made"),
        at_meeting("plan_at_meeting", "plan.agreed", title="Agree a plan", notice_days=14),
    ]
    publish_next(world, content)
    return world


def meeting_on(walk: Walk, day: dt.date, *, locality=None) -> Meeting:
    return plan_meeting(
        partnership_id=walk.world.partnership.pk,
        locality_id=(locality or walk.world.locality).pk,
        starts_at=dt.datetime.combine(day, walk.at.timetz()),
        place="Worksop Town Hall",
        chair_id=walk.world.people[Role.LMAPS_CHAIR].pk,
        chair_independent=True,
        by=walk.world.actor(Role.SPOC),
        at=walk.at,
    )


def dates(walk: Walk) -> tuple[str, str]:
    with walk.world.inside():
        found = dict(Deadline.objects.filter(case_id=walk.case_id).values_list("limit", "due_on"))
    names = ("decide_at_meeting", "plan_at_meeting")
    return tuple(found[name].isoformat() if name in found else "" for name in names)


def deadline(walk: Walk, name: str = "decide_at_meeting") -> Deadline:
    with walk.world.inside():
        return Deadline.objects.select_related("application__procedure").get(
            case_id=walk.case_id, limit=name
        )


def promises(walk: Walk) -> Promises:
    with walk.world.inside():
        application = Application.objects.select_related("case", "procedure").get(
            pk=walk.submitted.application.pk
        )
        return Promises(application, at=walk.at)


def tell(walk: Walk) -> None:
    record_told(
        partnership_id=walk.world.partnership.pk,
        application_id=walk.submitted.application.pk,
        letter_kind="acknowledgement",
        message_id=1,
        by=SYSTEM_ACTOR,
        at=walk.at,
    )


def moved(walk: Walk) -> list[Event]:
    with walk.world.inside():
        return list(Event.objects.filter(kind="deadline.moved").order_by("id"))


def test_before_a_meeting_is_scheduled_the_date_is_not_yet_known(world):
    walk = Walk(world)
    assert dates(walk) == ("", "")
    said = [when for _, when in promises(walk).to_come()]
    after = "at the next scheduled meeting after the application was received"
    assert after in said
    assert f"{after}, at least 14 days later" in said


def test_a_meeting_that_is_planned_gives_every_case_of_its_district_the_date(world):
    walk = Walk(world)
    version = walk.case().version
    meeting_on(walk, JUNE_24)
    assert dates(walk) == ("2026-06-24", "2026-06-24")
    assert walk.case().version == version
    assert moved(walk) == []
    with world.inside():
        found = explain_deadline(deadline(walk))
    assert found.summary == (
        "Wednesday 24 June 2026 is the day of the meeting that comes next after the application was"
        " received (10 June 2026)."
    )
    assert found.due_on == JUNE_24
    assert "at the next scheduled" not in str(promises(walk).to_come())


def test_a_case_that_comes_in_later_takes_the_meeting_that_is_still_to_come(world):
    meeting_on(Walk(world), JUNE_24)
    later = Walk(world, at=Walk(world).at + 14 * DAY)
    assert dates(later) == ("", "")
    meeting_on(later, JULY_1)
    assert dates(later) == ("2026-07-01", "")


def test_a_meeting_of_another_district_gives_no_date(world):
    walk = Walk(world)
    with world.inside():
        district = District.objects.get(partnership=world.partnership, slug="newark-sherwood")
        elsewhere = Locality.objects.create(
            partnership=world.partnership, district=district, name="Newark"
        )
    meeting_on(walk, JUNE_24, locality=elsewhere)
    assert dates(walk) == ("", "")


def test_a_cancelled_meeting_gives_no_date(world):
    walk = Walk(world)
    meeting = meeting_on(walk, JUNE_24)
    with world.inside():
        Meeting.objects.filter(pk=meeting.pk).update(status="cancelled")
    later = Walk(world, at=walk.at + DAY)
    assert dates(later) == ("", "")
    assert dates(walk.acknowledge()) == ("2026-06-24", "2026-06-24")


def test_an_earlier_meeting_brings_the_date_forward_and_the_applicant_is_told(world):
    walk = Walk(world)
    meeting_on(walk, JULY_1)
    tell(walk)
    meeting_on(walk, JUNE_24 - DAY)
    assert dates(walk) == ("2026-06-23", "2026-07-01")
    assert deadline(walk).told_on == walk.at.date()
    (event,) = moved(walk)
    assert event.payload["told"]
    with world.inside():
        facts = EventFacts.objects.get(event=event).content
    letter = context(kind="date_moved", facts=facts, application_id=walk.submitted.application.pk)
    assert letter["because"] == "The meeting that comes next is on another day."
    assert [(row["was"], row["now"]) for row in letter["moved"]] == [
        ("Wednesday 1 July 2026", "Tuesday 23 June 2026")
    ]


def test_the_meeting_that_the_case_is_referred_to_is_the_one_that_counts(world):
    walk = Walk(world).to_accepted().consider_peer_review()
    meeting_on(walk, JUNE_24)
    later = meeting_on(walk, JULY_1)
    refer(**walk.command(meeting_id=later.pk, note=""))
    assert deadline(walk, "plan_at_meeting").due_on == JULY_1


def test_a_date_that_was_told_does_not_become_later_by_a_referral(world):
    walk = Walk(world)
    meeting_on(walk, JUNE_24)
    tell(walk)
    walk.to_accepted().consider_peer_review()
    later = meeting_on(walk, JULY_1)
    refer(**walk.command(meeting_id=later.pk, note=""))
    kept = deadline(walk, "plan_at_meeting")
    assert (kept.due_on, kept.told_on) == (JUNE_24, walk.at.date())
    assert moved(walk) == []


def test_the_act_meets_the_date_and_what_was_kept_stays(world):
    walk = Walk(world)
    meeting_on(walk, JULY_1)
    walk.to_accepted()
    assert deadline(walk).met_by == "decision.made"
    meeting_on(walk, JUNE_24)
    assert dates(walk) == ("2026-07-01", "2026-06-24")


def test_a_day_off_moves_no_meeting(world):
    walk = Walk(world)
    meeting_on(walk, JUNE_24)
    tell(walk)
    given = DayGiven(on=dt.date(2026, 6, 12), kind="closure", name="office move", reason="Board")
    place = {"partnership_id": world.partnership.pk, "at": walk.at}
    add_day(given=given, by=world.actor(Role.ADMINISTRATOR), **place)
    assert dates(walk) == ("2026-06-24", "2026-06-24")


def test_it_cannot_be_extended(world):
    walk = Walk(world)
    meeting_on(walk, JUNE_24)
    with pytest.raises(NotNow, match="does not allow"):
        extend_deadline(
            **walk.command(deadline_id=deadline(walk).pk, until=JULY_1, reason="Too much.")
        )


def test_another_version_that_knows_no_such_date_does_not_take_it_away(world):
    walk = Walk(world)
    meeting_on(walk, JUNE_24)
    tell(walk)
    content = dict(world.procedure.content) | {"meeting_limits": []}
    after = publish_next(world, content, on=walk.at.date() + DAY)
    walk.at += 2 * DAY
    with pytest.raises(NotNow, match="publishes no time limit"):
        repin(
            **walk.command(
                application_id=walk.submitted.application.pk,
                procedure_id=after.pk,
                reason="The law changed.",
            )
        )


def test_the_contact_sees_the_date_in_the_queue_and_how_it_came_about(world):
    walk = Walk(world).acknowledge()
    meeting_on(walk, walk.at.date() + DAY)
    assert walk.case().next_due_limit == "decide_at_meeting"
    page = text_of(sit_down(world).get(url(walk, "case")))
    assert "Decide about the threshold" in page
    assert "is the day of the meeting that comes next after the application was received" in page
