"""Log lines: one JSON object each, of ids and kinds, without people (ADR 13).

Web, worker, beat, gunicorn, Celery and management commands all write through this formatter. It
says what happened and where; it never repeats a value that somebody typed.
"""

import logging
import logging.config
import re
import sys
from pathlib import Path
from types import TracebackType

import structlog

ROOT = Path(__file__).resolve().parent.parent
OWN = ("organisations", "thresholds", "cases", "notifications", "portals", "ct_portal")
# Loggers whose arguments are ids, kinds, addresses of our own servers. Gunicorn's only up to INFO:
# its warnings carry addresses of people and whole URLs.
TRUSTED = (*OWN, "celery", "kombu")
WITHHELD = "…"
FRAMES = 8

# Exceptions whose text names code or settings and never data. Exactly these, not their subclasses.
SAFE_TEXT = frozenset(
    {
        "celery.exceptions.NotRegistered",
        "django.core.exceptions.ImproperlyConfigured",
        "django.template.exceptions.TemplateDoesNotExist",
        "django.template.exceptions.TemplateSyntaxError",
        "builtins.ImportError",
        "builtins.ModuleNotFoundError",
        "builtins.NameError",
        "builtins.NotImplementedError",
        "builtins.SystemExit",
        "organisations.tenancy.NoTransaction",
    }
)


def configuration(*, level: str) -> dict:
    """The `dictConfig` of every process. level: a name that `logging` knows."""
    own_way = {"handlers": [], "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "ct_portal.log_lines.formatter"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "gunicorn.error": own_way | {"level": level},
            "gunicorn.access": own_way | {"level": "CRITICAL"},
            "django": own_way | {"level": level},
            # One line a request and a task is ours (request_log, task_log) and says more.
            "django.request": own_way | {"level": "CRITICAL"},
            "django.server": own_way | {"level": "CRITICAL"},
            "celery.app.trace": own_way | {"level": "CRITICAL"},
            "celery.worker.strategy": own_way | {"level": "WARNING"},
            "celery.beat": own_way | {"level": "WARNING"},
            # These would write statements with their values, and words of letters.
            "django.db.backends": own_way | {"level": "WARNING"},
            "fontTools": own_way | {"level": "WARNING"},
            "weasyprint": own_way | {"level": "WARNING"},
        },
    }


def configure(logging_settings: dict) -> None:
    """Django's LOGGING_CONFIG: the formatter everywhere, structlog and uncaught exceptions too."""
    logging.config.dictConfig(logging_settings)
    logging.captureWarnings(True)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.add_log_level,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    sys.excepthook = uncaught


def formatter() -> logging.Formatter:
    """Renders a record of either kind, structlog's or the standard library's."""
    return structlog.stdlib.ProcessorFormatter(
        use_get_message=False,
        pass_foreign_args=True,
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.add_log_level,
            speak,
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            withhold,
            in_order,
            structlog.processors.JSONRenderer(default=_kind, ensure_ascii=False),
        ],
    )


def speak(logger, method: str, line: dict) -> dict:
    """The message of a standard library's record, with those of its arguments that may be said."""
    name, level = line.get("logger", ""), line["_record"].levelno
    args = line.pop("positional_args", None) or ()
    if isinstance(line["_record"].msg, BaseException):
        return line | {"event": type(line["_record"].msg).__name__}
    if name.startswith("django.security."):
        # Its message is the visitor's own header or address.
        return line | {"event": "refused", "kind": name.rpartition(".")[2]}
    if name == "py.warnings":
        return line | {"event": "warning", "kind": _warning_kind(str(line["event"] % args))}
    trusted = name.partition(".")[0] in TRUSTED or (
        name == "gunicorn.error" and level <= logging.INFO
    )
    line["event"] = _said(str(line["event"]), args, trusted=trusted)
    if name == "gunicorn.error" and level > logging.INFO:
        line["event"] = re.sub(r" from ip=.*", "", line["event"], flags=re.DOTALL)
    return line


def _said(template: str, args, *, trusted: bool) -> str:
    if not args:
        return template
    if isinstance(args, dict):
        said: dict | tuple = {name: _sayable(value, trusted) for name, value in args.items()}
    else:
        said = tuple(_sayable(value, trusted) for value in args)
    try:
        return template % said
    except (TypeError, ValueError):
        return template


def _sayable(value, trusted: bool):
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, BaseException):
        return type(value).__name__
    return value if trusted else WITHHELD


def _warning_kind(text: str) -> str:
    """`file:line: Category` of a captured warning; the rest stays unsaid."""
    found = re.match(r"(\S+:\d+: \w+):", text)
    return found[1] if found else ""


def withhold(logger, method: str, line: dict) -> dict:
    """An exception becomes its kind and its place; stack traces and values are dropped."""
    error = line.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, tuple):
        error = error[1]
    line.pop("stack_info", None)
    if isinstance(error, BaseException):
        line["exception"] = describe(error)
    return line


def describe(error: BaseException) -> dict:
    """What may be told of an exception: type, place, what the database names, safe text."""
    told: dict = {"type": _name(error), "at": places(error.__traceback__)}
    if _name(error) in SAFE_TEXT:
        told["text"] = str(error)
    if isinstance(error, OSError) and error.errno is not None:
        told["errno"] = error.errno
    if sqlstate := getattr(error, "pgcode", None):
        told["sqlstate"] = sqlstate
        told |= _named_by_database(getattr(error, "diag", None))
    because = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if because is not None and because is not error:
        told["because"] = describe(because)
    return told


def _named_by_database(diag) -> dict:
    names = {name: getattr(diag, f"{name}_name", None) for name in ("table", "constraint")}
    return {name: value for name, value in names.items() if value}


def _name(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def places(trace: TracebackType | None) -> list[str]:
    """Where it was raised: the last frames of our own code, and the innermost of all."""
    own, innermost = [], ""
    while trace is not None:
        code = trace.tb_frame.f_code
        path = Path(code.co_filename)
        ours = path.is_relative_to(ROOT) and "site-packages" not in path.parts
        shown = path.relative_to(ROOT) if ours else Path(*path.parts[-3:])
        innermost = f"{shown}:{trace.tb_lineno} {code.co_name}"
        if ours:
            own.append(innermost)
        trace = trace.tb_next
    found = own[-FRAMES:]
    return found if innermost in ("", *found[-1:]) else [*found, innermost]


def in_order(logger, method: str, line: dict) -> dict:
    """The same keys first in every line, so that people can read along."""
    first = ("timestamp", "level", "logger", "event")
    return {name: line[name] for name in first if name in line} | line


def _kind(value) -> str:
    """For what JSON cannot hold: the kind, never the repr, which could show a row."""
    return f"<{type(value).__name__}>"


def uncaught(kind, error, trace) -> None:
    """`sys.excepthook`: an exception that ends the process is one line like any other."""
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("ct_portal").critical("uncaught", exc_info=(kind, error, trace))
