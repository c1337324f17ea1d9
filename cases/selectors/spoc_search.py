"""Searching the queue by names and postcodes: one page of cases, newest first (ADR 17).

Every word must begin a token of the case. How many tokens each word begins is counted first, to a
limit. Words with few lead to the cases that have them all. Where every word is frequent, the tokens
are walked from the newest case on until the page is full; where that takes too long, the words'
tokens are read as a whole after all. Conditions on tokens are ranges, which an index answers below
row-level security.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from cases.models import Case
from cases.search_words import past
from organisations.prepared import Statement

FEW = 2000
"""Tokens of a word, or cases of a group, up to which they are read as a whole."""
WALK = 20_000
"""Tokens that are walked for a page of frequent words."""
_NEWEST = 2**63 - 1


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What is searched for. words: of `words_typed`; districts, statuses: None means all.

    last_id: the case after which the page begins; 0 for the first page.
    """

    partnership_id: int
    words: tuple[str, ...]
    districts: frozenset[int] | None
    statuses: frozenset[str] | None
    last_id: int = 0


def cases_found(sought: Sought, *, columns: tuple[str, ...], most: int) -> list[tuple]:
    """The columns of at most `most` cases, newest first; none where no word is asked for."""
    if not sought.words:
        return []
    values = {
        "partnership": sought.partnership_id,
        "districts": None if sought.districts is None else sorted(sought.districts),
        "statuses": None if sought.statuses is None else sorted(sought.statuses),
        "last_id": sought.last_id or _NEWEST,
        "most": most,
    }
    numbers = dict(_NUMBERS.fetch(values | _ranges("all", sought.words)))
    rarest = min(numbers[word] for word in sought.words)
    if rarest == 0:
        return []
    if sought.statuses is not None and numbers[_GROUP] < min(rarest, FEW):
        return _fetch("group", columns, values, [], sought.words)
    if rarest <= FEW:
        few = [word for word in sought.words if numbers[word] <= FEW]
        return _fetch("few", columns, values, few, [w for w in sought.words if w not in few])
    found = _fetch("newest", columns, values, sought.words[:1], sought.words[1:])
    if len(found) < most:
        found = _fetch("whole", columns, values, sought.words, [])
    return found


def _fetch(
    way: str,
    columns: tuple[str, ...],
    values: dict[str, Any],
    leading: Sequence[str],
    asked: Sequence[str],
) -> list[tuple]:
    """leading: the words that lead to the cases; asked: those that each case is asked for."""
    values = values | _ranges("leading", leading) | _ranges("asked", asked)
    return _page(way, columns).fetch(values)


def _ranges(name: str, words: Sequence[str]) -> dict[str, list[str]]:
    """Two values: where the range of each word begins, and before what it ends."""
    return {f"{name}_words": list(words), f"{name}_pasts": [past(word) for word in words]}


# A range of one status in the order of `case_by_status`: for an equality the planner may walk all
# of the partnership's cases instead, where it takes the status for a common one.
_OF_GROUP = f"""
    SELECT c.id AS case_id FROM unnest(%(statuses)s::text[]) AS given (status)
    CROSS JOIN LATERAL (
        SELECT id FROM cases_case
        WHERE partnership_id = %(partnership)s
          AND status >= given.status AND status <= given.status
        ORDER BY status DESC, id DESC LIMIT {FEW + 1}
    ) AS c
"""  # noqa: S608 - our own number
_GROUP = ""
_NUMBERS = Statement(f"""
    SELECT given.word, (
        SELECT count(*) FROM (
            SELECT FROM cases_casetoken AS t
            WHERE t.partnership_id = %(partnership)s
              AND t.token >= given.word AND t.token < given.past
            LIMIT {FEW + 1}
        ) AS begun
    )
    FROM unnest(%(all_words)s::text[], %(all_pasts)s::text[]) AS given (word, past)
    UNION ALL
    SELECT '{_GROUP}', count(*) FROM ({_OF_GROUP}) AS grouped
""")  # noqa: S608 - our own numbers

# The cases that have a token for every leading word; a bit stands for each word.
_OF_ALL = """
    SELECT b.case_id FROM (
        SELECT given.nr, t.case_id
        FROM unnest(%(leading_words)s::text[], %(leading_pasts)s::text[])
            WITH ORDINALITY AS given (word, past, nr)
        CROSS JOIN LATERAL (
            SELECT case_id FROM cases_casetoken
            WHERE partnership_id = %(partnership)s
              AND token >= given.word AND token < given.past {limit}
        ) AS t
    ) AS b
    WHERE b.case_id < %(last_id)s GROUP BY b.case_id
    HAVING bit_or(1::bigint << b.nr::int)
        = (2::bigint << cardinality(%(leading_words)s::text[])) - 2
    ORDER BY b.case_id DESC
"""
# Where the cases of a page come from, newest first.
_WAYS = MappingProxyType(
    {
        "few": _OF_ALL.format(limit=f"LIMIT {FEW}"),
        "whole": _OF_ALL.format(limit="OFFSET 0"),
        "group": f"{_OF_GROUP} WHERE c.id < %(last_id)s ORDER BY c.id DESC",
        # The inner LIMIT also keeps the planner to the order of the cases: it cannot know that the
        # word is frequent.
        "newest": f"""
            SELECT DISTINCT t.case_id FROM (
                SELECT case_id, token FROM cases_casetoken
                WHERE partnership_id = %(partnership)s AND case_id < %(last_id)s
                ORDER BY case_id DESC LIMIT {WALK}
            ) AS t
            WHERE t.token >= (%(leading_words)s::text[])[1]
              AND t.token < (%(leading_pasts)s::text[])[1]
            ORDER BY t.case_id DESC
        """,  # noqa: S608 - our own number
    }
)


# OFFSET 0 keeps the planner to this order: tokens first, then the rows of cases that pass.
@cache
def _page(way: str, columns: tuple[str, ...]) -> Statement:
    """Each case that the way leads to is asked for the other words, then for its own filters."""
    names = [Case._meta.get_field(name).column for name in columns if name != "pk"]
    return Statement(f"""
        SELECT named.case_id, {", ".join(f"shown.{name}" for name in names)}
        FROM (
            SELECT found.case_id FROM ({_WAYS[way]}) AS found
            WHERE NOT EXISTS (
                SELECT FROM unnest(%(asked_words)s::text[], %(asked_pasts)s::text[])
                    AS asked (word, past)
                WHERE NOT EXISTS (
                    SELECT FROM cases_casetoken AS t
                    WHERE t.partnership_id = %(partnership)s AND t.case_id = found.case_id
                      AND t.token >= asked.word AND t.token < asked.past
                )
            )
            ORDER BY found.case_id DESC OFFSET 0
        ) AS named
        CROSS JOIN LATERAL (
            SELECT {", ".join(f"c.{name}" for name in names)} FROM cases_case AS c
            WHERE c.partnership_id = %(partnership)s AND c.id = named.case_id
              AND (%(districts)s::bigint[] IS NULL
                OR c.district_id = ANY (%(districts)s::bigint[]))
              AND (%(statuses)s::text[] IS NULL OR c.status = ANY (%(statuses)s::text[]))
            OFFSET 0
        ) AS shown
        ORDER BY named.case_id DESC LIMIT %(most)s
    """)  # noqa: S608 - our own names
