"""What rerankers that read texts share: their tokenizer, threads, and what they remember."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from threading import Lock
from typing import Generic, TypeVar

from analyzers.model_folder import ModelFolder
from rerankers.pair_text import TOKENIZER, PairTokenizer

T = TypeVar("T")
R = TypeVar("R")
K = TypeVar("K")


def open_tokenizer(folder: ModelFolder, *, texts_apart: bool = False) -> PairTokenizer:
    """The folder's `tokenizer.json`, with rows of its `max_tokens`. Raises ModelFolderError."""
    file, longest = folder.file(TOKENIZER), folder.positive_integer("max_tokens")
    try:
        return PairTokenizer(file, longest, texts_apart)
    except ValueError as problem:
        raise folder.error(f"{TOKENIZER}: {problem}") from problem


class SideBySide:
    """Does the same to several things at once: as many as there are `threads`, the caller's own
    among them.
    """

    def __init__(self, threads: int, name: str) -> None:
        self._threads = threads
        self._others = ThreadPoolExecutor(threads, name)

    def each(self, do: Callable[[T], R], things: Sequence[T]) -> list[R]:
        """What `do` gives for each, in their order. Raises what it raises."""

        def every(first: int) -> list[R]:
            return [do(each) for each in things[first :: self._threads]]

        others = [
            self._others.submit(copy_context().run, every, first)
            for first in range(1, min(self._threads, len(things)))
        ]
        parts = [every(0), *(other.result() for other in others)]
        return [parts[at % len(parts)][at // len(parts)] for at in range(len(things))]


class Recent(Generic[K, T]):
    """What was read last, at most `size`. Threads may share it."""

    def __init__(self, size: int) -> None:
        self._kept: OrderedDict[K, T] = OrderedDict()
        self._size = size
        self._lock = Lock()

    def of(self, key: K) -> T | None:
        """What is known of the key, which is then the last used."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: K, value: T) -> None:
        """Remembers the value, and forgets what was used longest ago where there is no room."""
        with self._lock:
            self._kept[key] = value
            self._kept.move_to_end(key)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
