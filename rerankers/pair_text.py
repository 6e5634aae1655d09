"""What a cross-encoder reads: a query and a product's texts as one row of tokens.

`[CLS] query [SEP] title | attributes [SEP]`; the first part has token type 0, the second 1 (Devlin
et al. 2018). Networks that read the two texts apart find a [CLS] before the second one too, and as
much of the document whatever the query. Serving and training make their rows here, so that they are
the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

TOKENIZER = "tokenizer.json"
"""The file of a model folder."""
MAX_QUERY_TOKENS = 24
MAX_ATTRIBUTE_TOKENS = 20
_ATTRIBUTES = ("colour", "size", "material", "gender", "condition")
_MAX_CHARACTERS = 1000
"""A token is rarely longer than 16 characters, and no row has more than 64 of them."""

Row = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class DocumentText:
    """The texts of a document: its title, and the rest that tells it from others."""

    title: str
    attributes: str


def document_text(document: Mapping[str, Any]) -> DocumentText:
    """The texts of a document with the card fields of `searchapp.pipeline.schema`.

    Whatever is missing is left out. The brand is left out where the title has it, of a category
    path only the narrowest level is read. A video's creator or a stream's host stand for a brand.
    """
    title = _text(document.get("title"))
    brand = next(filter(None, (_text(document.get(f)) for f in ("brand", "creator", "host"))), "")
    parts = ["" if brand.casefold() in title.casefold() else brand]
    levels = _values(document.get("category"))
    if levels:
        parts.append(max(levels, key=lambda path: path.count(" > ")).rpartition(" > ")[2])
    parts += [", ".join(_values(document.get(field))) for field in _ATTRIBUTES]
    return DocumentText(title, " | ".join(filter(None, parts)))


def _values(value: object) -> list[str]:
    values = value if isinstance(value, Iterable) and not isinstance(value, str) else (value,)
    return [str(each) for each in values if each not in (None, "")]


def _text(value: object) -> str:
    return ", ".join(_values(value))


class PairTokenizer:
    """Makes rows of at most `max_tokens` of a query and a document. Threads may share it."""

    def __init__(self, file: Path, max_tokens: int, texts_apart: bool = False) -> None:
        """Reads a `tokenizer.json`, whatever it says of padding and cutting."""
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(file))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._max_tokens = max_tokens
        self._query_tokens = min(MAX_QUERY_TOKENS, max_tokens // (4 if texts_apart else 2))
        self._texts_apart = texts_apart
        self._cls, self._sep = self._id("[CLS]"), self._id("[SEP]")
        self._bar = self.words("|")

    def _id(self, token: str) -> int:
        found: int | None = self._tokenizer.token_to_id(token)
        if found is None:
            raise ValueError(f"the tokenizer has no token {token}")
        return found

    @property
    def special(self) -> tuple[int, int]:
        """The ids of [CLS] and [SEP]."""
        return self._cls, self._sep

    def words(self, text: str) -> list[int]:
        """The ids of a text, without special tokens. Any Unicode string is accepted."""
        readable = text[:_MAX_CHARACTERS].encode("utf-8", "ignore").decode("utf-8")
        ids: list[int] = self._tokenizer.encode(readable, add_special_tokens=False).ids
        return ids

    def query(self, text: str) -> list[int]:
        """The ids of a query, cut to what a row has room for."""
        return self.words(text)[: self._query_tokens]

    def document(self, text: DocumentText) -> tuple[list[int], list[int]]:
        """The ids of a document's title and of its attributes."""
        attributes = self.words(text.attributes)[:MAX_ATTRIBUTE_TOKENS]
        return self.words(text.title), self._bar + attributes if attributes else []

    def first(self, query: Sequence[int]) -> list[int]:
        """The first part of a row, the query's."""
        return [self._cls, *query, self._sep]

    def second(
        self, document: tuple[Sequence[int], Sequence[int]], query: Sequence[int] = ()
    ) -> list[int]:
        """The second part of a row, the document's. A long title gives way to the attributes.

        Only where the texts are not apart does a longer query leave it less room.
        """
        title, attributes = document
        taken = self._query_tokens if self._texts_apart else len(query)
        begin = [self._cls] if self._texts_apart else []
        room = self._max_tokens - taken - 3 - len(begin)
        attributes = attributes[: room // 2]
        return [*begin, *title[: room - len(attributes)], *attributes, self._sep]

    def row(
        self, query: Sequence[int], document: tuple[Sequence[int], Sequence[int]]
    ) -> tuple[Row, Row]:
        """`input_ids` and `token_type_ids`, int64 (length,)."""
        first, second = self.first(query), self.second(document, query)
        types = np.zeros(len(first) + len(second), dtype=np.int64)
        types[len(first) :] = 1
        return np.array(first + second, dtype=np.int64), types
