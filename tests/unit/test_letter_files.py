"""A letter's file is read strictly: every mistake in it is named with its file and line."""

import pytest

from notifications import rendering
from notifications.letter_files import (
    LetterFault,
    design_of,
    files_of,
    read_letter,
    without_front_matter,
)
from notifications.letter_kinds import LetterKind

FRONT = """+++
title = "Receipt"
subject = "We have received it"
audience = "applicant"
sender = "partnership"
required = ["received_on"]

[free]
opening = "How it begins"
+++
"""
BODY = """<p>Dear you</p>
{% free "opening" %}
Thank you, {name}.
{% endfree %}
"""
LETTER = FRONT + BODY


def changed(old: str, new: str) -> str:
    assert old in LETTER
    return LETTER.replace(old, new)


def test_the_front_matter_says_how_the_letter_is_made():
    design = read_letter(LETTER, file="letters/receipt.html")
    assert (design.title, design.subject) == ("Receipt", "We have received it")
    assert (design.audience, design.sender, design.from_policing_body) == (
        "applicant",
        "partnership",
        False,
    )
    assert design.required == ("received_on",)
    (opening,) = design.free
    assert (opening.name, opening.purpose) == ("opening", "How it begins")
    assert (opening.standard, opening.line) == ("Thank you, {name}.", 12)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        (BODY, 1, "does not begin with front matter"),
        (changed("+++\n<p>", "<p>"), 1, "is not closed"),
        (changed('title = "Receipt"', "title = Receipt"), 2, "cannot be read"),
        (changed('subject = "We have received it"\n', ""), 1, "“subject” is missing"),
        (changed('subject = "We have received it"', 'subject = ""'), 3, "is not a text"),
        (changed("audience", "audeince"), 4, "unknown key “audeince”"),
        (changed('audience = "applicant"', 'audience = "everybody"'), 4, "is none of applicant"),
        (changed('"partnership"', '"council"'), 5, "is none of partnership, policing_body"),
        (changed('["received_on"]', '"received_on"'), 6, "is not a list"),
        (changed('opening = "How it begins"', 'opening = ""'), 9, "needs a name"),
        (changed('opening = "How it begins"', ""), 12, "is not named in the front matter"),
        (
            changed('"How it begins"', '"How"\nclosing = "End"'),
            10,
            "“closing” is not in",
        ),
        (LETTER + BODY, 16, "is there twice"),
        (changed("Thank you, {name}.", "Thank you, {{ name }}."), 12, "more than text"),
        (changed("{% endfree %}", ""), 12, "a free paragraph is"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(text, line, what):
    with pytest.raises(LetterFault, match=what) as fault:
        read_letter(text, file="letters/receipt.html")
    assert (fault.value.file, fault.value.line) == ("letters/receipt.html", line)
    assert str(fault.value).startswith(f"letters/receipt.html, line {line}: ")


def test_the_template_keeps_the_numbers_of_its_lines():
    left = without_front_matter(LETTER)
    assert left.split("\n")[10] == "<p>Dear you</p>"
    assert "+++" not in left
    assert "subject" not in left


@pytest.mark.parametrize("kind", LetterKind)
def test_every_letter_has_its_file_and_is_called_there_what_it_is_called_on_pages(kind):
    assert design_of(kind).title == kind.label


def test_a_letter_that_has_no_file_is_a_fault():
    with pytest.raises(LetterFault, match="no such file"):
        design_of("postcard")


def test_a_letter_is_made_of_itself_its_frame_its_parts_and_its_style():
    assert files_of("response") == (
        "letters/document.html",
        "letters/large_print.css",
        "letters/letter.css",
        "letters/letter.html",
        "letters/parts/contact.html",
        "letters/parts/plan.html",
        "letters/parts/second_look.html",
        "letters/response.html",
    )


def test_the_version_of_a_letter_is_that_of_its_own_files():
    versions = {rendering.template_version(kind) for kind in LetterKind}
    assert len(versions) == len(LetterKind)
