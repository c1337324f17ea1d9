"""Newark & Sherwood: the past year."""

from portals.demo.stories.course import (
    Do,
    accepted,
    acknowledged,
    answered,
    asked,
    assessed,
    at_risk,
    closed,
    met,
    peer_review,
    planned,
    progressed,
    referred,
    responded,
)
from portals.demo.stories.places import (
    SUPPORT,
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
        key="market-place",
        district="newark-sherwood",
        locality="Newark",
        arrived=Arrived(ago=196),
        applicant=Someone(
            name="Rosalind Teale",
            address="Flat 1, 20 Market Row\nNewark",
            postcode="NG24 9ZU",
            phone="01632 960432",
            mail="rosalind.teale",
        ),
        others=(
            Someone(
                name="Ignatius Brough", address="Flat 2, 20 Market Row\nNewark", postcode="NG24 9ZU"
            ),
            Someone(
                name="Sunita Rao-Whitby",
                address="Flat 4, 20 Market Row\nNewark",
                postcode="NG24 9ZU",
            ),
            Someone(
                name="Clement Okafor-Dunn", address="22 Market Row\nNewark", postcode="NG24 9ZU"
            ),
            Someone(name="Elspeth Garrity", address="24 Market Row\nNewark", postcode="NG24 9ZU"),
        ),
        summary="Five households above the market. Since the takeaway got its late licence, people"
        " fight, sing and urinate in our passage until three every Friday and Saturday.",
        impact="One of us has given notice on her flat. Another takes her baby to her mother's"
        " every weekend. We are all tired.",
        wanted="The passage gated, door staff, and the licence looked at again.",
        happened=(
            on(80, "Fight in the passage, blood on two doors.", POLICE, after=0),
            on(51, "Door kicked in at number 22.", POLICE, COUNCIL),
            on(23, "Urine through the letter box of flat 1.", COUNCIL, how="online"),
            on(8, "A man asleep in the baby's pram.", POLICE, after=0),
        ),
        course=(
            acknowledged(1),
            asked(
                COUNCIL, "Conditions of the licence, and complaints since it was granted.", after=1
            ),
            answered(COUNCIL, "Door staff are a condition; two inspections found none."),
            at_risk("medium", "The group as a whole; a baby in one household."),
            assessed("Five households, one with a baby.", police_says="Busiest place of the town."),
            accepted("Five households and four reported incidents: the test is met several times."),
            peer_review("Considered: licensing law is the same everywhere."),
            referred(),
            met("attended"),
            planned(
                "A condition of the licence was broken for a year and nobody enforced it.",
                Do(
                    agency=COUNCIL,
                    owner="Kirsty Bell-Adeyemi",
                    wording="Bring the licence to a review hearing.",
                    due=20,
                ),
                Do(
                    agency=COUNCIL,
                    owner="Kirsty Bell-Adeyemi",
                    wording="Gate the passage, with a code for the five households.",
                    due=30,
                ),
                Do(
                    agency=POLICE,
                    owner="PC Sorrel Vance",
                    wording="Be at the passage from midnight on Fridays and Saturdays for a month.",
                ),
                recommended=(
                    (
                        "Newark & Sherwood District Council",
                        "Inspect late licences in their first month.",
                    ),
                ),
            ),
            responded(4),
            progressed(3, "Eight nights covered, four fixed penalties.", after=14),
            progressed(1, "Hearing held: hours cut to midnight.", after=6),
            progressed(2, "Gate in; codes given.", after=12),
            closed("The licence now ends at midnight and the passage is gated.", after=15),
        ),
        more={"others_affected": "yes"},
    ),
    Story(
        key="one-bad-night",
        district="newark-sherwood",
        locality="Ollerton",
        arrived=Arrived(ago=149, by="in_person"),
        applicant=Someone(
            name="Callista Merriweather",
            address="1 Ranby Rest\nOllerton",
            postcode="NG22 9ZW",
            phone="01632 960434",
            mail="callista.m",
        ),
        summary="A group came to my door and shouted that they knew what I was, and that I"
        " should be gone by the weekend. I am a trans woman. They came back once.",
        impact="I have been sleeping at a friend's. I do not know whether to go home.",
        wanted="To be able to go home.",
        happened=(
            on(19, "Six people at the door, shouting. One kicked it.", POLICE, after=0),
            on(11, "Two of them outside, filming.", POLICE, after=0),
        ),
        course=(
            acknowledged(1),
            at_risk(
                "high", "Out of her home; threat with a date.", vulnerable=True, hate="yes", after=3
            ),
            assessed(
                "Targeted for who she is, and driven from her home.", police_says="Hate crime."
            ),
            accepted(
                "There are two reports, not three. We do not wait for a third: what was said to you"
                " is a threat because of who you are, and you have had to leave your home.",
                ground="harm",
            ),
            peer_review("The hate crime team is already working across both districts."),
            referred("Urgent."),
            met("statement"),
            planned(
                "The police answered well; nobody had told the landlord, who could have acted.",
                Do(
                    agency=LANDLORD,
                    owner="Jodie Farrant",
                    wording="Fit a safe door and an alarm before you come home.",
                    due=5,
                ),
                Do(
                    agency=POLICE,
                    owner="PC Sorrel Vance",
                    wording="Put a marker on your address, so that a call is answered at once.",
                    due=2,
                ),
                Do(
                    agency=SUPPORT,
                    owner="Bernice Udall",
                    wording="Go home with you on the first day, and ring you every evening.",
                ),
            ),
            responded(1),
            progressed(2, "Marker on.", after=1),
            progressed(1, "Door and alarm in.", after=3),
            progressed(3, "Home again. Calls go on for two weeks.", after=6),
            closed(
                "You are home, two people have been charged, and the alarm has been silent.",
                after=25,
            ),
        ),
    ),
)
