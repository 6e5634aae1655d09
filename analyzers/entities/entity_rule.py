"""What a merchant writes down about names: what they mean, or what they never mean."""

from __future__ import annotations

from dataclasses import dataclass

from analyzers.entities.naming import FIELDS
from analyzers.entities.naming.name import MOST_VALUES
from analyzers.entities.words import LONGEST_NAME, keys_of
from analyzers.normalization import normalize
from analyzers.rule_error import RuleError


class EntityRuleError(RuleError):
    """A rule that cannot be used; names the field and how to mend it."""


@dataclass(frozen=True, slots=True)
class EntityRule:
    """Names by which shoppers ask for `values` of the catalog field `field`, such as "hp" for the
    brand "Hewlett-Packard"; without values, names that never mean that field ("apple" is no
    colour).

    `field` is one of `FIELDS`, `values` are written as the catalog has them (a category with its
    whole path), any of which matches. `names` are words as a shopper types them; case, accents and
    signs do not count. `language` is a code such as "de", or "" for names that are the same in all.
    From a `confidence` of 0.8 on a name filters, below it only raises what it matches; up to 1.
    `name` tells the rule in explanations.

    Raises EntityRuleError for a value that cannot be used.
    """

    field: str
    names: tuple[str, ...]
    values: tuple[str, ...] = ()
    language: str = ""
    confidence: float = 1.0
    name: str = ""
    is_active: bool = True

    def __post_init__(self) -> None:
        if self.field not in FIELDS:
            known = ", ".join(FIELDS)
            raise EntityRuleError("field", f"{self.field!r} is not recognised; use one of {known}")
        if not self.names:
            raise EntityRuleError("names", "write at least one name")
        for name in self.names:
            words = len(keys_of(normalize(name)))
            if not words:
                raise EntityRuleError("names", f"{name!r} has no word; write at least one")
            if words > LONGEST_NAME:
                raise EntityRuleError(
                    "names", f"{name!r} has {words} words; write {LONGEST_NAME} at most"
                )
        if not all(value.strip() for value in self.values):
            raise EntityRuleError("values", "one is empty; write it as the catalog does, or none")
        if len(self.values) > MOST_VALUES:
            raise EntityRuleError("values", f"write {MOST_VALUES} at most, not {len(self.values)}")
        if not 0 < self.confidence <= 1:
            raise EntityRuleError("confidence", f"must lie in (0, 1], not {self.confidence}")

    def __str__(self) -> str:
        """The rule as it is read: "hp → brand: Hewlett-Packard", "apple ⇏ colour"."""
        said = ", ".join(self.names)
        meant = ", ".join(self.values)
        return f"{said} → {self.field}: {meant}" if meant else f"{said} ⇏ {self.field}"

    @property
    def label(self) -> str:
        """What names the rule in an explanation: its name, or what it says if it has none."""
        return self.name or str(self)

    @property
    def forbids(self) -> bool:
        """Whether it says what the names never mean."""
        return not self.values
