"""The places and the people of the demonstration, put into an empty database."""

import datetime as dt
import json
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password

from cases.event_kinds import EventKind
from cases.events import record
from cases.models import Event
from organisations.actors import SYSTEM_ACTOR
from organisations.clock import LONDON
from organisations.models import (
    Agency,
    District,
    Locality,
    Membership,
    PartnerAgency,
    Partnership,
    PolicingArea,
    User,
)
from organisations.tenancy import Scope, transaction_in
from portals.demo.stories.people import WORKERS, Post, Worker
from portals.demo.stories.places import AREAS, BODIES, COMPLAINTS, TENANTS, Place, Tenant
from thresholds import models as thresholds
from thresholds.models import Procedure

PUBLISHED = Path(thresholds.__file__).parent / "published"
MONTH = dt.timedelta(days=30)


def build(*, today: dt.date) -> None:
    """Areas, partnerships with all that is below them, agencies, and everybody's posts."""
    areas = {area.slug: _area(area) for area in AREAS}
    agencies = {body.slug: Agency.objects.create(**vars(body)) for body in BODIES}
    for tenant in TENANTS:
        _partnership(tenant, areas[tenant.area], agencies)
    password = make_password(settings.DEMO_PASSWORD)
    for worker in WORKERS:
        _worker(worker, password=password, today=today)


def _area(area) -> PolicingArea:
    return PolicingArea.objects.create(
        slug=area.slug,
        name=area.name,
        policing_body_name=area.body,
        contact_email=area.email,
        contact_phone=area.phone,
        contact_address=area.address,
    )


def _partnership(tenant: Tenant, area: PolicingArea, agencies: dict[str, Agency]) -> None:
    partnership = Partnership.objects.create(
        policing_area=area,
        slug=tenant.slug,
        name=tenant.name,
        reference_prefix=tenant.prefix,
        theme=tenant.theme,
        contact_name=tenant.contact,
        contact_email=tenant.email,
        contact_phone=tenant.phone,
        contact_address=tenant.address,
        signatory=tenant.signatory,
        complaints_route=COMPLAINTS,
    )
    taking_part = dict.fromkeys(slug for place in tenant.places for slug in place.bodies.values())
    with transaction_in(Scope.staff(partnership.pk)):
        for place in tenant.places:
            _district(partnership, place)
        for slug in taking_part:
            PartnerAgency.objects.create(partnership=partnership, agency=agencies[slug])
        _procedure(partnership, tenant)


def _district(partnership: Partnership, place: Place) -> None:
    district = District.objects.create(
        partnership=partnership,
        slug=place.slug,
        name=place.name,
        spoc_name=place.spoc,
        spoc_email=place.email,
        spoc_phone=place.phone,
    )
    for panel in place.panels:
        Locality.objects.create(partnership=partnership, district=district, name=panel.name)


def _procedure(partnership: Partnership, tenant: Tenant) -> None:
    procedure = Procedure.objects.create(
        partnership=partnership,
        version=1,
        status=Procedure.Status.PUBLISHED,
        effective_from=tenant.since,
        content=json.loads((PUBLISHED / f"{tenant.procedure}.json").read_text("utf-8")),
    )
    record(
        kind=EventKind.PROCEDURE_PUBLISHED,
        partnership_id=partnership.pk,
        by=SYSTEM_ACTOR,
        at=dt.datetime.combine(tenant.since, dt.time(9), tzinfo=LONDON),
        stream=Event.Stream.PROCEDURE,
        stream_id=procedure.pk,
        payload={"procedure": procedure.pk, "version": procedure.version},
        tell=False,
    )


def _worker(worker: Worker, *, password: str, today: dt.date) -> None:
    """The password is hashed once for all: hashing is slow on purpose."""
    user = User.objects.create(email=worker.email, full_name=worker.name, password=password)
    for post in worker.posts:
        _membership(user, post, today=today)


def _membership(user: User, post: Post, *, today: dt.date) -> None:
    partnership = Partnership.objects.filter(slug=post.partnership).first()
    district_id = locality_id = None
    if partnership is not None:
        with transaction_in(Scope.staff(partnership.pk)):
            if post.district:
                district_id = District.objects.get(partnership=partnership, slug=post.district).pk
            if post.panel:
                locality_id = Locality.objects.get(partnership=partnership, name=post.panel).pk
    Membership.objects.create(
        user=user,
        role=post.role,
        title=post.title,
        partnership=partnership,
        district_id=district_id,
        locality_id=locality_id,
        policing_area=PolicingArea.objects.filter(slug=post.area).first(),
        agency=Agency.objects.filter(slug=post.agency).first(),
        starts_on=today - MONTH * post.since,
        ends_on=today - MONTH * post.until if post.until is not None else None,
    )
