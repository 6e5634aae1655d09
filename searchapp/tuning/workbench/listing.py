"""The hits of both sides as the workbench shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from searchapp.pictures import picture_url
from searchapp.pipeline.merchandising import Banner
from searchapp.pipeline.missing.restrictions import needed
from searchapp.pipeline.request import Kind
from searchapp.pipeline.response import AppliedFilter, Hit
from searchapp.pipeline.rules import actions as do
from searchapp.pipeline.rules.rule import Rule
from searchapp.pipeline.understanding.intent_effects import IntentFound
from searchapp.pipeline.understanding.relaxation import Relaxation
from searchapp.prices import price
from searchapp.tuning.comparing import Comparison, Move
from searchapp.tuning.workbench.query_rule import action_on, in_words, item_actions
from searchapp.tuning.workbench.sides import Sides


@dataclass(frozen=True, slots=True)
class Change:
    """How a hit's rank differs from that of the other side: a badge of `tone` that says `text`, and
    `sign` to see at once.
    """

    sign: str
    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class Card:
    """One hit. `action` is what the query's rule does to it, `rules` are those that touched it."""

    kind: str
    id: str
    rank: int
    title: str
    picture: str | None
    by: str
    price: str
    is_sold_out: bool
    why_url: str
    change: Change | None
    action: str = ""
    rules: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Tells the item from every other, in attributes of the page."""
        return f"{self.kind}-{self.id}"


@dataclass(frozen=True, slots=True)
class Difference:
    """Something beside the hits that differs; what is nowhere is "–"."""

    label: str
    live: str
    draft: str


@dataclass(frozen=True, slots=True)
class RuleLine:
    """An item that the query's rule names, and what it does to it."""

    kind: str
    id: str
    title: str
    action: str


_LABELS = {
    "text": "Searched",
    "corrected": "Corrected to",
    "did_you_mean": "Did you mean",
    "relaxed": "Asked for less",
    "intents": "Recognised",
    "applied_filters": "Filters",
    "redirect": "Redirect",
    "banner": "Banner",
}
_KINDS = {Kind.PRODUCT: "Products", Kind.VIDEO: "Videos", Kind.LIVE: "Live streams"}


def live_cards(found: Sides) -> tuple[Card, ...]:
    """The live answer; of its hits those are marked that the draft's page lacks."""
    moves = _moves(found.comparison)
    left = Change("✕", "not on the draft's page", "bad")
    return tuple(
        _card(hit, left if moves[hit.candidate.key].left else None) for hit in found.live.hits
    )


def draft_cards(found: Sides, rule: Rule) -> tuple[Card, ...]:
    """The draft's answer, each hit with how it moved and what the query's rule does to it."""
    moves = _moves(found.comparison)
    return tuple(_card(hit, _change(moves[hit.candidate.key]), rule) for hit in found.draft.hits)


def differences(found: Sides) -> tuple[Difference, ...]:
    """What a shopper sees differ beside the hits."""
    comparison = found.comparison
    lines = [
        Difference(_KINDS[kind], f"{pair.live:,} found", f"{pair.draft:,} found")
        for kind, pair in comparison.totals.items()
    ]
    lines += [
        Difference(_LABELS[name], _said(pair.live), _said(pair.draft))
        for name, pair in (*comparison.words.items(), *comparison.shown.items())
    ]
    return tuple(lines)


def summary(found: Sides) -> str:
    """In a sentence, what the draft does to the page."""
    comparison = found.comparison
    if comparison.is_same:
        return "Both sides are the same."
    counts = {
        "entered": sum(each.entered for each in comparison.moves),
        "left": sum(each.left for each in comparison.moves),
        "moved": sum(bool(each.moved) for each in comparison.moves),
    }
    said = [f"{number} {verb}" for verb, number in counts.items() if number]
    other = len(comparison.totals) + len(comparison.words) + len(comparison.shown)
    if other:
        said.append(f"{other} other {'difference' if other == 1 else 'differences'}")
    return f"{', '.join(said)}."


def rule_lines(rule: Rule, titles: Mapping[tuple[Kind, str], str]) -> tuple[RuleLine, ...]:
    """What the query's rule does, item by item."""
    return tuple(
        RuleLine(
            str(item.kind), item.id, titles.get((item.kind, item.id), item.id), in_words(action)
        )
        for item, action in item_actions(rule)
    )


def _moves(comparison: Comparison) -> dict[tuple[Kind, str], Move]:
    return {(each.kind, each.id): each for each in comparison.moves}


def _change(move: Move) -> Change | None:
    if move.entered:
        return Change("new", "not on the live page", "good")
    if not move.moved:
        return None
    way, sign, tone = ("up", "▲", "good") if move.moved > 0 else ("down", "▼", "warn")
    return Change(f"{sign} {abs(move.moved)}", f"{way} from {move.live}", tone)


def _card(hit: Hit, change: Change | None, rule: Rule | None = None) -> Card:
    document = hit.document
    cost = price(document, settings.ENVIRONMENT["SEARCHAPP_CURRENCY"])
    item = do.Item(hit.kind, hit.id)
    action = None if rule is None else action_on(rule, item)
    by = document.get("seller_name") or document.get("brand") or document.get("creator")
    touched = (each.rule for each in hit.candidate.adjustments if each.rule_id)
    return Card(
        kind=hit.kind.value,
        id=hit.id,
        rank=hit.rank,
        title=str(document.get("title") or hit.id),
        picture=picture_url(document.get("image")),
        by=str(by or document.get("host") or ""),
        price="" if cost is None else cost.now,
        is_sold_out=document.get("available") is False,
        why_url=reverse("tuning:why", args=[hit.kind.value, hit.id]),
        change=change,
        action="" if action is None else in_words(action),
        rules=tuple(dict.fromkeys(touched)),
    )


def _said(value: object) -> str:
    if isinstance(value, Banner):
        return value.title or value.text or value.image
    if isinstance(value, Relaxation):
        return f"less than “{value.detail}”"
    if isinstance(value, tuple):
        return ", ".join(map(_each, value)) or "–"
    return str(value) if value else "–"


def _each(value: object) -> str:
    if isinstance(value, IntentFound):
        return value.intent.name
    if isinstance(value, AppliedFilter):
        return f"{value.filter.field.replace('_', ' ')} {needed(value.filter)}"
    return str(value)
