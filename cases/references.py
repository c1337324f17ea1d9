"""References that can be read over the telephone, and secrets that open an application."""

import hashlib
import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_BODY = 7


class BadReference(ValueError):
    """Not a reference of ours: the check character does not fit."""


def _check_character(text: str) -> str:
    """A weighted sum that catches any one wrong character and any two swapped neighbours."""
    size = len(ALPHABET)
    total = sum((index + 1) * ALPHABET.index(char) for index, char in enumerate(text))
    return ALPHABET[total % size]


def new_reference(prefix: str) -> str:
    """A reference such as `BNS-4K7P-M2XQ`: prefix, seven random characters, a check character."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_BODY))
    body += _check_character(body)
    return f"{prefix}-{body[:4]}-{body[4:]}"


def normalise_reference(text: str) -> str:
    """The reference as stored, from what a person typed; spaces, dashes and case do not matter.

    Raises BadReference when the check character does not fit.
    """
    plain = "".join(char for char in text.upper() if char.isalnum())
    prefix, body = plain[: -(_BODY + 1)], plain[-(_BODY + 1) :]
    if not prefix or len(body) != _BODY + 1 or any(char not in ALPHABET for char in body):
        raise BadReference(text)
    if _check_character(body[:_BODY]) != body[_BODY]:
        raise BadReference(text)
    return f"{prefix}-{body[:4]}-{body[4:]}"


def secret_from(raw: bytes) -> str:
    """Sixteen characters in groups of four, about 79 bits, from at least sixteen random bytes."""
    text = "".join(ALPHABET[byte % len(ALPHABET)] for byte in raw[:16])
    return "-".join(text[index : index + 4] for index in range(0, 16, 4))


def digest_of(secret: str) -> str:
    """The stored hash of a secret. The secret has enough entropy for a plain SHA-256."""
    plain = "".join(char for char in secret.upper() if char.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
