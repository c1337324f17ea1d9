"""Fill an empty database with the demonstration: three partnerships and a year of their cases."""

import os
from time import monotonic

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from organisations import clock
from organisations.models import PolicingArea, User
from portals.demo.stories.catalogue import demo_victim
from portals.demo.stories.retelling import MOST
from portals.demo.stories.seeding import seed


class Command(BaseCommand):
    """`manage.py seed_demo [--cases N] [--processes N]`; demo mode and an empty database only."""

    help = "Fill an empty database with the demonstration's places, people and cases."

    def add_arguments(self, parser):
        parser.add_argument(
            "--cases",
            type=int,
            default=1,
            metavar="N",
            help=f"tell each finished story N times, with other people (1 to {MOST})",
        )
        parser.add_argument(
            "--processes",
            type=int,
            default=os.cpu_count() or 1,
            metavar="N",
            help="write so many partnerships at once (default: as many as there are processors)",
        )

    def handle(self, *args, cases: int, processes: int, verbosity: int, **options):
        _check(cases)
        began, today = monotonic(), clock.date_of(clock.now())
        for line in seed(today=today, times=cases, processes=processes):
            self.stdout.write(f"[{monotonic() - began:5.1f} s] {line}")
        if verbosity:
            self._name_a_victim()

    def _name_a_victim(self) -> None:
        """For a person who reads along; where the output is a log, `demo_logins` tells it."""
        slug, reference, secret = demo_victim()
        self.stdout.write(f"\nA victim to follow: {reference}, secret {secret}")
        self.stdout.write(f"{settings.BASE_URL}/p/{slug}/track/")


def _check(cases: int) -> None:
    """Raise CommandError with what is wrong and what to do."""
    if not settings.DEMO:
        raise CommandError("Demonstration data can be loaded in demo mode (DEMO=1) only.")
    if not settings.DEMO_PASSWORD:
        raise CommandError("Set DEMO_PASSWORD: everybody in the demonstration signs in with it.")
    if not 1 <= cases <= MOST:
        raise CommandError(f"--cases takes a number from 1 to {MOST}.")
    if PolicingArea.objects.exists() or User.objects.exists():
        raise CommandError(
            "The database is not empty, so nothing was loaded. bin/run --reset starts anew."
        )
