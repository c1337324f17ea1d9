"""What the office can do next with a review: derived from the table of statuses, so never stale."""

from dataclasses import dataclass

from cases.status import PCC_ALLOWED, PccCommand, PccStatus


@dataclass(frozen=True, kw_only=True)
class Step:
    """One act: its words and the name of its page. Without a name it is a wait, not an act."""

    text: str
    name: str = ""


# In the order of importance: the first that a status allows is the one primary button.
ACTS: dict[PccCommand, Step] = {
    PccCommand.FIND_ELIGIBLE: Step(text="Check eligibility", name="pcc:eligibility"),
    PccCommand.UPHOLD: Step(text="Record the outcome", name="pcc:outcome"),
    PccCommand.BEGIN_REVIEW: Step(text="Begin the review", name="pcc:begin"),
    PccCommand.ASK_PARTNERSHIP: Step(text="Ask the partnership", name="pcc:ask"),
    PccCommand.CLOSE_REVIEW: Step(text="Close the review", name="pcc:close"),
}
WAITING = Step(text="Wait until the letter has reached the applicant")
NOTHING = Step(text="Nothing left to do")


def steps_of(status: PccStatus) -> tuple[Step, ...]:
    """The acts that a status allows, the next one first; a single wait where there is none."""
    found = tuple(step for command, step in ACTS.items() if status in PCC_ALLOWED[command])
    return found or ((NOTHING if status == PccStatus.CLOSED else WAITING),)
