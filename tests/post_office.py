"""For tests of the post: a walk to each kind of letter, and the letters that came of it."""

import datetime as dt
from collections.abc import Callable

from cases.commands.asking import remind_applicant, withdraw_request
from cases.commands.days_off import DayGiven, add_day
from cases.commands.following import extend_deadline
from cases.commands.intake import merge, withdraw
from cases.commands.pcc import (
    assess_eligibility,
    begin_review,
    record_outcome,
    request_pcc_review,
)
from cases.commands.surveying import invite_to_survey
from cases.commands.telling import record_told
from cases.commands.updating import ChangeGiven, change_action, tell_progress
from cases.models import Action, Deadline, SafeContact
from notifications.letter_kinds import LetterKind
from notifications.models import Delivery, Letter, Message
from notifications.telling import tell_waiting
from organisations.actors import SYSTEM_ACTOR, applicant_actor
from organisations.models import Partnership
from organisations.roles import Role
from tests.walk import DAY, Walk
from tests.world import World, joans_submission, publish_next


def one_incident(world: World) -> dict:
    """Joan told of one incident only, so that no count is reached."""
    return {"incidents": joans_submission(world).incidents[:1]}


def below(world: World) -> Walk:
    """A case that can be turned away: one report, no harm found, not vulnerable."""
    walk = Walk(world, **one_incident(world))
    return walk.acknowledge().assess(harm="no").risk(vulnerable=False)


def rejected(world: World) -> Walk:
    return below(world).decide("rejected", ground="", advice="The police will ring you each week.")


def deferred(world: World) -> Walk:
    walk = below(world)
    return walk.decide("deferred", ground="", deferred_until=(walk.at + 5 * DAY).date())


def redirected(world: World) -> Walk:
    return below(world).decide("redirected", ground="", redirected_to="Bolsover District Council")


def found_invalid(world: World) -> Walk:
    return below(world).decide("invalid", ground="")


def referred(world: World) -> Walk:
    return Walk(world).to_accepted().consider_peer_review().refer()


def responded(world: World) -> Walk:
    return Walk(world).to_planned().respond()


def extended(world: World) -> Walk:
    """The partnership's procedure allows the response to be late, and it is."""
    content = world.procedure.content
    for limit in content["time_limits"]:
        limit["extendable"] = limit["name"] == "respond"
    publish_next(world, content)
    walk = Walk(world).acknowledge()
    with world.inside():
        deadline = Deadline.objects.get(partnership=world.partnership, limit="respond")
    until = deadline.due_on + 10 * DAY
    given = {"deadline_id": deadline.pk, "until": until, "reason": "The landlord is away."}
    extend_deadline(**walk.command(**given))
    return walk


def withdrawn(world: World) -> Walk:
    walk = Walk(world)
    withdraw(**walk.command(application_id=walk.submitted.application.pk))
    return walk


def merged(world: World) -> Walk:
    lead = Walk(world)
    walk = Walk(world)
    merge(**walk.command(lead_id=lead.case_id))
    return walk


def pcc_requested(world: World) -> Walk:
    walk = Walk(world).to_closed()
    application = walk.submitted.application
    review = request_pcc_review(
        **walk.command(by=applicant_actor(person_id=None, application_id=application.pk))
        | {
            "application_id": application.pk,
            "grounds": ("way_reviewed",),
            "statement": "Nobody read my diary.",
        }
    )
    walk.office = {
        "partnership_id": world.partnership.pk,
        "review_id": review.pk,
        "version": None,
        "by": world.actor(Role.PCC_OFFICER),
        "at": walk.at,
    }
    return walk


def date_moved(world: World) -> Walk:
    """Told both dates, then a day between is proclaimed a holiday."""
    walk = Walk(world)
    told = {"partnership_id": world.partnership.pk, "by": SYSTEM_ACTOR, "at": walk.at}
    application_id = walk.submitted.application.pk
    record_told(application_id=application_id, letter_kind="receipt", message_id=1, **told)
    holiday = DayGiven(on=dt.date(2026, 6, 12), kind="holiday", name="Jubilee", reason="Gazette")
    add_day(given=holiday, **told)
    return walk


def pcc_refused(world: World) -> Walk:
    walk = pcc_requested(world)
    assess_eligibility(**walk.office, eligible=False, reason="The reason given is not one of ours.")
    return walk


def pcc_decided(world: World, *, upheld: bool) -> Walk:
    walk = pcc_requested(world)
    assess_eligibility(**walk.office, eligible=True, reason="In time, on a ground.")
    begin_review(**walk.office)
    record_outcome(
        **walk.office,
        upheld=upheld,
        reasons="The diary was not considered." if upheld else "The diary was considered.",
        returned_to="lmaps" if upheld else "",
        recommendations="Read the diary." if upheld else "",
    )
    return walk


def asked(world: World) -> Walk:
    return Walk(world).acknowledge().ask(help_offered="Sam rings you on Friday, if you like.")


def asked_to_agree(world: World) -> Walk:
    question = "May the police read what you wrote about the nights?"
    return Walk(world).acknowledge().ask(consent_kind="share", question=question)


def asked_again(world: World) -> Walk:
    """Reminded on the working day before."""
    walk = Walk(world).acknowledge().ask(help_offered="Sam rings you on Friday, if you like.")
    given = {"partnership_id": world.partnership.pk, "by": SYSTEM_ACTOR, "at": walk.at}
    remind_applicant(**given, request_id=walk.request.pk, stage="before")
    return walk


def question_withdrawn(world: World) -> Walk:
    walk = Walk(world).acknowledge().ask()
    withdraw_request(**walk.command(request_id=walk.request.pk))
    return walk


