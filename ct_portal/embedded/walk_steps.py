"""The steps of the walk: one case from application to PCC outcome, as people do it.

A step is a function of People; the first line of its docstring is what the
check prints. Steps build on what earlier ones noted.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

from ct_portal.embedded.form_browser import FormBrowser, Value, WalkProblem
from ct_portal.embedded.walk import AREA, PARTNERSHIP, People, choice, dated, noted_in

TOLD = ("Bassetlaw District Council", "Nottinghamshire Police", "Bassetlaw District Council")
LETTER_SECONDS = 60


def today() -> date:
    """The date here and now."""
    return datetime.now().astimezone().date()


def find_out(people: People) -> None:
    """The victim finds the partnership and reads how it works"""
    victim = people.browser("victim").get("/")
    victim.get(f"/p/{PARTNERSHIP}/").expect_words("working days")


def apply_online(people: People) -> None:
    """The victim applies, and notes reference, secret and both dates"""
    victim = people.browser("victim").get(f"/p/{PARTNERSHIP}/apply/")
    values: dict[str, Value] = {
        "route": "self",
        "district": choice(victim, "district", "Bassetlaw"),
        "full_name": "Margaret Holloway",
        "email": "margaret.holloway@home.example",
        "phone": "01632 960777",
        "address": "4 Canal Terrace\nWorksop",
        "postcode": "S80 1AA",
        "safe_channels": ["email", "post"],
        "persists": "yes",
        "timeframe_unexpired": "no",
        "conduct_of_one_agency": "no",
        "impact": "I do not go out after dark any more.",
        "desired_outcome": "I want it to stop.",
        "adjustments": "Large print, please.",
        "consent_to_share": "on",
        "declared_true": "on",
    }
    for number, agency in enumerate(TOLD):
        happened = today() - timedelta(days=25 * (number + 1))
        row = f"incidents-{number}"
        values |= {
            **dated(f"{row}-occurred_on", happened),
            f"{row}-description": "Youths kicked at my door and shouted through the letter box.",
            f"{row}-place": "Canal Terrace, Worksop",
            f"{row}-first_told": choice(victim, f"{row}-first_told", agency),
            **dated(f"{row}-first_on", happened + timedelta(days=1)),
        }
    victim.submit(values, button="Send").expect_words("working days")
    people.noted["reference"] = noted_in(victim, r"\b(BNS-\w{4}-\w{4})\b", "reference")
    people.noted["secret"] = noted_in(victim, r"\b(\w{4}-\w{4}-\w{4}-\w{4})\b", "secret")


def get_the_receipt(people: People) -> None:
    """The victim downloads the receipt, made by the worker, as a PDF"""
    wait_for_letter(people, "Receipt")


def come_back_later(people: People) -> None:
    """The victim comes back with reference and secret, and follows the case"""
    later = people.browser("victim, later").get(f"/p/{PARTNERSHIP}/track/")
    later.submit({"reference": people.noted["reference"], "secret": people.noted["secret"]})
    later.expect_words(people.noted["reference"])


def acknowledge(people: People) -> None:
    """The SPOC sees the case in the queue and sends the acknowledgement"""
    spoc = people.signed_in("spoc").get(f"/spoc/{PARTNERSHIP}/?q={people.noted['reference']}")
    spoc.expect_words(people.noted["reference"])
    act(people, "acknowledge").submit(button="Send the acknowledgement")
    wait_for_letter(people, "acknowledgement")


def assess(people: People) -> None:
    """An assessor records the assessment: findings per criterion, the statutory test apart"""
    assessor = act(people, "assess", role="assessor")
    assessor.submit(
        {
            "persists": "yes",
            "timeframe_unexpired": "no",
            "conduct_of_one_agency": "no",
            "response_adequate": "no",
            "harm_view": "yes",
            "harm_reason": "She no longer goes out after dark.",
            "community_safety_view": "take",
            "community_safety_name": "A. Manager",
            "police_view": "take",
            "police_name": "An Inspector",
            "landlord_view": "not_applicable",
        },
        button="Record the assessment",
    )
    people.case_page().expect_words("104(4)")


def record_risk(people: People) -> None:
    """The assessor records the risk and finds the victim vulnerable"""
    act(people, "risk", role="assessor").submit({"vulnerable": "yes"}, button="Record the risk")


def decide(people: People) -> None:
    """The SPOC decides with reasons, and sees the letter before it goes"""
    spoc = act(people, "decide")
    spoc.submit(
        {
            "outcome": "accepted",
            "ground": "statutory",
            "reasons": "You reported three incidents within a month of each.",
        },
        button="See the letter",
    )
    spoc.expect_words("Margaret Holloway", "Nothing has been sent yet")
    spoc.submit(button="Decide and send")
    wait_for_letter(people, "the review goes ahead")


def consider_peer_review(people: People) -> None:
    """The SPOC considers a peer review and records why it is not wanted"""
    act(people, "peer-review").submit(
        {"wanted": "no", "reason": "One street, one group: not especially complex."},
        button="Record",
    )


def refer(people: People) -> None:
    """The SPOC plans an LMAPS meeting and refers the case to it"""
    spoc = people.signed_in("spoc").get(f"/spoc/{PARTNERSHIP}/meetings/new/")
    when = today() + timedelta(days=6)
    spoc.submit(
        {
            "locality": choice(spoc, "locality", "Worksop"),
            **dated("on", when),
            "time": "10:30",
            "place": "Worksop Town Hall",
            "chair": choice(spoc, "chair"),
        },
        button="Put it into the diary",
    )
    spoc = act(people, "refer")
    spoc.submit({"meeting": choice(spoc, "meeting", "Worksop")})
    if "Nothing has been sent yet" in spoc.words:
        spoc.submit(button="Refer and send")


def hold_the_meeting(people: People) -> None:
    """The chair opens the case, records the victim's part and the action plan"""
    chair = chairs(people, "")
    chair.expect_words("Margaret Holloway")
    chair = chairs(people, "involvement/")
    name = next(name for name in chair.field_names() if name.startswith("choice_"))
    chair.submit({name: "attended"}, button="Record")
    chair = chairs(people, "plan/")
    chair.submit(
        {
            "findings": "Each report was handled alone; nobody saw the pattern.",
            "response_adequate": "no",
            "actions-0-wording": "Visit Canal Terrace every evening for four weeks.",
            "actions-0-agency": choice(chair, "actions-0-agency", "Nottinghamshire Police"),
            "actions-0-owner_name": "Neighbourhood team, Worksop",
            **dated("actions-0-due_on", today() + timedelta(days=30)),
            "actions-0-internal_note": "Body-worn video on.",
            "recommendations-0-body_name": "Bassetlaw District Council",
            "recommendations-0-wording": "Link reports of one street.",
        },
        button="Continue to what the victim will read",
    )
    chair.submit(button="Record the action plan")


