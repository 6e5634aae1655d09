"""The published knowledge about words that analyzers consult. A value: a change makes a new
version.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What a shop knows about words, beside what the language packages know.

    `kept_words` are searched although the language lists them as stop words, by language.
    """

    version: str = "empty"
    kept_words: Mapping[str, frozenset[str]] = field(default_factory=dict)
