"""Look for people in the logs of a whole run: names, addresses, numbers, secrets, their words.

What it reports names the file, the line and the kind, never the text: a report is a log too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_plus

from ct_portal.embedded.console import SetupProblem, say
from ct_portal.embedded.stack import Stack

# Shorter values would be found in ids and words by chance.
SHORTEST = 5
FREE_TEXT = "free text"
TITLES = re.compile(r"^(?:Dr|Mr|Mrs|Ms|Miss|PC|PS|Insp\.|Sgt|Cllr|Watch Mgr)\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Finding:
    """Somebody in a log."""

    log: str
    line: int
    kind: str

    def __str__(self) -> str:
        return f"{self.log}, line {self.line}: {self.kind}"


def look(logs: Iterable[Path], *, people: Mapping[str, Iterable[str]]) -> Iterator[Finding]:
    """Everybody of ``people`` (kind to values) whom the logs give away, line by line."""
    patterns = [(kind, pattern(people[kind], kind=kind)) for kind in people]
    for log in logs:
        with open(log, errors="replace") as lines:
            for number, line in enumerate(lines, start=1):
                shown = readings(line)
                yield from (
                    Finding(log.name, number, kind)
                    for kind, wanted in patterns
                    if wanted and wanted.search(shown)
                )


def readings(line: str) -> str:
    """A line as it stands, without URL escapes, without JSON escapes, and without its blanks."""
    plain = unquote_plus(line)
    try:
        unescaped = json.dumps(json.loads(line), ensure_ascii=False)
    except ValueError:
        unescaped = ""
    return "\n".join((line, plain, unescaped, re.sub(r"[ \-]", "", plain))).casefold()


def pattern(values: Iterable[str], *, kind: str) -> re.Pattern[str] | None:
    """One expression for all values of a kind; None where there is nothing to look for."""
    wanted = {form.casefold() for value in values for form in forms(value, kind=kind)}
    wanted = {form for form in wanted if len(form) >= SHORTEST}
    if not wanted:
        return None
    longest_first = sorted(wanted, key=len, reverse=True)
    # A text is looked for by its opening, which may end within a word.
    end = "" if kind == FREE_TEXT else r"(?!\w)"
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))}){end}")


def forms(value: str, *, kind: str) -> set[str]:
    """The ways in which a value could be written."""
    found = {value.strip(), re.sub(r"[ \-]", "", value)}
    if kind == "name":
        plain = TITLES.sub("", value)
        words = plain.split()
        found |= {plain, ", ".join((words[-1], " ".join(words[:-1]))) if words else ""}
    return found


def expect_nobody(stack: Stack, *, also: Mapping[str, Iterable[str]]) -> None:
    """Raise SetupProblem if a log of the run tells of anybody in its demonstration.

    ``also``: what else must not be there. The run's own passwords and keys are looked for too.
    """
    people: dict[str, list[str]] = json.loads(stack.manage("demo_people"))
    people["password or key"] = [*stack.secrets.values(), stack.environ["DEMO_PASSWORD"]]
    for kind, values in also.items():
        people.setdefault(kind, []).extend(values)
    logs = sorted(stack.home.logs.glob("*.log*"))
    number = sum(len(values) for values in people.values())
    if not logs or not number:
        raise SetupProblem(f"Nothing was looked at: {len(logs)} logs for {number} names and texts")
    found = list(look(logs, people=people))
    if found:
        shown = "\n".join(f"    {finding}" for finding in found[:20])
        raise SetupProblem(f"The logs tell of people ({len(found)} times):\n{shown}")
    say(f"Logs: {len(logs)} files tell nothing of {number} names, addresses, secrets and texts")
