"""What the processes use: processor time and memory of this one, and of the engine's where it is
another.
"""

from __future__ import annotations

import resource
import time
from pathlib import Path
from typing import Any, Protocol

ENGINE_REFRESH_S = 1.1
"""Elasticsearch reads its own processor time once a second, and tells the last reading."""


class EngineProcesses(Protocol):
    """The engine's own processes."""

    def cpu_seconds(self) -> float:
        """Processor time that they have used so far."""
        ...

    def resident_mb(self) -> float | None:
        """Resident memory, None where it can't be read from here."""
        ...


class InProcess:
    """An engine that runs in this process uses nothing besides."""

    def cpu_seconds(self) -> float:
        """See `EngineProcesses`."""
        return 0.0

    def resident_mb(self) -> float | None:
        """See `EngineProcesses`."""
        return 0.0


class ElasticsearchNodes:
    """The nodes of the cluster behind the benchmark's client."""

    def cpu_seconds(self) -> float:
        """See `EngineProcesses`: what the nodes themselves say."""
        time.sleep(ENGINE_REFRESH_S)
        nodes = self._nodes("stats", "nodes.*.process.cpu.total_in_millis")
        return float(sum(node["process"]["cpu"]["total_in_millis"] for node in nodes)) / 1000

    def resident_mb(self) -> float | None:
        """See `EngineProcesses`: of nodes on this machine, with the files that they have mapped."""
        found = [
            _resident_mb(node["process"]["id"])
            for node in self._nodes("info", "nodes.*.process.id")
        ]
        return None if None in found else sum(each for each in found if each is not None)

    @staticmethod
    def _nodes(asked: str, path: str) -> list[dict[str, Any]]:
        from benchmarks.engines import elasticsearch_client

        nodes = elasticsearch_client().nodes
        answer = (nodes.stats if asked == "stats" else nodes.info)(filter_path=path)
        return list(answer["nodes"].values())


def engine_processes(engine: str) -> EngineProcesses:
    """Those of `engine`."""
    return ElasticsearchNodes() if engine == "elasticsearch" else InProcess()


def own_cpu_seconds() -> float:
    """Processor time that this process has used, in all its threads."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def own_resident_mb() -> float | None:
    """Resident memory of this process, mapped files included."""
    return _resident_mb("self")


def _resident_mb(process: int | str) -> float | None:
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return None
    [line] = [line for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(line.split()[1]) / 1024
