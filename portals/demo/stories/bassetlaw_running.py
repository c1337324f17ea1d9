"""On the desk in Bassetlaw today: accepted cases on their way to a response."""

from portals.demo.stories.course import (
    Do,
    accepted,
    acknowledged,
    answered,
    asked,
    assessed,
    at_risk,
    drafted,
    met,
    peer_review,
    planned,
    questioned,
    referred,
    responded,
)
from portals.demo.stories.people import (
    ASHFIELD,
)
from portals.demo.stories.places import (
    YOUTH,
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
        key="doorstep-words",
        district="bassetlaw",
        locality="Retford",
        arrived=Arrived(ago=11),
        applicant=Someone(
            name="Nasreen Ahmadi (نسرین احمدی)",
            address="6 Chapelgate Mews\nRetford",
            postcode="DN22 9ZF",
            phone="01632 960406",
            mail="nasreen.ahmadi",
        ),
        summary="A family across the yard shouts at us about our religion and where we come from"
        " when we leave the house. They film us. Rubbish is pushed through the letter box.",
        impact="My mother-in-law no longer wears her scarf outside, after fifty years. My children"
        " ask what they did wrong. We keep the curtains closed.",
        wanted="It should be called what it is. I want it written down as hate, and to stop.",
        happened=(
            on(58, "Shouted at on the way to school, in front of the other parents.", POLICE),
            on(31, "Meat wrapping pushed through the letter box in the night.", POLICE, LANDLORD),
            on(
                16,
                "Filmed and called names while I put the bins out.",
                POLICE,
                after=0,
                how="online",
            ),
            on(3, "“Go home” written in the dust on our car.", LANDLORD, how="online"),
        ),
        course=(
            acknowledged(1),
            asked(POLICE, "Crime numbers, whether recorded as hate, and the plan so far.", after=0),
            answered(
                POLICE,
                "Three reports, two recorded as hate incidents; the first was logged as a"
                " neighbour dispute and has been put right. No suspect has been interviewed yet.",
                after=3,
            ),
            at_risk(
                "high",
                "Hate element; four generations in the house.",
                vulnerable=True,
                hate="yes",
                after=2,
            ),
            assessed(
                "The whole household has changed how it dresses and moves. It is getting worse.",
                police_says="Agreed. The first report should have been recorded as hate.",
                landlord="take",
                landlord_says="Both households are our tenants; we had treated it as a dispute.",
            ),
            accepted(
                "You told us of four incidents within two months, and you reported each of them"
                " within days. That is more than the Act asks for. We also agree that what happens"
                " to your family is aimed at your religion, and we have recorded it so.",
            ),
            peer_review(
                "Two agencies first recorded this as a dispute between neighbours: somebody from"
                " outside should look at how we came to that.",
                by=ASHFIELD,
            ),
        ),
        more={"adjustments": "Please write in plain English. Farsi interpreter for meetings."},
    ),
    Story(
        key="fireworks",
        district="bassetlaw",
        locality="Worksop",
        arrived=Arrived(ago=21),
        applicant=Someone(
            name="Caroline Dutton-Hale",
            address="18 Ferry Hill\nNewark",
            postcode="NG24 9ZG",
            phone="01632 960407",
            mail="caroline.duttonhale",
        ),
        victim=Someone(
            name="Beryl Dutton",
            address="Flat 5, Priory Bank House\nWorksop",
            postcode="S80 9ZG",
        ),
        relationship="Daughter",
        summary="I am writing for my mother, who is 84. Teenagers let off fireworks in the porch"
        " of her sheltered housing and push lit ones through the bin-store grille.",
        impact="Mum was a girl in the war. She sits in the bathroom with the light off. The warden"
        " found her there at midnight. She has asked me whether she can move in with us.",
        wanted="A door that cannot be opened from outside, and the shop that sells to them found.",
        happened=(
            on(46, "Rocket in the porch. Scorch marks on the carpet.", COUNCIL, POLICE),
            on(25, "Three evenings running. Two residents taken ill with fright.", POLICE, after=0),
            on(
                11,
                "Lit firework through the bin-store grille. A bin caught fire.",
                LANDLORD,
                POLICE,
            ),
        ),
        course=(
            acknowledged(1),
            questioned(
                "Which of the teenagers' faces or voices would the warden know again?",
                "The school officer can only speak with those who are named.",
                after=0,
            ),
            at_risk(
                "high",
                "84, lives alone, heart condition.",
                vulnerable=True,
                targeted="household",
                after=6,
            ),
            assessed(
                "Frail residents, a fire in the building, and fear that lasts beyond the evening.",
                police_says="Youths known from another estate; school officer is involved.",
                landlord="take",
            ),
            accepted(
                "Your mother and the warden reported three incidents in six weeks, each within a"
                " day or two. The test of the Act is met. Because there was a fire, we have"
                " asked the fire service to visit before the meeting.",
                after=1,
            ),
            peer_review("The cause and the place are known; nothing here is beyond our own means."),
            referred("Fire service to attend. Warden to speak for the other residents.", after=11),
            drafted(
                "Fit a closer and an entry code to the front door.",
                "Visit every shop within a mile that sells fireworks.",
            ),
        ),
        more={"adjustments": "Mum cannot use the telephone: please always ring me."},
    ),
    Story(
        key="bus-shelter",
        district="bassetlaw",
        locality="Worksop",
        arrived=Arrived(ago=27),
        applicant=Someone(
            name="Gwendoline Sharpless",
            address="Corner House, 1 Bracken Lane\nWorksop",
            postcode="S80 9ZH",
            phone="01632 960408",
            mail="gwen.sharpless",
        ),
        summary="Up to twenty young people meet at the bus shelter outside my house. Most are only"
        " loud. A few throw stones at my windows, and at the bus, and shout things about me.",
        impact="Two windows this year. The bus has stopped coming after seven, so I cannot visit my"
        " husband in the home on weekday evenings.",
        wanted="Somewhere for them to go. And my bus back.",
        happened=(
            on(75, "Stones at the front window; one cracked.", COUNCIL, POLICE),
            on(43, "Stones at the bus. The driver refused to stop here.", POLICE, how="online"),
            on(17, "My gate thrown in the road.", COUNCIL, how="online"),
        ),
        course=(
            acknowledged(1),
            at_risk("medium", "Lives alone; good neighbours.", after=5),
            assessed("She has lost her evenings with her husband.", police_says="Known hot spot."),
            accepted("Three separate incidents, each reported within a few days. The test is met."),
            peer_review("A familiar problem with local answers."),
            referred(),
            met("statement"),
            planned(
                "Each agency had dealt with its own part: windows, bus, and young people. Nobody"
                " had spoken to the bus company or to the youth club, which closes at six.",
                Do(
                    agency=YOUTH,
                    owner="Leon Straw",
                    wording="Run a detached youth session at the shelter on Tuesdays and Fridays.",
                    note="Two of the group are on his books; leave names out of the minutes.",
                ),
                Do(
                    agency=COUNCIL,
                    owner="Dev Lakhani",
                    wording="Ask the bus company to serve the stop again after seven.",
                    due=10,
                ),
                Do(
                    agency=POLICE,
                    owner="PC Hana Birtles",
                    wording="Visit you every week until the end of the plan.",
                    due=20,
                ),
                recommended=(
                    (
                        "Nottinghamshire County Council",
                        "Look at opening the youth club on two evenings a week.",
                    ),
                ),
            ),
        ),
    ),
    Story(
        key="tipped-lane",
        district="bassetlaw",
        locality="Harworth",
        arrived=Arrived(ago=25),
        applicant=Someone(
            name="Ned Ollerenshaw",
            address="Lime Kiln Farm Cottage\nHarworth",
            postcode="DN11 9ZJ",
            phone="01632 960409",
            mail="ned.ollerenshaw",
        ),
        summary="Vans tip building waste in the lane by our cottage at night. When I took a"
        " photograph the driver said he knew where I lived and would “tip the next lot on the"
        " kids”.",
        impact="We have put up a camera we cannot afford. My wife wants to move.",
        wanted="The lane gated, and somebody to take the threat seriously.",
        happened=(
            on(66, "A load of rubble and old kitchens across the lane.", COUNCIL, how="online"),
            on(38, "Another load, and the threat when I took a picture.", POLICE, COUNCIL, after=0),
            on(14, "Tyres this time. The van sat outside for ten minutes.", POLICE),
        ),
        course=(
            acknowledged(1),
            at_risk(
                "medium",
                "Isolated cottage; threat to children.",
                intimidation="victim_now",
                after=5,
            ),
            assessed("A direct threat to a family at home.", police_says="Van traced."),
            accepted("You reported three incidents, each within two days. The test is met."),
            peer_review("Considered; not needed."),
            referred(),
            met("attended"),
            planned(
                "The council cleared the lane each time and closed the report. The threat was noted"
                " but nobody connected it with the tipping.",
                Do(
                    agency=COUNCIL,
                    owner="Dev Lakhani",
                    wording="Put a lockable gate across the lane; you and the farm get keys.",
                ),
                Do(
                    agency=POLICE,
                    owner="PC Owain Tranter",
                    wording="Interview the keeper of the van about the threat.",
                    note="Linked to two other tips; file with the county's waste team.",
                    due=10,
                ),
            ),
            responded(2),
        ),
    ),
)
