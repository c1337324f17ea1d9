"""The few things that a free paragraph of a letter may hold: text, lists, bold and placeholders.

A blank line begins a new paragraph, a line that begins with `- ` is a point of a list, `**bold**`
is bold. Nothing else means anything: HTML is shown as text. Placeholders are a closed list.
"""

import re
from collections.abc import Callable, Mapping

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

POINT = "-"

# What each placeholder shows, from the words of the letter (`notifications/letter_context.py`).
PLACEHOLDERS: dict[str, Callable[[Mapping], str]] = {
    "reference": lambda values: values["reference"],
    "name": lambda values: values["name"],
    "contact name": lambda values: values["contact"]["name"],
    "partnership": lambda values: values["partnership"],
    "scheme": lambda values: values["scheme"],
    "panel": lambda values: values["panel_in_full"],
    "policing body": lambda values: values["policing_body"],
    "tracker": lambda values: values["tracker"],
    "received on": lambda values: values["received_on"],
    # These stand in some letters only, and can be empty there.
    "answer by": lambda values: values.get("answer_by", ""),
    "last date to ask": lambda values: values.get("last_date_to_ask", ""),
    "meeting": lambda values: values.get("meets_at", ""),
}

_PLACEHOLDER = re.compile(r"{([^{}]*)}")
_BOLD = re.compile(r"\*\*(.+?)\*\*")


class BrokenText(ValueError):
    """A text that has faults, the first of which it says."""


class BlankPlaceholder(ValueError):
    """A placeholder would show nothing in this letter.

    name: the placeholder's. line: in the text. paragraph: the free paragraph's name, once known.
    """

    def __init__(self, name: str, *, line: int):
        self.name, self.line, self.paragraph = name, line, ""
        super().__init__(f"line {line}: {{{name}}} would be blank")


def faults(text: str) -> list[str]:
    """What is wrong with a text, each with its line; nothing where it can be used.

    Whether a placeholder is filled in every letter is another question: `notifications/releasing`.
    """
    if not text.strip():
        return ["Enter the text. To leave your own wording, go back to the standard text."]
    return [
        f"Line {number}: {what}"
        for number, line in enumerate(_lines(text), 1)
        for what in _faults_of(line)
    ]


def to_html(text: str, values: Mapping) -> SafeString:
    """The text as paragraphs and lists, with its placeholders filled from a letter's words.

    Raises BlankPlaceholder, BrokenText.
    """
    if found := faults(text):
        raise BrokenText(found[0])
    blocks, block, is_list = [], [], False
    for number, line in enumerate(_lines(text), 1):
        point = _is_point(line)
        if block and (not line.strip() or point != is_list):
            blocks.append(_block(block, is_list))
            block = []
        if line.strip():
            is_list = point
            shown = line.strip()[len(POINT) :].strip() if point else line.strip()
            block.append(_inline(shown, values, number))
    if block:
        blocks.append(_block(block, is_list))
    return mark_safe("\n".join(blocks))  # noqa: S308 every piece of it was escaped in _inline


def normal(text: str) -> str:
    """The text as it is kept and compared: plain line ends, no spaces at the end of lines."""
    return "\n".join(line.rstrip() for line in _lines(text.strip()))


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _is_point(line: str) -> bool:
    stripped = line.strip()
    return stripped == POINT or stripped.startswith(f"{POINT} ")


def _faults_of(line: str) -> list[str]:
    found = []
    for name in _PLACEHOLDER.findall(line):
        if name.strip() not in PLACEHOLDERS:
            known = ", ".join(f"{{{known}}}" for known in PLACEHOLDERS)
            found.append(f"there is no placeholder {{{name}}}. Use one of these: {known}.")
    rest = _PLACEHOLDER.sub("x", line)
    if "{" in rest or "}" in rest:
        found.append("a bracket of a placeholder is missing. Write it as {reference}.")
    if "**" in _BOLD.sub("", rest) or re.search(r"\*\*\s+\*\*", rest):
        found.append("bold text needs ** before it and ** after it, on the same line.")
    if line.strip() in {POINT, f"{POINT} **"}:
        found.append("this point of the list is empty.")
    return found


def _block(block: list[str], is_list: bool) -> str:
    if is_list:
        return "<ul>\n" + "\n".join(f"<li>{point}</li>" for point in block) + "\n</ul>"
    return "<p>" + "<br>".join(block) + "</p>"


def _inline(text: str, values: Mapping, line: int) -> str:
    """Bold is found before placeholders are filled, so that no name can be taken for markup."""

    def filled(part: str) -> str:
        pieces = _PLACEHOLDER.split(part)
        return "".join(
            _value(piece.strip(), values, line) if number % 2 else conditional_escape(piece)
            for number, piece in enumerate(pieces)
        )

    parts = _BOLD.split(text)
    return "".join(
        f"<strong>{filled(part)}</strong>" if number % 2 else filled(part)
        for number, part in enumerate(parts)
    )


def _value(name: str, values: Mapping, line: int) -> str:
    value = PLACEHOLDERS[name](values)
    if not value.strip():
        raise BlankPlaceholder(name, line=line)
    return conditional_escape(value)
