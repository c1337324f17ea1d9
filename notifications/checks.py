"""System checks of the post: fast PDFs, and no demonstration mailbox in earnest."""

import ctypes
import ctypes.util
import sys

from django.conf import settings
from django.core.checks import Error, Warning, register

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
