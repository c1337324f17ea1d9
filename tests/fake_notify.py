"""A server that behaves as GOV.UK Notify's API, in a thread; it keeps what it takes, and can fail.

It checks the token of each request, keeps references as Notify does (the same one twice is two
messages), answers questions by reference, and sends receipts. At each point of a request a test
may have it answer otherwise, hang up, or call something. Points, in order: connect (it begins),
request (all of it is here, nothing is taken), taken (kept, not yet answered), answer (in the middle
of it).
"""

import base64
import hashlib
import hmac
import http.client
import json
import socket
import struct
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from ct_portal.embedded import ports

SERVICE = "26785a09-ab16-4eb0-8407-a37497a57506"
SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0"
API_KEY = f"tests-only-{SERVICE}-{SECRET}"
CALLBACK_TOKEN = "tests-only-callback-token-of-thirty-characters"
EMAIL_TEMPLATE = "9d751e0e-f929-4891-82a1-a3e1c3c18ee3"
TEXT_TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
TAKES_FOR = 30
KINDS = {"email": "email_address", "sms": "phone_number", "letter": "content"}
REFUSES = "refuses connections"


@dataclass
class Taken:
    """A message that this server has taken, and what has become of it."""

    id: str
    kind: str
    reference: str
    content: dict
    status: str


@dataclass(frozen=True)
class Fault:
    """What happens at a point instead of going on.

    status: answered instead, with `error` as its kind and `headers`. hang_up: the connection is
    reset. silent: nothing is answered until the client gives up. call: called first.
    """

    status: int = 0
    error: str = "Exception"
    headers: dict = field(default_factory=dict)
    hang_up: bool = False
    silent: bool = False
    call: Callable[[Taken | None], None] | None = None


class Refusal(Exception):
    """An answer that is none of success."""

    def __init__(self, status: int, error: str, message: str):
        super().__init__(message)
        self.status, self.error = status, error


