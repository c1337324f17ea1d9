"""Bassetlaw: put off, sent elsewhere, not valid, turned down and taken up again."""

from portals.demo.stories.course import (
    Do,
    accepted,
    acknowledged,
    asked_pcc,
    assessed,
    at_risk,
    closed,
    deferred,
    met,
    not_valid,
    pcc_began,
    pcc_closed,
    pcc_eligible,
    pcc_upheld,
    peer_review,
    planned,
    progressed,
    redirected,
    referred,
    rejected,
    responded,
)
from portals.demo.stories.places import (
    SUPPORT,
)
from portals.demo.stories.shape import (
    COUNCIL,
    HEALTH,
    POLICE,
    POST_WANTED,
    Arrived,
    Happened,
    Someone,
    Story,
    on,
)

STORIES = (
    Story(
        key="hearing-first",
        district="bassetlaw",
        locality="Worksop",
        arrived=Arrived(ago=15),
        applicant=Someone(
            name="Siobhán Ó Luain",
            address="30 Larkfield Close\nWorksop",
            postcode="S80 9ZK",
            phone="01632 960410",
            mail="siobhan.oluain",
        ),
        summary="My ex-partner's brother sits in his car outside our house and sounds the horn.",
        impact="I have changed my shifts so that I never come home alone.",
        wanted="For him to keep away. There is a hearing coming up, I know.",
        happened=(
            on(50, "Horn outside for an hour, past midnight.", POLICE, after=0),
            on(20, "The same, and he followed me to the shop.", POLICE),
        ),
        course=(
            acknowledged(1),
            at_risk("medium", "Support worker in place.", professional_support="yes", after=6),
            assessed(
                "Fear at home; the court may settle it within days.",
                police_says="Application for an injunction is listed.",
                timeframe="yes",
                harm="unknown",
            ),
            deferred(
                "The court hears the application for an injunction next week. What it orders will"
                " decide which of your three agencies has to act first. We will look at your case"
                " again straight after, whatever the result, and your dates keep running.",
                until=14,
                advice="Your support worker at Lantern can go to the hearing with you.",
                after=2,
            ),
        ),
        more={"timeframe_unexpired": "yes", "others_affected": "no"},
    ),
    Story(
        key="hedge-line",
        district="bassetlaw",
        locality="Retford",
        arrived=Arrived(ago=13),
        applicant=Someone(
            name="Humphrey Wadsley",
            address="The Laurels, 8 Orchard Rise\nRetford",
            postcode="DN22 9ZL",
            phone="01632 960411",
            mail="h.wadsley",
        ),
        summary="My neighbour has planted a hedge eleven inches on my side of the line and"
        " refuses to discuss the deeds. He cuts it on Sundays.",
        impact="It is a constant irritation, and I have had two surveyors.",
        wanted="The hedge moved.",
        happened=(
            on(200, "Hedge planted.", COUNCIL, how="written", after=3),
            on(24, "Cutting on a Sunday before nine.", COUNCIL, how="written"),
        ),
        course=(
            acknowledged(1),
            at_risk(
                "standard",
                "No concern.",
                affected="a_little",
                worse="no",
                others_affected="no",
                after=6,
            ),
            assessed(
                "A dispute about a boundary; nobody is harassed, alarmed or distressed by it.",
                harm="no",
                adequate="yes",
                safety="not_take",
                police="not_take",
                police_says="Civil matter.",
            ),
            redirected(
                "Where the line runs between two gardens is for the two owners, a mediator or a"
                " court to settle. It is not anti-social behaviour, and one report falls outside"
                " the six months that we can count.",
                to="the boundary mediation service of the surveyors' institution",
                advice="If there are threats or abuse, tell us at once: that would be different.",
                after=1,
            ),
        ),
        more={"others_affected": "no"},
    ),
    Story(
        key="wrong-side",
        district="bassetlaw",
        locality="Harworth",
        arrived=Arrived(ago=9),
        applicant=Someone(
            name="Kayleigh Ransome",
            address="77 Station Approach\nDoncaster",
            postcode="DN4 9ZM",
            phone="01632 960412",
            mail="kayleigh.ransome",
        ),
        summary="Quad bikes on the track behind our estate.",
        impact="The baby wakes every time.",
        wanted="Somebody to stop them.",
        happened=(
            on(30, "Quads until eleven at night.", POLICE, how="online"),
            Happened(before=8, what="Again, with a trailer."),
        ),
        course=(
            acknowledged(1),
            at_risk("standard", "Not further assessed: another area.", after=3),
            assessed("The address lies in Doncaster.", harm="unknown", adequate="unknown"),
            not_valid(
                "You live in Doncaster, and what you describe happens there. Only your own"
                " council's partnership can review it. With your agreement we have passed your"
                " application to them, so that you need not write it all again.",
                advice="The date on which you wrote to us is the date that they should count from.",
                after=1,
            ),
        ),
    ),
    Story(
        key="not-enough-reports",
        district="bassetlaw",
        locality="Harworth",
        arrived=Arrived(ago=168),
        applicant=Someone(
            name="Walter Pinchbeck",
            address="Bungalow 4, Headstocks Close\nHarworth",
            postcode="DN11 9ZR",
            phone="01632 960424",
        ),
        contacts=POST_WANTED,
        summary="Children play knock-and-run on my bungalow, and now they have my side gate off.",
        impact="I am blind in one eye and nearly fell over the gate. I do not open the door.",
        wanted="Just for somebody to come and see.",
        happened=(
            on(120, "Knocking every evening for a week.", COUNCIL, after=45, how="written"),
            on(26, "Gate taken off and left on the path.", POLICE),
        ),
        course=(
            acknowledged(2),
            at_risk("medium", "Partly sighted, lives alone.", vulnerable=True, worse="no", after=6),
            assessed(
                "One recent incident; the gate was put back the same day.",
                harm="no",
                adequate="yes",
                safety="not_take",
                police="not_take",
            ),
            rejected(
                "You told us of two things. The week of knocking was reported more than a"
                " month after it happened, so we could not count it. The gate we could. One"
                " report is fewer than the three that the rule asks for, and the assessors did"
                " not find that the harm called for a review all the same.",
                advice="The neighbourhood officer will call on you in the next ten days. Please"
                " ring each time it happens, so that it is counted.",
                second=True,
                after=2,
            ),
            asked_pcc(
                "Nobody came to see me. They decided about me from a desk, and I cannot see well"
                " enough to keep a diary.",
                "threshold_decision",
                after=9,
            ),
            pcc_eligible("In time, and about the decision on the threshold."),
            pcc_began(after=3),
            pcc_upheld(
                "The assessment did not weigh his sight or that he lives alone, although both"
                " were on the form. That is a fact that matters to potential harm.",
                to="assessment",
                recommending="Visit before deciding about somebody who cannot read what you send.",
            ),
            at_risk("high", "Visited: isolated, has missed treatment.", vulnerable=True, after=9),
            assessed(
                "Visited at home. He has stopped opening the door to anybody, his nurse included.",
                police_says="Now supported.",
            ),
            accepted(
                "We have looked again and were wrong not to visit you. Because of the harm that"
                " this does to you we take the case, although there are fewer than three reports.",
                ground="harm",
            ),
            peer_review("The PCC office has just looked at it from outside."),
            referred(),
            met("represented"),
            planned(
                "A visit in the first week would have shown the harm.",
                Do(
                    agency=COUNCIL,
                    owner="Dev Lakhani",
                    wording="Fit a door viewer with a large screen and a gate that locks.",
                ),
                Do(
                    agency=HEALTH,
                    owner="Dominic Raine",
                    wording="Arrange that your nurse rings before she comes.",
                    due=5,
                ),
                Do(
                    agency=SUPPORT,
                    owner="Bernice Udall",
                    wording="Visit you each fortnight, and write down what happens for you.",
                    due=40,
                ),
            ),
            responded(3),
            pcc_closed(after=2),
            progressed(2, "In place; worked on the first visit.", after=3),
            progressed(1, "Fitted both.", after=6),
            progressed(3, "Eleven visits; no incident since the second.", after=25),
            closed(
                "The viewer and the gate are in, and there has been nothing for two months.",
                after=4,
            ),
        ),
        more={"adjustments": "Partly sighted: letters in 18 point, please, and ring as well."},
    ),
)
