"""A mail server that refuses, is slow or hangs up, at each point of a conversation.

Each fault meets the receipt of one application; then the server is well again and time passes.
"""

from contextlib import nullcontext
from dataclasses import dataclass

import pytest

from tests.fire.mail_server import Fault
from tests.fire.site import Site

ATTEMPTS = (
    "SELECT d.channel, d.state, d.provider_reference FROM notifications_delivery d"
    " JOIN notifications_message m ON m.id = d.message_id JOIN cases_case c ON c.id = m.case_id"
    " WHERE c.reference = %s AND m.kind = 'receipt' ORDER BY d.id"
)
AGAIN = [("email", "failed"), ("email", "accepted")]
BY_POST = [("email", "failed"), ("post", "queued")]
UNKNOWN = [("email", "uncertain")]
AT_ONCE = [("email", "accepted")]
REFUSES = "refuses connections"
REFUSING = ("MAIL", "RCPT", "DATA", "body")


@dataclass(frozen=True)
class Met:
    """A fault at a point, and the attempts that must come of it; `taken` by the server in all."""

    point: str
    fault: Fault
    attempts: list
    taken: int

    def __str__(self) -> str:
        hung = "hangs-up-having-taken-it" if self.fault.taken else "hangs-up"
        did = self.fault.answer or (hung if self.fault.hang_up else "slow")
        return f"{self.point}-{did}"


HANGS_UP = Fault(hang_up=True)
MET = [
    Met(REFUSES, Fault(), AGAIN, 1),
    Met("connect", Fault(answer="421 busy"), AGAIN, 1),
    *(
        Met(point, Fault(answer="451 later"), AGAIN, 1)
        for point in ("MAIL", "RCPT", "DATA", "body")
    ),
    *(Met(point, Fault(answer="550 no"), BY_POST, 0) for point in REFUSING),
    # Nothing was handed over yet, so that it is known not to have been taken.
    *(Met(point, HANGS_UP, AGAIN, 1) for point in ("connect", "EHLO", "MAIL", "RCPT", "DATA")),
    # The whole message was on its way: nobody knows.
    Met("body", HANGS_UP, UNKNOWN, 0),
    Met("body", Fault(hang_up=True, taken=True), UNKNOWN, 1),
    Met("answered", HANGS_UP, AT_ONCE, 1),
    *(Met(point, Fault(seconds=0.5), AT_ONCE, 1) for point in ("connect", "RCPT", "body")),
]


@pytest.fixture(scope="module")
def references(site) -> dict[str, str]:
    """After all the faults, each met by one application."""
    with site.worker():
        found = {str(met): meet(site, met, name=f"fault.{n}") for n, met in enumerate(MET)}
        site.settle()
    return found


def meet(site: Site, met: Met, *, name: str) -> str:
    """One application whose receipt meets the fault; its reference."""
    if met.point == REFUSES:
        site.mail.stop()
    with nullcontext() if met.point == REFUSES else site.mail.failing(met.point, met.fault):
        reference = site.apply(name)
        site.until(
            lambda: (
                [state for _, state, _ in site.rows(ATTEMPTS, reference)][:1]
                not in ([], ["queued"], ["sending"])
            ),
            what=f"the first attempt has met {met}",
        )
    if met.point == REFUSES:
        site.mail.start()
    return reference


@pytest.mark.parametrize("met", MET, ids=str)
def test_what_the_server_did_decides_what_follows(site, references, met):
    attempts = site.rows(ATTEMPTS, references[str(met)])
    assert [(channel, state) for channel, state, _ in attempts] == met.attempts
    times = [site.mail.times(message_id) for _, _, message_id in attempts if message_id]
    assert sum(times) == met.taken
    assert max(times) <= 1
