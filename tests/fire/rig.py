"""A Celery worker that kills itself at one point: all its processes, by SIGKILL, as power fails.

`python -m tests.fire.rig` loads the application once and then, for each line "POOL POINT" on its
standard input, forks a worker with a process group of its own. It prints the group's id when the
worker has been forked, and "dead" when it is. Production code knows nothing of this.
"""

import os
import signal
import sys
from collections.abc import Callable
from functools import wraps

import django

from ct_portal.embedded.processes import bound_to_parent

ELSEWHERE = "elsewhere"


def die() -> None:
    """Nothing after this line happens."""
    os.killpg(os.getpgid(0), signal.SIGKILL)
    signal.pause()


def before(module, name: str) -> Callable[[], None]:
    """Have the worker die when it is about to call a function."""

    def rig():
        whole = getattr(module, name)
        setattr(module, name, wraps(whole)(lambda *args, **kwargs: die()))

    return rig


def after(module, name: str) -> Callable[[], None]:
    """Have the worker die when a function has returned."""

    def rig():
        whole = getattr(module, name)

        @wraps(whole)
        def last(*args, **kwargs):
            whole(*args, **kwargs)
            die()

        setattr(module, name, last)

    return rig


def points() -> dict[str, Callable[[], None]]:
    """Where a worker can be made to die, in the order of its work."""
    from notifications import asking, delivering, sending, settling, telling, writing

    return {
        "before-telling": before(telling, "write_messages"),
        "letter-on-disk": after(writing, "store"),
        "before-told-commits": after(telling, "write_messages"),
        "told": after(telling, "tell"),
        "before-claim": before(delivering, "_claim"),
        "claimed": before(sending, "send"),
        "before-finish": before(delivering, "finish"),
        "before-finish-commits": after(settling, "note_told"),
        "finished": after(delivering, "finish"),
        "asked": before(asking, "_note"),
        ELSEWHERE: lambda: None,
    }


def work(app, *, pool: str, point: str) -> None:
    """Be the worker; never returns."""
    os.setsid()
    points()[point]()
    number = ["--concurrency", "1"] if pool == "prefork" else []
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    app.worker_main(["worker", "--loglevel", "info", "--pool", pool, *number, *quiet])
    os._exit(1)


def main() -> None:
    """Fork workers until standard input ends."""
    django.setup()
    from ct_portal.celery import app
    from notifications import pdf

    app.loader.import_default_modules()
    app.finalize()
    pdf.render("<p>Fonts are looked for once, not in every worker.</p>")
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    bind = bound_to_parent(stop_signal=signal.SIGKILL)
    while line := sys.stdin.readline():
        pool, point = line.split()
        child = os.fork()
        if not child:
            bind()
            work(app, pool=pool, point=point)
        print(child, file=answers, flush=True)
        os.waitpid(child, 0)
        print("dead", file=answers, flush=True)


if __name__ == "__main__":
    main()
