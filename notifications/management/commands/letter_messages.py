"""`manage.py letter_messages`: what is to be translated in the letters, as a .pot file."""

import json

from django.core.management.base import BaseCommand

from notifications.letter_files import design_of, files_of, folder, without_front_matter
from notifications.letter_kinds import LetterKind
from notifications.letter_translation import messages_in

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


def letter_messages() -> dict[str, list[str]]:
    """Every message of the letters' templates and subjects, with the files that it stands in."""
    found: dict[str, list[str]] = {}
    for kind in LetterKind:
        found.setdefault(design_of(kind).subject, []).append(design_of(kind).file)
    files = {file for kind in LetterKind for file in files_of(kind) if file.endswith(".html")}
    for file in sorted(files):
        text = (folder() / file).read_text(encoding="utf-8")
        for message in messages_in(without_front_matter(text)):
            found.setdefault(message, []).append(file)
    return found


class Command(BaseCommand):
    """Writes to standard output; `makemessages` finds the rest, in the code."""

    help = "The sentences of the letters' templates, as a .pot file for translators."

    def handle(self, *args, **options):
        self.stdout.write(HEAD)
        for message, files in letter_messages().items():
            text = json.dumps(message, ensure_ascii=False)
            self.stdout.write(f'#: {" ".join(files)}\nmsgid {text}\nmsgstr ""\n')
