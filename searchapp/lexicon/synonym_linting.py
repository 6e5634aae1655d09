"""The linter of synonyms, told what this shop has: its rules, words and most frequent queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.core.cache import cache
from django.db.models import Count
from django.db.models.functions import Lower, Trim
from django.utils import timezone

from analyzers.lexicon import Lexicon
from analyzers.linguistics.stop_words import stop_words
from analyzers.synonyms.linter import Finding, Level, Linter
from analyzers.synonyms.rule import SynonymRule
from analyzers.synonyms.unknown_words import KnownWords
from searchapp import wiring
from searchapp.behaviour.models import SearchLog
from searchapp.lexicon.models import Synonym
from searchapp.publishing.documents import seen_in
from searchapp.publishing.models import Draft

TOP_QUERIES = 1_000
_OF_THE_LAST = timedelta(days=30)
_CACHED_SECONDS = 600


def shop_linter(rules: Iterable[SynonymRule], top_queries: bool = True) -> Linter:
    """A linter that checks rules against `rules`, the words of the published lexicon and, unless
    told otherwise, the queries that are asked most.
    """
    lexicon = wiring.current_config().lexicon
    return Linter(
        rules,
        vocabulary=_known_words(lexicon),
        stop_words=_stop_words(lexicon),
        top_queries=most_asked() if top_queries else (),
    )


def saved_rules(draft: Draft | None) -> Iterator[SynonymRule]:
    """The rules as they are in a draft (None: as published), but for broken ones."""
    return (rule for _, rule in saved_rows(draft) if rule is not None)


def saved_rows(draft: Draft | None) -> Iterator[tuple[Synonym, SynonymRule | None]]:
    """The rows as they are in a draft, with what they say; None for a broken one."""
    for row in seen_in(Synonym, draft).order_by("key").iterator():
        try:
            yield row, row.rule
        except ValueError:
            yield row, None


def errors_of(findings: Iterable[Finding]) -> list[str]:
    """The messages of the errors among `findings`."""
    return [finding.message for finding in findings if finding.level is Level.ERROR]


def most_asked() -> list[tuple[str, int]]:
    """The queries asked most in the last 30 days and how often; remembered for ten minutes."""
    return cache.get_or_set("lexicon:most-asked", _read_most_asked, _CACHED_SECONDS) or []


def _read_most_asked() -> list[tuple[str, int]]:
    rows = (
        SearchLog.objects.filter(time__gte=timezone.now() - _OF_THE_LAST, page=1)
        .exclude(text="")
        .order_by()
        .values_list(Trim(Lower("text")))
        .annotate(searches=Count("pk"))
        .order_by("-searches")[:TOP_QUERIES]
    )
    return list(rows)


def _known_words(lexicon: Lexicon) -> KnownWords | None:
    """The words of the catalog; None while they were not learnt."""
    return lexicon.vocabulary if len(lexicon.vocabulary) else None


def _stop_words(lexicon: Lexicon) -> dict[str, frozenset[str]]:
    return {
        language: stop_words(language) - lexicon.kept_words.get(language, frozenset())
        for language in lexicon.languages
    }
