"""What letters say of requests, drafts and changes of a plan, from the frozen facts about them."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy

from cases.models import Action, Consent
from notifications.wording import day, paragraphs

CONSENTS = {
    Consent.Kind.SHARE: gettext_lazy(
        "We may share what you told us with the agencies that are needed to look into it."
    ),
    Consent.Kind.REPRESENT: gettext_lazy("Somebody may act for the person whom this is about."),
}


def request(facts: Mapping) -> dict:
    """Of something that an applicant is asked."""
    return {
        "asked_to": str(CONSENTS.get(facts["consent_kind"], "")),
        "question": paragraphs(facts["question"]),
        "reason": paragraphs(facts["reason"]),
        "help_offered": paragraphs(facts["help_offered"]),
        "due_on": day(facts["due_on"]),
        "asked_on": day(facts["asked_on"]),
    }


def draft(facts: Mapping) -> dict:
    """Of a draft of the plan."""
    return {"draft_actions": facts["actions"], "comment_by": day(facts["comment_by"])}


def progress(facts: Mapping) -> dict:
    """Of how far every action is, and what changed of it since it was agreed."""
    steps = [
        action
        | {
            "due_on": day(action["due_on"]),
            "finished_on": day(action["finished_on"]),
            "changes": [_changed(change) for change in action["changes"]],
        }
        for action in facts["actions"]
    ]
    return {
        "message": paragraphs(facts["message"]),
        "steps": steps,
        "late": sum(step["late"] for step in steps),
        "done": sum(step["status"] == Action.Status.DONE for step in steps),
    }


def plan_changed(facts: Mapping) -> dict:
    """Of one change of one action."""
    return {
        "wording": paragraphs(facts["wording"]),
        "agency": facts["agency"],
        **_changed(facts),
    }


def _changed(change: Mapping) -> dict:
    goes_on = not change["dropped"]
    return {
        "dropped": change["dropped"],
        "date_changed": goes_on and change["was_due_on"] != change["due_on"],
        "owner_changed": goes_on and change["was_owner"] != change["owner"],
        "was_due_on": day(change["was_due_on"]),
        "new_due_on": day(change["due_on"]),
        "was_owner": change["was_owner"],
        "new_owner": change["owner"],
        "reason": paragraphs(change["reason"]),
        "made_on": day(change["made_on"]),
    }
