"""How the post does, for the operator: over all partnerships, or of one."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from notifications.figures import Figures, figures_of
from notifications.figures_text import as_data, day_rows, dead_rows, queued_rows, wrong_rows
from organisations.models import Partnership
from organisations.tenancy import Scope, transaction_in


class Command(BaseCommand):
    """`manage.py post_figures [--partnership SLUG] [--json]`: numbers and kinds, no people."""

    help = "What waits in the post, what failed and why, what was written and sent in a week."

    def add_arguments(self, parser):
        parser.add_argument("--partnership", metavar="SLUG", help="of this one alone")
        parser.add_argument("--json", action="store_true", help="for a program to read")

    def handle(self, *args, **options):
        """Each partnership in its own scope; the sum is printed."""
        asked = Partnership.objects.order_by("id")
        if options["partnership"]:
            asked = asked.filter(slug=options["partnership"])
            if not asked.exists():
                raise CommandError(f"no partnership is called {options['partnership']}")
        found = Figures()
        for partnership_id in asked.values_list("pk", flat=True):
            with transaction_in(Scope.staff(partnership_id)):
                found += figures_of(partnership_id=partnership_id)
        now = timezone.now()
        if options["json"]:
            self.stdout.write(json.dumps(as_data(found, now=now), indent=1))
            return
        for line in _lines(found, now=now):
            self.stdout.write(line)


def _lines(found: Figures, *, now) -> list[str]:
    waiting = [
        f"  {text:36} {number:>7}  {f'oldest {oldest}' if oldest else ''}".rstrip()
        for text, number, oldest in queued_rows(found, now=now)
    ]
    dead = [f"  {text:36} {number:>7}" for text, number in dead_rows(found)]
    wrong = [
        f"  {row.day:>7} {row.week:>7}  {row.what}: {row.why}" for row in wrong_rows(found)
    ] or ["  nothing"]
    days = [
        f"  {row.day_text:28} {row.written:>8} {row.email:>8} {row.text:>8}"
        f" {row.post:>8} {row.other:>8}"
        for row in day_rows(found, now=now)
    ]
    return [
        "Waiting",
        *waiting,
        "Given up, a person has to see to it",
        *dead,
        f"  {'Not known whether sent (a week)':36} {found.uncertain:>7}",
        "Went wrong: last day, last week",
        *wrong,
        f"{'Day':30} {'written':>8} {'e-mail':>8} {'text':>8} {'posted':>8} {'other':>8}",
        *days,
    ]
