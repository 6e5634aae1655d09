"""Why a hit stands in the row: a sentence for each reason, from what the stages recorded."""

from __future__ import annotations

from typing import Any

from analyzers.query import AnalyzedQuery
from searchapp.pipeline.candidate import Candidate
from searchapp.pipeline.presentation.highlighting import has_words

_SHORT_FIELDS = {
    "brand": "brand",
    "category": "category",
    "colour": "colour",
    "creator": "creator",
    "host": "host",
}
"""Fields of a card, beside the title, in which words are looked for; and what they are called."""


def why(query: AnalyzedQuery | None, candidate: Candidate) -> tuple[str, ...]:
    """Short sentences, the weightiest first; never empty."""
    reasons: list[str] = []
    words = "" if query is None else query.text
    channels = {recall.channel: recall for recall in candidate.recalls}
    if "exact" in channels:
        reasons.append(f"Its id, SKU or GTIN is in “{words}”.")
    if "lexical" in channels:
        where = f" in its {_where(query, candidate)}"
        reasons.append(
            f"Words of “{words}” stand{where} (number {channels['lexical'].rank} by words)."
        )
    if "semantic" in channels:
        similarity = candidate.features.get("similarity", channels["semantic"].score)
        reasons.append(
            f"Its meaning is close to the query: similarity {similarity:.2f} "
            f"(number {channels['semantic'].rank} by meaning)."
        )
    if "behavioural" in channels:
        reasons.append(f"Shoppers chose it after “{words}”.")
    if "fresh" in channels:
        reasons.append(f"It is new and has words of “{words}”.")
    if "promoted" in channels:
        reasons.append("The shop promotes it for this search.")
    if "sorted" in channels:
        reasons.append("It matches the query and stands where the chosen order puts it.")
    if "browse" in channels:
        reasons.append("It fits the chosen filters; without a query the popular come first.")
    if "similar" in channels:
        reasons.append(f"It resembles the item: similarity {candidate.first_score:.2f}.")
    reasons += [f"{adjusted.rule}: {adjusted.effect}." for adjusted in candidate.adjustments]
    return tuple(reasons)


def _where(query: AnalyzedQuery | None, candidate: Candidate) -> str:
    fields = ["title"] if "title" in candidate.highlights else []
    if query is not None:
        fields += [
            name
            for field, name in _SHORT_FIELDS.items()
            if (value := candidate.document.get(field)) and has_words(_as_text(value), query)
        ]
    return ", ".join(fields) or "description"


def _as_text(value: Any) -> str:
    return " ".join(value) if isinstance(value, list) else str(value)


def scores(candidate: Candidate) -> dict[str, float]:
    """The scores of the stages and what each channel added to the first one, rounded."""
    given = {"first": candidate.first_score}
    if candidate.final_score is not None:
        given["final"] = candidate.final_score
    given |= {f"first.{name}": value for name, value in candidate.contributions.items()}
    return {name: round(value, 6) for name, value in given.items()}
