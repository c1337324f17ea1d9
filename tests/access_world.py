"""The people and the case that the access matrix asks about: one column each, stage by stage."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction
from django.test import Client

from cases.commands.consulting import record_comment
from cases.commands.informing import request_information
from cases.commands.inviting import InvitationGiven, decide_invitation
from cases.commands.pcc import assess_eligibility, begin_review, request_pcc_review
from cases.commands.updating import ChangeGiven, change_action
from cases.models import (
    AccessKey,
    Action,
    ApplicantRequest,
    CaseGrant,
    Deadline,
    Event,
    InformationRequest,
    Meeting,
    OutboxEntry,
    PccReview,
    Person,
    SurveyAnswer,
)
from notifications.letter_kinds import StaffKind
from notifications.models import (
    BatchLine,
    Chaser,
    ChaserLine,
    Delivery,
    Letter,
    LetterLogo,
    LetterLook,
    LetterWording,
    MailboxEntry,
    Message,
    OwedChaser,
    OwedLine,
    PrintBatch,
    ReminderChoice,
)
from notifications.tasks import sweep_outbox
from organisations import clock
from organisations.actors import applicant_actor
from organisations.models import Agency, District, Locality, Membership, Partnership, PolicingArea
from organisations.roles import Role
from organisations.tenancy import Scope, transaction_in
from portals.access import APPLICATION_KEY
from tests.walk import Walk
from tests.world import World, apply_as_joan, make_agency, make_person
from thresholds.models import CalendarDay, Procedure


def _consulted(walk: Walk) -> Walk:
    """Joan was left out and then invited after all, and has said what she thinks of the draft."""
    walk.at -= dt.timedelta(days=3)
    walk.leave_out(heard_by=walk.at.date() + dt.timedelta(days=2))
    application_id = walk.submitted.application.pk
    invited = InvitationGiven(application_id=application_id, invited=True)
    decide_invitation(**walk.command(given=invited))
    walk.at += dt.timedelta(days=3)
    walk.involve().draft()
    joan = applicant_actor(person_id=None, application_id=application_id)
    record_comment(**walk.command(by=joan), application_id=application_id, text="No camera.")
    return walk


def _changed(walk: Walk) -> Walk:
    """The one action of the plan has gone to somebody else."""
    with walk.world.inside():
        action = Action.objects.get(partnership=walk.world.partnership, case_id=walk.case_id)
    given = ChangeGiven(action_id=action.pk, owner_name="Ruth Webb", reason="He has left.")
    change_action(**walk.command(given=given))
    return walk


STAGES = {
    "received": lambda walk: walk,
    "acknowledged": lambda walk: walk.acknowledge(),
    "troubled": lambda walk: walk.acknowledge(),
    "assessed": lambda walk: walk.acknowledge().assess().risk(),
    "accepted": lambda walk: walk.to_accepted().consider_peer_review(),
    "referred": lambda walk: _consulted(walk.to_accepted().consider_peer_review().refer()),
    "planned": lambda walk: walk.to_planned(),
    "responded": lambda walk: _changed(walk.to_planned().respond()),
    "closed": lambda walk: walk.to_closed(),
    "pcc": lambda walk: walk.to_closed(),
}

COLUMNS = [
    "anonymous",
    "applicant",
    "other_applicant",
    "spoc",
    "spoc_elsewhere",
    "spoc_neighbour",
    "assessor",
    "lmaps_chair",
    "chair_elsewhere",
    "agency_member",
    "agency_not_granted",
    "agency_grant_ended",
    "pcc_officer",
    "pcc_elsewhere",
    "administrator",
    "accountable_officer",
    "auditor",
]


@dataclass
class AccessWorld:
    """A case at one stage, everybody who may come to its doors, and the ids in its addresses."""

    world: World
    walk: Walk
    ids: dict[str, object] = field(default_factory=dict)
    users: dict[str, object] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    def client(self, column: str) -> Client:
        """A browser in which this person is signed in; signing in is done once for each."""
        client = Client(raise_request_exception=False)
        if column not in self.cookies:
            if column in self.users:
                client.force_login(self.users[column])
            elif column in self.keys:
                session = client.session
                session[APPLICATION_KEY] = self.keys[column]
                session.save()
            self.cookies[column] = client.cookies.output(header="", sep=";")
        client.cookies.load(self.cookies[column])
        return client


def make_access_world(world: World, stage: str) -> AccessWorld:
    """The case at a stage, three weeks into its life, with everybody around it."""
    walk = Walk(world, at=clock.now() - dt.timedelta(days=21))
    STAGES[stage](walk)
    walk.at = clock.now()
    made = AccessWorld(world, walk)
    other = apply_as_joan(world, at=walk.at)
    made.users = {role.value: person for role, person in world.people.items()} | _outsiders(world)
    _end_a_grant(made)
    if stage not in {"received", "closed", "pcc"}:
        _ask_the_council(made)
        walk.ask()
    if stage == "pcc":
        _ask_the_office(made)
    sweep_outbox()
    if stage == "troubled":
        _lose_the_letters(made)
    made.keys = {
        "applicant": _key_of(walk.submitted.application.pk),
        "other_applicant": _key_of(other.application.pk),
    }
    made.ids = _ids(made)
    return made


def _outsiders(world: World) -> dict:
    with world.inside():
        elsewhere = District.objects.get(partnership=world.partnership, slug="newark-sherwood")
        locality = Locality.objects.create(
            partnership=world.partnership, district=elsewhere, name="Southwell"
        )
    area = PolicingArea.objects.create(
        slug="staffordshire", name="Staffordshire", policing_body_name="Staffordshire office"
    )
    not_granted = make_agency("river-homes", "River Homes", Agency.Kind.LANDLORD)
    ended = make_agency("hill-homes", "Hill Homes", Agency.Kind.LANDLORD)
    here = {"partnership": world.partnership}
    return {
        "spoc_elsewhere": make_person(
            world, Role.SPOC, email="e1@people.example", district_id=elsewhere.pk, **here
        ),
        "spoc_neighbour": make_person(
            world, Role.SPOC, email="e2@people.example", partnership=world.neighbour
        ),
        "chair_elsewhere": make_person(
            world, Role.LMAPS_CHAIR, email="e3@people.example", locality_id=locality.pk, **here
        ),
        "agency_not_granted": make_person(
            world, Role.AGENCY_MEMBER, email="e4@people.example", agency=not_granted
        ),
        "agency_grant_ended": make_person(
            world, Role.AGENCY_MEMBER, email="e5@people.example", agency=ended
        ),
        "pcc_elsewhere": make_person(
            world, Role.PCC_OFFICER, email="e6@people.example", policing_area=area
        ),
    }


def _end_a_grant(made: AccessWorld) -> None:
    CaseGrant.objects.create(
        partnership=made.world.partnership,
        case_id=made.walk.case_id,
        level=CaseGrant.Level.AGENCY,
        agency=Agency.objects.get(slug="hill-homes"),
        starts_at=made.walk.at - dt.timedelta(days=20),
        ends_at=made.walk.at - dt.timedelta(days=1),
    )


def _ask_the_council(made: AccessWorld) -> None:
    request_information(
        **made.walk.command(
            agency_id=made.world.council.pk,
            question="What do you know?",
            due_on=clock.date_of(made.walk.at),
        )
    )


def _ask_the_office(made: AccessWorld) -> None:
    application = made.walk.submitted.application
    applicant = applicant_actor(person_id=None, application_id=application.pk)
    review = request_pcc_review(
        **made.walk.command(by=applicant),
        application_id=application.pk,
        grounds=("way_reviewed",),
        statement="Nobody read my diary.",
    )
    office = {
        "partnership_id": made.world.partnership.pk,
        "review_id": review.pk,
        "version": None,
        "by": made.world.actor(Role.PCC_OFFICER, on=clock.date_of(made.walk.at)),
        "at": made.walk.at,
    }
    assess_eligibility(**office, eligible=True, reason="In time.")
    begin_review(**office)


def _lose_the_letters(made: AccessWorld) -> None:
    """One letter was given up, and of the others nobody knows whether they were sent."""
    here = {"partnership": made.world.partnership}
    with made.world.inside():
        Delivery.objects.filter(**here).update(
            state=Delivery.State.UNCERTAIN, reason="The connection broke.", claimed_at=clock.now()
        )
        OutboxEntry.objects.filter(event__case_id=made.walk.case_id, **here).update(
            state=OutboxEntry.State.STUCK, error="OSError"
        )


def _draft(world: World) -> Procedure:
    """A next version of the procedure, not yet published."""
    return Procedure.objects.create(
        partnership=world.partnership, version=2, content=world.procedure.content
    )


def _mail() -> MailboxEntry:
    """One e-mail in the demonstration's mailbox."""
    now = clock.now()
    return MailboxEntry.objects.create(
        to_address="joan.marsh@home.example",
        from_address="no-reply@casereview.example",
        subject="You have a message",
        body="Open the tracker to read it.",
        sent_at=now,
        domain_at=now,
    )


