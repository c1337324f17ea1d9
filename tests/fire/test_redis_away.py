"""The broker is away while people apply, and comes back empty."""

import signal

import pytest

from tests.fire.site import Site

MOST_SECONDS = 3
TWENTY = range(20)


def mailed_once(site: Site, names: list[str]) -> bool:
    """Everybody has their receipt; fails where somebody has two."""
    found = [len(site.mail.to(f"{name}@home.example")) for name in names]
    assert max(found) <= 1
    return min(found) == 1


@pytest.fixture
def workers(site):
    """A worker and beat, as in production."""
    with site.worker() as started:
        beat = site.stack.start_beat()
        site.stack.processes.wait_ready(
            beat, lambda: "beat begins" in beat.log.read_text(), seconds=60
        )
        yield [*started, beat]
        site.stack.processes.end(beat)


def test_twenty_applications_while_redis_is_stopped_are_all_mailed_once(site, workers):
    """Nobody waits long or sees an error; staff can sign in; worker and beat come back alone."""
    broker = site.stack.processes.named("broker")
    site.stack.processes.end(broker)
    names = [f"no.redis.{number}" for number in TWENTY]
    answers = []
    for name in names:
        applicant = site.applicant(name)
        answers += [applicant.open_form(), applicant.send()]
    track = site.applicant("anybody").ask("GET", f"/p/{site.ids['slug']}/track/")
    site.spoc().get(f"/spoc/{site.ids['slug']}/").expect_words("Joan Marsh")
    assert [answer.status for answer in answers] == [200, 302] * len(names)
    slowest = max(answer.seconds for answer in [*answers, track])
    assert slowest < MOST_SECONDS
    again = broker.again()
    took = site.until(
        lambda: mailed_once(site, names), what="all twenty receipts are mailed", seconds=90
    )
    assert [child.process.poll() for child in [*workers, again]] == [None] * 3
    site.settle()
    assert mailed_once(site, names)
    site.measured["slowest page while Redis was stopped"] = f"{slowest:.2f} s"
    site.measured["twenty letters written and mailed after Redis came back"] = f"{took:.1f} s"


def test_a_redis_that_hangs_holds_nobody_up_for_long(site, workers):
    """It takes connections and answers nothing: worse than being away."""
    broker = site.stack.processes.named("broker")
    broker.process.send_signal(signal.SIGSTOP)
    names = [f"hung.redis.{number}" for number in range(5)]
    try:
        answers = []
        for name in names:
            applicant = site.applicant(name)
            answers += [applicant.open_form(), applicant.send()]
    finally:
        broker.process.send_signal(signal.SIGCONT)
    assert [answer.status for answer in answers] == [200, 302] * len(names)
    slowest = max(answer.seconds for answer in answers)
    site.measured["slowest page while Redis hung"] = f"{slowest:.2f} s"
    assert slowest < 2 * MOST_SECONDS
    site.until(lambda: mailed_once(site, names), what="all receipts are mailed", seconds=90)
