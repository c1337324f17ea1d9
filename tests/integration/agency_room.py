"""What the tests of the agencies' door share: a day, a browser, and cases with work in them."""

import datetime as dt
import re

from django.test import Client
from django.urls import reverse

from cases.commands.informing import request_information
from cases.commands.planning import ActionGiven, PlanGiven, record_plan
from cases.models import (
    Action,
    CaseGrant,
    InformationRequest,
)
from organisations.clock import LONDON, date_of
from organisations.roles import Role
from tests.walk import Walk
from tests.world import make_person

NOW = dt.datetime(2026, 6, 24, 14, 0, tzinfo=LONDON)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def sit_down(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def colleague(world, agency, email="police@people.example"):
    return make_person(world, Role.AGENCY_MEMBER, email=email, agency=agency)


def ask(walk, agency, question="What do you know?", *, days: int = 2) -> InformationRequest:
    due_on = date_of(walk.at) + dt.timedelta(days=days)
    return request_information(
        **walk.command(agency_id=agency.pk, question=question, due_on=due_on)
    )


def posts_to_itself(page: str) -> bool:
    """Whether the page's own form names no other address to send what was typed to."""
    main = page[page.index("<main") : page.index("</main>")]
    return re.findall(r"<form[^>]*>", main) == ['<form method="post" novalidate>']


def case_url(walk) -> str:
    return reverse("agency:case", args=[walk.world.partnership.slug, walk.case_id])


def act_url(walk, name: str, number: int) -> str:
    return reverse(f"agency:{name}", args=[walk.world.partnership.slug, walk.case_id, number])


def rows(walk, model, **where) -> list:
    with walk.world.inside():
        return list(model.objects.filter(partnership=walk.world.partnership, **where))


def planned(world) -> tuple[Walk, Action]:
    """The council has one action; it is due on 1 July."""
    walk = Walk(world).to_planned()
    return walk, rows(walk, Action)[0]


def plan_for(walk, *actions: tuple[str, int, int]) -> None:
    """Record a plan whose actions are (wording, agency's id, days until due)."""
    given = PlanGiven(
        findings="One by one.",
        response_adequate="no",
        actions=tuple(
            ActionGiven(
                wording=wording,
                agency_id=agency_id,
                owner_name="Dev Patel",
                due_on=date_of(walk.at) + dt.timedelta(days=days),
                internal_note=f"Internally: {wording}",
            )
            for wording, agency_id, days in actions
        ),
    )
    record_plan(**walk.command(Role.LMAPS_CHAIR, given=given))


def at_the_meeting(world, **more) -> Walk:
    return Walk(world, **more).to_accepted().consider_peer_review().refer().involve()


def end_grants(walk, agency) -> None:
    CaseGrant.objects.filter(case_id=walk.case_id, agency=agency).update(
        ends_at=NOW - dt.timedelta(minutes=1)
    )


def progress(walk, standing="done", note="Visited on Monday.", **more) -> dict:
    return {"version": walk.case().version, "standing": standing, "note": note} | more


def answering(walk, answer="Two visits, on 3 and 9 May.", *, others=(), **more) -> dict:
    """What the answer page posts; others: the boxes of each report by another person."""
    given = {"version": walk.case().version, "answer": answer}
    given |= {"others-TOTAL_FORMS": str(len(others)), "others-INITIAL_FORMS": "0"}
    for number, other in enumerate(others):
        given |= {f"others-{number}-{name}": value for name, value in other.items()}
    return given | more
