"""Somebody who fills in the public form by plain HTTP, quick enough for two hundred at once."""

import datetime as dt
import html
import http.client
import re
import time
import urllib.parse
from dataclasses import dataclass
from types import SimpleNamespace

from tests.public_form import joans_form

FIELD = re.compile(r'<input type="hidden" name="(csrfmiddlewaretoken|key)" value="([^"]+)"')
PATIENCE = 240  # seconds; what is asserted about speed is asserted of what was measured
REFERENCE = re.compile(r"\bBNS-\w{4}-\w{4}\b")


@dataclass(frozen=True)
class Answer:
    """What came back: 0 where nothing did."""

    status: int
    location: str
    body: str
    seconds: float


class Applicant:
    """One person: an address, a browser's cookies, a form that was opened and what was typed."""

    def __init__(self, *, base_url: str, ids: dict, name: str):
        self.address = urllib.parse.urlsplit(base_url)
        self.apply = f"/p/{ids['slug']}/apply/"
        self.applied = f"/p/{ids['slug']}/applied/"
        self.email = f"{name}@home.example"
        self.cookies: dict[str, str] = {}
        self.typed: dict = {}
        places = {
            key: SimpleNamespace(pk=ids[key])
            for key in ("district", "council", "police", "landlord")
        }
        self.form = joans_form(
            SimpleNamespace(**places), on=dt.datetime.now().astimezone().date(), email=self.email
        )

    def open_form(self) -> Answer:
        """The empty form: its key and its token are noted."""
        answer = self.ask("GET", self.apply)
        if answer.status == 200:
            self.typed = {**self.form, **dict(FIELD.findall(answer.body))}
        return answer

    def send(self) -> Answer:
        """Press Send; pressing it again sends the same."""
        body = urllib.parse.urlencode(self.typed, doseq=True)
        return self.ask("POST", self.apply, body=body)

    def send_again(self, shown: str) -> Answer:
        """Press the button of the page that says that it could not be stored."""
        fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', shown)
        pairs = [(html.unescape(name), html.unescape(value)) for name, value in fields]
        return self.ask("POST", self.apply, body=urllib.parse.urlencode(pairs))

    def reference(self) -> str:
        """What the page after sending says, to be written down."""
        answer = self.ask("GET", self.applied)
        found = REFERENCE.search(answer.body)
        assert found, f"no reference on the page after sending ({answer.status})"
        return found[0]

    def ask(self, method: str, path: str, *, body: str | None = None) -> Answer:
        """One request on a connection of its own, its cookies kept."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": self.address.geturl(),
            }
        connection = http.client.HTTPConnection(self.address.netloc, timeout=PATIENCE)
        began = time.monotonic()
        try:
            connection.request(method, path, body=body, headers=headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        except OSError as error:
            return Answer(0, "", type(error).__name__, time.monotonic() - began)
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        location = answer.headers.get("Location", "")
        return Answer(answer.status, location, text, time.monotonic() - began)
