"""An application that is saved and not sent: its writer's alone, reminded of once, erased."""

import datetime as dt
import uuid

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cases.commands import application_drafts
from cases.commands.application_drafts import (
    LINK_AGAIN_AFTER,
    MOST_CHARACTERS,
    AlreadySent,
    TooLong,
    WhyErased,
    drafts_to_remind,
    erase_draft,
    keep_draft,
    link_of_draft,
    open_by_link,
    remind_of_draft,
    secret_of_draft,
    send_link,
    send_links_to,
)
from cases.events import verify_stream
from cases.models import Application, ApplicationDraft, Event, OutboxEntry
from cases.references import digest_of
from cases.selectors.application_drafts import draft_with
from notifications.delivering import deliver_queued
from notifications.models import Delivery, Message
from notifications.staff_mail import mails_not_sent
from notifications.telling import tell_waiting
from notifications.unsent import look_after_drafts
from organisations.actors import APPLICANT, SYSTEM_ACTOR, Actor
from organisations.clock import date_of
from organisations.models import Partnership
from organisations.tenancy import Scope, transaction_in
from portals.public import attempts
from portals.public.drafting import DRAFT, SAVED_VERSION
from tests.integration.test_public_applying import errors_of
from tests.public_form import PARTS, SLUG, joans_form
from tests.world import NOON

DAY = dt.timedelta(days=1)
TODAY = date_of(NOON)
APPLY = f"/p/{SLUG}/apply/"
SAVED = f"/p/{SLUG}/apply/saved/"
BACK = f"/p/{SLUG}/apply/back/"
ERASE = f"/p/{SLUG}/apply/delete/"
SOMEBODY = Actor(kind=APPLICANT)
SAFE = {"email": "Joan.Marsh@home.example", "safe": "on"}
ADDRESS = "joan.marsh@home.example"


@pytest.fixture(autouse=True)
def at_noon(monkeypatch, own_cache):
    """Pages are opened at noon on Wednesday 10 June 2026, and no window of tries begins anew."""
    monkeypatch.setattr("organisations.clock.now", lambda: NOON)
    monkeypatch.setattr(attempts, "WINDOW_SECONDS", 10**9)


def typed(world, **changes) -> dict:
    """Joan's form, half filled in: no name yet, and nothing agreed to."""
    whole = joans_form(world, on=TODAY, **changes)
    return whole | {"full_name": "", "consent_to_share": "", "declared_true": ""}


def save(client, world, **changes):
    return client.post(APPLY, typed(world, **changes) | {"save": "1"})


def drafts(world) -> list[ApplicationDraft]:
    with transaction_in(Scope.staff(world.partnership.pk).with_draft()):
        return list(ApplicationDraft.objects.order_by("pk"))


def events(world) -> list[str]:
    with world.inside():
        found = Event.objects.filter(stream=Event.Stream.DRAFT).order_by("id")
        return list(found.values_list("kind", flat=True))


def code_on(page) -> str:
    return page.context["code"]


def post_of_drafts(world) -> list[Delivery]:
    """What the post has to bring, after each event has been told."""
    tell_waiting()
    with world.inside():
        found = Delivery.objects.filter(message__kind__startswith="draft_").order_by("id")
        return list(found.select_related("message"))


# --- Saving and coming back -------------------------------------------------------------------


def test_what_was_typed_is_saved_as_it_is_and_comes_back_as_it_is(client, world):
    answer = save(client, world, incidents_wrong="no field of ours")
    assert (answer.status_code, answer.url) == (302, SAVED)
    (draft,) = drafts(world)
    assert draft.content["address"] == ["12 Carlton Road\r\nWorksop"]
    assert draft.content["safe_channels"] == ["email", "post"]
    assert {"save", "csrfmiddlewaretoken", "incidents_wrong"} & set(draft.content) == set()
    assert draft.keep_until == TODAY + 28 * DAY
    page = client.get(APPLY)
    text = page.content.decode()
    assert "It is not sent yet." in text
    assert "12 Carlton Road\nWorksop" in text.replace("\r", "")
    assert page.context["forms"].incidents.total_form_count() == 3
    assert errors_of(page) == {}
    assert "no-store" in page.headers["Cache-Control"]
    with world.inside():
        assert not Application.objects.exists()