def left_out(world: World) -> Walk:
    """Told three days before the meeting."""
    walk = referred(world)
    walk.at -= 3 * DAY
    return walk.leave_out(heard_by=(walk.at + 2 * DAY).date())


def drafted(world: World) -> Walk:
    return referred(world).draft()


def told_progress(world: World) -> Walk:
    """Two weeks on the one action is late, and has been given to somebody else."""
    walk = responded(world)
    walk.at += 3 * DAY
    _change(walk, owner_name="Ruth Webb", reason="Dev Patel has left the council.")
    walk.at += 20 * DAY
    message = "Ruth Webb has visited twice. The camera is on its way."
    tell_progress(**walk.command(message=message))
    return walk


def plan_changed(world: World) -> Walk:
    walk = responded(world)
    until = (walk.at + 30 * DAY).date()
    return _change(walk, due_on=until, reason="The camera comes only in July.")


def _change(walk: Walk, **given) -> Walk:
    with walk.world.inside():
        action = Action.objects.get(partnership=walk.world.partnership, case_id=walk.case_id)
    change_action(**walk.command(given=ChangeGiven(action_id=action.pk, **given)))
    return walk


def papers_there(world: World) -> Walk:
    walk = pcc_requested(world)
    assess_eligibility(**walk.office, eligible=True, reason="In time, on a ground.")
    begin_review(**walk.office)
    return walk


def surveyed(world: World) -> Walk:
    """The partnership asks five working days after a closure, and they have gone by."""
    walk = Walk(world).to_closed()
    Partnership.objects.filter(pk=world.partnership.pk).update(survey_after=5)
    walk.at += 7 * DAY
    invite_to_survey(
        partnership_id=world.partnership.pk,
        application_id=walk.submitted.application.pk,
        by=SYSTEM_ACTOR,
        at=walk.at,
    )
    return walk


# Every kind of letter from a real case; the results of a second review are three letters of a kind.
WALKS: dict[str, tuple[LetterKind, Callable[[World], Walk]]] = {
    "receipt": (LetterKind.RECEIPT, Walk),
    "acknowledgement": (LetterKind.ACKNOWLEDGEMENT, lambda world: Walk(world).acknowledge()),
    "acceptance": (LetterKind.ACCEPTANCE, lambda world: Walk(world).to_accepted()),
    "rejection": (LetterKind.REJECTION, rejected),
    "deferral": (LetterKind.DEFERRAL, deferred),
    "redirection": (LetterKind.REDIRECTION, redirected),
    "not_valid": (LetterKind.NOT_VALID, found_invalid),
    "more_information": (LetterKind.MORE_INFORMATION, asked),
    "consent": (LetterKind.CONSENT, asked_to_agree),
    "request_reminder": (LetterKind.REQUEST_REMINDER, asked_again),
    "request_withdrawn": (LetterKind.REQUEST_WITHDRAWN, question_withdrawn),
    "referral": (LetterKind.REFERRAL, referred),
    "not_invited": (LetterKind.NOT_INVITED, left_out),
    "draft_plan": (LetterKind.DRAFT_PLAN, drafted),
    "response": (LetterKind.RESPONSE, responded),
    "progress": (LetterKind.PROGRESS, told_progress),
    "plan_changed": (LetterKind.PLAN_CHANGED, plan_changed),
    "closure": (LetterKind.CLOSURE, lambda world: Walk(world).to_closed()),
    "survey": (LetterKind.SURVEY, surveyed),
    "extension": (LetterKind.EXTENSION, extended),
    "date_moved": (LetterKind.DATE_MOVED, date_moved),
    "withdrawal": (LetterKind.WITHDRAWAL, withdrawn),
    "merger": (LetterKind.MERGER, merged),
    "pcc_received": (LetterKind.PCC_RECEIVED, pcc_requested),
    "pcc_pack_sent": (LetterKind.PCC_PACK_SENT, papers_there),
    "pcc_refused": (LetterKind.PCC_OUTCOME, pcc_refused),
    "pcc_upheld": (LetterKind.PCC_OUTCOME, lambda world: pcc_decided(world, upheld=True)),
    "pcc_not_upheld": (LetterKind.PCC_OUTCOME, lambda world: pcc_decided(world, upheld=False)),
}


def stored_letter(world: World, walk: Walk, kind: str) -> Letter:
    """The letter of that kind to the walk's applicant, once the workers have written it."""
    tell_waiting()
    with world.inside():
        return Letter.objects.select_related("message").get(
            partnership=world.partnership,
            application_id=walk.submitted.application.pk,
            kind=kind,
        )


def deliveries(world: World, *, kind: str) -> list[Delivery]:
    """The attempts to bring the letters of that kind to their people, oldest first."""
    with world.inside():
        return list(
            Delivery.objects.filter(partnership=world.partnership, message__kind=kind)
            .select_related("message")
            .order_by("id")
        )


def messages(world: World) -> list[Message]:
    """Every message of the partnership, oldest first."""
    with world.inside():
        return list(Message.objects.filter(partnership=world.partnership).order_by("id"))


def say_safe(world: World, walk: Walk, **channels: bool) -> None:
    """The applicant says which channels are safe, as `email=False, post=True`."""
    application = walk.submitted.application
    with world.inside():
        person = application.persons.get(involvements__role="applicant")
        for channel, safe in channels.items():
            SafeContact.objects.update_or_create(
                partnership=world.partnership,
                person=person,
                channel=channel,
                defaults={"application": application, "case_id": walk.case_id, "safe": safe},
            )
