"""Handing one e-mail to the mail server, and what its answer means for trying again."""

import smtplib
import uuid
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMessage, get_connection

from notifications.models import Delivery
from notifications.transports.protocol import ACCEPTED, Outgoing, Result

State = Delivery.State


class Smtp:
    """E-mail by the mail server; its log knows the Message-ID."""

    name = "smtp"

    def reference(self, *, partnership_id: int, delivery_id: int) -> str:
        """A Message-ID."""
        _, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
        return f"<{uuid.uuid4()}@{sender.rpartition('@')[2]}>"

    def send(self, outgoing: Outgoing, *, reference: str, issued_at: float) -> Result:
        """Hand an e-mail over; the reference is among its headers."""
        return send(outgoing)


def send(email: EmailMessage) -> Result:
    """Send one e-mail over a connection of its own; never raises for what the server does.

    Every refusal is certain, and so is everything before the server asks for the message. A
    connection that breaks after that is not: the server may have taken it.
    """
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        return _not_taken(error, "The mail server could not be reached")
    try:
        email.connection = connection
        email.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        return _refused(min(codes, default=500))
    except smtplib.SMTPResponseException as error:
        if _may_be_taken(connection) and not 400 <= error.smtp_code < 600:
            return _unknown(f"The mail server's answer was not understood ({error.smtp_code})")
        return _refused(error.smtp_code)
    except (BadHeaderError, UnicodeError, ValueError) as error:
        return Result(
            state=State.FAILED, reason=f"The message could not be sent ({type(error).__name__})."
        )
    except (OSError, smtplib.SMTPException) as error:
        if not _may_be_taken(connection):
            return _not_taken(error, "The connection broke before the message was sent")
        return _unknown(f"The connection broke while sending ({type(error).__name__})")
    finally:
        _close(connection)
    return ACCEPTED


def _may_be_taken(connection) -> bool:
    """Whether the server may have the message; a backend that does not know may have sent it."""
    return getattr(connection, "may_be_taken", True)


def _unknown(text: str) -> Result:
    return Result(state=State.UNCERTAIN, reason=f"{text}.")


def _not_taken(error: Exception, text: str) -> Result:
    return Result(state=State.FAILED, reason=f"{text} ({type(error).__name__}).", again=True)


def _refused(code: int) -> Result:
    """4xx: for now; 5xx: for good (RFC 5321, 4.2.1)."""
    return Result(
        state=State.FAILED,
        reason=f"The mail server refused the message ({code}).",
        again=400 <= code < 500,
    )


def _close(connection) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        return
