"""What makes a rule broken, in sentences that name the rule, the field and the cure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from analyzers.synonyms.synonym_set import LONGEST_TERM
from searchapp.pipeline.request import Filter, Kind
from searchapp.pipeline.request_fields import can_filter
from searchapp.pipeline.rules import actions as do
from searchapp.pipeline.rules import triggers as when
from searchapp.pipeline.rules.rule import Rule
from searchapp.pipeline.rules.schedule import Schedule, zone
from searchapp.pipeline.schema import CARD_FIELDS

MOST_WORDS = 100
"""How many words a trigger may name in any order."""
_SHOWN = 60
Fault = tuple[str, str, int | None]
"""A field of a rule, what is wrong with it, with the cure, and the place of the trigger or action
that it is about.
"""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a rule is refused; `place`, from 0, is that of the trigger or action at fault."""

    rule: str
    field: str
    message: str
    place: int | None = None

    def __str__(self) -> str:
        return f"rule {self.rule!r}, {self.field}: {self.message}"


class BrokenRules(ValueError):
    """Rules that can't be used; `problems` has all that is wrong with them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)


def problems(rule: Rule) -> tuple[Problem, ...]:
    """All that is wrong with the rule; empty for one that can be used."""
    return tuple(Problem(rule.name or rule.id, *fault) for fault in _faults(rule))


def _faults(rule: Rule) -> Iterator[Fault]:
    if not rule.id:
        yield "id", "is missing; give the rule an id that no other has", None
    if not rule.name.strip():
        yield "name", "is missing; say in a few words what the rule is for", None
    if not rule.triggers:
        yield (
            "triggers",
            "are missing; say for which queries the rule is, or choose any query",
            None,
        )
    if not rule.actions:
        yield "actions", "are missing; say what the rule does", None
    for place, trigger in enumerate(rule.triggers):
        for fault in _of_trigger(trigger, rule.languages):
            yield "triggers", fault, place
    for place, action in enumerate(rule.actions):
        for fault in _of_action(action, rule.kinds or tuple(Kind)):
            yield "actions", fault, place
    if not all(rule.sellers):
        yield "sellers", "have an empty id; name the seller by its id", None
    for fault in _of_schedule(rule.schedule):
        yield "schedule", fault, None


def _of_trigger(trigger: when.Trigger, languages: tuple[str, ...]) -> Iterator[str]:
    match trigger:
        case when.Exact(text) | when.Phrase(text) | when.AllWords(text):
            words = max(when.readings(text, languages), key=len)
            if not words:
                yield f"{text!r} has no word; name at least one, or choose any query"
            most = MOST_WORDS if isinstance(trigger, when.AllWords) else LONGEST_TERM
            if len(words) > most:
                yield f"{_begin(text)!r} has {len(words)} words; name {most} at most"
        case when.Recognised(field, value):
            if field not in when.RECOGNISED_FIELDS:
                known = " or ".join(when.RECOGNISED_FIELDS)
                yield f"{field!r} is not recognised; choose {known}"
            if not value.strip():
                yield f"the {field} is missing; name it as the catalog does"
        case when.HasIntent(name) if not name:
            yield "the intent is missing; name one"


def _begin(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _of_action(action: do.Action, kinds: tuple[Kind, ...]) -> Iterator[str]:
    match action:
        case do.Boost(target, strength) | do.Bury(target, strength):
            yield from _of_strength(strength, raises=isinstance(action, do.Boost))
            if isinstance(target, do.Item):
                yield from _of_item(target)
            else:
                faults = tuple(_of_filter(target, kinds))
                yield from faults
                if not faults and not any(target.field in CARD_FIELDS[kind] for kind in kinds):
                    yield (
                        f"items do not show {target.field!r}, so that they can't be moved by it; "
                        "require it instead, or use another field"
                    )
        case do.Promote(kind, ids, filters, weight):
            if bool(ids) == bool(filters):
                yield "promotes either items by their ids or what passes filters; name one of both"
            if not all(ids):
                yield f"an id of a {kind} is missing; name it"
            for wanted in filters:
                yield from _of_filter(wanted, (kind,))
            if not (math.isfinite(weight) and weight > 0):
                yield f"the weight {weight} promotes nothing; give one above 0, such as 0.2"
        case do.PinTo(item, position):
            yield from _of_item(item)
            if position < 1:
                yield f"position {position} does not exist; positions count from 1"
        case do.Hide(item):
            yield from _of_item(item)
        case do.Require(wanted):
            yield from _of_filter(wanted, kinds)
        case do.AddWords(text) | do.RemoveWords(text) | do.ReplaceWords(text):
            if not when.trigger_words(text):
                yield f"{text!r} has no word; name at least one"
        case do.Redirect(url):
            if not is_address(url):
                yield f"{url!r} is no address; give a path such as /sale/, or http(s)://…"
        case do.ShowBanner(banner):
            if not (banner.title.strip() or banner.image):
                yield "the banner is empty; give it a title or an image"
            for name, url in (("image", banner.image), ("link", banner.link)):
                if url and not is_address(url):
                    yield f"the banner's {name} {url!r} is no address; give a path or http(s)://…"
        case do.Slots(kind, positions):
            if kind is Kind.PRODUCT:
                yield "slots are for videos and live streams; pin products instead"
            if any(position < 1 for position in positions):
                yield "positions of slots count from 1; leave out those below"


def _of_strength(strength: do.Strength | float, *, raises: bool) -> Iterator[str]:
    if isinstance(strength, do.Strength):
        return
    if not math.isfinite(strength):
        yield f"the factor {strength} is no number; give one such as {1.5 if raises else 0.5}"
    elif raises and strength <= 1:
        yield f"the factor {strength} raises nothing; give one above 1, or bury"
    elif not raises and not 0 <= strength < 1:
        yield f"the factor {strength} lowers nothing; give one from 0 to below 1, or boost"


def _of_item(item: do.Item) -> Iterator[str]:
    if not item.id:
        yield f"the {item.kind} is missing; name it by its id"


def _of_filter(wanted: Filter, kinds: tuple[Kind, ...]) -> Iterator[str]:
    if not any(can_filter(kind, wanted) for kind in kinds):
        named = ", ".join(kinds)
        yield f"{wanted.field!r} can't be filtered in this way for {named}; use another field"


def is_address(url: str) -> bool:
    """Whether shoppers may be sent there: a path of the shop, or a page of the web."""
    if any(each.isspace() or each == "\\" for each in url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if parts.scheme or parts.netloc:
        return parts.scheme in ("http", "https") and bool(parts.netloc)
    return url.startswith("/")


def _of_schedule(schedule: Schedule) -> Iterator[str]:
    for name, moment in (("begins", schedule.begins), ("ends", schedule.ends)):
        if moment is not None and moment.tzinfo is None:
            yield f"{name} has no time zone; give it one"
            return
    if schedule.begins and schedule.ends and schedule.begins >= schedule.ends:
        yield "ends before it begins; put the end later"
    if not schedule.days <= frozenset(range(7)):
        yield "days of the week are 0 (Monday) to 6; leave out the others"
    if schedule.opens is not None and schedule.opens == schedule.closes:
        yield "opens and closes at the same hour; leave both out for the whole day"
    if zone(schedule.time_zone) is None:
        yield f"the time zone {schedule.time_zone!r} is unknown; name one such as Europe/Berlin"
