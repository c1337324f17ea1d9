"""The table of targets, from what was measured (docs/PERFORMANCE.md)."""

from __future__ import annotations

from dataclasses import dataclass

from bench import timing

LIMIT = "limit"
QUEUE = "queue, first page"
CASE = "case"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """One target: what it is, what was measured, and the two marks."""

    id: str
    what: str
    value: float
    must: float
    aim: float

    @property
    def word(self) -> str:
        """`PASS, aim met`, `PASS` or `FAIL`."""
        if self.value <= self.aim:
            return "PASS, aim met"
        return "PASS" if self.value <= self.must else "FAIL"


def verdicts(found: dict) -> list[Verdict]:
    """Every target that these figures say something about."""
    measured = [_against_the_limit, _growth, _chasers, _dates] if "seconds" in found else []
    return [verdict for of in (*measured, _letters) for verdict in of(found)]


def all_met(found: dict) -> bool:
    """Whether each of them is what it must be."""
    return all(verdict.value <= verdict.must for verdict in verdicts(found))


def _against_the_limit(found: dict) -> list[Verdict]:
    seconds, names = found["seconds"], [name for name, *_ in found["sizes"]]
    least, most = names[0], names[-1]

    def by(page: str, other: str) -> float:
        return timing.ratio(seconds[page], seconds[other])

    return [
        Verdict(
            id="T1",
            what=f"queue at {most} x the limit page",
            value=by(f"{QUEUE} @ {most}", f"{LIMIT} @ {most}"),
            must=2.0,
            aim=1.3,
        ),
        Verdict(
            id="T1",
            what=f"queue at {most} x itself at {least}",
            value=by(f"{QUEUE} @ {most}", f"{QUEUE} @ {least}"),
            must=1.15,
            aim=1.05,
        ),
        Verdict(
            id="T3",
            what=f"case at {most} x the limit page",
            value=by(f"{CASE} @ {most}", f"{LIMIT} @ {most}"),
            must=2.0,
            aim=1.2,
        ),
        Verdict(
            id="T3",
            what="statements of the case page, most x least",
            value=_statements(found),
            must=1.0,
            aim=1.0,
        ),
    ]


def _statements(found: dict) -> float:
    numbers = [plans[CASE]["statements"] for plans in found["plans"].values()]
    return max(numbers) / min(numbers)


def _growth(found: dict) -> list[Verdict]:
    if len(found["sizes"]) < 2:
        return []
    return [
        Verdict(id="T9", what=f"growth of {page}", value=exponent, must=0.05, aim=0.02)
        for page, exponent in exponents(found).items()
        if page != LIMIT
    ]


def exponents(found: dict) -> dict[str, float]:
    """The growth exponent of each page, and of the limit page to compare with."""
    cases = [number for _, number, _ in found["sizes"]]
    pages = dict.fromkeys(name.partition(" @ ")[0] for name in found["seconds"])
    return {
        page: timing.growth(
            cases,
            [timing.median(found["seconds"][f"{page} @ {name}"]) for name, *_ in found["sizes"]],
        )
        for page in pages
    }


def _chasers(found: dict) -> list[Verdict]:
    if not found.get("chasers"):
        return []
    chasers = found["chasers"]
    return [
        Verdict(id="T5", what="chasers x the statement", value=chasers["ratio"], must=3, aim=1.5),
        Verdict(id="T5", what="rows of a second run", value=chasers["written"][2], must=0, aim=0),
    ]


def _dates(found: dict) -> list[Verdict]:
    if not (dates := found.get("dates")):
        return []
    return [
        Verdict(id="T6", what="due dates x the rank table", value=dates["ratio"], must=4, aim=1.5),
        Verdict(id="T6", what="from moments x the table", value=dates["moments"], must=4, aim=3),
    ]


def _letters(found: dict) -> list[Verdict]:
    if not (letters := found.get("letters")):
        return []
    grown = f"MiB more after {letters['many']} letters"
    return [
        Verdict(
            id="T7", what="letter x WeasyPrint alone", value=letters["ratio"], must=1.2, aim=1.1
        ),
        Verdict(id="T7", what=grown, value=letters["grown"], must=20, aim=5),
    ]


def text(found: dict) -> str:
    """All of it for a person to read."""
    pages = [*_pages(found), ""] if "seconds" in found else []
    return "\n".join([*_head(found), "", *pages, *_targets(found), ""])


def _head(found: dict) -> list[str]:
    before, after = (", ".join(f"{n:.2f}" for n in found[f"load {w}"]) for w in ("before", "after"))
    return [
        *(f"{name:11} {value}" for name, value in found["machine"].items()),
        f"{'load':11} {before} before, {after} after",
        f"{'rounds':11} {found['rounds']}, each page once a round, in turn",
    ]


def _pages(found: dict) -> list[str]:
    seconds = found["seconds"]
    lines = [
        f"{'page @ cases':34} {'least ms':>8} {'p50 ms':>8} {'p95 ms':>8} {'x limit':>8}"
        f" {'stmts':>6} {'buffers':>8}"
    ]
    for name, taken in seconds.items():
        page, _, size = name.partition(" @ ")
        plans = found["plans"][size].get(page, {})
        middle, late = timing.median(taken) * 1e3, timing.percentile(taken, 0.95) * 1e3
        lines.append(
            f"{name:34} {min(taken) * 1e3:8.2f} {middle:8.2f} {late:8.2f}"
            f" {timing.ratio(taken, seconds[f'{LIMIT} @ {size}']):8.2f}"
            f" {plans.get('statements', ''):>6} {plans.get('buffers', ''):>8}"
        )
    return lines


def _targets(found: dict) -> list[str]:
    lines = [f"{'':4} {'target':46} {'measured':>9} {'must':>6} {'aim':>6}"]
    lines += [
        f"{one.id:4} {one.what:46} {one.value:9.3f} {one.must:6.2f} {one.aim:6.2f}  {one.word}"
        for one in verdicts(found)
    ]
    if letters := found.get("letters"):
        lines.append(
            f"     processor time: a letter {letters['ours'] * 1e3:.0f} ms, WeasyPrint alone"
            f" {letters['plain'] * 1e3:.0f} ms; told and stored {letters['minute']:.0f} a minute"
        )
    if "seconds" not in found:
        return lines
    if len(found["sizes"]) > 1:
        lines.append(
            f"{'':4} {'growth of the limit page itself':46} {exponents(found)[LIMIT]:9.3f}"
        )
    if dates := found.get("dates"):
        lines.append(
            f"     {dates['many']} dates by the rank table {dates['plain']:.3f} s; one explained in"
            f" {dates['explained'] * 1e6:.0f} us"
        )
    if not (chasers := found.get("chasers")):
        lines.append("T5   not measured")
    else:
        lines.append(
            f"     statement {chasers['plain']:.3f} s, first sweep {chasers['first']:.3f} s, second"
            f" {chasers['second']:.3f} s; rows {chasers['written']}; without foreign keys the"
            f" statement {chasers['keyless']:.3f} s, the sweep x it {chasers['ratio keyless']:.2f}"
        )
    return lines
