"""Print the page of states, or write it to docs/STATES.md."""

from django.conf import settings
from django.core.management.base import BaseCommand

from cases.states_page import page


class Command(BaseCommand):
    """`manage.py states [--write]`."""

    help = "Print docs/STATES.md as it should be; --write stores it."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--write", action="store_true")

    def handle(self, *args, write: bool, **options):
        if write:
            (settings.BASE_DIR / "docs" / "STATES.md").write_text(page(), encoding="utf-8")
        else:
            self.stdout.write(page())
