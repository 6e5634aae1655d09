"""What a seller is told of an item of theirs: where it ranks, why, and what would help.

Nothing of the shop's configuration is in it (no names of rules, no weights), and nothing of other
sellers' items.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from searchapp.catalog.models import Product
from searchapp.pipeline import course as stages
from searchapp.pipeline.missing.reasons import Act, Obstacle, Stage
from searchapp.tuning.waterfall import ROW, Step
from searchapp.tuning.why.chart import feature_label
from searchapp.tuning.why.finding import Found

_STAGES = {
    stages.FUSION: "Found",
    stages.BOOSTS: "Brand, category and the like",
    stages.UNWANTED: "Words that are not wanted",
    stages.DIVERSITY: "Variety of the page",
    stages.COMPLETE: "All that was asked comes first",
    stages.RULES: "The shop's own choice",
    ROW: "On the page",
}
_SAID_AS_IT_IS = frozenset({Stage.KINDS, Stage.INDEX, Stage.FILTER, Stage.ENTITY, Stage.UNWANTED})
"""Of these, the sentence speaks of the search and the item alone."""
_SENTENCES: Mapping[Stage, str] = {
    Stage.REQUIRED: "The shop shows a selection for this search, and it is not in it.",
    Stage.HIDDEN: "The shop does not show it for this search.",
    Stage.RECALL: "The search does not find it: too few of its words are in the item.",
    Stage.DEPTH: "Many other items fit this search better.",
    Stage.FIRST_STAGE: "Many other items fit this search better.",
    Stage.SLOTS: "It does not fit this search well enough to stand among products.",
    Stage.RANKING: "Other items fit this search better.",
}
_THEIRS = frozenset({Act.SET_FIELD, Act.ADD_WORDS, Act.PUBLISH})
"""What a seller can do about it."""
_FEW_WORDS = 20


@dataclass(frozen=True, slots=True)
class StagePlace:
    """The item's place among those of its kind after a stage, and how far that moved it."""

    title: str
    place: int
    moved: int


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What keeps it off the first page, and what the seller can do."""

    sentence: str
    advice: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lift:
    """A number that would move it up."""

    feature: str
    now: float | None
    then: float


@dataclass(frozen=True, slots=True)
class Told:
    """All that a seller is told of one item in one answer."""

    rank: int | None
    reasons: tuple[str, ...]
    stages: tuple[StagePlace, ...]
    hindrances: tuple[Hindrance, ...]
    lifts: tuple[Lift, ...]


def told_to_seller(found: Found) -> Told:
    """What the seller of the item is told."""
    rank = None if found.way is None else found.way.rank
    steps = () if found.way is None else found.way.steps
    obstacles = () if found.missing is None else found.missing.obstacles
    return Told(
        rank,
        _reasons(found),
        tuple(_places(steps)),
        tuple(map(_hindrance, obstacles)),
        tuple(Lift(feature_label(each.feature), each.now, each.then) for each in found.lifts),
    )


@dataclass(frozen=True, slots=True)
class Advice:
    """What the catalog lacks, and the `field` of the listing's form that mends it, "" for none."""

    sentence: str
    field: str


def catalog_advice(product: Product) -> tuple[Advice, ...]:
    """What the catalog lacks of a product, by which shoppers would find or choose it."""
    return tuple(_lacking(product))


def _reasons(found: Found) -> tuple[str, ...]:
    """Without what rules did, which is named after them."""
    if found.hit is None:
        return ()
    hit = found.hit
    unnamed = replace(hit, candidate=hit.candidate._replace(adjustments=()))
    said = unnamed.why
    if any(each.rule_id for each in hit.candidate.adjustments):
        said = (*said, "The shop placed it by hand for this search.")
    return said


def _places(steps: tuple[Step, ...]) -> Iterator[StagePlace]:
    before = 0
    for step in steps:
        title = _STAGES.get(step.stage, "Ranked")
        yield StagePlace(title, step.place, before - step.place if before else 0)
        before = step.place


def _hindrance(obstacle: Obstacle) -> Hindrance:
    is_plain = obstacle.stage in _SAID_AS_IT_IS
    sentence = obstacle.sentence if is_plain else _SENTENCES[obstacle.stage]
    advice = tuple(cure.text for cure in obstacle.cures if cure.act in _THEIRS)
    if obstacle.stage in (Stage.HIDDEN, Stage.REQUIRED):
        advice = ()
    return Hindrance(sentence, advice)


def _lacking(product: Product) -> Iterator[Advice]:
    if product.published is None:
        yield Advice("It is not published, so that nobody finds it.", "")
    if product.stock == 0:
        yield Advice("It is sold out: add stock.", "stock")
    if not product.images:
        yield Advice("Add a picture: shoppers pass over what they can't see.", "images")
    if product.category_id is None:
        yield Advice(
            "Give it a category: filters and searches by category leave it out.", "category"
        )
    if not product.brand:
        yield Advice("Give it a brand: searches that name it leave it out.", "brand")
    if not product.colour:
        yield Advice("Give it a colour, if it has one.", "colour")
    if len(f"{product.description} {' '.join(map(str, product.bullets))}".split()) < _FEW_WORDS:
        yield Advice("Describe it in a few sentences: searches read these too.", "description")
    if not product.gtin:
        yield Advice("Add its GTIN: shoppers search by it.", "gtin")
    if not product.attributes:
        yield Advice(
            "Add attributes such as material or fit: shoppers filter by them.", "attributes"
        )
    if product.price is None:
        yield Advice("Give it a price: filters and orders by price leave it out.", "price")
