"""Around the meeting and the plan: who is invited, the draft for comment, progress, changes."""

from django.http import Http404
from django.views.decorators.http import require_http_methods

from cases.commands import consulting, inviting, updating
from cases.selectors.spoc_choices import action_of, applications_in_review
from cases.status import Command
from notifications.catalogue import INVITATION_LETTERS
from notifications.letter_kinds import LetterKind
from organisations.clock import date_of
from portals.draft_plan import DraftPlanForm
from portals.spoc.forms.inviting import InvitationForm
from portals.spoc.forms.updating import ChangeActionForm, TellProgressForm
from portals.spoc.pages import opened, spoc_page, typed
from portals.spoc.telling import Act, answer
from thresholds.periods import weekday_in_words

INVITE = Act(
    title="Say whether an applicant is invited",
    command=inviting.decide_invitation,
    kind=lambda given: INVITATION_LETTERS[_outcome(given["given"])],
    send="Decide and send",
    done="It is decided. The letter is on its way.",
    template="spoc/invitation.html",
)
DRAFT = Act(
    title="Send the draft plan for comment",
    command=consulting.send_draft_plan,
    kind=lambda given: LetterKind.DRAFT_PLAN,
    send="Send the draft",
    done="The draft is on its way. Comments appear on this page, and beside the chair’s form.",
    template="spoc/draft_plan.html",
)
PROGRESS = Act(
    title="Tell the applicant how far the plan is",
    command=updating.tell_progress,
    kind=lambda given: LetterKind.PROGRESS,
    send="Send the letter",
    done="The letter about the plan is on its way.",
    template="spoc/tell_progress.html",
)
CHANGE = Act(
    title="Change an action of the plan",
    command=updating.change_action,
    kind=lambda given: LetterKind.PLAN_CHANGED,
    send="Change the action and send",
    done="The action is changed. The letter is on its way.",
    template="spoc/change_action.html",
)


def _outcome(given: inviting.InvitationGiven) -> str:
    return "invited" if given.invited else inviting.NOT_INVITED


@require_http_methods(["GET", "POST"])
@spoc_page
def invitation(request, reference):
    """Not invited, with the reason and other ways to be heard; or invited after all."""
    case = opened(request, reference, act=Command.DECIDE_INVITATION)
    if request.method == "GET":
        inviting.item_of_round(case)
    applications = applications_in_review(case)
    form = InvitationForm.on(
        case, typed(request), applications=applications, today=date_of(request.at)
    )
    return answer(request, case, form, INVITE, arguments=form.given)


@require_http_methods(["GET", "POST"])
@spoc_page
def draft_plan(request, reference):
    """The actions as drafted, to every applicant, before anything is agreed."""
    case = opened(request, reference, act=Command.SEND_DRAFT_PLAN)
    if request.method == "GET":
        inviting.item_of_round(case)
    form = DraftPlanForm.on(case, typed(request), today=date_of(request.at))
    return answer(request, case, form, DRAFT, arguments=form.given)


@require_http_methods(["GET", "POST"])
@spoc_page
def tell_progress(request, reference):
    """A letter with what was done, what is late and what has changed."""
    case = opened(request, reference, act=Command.TELL_PROGRESS)
    form = TellProgressForm.on(case, typed(request))
    return answer(request, case, form, PROGRESS, arguments=form.given)


@require_http_methods(["GET", "POST"])
@spoc_page
def change_action(request, reference, action_id):
    """Another date or person for an action, or its end; each applicant is told why."""
    case = opened(request, reference, act=Command.CHANGE_ACTION)
    action = action_of(case, action_id)
    if action is None:
        raise Http404
    form = ChangeActionForm.on(case, typed(request), action=action, today=date_of(request.at))
    due = weekday_in_words(action.due_on)
    return answer(request, case, form, CHANGE, arguments=form.given, action=action, action_due=due)
