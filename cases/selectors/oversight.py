"""The four figures of s.104 as staff see them: across a policing area, and within a partnership."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import ExtractYear

from cases.models import StatisticsEntry
from organisations.models import District, Partnership

Figure = StatisticsEntry.Figure


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
