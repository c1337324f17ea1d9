"""Letters that the post brought back: seen, mended, and no more post to that address before it is
confirmed or changed (ADR 29)."""

import pytest
from django.urls import reverse

from cases.commands.applying import ContactGiven
from cases.commands.contacting import ContactDetails, NoSuchPerson
from cases.commands.frame import StaleCase
from cases.models import CaseToken, Deadline, Event, Person, SafeContact
from cases.permissions import NotPermitted
from cases.policies import NotNow
from notifications.attention import count_needing_somebody, post_needing_somebody
from notifications.channels import ways
from notifications.commands import NoSuchDelivery, mark_posted
from notifications.delivering import deliver_queued
from notifications.mending import send_again, told_another_way
from notifications.models import Delivery
from notifications.returns import check_contact_of, mark_returned
from notifications.tasks import sweep_outbox
from organisations import clock
from organisations.roles import Role
from tests.integration.spoc_room import rows, sit_down, text_of, typed, url
from tests.walk import DAY, Walk
from tests.world import NOON

BY_POST = (ContactGiven(channel="post", safe=True, preferred=True),)
NEW = {"address": "2 New Road\nRetford", "postcode": "DN22 6AA"}


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Wednesday 10 June 2026 at noon."""
    monkeypatch.setattr(clock, "now", lambda: NOON)


def command(world, **more) -> dict:
    return {"partnership_id": world.partnership.pk, "by": world.actor(Role.SPOC), "at": NOON} | more


def posted(world) -> Walk:
    """The acknowledgement was posted, and its date met; the receipt waits to be printed."""
    walk = Walk(world, contacts=BY_POST).acknowledge()
    sweep_outbox()
    mark_posted(**command(world, delivery_id=letter(walk).pk))
    return walk


def letter(walk: Walk, **where) -> Delivery:
    found = rows(walk, Delivery, message__kind="acknowledgement", **where)
    return sorted(found, key=lambda one: one.pk)[-1]


def came_back(world, walk: Walk, **more) -> Delivery:
    given = {"delivery_id": letter(walk).pk, "came_back_on": NOON.date(), "why": "gone_away"}
    return mark_returned(**command(world) | given | more)


def person(walk: Walk) -> Person:
    return rows(walk, Person, application=walk.submitted.application)[0]


def details(walk: Walk, **changes) -> ContactDetails:
    one = person(walk)
    names = ("email", "phone", "address", "postcode")
    return ContactDetails(**{name: getattr(one, name) for name in names} | changes)


def checked(world, walk: Walk, *, safe=frozenset({"post"}), **changes):
    return check_contact_of(
        **command(world),
        case_id=walk.case_id,
        version=None,
        person_id=person(walk).pk,
        details=details(walk, **changes),
        safe=safe,
    )


def refused(world, walk: Walk) -> str:
    with world.inside():
        (way,) = ways(person(walk), channels=("post",))
    return way.refused


def needing(world) -> list:
    with world.inside():
        here = {"partnership_id": world.partnership.pk}
        found = post_needing_somebody(today=NOON.date(), **here).needing
        assert count_needing_somebody(**here) == str(len(found) or "")
    return found


def last(walk: Walk) -> Event:
    return rows(walk, Event, stream="case", case=walk.case())[-1]


def test_a_letter_that_came_back_needs_somebody_who_is_told_what_to_do(world):
    walk = posted(world)
    assert needing(world) == []
    came_back(world, walk)
    (trouble,) = needing(world)
    assert trouble.kind == "returned"
    assert trouble.wrong == "The post brought it back on 10 June 2026. Gone away."
    for words in ("safe", "confirm or change", "send the letter again", "stays met"):
        assert words in trouble.todo
    assert last(walk).kind == "letter.returned"
    assert last(walk).payload["why"] == "gone_away"


def test_the_date_that_posting_met_stays_met(world):
    walk = posted(world)
    came_back(world, walk)
    (deadline,) = rows(walk, Deadline, limit="acknowledge")
    assert deadline.met_at == NOON


def test_another_reason_is_kept_with_the_letter_and_in_no_event(world):
    walk = posted(world)
    came_back(world, walk, why="other", words="Her brother opened the door.")
    assert letter(walk).reason == "Her brother opened the door."
    assert "brother" not in str([event.payload for event in rows(walk, Event)])


REFUSED = {
    "in the future": ({"came_back_on": NOON.date() + DAY}, "in the future"),
    "before it was posted": ({"came_back_on": NOON.date() - DAY}, "before the letter was posted"),
    "for no reason": ({"why": "bored"}, "Say why"),
    "for another reason, not said": ({"why": "other", "words": " "}, "Say in up to 200"),
    "for a reason too long": ({"why": "other", "words": "x" * 201}, "Say in up to 200"),
}


@pytest.mark.parametrize(("given", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_right_is_refused(world, given, said):
    walk = posted(world)
    with pytest.raises(NotNow, match=said):
        came_back(world, walk, **given)
    assert letter(walk).state == "accepted"


def test_only_what_was_posted_comes_back_and_only_once(world):
    walk = Walk(world, contacts=BY_POST).acknowledge()
    sweep_outbox()
    with pytest.raises(NotNow, match="was posted"):
        mark_returned(
            **command(world),
            delivery_id=letter(walk).pk,
            came_back_on=NOON.date(),
            why="refused",
        )
    mark_posted(**command(world, delivery_id=letter(walk).pk))
    came_back(world, walk)
    with pytest.raises(NotNow, match="known already"):
        came_back(world, walk)
    with pytest.raises(NoSuchDelivery):
        came_back(world, walk, delivery_id=999_999)


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.ACCOUNTABLE_OFFICER, Role.LMAPS_CHAIR])
def test_only_the_single_point_of_contact_says_so_or_changes_an_address(world, role):
    walk = posted(world)
    with pytest.raises(NotPermitted):
        came_back(world, walk, by=world.actor(role))
    with pytest.raises(NotPermitted):
        check_contact_of(
            **command(world, by=world.actor(role)),
            case_id=walk.case_id,
            version=None,
            person_id=person(walk).pk,
            details=details(walk, **NEW),
        )
    assert person(walk).postcode != NEW["postcode"]


def test_nothing_more_is_posted_to_the_address_and_what_waits_is_held_back(world):
    walk = posted(world)
    (receipt,) = rows(walk, Delivery, message__kind="receipt")
    came_back(world, walk)
    assert "came back on 10 June 2026" in refused(world, walk)
    with pytest.raises(NotNow, match="Do not post this letter"):
        mark_posted(**command(world, delivery_id=receipt.pk))
    with pytest.raises(NotNow, match="came back"):
        send_again(**command(world, message_id=letter(walk).message_id, channel="post"))
    deliver_queued(at=NOON)
    (receipt,) = rows(walk, Delivery, message__kind="receipt")
    assert receipt.state == "cancelled"
    assert "came back" in receipt.reason


@pytest.mark.parametrize("changes", [{}, NEW], ids=["confirmed", "changed"])
def test_once_the_address_is_confirmed_or_changed_the_letter_goes_again(world, changes):
    walk = posted(world)
    came_back(world, walk)
    checked(world, walk, **changes)
    assert refused(world, walk) == ""
    send_again(**command(world, message_id=letter(walk).message_id, channel="post"))
    assert needing(world) == []
    again = letter(walk)
    assert (again.state, again.attempt) == ("queued", 2)
    mark_posted(**command(world, delivery_id=again.pk))
    assert needing(world) == []


def test_one_that_came_back_twice_is_one_trouble_and_the_address_is_in_doubt_again(world):
    walk = posted(world)
    came_back(world, walk)
    checked(world, walk)
    again = send_again(**command(world, message_id=letter(walk).message_id, channel="post"))
    mark_posted(**command(world, delivery_id=again.pk))
    came_back(world, walk, why="refused")
    (trouble,) = needing(world)
    assert "Refused." in trouble.wrong
    assert "came back" in refused(world, walk)


def test_told_another_way_ends_the_trouble_but_not_the_doubt(world):
    walk = posted(world)
    came_back(world, walk)
    how = {"how": "Read to her by telephone.", "told_on": NOON.date()}
    told_another_way(**command(world, message_id=letter(walk).message_id), **how)
    assert needing(world) == []
    assert "came back" in refused(world, walk)


def test_where_it_could_not_go_again_the_trouble_stays(world):
    walk = posted(world)
    came_back(world, walk)
    checked(world, walk, **NEW)
    again = send_again(**command(world, message_id=letter(walk).message_id, channel="post"))
    with world.inside():
        SafeContact.objects.filter(partnership=world.partnership).update(safe=False)
    deliver_queued(at=NOON)
    assert letter(walk, pk=again.pk).state == "cancelled"
    (trouble,) = [one for one in needing(world) if one.letter_kind == "acknowledgement"]
    assert "not safe" in trouble.wrong


# --- Contact details ------------------------------------------------------------------------------


def test_the_event_says_what_changed_and_holds_no_value_old_or_new(world):
    walk = posted(world)
    old = person(walk).address
    assert checked(world, walk, **NEW) == ("address", "postcode")
    event = last(walk)
    assert event.kind == "contact.checked"
    assert event.payload == {"person": person(walk).pk, "changed": ["address", "postcode"]}
    assert (person(walk).address, person(walk).postcode) == (NEW["address"], NEW["postcode"])
    assert old not in str([one.payload for one in rows(walk, Event)])


def test_the_case_is_found_by_the_new_postcode_and_no_more_by_the_old(world):
    walk = posted(world)
    old = person(walk).postcode
    checked(world, walk, **NEW)
    tokens = {token.token for token in rows(walk, CaseToken, case=walk.case())}
    assert any("dn22" in token for token in tokens)
    assert not any(old.split()[0].lower() in token for token in tokens)


@pytest.mark.parametrize(
    ("changes", "safe", "expected"),
    [
        (NEW, {"post"}, {"post": True}),
        (NEW, set(), {"post": False}),
        ({"email": "joan@new.example"}, {"email"}, {"email": True, "post": True}),
        ({"email": "joan@new.example"}, set(), {"email": False, "post": True}),
        ({"phone": "01632 960199"}, {"text"}, {"text": True, "phone": False, "voicemail": False}),
        ({}, set(), {"post": True}),
    ],
)
def test_what_is_new_is_safe_only_where_the_person_said_so(world, changes, safe, expected):
    walk = posted(world)
    checked(world, walk, safe=frozenset(safe), **changes)
    said = {row.channel: row.safe for row in rows(walk, SafeContact, person=person(walk))}
    assert expected.items() <= said.items()


def test_nothing_is_safe_where_there_is_nothing(world):
    walk = posted(world)
    with pytest.raises(NotNow, match="Enter where they are reached"):
        checked(world, walk, address="", safe=frozenset({"post"}))


def test_a_stale_page_and_a_person_of_another_case_change_nothing(world):
    walk, other = posted(world), posted(world)
    given = {"details": details(walk, **NEW), "case_id": walk.case_id}
    with pytest.raises(StaleCase):
        check_contact_of(**command(world), **given, version=1, person_id=person(walk).pk)
    with pytest.raises(NoSuchPerson):
        check_contact_of(**command(world), **given, version=None, person_id=person(other).pk)
    assert person(walk).postcode != NEW["postcode"]


# --- The pages ------------------------------------------------------------------------------------


def page_of(world, name: str, *more) -> str:
    return reverse(f"spoc:{name}", args=[world.partnership.slug, *more])


def test_from_the_case_to_the_trouble_to_the_address(world):
    walk = posted(world)
    client = sit_down(world)
    address = page_of(world, "mark_returned", letter(walk).pk)
    assert f"{address}?back=case" in text_of(client.get(url(walk, "case")))
    page = text_of(client.get(address))
    assert "stays met" in page
    assert client.post(address, typed(walk, came_back_on=NOON.date())).status_code == 200
    wrong = client.post(address, typed(walk, came_back_on=NOON.date(), why="other"))
    assert "Enter why it came back" in text_of(wrong)
    client.post(address, typed(walk, came_back_on=NOON.date(), why="refused"))
    page = text_of(client.get(page_of(world, "troubles")))
    assert "Came back" in page
    contact = url(walk, "contact", person(walk).pk)
    assert contact in page
    page = text_of(client.get(contact))
    assert person(walk).postcode in page
    given = {"email": "", "phone": "", "safe": ["post"], **NEW}
    wrong = client.post(contact, typed(walk, **given))
    assert "Check the details with them first" in text_of(wrong)
    assert "2 New Road" in text_of(wrong)
    answer = client.post(contact, typed(walk, **given, checked="on"))
    assert answer.status_code == 302
    assert person(walk).postcode == NEW["postcode"]
    again = page_of(world, "send_again", letter(walk).message_id)
    page = text_of(client.get(again))
    assert "The applicant has been told already" not in page
    assert "2 New Road Retford" in page
