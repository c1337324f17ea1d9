"""System checks: tenancy is declared on every table, and the database roles are bound by it."""

from django.apps import apps
from django.core.checks import Critical, Error, Tags, register
from django.db import connection
from django.db.models import Model

from organisations.rls import Protection

# Tables read before a scope exists, or that hold nothing of a tenant (ADR 5). Each with its reason.
UNPROTECTED = {
    "organisations.PolicingArea": "public names, read to find the scope",
    "organisations.Partnership": "public names, read to find the scope",
    "organisations.Agency": "shared by partnerships; public names",
    "organisations.User": "sign-in comes before the scope",
    "organisations.Membership": "roles decide which scope may be entered",
    "organisations.ClockOffset": "the demonstration's clock",
    "organisations.Heartbeat": "health of the periodic process",
    "cases.CaseGrant": "decides whether a case's scope may be entered",
    "cases.AccessKey": "hashes of secrets; decides which application's scope may be entered",
    "notifications.MailboxEntry": "the demonstration's mailbox; refuses rows outside demo mode",
}

OWN_APPS = ("organisations", "thresholds", "cases", "notifications")


@register(Tags.models)
def every_table_says_its_protection(app_configs, **kwargs):
    """A table of ours either declares a `protection` or is a named exception."""
    errors = []
    for label in OWN_APPS:
        for model in apps.get_app_config(label).get_models():
            protected = isinstance(getattr(model, "protection", None), Protection)
            if protected == (model._meta.label in UNPROTECTED):
                errors.append(
                    Error(
                        f"{model._meta.label} must declare its protection or be a named exception",
                        obj=model,
                        id="organisations.E001",
                    )
                )
    return errors


@register(Tags.models)
def no_table_is_read_by_its_partnership_alone(app_configs, **kwargs):
    """Such an index tempts a kept plan to read all of a tenant's rows (docs/PERFORMANCE.md)."""
    return [
        Error(
            f"{model._meta.label}.partnership has an index of its own",
            hint="say db_index=False, and begin the indexes that the table is read by with it",
            obj=model,
            id="organisations.E002",
        )
        for model in protected_models()
        if any(
            field.name == "partnership" and field.db_index for field in model._meta.concrete_fields
        )
    ]


@register(Tags.database)
def the_role_is_bound(app_configs, databases, **kwargs):
    """The web and the workers must not run as a role that row-level security does not bind."""
    if not databases:
        return []
    if role_bypasses_security():
        return [
            Critical(
                "the database role is a superuser or has BYPASSRLS: row-level security is void",
                hint="DATABASE_URL must name the application role",
                id="organisations.C001",
            )
        ]
    return []


def protected_models() -> list[type[Model]]:
    """Our models whose table declares a protection."""
    return [
        model
        for label in OWN_APPS
        for model in apps.get_app_config(label).get_models()
        if isinstance(getattr(model, "protection", None), Protection)
    ]


def role_bypasses_security() -> bool:
    """Whether the connection's role, or one that it could become, is above row-level security."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_roles WHERE (rolsuper OR rolbypassrls)"
            " AND pg_has_role(current_user, oid, 'MEMBER'))"
        )
        return cursor.fetchone()[0]


def tables_not_secured() -> list[str]:
    """Tables that declare a protection and whose row-level security is not FORCEd here."""
    declared = [model._meta.db_table for model in protected_models()]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relkind IN ('r', 'p')"
            " AND relnamespace = 'public'::regnamespace"
            " AND relrowsecurity AND relforcerowsecurity",
            [declared],
        )
        return sorted(set(declared) - {row[0] for row in cursor.fetchall()})
