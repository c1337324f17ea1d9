"""Phone numbers as people type them, and as a text message needs them."""

import pytest

from notifications.phone_numbers import NotMobile, international, takes_texts

MOBILE = "+447700900123"


@pytest.mark.parametrize(
    "typed",
    [
        "07700 900123",
        "07700900123",
        " 07700-900-123 ",
        "(07700) 900 123",
        "+44 7700 900123",
        "+44 (0)7700 900123",
        "0044 7700 900123",
        "447700900123",
        "07700\u00a0900\u2013123",
    ],
)
def test_a_mobile_number_however_it_is_typed(typed):
    assert international(typed) == MOBILE


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("07624 123456", "+447624123456"),  # the Isle of Man
        ("+353 85 123 4567", "+353851234567"),
        ("0033 6 12 34 56 78", "+33612345678"),
    ],
)
def test_numbers_that_are_no_ordinary_mobile_and_still_take_texts(typed, found):
    assert international(typed) == found


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "01632 960555",  # a house's line
        "07700 90012",
        "07700 9001234",
        "070 1234 5678",  # a personal number
        "07600 123456",  # a pager
        "+44 20 7946 0000",
        "+",
        "+1234567",
        "nobody",
        "07700 900123\nBcc: all@evil.example",
        "07700 900123; 07700 900124",
        "٠٧٧٠٠٩٠٠١٢٣",  # digits, and none that a network knows
    ],
)
def test_what_takes_no_text_is_refused_with_a_reason_that_may_be_shown(typed):
    with pytest.raises(NotMobile, match="The phone number is not a mobile number"):
        international(typed)
    assert not takes_texts(typed)
