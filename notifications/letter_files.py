"""Letters as files: what stands in the front matter of `templates/letters/<kind>.html` (ADR 27).

Read strictly: what a letter's file lacks, or has too much, is a fault with its file and line, so
that a letter with a mistake in it is found before it is released and never by who gets it.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from notifications.free_text import normal

FOLDER = "letters"
FENCE = "+++"
AUDIENCES = ("applicant",)
SENDERS = ("partnership", "policing_body")
KEYS = ("title", "subject", "audience", "sender", "required", "free")

_FREE = re.compile(r'{%\s*free\s+"([a-z_]+)"\s*%}(.*?){%\s*endfree\s*%}', re.DOTALL)
_FREE_TAG = re.compile(r"{%\s*(?:end)?free\b")
_MADE_WITH = re.compile(r'{%\s*(?:extends|include)\s+"([^"]+)"')
_NAME = re.compile(r"[a-z][a-z_]*")
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)| \(at end of document\)")


class LetterFault(ValueError):
    """A mistake in a letter's file; the text names file and line."""

    def __init__(self, what: str, *, file: str, line: int):
        self.what, self.file, self.line = what, file, line
        super().__init__(f"{file}, line {line}: {what}")


@dataclass(frozen=True, kw_only=True)
class FreeParagraph:
    """A part of a letter that may be worded otherwise; everything else stands as it is.

    purpose: one line for whoever words it. standard: the text, in the markup of
    `notifications/free_text.py`. line: where it begins in the file.
    """

    name: str
    purpose: str
    standard: str
    line: int


@dataclass(frozen=True, kw_only=True)
class LetterDesign:
    """How a kind of letter is made, from the front matter of its file.

    title: what it is called on pages. subject: stands over the letter and in the PDF's title.
    audience: who gets it. sender: whose letterhead it has. required: what it must be able to say;
    it is not written without (invariant 6). file: its name below the templates' folder.
    """

    file: str
    title: str
    subject: str
    audience: str
    sender: str
    required: tuple[str, ...]
    free: tuple[FreeParagraph, ...]
    lines: tuple[str, ...]

    @property
    def from_policing_body(self) -> bool:
        """Whether the letter is the policing body's and not the partnership's."""
        return self.sender == "policing_body"

    def paragraph(self, name: str) -> FreeParagraph | None:
        """The free paragraph of that name; None where the letter has none."""
        return next((paragraph for paragraph in self.free if paragraph.name == name), None)

    def line_of(self, word: str) -> int:
        """The first line of the file in which a word stands; 1 where it does not."""
        return _line_of(word, list(self.lines))


def folder() -> Path:
    """The templates' folder, below which `letters/` is."""
    return Path(settings.TEMPLATES[0]["DIRS"][0])


def file_of(kind: str) -> str:
    """The name of a letter's file below the templates' folder."""
    return f"{FOLDER}/{kind}.html"


@cache
def design_of(kind: str) -> LetterDesign:
    """The design of a kind of letter, read once from its file. Raises LetterFault."""
    file = file_of(kind)
    try:
        text = (folder() / file).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise LetterFault("there is no such file", file=file, line=1) from None
    return read_letter(text, file=file)


def read_letter(text: str, *, file: str) -> LetterDesign:
    """The design that a letter's text describes. Raises LetterFault with the line."""
    lines = text.splitlines()
    end = _end_of_front_matter(lines, file)
    given = _toml("\n".join(lines[1:end]), file)
    _check_keys(given, lines[: end + 1], file)
    bodies = _free_bodies(text, file)
    _check_free(given["free"], bodies, lines, file)
    return LetterDesign(
        file=file,
        title=given["title"],
        subject=given["subject"],
        audience=given["audience"],
        sender=given["sender"],
        required=tuple(given["required"]),
        free=tuple(
            FreeParagraph(name=name, purpose=given["free"][name], standard=body, line=line)
            for name, (body, line) in bodies.items()
        ),
        lines=tuple(lines[: end + 1]),
    )


def without_front_matter(text: str) -> str:
    """The template alone, in which lines keep their numbers; a file without any stays as it is."""
    lines = text.split("\n")
    if lines[0].strip() != FENCE or FENCE not in lines[1:]:
        return text
    end = lines.index(FENCE, 1)
    return "\n" * (end + 1) + "\n".join(lines[end + 1 :])


