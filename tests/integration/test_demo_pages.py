"""The demonstration's own pages: there in demo mode, and nowhere else."""

import datetime as dt
import importlib
import json
from io import StringIO

import pytest
from django.core.mail import send_mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

import ct_portal.urls
from notifications.models import MailboxEntry
from organisations import clock
from organisations.clock import LONDON, NotADemonstration
from organisations.models import ClockOffset, Membership
from organisations.roles import Role
from portals.demo.moving import MOVES, offset_after
from tests.world import make_person


@pytest.fixture
def client(world):
    return Client()


@pytest.fixture(autouse=True)
def _mail_is_kept(settings):
    settings.EMAIL_BACKEND = "notifications.mailbox.DemoMailbox"


def addresses(world) -> list[str]:
    return [
        reverse("demo:index"),
        reverse("demo:mailbox"),
        reverse("demo:mail", args=[put_mail().pk]),
        reverse("demo:clock"),
        reverse("demo:components"),
    ]


def put_mail(number: int = 1) -> MailboxEntry:
    send_mail(
        f"Message {number}", "Look at http://localhost/p/x/track/", None, ["joan@home.example"]
    )
    return MailboxEntry.objects.latest("pk")


def test_everything_is_there_in_demo_mode(world, client):
    for address in addresses(world):
        assert client.get(address).status_code == 200, address


def test_nothing_is_there_outside_demo_mode(world, client, settings):
    found = addresses(world)
    settings.DEMO = False
    for address in found:
        assert client.get(address).status_code == 404, address
    user = world.people[Role.SPOC]
    assert client.post(reverse("demo:sign_in", args=[user.pk])).status_code == 404
    assert "_auth_user_id" not in client.session
    assert client.post(reverse("demo:clock"), {"move": "week"}).status_code == 404
    assert not ClockOffset.objects.exists()


def test_outside_demo_mode_the_addresses_do_not_exist(settings):
    settings.DEMO = False
    try:
        without = importlib.reload(ct_portal.urls).urlpatterns
        assert "demo/" not in {str(one.pattern) for one in without}
    finally:
        settings.DEMO = True
        with_demo = importlib.reload(ct_portal.urls).urlpatterns
    assert "demo/" in {str(one.pattern) for one in with_demo}


def test_outside_demo_mode_the_clock_cannot_be_moved(db, settings):
    settings.DEMO = False
    with pytest.raises(NotADemonstration):
        clock.move(seconds=60)


def test_outside_demo_mode_an_old_offset_moves_nothing(db, settings):
    clock.move(seconds=86400)
    settings.DEMO = False
    assert abs(clock.now() - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=1)


