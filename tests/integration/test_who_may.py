"""Every command: those whose role carries it may, everybody else is refused and nothing changes."""

import datetime as dt

import pytest

from cases.commands.asking import (
    AnswerGiven,
    RequestGiven,
    ask_applicant,
    record_answer,
    withdraw_request,
)
from cases.commands.assessing import AssessmentGiven, RiskGiven, record_assessment, record_risk
from cases.commands.consulting import record_comment, send_draft_plan
from cases.commands.deciding import DecisionGiven, decide, resume
from cases.commands.following import (
    close,
    extend_deadline,
    record_progress,
    reopen,
    send_response,
)
from cases.commands.frame import PERMISSION, NoSuchCase, changing
from cases.commands.identifying import identify
from cases.commands.informing import record_return, request_information
from cases.commands.intake import acknowledge, merge, withdraw
from cases.commands.inviting import InvitationGiven, decide_invitation
from cases.commands.letter_forms import choose_letter_form
from cases.commands.pcc import request_pcc_review
from cases.commands.planning import PlanGiven, record_plan
from cases.commands.repinning import repin
from cases.commands.reviewing import (
    InvolvementGiven,
    consider_peer_review,
    record_involvement,
    refer,
)
from cases.commands.updating import ChangeGiven, change_action, tell_progress
from cases.models import Deadline, Event
from cases.permission_names import APPLICANT_MAY, ROLES
from cases.permissions import NotPermitted
from cases.policies import NotNow
from cases.status import Command
from organisations.actors import APPLICANT, SYSTEM_ACTOR, Actor, Grip, applicant_actor
from organisations.roles import Role
from tests.walk import Walk
from tests.world import apply_as_joan

DAY = dt.date(2026, 9, 1)
ASSESSMENT = AssessmentGiven(
    persists="yes",
    harm_view="yes",
    harm_reason="Harm.",
    response_adequate="no",
    timeframe_unexpired="no",
    conduct_of_one_agency="no",
    parties=(),
)
ACCEPT = DecisionGiven(outcome="accepted", ground="statutory", reasons="Three.")
PLAN = PlanGiven(findings="x", response_adequate="no", actions=())


def own(walk):
    """The application's id."""
    return walk.submitted.application.pk


# command: (how far the case is, the command as a function of walk and arguments)
CALLS = {
    Command.ACKNOWLEDGE: (lambda w: w, lambda w, a: acknowledge(**a)),
    Command.RECORD_ASSESSMENT: (
        lambda w: w.acknowledge(),
        lambda w, a: record_assessment(**a, given=ASSESSMENT),
    ),
    Command.RECORD_RISK: (
        lambda w: w.acknowledge(),
        lambda w, a: record_risk(
            **a, given=RiskGiven(application_id=own(w), answers={}, vulnerable=False)
        ),
    ),
    Command.DECIDE: (
        lambda w: w.acknowledge().assess().risk(),
        lambda w, a: decide(**a, given=ACCEPT),
    ),
    Command.RESUME: (
        lambda w: w.acknowledge().assess().risk().decide("deferred", deferred_until=DAY),
        lambda w, a: resume(**a),
    ),
    Command.CONSIDER_PEER_REVIEW: (
        lambda w: w.to_accepted(),
        lambda w, a: consider_peer_review(**a, wanted=False, reason="No.", neighbour_id=None),
    ),
    Command.REFER: (lambda w: w.to_accepted(), lambda w, a: refer(**a, meeting_id=0, note="")),
    Command.RECORD_INVOLVEMENT: (
        lambda w: w.to_accepted().consider_peer_review().refer(),
        lambda w, a: record_involvement(
            **a, given=(InvolvementGiven(application_id=own(w), choice="attended"),)
        ),
    ),
    Command.RECORD_PLAN: (
        lambda w: w.to_accepted().consider_peer_review().refer().involve(),
        lambda w, a: record_plan(**a, given=PLAN),
    ),
    Command.SEND_RESPONSE: (lambda w: w.to_planned(), lambda w, a: send_response(**a)),
    Command.RECORD_PROGRESS: (
        lambda w: w.to_planned().respond(),
        lambda w, a: record_progress(**a, action_id=0, status="done", note="x"),
    ),
    Command.CLOSE: (
        lambda w: w.to_planned().respond(),
        lambda w, a: close(**a, reason="It has stopped."),
    ),
    Command.REOPEN: (
        lambda w: w.to_closed(),
        lambda w, a: reopen(**a, where="assessment", reason="New facts."),
    ),
    Command.WITHDRAW: (lambda w: w, lambda w, a: withdraw(**a, application_id=own(w))),
    Command.MERGE: (lambda w: w, lambda w, a: merge(**a, lead_id=w.lead_id)),
    Command.EXTEND_DEADLINE: (
        lambda w: w,
        lambda w, a: extend_deadline(**a, deadline_id=0, until=DAY, reason="x"),
    ),
    Command.REQUEST_INFORMATION: (
        lambda w: w,
        lambda w, a: request_information(
            **a, agency_id=w.world.council.pk, question="What do you know?", due_on=DAY
        ),
    ),
    Command.RECORD_RETURN: (
        lambda w: w.to_accepted().consider_peer_review().refer(),
        lambda w, a: record_return(**a, request_id=0, answer="x"),
    ),
    Command.REQUEST_PCC_REVIEW: (
        lambda w: w.to_closed(),
        lambda w, a: request_pcc_review(
            **a, application_id=own(w), grounds=("way_reviewed",), statement="x"
        ),
    ),
    Command.REPIN: (
        lambda w: w,
        lambda w, a: repin(**a, application_id=own(w), procedure_id=0, reason="x"),
    ),
    Command.IDENTIFY: (
        lambda w: w,
        lambda w, a: identify(**a, report_id=0, application_id=own(w), reason="x"),
    ),
    Command.CHOOSE_LETTER_FORM: (
        lambda w: w,
        lambda w, a: choose_letter_form(**a, application_id=own(w), large_print=True),
    ),
    Command.ASK_APPLICANT: (
        lambda w: w,
        lambda w, a: ask_applicant(
            **a,
            given=RequestGiven(application_id=own(w), question="x", reason="x", due_on=DAY),
        ),
    ),
    Command.RECORD_ANSWER: (
        lambda w: w.ask(),
        lambda w, a: record_answer(**a, request_id=w.request.pk, given=AnswerGiven(text="x")),
    ),
    Command.WITHDRAW_REQUEST: (
        lambda w: w.ask(),
        lambda w, a: withdraw_request(**a, request_id=w.request.pk),
    ),
    Command.DECIDE_INVITATION: (
        lambda w: w.to_accepted().consider_peer_review().refer(),
        lambda w, a: decide_invitation(
            **a, given=InvitationGiven(application_id=own(w), invited=True)
        ),
    ),
    Command.SEND_DRAFT_PLAN: (
        lambda w: w.to_accepted().consider_peer_review().refer(),
        lambda w, a: send_draft_plan(**a, actions=("x",), comment_by=DAY),
    ),
    Command.RECORD_COMMENT: (
        lambda w: w.to_accepted().consider_peer_review().refer().draft(),
        lambda w, a: record_comment(**a, application_id=own(w), text="x"),
    ),
    Command.TELL_PROGRESS: (
        lambda w: w.to_planned().respond(),
        lambda w, a: tell_progress(**a, message="x"),
    ),
    Command.CHANGE_ACTION: (
        lambda w: w.to_planned().respond(),
        lambda w, a: change_action(**a, given=ChangeGiven(action_id=0, reason="x", drop=True)),
    ),
}


