"""Post that needs somebody: seen over all cases, the most urgent first, and mended on the spot."""

import datetime as dt

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import Deadline, Event, OutboxEntry
from notifications import attention, delivering
from notifications.chasing import chase
from notifications.delivering import deliver_queued
from notifications.models import Delivery, Message
from notifications.tasks import sweep_outbox
from notifications.transports import by_smtp
from organisations import clock
from organisations.roles import Role
from tests.chasing_room import DUE, Refusing, london, only, staff_deliveries
from tests.integration.spoc_room import (
    district_spoc,
    other_district,
    rows,
    sit_down,
    text_of,
    url,
)
from tests.post_office import say_safe
from tests.walk import DAY, Walk
from tests.world import NOON

pytestmark = pytest.mark.usefixtures("today")
State = Delivery.State
BROKE = "The connection broke while sending (TimeoutError)."


@pytest.fixture
def today(monkeypatch):
    """Wednesday 10 June 2026 at noon."""
    monkeypatch.setattr(clock, "now", lambda: NOON)


def place(world, name: str, *more) -> str:
    return reverse(f"spoc:{name}", args=[world.partnership.slug, *more])


def set_to(walk: Walk, state: str, kind: str = "acknowledgement", **more) -> Delivery:
    """The walk's letter of that kind has ended in this state."""
    application = walk.submitted.application.pk
    with walk.world.inside():
        mine = Delivery.objects.filter(
            partnership=walk.world.partnership,
            message__application_id=application,
            message__kind=kind,
        )
        mine.update(
            state=state,
            reason=""
            if state == State.QUEUED
            else "The connection broke while sending (TimeoutError).",
            claimed_at=NOON,
            finished_at=NOON,
            provider_reference="<letter-1@casereview.example>",
            **more,
        )
        return mine.get()


def troubled(world, state: str = State.UNCERTAIN, **changes) -> Walk:
    """The receipt was sent; the acknowledgement has ended in this state."""
    walk = Walk(world, **changes).acknowledge()
    sweep_outbox()
    set_to(walk, State.ACCEPTED, kind="receipt")
    set_told(walk, "receipt")
    set_to(walk, state)
    return walk


def set_told(walk: Walk, kind: str) -> None:
    with walk.world.inside():
        Message.objects.filter(
            partnership=walk.world.partnership,
            application_id=walk.submitted.application.pk,
            kind=kind,
        ).update(told_at=NOON)


def give_up(walk: Walk, error: str, kind: str = "case.acknowledged") -> int:
    """The event of that kind was given up; its id."""
    with walk.world.inside():
        mine = OutboxEntry.objects.filter(
            partnership=walk.world.partnership, event__case_id=walk.case_id, event__kind=kind
        )
        mine.update(state=OutboxEntry.State.STUCK, attempts=5, error=error)
        return mine.get().event_id


def page_of(world, client=None) -> str:
    return text_of((client or sit_down(world)).get(place(world, "troubles")))


def met(walk: Walk):
    return rows(walk, Deadline, case_id=walk.case_id, limit="acknowledge")[0].met_at


# --- What is seen -----------------------------------------------------------------------------


def test_an_empty_list_says_what_would_be_here(world):
    Walk(world)
    page = page_of(world)
    assert "No letter needs you" in page
    assert "ct-count" not in page


def test_an_uncertain_letter_says_what_to_look_for_and_which_date_hangs_on_it(world):
    walk = troubled(world)
    page = page_of(world)
    for text in (
        "Not known whether it was sent",
        "since Wednesday 10 June 2026 at midday",
        "The connection broke while sending (TimeoutError).",
        "Have the mail server&#x27;s log searched.",
        "&lt;letter-1@casereview.example&gt;",
        "Monday 15 June 2026 (3 working days left)",
        walk.case().reference,
        "to Joan Marsh",
        "e-mail",
        "It was sent",
        "Send again",
        "Told another way",
    ):
        assert text in page, text
    assert 'Post that needs you <span class="ct-count">1</span>' in page


@pytest.mark.parametrize(
    ("error", "says"),
    [
        ("IncompleteFacts", "lacks something that the letter must say"),
        ("EmptyPlace", "names something that the record does not hold"),
        ("FactsErased", "has been erased"),
        ("UnknownEvent", "does not know which letter"),
        ("FileNotFoundError", "where letters are kept could not be reached, or is full"),
        ("OperationalError", "The database could not be reached."),
        ("Interrupted", "took too long, or was broken off"),
        ("ZeroDivisionError", "The kind of fault is ZeroDivisionError."),
    ],
)
def test_a_letter_that_was_given_up_says_why_in_plain_words(world, error, says):
    walk = Walk(world).acknowledge()
    give_up(walk, error)
    page = page_of(world)
    assert "Could not be written" in page
    assert says in page
    assert "Try again" in page
    assert "Acknowledgement" in page
    assert "Monday 15 June 2026 (3 working days left)" in page


