"""The window for asking the PCC office follows the calendar and takes no promised day (ADR 25).

Joan's application is turned away on Wednesday 10 June 2026: she can ask until 8 July.
"""

import datetime as dt

import pytest

from cases.commands.days_off import DayGiven, Followed, add_day, follow, remove_day
from cases.commands.pcc import request_pcc_review
from cases.commands.telling import record_told
from cases.models import Application, Event, EventFacts, PccReview, PccWindow
from cases.pcc_window import explain_last_date
from notifications.letter_context import context
from organisations.actors import SYSTEM_ACTOR, applicant_actor
from organisations.roles import Role
from organisations.tenancy import Scope, transaction_in
from tests.post_office import below, deferred, rejected, responded
from tests.walk import DAY, Walk
from tests.world import apply_as_joan, next_door
from thresholds.models import CalendarDay

JUNE_12 = dt.date(2026, 6, 12)
LAST, A_DAY_LATER = dt.date(2026, 7, 8), dt.date(2026, 7, 9)
CLOSURE = DayGiven(on=JUNE_12, kind="closure", name="office move", reason="Board")
WORKING = DayGiven(on=dt.date(2026, 6, 13), kind="working", name="open day", reason="Board")


def by(walk: Walk) -> dict:
    return {
        "partnership_id": walk.world.partnership.pk,
        "by": walk.world.actor(Role.ADMINISTRATOR),
        "at": walk.at,
    }


def tell(walk: Walk, letter: str = "rejection") -> None:
    record_told(
        partnership_id=walk.world.partnership.pk,
        application_id=walk.submitted.application.pk,
        letter_kind=letter,
        message_id=1,
        by=SYSTEM_ACTOR,
        at=walk.at,
    )


def windows(walk: Walk) -> list[PccWindow]:
    with walk.world.inside():
        return list(PccWindow.objects.filter(case_id=walk.case_id).order_by("round"))


def window(walk: Walk) -> PccWindow:
    (found,) = windows(walk)
    return found


def last_date(walk: Walk):
    with walk.world.inside():
        application = Application.objects.select_related("case", "procedure").get(
            pk=walk.submitted.application.pk
        )
        return explain_last_date(application.case, application)


def events(walk: Walk) -> list[Event]:
    """Those of the window; the date of the response is still open and moves as well."""
    with walk.world.inside():
        moved = Event.objects.filter(kind="deadline.moved").order_by("id")
        return [event for event in moved if "window" in event.payload]


@pytest.mark.parametrize("made", [below, deferred], ids=["being assessed", "deferred"])
def test_there_is_no_window_before_there_is_a_result(world, made):
    assert windows(made(world)) == []


def test_an_accepted_case_has_its_window_from_the_response_on(world):
    walk = Walk(world).to_planned()
    assert windows(walk) == []
    kept = window(walk.respond())
    assert (kept.anchor_at, kept.limit, kept.round) == (walk.at, "request_pcc_review", 1)
    assert last_date(walk).due_on == kept.due_on
    walk.close()
    assert window(walk).due_on == kept.due_on


def test_a_decision_against_has_its_window_from_the_decision_on(world):
    walk = rejected(world)
    kept = window(walk)
    assert (kept.due_on, kept.told_on, kept.anchor_at) == (LAST, None, walk.at)
    assert walk.case().next_due_on != LAST
    tell(walk)
    assert window(walk).told_on == walk.at.date()


def test_a_day_off_gives_a_day_and_the_applicant_is_told(world):
    walk = rejected(world)
    tell(walk)
    assert add_day(given=CLOSURE, **by(walk)).letters == 1
    assert (window(walk).due_on, window(walk).told_on) == (A_DAY_LATER, walk.at.date())
    (event,) = events(walk)
    assert event.payload == {
        "window": window(walk).pk,
        "limit": "request_pcc_review",
        "was_on": "2026-07-08",
        "due_on": "2026-07-09",
        "told": True,
    }
    with world.inside():
        facts = EventFacts.objects.get(event=event).content
    letter = context(kind="date_moved", facts=facts, application_id=walk.submitted.application.pk)
    assert letter["because"] == (
        "We are closed on Friday 12 June 2026 (office move). We do not count days off."
    )
    assert {
        "what": "Last day to ask the Office of the Nottinghamshire Police and Crime Commissioner to"
        " look again",
        "was": "Wednesday 8 July 2026",
        "now": "Thursday 9 July 2026",
    } in letter["moved"]
    assert last_date(walk).summary.startswith("Thursday 9 July 2026 is 20 working days after")


