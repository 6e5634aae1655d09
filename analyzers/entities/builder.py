"""Learns the dictionary of entities from the catalog."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analyzers.entities.agreement import Agreement, FoundName, measure
from analyzers.entities.catalog_sample import CatalogSample
from analyzers.entities.concepts import Concepts
from analyzers.entities.dictionary import EntityDictionary
from analyzers.entities.learning_title_words import learn_title_words
from analyzers.entities.naming import NAMING, Name
from analyzers.entities.words import LONGEST_NAME, name_hash
from analyzers.evidence import CatalogItem, LoggedQuery
from analyzers.string_table import StringTable


class EntityDictionaryBuilder:
    """A `LexiconPartBuilder`. The values of fields are learnt from all items, what speaks for their
    names from a sample of up to 200,000.
    """

    def __init__(self) -> None:
        self._sample = CatalogSample()

    def add(self, item: CatalogItem) -> None:
        """Learns from one product."""
        self._sample.add(item)

    def add_query(self, query: LoggedQuery) -> None:
        """Queries say nothing about the values of fields."""

    def build(self) -> EntityDictionary:
        """The dictionary; an empty one when there were no items."""
        sample = self._sample
        if not sample.seen:
            return EntityDictionary()
        concepts = Concepts()
        readings = _readings(sample, concepts)
        hashes = np.array([name_hash(each.name.keys) for each in readings], np.uint64)
        order = np.argsort(hashes, kind="stable")
        readings = [readings[place] for place in order.tolist()]
        names, starts = np.unique(hashes[order], return_index=True)
        first = np.append(starts, len(readings)).astype(np.int32)
        members = concepts.items_in(sample)
        measured = measure(sample, names, first, readings, members)
        languages = ("", *sorted({each.name.language for each in readings} - {""}))
        scale = sample.seen / max(1, len(sample))
        filled = [*sample.filled, sample.priced, sample.rated, sample.seen]
        return EntityDictionary(
            names=names,
            first=first,
            readings=_rows(readings, measured, languages, scale),
            concept_first=concepts.first(),
            concept_values=concepts.values(),
            concept_items=np.round(members.counts * scale).astype(np.int32),
            filled=np.array(filled, np.int64),
            values=StringTable.of(concepts.texts),
            languages=languages,
            title_words=learn_title_words(sample, members, measured.named),
        )


def _readings(sample: CatalogSample, concepts: Concepts) -> list[FoundName]:
    """Every name once for each concept and language; one that holds in all languages suffices."""
    found: dict[tuple[tuple[str, ...], int, str], FoundName] = {}
    for place, (field, names_of) in enumerate(NAMING.items()):
        interned = sample.values[field]
        counts = interned.counts
        ordered = sorted(interned.numbers.items(), key=lambda each: (-counts[each[1]], each[0]))
        for name in names_of([value for value, _ in ordered]):
            if 0 < len(name.keys) <= LONGEST_NAME:
                concept = concepts.number(place, name.values)
                found.setdefault(
                    (name.keys, concept, name.language), FoundName(name, place, concept)
                )
    return [
        each
        for (keys, concept, language), each in found.items()
        if not language or (keys, concept, "") not in found
    ]


def _rows(
    readings: Sequence[FoundName],
    measured: Agreement,
    languages: Sequence[str],
    scale: float,
) -> NDArray[np.float32]:
    numbers = {language: number for number, language in enumerate(languages)}
    told: list[Name] = [each.name for each in readings]
    columns = (
        [each.place for each in readings],
        [each.concept for each in readings],
        [name.manner for name in told],
        [numbers[name.language] for name in told],
        measured.agreement,
        measured.coverage,
        np.round(measured.titled * scale),
    )
    return np.array(columns, np.float32).T.copy()
