"""On the desk in Bassetlaw today: what has just come in, and what waits for a decision."""

from portals.demo.stories.course import (
    acknowledged,
    answered,
    asked,
    assessed,
    at_risk,
)
from portals.demo.stories.shape import (
    COUNCIL,
    EMAIL_UNSAFE,
    HEALTH,
    LANDLORD,
    POLICE,
    POST_WANTED,
    Arrived,
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
                others=(("Flat A", 1), ("Flat B", 1), ("Flat C", 2), ("Flat D", 2)),
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
)
