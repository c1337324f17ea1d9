"""Acts that write to people: the form, then the letters as they would go, then the sending.

Nothing is sent before the person has seen the letters: the address answers a POST by showing them
unless it says `send`, and the letters shown are those that the command itself would freeze. Their
free paragraphs can be worded for these letters alone (`portals/letter_wording.py`): `word` opens
them, `reword` shows the letters with them, `unword` takes it back.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cases.models import Case
from cases.rehearsal import rehearse
from cases.selectors.spoc_case import identity_of
from notifications.letters import preview_html
from notifications.strict_engine import EmptyPlace
from notifications.wordings import texts_of, wording_of
from portals.acts import ActForm, carry_out
from portals.letter_wording import BESIDE, SEEN, WordingForm
from portals.spoc.pages import show

LETTERS_FIRST = "spoc/letters_first.html"
WORD_LETTER = "spoc/word_letter.html"
_NOT_TYPED = frozenset({"csrfmiddlewaretoken", "preview", "send", "change", SEEN}) | BESIDE
_WORDED = "free-"


@dataclass(frozen=True, kw_only=True)
class LetterShown:
    """One letter before it goes."""

    recipient: str
    html: str


@dataclass(frozen=True, kw_only=True)
class Act:
    """An act as its page needs it.

    title: the page's heading. template: the form's page; empty where nothing is asked, so that the
    letters come first. kind: the letter's, from the command's arguments. send: the words on the
    button that sends. done: said when it has been carried out.
    """

    title: str
    command: Callable
    kind: Callable[[dict], str]
    send: str
    done: str
    template: str = ""


def answer(
    request: HttpRequest,
    case: Case,
    form: ActForm,
    act: Act,
    *,
    arguments: Callable[[], dict],
    **context,
) -> HttpResponse:
    """The page of an act that writes to people. `arguments`: the command's, of a valid form."""
    if request.method == "POST" and "change" not in request.POST and form.is_valid():
        given = arguments()
        words = _words_of(request, act.kind(given))
        answered = _posted(request, case, form, act, words, given)
        if answered is not None:
            return answered
    elif request.method == "GET" and not act.template:
        words = _words_of(request, act.kind({}))
        letters = _letters(request, act, words, _unasked(request, case, act), {})
        return _letters_first(request, case, form, act, words, letters)
    return _page(request, case, form, act.template or LETTERS_FIRST, act=act, **context)


def _words_of(request: HttpRequest, kind: str) -> WordingForm:
    """The free paragraphs of this letter, as they hold here or as they were sent with the form."""
    return WordingForm(request.POST, kind=kind, in_force=_in_force(request, kind))


def _in_force(request: HttpRequest, kind: str) -> Mapping[str, str]:
    return texts_of(wording_of(partnership_id=request.partnership.pk, kind=kind))


def _posted(
    request: HttpRequest, case: Case, form: ActForm, act: Act, words: WordingForm, given: dict
) -> HttpResponse | None:
    """What a valid form leads to; None where the command refuses, which the form says.

    Before what was worded goes, the letters are made once more: no word of it may leave a blank.
    """
    if "word" in request.POST or not words.stands():
        return _word_letter(request, case, form, act, words)
    outdated = words.changed_since(request.POST)
    sure = "send" in request.POST and not outdated
    given = given | {"free": words.free()}
    if given["free"] or not sure:
        facts = _rehearsed(request, case, form, act.command, given)
        if facts is None:
            return None
        letters = _letters(request, act, words, facts, given)
        if letters is None:
            return _word_letter(request, case, form, act, words)
        if not sure:
            return _letters_first(request, case, form, act, words, letters, outdated=outdated)
    if not _carried_out(request, case, form, act.command, given):
        return None
    messages.success(request, act.done)
    return redirect("spoc:case", request.partnership.slug, case.reference)


def _letters(
    request: HttpRequest, act: Act, words: WordingForm, facts: dict, given: dict
) -> list[LetterShown] | None:
    """The letters; None where what was worded leaves a blank in one, which its field then says."""
    in_force = partial(_in_force, request)
    try:
        kind = act.kind(given)
        return letters_from(kind, facts, wording=words.texts, in_force=in_force)
    except EmptyPlace as error:
        if not words.refuse(error):
            raise
        return None


def _unasked(request: HttpRequest, case: Case, act: Act) -> dict:
    """The facts of an act that asks nothing, for its one page. Raises NotNow."""
    return rehearse(
        act.command,
        partnership_id=request.partnership.pk,
        case_id=case.pk,
        version=case.version,
        by=request.actor,
        at=request.at,
    )


def letters_from(
    kind: str,
    facts: dict,
    *,
    wording: Mapping[str, str],
    in_force: Callable[[str], Mapping[str, str]],
) -> list[LetterShown]:
    """One letter for each applicant written to. wording: as it holds for the partnership.

    in_force: the same of another kind, which the facts may name for one of them.
    """
    return [
        LetterShown(
            recipient=application["person"]["name"],
            html=preview_html(
                letter := application.get("letter", kind),
                facts,
                application["id"],
                wording=wording if letter == kind else in_force(letter),
            ),
        )
        for application in facts["applications"]
    ]


def carried(form: ActForm) -> list[tuple[str, str]]:
    """Everything typed but the letter's words, to be carried along while the letters are read."""
    if not form.is_bound:
        return [("version", form.initial["version"])]
    return [
        (name, value)
        for name, values in form.data.lists()
        if name not in _NOT_TYPED and not name.startswith(_WORDED)
        for value in values
    ]


def _carried_out(request, case: Case, form: ActForm, command: Callable, given: dict) -> bool:
    place = {"partnership_id": request.partnership.pk, "case_id": case.pk}
    return carry_out(request, form, command, **place, **given)


def _rehearsed(request, case: Case, form: ActForm, command: Callable, given: dict) -> dict | None:
    """The facts that the command would freeze; None, and the form says why, where it refuses."""
    facts: dict = {}

    def attempt(**arguments) -> None:
        facts.update(rehearse(command, **arguments))

    return facts if _carried_out(request, case, form, attempt, given) else None


def _letters_first(
    request: HttpRequest,
    case: Case,
    form: ActForm,
    act: Act,
    words: WordingForm,
    letters: list[LetterShown],
    *,
    outdated: bool = False,
) -> HttpResponse:
    """outdated: the partnership's wording changed since the letters were last shown."""
    context = {
        "outdated": outdated,
        "act": act,
        "letters": letters,
        "carried": carried(form) + words.carried(),
        "words": words,
        "changed": words.changed(),
    }
    return _page(request, case, form, LETTERS_FIRST, **context)


def _word_letter(
    request: HttpRequest, case: Case, form: ActForm, act: Act, words: WordingForm
) -> HttpResponse:
    """The free paragraphs, each beside the text that stands there otherwise."""
    context = {"act": act, "carried": carried(form), "formset": words, "words": words}
    return _page(request, case, form, WORD_LETTER, **context)


def _page(request, case: Case, form: ActForm, template: str, **context) -> HttpResponse:
    context |= {"case": case, "identity": identity_of(case, at=request.at), "form": form}
    return show(request, template, status=form.status, **context)