def test_a_step_that_no_letter_is_known_for_is_shown_as_the_step(world):
    walk = Walk(world)
    event_id = give_up(walk, "UnknownEvent", kind="application.received")
    connection_kind(walk, event_id)
    page = page_of(world)
    assert "A step of the case" in page


def connection_kind(walk: Walk, event_id: int) -> None:
    """An event of a kind that this version does not know, as a later one might have written it."""
    with walk.world.inside():
        event = Event.objects.get(partnership=walk.world.partnership, pk=event_id)
        event.pk, event.kind, event.sequence = None, "case.teleported", 99
        event.save(force_insert=True)
        OutboxEntry.objects.filter(partnership=walk.world.partnership, event_id=event_id).update(
            event_id=event.pk
        )


def test_a_letter_with_no_safe_way_gives_every_reason(world):
    walk = Walk(world)
    say_safe(world, walk, email=False)
    walk.acknowledge()
    sweep_outbox()
    page = page_of(world)
    assert "Reached nobody" in page
    assert "The person said that e-mail is not safe." in page
    assert "The person has not said that post is safe." in page


def test_what_is_told_or_under_way_is_not_in_the_list(world):
    walk = troubled(world)
    set_told(walk, "acknowledgement")
    other = troubled(world, State.FAILED)
    set_to(other, State.QUEUED, queued_at=timezone.now())
    assert "No letter needs you" in page_of(world)


def seen_to(world, walk, at) -> None:
    """The date is kept between the queue and the sending; the mail has nothing to say."""
    only(world, walk, "acknowledge", met_at=at, met_by="response.told")


@pytest.mark.parametrize(
    ("ending", "code", "meanwhile"),
    [
        (State.CANCELLED, 0, seen_to),
        (State.FAILED, 550, lambda *_: None),
        (State.UNCERTAIN, 250, lambda *_: None),
    ],
)
def test_a_reminder_to_staff_that_reached_nobody_is_neither_listed_nor_counted(
    world, monkeypatch, ending, code, meanwhile
):
    walk, at = Walk(world), london(DUE)
    only(world, walk, "acknowledge")
    chase(at=at)
    meanwhile(world, walk, at)
    monkeypatch.setattr(by_smtp, "get_connection", lambda: Refusing(code))
    deliver_queued(at=at)
    assert [row.state for row in staff_deliveries(world)] == [ending]
    page = page_of(world)
    assert "No letter needs you" in page
    assert "ct-count" not in page


def test_a_step_about_which_nothing_is_owed_is_neither_listed_nor_counted(world):
    walk = Walk(world).acknowledge().assess()
    give_up(walk, "OperationalError", kind="assessment.recorded")
    page = page_of(world)
    assert "No letter needs you" in page
    assert "ct-count" not in page


def test_a_letter_that_cannot_be_begun_says_so_with_the_kind_of_fault(world, monkeypatch):
    """The claim meets the database's error each time: it waits, and is not lost."""
    Walk(world)
    sweep_outbox()
    with world.inside():
        Delivery.objects.filter(partnership=world.partnership).update(
            queued_at=timezone.now() - DAY, due_at=timezone.now() - DAY
        )
    assert "Nobody has sent this e-mail yet. Nothing to do for now" in page_of(world)

    def breaks(*args, **more):
        raise OperationalError("deadlock detected")

    monkeypatch.setattr(delivering, "_claim", breaks)
    deliver_queued(at=NOON)
    page = page_of(world)
    assert "The service could not begin to send it (OperationalError)." in page
    assert "If this stays, report it with the case&#x27;s reference." in page
    assert "ct-count" not in page


def test_letters_near_a_legal_date_come_first(world):
    """The referral keeps no date, and is older than the acknowledgement that does."""
    old = Walk(world, at=NOON - 9 * DAY)
    old.acknowledge()
    sweep_outbox()
    for kind in ("receipt", "acknowledgement"):
        set_to(old, State.FAILED, kind=kind)
    with world.inside():
        Deadline.objects.filter(partnership=world.partnership, case_id=old.case_id).update(
            met_at=NOON, met_by="x"
        )
    late = troubled(world)
    page = page_of(world)
    assert page.index(late.case().reference) < page.index(old.case().reference)
    assert 'class="ct-count">3<' in page


