"""Every kind of letter on paper, as long and as bare as it can be: tagged, read in order, its
address in the window, the same words in each form, the same bytes each time. No database.
"""

import copy
import io
import re
from functools import cache
from html import unescape

import pytest
from PIL import Image

from notifications import paper, pdf
from notifications.extreme_cases import RIGHT_TO_LEFT, extreme_cases
from notifications.letter_context import context
from notifications.letter_forms import LetterForm
from notifications.letter_kinds import LetterKind
from notifications.looks import Dress, LookGiven
from notifications.windows import WINDOWS, WindowKind, address_size
from tests.pdf_content import opened, painted
from tests.pdf_ua import elements, faults

SITE = "https://review.example.gov.uk"
CODE = "4K7PM-2XQRT"


def picture(kind: str = "PNG") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (300, 120), "#00bb66").save(made, kind)
    return made.getvalue()


PLAIN = Dress(look=LookGiven(), code=CODE, site=SITE)
DRESSED = Dress(
    look=LookGiven(
        letterhead="Community Safety Team\nQueen’s Buildings\nWorksop S80 2AH",
        signatory_name="Dr Ann Bell",
        signatory_title="Head of Community Safety",
        logo_path="logos/1/x.png",
        logo_alt="Two hands",
        window=WindowKind.C5.value,
        furniture="You can have this letter in Braille: phone 01632 960100.",
    ),
    code=CODE,
    site=SITE,
    logo=picture(),
)
CASES = {"full": DRESSED, "bare": PLAIN}
BOTH = [(kind, case) for kind in LetterKind for case in CASES]


def facts_of(what: str) -> dict:
    """The facts of an extreme case, to be changed."""
    return copy.deepcopy(next(one.facts for one in extreme_cases() if one.what == what))


def full() -> dict:
    """The longest names, a long address, help that was asked for, and forty actions."""
    facts = facts_of("every name is as long as can be")
    helped = facts_of("help was asked for and the address is long")["applications"][0]
    application = facts["applications"][0]
    application["adjustments"] = helped["adjustments"]
    for name in ("address", "postcode"):
        application["person"][name] = helped["person"][name]
    facts["plan"] = facts_of("forty actions were agreed")["plan"]
    return facts


def bare() -> dict:
    """Nothing to reach anybody by but the post, and a name that is written from right to left."""
    facts = facts_of("there is no address, e-mail or phone")
    facts["applications"][0]["person"] |= {
        "name": RIGHT_TO_LEFT,
        "address": "12 Carlton Road\nWorksop",
        "postcode": "s80 1ps",
    }
    return facts


def arguments(kind: str, case: str) -> dict:
    facts = full() if case == "full" else bare()
    return {
        "kind": kind,
        "facts": facts,
        "application_id": facts["applications"][0]["id"],
        "dress": CASES[case],
    }


@cache
def letter(kind: str, case: str) -> dict:
    return paper.make(**arguments(kind, case))


@pytest.mark.parametrize(("kind", "case"), BOTH)
@pytest.mark.parametrize("form", [LetterForm.STANDARD, LetterForm.LARGE_PRINT])
def test_every_letter_is_tagged_and_read_in_the_order_of_its_words(kind, case, form):
    html = paper.documents(**arguments(kind, case))[form]
    assert faults(letter(kind, case)[form].content, html=html) == []


@pytest.mark.parametrize(("kind", "case"), BOTH)
def test_every_form_has_the_same_words(kind, case):
    """Large print and plain text leave nothing out; heads of columns come with every row."""
    made = letter(kind, case)
    text = made[LetterForm.PLAIN_TEXT].content.decode()
    html = paper.documents(**arguments(kind, case))
    large = words_of(html[LetterForm.LARGE_PRINT])
    for word in set(words_of(html[LetterForm.STANDARD])):
        assert word in text
        assert word in large
    assert "<table" not in html[LetterForm.LARGE_PRINT]
    assert max(len(line) for line in text.splitlines() if " " in line.strip(" -")) <= 72


