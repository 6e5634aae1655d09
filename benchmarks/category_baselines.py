"""What the category model is measured against: naive Bayes, nearest titles, the most frequent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from analyzers.categories.features import words_of
from analyzers.normalization import normalize

Floats = NDArray[np.float32]

_SMOOTHING = 0.1
_NEAREST = 10


class NaiveBayes:
    """Multinomial naive Bayes of the words of titles and category names, with the classes' shares
    as prior.
    """

    def __init__(self, titles: Sequence[Sequence[str]], classes: Sequence[int], count: int) -> None:
        words = {word: number for number, word in enumerate({w: 0 for t in titles for w in t})}
        counts = np.full((len(words), count), _SMOOTHING, dtype=np.float32)
        for title, at in zip(titles, classes, strict=True):
            for word in title:
                counts[words[word], at] += 1
        self._words = words
        self._logs = np.log(counts / counts.sum(axis=0))
        shares = np.bincount(classes, minlength=count) + 0.5
        self._prior = np.log(shares / shares.sum()).astype(np.float32)

    def probabilities(self, texts: Iterable[str]) -> Floats:
        rows = []
        for text in texts:
            known = [self._words[word] for word in words_of(text) if word in self._words]
            values = self._prior + self._logs[known].sum(axis=0)
            raised = np.exp(values - values.max())
            rows.append(raised / raised.sum())
        return np.array(rows, dtype=np.float32)


class NearestTitles:
    """The vote of the ten titles that share the rarest words (idf, over the root of the length)."""

    def __init__(self, titles: Sequence[Sequence[str]], classes: Sequence[int], count: int) -> None:
        self._classes, self._count = np.asarray(classes), count
        self._titles_of: dict[str, list[int]] = {}
        for number, title in enumerate(titles):
            for word in dict.fromkeys(title):
                self._titles_of.setdefault(word, []).append(number)
        self._lengths = np.sqrt([max(1, len(title)) for title in titles])
        shares = Counter(classes)
        self._prior = np.array([shares[at] for at in range(count)]) / len(titles)

    def probabilities(self, texts: Iterable[str]) -> Floats:
        rows = []
        for text in texts:
            scores = np.zeros(len(self._classes))
            for word in dict.fromkeys(words_of(text)):
                titles = self._titles_of.get(word, [])
                scores[titles] += np.log(1 + len(self._classes) / (1 + len(titles)))
            scores /= self._lengths
            best = np.argsort(-scores, kind="stable")[:_NEAREST]
            votes = np.bincount(self._classes[best], scores[best], self._count)
            rows.append(votes / votes.sum() if votes.sum() else self._prior)
        return np.array(rows, dtype=np.float32)


class MostFrequent:
    """The classes' shares, whatever is asked."""

    def __init__(self, titles: Sequence[Sequence[str]], classes: Sequence[int], count: int) -> None:
        shares = np.bincount(classes, minlength=count)
        self._shares = (shares / shares.sum()).astype(np.float32)

    def probabilities(self, texts: Iterable[str]) -> Floats:
        return np.array([self._shares for _ in texts])


def title_words(title: str, category: str) -> list[str]:
    """What the baselines learn of an item: the words of its title and of its narrowest category."""
    return [*words_of(normalize(title), 25), *words_of(normalize(category))]
