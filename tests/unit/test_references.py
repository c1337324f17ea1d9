"""References survive the telephone; secrets have no second form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.references import (
    ALPHABET,
    BadReference,
    digest_of,
    new_reference,
    normalise_reference,
    secret_from,
)

PREFIXES = st.sampled_from(["BNS", "ASH", "SO"])


@given(PREFIXES)
def test_a_reference_is_read_back_however_it_is_typed(prefix):
    reference = new_reference(prefix)
    for typed in (reference, reference.lower(), reference.replace("-", " "), f" {reference} "):
        assert normalise_reference(typed) == reference


@given(PREFIXES, st.integers(0, 7), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(prefix, place, letter):
    reference = new_reference(prefix)
    body = list(reference.replace("-", "")[len(prefix) :])
    if body[place] == letter:
        return
    body[place] = letter
    with pytest.raises(BadReference):
        normalise_reference(prefix + "".join(body))


@given(PREFIXES, st.integers(0, 6))
def test_two_swapped_neighbours_are_noticed(prefix, place):
    reference = new_reference(prefix)
    body = list(reference.replace("-", "")[len(prefix) :])
    if body[place] == body[place + 1]:
        return
    body[place], body[place + 1] = body[place + 1], body[place]
    with pytest.raises(BadReference):
        normalise_reference(prefix + "".join(body))


@pytest.mark.parametrize("text", ["", "BNS", "BNS-", "O0O0-IL1I", "12345678", "BNS-AAAA"])
def test_what_is_no_reference_is_refused(text):
    with pytest.raises(BadReference):
        normalise_reference(text)


def test_secrets_differ_and_are_found_however_they_are_typed():
    first, second = secret_from(b"0123456789abcdef"), secret_from(b"fedcba9876543210")
    assert first != second
    assert digest_of(first) == digest_of(first.lower().replace("-", " ")) != digest_of(second)
