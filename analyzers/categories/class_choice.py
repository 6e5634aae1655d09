"""Which categories become classes: those with enough items; rare ones fall to their parents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from analyzers.categories.category_tree import PATH_SEPARATOR


def classes_of(items: Mapping[str, int], least: int, most: int) -> dict[str, str]:
    """The class of each category path, of at most `most` classes.

    A path with fewer than `least` items counts for the one above it, and so on; one that is rare
    up to the top has none and is left out. When that leaves too many, `least` is raised.
    """
    while True:
        assigned = _assigned(items, least)
        if len(set(assigned.values())) <= most:
            return assigned
        least = least + max(1, least // 4)


def _assigned(items: Mapping[str, int], least: int) -> dict[str, str]:
    counts = dict(items)
    members: dict[str, list[str]] = defaultdict(list)
    for path in counts:
        members[path].append(path)
    by_depth: dict[int, set[str]] = defaultdict(set)
    for path in counts:
        by_depth[path.count(PATH_SEPARATOR)].add(path)
    for depth in range(max(by_depth, default=0), 0, -1):
        for path in sorted(by_depth[depth]):
            if counts[path] < least:
                parent = path.rpartition(PATH_SEPARATOR)[0]
                counts[parent] = counts.get(parent, 0) + counts.pop(path)
                members[parent] += members.pop(path)
                by_depth[depth - 1].add(parent)
    return {
        path: chosen
        for chosen, count in counts.items()
        if count >= least
        for path in members[chosen]
    }
