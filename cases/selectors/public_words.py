"""What the tracker says about each state, in plain words for the person who applied.

Placeholders are the procedure's own names: {panel}, {panel_in_full}, {review}, {policing_body},
{assessed_by}; {contact} is the district's single point of contact.
"""

from dataclasses import dataclass

from cases.status import PccStatus, Status


@dataclass(frozen=True, kw_only=True)
class StatusWords:
    """title: where the case is. means, next, who: what that is for you, what comes, by whom."""

    title: str
    means: str
    next: str
    who: str

    def filled(self, **names: str) -> "StatusWords":
        """The same with the procedure's names put in."""
        return StatusWords(
            title=self.title.format(**names),
            means=self.means.format(**names),
            next=self.next.format(**names),
            who=self.who.format(**names),
        )


_CAN_ASK = "If you disagree, you can ask the {policing_body} to look at it. How to do it is below."

STATUS_WORDS: dict[Status, StatusWords] = {
    Status.RECEIVED: StatusWords(
        title="We have your application",
        means="It has come in safely. Nothing has been decided yet.",
        next="We read it and write to you to confirm that we have it.",
        who="{contact}",
    ),
    Status.ACKNOWLEDGED: StatusWords(
        title="We are finding out more",
        means="We have confirmed that we have your application. Nothing has been decided yet.",
        next="We ask the agencies that you told what they know and did, and look at how this"
        " affects you.",
        who="{contact}, with the {assessed_by}",
    ),
    Status.ASSESSMENT: StatusWords(
        title="We are deciding whether a review goes ahead",
        means="We have looked at your reports and at the harm to you.",
        next="We decide, and write to you with the decision and the reasons.",
        who="{contact}, with the {assessed_by}",
    ),
    Status.ACCEPTED: StatusWords(
        title="Your case will be reviewed",
        means="We accepted your application. The agencies have to look again at what was done.",
        next="Your case goes to the {panel_in_full}. You will be asked how you want to take part.",
        who="{contact}",
    ),
    Status.REJECTED: StatusWords(
        title="We decided that a review does not go ahead",
        means="Our letter gives the reasons. You can still report what happens, and apply again"
        " when more has happened.",
        next=_CAN_ASK,
        who="You, if you want to. {contact} can explain the decision.",
    ),
    Status.DEFERRED: StatusWords(
        title="We will decide on a later date",
        means="We need to wait before we decide. Our letter says why. The date for our full answer"
        " has not changed.",
        next="We look at your case again and decide.",
        who="{contact}",
    ),
    Status.REDIRECTED: StatusWords(
        title="Somebody else is the right one to help",
        means="Our letter says who that is, and why.",
        next=_CAN_ASK,
        who="You, if you want to. {contact} can help you to reach the right place.",
    ),
    Status.INVALID: StatusWords(
        title="We could not take this as an application",
        means="Our letter says why.",
        next=_CAN_ASK,
        who="You, if you want to. {contact} can explain the decision.",
    ),
    Status.REFERRED: StatusWords(
        title="Your case is going to a meeting",
        means="It is on the agenda of the {panel_in_full}. The agencies will look together at what"
        " can be done.",
        next="The meeting agrees a plan. You can take part, send somebody, or send a statement.",
        who="The chair of the meeting. {contact} tells you how to take part.",
    ),
    Status.PLAN_AGREED: StatusWords(
        title="A plan has been agreed",
        means="The agencies have agreed what each of them will do.",
        next="We write to you with our answer and the plan.",
        who="{contact}",
    ),
    Status.RESPONDED: StatusWords(
        title="We have sent you our answer and the plan",
        means="The plan is further down on this page.",
        next="The agencies do what they agreed. You can see here how far each action is.",
        who="The agencies named in the plan",
    ),
    Status.MONITORING: StatusWords(
        title="The plan is being carried out",
        means="The plan is further down on this page, with how far each action is.",
        next="The agencies finish their actions. When they have, we write to you before we close"
        " the case.",
        who="The agencies named in the plan",
    ),
    Status.CLOSED: StatusWords(
        title="Your case is closed",
        means="Our letter says why. If it starts again, report it, and you can apply again.",
        next=_CAN_ASK,
        who="You, if you want to. {contact} can still be reached.",
    ),
    Status.WITHDRAWN: StatusWords(
        title="You withdrew your application",
        means="We have stopped work on it. You can apply again at any time.",
        next="Nothing, unless you apply again.",
        who="You, if you want to",
    ),
    Status.MERGED: StatusWords(
        title="Your case goes on together with another one",
        means="It is about the same problem. You keep your reference, and your own letters.",
        next="The cases are looked at together.",
        who="{contact}",
    ),
}

PCC_WORDS: dict[PccStatus, str] = {
    PccStatus.REQUESTED: "They have your request and check whether they can take it.",
    PccStatus.ELIGIBLE: "They have taken your request.",
    PccStatus.NOT_ELIGIBLE: "They cannot take your request. They write to you with the reason.",
    PccStatus.AWAITING_PARTNERSHIP: "They have asked us for more, and wait for our answer.",
    PccStatus.UNDER_REVIEW: "They are reading the papers of your case.",
    PccStatus.UPHELD: "They agree with you. Your case comes back to us to be looked at again.",
    PccStatus.NOT_UPHELD: "They found that it was done properly. Their letter gives the reasons.",
    PccStatus.ANSWERED: "They have written to you with the result.",
    PccStatus.CLOSED: "This is finished. Their letter gives the result.",
}

# Time limits that partnerships commonly publish; others are shown by the title that they gave.
LIMIT_WORDS: dict[str, str] = {
    "acknowledge": "We confirm that we have your application",
    "agency_information": "The agencies tell us what they know",
    "chair_contact": "The chair of the meeting gets in touch with you",
    "decide_threshold": "We tell you whether a review goes ahead",
    "meeting": "The meeting about your case takes place",
    "outcome": "You get the result of the meeting",
    "papers": "The papers go to the meeting",
    "plan_progress": "We tell you how the plan is going",
    "reasons_not_invited": "You get our reasons, if you are not invited to the meeting",
    "respond": "You get our full answer",
}
