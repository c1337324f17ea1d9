"""System checks of the post: fast PDFs, no demonstration mailbox in earnest, sound letters."""

import ctypes
import ctypes.util
import sys

from django.conf import settings
from django.core.checks import Error, Warning, register

from notifications.letter_files import LetterFault
from notifications.letter_kinds import LetterKind
from notifications.releasing import check_letter

DEMO_MAILBOX = "notifications.mailbox.DemoMailbox"
HARFBUZZ_SUBSET = {
    "darwin": "libharfbuzz-subset.0.dylib",
    "win32": "libharfbuzz-subset-0.dll",
}.get(sys.platform, "libharfbuzz-subset.so.0")


def harfbuzz_subset_state() -> str:
    """`ok`, or what is wrong: without it letters take three times as long. For /health/deep."""
    for name in (HARFBUZZ_SUBSET, ctypes.util.find_library("harfbuzz-subset")):
        try:
            if name and ctypes.CDLL(name):
                return "ok"
        except OSError:
            continue
    return "cannot be loaded"


@register()
def letters_are_fast(app_configs, **kwargs):
    """Warn where libharfbuzz-subset is missing; everything works without it, slowly."""
    if harfbuzz_subset_state() == "ok":
        return []
    return [
        Warning(
            "libharfbuzz-subset cannot be loaded: each letter takes three times as long",
            hint="Debian, Ubuntu: install the package libharfbuzz-subset0",
            id="notifications.W001",
        )
    ]


@register()
def mail_leaves_the_machine(app_configs, **kwargs):
    """Outside demo mode the demonstration's mailbox would swallow what people are owed."""
    if settings.DEMO or settings.EMAIL_BACKEND != DEMO_MAILBOX:
        return []
    return [
        Error(
            "EMAIL_BACKEND is the demonstration's mailbox, but DEMO is not set",
            id="notifications.E001",
        )
    ]


@register()
def letters_are_sound(app_configs, **kwargs):
    """No release with a letter whose file has a mistake; each is named with its file and line."""
    found = []
    for kind in LetterKind:
        try:
            check_letter(kind)
        except LetterFault as fault:
            found.append(Error(str(fault), id="notifications.E002"))
    return found
