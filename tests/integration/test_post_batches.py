"""Letters printed as one PDF and marked as posted together; none is lost, printed twice or told
that it must not be posted (ADR 29)."""

import datetime as dt
import io

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, OperationalError
from django.utils import timezone

from cases.commands.applying import ContactGiven
from cases.models import Deadline, Event, Person
from cases.permissions import NotPermitted
from cases.policies import NotNow
from notifications import batches, delivering, printing
from notifications.batch_selectors import batch_shown, batches_of
from notifications.batches import (
    NoSuchBatch,
    ask_batch,
    give_up_batch,
    make_batch_again,
    settle_batch,
)
from notifications.delivering import deliver_queued
from notifications.letters import read_stored
from notifications.models import BatchLine, Delivery, Letter, Message, PrintBatch
from notifications.printing import make_batch, make_waiting
from notifications.selectors import letters_to_post
from notifications.tasks import sweep_outbox
from organisations.actors import staff_actor
from organisations.clock import date_of
from organisations.roles import Role
from tests.integration.spoc_room import (
    district_spoc,
    other_district,
    rows,
)
from tests.post_office import say_safe
from tests.walk import DAY, Walk
from tests.world import NOON

BY_POST = (ContactGiven(channel="post", safe=True, preferred=True),)


def waiting(world, number: int = 1) -> list[Walk]:
    """Applications of people who want post: a receipt each waits to be printed."""
    walks = [Walk(world, contacts=BY_POST) for _ in range(number)]
    sweep_outbox()
    return walks


def command(world, **more) -> dict:
    return {
        "partnership_id": world.partnership.pk,
        "by": world.actor(Role.SPOC),
        "at": NOON,
    } | more


def asked(world, *, both_sides: bool = True, **more) -> PrintBatch:
    return ask_batch(**command(world, both_sides=both_sides, **more))


def made(world, **more) -> PrintBatch:
    batch = asked(world, **more)
    assert make_batch(partnership_id=world.partnership.pk, batch_id=batch.pk, at=NOON)
    return now(world, batch)


def now(world, batch: PrintBatch) -> PrintBatch:
    with world.inside():
        return PrintBatch.objects.get(partnership=world.partnership, pk=batch.pk)


def lines(world, batch: PrintBatch) -> list[BatchLine]:
    with world.inside():
        found = BatchLine.objects.filter(partnership=world.partnership, batch=batch)
        return list(found.select_related("delivery").order_by("id"))


def states(world, batch: PrintBatch) -> list[str]:
    return [line.state for line in lines(world, batch)]


def receipt(walk: Walk) -> Delivery:
    return rows(walk, Delivery, message__kind="receipt", application=walk.submitted.application)[0]


def kinds(walk: Walk) -> list[str]:
    return [event.kind for event in rows(walk, Event, stream="case", case=walk.case())]


# --- Asking for one -------------------------------------------------------------------------------


def test_all_that_wait_are_put_into_one_batch_and_are_listed_no_more(world):
    walks = waiting(world, 3)
    batch = asked(world)
    assert len(lines(world, batch)) == 3
    with world.inside():
        assert letters_to_post(partnership_id=world.partnership.pk) == []
    assert "letter.batched" in kinds(walks[0])


def test_those_that_were_ticked_are_put_into_it_and_the_others_wait(world):
    walks = waiting(world, 2)
    batch = asked(world, delivery_ids=[receipt(walks[1]).pk])
    assert [line.delivery_id for line in lines(world, batch)] == [receipt(walks[1]).pk]
    with world.inside():
        (left,) = letters_to_post(partnership_id=world.partnership.pk)
    assert left.delivery_id == receipt(walks[0]).pk


def test_a_letter_is_in_one_open_batch_only(world):
    walk, other = waiting(world, 2)
    asked(world, delivery_ids=[receipt(walk).pk])
    with pytest.raises(NotNow, match="None of these letters waits any more"):
        asked(world, delivery_ids=[receipt(walk).pk])
    rest = asked(world, delivery_ids=[receipt(walk).pk, receipt(other).pk])
    assert [line.delivery_id for line in lines(world, rest)] == [receipt(other).pk]


