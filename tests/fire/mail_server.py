"""A mail server that keeps every message it accepts, twice where it is sent twice, and can fail.

At each point of a conversation a test may have it answer otherwise, hang up, be slow, or call
something. Points, in order: connect (before the greeting), EHLO, MAIL, RCPT, DATA (asked for,
not yet answered), body (the whole message is here, not yet answered), answered.
"""

import asyncio
import email
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from ct_portal.embedded import ports

logging.getLogger("mail.log").setLevel(logging.WARNING)

POINTS = ("connect", "EHLO", "MAIL", "RCPT", "DATA", "body", "answered")


@dataclass(frozen=True)
class Accepted:
    """A message for which this server has taken the responsibility, and when (monotonic)."""

    message_id: str
    recipient: str
    at: float


@dataclass(frozen=True)
class Fault:
    """What happens at a point instead of going on.

    answer: said instead. hang_up: the connection is reset; taken: after the message was accepted.
    seconds: waited first. call: called first, in the server's thread.
    """

    answer: str = ""
    hang_up: bool = False
    taken: bool = False
    seconds: float = 0
    call: Callable[[], None] | None = None


class Conversation(SMTP):
    """One connection; every step asks first whether something is to go wrong."""

    async def stopped(self, point: str) -> bool:
        """Have the fault of a point happen; whether there is nothing to go on with."""
        fault = self.event_handler.faults.get(point)
        if fault is None:
            return False
        if fault.call:
            fault.call()
        if fault.seconds:
            await asyncio.sleep(fault.seconds)
        if fault.hang_up:
            self.transport.abort()
        elif fault.answer:
            await self.push(fault.answer)
        return fault.hang_up or bool(fault.answer)

    async def _handle_client(self) -> None:
        if not await self.stopped("connect"):
            await super()._handle_client()

    async def smtp_EHLO(self, hostname: str) -> None:
        if not await self.stopped("EHLO"):
            await super().smtp_EHLO(hostname)

    async def smtp_MAIL(self, arg: str | None) -> None:
        if not await self.stopped("MAIL"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg: str | None) -> None:
        if not await self.stopped("RCPT"):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg: str | None) -> None:
        if not await self.stopped("DATA"):
            await super().smtp_DATA(arg)
            await self.stopped("answered")

    async def push(self, status) -> None:
        if self.transport is not None and not self.transport.is_closing():
            await super().push(status)


class MailServer:
    """The server, in a thread of its own; `faults` by point, `accepted` in the order of arrival."""

    def __init__(self) -> None:
        self.port = ports.any_free()
        self.faults: dict[str, Fault] = {}
        self.accepted: list[Accepted] = []
        self._controller: Controller | None = None

    async def handle_DATA(self, server, session, envelope) -> str:
        """The whole message is here: the last chance to refuse it."""
        fault = self.faults.get("body")
        if fault is None or not (fault.hang_up or fault.answer) or fault.taken:
            self._accept(envelope)
        if fault is not None and fault.answer:
            return fault.answer
        await server.stopped("body")
        return "250 taken"

    def _accept(self, envelope) -> None:
        message_id = email.message_from_bytes(envelope.content)["Message-ID"]
        self.accepted += [
            Accepted(message_id, recipient, time.monotonic()) for recipient in envelope.rcpt_tos
        ]

    def start(self) -> None:
        """Listen, at the same port as before where it was stopped."""
        self._controller = Listening(self, hostname=ports.LOOPBACK, port=self.port)
        self._controller.start()

    def stop(self) -> None:
        """Refuse connections from now on."""
        self._controller.stop()

    @contextmanager
    def failing(self, point: str, fault: Fault) -> Iterator[None]:
        """The fault, for a while."""
        self.faults[point] = fault
        try:
            yield
        finally:
            del self.faults[point]

    def times(self, message_id: str) -> int:
        """How often a message was accepted."""
        return sum(message.message_id == message_id for message in self.accepted)

    def to(self, recipient: str) -> list[Accepted]:
        """What was accepted for somebody."""
        return [message for message in self.accepted if message.recipient == recipient]


class Listening(Controller):
    """Makes a Conversation of each connection."""

    def factory(self) -> SMTP:
        return Conversation(self.handler, enable_SMTPUTF8=True)
