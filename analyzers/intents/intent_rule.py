"""What a merchant writes down about an intent: how it is said, and what then happens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analyzers.intents.phrase import PhraseError, parse_phrase
from analyzers.rule_error import RuleError

LEADS = ("", "video", "live")
"""The kinds that an intent can lead the answer with; "" leaves the row as it is."""


class IntentRuleError(RuleError):
    """A rule that cannot be used; names the field and how to mend it."""


@dataclass(frozen=True, slots=True)
class IntentEffect:
    """What an intent does: the kind that leads the answer, and the page that is offered."""

    leads: str = ""
    link: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class IntentRule:
    """An intent as it is said in one language; several rules may share a `name`.

    `phrases` are ways to say it, in the syntax of `analyzers.intents.phrase`; a query that also
    contains one of `unless` is meant otherwise ("return air filter"). `language` is a code such as
    "de", or "" for words that are the same in all. `confidence` in (0, 1] is how sure a match is.
    `leads` is the kind to lead the answer with ("video", "live"), `link` the page to offer, a path
    such as "/returns" or an https address, and `title` the words of that link.

    Raises IntentRuleError for a value that cannot be used.
    """

    name: str
    phrases: tuple[str, ...]
    language: str = ""
    unless: tuple[str, ...] = ()
    confidence: float = 0.9
    leads: str = ""
    link: str = ""
    title: str = ""

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise IntentRuleError("name", "give the intent a name, such as order-status")
        if not self.phrases:
            raise IntentRuleError("phrases", "write at least one phrase")
        if not 0 < self.confidence <= 1:
            raise IntentRuleError("confidence", f"must lie in (0, 1], not {self.confidence}")
        if self.leads not in LEADS:
            raise IntentRuleError("leads", f"must be video, live or empty, not {self.leads!r}")
        if self.link and not _is_page(self.link):
            raise IntentRuleError("link", f"must begin with / or https://, not {self.link!r}")
        for field in ("phrases", "unless"):
            for phrase in getattr(self, field):
                try:
                    parse_phrase(phrase)
                except PhraseError as error:
                    raise IntentRuleError(field, str(error)) from error

    @classmethod
    def of(cls, values: dict[str, Any]) -> IntentRule:
        """The rule with these values by field, lists for the phrases, as a data file has them."""
        lists = {field: tuple(values.get(field, ())) for field in ("phrases", "unless")}
        return cls(**{**values, **lists})

    @property
    def effect(self) -> IntentEffect:
        return IntentEffect(self.leads, self.link, self.title)


def _is_page(link: str) -> bool:
    is_path = link.startswith("/") and not link.startswith(("//", "/\\"))
    return (is_path or link.startswith("https://")) and not any(map(str.isspace, link))
