"""The whole demonstration: places and people first, then each partnership's year."""

import datetime as dt
import multiprocessing
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib import import_module

from django.conf import settings
from django.db import connections, transaction

from notifications import nudge
from notifications.models import MailboxEntry
from portals.demo.stories.building import build
from portals.demo.stories.catalogue import STORIES
from portals.demo.stories.history import play
from portals.demo.stories.places import TENANTS, Tenant


def seed(*, today: dt.date, times: int, processes: int) -> Iterator[str]:
    """Fill an empty database; yields a line whenever something is done.

    times: how often each finished story is told. processes: how many partnerships at once.
    Outside any transaction.
    """
    with nudge.silence(), transaction.atomic():
        build(today=today)
    yield "Places and people"
    for tenant, played in _play_all(today=today, times=times, processes=processes):
        yield f"{tenant.name}: {played} moments"
    _sort_the_mailbox()
    yield "Done"


def _play_all(*, today: dt.date, times: int, processes: int) -> Iterator[tuple[Tenant, int]]:
    """Partnerships share nothing while their years are written, so that each can have a process.

    Making the letters takes most of the time. Only Linux forks safely with these libraries.
    """
    tenants = sorted(TENANTS, key=lambda tenant: -len(STORIES[tenant.slug]))
    work = partial(play, today=today, times=times)
    if processes <= 1 or sys.platform != "linux":
        yield from ((tenant, work(tenant)) for tenant in tenants)
        return
    connections.close_all()  # a connection must not be shared with the processes
    import_module(settings.ROOT_URLCONF)  # once for all, not in each when the first link is written
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(max_workers=min(processes, len(tenants)), mp_context=context) as pool:
        yield from zip(tenants, pool.map(work, tenants), strict=True)


@transaction.atomic
def _sort_the_mailbox() -> None:
    """In the order in which the mails went out: they were written by several at once."""
    entries = list(MailboxEntry.objects.order_by("domain_at", "id"))
    MailboxEntry.objects.all().delete()
    for entry in entries:
        entry.pk = None
    MailboxEntry.objects.bulk_create(entries)