def respond(people: People) -> None:
    """The SPOC sends the response with the plan, and the victim reads it"""
    act(people, "respond").submit(button="Send the response")
    victim = wait_for_letter(people, "response")
    victim.get(f"/p/{PARTNERSHIP}/case/").expect_words("Visit Canal Terrace every evening")
    if "Body-worn video" in victim.words:
        raise WalkProblem("the victim sees an internal note")


def close(people: People) -> None:
    """The SPOC closes the case and tells the victim why"""
    spoc = act(people, "close")
    spoc.submit({"reason": "It has been quiet since the visits began."}, button="See the letter")
    spoc.submit(button="Close the case and send")
    people.case_page().expect_words("Closed")


def ask_the_pcc_office(people: People) -> None:
    """The victim asks the PCC office for a review"""
    victim = people.browser("victim").get(f"/p/{PARTNERSHIP}/case/ask-pcc/")
    victim.submit(
        {
            "grounds": [choice(victim, "grounds")],
            "statement": "My diary was never read at the meeting.",
        },
        button="Send your request",
    )


def decide_the_review(people: People) -> None:
    """The PCC officer reads the bundle and upholds the request: the case opens again"""
    officer = people.signed_in("pcc_officer").get(f"/pcc/{AREA}/")
    officer.follow(people.noted["reference"]).expect_words("My diary was never read")
    people.noted["review"] = officer.path().rstrip("/")
    officer.get(f"{people.noted['review']}/eligibility/")
    officer.submit({"eligible": "yes", "reason": "In time, and on a ground."}, button="Continue")
    officer.get(f"{people.noted['review']}/begin/").submit(button="Begin the review")
    officer.get(f"{people.noted['review']}/outcome/").submit(
        {
            "upheld": "yes",
            "returned_to": "lmaps",
            "reasons": "The diary is relevant and was not considered.",
        },
        button="See the letter",
    )
    officer.submit(button="Record and send")
    wait_for_letter(people, "Result of the second review")
    people.case_page().expect_words("round 2")


def leave(people: People) -> None:
    """The victim leaves, and the way back is shut"""
    victim = people.browser("victim").get(f"/p/{PARTNERSHIP}/case/")
    victim.submit(button="Sign out")
    victim.get(f"/p/{PARTNERSHIP}/case/")
    if people.noted["reference"] in victim.words:
        raise WalkProblem("the case is still shown after signing out")


def act(people: People, page: str, *, role: str = "spoc") -> FormBrowser:
    """The page of one act on the case."""
    reference = people.noted["reference"]
    return people.signed_in(role).get(f"/spoc/{PARTNERSHIP}/cases/{reference}/{page}/")


def chairs(people: People, page: str) -> FormBrowser:
    """One of the chair's pages on the case."""
    reference = people.noted["reference"]
    return people.signed_in("lmaps_chair").get(f"/lmaps/{PARTNERSHIP}/cases/{reference}/{page}")


def wait_for_letter(people: People, words: str) -> FormBrowser:
    """The victim's page, once the worker has made the letter; its PDF is opened.

    Raises WalkProblem when that takes over a minute or the file is no PDF.
    """
    victim = people.browser("victim")
    end = time.monotonic() + LETTER_SECONDS
    while True:
        victim.get(f"/p/{PARTNERSHIP}/case/")
        link = next(
            (
                href
                for href, said in victim.links()
                if "/letters/" in href and words.lower() in said.lower()
            ),
            None,
        )
        if link:
            break
        if time.monotonic() > end:
            raise WalkProblem(f"no letter {words!r} after {LETTER_SECONDS} s")
        time.sleep(0.5)
    if not victim.download(link).startswith(b"%PDF"):
        raise WalkProblem(f"the letter {words!r} is no PDF")
    return victim


STEPS: tuple[Callable[[People], None], ...] = (
    find_out,
    apply_online,
    get_the_receipt,
    come_back_later,
    acknowledge,
    assess,
    record_risk,
    decide,
    consider_peer_review,
    refer,
    hold_the_meeting,
    respond,
    close,
    ask_the_pcc_office,
    decide_the_review,
    leave,
)
