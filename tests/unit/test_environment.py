"""Settings that are missing, malformed or contradictory end the start with one sentence by name."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

LIVE = {
    "SECRET_KEY": "k9Q2mZ7xV4bN8cL1pR6tY3wH5jD0fS-gAuEiOyKqXz_TnBvMhJ",
    "DATABASE_URL": "postgres://ct_app:app@127.0.0.1:1/ct_portal",
    "DATABASE_OWNER_URL": "postgres://ct_owner:owner@127.0.0.1:1/ct_portal",
    "REDIS_URL": "redis://:broker@127.0.0.1:1/0",
    "BASE_URL": "https://asb.example.org",
    "ALLOWED_HOSTS": "asb.example.org,127.0.0.1",
    "EMAIL_URL": "smtp+tls://post:secret@mail.example.org",
    "DEFAULT_FROM_EMAIL": "ASB case review <no-reply@asb.example.org>",
    "STORAGE_DIR": "/srv/storage",
}


def run(*arguments: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """Python in a live service's environment with some changes; None takes a variable away."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    environ = {**kept, **LIVE, **changes}
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, *arguments],
        cwd=ROOT,
        env={name: value for name, value in environ.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def refusal(**changes: str | None) -> str:
    """What the start says, without having gone as far as the database."""
    answer = run("-m", "ct_portal.waiting", **changes)
    assert answer.returncode == 2, answer.stderr
    assert len(answer.stderr.splitlines()) == 1, answer.stderr
    return answer.stderr


REQUIRED = sorted(LIVE.keys() - {"DATABASE_OWNER_URL", "ALLOWED_HOSTS"})


@pytest.mark.parametrize("name", REQUIRED)
def test_what_is_missing_is_named(name):
    assert refusal(**{name: None}) == f"Set {name} in the environment.\n"


WRONG = [
    ("BASE_URL", "asb.example.org", "must be an address such as https://"),
    ("BASE_URL", "https://asb.example.org/portal", "must end with the host or port"),
    ("BASE_URL", "http://asb.example.org", "must begin with https://"),
    ("BASE_URL", "https://asb.example.org:port", "not an address that can be read"),
    ("ALLOWED_HOSTS", "*", "must name hosts"),
    ("ALLOWED_HOSTS", "other.example.org", "must hold the host of BASE_URL"),
    ("SECRET_KEY", "too-short", "at least 50 characters"),
    ("SECRET_KEY", "ab" * 40, "must be random"),
    ("DATABASE_URL", "mysql://ct_app:app@db/ct_portal", "must look like postgres://"),
    ("DATABASE_URL", "postgres://db", "must name a user and a database"),
    ("DATABASE_URL", LIVE["DATABASE_OWNER_URL"], "must name two roles"),
    ("DATABASE_OWNER_URL", "ct_owner", "must look like postgres://"),
    ("DATABASE_CONN_MAX_AGE", "-1", "must be a whole number of at least 0"),
    ("REDIS_URL", "127.0.0.1:6379", "must look like redis://"),
    ("EMAIL_URL", "mailto:someone", "must look like smtp://"),
    ("EMAIL_URL", "smtp://", "must look like smtp://"),
    ("DEBUG", "yes", "must be 0 or 1"),
    ("DEBUG", "1", "not with an https BASE_URL"),
    ("DEMO", "1", "set DEMO_IN_PUBLIC=1 too"),
    ("LOG_LEVEL", "CHATTY", "must be one of DEBUG, INFO"),
]


@pytest.mark.parametrize(("name", "value", "words"), WRONG)
def test_what_is_wrong_is_named_with_what_it_should_be(name, value, words):
    said = refusal(**{name: value})
    assert name in said
    assert words in said


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY"])
def test_what_may_hold_a_secret_is_never_shown(name):
    assert "hunter2" not in refusal(**{name: "hunter2"})


def test_plans_are_not_kept_with_connections_of_a_pooler():
    pooled = LIVE["DATABASE_URL"].replace(":1/", ":6432/")
    assert "6432" in pooled
    assert "DATABASE_PREPARE must be 0" in refusal(DATABASE_PREPARE="1", DATABASE_URL=pooled)


RIGHT = [
    {"DEBUG": "1", "BASE_URL": "http://127.0.0.1:8000", "SECRET_KEY": "short"},
    {"ALLOWED_HOSTS": ".example.org"},
    {"ALLOWED_HOSTS": None},
    {"BASE_URL": "http://127.0.0.1:8000"},
    {"EMAIL_URL": "smtps://mail.example.org"},
    {"DATABASE_OWNER_URL": None},
    {"DEMO": "1", "DEMO_IN_PUBLIC": "1"},
    {"DEMO": "1", "BASE_URL": None, "EMAIL_URL": None, "STORAGE_DIR": None, "SECRET_KEY": "short"},
]


@pytest.mark.parametrize("changes", RIGHT, ids=lambda changes: " ".join(changes))
def test_what_is_right_goes_as_far_as_the_database(changes):
    answer = run("-m", "ct_portal.waiting", WAIT_SECONDS="0", **changes)
    assert answer.returncode == 1
    assert "did not let ct_app in within 0 s" in answer.stderr
    assert "ct_app:app" not in answer.stderr


MAIL = """
from ct_portal.settings import EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS, EMAIL_USE_SSL
print(EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS, EMAIL_USE_SSL)
"""


@pytest.mark.parametrize(
    ("url", "settings"),
    [
        ("smtp://mail.example.org", "mail.example.org 25 False False"),
        ("smtp://mail:1025", "mail 1025 False False"),
        ("smtp+tls://u:p@mail.example.org", "mail.example.org 587 True False"),
        ("smtps://mail.example.org", "mail.example.org 465 False True"),
    ],
)
def test_the_mail_servers_address_says_port_and_encryption(url, settings):
    assert run("-c", MAIL, EMAIL_URL=url).stdout.strip() == settings


def test_djangos_own_check_of_a_live_service_finds_nothing():
    answer = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.strip() == "System check identified no issues (0 silenced)."
