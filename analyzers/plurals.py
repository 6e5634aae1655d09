"""English plurals, told by their letters alone: for names, titles and queries without a lemmatiser.

The S stemmer of Harman (1991), "How effective is suffixing?", but for boxes, dresses and hoodies.
"""

from __future__ import annotations

from functools import lru_cache

_SHORTEST_PLURAL = 4
_SIBILANT_PLURALS = ("ches", "shes", "xes", "zes", "sses")


@lru_cache(maxsize=65_536)
def singular(word: str) -> str:
    """The form that a word in lower case shares with its plural.

    It need not be a word: "hoodie" and "hoodies" both become "hoody". What has other characters
    than letters in it stays.
    """
    if len(word) < _SHORTEST_PLURAL or not word.isalpha():
        return word
    stem = word.removesuffix("s")
    if len(stem) >= _SHORTEST_PLURAL and stem.endswith("ie"):
        return f"{stem[:-2]}y"
    if not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return word[:-2] if word.endswith(_SIBILANT_PLURALS) else stem


def plural(word: str) -> str:
    """The plural of a word in lower case."""
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")
