"""Prove that a stored letter is what its facts, wording and look make, byte for byte."""

from django.core.management.base import BaseCommand, CommandError

from notifications.proving import NoSuchLetter, prove
from organisations.models import Partnership
from organisations.tenancy import Scope, transaction_in


class Command(BaseCommand):
    """`prove_letter SLUG LETTER`: leaves with an error where it is not the same."""

    help = "Make a stored letter anew and compare the bytes."

    def add_arguments(self, parser):
        """As `manage.py` asks."""
        parser.add_argument("partnership", help="slug of the partnership")
        parser.add_argument("letter", type=int, help="number of the letter, as in its address")

    def handle(self, *args, partnership: str, letter: int, **options):
        """Raises CommandError where the letter is not there or not the same."""
        found = Partnership.objects.filter(slug=partnership).first()
        if found is None:
            raise CommandError(f"There is no partnership {partnership}.")
        with transaction_in(Scope.staff(found.pk)):
            try:
                proof = prove(partnership_id=found.pk, letter_id=letter)
            except NoSuchLetter:
                raise CommandError(f"There is no letter {letter} of this partnership.") from None
        for form, same in sorted(proof.forms.items()):
            self.stdout.write(f"{form}: {'the same' if same else 'NOT the same'}")
        if not proof.same_templates:
            self.stdout.write("It was made from the templates of another release.")
        if not proof.holds:
            raise CommandError("The letter is not what these templates make of what is kept.")
