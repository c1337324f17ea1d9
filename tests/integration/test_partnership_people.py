"""Roles given and ended by the partnership's administrator, and the mail to somebody new."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.commands.people import (
    MembershipGiven,
    NoSuchAgency,
    NoSuchMembership,
    change_agency_mailbox,
    end_membership,
    give_membership,
)
from cases.events import verify_stream
from cases.models import Event
from cases.permissions import NotPermitted
from cases.policies import NotNow
from organisations import clock
from organisations.actors import staff_actor
from organisations.models import District, Locality, Membership, User
from organisations.roles import Role
from organisations.tenancy import Scope, transaction_in
from tests.world import NOON, make_person


@pytest.fixture
def client(world):
    """The administrator's browser."""
    client = Client()
    client.force_login(world.people[Role.ADMINISTRATOR])
    return client


@pytest.fixture(autouse=True)
def _kept_mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def people_url(world) -> str:
    return reverse("partnership:people", args=[world.partnership.slug])


def end_url(world, membership: Membership) -> str:
    return reverse("partnership:end_membership", args=[world.partnership.slug, membership.pk])


def membership_of(world, role: str) -> Membership:
    return Membership.objects.get(user=world.people[role], role=role)


def give(world, **changes) -> MembershipGiven:
    return MembershipGiven(
        **{"email": "new@people.example", "full_name": "Nia Newcomer", "role": "spoc"} | changes
    )


def by_administrator(world) -> dict:
    return {
        "partnership_id": world.partnership.pk,
        "by": world.actor(Role.ADMINISTRATOR),
        "at": NOON,
    }


def test_somebody_new_gets_a_role_and_sets_a_password_by_mail(
    world, client, django_capture_on_commit_callbacks
):
    """Nia is invited, follows the link, chooses a password and signs in to her queue."""
    data = {"email": "Nia@People.example", "full_name": "Nia Newcomer", "role": "spoc"}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(people_url(world), data).status_code == 302
    nia = User.objects.get(email="nia@people.example")
    assert not nia.has_usable_password()
    assert [message.to for message in mail.outbox] == [["nia@people.example"]]
    assert "No password yet" in client.get(people_url(world)).content.decode()
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)[1]
    theirs = Client()
    form = theirs.get(link, follow=True)
    chosen = {"password1": "a heron on the roof", "password2": "a heron on the roof"}
    theirs.post(form.redirect_chain[-1][0], chosen)
    assert theirs.login(email="nia@people.example", password="a heron on the roof")
    assert theirs.get(reverse("staff_home")).status_code in {200, 302}
    assert "No password yet" not in client.get(people_url(world)).content.decode()


def test_somebody_known_gets_a_further_role_and_no_mail(
    world, client, django_capture_on_commit_callbacks
):
    spoc = world.people[Role.SPOC]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(people_url(world), {"email": spoc.email.upper(), "role": "auditor"})
    assert Membership.objects.filter(user=spoc).count() == 2
    assert mail.outbox == []


def test_a_role_is_narrowed_to_a_district_or_a_locality(world, client):
    client.post(
        people_url(world),
        {
            "email": "a@people.example",
            "full_name": "A",
            "role": "spoc",
            "district_id": world.district.pk,
        },
    )
    client.post(
        people_url(world),
        {
            "email": "b@people.example",
            "full_name": "B",
            "role": "lmaps_chair",
            "locality_id": world.locality.pk,
        },
    )
    reach = Membership.objects.filter(user__email__in=["a@people.example", "b@people.example"])
    assert set(reach.values_list("district_id", "locality_id")) == {
        (world.district.pk, None),
        (None, world.locality.pk),
    }
    text = client.get(people_url(world)).content.decode()
    assert "<td>Bassetlaw</td>" in text
    assert "<td>Worksop</td>" in text


@pytest.mark.parametrize(
    ("data", "message", "status"),
    [
        ({"email": ""}, "Enter the person’s e-mail address", 200),
        ({"email": "nobody at home"}, "Enter an e-mail address like", 200),
        ({"role": ""}, "Select a role", 200),
        ({"role": "pcc_officer"}, "Select a valid choice", 200),
        ({"role": "agency_member"}, "Select a valid choice", 200),
        ({"role": "administrator", "district_id": "own"}, "cannot be narrowed", 200),
        ({"role": "spoc", "locality_id": "own"}, "Only an LMAPS chair", 200),
        ({"district_id": "99999"}, "Select a valid choice", 200),
        ({"full_name": ""}, "give the person’s name too", 409),
    ],
)
def test_what_cannot_be_given_is_said_beside_the_field(world, client, data, message, status):
    own = {"district_id": world.district.pk, "locality_id": world.locality.pk}
    data = {name: own[name] if value == "own" else value for name, value in data.items()}
    whole = {
        "email": "new@people.example",
        "full_name": "Nia Newcomer",
        "role": "spoc",
        "title": "Kept",
    }
    before = Membership.objects.count(), User.objects.count()
    page = client.post(people_url(world), whole | data)
    text = page.content.decode()
    assert page.status_code == status
    assert message in text
    assert 'value="Kept"' in text
    assert (Membership.objects.count(), User.objects.count()) == before


