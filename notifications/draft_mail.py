"""Mail to whoever began an application, kept it here, and gave an address for it (ADR 35).

That something waits, where, and until when; no word of what it is about, nor of who wrote it. The
link opens the draft once: whoever reads the mailbox later has a link that is used up.
"""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from cases.commands.application_drafts import link_of_draft
from cases.models import ApplicationDraft, Event
from notifications.emails import NothingLeft, checked, text_email
from notifications.letter_kinds import DraftKind
from notifications.models import Delivery, Message
from notifications.queueing import attempt
from notifications.wording import day
from organisations.tenancy import Scope, visiting

GONE = "It was sent or erased meanwhile."
SUBJECT = "You have a message"


def write(event: Event, kind: DraftKind) -> list[Message]:
    """One message and one queued e-mail, in the caller's transaction; none where the draft is gone.

    Idempotent: a message that is there already is left as it is.
    """
    if _draft_of(event) is None:
        return []
    message, is_new = Message.objects.get_or_create(
        partnership_id=event.partnership_id,
        event=event,
        kind=kind,
        defaults={"made_at": timezone.now()},
    )
    if is_new:
        attempt(message, channel=Delivery.Channel.EMAIL)
    return [message] if is_new else []


def refused(message: Message) -> str:
    """Why it must not go any more; empty where it still may."""
    return "" if _draft_of(message.event) else GONE


def compose(message: Message, *, message_id: str) -> EmailMessage:
    """Where it waits, and until when. Raises BadAddress, NothingLeft."""
    draft = _draft_of(message.event)
    if draft is None:
        raise NothingLeft(GONE)
    slug = message.partnership.slug
    back = reverse("public:draft_link", args=[slug, link_of_draft(draft)])
    return text_email(
        subject=SUBJECT,
        name=message.kind,
        values={
            "link": f"{settings.BASE_URL}{back}",
            "by_code": f"{settings.BASE_URL}{reverse('public:draft_back', args=[slug])}",
            "until": day(draft.keep_until.isoformat()),
        },
        address=checked(draft.email),
        message_id=message_id,
    )


def _draft_of(event: Event) -> ApplicationDraft | None:
    """The draft of the event's stream, read in a scope of its own; None without an address."""
    here = event.partnership_id
    with visiting(Scope.staff(here).with_draft()):
        found = ApplicationDraft.objects.filter(partnership_id=here, pk=event.stream_id)
        return found.exclude(email="").first()