def test_the_database_itself_refuses_a_letter_in_two_open_batches(world):
    (walk,) = waiting(world)
    batch = asked(world)
    here = {"partnership": world.partnership}
    delivery = receipt(walk)
    with world.inside():
        second = PrintBatch.objects.create(both_sides=True, asked_at=timezone.now(), **here)
    with pytest.raises(IntegrityError, match="batch_line_open_once"), world.inside():
        BatchLine.objects.create(batch=second, delivery=delivery, **here)
    assert states(world, batch) == ["open"]


def test_no_more_than_a_hundred_at_once_the_oldest_first(world, monkeypatch):
    monkeypatch.setattr(batches, "AT_MOST", 2)
    walks = waiting(world, 3)
    batch = asked(world)
    assert [line.delivery_id for line in lines(world, batch)] == [
        receipt(walk).pk for walk in walks[:2]
    ]


def test_nothing_to_print_is_said(world):
    with pytest.raises(NotNow):
        asked(world)


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.ACCOUNTABLE_OFFICER])
def test_whoever_does_not_post_letters_asks_for_no_batch_and_settles_none(world, role):
    (walk,) = waiting(world)
    with pytest.raises(NotPermitted):
        asked(world, by=world.actor(role))
    batch = made(world)
    stranger = command(world, batch_id=batch.pk, by=world.actor(role))
    for act, more in [
        (settle_batch, {"posted_on": NOON.date()}),
        (give_up_batch, {}),
        (make_batch_again, {}),
    ]:
        with pytest.raises(NotPermitted):
            act(**stranger, **more)
    assert receipt(walk).state == "queued"


def test_a_spoc_of_another_district_neither_takes_nor_sees_nor_settles_them(world):
    (walk,) = waiting(world)
    elsewhere = other_district(world)
    person = staff_actor(district_spoc(world, elsewhere), on=NOON.date())
    reach = frozenset({elsewhere.pk})
    with pytest.raises(NotNow):
        asked(world, by=person, district_ids=reach)
    with pytest.raises(NotPermitted):
        asked(world, by=person, delivery_ids=[receipt(walk).pk])
    batch = made(world)
    here = {"partnership_id": world.partnership.pk, "district_ids": reach}
    with world.inside():
        assert batch_shown(batch_id=batch.pk, **here) is None
        assert batches_of(**here) == []
    with pytest.raises(NotPermitted):
        settle_batch(**command(world, batch_id=batch.pk, posted_on=NOON.date(), by=person))


def test_where_post_goes_by_itself_nothing_is_printed_and_what_is_in_a_batch_stays_there(
    world, settings
):
    """The operator changes to Notify while a batch lies on somebody's desk."""
    walk, other = waiting(world, 2)
    batch = made(world, delivery_ids=[receipt(walk).pk])
    settings.POST_BY = "notify"
    with pytest.raises(NotNow):
        asked(world)
    with world.inside():
        assert delivering._due(world.partnership.pk) == [receipt(other).pk]
        taken = [
            delivering._take(world.partnership.pk, receipt(one).pk, "post", timezone.now())
            for one in (walk, other)
        ]
    assert taken == [0, 1]
    settle_batch(**command(world, batch_id=batch.pk, posted_on=NOON.date()))
    assert receipt(walk).state == "accepted"


# --- Making it ------------------------------------------------------------------------------------


