"""Restore a backup into an empty database."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from ct_portal.keeping import manifest
from ct_portal.keeping.place import add_place_arguments, at_place, sentences
from ct_portal.keeping.restoring import check_fits, make_database, migrations_to_come, restore
from ct_portal.keeping.verifying import verify_backup, verify_restored


class Command(BaseCommand):
    """`manage.py restore --from DIRECTORY/NAME`; web, worker and beat must not run meanwhile."""

    help = "Restore a backup into an empty database and storage, and check what was restored."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--from", dest="backup", type=Path, required=True, metavar="DIRECTORY/NAME"
        )
        parser.add_argument(
            "--as-it-is",
            action="store_true",
            help="restore although the backup is damaged or has another SECRET_KEY's seal",
        )
        add_place_arguments(parser)

    def handle(self, *args, backup: Path, as_it_is: bool, database, storage, **options):
        self.problems = 0
        with sentences():
            described, _ = manifest.read(backup)
            self._check_backup(backup, as_it_is=as_it_is)
            if database:
                make_database(database)
        with at_place(database=database, storage=storage) as files:
            check_fits(described, storage=files, backup=backup)
            restore(
                backup,
                described,
                storage=files,
                application_role=connection.settings_dict["USER"],
                say=lambda line: self.stdout.write(f"Restored: {line}"),
            )
            for line in verify_restored(
                backup, described, storage=files, problem=self._problem, note=self.stdout.write
            ):
                self.stdout.write(f"Checked: {line}")
        if self.problems:
            raise CommandError(f"Restored with {self.problems} problems.")
        self._say_what_comes(migrations_to_come(described))

    def _problem(self, line: str) -> None:
        self.problems += 1
        self.stderr.write(line)

    def _check_backup(self, backup: Path, *, as_it_is: bool) -> None:
        for line in verify_backup(backup, problem=self._problem):
            self.stdout.write(f"Read: {line}")
        if self.problems and not as_it_is:
            raise CommandError(
                "Nothing was restored: the backup has these problems. Take another one,"
                " or restore what there is with --as-it-is."
            )

    def _say_what_comes(self, migrations: int) -> None:
        forward = "manage.py verify checks the rest."
        if migrations:
            forward = (
                f"manage.py bootstrap brings it forward by {migrations} migrations; then {forward}"
            )
        self.stdout.write(f"Restored and checked. Now {forward}")
