"""What one agency is asked about its log: the reports claimed to it and the incidents it knows.

Case scope. Of what was reported to others nothing is said, not even how much there is.
"""

import datetime as dt
from dataclasses import dataclass

from cases.models import Case
from cases.reported_to import known_incidents, sharing
from cases.selectors.agency_case import (
    Told,
    ToldOfOther,
    may_show_place,
    others_told_of,
    told_to,
)
from cases.selectors.report_words import incident_in_words


@dataclass(frozen=True, kw_only=True)
class KnownIncident:
    """An incident of which the agency has a report; its place only where that is shared."""

    id: int
    occurred_on: dt.date
    text: str


@dataclass(frozen=True, kw_only=True)
class AgencyLog:
    """Reports claimed to the agency, incidents to choose from, and what it told of before."""

    told: tuple[Told, ...]
    incidents: tuple[KnownIncident, ...]
    others: tuple[ToldOfOther, ...]


def log_of(case: Case, *, agency_id: int) -> AgencyLog:
    """For one agency; the number of queries does not depend on how much it is."""
    agreed = sharing(case)
    own = frozenset({agency_id})
    return AgencyLog(
        told=told_to(case, agency_ids=own, agreed=agreed),
        incidents=tuple(
            KnownIncident(
                id=incident.pk,
                occurred_on=incident.occurred_on,
                text=incident_in_words(incident, shows_place=may_show_place(incident, agreed)),
            )
            for incident in known_incidents(case, agency_id=agency_id)
        ),
        others=others_told_of(case, agency_ids=own, agreed=agreed),
    )
