"""Judge an application by a published procedure, both from files; no database is needed."""

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from thresholds.facts import Answer
from thresholds.files import UnreadableError, read_day, read_facts, read_procedure
from thresholds.findings import Finding, Outcome, RouteFinding
from thresholds.threshold import evaluate

FINDINGS = {
    Finding.MET: "met",
    Finding.NOT_MET: "not met",
    Finding.NOT_KNOWN: "not known yet",
}
COUNTS = {
    Answer.YES: "counts",
    Answer.NO: "does not count",
    Answer.UNKNOWN: "may count",
}


class Command(BaseCommand):
    """`manage.py check_threshold --procedure FILE --application FILE [--on DATE] [--json]`."""

    help = (
        "Print whether the threshold of s.104 is met: by the test in the Act and by each "
        "published route, with each report counted or not, and why. The exit code is 0 "
        "whatever is found."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--procedure", type=Path, required=True, metavar="FILE")
        parser.add_argument("--application", type=Path, required=True, metavar="FILE")
        parser.add_argument(
            "--on",
            metavar="DATE",
            help="judge it as if made on this day, instead of the file's application_on",
        )
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(
        self, *args, procedure: Path, application: Path, on: str | None, as_json: bool, **options
    ):
        try:
            published, facts = read_procedure(procedure), read_facts(application)
            if on is not None:
                facts = dataclasses.replace(facts, application_on=read_day(on))
        except UnreadableError as wrong:
            raise CommandError(str(wrong)) from wrong
        outcome = evaluate(published, facts)
        if as_json:
            self.stdout.write(json.dumps(outcome.to_json(), indent=2, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_lines(outcome)))


def _lines(outcome: Outcome) -> Iterator[str]:
    yield outcome.summary
    yield from (f"Warning: {warning}" for warning in outcome.warnings)
    yield ""
    yield from _route(outcome.statutory)
    for route in outcome.routes:
        yield ""
        yield from _route(route)
    applying = [one for one in outcome.exclusions if one.applies is Answer.YES]
    for exclusion in applying:
        yield ""
        yield f"Advice: {exclusion.title}. {exclusion.advice}"


def _route(route: RouteFinding) -> Iterator[str]:
    yield f"{route.title} ({route.clause}): {FINDINGS[route.finding]}"
    yield f"  {route.wording}"
    if route.cure:
        yield f"  {route.cure}"
    for line in route.lines:
        yield f"  {line.incident}, {line.report}: {COUNTS[line.counts]}: {line.reason}"
