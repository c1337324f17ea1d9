"""GOV.UK Notify's settings: whole or not at all, and never shown."""

import re

import pytest
from django.core.exceptions import ImproperlyConfigured

from ct_portal import environment as env
from tests.fake_notify import API_KEY, CALLBACK_TOKEN, EMAIL_TEMPLATE, TEXT_TEMPLATE

WHOLE = {
    "NOTIFY_API_KEY": API_KEY,
    "NOTIFY_CALLBACK_TOKEN": CALLBACK_TOKEN,
    "NOTIFY_EMAIL_TEMPLATE": EMAIL_TEMPLATE,
    "NOTIFY_TEXT_TEMPLATE": TEXT_TEMPLATE,
}
NOTHING, EVERYTHING = ("smtp", "none", "print"), ("notify", "notify", "notify")


@pytest.fixture(autouse=True)
def _clean(monkeypatch):
    for name in [*WHOLE, "NOTIFY_BASE_URL"]:
        monkeypatch.delenv(name, raising=False)


def read(monkeypatch, *, channels=EVERYTHING, trial=False, demo=False, **changes) -> dict[str, str]:
    """The settings as the environment gives them; None takes a variable away."""
    for name, value in (WHOLE | changes).items():
        if value is not None:
            monkeypatch.setenv(name, value)
    return env.notify(channels=channels, trial=trial, demo=demo)


def test_a_service_without_notify_says_nothing_of_it():
    found = env.notify(channels=NOTHING, trial=False, demo=False)
    assert found.pop("BASE_URL") == "https://api.notifications.service.gov.uk"
    assert set(found.values()) == {""}


def test_all_of_it_is_read(monkeypatch):
    found = read(monkeypatch)
    assert (found["API_KEY"], found["CALLBACK_TOKEN"]) == (API_KEY, CALLBACK_TOKEN)
    assert (found["EMAIL_TEMPLATE"], found["TEXT_TEMPLATE"]) == (EMAIL_TEMPLATE, TEXT_TEMPLATE)


HALF = [
    ("NOTIFY_API_KEY", EVERYTHING),
    ("NOTIFY_CALLBACK_TOKEN", EVERYTHING),
    ("NOTIFY_EMAIL_TEMPLATE", ("notify", "none", "print")),
    ("NOTIFY_TEXT_TEMPLATE", ("smtp", "notify", "print")),
    ("NOTIFY_CALLBACK_TOKEN", ("smtp", "none", "notify")),
    # Given for nothing is given by half too: somebody meant something by it.
    ("NOTIFY_API_KEY", NOTHING),
    ("NOTIFY_CALLBACK_TOKEN", NOTHING),
]


@pytest.mark.parametrize(("name", "channels"), HALF)
def test_what_is_given_by_half_is_named(monkeypatch, name, channels):
    with pytest.raises(ImproperlyConfigured, match=f"Set {name} in the environment"):
        read(monkeypatch, channels=channels, **{name: None})


def test_a_template_is_asked_for_only_where_it_is_used(monkeypatch):
    only_post = ("smtp", "none", "notify")
    found = read(
        monkeypatch, channels=only_post, NOTIFY_EMAIL_TEMPLATE=None, NOTIFY_TEXT_TEMPLATE=None
    )
    assert found["EMAIL_TEMPLATE"] == ""


WRONG = [
    ("NOTIFY_API_KEY", "hunter2", "must be a key as GOV.UK Notify shows it"),
    ("NOTIFY_API_KEY", API_KEY[:-1], "must be a key as GOV.UK Notify shows it"),
    ("NOTIFY_CALLBACK_TOKEN", "hunter2", "at least 30 characters"),
    ("NOTIFY_EMAIL_TEMPLATE", "hunter2", "the id of a template"),
    ("NOTIFY_TEXT_TEMPLATE", "hunter2", "the id of a template"),
    ("NOTIFY_BASE_URL", "http://notify.example", "must begin with https"),
    ("NOTIFY_BASE_URL", "https://notify.example/v2", "must end with the host"),
]


@pytest.mark.parametrize(("name", "value", "words"), WRONG)
def test_what_is_wrong_is_named_and_not_shown(monkeypatch, name, value, words):
    with pytest.raises(ImproperlyConfigured, match=re.escape(words)) as refused:
        read(monkeypatch, **{name: value})
    assert name in str(refused.value)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("where", [0, 1, 2])
def test_a_demonstration_sends_nothing_out(monkeypatch, where):
    channels = tuple("notify" if number == where else one for number, one in enumerate(NOTHING))
    with pytest.raises(ImproperlyConfigured, match="DEMO=1 sends nothing out"):
        read(monkeypatch, channels=channels, demo=True)
