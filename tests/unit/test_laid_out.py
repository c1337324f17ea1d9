"""What tests of the post are given in place of laying out, and that it still lays out."""

from cases.references import new_reference
from notifications.pdf import Pdf
from notifications.seals import new_code
from tests.laid_out import LaidOut, draw_alike


def laying_out(place):
    """A test's own, and the documents that it lays out in truth."""
    done = []

    def render(html, *, form, window):
        done.append((html, form, window))
        return Pdf(content=b"7\n%PDF " + html.encode(), pages=2)

    return LaidOut(place=place, render=render), done


def test_what_another_test_had_laid_out_is_taken_from_it(tmp_path):
    made = laying_out(tmp_path)[0]("<p>A")
    asks, done = laying_out(tmp_path)
    assert asks("<p>A") == made != asks("<p>B")
    assert [html for html, *_ in done] == ["<p>B"]


def test_another_form_or_window_is_another_document(tmp_path):
    first, done = laying_out(tmp_path)
    for look in ({}, {"form": "large_print"}, {"window": "c5"}):
        first("<p>A", **look)
    assert len(done) == 3


def test_what_a_test_asks_for_again_is_laid_out_so_that_it_can_be_compared(tmp_path):
    laying_out(tmp_path)[0]("<p>A")
    asks, done = laying_out(tmp_path)
    asks("<p>A")
    assert done == []
    asks("<p>A")
    assert len(done) == 1


def test_each_test_draws_the_same_references_and_codes(monkeypatch):
    drawn = []
    for _ in range(2):
        draw_alike(monkeypatch)
        drawn.append([new_reference("BNS"), new_reference("BNS"), new_code(), new_code()])
    assert drawn[0] == drawn[1]
    assert len(set(drawn[0])) == 4