def test_what_only_takes_long_is_shown_apart_and_not_counted(world):
    waits = troubled(world, State.QUEUED)
    set_to(waits, State.QUEUED, queued_at=timezone.now() - dt.timedelta(minutes=16))
    unwritten = Walk(world)
    with world.inside():
        OutboxEntry.objects.filter(event__case_id=unwritten.case_id).update(
            written_at=timezone.now() - dt.timedelta(minutes=16)
        )
    page = page_of(world)
    assert "Taking longer than usual" in page
    assert "Nobody has sent this e-mail yet." in page
    assert "Nobody has written this letter yet." in page
    assert "No letter needs you" in page
    assert "ct-count" not in page


def test_a_letter_that_waits_to_be_posted_is_in_its_own_list_only(world):
    walk = Walk(world)
    say_safe(world, walk, email=False, post=True)
    walk.acknowledge()
    sweep_outbox()
    with world.inside():
        Delivery.objects.filter(partnership=world.partnership).update(
            queued_at=timezone.now() - DAY
        )
    page = page_of(world)
    assert "No letter needs you" in page
    assert "Taking longer than usual" not in page


def test_letters_of_other_districts_are_neither_listed_nor_counted_nor_mended(world):
    walk = troubled(world)
    event_id = give_up(walk, "OSError")
    row = set_to(walk, State.UNCERTAIN)
    client = sit_down(world)
    client.force_login(district_spoc(world, other_district(world)))
    page = page_of(world, client)
    assert "No letter needs you" in page
    assert "ct-count" not in page
    for name, number in (
        ("send_again", row.message_id),
        ("mark_sent", row.pk),
        ("told_another_way", row.message_id),
        ("tell_again", event_id),
    ):
        assert client.post(place(world, name, number)).status_code == 404


def test_a_full_list_says_that_there_is_more(world, monkeypatch):
    monkeypatch.setattr(attention, "SHOWN", 1)
    troubled(world), troubled(world)
    assert "The first 1 are shown" in page_of(world)


def test_the_count_stops_where_nobody_counts_any_more(world, monkeypatch):
    monkeypatch.setattr(attention, "COUNTED", 1)
    troubled(world), troubled(world)
    assert 'class="ct-count">1+<' in page_of(world)


# --- Who may do what --------------------------------------------------------------------------


def test_the_accountable_officer_sees_and_does_not_act(world):
    walk = troubled(world)
    client = sit_down(world, Role.ACCOUNTABLE_OFFICER)
    for page in (page_of(world, client), text_of(client.get(url(walk, "case")))):
        assert "The connection broke while sending" in page
        assert "Told another way" not in page
    row = set_to(walk, State.UNCERTAIN)
    assert client.get(place(world, "mark_sent", row.pk)).status_code == 403


def test_an_assessor_has_no_such_list_but_sees_it_in_the_case(world):
    walk = troubled(world)
    client = sit_down(world, Role.ASSESSOR)
    assert client.get(place(world, "troubles")).status_code == 403
    page = text_of(client.get(url(walk, "case")))
    assert "The connection broke while sending" in page
    assert "Told another way" not in page
    assert "Post that needs you" not in page


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ACCOUNTABLE_OFFICER])
def test_auditors_see_which_and_since_when_and_nothing_of_the_case(world, role):
    walk = troubled(world)
    address = reverse("partnership:audit_post", args=[world.partnership.slug])
    page = text_of(sit_down(world, role).get(address))
    assert walk.case().reference in page
    assert "Not known whether it was sent" in page
    assert "Monday 15 June 2026 (3 working days left)" in page
    for text in ("Joan", "Acknowledgement", "broke while sending", "Send again"):
        assert text not in page


# --- What is done -----------------------------------------------------------------------------


def test_the_case_page_shows_the_same_words_and_acts_and_leads_back(world):
    walk = troubled(world)
    row = set_to(walk, State.UNCERTAIN)
    client = sit_down(world)
    page = text_of(client.get(url(walk, "case")))
    address = f"{place(world, 'mark_sent', row.pk)}?back=case"
    assert "Have the mail server&#x27;s log searched." in page
    assert address in page
    response = client.get(address)
    assert "Back to the case" in text_of(response)
    sent = client.post(address, {"sent_on_day": 10, "sent_on_month": 6, "sent_on_year": 2026})
    assert sent["Location"] == url(walk, "case")
    assert met(walk) == NOON
    assert "Told by e-mail on Wednesday 10 June 2026" in text_of(client.get(url(walk, "case")))


def test_trying_again_from_the_list_leads_back_to_the_list(world):
    walk = Walk(world).acknowledge()
    event_id = give_up(walk, "OSError")
    client = sit_down(world)
    response = client.post(place(world, "tell_again", event_id))
    assert response["Location"] == place(world, "troubles")
    page = text_of(client.get(response["Location"]))
    assert "is being tried again" in page
    assert "No letter needs you" in page
    sweep_outbox()
    assert "To be" not in page
    again = client.post(place(world, "tell_again", event_id))
    assert again.status_code == 409
    assert "written meanwhile" in text_of(again)