def files_of(kind: str) -> tuple[str, ...]:
    """Every file that this letter is made from, sorted: itself, what it extends and includes, the
    document around it and the style sheets."""
    found: set[str] = {f"{FOLDER}/letter.css", f"{FOLDER}/large_print.css"}
    waiting = [file_of(kind), f"{FOLDER}/document.html"]
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            waiting += _MADE_WITH.findall((folder() / file).read_text(encoding="utf-8"))
    return tuple(sorted(found))


def _end_of_front_matter(lines: list[str], file: str) -> int:
    if not lines or lines[0].strip() != FENCE:
        raise LetterFault(f"the file does not begin with front matter ({FENCE})", file=file, line=1)
    if FENCE not in lines[1:]:
        raise LetterFault(f"the front matter is not closed by {FENCE}", file=file, line=1)
    return lines.index(FENCE, 1)


def _toml(text: str, file: str) -> dict:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        line = int(at[1]) + 1 if at and at[1] else text.count("\n") + 2
        what = f"the front matter cannot be read: {_AT_LINE.sub('', str(error))}"
        raise LetterFault(what, file=file, line=line) from None


def _check_keys(given: dict, lines: list[str], file: str) -> None:
    for key in given:
        if key not in KEYS:
            raise LetterFault(f"unknown key “{key}”", file=file, line=_line_of(key, lines))
    for key in KEYS:
        if key not in given:
            raise LetterFault(f"the key “{key}” is missing", file=file, line=1)
        if wrong := _wrong(key, given[key]):
            raise LetterFault(f"“{key}” {wrong}", file=file, line=_line_of(key, lines))
    for name, purpose in given["free"].items():
        if not _NAME.fullmatch(name) or not _is_text(purpose):
            raise LetterFault(
                f"the free paragraph “{name}” needs a name in small letters, and its purpose",
                file=file,
                line=_line_of(name, lines),
            )


def _wrong(key: str, value: object) -> str:
    """What is wrong with the value of a key; empty where nothing is."""
    if key == "free":
        return "" if isinstance(value, dict) else "is not a table of names and purposes"
    if key == "required":
        listed = isinstance(value, list) and all(_is_text(one) for one in value)
        return "" if listed else "is not a list of names of facts"
    if not _is_text(value):
        return "is not a text"
    allowed = {"audience": AUDIENCES, "sender": SENDERS}.get(key)
    return f"is none of {', '.join(allowed)}" if allowed and value not in allowed else ""


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _free_bodies(text: str, file: str) -> dict[str, tuple[str, int]]:
    """Standard text and line of each free paragraph, in the order of the letter."""
    found: dict[str, tuple[str, int]] = {}
    tags = 0
    for match in _FREE.finditer(text):
        name, body = match[1], normal(match[2])
        line = text.count("\n", 0, match.start()) + 1
        if name in found:
            raise LetterFault(f"the free paragraph “{name}” is there twice", file=file, line=line)
        if "{%" in body or "{{" in body:
            raise LetterFault(
                f"the free paragraph “{name}” holds more than text and placeholders",
                file=file,
                line=line,
            )
        found[name] = (body, line)
        tags += 2
    if tags != len(_FREE_TAG.findall(text)):
        line = text.count("\n", 0, _FREE_TAG.search(text).start()) + 1
        raise LetterFault(
            'a free paragraph is {% free "name" %} text {% endfree %}', file=file, line=line
        )
    return found


def _check_free(named: dict, bodies: dict, lines: list[str], file: str) -> None:
    for name, (_, line) in bodies.items():
        if name not in named:
            what = f"the free paragraph “{name}” is not named in the front matter"
            raise LetterFault(what, file=file, line=line)
    for name in named:
        if name not in bodies:
            what = f"the free paragraph “{name}” is not in the letter"
            raise LetterFault(what, file=file, line=_line_of(name, lines))


def _line_of(word: str, lines: list[str]) -> int:
    found = re.compile(rf"\b{re.escape(word)}\b")
    return next((number for number, line in enumerate(lines, 1) if found.search(line)), 1)
