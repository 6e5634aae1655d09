"""Rules in plain English, for people who look them through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time

from searchapp.pipeline.request import AnyOf, Filter, Kind
from searchapp.pipeline.rules import actions as do
from searchapp.pipeline.rules import triggers as when
from searchapp.pipeline.rules.rule import Rule
from searchapp.pipeline.rules.schedule import Schedule, zone

Titles = Mapping[do.Item, str]
"""What items are called; one that is not there is told by its id."""
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
STRENGTHS: Mapping[do.Strength, str] = {
    do.Strength.WEAK: "weakly",
    do.Strength.MODERATE: "moderately",
    do.Strength.STRONG: "strongly",
}
KINDS: Mapping[Kind, str] = {
    Kind.PRODUCT: "products",
    Kind.VIDEO: "videos",
    Kind.LIVE: "live streams",
}
_NO_TITLES: Titles = {}


def sentence(rule: Rule, titles: Titles = _NO_TITLES) -> str:
    """The whole rule: for which searches it is, what it does, and when."""
    said = f"{for_which(rule)}: {what(rule, titles)}."
    limits = [each for each in (limits_of(rule), when_of(rule.schedule)) if each]
    return f"{said} Only {', '.join(limits)}." if limits else said


def for_which(rule: Rule) -> str:
    """The searches that trigger it, such as “When the query is exactly “boots””."""
    if any(isinstance(each, when.AnyQuery) for each in rule.triggers):
        return "For every search"
    if not rule.triggers:
        return "For no search yet"
    return "When the query " + listed([trigger_words(each) for each in rule.triggers], "or")


def what(rule: Rule, titles: Titles = _NO_TITLES) -> str:
    """What it does."""
    if not rule.actions:
        return "do nothing yet"
    return listed([action_words(each, titles) for each in rule.actions], "and")


def limits_of(rule: Rule) -> str:
    """Whom it is for; "" when it is for all."""
    parts = []
    if rule.kinds:
        parts.append("for " + listed([KINDS[each] for each in rule.kinds], "and"))
    if rule.languages:
        parts.append("in the language " + listed(rule.languages, "or"))
    if rule.segments:
        parts.append("for shoppers of the segment " + listed(rule.segments, "or"))
    if rule.sellers:
        parts.append("in the shop of the seller " + listed(rule.sellers, "or"))
    return ", ".join(parts)


def when_of(schedule: Schedule) -> str:
    """When it holds; "" when always."""
    parts = []
    if schedule.begins:
        parts.append(f"from {_moment(schedule.begins, schedule.time_zone)}")
    if schedule.ends:
        parts.append(f"until {_moment(schedule.ends, schedule.time_zone)}")
    if schedule.days:
        days = [DAY_NAMES[day] for day in sorted(schedule.days) if day < len(DAY_NAMES)]
        parts.append("on " + listed(days, "and"))
    if schedule.opens or schedule.closes:
        opens, closes = schedule.opens or time.min, schedule.closes or time.min
        end = "24:00" if closes == time.min else f"{closes:%H:%M}"
        parts.append(f"between {opens:%H:%M} and {end}")
    return f"{', '.join(parts)} ({schedule.time_zone})" if parts else ""


def trigger_words(trigger: when.Trigger) -> str:
    """What the query must be, behind “the query”."""
    match trigger:
        case when.Exact(text):
            return f"is exactly “{text}”"
        case when.Phrase(text):
            return f"has “{text}” side by side"
        case when.AllWords(text):
            return f"has all words of “{text}”"
        case when.Recognised(field, value):
            return f"names the {field} {value}"
        case when.HasIntent(name):
            return f"has the intent {name}"
        case when.AnyQuery():
            return "is any"


def action_words(action: do.Action, titles: Titles = _NO_TITLES) -> str:
    """What is done, such as “raise brand Velo strongly”."""
    match action:
        case do.Boost(target, strength):
            return f"raise {_target(target, titles)} {_how(strength)}"
        case do.Bury(target, strength):
            return f"lower {_target(target, titles)} {_how(strength)}"
        case do.Promote(kind, ids, filters, weight):
            items = [_item(do.Item(kind, each), titles) for each in ids]
            wanted = f"{KINDS[kind]} with " + listed(list(map(filter_words, filters)), "and")
            return f"promote {listed(items, 'and') if items else wanted} by {weight:g}"
        case do.PinTo(item, position):
            return f"pin {_item(item, titles)} to position {position}"
        case do.Hide(item):
            return f"hide {_item(item, titles)}"
        case do.Require(wanted_filter):
            return f"show only {filter_words(wanted_filter)}"
        case do.AddWords(text):
            return f"search “{text}” too"
        case do.RemoveWords(text):
            return f"do not search “{text}”"
        case do.ReplaceWords(by, text):
            return f"search “{by}” instead" + (f" of “{text}”" if text else "")
        case do.Redirect(url):
            return f"send the shopper to {url}"
        case do.ShowBanner(banner):
            return f"show the banner “{banner.title or banner.image}”"
        case do.Slots(kind, positions):
            if not positions:
                return f"put {KINDS[kind]} behind all products"
            places = listed(list(map(str, positions)), "and")
            return f"put {KINDS[kind]} at position{'s' * (len(positions) > 1)} {places}"


def filter_words(wanted: Filter) -> str:
    """A filter, such as “brand Velo or Alba” or “price from 10 to 50”."""
    field = wanted.field.replace("_", " ")
    if isinstance(wanted, AnyOf):
        return f"{field} {listed(wanted.values, 'or')}"
    least = "" if wanted.at_least is None else f" from {wanted.at_least:g}"
    most = "" if wanted.at_most is None else f" up to {wanted.at_most:g}"
    return f"{field}{least}{most}"


def listed(parts: Sequence[str], word: str) -> str:
    """The parts as one says them: a, b and c."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def _target(target: do.Target, titles: Titles) -> str:
    return _item(target, titles) if isinstance(target, do.Item) else filter_words(target)


def _item(item: do.Item, titles: Titles) -> str:
    title = titles.get(item)
    kind = "" if item.kind is Kind.PRODUCT else f"{KINDS[item.kind].removesuffix('s')} "
    return f"{kind}“{title}” ({item.id})" if title else f"{kind or 'product '}{item.id}"


def _how(strength: do.Strength | float) -> str:
    if isinstance(strength, do.Strength):
        return STRENGTHS[strength]
    return f"by the factor {strength:g}"


def _moment(moment: datetime, time_zone: str) -> str:
    local = moment.astimezone(zone(time_zone) or UTC) if moment.tzinfo else moment
    clock = "" if local.time() == time.min else f" {local:%H:%M}"
    return f"{local.day} {local:%B %Y}{clock}"
