"""The catalog as the teacher reads it: each item's texts, words, brand and narrowest category."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rerankers.pair_text import DocumentText, document_text

_MOST_CHARACTERS = 3000
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


def words_of(text: str) -> list[str]:
    """The words of a text in their order, in lower case."""
    return _WORD.findall(text.casefold().replace("’", "'"))


def folded(word: str) -> str:
    """A word without the ending of a plural or genitive: what counts as the same word here."""
    word = word.removesuffix("'s")
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


@dataclass(frozen=True)
class CatalogText:
    """An item: `text` is what the cross-encoder reads of it, `body` what else is said of it."""

    id: str
    text: DocumentText
    brand: str
    category: str
    colours: tuple[str, ...]
    genders: tuple[str, ...]
    body: str = ""

    @cached_property
    def words(self) -> frozenset[str]:
        """All words of the item that a query could have, folded."""
        everything = f"{self.text.title} {self.text.attributes} {self.brand}"
        return frozenset(map(folded, words_of(everything)))

    @cached_property
    def all_words(self) -> frozenset[str]:
        """The same and those of the body."""
        return self.words | frozenset(map(folded, words_of(self.body)))

    @property
    def plain(self) -> str:
        """One text, as the text encoder takes it."""
        return f"{self.text.title} {self.text.attributes}".strip()


def catalog_texts(documents: Iterable[tuple[str, Mapping[str, Any]]]) -> list[CatalogText]:
    """Ids and documents, with the card fields, as items; those without a title are left out."""
    found = []
    for id_, document in documents:
        text = document_text(document)
        if text.title:
            levels = sorted(_values(document, "category"), key=lambda path: path.count(" > "))
            found.append(
                CatalogText(
                    id=id_,
                    text=text,
                    brand=" ".join(_values(document, "brand")),
                    category=levels[-1] if levels else "",
                    colours=_values(document, "colour"),
                    genders=_values(document, "gender"),
                    body=str(document.get("body") or "")[:_MOST_CHARACTERS],
                )
            )
    return found


def _values(document: Mapping[str, Any], field: str) -> tuple[str, ...]:
    value = document.get(field) or ()
    return (value,) if isinstance(value, str) else tuple(map(str, value))
