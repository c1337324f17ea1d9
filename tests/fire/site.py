"""A system of its own to be set on fire: cluster, broker, web, and a mail server that keeps count.

Not the demonstration: mail goes out by SMTP. Workers and beats are started by each test.
"""

import datetime as dt
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg2
import redis
from celery import Celery

from ct_portal.embedded import ports
from ct_portal.embedded.form_browser import FormBrowser
from ct_portal.embedded.home import throwaway_home
from ct_portal.embedded.postgres import DATABASE, SUPERUSER
from ct_portal.embedded.processes import Child
from ct_portal.embedded.stack import Stack
from ct_portal.queues import BY_URGENCY
from tests.fake_notify import FakeNotify
from tests.fire.applicant import PATIENCE, Applicant
from tests.fire.mail_server import MailServer

REFERENCE_OF = (
    "SELECT c.reference FROM cases_case c JOIN cases_person p ON p.case_id = c.id"
    " WHERE p.email = %s"
)
SWEEPS = ("notifications.tasks.sweep_outbox", "notifications.tasks.sweep_deliveries")
BY_NOTIFY = {"MAIL_BY": "notify"}


@dataclass
class Site:
    """The running system and what tests do to it."""

    stack: Stack
    mail: MailServer
    notify: FakeNotify
    ids: dict
    measured: dict[str, str] = field(default_factory=dict)
    _spoc: FormBrowser | None = None
    _opened: Applicant | None = None

    def applicant(self, name: str) -> Applicant:
        """Somebody new, whose e-mail address tells them apart."""
        return Applicant(base_url=self.stack.base_url, ids=self.ids, name=name)

    def apply(self, name: str) -> str:
        """Somebody new applies; their reference."""
        ((reference,),) = self.rows(REFERENCE_OF, self.send(name).email)
        return reference

    def send(self, name: str) -> Applicant:
        """Somebody new sends an application, with a form that was opened before."""
        person = self.applicant(name)
        if self._opened is None:
            self._opened = self.applicant("opener")
            assert self._opened.open_form().status == 200
        token = self._opened.typed["csrfmiddlewaretoken"]
        person.cookies = dict(self._opened.cookies)
        person.typed = {**person.form, "csrfmiddlewaretoken": token}
        answer = person.send()
        assert (answer.status, answer.location) == (302, person.applied)
        return person

    def connect(self) -> psycopg2.extensions.connection:
        """The database, past row-level security."""
        return psycopg2.connect(
            self.stack.environ["DATABASE_URL"],
            user=SUPERUSER,
            password=self.stack.secrets["superuser"],
            dbname=DATABASE,
        )

    def rows(self, statement: str, *values) -> list[tuple]:
        """What the database holds, read past row-level security; or changed, by time passing."""
        connection = self.connect()
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, values or None)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def count(self, statement: str, *values) -> int:
        """The one number that a statement gives."""
        return self.rows(statement, *values)[0][0]

    def until(self, holds: Callable[[], bool], *, what: str, seconds: float = 30) -> float:
        """Wait until something holds; the seconds it took. Fails with the ends of the logs."""
        began = time.monotonic()
        while not holds():
            if time.monotonic() - began > seconds:
                raise AssertionError(f"not after {seconds} s: {what}\n{self.stack.logs()}")
            time.sleep(0.05)
        return time.monotonic() - began

    def sweep(self) -> None:
        """What beat asks for every quarter of a minute."""
        with Celery(broker=self.stack.environ["REDIS_URL"]) as app:
            for name in SWEEPS:
                app.send_task(name, queue="post")

    def empty_broker(self) -> None:
        """All that the broker held is lost."""
        with redis.Redis.from_url(self.stack.environ["REDIS_URL"]) as client:
            client.flushall()

    def pass_time(self) -> None:
        """Every wait is over: for the next attempt, and for workers that did not come back."""
        self.rows("UPDATE notifications_delivery SET due_at = now() WHERE state = 'queued'")
        self.rows(
            "UPDATE notifications_delivery SET claimed_at = claimed_at - %s"
            " WHERE state = 'sending' OR (state = 'uncertain' AND transport = 'notify')",
            dt.timedelta(hours=1),
        )
        self.rows(
            "UPDATE notifications_delivery SET due_at = now() WHERE state = 'uncertain'"
            " AND transport = 'notify'"
        )
        self.rows(
            "UPDATE cases_outboxentry SET written_at = written_at - %s WHERE state = 'waiting'",
            dt.timedelta(days=1),
        )

    def unsettled(self) -> int:
        """Events not told and e-mails whose fate is not known yet."""
        return self.count(
            "SELECT (SELECT count(*) FROM cases_outboxentry WHERE state = 'waiting') + (SELECT"
            " count(*) FROM notifications_delivery WHERE channel = 'email'"
            " AND state IN ('queued', 'sending'))"
        )

    @contextmanager
    def by_notify(self) -> Iterator[None]:
        """Workers that are started meanwhile send e-mail by GOV.UK Notify."""
        before = {name: self.stack.environ.get(name) for name in BY_NOTIFY}
        self.stack.environ |= BY_NOTIFY
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    del self.stack.environ[name]
                else:
                    self.stack.environ[name] = value

    @contextmanager
    def worker(self, *names: str) -> Iterator[list[Child]]:
        """Clean workers, as many as names; ready when they say so, stopped afterwards."""
        started = [self.stack.start_worker(name=name) for name in names or ["worker"]]
        for child in started:
            self.stack.processes.wait_ready(
                child, lambda log=child.log: " ready." in log.read_text(), seconds=60
            )
        try:
            yield started
        finally:
            for child in started:
                self.stack.processes.end(child)

    def settle(self) -> None:
        """Sweeps until nothing waits, and two more that must find nothing to do."""
        for _ in range(2):
            self.pass_time()
            self.sweep()
            self.until(lambda: self.unsettled() == 0, what="everything is settled", seconds=60)
        self.sweep()
        self.until(self.idle, what="the workers are idle")

    def idle(self) -> bool:
        """Nothing waits in the broker and nothing is being worked on."""
        with redis.Redis.from_url(self.stack.environ["REDIS_URL"]) as client:
            waiting = sum(client.llen(name) for name in BY_URGENCY)
            return not waiting and not client.hlen("unacked")

    def spoc(self) -> FormBrowser:
        """The single point of contact, signed in; waits as long as an applicant does."""
        browser = FormBrowser(base_url=self.stack.base_url, patience=PATIENCE)
        browser.get("/accounts/login/")
        browser.submit({"login": self.ids["spoc"], "password": self.ids["password"]})
        return browser

    def spoc_page(self, reference: str) -> str:
        """The words of a case's page as the SPOC reads it."""
        if self._spoc is None:
            self._spoc = self.spoc()
        return self._spoc.get(self.case_address(reference)).words

    def case_address(self, reference: str) -> str:
        """A case's page for the SPOC."""
        return f"/spoc/{self.ids['slug']}/cases/{reference}/"


@contextmanager
def burning() -> Iterator[Site]:
    """The system with its web process; no worker runs yet."""
    home, _held = throwaway_home(purpose="fire")
    stack = Stack(home, external=False, durable=True)
    mail, notify = MailServer(), FakeNotify()
    stack.environ |= notify.environ | {
        "DEMO": "0",
        "SERVE_UNCOLLECTED": "1",
        "DEFAULT_FROM_EMAIL": "no-reply@casereview.example",
        "EMAIL_URL": f"smtp://{ports.LOOPBACK}:{mail.port}",
        "DJANGO_SETTINGS_MODULE": "ct_portal.settings",
    }
    mail.start()
    notify.start()
    try:
        stack.serve_at(host=ports.LOOPBACK, port=ports.any_free())
        stack.start_services()
        stack.bootstrap(demo=False)
        ids = stack.manage("shell", "-c", "from tests.fire.inside import build; build()")
        stack.start_web()
        yield Site(stack, mail, notify, json.loads(ids.splitlines()[-1]))
    finally:
        stack.stop()
        mail.stop()
        notify.stop()
