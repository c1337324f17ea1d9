"""The pages on which an administrator enters days off and takes them out again."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organisations import clock
from organisations.roles import Role
from organisations.tenancy import Scope, transaction_in
from tests.walk import Walk
from thresholds.models import CalendarDay

FORM = {
    "on_day": "12",
    "on_month": "6",
    "on_year": "2026",
    "kind": "closure",
    "name": "office move",
    "reason": "Agreed by the board",
}


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: dt.datetime(2026, 6, 10, 12, tzinfo=clock.LONDON))


@pytest.fixture
def administrator(world):
    client = Client()
    client.force_login(world.people[Role.ADMINISTRATOR])
    return client


@pytest.fixture
def page(world):
    return reverse("partnership:days_off", args=[world.partnership.slug])


def days_of(world) -> list[CalendarDay]:
    with world.inside():
        return list(CalendarDay.objects.all())


def entered(world, day: dt.date = dt.date(2026, 6, 12)) -> CalendarDay:
    with world.inside():
        return CalendarDay.objects.create(
            partnership=world.partnership, day=day, kind="closure", name="office move"
        )


def removal(world, day_id: int) -> str:
    return reverse("partnership:remove_day_off", args=[world.partnership.slug, day_id])


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_an_empty_list_says_what_would_be_there(administrator, page):
    text = text_of(administrator.get(page))
    assert "No day has been entered" in text
    assert "<table" not in text


def test_a_day_is_added_and_what_moved_is_said(world, administrator, page):
    Walk(world)
    text = text_of(administrator.post(page, FORM, follow=True))
    assert "The day is added. 2 dates moved; none had been told." in text
    assert "Friday 12 June 2026" in text
    assert "Closure day" in text
    assert "office move" in text
    [day] = days_of(world)
    assert (day.day, day.kind, day.name) == (dt.date(2026, 6, 12), "closure", "office move")


def test_a_day_that_moves_nothing_is_said_so(administrator, page):
    text = text_of(administrator.post(page, FORM, follow=True))
    assert "The day is added. No date moved." in text


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"on_day": "", "on_month": "", "on_year": ""}, "on", "Enter the day"),
        ({"on_day": "31"}, "on", "The day must be a real date"),
        ({"kind": ""}, "kind", "Select what the day is"),
        ({"kind": "party"}, "kind", "party"),
        ({"name": ""}, "name", "Enter a name for the day"),
        ({"name": "x" * 101}, "name", "100"),
        ({"reason": " "}, "reason", "Enter the reason"),
    ],
)
def test_what_cannot_be_is_said_next_to_its_field(
    world, administrator, page, wrong, field, message
):
    answer = administrator.post(page, FORM | wrong)
    assert answer.status_code == 200
    [(wrong_field, errors)] = answer.context["form"].errors.items()
    assert wrong_field == field
    assert message in errors[0]
    assert days_of(world) == []


def test_what_the_command_refuses_is_said_above_the_form(world, administrator, page):
    answer = administrator.post(page, FORM | {"on_day": "13"})
    assert answer.status_code == 409
    assert "This is a day off already: Saturday." in text_of(answer)
    assert days_of(world) == []


def test_a_day_is_removed_after_being_shown_and_with_a_reason(world, administrator, page):
    Walk(world)
    administrator.post(page, FORM)
    [day] = days_of(world)
    address = removal(world, day.pk)
    assert address in text_of(administrator.get(page))
    text = text_of(administrator.get(address))
    assert "Remove this day?" in text
    assert "Friday 12 June 2026" in text
    assert administrator.post(address, {"reason": ""}).status_code == 200
    assert days_of(world) == [day]
    text = text_of(administrator.post(address, {"reason": "Put off"}, follow=True))
    assert "The day is removed. 2 dates moved; none had been told." in text
    assert days_of(world) == []


def test_a_day_of_another_partnership_is_not_there(world, administrator):
    with transaction_in(Scope.staff(world.neighbour.pk)):
        theirs = CalendarDay.objects.create(
            partnership=world.neighbour, day=dt.date(2026, 6, 12), kind="closure", name="move"
        )
    address = removal(world, theirs.pk)
    assert administrator.get(address).status_code == 404
    assert administrator.post(address, {"reason": "Mine now"}).status_code == 404
    with transaction_in(Scope.staff(world.neighbour.pk)):
        assert CalendarDay.objects.filter(pk=theirs.pk).exists()


def test_what_was_changed_is_in_the_audit(world, administrator, page):
    administrator.post(page, FORM)
    [day] = days_of(world)
    administrator.post(removal(world, day.pk), {"reason": "Put off"})
    auditor = Client()
    auditor.force_login(world.people[Role.AUDITOR])
    text = text_of(auditor.get(reverse("partnership:audit", args=[world.partnership.slug])))
    assert "Day off added" in text
    assert "Day off removed" in text


def test_the_page_needs_as_many_queries_for_many_days_as_for_few(world, administrator, page):
    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            assert administrator.get(page).status_code == 200
        return len(found)

    entered(world)
    few = count()
    for day in range(15, 20):
        entered(world, dt.date(2026, 6, day))
    assert count() == few
