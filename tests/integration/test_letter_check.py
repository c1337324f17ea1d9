"""Is this letter really from the partnership? Asked by anybody, of the code or of the file."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases.references import ALPHABET
from notifications.letter_forms import LetterForm
from notifications.letter_kinds import LetterKind
from notifications.letters import open_form
from notifications.models import LetterSeal
from notifications.seals import new_code, proof_of, words_of
from organisations.tenancy import Scope, transaction_in
from portals.public import attempts, hashing
from portals.public.attempts import TRIES
from tests.integration.spoc_room import text_of
from tests.post_office import stored_letter
from tests.walk import Walk

YES, NO = "Yes, this letter is from us", "We do not know this letter"


@pytest.fixture(autouse=True)
def nobody_tried_before(own_cache, monkeypatch):
    """No window of tries begins anew in the middle of a test."""
    monkeypatch.setattr(attempts, "WINDOW_SECONDS", 10**9)


@pytest.fixture
def walk(world):
    return Walk(world)


@pytest.fixture
def letter(world, walk):
    return stored_letter(world, walk, "receipt")


@pytest.fixture
def page(world):
    return reverse("public:check_letter", args=[world.partnership.slug])


def ask(page, **given) -> str:
    answer = Client().post(page, given)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return text_of(answer)


def file_of(world, letter, form) -> bytes:
    with world.inside():
        found = open_form(letter_id=letter.pk, partnership_id=world.partnership.pk, form=form)
    return found.content


@pytest.mark.parametrize("change", [str, str.lower, lambda text: text.replace("-", " ")])
def test_code_and_reference_say_that_it_is_real_and_nothing_of_anybody(walk, letter, page, change):
    reference = walk.submitted.application.reference
    text = ask(page, reference=change(reference), code=change(letter.check_code))
    assert YES in text
    assert "10 June 2026" in text
    assert f"with {letter.pages} page" in text
    assert words_of("receipt") in text
    assert "Joan" not in text
    assert reference not in text


def test_a_wrong_code_or_anothers_reference_is_not_known(world, walk, letter, page):
    other = Walk(world)
    stored_letter(world, other, "receipt")
    own = walk.submitted.application.reference
    for reference, code in (
        (own, "23456-789AB"),
        (other.submitted.application.reference, letter.check_code),
        ("BNS-0000-0000", letter.check_code),
    ):
        text = ask(page, reference=reference, code=code)
        assert NO in text
        assert "01632 960100" in text
        assert "999" in text


@pytest.mark.parametrize("form", LetterForm)
def test_each_form_is_known_by_its_file(world, letter, page, form):
    content = file_of(world, letter, form)
    text = ask(page, by_file="1", file=SimpleUploadedFile("x.pdf", content))
    assert YES in text
    assert "exactly as we made it" in text
    changed = SimpleUploadedFile("x.pdf", content + b" ")
    assert NO in ask(page, by_file="1", file=changed)


def test_a_sha256_is_taken_as_it_is_copied(world, letter, page):
    digest = hashlib.sha256(file_of(world, letter, LetterForm.STANDARD)).hexdigest()
    spaced = " ".join(digest[at : at + 8] for at in range(0, 64, 8)).upper()
    assert YES in ask(page, by_file="1", sha256=spaced)
    assert NO in ask(page, by_file="1", sha256="0" * 64)


def test_a_letter_is_not_known_to_the_partnership_next_door(world, walk, letter):
    next_door = reverse("public:check_letter", args=[world.neighbour.slug])
    given = {"reference": walk.submitted.application.reference, "code": letter.check_code}
    assert NO in ask(next_door, **given)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "Enter the reference on the letter"),
        ({"reference": "BNS-1"}, "Enter the check code"),
        ({"by_file": "1"}, "Select the letter’s file, or enter its SHA-256"),
        ({"by_file": "1", "sha256": "abc"}, "The SHA-256 must have 64 letters"),
        ({"by_file": "1", "file": SimpleUploadedFile("x.pdf", b"")}, "is empty"),
    ],
)
def test_what_is_missing_is_said_next_to_its_field(page, given, message):
    assert message in ask(page, **given)


def test_a_file_is_never_held_and_a_large_one_is_refused(page, letter, monkeypatch):
    """Neither in memory nor on disk: Django's own handlers are not asked."""
    monkeypatch.setattr(hashing, "MOST_BYTES", 100)
    for handler in ("MemoryFileUploadHandler", "TemporaryFileUploadHandler"):
        monkeypatch.setattr(f"django.core.files.uploadhandler.{handler}.new_file", None)
    large = SimpleUploadedFile("x.pdf", b"x" * 101)
    assert "smaller than 10 MB" in ask(page, by_file="1", file=large)
    assert NO in ask(page, by_file="1", file=SimpleUploadedFile("x.pdf", b"x" * 100))


def test_a_form_of_another_site_is_refused(page, letter):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(page, {"reference": "x", "code": "y"}).status_code == 403


def test_after_many_tries_nobody_is_answered_for_a_while(page, letter):
    client = Client()
    given = {"reference": "BNS-1", "code": "x"}
    for _ in range(TRIES):
        assert client.post(page, given).status_code == 200
    answer = client.post(page, {"by_file": "1", "sha256": "0" * 64})
    assert answer.status_code == 429
    assert "You can try again from" in text_of(answer)


def test_what_the_public_can_read_of_letters_names_nobody(world, walk, letter):
    """Only hashes, dates and neutral words; the code and the reference are not in it."""
    with transaction_in(Scope.public(world.partnership.pk)):
        seals = list(LetterSeal.objects.filter(partnership=world.partnership).values())
    assert len(seals) == 3
    kept = str(seals)
    for word in ("Joan", "Worksop", walk.submitted.application.reference, letter.check_code):
        assert word not in kept
    assert {field.name for field in LetterSeal._meta.get_fields()} == {
        "id", "partnership", "proof", "form", "sha256", "words", "written_on", "pages",
    }  # fmt: skip


@pytest.mark.parametrize("kind", LetterKind)
def test_no_kind_of_letter_tells_its_outcome(kind):
    words = words_of(kind)
    assert words.startswith("a letter")
    assert not {"accept", "reject", "threshold", "victim", "review"} & set(words.split())


def test_codes_have_no_look_alikes_and_are_not_repeated():
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert {len(code) for code in codes} == {11}
    assert set("".join(codes)) <= {*ALPHABET, "-"}
    assert not set("0O1IL") & set("".join(codes))
    assert proof_of(code="abcde fghjk", reference="bns1") == proof_of(
        code="ABCDE-FGHJK", reference="BNS-1"
    )
