"""spaCy's tables about the words of languages, as spacy-lookups-data has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import spacy.util


def lookup_table(language: str, name: str) -> Mapping[str, Any]:
    """The table `name` of a language, read anew; empty when there is none.

    spaCy's own `load_lookups` makes the same an ordered dictionary of hashes with a Bloom filter,
    which takes ten times as long.
    """
    tables = spacy.util.registry.lookups.get_all().get(language, {})
    read: Any = spacy.util.load_language_data(tables[name]) if name in tables else {}
    return cast(Mapping[str, Any], read)