def test_the_same_role_is_not_given_twice(world, client):
    data = {"email": "new@people.example", "full_name": "Nia Newcomer", "role": "spoc"}
    assert client.post(people_url(world), data).status_code == 302
    page = client.post(people_url(world), data)
    assert page.status_code == 409
    assert "holds this role already" in page.content.decode()
    assert Membership.objects.filter(user__email="new@people.example").count() == 1


def test_giving_and_ending_are_one_chain_of_events_without_names(world):
    made = give_membership(**by_administrator(world), given=give(world))
    end_membership(**by_administrator(world), membership_id=made.membership.pk)
    with world.inside():
        events = Event.objects.filter(stream=Event.Stream.MEMBERSHIP)
        assert [event.kind for event in events] == ["membership.given", "membership.ended"]
        assert (
            verify_stream(
                partnership_id=world.partnership.pk,
                stream=Event.Stream.MEMBERSHIP,
                stream_id=world.partnership.pk,
            )
            == 2
        )
        assert "Nia" not in str([event.payload for event in events])


def test_an_ended_role_ends_at_once(world, client):
    spoc = membership_of(world, Role.SPOC)
    assert client.get(end_url(world, spoc)).status_code == 200
    assert client.post(end_url(world, spoc)).status_code == 302
    actor = staff_actor(world.people[Role.SPOC], on=clock.date_of(clock.now()))
    assert actor.grips == ()
    assert client.post(end_url(world, spoc)).status_code == 409


def test_a_role_given_and_ended_on_the_same_day_holds_no_more(world):
    made = give_membership(**by_administrator(world), given=give(world))
    end_membership(**by_administrator(world), membership_id=made.membership.pk)
    assert staff_actor(made.membership.user, on=NOON.date()).grips == ()


def test_nobody_ends_their_own_last_administrators_role(world, client):
    own = membership_of(world, Role.ADMINISTRATOR)
    page = client.post(end_url(world, own))
    assert page.status_code == 409
    assert "your last administrator’s role" in page.content.decode()
    second = make_person(world, Role.ADMINISTRATOR, email="second@people.example")
    assert client.post(end_url(world, own)).status_code == 409, "another’s role is not their own"
    theirs = Client()
    theirs.force_login(second)
    assert theirs.post(end_url(world, own)).status_code == 302


def test_an_administrator_whose_role_has_just_ended_ends_nobody_elses(world):
    """Two end each other's role in the same moment: the second no longer has a key to turn."""
    second = make_person(world, Role.ADMINISTRATOR, email="second@people.example")
    late = world.actor(Role.ADMINISTRATOR)
    first_to_come = staff_actor(second, on=NOON.date())
    own = membership_of(world, Role.ADMINISTRATOR)
    theirs = Membership.objects.get(user=second)
    place = {"partnership_id": world.partnership.pk, "at": NOON}
    end_membership(**place, membership_id=own.pk, by=first_to_come)
    with pytest.raises(NotNow):
        end_membership(**place, membership_id=theirs.pk, by=late)


def test_only_the_administrator_of_the_partnership_gives_and_ends(world):
    spoc = membership_of(world, Role.SPOC)
    for role in set(Role) - {Role.ADMINISTRATOR}:
        person = by_administrator(world) | {"by": world.actor(role)}
        with pytest.raises(NotPermitted):
            give_membership(**person, given=give(world))
        with pytest.raises(NotPermitted):
            end_membership(**person, membership_id=spoc.pk)
    elsewhere = by_administrator(world) | {"partnership_id": world.neighbour.pk}
    with pytest.raises(NotPermitted):
        give_membership(**elsewhere, given=give(world))


def test_a_role_in_another_partnership_is_not_there(world, client):
    other = make_person(
        world, Role.SPOC, email="theirs@people.example", partnership=world.neighbour
    )
    membership = Membership.objects.get(user=other)
    assert client.get(end_url(world, membership)).status_code == 404
    assert client.post(end_url(world, membership)).status_code == 404
    with pytest.raises(NoSuchMembership):
        end_membership(**by_administrator(world), membership_id=membership.pk)
    assert "theirs@people.example" not in client.get(people_url(world)).content.decode()


