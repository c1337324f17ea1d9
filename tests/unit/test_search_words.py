"""By which words a case is found, and what is looked for (tests/specs/search_tokens.csv)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.search_words import LONGEST, past, tokens_of, words_typed
from tests.specs.tables import rows

NAMES = st.text(
    st.one_of(
        st.sampled_from("abzABZ éßŁøæ'’-‑. İıŉﬁ"),
        st.characters(exclude_categories=["Cs", "Cc", "Nd", "No", "Nl"]),
    ),
    max_size=40,
)


def finds(typed: str, *texts: str) -> bool:
    tokens = tokens_of(*texts)
    return all(any(token.startswith(word) for token in tokens) for word in words_typed(typed))


@pytest.mark.parametrize("row", rows("search_tokens.csv"))
def test_a_text_gives_these_tokens(row):
    assert sorted(tokens_of(row["text"])) == sorted(row["tokens"].split())


@pytest.mark.parametrize("row", rows("search_tokens.csv"))
def test_what_is_typed_asks_for_these_words(row):
    assert sorted(words_typed(row["text"])) == sorted(row["typed"].split())


@given(NAMES, st.data())
def test_any_beginning_of_any_word_of_a_name_finds_it(name, data):
    words = name.split()
    if words:
        word = data.draw(st.sampled_from(words))
        assert finds(word[: data.draw(st.integers(1, len(word)))], "Somebody Else", name)


@given(NAMES, NAMES)
def test_all_words_in_any_order_find_it(one, other):
    assert finds(f"{other} {one}", one, other)


@pytest.mark.parametrize("typed", ["S80 2AH", "s802ah", "S80", "s80 2", "S80 2a", "s802", "s8"])
def test_a_postcode_is_found_however_far_it_is_typed(typed):
    assert finds(typed, "Joan Marsh", "S80 2AH")
    assert not finds(typed, "Joan Marsh", "NG22 9AB")


@pytest.mark.parametrize("typed", ["oneil", "o'neil", "O’Nei", "neil", "o"])
def test_a_name_with_an_apostrophe_is_found_with_and_without(typed):
    assert finds(typed, "Sinead O'Neil")
    assert finds(typed, "Sinead ONeil") or typed == "neil"


@given(NAMES.map(lambda text: words_typed(text)).filter(bool), NAMES)
def test_the_words_with_one_beginning_are_a_range(words, other):
    """In the order of code points, which is that of the bytes of UTF-8 and of the collation C."""
    for token in tokens_of(other) | set(words):
        for word in words:
            assert (word <= token < past(word)) == token.startswith(word)


def test_past_the_last_letter_before_the_surrogates_comes_the_first_after_them():
    assert past("a\ud7ff") == "a\ue000"


@given(st.text(max_size=300))
def test_no_token_is_longer_than_an_index_takes(text):
    assert all(0 < len(token) <= LONGEST for token in tokens_of(text))


def test_a_very_long_word_is_found_by_all_of_it():
    assert finds("x" * 150, "x" * 150)
