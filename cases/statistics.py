"""Counting for the yearly publication that s.104 asks for, when the thing happens."""

import datetime as dt

from cases.models import Case, Event, StatisticsEntry
from organisations.clock import date_of

Figure = StatisticsEntry.Figure


def count(figure: str, *, case: Case, event: Event, at: dt.datetime) -> None:
    """Add one to a figure of the case's district; once per event and figure."""
    StatisticsEntry.objects.create(
        partnership_id=case.partnership_id,
        policing_area_id=case.partnership.policing_area_id,
        district_id=case.district_id,
        figure=figure,
        happened_on=date_of(at),
        event_id=event.pk,
    )
