"""From one event's facts to stored letters and queued messages, in the caller's transaction."""

import hashlib
from collections.abc import Mapping

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from cases.event_kinds import EventKind
from cases.models import Application, Event, EventFacts, Person
from notifications import draft_mail, paper, rendering
from notifications.catalogue import Told, letter_of, mail_of_draft, mails_of
from notifications.letter_context import texts_for_one_letter
from notifications.letter_files import design_of
from notifications.letter_forms import TWINS, LetterForm
from notifications.letter_kinds import LetterKind
from notifications.looks import dress, look_of
from notifications.mailing import write_mails
from notifications.models import Delivery, Letter, LetterTwin, Message
from notifications.queueing import queue
from notifications.seals import Sealed, new_code, seal
from notifications.wordings import EDITED, Worded, texts_of, wording_of

LETTERS = "letters"


class FactsErased(LookupError):
    """The event's facts are gone (disposed of), so that nothing can be told about it."""


def write_messages(event: Event) -> list[Message]:
    """One message, one stored letter and one queued delivery for each applicant to be told; and one
    message with its delivery for each other reader of the event, or for whoever wrote a draft.

    Idempotent: a message that is there already is left as it is. Raises UnknownEvent, FactsErased,
    EmptyPlace, IncompleteFacts.
    """
    if mail := mail_of_draft(kind=event.kind):
        return draft_mail.write(event, mail)
    told, mails = letter_of(kind=event.kind, payload=event.payload), mails_of(kind=event.kind)
    if told is None and not mails:
        return []
    facts = EventFacts.objects.filter(
        partnership_id=event.partnership_id, event_id=event.pk
    ).first()
    if facts is None and told is None:
        return []  # of before mails were written, or erased: no applicant waits for it
    if facts is None:
        raise FactsErased(event.pk)
    named = facts.content["applications"] if told else ()
    written = [_write(event, told, facts.content, application) for application in named]
    written += write_mails(event, mails, facts.content)
    if event.kind == EventKind.CASE_MERGED:
        _move_with(event)
    return [message for message in written if message is not None]


def _write(event: Event, told: Told, facts: Mapping, named: Mapping) -> Message | None:
    application = Application.objects.get(partnership_id=event.partnership_id, pk=named["id"])
    person = Person.objects.get(
        partnership_id=event.partnership_id, application=application, pk=named["person"]["id"]
    )
    message, made = Message.objects.get_or_create(
        partnership_id=event.partnership_id,
        event=event,
        kind=told.letter_for(named),
        person=person,
        defaults={
            "application": application,
            "case_id": application.case_id,
            "made_at": timezone.now(),
        },
    )
    if not made:
        return None
    _write_letter(message, facts, named)
    queue(message, person=person, channels=told.channels)
    return message


def _write_letter(message: Message, facts: Mapping, named: Mapping) -> Letter:
    worded = wording_of(
        partnership_id=message.partnership_id,
        kind=message.kind,
        until=message.event.recorded_at,
    )
    look = look_of(message.partnership_id)
    wears = dress(look, code=new_code())
    made = paper.make(
        kind=message.kind,
        facts=facts,
        application_id=message.application_id,
        dress=wears,
        wording=texts_of(worded),
    )
    kept = {form: _keep(one, form, message.partnership_id) for form, one in made.items()}
    letter = Letter.objects.create(
        **_below(message),
        message=message,
        kind=message.kind,
        title=LetterKind(message.kind).label,
        written_on=facts["written_on"],
        template_version=rendering.template_version(message.kind),
        wording=_used(message.kind, worded, texts_for_one_letter(facts, application=named)),
        look_version=look.version if look else 0,
        window=wears.look.window,
        check_code=wears.code,
        site=wears.site,
        posted_form=LetterForm.LARGE_PRINT if named.get("large_print") else LetterForm.STANDARD,
        **kept[LetterForm.STANDARD],
    )
    LetterTwin.objects.bulk_create(
        LetterTwin(**_below(message), letter=letter, form=form, **kept[form]) for form in TWINS
    )
    seal(
        letter,
        reference=named["reference"],
        forms=[
            Sealed(form=form, sha256=row["sha256"], pages=row["pages"])
            for form, row in kept.items()
        ],
    )
    return letter


def _below(message: Message) -> dict:
    return {
        "partnership_id": message.partnership_id,
        "application_id": message.application_id,
        "case_id": message.case_id,
    }


def _keep(made: paper.Made, form: LetterForm, partnership_id: int) -> dict:
    """Store one form; what its row says of it."""
    digest = hashlib.sha256(made.content).hexdigest()
    ending = "txt" if form == LetterForm.PLAIN_TEXT else "pdf"
    return {
        "path": store(made.content, digest=digest, partnership_id=partnership_id, ending=ending),
        "sha256": digest,
        "size": len(made.content),
        "pages": made.pages,
    }


def _used(
    kind: str, worded: Mapping[str, Worded], for_one: Mapping[str, str]
) -> dict[str, int | str]:
    """What each free paragraph that is not the standard text was taken from."""
    edited = dict.fromkeys(for_one, EDITED)
    used = {name: one.version for name, one in worded.items()} | edited
    return {one.name: used[one.name] for one in design_of(kind).free if one.name in used}


def store(
    content: bytes,
    *,
    digest: str,
    partnership_id: int,
    folder: str = LETTERS,
    ending: str = "pdf",
) -> str:
    """Keep bytes in private storage under their hash; the path. The same bytes are kept once.

    What a crash left half-written under that name is replaced.
    """
    path = f"{folder}/{partnership_id}/{digest[:2]}/{digest}.{ending}"
    if default_storage.exists(path):
        with default_storage.open(path) as file:
            if hashlib.sha256(file.read()).hexdigest() == digest:
                return path
        default_storage.delete(path)
    return default_storage.save(path, ContentFile(content))


def _move_with(event: Event) -> None:
    """Letters go with their application to the lead case, so that whoever sees it sees them."""
    moved = Application.objects.filter(
        partnership_id=event.partnership_id, pk__in=event.payload["applications"]
    ).values_list("pk", "case_id")
    for application_id, case_id in moved:
        for model in (Message, Letter, LetterTwin, Delivery):
            model.objects.filter(
                partnership_id=event.partnership_id, application_id=application_id
            ).update(case_id=case_id)