def _look(world: World) -> LetterLook:
    """One version of how the partnership's letters look, with a logo."""
    LetterLogo.objects.create(
        partnership=world.partnership, path="logos/x.png", sha256="a" * 64, size=1
    )
    return LetterLook.objects.create(
        partnership=world.partnership, version=1, window="c5", made_at=clock.now()
    )


def _day_off(world: World) -> CalendarDay:
    """One day that the partnership has entered."""
    return CalendarDay.objects.create(
        partnership=world.partnership,
        day=dt.date(2020, 3, 11),
        kind=CalendarDay.Kind.CLOSURE,
        name="office move",
    )


def _wording(world: World) -> LetterWording:
    """The partnership's own words in one paragraph of a letter."""
    return LetterWording.objects.create(
        partnership=world.partnership,
        kind="rejection",
        paragraph="opening",
        version=1,
        text="We are sorry. {contact name} will ring you.",
        instead_of="We know that this is not what you hoped for.",
        made_at=clock.now(),
        recorded_at=clock.now(),
        made_by=world.people[Role.ADMINISTRATOR],
    )


def _survey(world: World) -> SurveyAnswer:
    """The survey is open, and somebody has answered."""
    Partnership.objects.filter(pk=world.partnership.pk).update(survey_after=20)
    return SurveyAnswer.objects.create(
        partnership=world.partnership, quarter_began_on=dt.date(2026, 4, 1), knew_next="yes"
    )