def test_a_promised_last_day_is_not_shortened(world):
    walk = rejected(world)
    tell(walk)
    add_day(given=WORKING, **by(walk))
    assert window(walk).due_on == LAST
    assert events(walk) == []
    found = last_date(walk)
    assert (found.due_on, found.days) == (LAST, ())
    assert found.summary.startswith("Wednesday 8 July 2026 is the date that holds.")
    add_day(given=CLOSURE, **by(walk))
    assert window(walk).due_on == LAST
    assert events(walk) == []


def test_a_day_that_is_taken_out_again_leaves_what_was_told(world):
    walk = rejected(world)
    tell(walk)
    add_day(given=CLOSURE, **by(walk))
    with world.inside():
        day = CalendarDay.objects.get(day=JUNE_12)
    remove_day(day_id=day.pk, reason="We stay.", **by(walk))
    assert window(walk).due_on == A_DAY_LATER


def test_a_window_that_nobody_was_told_follows_the_calendar_without_a_letter(world):
    walk = rejected(world)
    add_day(given=WORKING, **by(walk))
    assert window(walk).due_on == dt.date(2026, 7, 7)
    assert [event.payload["told"] for event in events(walk)] == [False]
    assert last_date(walk).due_on == dt.date(2026, 7, 7)


def test_a_command_that_comes_first_tells_what_moved(world):
    """The calendar changed under it: nobody has swept yet."""
    walk = responded(world)
    tell(walk, "response")
    was_on = window(walk).due_on
    with world.inside():
        CalendarDay.objects.create(
            partnership=world.partnership,
            day=(walk.at + 2 * DAY).date(),
            kind="closure",
            name="office move",
        )
    walk.close()
    assert window(walk).due_on > was_on
    assert [event.payload["told"] for event in events(walk)] == [True]
    assert follow(by=SYSTEM_ACTOR, at=walk.at, partnership_id=world.partnership.pk) == Followed(
        dates=0, letters=0
    )


def test_a_window_that_has_passed_or_was_used_stays(world):
    walk = rejected(world)
    tell(walk)
    with world.inside():
        CalendarDay.objects.create(
            partnership=world.partnership, day=JUNE_12, kind="closure", name="office move"
        )
    place = {"partnership_id": world.partnership.pk, "by": SYSTEM_ACTOR}
    late = dt.datetime.combine(A_DAY_LATER, walk.at.timetz())
    follow(at=late, **place)
    assert window(walk).due_on == LAST
    review = ask(walk)
    follow(at=walk.at, **place)
    assert (window(walk).due_on, events(walk)) == (LAST, [])
    assert review.last_date_on == A_DAY_LATER


def ask(walk: Walk) -> PccReview:
    application = walk.submitted.application
    return request_pcc_review(
        **walk.command(
            application_id=application.pk, grounds=("way_reviewed",), statement="Nobody came."
        )
        | {"by": applicant_actor(person_id=None, application_id=application.pk)}
    )


def test_the_request_keeps_the_date_that_holds(world):
    walk = rejected(world)
    tell(walk)
    add_day(given=WORKING, **by(walk))
    walk.at = dt.datetime.combine(LAST, walk.at.timetz())
    review = ask(walk)
    assert (review.last_date_on, review.within_window) == (LAST, True)


def test_another_partnership_keeps_its_windows(world):
    walk = rejected(world)
    tell(walk)
    elsewhere = next_door(world)
    with elsewhere.inside():
        CalendarDay.objects.create(
            partnership=elsewhere.partnership, day=JUNE_12, kind="closure", name="office move"
        )
    follow(by=SYSTEM_ACTOR, at=walk.at, partnership_id=elsewhere.partnership.pk)
    follow(by=SYSTEM_ACTOR, at=walk.at, partnership_id=world.partnership.pk)
    assert window(walk).due_on == LAST


def test_an_applicant_sees_their_own_window_only(world):
    walk = rejected(world)
    other = apply_as_joan(world).application
    for application, seen in [(walk.submitted.application, 1), (other, 0)]:
        scope = Scope.of_application(
            partnership_id=world.partnership.pk,
            application_id=application.pk,
            case_id=application.case_id,
        )
        with transaction_in(scope):
            assert PccWindow.objects.count() == seen
