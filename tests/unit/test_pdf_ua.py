"""Each rule of tests/pdf_ua.py finds what is wrong: a letter is broken once for each of them."""

import io
from functools import cache

import pikepdf
import pytest

from notifications import paper
from notifications.letter_forms import LetterForm
from notifications.letter_kinds import LetterKind
from tests.pdf_content import opened
from tests.pdf_ua import elements, faults
from tests.unit.test_letters_on_paper import arguments


@cache
def sound() -> tuple[bytes, str]:
    """A letter with a picture, headings, lists and tables; and its document."""
    given = arguments(LetterKind.REJECTION, "full")
    return (
        paper.make(**given)[LetterForm.STANDARD].content,
        paper.documents(**given)[LetterForm.STANDARD],
    )


def first(pdf, tag: str):
    return next(one for one in elements(pdf.Root.StructTreeRoot) if tag == one.S)


def no_tree(pdf):
    del pdf.Root["/StructTreeRoot"]


def not_marked(pdf):
    pdf.Root.MarkInfo.Marked = False


def no_language(pdf):
    del pdf.Root["/Lang"]


def no_display(pdf):
    del pdf.Root["/ViewerPreferences"]


def no_title(pdf):
    _metadata(pdf, b"<dc:title>", b"<dc:tittle>", b"</dc:title>", b"</dc:tittle>")


def no_part(pdf):
    _metadata(pdf, b'pdfuaid:part="1"', b'pdfuaid:part="7"')


def _metadata(pdf, *pairs: bytes):
    content = pdf.Root.Metadata.read_bytes()
    for before, after in zip(pairs[::2], pairs[1::2], strict=True):
        assert before in content
        content = content.replace(before, after)
    pdf.Root.Metadata = pdf.make_stream(
        content, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
    )


def font_left_out(pdf):
    font = next(
        one
        for one in pdf.objects
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
    )
    for name in ("/FontFile", "/FontFile2", "/FontFile3"):
        if name in font:
            del font[name]


def untagged_text(pdf):
    _content(pdf, lambda operands, operator: _is_mark(operands, operator, 3), unmark=True)


def unnamed_text(pdf):
    """A mark that no element names."""
    element = next(one for one in elements(pdf.Root.StructTreeRoot) if _numbers(one) == [3])
    element.K = pikepdf.Array([])
    del element["/K"]
    element.K = pikepdf.Array([pikepdf.Dictionary(Type=pikepdf.Name.OBJR)])


def untagged_line(pdf):
    """A rule painted outside everything."""
    page = pdf.pages[0]
    page.contents_add(pdf.make_stream(b"0 0 10 10 re f"))


def missing_text(pdf):
    """An element names a mark that the page does not have."""
    next(
        one for one in elements(pdf.Root.StructTreeRoot) if _numbers(one) == [3]
    ).K = pikepdf.Array([900])


def _numbers(element) -> list:
    kids = element.get("/K", [])
    return [int(kid) for kid in kids if isinstance(kid, int)]


def _is_mark(operands, operator, number: int) -> bool:
    return str(operator) == "BDC" and operands[1].get("/MCID") == number


def _content(pdf, wanted, *, unmark: bool):
    page = pdf.pages[0]
    made, dropping = [], False
    for operands, operator in pikepdf.parse_content_stream(page):
        if wanted(operands, operator):
            dropping = True
            continue
        if dropping and str(operator) == "EMC":
            dropping = False
            continue
        made.append((operands, operator))
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(made))


def second_first_heading(pdf):
    first(pdf, "/H2").S = pikepdf.Name.H1


def no_first_heading(pdf):
    first(pdf, "/H1").S = pikepdf.Name.P


def skipped_heading(pdf):
    first(pdf, "/H2").S = pikepdf.Name.H3


def no_headers(pdf):
    for one in list(elements(first(pdf, "/Table"))):
        if one.S == "/TH":
            one.S = pikepdf.Name.TD


def header_of_nothing(pdf):
    del first(pdf, "/TH").A["/Scope"]


def short_row(pdf):
    row = first(pdf, "/TR")
    row.K = pikepdf.Array(list(row.K)[:-1])


def picture_without_words(pdf):
    del first(pdf, "/Figure")["/Alt"]


def empty_element(pdf):
    paragraph = first(pdf, "/P")
    made = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.StructElem, S=pikepdf.Name.P, K=pikepdf.Array([]), P=paragraph.P
        )
    )
    paragraph.P.K.append(made)


def stray_in_list(pdf):
    first(pdf, "/LI").S = pikepdf.Name.P


def other_order(pdf):
    art = first(pdf, "/Art")
    art.K = pikepdf.Array([art.K[0], *reversed(list(art.K)[1:])])


def left_out_of_order(pdf):
    art = first(pdf, "/Art")
    art.K = pikepdf.Array([kid for kid in art.K if kid.S != "/P"])


BROKEN = {
    "tree": [no_tree],
    "marked": [not_marked],
    "language": [no_language],
    "display": [no_display],
    "title": [no_title],
    "part": [no_part],
    "font": [font_left_out],
    "content": [untagged_text, unnamed_text, untagged_line, missing_text],
    "heading": [second_first_heading, no_first_heading, skipped_heading],
    "table": [no_headers, header_of_nothing, short_row],
    "alt": [picture_without_words],
    "empty": [empty_element],
    "nesting": [stray_in_list],
    "order": [other_order, left_out_of_order],
}


def test_a_sound_letter_has_no_faults():
    content, html = sound()
    assert faults(content, html=html) == []


@pytest.mark.parametrize(
    ("rule", "break_it"), [(rule, one) for rule, all_ in BROKEN.items() for one in all_]
)
def test_what_is_broken_is_found_by_its_rule(rule, break_it):
    content, html = sound()
    with opened(content) as pdf:
        break_it(pdf)
        broken = io.BytesIO()
        pdf.save(broken)
    found = {fault.partition(":")[0] for fault in faults(broken.getvalue(), html=html)}
    assert rule in found
