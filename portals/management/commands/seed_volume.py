"""Fill a database with invented cases by the million, to measure at volume (ADR 11)."""

from time import monotonic

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from organisations import clock
from organisations.models import Partnership
from portals.demo.volume.places import SLUG, login_of, slug_of
from portals.demo.volume.seeding import Volume, seed

MOST_CASES = 10_000_000
MOST_PARTNERSHIPS = 999


class Command(BaseCommand):
    """`manage.py seed_volume --cases N --partnerships M`; demo mode, never beside other data."""

    help = "Add invented cases by set-based SQL; never beside partnerships that it did not make."

    def add_arguments(self, parser):
        parser.add_argument("--cases", type=int, required=True, metavar="N")
        parser.add_argument("--partnerships", type=int, default=340, metavar="M")
        parser.add_argument("--seed", type=int, default=1, help="another seed draws other cases")
        parser.add_argument(
            "--all-open", action="store_true", help="every case open, one in fifty past its date"
        )

    def handle(self, *args, cases: int, partnerships: int, all_open: bool, **options):
        _check(cases, partnerships)
        volume = Volume(
            cases=cases, partnerships=partnerships, seed=options["seed"], all_open=all_open
        )
        began = monotonic()
        for line in seed(volume, today=clock.date_of(clock.now())):
            self.stdout.write(f"[{monotonic() - began:6.1f} s] {line}")
            self.stdout.flush()
        self.stdout.write(
            f"\nThe largest is /p/{slug_of(1)}/; its people sign in as {login_of('spoc', 1)} and so"
            " on, with DEMO_PASSWORD."
        )


def _check(cases: int, partnerships: int) -> None:
    """Raise CommandError with what is wrong and what to do."""
    if not settings.DEMO:
        raise CommandError("Invented cases can be loaded in demo mode (DEMO=1) only.")
    if not settings.DEMO_PASSWORD:
        raise CommandError("Set DEMO_PASSWORD: everybody in the volume signs in with it.")
    if not settings.DATABASE_OWNER_URL:
        raise CommandError("Set DATABASE_OWNER_URL: the tables' owner loads them.")
    if not 1 <= cases <= MOST_CASES:
        raise CommandError(f"--cases takes a number from 1 to {MOST_CASES}.")
    if not 1 <= partnerships <= MOST_PARTNERSHIPS:
        raise CommandError(f"--partnerships takes a number from 1 to {MOST_PARTNERSHIPS}.")
    if Partnership.objects.exclude(slug__startswith=SLUG).exists():
        raise CommandError(
            "The database holds partnerships that are none of the volume's, so nothing was loaded."
        )
