"""Versions of a procedure: drafted, consulted on, published; never two in force, never changed."""

import copy
import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from cases.commands import procedures
from cases.commands.procedures import (
    NoSuchVersion,
    PublicationGiven,
    StaleVersion,
    gap_before,
)
from cases.events import verify_stream
from cases.models import Event
from cases.permissions import NotPermitted
from cases.policies import NotNow
from cases.procedures import NoProcedureInForce, holds_on, in_force
from organisations.models import Membership
from organisations.roles import Role
from organisations.tenancy import Scope, transaction_in
from tests.integration.versions_room import DAY, LATER, TODAY, Versions, at_noon
from tests.world import apply_as_joan, publish
from thresholds.guard import concerns_of
from thresholds.models import Consultation, Procedure
from thresholds.procedure import ProcedureError, parse_procedure


@pytest.fixture
def versions(world):
    return Versions(world)


def in_force_on(world, day: dt.date) -> int:
    with world.inside():
        return in_force(partnership_id=world.partnership.pk, on=day).version


def kinds(world) -> list[str]:
    with world.inside():
        return list(
            Event.objects.filter(stream="procedure").order_by("id").values_list("kind", flat=True)
        )


def test_a_draft_binds_nobody(world, versions):
    draft = versions.draft(title="Next")
    assert (draft.version, draft.status, draft.revision) == (2, "draft", 1)
    assert in_force_on(world, LATER + DAY) == 1
    assert kinds(world) == ["procedure.drafted"]


def test_a_draft_that_cannot_be_read_is_not_begun(world, versions):
    with pytest.raises(ProcedureError) as wrong:
        versions.draft(letters={})
    assert wrong.value.path == "procedure.letters.complaints_route"
    assert kinds(world) == []


def test_a_part_is_changed_and_the_same_again_is_no_event(world, versions):
    draft = versions.draft()
    assert versions.edit(draft, title="Other").revision == 2
    assert versions.edit(draft, title="Other").revision == 2
    assert versions.read(draft.pk).content["title"] == "Other"
    assert kinds(world) == ["procedure.drafted", "procedure.edited"]
    with world.inside():
        event = Event.objects.get(kind="procedure.edited")
        assert event.payload["parts"] == ["title"]
        assert verify_stream(
            partnership_id=world.partnership.pk, stream="procedure", stream_id=draft.pk
        )


def test_two_people_do_not_overwrite_each_other(versions):
    draft = versions.draft()
    versions.edit(draft, title="First")
    with pytest.raises(StaleVersion):
        procedures.edit_draft(
            **versions.place, procedure_id=draft.pk, revision=1, parts={"title": "Second"}
        )
    assert versions.read(draft.pk).content["title"] == "First"


def test_it_counts_as_consulted_on_once_policing_body_and_landlords_were_asked(world, versions):
    draft = versions.draft()
    versions.ask(draft, "other")
    versions.ask(draft, "policing_body")
    assert versions.read(draft.pk).status == "draft"
    versions.edit(draft, title="After what they said")
    versions.ask(draft, "landlord", on=TODAY - 3 * DAY)
    assert versions.read(draft.pk).status == "consulted"
    with world.inside():
        asked = list(
            Consultation.objects.values_list("body", "name", "asked_on", "note", "revision")
        )
    assert asked == [
        ("landlord", "The office", TODAY - 3 * DAY, "Content.", 2),
        ("other", "The office", TODAY, "Content.", 1),
        ("policing_body", "The office", TODAY, "Content.", 1),
    ]


def test_nobody_is_asked_tomorrow(versions):
    draft = versions.draft()
    with pytest.raises(NotNow, match="must not lie ahead"):
        versions.ask(draft, "landlord", on=TODAY + DAY)


def test_publishing_ends_the_version_before_the_day_before(world, versions):
    published = versions.next(on=LATER)
    before = versions.read(world.procedure.pk)
    assert (before.status, before.effective_to) == ("superseded", LATER - DAY)
    assert (published.status, published.effective_from) == ("published", LATER)
    assert [in_force_on(world, day) for day in (TODAY, LATER - DAY, LATER)] == [1, 1, 2]
    with world.inside():
        event = Event.objects.get(kind="procedure.published")
    assert event.payload["supersedes"] == [before.pk]
    assert "same_person threshold.routes[0]" in event.payload["concerns"]


