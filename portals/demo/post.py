"""The mail that went out in the demonstration, newest first."""

from dataclasses import dataclass

from cases.selectors.due import moment_in_words
from notifications.models import MailboxEntry

PAGE = 25


@dataclass(frozen=True, kw_only=True)
class MailRow:
    """One mail in the list."""

    id: int
    to: str
    subject: str
    at_text: str
    iso: str


def mail_page(*, before: int | None) -> tuple[list[MailRow], int | None]:
    """A page of mail and the id to go on from, None on the last page."""
    entries = MailboxEntry.objects.order_by("-id")
    if before is not None:
        entries = entries.filter(pk__lt=before)
    found = list(entries.defer("body")[: PAGE + 1])
    rows = [row_of(entry) for entry in found[:PAGE]]
    return rows, rows[-1].id if len(found) > PAGE else None


def row_of(entry: MailboxEntry) -> MailRow:
    """One mail, dated in the demonstration's time."""
    return MailRow(
        id=entry.pk,
        to=entry.to_address,
        subject=entry.subject,
        at_text=moment_in_words(entry.domain_at),
        iso=entry.domain_at.isoformat(),
    )
