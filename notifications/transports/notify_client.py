"""The few calls of GOV.UK Notify's REST API that the post needs (its published documentation, v2).

A call answers with a status, or raises: NotReached while nothing had been handed over, BrokenOff
from then on. Every request carries a token signed with the API key (JSON Web Token, HS256), which
Notify takes for thirty seconds: a request that a stopped machine sends later is refused.
"""

import base64
import hashlib
import hmac
import http.client
import json
import re
import ssl
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from django.conf import settings

CONNECT_SECONDS = 10
ANSWER_SECONDS = 30
TOKEN_SECONDS = 25
LARGEST_ANSWER = 1_000_000

_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
API_KEY = re.compile(rf"(?:.+-)?(?P<service>{_UUID})-(?P<secret>{_UUID})\Z", re.IGNORECASE)


class NotReached(OSError):
    """Nothing had been handed over: it was certainly not taken."""


class BrokenOff(OSError):
    """The request had been begun, and no status came: nobody knows whether it was taken."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back. body: empty where it broke off, or is no JSON object."""

    status: int
    body: dict = field(default_factory=dict)
    retry_after: int = 0


def post(path: str, content: dict, *, issued_at: float) -> Answer:
    """Send something. issued_at: of the token, in seconds. Raises NotReached, BrokenOff."""
    return _call("POST", path, body=json.dumps(content).encode(), issued_at=issued_at)


def notifications(*, reference: str) -> Answer:
    """What Notify has by a reference. Raises NotReached, BrokenOff."""
    query = urlencode({"reference": reference})
    return _call("GET", f"/v2/notifications?{query}", body=None, issued_at=time.time())


def token(*, issued_at: float) -> str:
    """Proof of who asks: issuer and time, signed with the secret of the API key."""
    key = API_KEY.match(settings.NOTIFY_API_KEY)
    head = _part({"typ": "JWT", "alg": "HS256"})
    signed = f"{head}.{_part({'iss': key['service'], 'iat': int(issued_at)})}"
    mac = hmac.new(key["secret"].encode(), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{_url_safe(mac)}"


def _part(value: dict) -> str:
    return _url_safe(json.dumps(value, separators=(",", ":")).encode())


def _url_safe(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _call(method: str, path: str, *, body: bytes | None, issued_at: float) -> Answer:
    base = urlsplit(settings.NOTIFY_BASE_URL)
    connection = _connection(base.scheme, base.hostname, base.port)
    try:
        try:
            connection.connect()
        except OSError as error:
            raise NotReached(type(error).__name__) from error
        if time.time() - issued_at > TOKEN_SECONDS:
            raise NotReached("TokenTooOld")
        connection.sock.settimeout(ANSWER_SECONDS)
        headers = {
            "Authorization": f"Bearer {token(issued_at=issued_at)}",
            "Content-Type": "application/json",
            "Accept": "application/json",
        }
        try:
            connection.request(method, base.path.rstrip("/") + path, body=body, headers=headers)
            response = connection.getresponse()
        except (OSError, http.client.HTTPException) as error:
            raise BrokenOff(type(error).__name__) from error
        return Answer(status=response.status, body=_body(response), retry_after=_seconds(response))
    finally:
        connection.close()


def _connection(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "http":
        return http.client.HTTPConnection(host, port, timeout=CONNECT_SECONDS)
    return http.client.HTTPSConnection(
        host, port, timeout=CONNECT_SECONDS, context=ssl.create_default_context()
    )


def _body(response: http.client.HTTPResponse) -> dict:
    """The status has come; a body that breaks off takes nothing from it."""
    try:
        found = json.loads(response.read(LARGEST_ANSWER))
    except (OSError, http.client.HTTPException, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _seconds(response: http.client.HTTPResponse) -> int:
    wait = response.headers.get("Retry-After", "")
    return int(wait) if wait.isdecimal() and len(wait) < 7 else 0