def test_what_nobody_could_send_is_saved_too(client, world):
    wrong = {"incidents-0-occurred_on_day": "99", "email": "no address", "postcode": "X" * 40}
    save(client, world, **wrong)
    (draft,) = drafts(world)
    assert {name: draft.content[name] for name in wrong} == {
        name: [text] for name, text in wrong.items()
    }
    assert 'value="99"' in client.get(APPLY).content.decode()


def test_an_empty_page_is_saved_too(client, world):
    key = client.get(APPLY).context["forms"].who["key"].value()
    assert client.post(APPLY, {"key": str(key), "save": "1"}).status_code == 302
    assert client.get(APPLY).status_code == 200


def test_the_code_opens_it_on_another_device(client, world):
    save(client, world)
    code = code_on(client.get(SAVED))
    other = Client()
    assert "It is not sent yet." not in other.get(APPLY).content.decode()
    answer = other.post(BACK, {"code": f" {code.lower().replace('-', ' ')} "})
    assert (answer.status_code, answer.url) == (302, APPLY)
    assert "It is not sent yet." in other.get(APPLY).content.decode()
    assert code_on(other.get(SAVED)) == code


def test_a_wrong_code_opens_nothing_and_says_what_to_do(client, world):
    save(client, world)
    other = Client()
    page = other.post(BACK, {"code": "AAAA-BBBB-CCCC-DDDD"})
    assert "There is nothing saved under this code" in page.content.decode()
    assert f'href="{APPLY}">begin a new one' in page.content.decode()
    assert "Enter your code" in other.post(BACK, {"code": ""}).content.decode()
    assert DRAFT not in other.session
    for _ in range(60):
        other.post(BACK, {"code": "AAAA-BBBB-CCCC-DDDD"})
    assert other.post(BACK, {"code": "AAAA-BBBB-CCCC-DDDD"}).status_code == 429


def test_leaving_closes_it_on_this_device(client, world):
    save(client, world)
    client.post(f"/p/{SLUG}/leave/")
    assert client.get(SAVED).url == BACK
    assert "It is not sent yet." not in client.get(APPLY).content.decode()
    assert len(drafts(world)) == 1


def test_the_draft_of_one_partnership_is_not_opened_at_another(client, world):
    save(client, world)
    code = code_on(client.get(SAVED))
    elsewhere = reverse("public:draft_back", args=[world.neighbour.slug])
    assert "nothing saved" in client.post(elsewhere, {"code": code}).content.decode()
    there = reverse("public:draft_saved", args=[world.neighbour.slug])
    assert client.get(there).url == elsewhere


def test_once_saved_everything_that_comes_after_is_saved_on_the_way(client, world):
    page = typed(world)
    client.post(APPLY, page | {"save": "1"})
    client.post(APPLY, page | {"impact": "I cannot sleep.", "incidents-add": "1"})
    (draft,) = drafts(world)
    assert draft.content["impact"] == ["I cannot sleep."]
    refused = client.post(APPLY, page | {"impact": "I moved to my sister's."})
    assert "Enter" in refused.content.decode()
    (draft,) = drafts(world)
    assert (draft.content["impact"], draft.version) == (["I moved to my sister's."], 3)
    assert f'name="{SAVED_VERSION}" value="3"' in refused.content.decode()


def test_without_saving_nothing_is_kept(client, world):
    client.post(APPLY, typed(world))
    client.post(APPLY, typed(world) | {"incidents-add": "1"})
    assert drafts(world) == []


# --- Two devices --------------------------------------------------------------------------------


