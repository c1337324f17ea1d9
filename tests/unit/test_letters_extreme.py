"""No letter has a blank in any case at the edges of what can happen, and none runs HTML."""

import re
import shutil

import pytest

from notifications import strict_engine
from notifications.checks import letters_are_sound
from notifications.extreme_cases import HOSTILE, LONG, MOST_ACTIONS, RIGHT_TO_LEFT, cases_of
from notifications.free_text import PLACEHOLDERS
from notifications.letter_context import context
from notifications.letter_files import LetterFault, design_of, folder
from notifications.letter_kinds import LetterKind
from notifications.releasing import check_letter, faults_of_wording, render_case
from notifications.strict_engine import EmptyPlace


def found(kind: str, what: str):
    return next(case for case in cases_of(kind) if case.what == what)


@pytest.mark.parametrize("kind", LetterKind)
def test_no_letter_has_a_blank_in_any_extreme_case(kind):
    """Rendering itself refuses a blank; here stands besides what every letter must show."""
    for case in cases_of(kind):
        html = render_case(kind, case)
        values = context(kind=kind, facts=case.facts, application_id=case.application_id)
        assert design_of(kind).subject in html
        assert values["reference"] in html
        assert all(values[name] for name in design_of(kind).required), case.what
        assert "<script" not in html, case.what
        assert "HTML" in case.what or not re.search(r"{[a-z ]+}", html), case.what


@pytest.mark.parametrize("kind", LetterKind)
def test_html_is_shown_as_text_and_a_name_is_never_markup(kind):
    html = render_case(kind, found(kind, "HTML stands in names and texts"))
    assert "&lt;script&gt;" in html
    assert "**O’Brien**" in html
    assert "<strong>O’Brien" not in html
    assert "{name}" in html


def test_a_report_of_a_day_that_nobody_remembers_is_said_in_a_sentence():
    html = render_case("rejection", found("rejection", "nobody remembers the dates"))
    assert "To the council on a day that is not known, about what happened on a day that" in html
    assert "To the council some time between 23 March 2026 and 1 April 2026, about what" in html


@pytest.mark.parametrize("kind", LetterKind)
def test_what_opens_their_own_page_is_called_as_on_that_page(kind):
    """Each letter bears a check code: the secret must not be called a code as well."""
    html = render_case(kind, found(kind, "nothing is unusual"))
    assert "your reference and the secret that you were given when you applied" in html
    assert "your code" not in html


def test_the_extremes_are_as_extreme_as_they_say():
    """A generator that made nothing long or odd would prove nothing."""
    whats = {case.what for case in cases_of("response")}
    assert len(whats) > 20
    longest = found("receipt", "every name is as long as can be")
    assert len(longest.facts["spoc"]["name"]) > LONG - 20
    assert RIGHT_TO_LEFT in render_case(
        "receipt", found("receipt", "the name is written from right to left")
    )
    many = render_case("response", found("response", "forty actions were agreed"))
    assert f"Action {MOST_ACTIONS}:" in many
    group = found("rejection", "five people applied together")
    assert len(group.facts["applications"]) == 5
    assert "Other people applied about the same problem" in render_case("rejection", group)
    bare = render_case("receipt", found("receipt", "there is no address, e-mail or phone"))
    assert "Phone:" not in bare
    assert "E-mail:" not in bare
    assert HOSTILE not in render_case("receipt", found("receipt", "HTML stands in names and texts"))


@pytest.mark.parametrize("kind", LetterKind)
def test_every_letter_may_be_released(kind):
    assert check_letter(kind).free


@pytest.fixture
def broken(tmp_path):
    """The letters, one of which a test spoils; an engine that reads them."""
    shutil.copytree(folder() / "letters", tmp_path / "letters")
    return tmp_path / "letters"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "<strong>{{ received_on }}",
            "<strong>{{ recieved_on }}",
            "recieved_on, which is not",
        ),
        ("{% endblock %}", "{% if %}", "if"),
        ("{contact name}", "{contact}", "no placeholder"),
        ("{contact name}", "{last date to ask}", "would be blank"),
        ("<p>Thank you", "<p>{{ adjustments.0 }}</p><p>Thank you", "adjustments.0"),
    ],
)
def test_a_template_that_is_broken_on_purpose_fails_with_file_and_line(broken, old, new, message):
    file = broken / "receipt.html"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    engine = strict_engine.strict_engine(broken.parent)
    with pytest.raises(EmptyPlace, match=message) as error:
        [render_case("receipt", case, engine=engine) for case in cases_of("receipt")]
    assert re.match(r"letters/receipt\.html, line \d+: ", str(error.value))


def test_a_place_that_is_empty_in_one_case_only_is_found(broken):
    file = broken / "receipt.html"
    text = file.read_text(encoding="utf-8")
    line = text.split("\n").index("{% block body %}") + 2
    file.write_text(
        text.replace("{% block body %}", "{% block body %}\n<p>{{ answer_by }}</p>"),
        encoding="utf-8",
    )
    engine = strict_engine.strict_engine(broken.parent)
    blank = []
    for case in cases_of("receipt"):
        try:
            render_case("receipt", case, engine=engine)
        except EmptyPlace as error:
            blank.append((case.what, str(error)))
    message = f"letters/receipt.html, line {line}: answer_by is empty"
    assert blank == [("no date for the full answer is known", message)]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"title": "Recipe"}, "line 2: the title is not “Receipt”"),
        ({"required": ("received_on", "nobody")}, "“nobody” is never given"),
    ],
)
def test_a_letter_whose_front_matter_is_untrue_is_not_released(monkeypatch, changed, message):
    design = design_of("receipt")
    spoilt = type(design)(**(vars(design) | changed))
    monkeypatch.setattr("notifications.releasing.design_of", lambda kind: spoilt)
    with pytest.raises(LetterFault, match=message):
        check_letter("receipt")


def test_a_system_check_names_what_is_wrong_with_a_letter(monkeypatch):
    assert letters_are_sound(None) == []
    spoilt = type(design_of("receipt"))(**(vars(design_of("receipt")) | {"title": "Recipe"}))
    real = design_of
    monkeypatch.setattr(
        "notifications.releasing.design_of",
        lambda kind: spoilt if kind == "receipt" else real(kind),
    )
    (error,) = letters_are_sound(None)
    assert error.id == "notifications.E002"
    assert error.msg.startswith("letters/receipt.html, line 2: ")


@pytest.mark.parametrize("name", PLACEHOLDERS)
def test_a_placeholder_is_allowed_where_no_case_leaves_it_blank(name):
    """Those that can be blank are refused with a case in which they would be."""
    text = f"First.\n\nSecond {{{name}}}."
    refused = faults_of_wording(kind="receipt", paragraph="help", text=text)
    can_be_blank = {"answer by", "last date to ask", "meeting"}
    assert bool(refused) == (name in can_be_blank)
    if refused:
        assert refused[0].startswith(f"Line 3: {{{name}}} would be blank where ")