def words_of(document: str) -> list[str]:
    return unescape(re.sub("<[^>]+>", " ", document.split("<body>")[1])).split()


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("form", [LetterForm.STANDARD, LetterForm.LARGE_PRINT])
def test_nothing_but_the_address_stands_in_the_window(kind, case, form):
    """Measured in the PDF: all of the address is where it is seen, all else where it is not."""
    window = WINDOWS[CASES[case].look.window]
    with opened(letter(kind, case)[form].content) as made:
        first = [
            one for one in painted(made) if one.page == 0 and (one.text or one.operator == "Do")
        ]
    shown = [one for one in first if meets(one, window.clear)]
    values = context(**{k: v for k, v in arguments(kind, case).items() if k != "dress"})
    assert plain("".join(one.text for one in shown)) == plain("".join(values["address"]))
    for one in shown:
        assert one.left >= window.address.left, one
        assert one.right <= window.address.right, one
        assert one.top >= window.address.top - 0.1, one
        assert one.bottom <= window.address.bottom, one


@pytest.mark.parametrize("window", WindowKind)
@pytest.mark.parametrize("length", [66, 100, 150])
@pytest.mark.parametrize("logo", [True, False])
def test_the_longest_name_of_a_sender_stays_above_the_window(window, length, logo):
    given = arguments(LetterKind.MERGER, "full")
    name = ("Bassetlaw, Newark and Sherwood, Mansfield and Ashfield Community " * 3)[
        :length
    ].strip()
    given["facts"]["partnership"]["name"] = name
    look = LookGiven(**{**vars(DRESSED.look), "window": window.value})
    given["dress"] = Dress(**{**vars(DRESSED), "look": look, "logo": DRESSED.logo * logo})
    for form, made in paper.make(**given).items():
        if form != LetterForm.PLAIN_TEXT:
            with opened(made.content) as file:
                first = [one for one in painted(file) if one.page == 0 and one.right > one.left]
            shown = [one for one in first if meets(one, WINDOWS[window].clear)]
            assert shown
            assert all(one.text not in name for one in shown), form


def meets(one, area) -> bool:
    return (
        one.left < area.right
        and one.right > area.left
        and one.top < area.bottom
        and one.bottom > area.top
    )


def plain(text: str) -> list[str]:
    """The characters in no order: a script from right to left is painted the other way round."""
    return sorted(char for char in text if not char.isspace())


@pytest.mark.parametrize("kind", WindowKind)
@pytest.mark.parametrize(
    ("lines", "points"),
    [
        (["Joan Marsh", "12 Carlton Road", "Worksop", "S80 1PS"], 12),
        (["J", "1 High Street", "Retford"], 12),
    ],
)
def test_a_usual_address_is_in_12_points(kind, lines, points):
    assert address_size(lines, kind) == 2 * points


def test_an_address_of_six_lines_is_still_larger_than_what_notify_prints():
    six = ["Mrs J Featherstonehaugh", "Flat 3", "The Old Maltings", "12 Carlton Road", "Worksop"]
    assert address_size([*six, "S80 1PS"], WindowKind.DL) >= 2 * 9


@pytest.mark.parametrize("form", [LetterForm.STANDARD, LetterForm.LARGE_PRINT])
def test_a_letter_made_again_is_the_same_to_the_byte(form):
    again = paper.make(**arguments(LetterKind.REJECTION, "full"))
    assert again[form].content == letter(LetterKind.REJECTION, "full")[form].content


@pytest.mark.parametrize("change", [{"code": "ZZZZZ-ZZZZZ"}, {"logo": picture("JPEG")}])
def test_another_code_or_logo_is_another_file(change):
    given = arguments(LetterKind.MERGER, "full")
    look = {**vars(DRESSED.look), "logo_path": "x.jpg"} if "logo" in change else vars(DRESSED.look)
    given["dress"] = Dress(**{**vars(DRESSED), **change, "look": LookGiven(**look)})
    made = paper.make(**given)
    assert made[LetterForm.STANDARD] != letter(LetterKind.MERGER, "full")[LetterForm.STANDARD]