def test_a_district_of_another_partnership_cannot_be_given(world):
    with transaction_in(Scope.staff(world.neighbour.pk)):
        district = District.objects.create(
            partnership=world.neighbour,
            slug="ashfield",
            name="Ashfield",
            spoc_name="S",
            spoc_email="s@s.example",
            spoc_phone="1",
        )
        locality = Locality.objects.create(
            partnership=world.neighbour, district=district, name="Hucknall"
        )
    for changes in (
        {"district_id": district.pk},
        {"role": "lmaps_chair", "locality_id": locality.pk},
    ):
        with pytest.raises(NotNow):
            give_membership(**by_administrator(world), given=give(world, **changes))


def test_a_person_whose_account_is_closed_gets_no_role(world):
    User.objects.filter(pk=world.people[Role.SPOC].pk).update(is_active=False)
    email = world.people[Role.SPOC].email
    with pytest.raises(NotNow, match="closed"):
        give_membership(**by_administrator(world), given=give(world, email=email, role="auditor"))


def test_the_invitation_can_be_sent_again_until_there_is_a_password(
    world, client, django_capture_on_commit_callbacks
):
    made = give_membership(**by_administrator(world), given=give(world))
    url = reverse("partnership:invite", args=[world.partnership.slug, made.membership.pk])
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url).status_code == 302
    assert len(mail.outbox) == 1
    has_password = membership_of(world, Role.SPOC)
    url = reverse("partnership:invite", args=[world.partnership.slug, has_password.pk])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url)
    assert len(mail.outbox) == 1
    assert client.get(url).status_code == 405


def test_a_mail_server_that_is_down_does_not_take_the_role_back(
    world, client, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 9
    data = {"email": "new@people.example", "full_name": "Nia Newcomer", "role": "spoc"}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(people_url(world), data).status_code == 302
    assert Membership.objects.filter(user__email="new@people.example").exists()


def test_the_list_needs_as_many_queries_for_twenty_people_as_for_one(world, client):
    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(people_url(world)).status_code == 200
        return len(found)

    count()
    few = count()
    for number in range(20):
        make_person(world, Role.SPOC, email=f"p{number}@people.example")
    assert count() == few


def test_a_role_that_ends_later_shows_its_last_day(world, client):
    Membership.objects.filter(user=world.people[Role.SPOC]).update(ends_on=dt.date(2099, 1, 1))
    assert "until Thursday 1 January 2099" in client.get(people_url(world)).content.decode()


# --- Mailboxes of agencies ----------------------------------------------------------------------


def mailbox_url(world, agency) -> str:
    return reverse("partnership:agency_mailbox", args=[world.partnership.slug, agency.pk])


def test_the_administrator_sets_an_agency_s_mailbox_and_takes_it_away(world, client):
    page = mailbox_url(world, world.police)
    assert "Mailbox of Nottinghamshire Police" in client.get(page).content.decode()
    assert client.post(page, {"email": "asb@police.example"}).status_code == 302
    overview = client.get(reverse("partnership:overview", args=[world.partnership.slug]))
    assert "asb@police.example" in overview.content.decode()
    client.post(page, {"email": "asb@police.example"})
    client.post(page, {"email": ""})
    with world.inside():
        found = Event.objects.filter(kind="agency_mailbox.changed").order_by("id")
        payloads = list(found.values_list("payload", flat=True))
    agency = world.police.pk
    assert payloads == [
        {"agency": agency, "has_one": True},
        {"agency": agency, "has_one": False},
    ]


def test_what_is_no_address_is_said_at_the_field_and_kept(world, client):
    answer = client.post(mailbox_url(world, world.police), {"email": "asb at police"})
    shown = answer.content.decode()
    assert "Enter an e-mail address like name@example.com" in shown
    assert "asb at police" in shown


def test_only_the_administrator_sets_mailboxes_and_only_of_agencies_that_take_part(world, client):
    given = {"partnership_id": world.partnership.pk, "email": "a@b.example", "at": NOON}
    with pytest.raises(NotPermitted):
        change_agency_mailbox(**given, agency_id=world.police.pk, by=world.actor(Role.SPOC))
    with pytest.raises(NoSuchAgency):
        change_agency_mailbox(**given, agency_id=0, by=world.actor(Role.ADMINISTRATOR))
    assert (
        client.get(reverse("partnership:agency_mailbox", args=["ashfield", 1])).status_code == 404
    )
