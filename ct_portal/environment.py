"""Typed reading of the environment. What is missing, malformed or contradictory fails at start.

Each failure is one sentence that names the variable, and never shows a value that may be secret.
"""

import os
import re
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# The default of what has none.
REQUIRED = object()
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
DATABASES = ("postgres", "postgresql")
BROKERS = ("redis", "rediss")
LOOPBACK = ("localhost", "127.0.0.1", "::1")
POOLERS_PORT = 6432
SHORTEST_KEY = 50
NOTIFY = ("API_KEY", "CALLBACK_TOKEN")
NOTIFY_AT = "https://api.notifications.service.gov.uk"
UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
NOTIFY_KEY = re.compile(rf"(?:.+-)?{UUID}-{UUID}\Z", re.IGNORECASE)
SHORTEST_TOKEN = 30


def text(name: str, default=REQUIRED) -> str:
    """A setting as it stands. Raises ImproperlyConfigured where it is required and not set."""
    value = os.environ.get(name, "")
    if value:
        return value
    if default is REQUIRED:
        raise ImproperlyConfigured(f"Set {name} in the environment.")
    return default


def flag(name: str, default: bool) -> bool:
    """`1` or `0`."""
    value = text(name, "1" if default else "0")
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} must be 0 or 1, not {value!r}.")
    return value == "1"


def whole(name: str, default: int, *, least: int = 0) -> int:
    """A whole number that is not below `least`."""
    value = text(name, str(default))
    if not value.isdecimal() or int(value) < least:
        raise ImproperlyConfigured(
            f"{name} must be a whole number of at least {least}, not {value!r}."
        )
    return int(value)


def listed(name: str, default: str = "") -> list[str]:
    """A comma-separated list without blanks."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def one_of(name: str, default: str, choices: tuple[str, ...]) -> str:
    """One of a few words."""
    value = text(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {value!r}.")
    return value


def address(name: str, default=REQUIRED, *, schemes: tuple[str, ...]) -> str:
    """An address with one of the schemes and a host; never shown: it holds secrets."""
    value = text(name, default)
    parts = _split(name, value)
    if parts.scheme not in schemes or not parts.hostname:
        raise ImproperlyConfigured(f"{name} must look like {schemes[0]}://host.")
    return value


def database(name: str, default=REQUIRED) -> str:
    """The address of a PostgreSQL database, with the user and the database in it."""
    value = text(name, default)
    if not value:
        return value
    parts = _split(name, address(name, schemes=DATABASES))
    if not parts.username or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            f"{name} must name a user and a database: postgres://user:password@host:port/database."
        )
    return value


def web_address(name: str, default=REQUIRED) -> str:
    """Where people reach the service: scheme and host, perhaps a port, and nothing behind."""
    value = text(name, default).rstrip("/")
    parts = _split(name, value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise ImproperlyConfigured(
            f"{name} must be an address such as https://asb.example.org, not {value!r}."
        )
    if parts.path or parts.query or parts.fragment:
        raise ImproperlyConfigured(f"{name} must end with the host or port, not {value!r}.")
    return value


def mail(name: str, default=REQUIRED) -> dict[str, str | int | bool]:
    """Django's e-mail settings from smtp://, smtp+tls:// (STARTTLS) or smtps:// (TLS at once)."""
    parts = _split(name, address(name, default, schemes=tuple(MAIL_PORTS)))
    return {
        "HOST": parts.hostname or "",
        "PORT": parts.port or MAIL_PORTS[parts.scheme],
        "HOST_USER": unquote(parts.username or ""),
        "HOST_PASSWORD": unquote(parts.password or ""),
        "USE_TLS": parts.scheme == "smtp+tls",
        "USE_SSL": parts.scheme == "smtps",
    }


