"""Where two texts differ, word by word."""

import pytest

from notifications.text_differences import differences


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("One two.", "One two.", ["same:One two."]),
        ("One two.", "One three.", ["same:One ", "removed:two.", "added:three."]),
        ("One.", "One.\n\nTwo.", ["same:One.", "added:\n\nTwo."]),
        ("One two", "two", ["removed:One ", "same:two"]),
        ("We ring you", "They write soon", ["removed:We ring you", "added:They write soon"]),
    ],
)
def test_what_was_added_and_removed_is_told_by_the_word(before, after, pieces):
    found = differences(before=before, after=after)
    assert [f"{piece.change}:{piece.text}" for piece in found] == pieces


def test_both_texts_can_be_read_out_of_the_pieces():
    before, after = "We ring you.\n- Soon", "We write to you.\n- Soon, {name}"
    found = differences(before=before, after=after)
    kept = ["".join(p.text for p in found if p.change != gone) for gone in ("added", "removed")]
    assert kept == [before, after]
