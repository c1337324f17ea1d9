"""The past year in Bassetlaw."""

from portals.demo.stories.course import (
    Do,
    accepted,
    acknowledged,
    answered,
    asked,
    assessed,
    at_risk,
    closed,
    merged,
    met,
    peer_review,
    planned,
    progressed,
    referred,
    responded,
    withdrawn,
)
from portals.demo.stories.places import (
    COUNTY,
)
from portals.demo.stories.shape import (
    COUNCIL,
    LANDLORD,
    POLICE,
    Arrived,
    Someone,
    Story,
    on,
)

STORIES = (
    Story(
        key="stones",
        district="bassetlaw",
        locality="Worksop",
        arrived=Arrived(ago=228),
        applicant=Someone(
            name="Doreen Haxby",
            address="12 Barrow Fold\nWorksop",
            postcode="S80 9ZN",
            phone="01632 960420",
            mail="doreen.haxby",
        ),
        summary="Stones and eggs at my front windows after dark, since the new path was opened.",
        impact="I sleep in the back room with the radio on.",
        wanted="A light on the path, and somebody to talk to the children's parents.",
        happened=(
            on(62, "Eggs at the bedroom window, three nights.", COUNCIL),
            on(35, "A stone broke the porch glass.", POLICE, after=0),
            on(10, "Stones again. A boy rang the bell and ran.", LANDLORD, POLICE),
        ),
        course=(
            acknowledged(1),
            asked(LANDLORD, "What was reported to you, and what was done?", after=1),
            answered(LANDLORD, "One call; advice given to ring the police. No visit was made."),
            at_risk("medium", "Widow, 76; hearing aid out at night.", vulnerable=True),
            assessed("She no longer uses half of her house.", landlord="take"),
            accepted("You reported three incidents within two months. The test of the Act is met."),
            peer_review("Considered: a local matter."),
            referred(),
            met("attended"),
            planned(
                "The new path was built without a light. Each agency logged its own report and none"
                " of them visited.",
                Do(
                    agency=COUNCIL,
                    owner="Dev Lakhani",
                    wording="Put a light where the path meets your fence.",
                    due=20,
                ),
                Do(
                    agency=POLICE,
                    owner="PC Hana Birtles",
                    wording="Speak to the families concerned, with the school.",
                    note="Three boys, all under twelve: restorative approach agreed.",
                ),
                Do(
                    agency=LANDLORD,
                    owner="Jodie Farrant",
                    wording="Replace the porch glass with safety glass, free of charge.",
                    due=10,
                ),
            ),
            responded(3),
            progressed(3, "Safety glass fitted; tenant pleased.", after=4),
            progressed(2, "All three families visited. The boys wrote a letter.", after=5),
            progressed(1, "Light working.", after=12),
            closed(
                "All three actions are done and you have had five quiet weeks. If it begins again,"
                " ring us and quote this reference: you do not have to start from the beginning.",
                after=20,
            ),
        ),
    ),
    Story(
        key="retail-park",
        district="bassetlaw",
        locality="Worksop",
        arrived=Arrived(ago=74),
        applicant=Someone(
            name="Antoni Szczepański",
            address="5 Wharf Gardens\nWorksop",
            postcode="S80 9ZP",
            phone="01632 960421",
            mail="antoni.szczepanski",
        ),
        summary="Cars race round the retail park behind us on Thursday and Sunday nights. Engines,"
        " tyres, and fireworks from the roof of one of them.",
        impact="My wife is a nurse on nights and cannot sleep before her shift. Our boy has"
        " begun to wet the bed.",
        wanted="The car park closed with a chain at night, like the one in Retford.",
        happened=(
            on(58, "About thirty cars until two in the morning.", POLICE, how="online"),
            on(30, "Again. Somebody was nearly hit by the trolley park.", POLICE, COUNCIL),
            on(9, "Fireworks from a moving car.", POLICE, after=0),
        ),
        course=(
            acknowledged(2),
            at_risk("medium", "Young child affected.", after=6),
            assessed("Danger to people, and sleepless families.", police_says="Agreed."),
            accepted("More than three reports by two households within two months.", after=2),
            peer_review("Newark has done this: their officer will simply come to the meeting."),
            referred(),
            met("attended"),
            planned(
                "Two agencies each waited for the other to ask the owners of the retail park.",
                Do(
                    agency=COUNCIL,
                    owner="Dev Lakhani",
                    wording="Get the owners to chain the car park from ten at night.",
                    due=15,
                ),
                Do(
                    agency=POLICE,
                    owner="PS Nadia Rourke",
                    wording="Stop vehicles on Thursdays and Sundays for six weeks.",
                    due=30,
                    note="Use the existing section 59 warnings.",
                ),
                Do(
                    agency=COUNTY,
                    owner="Yasmin Colcutt",
                    wording="Look at speed cushions on the approach road.",
                    due=60,
                ),
                recommended=(
                    (
                        "The owners of the retail park",
                        "Keep the barrier that they promised.",
                    ),
                ),
            ),
            responded(2),
            progressed(1, "Chain in place; key with the night guard.", after=9),
            progressed(2, "Four operations held, eleven warnings.", status="open", after=8),
        ),
        more={"others_affected": "yes"},
    ),
    Story(
        key="retail-park-neighbour",
        district="bassetlaw",
        locality="Worksop",
        arrived=Arrived(ago=72),
        applicant=Someone(
            name="Philippa Crane",
            address="7 Wharf Gardens\nWorksop",
            postcode="S80 9ZP",
            phone="01632 960422",
            mail="philippa.crane",
        ),
        summary="Boy racers behind the houses twice a week. I think number 5 has written to you"
        " too.",
        impact="I moved my bed to the front and still hear every turn.",
        wanted="Whatever number 5 has asked for.",
        happened=(
            on(44, "Racing from ten until two.", POLICE, how="online"),
            on(16, "The same, and rubbish over the fence.", COUNCIL),
        ),
        course=(acknowledged(1), merged("retail-park", after=2)),
    ),
    Story(
        key="moving-away",
        district="bassetlaw",
        locality="Retford",
        arrived=Arrived(ago=131),
        applicant=Someone(
            name="Jermaine Ashby-Cole",
            address="2 Weavers Yard\nRetford",
            postcode="DN22 9ZQ",
            phone="01632 960423",
            mail="jermaine.ashbycole",
        ),
        summary="Somebody keeps letting down the tyres of every car in the yard, mine most of all.",
        impact="Late for work three times; it costs money that I do not have.",
        wanted="A camera in the yard.",
        happened=(
            on(40, "Two tyres let down overnight.", POLICE, how="online"),
            on(18, "All four, and a note.", POLICE, LANDLORD),
        ),
        course=(acknowledged(2), withdrawn(after=5)),
    ),
)