def test_a_page_that_has_grown_old_takes_nothing_from_what_was_saved_since(client, world):
    page = typed(world)
    client.post(APPLY, page | {"save": "1"})
    code = code_on(client.get(SAVED))
    phone = Client()
    phone.post(BACK, {"code": code})
    phone.post(APPLY, page | {"impact": "Written on the phone.", "save": "1", SAVED_VERSION: "1"})
    answer = client.post(APPLY, page | {"impact": "Written at the desk.", "save": "1"}, follow=True)
    assert "We have kept both" in answer.content.decode()
    first, second = drafts(world)
    assert first.content["impact"] == ["Written on the phone."]
    assert second.content["impact"] == ["Written at the desk."]
    assert first.content["key"] != second.content["key"]
    assert code_on(answer) != code
    # Sending the one leaves the other.
    whole = joans_form(world, on=TODAY) | {"key": second.content["key"][0]}
    assert client.post(APPLY, whole).status_code == 302
    assert [draft.pk for draft in drafts(world)] == [first.pk]


def test_an_old_page_that_is_sent_is_kept_beside_and_not_sent(client, world):
    page = joans_form(world, on=TODAY)
    client.post(APPLY, page | {"save": "1"})
    phone = Client()
    phone.post(BACK, {"code": code_on(client.get(SAVED))})
    phone.post(APPLY, page | {"impact": "Written on the phone.", "save": "1", SAVED_VERSION: "1"})
    answer = client.post(APPLY, page | {"impact": "Written at the desk."}, follow=True)
    text = answer.content.decode()
    assert "Neither is sent" in text
    assert "Written at the desk." in text
    assert [draft.content["impact"] for draft in drafts(world)] == [
        ["Written on the phone."],
        ["Written at the desk."],
    ]
    with world.inside():
        assert not Application.objects.exists()
    # The page that came back goes on, and only its own draft goes with it.
    again = page | {
        "key": answer.context["forms"].who["key"].value(),
        SAVED_VERSION: str(answer.context["draft"].version),
    }
    assert client.post(APPLY, again).url == f"/p/{SLUG}/applied/"
    assert [draft.content["impact"] for draft in drafts(world)] == [["Written on the phone."]]


def test_a_version_of_one_draft_says_nothing_of_another(client, world):
    """Both have been saved once; the session has the second one open."""
    first, second = typed(world), typed(world)
    other = Client()
    other.post(APPLY, first | {"save": "1"})
    client.post(APPLY, second | {"save": "1"})
    client.post(APPLY, first | {"impact": "Somewhere else.", "save": "1"})
    assert [draft.content["impact"] for draft in drafts(world)] == [
        ["I sleep in the back room."],
        ["I sleep in the back room."],
        ["Somewhere else."],
    ]


def test_a_page_that_was_never_saved_begins_no_draft_beside_an_open_one(client, world):
    client.post(APPLY, typed(world) | {"save": "1"})
    client.post(APPLY, typed(world))
    assert len(drafts(world)) == 1


def test_going_back_in_the_browser_and_saving_again_is_no_second_device(client, world):
    page = typed(world)
    client.post(APPLY, page | {"save": "1"})
    client.post(APPLY, page | {"impact": "More.", "save": "1"})
    client.post(APPLY, page | {"impact": "Still more.", "save": "1"})
    (draft,) = drafts(world)
    assert (draft.version, draft.content["impact"]) == (3, ["Still more."])


def test_the_same_page_saved_twice_from_nowhere_is_kept_once(client, world):
    """The session is over, the page is still open: it holds what was saved, or is kept beside."""
    page = typed(world) | {"save": "1"}
    client.post(APPLY, page)
    Client().post(APPLY, page)
    assert len(drafts(world)) == 1
    Client().post(APPLY, page | {"impact": "Other words."})
    assert len(drafts(world)) == 2


# --- Sent, erased, over -------------------------------------------------------------------------


def test_what_is_sent_leaves_no_draft(client, world):
    page = typed(world)
    client.post(APPLY, page | {"save": "1"})
    answer = client.post(APPLY, joans_form(world, on=TODAY) | {"key": page["key"]})
    assert answer.url == f"/p/{SLUG}/applied/"
    assert drafts(world) == []
    assert events(world) == ["draft.kept", "draft.erased"]
    with world.inside():
        erased = Event.objects.get(kind="draft.erased")
        assert erased.payload == {"why": WhyErased.SENT.value}
        verify_stream(
            partnership_id=world.partnership.pk, stream="draft", stream_id=erased.stream_id
        )
    assert DRAFT not in client.session


