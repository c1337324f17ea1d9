"""Mail about one event to agencies and the panel: who gets it, and what it says (ADR 32).

That something is asked, planned or owed, by when, on what legal basis, and where to read it.
Nothing about people, and nothing of what happened: that stands behind the sign-in.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from cases.models import Event, EventFacts
from notifications.audience import AgencyDirectory, Recipient
from notifications.catalogue import Mail, Reader
from notifications.emails import checked, text_email
from notifications.letter_kinds import StaffKind
from notifications.models import Delivery, Message
from notifications.queueing import attempt
from notifications.wording import day, moment
from organisations.clock import date_of


def write_mails(
    event: Event, mails: Iterable[Mail], facts: Mapping, *, on: dt.date | None = None
) -> list[Message]:
    """One message and one queued e-mail for each reader, in the caller's transaction.

    on: the day whose members read for their agency; the event's own when not given. Idempotent:
    what is there already is left as it is. What was frozen before mails were written
    names no readers, and tells nobody.
    """
    made = []
    for mail in mails:
        for recipient in _readers(mail, facts, event=event, on=on):
            message, is_new = Message.objects.get_or_create(
                partnership_id=event.partnership_id,
                event=event,
                kind=mail.kind,
                user_id=recipient.user_id,
                to_address=recipient.address,
                agency_id=recipient.agency_id,
                defaults={"made_at": timezone.now()},
            )
            if is_new:
                attempt(message, channel=Delivery.Channel.EMAIL)
                made.append(message)
    return made


def _readers(
    mail: Mail, facts: Mapping, *, event: Event, on: dt.date | None
) -> Iterator[Recipient]:
    """Members of the agencies, or their mailboxes, or the contact who passes it on; the chair."""
    agencies = _agencies(mail.kind, facts) if Reader.AGENCIES in mail.to else []
    ids = [agency["id"] for agency in agencies]
    directory = AgencyDirectory(
        event.partnership_id, agency_ids=ids, on=on or date_of(event.happened_at)
    )
    for agency_id in ids:
        found = directory.of(agency_id)
        yield from found or (Recipient(address=facts["spoc"]["email"], agency_id=agency_id),)
    if Reader.CHAIR in mail.to and "panel" in facts:
        yield Recipient(user_id=facts["panel"]["chair"])


def _agencies(kind: str, facts: Mapping) -> list[Mapping]:
    if kind == StaffKind.AGENCY_REQUEST:
        return [facts["request"]["agency"]]
    if kind == StaffKind.PANEL_INVITATION:
        return facts.get("panel", {}).get("agencies", [])
    return [owed["agency"] for owed in facts.get("owed", [])]


# --- What it says ---------------------------------------------------------------------------------


def compose(message: Message, *, message_id: str, at: dt.datetime) -> EmailMessage:
    """The e-mail, from the facts that were frozen with the event. Raises BadAddress.

    message_id: the header by which mail servers' logs can be asked what became of it.
    """
    address = checked(message.user.email if message.user_id else message.to_address)
    facts = EventFacts.objects.get(
        partnership_id=message.partnership_id, event_id=message.event_id
    ).content
    subject, values = WORDS[StaffKind(message.kind)](message, facts)
    passed_on = address == facts["spoc"]["email"] and message.agency_id is not None
    return text_email(
        subject=f"{subject}: {message.partnership.name}",
        name=message.kind,
        values=values | _common(facts) | {"passed_on": passed_on},
        address=address,
        message_id=message_id,
    )


def _common(facts: Mapping) -> dict:
    return {
        "partnership": facts["partnership"]["name"],
        "contact": facts["spoc"],
        "reference": facts.get("case", {}).get("reference", ""),
    }


def _link(name: str, *place: str | int) -> str:
    return settings.BASE_URL + reverse(name, args=place)


def _request(message: Message, facts: Mapping) -> tuple[str, dict]:
    asked = facts["request"]
    return "Information asked of your agency", {
        "agency": asked["agency"]["name"],
        "about_from": day(asked["about_from"]),
        "about_until": day(asked["about_until"]),
        "due": day(asked["due_on"]),
        "address": _link("agency:worklist"),
    }


def _invitation(message: Message, facts: Mapping) -> tuple[str, dict]:
    meeting, agencies = facts["meeting"], facts["panel"]["agencies"]
    is_chair = message.agency_id is None
    named = next((one["name"] for one in agencies if one["id"] == message.agency_id), "")
    chairs = _link("lmaps:meetings", message.partnership.slug)
    subject = "A meeting that you chair" if is_chair else "Your agency is invited to a meeting"
    return subject, {
        "agency": named,
        "is_chair": is_chair,
        "when": moment(meeting["starts_at"]),
        "place": meeting["place"],
        "locality": meeting["locality"],
        "chair": meeting["chair"],
        "invited": [one["name"] for one in agencies] if is_chair else [],
        "address": chairs if is_chair else _link("agency:worklist"),
    }


def _actions(message: Message, facts: Mapping) -> tuple[str, dict]:
    owed = next(one for one in facts["owed"] if one["agency"]["id"] == message.agency_id)
    many = len(owed["due_on"]) > 1
    return f"Your agency has {'actions' if many else 'an action'} in a plan", {
        "agency": owed["agency"]["name"],
        "dates": [day(one) for one in owed["due_on"]],
        "address": _link("agency:worklist"),
    }


WORDS = {
    StaffKind.AGENCY_REQUEST: _request,
    StaffKind.PANEL_INVITATION: _invitation,
    StaffKind.AGENCY_ACTIONS: _actions,
}