def test_a_version_yet_to_begin_can_be_replaced_and_never_holds(world, versions):
    second = versions.next(on=LATER)
    versions.next(on=LATER, title="Better")
    assert versions.read(second.pk).effective_to == LATER - DAY
    assert [in_force_on(world, day) for day in (LATER - DAY, LATER)] == [1, 3]


@pytest.mark.parametrize(
    ("on", "last_day", "why"),
    [
        (TODAY, None, "must be after today"),
        (TODAY - 400 * DAY, None, "must be after today"),
        (LATER, LATER - DAY, "must not be before the first day"),
    ],
    ids=["today", "in the past", "ends before it begins"],
)
def test_some_days_are_refused(world, versions, on, last_day, why):
    draft = versions.consult(versions.draft())
    with pytest.raises(NotNow, match=why):
        versions.publish(draft, on=on, last_day=last_day)
    assert versions.read(draft.pk).status == "consulted"
    assert versions.read(world.procedure.pk).status == "published"


def test_versions_that_would_overlap_are_refused_by_name(versions):
    versions.next(on=LATER, last_day=LATER + 10 * DAY)
    draft = versions.consult(versions.draft())
    with pytest.raises(NotNow, match="Version 1 is published until 9 July 2026"):
        versions.publish(draft, on=LATER - DAY)
    with pytest.raises(NotNow, match="Version 2 is published until 20 July 2026"):
        versions.publish(draft, on=LATER + 10 * DAY)
    assert versions.publish(draft, on=LATER + 11 * DAY).status == "published"


def test_a_gap_can_be_filled_up_to_the_version_after_it(world, versions):
    versions.next(on=LATER, last_day=LATER + 9 * DAY)
    third = versions.next(on=LATER + 20 * DAY)
    draft = versions.consult(versions.draft())
    for last_day in (None, LATER + 20 * DAY):
        with pytest.raises(NotNow, match="Version 3 begins on 30 July 2026"):
            versions.publish(draft, on=LATER + 10 * DAY, last_day=last_day)
    versions.publish(draft, on=LATER + 10 * DAY, last_day=LATER + 19 * DAY)
    days = (LATER + 9 * DAY, LATER + 10 * DAY, LATER + 19 * DAY, LATER + 20 * DAY)
    assert [in_force_on(world, day) for day in days] == [2, 4, 4, 3]
    assert versions.read(third.pk).status == "published"


def test_the_first_version_may_have_begun_long_ago(world, versions):
    """A partnership comes to this service with a procedure that it published years before."""
    Membership.objects.filter(user=world.people[Role.ADMINISTRATOR]).update(
        partnership=world.neighbour
    )
    world.partnership = world.neighbour
    versions.next(on=dt.date(2018, 10, 3))
    assert in_force_on(world, TODAY) == 1


@pytest.mark.parametrize(
    ("prepare", "more", "why"),
    [
        (lambda v: v.draft(), {}, "local policing body and social landlords"),
        (lambda v: v.consult(v.edit(v.draft(), letters={})), {"concerns": 0}, "Put right first"),
        (lambda v: v.consult(v.draft()), {"concerns": 0}, "Read the warnings"),
        (lambda v: v.consult(v.draft(threshold=four(v))), {}, "The Act does not allow this"),
        (lambda v: v.next(), {}, "published and never changes"),
    ],
    ids=["not consulted on", "unreadable", "warnings unread", "four reports", "twice"],
)
def test_what_is_not_ready_is_not_published(versions, prepare, more, why):
    stored = prepare(versions)
    if "concerns" not in more:
        more = {"concerns": len(concerns_of(parse_procedure(versions.read(stored.pk).content)))}
    given = PublicationGiven(effective_from=LATER + 99 * DAY, **more)
    with pytest.raises(NotNow, match=why):
        procedures.publish(
            **versions.place,
            procedure_id=stored.pk,
            revision=versions.read(stored.pk).revision,
            given=given,
        )