def test_what_was_sent_is_not_saved_again(client, world):
    whole = joans_form(world, on=TODAY)
    client.post(APPLY, whole)
    page = client.post(APPLY, whole | {"save": "1"})
    assert "has been sent already" in page.content.decode()
    assert "12 Carlton Road" in page.content.decode()
    assert drafts(world) == []


def test_its_writer_deletes_it(client, world):
    save(client, world)
    code = code_on(client.get(SAVED))
    assert "Select yes" in client.post(ERASE, {}).content.decode()
    assert client.post(ERASE, {"sure": "no"}).url == SAVED
    assert len(drafts(world)) == 1
    assert "It is deleted" in client.post(ERASE, {"sure": "yes"}, follow=True).content.decode()
    assert drafts(world) == []
    assert "nothing saved" in Client().post(BACK, {"code": code}).content.decode()


def test_after_its_last_day_it_is_not_there_and_the_sweep_erases_it(client, world, monkeypatch):
    save(client, world)
    code = code_on(client.get(SAVED))
    last = NOON + 28 * DAY
    assert look_after_drafts(at=last) == 0
    monkeypatch.setattr("organisations.clock.now", lambda: last + DAY)
    assert client.get(SAVED).url == BACK
    assert "nothing saved" in Client().post(BACK, {"code": code}).content.decode()
    assert [look_after_drafts(at=last + DAY), look_after_drafts(at=last + DAY)] == [1, 0]
    assert drafts(world) == []
    assert events(world)[-1] == "draft.erased"


def test_saving_again_keeps_it_longer(client, world, monkeypatch):
    save(client, world, key=(key := str(uuid.uuid4())))
    monkeypatch.setattr("organisations.clock.now", lambda: NOON + 20 * DAY)
    save(client, world, key=key)
    (draft,) = drafts(world)
    assert draft.keep_until == TODAY + 48 * DAY


# --- What is refused ----------------------------------------------------------------------------


def test_more_than_is_kept_is_refused_and_stays_on_the_page(client, world):
    page = save(client, world, impact="é" * MOST_CHARACTERS)
    assert page.status_code == 200
    assert "too long to be saved" in page.content.decode()
    assert "12 Carlton Road" in page.content.decode()
    assert drafts(world) == []


def test_the_longest_form_that_can_be_sent_can_be_saved(client, world):
    page = joans_form(world, on=TODAY, incidents=20)
    for number in range(20):
        page |= {
            f"incidents-{number}-description": "w" * 4000,
            f"incidents-{number}-place": "p" * 200,
        }
        for report in ("first", "second"):
            page |= {
                f"incidents-{number}-{report}_reference": "r" * 50,
                f"incidents-{number}-{report}_response": "a" * 1000,
            }
        page[f"incidents-{number}-second_told"] = str(world.landlord.pk)
        for part in PARTS:
            day = page[f"incidents-{number}-first_on_{part}"]
            page[f"incidents-{number}-second_on_{part}"] = day
    page |= {"impact": "i" * 4000, "desired_outcome": "d" * 2000, "adjustments": "j" * 1000}
    assert client.post(APPLY, page | {"save": "1"}).status_code == 302
    (draft,) = drafts(world)
    typed_in = sum(len(name) + len(texts[0]) for name, texts in draft.content.items())
    assert MOST_CHARACTERS / 4 < typed_in < MOST_CHARACTERS / 2
    sent = client.post(APPLY, page)
    assert sent.status_code == 302, errors_of(sent)
    assert sent.url == f"/p/{SLUG}/applied/"


def test_too_many_from_one_address_are_refused_and_stay_on_the_page(client, world, monkeypatch):
    monkeypatch.setattr("portals.public.views.applying.NEW_DRAFTS", 1)
    save(client, world)
    page = save(Client(), world)
    assert "We cannot save more from here" in page.content.decode()
    assert "12 Carlton Road" in page.content.decode()
    assert client.post(APPLY, typed(world) | {"save": "1"}).status_code == 302  # it has one open