def test_outside_demo_mode_no_logins_are_printed(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("demo_logins", stdout=StringIO())


def test_everybody_is_listed_by_role_with_a_button(world, client):
    text = client.get(reverse("demo:index")).content.decode()
    for role in Role:
        assert reverse("demo:sign_in", args=[world.people[role].pk]) in text, role
        assert Role(role).label in text


def test_whoever_has_left_is_not_listed(world, client):
    Membership.objects.filter(user=world.people[Role.SPOC]).update(ends_on="2020-02-01")
    text = client.get(reverse("demo:index")).content.decode()
    assert reverse("demo:sign_in", args=[world.people[Role.SPOC].pk]) not in text


def test_one_becomes_somebody_by_post_only(world, client):
    address = reverse("demo:sign_in", args=[world.people[Role.AUDITOR].pk])
    assert client.get(address).status_code == 405
    assert "_auth_user_id" not in client.session
    answer = client.post(address, follow=True)
    assert answer.status_code == 200
    assert answer.request["PATH_INFO"] == reverse(
        "partnership:audit", args=[world.partnership.slug]
    )
    assert client.post(reverse("demo:sign_in", args=[999999])).status_code == 404


def test_the_mailbox_shows_the_newest_first_and_goes_on(client, monkeypatch, db):
    monkeypatch.setattr("portals.demo.post.PAGE", 2)
    mails = [put_mail(number) for number in (1, 2, 3)]
    first = client.get(reverse("demo:mailbox"))
    assert [row.subject for row in first.context["rows"]] == ["Message 3", "Message 2"]
    second = client.get(reverse("demo:mailbox"), {"before": first.context["before"]})
    assert [row.subject for row in second.context["rows"]] == ["Message 1"]
    page = client.get(reverse("demo:mail", args=[mails[0].pk])).content.decode()
    assert 'href="http://localhost/p/x/track/"' in page


def test_html_in_a_mail_is_shown_as_text(client, db):
    send_mail("<b>x</b>", "<script>alert(1)</script>", None, ["a@a.example"])
    entry = MailboxEntry.objects.latest("pk")
    page = client.get(reverse("demo:mail", args=[entry.pk])).content.decode()
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page


def test_the_clock_moves_and_comes_back(client, db):
    client.post(reverse("demo:clock"), {"move": "week"})
    ahead = clock.now() - dt.datetime.now(dt.UTC)
    assert dt.timedelta(days=6, hours=22) < ahead < dt.timedelta(days=7, hours=2)
    page = client.get(reverse("demo:clock"))
    assert page.context["days"] == 7
    client.post(reverse("demo:clock"), {"move": "now"})
    assert ClockOffset.objects.get().seconds == 0


def test_when_the_clock_has_moved_what_is_owed_by_then_is_chased(
    client, db, monkeypatch, django_capture_on_commit_callbacks
):
    sent = []
    monkeypatch.setattr("notifications.nudge._send", lambda task, *ids: sent.append(task))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("demo:clock"), {"move": "week"})
    assert sent == ["notifications.tasks.chase", "notifications.tasks.chase_owed"]


def test_the_clock_takes_no_other_move(client, db):
    page = client.post(reverse("demo:clock"), {"move": "century"})
    assert page.status_code == 200
    assert not ClockOffset.objects.exists()


def test_the_clock_does_not_go_beyond_three_years(client, db):
    clock.move(seconds=3 * 365 * 86400 - 86400)
    client.post(reverse("demo:clock"), {"move": "week"})
    assert ClockOffset.objects.get().seconds == 3 * 365 * 86400 - 86400


@pytest.mark.parametrize(
    ("move", "now", "target"),
    [
        ("day", (2026, 6, 10, 12, 0), (2026, 6, 11, 12, 0)),
        ("week", (2026, 10, 22, 12, 0), (2026, 10, 29, 12, 0)),
        ("working_days", (2026, 12, 23, 9, 30), (2026, 12, 30, 9, 30)),
        ("working_days", (2026, 6, 13, 9, 30), (2026, 6, 17, 9, 30)),
    ],
    ids=["a day", "a week over the end of summer time", "over Christmas", "from a Saturday"],
)
def test_a_move_keeps_the_time_of_day(move, now, target):
    now, target = (dt.datetime(*parts, tzinfo=LONDON) for parts in (now, target))
    real = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
    offset = offset_after(MOVES[move], now=now, real=real)
    assert (real + dt.timedelta(seconds=offset)).astimezone(LONDON) == target


def test_one_login_a_role_is_printed_for_people_and_for_programs(world, settings):
    settings.DEMO_PASSWORD = "heron on the roof"
    make_person(
        world,
        Role.SPOC,
        email="narrow@people.example",
        partnership=world.partnership,
        district_id=world.district.pk,
    )
    for_people, for_programs = StringIO(), StringIO()
    call_command("demo_logins", stdout=for_people)
    call_command("demo_logins", "--json", stdout=for_programs)
    table = for_people.getvalue()
    assert "heron on the roof" in table
    assert table.count("@people.example") == len(Role)
    assert world.area.policing_body_name in table
    logins = json.loads(for_programs.getvalue())
    assert logins == {role.value: f"{role.value}@people.example" for role in Role}


def test_with_nobody_the_table_says_how_they_come(db):
    printed = StringIO()
    call_command("demo_logins", stdout=printed)
    assert "bootstrap --demo" in printed.getvalue()