def _lost_reminder(made: AccessWorld) -> int:
    """A reminder to staff that was refused, about a date of the case that is still owed."""
    here, now = {"partnership": made.world.partnership}, clock.now()
    deadline = Deadline.objects.filter(case_id=made.walk.case_id, **here).first()
    message = Message.objects.create(
        user=made.world.people[Role.SPOC], kind=StaffKind.REMINDER, made_at=now, **here
    )
    chaser = Chaser.objects.create(
        deadline=deadline,
        due_on=deadline.binding_on,
        stage=Chaser.Stage.OVERDUE,
        written_at=now,
        queued_at=now,
        **here,
    )
    ChaserLine.objects.create(chaser=chaser, message=message, for_information=False, **here)
    Delivery.objects.create(
        message=message,
        channel=Delivery.Channel.EMAIL,
        state=Delivery.State.FAILED,
        reason="The mail server refused the message (550).",
        queued_at=now,
        due_at=now,
        finished_at=now,
        **here,
    )
    ReminderChoice.objects.create(user=made.world.people[Role.SPOC], **here)
    return message.pk


def _chase_the_council(made: AccessWorld) -> None:
    """A reminder to the council of what it owes, where it owes anything."""
    here, now = {"partnership": made.world.partnership}, clock.now()
    request = InformationRequest.objects.filter(case_id=made.walk.case_id, **here).first()
    if request is None:
        return
    message = Message.objects.create(
        user=made.world.people[Role.AGENCY_MEMBER],
        agency=made.world.council,
        kind=StaffKind.AGENCY_REMINDER,
        made_at=now,
        **here,
    )
    chaser = OwedChaser.objects.create(
        request=request,
        due_on=request.due_on,
        stage=OwedChaser.Stage.ON_THE_DAY,
        written_at=now,
        queued_at=now,
        **here,
    )
    OwedLine.objects.create(chaser=chaser, message=message, for_information=False, **here)


