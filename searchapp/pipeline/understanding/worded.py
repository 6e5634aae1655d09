"""Merchants' changes of the words of a query, before it is understood for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analyzers.chain import AnalyzerChain
from analyzers.query import AnalyzedQuery, Edit
from analyzers.synonyms.words import Words, words_of_normalized
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.merchandising import NOTHING_WANTED, Merchandising, WordChange
from searchapp.pipeline.profile import RankingProfile
from searchapp.pipeline.request import SearchRequest
from searchapp.pipeline.rules.triggers import in_one_number, trigger_words
from searchapp.pipeline.trace import Degradation
from searchapp.pipeline.understanding.reading import understand

RULES = "rules"
"""The name under which edits of rules, and their failure, are told."""


def understand_worded(
    request: SearchRequest, analyzers: AnalyzerChain, config: SearchConfig
) -> tuple[AnalyzedQuery, Merchandising, list[Degradation]]:
    """The query with the words that merchants want, and all that they want of it by the words that
    it had; without, and told why, where their rules fail.

    Only a query whose words change is analysed twice. Its spelling is not corrected again.
    """
    query = understand(request, analyzers, config)
    try:
        wanted = config.rules.merchandising(query, request)
        text, edits = changed_text(query, wanted.words)
    except Exception as error:  # noqa: BLE001 - a rule that is broken ends no search
        return query, NOTHING_WANTED, [Degradation.of(RULES, error)]
    if not edits:
        return query, wanted, []
    language = request.language or query.language
    worded = understand(
        replace(request, text=text, language=language, correct=False), analyzers, config
    )
    worded = replace(
        worded,
        raw=query.raw,
        edits=(*query.edits, *edits, *worded.edits),
        corrected=None if query.corrected is None else worded.text,
        did_you_mean=query.did_you_mean,
    )
    return worded, wanted, []


def changed_text(
    query: AnalyzedQuery, changes: Sequence[WordChange]
) -> tuple[str, tuple[Edit, ...]]:
    """The text with the changes made one after the other, and those that changed it. A change that
    would leave no word is not made, and browsing stays browsing.
    """
    text = query.text
    if not text.strip():
        return text, ()
    edits: list[Edit] = []
    for change in changes:
        after = _changed(text, change, query.language)
        if after and after != text:
            edits.append(Edit(RULES, f"{change.rule_id}: {change.rule}", text, after))
            text = after
    return text, tuple(edits)


def slotted(profile: RankingProfile, wanted: Merchandising) -> RankingProfile:
    """The profile with the slots that merchants give the lesser kinds."""
    if not wanted.slots:
        return profile
    policy = profile.mixed_row
    return replace(profile, mixed_row=replace(policy, slots={**policy.slots, **dict(wanted.slots)}))


def _changed(text: str, change: WordChange, language: str) -> str:
    if change.before is None:
        has = _place(text.split(), trigger_words(change.after, language))
        return text if has else f"{text} {change.after}".strip()
    if not change.before:
        return change.after
    parts = text.split()
    words = trigger_words(change.before, language)
    done: list[str] = []
    while place := _place(parts, words):
        first, last = place
        done += [*parts[:first], change.after]
        parts = parts[last:]
    return " ".join(each for each in (*done, *parts) if each)


def _place(parts: Sequence[str], words: Words) -> tuple[int, int] | None:
    """The first parts between spaces, `[first, last)`, whose words are these."""
    forms = [in_one_number(words_of_normalized(part.lower())) for part in parts]
    for first in range(len(parts)):
        said: Words = ()
        for last in range(first, len(parts)):
            said += forms[last]
            if said == words and forms[first]:
                return first, last + 1
            if len(said) >= len(words):
                break
    return None
