"""The page on which an administrator sets when staff are reminded, and sees what did not go."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.commands.reminders import change_reminders, reminder_times
from cases.events import verify_stream
from cases.models import Event
from cases.permissions import NotPermitted
from cases.policies import NotNow
from notifications.chasing import chase
from notifications.chasing_owed import chase_owed
from notifications.delivering import deliver_queued, finish
from notifications.mending import NoSuchMessage
from notifications.models import Delivery, Message
from notifications.reminding_again import mark_arrived, send_reminder_again
from notifications.telling import tell_waiting
from notifications.transports import by_smtp
from notifications.transports.protocol import ACCEPTED
from organisations import clock
from organisations.models import Membership, Partnership
from organisations.roles import Role
from tests.chasing_room import (
    DUE,
    LATE,
    OFFICER,
    SPOC,
    TOO_LATE,
    Refusing,
    chasers,
    london,
    only,
    staff_deliveries,
    staff_mail,
    staff_messages,
    sweep,
    told_stages,
)
from tests.integration.agency_room import ask
from tests.integration.spoc_room import text_of
from tests.walk import Walk
from tests.world import make_person
from thresholds.chasing import ReminderTimes

DEFAULTS = {
    "long_before": "5",
    "short_before": "1",
    "escalate_after": "2",
    "opens": "08:00",
    "closes": "18:00",
    "draft_reminder_after": "3",
    "drafts_kept": "28",
}


@pytest.fixture
def administrator(world):
    client = Client()
    client.force_login(world.people[Role.ADMINISTRATOR])
    return client


@pytest.fixture
def page(world):
    return reverse("partnership:reminders", args=[world.partnership.slug])


def times(world) -> ReminderTimes:
    return reminder_times(Partnership.objects.get(pk=world.partnership.pk))


def changes(world) -> list[Event]:
    with world.inside():
        return list(Event.objects.filter(kind="reminders.changed").order_by("id"))


def test_a_new_partnership_has_the_documented_times(world):
    assert times(world) == ReminderTimes()


def test_the_page_shows_what_is_set(administrator, page):
    form = administrator.get(page).context["form"]
    assert {name: form[name].value() for name in ("long_before", "short_before")} == {
        "long_before": 5,
        "short_before": 1,
    }
    text = administrator.get(page).content.decode()
    assert 'value="08:00"' in text
    assert 'value="18:00"' in text
    assert "5 working days before; 1 for short limits" in text
    assert "E-mail that did not go" not in text


def test_what_is_saved_holds_and_is_on_record(world, administrator, page):
    given = DEFAULTS | {"long_before": "7", "opens": "9:30"}
    answer = administrator.post(page, given, follow=True)
    assert "The times of reminders are saved." in answer.content.decode()
    assert times(world) == ReminderTimes(long_before=7, opens=dt.time(9, 30))
    [event] = changes(world)
    assert event.payload == {"long_before": [5, 7], "opens": ["08:00", "09:30"]}
    assert event.actor_id == world.people[Role.ADMINISTRATOR].pk
    with world.inside():
        assert verify_stream(
            partnership_id=world.partnership.pk,
            stream="settings",
            stream_id=world.partnership.pk,
        )


def test_the_audit_shows_that_they_were_changed(world, administrator, page):
    administrator.post(page, DEFAULTS | {"escalate_after": "4"})
    auditor = Client()
    auditor.force_login(world.people[Role.AUDITOR])
    address = reverse("partnership:audit", args=[world.partnership.slug])
    text = auditor.get(address, {"verify": "1"}).content.decode()
    assert "Times of reminders changed" in text
    assert "none was changed" in text


def test_saving_what_is_set_already_records_nothing(world, administrator, page):
    administrator.post(page, DEFAULTS)
    assert changes(world) == []


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"long_before": ""}, "long_before", "Enter working days before a date, for long limits"),
        ({"short_before": "0"}, "short_before", "a whole number from 1 to 20"),
        ({"escalate_after": "21"}, "escalate_after", "a whole number from 1 to 20"),
        ({"escalate_after": "two"}, "escalate_after", "a whole number from 1 to 20"),
        ({"long_before": "2", "short_before": "3"}, "long_before", "as early as short ones"),
        ({"opens": "eight"}, "opens", "like 08:00 or 17:30"),
        ({"closes": ""}, "closes", "Enter the latest time"),
        ({"opens": "12:00", "closes": "12:30"}, "closes", "at least an hour after"),
        ({"opens": "18:00", "closes": "08:00"}, "closes", "at least an hour after"),
        ({"opens": "00:00", "closes": "00:00"}, "closes", "at least an hour after"),
        ({"drafts_kept": ""}, "drafts_kept", "Enter for how many days"),
        ({"drafts_kept": "6"}, "drafts_kept", "a whole number from 7 to 90"),
        ({"draft_reminder_after": "0"}, "draft_reminder_after", "a whole number from 1 to 89"),
        ({"draft_reminder_after": "28"}, "draft_reminder_after", "before the application is"),
    ],
)
def test_what_cannot_be_is_said_next_to_its_field(
    world, administrator, page, wrong, field, message
):
    answer = administrator.post(page, DEFAULTS | wrong)
    assert answer.status_code == 200
    [(wrong_field, errors)] = answer.context["form"].errors.items()
    assert wrong_field == field
    assert message in errors[0]
    text = answer.content.decode()
    assert f'id="id_{field}_error"' in text
    assert times(world) == ReminderTimes()
    assert changes(world) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"remind_long_before": 0},
        {"remind_long_before": 21},
        {"remind_short_before": 6},
        {"escalate_after": 0},
        {"remind_from": dt.time(19)},
    ],
)
def test_the_database_refuses_what_the_form_refuses(world, wrong):
    with pytest.raises(IntegrityError, match="partnership_reminder"), transaction.atomic():
        Partnership.objects.filter(pk=world.partnership.pk).update(**wrong)


def test_only_the_administrator_changes_them(world):
    with pytest.raises(NotPermitted):
        change_reminders(
            partnership_id=world.partnership.pk,
            given=ReminderTimes(),
            by=world.actor(Role.SPOC),
            at=london("2026-06-10 12:00"),
        )


def test_mail_that_did_not_go_is_shown_until_it_does(world, administrator, page, monkeypatch):
    only(world, Walk(world), "acknowledge")
    with monkeypatch.context() as broken:
        broken.setattr(by_smtp, "get_connection", lambda: Refusing(550))
        sweep("2026-06-17 09:00")
    text = administrator.get(page).content.decode()
    assert "Accountable officer Example" in text
    assert "accountable_officer@people.example" in text
    assert "Escalation of missed dates" in text
    assert "The mail server refused the message (550)." in text
    sweep("2026-06-18 09:00")
    assert len(administrator.get(page).context["not_sent"]) == 2


def test_the_page_needs_as_many_queries_for_many_failures_as_for_few(
    world, administrator, page, monkeypatch
):
    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            assert administrator.get(page).status_code == 200
        return len(found)

    monkeypatch.setattr(by_smtp, "get_connection", lambda: Refusing(550))
    only(world, Walk(world), "acknowledge")
    sweep("2026-06-12 09:00")
    few = count()
    for day in ("15", "16", "17"):
        sweep(f"2026-06-{day} 09:00")
    assert count() == few


# --- Mail that did not go, sent again ---------------------------------------------------------

AGAIN = "2026-06-17 09:15"
"""The sweep after `TOO_LATE`."""


@pytest.fixture
def walk(world):
    """Joan has applied; only the acknowledgement is looked at, due on Monday 15 June."""
    made = Walk(world)
    only(world, made, "acknowledge")
    return made


def lost(world, monkeypatch, *, at: str = TOO_LATE, code: int = 550) -> list[Delivery]:
    """The mails of one sweep, none of which the server took: 550 refused, 250 uncertain."""
    with monkeypatch.context() as broken:
        broken.setattr(by_smtp, "get_connection", lambda: Refusing(code))
        sweep(at)
    return staff_deliveries(world)


def again(world, message_id: int) -> str:
    return reverse("partnership:remind_again", args=[world.partnership.slug, message_id])


def send_anew(world, message_id: int, *, role: str = Role.ADMINISTRATOR) -> int:
    return send_reminder_again(
        partnership_id=world.partnership.pk,
        message_id=message_id,
        by=world.actor(role),
        at=london(AGAIN),
    )


def sent_again(world) -> list[Event]:
    with world.inside():
        return list(Event.objects.filter(kind="reminder.sent_again").order_by("id"))


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (550, "give the role to the right address under People"),
        (
            250,
            "have the mail server&#x27;s log searched. If it came, say so; if not, send it again.",
        ),
    ],
)
def test_mail_that_did_not_go_says_what_to_do(
    world, walk, administrator, page, monkeypatch, code, says
):
    [officers, _] = lost(world, monkeypatch, code=code)
    text = text_of(administrator.get(page))
    assert says in text
    assert again(world, officers.message_id) in text
    known = officers.provider_reference.strip("<>")
    assert (known in text) == (code == 250), "the number is for whoever searches the log"


def test_a_mailbox_that_refuses_is_corrected_by_those_who_run_the_service(
    world, walk, administrator, page, monkeypatch
):
    world.people[Role.SPOC].memberships.all().delete()
    lost(world, monkeypatch, at="2026-06-15 09:00")
    assert "ask those who run this service to correct it" in text_of(administrator.get(page))


@pytest.mark.parametrize("code", [550, 250])
def test_what_did_not_go_is_written_anew_by_the_next_sweep(
    world, walk, administrator, page, monkeypatch, code
):
    [officers, _] = lost(world, monkeypatch, code=code)
    sweep(AGAIN)
    assert staff_mail() == [], "never by itself"
    answer = administrator.post(again(world, officers.message_id), follow=True)
    assert answer.redirect_chain == [(page, 302)]
    text = text_of(answer)
    assert "It is written anew and goes with the next reminders" in text
    assert "Nothing to do: it goes again with the next reminders" in text
    assert "Send again" not in text
    sweep("2026-06-17 09:30")
    assert sorted(to for to, _ in staff_mail()) == [OFFICER, SPOC]
    assert told_stages(world) == ["escalation"]
    assert len(staff_messages(world)) == 4, "mails of their own; the old ones stay as they were"
    text = text_of(administrator.get(page))
    assert text.count("Nothing to do: the dates in it have been seen to") == 2
    [event] = sent_again(world)
    assert event.payload == {"message": officers.message_id, "kind": "escalation", "chasers": 1}
    assert event.actor_id == world.people[Role.ADMINISTRATOR].pk
    with world.inside():
        assert verify_stream(
            partnership_id=world.partnership.pk,
            stream="settings",
            stream_id=world.partnership.pk,
        )


def test_it_goes_to_whoever_holds_the_role_by_then(world, walk, monkeypatch):
    [officers, _] = lost(world, monkeypatch)
    world.people[Role.ACCOUNTABLE_OFFICER].memberships.all().delete()
    make_person(
        world,
        Role.ACCOUNTABLE_OFFICER,
        email="right@people.example",
        partnership=world.partnership,
    )
    send_anew(world, officers.message_id)
    sweep(AGAIN)
    assert sorted(to for to, _ in staff_mail()) == ["right@people.example", SPOC]


def test_pressed_twice_it_goes_once(world, walk, administrator, monkeypatch):
    """Before the sweep, while the new mail is on its way, and when it has been sent."""
    [officers, copy] = lost(world, monkeypatch)
    address = again(world, officers.message_id)
    assert administrator.post(address).status_code == 302
    for message_id in (officers.message_id, copy.message_id):
        twice = administrator.post(again(world, message_id))
        assert twice.status_code == 409
        assert "This is being sent again already." in text_of(twice)
    lost(world, monkeypatch, at=AGAIN, code=421)
    assert "This is being sent again already." in text_of(administrator.post(address))
    with world.inside():
        Delivery.objects.filter(state="queued").update(due_at=london("2020-01-01 09:00"))
    deliver_queued(at=london("2026-06-17 10:00"))
    assert sorted(to for to, _ in staff_mail()) == [OFFICER, SPOC]
    late = administrator.post(address)
    assert late.status_code == 409
    assert "Nothing in this e-mail is still to be told" in text_of(late)
    assert len(sent_again(world)) == 1


def test_a_copy_that_is_still_on_its_way_does_not_stand_in_the_way(world, walk, monkeypatch):
    [officers, copy] = lost(world, monkeypatch)
    with world.inside():
        Delivery.objects.filter(pk=copy.pk).update(state="queued", reason="")
    assert send_anew(world, officers.message_id) == 1


def test_what_one_of_several_was_told_is_not_sent_again(world, walk, monkeypatch):
    [officers, _] = lost(world, monkeypatch)
    other = make_person(
        world, Role.ACCOUNTABLE_OFFICER, email="b@people.example", partnership=world.partnership
    )
    send_anew(world, officers.message_id)
    sweep(AGAIN)
    assert other.email in {to for to, _ in staff_mail()}
    with pytest.raises(NotNow, match="somebody else was told of them"):
        send_anew(world, officers.message_id)


@pytest.mark.parametrize("change", [{"met_at": True}, {"lapsed_at": True}, {"moved": True}])
def test_what_is_not_owed_any_more_is_not_sent_again(
    world, walk, administrator, page, monkeypatch, change
):
    [officers, _] = lost(world, monkeypatch)
    at = london(AGAIN)
    changes = {
        "met_at": {"met_at": at, "met_by": "response.told"},
        "lapsed_at": {"lapsed_at": at},
        "moved": {"revised_on": dt.date(2026, 7, 1), "revision_reason": "The landlord is away."},
    }
    only(world, walk, "acknowledge", **changes[next(iter(change))])
    assert "Send again" not in text_of(administrator.get(page))
    with pytest.raises(NotNow, match="the dates have been seen to"):
        send_anew(world, officers.message_id)


def test_what_a_later_stage_has_taken_over_is_not_sent_again(world, walk, monkeypatch):
    [early] = lost(world, monkeypatch, at=LATE)
    lost(world, monkeypatch)
    with pytest.raises(NotNow, match="a later reminder has taken its place"):
        send_anew(world, early.message_id)


def test_what_was_sent_or_is_on_its_way_is_not_sent_again(world, walk, monkeypatch):
    officers, *_ = lost(world, monkeypatch, code=421)
    with pytest.raises(NotNow, match="still on its way"):
        send_anew(world, officers.message_id)
    with world.inside():
        Delivery.objects.update(due_at=london("2020-01-01 09:00"))
    deliver_queued(at=london(AGAIN))
    with pytest.raises(NotNow, match="was sent meanwhile"):
        send_anew(world, officers.message_id)
    assert sent_again(world) == []


def test_an_uncertain_mail_that_turns_out_sent_needs_no_second_one(world, walk, monkeypatch):
    """Its worker was slow; somebody has asked for it again meanwhile, and the sweep comes later."""
    [officers, _] = lost(world, monkeypatch, code=250)
    send_anew(world, officers.message_id)
    finish(
        partnership_id=world.partnership.pk,
        delivery_id=officers.pk,
        result=ACCEPTED,
        at=london(AGAIN),
    )
    assert told_stages(world) == ["escalation"]
    assert sweep(AGAIN).queued == 0
    assert [row.queued_at is not None for row in chasers(world)] == [True]


def test_only_the_administrator_of_the_partnership_sends_it_again(world, walk, monkeypatch):
    [officers, _] = lost(world, monkeypatch)
    for role in (Role.SPOC, Role.ACCOUNTABLE_OFFICER):
        with pytest.raises(NotPermitted, match="Only the administrator"):
            send_anew(world, officers.message_id, role=role)
    assert sent_again(world) == []


def test_a_message_to_an_applicant_and_none_at_all_are_not_found(world, walk, administrator):
    tell_waiting()
    with world.inside():
        letter = Message.objects.get(kind="receipt")
    for message_id in (letter.pk, 999999):
        with pytest.raises(NoSuchMessage):
            send_anew(world, message_id)
        assert administrator.post(again(world, message_id)).status_code == 404


def test_the_overview_says_that_mail_waits_and_leads_to_it(
    world, walk, administrator, page, monkeypatch
):
    overview = reverse("partnership:overview", args=[world.partnership.slug])
    assert "Reminders to staff that did not go" not in text_of(administrator.get(overview))
    [officers, _] = lost(world, monkeypatch)
    text = text_of(administrator.get(overview))
    assert "Reminders to staff that did not go" in text
    assert f'href="{page}">See<span class="govuk-visually-hidden"> the reminders' in text
    send_anew(world, officers.message_id)
    assert "Reminders to staff that did not go" not in text_of(administrator.get(overview))


# --- Mail that was held back, and mail that did arrive ------------------------------------------


def arrived(world, message_id: int) -> str:
    return reverse("partnership:remind_arrived", args=[world.partnership.slug, message_id])


def test_what_was_held_back_because_a_role_ended_is_in_plain_sight_and_goes_to_who_is_there(
    world, walk, administrator, page, monkeypatch
):
    monkeypatch.setattr(clock, "now", lambda: london(LATE))
    chase(at=london(LATE))
    Membership.objects.filter(user=world.people[Role.SPOC]).update(ends_on="2026-06-15")
    deliver_queued(at=london(LATE))
    [message] = staff_messages(world)
    shown = text_of(administrator.get(page))
    assert "The person no longer holds the role that this mail was for." in shown
    assert "Give somebody the role under People where nobody holds it" in shown
    assert administrator.post(again(world, message.pk)).status_code == 302
    sweep(LATE)
    assert [to for to, _ in staff_mail()] == ["spoc@bassetlaw.example"]
    assert told_stages(world) == ["overdue"]
    assert "Send again" not in text_of(administrator.get(page))


def test_mail_that_is_found_to_have_arrived_was_told(world, walk, administrator, page, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: london(LATE))
    chase(at=london(LATE))
    [message] = staff_messages(world)
    lose(world, message)
    assert "It arrived" in text_of(administrator.get(page))
    assert told_stages(world) == []
    assert administrator.post(arrived(world, message.pk)).status_code == 302
    assert told_stages(world) == ["overdue"]
    assert "It arrived" not in text_of(administrator.get(page))
    with world.inside():
        event = Event.objects.get(kind="reminder.marked_arrived")
        assert event.payload == {"message": message.pk, "kind": "reminder"}
        [delivery] = Delivery.objects.filter(message=message)
    assert (delivery.state, delivery.marked_by) == ("accepted", world.people[Role.ADMINISTRATOR])


def lose(world, message: Message, *, state: str = "uncertain") -> None:
    with world.inside():
        Delivery.objects.filter(message=message).update(
            state=state, reason="Nobody knows.", claimed_at=london(LATE), finished_at=london(LATE)
        )


def test_mail_that_certainly_failed_cannot_be_said_to_have_arrived(world, walk):
    chase(at=london(LATE))
    [message] = staff_messages(world)
    lose(world, message, state="failed")
    given = {"partnership_id": world.partnership.pk, "message_id": message.pk, "at": london(LATE)}
    with pytest.raises(NotNow, match="did not go"):
        mark_arrived(**given, by=world.actor(Role.ADMINISTRATOR))
    with pytest.raises(NotPermitted):
        mark_arrived(**given, by=world.actor(Role.SPOC))


def test_a_request_that_no_mail_brought_is_listed_and_sent_again(
    world, administrator, page, monkeypatch
):
    walk = Walk(world).acknowledge()
    ask(walk, world.council, days=5)
    tell_waiting()
    [message] = staff_messages(world)
    lose(world, message, state="failed")
    shown = text_of(administrator.get(page))
    assert "Agency member Example, Bassetlaw District Council" in shown
    assert "Request for information" in shown
    assert administrator.post(again(world, message.pk)).status_code == 302
    deliver_queued(at=walk.at)
    assert [one.state for one in staff_deliveries(world)] == ["failed", "accepted"]
    assert "Request for information" not in text_of(administrator.get(page))


def test_an_agency_s_reminder_that_failed_goes_again_with_the_next_sweep(world):
    walk = Walk(world).acknowledge()
    ask(walk, world.council, days=5)
    tell_waiting()
    deliver_queued(at=walk.at)
    chase_owed(at=london(DUE))
    message = staff_messages(world)[-1]
    lose(world, message, state="failed")
    assert again_by_administrator(world, message.pk) == 1
    chase_owed(at=london(DUE))
    deliver_queued(at=london(DUE))
    assert staff_messages(world)[-1].told_at == london(DUE)


def again_by_administrator(world, message_id: int) -> int:
    return send_reminder_again(
        partnership_id=world.partnership.pk,
        message_id=message_id,
        by=world.actor(Role.ADMINISTRATOR),
        at=london(DUE),
    )
