"""System checks: tenancy is declared on every table, and the database roles are bound by it."""

from django.apps import apps
from django.core.checks import Critical, Error, Tags, register
from django.db import connection

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


def role_bypasses_security() -> bool:
    """Whether the connection's role is above row-level security."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        return cursor.fetchone()[0]
