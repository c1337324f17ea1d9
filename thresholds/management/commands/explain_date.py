"""Work out one date of a published procedure, day by day, from a file; no database is needed."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from thresholds.files import UnreadableError, read_moment, read_procedure
from thresholds.procedure import NoSuchLimitError
from thresholds.reading import write
from thresholds.time_limits import Explanation, explain
from thresholds.working_days import BeyondCalendarError, calendar_with


class Command(BaseCommand):
    """`manage.py explain_date --procedure FILE --limit NAME --anchor MOMENT [--json]`."""

    help = (
        "Print the date on which a time limit of a procedure falls due, and each day counted or "
        "left out. Bank holidays are those of England and Wales; a partnership's own days off "
        "are not known here."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--procedure", type=Path, required=True, metavar="FILE")
        parser.add_argument("--limit", required=True, metavar="NAME", help="such as acknowledge")
        parser.add_argument(
            "--anchor",
            required=True,
            metavar="MOMENT",
            help="when the event happened that the limit counts from, with the offset: "
            "2026-05-02T12:00+01:00; or the day in London: 2026-05-02",
        )
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args, procedure: Path, limit: str, anchor: str, as_json: bool, **options):
        try:
            published = read_procedure(procedure)
            explanation = explain(
                published.limit(limit),
                anchor_at=read_moment(anchor),
                calendar=calendar_with(),
                convention=published.counting,
            )
        except (UnreadableError, NoSuchLimitError, BeyondCalendarError) as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(_as_json(explanation) if as_json else _as_text(explanation))


def _as_text(explanation: Explanation) -> str:
    return "\n".join([explanation.summary, *(f"  {day.text}" for day in explanation.days)])


def _as_json(explanation: Explanation) -> str:
    days = [write(day) | {"text": day.text} for day in explanation.days]
    return json.dumps(write(explanation) | {"days": days}, indent=2, ensure_ascii=False)
