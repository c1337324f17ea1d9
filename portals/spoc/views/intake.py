"""Acknowledge, withdraw, join: what is done with an application before it is judged."""

from django.views.decorators.http import require_http_methods

from cases.commands import intake
from cases.selectors.spoc_choices import applications_in_review
from cases.selectors.visible import get_case_for
from cases.status import Command
from notifications.letter_kinds import LetterKind
from portals.acts import ActForm
from portals.spoc.forms.following import MergeForm, WithdrawForm
from portals.spoc.pages import opened, spoc_page, typed
from portals.spoc.telling import Act, answer

ACKNOWLEDGE = Act(
    title="Send the acknowledgement",
    command=intake.acknowledge,
    kind=lambda given: LetterKind.ACKNOWLEDGEMENT,
    send="Send the acknowledgement",
    done="The acknowledgement is on its way.",
)
WITHDRAW = Act(
    title="Record a withdrawal",
    command=intake.withdraw,
    kind=lambda given: LetterKind.WITHDRAWAL,
    send="Record the withdrawal and send",
    done="The application is withdrawn. The letter is on its way.",
    template="spoc/withdraw.html",
)
MERGE = Act(
    title="Join to another case",
    command=intake.merge,
    kind=lambda given: LetterKind.MERGER,
    send="Join the cases and send",
    done="The cases are joined. The letters are on their way.",
    template="spoc/merge.html",
)


@require_http_methods(["GET", "POST"])
@spoc_page
def acknowledge(request, reference):
    """The letter with both dates, and the button that sends it."""
    case = opened(request, reference, act=Command.ACKNOWLEDGE)
    form = ActForm.on(case, typed(request))
    return answer(request, case, form, ACKNOWLEDGE, arguments=dict)


@require_http_methods(["GET", "POST"])
@spoc_page
def withdraw(request, reference):
    """Which application leaves the review; the case ends with the last one."""
    case = opened(request, reference, act=Command.WITHDRAW)
    form = WithdrawForm.on(case, typed(request), applications=applications_in_review(case))
    return answer(request, case, form, WITHDRAW, arguments=form.given)


@require_http_methods(["GET", "POST"])
@spoc_page
def merge(request, reference):
    """The case's applications go on in a lead case."""
    case = opened(request, reference, act=Command.MERGE)

    def find(typed: str):
        here = {"partnership_id": request.partnership.pk, "at": request.at}
        return get_case_for(request.actor, reference=typed, **here)

    form = MergeForm.on(case, typed(request), find=find)
    return answer(request, case, form, MERGE, arguments=form.given)