def _batch(made: AccessWorld) -> int:
    """A batch that is ready to print, with one letter of the case."""
    here, now = {"partnership": made.world.partnership}, clock.now()
    letter = Letter.objects.filter(application=made.walk.submitted.application, **here).first()
    batch = PrintBatch.objects.create(
        state=PrintBatch.State.READY,
        both_sides=True,
        asked_at=now,
        made_at=now,
        path=letter.path,
        sha256=letter.sha256,
        size=letter.size,
        letters=1,
        sheets=1,
        **here,
    )
    delivery = Delivery.objects.filter(message_id=letter.message_id, **here).first()
    BatchLine.objects.create(batch=batch, delivery=delivery, number=1, pages=1, **here)
    return batch.pk


def _posted(made: AccessWorld) -> int:
    """A letter of the case that was posted, so that the post may bring it back."""
    here, now = {"partnership": made.world.partnership}, clock.now()
    message = Message.objects.filter(application=made.walk.submitted.application, **here).first()
    posted = Delivery.objects.create(
        message=message,
        application_id=message.application_id,
        case_id=message.case_id,
        channel=Delivery.Channel.POST,
        state=Delivery.State.ACCEPTED,
        queued_at=now,
        due_at=now,
        finished_at=now,
        **here,
    )
    return posted.pk


def _key_of(application_id: int) -> int:
    return AccessKey.objects.get(application_id=application_id).pk


def _ids(made: AccessWorld) -> dict[str, object]:
    case_id, world = made.walk.case_id, made.world

    def first(model, **where):
        rows = model.objects.filter(partnership=world.partnership, **where)
        return rows.values_list("pk", flat=True).first() or 0

    with transaction.atomic(), transaction_in(Scope.staff(world.partnership.pk)):
        application_id = made.walk.submitted.application.pk
        _chase_the_council(made)
        return {
            "slug": world.partnership.slug,
            "partnership_id": world.partnership.pk,
            "area": world.area.slug,
            "reference": made.walk.submitted.application.reference,
            "case_id": case_id,
            "application_id": application_id,
            "deadline_id": first(Deadline, case_id=case_id, met_at=None),
            "meeting_id": first(Meeting),
            "question_id": first(ApplicantRequest, case_id=case_id),
            "action_id": first(Action, case_id=case_id),
            "request_id": first(InformationRequest, case_id=case_id),
            "review_id": first(PccReview, case_id=case_id),
            "person_id": first(Person, application_id=application_id),
            "letter_id": first(Letter, application_id=application_id),
            "delivery_id": first(Delivery, message__application_id=application_id),
            "message_id": first(Message, application_id=application_id),
            "event_id": first(Event, application_id=application_id),
            "user_id": world.people[Role.SPOC].pk,
            "membership_id": Membership.objects.get(user=world.people[Role.SPOC]).pk,
            "mail_id": _mail().pk,
            "procedure_id": _draft(world).pk,
            "other_procedure_id": world.procedure.pk,
            "part": "names",
            "letter_kind": "rejection",
            "letter_form": "large_print",
            "link": "AAAA-BBBB-CCCC-DDDD",
            "look_id": _look(world).pk,
            "paragraph": _wording(world).paragraph,
            "day_id": _day_off(world).pk,
            "answer_id": _survey(world).pk,
            "reminder_id": _lost_reminder(made),
            "agency_id": world.council.pk,
            "batch_id": _batch(made),
            "posted_id": _posted(made),
        }
