"""Frozen facts as the words that letters show: dates, times, paragraphs, addresses."""

import datetime as dt
import re

from django.utils.dateformat import format as formatted
from django.utils.translation import get_language, gettext

from organisations.clock import LONDON
from thresholds.periods import weekday_in_words

# What the window of a DL envelope shows, whichever way the sheet slips in it.
ADDRESS_LINES = 6


def day(iso: str) -> str:
    """`Wednesday 10 June 2026` from an ISO date; empty where there is none."""
    return in_words(dt.date.fromisoformat(iso)) if iso else ""


def in_words(on: dt.date) -> str:
    """`Wednesday 10 June 2026`, in the language that is active."""
    if (get_language() or "en").startswith("en"):
        return weekday_in_words(on)
    return formatted(on, "l j F Y")


def moment(iso: str) -> str:
    """`Wednesday 17 June 2026 at 2:30pm`, in London, from an ISO date and time with its zone."""
    local = dt.datetime.fromisoformat(iso).astimezone(LONDON)
    words = {"day": in_words(local.date()), "time": clock_time(local.time())}
    return gettext("%(day)s at %(time)s") % words


def clock_time(time: dt.time) -> str:
    """`2pm`, `2:30pm`, `noon`, `midnight`."""
    if time.minute == 0 and time.hour in (0, 12):
        return gettext("noon") if time.hour else gettext("midnight")
    minutes = f":{time.minute:02}" if time.minute else ""
    return f"{time.hour % 12 or 12}{minutes}{'am' if time.hour < 12 else 'pm'}"


def paragraphs(text: str) -> list[str]:
    """What somebody typed, in paragraphs; none where there is nothing to read."""
    return [part.strip() for part in re.split(r"\n\s*\n", text.replace("\r", "")) if part.strip()]


def lines(text: str) -> list[str]:
    """The lines of an address as typed, without empty ones."""
    return [line.strip(" ,\t") for line in text.splitlines() if line.strip(" ,\t")]


def address_block(*, name: str, address: str, postcode: str) -> list[str]:
    """Name, address and postcode in at most as many lines as the window shows.

    Lines in the middle are put together with commas; name and postcode keep their own.
    """
    block = [name, *lines(address)]
    if postcode.strip():
        block.append(postcode.strip().upper())
    spare = len(block) - ADDRESS_LINES
    if spare > 0:
        block[1 : spare + 2] = [", ".join(block[1 : spare + 2])]
    return block
