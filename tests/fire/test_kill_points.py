"""The worker is killed by SIGKILL at each point of telling and sending, one after another.

Sixteen cases are acknowledged, each with a worker that dies at one point; what the broker held is
lost each time. Then a clean worker and the sweeps. The mail server de-duplicates nothing.
"""

import os
import signal
from dataclasses import dataclass

import pytest

from tests.fire.killing import Rig
from tests.fire.mail_server import POINTS, Fault

DEADLINE = (
    "SELECT met_at IS NOT NULL FROM cases_deadline d JOIN cases_case c ON c.id = d.case_id"
    " WHERE c.reference = %s AND d.limit = 'acknowledge'"
)
ATTEMPTS = (
    "SELECT d.state, d.provider_reference, d.reason FROM notifications_delivery d"
    " JOIN notifications_message m ON m.id = d.message_id JOIN cases_case c ON c.id = m.case_id"
    " WHERE c.reference = %s AND m.kind = 'acknowledgement' ORDER BY d.id"
)
OUTBOX = (
    "SELECT o.state, o.attempts FROM cases_outboxentry o JOIN cases_event e ON e.id = o.event_id"
    " JOIN cases_case c ON c.id = e.case_id"
    " WHERE c.reference = %s AND e.kind = 'case.acknowledged'"
)
LETTERS = (
    "SELECT l.path FROM notifications_letter l JOIN cases_case c ON c.id = l.case_id"
    " WHERE c.reference = %s AND l.kind = 'acknowledgement'"
)
TOLD = (
    "SELECT count(*) FROM cases_event e JOIN cases_case c ON c.id = e.case_id"
    " WHERE c.reference = %s AND e.kind = 'letter.told'"
    " AND e.payload ->> 'letter' = 'acknowledgement'"
)


@dataclass(frozen=True)
class Killed:
    """Where, in which kind of pool, and what must come of it.

    taken: how often the mail server took the message. known: whether we can know what became of it.
    """

    point: str
    taken: int
    known: bool
    pool: str = "solo"

    @property
    def state(self) -> str:
        return "accepted" if self.known else "uncertain"


KILLED = [
    # Nothing was begun, or nothing of it remains: done again, whole.
    Killed("before-telling", 1, known=True),
    Killed("letter-on-disk", 1, known=True, pool="prefork"),
    Killed("before-told-commits", 1, known=True),
    Killed("told", 1, known=True),
    Killed("before-claim", 1, known=True, pool="prefork"),
    # Claimed, and nobody came back to say how far it went.
    Killed("claimed", 0, known=False, pool="prefork"),
    Killed("connect", 0, known=False),
    Killed("EHLO", 0, known=False),
    Killed("MAIL", 0, known=False),
    Killed("RCPT", 0, known=False),
    Killed("DATA", 0, known=False, pool="prefork"),
    Killed("body", 1, known=False, pool="prefork"),
    Killed("answered", 1, known=False),
    Killed("before-finish", 1, known=False),
    Killed("before-finish-commits", 1, known=False, pool="prefork"),
    # Written down before the end.
    Killed("finished", 1, known=True),
]
EACH = pytest.mark.parametrize("killed", KILLED, ids=lambda killed: f"{killed.point}-{killed.pool}")


class MailRig(Rig):
    """Also dies when the mail server has come to a point."""

    def faults_at(self, point: str, group: int):
        """At the server's points; `answered`: the answer has come, and nobody can read it."""
        if point not in POINTS:
            return
        kill = Fault(call=lambda: os.killpg(group, signal.SIGKILL))
        yield self.site.mail.failing(point, kill)
        if point == "answered":
            halt = Fault(call=lambda: os.killpg(group, signal.SIGSTOP))
            yield self.site.mail.failing("body", halt)


@pytest.fixture(scope="module")
def references(site) -> dict[Killed, str]:
    """After all the killing and the recovery: which case was acknowledged at which point."""
    found = {killed: site.apply(f"killed.{killed.point}") for killed in KILLED}
    with site.worker():
        site.settle()
    rig, spoc = MailRig(site), site.spoc()
    try:
        for killed, reference in found.items():
            site.empty_broker()
            spoc.get(f"{site.case_address(reference)}acknowledge/")
            spoc.submit(button="Send the acknowledgement")
            rig.work_until_dead(killed.point, pool=killed.pool)
    finally:
        rig.stop()
    site.empty_broker()
    with site.worker():
        site.settle()
    return found


@EACH
def test_the_mail_server_takes_it_at_most_once_and_what_nobody_knows_is_not_sent_again(
    site, references, killed
):
    attempts = site.rows(ATTEMPTS, references[killed])
    assert [state for state, _, _ in attempts] == [killed.state]
    (_, message_id, _) = attempts[0]
    assert site.mail.times(message_id) == killed.taken
    receipt = 1
    assert len(site.mail.to(f"killed.{killed.point}@home.example")) == receipt + killed.taken


@EACH
def test_the_event_is_told_once_and_its_letter_is_stored_once(site, references, killed):
    assert [state for state, _ in site.rows(OUTBOX, references[killed])] == ["told"]
    ((path,),) = site.rows(LETTERS, references[killed])
    assert (site.stack.home.storage / path).read_bytes().startswith(b"%PDF")


@EACH
def test_only_what_is_known_to_be_accepted_meets_the_deadline(site, references, killed):
    ((met,),) = site.rows(DEADLINE, references[killed])
    assert met == killed.known
    assert site.count(TOLD, references[killed]) == killed.known


@EACH
def test_the_spoc_is_shown_what_nobody_knows_and_what_to_do(site, references, killed):
    page = site.spoc_page(references[killed])
    shown = "It is not sent again by itself. Have the mail server's log searched." in page
    assert shown == (not killed.known)
    assert ("Told by e-mail" in page) is True  # the receipt at least


def test_every_letter_of_the_record_is_on_the_disk(site, references):
    """Whatever was killed between the file and its row."""
    stored = {path.name for path in site.stack.home.storage.rglob("*") if path.is_file()}
    known = site.rows(
        "SELECT path FROM notifications_letter UNION SELECT path FROM notifications_lettertwin"
    )
    assert {path.rpartition("/")[2] for (path,) in known} <= stored
