"""One command: seed, serve, measure in turn, print the ratios of docs/PERFORMANCE.md."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from bench import SWEEP, dates, report, timing
from bench.cluster import SIZES, Cluster, Size, all_open, answer_of
from bench.servers import collect_static, production, serve
from ct_portal.embedded import interrupts
from ct_portal.embedded.console import SetupProblem, say
from ct_portal.embedded.home import ROOT
from ct_portal.embedded.stack import prepare_machine

RESULTS = ROOT / "bench" / "results"
QUICK = ("1k", "10k")
DATE_ROUNDS = 10
LETTERS = "letters"
LETTER_ROUNDS = 40
MANY_LETTERS = 500
TOLD = 60


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is to be measured."""

    sizes: tuple[Size, ...]
    rounds: int
    open_cases: int
    out: Path
    home: Path | None
    keep: bool
    letters: int = MANY_LETTERS
    only: str = ""


def main(given: Sequence[str]) -> int:
    """Measure and print; 0 when every target that was measured is met, 1 when one is not."""
    interrupts.install()
    try:
        return run(read(given))
    except SetupProblem as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except interrupts.Interrupted:
        return 130


def read(given: Sequence[str]) -> Plan:
    """The command line."""
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="1k and 10k, few rounds, no chasers")
    parser.add_argument("--sizes", default=",".join(SIZES), help="which of " + ",".join(SIZES))
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument(
        "--chasers",
        type=int,
        default=1_000_000,
        metavar="N",
        help="open cases that T5 chases; 0 leaves it out",
    )
    parser.add_argument(
        "--letters",
        type=int,
        default=MANY_LETTERS,
        metavar="N",
        help="letters whose memory T7 looks at; 0 leaves T7 out",
    )
    parser.add_argument("--only", choices=[LETTERS], default="", help="T7 alone: minutes")
    parser.add_argument("--out", type=Path, default=RESULTS, help="where results and plans go")
    parser.add_argument("--home", type=Path, help="where the cluster lies (a folder of its own)")
    parser.add_argument(
        "--keep",
        "--reuse",
        action="store_true",
        dest="keep",
        help="use the seeded cluster of the last time, and keep it",
    )
    asked = parser.parse_args(given)
    names = QUICK if asked.quick else asked.sizes.split(",")
    if asked.only:
        names = names[:1]
    if unknown := set(names) - set(SIZES):
        parser.error(f"no such size: {', '.join(sorted(unknown))}")
    return Plan(
        sizes=tuple(SIZES[name] for name in names),
        rounds=min(asked.rounds, 20) if asked.quick else asked.rounds,
        open_cases=0 if asked.quick or asked.only else asked.chasers,
        out=asked.out,
        home=asked.home,
        keep=asked.keep,
        letters=min(asked.letters, TOLD) if asked.quick else asked.letters,
        only=asked.only,
    )


def run(plan: Plan) -> int:
    """Everything in one go; the services stop whatever happens."""
    prepare_machine()
    if plan.open_cases and not sweep_exists():
        say("no chasers to measure: there is no sweep")
        plan = replace(plan, open_cases=0)
    cluster = Cluster(home=plan.home, keep=plan.keep)
    cluster.fill([*plan.sizes, *([all_open(plan.open_cases)] if plan.open_cases else [])])
    with cluster:
        found = measured(cluster, plan)
    text = report.text(found)
    plan.out.mkdir(parents=True, exist_ok=True)
    (plan.out / "report.txt").write_text(text)
    (plan.out / "measured.json").write_text(json.dumps(found, indent=1))
    print(text)
    return 0 if report.all_met(found) else 1


def measured(cluster: Cluster, plan: Plan) -> dict:
    """All figures, plain."""
    found = {
        "machine": machine(cluster),
        "sizes": [[size.name, size.cases, size.partnerships] for size in plan.sizes],
        "rounds": plan.rounds,
        "load before": os.getloadavg(),
    }
    if plan.letters:
        say("letters")
        rounds = str(min(plan.rounds, LETTER_ROUNDS))
        asked = (LETTERS, rounds, str(plan.letters), str(TOLD))
        found["letters"] = inside(cluster, plan.sizes[0], *asked)
    if plan.only != LETTERS:
        found |= _pages(cluster, plan)
    found["load after"] = os.getloadavg()
    return found


def _pages(cluster: Cluster, plan: Plan) -> dict:
    """The pages with their plans, the dates, and the chasers."""
    collect_static(cluster, plan.sizes[0])
    found = {
        "seconds": seconds(cluster, plan),
        "dates": dates.measure(rounds=min(plan.rounds, DATE_ROUNDS)),
    }
    say("plans")
    found["plans"] = {
        size.name: inside(cluster, size, "plans", str(plan.out / "plans" / size.name))
        for size in plan.sizes
    }
    if plan.open_cases:
        say("chasers")
        found["chasers"] = inside(cluster, all_open(plan.open_cases), "chasers", "7")
        (plan.out / "plans" / "chasers.txt").write_text(found["chasers"].pop("plan"))
    return found


def sweep_exists() -> bool:
    """Whether the application has the sweep that T5 measures."""
    return find_spec(SWEEP) is not None


def seconds(cluster: Cluster, plan: Plan) -> dict[str, list[float]]:
    """Each page of each size, and the limit page beside it, in turn: `page @ size` -> seconds."""
    calls = {}
    for size in plan.sizes:
        wanted, served = inside(cluster, size, "pages"), serve(cluster, size)
        calls[f"limit @ {size.name}"] = timing.getting(port=served.limit, path=wanted["limit"])
        for page in wanted["pages"]:
            calls[f"{page['name']} @ {size.name}"] = timing.getting(
                port=served.ours,
                path=page["path"],
                cookie=page["cookie"],
                status=page["status"],
            )
    say(f"measuring {len(calls)} pages, {plan.rounds} rounds")
    return timing.in_turn(calls, rounds=plan.rounds)


def inside(cluster: Cluster, size: Size, *what: str) -> dict:
    """Run a part of the bench inside Django, on one size's database."""
    environ = production(cluster, size, port=0) | {"DJANGO_SETTINGS_MODULE": "ct_portal.settings"}
    return answer_of(["-m", "bench.inside", *what], environ=environ)


def machine(cluster: Cluster) -> dict[str, str]:
    """What the figures were measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    model = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    return {
        "processors": f"{os.cpu_count()} x {model[0] if model else platform.machine()}",
        "memory": f"{memory:.0f} GiB",
        "system": platform.platform(),
        "python": platform.python_version(),
        "postgresql": cluster.version,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
