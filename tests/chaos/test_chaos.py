"""Whatever breaks while the catalog changes, the index equals it afterwards and searches go on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SEED = int(os.environ.get("SEARCHAPP_CHAOS_SEED", "1"))
RUNS = 36
"""Each of the twelve faults three times."""

pytestmark = pytest.mark.chaos


@pytest.fixture(scope="module")
def driver() -> Iterator[subprocess.Popen[str]]:
    """One set of servers for all runs; settings of its own, so a process of its own."""
    from tests.chaos.servers import missing_parts

    if missing := missing_parts():
        pytest.skip(f"needs {'; '.join(missing)}; then run `make chaos`")
    with subprocess.Popen(
        [sys.executable, "-m", "tests.chaos", "--each", "--seed", str(SEED)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        # The end of its input ends it; it stops its servers first.


@pytest.mark.parametrize("number", range(RUNS))
def test_the_index_equals_the_catalog_and_searches_go_on(
    driver: subprocess.Popen[str], number: int
) -> None:
    assert driver.stdin is not None
    assert driver.stdout is not None
    driver.stdin.write(f"{number}\n")
    driver.stdin.flush()
    answer = driver.stdout.readline()
    assert answer, "the driver ended; what it said is above"
    outcome: dict[str, Any] = json.loads(answer)
    assert outcome["writes"] > 0
    assert outcome["searches"] > 0
    if outcome["problems"]:
        problems = outcome.pop("problems")
        pytest.fail("\n".join([str(outcome), *problems]))
