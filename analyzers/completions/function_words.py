"""Words that mean little by themselves: no phrase begins or ends with one."""

from __future__ import annotations

from functools import cache

from analyzers.completions.words import folded_words
from analyzers.languages import language_data, shipped_languages


@cache
def function_words(languages: tuple[str, ...]) -> frozenset[str]:
    """Articles, prepositions and conjunctions of `languages`, as written and folded; none of one
    that is not known.
    """
    written = frozenset[str]().union(*(_of_language(code[:2]) for code in languages))
    return written.union(*map(folded_words, written))


def all_function_words() -> frozenset[str]:
    """Those of every known language."""
    return function_words(shipped_languages())


def _of_language(code: str) -> frozenset[str]:
    """What the index leaves out, and what negates whole phrases; but not the "no" of "no show"."""
    data = language_data(code)
    return data.negation.strong.union(data.index_stop_words) - data.negation.weak
