"""Typed reading of the environment. What is missing or malformed fails at start, by name."""

import os

from django.core.exceptions import ImproperlyConfigured

_MISSING = object()


def text(name: str, default=_MISSING) -> str:
    """A setting as it stands. Raises ImproperlyConfigured where it is required and not set."""
    value = os.environ.get(name, "")
    if value:
        return value
    if default is _MISSING:
        raise ImproperlyConfigured(f"Set {name} in the environment.")
    return default


def flag(name: str, default: bool) -> bool:
    """`1` or `0`."""
    value = text(name, "1" if default else "0")
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name} must be 0 or 1, not {value!r}.")
    return value == "1"


def whole(name: str, default: int) -> int:
    """A whole number."""
    value = text(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def listed(name: str, default: str = "") -> list[str]:
    """A comma-separated list without blanks."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]
