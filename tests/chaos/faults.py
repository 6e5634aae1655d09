"""What is done to the system while it works: one thing is killed or frozen, and comes back."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from searchapp.indexing.models import IndexBuild
from searchapp.indexing.rebuilding import rebuild
from searchapp.pipeline.request import Kind
from tests.chaos.processes import ROOT
from tests.chaos.servers import NODES, Servers

COMMAND_S = 300


@dataclass(frozen=True, slots=True)
class Fault:
    """Brings something about and mends it again, and says what it did."""

    name: str
    happen: Callable[[Servers, random.Random], str]
    stops_searches: bool = False
    """Whether searches may fail while it lasts: they are answered by what it hits."""


def _worker_killed(servers: Servers, choice: random.Random) -> str:
    name = choice.choice(sorted(servers.workers))
    servers.workers[name].kill()
    time.sleep(choice.uniform(0.2, 1.5))
    servers.workers[name].start()
    return name


def _worker_frozen(servers: Servers, choice: random.Random) -> str:
    name = choice.choice(sorted(servers.workers))
    servers.workers[name].freeze()
    time.sleep(choice.uniform(1.0, 3.0))
    servers.workers[name].thaw()
    return name


def _beat_killed(servers: Servers, choice: random.Random) -> str:
    servers.beat.kill()
    time.sleep(choice.uniform(0.2, 1.5))
    servers.beat.start()
    return ""


def _redis_restarted(servers: Servers, choice: random.Random) -> str:
    servers.redis.kill()
    time.sleep(choice.uniform(0.0, 1.5))
    servers.redis.start()
    servers.redis.wait()
    return ""


def _redis_frozen(servers: Servers, choice: random.Random) -> str:
    servers.redis.freeze()
    time.sleep(choice.uniform(2.0, 7.0))
    servers.redis.thaw()
    return ""


def _node_killed(servers: Servers, choice: random.Random) -> str:
    node = choice.randint(1, NODES)
    servers.elasticsearch.kill_node(node)
    time.sleep(choice.uniform(0.0, 2.0))
    servers.elasticsearch.start_node(node)
    return f"node {node}"


def _node_frozen(servers: Servers, choice: random.Random) -> str:
    node = choice.randint(1, NODES)
    servers.elasticsearch.freeze_node(node)
    time.sleep(choice.uniform(3.0, 8.0))
    servers.elasticsearch.thaw_node(node)
    return f"node {node}"


def _postgres_restarted(servers: Servers, choice: random.Random) -> str:
    servers.postgres.crash()
    time.sleep(choice.uniform(0.0, 1.5))
    servers.postgres.start()
    return ""


def _rebuild_killed(state: str, longest_s: float) -> Callable[[Servers, random.Random], str]:
    def happen(servers: Servers, choice: random.Random) -> str:
        kind = choice.choice(("product", "product", "video", "live"))
        seconds = choice.choice((0.0, choice.uniform(0.0, longest_s)))
        killed = subprocess.run(
            [sys.executable, "-m", "tests.chaos.rebuilder", kind, state, str(seconds)],
            cwd=ROOT,
            env=servers.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=COMMAND_S,
            check=False,
        )
        if killed.returncode not in (0, -signal.SIGKILL):
            raise RuntimeError(killed.stdout)
        left = _state(kind)
        # Whoever starts it again goes on where the killed one stood.
        rebuild(Kind(kind))
        return f"{kind}, {seconds:.2f} s after its beginning; it was left {left}"

    return happen


def _state(kind: str) -> str:
    """How far the newest build of the kind is."""
    builds = IndexBuild.objects.filter(kind=kind).order_by("-pk")
    return str(builds.values_list("state", flat=True)[0])


FAULTS: Mapping[str, Fault] = {
    fault.name: fault
    for fault in (
        Fault("worker killed", _worker_killed),
        Fault("worker frozen", _worker_frozen),
        Fault("beat killed", _beat_killed),
        Fault("Redis restarted", _redis_restarted),
        Fault("Redis frozen", _redis_frozen),
        Fault("Elasticsearch node killed", _node_killed, stops_searches=True),
        Fault("Elasticsearch node frozen", _node_frozen, stops_searches=True),
        Fault("PostgreSQL restarted", _postgres_restarted),
        Fault("rebuild killed filling", _rebuild_killed("filling", 0.6)),
        Fault("rebuild killed replaying", _rebuild_killed("replaying", 0.3)),
        Fault("rebuild killed comparing", _rebuild_killed("comparing", 0.2)),
        Fault("rebuild killed live", _rebuild_killed("live", 0.2)),
    )
}
