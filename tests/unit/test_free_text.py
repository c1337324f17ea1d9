"""What a free paragraph may hold, and that nothing else in it means anything."""

import pytest

from notifications.free_text import BlankPlaceholder, BrokenText, faults, normal, to_html

VALUES = {
    "reference": "BNS-1",
    "name": "<i>Joan</i> **x**",
    "contact": {"name": "Sam & Co"},
    "partnership": "The CSP",
    "answer_by": "",
}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One.", "<p>One.</p>"),
        ("One\r\nline", "<p>One<br>line</p>"),
        ("One.\n\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("- One\n- Two", "<ul>\n<li>One</li>\n<li>Two</li>\n</ul>"),
        (
            "We:\n- come\n- go\nThen.",
            "<p>We:</p>\n<ul>\n<li>come</li>\n<li>go</li>\n</ul>\n<p>Then.</p>",
        ),
        ("A **bold** word", "<p>A <strong>bold</strong> word</p>"),
        ("<b>& *x* # _y_", "<p>&lt;b&gt;&amp; *x* # _y_</p>"),
        ("Ask {contact name}.", "<p>Ask Sam &amp; Co.</p>"),
        ("**{reference}**", "<p><strong>BNS-1</strong></p>"),
        ("{name}", "<p>&lt;i&gt;Joan&lt;/i&gt; **x**</p>"),
        ("{ reference }", "<p>BNS-1</p>"),
        ("-5 degrees", "<p>-5 degrees</p>"),
    ],
)
def test_text_becomes_paragraphs_lists_bold_and_names(text, html):
    assert faults(text) == []
    assert to_html(text, VALUES) == html


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "Enter the text"),
        (" \n ", "Enter the text"),
        ("One\n{refrence}", "Line 2: there is no placeholder {refrence}. Use one of these: {ref"),
        ("One {reference", "Line 1: a bracket"),
        ("One\n\nTwo }", "Line 3: a bracket"),
        ("{{ name }}", "Line 1: a bracket"),
        ("A **bold word", "Line 1: bold text needs **"),
        ("A ****", "Line 1: bold text needs **"),
        ("- One\n-", "Line 2: this point of the list is empty"),
    ],
)
def test_a_fault_is_told_with_its_line_and_never_printed(text, fault):
    assert faults(text)[0].startswith(fault)
    with pytest.raises(BrokenText):
        to_html(text, VALUES)


def test_a_placeholder_that_shows_nothing_is_an_error():
    with pytest.raises(BlankPlaceholder, match=r"line 3: {answer by} would be blank"):
        to_html("One.\n\nBy {answer by}.", VALUES)


def test_text_is_kept_without_what_nobody_sees():
    assert normal(" One \r\n\r\nTwo\t\n") == "One\n\nTwo"
