"""Who is signed in, and what they hold, is asked at every page: in two statements."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organisations import clock
from organisations.actors import staff_actor
from organisations.models import Membership, User
from organisations.roles import Role


@pytest.fixture
def queue(world):
    return reverse("spoc:queue", args=[world.partnership.slug])


def test_memberships_and_partnership_come_with_the_person(client, world, queue, settings):
    settings.DATABASE_PREPARE = False
    client.force_login(world.people[Role.SPOC])
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(queue).status_code == 200
    about = [one["sql"] for one in asked if "organisations_" in one["sql"]]
    [held] = [sql for sql in about if "organisations_membership" in sql]
    assert '"organisations_user"."email"' in held
    assert '"organisations_partnership"."slug"' in held
    assert not [sql for sql in about if 'FROM "organisations_partnership"' in sql]
    assert not [sql for sql in about if 'FROM "organisations_user"' in sql]


def test_somebody_who_holds_nothing_is_signed_in_and_sees_no_queue(client, queue):
    client.force_login(User.objects.create_user("new@example.org", full_name="Nora New"))
    page = client.get(reverse("staff_home"))
    assert page.status_code == 200
    assert "Nora New" in page.text
    assert client.get(queue).status_code == 404


@pytest.mark.parametrize(
    ("first", "last", "status"),
    [(-9, None, 200), (-9, 0, 200), (0, 0, 200), (-9, -1, 404), (1, None, 404)],
)
def test_a_membership_opens_the_queue_from_its_first_day_to_its_last(
    client, world, queue, first, last, status
):
    today = clock.date_of(clock.now())
    user = world.people[Role.SPOC]
    days = {
        "starts_on": today + dt.timedelta(days=first),
        "ends_on": None if last is None else today + dt.timedelta(days=last),
    }
    Membership.objects.filter(user=user).update(**days)
    client.force_login(user)
    assert client.get(queue).status_code == status
    assert bool(staff_actor(User.objects.get(pk=user.pk), on=today).grips) is (status == 200)


def test_the_queue_of_a_partnership_where_one_holds_nothing_is_not_there(client, world):
    client.force_login(world.people[Role.SPOC])
    there = reverse("spoc:queue", args=[world.neighbour.slug])
    assert client.get(there).status_code == 404
