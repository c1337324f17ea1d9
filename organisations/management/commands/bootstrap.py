"""Prepare the database in one process: migrate as the owner, grant the application role, seed."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from organisations.database import as_owner, grant_application_role
from organisations.models import Heartbeat, Partnership

SEEDED = "demonstration loaded"


class Command(BaseCommand):
    """`manage.py bootstrap [--demo]`; safe to run again."""

    help = (
        "Migrate as the owner role, grant the application role, with --demo fill an empty database."
    )

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true", help="seed the demonstration if empty")

    def handle(self, *args, demo: bool, **options):
        if not settings.DATABASE_OWNER_URL:
            raise CommandError("Set DATABASE_OWNER_URL: migrations run as the owner role.")
        application_role = connection.settings_dict["USER"]
        with as_owner():
            call_command("migrate", interactive=False, verbosity=options["verbosity"])
            grant_application_role(application_role)
        if demo:
            if not settings.DEMO:
                raise CommandError("Demonstration data can be loaded in demo mode (DEMO=1) only.")
            _seed()


def _seed() -> None:
    """Fill an empty database; one that was left half full is refused, not taken for whole.

    Quietly: what bootstrap prints is a log, and may not hold the secret of a victim to follow.
    """
    whole = Heartbeat.objects.filter(name=SEEDED).exists()
    if whole:
        return
    if Partnership.objects.exists():
        raise CommandError(
            "The demonstration was loaded only in part. Start anew with bin/run --reset."
        )
    call_command("seed_demo", verbosity=0)
    Heartbeat.objects.create(name=SEEDED, beat_at=timezone.now())
