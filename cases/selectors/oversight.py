"""A partnership at a glance, and the four figures of s.104 across it or across a policing area."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.functions import ExtractYear

from cases.commands.people import NoSuchAgency
from cases.models import Case, StatisticsEntry
from organisations.models import District, Locality, Membership, PartnerAgency, Partnership

Figure = StatisticsEntry.Figure
COUNT_UP_TO = 999


@dataclass(frozen=True, kw_only=True)
class FiguresRow:
    """The four figures of one partnership or district in one year."""

    where: str
    applications_received: int
    threshold_not_met: int
    reviews_carried_out: int
    with_recommendations: int


@dataclass(frozen=True, kw_only=True)
class YearOfFigures:
    """One calendar year: a row for each place, also where nothing happened, and their sum."""

    year: int
    rows: tuple[FiguresRow, ...]
    total: FiguresRow

    @property
    def key(self) -> str:
        """Unique on a page with several years."""
        return f"figures-{self.year}"


def area_figures(*, area_id: int) -> tuple[YearOfFigures, ...]:
    """Each partnership of a policing area by year, newest first; area scope, two queries."""
    places = Partnership.objects.filter(policing_area_id=area_id).values_list("pk", "name")
    entries = StatisticsEntry.objects.filter(policing_area_id=area_id)
    return _by_year(entries, "partnership_id", dict(places))


def partnership_figures(*, partnership_id: int) -> tuple[YearOfFigures, ...]:
    """Each district of a partnership by year, newest first; staff scope, two queries."""
    places = District.objects.filter(partnership_id=partnership_id).values_list("pk", "name")
    entries = StatisticsEntry.objects.filter(partnership_id=partnership_id)
    return _by_year(entries, "district_id", dict(places))


def _by_year(entries, column: str, places: dict[int, str]) -> tuple[YearOfFigures, ...]:
    counted: dict[int, dict[tuple[int, str], int]] = defaultdict(dict)
    found = (
        entries.order_by()
        .annotate(year=ExtractYear("happened_on"))
        .values_list("year", column, "figure")
        .annotate(number=Count("pk"))
    )
    for year, place, figure, number in found:
        counted[year][place, figure] = number
    return tuple(_year(year, counted[year], places) for year in sorted(counted, reverse=True))


def _year(year: int, counted: dict[tuple[int, str], int], places: dict[int, str]) -> YearOfFigures:
    return YearOfFigures(
        year=year,
        rows=tuple(_row(name, counted, [place]) for place, name in places.items()),
        total=_row("Total", counted, places),
    )


def _row(where: str, counted: dict[tuple[int, str], int], places: Iterable[int]) -> FiguresRow:
    def of(figure: str) -> int:
        return sum(counted.get((place, figure), 0) for place in places)

    return FiguresRow(
        where=where,
        applications_received=of(Figure.APPLICATION_RECEIVED),
        threshold_not_met=of(Figure.THRESHOLD_NOT_MET),
        reviews_carried_out=of(Figure.REVIEW_CARRIED_OUT),
        with_recommendations=of(Figure.REVIEW_WITH_RECOMMENDATIONS),
    )


@dataclass(frozen=True, kw_only=True)
class DistrictRow:
    """A district with its single point of contact."""

    name: str
    spoc_name: str
    spoc_email: str
    spoc_phone: str
    localities: str


@dataclass(frozen=True, kw_only=True)
class AgencyRow:
    """An agency that takes part. mailbox: empty where it has none."""

    id: int
    name: str
    kind: str
    mailbox: str = ""


@dataclass(frozen=True, kw_only=True)
class Overview:
    """The partnership at a glance. open_cases: counted to a limit."""

    districts: tuple[DistrictRow, ...]
    agencies: tuple[AgencyRow, ...]
    open_cases: str
    people: int


def partnership_overview(*, partnership_id: int, on: dt.date) -> Overview:
    """Districts, agencies and how much there is; staff scope, five queries."""
    below = {"partnership_id": partnership_id}
    localities = defaultdict(list)
    for district_id, name in Locality.objects.filter(**below).values_list("district_id", "name"):
        localities[district_id].append(name)
    districts = District.objects.filter(**below).values_list(
        "pk", "name", "spoc_name", "spoc_email", "spoc_phone"
    )
    agencies = _partners(partnership_id).order_by("agency__name")
    return Overview(
        districts=tuple(
            DistrictRow(
                name=name,
                spoc_name=spoc,
                spoc_email=email,
                spoc_phone=phone,
                localities=", ".join(localities[pk]),
            )
            for pk, name, spoc, email, phone in districts
        ),
        agencies=tuple(map(_agency_row, agencies)),
        open_cases=_open_cases(partnership_id),
        people=_people(partnership_id, on=on),
    )


def _partners(partnership_id: int):
    return PartnerAgency.objects.filter(partnership_id=partnership_id).select_related("agency")


def _agency_row(partner: PartnerAgency) -> AgencyRow:
    agency = partner.agency
    return AgencyRow(
        id=agency.pk,
        name=agency.name,
        kind=agency.get_kind_display(),
        mailbox=partner.contact_email,
    )


def get_partner_agency(*, partnership_id: int, agency_id: int) -> AgencyRow:
    """One agency that takes part. Raises NoSuchAgency."""
    found = _partners(partnership_id).filter(agency_id=agency_id).first()
    if found is None:
        raise NoSuchAgency(agency_id)
    return _agency_row(found)


def _open_cases(partnership_id: int) -> str:
    open_ones = Case.objects.filter(partnership_id=partnership_id).exclude(
        status__in=["closed", "withdrawn", "merged"]
    )
    number = open_ones[: COUNT_UP_TO + 1].count()
    return f"{COUNT_UP_TO}+" if number > COUNT_UP_TO else str(number)


def _people(partnership_id: int, *, on: dt.date) -> int:
    return (
        Membership.objects.filter(partnership_id=partnership_id, starts_on__lte=on)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
        .aggregate(number=Count("user_id", distinct=True))["number"]
    )