class FakeNotify:
    """`faults` by point, `taken` in the order of arrival."""

    def __init__(self) -> None:
        self.port = ports.any_free()
        self.base_url = f"http://{ports.LOOPBACK}:{self.port}"
        self.faults: dict[str, Fault] = {}
        self.taken: list[Taken] = []
        self.asked: list[str] = []
        self._server: ThreadingHTTPServer | None = None

    @property
    def environ(self) -> dict[str, str]:
        """What a service is told of it."""
        return {
            "NOTIFY_BASE_URL": self.base_url,
            "NOTIFY_API_KEY": API_KEY,
            "NOTIFY_CALLBACK_TOKEN": CALLBACK_TOKEN,
            "NOTIFY_EMAIL_TEMPLATE": EMAIL_TEMPLATE,
            "NOTIFY_TEXT_TEMPLATE": TEXT_TEMPLATE,
        }

    def start(self) -> None:
        """Listen, at the same port as before where it was stopped."""
        self._server = Listening((ports.LOOPBACK, self.port), Conversation)
        self._server.fake = self
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """Refuse connections from now on."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    @contextmanager
    def failing(self, point: str, fault: Fault) -> Iterator[None]:
        """The fault, for a while."""
        if point == REFUSES:
            self.stop()
        else:
            self.faults[point] = fault
        try:
            yield
        finally:
            if point == REFUSES:
                self.start()
            else:
                del self.faults[point]

    def to(self, address: str) -> list[Taken]:
        """What was taken for an e-mail address or a phone number."""
        fields = ("email_address", "phone_number")
        return [one for one in self.taken if address in (one.content.get(name) for name in fields)]

    def times(self, reference: str) -> int:
        """How often a reference was taken."""
        return sum(one.reference == reference for one in self.taken)

    def take(self, kind: str, content: dict) -> Taken:
        """Keep a message. Raises Refusal where the API would."""
        if not content.get(KINDS[kind]):
            raise Refusal(400, "ValidationError", f"{KINDS[kind]} is a required property")
        wanted = {"email": EMAIL_TEMPLATE, "sms": TEXT_TEMPLATE}.get(kind)
        if wanted and content.get("template_id") != wanted:
            raise Refusal(400, "BadRequestError", "Template not found")
        if kind == "letter":
            if not content.get("reference"):
                raise Refusal(400, "ValidationError", "reference is a required property")
            if not base64.b64decode(content["content"], validate=True).startswith(b"%PDF"):
                raise Refusal(400, "BadRequestError", "Letter content is not a valid PDF")
        taken = Taken(
            id=str(uuid.uuid4()),
            kind=kind,
            reference=content.get("reference"),
            content=content,
            status="pending-virus-check" if kind == "letter" else "created",
        )
        self.taken.append(taken)
        return taken


def receipt_of(taken: Taken, status: str) -> dict:
    """What Notify posts about an e-mail or a text."""
    moment = "2026-06-10T11:00:00.000000Z"
    return {
        "id": taken.id,
        "reference": taken.reference,
        "to": taken.content.get(KINDS[taken.kind]),
        "status": status,
        "created_at": moment,
        "completed_at": moment,
        "sent_at": moment,
        "notification_type": taken.kind,
        "template_id": taken.content.get("template_id"),
        "template_version": 1,
    }


def returned_of(taken: Taken) -> dict:
    """What Notify posts about a letter that came back."""
    return {
        "notification_id": taken.id,
        "reference": taken.reference,
        "date_sent": "2026-06-10T11:00:00.000000Z",
        "sent_by": None,
        "template_name": "Pre-compiled PDF",
        "template_id": str(uuid.uuid4()),
        "template_version": 1,
        "spreadsheet_file_name": None,
        "spreadsheet_row_number": None,
        "upload_letter_file_name": None,
    }


def post_receipt(base_url: str, content: dict, *, token: str = CALLBACK_TOKEN) -> int:
    """Post a receipt as Notify does; the status that came back."""
    at = urlsplit(base_url)
    connection = http.client.HTTPConnection(at.hostname, at.port, timeout=30)
    try:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        connection.request("POST", "/notify/receipts/", json.dumps(content), headers)
        return connection.getresponse().status
    finally:
        connection.close()


class Listening(ThreadingHTTPServer):
    """Its threads end with the process; whoever hangs up is no error."""

    daemon_threads = True
    allow_reuse_address = True
    fake: FakeNotify

    def handle_error(self, request, client_address) -> None:
        return


class Conversation(BaseHTTPRequestHandler):
    """One request; every step asks first whether something is to go wrong."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments) -> None:
        return

    def handle(self) -> None:
        """The first fault waits for a request to begin: before that, hanging up is no news."""
        if "connect" in self.server.fake.faults:
            self.connection.recv(1, socket.MSG_PEEK)
        if not self._stopped("connect", None):
            super().handle()

    def do_POST(self) -> None:
        size = int(self.headers.get("Content-Length", "0"))
        content = json.loads(self.rfile.read(size))
        if self._stopped("request", None):
            return
        try:
            self._check_token()
            kind = self.path.removeprefix("/v2/notifications/")
            if kind not in KINDS:
                raise Refusal(404, "NotFound", "not found")
            taken = self.server.fake.take(kind, content)
        except Refusal as refusal:
            self._refuse(refusal)
            return
        if not self._stopped("taken", taken):
            self._answer(201, {"id": taken.id, "reference": taken.reference})

    def do_GET(self) -> None:
        if self._stopped("question", None):
            return
        try:
            self._check_token()
        except Refusal as refusal:
            self._refuse(refusal)
            return
        (reference,) = parse_qs(urlsplit(self.path).query)["reference"]
        self.server.fake.asked.append(reference)
        found = [
            {"id": one.id, "reference": one.reference, "type": one.kind, "status": one.status}
            for one in self.server.fake.taken
            if one.reference == reference
        ]
        self._answer(200, {"notifications": found, "links": {"current": self.path}})

    def _check_token(self) -> None:
        """Signed with the key's secret, for this service, and no older than half a minute."""
        proof = self.headers.get("Authorization", "").removeprefix("Bearer ")
        signed, _, mac = proof.rpartition(".")
        expected = hmac.new(SECRET.encode(), signed.encode(), hashlib.sha256).digest()
        if not hmac.compare_digest(_decoded(mac), expected):
            raise Refusal(403, "AuthError", "Invalid token: signature")
        head, claims = (json.loads(_decoded(part)) for part in signed.split("."))
        if head != {"typ": "JWT", "alg": "HS256"} or claims["iss"] != SERVICE:
            raise Refusal(403, "AuthError", "Invalid token: service not found")
        if abs(time.time() - claims["iat"]) > TAKES_FOR:
            raise Refusal(403, "AuthError", "Error: Your system clock must be accurate")

    def _stopped(self, point: str, taken: Taken | None) -> bool:
        """Have the fault of a point happen; whether there is nothing to go on with."""
        fault = self.server.fake.faults.get(point)
        if fault is None:
            return False
        if fault.call:
            fault.call(taken)
        if fault.hang_up:
            self._reset()
        elif fault.silent:
            self.connection.settimeout(60)
            self.connection.recv(1)
            self.close_connection = True
        elif fault.status:
            self._answer(
                fault.status,
                {"status_code": fault.status, "errors": [{"error": fault.error, "message": "x"}]},
                fault.headers,
            )
        return fault.hang_up or fault.silent or bool(fault.status)

    def _reset(self) -> None:
        """As a machine that went away does it: nothing more is sent, and nothing is awaited."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.shutdown(socket.SHUT_RD)
        self.connection.close()

    def _refuse(self, refusal: Refusal) -> None:
        error = {"error": refusal.error, "message": str(refusal)}
        self._answer(refusal.status, {"status_code": refusal.status, "errors": [error]})

    def _answer(self, status: int, content: dict, headers: dict | None = None) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        if "answer" in self.server.fake.faults:
            self.wfile.write(body[: len(body) // 2])
            self.wfile.flush()
            self._stopped("answer", None)
            return
        self.wfile.write(body)


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
