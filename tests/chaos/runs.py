"""One run: merchants write, shoppers search, something breaks, and then the books are checked."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field

from django.db import connection
from elasticsearch import Elasticsearch

from searchapp import wiring
from searchapp.indexing.following import follow
from searchapp.indexing.reconciling import compare, repair
from searchapp.pipeline.request import Kind
from tests.chaos.faults import FAULTS
from tests.chaos.searching import Shoppers
from tests.chaos.servers import Servers
from tests.chaos.verdict import differences, wait_until_followed
from tests.chaos.writers import Merchants

NOTICED_S = 2.0
"""How much longer than the fault searches may fail: until what came back is noticed."""
_LEAD_S = (0.3, 1.5)
_AFTERWARDS_S = (0.3, 1.0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run saw; all times in seconds. `converged_s` is from the last write, when what broke
    is whole again, to an empty outbox.
    """

    number: int
    fault: str
    detail: str = ""
    fault_s: float = 0.0
    writes: int = 0
    refused: int = 0
    slowest_write_s: float = 0.0
    searches: int = 0
    failed: int = 0
    first_failure: str = ""
    outage_s: float = 0.0
    slowest_search_s: float = 0.0
    converged_s: float = 0.0
    took_s: float = 0.0
    problems: list[str] = field(default_factory=list)


def fault_of(number: int) -> str:
    """Which fault a run has: all of them in turn."""
    return list(FAULTS)[number % len(FAULTS)]


def run(servers: Servers, client: Elasticsearch, number: int, seed: int) -> Outcome:
    """Run `number` under `seed`: the same pair makes the same choices."""
    name = f"{seed} {number}"
    choice = random.Random(name)
    fault = FAULTS[fault_of(number)]
    problems: list[str] = []
    detail = ""
    began = time.monotonic()
    with Shoppers(servers.url, name) as shoppers:
        with Merchants(name) as merchants:
            time.sleep(choice.uniform(*_LEAD_S))
            broken = time.monotonic()
            try:
                detail = fault.happen(servers, choice)
            except Exception as error:  # noqa: BLE001 - the run fails and shows it
                problems.append(f"the fault could not be brought about or mended: {error}")
            fault_s = time.monotonic() - broken
            time.sleep(choice.uniform(*_AFTERWARDS_S))
        converged_s = 0.0
        # PostgreSQL may have gone with the connection.
        connection.close()
        try:
            servers.elasticsearch.wait()
            converged_s = wait_until_followed()
            problems += differences(client)
        except Exception as error:  # noqa: BLE001 - the run fails and shows it
            problems.append(f"{type(error).__name__}: {error}")
    outage_s = shoppers.longest_outage_s()
    problems += merchants.unexpected
    failed = [search for search in shoppers.searches if search.problem]
    allowed_s = fault_s + NOTICED_S if fault.stops_searches else 0.0
    if outage_s > allowed_s:
        problems.append(
            f"searches failed for {outage_s:.1f} s, allowed are {allowed_s:.1f} s; "
            f"the first: {failed[0].problem}"
        )
    return Outcome(
        number,
        fault.name,
        detail,
        fault_s,
        merchants.writes,
        merchants.refused,
        merchants.slowest_s,
        len(shoppers.searches),
        len(failed),
        failed[0].problem if failed else "",
        outage_s,
        max((search.answered - search.sent for search in shoppers.searches), default=0.0),
        converged_s,
        time.monotonic() - began,
        problems,
    )


def mend() -> None:
    """After a run that failed: what differs is written again, so that the next run begins well."""
    for kind in Kind:
        if (index := wiring.index_writer().live(kind)) is not None:
            repair(compare(kind, index))
    follow()
    wait_until_followed()