@pytest.mark.parametrize("both_sides", [True, False])
def test_each_letter_begins_on_a_sheet_of_its_own_where_both_sides_are_printed(world, both_sides):
    waiting(world, 2)
    batch = made(world, both_sides=both_sides)
    with pikepdf.open(io.BytesIO(read_stored(batch, what="batch"))) as whole:
        number = len(whole.pages)
    pages = [line.pages for line in lines(world, batch)]
    assert batch.sheets == sum(-(-page // 2) if both_sides else page for page in pages)
    if both_sides:
        padded = [1, *pages[:-1]]
        assert number == sum(page + page % 2 for page in padded) + pages[-1]
    else:
        assert number == 1 + sum(pages)


def test_the_cover_gives_numbers_and_references_but_no_name_and_no_address(world, monkeypatch):
    covers = []
    whole = printing.rendering.sheet

    def keeps(*, name, values):
        html = whole(name=name, values=values)
        covers.append(html)
        return html

    monkeypatch.setattr(printing.rendering, "sheet", keeps)
    (walk,) = waiting(world)
    made(world)
    (cover,) = covers
    assert walk.submitted.application.reference in cover
    assert world.partnership.name in cover
    assert "10 June 2026" in cover
    assert "1 letter on" in cover
    with world.inside():
        person = Person.objects.filter(partnership=world.partnership).first()
    for secret in (person.full_name, person.full_name.split()[-1], person.postcode):
        assert secret not in cover


def test_the_bytes_are_stored_under_their_hash_with_the_letters_whole(world):
    (walk,) = waiting(world)
    batch = made(world)
    assert (batch.state, batch.letters) == ("ready", 1)
    assert len(read_stored(batch, what="batch")) == batch.size
    assert batch.sha256 in batch.path
    letter = rows(walk, Letter)[0]
    assert lines(world, batch)[0].pages == letter.pages


def test_a_damaged_letter_is_left_out_and_said_and_the_others_are_printed(world):
    bad, good = waiting(world, 2)
    letter = rows(bad, Letter, application=bad.submitted.application)[0]
    with default_storage.open(letter.path, "wb") as file:
        file.write(b"%PDF-1.7 not what was stored")
    batch = made(world)
    by_delivery = {line.delivery_id: line for line in lines(world, batch)}
    assert by_delivery[receipt(bad).pk].state == "left_out"
    assert "damaged" in by_delivery[receipt(bad).pk].why
    assert by_delivery[receipt(good).pk].number == 1
    assert "letter.unbatched" in kinds(bad)
    assert receipt(bad).state == "queued"


def test_a_letter_whose_person_said_meanwhile_that_post_is_not_safe_is_left_out(world):
    unsafe, safe = waiting(world, 2)
    batch = asked(world)
    say_safe(world, unsafe, post=False)
    make_batch(partnership_id=world.partnership.pk, batch_id=batch.pk, at=NOON)
    by_delivery = {line.delivery_id: line for line in lines(world, batch)}
    assert by_delivery[receipt(unsafe).pk].state == "left_out"
    assert "not safe" in by_delivery[receipt(unsafe).pk].why
    assert by_delivery[receipt(safe).pk].state == "open"


def test_where_nothing_can_be_printed_the_batch_ends_and_says_why(world):
    (walk,) = waiting(world)
    batch = asked(world)
    say_safe(world, walk, post=False)
    make_batch(partnership_id=world.partnership.pk, batch_id=batch.pk, at=NOON)
    assert now(world, batch).state == "given_up"
    assert states(world, batch) == ["left_out"]


def test_an_address_that_changed_since_lies_before_the_letter(world):
    (walk,) = waiting(world)
    with world.inside():
        Person.objects.filter(
            partnership=world.partnership, application=walk.submitted.application
        ).update(address="2 New Road\nRetford", postcode="DN22 6AA")
    batch = made(world)
    (line,) = lines(world, batch)
    assert line.address_sheet
    with pikepdf.open(io.BytesIO(read_stored(batch, what="batch"))) as whole:
        assert len(whole.pages) == 2 + 2 + line.pages


class Killed(BaseException):
    """As the kernel ends a process: nothing catches it."""


KILLED = {
    "before the letters are read": ("_parts", "before"),
    "before they are joined": ("_joined", "before"),
    "before the file is stored": ("store", "before"),
    "the file is on disk, its row is not": ("store", "after"),
}


@pytest.mark.parametrize(("name", "when"), KILLED.values(), ids=KILLED)
def test_a_worker_killed_in_the_middle_leaves_it_to_be_made_again(world, monkeypatch, name, when):
    waiting(world, 2)
    batch = asked(world)
    whole = getattr(printing, name)

    def dies(*args, **more):
        if when == "after":
            whole(*args, **more)
        raise Killed

    monkeypatch.setattr(printing, name, dies)
    with pytest.raises(Killed):
        make_batch(partnership_id=world.partnership.pk, batch_id=batch.pk, at=NOON)
    left = now(world, batch)
    assert (left.state, left.attempts, left.error) == ("waiting", 1, printing.INTERRUPTED)
    assert states(world, batch) == ["open", "open"]
    monkeypatch.undo()
    assert make_waiting(at=NOON) == 1
    left = now(world, batch)
    assert (left.state, left.letters) == ("ready", 2)
    assert len(read_stored(left, what="batch")) == left.size


def test_a_batch_that_kills_its_worker_each_time_is_at_last_left_in_plain_sight(world, monkeypatch):
    waiting(world)
    batch = asked(world)
    monkeypatch.setattr(printing, "_joined", lambda *args: (_ for _ in ()).throw(Killed))
    for _ in range(printing.MOST_ATTEMPTS):
        with pytest.raises(Killed):
            make_waiting(at=NOON)
    assert make_waiting(at=NOON) == 0
    assert now(world, batch).state == "failed"
    monkeypatch.undo()
    make_batch_again(**command(world, batch_id=batch.pk))
    assert make_waiting(at=NOON) == 1
    assert states(world, batch) == ["open"]


def test_a_poison_batch_never_blocks_the_others(world, monkeypatch):
    bad, good = waiting(world, 2)
    poison = asked(world, delivery_ids=[receipt(bad).pk])
    other = asked(world, delivery_ids=[receipt(good).pk])
    whole = printing._make

    def breaks(batch, *, at):
        if batch.pk == poison.pk:
            raise OperationalError("deadlock detected")
        whole(batch, at=at)

    monkeypatch.setattr(printing, "_make", breaks)
    assert make_waiting(at=NOON) == 1
    assert now(world, other).state == "ready"
    left = now(world, poison)
    assert (left.state, left.error) == ("waiting", "OperationalError")
    assert make_waiting(at=NOON) == 0, "what failed waits before it is tried again"


def test_two_workers_at_once_make_it_once(world):
    waiting(world)
    batch = made(world)
    assert not make_batch(partnership_id=world.partnership.pk, batch_id=batch.pk, at=NOON)
    assert now(world, batch).attempts == 1


# --- Marking it as posted -------------------------------------------------------------------------


def test_the_whole_batch_is_marked_and_each_applicant_counts_as_told_that_day(world):
    walks = waiting(world, 2)
    batch = made(world)
    later = NOON + 2 * DAY
    day = NOON.date() + dt.timedelta(days=1)
    settle_batch(**command(world, batch_id=batch.pk, posted_on=day, at=later))
    for walk in walks:
        delivery = receipt(walk)
        assert (delivery.state, delivery.marked_by_id) == ("accepted", world.people[Role.SPOC].pk)
        message = rows(walk, Message, pk=delivery.message_id)[0]
        assert date_of(message.told_at) == day
        assert kinds(walk)[-1] == "letter.told"
    assert now(world, batch).state == "settled"
    assert states(world, batch) == ["posted", "posted"]


def test_it_meets_the_date_that_the_letter_owes(world):
    walk = Walk(world, contacts=BY_POST).acknowledge()
    sweep_outbox()
    batch = made(world)
    settle_batch(**command(world, batch_id=batch.pk, posted_on=NOON.date()))
    assert rows(walk, Deadline, limit="acknowledge")[0].met_at == NOON


def test_all_but_some_are_marked_and_those_wait_again(world):
    walk, other = waiting(world, 2)
    batch = made(world)
    why = {receipt(walk).pk: "The printer ate page 2."}
    settle_batch(**command(world, batch_id=batch.pk, posted_on=NOON.date(), not_posted=why))
    assert (receipt(walk).state, receipt(other).state) == ("queued", "accepted")
    kept = {line.delivery_id: (line.state, line.why) for line in lines(world, batch)}
    assert kept[receipt(walk).pk] == ("not_posted", "The printer ate page 2.")
    (event,) = [one for one in rows(walk, Event) if one.kind == "letter.unbatched"]
    assert event.payload["why"] == "not_posted"
    assert "printer" not in str(event.payload), "what a person typed stays out of events"
    assert len(lines(world, asked(world))) == 1


def test_a_second_press_changes_nothing(world):
    (walk,) = waiting(world)
    batch = made(world)
    given = command(world, batch_id=batch.pk, posted_on=NOON.date())
    settle_batch(**given)
    events = kinds(walk)
    with pytest.raises(NotNow, match="marked as posted already"):
        settle_batch(**given)
    with pytest.raises(NotNow, match="marked as posted already"):
        give_up_batch(**command(world, batch_id=batch.pk))
    assert kinds(walk) == events


DAYS = {
    "in the future": (1, "must not be in the future"),
    "before the letter was written": (-1, "must not be before the letter was written"),
}


@pytest.mark.parametrize(("offset", "said"), DAYS.values(), ids=DAYS)
def test_a_day_that_cannot_be_right_marks_nothing(world, offset, said):
    walks = waiting(world, 2)
    batch = made(world)
    day = NOON.date() + dt.timedelta(days=offset)
    with pytest.raises(NotNow, match=said):
        settle_batch(**command(world, batch_id=batch.pk, posted_on=day))
    assert [receipt(walk).state for walk in walks] == ["queued", "queued"]
    assert now(world, batch).state == "ready"


def test_reasons_are_for_letters_of_the_batch_and_of_a_length_that_can_be_read(world):
    (walk,) = waiting(world)
    batch = made(world)
    given = command(world, batch_id=batch.pk, posted_on=NOON.date())
    for wrong in ({999_999: "Lost."}, {receipt(walk).pk: " "}, {receipt(walk).pk: "x" * 201}):
        with pytest.raises(NotNow):
            settle_batch(**given, not_posted=wrong)


def test_a_letter_that_became_unsafe_after_printing_is_held_back_at_marking(world):
    unsafe, safe = waiting(world, 2)
    batch = made(world)
    say_safe(world, unsafe, post=False)
    with world.inside():
        shown = batch_shown(
            partnership_id=world.partnership.pk, batch_id=batch.pk, district_ids=None
        )
    assert ["not safe" in line.warning for line in shown.to_take_out] == [True]
    settle_batch(**command(world, batch_id=batch.pk, posted_on=NOON.date()))
    assert (receipt(unsafe).state, receipt(safe).state) == ("cancelled", "accepted")
    kept = {line.delivery_id: line.state for line in lines(world, batch)}
    assert kept[receipt(unsafe).pk] == "held_back"


def test_one_that_the_sweep_held_back_meanwhile_is_not_marked_either(world):
    (walk,) = waiting(world)
    batch = made(world)
    say_safe(world, walk, post=False)
    deliver_queued(at=NOON)
    settle_batch(**command(world, batch_id=batch.pk, posted_on=NOON.date()))
    assert receipt(walk).state == "cancelled"
    assert states(world, batch) == ["held_back"]


def test_a_batch_that_is_given_up_frees_its_letters(world):
    (walk,) = waiting(world)
    batch = made(world)
    give_up_batch(**command(world, batch_id=batch.pk))
    assert states(world, batch) == ["freed"]
    assert kinds(walk)[-1] == "letter.unbatched"
    assert len(lines(world, asked(world))) == 1
    with pytest.raises(NotNow, match="given up"):
        settle_batch(**command(world, batch_id=batch.pk, posted_on=NOON.date()))


def test_a_batch_that_is_not_made_cannot_be_marked_and_one_that_is_made_not_made_again(world):
    waiting(world)
    batch = asked(world)
    with pytest.raises(NotNow, match="still being made"):
        settle_batch(**command(world, batch_id=batch.pk, posted_on=NOON.date()))
    with pytest.raises(NotNow, match="is being made"):
        make_batch_again(**command(world, batch_id=batch.pk))


def test_a_batch_that_is_not_there_is_not_found(world):
    with pytest.raises(NoSuchBatch):
        give_up_batch(**command(world, batch_id=999_999))
