"""The past year's decided cases, judged once more by a draft of the procedure (FEATURES G1).

Each case is replayed on the facts that its assessment kept: what was known then, judged by what
would be asked. Nothing is stored, and nobody is named: a reference and what would change.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from cases.models import Decision
from cases.status import Outcome
from organisations.clock import LONDON
from thresholds.facts import FactsError, parse_facts
from thresholds.findings import Suggestion
from thresholds.periods import Unit as PeriodUnit
from thresholds.periods import last_day_after
from thresholds.procedure import Procedure
from thresholds.threshold import evaluate

MOST_CASES = 500
"""How many of the newest decisions are replayed: what a page can be waited for."""

SUGGESTIONS = {
    Suggestion.MET_STATUTORY: "Met: the test in the Act",
    Suggestion.MET_LOCAL: "Met: a published route",
    Suggestion.DISCRETION_OPEN: "Discretion is open",
    Suggestion.NOT_MET: "Not met",
    Suggestion.NOT_KNOWN: "Not known",
}
_MET = frozenset({Suggestion.MET_STATUTORY, Suggestion.MET_LOCAL})


@dataclass(frozen=True, kw_only=True)
class ReplayedCase:
    """One case whose suggestion would be another. narrower: it was met, and would not be."""

    reference: str
    district: str
    decided_on: dt.date
    decision: str
    before: str
    after: str
    narrower: bool


@dataclass(frozen=True, kw_only=True)
class Replay:
    """What a draft would have suggested.

    moves: (from, to, number of cases), the commonest first. unread: cases whose kept facts this
    code cannot read. left_out: decisions beyond the newest `MOST_CASES`.
    """

    since: dt.date
    replayed: int
    changed: tuple[ReplayedCase, ...]
    moves: tuple[tuple[str, str, int], ...]
    unread: int
    left_out: int

    @property
    def narrower(self) -> int:
        """How many cases were met, and would not be."""
        return sum(one.narrower for one in self.changed)


def replay(procedure: Procedure, *, partnership_id: int, on: dt.date) -> Replay:
    """Judge the decided cases of the year before a day by a procedure; two queries."""
    since = last_day_after(on, n=-12, unit=PeriodUnit.MONTH)
    decisions = Decision.objects.filter(
        partnership_id=partnership_id,
        decided_at__gte=dt.datetime.combine(since, dt.time(), tzinfo=LONDON),
    ).exclude(outcome=Outcome.DEFERRED)
    rows = decisions.order_by("-decided_at", "-id").values_list(
        "case__reference",
        "case__district__name",
        "decided_at",
        "outcome",
        "assessment__facts",
        "assessment__suggestion",
    )[:MOST_CASES]
    return _summed_up(procedure, list(rows), since=since, all_of_them=decisions.count())


def _summed_up(procedure: Procedure, rows: list, *, since: dt.date, all_of_them: int) -> Replay:
    changed, moves, unread = [], Counter(), 0
    for reference, district, decided_at, outcome, kept, suggested in rows:
        try:
            after = evaluate(procedure, parse_facts(kept)).suggestion
        except FactsError:
            unread += 1
            continue
        before = Suggestion(suggested)
        if after == before:
            continue
        moves[before, after] += 1
        changed.append(
            ReplayedCase(
                reference=reference,
                district=district,
                decided_on=decided_at.astimezone(LONDON).date(),
                decision=_DECISIONS[outcome],
                before=SUGGESTIONS[before],
                after=SUGGESTIONS[after],
                narrower=before in _MET and after not in _MET,
            )
        )
    changed.sort(key=lambda one: not one.narrower)
    return Replay(
        since=since,
        replayed=len(rows) - unread,
        changed=tuple(changed),
        moves=tuple(
            (SUGGESTIONS[before], SUGGESTIONS[after], number)
            for (before, after), number in moves.most_common()
        ),
        unread=unread,
        left_out=all_of_them - len(rows),
    )


_DECISIONS = {
    Outcome.ACCEPTED: "Accepted",
    Outcome.REJECTED: "Rejected",
    Outcome.REDIRECTED: "Redirected",
    Outcome.INVALID: "Not valid",
}
