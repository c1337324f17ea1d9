"""What an application leaves behind, and the clock that it starts."""

import datetime as dt
import uuid

import pytest

from cases.commands.applying import PersonGiven, submit_application
from cases.models import (
    AccessKey,
    Application,
    Assessment,
    Case,
    Consent,
    Deadline,
    Event,
    EventFacts,
    Involvement,
    OutboxEntry,
    Report,
    StatisticsEntry,
)
from cases.permissions import NotPermitted
from cases.procedures import NoProcedureInForce
from cases.references import digest_of
from organisations.actors import SYSTEM_ACTOR
from organisations.clock import LONDON
from organisations.roles import Role
from tests.walk import Walk
from tests.world import NOON, apply_as_joan, joans_submission


def test_the_two_dates_of_section_0_are_running(world):
    """Received on Wednesday 23 December 2026: 3 and 25 working days over the holidays."""
    submitted = apply_as_joan(world, at=dt.datetime(2026, 12, 23, 15, tzinfo=LONDON))
    with world.inside():
        dates = dict(
            Deadline.objects.filter(application=submitted.application).values_list(
                "limit", "due_on"
            )
        )
        case = Case.objects.get()
    assert dates == {"acknowledge": dt.date(2026, 12, 30), "respond": dt.date(2027, 2, 1)}
    assert (case.next_due_on, case.next_due_limit) == (dt.date(2026, 12, 30), "acknowledge")


def test_everything_stands_in_one_transaction(world):
    submitted = apply_as_joan(world)
    with world.inside():
        facts = EventFacts.objects.get().content
        assert OutboxEntry.objects.get().state == "waiting"
        assert StatisticsEntry.objects.get().figure == "application_received"
        assert set(Consent.objects.values_list("kind", "given")) == {
            ("share", True),
            ("truth", True),
        }
    key = AccessKey.objects.get(application_id=submitted.application.pk)
    assert key.digest == digest_of(submitted.secret)
    assert submitted.secret not in str(facts)
    assert facts["applications"][0]["person"]["name"] == "Joan Marsh"


def test_the_event_holds_no_personal_data(world):
    apply_as_joan(world)
    with world.inside():
        event = Event.objects.get()
    assert event.payload == {"via": "web", "incidents": 3}


def test_the_same_form_sent_again_gives_the_same_answer(world):
    submission = joans_submission(world)
    arguments = {
        "partnership": world.partnership,
        "submission": submission,
        "by": SYSTEM_ACTOR,
        "at": NOON,
    }
    first, again = submit_application(**arguments), submit_application(**arguments)
    assert (first.secret, first.application) == (again.secret, again.application)
    assert again.repeated
    with world.inside():
        assert Application.objects.count() == 1


def test_two_forms_give_two_secrets(world):
    first = apply_as_joan(world)
    second = apply_as_joan(world, key=uuid.uuid4())
    assert first.secret != second.secret


def test_a_daughter_applies_for_her_mother_and_the_mothers_reports_count(world):
    walk = Walk(
        world,
        route="someone",
        applicant=PersonGiven(full_name="Ruth Marsh", email="ruth@home.example"),
        victim=PersonGiven(full_name="Joan Marsh"),
        relationship="daughter",
    )
    walk.acknowledge().assess()
    with world.inside():
        roles = dict(Involvement.objects.values_list("role", "person__full_name"))
        reporters = set(Report.objects.values_list("reporter__full_name", flat=True))
        routes = {
            route["code"]: route["finding"] for route in Assessment.objects.get().outcome["routes"]
        }
    assert roles == {
        "applicant": "Ruth Marsh",
        "representative": "Ruth Marsh",
        "victim": "Joan Marsh",
    }
    assert reporters == {"Joan Marsh"}
    assert "met" in routes.values()
    assert walk.case().applicant_name == "Joan Marsh"


def test_a_time_before_any_procedure_is_refused_by_name(world):
    with pytest.raises(NoProcedureInForce):
        apply_as_joan(world, at=dt.datetime(2017, 1, 1, tzinfo=LONDON))


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.AUDITOR, Role.LMAPS_CHAIR])
def test_only_a_spoc_keys_an_application_in(world, role):
    with pytest.raises(NotPermitted):
        submit_application(
            partnership=world.partnership,
            submission=joans_submission(world),
            by=world.actor(role),
            at=NOON,
        )


def test_what_is_keyed_in_later_counts_from_receipt(world):
    received = dt.datetime(2026, 6, 4, 9, tzinfo=LONDON)
    submitted = submit_application(
        partnership=world.partnership,
        submission=joans_submission(world, via="phone", received_at=received),
        by=world.actor(Role.SPOC),
        at=NOON,
    )
    with world.inside():
        due = Deadline.objects.get(application=submitted.application, limit="acknowledge").due_on
    assert due == dt.date(2026, 6, 9)


def test_that_the_victim_agrees_to_be_represented_is_kept(world):
    submitted = apply_as_joan(
        world,
        route="someone",
        applicant=PersonGiven(full_name="Ruth Marsh"),
        victim=PersonGiven(full_name="Joan Marsh"),
        victim_agrees=True,
    )
    with world.inside():
        consent = Consent.objects.get(application=submitted.application, kind="represent")
        assert (consent.person.full_name, consent.given) == ("Joan Marsh", True)
