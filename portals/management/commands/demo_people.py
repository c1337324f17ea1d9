"""Print everything that would give somebody of the demonstration away, to look for it in logs."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cases.commands.applying import secret_of
from cases.models import Application, Incident, Person
from organisations.models import District, Partnership, User
from organisations.tenancy import Scope, transaction_in

# So much of a free text is surely not there by chance.
OPENING = 40


class Command(BaseCommand):
    """`manage.py demo_people`: {kind: [values]} as JSON; demo mode only."""

    help = "Print names, addresses, secrets and words of the demonstration's people as JSON."

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("People are listed in demo mode (DEMO=1) only.")
        self.stdout.write(json.dumps(personal_values()))


def personal_values() -> dict[str, list[str]]:
    """What identifies somebody, by kind: staff, applicants and everybody in their applications."""
    found: dict[str, set[str]] = {
        "name": set(User.objects.values_list("full_name", flat=True)),
        "e-mail address": set(User.objects.values_list("email", flat=True)),
    }
    for partnership_id in Partnership.objects.values_list("pk", flat=True):
        with transaction_in(Scope.staff(partnership_id)):
            for kind, value in _of_partnership(partnership_id):
                found.setdefault(kind, set()).add(value)
    return {kind: sorted(filter(None, values)) for kind, values in found.items()}


def _of_partnership(partnership_id: int):
    """Pairs of kind and value; in the partnership's scope."""
    ours = {"partnership_id": partnership_id}
    for name, email in District.objects.filter(**ours).values_list("spoc_name", "spoc_email"):
        yield from (("name", name), ("e-mail address", email))
    for person in Person.objects.filter(**ours):
        yield "name", person.full_name
        yield "e-mail address", person.email
        yield "telephone number", person.phone
        yield "postcode", person.postcode
        yield "address", person.address.partition("\n")[0]
    for row in Application.objects.filter(**ours):
        yield "secret", secret_of(row.submission_key)
        for text in (row.summary, row.impact, row.desired_outcome, row.adjustments):
            yield "free text", text[:OPENING]
    for text in Incident.objects.filter(**ours).values_list("description", flat=True):
        yield "free text", text[:OPENING]
