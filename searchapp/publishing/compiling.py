"""Sections made ready for searches, each made anew only when it changes.

A published set of ten thousand synonyms takes half a second to make ready; a draft that moves a
slider of a profile must not pay for them.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

import orjson

KEPT = 4
"""How many states of a section are kept: what is live, and drafts that are looked at."""

Section = Mapping[str, Mapping[str, Any]]
T = TypeVar("T")

_kept: dict[str, OrderedDict[str, Any]] = {}
_read: dict[str, Mapping[str, tuple[Any, Any]]] = {}
_lock = threading.Lock()


def digest_of(section: Section) -> str:
    """Equal for equal values under equal keys, these in the same order; the order of a value's own
    fields, which differs between a draft's rows and a stored version, does not count.
    """
    written = orjson.dumps([list(section), section], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(written).hexdigest()[:16]


def made_of(name: str, section: Section, make: Callable[[Section], T]) -> tuple[T, str]:
    """What `make` makes of the section, and the section's digest. What it made of an equal section
    a short time ago is given again, so it must be frozen.
    """
    digest = digest_of(section)
    with _lock:
        kept = _kept.setdefault(name, OrderedDict())
        if digest in kept:
            kept.move_to_end(digest)
            return cast(T, kept[digest]), digest
    made = make(section)
    with _lock:
        kept[digest] = made
        while len(kept) > KEPT:
            kept.popitem(last=False)
    return made, digest


def read_each(name: str, section: Section, read: Callable[[str, Mapping[str, Any]], T]) -> list[T]:
    """What `read` makes of each entry; of those that were the same when the section was read the
    last time, what it made then, so it must be frozen.
    """
    before = _read.get(name, {})
    found: dict[str, tuple[Any, T]] = {}
    for key, value in section.items():
        kept = before.get(key)
        is_same = kept is not None and kept[0] == value
        found[key] = cast(tuple[Any, T], kept) if is_same else (value, read(key, value))
    _read[name] = found
    return [made for _, made in found.values()]


def forget() -> None:
    """Makes everything anew from now on."""
    with _lock:
        _kept.clear()
        _read.clear()
