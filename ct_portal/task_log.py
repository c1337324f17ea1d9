"""One log line a task, under the id of the request that caused it; and a sign of life per process.

Celery's own lines repeat `repr(exception)` and are silenced in `log_lines`.
"""

import time
from pathlib import Path

import structlog
from celery import signals

from ct_portal import environment as env

log = structlog.get_logger(__name__)

ALIVE_FILE = env.text("ALIVE_FILE", "")


@signals.setup_logging.connect
def _keep_ours(**kwargs) -> None:
    """Celery configures no logging where somebody listens: Django's holds."""


@signals.before_task_publish.connect
def _send_along(headers=None, **kwargs) -> None:
    request_id = structlog.contextvars.get_contextvars().get("request_id")
    if headers is not None and request_id:
        headers["request_id"] = request_id


@signals.task_prerun.connect
def _begin(task_id=None, task=None, **kwargs) -> None:
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(task_id=task_id)
    if request_id := _request_id(task):
        structlog.contextvars.bind_contextvars(request_id=request_id)
    task.request.started = time.perf_counter()


def _request_id(task) -> str | None:
    """The id that came along; a worker merges headers into the task's request, apply() does not."""
    merged = getattr(task.request, "request_id", None)
    return merged or (task.request.headers or {}).get("request_id")


@signals.task_failure.connect
def _note_failure(sender=None, exception=None, **kwargs) -> None:
    sender.request.raised = exception


@signals.task_postrun.connect
def _end(task=None, state=None, **kwargs) -> None:
    """Sweeps come by every few seconds; unless they fail they are told at DEBUG only."""
    error = getattr(task.request, "raised", None)
    routine = not _request_id(task)
    write = log.error if error else log.debug if routine else log.info
    taken = time.perf_counter() - getattr(task.request, "started", time.perf_counter())
    write(
        "task",
        task=task.name,
        state=state,
        duration_ms=round(taken * 1000),
        **({"exc_info": error} if error else {}),
    )
    structlog.contextvars.clear_contextvars()


def _sign_of_life(**kwargs) -> None:
    Path(ALIVE_FILE).touch()


@signals.beat_init.connect
def _beat_begins(**kwargs) -> None:
    """Beat is alive while it hands tasks to the broker."""
    log.info("beat begins")
    if ALIVE_FILE:
        signals.after_task_publish.connect(_sign_of_life)


if ALIVE_FILE:
    signals.heartbeat_sent.connect(_sign_of_life)
