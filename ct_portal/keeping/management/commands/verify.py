"""Check the running system, or a backup."""

from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from ct_portal.keeping.place import add_place_arguments, at_place
from ct_portal.keeping.verifying import verify_backup, verify_system


class Command(BaseCommand):
    """`manage.py verify [--backup DIRECTORY/NAME]`; one line for each problem, and exit code 1."""

    help = "Check files, hashes, event chains and protection; with --backup, a backup."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--backup", type=Path, metavar="DIRECTORY/NAME", help="check this backup instead"
        )
        add_place_arguments(parser)

    def handle(self, *args, backup: Path | None, database, storage, **options):
        problems = []

        def problem(line: str) -> None:
            problems.append(line)
            self.stderr.write(line)

        with at_place(database=database, storage=storage) as files:
            self._show(
                verify_backup(backup, problem=problem)
                if backup
                else verify_system(
                    storage=files,
                    application_role=connection.settings_dict["USER"],
                    problem=problem,
                    note=self.stdout.write,
                )
            )
        if problems:
            raise CommandError(f"{len(problems)} problems.")
        self.stdout.write("No problems.")

    def _show(self, checked: Iterator[str]) -> None:
        for line in checked:
            self.stdout.write(f"Checked: {line}")
