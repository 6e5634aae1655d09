"""Files of synonyms: what may be read as one, and the one that holds all of the shop's."""

from __future__ import annotations

import unicodedata

from analyzers.synonyms.solr_format import write_rules
from searchapp.lexicon.synonym_linting import saved_rules
from searchapp.publishing.models import Draft

MAX_BYTES = 5_000_000


class SynonymFileError(ValueError):
    """A file that cannot be one of synonyms; says why and what to do."""


def read_text(data: bytes) -> str:
    """The text of a file. Raises SynonymFileError when it is too large, or no text in UTF-8."""
    if len(data) > MAX_BYTES:
        raise SynonymFileError(
            f"The file has more than {MAX_BYTES // 1_000_000} MB; import it in parts."
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SynonymFileError(
            f"The file is not text in UTF-8 (line {line}); save it in that encoding."
        ) from error
    if any(unicodedata.category(mark) == "Cc" for mark in set(text) - set("\t\r\n")):
        raise SynonymFileError("The file is no text: it has control characters.")
    return text


def file_of_saved_rules(draft: Draft | None = None) -> str:
    """All rules of a draft (None: as published) in the format of Solr; an import reads it back."""
    return write_rules(saved_rules(draft))
