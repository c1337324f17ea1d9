"""The places and the people of the demonstration, put into an empty database."""

import datetime as dt

from django.conf import settings
from django.contrib.auth.hashers import make_password

from cases.commands.days_off import DayGiven, add_day
from cases.commands.procedures import ConsultationGiven, record_consultation, start_draft
from cases.event_kinds import EventKind
from cases.events import record
from cases.models import Event
from organisations.actors import SYSTEM_ACTOR, staff_actor
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
from thresholds.models import CalendarDay, Consultation, Procedure
from thresholds.shipped import shipped

MONTH = dt.timedelta(days=30)


def build(*, today: dt.date) -> None:
    """Areas, partnerships with all that is below them, agencies, and everybody's posts."""
    areas = {area.slug: _area(area) for area in AREAS}
    agencies = {body.slug: Agency.objects.create(**vars(body)) for body in BODIES}
    for tenant in TENANTS:
        _partnership(tenant, areas[tenant.area], agencies, today=today)
    password = make_password(settings.DEMO_PASSWORD)
    for worker in WORKERS:
        _worker(worker, password=password, today=today)
    for tenant in TENANTS:
        if tenant.asking:
            _asked(tenant, areas[tenant.area], today=today)


def _area(area) -> PolicingArea:
    return PolicingArea.objects.create(
        slug=area.slug,
        name=area.name,
        policing_body_name=area.body,
        contact_email=area.email,
        contact_phone=area.phone,
        contact_address=area.address,
    )


def _partnership(
    tenant: Tenant, area: PolicingArea, agencies: dict[str, Agency], *, today: dt.date
) -> None:
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
        _closure(partnership, tenant)
    if tenant.drafting:
        _draft(partnership, tenant, today=today)


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
        content=shipped(tenant.procedure),
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


def _draft(partnership: Partnership, tenant: Tenant, *, today: dt.date) -> None:
    """The next version is being prepared: it looks at all that s.104(5) names."""
    content = shipped(tenant.procedure)
    for route in content["threshold"]["routes"]:
        if route["kind"] == "discretion":
            route["factors"] = ["harm", "vulnerability", "persistence", "adequacy_of_response"]
    start_draft(
        partnership_id=partnership.pk,
        content=content,
        by=SYSTEM_ACTOR,
        at=dt.datetime.combine(today - dt.timedelta(days=12), dt.time(10), tzinfo=LONDON),
    )


def _asked(tenant: Tenant, area: PolicingArea, *, today: dt.date) -> None:
    """The PCC office has been asked about the draft and has answered; the landlords not yet."""
    partnership = Partnership.objects.get(slug=tenant.slug)
    with transaction_in(Scope.staff(partnership.pk)):
        draft = Procedure.objects.get(partnership=partnership, status=Procedure.Status.DRAFT)
    asked_on = today - dt.timedelta(days=8)
    record_consultation(
        partnership_id=partnership.pk,
        procedure_id=draft.pk,
        given=ConsultationGiven(
            body=Consultation.Body.POLICING_BODY,
            name=area.policing_body_name,
            asked_on=asked_on,
            note="Agrees. Asks that the letters say how often things happened.",
        ),
        by=staff_actor(User.objects.get(email=tenant.asking), on=today),
        at=dt.datetime.combine(asked_on, dt.time(15), tzinfo=LONDON),
    )


def _closure(partnership: Partnership, tenant: Tenant) -> None:
    """The second Monday under the procedure, long before any story: it moves no date of theirs."""
    day = tenant.since + dt.timedelta(days=14 - tenant.since.weekday())
    add_day(
        partnership_id=partnership.pk,
        given=DayGiven(
            on=day,
            kind=CalendarDay.Kind.CLOSURE,
            name="training for the new procedure",
            reason="Agreed by the partnership's board.",
        ),
        by=SYSTEM_ACTOR,
        at=dt.datetime.combine(tenant.since, dt.time(10), tzinfo=LONDON),
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
