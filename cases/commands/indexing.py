"""Keeping what a case is found by true to its people (ADR 17)."""

from cases.models import Case, CaseToken, Involvement, Person
from cases.search_words import tokens_of

FOUND_BY = frozenset(Involvement.Role.values) - {Involvement.Role.WITNESS}
"""The roles of the people by whom a case is found; witnesses are not."""


def index_case(case: Case) -> None:
    """Make the case's tokens those of its people as stored: adds and removes, or does nothing.

    Called by every command that stores people or names, or moves them to another case; inside the
    partnership's scope.
    """
    below = {"partnership_id": case.partnership_id, "case_id": case.pk}
    people = Person.objects.filter(**below, involvements__role__in=FOUND_BY)
    texts = [text for person in people.values_list("full_name", "postcode") for text in person]
    wanted = tokens_of(case.applicant_name, *texts)
    known = dict(CaseToken.objects.filter(**below).values_list("token", "pk"))
    gone = [pk for token, pk in known.items() if token not in wanted]
    if gone:
        CaseToken.objects.filter(**below, pk__in=gone).delete()
    CaseToken.objects.bulk_create(
        CaseToken(**below, token=token) for token in sorted(wanted - known.keys())
    )
