"""The addresses of our own pages, worked out once in a process for each place they are asked for.

Django looks through all patterns at every call; a staff page has a dozen links that are the same
for everybody in a partnership. What names a case is kept without its reference, which would fill
the memory and be of no use to the next page.
"""

from functools import lru_cache

from django.urls import reverse

_reverse = lru_cache(maxsize=4096)(lambda name, *place: reverse(name, args=place))


_CASE = "ANY-CASE"


def address_of_case(name: str, slug: str, reference: str) -> str:
    """The address of a case's page that needs nothing but the partnership and the reference."""
    return _reverse(name, slug, _CASE).replace(_CASE, reference)


def address_of_row(name: str, slug: str, reference: str, row_id: int) -> str:
    """The address of the page of one row of a case: its reference, then the row's number."""
    return (
        _reverse(name, slug, _CASE, 0)
        .replace(f"{_CASE}/", f"{reference}/")
        .replace("/0/", f"/{row_id}/")
    )


def address(name: str, *place: str) -> str:
    """The address of a page, as `reverse` gives it. Raises NoReverseMatch."""
    return _reverse(name, *place)
