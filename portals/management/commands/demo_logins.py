"""Print one login per role of the demonstration, and a victim to follow."""

import contextlib
import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import F

from organisations.models import Membership
from organisations.reach import Reach, reaches
from organisations.roles import Role
from portals.demo.stories.catalogue import NoDemonstration, demo_victim


def one_login_a_role() -> dict[str, Reach]:
    """For each role whoever reaches furthest in the first partnership or area, so that the people
    can work on the same case; inside a transaction."""
    live = (
        Membership.objects.filter(user__is_active=True, ends_on__isnull=True)
        .select_related("user", "partnership", "policing_area", "agency")
        .order_by(
            F("partnership_id").asc(nulls_last=True),
            F("district_id").asc(nulls_first=True),
            F("locality_id").asc(nulls_first=True),
            "policing_area_id",
            "pk",
        )
    )
    first: dict[str, Membership] = {}
    for membership in live:
        first.setdefault(membership.role, membership)
    ordered = [first[role.value] for role in Role if role.value in first]
    return {row.membership.role: row for row in reaches(ordered)}


class Command(BaseCommand):
    """`manage.py demo_logins [--json]`; demo mode only."""

    help = "Print one login per role of the demonstration; --json: one object {role: e-mail}."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print {role: e-mail} as JSON")

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("There are logins to print in demo mode (DEMO=1) only.")
        with transaction.atomic():
            logins = one_login_a_role()
        if options["json"]:
            emails = {role: row.email for role, row in logins.items()}
            self.stdout.write(json.dumps(emails, indent=2))
            return
        if not logins:
            self.stdout.write("Nobody is here yet: manage.py bootstrap --demo brings them.")
            return
        rows = [("Role", "Name", "E-mail", "Where")]
        rows += [(row.role, row.name, row.email, row.place) for row in logins.values()]
        for line in _in_columns(rows):
            self.stdout.write(line)
        self.stdout.write(f"\nThe password is the same for everybody: {settings.DEMO_PASSWORD}")
        with contextlib.suppress(NoDemonstration):
            slug, reference, secret = demo_victim()
            self.stdout.write(f"A victim to follow at /p/{slug}/track/: {reference}, code {secret}")


def _in_columns(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return lines