def four(versions) -> dict:
    threshold = copy.deepcopy(versions.world.procedure.content["threshold"])
    threshold["routes"][0]["count"] = 4
    return threshold


def test_only_what_nobody_was_asked_about_is_given_up(world, versions):
    draft, asked = versions.draft(), versions.draft()
    versions.ask(asked, "other")
    for stored in (draft, asked):
        call = {**versions.place, "procedure_id": stored.pk, "revision": 1}
        if stored == asked:
            with pytest.raises(NotNow, match="it is kept"):
                procedures.discard_draft(**call)
        else:
            procedures.discard_draft(**call)
    with world.inside():
        assert list(Procedure.objects.values_list("version", flat=True)) == [3, 1]
    assert "procedure.discarded" in kinds(world)


ACTS = {
    "start": lambda v, stored: v.draft(),
    "edit": lambda v, stored: v.edit(stored, title="x"),
    "consult": lambda v, stored: v.ask(stored, "landlord"),
    "publish": lambda v, stored: v.publish(stored),
    "discard": lambda v, stored: procedures.discard_draft(
        **v.place, procedure_id=stored.pk, revision=1
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_only_the_administrator_changes_versions(world, versions, act):
    draft = versions.consult(versions.draft()) if act == "publish" else versions.draft()
    before = kinds(world)
    for role in Role:
        versions.role = role
        if role != Role.ADMINISTRATOR:
            with pytest.raises(NotPermitted):
                ACTS[act](versions, draft)
    assert kinds(world) == before
    versions.role = Role.ADMINISTRATOR
    ACTS[act](versions, draft)
    assert len(kinds(world)) == len(before) + 1


def test_another_partnerships_version_is_not_there(world, versions):
    with transaction_in(Scope.staff(world.neighbour.pk)):
        other = publish(world.neighbour, "ashfield")
    with pytest.raises(NoSuchVersion):
        procedures.edit_draft(
            **versions.place, procedure_id=other.pk, revision=1, parts={"title": "Mine"}
        )


def stored_of(world, **fields) -> Procedure:
    fields = {"status": "published", "content": {}, "effective_from": TODAY} | fields
    return Procedure.objects.create(partnership=world.partnership, **fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"effective_from": TODAY},
        {"effective_from": dt.date(2017, 1, 1)},
        {"effective_from": dt.date(2017, 1, 1), "effective_to": dt.date(2018, 10, 3)},
        {"effective_from": TODAY, "effective_to": TODAY, "status": "superseded"},
    ],
    ids=["begins within", "holds throughout", "ends within", "for a day"],
)
def test_the_database_refuses_a_second_version_on_one_day(world, fields):
    with world.inside(), pytest.raises(IntegrityError, match="procedure_one_in_force"):
        stored_of(world, version=2, **fields)


def test_the_database_takes_the_days_before_and_any_number_of_drafts(world):
    with world.inside():
        stored_of(world, version=2, effective_from=TODAY, effective_to=TODAY - DAY)
        before = dt.date(2018, 10, 2)
        stored_of(world, version=3, effective_from=before, effective_to=before)
        stored_of(world, version=4, status="draft")
        stored_of(world, version=5, status="draft")
    with transaction_in(Scope.staff(world.neighbour.pk)):
        publish(world.neighbour, "ashfield")


@pytest.mark.parametrize(
    "change",
    [
        {"content": {}},
        {"effective_from": TODAY},
        {"revision": 2},
        {"version": 9},
        {"status": "draft"},
        {"status": "consulted"},
    ],
    ids=lambda change: next(iter(change)) + str(next(iter(change.values()))),
)
def test_the_database_keeps_a_published_version_as_it_is(world, change):
    mine = Procedure.objects.filter(partnership=world.partnership, pk=world.procedure.pk)
    with world.inside(), pytest.raises(DatabaseError, match=r"never changes|does not go"):
        mine.update(**change)


def test_the_database_lets_the_last_day_be_set_once(world):
    mine = Procedure.objects.filter(partnership=world.partnership, pk=world.procedure.pk)
    with world.inside():
        assert mine.update(effective_to=LATER) == 1
        assert mine.update(status="superseded") == 1
    for change in ({"effective_to": LATER + DAY}, {"effective_to": None}, {"status": "published"}):
        with world.inside(), pytest.raises(DatabaseError), transaction.atomic():
            mine.update(**change)


