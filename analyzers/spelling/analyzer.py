"""Corrects what the shopper misspelt: for sure in the text, else as a proposal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analyzers.banned_words import BannedWords
from analyzers.lexicon import Lexicon
from analyzers.query import AnalyzedQuery, Edit
from analyzers.spelling.corrections import Correction, find_corrections

_MOST_ROUNDS = 3


class Spelling:
    """Reads the words of a query as what was most probably meant, by the shop's vocabulary.

    A noisy channel: the probability of the words, each after the one before it, times that of the
    errors. A correction is sure when it is far more probable than the words as typed and than any
    other correction; it never leads to a word that fewer items have.
    """

    name = "spelling"

    def warm_up(self, languages: tuple[str, ...]) -> None:
        """Nothing to load: the vocabulary comes with the lexicon."""

    def analyze(self, query: AnalyzedQuery, lexicon: Lexicon) -> AnalyzedQuery:
        if not len(lexicon.vocabulary) or query.corrected == query.text:
            return query
        banned = lexicon.banned_words
        text, meant = query.text, query.text
        edits: list[Edit] = []
        for _ in range(_MOST_ROUNDS):
            corrections = find_corrections(text, query.language, lexicon)
            if banned:
                corrections = _without_banned(text, corrections, banned)
            meant = _corrected(text, corrections)
            sure = [each for each in corrections if each.is_sure]
            for correction in reversed(sure):
                changed = _corrected(text, (correction,))
                edits.append(Edit(self.name, correction.rule, text, changed))
                text = changed
            if not any(each.moves_words for each in sure):
                break
        if not edits and meant == query.text:
            return query
        return replace(
            query,
            text=text,
            edits=(*query.edits, *edits),
            corrected=text if edits else query.corrected,
            did_you_mean=query.did_you_mean if meant == text or banned.are_in(meant) else meant,
        )


def _without_banned(
    text: str, corrections: Sequence[Correction], banned: BannedWords
) -> list[Correction]:
    """The corrections, the sure ones first, that make no banned phrase of the words around them."""
    kept: list[Correction] = []
    for correction in sorted(corrections, key=lambda each: not each.is_sure):
        tried = sorted((*kept, correction), key=lambda each: each.start)
        if not banned.come_with(_corrected(text, tried), text):
            kept = tried
    return kept


def _corrected(text: str, corrections: Sequence[Correction]) -> str:
    """`text` with the corrections, which are in its order."""
    for correction in reversed(corrections):
        text = text[: correction.start] + correction.after + text[correction.end :]
    return text
