"""What protects the rows is in the database as the code declares it (ADR 4, ADR 5)."""

import re
from collections.abc import Iterator

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

from ct_portal.keeping.files import Tell
from organisations.checks import OWN_APPS, UNPROTECTED
from organisations.guards import AppendOnly, Guard
from organisations.rls import SameTenant


def check_structure(*, application_role: str, problem: Tell) -> str:
    """Policies, guarded rows, tenant foreign keys, and what the application role may do.

    What was checked, in words. The schema must be that of this code.
    """
    models = list(protected_models())
    _check_policies(models, problem=problem)
    _check_guards(problem=problem)
    _check_tenant_keys(problem=problem)
    append_only = {step.table for step in _steps(AppendOnly)}
    _check_application_role(application_role, append_only=append_only, problem=problem)
    return f"{len(models)} protected tables, {len(append_only)} of them append-only"


def protected_models() -> Iterator[type[Model]]:
    """The models whose tables row-level security closes."""
    for label in OWN_APPS:
        for model in apps.get_app_config(label).get_models():
            if model._meta.label not in UNPROTECTED:
                yield model


def _steps(kind: type) -> Iterator:
    """Every operation of one kind in the migrations of this code."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    for migration in loader.disk_migrations.values():
        yield from (step for step in migration.operations if isinstance(step, kind))


def _rows(query: str, *values) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def _check_policies(models: list[type[Model]], *, problem: Tell) -> None:
    secured = {
        name: rest
        for name, *rest in _rows(
            "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class"
            " WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
        )
    }
    found: dict[str, dict[str, tuple]] = {}
    for table, name, *rest in _rows(
        "SELECT tablename, policyname, permissive, cmd, roles::text, qual, with_check"
        " FROM pg_policies WHERE schemaname = 'public'"
    ):
        found.setdefault(table, {})[name] = tuple(map(_plain, rest))
    for model in models:
        table = model._meta.db_table
        if secured.get(table) != [True, True]:
            problem(f"{table}: row-level security is not enabled and forced")
        if found.get(table) != _declared(model):
            problem(f"{table}: its policies are not those that the code declares")


def _declared(model: type[Model]) -> dict[str, tuple]:
    conditions = {
        "tenant": ("PERMISSIVE", model.protection.permissive()),
        "scope": ("RESTRICTIVE", model.protection.restrictive()),
        "own_rows": ("RESTRICTIVE", model.protection.own_rows()),
    }
    return {
        name: tuple(map(_plain, (kind, "ALL", "{public}", condition, condition)))
        for name, (kind, condition) in conditions.items()
        if condition
    }


def _plain(expression: str | None) -> str:
    """An expression without what PostgreSQL adds when it prints one: brackets, breaks, casts."""
    return re.sub(r"::text\b|[()\s]", "", expression or "").lower()


# `BEFORE UPDATE OR DELETE ... FOR EACH ROW`, as `pg_trigger.tgtype` has it.
_BEFORE_EACH_CHANGE = 1 | 2 | 8 | 16


def _check_guards(*, problem: Tell) -> None:
    """Triggers that are in force for each row, with the functions that the code declares."""
    found = {
        (table, name): (function, body.split())
        for table, name, function, body in _rows(
            "SELECT relname, tgname, proname, prosrc FROM pg_trigger"
            " JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid"
            " WHERE tgtype = %s AND tgqual IS NULL AND tgattr = ''"
            " AND tgenabled IN ('O', 'A') AND relnamespace = 'public'::regnamespace",
            _BEFORE_EACH_CHANGE,
        )
    }
    for step in _steps(Guard):
        if found.get((step.table, step.name)) == (step.function, step.body.split()):
            continue
        if isinstance(step, AppendOnly):
            problem(f"{step.table}: nothing refuses that rows are changed or deleted")
        else:
            problem(f"{step.table}: {step.function} does not keep its rows as the code declares")


def _check_tenant_keys(*, problem: Tell) -> None:
    found = {
        (table, name)
        for table, name in _rows(
            "SELECT relname, conname FROM pg_constraint"
            " JOIN pg_class ON pg_class.oid = conrelid WHERE contype = 'f' AND convalidated"
        )
    }
    for step in _steps(SameTenant):
        if (step.table, step.constraint) not in found:
            problem(f"{step.table}: {step.column} may point into another partnership")


def _check_application_role(role: str, *, append_only: set[str], problem: Tell) -> None:
    known = _rows("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s", role)
    if not known:
        problem(f"role {role} does not exist")
        return
    if known[0][0]:
        problem(f"role {role} is above row-level security")
    for table, owns, may_truncate, may_change in _rows(
        "SELECT relname, pg_has_role(%s, relowner, 'MEMBER'),"
        " has_table_privilege(%s, oid, 'TRUNCATE'), has_table_privilege(%s, oid, 'UPDATE, DELETE')"
        " FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
        " ORDER BY relname",
        role,
        role,
        role,
    ):
        if owns:
            problem(f"role {role} owns {table}")
        elif may_truncate:
            problem(f"role {role} may empty {table}")
        elif may_change and table in append_only:
            problem(f"role {role} may change {table}")