def test_a_spoilt_key_is_made_anew(client, world):
    save(client, world, key="nonsense")
    (draft,) = drafts(world)
    page = client.get(APPLY)
    assert page.context["forms"].who["key"].value() == draft.content["key"][0] != "nonsense"


# --- Who sees it --------------------------------------------------------------------------------


def scopes_of_others(world, draft):
    here = world.partnership.pk
    yield Scope.public(here)
    yield Scope.staff(here)
    yield Scope.of_case(partnership_id=here, case_id=1)
    yield Scope.of_application(partnership_id=here, application_id=1, case_id=1)
    yield Scope.of_area(world.partnership.policing_area_id)
    yield Scope.of_draft(partnership_id=here, digest=digest_of("AAAA-BBBB-CCCC-DDDD"))
    yield Scope.of_draft(partnership_id=world.neighbour.pk, digest=draft.digest)
    yield Scope.staff(world.neighbour.pk).with_draft()


def test_nobody_sees_it_but_whoever_has_its_secret(client, world):
    save(client, world)
    save(Client(), world)
    draft, _other = drafts(world)
    for scope in scopes_of_others(world, draft):
        with transaction_in(scope):
            assert not ApplicationDraft.objects.exists(), scope
    for digest in (draft.digest, draft.link_digest):
        with transaction_in(Scope.of_draft(partnership_id=world.partnership.pk, digest=digest)):
            assert [one.pk for one in ApplicationDraft.objects.all()] == [draft.pk]


def test_neither_events_nor_messages_tell_what_was_written_or_by_whom(client, world):
    save(client, world)
    client.post(SAVED, SAFE)
    (delivery,) = post_of_drafts(world)
    deliver_queued(at=NOON)
    (sent,) = mail.outbox
    assert sent.to == [ADDRESS]
    with world.inside():
        message = Message.objects.get(pk=delivery.message_id)
        assert (message.subject, message.body) == ("You have a message", "")
        payloads = list(Event.objects.values_list("payload", flat=True))
    assert payloads == [{}, {}]


# --- The link -----------------------------------------------------------------------------------


def link_in(sent) -> str:
    return next(line for line in sent.body.splitlines() if "/apply/back/" in line)


def sent_link(client, world) -> str:
    """Joan has saved, and asked for a link; where it leads."""
    save(client, world)
    client.post(SAVED, SAFE)
    post_of_drafts(world)
    deliver_queued(at=NOON)
    address = link_in(mail.outbox[-1])
    return address[address.index("/p/") :]


def test_the_link_opens_once_and_only_by_its_button(client, world):
    where = sent_link(client, world)
    phone = Client()
    for _ in range(3):  # a scanner of mail follows links, and presses nothing
        assert phone.get(where).status_code == 200
    assert phone.post(where).url == APPLY
    assert "It is not sent yet." in phone.get(APPLY).content.decode()
    again = Client().post(where)
    assert again.status_code == 410
    assert "This link does not work any more" in again.content.decode()
    assert events(world) == ["draft.kept", "draft.link_asked", "draft.opened"]


def test_the_mail_says_nothing_of_what_it_is_about(client, world):
    sent_link(client, world)
    (sent,) = mail.outbox
    words = f"{sent.subject} {sent.body}".lower()
    for word in ("trigger", "anti-social", "review", "joan", "application", "victim", "police"):
        assert word not in words.replace("/apply/", ""), word
    assert "Wednesday 8 July 2026" in sent.body


def test_a_new_link_goes_to_the_address_given_before_and_nobody_learns_whether(
    client, world, monkeypatch
):
    used = sent_link(client, world)
    Client().post(used)
    later = NOON + LINK_AGAIN_AFTER
    monkeypatch.setattr("organisations.clock.now", lambda: later)
    known = Client().post(BACK, {"link_email": "JOAN.marsh@home.example"})
    unknown = Client().post(BACK, {"link_email": "nobody@home.example"})
    assert known.status_code == unknown.status_code == 200
    hidden = "x"
    assert known.content.decode().replace(ADDRESS, hidden) == unknown.content.decode().replace(
        "nobody@home.example", hidden
    )
    assert len(post_of_drafts(world)) == 2
    deliver_queued(at=NOON)
    fresh = link_in(mail.outbox[-1])
    assert not fresh.endswith(used)
    assert Client().post(fresh[fresh.index("/p/") :]).status_code == 302


