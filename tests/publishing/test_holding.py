"""A process holds the newest of what is published, and never makes a request wait for it."""

from __future__ import annotations

import threading

import pytest

from analyzers.lexicon import Lexicon
from searchapp.publishing.holding import SnapshotHolder
from tests.waiting import until


class Publisher:
    """What is published, and how often it was read."""

    def __init__(self) -> None:
        self.version = "1"
        self.failure: Exception | None = None
        self.reads = 0
        self.unread: dict[str, str] = {}
        self.may_read = threading.Event()
        self.may_read.set()

    def state(self) -> str:
        if self.failure is not None:
            raise self.failure
        return self.version

    def load(self, held: Lexicon | None) -> Lexicon:
        self.may_read.wait(10)
        self.reads += 1
        return Lexicon(version=self.version, unread=self.unread)


def whole(lexicon: Lexicon) -> bool:
    return not lexicon.unread


@pytest.fixture
def publisher() -> Publisher:
    return Publisher()


def test_it_is_read_once_as_long_as_nothing_is_published(publisher: Publisher) -> None:
    holder = SnapshotHolder(publisher.state, publisher.load, check_seconds=0)
    first = holder.current()
    holder.refresh()
    assert holder.current() is first
    assert publisher.reads == 1


def test_a_publication_is_taken_up_beside_requests(publisher: Publisher) -> None:
    holder = SnapshotHolder(publisher.state, publisher.load, check_seconds=0)
    holder.current()
    publisher.version = "2"
    publisher.may_read.clear()
    assert holder.current().version == "1", "a request does not wait for the newer one"
    publisher.may_read.set()
    until(lambda: holder.current().version == "2")


def test_the_last_good_lexicon_stays_while_the_database_is_away(publisher: Publisher) -> None:
    holder = SnapshotHolder(publisher.state, publisher.load, check_seconds=0)
    holder.current()
    publisher.failure = OSError("the disk is gone")
    assert holder.current().version == "1"
    publisher.failure, publisher.version = None, "2"
    until(lambda: holder.current().version == "2")


def test_without_any_good_lexicon_the_caller_is_told(publisher: Publisher) -> None:
    publisher.failure = OSError("the disk is gone")
    holder = SnapshotHolder(publisher.state, publisher.load)
    with pytest.raises(OSError, match="the disk is gone"):
        holder.current()


def test_parts_that_could_not_be_read_are_tried_again_but_not_at_once(publisher: Publisher) -> None:
    publisher.unread = {"vocabulary": "the disk is gone"}
    patient = SnapshotHolder(publisher.state, publisher.load, whole, retry_seconds=1e9)
    patient.refresh()
    patient.refresh()
    assert publisher.reads == 1
    eager = SnapshotHolder(publisher.state, publisher.load, whole, retry_seconds=0)
    assert eager.current().unread
    publisher.unread = {}
    eager.refresh()
    assert not eager.current().unread
