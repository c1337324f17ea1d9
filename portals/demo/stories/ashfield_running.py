"""Ashfield, with another procedure: what is on the desk."""

from portals.demo.stories.course import (
    Do,
    accepted,
    acknowledged,
    answered,
    asked,
    asked_pcc,
    assessed,
    at_risk,
    extended,
    met,
    pcc_asked,
    pcc_eligible,
    peer_review,
    planned,
    progressed,
    referred,
    responded,
)
from portals.demo.stories.places import (
    FIRE,
)
from portals.demo.stories.shape import (
    COUNCIL,
    POLICE,
    Arrived,
    Someone,
    Story,
    on,
)

STORIES = (
    Story(
        key="school-run",
        district="ashfield",
        locality="Sutton",
        arrived=Arrived(ago=0, evening=True),
        applicant=Someone(
            name="Gethin Prosser",
            address="2 Academy Row\nSutton-in-Ashfield",
            postcode="NG17 9ZA",
            phone="01632 960440",
            mail="gethin.prosser",
        ),
        summary="Two fathers park across my drive at school time. When I asked them to move, one"
        " got out, put his forehead against mine, and said he would put my windows in. He did.",
        impact="I work nights and need the car at three. I now sleep at the depot.",
        wanted="The threats dealt with. I can live with the parking.",
        happened=(
            on(41, "Forehead against mine and a threat, before the whole queue.", POLICE),
            on(27, "Front window broken at four in the morning.", POLICE, after=0),
            on(6, "“Next time the car”, shouted from a window.", POLICE, COUNCIL, how="online"),
        ),
    ),
    Story(
        key="allotments",
        district="ashfield",
        locality="Hucknall",
        arrived=Arrived(ago=5, by="policing_body"),
        applicant=Someone(
            name="Winifred Oakes",
            address="19 Spinners Way\nHucknall",
            postcode="NG15 9ZB",
            phone="01632 960441",
            mail="winifred.oakes",
        ),
        summary="Our allotments are being destroyed plot by plot: sheds broken, greenhouses"
        " smashed, and last week Albert's hens let out on the road.",
        impact="Most of us are over seventy. It is what gets us out of the house.",
        wanted="A camera, and the fence that we were promised.",
        happened=(
            on(72, "Four sheds broken open.", POLICE, how="online"),
            on(44, "Greenhouses smashed.", POLICE, COUNCIL),
            on(9, "Hens let out; two killed on the road.", COUNCIL, POLICE, after=0),
        ),
        course=(
            acknowledged(2),
            asked(COUNCIL, "What became of the fence that was agreed?", after=0, within=7),
            asked(FIRE, "Any fires at the site this year?", after=0, within=7),
        ),
        more={"others_affected": "yes"},
    ),
    Story(
        key="corner-shop",
        district="ashfield",
        locality="Kirkby",
        arrived=Arrived(ago=12),
        applicant=Someone(
            name="Thusha Kandasamy",
            address="Kandasamy Stores, 1 Lowmoor Cross\nKirkby-in-Ashfield",
            postcode="NG17 9ZC",
            phone="01632 960442",
            mail="kandasamy.stores",
        ),
        summary="A group comes in every evening, takes what it wants and dares us to do something."
        " They throw things at my father and mimic how he speaks.",
        impact="My father came here to run a shop in peace. He shakes when the bell rings.",
        wanted="A police officer who knows our name. A ban that is enforced.",
        happened=(
            on(37, "Crisps and drinks taken, a tin thrown at my father.", POLICE, after=0),
            on(24, "The same group. They mimicked him for ten minutes.", POLICE, how="online"),
            on(8, "The glass of the door broken.", POLICE, COUNCIL, after=0),
        ),
        course=(
            acknowledged(1),
            asked(POLICE, "Crime numbers, footage seized, and who was identified?", after=0),
            answered(
                POLICE, "Three crimes; two boys identified from the shop's own footage.", after=3
            ),
            at_risk("high", "Father, 71, frightened.", vulnerable=True, hate="yes", after=3),
            assessed(
                "A family is mocked for its origin and loses its living.",
                police_says="Should be handled as hate crime.",
            ),
            accepted(
                "Three incidents within a month, each reported on the day or the next, and the"
                " last of them within the month before you applied. Our threshold and the Act's"
                " are met.",
                after=1,
            ),
            peer_review("Considered: the panel has a business crime member."),
        ),
    ),
    Story(
        key="party-house",
        district="ashfield",
        locality="Sutton",
        arrived=Arrived(ago=30),
        applicant=Someone(
            name="Desmond Ashworth-Kaye",
            address="11 Reservoir Road\nSutton-in-Ashfield",
            postcode="NG17 9ZD",
            phone="01632 960443",
            mail="desmond.ak",
        ),
        summary="The house next door is let by the night for parties. Each weekend another thirty"
        " people, and nobody who can be rung.",
        impact="I care for my wife, who is dying at home. She asks me to make it stop.",
        wanted="Quiet for her. That is all.",
        happened=(
            on(50, "Forty people in the garden until five.", COUNCIL, how="online"),
            on(36, "A stag party on the shed roof, beneath her window.", COUNCIL, POLICE, after=0),
            on(15, "The police came twice in one night.", POLICE, after=0),
        ),
        course=(
            acknowledged(1),
            at_risk("high", "End-of-life care at home.", vulnerable=True, after=2),
            assessed("A dying woman is kept awake. It cannot wait.", police_says="Agreed."),
            accepted("Three reported incidents. We put this case before others.", after=0),
            peer_review("Considered: no time to lose."),
            referred("First on the agenda, please."),
            met("represented"),
            planned(
                "The owner lives abroad and manages the house through an agent. Nobody had found"
                " the agent; the planning use had not been checked.",
                Do(
                    agency=COUNCIL,
                    owner="Rhys Attwater",
                    wording="Serve a closure notice on the house, for three months at first.",
                    due=4,
                    note="Bookings already paid: agent threatens action. Legal is content.",
                ),
                Do(
                    agency=POLICE,
                    owner="PS Nadia Rourke",
                    wording="Answer any call from you at once until the notice is served.",
                    due=5,
                ),
            ),
            extended(
                "outcome",
                "The closure notice goes before the court next week. We want the letter to"
                " tell you what the court has decided.",
                days=16,
                after=2,
            ),
        ),
    ),
    Story(
        key="drone",
        district="ashfield",
        locality="Hucknall",
        arrived=Arrived(ago=40),
        applicant=Someone(
            name="Ailsa Pomfret",
            address="27 Weighbridge Lane\nHucknall",
            postcode="NG15 9ZE",
            phone="01632 960444",
            mail="ailsa.pomfret",
        ),
        summary="A neighbour flies a drone over our garden and holds it at the bedroom window. When"
        " we complained he began to do it every day and to post the pictures.",
        impact="My daughters change in the bathroom with the light off.",
        wanted="No drone, and the pictures gone.",
        happened=(
            on(48, "Drone at the bedroom window.", POLICE, how="online"),
            on(30, "Drone above the paddling pool.", POLICE, COUNCIL),
            on(11, "Pictures of our garden on his page.", POLICE, how="online"),
        ),
        course=(
            acknowledged(2),
            at_risk("medium", "Two girls, 9 and 13.", intimidation="victim_now", after=4),
            assessed(
                "Children are filmed at home.",
                police_says="The first report is not in our log. She has the e-mail: it counts.",
                not_found=(1,),
            ),
            accepted("Three incidents within six weeks, each reported in time."),
            peer_review("Considered: the force has a drone officer."),
            referred(),
            met("attended"),
            planned(
                "Each report was answered as if it were the first.",
                Do(
                    agency=POLICE,
                    owner="PS Nadia Rourke",
                    wording="Have the drone officer warn him and ask for the pictures to be"
                    " removed.",
                    due=10,
                ),
                Do(
                    agency=COUNCIL,
                    owner="Rhys Attwater",
                    wording="Issue a community protection warning.",
                    due=10,
                ),
            ),
            responded(3),
            progressed(2, "Warning issued; no flight seen since.", after=7),
            asked_pcc(
                "I gave the panel a list with dates and pictures. It is not mentioned at all.",
                "facts_not_considered",
                after=2,
            ),
            pcc_eligible("In time, and about facts that may have been left out.", after=2),
            pcc_asked(
                "Please send the list of dates that she says she gave to the panel.", after=2
            ),
        ),
    ),
)
