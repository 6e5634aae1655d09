"""A document as the `SearchConfig` that searches take: what is live and what a draft would be are
made in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog

from analyzers.lexicon import Lexicon
from searchapp.lexicon.publication import load_lexicon
from searchapp.merchandising.models import Profile, QueryRule
from searchapp.merchandising.models.profile import made_profile
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.plain_value import PlainValueError
from searchapp.pipeline.profile import DEFAULT_PROFILE, PRECISE_PROFILE, RankingProfile
from searchapp.pipeline.rules.plain import checked_rule
from searchapp.pipeline.rules.rule import Rule
from searchapp.pipeline.rules.rule_set import RuleSet
from searchapp.pipeline.trace import Degradation
from searchapp.publishing.compiling import Section, made_of, read_each
from searchapp.publishing.models.version import Document

BUILT_IN = (DEFAULT_PROFILE, PRECISE_PROFILE)
"""Profiles that are there before any is written; a written one of the same name takes the place."""

_log = structlog.get_logger(__name__)
_Rules = tuple[RuleSet, tuple[Degradation, ...]]


def config_of(document: Document, number: int = 0, held: Lexicon | None = None) -> SearchConfig:
    """The configuration that the document of version `number` says, with what was learnt.

    A rule, profile or word that can't be used, which publishing would have refused, is left out and
    named in `degraded`. `held` is a lexicon whose learnt parts may be taken over. Raises database
    errors.
    """
    lexicon = load_lexicon(held, document)
    (rules, without), _ = made_of(QueryRule.section, document.get(QueryRule.section, {}), _rules)
    (profiles, unread), _ = made_of(Profile.section, document.get(Profile.section, {}), _profiles)
    unlearnt = (Degradation(f"lexicon.{part}", why) for part, why in lexicon.unread.items())
    unsaid = (Degradation(place, why) for place, why in lexicon.broken.items())
    return SearchConfig(
        lexicon,
        profiles=profiles,
        rules=rules,
        degraded=(*unlearnt, *unsaid, *without, *unread),
        number=number,
    )


def profiles_of(document: Document) -> Mapping[str, RankingProfile]:
    """The profiles that the document has, by name, with the built-in ones."""
    return made_of(Profile.section, document.get(Profile.section, {}), _profiles)[0][0]


def _rules(section: Section) -> _Rules:
    rules: list[Rule] = []
    broken: list[Degradation] = []
    for each in read_each(QueryRule.section, section, _rule_or_fault):
        if isinstance(each, Rule):
            rules.append(each)
        else:
            broken.append(each)
    return RuleSet.of(rules, are_checked=True), tuple(broken)


def _rule_or_fault(key: str, value: Mapping[str, Any]) -> Rule | Degradation:
    try:
        return checked_rule(key, value)
    except PlainValueError as error:
        _log.error("a rule is broken", key=key, reason=str(error))
        return Degradation(f"rules.{key}", str(error))


def _profiles(
    section: Section,
) -> tuple[dict[str, RankingProfile], tuple[Degradation, ...]]:
    profiles = {each.name: each for each in BUILT_IN}
    broken: list[Degradation] = []
    for key, value in section.items():
        try:
            profiles[key] = made_profile(key, value)
        except PlainValueError as error:
            _log.error("a profile is broken", key=key, reason=str(error))
            broken.append(Degradation(f"profiles.{key}", str(error)))
    return profiles, tuple(broken)
