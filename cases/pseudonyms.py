"""Codes for people whom an agency tells of without naming them: `Neighbour A` (ADR 23)."""

import re

LONGEST = 50

_EMAIL = re.compile(r"@|\bwww\.|\.(?:com|org|net|uk)\b", re.IGNORECASE)
_PHONE = re.compile(r"(?:\d[\s().+/-]*){7,}")


class NamesSomebody(ValueError):
    """The code would lead to the person. The text says what to enter instead."""


def pseudonym_of(typed: str) -> str:
    """The code as it is kept. Raises NamesSomebody for what looks like a way to reach a person."""
    if _EMAIL.search(typed):
        raise NamesSomebody("Enter a code such as Neighbour A, not an e-mail or web address")
    if _PHONE.search(typed):
        raise NamesSomebody("Enter a code such as Neighbour A, not a phone number")
    return " ".join(typed.split())


def reporter_key(*, agency_id: int, pseudonym: str) -> str:
    """What stands for the person in a threshold evaluation: the code is the agency's own.

    `Neighbour A` of two agencies may be two people; upper and lower case are the same code.
    """
    return f"pseudonym-{agency_id}-{' '.join(pseudonym.split()).casefold()}"


def key_of(*, agency_id: int, pseudonym: str, person_code: str) -> str:
    """What stands for somebody named under a pseudonym, until they are found to have applied."""
    if person_code:
        return person_key(person_code)
    return reporter_key(agency_id=agency_id, pseudonym=pseudonym)


def person_key(code: str) -> str:
    """What stands for a person whom the assessors found behind several pseudonyms."""
    return f"coded-{' '.join(code.split()).casefold()}"
