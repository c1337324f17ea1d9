"""Codes for people whom an agency tells of without naming them."""

import pytest

from cases.pseudonyms import NamesSomebody, person_key, pseudonym_of, reporter_key


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Neighbour A", "Neighbour A"),
        ("  neighbour \t A ", "neighbour A"),
        ("Flat 12, second caller", "Flat 12, second caller"),
        ("Caller 2026-05", "Caller 2026-05"),
        ("", ""),
    ],
)
def test_a_code_is_kept_with_single_spaces(typed, kept):
    assert pseudonym_of(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "ann@home.example",
        "Ann at @annsmith",
        "www.facebook/ann",
        "annsmith.co.uk",
        "ANN.COM",
    ],
)
def test_what_looks_like_an_address_is_refused(typed):
    with pytest.raises(NamesSomebody, match="not an e-mail or web address"):
        pseudonym_of(typed)


@pytest.mark.parametrize(
    "typed",
    ["01632 960555", "+44 1632 960555", "(01632) 960-555", "Ann 07700900123", "960 555 1"],
)
def test_what_looks_like_a_phone_number_is_refused(typed):
    with pytest.raises(NamesSomebody, match="not a phone number"):
        pseudonym_of(typed)


def test_the_same_code_of_two_agencies_stands_for_two_people():
    first, second = (reporter_key(agency_id=one, pseudonym="Neighbour A") for one in (1, 2))
    assert first != second
    assert (first, second) == ("pseudonym-1-neighbour a", "pseudonym-2-neighbour a")


def test_case_and_spaces_make_no_other_person():
    assert reporter_key(agency_id=1, pseudonym="NEIGHBOUR  a") == reporter_key(
        agency_id=1, pseudonym="Neighbour A"
    )
    assert person_key(" P1 ") == person_key("p1") == "coded-p1"
