"""What comes twice is done once: the page's key, locked until the transaction ends."""

import uuid

from django.db import connection


def lock_key(key: uuid.UUID) -> None:
    """Let whoever brings the same key wait until this transaction has ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(key)])


def submission_key(page_key: uuid.UUID, *, slug: str) -> uuid.UUID:
    """The key of what a page sends: the page's, made the partnership's own.

    Pages of two partnerships may carry one key, where somebody tampers with it; the key of a
    submission is unique over all of them.
    """
    return uuid.uuid5(page_key, slug)
