"""Requests a second and core: clients that ask again as soon as they are answered.

A core-second is one of processor time, ours and the engine's together, so that it counts the same
whether the engine runs in this process or in another.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from benchmarks.latency.processes import EngineProcesses, own_cpu_seconds
from benchmarks.latency.systems import RAW, System
from benchmarks.protocol import print_table

CLIENTS = (1, 2, 4)


@dataclass(frozen=True, slots=True)
class Load:
    """What became of one loop: requests, in how many seconds, of which processor seconds were ours
    and the engine's, and the percentiles of what a request took, in milliseconds.
    """

    requests: int
    seconds: float
    own_cpu_s: float
    engine_cpu_s: float
    p50: float
    p95: float
    degraded: int = 0

    @property
    def a_second(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds

    @property
    def a_core_second(self) -> float:
        """Requests a second of one core, ours and the engine's work together."""
        return self.requests / (self.own_cpu_s + self.engine_cpu_s)


def measure(
    systems: Sequence[System],
    texts: Sequence[str],
    warm_up: Sequence[str],
    seconds: float,
    engine: EngineProcesses,
) -> dict[str, dict[int, Load]]:
    """The loads by system and number of clients, each for `seconds`."""
    from searchapp.settled_memory import settle_memory

    for text in warm_up:
        for system in systems:
            system.ask(text)
    settle_memory()
    return {
        system.name: {clients: loop(system, texts, clients, seconds, engine) for clients in CLIENTS}
        for system in systems
    }


def loop(
    system: System, texts: Sequence[str], clients: int, seconds: float, engine: EngineProcesses
) -> Load:
    """`clients` threads that ask one query after the other, each beginning at another place."""
    engine_before, own_before = engine.cpu_seconds(), own_cpu_seconds()
    started = time.perf_counter()
    until = started + seconds

    def client(number: int) -> tuple[list[float], int]:
        took: list[float] = []
        degraded = 0
        place = number * len(texts) // clients
        while (start := time.perf_counter()) < until:
            answer = system.ask(texts[place % len(texts)])
            took.append((time.perf_counter() - start) * 1000)
            degraded += bool(getattr(answer, "degraded", ()))
            place += 1
        return took, degraded

    with ThreadPoolExecutor(clients) as threads:
        found = list(threads.map(client, range(clients)))
    lasted, own = time.perf_counter() - started, own_cpu_seconds() - own_before
    took = [each for times, _ in found for each in times]
    p50, p95 = (float(np.percentile(took, q)) for q in (50, 95))
    return Load(
        requests=len(took),
        seconds=lasted,
        own_cpu_s=own,
        engine_cpu_s=engine.cpu_seconds() - engine_before,
        p50=p50,
        p95=p95,
        degraded=sum(count for _, count in found),
    )


def print_figures(engine: str, figures: Mapping[str, Mapping[int, Load]]) -> None:
    """A table of all loads beside the raw search's with as many clients."""
    print(f"{engine}, closed loops\n")
    print_table(
        [
            "", "clients", "requests/s", "p50 ms", "p95 ms", "our CPU ms", "engine's CPU ms",
            "requests/s/core", "share of raw", "degraded",
        ],
        [
            [
                name,
                clients,
                load.a_second,
                load.p50,
                load.p95,
                load.own_cpu_s / load.requests * 1000,
                load.engine_cpu_s / load.requests * 1000,
                load.a_core_second,
                load.a_core_second / figures[RAW][clients].a_core_second,
                load.degraded,
            ]
            for name, loads in figures.items()
            for clients, load in loads.items()
        ],
    )  # fmt: skip
