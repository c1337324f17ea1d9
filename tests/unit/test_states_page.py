"""The page of states says what the code does."""

from django.conf import settings

from cases.states_page import page


def test_the_page_of_states_is_up_to_date():
    stored = (settings.BASE_DIR / "docs" / "STATES.md").read_text(encoding="utf-8")
    assert stored == page(), "run bin/manage states --write"
