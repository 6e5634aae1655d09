"""Words that nobody sells but that look like words, to fill a vocabulary to any size."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable

from analyzers.evidence import CatalogItem

_CONTEXT = 3
_END = "\n"
_LONGEST = 16
_SHORTEST = 4
_WORDS_A_TITLE = 10
_MOST_TRIES = 200


def pseudo_words(like: Iterable[str], count: int, seed: int) -> list[str]:
    """`count` distinct words of 4 to 16 letters, none of them among `like`, whose letters follow
    each other as in `like` (a Markov chain of the third order).

    Raises ValueError when `like` is too small for so many.
    """
    chance = random.Random(seed)
    known = set(like)
    following: dict[str, list[str]] = defaultdict(list)
    for word in sorted(known):
        padded = _END * _CONTEXT + word + _END
        for place in range(_CONTEXT, len(padded)):
            following[padded[place - _CONTEXT : place]].append(padded[place])
    made: dict[str, None] = {}
    tries = 0
    while len(made) < count:
        tries += 1
        if tries > _MOST_TRIES * count:
            raise ValueError(f"{len(known)} words are too few to make {count} others like them")
        word = _END * _CONTEXT
        while len(word) < _LONGEST + _CONTEXT:
            letter = chance.choice(following[word[-_CONTEXT:]])
            if letter == _END:
                break
            word += letter
        word = word[_CONTEXT:]
        if len(word) >= _SHORTEST and word not in known:
            made[word] = None
    return list(made)


def pseudo_items(words: list[str], seed: int) -> Iterable[CatalogItem]:
    """Items whose titles use every word once and some far more often, as words are used."""
    chance = random.Random(seed)
    shuffled = chance.sample(words, len(words))
    half = _WORDS_A_TITLE // 2
    for number in range(0, len(words), half):
        frequent = [
            words[int(len(words) * chance.random() ** 4)] for _ in range(_WORDS_A_TITLE - half)
        ]
        title = [*shuffled[number : number + half], *frequent]
        yield CatalogItem(id=f"pseudo-{number}", title=" ".join(title))
