"""What is done inside the system under fire, by `manage.py shell`: it prints JSON."""

import json

from django.contrib.auth.hashers import PBKDF2PasswordHasher

from cases.events import verify_stream
from cases.models import Event
from organisations.models import Partnership
from organisations.roles import Role
from organisations.tenancy import Scope, transaction_in
from tests.world import PASSWORD, make_world


def build() -> None:
    """The small world of the tests; its ids and sign-ins. What passwords cost is not tested."""
    PBKDF2PasswordHasher.iterations = 1
    world = make_world()
    print(
        json.dumps(
            {
                "partnership": world.partnership.pk,
                "slug": world.partnership.slug,
                "district": world.district.pk,
                "council": world.council.pk,
                "police": world.police.pk,
                "landlord": world.landlord.pk,
                "spoc": world.people[Role.SPOC].email,
                "password": PASSWORD,
            }
        )
    )


def verify() -> None:
    """Every stream's chain of hashes holds. Raises BrokenChain."""
    partnership = Partnership.objects.get(reference_prefix="BNS")
    with transaction_in(Scope.staff(partnership.pk)):
        streams = Event.objects.filter(partnership=partnership).values_list("stream", "stream_id")
        for stream, stream_id in streams.distinct():
            verify_stream(partnership_id=partnership.pk, stream=stream, stream_id=stream_id)
