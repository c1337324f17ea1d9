"""From a valid form to one command, and from a refusal back to the form with all that was typed."""

from collections.abc import Callable

from django import forms

from cases.commands.frame import StaleCase
from cases.commands.pcc import StaleReview
from cases.models import Case, PccReview
from cases.policies import NotNow, NotThatDay
from organisations.tenancy import forget
from portals.components.fields import DateField

STALE = (
    "Somebody else changed this while you had the page open. What you typed is still here: look at"
    " what changed, then send it again if it still fits."
)


class ActForm(forms.Form):
    """A form that leads to a command on a case or a review.

    `version` is what the page showed; it comes back with the POST, unless a form says that its
    command takes none (`version = None`). `status` is the answer's HTTP
    status: 200 as long as nothing is wrong or a field is, 409 when the state refused.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    status = 200

    @classmethod
    def on(cls, thing: Case | PccReview, data=None, **kwargs):
        """The form for a page that shows `thing` as it is now, or its POST."""
        kwargs["initial"] = {"version": thing.version} | kwargs.get("initial", {})
        return cls(data, **kwargs)


def carry_out(request, form: ActForm, command: Callable, **arguments) -> bool:
    """Run the command of a valid form as the person of the request; True when it was done.

    On a refusal by the state, or a page that has grown stale, nothing is kept but what was typed,
    and the form says why. Permission errors go on to their own page.
    """
    if "version" in form.fields:
        arguments["version"] = form.cleaned_data["version"]
    try:
        command(by=request.actor, at=request.at, **arguments)
    except NotThatDay as refusal:
        form.add_error(_day_of(form), str(refusal))
    except NotNow as refusal:
        form.add_error(None, str(refusal))
    except (StaleCase, StaleReview):
        form.add_error(None, STALE)
        form.data = form.data.copy()
        form.data["version"] = _version_now(arguments)
    else:
        return True
    form.status = 409
    forget(request)
    return False


def _day_of(form: ActForm) -> str | None:
    """The field of the day that was given; None where the form has none."""
    days = (name for name, field in form.fields.items() if isinstance(field, DateField))
    return next(days, None)


def _version_now(arguments: dict) -> int:
    if "review_id" in arguments:
        rows = PccReview.objects.filter(pk=arguments["review_id"])
    else:
        rows = Case.objects.filter(pk=arguments["case_id"])
    return rows.filter(partnership_id=arguments["partnership_id"]).values_list(
        "version", flat=True
    )[0]
