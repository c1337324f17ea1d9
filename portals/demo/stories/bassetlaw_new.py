"""On the desk in Bassetlaw today: what has just come in, and what waits for a decision."""

from portals.demo.stories.course import (
    acknowledged,
    answered,
    asked,
    assessed,
    at_risk,
    deferred,
    not_valid,
    redirected,
)
from portals.demo.stories.shape import (
    COUNCIL,
    EMAIL_UNSAFE,
    HEALTH,
    LANDLORD,
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
        key="flat-above",
        district="bassetlaw",
        locality="Worksop",
        arrived=Arrived(ago=0, evening=True),
        applicant=Someone(
            name="Tobias Fennimore",
            address="Flat 2, 14 Tanyard Row\nWorksop",
            postcode="S80 9ZA",
            phone="01632 960401",
            mail="t.fennimore",
        ),
        summary="Music and shouting from the flat above, four or five nights a week, often until"
        " three in the morning. I drive a delivery van and start at five.",
        impact="I have fallen asleep at the depot twice. I am on a warning at work. I dread going"
        " home, and I sit in the van until I think they have gone out.",
        wanted="Somebody to hear it at night when it happens, and the noise to stop after eleven.",
        happened=(
            on(61, "Party from Friday to Sunday, bass through the ceiling.", COUNCIL, how="online"),
            on(33, "Music from 1 am to 4 am on a weeknight. I knocked and was sworn at.", LANDLORD),
            on(
                12, "Shouting and furniture being thrown. I rang while it went on.", POLICE, after=0
            ),
            on(4, "Music again, five nights out of seven.", COUNCIL, how="online"),
        ),
    ),
    Story(
        key="rec-bikes",
        district="bassetlaw",
        locality="Harworth",
        arrived=Arrived(ago=1, by="phone"),
        applicant=Someone(
            name="Maureen Tipping",
            address="3 Colliers Green\nHarworth",
            postcode="DN11 9ZB",
            phone="01632 960402",
        ),
        contacts=POST_WANTED,
        summary="Lads on off-road bikes cut across the recreation ground behind us every evening."
        " They have no plates and no lights, and they come straight at the path where the children"
        " walk home.",
        impact="My grandson will not go to football any more. I have stopped walking the dog.",
        wanted="Barriers that a pushchair can pass and a motorbike cannot. And the bikes taken.",
        happened=(
            on(
                48,
                "Three bikes, racing round the goalposts during the under-tens.",
                POLICE,
                how="online",
            ),
            on(29, "One of them missed a pushchair by an arm's length.", POLICE, COUNCIL),
            on(6, "Six of them. A fence panel is down and they ride through our yard.", COUNCIL),
        ),
        more={"others_affected": "yes"},
    ),
    Story(
        key="loose-dogs",
        district="bassetlaw",
        locality="Retford",
        arrived=Arrived(ago=3, by="paper"),
        applicant=Someone(
            name="Ernest Applewhite",
            address="22 Mill Pond Walk\nRetford",
            postcode="DN22 9ZC",
            phone="01632 960403",
        ),
        contacts=POST_WANTED,
        summary="Two big dogs belonging to a neighbour are let out to run at people on the landing."
        " He laughs when we are frightened. He tells them to “see her off”.",
        impact="I am 78 and walk with a frame. I go to the shop only when his car has gone. I have"
        " not been to chapel for six weeks.",
        wanted="The dogs on a lead and him told. I do not want anybody to lose their home.",
        happened=(
            on(
                70,
                "Dogs held me against the lift door until a visitor came.",
                LANDLORD,
                how="in_person",
            ),
            on(
                36,
                "He let them out as the carer arrived. She would not come in.",
                LANDLORD,
                COUNCIL,
            ),
            on(15, "One of them tore my coat. The warden has seen it.", POLICE, after=2),
        ),
        more={"adjustments": "Large print, please. I am hard of hearing: ring twice."},
    ),
    Story(
        key="taken-over",
        district="bassetlaw",
        locality="Worksop",
        arrived=Arrived(ago=6, by="police"),
        applicant=Someone(
            name="Lindsey Garbutt",
            address="9 Coppice View Court\nWorksop",
            postcode="S80 9ZD",
            phone="01632 960404",
            mail="lindsey.garbutt",
        ),
        contacts=EMAIL_UNSAFE,
        summary="Strangers have taken over the flat of the man next door, who has learning"
        " difficulties. People come at all hours, try my handle, and sleep on the stairs.",
        impact="I keep a chair under my door handle. He used to bring me the paper, and now he does"
        " not answer when I knock. I am afraid for him as much as for us.",
        wanted="Him safe first. Then the visitors stopped, and a lock on the street door.",
        happened=(
            on(
                40,
                "Men I do not know were using his key. They told me to mind my business.",
                POLICE,
            ),
            on(22, "Somebody slept outside my door. There was foil on the stairs.", LANDLORD),
            on(9, "He was crying in the yard and would not say why.", POLICE, HEALTH, after=0),
        ),
        course=(
            acknowledged(1),
            at_risk(
                "high",
                "Next-door tenant thought to be exploited: safeguarding concern raised the same"
                " day.",
                vulnerable=True,
                known_to_each_other="by_sight",
                targeted="household",
            ),
            asked(
                POLICE,
                "Calls to the building this year, and whether a closure order is being considered.",
                after=1,
            ),
            asked(HEALTH, "Is the neighbour known to you, and who sees him regularly?", after=0),
            answered(
                POLICE,
                "Nine calls this year, four of them by this applicant. Intelligence supports the"
                " account. A partial closure order is being drafted.",
                after=2,
            ),
        ),
    ),
    Story(
        key="stairwell",
        district="bassetlaw",
        locality="Worksop",
        arrived=Arrived(ago=23),
        applicant=Someone(
            name="Chipo Nyathi",
            address="41 Old Foundry Street\nWorksop",
            postcode="S80 9ZE",
            phone="01632 960405",
            mail="chipo.nyathi",
        ),
        summary="Drugs are sold in our stairwell from about four in the afternoon. Buyers wait"
        " on the steps. They block the door, smoke, and look into the pushchair.",
        impact="I carry my daughter past them. I have bought her noise-cancelling headphones so"
        " that she does not hear what they say to me.",
        wanted="A street door that locks, light on the stairs, and to know who I can ring.",
        happened=(
            on(
                88, "Eight people on the steps. I waited outside for an hour.", POLICE, how="online"
            ),
            on(52, "One of them put his foot in our door and asked for money.", POLICE, LANDLORD),
            on(19, "Needles on the first landing, again.", LANDLORD, COUNCIL, how="online"),
        ),
        course=(
            acknowledged(2),
            asked(
                LANDLORD,
                "State of the street door and lighting; reports by other tenants.",
                after=1,
            ),
            answered(
                LANDLORD,
                "The closer has been broken for months; a repair was ordered twice and closed as"
                " “no access”. Four other households have reported the same.",
                after=4,
            ),
            at_risk(
                "medium",
                "Lone parent; sister lives near and helps.",
                professional_support="yes",
                after=11,
            ),
            assessed(
                "A small child passes this every day, and buyers have begun to ask for money.",
                police_says="Three calls on record. Patrols moved it to the afternoon, no further.",
                landlord="take",
                landlord_says="We closed the repair wrongly and support a review.",
            ),
        ),
    ),
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
)
