import datetime as dt, os
from dataclasses import replace
import pytest
from playwright.sync_api import sync_playwright
from django.test import Client
from cases.commands.applying import PersonGiven, ContactGiven
from cases.commands.informing import request_information
from cases.models import Action
from notifications.tasks import sweep_outbox
from organisations import clock
from organisations.models import District
from organisations.roles import Role
from tests.walk import Walk, DAY
from tests.world import NOON
from tests.integration.spoc_room import url, typed, rows
from django.urls import reverse

NAMES = [
    "Joan Marsh",
    "Arthur Pell",
    "Kavita Shah",
    "Tomasz Nowak",
    "Maureen Ellis-Whitworth",
    "Abdul Karim",
    "Grace Obi",
    "Peter Fenn",
    "Sian Rees",
    "Wilhelmina Featherstonehaugh",
    "Leroy Banks",
    "Mary Tully",
]
STAGES = [
    "",
    "acknowledge",
    "acknowledge assess",
    "acknowledge assess risk",
    "to_accepted",
    "to_accepted consider_peer_review",
    "to_accepted consider_peer_review refer",
    "to_planned",
    "to_planned respond",
]


@pytest.mark.browser
def test_shots(live_server, world, monkeypatch, settings):
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    now = NOON.replace(hour=9)
    monkeypatch.setattr(clock, "now", lambda: now)
    with world.inside():
        other = District.objects.get(partnership=world.partnership, slug="newark-sherwood")
    walks = {}
    for n in range(32):
        stage = STAGES[n % len(STAGES)]
        district = world.district if n % 3 else other
        if "refer" in stage or "planned" in stage:
            district = world.district
        contacts = (
            ContactGiven(channel="email", safe=True, preferred=True),
            ContactGiven(
                channel="phone", safe=n % 4 != 1, note="Her son answers." if n % 4 == 1 else ""
            ),
            ContactGiven(channel="post", safe=n % 5 != 2),
        )
        walk = Walk(
            world,
            at=now
            - (n * 1.4) * DAY
            - dt.timedelta(days=7 if ("refer" in stage or "planned" in stage) else 0),
            district_id=district.pk,
            contacts=contacts,
            applicant=PersonGiven(
                full_name=NAMES[n % len(NAMES)],
                email="a@home.example",
                phone="01632 960555",
                address="12 Carlton Road\nWorksop",
                postcode="S80 1PS",
            ),
            adjustments="A British Sign Language interpreter at the meeting." if n % 6 == 0 else "",
            summary="Youths gather behind the flats most evenings, throw stones at my windows and shout. It has gone on since spring and got worse in May.",
            impact="I sleep in the back room and no longer go out after six.",
            desired_outcome="I want it to stop, and one person who tells me what happens.",
        )
        for move in stage.split():
            if move == "risk":
                walk.risk(vulnerable=n % 2 == 0)
            else:
                getattr(walk, move)()
        if stage == "acknowledge":
            request_information(
                **walk.command(
                    agency_id=world.police.pk,
                    question="Every call to this address since March, and what was done.",
                    due_on=(now + 2 * DAY).date(),
                )
            )
        walk.at = now
        walks.setdefault(stage, walk)
    sweep_outbox()
    client = Client()
    client.force_login(world.people[Role.SPOC])
    w = walks
    rej = (
        Walk(world, at=now - 3 * DAY, incidents=())
        .acknowledge()
        .assess(harm="no")
        .risk(vulnerable=False)
    )
    rej.at = now
    slug = world.partnership.slug
    pages = {
        "queue": reverse("spoc:queue", args=[slug]),
        "search_none": reverse("spoc:queue", args=[slug]) + "?q=zzz",
        "letters": reverse("spoc:letters", args=[slug]),
        "new": reverse("spoc:new_application", args=[slug]),
        "meeting": reverse("spoc:plan_meeting", args=[slug]),
        "case_new": url(w[""], "case"),
        "case_asked": url(w["acknowledge"], "case"),
        "case_planned": url(w["to_planned respond"], "case"),
        "acknowledge": url(w[""], "acknowledge"),
        "assess": url(w["acknowledge"], "assess"),
        "risk": url(w["acknowledge assess"], "risk"),
        "decide": url(w["acknowledge assess risk"], "decide"),
        "decide_reject": url(rej, "decide"),
        "peer": url(w["to_accepted"], "peer_review"),
        "refer": url(w["to_accepted consider_peer_review"], "refer"),
        "respond": url(w["to_planned"], "respond"),
        "close": url(w["to_planned respond"], "close"),
        "merge": url(w[""], "merge"),
        "withdraw": url(w[""], "withdraw"),
        "info": url(w["acknowledge"], "request_information"),
        "notnow": url(w[""], "close"),
    }
    out = os.environ.get("SHOTS", "/tmp/spoc/shots")
    os.makedirs(out, exist_ok=True)
    only = os.environ.get("ONLY", "")
    axe_src = None
    from axe_playwright_python.sync_playwright import Axe

    with sync_playwright() as p:
        b = p.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for width in (1280, 768, 320):
            ctx = b.new_context(viewport={"width": width, "height": 900}, locale="en-GB")
            ctx.add_cookies(
                [
                    {
                        "name": settings.SESSION_COOKIE_NAME,
                        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                        "url": live_server.url,
                    }
                ]
            )
            page = ctx.new_page()
            page.on("console", lambda m: print("console", m.text) if m.type == "error" else None)
            for name, address in pages.items():
                if only and name not in only.split(","):
                    continue
                page.goto(live_server.url + address)
                page.screenshot(path=f"{out}/{name}_{width}.png", full_page=True)
                over = page.evaluate(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth"
                )
                if over > 0:
                    print("OVERFLOW", name, width, over)
                if width in (1280, 320):
                    r = Axe().run(page)
                    for v in r.response["violations"]:
                        print("AXE", name, width, v["id"], v["impact"], v["nodes"][0]["html"][:200])
            if width == 1280 and not only:
                page.goto(live_server.url + pages["decide"])
                page.click("text=See the letter")
                page.screenshot(path=f"{out}/decide_errors_{width}.png", full_page=True)
                page.check("input[value=accepted]")
                page.check("input[value=statutory]")
                page.fill("textarea[name=reasons]", "Three reports were made in time.")
                page.click("text=See the letter")
                page.screenshot(path=f"{out}/decide_preview_{width}.png", full_page=True)
            ctx.close()
        b.close()
