"""Write a backup of the database and the letters."""

from pathlib import Path
from time import monotonic

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError

from ct_portal.keeping.backing_up import back_up
from ct_portal.keeping.place import sentences


class Command(BaseCommand):
    """`manage.py backup --to DIRECTORY`; the system may run meanwhile."""

    help = "Write a backup into a new directory: database, letters, and a sealed manifest."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--to", type=Path, required=True, metavar="DIRECTORY", help="where backups are kept"
        )

    def handle(self, *args, to: Path, **options):
        began = monotonic()
        with sentences():
            made = back_up(to=to.resolve(), storage=default_storage)
        size = sum(part["size"] for part in made.manifest.parts.values())
        self.stdout.write(
            f"{made.place}\n{sum(made.manifest.tables.values())} rows in {size / 1e6:.1f} MB and"
            f" {made.files} files, in {monotonic() - began:.1f} s"
        )
        for path in made.manifest.not_copied:
            self.stderr.write(f"{path} is missing or damaged")
        if made.manifest.not_copied:
            raise CommandError("The backup is finished, but not all files could be copied.")
