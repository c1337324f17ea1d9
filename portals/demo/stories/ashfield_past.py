"""Ashfield: the past year."""

from portals.demo.stories.course import (
    Do,
    accepted,
    acknowledged,
    answered,
    asked,
    asked_pcc,
    assessed,
    at_risk,
    closed,
    left_out,
    met,
    pcc_began,
    pcc_eligible,
    pcc_not_eligible,
    pcc_not_upheld,
    peer_review,
    planned,
    progressed,
    referred,
    rejected,
    responded,
)
from portals.demo.stories.places import (
    COUNTY,
)
from portals.demo.stories.shape import (
    COUNCIL,
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
        key="street-garage",
        district="ashfield",
        locality="Kirkby",
        arrived=Arrived(ago=139),
        applicant=Someone(
            name="Nanette Brocklehurst",
            address="8 Lime Pit Street\nKirkby-in-Ashfield",
            postcode="NG17 9ZF",
            phone="01632 960445",
            mail="nanette.b",
        ),
        summary="A man repairs and sells cars in the street, eight or nine at a time. He blocks the"
        " pavement, pours oil down the drain, and squares up to anybody who speaks.",
        impact="I use a wheelchair and cannot leave my house on his working days.",
        wanted="The pavement. I am entitled to the pavement.",
        happened=(
            on(57, "Three cars on the pavement all week.", COUNCIL, how="online"),
            on(34, "Shouted at and had my chair pushed.", POLICE, COUNCIL, after=0),
            on(12, "Engine running under my window all Sunday.", COUNCIL, how="online"),
        ),
        course=(
            acknowledged(1),
            asked(COUNTY, "Obstruction of the pavement: visits and notices?", after=1),
            answered(COUNTY, "Two visits, no vehicle present. A notice can be served.", after=4),
            at_risk("high", "Wheelchair user, alone.", vulnerable=True),
            assessed("A disabled woman is shut in, and was pushed.", police_says="Assault."),
            accepted("Three incidents within two months, the last within a month of applying."),
            peer_review("Considered: not complex."),
            referred(),
            met("attended"),
            planned(
                "Four departments had a piece each, and no one had all of them.",
                Do(
                    agency=COUNTY,
                    owner="Yasmin Colcutt",
                    wording="Serve an obstruction notice and put bollards on your side.",
                    due=30,
                ),
                Do(
                    agency=COUNCIL,
                    owner="Rhys Attwater",
                    wording="Prosecute the trading in the street.",
                    due=40,
                ),
                recommended=(
                    (
                        "Ashfield District Council",
                        "Name one officer for each street with a trader.",
                    ),
                ),
            ),
            responded(4),
            progressed(1, "Notice served, bollards in.", after=20),
            progressed(2, "Pleaded guilty; vehicles gone.", after=18),
            closed(
                "The bollards are in, the court has dealt with him and the pavement is yours.",
                after=8,
            ),
        ),
        more={"adjustments": "Wheelchair: ground floor and a ramp for the meeting."},
    ),
    Story(
        key="late-request",
        district="ashfield",
        locality="Sutton",
        arrived=Arrived(ago=52, by="paper"),
        applicant=Someone(
            name="Cuthbert Allardyce",
            address="4 Almshouse Court\nSutton-in-Ashfield",
            postcode="NG17 9ZG",
            phone="01632 960446",
        ),
        contacts=POST_WANTED,
        summary="Cats' mess and banging from next door.",
        impact="I do not care to sit out.",
        wanted="The lady to be told.",
        happened=(
            on(95, "Banging at tea time.", LANDLORD, how="in_person"),
            on(20, "Mess in the roses.", LANDLORD, how="in_person"),
        ),
        course=(
            acknowledged(2),
            at_risk("standard", "No concern; likes company.", friends_and_family="few", after=6),
            assessed(
                "Everyday noise and cats.",
                harm="no",
                adequate="yes",
                safety="not_take",
                police="not_take",
                landlord="not_take",
                landlord_says="Visited; neighbours have been introduced.",
            ),
            rejected(
                "We counted two reports; three are needed. Nothing that you told us shows the"
                " kind of harm for which we would take a case without them.",
                advice="Your landlord has offered to sit down with both of you over a cup of tea.",
                after=2,
            ),
            asked_pcc(
                "I did not get round to it before. I still object.",
                "facts_not_considered",
                after=38,
            ),
            pcc_not_eligible(
                "Your request came long after the last date in our letter, and it gives no"
                " fact that the partnership left out.",
                ago=1,
            ),
        ),
    ),
    Story(
        key="car-wash",
        district="ashfield",
        locality="Kirkby",
        arrived=Arrived(ago=76, by="phone"),
        applicant=Someone(
            name="Ottoline Fairbrass",
            address="33 Pitwheel Close\nKirkby-in-Ashfield",
            postcode="NG17 9ZH",
            phone="01632 960447",
        ),
        contacts=POST_WANTED,
        summary="The hand car wash behind us works until ten at night with a pressure pump, and"
        " the men who hang about there call out to women.",
        impact="I take the long way round, through the estate, in the dark.",
        wanted="Shut at six, and the calling out to stop.",
        happened=(
            on(55, "Called out to, and followed as far as the corner.", POLICE),
            on(31, "Pump until half past ten.", COUNCIL),
            on(13, "Followed again. My niece was with me.", POLICE, after=0),
        ),
        course=(
            acknowledged(3),
            at_risk("medium", "Avoids her own street.", after=5),
            assessed(
                "Women followed in the dark.", police_says="Two other women have reported it."
            ),
            accepted("Three incidents within two months."),
            peer_review("Considered: not needed."),
            referred(),
            left_out("You are in hospital on the day, and asked us to go on without you."),
            met("not_invited"),
            planned(
                "Noise and harassment were two files in two buildings.",
                Do(
                    agency=COUNCIL,
                    owner="Rhys Attwater",
                    wording="Hold the owner to the hours of the planning consent.",
                    due=15,
                ),
                Do(
                    agency=POLICE,
                    owner="PS Nadia Rourke",
                    wording="Visit the car wash and take statements.",
                    due=10,
                ),
            ),
            responded(4),
            progressed(2, "Three statements; one man cautioned and dismissed.", after=6),
            progressed(1, "Shuts at six.", after=6),
            closed("It shuts at six, and the man concerned no longer works there.", after=5),
            asked_pcc(
                "Nobody waited for me to be out of hospital.", "process_not_considered", after=3
            ),
            pcc_eligible("In time; whether the rule on inviting victims was kept.", after=3),
            pcc_began(after=2),
            pcc_not_upheld(
                "You had asked the panel to go on without you, and your account was read out. The"
                " rule on inviting victims was kept.",
                recommending="Ask for such a wish in writing.",
                ago=1,
            ),
        ),
    ),
)
