"""`python -m tests.chaos --runs 500 --seed 1`: faults → runs, failures, outages, time to converge.

With `--each` it makes the runs whose numbers it is told on its standard input, a line each, and
answers with a line of JSON: so one set of servers serves many tests.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import django
import orjson

from tests.chaos.servers import Servers, missing_parts

if TYPE_CHECKING:
    from tests.chaos.runs import Outcome

PROTOCOL = """\
Each run: two merchants write without a pause (ORM, bulk operations, SQL, upsert, deletes), two
shoppers search over HTTP; at a random moment the fault comes, and what it hit comes back. Then the
merchants stop, and the index must have followed: an empty outbox, the reconciler finds no
difference, each document has the contents that the catalog gives it. Searches may fail only while
the fault lasts. Real PostgreSQL, Redis, gunicorn, two Celery workers, beat, and three Elasticsearch
nodes with one replica. A run is the seed and its number."""


def main() -> int:
    """Runs what the command line asks for; 1 when a run failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--runs", type=int, default=36)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number of the first run")
    parser.add_argument("--only", help="only faults whose names have this in them")
    parser.add_argument("--each", action="store_true", help="runs by numbers on standard input")
    parser.add_argument("--logs", type=Path, help="where to leave the logs of all processes")
    options = parser.parse_args()
    if missing := missing_parts():
        sys.exit(f"Not here: {'; '.join(missing)}")
    with _servers(options.logs) as servers:
        if options.each:
            return _each(servers, options.seed)
        return _all(servers, options)


@contextmanager
def _servers(logs: Path | None) -> Iterator[Servers]:
    folder = Path(tempfile.mkdtemp(prefix="searchapp-chaos-"))
    servers = Servers(folder)
    try:
        servers.start_stores()
        os.environ.update(servers.environment)
        django.setup()
        _prepare()
        servers.start_searchapp()
        _wait_for_workers()
        yield servers
    finally:
        servers.stop()
        if logs:
            logs.mkdir(parents=True, exist_ok=True)
            for log in folder.glob("*.log"):
                shutil.copy(log, logs)
        shutil.rmtree(folder, ignore_errors=True)


def _prepare() -> None:
    from django.core.management import call_command

    from searchapp.catalog.outbox import held
    from tests.chaos.writers import fill_catalog

    call_command("migrate", verbosity=0)
    with held():
        fill_catalog(random.Random(0))


def _wait_for_workers() -> None:
    """They have all lanes to drain until the indexes have the first catalog."""
    from tests.chaos.verdict import wait_until_followed

    wait_until_followed()


def _each(servers: Servers, seed: int) -> int:
    for line in sys.stdin:
        outcome = _run(servers, int(line), seed)
        sys.stdout.write(orjson.dumps(asdict(outcome)).decode() + "\n")
        sys.stdout.flush()
    return 0


def _all(servers: Servers, options: argparse.Namespace) -> int:
    from tests.chaos.runs import fault_of

    _say(f"{PROTOCOL}\n\n{options.runs} runs from {options.first}, seed {options.seed}\n")
    outcomes: list[Outcome] = []
    number = options.first
    while len(outcomes) < options.runs:
        if not options.only or options.only in fault_of(number):
            outcomes.append(_run(servers, number, options.seed))
            _say(_line(outcomes[-1]))
        number += 1
    _say("\n" + _table(outcomes))
    return int(any(outcome.problems for outcome in outcomes))


def _run(servers: Servers, number: int, seed: int) -> Outcome:
    from elasticsearch import Elasticsearch

    from tests.chaos.runs import mend, run

    with Elasticsearch(servers.elasticsearch.urls[0]) as client:
        outcome = run(servers, client, number, seed)
    if outcome.problems:
        mend()
    return outcome


def _line(outcome: Outcome) -> str:
    text = (
        f"{outcome.number:>4} {outcome.fault} {outcome.detail}: fault {outcome.fault_s:.1f} s, "
        f"{outcome.writes} writes ({outcome.refused} refused, slowest "
        f"{outcome.slowest_write_s:.1f} s), {outcome.searches} searches ({outcome.failed} failed, "
        f"slowest {outcome.slowest_search_s:.1f} s, outage {outcome.outage_s:.1f} s), "
        f"converged in {outcome.converged_s:.1f} s, {outcome.took_s:.1f} s in all"
    )
    if outcome.first_failure:
        text += f"\n     the first search that failed: {outcome.first_failure[:300]}"
    return "\n".join(
        [text, *(f"     FAILED {_shortened(problem)}" for problem in outcome.problems[:5])]
    )


def _shortened(problem: str) -> str:
    """Its beginning says what failed, its end how."""
    return problem if len(problem) <= 4000 else f"{problem[:1000]} … {problem[-3000:]}"


def _table(outcomes: list[Outcome]) -> str:
    lines = [
        "| fault | runs | failed | longest fault | longest search outage | slowest search "
        "| slowest write | slowest to converge |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for fault in dict.fromkeys(outcome.fault for outcome in outcomes):
        own = [outcome for outcome in outcomes if outcome.fault == fault]
        longest = (
            max(getattr(outcome, name) for outcome in own)
            for name in ("fault_s", "outage_s", "slowest_search_s", "slowest_write_s",
                         "converged_s")
        )  # fmt: skip
        failed = sum(bool(outcome.problems) for outcome in own)
        times = " | ".join(f"{seconds:.1f} s" for seconds in longest)
        lines.append(f"| {fault} | {len(own)} | {failed} | {times} |")
    return "\n".join(lines)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
