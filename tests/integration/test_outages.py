"""What people see, and what is kept, while the database or the broker is away."""

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import OperationalError

from cases.models import Case
from ct_portal import cache as forgiving
from ct_portal.embedded import ports
from organisations.clock import date_of
from organisations.roles import Role
from portals.public.views import applying
from tests.public_form import SLUG, joans_form
from tests.world import NOON, PASSWORD

APPLY = f"/p/{SLUG}/apply/"
LOGIN = "/accounts/login/"


@pytest.fixture
def database_goes_away(client, monkeypatch):
    """It stops answering in the middle of a submission."""
    client.raise_request_exception = False

    def gone(**kwargs):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(applying, "submit_application", gone)
    monkeypatch.setattr("organisations.clock.now", lambda: NOON)


def test_an_application_that_could_not_be_stored_is_kept_in_the_page(
    client, world, database_goes_away
):
    """Everything typed, markup made harmless, and one button; nobody else's cache keeps it."""
    typed = joans_form(world, on=date_of(NOON), impact='"><script>alert(1)</script>')
    page = client.post(APPLY, typed)
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "30"
    assert "no-store" in page.headers["Cache-Control"]
    text = page.content.decode()
    assert f'<form method="post" action="{APPLY}">' in text
    assert f'name="key" value="{typed["key"]}"' in text
    for channel in typed["safe_channels"]:
        assert f'name="safe_channels" value="{channel}"' in text
    assert "Send again" in text
    assert "<script>alert" not in text


def test_a_session_that_could_not_be_stored_is_an_outage_too(client, world, monkeypatch):
    """Django calls it a bad request; the application is not stored either, and is kept."""
    client.raise_request_exception = False
    monkeypatch.setattr("organisations.clock.now", lambda: NOON)
    whole = Session.save

    def gone_at_last(*args, force_insert=False, **kwargs):
        if not force_insert:
            raise OperationalError
        whole(*args, force_insert=force_insert, **kwargs)

    monkeypatch.setattr(Session, "save", gone_at_last)
    page = client.post(APPLY, joans_form(world, on=date_of(NOON)))
    assert page.status_code == 503
    assert "Send again" in page.content.decode()
    with world.inside():
        assert not Case.objects.filter(partnership=world.partnership).exists()


def test_any_other_fault_is_not_called_an_outage(client, world, database_goes_away, monkeypatch):
    monkeypatch.setattr(applying, "submit_application", lambda **kwargs: 1 / 0)
    page = client.post(APPLY, joans_form(world, on=date_of(NOON)))
    assert page.status_code == 500
    assert "Send again" not in page.content.decode()


def test_a_password_is_never_put_into_a_page(client, world, monkeypatch):
    client.raise_request_exception = False

    def gone(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr("allauth.account.auth_backends.AuthenticationBackend.authenticate", gone)
    page = client.post(LOGIN, {"login": "spoc@people.example", "password": PASSWORD})
    assert page.status_code == 503
    assert PASSWORD not in page.content.decode()
    assert "We do not know whether what you sent was saved" in page.content.decode()


@pytest.fixture
def redis_is_away(settings, monkeypatch):
    """Nothing listens where the cache should be."""
    monkeypatch.setattr(forgiving, "_quiet_until", 0.0)
    at = f"redis://127.0.0.1:{ports.any_free()}/0"
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": at}}
    settings.REDIS_URL = at


def test_staff_can_sign_in_without_redis(client, world, redis_is_away):
    spoc = world.people[Role.SPOC]
    page = client.post(LOGIN, {"login": spoc.email, "password": PASSWORD})
    assert page.status_code == 302
    assert client.session["_auth_user_id"] == str(spoc.pk)


def test_a_cache_that_is_away_is_an_empty_one(redis_is_away, caplog):
    assert cache.add("lock", 1)
    cache.set("name", 1)
    assert cache.get("name", "nothing") == "nothing"
    assert cache.get_many(["name"]) == {}
    assert not cache.has_key("name")
    with pytest.raises(ValueError, match="not found"):
        cache.incr("name")
    assert caplog.text.count("does not answer") == 1, "and is not asked again at once"


def test_the_readiness_check_says_that_redis_is_away(client, db, redis_is_away):
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["broker"] == "does not answer (ConnectionError)"
