"""Each kind of letter, written by the worker's own code from a real case."""

import hashlib
import io
import os
from html.parser import HTMLParser
from pathlib import Path

import pikepdf
import pytest
from pypdf import PdfReader

from cases.models import Decision, EventFacts, Person
from notifications import letters, rendering
from notifications.letter_files import design_of
from notifications.letter_kinds import LetterKind
from tests.post_office import WALKS, merged, rejected, responded, stored_letter
from tests.walk import Walk

# Where to leave the letters for somebody to look at; nowhere unless asked.
KEEP = os.environ.get("KEEP_LETTERS", "")


class Words(HTMLParser):
    """The words of an HTML document, as they are read."""

    def __init__(self, html: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_data(self, data):
        self.found.extend(data.split())

    @property
    def text(self) -> str:
        return " ".join(self.found)


def pdf_of(world, letter) -> bytes:
    with world.inside():
        file = letters.open_form(
            letter_id=letter.pk, partnership_id=world.partnership.pk, form="standard"
        )
    return file.content


def text_of(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def preview_of(world, letter) -> str:
    with world.inside():
        facts = EventFacts.objects.get(
            partnership=world.partnership, event_id=letter.message.event_id
        ).content
    return letters.preview_html(letter.kind, facts, letter.application_id)


def elements(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Every structure element, in reading order."""
    found, waiting = [], [pdf.Root.StructTreeRoot]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append(node)
            children = node.get("/K", [])
            children = children if isinstance(children, pikepdf.Array) else [children]
            waiting = [*children, *waiting]
    return found


@pytest.mark.parametrize("name", WALKS)
def test_every_kind_is_written_stored_and_tagged(world, name):
    """The worker writes it without an empty place; the bytes have their hash; the PDF is tagged."""
    kind, walk_to = WALKS[name]
    walk = walk_to(world)
    letter = stored_letter(world, walk, kind)
    content = pdf_of(world, letter)
    if KEEP:
        (Path(KEEP) / f"{name}.pdf").write_bytes(content)
    assert letter.sha256 == hashlib.sha256(content).hexdigest()
    assert letter.size == len(content)
    assert letter.template_version == rendering.template_version(kind)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert letter.pages == len(pdf.pages)
        check_structure(pdf, title=design_of(kind).subject)
    text = text_of(content)
    assert "Joan Marsh 12 Carlton Road Worksop S80 1PS" in text
    assert walk.submitted.application.reference in text
    assert "999" in text
    assert "101" in text


def check_structure(pdf: pikepdf.Pdf, *, title: str) -> None:
    """What a screen reader needs: marked, language, title, headings in order, table headers."""
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "en-GB"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"].startswith(title)
        assert str(metadata["pdfuaid:part"]) == "1"
    tags = [str(element.S) for element in elements(pdf)]
    headings = [tag for tag in tags if tag in {"/H1", "/H2", "/H3"}]
    assert headings[0] == "/H1"
    assert headings.count("/H1") == 1
    assert "/H2" in headings
    for table in (element for element in elements(pdf) if element.S == "/Table"):
        rows = [row for group in table.K for row in group.K]
        assert {str(cell.S) for cell in rows[0].K} == {"/TH"}
        assert [str(cell.S) for row in rows[1:] for cell in row.K].count("/TD") > 0


@pytest.mark.parametrize("name", ["receipt", "rejection", "response"])
def test_what_is_seen_before_it_goes_is_what_goes(world, name):
    """The preview has the words of the PDF, no inline style, and no heading above the page's."""
    kind, walk_to = WALKS[name]
    letter = stored_letter(world, walk_to(world), kind)
    html = preview_of(world, letter)
    printed = text_of(pdf_of(world, letter)).replace(" ", "")
    for word in set(Words(html).found):
        assert word in printed
    assert "style" not in html
    assert "<h1" not in html
    assert html.startswith('<article class="ct-letter')


def test_receipt_gives_both_dates_and_how_they_were_worked_out(world):
    """Three and twenty-five working days from 10 June 2026."""
    letter = stored_letter(world, Walk(world), LetterKind.RECEIPT)
    text = Words(preview_of(world, letter)).text
    assert "We received it on Wednesday 10 June 2026" in text
    assert "Monday 15 June 2026 is 3 working days after the application was received" in text
    assert "Wednesday 15 July 2026 is 25 working days after" in text


def test_rejection_gives_decision_reasons_findings_reports_and_the_way_on(world):
    """The decision stands in the first paragraph; route, grounds and last date at its end."""
    letter = stored_letter(world, rejected(world), LetterKind.REJECTION)
    html = preview_of(world, letter)
    text = Words(html).text
    assert text.index("threshold for a review is not met") < text.index("Our reasons")
    for part in (
        "Three reports count.",
        "The test in the Act: not met",
        "This asks for three complaints. We counted one.",
        "Counted : reported 12 May 2026, within one month beginning with 11 May 2026",
        "To Bassetlaw District Council on Tuesday 12 May 2026, about what happened on Monday 11",
        "The police will ring you each week.",
        "Two more complaints",
        "You disagree with the decision about the threshold",
        "Office of the Nottinghamshire Police and Crime Commissioner",
        "complaints procedure",
    ):
        assert part in text
    assert "The last date to ask is <strong>Wednesday 8 July 2026</strong>" in html


def test_response_gives_the_plan_and_nothing_internal(world):
    """Action, who, by when; never the note for the agencies."""
    letter = stored_letter(world, responded(world), LetterKind.RESPONSE)
    text = text_of(pdf_of(world, letter))
    for part in (
        "The reports were handled one by one.",
        "Visit Mrs Marsh every week.",
        "Dev Patel, Bassetlaw District Council",
        "Wednesday 1 July 2026",
        "To Nottinghamshire Police: Link the calls.",
        "Wednesday 15 July 2026",
    ):
        assert part in text
    assert "do not name" not in text


def test_second_review_comes_on_the_letterhead_of_its_office(world):
    """Not on the partnership's, whose decision it looks at."""
    kind, walk_to = WALKS["pcc_upheld"]
    text = text_of(pdf_of(world, stored_letter(world, walk_to(world), kind)))
    office = "Office of the Police and Crime Commissioner for Nottinghamshire"
    assert text.startswith(office)
    assert "The diary was not considered." in text
    assert "The agencies meet again about your case" in text


def test_a_letter_says_what_was_so_when_it_happened(world):
    """The case changes before the worker comes to it: the letter does not."""
    walk = rejected(world)
    with world.inside():
        Decision.objects.filter(partnership=world.partnership).update(reasons="Something else.")
        Person.objects.filter(partnership=world.partnership).update(
            full_name="Joan Fenn", address="1 New Street"
        )
    text = text_of(pdf_of(world, stored_letter(world, walk, LetterKind.REJECTION)))
    assert "Three reports count." in text
    assert "Something else." not in text
    assert "Dear Joan Marsh," in text
    assert "New Street" not in text


def test_markup_in_names_and_reasons_is_shown_as_text(world):
    """Whatever somebody types is text: in the preview and in the PDF."""
    nasty = '<script>alert(1)</script><img src="http://evil.example/x.png">'
    walk = Walk(world).acknowledge().assess().risk()
    with world.inside():
        Person.objects.filter(partnership=world.partnership).update(full_name=f"Jo <b>{nasty}</b>")
    walk.decide(advice=nasty)
    letter = stored_letter(world, walk, LetterKind.ACCEPTANCE)
    html = preview_of(world, letter)
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>alert(1)</script>" in text_of(pdf_of(world, letter))


def test_long_names_other_scripts_and_many_lines_keep_to_the_window(world):
    """At most six lines in the window, name first and postcode last; scripts have their glyphs."""
    walk = Walk(world)
    with world.inside():
        Person.objects.filter(partnership=world.partnership).update(
            full_name="Κωνσταντίνος Παπαδόπουλος-Παπακωνσταντίνου",
            address="Flat 3\nThe Old Maltings\n12 Carlton Road\nKilton\nWorksop\nNottinghamshire",
            postcode="s80 1ps",
        )
    walk.acknowledge()
    letter = stored_letter(world, walk, LetterKind.ACKNOWLEDGEMENT)
    content = pdf_of(world, letter)
    text = text_of(content)
    assert "Κωνσταντίνος" in text
    assert "Flat 3, The Old Maltings, 12 Carlton Road Kilton Worksop Nottinghamshire" in text
    assert "S80 1PS" in text
    if KEEP:
        (Path(KEEP) / "long_address.pdf").write_bytes(content)


def test_another_applicants_reports_are_counted_and_not_described(world):
    """Two applications in one review: each letter tells its own reader's reports only."""
    walk = merged(world)
    lead = walk.case().merged_into_id
    walk.case_id = lead
    walk.acknowledge().assess().risk().decide()
    letter = stored_letter(world, walk, LetterKind.ACCEPTANCE)
    text = Words(preview_of(world, letter)).text
    assert text.count("To Nottinghamshire Police on Sunday 12 April 2026") == 1
    assert "3 reports by other people were counted as well" in text
    assert "Other people applied about the same problem" in text
