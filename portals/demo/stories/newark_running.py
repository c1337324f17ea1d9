"""Newark & Sherwood: what is on the desk."""

from portals.demo.stories.course import (
    Do,
    accepted,
    acknowledged,
    answered,
    asked,
    asked_pcc,
    assessed,
    at_risk,
    deferred,
    met,
    pcc_began,
    pcc_eligible,
    peer_review,
    planned,
    progressed,
    referred,
    rejected,
    responded,
    resumed,
)
from portals.demo.stories.places import (
    YOUTH,
)
from portals.demo.stories.shape import (
    COUNCIL,
    LANDLORD,
    ONLY_PHONE,
    POLICE,
    Arrived,
    Someone,
    Story,
    on,
)

STORIES = (
    Story(
        key="brass-and-bottles",
        district="newark-sherwood",
        locality="Newark",
        arrived=Arrived(ago=1),
        applicant=Someone(
            name="Bartholomew Quested",
            address="The Old Chandlery, 3 Castle Steps\nNewark",
            postcode="NG24 9ZS",
            phone="01632 960430",
            mail="b.quested",
        ),
        contacts=ONLY_PHONE,
        summary="The same three men drink on the steps by my shop door and threaten customers who"
        " will not give them money. One of them has my letters: please do not write.",
        impact="Takings are down by a third. My Saturday girl has left.",
        wanted="The order that bans drinking there to be used.",
        happened=(
            on(47, "A customer was followed to her car.", POLICE, after=0),
            on(27, "Bottle thrown at the shop sign.", POLICE, COUNCIL),
            on(5, "Took the post out of the postman's hand.", POLICE),
        ),
    ),
    Story(
        key="garden-fires",
        district="newark-sherwood",
        locality="Ollerton",
        arrived=Arrived(ago=18),
        applicant=Someone(
            name="Olamide Featherstonehaugh-Papadimitriou",
            address="16 Headstock Avenue\nOllerton",
            postcode="NG22 9ZT",
            phone="01632 960431",
            mail="olamide.fp",
        ),
        summary="Our neighbour burns cable and sofas in the garden two or three times a week."
        " When we ask him to stop he piles on more.",
        impact="Our daughter has asthma and has been in hospital twice this year.",
        wanted="The burning to stop. Her lungs will not wait.",
        happened=(
            on(60, "Black smoke for five hours. Ambulance for our daughter.", COUNCIL),
            on(34, "Cable burnt. He shouted that we would be next.", POLICE, COUNCIL),
            on(13, "Three fires in one week.", COUNCIL, how="online"),
        ),
        course=(
            acknowledged(1),
            asked(COUNCIL, "Visits, samples and notices by environmental health?", after=0),
            at_risk(
                "high", "Child with asthma; threat.", vulnerable=True, targeted="household", after=4
            ),
            assessed("A child's health.", timeframe="yes", police_says="Threat recorded."),
            deferred(
                "Environmental health served a notice last week and has given the neighbour seven"
                " days. We will decide when those days are over.",
                until=6,
            ),
            answered(
                COUNCIL,
                "Notice served; breached on two evenings. Prosecution file opened.",
                after=5,
            ),
            resumed(2),
            assessed("The notice was ignored. Nothing has changed for the child.", after=1),
        ),
        more={"timeframe_unexpired": "yes"},
    ),
    Story(
        key="two-quiet-calls",
        district="newark-sherwood",
        locality="Southwell",
        arrived=Arrived(ago=26),
        applicant=Someone(
            name="Verity Longstaff",
            address="Prebend Cottage\nSouthwell",
            postcode="NG25 9ZV",
            phone="01632 960433",
            mail="verity.longstaff",
        ),
        summary="Teenagers use the churchyard wall beside our cottage as a meeting place and drop"
        " bottles over it.",
        impact="The dog has cut its paw. I find it very disagreeable.",
        wanted="Somebody to walk past in the evening.",
        happened=(
            on(170, "Bottles over the wall.", COUNCIL, after=50, how="written"),
            on(21, "Bottles and shouting.", POLICE, how="online"),
        ),
        course=(
            acknowledged(1),
            at_risk("standard", "No concern.", after=6),
            assessed(
                "Annoying, not harmful; patrols have been agreed.",
                harm="no",
                adequate="yes",
                safety="not_take",
                police="not_take",
            ),
            rejected(
                "We could count one report: the earlier one was made more than a month after it"
                " happened. Three are needed. The assessors did not find harm that would lead us to"
                " take the case all the same.",
                advice="A patrol will pass on Friday evenings this month. Please report each"
                " time, by 101 or online, within the month.",
                after=2,
            ),
            asked_pcc(
                "I wrote in good time, the letter lay about at the council for weeks. That is"
                " not my fault and it should count.",
                "threshold_decision",
                "facts_not_considered",
                after=15,
            ),
        ),
    ),
    Story(
        key="ball-games",
        district="newark-sherwood",
        locality="Newark",
        arrived=Arrived(ago=30),
        applicant=Someone(
            name="Priscilla Vandermeer",
            address="9 Riverside Mead\nNewark",
            postcode="NG24 9ZY",
            phone="01632 960436",
            mail="priscilla.v",
        ),
        summary="A group uses the wall of our sheltered flats as a goal until eleven, and swears at"
        " anybody who comes to the window.",
        impact="My sister, who shares with me, has dementia and thinks somebody is breaking in.",
        wanted="A different wall.",
        happened=(
            on(49, "Window broken by a ball; abuse when I went down.", LANDLORD),
            on(29, "Same again, past eleven.", LANDLORD, POLICE),
            on(10, "Shouted about my sister.", POLICE),
        ),
        course=(
            acknowledged(1),
            at_risk(
                "medium", "Sister with dementia.", vulnerable=True, circumstances="yes", after=5
            ),
            assessed("A resident with dementia is frightened every night.", landlord="take"),
            accepted("Three incidents, each reported in time."),
            peer_review("Considered: not needed."),
            referred(),
            met("attended"),
            planned(
                "The landlord answered each report with a letter to all tenants.",
                Do(
                    agency=LANDLORD,
                    owner="Jodie Farrant",
                    wording="Put planters along the wall.",
                    due=20,
                ),
                Do(
                    agency=YOUTH,
                    owner="Leon Straw",
                    wording="Open the cage at the leisure centre on weekday evenings.",
                    due=20,
                ),
            ),
            responded(1),
            asked_pcc(
                "The plan has no date for the police and nobody asked my sister's nurse.",
                "process_not_considered",
                after=3,
            ),
            pcc_eligible("In time; whether the safeguarding policy was considered.", after=2),
        ),
    ),
    Story(
        key="estate-mopeds",
        district="newark-sherwood",
        locality="Ollerton",
        arrived=Arrived(ago=62),
        applicant=Someone(
            name="Hamish Dalgleish",
            address="52 Tuxford Terrace\nOllerton",
            postcode="NG22 9ZX",
            phone="01632 960435",
            mail="hamish.dalgleish",
        ),
        summary="Mopeds on the estate paths, and balaclavas. They ride at people on purpose.",
        impact="I have a bad hip since I jumped out of the way.",
        wanted="Number plates taken and the garage where they keep them searched.",
        happened=(
            on(55, "Rode at a group of mothers.", POLICE, how="online"),
            on(33, "Rode at me. I fell.", POLICE, LANDLORD, after=0),
            on(12, "Set off an alarm and laughed.", LANDLORD),
        ),
        course=(
            acknowledged(1),
            at_risk("medium", "Injured hip.", health="one", after=5),
            assessed("An injury, and intent.", landlord="take"),
            accepted("Three incidents, each reported within days."),
            peer_review("Considered: not complex."),
            referred(),
            met("declined"),
            planned(
                "The garage had been reported to the landlord and to nobody else.",
                Do(
                    agency=LANDLORD,
                    owner="Jodie Farrant",
                    wording="End the licence of the garage.",
                    note="Tenant's nephew; expect an appeal.",
                ),
                Do(
                    agency=POLICE,
                    owner="PC Sorrel Vance",
                    wording="Take part in the town's moped operation.",
                    due=30,
                ),
                Do(
                    agency=YOUTH,
                    owner="Leon Straw",
                    wording="Offer the riders a place on the motor project.",
                    due=30,
                ),
            ),
            responded(2),
            progressed(1, "Notice to end the licence served.", status="open", after=5),
            asked_pcc(
                "I was asked whether I wanted to come to the meeting the day before it. That is no"
                " invitation.",
                "way_reviewed",
                after=4,
            ),
            pcc_eligible("In time; about the way the review was carried out.", after=3),
            pcc_began(after=4),
        ),
    ),
)
