"""What the bench makes of its figures, without a clock."""

import pytest

from bench import dates, report, timing
from bench.cluster import SIZES
from bench.run import QUICK, read

MS = 1e-3


def found(*, queue: float = 6.0, case: float = 9.0, step: float = 1.0, chasers=None) -> dict:
    """Figures in which each tenfold step takes `step` times as long; the limit page takes 5 ms."""
    seconds = {}
    for number, name in enumerate(SIZES):
        slower = step**number * MS
        seconds[f"limit @ {name}"] = [5 * MS] * 3
        seconds[f"queue, first page @ {name}"] = [queue * slower] * 3
        seconds[f"case @ {name}"] = [case * slower] * 3
    pages = {"case": {"statements": 36}, "queue, first page": {"statements": 13}}
    return {
        "machine": {"processors": "2"},
        "sizes": [[size.name, size.cases, size.partnerships] for size in SIZES.values()],
        "rounds": 3,
        "load before": [0, 0, 0],
        "load after": [0, 0, 0],
        "seconds": seconds,
        "plans": dict.fromkeys(SIZES, pages),
        "chasers": chasers or {},
    }


def words(figures: dict) -> dict[str, str]:
    return {f"{one.id} {one.what}": one.word for one in report.verdicts(figures)}


def test_a_page_as_quick_as_it_must_be_passes_and_a_slower_one_fails():
    assert words(found(queue=9.9))["T1 queue at 1m x the limit page"] == "PASS"
    assert words(found(queue=10.1))["T1 queue at 1m x the limit page"] == "FAIL"
    assert words(found(case=5.9))["T3 case at 1m x the limit page"] == "PASS, aim met"


def test_growth_is_the_exponent_of_the_time_taken():
    assert timing.growth([10, 100, 1000], [1, 10, 100]) == pytest.approx(1)
    assert timing.growth([10, 100, 1000], [2, 2, 2]) == pytest.approx(0)
    assert report.exponents(found(step=1.2))["case"] == pytest.approx(0.0792, abs=1e-4)
    assert words(found(step=1.2))["T9 growth of case"] == "FAIL"
    assert words(found(step=1.04))["T9 growth of case"] == "PASS, aim met"


def test_ratios_are_of_calls_made_side_by_side():
    assert timing.ratio([2, 40, 6], [1, 20, 3]) == 2
    assert timing.percentile(list(range(100)), 0.95) == 95


def test_everything_is_called_once_a_round_in_turn():
    called = []
    calls = {name: (lambda name=name: called.append(name)) for name in "ab"}
    seconds = timing.in_turn(calls, rounds=3, warm=1)
    assert "".join(called) == "abababab"
    assert {name: len(taken) for name, taken in seconds.items()} == {"a": 3, "b": 3}


def test_a_second_sweep_that_writes_fails():
    chasers = {"ratio": 1.4, "ratio keyless": 3.1, "written": [20, 20, 1]}
    chasers |= dict.fromkeys(("plain", "keyless", "first", "second"), 1)
    assert words(found(chasers=chasers))["T5 rows of a second run"] == "FAIL"
    assert not report.all_met(found(chasers=chasers))


def test_the_report_names_every_page_and_says_what_was_not_measured():
    text = report.text(found())
    assert "queue, first page @ 100k" in text
    assert "T5   not measured" in text


def test_a_quick_run_leaves_out_what_takes_long():
    plan = read(["--quick", "--keep"])
    assert [size.name for size in plan.sizes] == list(QUICK)
    assert plan.open_cases == 0
    assert plan.rounds <= 20
    with pytest.raises(SystemExit):
        read(["--sizes", "1k,enormous"])


def test_due_dates_are_held_to_the_rank_table():
    figures = found() | {
        "dates": {"many": 10, "plain": 1.0, "ratio": 1.2, "moments": 4.1, "explained": 1e-4}
    }
    said = words(figures)
    assert said["T6 due dates x the rank table"] == "PASS, aim met"
    assert said["T6 from moments x the table"] == "FAIL"
    assert "10 dates by the rank table 1.000 s; one explained in 100 us" in report.text(figures)
    assert not any(line.startswith("T6") for line in words(found()))


def test_the_rank_table_made_by_hand_gives_the_dates_of_the_rules():
    measured = dates.measure(rounds=1, many=2_000)
    assert measured["many"] == 2_000
    assert min(measured["plain"], measured["ratio"], measured["moments"]) > 0


LETTERS = {"ours": 0.14, "plain": 0.13, "many": 500, "told": 60, "minute": 412.3}


@pytest.mark.parametrize(
    ("ratio", "grown", "ratio_word", "grown_word"),
    [
        (1.05, 3, "PASS, aim met", "PASS, aim met"),
        (1.15, 19, "PASS", "PASS"),
        (1.25, 21, "FAIL", "FAIL"),
    ],
)
def test_letters_are_held_to_weasyprint_alone_and_to_their_memory(
    ratio, grown, ratio_word, grown_word
):
    figures = found() | {"letters": LETTERS | {"ratio": ratio, "grown": grown}}
    said = words(figures)
    assert said["T7 letter x WeasyPrint alone"] == ratio_word
    assert said["T7 MiB more after 500 letters"] == grown_word


def test_letters_alone_make_a_report_of_their_own():
    everything = found() | {"letters": LETTERS | {"ratio": 1.05, "grown": 3.0}}
    alone = {name: everything[name] for name in everything if name not in ("seconds", "plans")}
    assert set(words(alone)) == {"T7 letter x WeasyPrint alone", "T7 MiB more after 500 letters"}
    text = report.text(alone)
    assert (
        "processor time: a letter 140 ms, WeasyPrint alone 130 ms; told and stored 412 a minute"
        in text
    )
    assert "limit" not in text


def test_letters_alone_are_quick_to_ask_for():
    plan = read(["--only", "letters"])
    assert (plan.only, plan.open_cases, plan.letters) == ("letters", 0, 500)
    assert len(plan.sizes) == 1
