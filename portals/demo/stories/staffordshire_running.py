"""Staffordshire, whose PCC office sees these cases and no others: what is on the desk."""

from portals.demo.stories.course import (
    Do,
    accepted,
    acknowledged,
    answered,
    asked,
    asked_pcc,
    assessed,
    at_risk,
    met,
    pcc_began,
    pcc_eligible,
    pcc_upheld,
    peer_review,
    planned,
    progressed,
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
        key="canal-generator",
        district="stoke-on-trent",
        locality="Longton",
        arrived=Arrived(ago=1, evening=True),
        applicant=Someone(
            name="Zoë Lightbown",
            address="15 Bottle Oven Walk\nStoke-on-Trent",
            postcode="ST3 9ZA",
            phone="01632 960450",
            mail="zoe.lightbown",
        ),
        summary="A man on a moored boat runs a generator beside our bedrooms all night and lets his"
        " friends use our yard as a toilet.",
        impact="I am pregnant and have not slept through for a month.",
        wanted="The boat moved along, kindly if possible. I think he has nowhere to go.",
        happened=(
            on(31, "Generator from ten to six.", COUNCIL, how="online"),
            on(20, "Somebody in our yard at night.", POLICE, after=0),
            on(7, "Generator, and shouting when my partner asked.", COUNCIL, POLICE),
        ),
    ),
    Story(
        key="door-knockers",
        district="stafford",
        locality="Stafford",
        arrived=Arrived(ago=9),
        applicant=Someone(
            name="Basil Honeychurch",
            address="60 Tenter Banks\nStafford",
            postcode="ST16 9ZB",
            phone="01632 960451",
            mail="basil.honeychurch",
        ),
        summary="Two men come to the door every few days for “work” I never ordered. They have"
        " walked me to the cash machine twice.",
        impact="My pension is gone by the tenth. I am ashamed to tell my son.",
        wanted="For them not to come back, and nobody to think me a fool.",
        happened=(
            on(55, "Paid for a gutter that was not broken.", POLICE, after=3),
            on(32, "Walked to the cash machine.", POLICE, SUPPORT),
            on(12, "Again. They would not leave the hall.", POLICE, after=0),
        ),
        course=(
            acknowledged(1),
            asked(
                HEALTH, "Is he known to the memory clinic? He agrees to your answering.", after=0
            ),
            answered(
                HEALTH, "Seen once; a second appointment is booked. Support is advised.", after=3
            ),
            at_risk("high", "81; memory clinic; lives alone.", vulnerable=True, after=2),
            assessed("Exploited for money at home.", police_says="Suspects known elsewhere."),
        ),
        more={"adjustments": "Please say who you are slowly and give him time."},
    ),
    Story(
        key="catapults",
        district="stafford",
        locality="Stone",
        arrived=Arrived(ago=14),
        applicant=Someone(
            name="Perpetua Blythe",
            address="The Lock House\nStone",
            postcode="ST15 9ZC",
            phone="01632 960452",
            mail="perpetua.blythe",
        ),
        summary="Boys with catapults shoot ball bearings at the swans, at boats, and at our kitchen"
        " window while we eat.",
        impact="We eat in the hall. I have found three dead birds.",
        wanted="The catapults taken off them before it is somebody's eye.",
        happened=(
            on(39, "Two holes in the kitchen window.", POLICE),
            on(21, "A swan shot in front of a school class.", POLICE, COUNCIL, after=0),
            on(8, "Boat window broken, a child inside.", POLICE, after=0),
        ),
        course=(
            acknowledged(1),
            at_risk("medium", "Risk of injury.", targeted="community", after=4),
            assessed("Somebody will be hurt.", police_says="Agreed: rural crime team."),
            accepted("Three incidents, each reported at once.", after=1),
            peer_review("Considered; the next county has the same and shares what it knows."),
            referred("School to be invited.", after=6),
        ),
    ),
    Story(
        key="not-counted",
        district="stoke-on-trent",
        locality="Hanley",
        arrived=Arrived(ago=68),
        applicant=Someone(
            name="Marguerite Sandhu-Blake",
            address="12 Crate Hill\nStoke-on-Trent",
            postcode="ST1 9ZH",
            phone="01632 960457",
        ),
        contacts=POST_WANTED,
        summary="Boys spit and shout from the wall as I go to work in my uniform. I clean at the"
        " hospital.",
        impact="I go in my coat and change there.",
        wanted="To walk to work.",
        happened=(
            on(130, "Spat at. I told the bus station and nobody wrote it down.", COUNCIL, after=60),
            on(33, "Shouted at by four of them.", POLICE),
        ),
        course=(
            acknowledged(2),
            at_risk("standard", "Copes well, she says.", affected="a_lot", after=6),
            assessed(
                "Two occasions in four months.",
                harm="no",
                adequate="yes",
                safety="not_take",
                police="no_view",
            ),
            rejected(
                "We could count one report of the three that are needed. What you told the bus"
                " station was not passed on to us until two months later.",
                advice="Ring 101 each time; the officer for your walk to work is told.",
                after=2,
            ),
            asked_pcc(
                "They counted and did not listen. I told the bus station on the day.",
                "facts_not_considered",
                after=12,
            ),
            pcc_eligible("In time, and about a fact that may have been left out."),
            pcc_began(after=4),
            pcc_upheld(
                "The bus station's log shows her report on the day. It is a council building, so"
                " the council was told in time. The count was wrong.",
                to="assessment",
                recommending="Ask for the logs of every counter that the council runs.",
                ago=1,
            ),
        ),
    ),
    Story(
        key="mocked-neighbour",
        district="stafford",
        locality="Stafford",
        arrived=Arrived(ago=49),
        applicant=Someone(
            name="Kwabena Thorley",
            address="5 Almond Tree Gardens\nStafford",
            postcode="ST16 9ZJ",
            phone="01632 960458",
            mail="kwabena.thorley",
        ),
        victim=Someone(
            name="Jonah Thorley", address="5 Almond Tree Gardens\nStafford", postcode="ST16 9ZJ"
        ),
        relationship="Brother and carer",
        summary="My brother has Down's syndrome. The people opposite call him over, film him,"
        " make him dance for cigarettes and put it online.",
        impact="He thinks they are his friends. He has started smoking.",
        wanted="It stopped without him feeling that he did wrong.",
        happened=(
            on(44, "Filmed dancing for cigarettes.", POLICE),
            on(26, "His bank card “borrowed”.", POLICE, HEALTH, after=0),
            on(10, "Another film; people at his club had seen it.", LANDLORD, POLICE),
        ),
        course=(
            acknowledged(1),
            at_risk("high", "Learning disability.", vulnerable=True, hate="yes", after=4),
            assessed(
                "Exploited because of a disability.", police_says="Mate crime.", landlord="take"
            ),
            accepted("Three reported incidents, and harm beyond any count.", after=0),
            peer_review("Considered: the safeguarding board takes part."),
            referred(),
            met("represented"),
            planned(
                "Everybody had asked whether he consented. Nobody had asked what he liked.",
                Do(
                    agency=POLICE,
                    owner="PC Tilda Rowe",
                    wording="Have the films taken down, and see the people opposite.",
                    due=5,
                ),
                Do(
                    agency=HEALTH,
                    owner="Paula Jarrold",
                    wording="Find a buddy for the swimming club with Jonah.",
                    due=20,
                ),
                Do(
                    agency=LANDLORD,
                    owner="Moira Henshall",
                    wording="Warn the tenants opposite in writing.",
                    due=10,
                ),
            ),
            responded(2),
            progressed(1, "Films down; two people interviewed.", after=3),
            progressed(3, "Final warning given.", after=6),
        ),
    ),
)
