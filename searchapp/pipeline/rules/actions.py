"""What a rule does to the searches that it is for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from searchapp.pipeline.merchandising import Banner
from searchapp.pipeline.request import Filter, Kind


class Strength(StrEnum):
    """How far a boost or bury moves an item, in places of the answer at hand."""

    WEAK = "weak"
    MODERATE = "moderate"
    STRONG = "strong"

    @property
    def places(self) -> int:
        """The places by which an item moves: 2, 6 or 20, the last nearly a page."""
        return {Strength.WEAK: 2, Strength.MODERATE: 6, Strength.STRONG: 20}[self]


@dataclass(frozen=True, slots=True)
class Item:
    """An item by its kind and the merchant's own id."""

    kind: Kind
    id: str


Target = Item | Filter


@dataclass(frozen=True, slots=True)
class Boost:
    """Raises what `target` names, by places or by a factor above 1."""

    target: Target
    strength: Strength | float = Strength.MODERATE


@dataclass(frozen=True, slots=True)
class Bury:
    """Lowers what `target` names, by places or by a factor between 0 and 1."""

    target: Target
    strength: Strength | float = Strength.MODERATE


@dataclass(frozen=True, slots=True)
class Promote:
    """Items of `kind` are among what is found, and `weight` is added to their first-stage score:
    those with the `ids`, whatever their words, or those of the words' items that pass all of
    `filters`.
    """

    kind: Kind
    ids: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    weight: float = 0.2


@dataclass(frozen=True, slots=True)
class PinTo:
    """The item stands at `position`, from 1."""

    item: Item
    position: int


@dataclass(frozen=True, slots=True)
class Hide:
    """The item is nowhere."""

    item: Item


@dataclass(frozen=True, slots=True)
class Require:
    """Only what passes the filter is found, of the kinds that have its field."""

    filter: Filter


@dataclass(frozen=True, slots=True)
class AddWords:
    """The words are searched too."""

    text: str


@dataclass(frozen=True, slots=True)
class RemoveWords:
    """The words, side by side, are not searched, unless nothing else is left."""

    text: str


@dataclass(frozen=True, slots=True)
class ReplaceWords:
    """`by` is searched instead of the words `text`; without `text` instead of the whole query."""

    by: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Redirect:
    """The shopper is sent to `url`: a path of the shop, or http(s)."""

    url: str


@dataclass(frozen=True, slots=True)
class ShowBanner:
    """The banner stands above the answer."""

    banner: Banner


@dataclass(frozen=True, slots=True)
class Slots:
    """Items of `kind`, videos or live streams, stand at these positions, from 1, of each page's
    pattern; none keeps them behind all products.
    """

    kind: Kind
    positions: tuple[int, ...]


WordAction = AddWords | RemoveWords | ReplaceWords
Action = (
    Boost | Bury | Promote | PinTo | Hide | Require | WordAction | Redirect | ShowBanner | Slots
)
