"""Terms in sentences."""

from __future__ import annotations

from collections.abc import Iterable


def listed(texts: Iterable[str]) -> str:
    """The terms, quoted: “a”, “b” and “c”."""
    named = [quoted(text) for text in texts]
    return " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)


def quoted(text: str) -> str:
    """The term in quotation marks."""
    return f"“{text}”"
