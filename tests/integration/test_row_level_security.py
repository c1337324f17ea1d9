"""Every table is closed by itself: introspected, not trusted."""

import os

import dj_database_url
import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError, ProgrammingError

from cases.models import Application, Case, Deadline, Event, Incident, Meeting, OutboxEntry, Person
from organisations.checks import (
    OWN_APPS,
    UNPROTECTED,
    role_bypasses_security,
    tables_not_secured,
    the_role_is_bound,
)
from organisations.models import District, Locality
from organisations.rls import APPLICATION, CASE_STAFF, PARTNERSHIP, PUBLISHED, STAFF
from organisations.tenancy import (
    NOTHING,
    NoTransaction,
    Scope,
    ScopeAlreadySet,
    enter,
    transaction_in,
    visiting,
)
from tests.own_database import as_owner_of
from tests.walk import Walk
from tests.world import apply_as_joan

FOREIGN_TABLES = ("auth_", "django_", "account_", "mfa_", "organisations_user_")


def own_models():
    return [model for label in OWN_APPS for model in apps.get_app_config(label).get_models()]


def protected_models():
    return [model for model in own_models() if model._meta.label not in UNPROTECTED]


def fetch(sql: str, *values) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def fetch_nothing(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_every_table_is_secured_and_forced_or_a_named_exception(db):
    found = {
        name: (secured, forced)
        for name, secured, forced in fetch(
            "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
    }
    ours = {model._meta.db_table for model in own_models()}
    strangers = {name for name in found if not name.startswith(FOREIGN_TABLES)} - ours
    assert strangers == set()
    for model in protected_models():
        assert found[model._meta.db_table] == (True, True), model
    exceptions = {name for name in ours if found[name] != (True, True)}
    assert exceptions == {apps.get_model(label)._meta.db_table for label in UNPROTECTED}


@pytest.mark.parametrize("model", protected_models(), ids=lambda model: model._meta.label)
def test_the_policies_are_those_that_the_model_declares(db, model):
    table = model._meta.db_table
    policies = {
        name: (permissive, using, check)
        for name, permissive, using, check in fetch(
            "SELECT policyname, permissive, qual, with_check FROM pg_policies"
            " WHERE tablename = %s AND cmd = 'ALL'",
            table,
        )
    }
    assert policies["tenant"][0] == "PERMISSIVE"
    for name, (_, using, check) in policies.items():
        assert using == check, name
    assert ("scope" in policies) == bool(model.protection.restrictive())
    if "scope" in policies:
        assert policies["scope"][0] == "RESTRICTIVE"
    assert ("own_rows" in policies) == bool(model.protection.own_rows())
    if "own_rows" in policies:
        assert policies["own_rows"][0] == "RESTRICTIVE"
        assert "app.application" in policies["own_rows"][1]
    if model.protection.level in {STAFF, CASE_STAFF, APPLICATION}:
        assert "app.application" in policies["scope"][1]


def test_with_no_scope_every_protected_table_is_empty(world):
    Walk(world).to_closed()
    with transaction_in(NOTHING):
        seen = {model._meta.label: model._base_manager.count() for model in protected_models()}
    assert not {label: count for label, count in seen.items() if count}


def test_the_public_scope_sees_only_what_is_published(world):
    Walk(world).to_closed()
    opened = {PARTNERSHIP, PUBLISHED}
    closed = [model for model in protected_models() if model.protection.level not in opened]
    with transaction_in(Scope.public(world.partnership.pk)):
        seen = {model._meta.label: model._base_manager.count() for model in closed}
    assert not {label: count for label, count in seen.items() if count}


def test_another_partnership_sees_nothing(world):
    Walk(world).to_closed()
    with transaction_in(Scope.staff(world.neighbour.pk)):
        seen = {
            model._meta.label: model._base_manager.exclude(
                partnership_id=world.neighbour.pk
            ).count()
            for model in protected_models()
        }
    assert not {label: count for label, count in seen.items() if count}


def test_one_victim_sees_nothing_of_another_in_the_same_partnership(world):
    mine = Walk(world).to_planned()
    other = apply_as_joan(world)
    scope = Scope.of_application(
        partnership_id=world.partnership.pk,
        application_id=mine.submitted.application.pk,
        case_id=mine.case_id,
    )
    with transaction_in(scope):
        assert list(Application.objects.values_list("pk", flat=True)) == [
            mine.submitted.application.pk
        ]
        assert list(Case.objects.values_list("pk", flat=True)) == [mine.case_id]
        assert not Person.objects.filter(application_id=other.application.pk).exists()
        assert Incident.objects.count() == 3
        assert not Meeting.objects.exists()
        assert not Event.objects.exists()
        assert not OutboxEntry.objects.exists()


def test_case_scope_sees_one_case(world):
    first, second = Walk(world), Walk(world)
    scope = Scope.of_case(partnership_id=world.partnership.pk, case_id=first.case_id)
    with transaction_in(scope):
        assert list(Case.objects.values_list("pk", flat=True)) == [first.case_id]
        assert not Deadline.objects.filter(case_id=second.case_id).exists()
        assert Deadline.objects.filter(case_id=first.case_id).exists()


def test_a_scope_of_several_cases_sees_those_and_no_other(world):
    walks = [Walk(world) for _ in range(3)]
    first, second, third = sorted(walk.case_id for walk in walks)
    scope = Scope.of_cases(partnership_id=world.partnership.pk, case_ids={third, first})
    with transaction_in(scope):
        assert set(Case.objects.values_list("pk", flat=True)) == {first, third}
        assert not Deadline.objects.filter(case_id=second).exists()
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Deadline.objects.filter(case_id=first).update(case_id=second)


def test_a_scope_of_no_case_sees_none(world):
    Walk(world)
    with transaction_in(Scope.of_cases(partnership_id=world.partnership.pk, case_ids=())):
        assert not Case.objects.exists()
        assert not Deadline.objects.exists()


def test_a_row_cannot_be_written_into_another_partnership(world):
    with pytest.raises(ProgrammingError, match="row-level security"), world.inside():
        District.objects.create(
            partnership=world.neighbour,
            slug="x",
            name="X",
            spoc_name="X",
            spoc_email="x@x.example",
            spoc_phone="1",
        )


def test_a_row_cannot_point_at_another_partnerships_row(world):
    """PostgreSQL's foreign keys ignore row-level security; the composite ones do not need it."""
    with transaction_in(Scope.staff(world.neighbour.pk)):
        Locality.objects.create(
            partnership=world.neighbour, district_id=world.district.pk, name="Elsewhere"
        )
        with pytest.raises(IntegrityError, match="same_tenant"):
            fetch_nothing("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "change",
    [
        lambda: Event.objects.update(kind="something.else"),
        lambda: Event.objects.filter(kind="application.received")._raw_delete("default"),
    ],
    ids=["update", "delete"],
)
def test_events_cannot_be_changed_or_deleted(world, change):
    Walk(world)
    refused = (InternalError, ProgrammingError, IntegrityError)
    with world.inside(), pytest.raises(refused), transaction.atomic():
        change()


def test_the_tests_run_as_a_role_that_is_bound(db):
    assert role_bypasses_security() is False


@pytest.mark.django_db(transaction=True)
def test_a_role_above_the_policies_is_found_out(monkeypatch):
    """The role of the backups reads past them, so that the service may not run as it."""
    backup = dj_database_url.parse(os.environ["DATABASE_BACKUP_URL"])
    connection.close()
    with monkeypatch.context() as patch:
        for name in ("USER", "PASSWORD"):
            patch.setitem(connection.settings_dict, name, backup[name])
        assert role_bypasses_security() is True
        assert [found.id for found in the_role_is_bound(None, ["default"])] == [
            "organisations.C001"
        ]
        connection.close()
    assert the_role_is_bound(None, ["default"]) == []


@pytest.mark.django_db(transaction=True)
def test_a_table_whose_policies_do_not_bind_its_owner_is_found_out():
    table, here = Case._meta.db_table, connection.settings_dict["NAME"]
    assert tables_not_secured() == []
    as_owner_of(here, f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    try:
        assert tables_not_secured() == [table]
    finally:
        as_owner_of(here, f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


@pytest.mark.django_db(transaction=True)
def test_a_scope_outside_a_transaction_is_refused():
    with pytest.raises(NoTransaction):
        enter(Scope.staff(1))


def test_a_transaction_has_one_scope_unless_it_visits(db):
    with transaction.atomic(), visiting(Scope.staff(1)):
        with pytest.raises(ScopeAlreadySet):
            enter(Scope.staff(2))
        with visiting(Scope.staff(2)):
            assert fetch("SELECT current_setting('app.partnership')") == [("2",)]
        assert fetch("SELECT current_setting('app.partnership')") == [("1",)]


def test_a_failed_visit_leaves_the_scope_as_it_was(db):
    with visiting(Scope.staff(1)):
        with pytest.raises(LookupError), visiting(Scope.staff(2)):
            raise LookupError
        assert fetch("SELECT current_setting('app.partnership')") == [("1",)]
