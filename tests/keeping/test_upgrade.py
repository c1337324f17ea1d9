"""What each release left behind becomes what this one needs, and nothing is lost on the way."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.urls import reverse

from cases.models import Case, Event, Person
from cases.selectors.spoc import Wanted, desk_of, queue_page
from cases.status import Status
from ct_portal.keeping import releases, snapshot
from ct_portal.keeping.backing_up import AlreadyThere
from ct_portal.keeping.chains import check_chains
from ct_portal.keeping.deadlines import check_deadlines
from ct_portal.keeping.files import named_by_rows
from ct_portal.keeping.structure import check_structure
from ct_portal.version import VERSION
from organisations import clock
from organisations.checks import OWN_APPS
from organisations.clock import date_of
from organisations.models import Membership, Partnership, User
from organisations.roles import Role
from organisations.tenancy import Scope, transaction_in
from tests.integration import test_row_level_security as row_level_security
from tests.own_database import own_database, working_in
from tests.releases.loading import kept_releases, load
from tests.walk import Walk
from tests.world import make_world


@pytest.fixture(scope="module", params=kept_releases(), ids=lambda release: release.place.name)
def brought_forward(request, django_db_blocker):
    """The demonstration of a release, migrated to the present.

    Database, release, rows by table, and what was found before it was migrated.
    """
    with django_db_blocker.unblock(), own_database("ct_upgrade") as database:
        load(request.param, into=database)
        with working_in(database):
            before = checked_as_it_was()
            call_command("bootstrap", verbosity=0)
            with snapshot.snapshot():
                counts = snapshot.counts()
        yield database, request.param, counts, before


def checked_as_it_was() -> tuple[list[str], int]:
    """Problems of its chains and how many letters it has, before it is migrated."""
    problems = []
    with snapshot.snapshot():
        check_chains(problem=problems.append)
        return problems, sum(1 for _ in named_by_rows())


@pytest.fixture
def release(brought_forward, django_db_blocker):
    """The release, with its database entered as the application role."""
    database, kept, *_ = brought_forward
    with django_db_blocker.unblock(), working_in(database):
        yield kept


def our_tables() -> set[str]:
    return {
        model._meta.db_table
        for label in OWN_APPS
        for model in apps.get_app_config(label).get_models()
    }


def test_the_first_release_and_this_one_are_kept():
    kept = {release.place.name: release for release in kept_releases()}
    assert {"0.1.0", VERSION} <= set(kept)
    assert kept[VERSION].tables["notifications_chaser"]
    assert kept[VERSION].tables["cases_casetoken"]


@pytest.mark.django_db(transaction=True)
def test_what_the_command_keeps_can_be_loaded(monkeypatch, tmp_path):
    """With one case instead of the demonstration, which takes a minute."""

    def seed(name: str) -> None:
        call_command("bootstrap", verbosity=0)
        Walk(make_world()).acknowledge()

    monkeypatch.setattr(releases, "_seed", seed)
    place = releases.keep_release(below=tmp_path)
    assert place == tmp_path / VERSION
    [kept] = kept_releases(below=tmp_path)
    assert (kept.tables["cases_case"], kept.tables["cases_application"]) == (1, 1)
    assert "django_session" not in kept.tables
    with own_database("ct_kept") as database:
        load(kept, into=database)
        with working_in(database), snapshot.snapshot():
            counts = snapshot.counts()
    assert {table: counts[table] for table in kept.tables} == kept.tables
    with pytest.raises(AlreadyThere):
        releases.keep_release(below=tmp_path)


def test_every_migration_of_this_code_is_applied(release):
    with snapshot.snapshot():
        assert set(release.migrations) <= set(snapshot.migrations())
    call_command("migrate", check_unapplied=True, verbosity=0)


def test_nobody_can_sign_in_with_what_was_kept(release):
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert "django_session" not in release.tables


def test_no_row_is_lost(release, brought_forward):
    _, _, now, _ = brought_forward
    kept = {table: number for table, number in release.tables.items() if table in our_tables()}
    assert len(kept) > 30
    assert {table: now[table] for table in kept} == kept


def test_a_backup_of_it_can_be_checked_before_it_is_migrated(release, brought_forward):
    *_, before = brought_forward
    assert before == ([], release.tables["notifications_letter"])


def test_every_chain_verifies_and_every_date_is_the_one_that_the_rules_give(release):
    problems = []
    with snapshot.snapshot():
        checked = check_chains(problem=problems.append)
        check_deadlines(problem=problems.append, each=None)
    assert problems == []
    assert int(checked.split()[0]) >= release.tables["cases_event"]


def test_every_table_is_closed(release):
    problems, role = [], connection.settings_dict["USER"]
    with snapshot.snapshot():
        check_structure(application_role=role, problem=problems.append)
    assert problems == []
    row_level_security.test_every_table_is_secured_and_forced_or_a_named_exception(None)
    for model in row_level_security.protected_models():
        row_level_security.test_the_policies_are_those_that_the_model_declares(None, model)


def test_every_case_is_found_by_its_applicants_name_and_its_peoples_postcode(release):
    """Cases from before there were tokens, too: the migration went through every partnership."""
    found = 0
    for partnership in Partnership.objects.order_by("pk"):
        with transaction_in(Scope.staff(partnership.pk)):
            people = Person.objects.filter(partnership=partnership)
            for case in Case.objects.filter(partnership=partnership):
                postcode = people.filter(case=case).values_list("postcode", flat=True).first()
                for typed in filter(str.strip, (case.applicant_name, postcode or "")):
                    assert case.pk in _found_by(typed, partnership), (case.pk, case.status)
                    found += 1
    assert found > release.tables["cases_case"]


def _found_by(typed: str, partnership: Partnership) -> set[int]:
    wanted = Wanted(districts=None, search=typed)
    page = queue_page(desk_of(partnership.pk, today=date_of(clock.now())), wanted=wanted)
    return {row.case_id for row in page.rows}


def test_the_page_of_a_case_of_every_status_opens_and_the_reading_is_recorded(release):
    opened = set()
    for partnership in Partnership.objects.order_by("pk"):
        for case, contact in _cases_with_their_contacts(partnership):
            client = Client()
            client.force_login(contact)
            page = reverse("spoc:case", args=[partnership.slug, case.reference])
            assert client.get(page).status_code == 200, (case.pk, case.status)
            opened.add(case.status)
    assert opened == set(Status.values)
    problems = []
    with snapshot.snapshot():
        check_chains(problem=problems.append)
        assert Event.objects.count() > release.tables["cases_event"]
    assert problems == []


def _cases_with_their_contacts(partnership):
    """One case of each status, with somebody who is its single point of contact."""
    with transaction_in(Scope.staff(partnership.pk)):
        cases = list(
            Case.objects.filter(partnership=partnership).order_by("status", "pk").distinct("status")
        )
    contacts = Membership.objects.filter(
        partnership=partnership, role=Role.SPOC, ends_on__isnull=True
    ).select_related("user")
    for case in cases:
        place = Q(district_id=case.district_id) | Q(district_id__isnull=True)
        yield case, contacts.filter(place).first().user
