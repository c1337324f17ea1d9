"""Whether a letter may be released: its file is sound, and no case would leave a blank in it.

The quick part is a system check (`notifications/checks.py`); a partnership's own words are tried
on every extreme case before they are published; the tests try the standard words so.
"""

from collections.abc import Mapping

from django.template import Engine, TemplateSyntaxError

from notifications import rendering, strict_engine
from notifications.extreme_cases import ExtremeCase, cases_of, plain_case
from notifications.free_text import BlankPlaceholder, faults
from notifications.letter_context import context
from notifications.letter_files import LetterDesign, LetterFault, design_of
from notifications.letter_kinds import LetterKind
from notifications.strict_engine import EmptyPlace

ANY_HEADING = 1


def check_letter(kind: str) -> LetterDesign:
    """The letter's design, when its file is sound. Raises LetterFault with file and line.

    Front matter, template and markup can be read; the title is the kind's; what is required is
    given by the letter's words; the standard texts have no unknown placeholder.
    """
    design = design_of(kind)
    if design.title != LetterKind(kind).label:
        what = f"the title is not “{LetterKind(kind).label}”, as the kind is called"
        raise LetterFault(what, file=design.file, line=design.line_of("title"))
    plain = plain_case()
    given = context(kind=kind, facts=plain.facts, application_id=plain.application_id)
    for name in design.required:
        if name not in given:
            what = f"the required fact “{name}” is never given"
            raise LetterFault(what, file=design.file, line=design.line_of(name))
    for paragraph in design.free:
        for fault in faults(paragraph.standard):
            what = f"the free paragraph “{paragraph.name}”: {fault}"
            raise LetterFault(what, file=design.file, line=paragraph.line)
    _check_syntax(design)
    return design


def _check_syntax(design: LetterDesign) -> None:
    try:
        strict_engine.engine().get_template(design.file)
    except TemplateSyntaxError as error:
        _, line = strict_engine.where(error) or ("", 1)
        raise LetterFault(str(error), file=design.file, line=line) from error


def render_case(
    kind: str,
    case: ExtremeCase,
    *,
    wording: Mapping[str, str] | None = None,
    engine: Engine | None = None,
) -> str:
    """The letter of an extreme case. Raises EmptyPlace with file and line, IncompleteFacts."""
    values = context(
        kind=kind, facts=case.facts, application_id=case.application_id, wording=wording
    )
    return rendering.fragment(kind=kind, values=values, heading_level=ANY_HEADING, engine=engine)


def faults_of_wording(*, kind: str, paragraph: str, text: str) -> list[str]:
    """Why a text cannot stand in a free paragraph of every letter of this kind; else nothing.

    What is wrong with the text itself, each with its line; or else each placeholder that would be
    blank in some case, with its line and the case.
    """
    if found := faults(text):
        return found
    blank: dict[str, str] = {}
    for case in cases_of(kind):
        try:
            render_case(kind, case, wording={paragraph: text})
        except EmptyPlace as error:
            blank.setdefault(*_told(error, case))
    return list(blank.values())


def _told(error: EmptyPlace, case: ExtremeCase) -> tuple[str, str]:
    """What would be blank, and the sentence that says so."""
    if isinstance(error.__cause__, BlankPlaceholder):
        name, line = error.__cause__.name, error.__cause__.line
        return name, f"Line {line}: {{{name}}} would be blank where {case.what}."
    return "", f"The letter would have a blank where {case.what}."
