"""Check, read, export and load a published procedure; checking and reading need no database."""

import json
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from cases.commands.drafts import keep_draft
from cases.procedures import NoProcedureInForce, in_force, parsed
from cases.selectors.published import LimitRow, PublishedProcedure, in_rows
from organisations import clock
from organisations.models import Partnership
from organisations.tenancy import Scope, transaction_in
from thresholds.files import UnreadableError, read_procedure
from thresholds.models import Procedure as StoredProcedure
from thresholds.procedure import Procedure, to_json


class Command(BaseCommand):
    """`manage.py procedure validate|show|export|load FILE`; `export` also from the database."""

    help = "Check a procedure's file, read it in plain English, or move it from or to the database."
    requires_system_checks = []

    def add_arguments(self, parser):
        acts = parser.add_subparsers(dest="act", required=True, metavar="validate|show|export|load")
        for act, help_text in {
            "validate": "say whether the file is a procedure, and if not, where it is wrong",
            "show": "print what the file says in plain English",
            "load": "store the file as a partnership's newest version, a draft",
        }.items():
            one = acts.add_parser(act, help=help_text)
            one.add_argument("file", type=Path, metavar="FILE")
            if act == "load":
                one.add_argument("--partnership", required=True, metavar="SLUG")
        export = acts.add_parser(
            "export", help="print a file, or a stored version, as complete JSON"
        )
        source = export.add_mutually_exclusive_group(required=True)
        source.add_argument("file", type=Path, nargs="?", metavar="FILE")
        source.add_argument("--partnership", metavar="SLUG")
        export.add_argument(
            "--version",
            type=int,
            dest="number",
            metavar="N",
            help="of the partnership; default: the one in force",
        )

    def handle(self, *args, act: str, **options):
        try:
            self.stdout.write(ACTS[act](options))
        except UnreadableError as wrong:
            raise CommandError(str(wrong)) from wrong
        except OperationalError as away:
            raise CommandError("the database of DATABASE_URL cannot be reached") from away


def _validate(options) -> str:
    procedure = read_procedure(options["file"])
    return (
        f"{options['file']} is a procedure: {procedure.title}, "
        f"{procedure.names.partnership}. {len(procedure.threshold.routes)} routes, "
        f"{len(procedure.time_limits)} time limits, "
        f"{len(procedure.open_questions)} open questions."
    )


def _show(options) -> str:
    return "\n".join(_lines(read_procedure(options["file"])))


def _load(options) -> str:
    procedure = read_procedure(options["file"])
    stored = keep_draft(
        partnership_id=_partnership(options).pk, procedure=procedure, at=clock.now()
    )
    if not stored.is_final:
        return f"Version {stored.version} is stored as a draft. It binds nobody until published."
    return f"Version {stored.version}, which is {stored.status}, is the same. Nothing was stored."


def _export(options) -> str:
    if options["file"] and options["number"]:
        raise CommandError("--version names a version of a partnership; a file has none")
    procedure = read_procedure(options["file"]) if options["file"] else _stored(options)
    return json.dumps(to_json(procedure), indent=2, ensure_ascii=False)


def _stored(options) -> Procedure:
    partnership, number = _partnership(options), options["number"]
    with transaction_in(Scope.staff(partnership.pk)):
        return parsed(_version(partnership, number) if number else _in_force(partnership))


def _partnership(options) -> Partnership:
    slug = options["partnership"]
    try:
        return Partnership.objects.get(slug=slug)
    except Partnership.DoesNotExist:
        raise CommandError(f"no partnership {slug!r}") from None


def _version(partnership: Partnership, number: int) -> StoredProcedure:
    stored = StoredProcedure.objects.filter(partnership=partnership)
    try:
        return stored.get(version=number)
    except StoredProcedure.DoesNotExist:
        there = ", ".join(str(one) for one in stored.values_list("version", flat=True)) or "none"
        raise CommandError(f"no version {number}; stored: {there}") from None


def _in_force(partnership: Partnership) -> StoredProcedure:
    try:
        return in_force(partnership_id=partnership.pk, on=clock.date_of(clock.now()))
    except NoProcedureInForce as none:
        raise CommandError(f"{none}; name one with --version") from None


ACTS = {"validate": _validate, "show": _show, "load": _load, "export": _export}


def _lines(procedure: Procedure) -> Iterator[str]:
    """The procedure as a page to read."""
    shown = in_rows(procedure, version=0, since="")
    yield from (shown.title, dict(shown.names)["Partnership"])
    yield f"Taken from: {shown.source}. {shown.source_note}".strip()
    yield from _section("Threshold of the Act (s.104(4))", [shown.statute])
    yield from _section("Published routes: any one is enough", _routes(shown))
    yield from _section("Which reports count", shown.reports)
    yield from _section("Assessed together by", shown.assessed_by)
    yield from _section(
        "When an application should not be submitted (advice only)",
        [f"{title}. {wording} {advice}" for title, wording, advice in shown.exclusions],
    )
    yield from _section("Days of receipt", [_receipt(procedure)])
    yield from _section("Time limits", [_limit(limit) for limit in shown.limits])
    yield from _section(
        shown.review_title,
        [shown.review_wording, f"Within {shown.review_window}, because:", *shown.review_grounds],
    )
    yield from _section(shown.risk_title, [shown.risk_label, *_bands(shown)])
    yield from _section(
        "To be confirmed",
        [f"{asked} Until then: {chosen}" for asked, chosen in shown.open_questions],
    )
    yield from _section("In the published text, but not in this data", shown.not_expressed)


def _section(heading: str, texts) -> Iterator[str]:
    texts = [text for text in texts if text]
    if texts:
        yield from ("", heading, *(f"  - {text}" for text in texts))


def _routes(shown: PublishedProcedure) -> list[str]:
    return [f"{route.title} ({route.clause}). {' '.join(route.rules)}" for route in shown.routes]


def _receipt(procedure: Procedure) -> str:
    counting = procedure.counting
    if counting.receipt == "actual_date":
        return "What arrives is received on that day, at whatever hour. That day is not counted."
    closing = f", or at or after {counting.office_closes:%H:%M}," if counting.office_closes else ""
    return (
        f"What arrives on a day off{closing} is received on the next working day. "
        "The day of receipt is not counted."
    )


def _limit(limit: LimitRow) -> str:
    notes = [f"owed by: {limit.owner}"]
    notes += ["can be extended"] if limit.extendable else []
    notes += [] if limit.confirmed else ["to be confirmed"]
    return f"{limit.name}: {limit.title}. {limit.length} {limit.counted} ({'; '.join(notes)})."


def _bands(shown: PublishedProcedure) -> list[str]:
    return [f"{band}: {span}" for band, span in shown.bands]
