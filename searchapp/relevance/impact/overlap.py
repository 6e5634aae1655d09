"""How alike two pages are."""

from __future__ import annotations

from collections.abc import Hashable, Sequence


def overlap(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """The share of items that are on both pages, of those of the longer one; 1 for two empty ones,
    whatever the order.
    """
    longest = max(len(one), len(other))
    return len(set(one).intersection(other)) / longest if longest else 1.0


def rank_biased_overlap(
    one: Sequence[Hashable], other: Sequence[Hashable], persistence: float = 0.9
) -> float:
    """How alike two rankings are, their first items counting most: 1 is the same, 0 is nothing in
    common. With a `persistence` of 0.9 the first ten ranks have 86% of the weight.

    RBO_EXT of Webber, Moffat, Zobel, A Similarity Measure for Indefinite Rankings, ACM TOIS 2010,
    equation 32, which goes on beyond the end of the rankings as they were until there.
    """
    short, long = sorted((one, other), key=len)
    if not long:
        return 1.0
    if not short:
        return 0.0
    s, p = len(short), persistence
    seen_short: set[Hashable] = set()
    seen_long: set[Hashable] = set()
    common, at_s, total = 0, 0, 0.0
    for depth, item in enumerate(long, start=1):
        seen_long.add(item)
        common += item in seen_short
        if depth <= s:
            mate = short[depth - 1]
            seen_short.add(mate)
            common += mate in seen_long
            at_s = common
            total += common / depth * p**depth
        else:
            total += (common / depth + at_s * (depth - s) / (s * depth)) * p**depth
    end = len(long)
    return (1 - p) / p * total + ((common - at_s) / end + at_s / s) * p**end