def test_all_that_could_not_be_written_are_tried_again_at_once(world):
    """After a night without storage; those of another district are left to its own."""
    walks = [Walk(world).acknowledge() for _ in range(3)]
    client = sit_down(world)
    give_up(walks[0], "OSError")
    assert "Try again all" not in page_of(world, client), "one has its own button"
    for walk in walks:
        give_up(walk, "OSError")
    assert "Try again all" in page_of(world, client)
    elsewhere = sit_down(world)
    elsewhere.force_login(district_spoc(world, other_district(world)))
    elsewhere.post(place(world, "tell_all_again"))
    assert len(rows(walks[0], OutboxEntry, state="stuck")) == 3
    response = client.post(place(world, "tell_all_again"))
    assert response["Location"] == place(world, "troubles")
    assert "being tried again: 3." in text_of(client.get(response["Location"]))
    assert len(rows(walks[0], Event, kind="letter.tried_again")) == 3
    assert rows(walks[0], OutboxEntry, state="stuck") == []


def test_sending_again_shows_where_it_goes_and_refuses_beside_the_form(world):
    walk = troubled(world)
    row = set_to(walk, State.UNCERTAIN)
    client = sit_down(world)
    address = place(world, "send_again", row.message_id)
    page = text_of(client.get(address))
    assert "E-mail to joan.marsh@home.example" in page
    assert "Not possible: The person has not said that post is safe." in page
    refused = client.post(address, {"channel": "post", "seen": row.pk})
    assert refused.status_code == 409
    assert "It was not sent again. The person has not said that post is safe." in text_of(refused)
    sent = client.post(address, {"channel": "email", "seen": row.pk})
    assert sent["Location"] == place(world, "troubles")
    twice = client.post(address, {"channel": "email", "seen": row.pk})
    assert twice.status_code == 409
    assert "on its way already" in text_of(twice)
    assert client.get(address).status_code == 409


def test_told_another_way_is_recorded_with_how_and_when(world):
    walk = troubled(world, State.FAILED)
    row = set_to(walk, State.FAILED)
    client = sit_down(world)
    address = place(world, "told_another_way", row.message_id)
    page = text_of(client.get(address))
    assert 'name="told_on_day" value="10"' in page
    empty = client.post(address, {"seen": row.pk})
    assert "Enter how the applicant was told" in text_of(empty)
    when = {"told_on_day": 10, "told_on_month": 6, "told_on_year": 2026}
    given = {"seen": row.pk, "how": "Read to her by telephone."} | when
    assert client.post(address, given).status_code == 302
    assert met(walk) == NOON
    page = text_of(client.get(url(walk, "case")))
    assert "Told another way on Wednesday 10 June 2026" in page
    assert "Read to her by telephone." in page
    assert "Told another way than by letter" in page
    assert client.post(address, given).status_code == 409


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"seen": "x", "how": "By telephone."},
        {"seen": "99999999999999999999", "how": "By telephone."},
        {"seen": 1, "how": "x" * 500},
        {"seen": 1, "how": "By telephone.", "told_on_day": "31", "told_on_month": "2"},
        {"seen": 1, "how": "\0", "told_on_day": 1, "told_on_month": 1, "told_on_year": 1},
    ],
)
def test_bad_input_is_answered_with_the_form(world, typed):
    walk = troubled(world, State.FAILED)
    row = set_to(walk, State.FAILED)
    client = sit_down(world)
    for name, number in (
        ("told_another_way", row.message_id),
        ("send_again", row.message_id),
    ):
        response = client.post(place(world, name, number), typed | {"channel": "pigeon"})
        assert response.status_code == 200
        assert "There is a problem" in text_of(response)
    assert met(walk) is None


def test_letters_that_do_not_exist_are_not_found(world):
    client = sit_down(world)
    for name in ("send_again", "mark_sent", "told_another_way", "tell_again"):
        assert client.post(place(world, name, 999999)).status_code == 404


# --- What it costs ----------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["troubles", "queue"])
def test_it_takes_as_many_queries_for_eight_letters_as_for_two(world, page):
    def more():
        troubled(world)
        give_up(troubled(world), "OSError")
        walk = troubled(world)
        set_to(walk, State.QUEUED, queued_at=timezone.now() - dt.timedelta(minutes=16))

    more()
    client, counted = sit_down(world), []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(place(world, page))
        counted.append(len(queries))
        more()
        more()
    assert counted[0] == counted[1]
    assert counted[1] <= 26