def test_a_link_without_the_word_that_it_is_safe_is_not_sent(client, world):
    save(client, world)
    page = client.post(SAVED, {"email": ADDRESS})
    assert "Tick the box if the address is safe" in page.content.decode()
    assert ADDRESS in page.content.decode()
    assert (
        "Enter an e-mail address like"
        in client.post(SAVED, {"email": "joan", "safe": "on"}).content.decode()
    )
    assert post_of_drafts(world) == []


def test_a_mailbox_is_not_filled_with_links(client, world):
    save(client, world)
    for _ in range(3):
        assert client.post(SAVED, SAFE).status_code == 302
    assert "We have sent links there just now" in client.post(SAVED, SAFE).content.decode()
    assert len(post_of_drafts(world)) == 1


def test_what_was_sent_meanwhile_is_not_written_about(client, world):
    page = typed(world)
    client.post(APPLY, page | {"save": "1"})
    client.post(SAVED, SAFE)
    (delivery,) = post_of_drafts(world)
    client.post(APPLY, joans_form(world, on=TODAY) | {"key": page["key"]})
    deliver_queued(at=NOON)
    with world.inside():
        delivery = Delivery.objects.get(pk=delivery.pk)
    assert (delivery.state, delivery.reason) == ("cancelled", "It was sent or erased meanwhile.")
    assert [sent.to for sent in mail.outbox if "kept" in sent.body] == []


def test_an_event_of_a_draft_that_is_gone_brings_no_message(client, world):
    page = typed(world)
    client.post(APPLY, page | {"save": "1"})
    client.post(SAVED, SAFE)
    client.post(ERASE, {"sure": "yes"})
    assert post_of_drafts(world) == []
    with world.inside():
        assert not OutboxEntry.objects.exclude(state="told").exists()


# --- The reminder -------------------------------------------------------------------------------


def test_whoever_asked_for_it_is_reminded_once_and_never_of_what_was_sent(client, world):
    sent_link(client, world)
    save(Client(), world)  # gave no address: nobody to write to
    due = NOON + 3 * DAY + dt.timedelta(days=2)  # Monday: at the weekend nobody is written to
    assert look_after_drafts(at=NOON + 3 * DAY - dt.timedelta(minutes=1)) == 0
    assert [look_after_drafts(at=due), look_after_drafts(at=due + 10 * DAY)] == [1, 0]
    assert [one.message.kind for one in post_of_drafts(world)] == ["draft_link", "draft_reminder"]
    deliver_queued(at=due)
    assert "it has not been sent" in mail.outbox[-1].body
    assert "Then we delete it." in mail.outbox[-1].body
    where = link_in(mail.outbox[-1])
    assert Client().post(where[where.index("/p/") :]).status_code == 302


def test_nobody_is_reminded_in_quiet_hours_nor_where_it_is_off(client, world):
    sent_link(client, world)
    saturday = NOON + 3 * DAY
    assert saturday.weekday() == 5
    assert look_after_drafts(at=saturday) == 0
    assert look_after_drafts(at=(saturday + 2 * DAY).replace(hour=22)) == 0
    Partnership.objects.filter(pk=world.partnership.pk).update(draft_reminder_after=None)
    assert look_after_drafts(at=saturday + 2 * DAY) == 0


def test_after_a_long_outage_what_is_over_is_erased_and_not_reminded_of(client, world):
    sent_link(client, world)
    assert look_after_drafts(at=NOON + 60 * DAY) == 1
    assert events(world)[-1] == "draft.erased"
    assert [one.message.kind for one in post_of_drafts(world)] == ["draft_link"]


