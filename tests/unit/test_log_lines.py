"""Log lines say what happened and where, and never what somebody typed."""

import json
import logging
import sys
import warnings
from types import SimpleNamespace

import pytest
import structlog
from django.core.exceptions import DisallowedHost, ImproperlyConfigured

from ct_portal import log_lines

EMAIL = "joan.marsh@home.example"


def record(name: str, level: int, message, *args, exc_info=None) -> logging.LogRecord:
    return logging.LogRecord(name, level, __file__, 1, message, args, exc_info)


def line(name: str, message, *args, level: int = logging.WARNING, exc_info=None) -> dict:
    """What a library's log call becomes."""
    text = log_lines.formatter().format(record(name, level, message, *args, exc_info=exc_info))
    assert "\n" not in text
    return json.loads(text)


def raised(error: Exception, *, because: Exception | None = None):
    """The exc_info of an exception that was really raised."""
    try:
        raise error from because
    except Exception:
        return sys.exc_info()


def test_a_line_is_one_json_object_with_time_level_logger_and_event_first():
    found = line("cases.commands", "case %s was merged", 12)
    assert list(found)[:4] == ["timestamp", "level", "logger", "event"]
    assert found["timestamp"].endswith("Z")
    assert (found["level"], found["event"]) == ("warning", "case 12 was merged")


def test_our_own_lines_say_their_arguments_but_of_an_exception_its_kind():
    found = line("notifications.nudge", "nudge %s was lost: %s", "tell", ValueError(EMAIL))
    assert found["event"] == "nudge tell was lost: ValueError"


@pytest.mark.parametrize(
    ("name", "message", "args", "said"),
    [
        ("allauth.account", "login of %s failed %d times", (EMAIL, 3), "login of … failed 3 times"),
        ("weasyprint", "ignored %(text)s", ({"text": EMAIL},), "ignored …"),
        ("smtplib", "%s", (EMAIL,), "…"),
        ("django.template", "missing %s", (ValueError(EMAIL),), "missing ValueError"),
        (
            "gunicorn.error",
            "Error handling request %s",
            (f"/?q={EMAIL}",),
            "Error handling request …",
        ),
        ("gunicorn.error", f"Invalid request from ip=1.2.3.4: {EMAIL}", (), "Invalid request"),
        ("django.security.DisallowedHost", f"Invalid HTTP_HOST header: {EMAIL}", (), "refused"),
        ("strange", ValueError(EMAIL), (), "ValueError"),
        ("strange", "%s and %s", (1,), "%s and %s"),
    ],
)
def test_of_others_lines_the_words_are_kept_and_the_values_withheld(name, message, args, said):
    found = line(name, message, *args)
    assert found["event"] == said
    assert EMAIL not in json.dumps(found)


def test_gunicorn_may_say_where_it_listens():
    found = line("gunicorn.error", "Listening at: %s", "http://0.0.0.0:8000", level=logging.INFO)
    assert found["event"] == "Listening at: http://0.0.0.0:8000"


def test_an_exception_is_its_kind_and_its_place():
    found = line("cases", "failed", exc_info=raised(KeyError(EMAIL)))["exception"]
    assert found["type"] == "builtins.KeyError"
    assert found["at"][-1].startswith("tests/unit/test_log_lines.py:")
    assert found["at"][-1].endswith(" raised")
    assert "text" not in found


def test_what_caused_it_is_told_in_the_same_way():
    error = raised(RuntimeError(EMAIL), because=ValueError(EMAIL))
    found = line("cases", "failed", exc_info=error)
    assert found["exception"]["because"]["type"] == "builtins.ValueError"
    assert EMAIL not in json.dumps(found)


def test_of_an_error_of_the_database_code_table_and_constraint_are_told():
    class UniqueViolation(Exception):
        pgcode = "23505"
        diag = SimpleNamespace(
            table_name="organisations_user",
            constraint_name="organisations_user_email_key",
            message_detail=f"Key (email)=({EMAIL}) already exists.",
        )

    found = line("cases", "failed", exc_info=raised(UniqueViolation(EMAIL)))["exception"]
    assert found["sqlstate"] == "23505"
    assert found["constraint"] == "organisations_user_email_key"
    assert EMAIL not in json.dumps(found)


def test_the_text_of_what_names_settings_or_code_is_told():
    found = line("x", "failed", exc_info=raised(ImproperlyConfigured("Set SECRET_KEY.")))
    assert found["exception"]["text"] == "Set SECRET_KEY."


def test_a_subclass_of_a_safe_exception_is_not_safe():
    class Particular(ImproperlyConfigured):
        pass

    found = line("x", "failed", exc_info=raised(Particular(EMAIL)))
    assert "text" not in found["exception"]


def test_a_visitors_header_is_not_repeated_by_the_exception_either():
    found = line("django.security.DisallowedHost", "x", exc_info=raised(DisallowedHost(EMAIL)))
    assert found["kind"] == "DisallowedHost"
    assert EMAIL not in json.dumps(found)


def test_a_warning_is_its_category_and_place():
    text = warnings.formatwarning(f"naive {EMAIL}", RuntimeWarning, "cases/x.py", 7)
    assert line("py.warnings", text)["kind"] == "cases/x.py:7: RuntimeWarning"


def test_what_json_cannot_hold_is_named_by_its_kind(capsys):
    class Row:
        def __repr__(self):
            return EMAIL

    logger = structlog.wrap_logger(
        logging.getLogger("ct_portal.test"),
        processors=[structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(log_lines.formatter())
    logging.getLogger("ct_portal.test").addHandler(handler)
    logger.warning("made", row=Row())
    assert json.loads(capsys.readouterr().out)["row"] == "<Row>"


def test_an_exception_that_ends_a_command_is_a_line_too(caplog):
    kind, error, trace = raised(ValueError(EMAIL))
    log_lines.uncaught(kind, error, trace)
    (found,) = [entry for entry in caplog.records if entry.message == "uncaught"]
    assert EMAIL not in log_lines.formatter().format(found)


@pytest.mark.parametrize("name", ["celery.app.trace", "django.request", "gunicorn.access"])
def test_lines_that_repeat_what_was_typed_are_never_written(name):
    levels = log_lines.configuration(level="DEBUG")["loggers"]
    assert levels[name]["level"] == "CRITICAL"
