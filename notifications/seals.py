"""Is a letter real? What is kept so that anybody can ask, and nobody learns more (ADR 28)."""

import datetime as dt
import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cases.references import ALPHABET
from notifications.letter_forms import LetterForm
from notifications.letter_kinds import LetterKind
from notifications.models import Letter, LetterSeal

CODE_LENGTH = 10

# What a letter is called to somebody who may not be its reader: never its outcome.
WORDS: Mapping[str, str] = {
    LetterKind.RECEIPT: "a letter that says that something was received",
    LetterKind.ACKNOWLEDGEMENT: "a letter that says that something was received",
    LetterKind.ACCEPTANCE: "a letter with a decision",
    LetterKind.REJECTION: "a letter with a decision",
    LetterKind.DEFERRAL: "a letter with a decision",
    LetterKind.REDIRECTION: "a letter with a decision",
    LetterKind.NOT_VALID: "a letter with a decision",
    LetterKind.REFERRAL: "a letter about a meeting",
    LetterKind.EXTENSION: "a letter about a date",
    LetterKind.DATE_MOVED: "a letter about a date",
    LetterKind.PCC_RECEIVED: "a letter that says that something was received",
}
OTHERWISE = "a letter about a case"


def new_code() -> str:
    """Ten characters without look-alikes, about 49 bits, as `4K7PM-2XQRT`."""
    text = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return f"{text[:5]}-{text[5:]}"


def proof_of(*, code: str, reference: str) -> str:
    """What is kept of a code and its reference; spaces, dashes and case do not matter."""
    return hashlib.sha256(f"{_plain(code)} {_plain(reference)}".encode()).hexdigest()


def _plain(text: str) -> str:
    return "".join(char for char in text.upper() if char.isalnum())


def words_of(kind: str) -> str:
    """A kind of letter in neutral words."""
    return WORDS.get(kind, OTHERWISE)


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """One form of a letter to be sealed."""

    form: str
    sha256: str
    pages: int


def seal(letter: Letter, *, reference: str, forms: Iterable[Sealed]) -> None:
    """Keep that these files are the partnership's, in the caller's transaction."""
    proof = proof_of(code=letter.check_code, reference=reference)
    LetterSeal.objects.bulk_create(
        LetterSeal(
            partnership_id=letter.partnership_id,
            proof=proof,
            form=one.form,
            sha256=one.sha256,
            words=words_of(letter.kind),
            written_on=letter.written_on,
            pages=one.pages,
        )
        for one in forms
    )


@dataclass(frozen=True, kw_only=True)
class Genuine:
    """What may be said of a letter that is real. form, pages: of the file that was asked about."""

    words: str
    written_on: dt.date
    form: str
    pages: int


def by_code(*, partnership_id: int, code: str, reference: str) -> Genuine | None:
    """The letter with that code and reference; None where there is none. One query."""
    return _found(partnership_id, proof=proof_of(code=code, reference=reference))


def by_hash(*, partnership_id: int, sha256: str) -> Genuine | None:
    """The letter whose file has that SHA-256; None where there is none. One query."""
    return _found(partnership_id, sha256=sha256)


def _found(partnership_id: int, **by: str) -> Genuine | None:
    found = LetterSeal.objects.filter(partnership_id=partnership_id, **by).order_by("id").first()
    if found is None:
        return None
    return Genuine(
        words=found.words,
        written_on=found.written_on,
        form=LetterForm(found.form).label.lower(),
        pages=found.pages,
    )


def hash_typed(text: str) -> str | None:
    """A SHA-256 as somebody copied it, in lower case; None where it is none."""
    plain = re.sub(r"[\s:-]", "", text).lower()
    return plain if re.fullmatch("[0-9a-f]{64}", plain) else None