def notify(*, channels: tuple[str, ...], trial: bool, demo: bool) -> dict[str, str]:
    """GOV.UK Notify's settings; all of them empty where nothing goes by it and none is given.

    channels: by what e-mail, texts and post go.

    Raises ImproperlyConfigured where they are given by half, or cannot be right.
    """
    mail, texts, _ = channels
    by_notify = "notify" in channels
    if demo and by_notify:
        raise ImproperlyConfigured(
            "DEMO=1 sends nothing out: leave MAIL_BY, TEXT_BY and POST_BY without notify."
        )
    wanted = by_notify or any(os.environ.get(f"NOTIFY_{name}") for name in NOTIFY)
    found = {name: _secret(name, wanted) for name in NOTIFY}
    found["BASE_URL"] = web_address("NOTIFY_BASE_URL", NOTIFY_AT)
    found["EMAIL_TEMPLATE"] = _template("NOTIFY_EMAIL_TEMPLATE", wanted=mail == "notify")
    found["TEXT_TEMPLATE"] = _template("NOTIFY_TEXT_TEMPLATE", wanted=texts == "notify")
    if found["BASE_URL"].startswith("http://") and not trial:
        host = urlsplit(found["BASE_URL"]).hostname
        if host not in LOOPBACK:
            raise ImproperlyConfigured("NOTIFY_BASE_URL must begin with https://.")
    if wanted and not NOTIFY_KEY.match(found["API_KEY"]):
        raise ImproperlyConfigured(
            "NOTIFY_API_KEY must be a key as GOV.UK Notify shows it: name, service id and secret, "
            "with hyphens between."
        )
    if wanted and len(found["CALLBACK_TOKEN"]) < SHORTEST_TOKEN:
        raise ImproperlyConfigured(
            f"NOTIFY_CALLBACK_TOKEN must be random and have at least {SHORTEST_TOKEN} characters."
        )
    return found


def _secret(name: str, wanted: bool) -> str:
    return text(f"NOTIFY_{name}", REQUIRED if wanted else "")


def _template(name: str, *, wanted: bool) -> str:
    value = text(name, REQUIRED if wanted else "")
    if value and not re.fullmatch(UUID, value):
        raise ImproperlyConfigured(f"{name} must be the id of a template in GOV.UK Notify.")
    return value


def _split(name: str, value: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise ImproperlyConfigured(f"{name} is not an address that can be read.") from None
    return parts


def refuse_contradictions(
    *, base_url: str, hosts: list[str], secret_key: str, debug: bool, demo: bool
) -> None:
    """What is right alone but wrong together. Raises ImproperlyConfigured with what to change."""
    host = urlsplit(base_url).hostname or ""
    https = base_url.startswith("https://")
    if debug and https:
        raise ImproperlyConfigured(
            "DEBUG=1 shows settings and data to visitors: not with an https BASE_URL."
        )
    if demo:
        if https and not flag("DEMO_IN_PUBLIC", False):
            raise ImproperlyConfigured(
                "DEMO=1 lets anybody sign in as anybody: with an https BASE_URL "
                "set DEMO_IN_PUBLIC=1 too if that is meant."
            )
        return
    if debug:
        return
    if not https and host not in LOOPBACK:
        raise ImproperlyConfigured("BASE_URL must begin with https:// outside a demonstration.")
    if "*" in hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS must name hosts, not *, outside a demonstration.")
    if not any(host == allowed or _below(host, allowed) for allowed in hosts):
        raise ImproperlyConfigured(f"ALLOWED_HOSTS must hold the host of BASE_URL, {host}.")
    if len(secret_key) < SHORTEST_KEY or len(set(secret_key)) < 5:
        raise ImproperlyConfigured(
            f"SECRET_KEY must be random and have at least {SHORTEST_KEY} characters."
        )


def _below(host: str, allowed: str) -> bool:
    return allowed.startswith(".") and (host == allowed[1:] or host.endswith(allowed))


def plans_kept(*, wanted: bool, url: str) -> bool:
    """Whether plans are kept with connections. Raises ImproperlyConfigured on PgBouncer's port."""
    if wanted and urlsplit(url).port == POOLERS_PORT:
        raise ImproperlyConfigured(
            "DATABASE_PREPARE must be 0 where DATABASE_URL names a pooler (port 6432): "
            "kept plans belong to one connection of the server."
        )
    return wanted


def two_roles(*, application: str, owner: str) -> None:
    """The owner migrates and the application must not be it. Raises ImproperlyConfigured."""
    if owner and urlsplit(owner).username == urlsplit(application).username:
        raise ImproperlyConfigured(
            "DATABASE_OWNER_URL and DATABASE_URL must name two roles: "
            "the application may not own the tables."
        )
