"""What the public pages show: lists to choose from, published figures, and who holds a secret."""

from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import ExtractYear

from cases.models import AccessKey, Application, StatisticsEntry
from cases.references import BadReference, digest_of, normalise_reference
from organisations.models import District, PartnerAgency, Partnership
from organisations.tenancy import Scope, visiting


@dataclass(frozen=True, kw_only=True)
class Area:
    """A policing area and its partnerships as (slug, name)."""

    name: str
    partnerships: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The four figures that s.104 asks a partnership to publish.

    years: calendar years, newest first. rows: what is counted, with its number in each year.
    """

    years: tuple[int, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


def areas_to_choose_from() -> list[Area]:
    """All partnerships by policing area."""
    found: dict[str, list[tuple[str, str]]] = {}
    rows = Partnership.objects.order_by("policing_area__name", "name").values_list(
        "policing_area__name", "slug", "name"
    )
    for area, slug, name in rows:
        found.setdefault(area, []).append((slug, name))
    return [Area(name=area, partnerships=tuple(rows)) for area, rows in found.items()]


def districts_of(*, partnership_id: int) -> list[District]:
    """The districts with their single points of contact, by name."""
    return list(District.objects.filter(partnership_id=partnership_id).order_by("name"))


def agencies_of(*, partnership_id: int) -> list[tuple[int, str]]:
    """The agencies that people there report to, as (id, name)."""
    return list(
        PartnerAgency.objects.filter(partnership_id=partnership_id)
        .order_by("agency__name")
        .values_list("agency_id", "agency__name")
    )


def agency_kinds_of(*, partnership_id: int) -> dict[int, str]:
    """What kind of body each of them is, by id: council, police, landlord, health or other."""
    return dict(
        PartnerAgency.objects.filter(partnership_id=partnership_id).values_list(
            "agency_id", "agency__kind"
        )
    )


def published_figures(*, partnership_id: int) -> Figures:
    """The statutory totals.

    The ledger's rows are for staff and the policing body; only these sums leave the staff scope.
    """
    with visiting(Scope.staff(partnership_id)):
        counted = {
            (year, figure): number
            for year, figure, number in StatisticsEntry.objects.filter(
                partnership_id=partnership_id
            )
            .annotate(year=ExtractYear("happened_on"))
            .values_list("year", "figure")
            .annotate(number=Count("pk"))
        }
    years = tuple(sorted({year for year, _figure in counted}, reverse=True))
    return Figures(
        years=years,
        rows=tuple(
            (label, tuple(counted.get((year, figure), 0) for year in years))
            for figure, label in StatisticsEntry.Figure.choices
        ),
    )


def key_for(*, partnership_id: int, reference: str, secret: str) -> AccessKey | None:
    """The live key that a reference and a secret open together; None for any mismatch."""
    try:
        wanted = normalise_reference(reference)
    except BadReference:
        return None
    key = AccessKey.objects.filter(
        digest=digest_of(secret), partnership_id=partnership_id, revoked_at__isnull=True
    ).first()
    if key is None:
        return None
    narrow = Scope.of_application(
        partnership_id=partnership_id, application_id=key.application_id, case_id=None
    )
    with visiting(narrow):
        fits = Application.objects.filter(
            partnership_id=partnership_id, pk=key.application_id, reference=wanted
        ).exists()
    return key if fits else None
