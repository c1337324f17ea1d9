"""Keep the demonstration's rows of this release for the tests of upgrades."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ct_portal.keeping.place import sentences
from ct_portal.keeping.releases import keep_release

PLACE = Path("tests") / "releases"


class Command(BaseCommand):
    """`manage.py keep_release`; once for each release, in demo mode."""

    help = "Write the demonstration's rows, as this release makes them, below tests/releases/."

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("The demonstration is kept in demo mode (DEMO=1) only.")
        with sentences():
            place = keep_release(below=settings.BASE_DIR / PLACE)
        size = sum(path.stat().st_size for path in place.iterdir())
        self.stdout.write(f"{place}: {size / 1e6:.1f} MB")