def test_the_database_refuses_a_last_day_long_before_the_first(world):
    mine = Procedure.objects.filter(partnership=world.partnership, pk=world.procedure.pk)
    with world.inside(), pytest.raises(IntegrityError, match="procedure_dates_in_order"):
        mine.update(effective_to=dt.date(2018, 10, 1))


def test_the_database_refuses_to_publish_what_was_not_consulted_on(world, versions):
    draft = versions.draft()
    mine = Procedure.objects.filter(partnership=world.partnership, pk=draft.pk)
    with world.inside(), pytest.raises(DatabaseError, match="does not go from draft to published"):
        mine.update(status="published", effective_from=LATER)


def test_the_database_keeps_what_was_published_or_consulted_on(world, versions):
    asked = versions.consult(versions.draft())
    for pk in (world.procedure.pk, asked.pk):
        with world.inside(), pytest.raises(DatabaseError, match="is kept"), transaction.atomic():
            Procedure.objects.filter(pk=pk)._raw_delete("default")
    for change in (
        lambda: Consultation.objects.update(name="Nobody"),
        lambda: Consultation.objects.all()._raw_delete("default"),
    ):
        with world.inside(), pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_draft_is_for_staff_until_it_is_published(world, versions):
    draft, place = versions.draft(), world.partnership.pk
    scopes = (
        Scope.public(place),
        Scope.of_case(partnership_id=place, case_id=1),
        Scope.of_application(partnership_id=place, application_id=1, case_id=None),
    )
    for published in (False, True):
        for scope in scopes:
            with transaction_in(scope):
                assert Procedure.objects.filter(pk=draft.pk).exists() == published, scope
                assert Procedure.objects.filter(pk=world.procedure.pk).exists()
        if not published:
            versions.publish(versions.consult(draft))
    versions.draft()
    with transaction_in(Scope.public(place)), pytest.raises(DatabaseError, match="row-level"):
        Procedure.objects.create(partnership=world.partnership, version=9, content={})


def test_consultations_are_for_staff_and_of_one_partnership(world, versions):
    versions.consult(versions.draft())
    for scope in (
        Scope.public(world.partnership.pk),
        Scope.of_case(partnership_id=world.partnership.pk, case_id=1),
        Scope.staff(world.neighbour.pk),
    ):
        with transaction_in(scope):
            assert not Consultation.objects.exists(), scope


def received_under(world, at: dt.datetime, **changes) -> int:
    made = apply_as_joan(world, at=at, **changes)
    return made.application.procedure.version


def test_an_application_is_judged_by_the_version_of_the_day_it_comes_in(world, versions):
    """Begun under one version and sent under the next: receipt decides, however it came."""
    versions.next(on=LATER)
    assert received_under(world, at_noon(LATER - DAY)) == 1
    assert received_under(world, at_noon(LATER)) == 2
    keyed_late = at_noon(LATER + 5 * DAY)
    assert received_under(world, keyed_late, received_at=at_noon(LATER - DAY)) == 1


def test_in_a_gap_the_last_version_holds_on(world, versions):
    versions.next(on=LATER, last_day=LATER + 9 * DAY)
    third = versions.next(on=LATER + 20 * DAY)
    gap = LATER + 15 * DAY
    assert received_under(world, at_noon(gap)) == 2
    assert received_under(world, at_noon(LATER + 20 * DAY)) == 3
    with world.inside():
        stored = in_force(partnership_id=world.partnership.pk, on=gap)
        assert not holds_on(stored, gap)
        assert holds_on(stored, LATER + 9 * DAY)
        published = list(Procedure.objects.exclude(pk=third.pk))
    assert gap_before(LATER + 20 * DAY, published) == (LATER + 10 * DAY, LATER + 19 * DAY)
    assert gap_before(LATER + 10 * DAY, published) is None
    assert gap_before(LATER, []) is None


def test_before_the_first_version_nothing_is_in_force(world):
    with pytest.raises(NoProcedureInForce), world.inside():
        in_force(partnership_id=world.partnership.pk, on=dt.date(2018, 10, 2))
