"""Acts that write to people: the form, then the letters as they would go, then the sending.

Nothing is sent before the person has seen the letters: the address answers a POST by showing them
unless it says `send`, and the letters shown are those that the command itself would freeze.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cases.models import Case
from cases.rehearsal import rehearse
from cases.selectors.spoc_case import identity_of
from notifications.letters import preview_html
from portals.acts import ActForm, carry_out
from portals.spoc.pages import show

LETTERS_FIRST = "spoc/letters_first.html"
_NOT_TYPED = frozenset({"csrfmiddlewaretoken", "preview", "send", "change"})


@dataclass(frozen=True, kw_only=True)
class LetterShown:
    """One letter before it goes."""

    recipient: str
    html: str


@dataclass(frozen=True, kw_only=True)
class Act:
    """An act as its page needs it.

    title: the page's heading. template: the form's page; empty where nothing is asked, so that the
    letters come first. kind: the letter's, from the facts that would be frozen. send: the words on
    the button that sends. done: said when it has been carried out.
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
    sure = "send" in request.POST
    if request.method == "POST" and "change" not in request.POST and form.is_valid():
        if sure and _carried_out(request, case, form, act.command, arguments()):
            messages.success(request, act.done)
            return redirect("spoc:case", request.partnership.slug, case.reference)
        if not sure:
            facts = _rehearsed(request, case, form, act.command, arguments())
            if facts is not None:
                return _letters_first(request, case, form, act, facts)
    elif request.method == "GET" and not act.template:
        return _letters_first(request, case, form, act, _unasked(request, case, act))
    return _page(request, case, form, act.template or LETTERS_FIRST, act=act, **context)


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


def letters_from(kind: str, facts: dict) -> list[LetterShown]:
    """One letter for each applicant written to."""
    return [
        LetterShown(
            recipient=application["person"]["name"],
            html=preview_html(application.get("letter", kind), facts, application["id"]),
        )
        for application in facts["applications"]
    ]


def carried(form: ActForm) -> list[tuple[str, str]]:
    """Everything typed, name by name, to be carried along while the letters are read."""
    if not form.is_bound:
        return [("version", form.initial["version"])]
    return [
        (name, value)
        for name, values in form.data.lists()
        if name not in _NOT_TYPED
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


def _letters_first(request, case: Case, form: ActForm, act: Act, facts: dict) -> HttpResponse:
    letters = letters_from(act.kind(facts), facts)
    return _page(
        request, case, form, LETTERS_FIRST, act=act, letters=letters, carried=carried(form)
    )


def _page(request, case: Case, form: ActForm, template: str, **context) -> HttpResponse:
    context |= {"case": case, "identity": identity_of(case, at=request.at), "form": form}
    return show(request, template, status=form.status, **context)
