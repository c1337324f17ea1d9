"""Review requests as the PCC office sees them: its own rows in area scope, and the way to the case.

The partnership's rows are closed in area scope; what is shown of a case comes from
`cases/selectors/pcc_bundle.py`, through a live grant.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from cases.commands.pcc import NoSuchReview
from cases.models import CaseGrant, PccNote, PccReview
from cases.permissions import live_grants
from cases.selectors.due import day_of, moment_in_words
from cases.status import PccStatus
from organisations.models import Partnership
from organisations.tenancy import Scope
from thresholds.periods import weekday_in_words

PAGE = 25

COLOURS: dict[PccStatus, str] = {
    PccStatus.REQUESTED: "blue",
    PccStatus.ELIGIBLE: "blue",
    PccStatus.NOT_ELIGIBLE: "magenta",
    PccStatus.AWAITING_PARTNERSHIP: "yellow",
    PccStatus.UNDER_REVIEW: "purple",
    PccStatus.UPHELD: "green",
    PccStatus.NOT_UPHELD: "magenta",
    PccStatus.ANSWERED: "teal",
    PccStatus.CLOSED: "grey",
}


class NoBundle(LookupError):
    """The office has no live grant on the case of this review."""


@dataclass(frozen=True, kw_only=True)
class ReviewRow:
    """One request in the work list. `status` is a PccStatus."""

    id: int
    reference: str
    partnership: str
    requested: str
    last_date: str
    in_time: bool
    status: PccStatus
    status_text: str
    colour: str


@dataclass(frozen=True, kw_only=True)
class ReviewOutcome:
    """How a request ended, also after it was closed."""

    text: str
    decided: str
    reasons: str
    recommendations: str
    returned_to: str


@dataclass(frozen=True, kw_only=True)
class ReviewPage:
    """Requests in order; `after` is the id to go on from, None on the last page."""

    rows: tuple[ReviewRow, ...]
    after: int | None


@dataclass(frozen=True, kw_only=True)
class NoteRow:
    """One of the office's own notes."""

    text: str
    by: str
    at_text: str
    iso: str


def _of_area(area_id: int):
    return PccReview.objects.filter(policing_area_id=area_id)


def get_review(*, area_id: int, review_id: int) -> PccReview:
    """The review, if this area's office hears it; area scope. Raises NoSuchReview (a 404).

    Its partnership comes with it; its case and application are closed in this scope.
    """
    review = (
        _of_area(area_id)
        .select_related("partnership", "policing_area", "decided_by")
        .filter(pk=review_id)
        .first()
    )
    if review is None:
        raise NoSuchReview(review_id)
    return review


def case_scope(review: PccReview, *, at: dt.datetime) -> Scope:
    """The scope of the review's case, by the office's live bundle grant. Raises NoBundle."""
    granted = live_grants(at=at).filter(
        level=CaseGrant.Level.BUNDLE,
        partnership_id=review.partnership_id,
        case_id=review.case_id,
        policing_area_id=review.policing_area_id,
    )
    if not granted.exists():
        raise NoBundle(review.pk)
    return Scope.of_case(
        partnership_id=review.partnership_id,
        case_id=review.case_id,
        area_id=review.policing_area_id,
    )


def pcc_worklist(*, area_id: int, finished: bool, after: int | None) -> ReviewPage:
    """A page of requests: open ones from the oldest on, finished ones from the newest on.

    after: the id that the page before ended with; an unknown one begins anew.
    """
    reviews = _of_area(area_id)
    reviews = (
        reviews.filter(status=PccStatus.CLOSED)
        if finished
        else reviews.exclude(status=PccStatus.CLOSED)
    )
    order = ("-requested_at", "-id") if finished else ("requested_at", "id")
    found = list(
        _from(reviews, after, backwards=finished)
        .select_related("partnership")
        .order_by(*order)[: PAGE + 1]
    )
    return ReviewPage(
        rows=tuple(row_of(review) for review in found[:PAGE]),
        after=found[PAGE - 1].pk if len(found) > PAGE else None,
    )


def _from(reviews, after: int | None, *, backwards: bool):
    last = None
    if after is not None:
        last = reviews.filter(pk=after).values_list("requested_at", flat=True).first()
    if last is None:
        return reviews
    way = "lt" if backwards else "gt"
    return reviews.filter(
        Q(**{f"requested_at__{way}": last}) | Q(requested_at=last, **{f"id__{way}": after})
    )


def row_of(review: PccReview) -> ReviewRow:
    """One request in words; its partnership must have come with it."""
    status = PccStatus(review.status)
    return ReviewRow(
        id=review.pk,
        reference=review.reference,
        partnership=review.partnership.name,
        requested=day_of(review.requested_at),
        last_date=weekday_in_words(review.last_date_on),
        in_time=review.within_window,
        status=status,
        status_text=status.label,
        colour=COLOURS[status],
    )


def outcome_of(review: PccReview) -> ReviewOutcome | None:
    """The outcome, once there is one: it stays to be seen when the case is closed to the office."""
    if review.outcome_reasons:
        upheld = bool(review.returned_to)
        status = PccStatus.UPHELD if upheld else PccStatus.NOT_UPHELD
        by = f" by {review.decided_by.full_name}" if review.decided_by else ""
        return ReviewOutcome(
            text=status.label,
            decided=f"{day_of(review.decided_at)}{by}",
            reasons=review.outcome_reasons,
            recommendations=review.recommendations,
            returned_to=review.get_returned_to_display(),
        )
    ended = {PccStatus.NOT_ELIGIBLE, PccStatus.ANSWERED, PccStatus.CLOSED}
    if review.status not in ended:
        return None
    return ReviewOutcome(
        text=PccStatus.NOT_ELIGIBLE.label,
        decided="",
        reasons=review.eligibility_reason,
        recommendations="",
        returned_to="",
    )


def partnerships_of_area(*, area_id: int) -> list[str]:
    """The names of the partnerships whose reviews the office hears."""
    return list(Partnership.objects.filter(policing_area_id=area_id).values_list("name", flat=True))


def notes_of_review(review: PccReview) -> tuple[NoteRow, ...]:
    """The office's own notes, newest first; area scope, never the partnership's."""
    notes = PccNote.objects.filter(
        policing_area_id=review.policing_area_id, review_id=review.pk
    ).select_related("written_by")
    return tuple(
        NoteRow(
            text=note.text,
            by=note.written_by.full_name,
            at_text=moment_in_words(note.written_at),
            iso=note.written_at.isoformat(),
        )
        for note in notes
    )
