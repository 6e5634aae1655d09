"""A commit tells the workers, and does not wait for a broker that hangs or is away."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from kombu.exceptions import OperationalError as BrokerUnavailable

from searchapp.indexing import tasks, waking


class Broker:
    """Takes messages when it is open, and lets them wait when it is not."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.told: list[str] = []

    def send(self, arguments: tuple[str], **_: object) -> None:
        assert self.open.wait(30)
        self.told += arguments


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Broker]:
    one = Broker()
    monkeypatch.setattr(tasks.drain_lane, "apply_async", one.send)
    monkeypatch.setattr(waking, "PATIENCE_S", 0.05)
    monkeypatch.setattr(waking, "_away_until", 0.0)
    monkeypatch.setattr(waking, "_underway", None)
    waking._again.clear()
    yield one
    one.open.set()
    if waking._underway is not None:
        waking._underway.result(5)


def test_the_fast_and_the_bulk_lane_are_told(broker: Broker) -> None:
    broker.open.set()
    waking.wake_workers()
    assert broker.told == ["fast", "bulk"]


def test_a_broker_that_hangs_holds_up_one_commit_for_a_moment(broker: Broker) -> None:
    started = time.monotonic()
    with pytest.raises(BrokerUnavailable):
        waking.wake_workers()
    for _ in range(100):
        waking.wake_workers()
    assert time.monotonic() - started < 5


def test_after_the_quiet_time_workers_are_told_again(
    broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waking, "QUIET_S", 0.0)
    with pytest.raises(BrokerUnavailable):
        waking.wake_workers()
    stuck = waking._underway
    assert stuck is not None
    broker.open.set()
    stuck.result(5)
    waking.wake_workers()
    assert broker.told == ["fast", "bulk"] * 2


def test_many_commits_in_a_moment_are_told_of_together(broker: Broker) -> None:
    broker.open.set()
    for _ in range(100):
        waking.wake_workers()
    assert waking._underway is not None
    waking._underway.result(5)
    assert broker.told == ["fast", "bulk"] * 2, "the first at once, the others by one message"
