"""A document → the card that shows it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from searchapp.marked_text import marked_html, unmarked
from searchapp.pictures import picture_url
from searchapp.pipeline.request import Kind
from searchapp.pipeline.response import Hit
from searchapp.prices import Price, price
from searchapp.storefront.links import item_url

_STAR_WIDTH = 20
"""Of one star of the drawn five, in the drawing's own units."""
_DEGREES = ((86_400, "day"), (3_600, "hour"), (60, "minute"))


@dataclass(frozen=True, slots=True)
class Rating:
    """Stars: `width` is how much of five stars of 20 each is full."""

    value: str
    width: float
    count: str | None


@dataclass(frozen=True, slots=True)
class LiveState:
    """Where a live stream is in its life; `note` is what the badge says beside the state."""

    status: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a hit stands where it does: sentences, a passage that matched, and (name, score) rows."""

    rank: int | None
    sentences: tuple[str, ...]
    passage: SafeString | None
    scores: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One item in a row. `title` has the query's words marked; `label` is the plain title."""

    kind: str
    url: str
    title: SafeString
    label: str
    picture: str | None
    by: str | None = None
    price: Price | None = None
    rating: Rating | None = None
    is_sold_out: bool = False
    duration: str | None = None
    live: LiveState | None = None
    explanation: Explanation | None = None


def hit_cards(hits: Sequence[Hit]) -> tuple[Card, ...]:
    """The cards of an answer's hits, each with its explanation."""
    return tuple(
        card(hit.kind, hit.id, hit.document, hit.highlights, _explanation(hit)) for hit in hits
    )


def card(
    kind: Kind,
    id_: str,
    document: Mapping[str, Any],
    highlights: Mapping[str, Sequence[str]] = MappingProxyType({}),
    explanation: Explanation | None = None,
) -> Card:
    """The card of one stored document."""
    title = str(document.get("title") or id_)
    shared: dict[str, Any] = {
        "kind": kind.value,
        "url": item_url(kind, id_),
        "title": _marked_title(title, highlights),
        "label": title,
        "picture": picture_url(document.get("image")),
        "explanation": explanation,
    }
    seller = document.get("seller_name")
    if kind is Kind.VIDEO:
        return Card(
            **shared,
            by=document.get("creator") or seller,
            duration=clock(document.get("duration")),
        )
    if kind is Kind.LIVE:
        return Card(
            **shared, by=document.get("host") or seller, live=live_state(document, time.time())
        )
    return Card(
        **shared,
        by=seller or document.get("brand"),
        price=price(document, settings.ENVIRONMENT["SEARCHAPP_CURRENCY"]),
        rating=rating(document),
        is_sold_out=document.get("available") is False,
    )


def rating(document: Mapping[str, Any]) -> Rating | None:
    """The stars of a document; None when nobody rated it."""
    stars, count = document.get("rating"), document.get("rating_count")
    if not stars:
        return None
    return Rating(
        f"{stars:.1f}",
        round(min(max(stars, 0.0), 5.0) * _STAR_WIDTH, 1),
        f"{count:,.0f}" if count else None,
    )


def live_state(document: Mapping[str, Any], now: float) -> LiveState:
    """The state of a live stream at `now` (seconds since 1970): who watches, or when it starts."""
    status = str(document.get("status") or "scheduled")
    viewers, starts = document.get("viewers"), document.get("starts")
    if status == "live":
        return LiveState(status, f"{viewers:,.0f} watching" if viewers else None)
    if status == "scheduled":
        if starts is None:
            return LiveState(status, "starts soon")
        return LiveState(status, f"starts {_until(starts - now)}")
    return LiveState("ended", None)


def clock(seconds: float | None) -> str | None:
    """1:05 for 65 seconds, 1:02:03 for an hour and more."""
    if not seconds:
        return None
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _until(seconds: float) -> str:
    for length, name in _DEGREES:
        if seconds >= length:
            count = round(seconds / length)
            return f"in {count} {name}{'' if count == 1 else 's'}"
    return "any moment"


def _marked_title(title: str, highlights: Mapping[str, Sequence[str]]) -> SafeString:
    """The whole title with its marks; without them when the engine sent a part of it only."""
    marked = next((part for part in highlights.get("title", ()) if unmarked(part) == title), title)
    return mark_safe(marked_html(marked))  # noqa: S308 - marked_html escapes


def _explanation(hit: Hit) -> Explanation:
    passages = hit.highlights.get("body", ())
    passage = mark_safe(marked_html(passages[0])) if passages else None  # noqa: S308
    return Explanation(
        rank=hit.rank,
        sentences=hit.why,
        passage=passage,
        scores=tuple((_score_name(name), f"{score:.4g}") for name, score in hit.scores.items()),
    )


def _score_name(name: str) -> str:
    """`first.lexical` → "first stage: lexical"."""
    stage, _, part = name.partition(".")
    stage = f"{stage} stage" if stage in ("first", "final") else stage
    return f"{stage}: {part}" if part else stage