def test_one_that_cannot_be_reminded_of_does_not_hold_up_the_others(client, world, monkeypatch):
    sent_link(client, world)
    other = Client()
    save(other, world)
    other.post(SAVED, SAFE | {"email": "second@home.example"})
    broken = drafts(world)[0].pk
    real = remind_of_draft

    def remind(**given):
        if given["draft_id"] == broken:
            raise RuntimeError("spoilt")
        return real(**given)

    monkeypatch.setattr("notifications.unsent.remind_of_draft", remind)
    assert look_after_drafts(at=NOON + 5 * DAY) == 1


def test_mail_that_failed_is_not_on_the_list_of_mail_to_staff(client, world):
    sent_link(client, world)
    with world.inside():
        Delivery.objects.update(state="failed", reason="No such mailbox.")
        Message.objects.update(told_at=None)
        assert mails_not_sent(partnership_id=world.partnership.pk, at=NOON) == []


# --- The commands, allowed and refused ----------------------------------------------------------


def kept(world, **changes):
    given = {
        "partnership": world.partnership,
        "page_key": uuid.uuid4(),
        "content": {"impact": ["It is loud."]},
        "seen": (),
        "by": SOMEBODY,
        "at": NOON,
    }
    return keep_draft(**given | changes)


def test_commands_on_what_is_not_there_do_nothing(world):
    here = {"partnership_id": world.partnership.pk, "by": SOMEBODY, "at": NOON}
    assert not send_link(**here, digest=digest_of("x"), email=ADDRESS)
    assert not erase_draft(**here, digest=digest_of("x"), why=WhyErased.ASKED)
    assert not remind_of_draft(**here, draft_id=0)
    assert open_by_link(**here, link="AAAA-BBBB-CCCC-DDDD") is None
    send_links_to(**here, email=ADDRESS)
    assert events(world) == []


def test_a_link_opens_nothing_after_the_last_day(world):
    draft = kept(world).draft
    here = {"partnership_id": world.partnership.pk, "by": SOMEBODY, "link": link_of_draft(draft)}
    assert open_by_link(**here, at=NOON + 29 * DAY) is None
    assert open_by_link(**here, at=NOON + 28 * DAY).pk == draft.pk


def test_keeping_refuses_what_is_too_long_and_what_was_sent(client, world, monkeypatch):
    monkeypatch.setattr(application_drafts, "MOST_CHARACTERS", 10)
    with pytest.raises(TooLong):
        kept(world)
    monkeypatch.undo()
    whole = joans_form(world, on=TODAY)
    client.post(APPLY, whole)
    with pytest.raises(AlreadySent), transaction.atomic():
        kept(world, page_key=uuid.UUID(whole["key"]))


def test_who_was_reminded_or_gave_no_address_is_not_due(world):
    draft = kept(world).draft
    here = {"partnership_id": world.partnership.pk, "by": SYSTEM_ACTOR}
    assert not remind_of_draft(**here, draft_id=draft.pk, at=NOON)
    send_link(**here, digest=draft.digest, email=ADDRESS, at=NOON)
    at = NOON + 3 * DAY
    with transaction_in(Scope.staff(world.partnership.pk).with_draft()):
        assert [one.pk for one in drafts_to_remind(world.partnership, at=at)] == [draft.pk]
    assert remind_of_draft(**here, draft_id=draft.pk, at=at)
    assert not remind_of_draft(**here, draft_id=draft.pk, at=at)
    with transaction_in(Scope.staff(world.partnership.pk).with_draft()):
        assert not drafts_to_remind(world.partnership, at=at).exists()


def test_secrets_of_two_drafts_and_of_two_links_differ(world):
    one, two = kept(world).draft, kept(world).draft
    assert secret_of_draft(one.key) != secret_of_draft(two.key)
    first = link_of_draft(one)
    one.links_used += 1
    assert len({first, link_of_draft(one), link_of_draft(two), secret_of_draft(one.key)}) == 4
    found = draft_with(partnership_id=world.partnership.pk, digest=two.digest, at=NOON)
    assert found.pk == two.pk
