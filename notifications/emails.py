"""What an e-mail says: that there is a letter, and where to read it. Nothing about the case.

Neutral sender and subject; no word that somebody looking over the applicant's shoulder could use;
never the secret, and never the letter itself, unless the applicant chose to have it in the e-mail.
"""

from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email

from notifications.letter_context import tracker_address
from notifications.letter_forms import LetterForm
from notifications.letter_kinds import LetterKind
from notifications.letters import LetterDamaged, LetterNotFound, open_form
from notifications.models import Message
from notifications.rendering import plain_text
from notifications.wording import day

# In neutral words: what is promised to whoever applied.
PROMISES = {
    "acknowledgement.told": "We will write to you again by",
    "response.told": "You will have our full answer by",
}


class BadAddress(ValueError):
    """Not an address that a message can be sent to; the text is the reason, and may be shown."""


class NothingLeft(LookupError):
    """What the e-mail was to say is no longer so; the text is the reason, and may be shown."""


def checked(address: str) -> str:
    """The address, where an e-mail can be sent to it. Raises BadAddress."""
    try:
        validate_email(address)
    except ValidationError:
        raise BadAddress("The e-mail address is not valid.") from None
    return address


def text_email(
    *, subject: str, name: str, values: Mapping, address: str, message_id: str
) -> EmailMessage:
    """An e-mail from a template's text, to staff or about a draft."""
    return EmailMessage(
        subject=subject,
        body=plain_text(name=name, values=dict(values)),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[address],
        headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
    )


def compose(
    message: Message, *, address: str, facts: Mapping, message_id: str, full_text: bool = False
) -> EmailMessage:
    """The e-mail about a message. Raises BadAddress.

    facts: frozen with the event; a receipt takes its reference and dates from them, and the whole
    letter is written from them where the applicant chose that (`full_text`).
    message_id: the header by which mail servers' logs can be asked what became of it.
    """
    checked(address)
    reference = message.application.reference
    values = {
        "reference": reference,
        "tracker": tracker_address(message.partnership.slug),
        "promises": _promises(message, facts),
    }
    name = "receipt" if message.kind == LetterKind.RECEIPT else "message"
    if full_text and (letter := _letter(message)):
        name, values["letter"] = "full", letter
    return EmailMessage(
        subject=f"You have a message: {reference}",
        body=plain_text(name=name, values=values),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[address],
        headers={"Message-ID": message_id, "Auto-Submitted": "auto-generated"},
    )


def _letter(message: Message) -> str:
    """The letter's plain text, exactly as it was stored; empty where it was written without one.

    Raises LetterDamaged.
    """
    here = {"letter_id": message.letter.pk, "partnership_id": message.partnership_id}
    try:
        return open_form(form=LetterForm.PLAIN_TEXT, **here).content.decode()
    except LetterDamaged:
        raise
    except LetterNotFound:
        return ""


def _promises(message: Message, facts: Mapping) -> list[str]:
    if message.kind != LetterKind.RECEIPT:
        return []
    named = next(row for row in facts["applications"] if row["id"] == message.application_id)
    return [
        f"{PROMISES[act]} {day(deadline['binding_on'])}."
        for deadline in named["deadlines"]
        for act in deadline["met_by"]
        if act in PROMISES
    ]