def test_the_dates_of_the_file_are_the_letters_own():
    with opened(letter(LetterKind.REJECTION, "full")[LetterForm.STANDARD].content) as made:
        written_on = full()["written_on"].replace("-", "")
        assert str(made.docinfo["/CreationDate"]) == f"D:{written_on}"
        assert str(made.docinfo["/ModDate"]) == f"D:{written_on}"


def test_a_table_over_several_pages_is_one_table_whose_head_is_on_each():
    with opened(letter(LetterKind.RESPONSE, "full")[LetterForm.STANDARD].content) as made:
        tables = [one for one in elements(made.Root.StructTreeRoot) if one.S == "/Table"]
        rows = [one for one in elements(tables[0]) if one.S == "/TR"]
        heads = {one.page for one in painted(made) if one.text.startswith("What will be done")}
    assert len(tables) == 1
    assert len(rows) == 41
    assert len(heads) > 1


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("kind", [LetterKind.ACCEPTANCE, LetterKind.REJECTION])
def test_what_was_found_of_one_test_is_on_one_page(kind, case):
    """The head of a table that is broken over two pages stands on both."""
    html = paper.documents(**arguments(kind, case))[LetterForm.STANDARD]
    with opened(letter(kind, case)[LetterForm.STANDARD].content) as made:
        heads = [one for one in painted(made) if one.text.startswith("What is asked")]
    assert len(heads) == html.count('<table class="ct-letter__table ct-letter__table--criteria') > 1


@pytest.mark.parametrize(("kind", "case"), BOTH)
def test_the_contact_box_never_stands_alone(kind, case):
    """Whoever turns to the last sheet finds the end of the letter above the box."""
    made = letter(kind, case)[LetterForm.STANDARD]
    with opened(made.content) as file:
        last = [one for one in painted(file) if one.page == made.pages - 1 and not one.artifact]
    texts = [one.text for one in last]
    assert "Yours sincerely," in texts
    assert texts.index("Yours sincerely,") < texts.index("How to reach us")


def test_large_print_has_18_points_and_names_the_column_of_each_cell():
    made = letter(LetterKind.RESPONSE, "full")[LetterForm.LARGE_PRINT]
    with opened(made.content) as file:
        top = WINDOWS[WindowKind.C5].clear.bottom
        sizes = {
            round((one.bottom - one.top) / 1.05 / 0.3528)
            for one in painted(file)
            if one.text.strip() and not one.artifact and (one.page or one.top > top)
        }
        said = " ".join(one.text for one in painted(file))
    assert min(sizes) >= 18
    assert "What will be done (40 of 40)" in said
    assert said.count("Who does it") == 40


def test_a_letter_of_another_body_has_no_logo_and_its_own_lines():
    html = paper.documents(**arguments(LetterKind.PCC_OUTCOME, "full"))[LetterForm.STANDARD]
    assert "<img" not in html
    assert "Dr Ann Bell" not in html
    assert "Queen’s Buildings" not in html


def test_a_picture_that_says_nothing_is_no_content():
    look = LookGiven(**{**vars(DRESSED.look), "logo_alt": ""})
    given = arguments(LetterKind.MERGER, "full")
    given["dress"] = Dress(**{**vars(DRESSED), "look": look})
    content = paper.make(**given)[LetterForm.STANDARD].content
    with opened(content) as file:
        assert not [one for one in elements(file.Root.StructTreeRoot) if one.S == "/Figure"]
        assert len(file.pages[0].resources["/XObject"]) == 1
    assert faults(content) == []


def test_a_letter_loads_nothing_but_its_own_picture():
    fetcher = pdf.NoFetching()
    for address in ("https://example.org/x.png", "file:///etc/passwd", "data:text/html,x"):
        with pytest.raises(pdf.FatalURLFetchingError):
            fetcher.fetch(address)


def test_plain_text_is_kept_short_and_plain():
    text = letter(LetterKind.REFERRAL, "bare")[LetterForm.PLAIN_TEXT].content.decode()
    assert "When we meet about your case\n============================\n" in text
    assert f"Dear {RIGHT_TO_LEFT}," in text
    assert CODE in text
    assert "<" not in text
