"""Letters are laid out once in a run, for the many tests that do not look at the paper.

Laying out is most of what a letter costs. The same document gives the same bytes (ADR 28), and
walks of the same steps give the same documents once their references and codes are drawn alike.
"""

import hashlib
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cases import references
from notifications import seals
from notifications.letter_forms import LetterForm
from notifications.windows import WindowKind


@dataclass(kw_only=True)
class LaidOut:
    """In place of `notifications.pdf.render`, for one test.

    place: where the workers of this run keep what they laid out. A document that the test has asked
    for before is laid out in truth, so that the two can be compared.
    """

    place: Path
    render: Callable
    asked: set[str] = field(default_factory=set)

    def __call__(self, html: str, *, form: str = LetterForm.STANDARD, window: str = WindowKind.DL):
        """A Pdf, as `render` gives it."""
        from notifications.pdf import Pdf

        name = hashlib.sha256(f"{form} {window} {html}".encode()).hexdigest()
        kept = self.place / name
        if name not in self.asked and kept.exists():
            self.asked.add(name)
            pages, _, content = kept.read_bytes().partition(b"\n")
            return Pdf(content=content, pages=int(pages))
        self.asked.add(name)
        made = self.render(html, form=form, window=window)
        part = self.place / f"{name}.{uuid.uuid4()}"
        part.write_bytes(b"%d\n" % made.pages + made.content)
        part.replace(kept)
        return made


def draw_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """References and codes of letters are drawn in the same order in each test."""
    monkeypatch.setattr(references, "secrets", random.Random("references"))
    monkeypatch.setattr(seals, "secrets", random.Random("codes of letters"))