def test_every_command_is_asked_about():
    assert set(CALLS) == set(Command) == set(PERMISSION)


def snapshot(walk):
    """What a refused command must leave as it was."""
    with walk.world.inside():
        return walk.case().version, walk.case().status, Event.objects.count()


@pytest.mark.parametrize("command", list(Command))
def test_roles_without_the_permission_are_refused(world, command):
    prepare, call = CALLS[command]
    walk = prepare(Walk(world))
    walk.lead_id = apply_as_joan(world).application.case_id
    before = snapshot(walk)
    refused = [role for role in Role if role not in ROLES[PERMISSION[command]]]
    assert refused
    for role in refused:
        with pytest.raises(NotPermitted):
            call(walk, walk.command(role))
        assert snapshot(walk) == before, role


@pytest.mark.parametrize("command", list(Command))
def test_an_applicant_may_only_withdraw_answer_comment_and_ask_the_office(world, command):
    prepare, call = CALLS[command]
    walk = prepare(Walk(world))
    walk.lead_id = 0
    before = snapshot(walk)
    arguments = walk.command(by=applicant_actor(person_id=None, application_id=own(walk)))
    if PERMISSION[command] in APPLICANT_MAY:
        call(walk, arguments)
        assert snapshot(walk) != before
    else:
        with pytest.raises(NotPermitted):
            call(walk, arguments)
        assert snapshot(walk) == before


@pytest.mark.parametrize(
    "command",
    [
        Command.WITHDRAW,
        Command.REQUEST_PCC_REVIEW,
        Command.RECORD_ANSWER,
        Command.RECORD_COMMENT,
    ],
)
def test_an_applicant_cannot_act_on_somebody_elses_case(world, command):
    prepare, call = CALLS[command]
    walk = prepare(Walk(world))
    stranger = apply_as_joan(world).application
    before = snapshot(walk)
    arguments = walk.command(by=applicant_actor(person_id=None, application_id=stranger.pk))
    with pytest.raises(NoSuchCase):
        call(walk, arguments)
    assert snapshot(walk) == before


def test_a_spoc_of_another_district_or_partnership_is_refused(world):
    walk = Walk(world)
    with world.inside():
        elsewhere = world.partnership.districts.get(slug="newark-sherwood")

    for grip in (
        Grip(role=Role.SPOC, partnership_id=world.partnership.pk, district_id=elsewhere.pk),
        Grip(role=Role.SPOC, partnership_id=world.neighbour.pk),
    ):
        stranger = Actor(kind="staff", id=1, grips=(grip,))
        with pytest.raises(NotPermitted):
            acknowledge(**walk.command(by=stranger))


def test_an_unknown_case_is_not_there(world):
    with (
        pytest.raises(NoSuchCase),
        changing(
            Command.CLOSE,
            partnership_id=world.partnership.pk,
            case_id=0,
            version=None,
            by=SYSTEM_ACTOR,
            at=dt.datetime(2026, 6, 10, tzinfo=dt.UTC),
        ),
    ):
        pytest.fail("the body must not run")


def test_an_applicant_has_no_roles():
    actor = applicant_actor(person_id=None, application_id=7)
    assert (actor.kind, actor.grips) == (APPLICANT, ())


def test_extending_needs_a_procedure_that_allows_it(world):
    walk = Walk(world)
    with world.inside():
        deadline = Deadline.objects.get(limit="respond")

    with pytest.raises(NotNow, match="does not allow"):
        extend_deadline(**walk.command(), deadline_id=deadline.pk, until=DAY, reason="Complex.")
