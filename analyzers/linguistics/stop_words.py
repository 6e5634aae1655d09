"""Words that say little: spaCy's lists, corrected for shops."""

from __future__ import annotations

from functools import cache

import spacy.util

from analyzers.languages import language_data


@cache
def stop_words(language: str) -> frozenset[str]:
    """The stop words of `language`; none for one that spaCy does not know."""
    data = language_data(language)
    try:
        listed = spacy.util.get_lang_class(language).Defaults.stop_words
    except ImportError:
        listed = set()
    return frozenset(listed | data.more_stop_words) - data.not_stop_words
