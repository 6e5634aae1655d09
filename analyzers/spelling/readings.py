"""What may have been meant by each word of a query, and by two words that stand together."""

from __future__ import annotations

from collections.abc import Sequence

from analyzers.spelling.context_model import ContextModel, SpelledWord
from analyzers.spelling.doubtful_words import is_other_form
from analyzers.spelling.error_costs import error_cost, misspelling_cost
from analyzers.spelling.protection import is_unit
from analyzers.spelling.reading import COMPOUND_COST, JOIN_COST, Reading
from analyzers.spelling.similar_words import near_words, similar_words
from analyzers.spelling.vocabulary import Vocabulary
from analyzers.spelling.word_breaks import is_compound, known_words, word_breaks
from analyzers.spelling.words import Word, spelling_key

_SHORTEST = 3
_LEAST_RATIO = 20
_LEAST_PAIRS = 3
_MANY_TIMES = 10
_MOST_DOUBTED = 3
_MOST_UNKNOWN = 8
_MOST_REPAIRS = 2
_SHORTEST_REPAIRED = 6
_LONGEST_REPAIRED = 14
_LONGEST_PIECE = 4
_MOST_KEPT = 6
_TOLERANCE = 0.5


class ReadingFinder:
    """Finds readings of the words of one query.

    Of its words those that are `untouchable` stay as they are, those that are `understood` are at
    most joined to known words. `typed` are its words as they stand, `model` judges them.
    """

    def __init__(
        self,
        words: Sequence[Word],
        untouchable: Sequence[bool],
        understood: Sequence[bool],
        vocabulary: Vocabulary,
        language: str,
    ) -> None:
        self.model = ContextModel(vocabulary)
        self._words = words
        self._is_untouchable = untouchable
        self._is_understood = understood
        self._vocabulary = vocabulary
        self._language = language
        numbers = vocabulary.find([word.key for word in words]).tolist()
        self.typed = [
            self.model.typed(number, word.key, word.text)
            for number, word in zip(numbers, words, strict=True)
        ]
        self._is_brand = [vocabulary.is_brand_number(number) for number in numbers]
        follows, precedes = self.model.pairs(self.typed[:-1], self.typed[1:])
        self._pairs = follows.diagonal().tolist()
        self._turned = precedes.diagonal().tolist()

    def readings(self) -> list[Reading]:
        """All readings that are not as typed. None when every word is known in its place."""
        found = self._joins()
        doubted = unknown = 0
        for place, word in enumerate(self.typed):
            if not self._is_replaceable(place):
                continue
            if not word.is_known:
                unknown += 1
                if unknown <= _MOST_UNKNOWN:
                    found += self._corrections(place)
            elif doubted < _MOST_DOUBTED and self._is_out_of_place(place):
                doubted += 1
                found += self._confusions(place)
        return found

    def _is_replaceable(self, place: int) -> bool:
        key = self.typed[place].key
        return not (
            len(key) < _SHORTEST
            or self._is_untouchable[place]
            or self._is_understood[place]
            or self._is_brand[place]
            or is_unit(key)
            or self._is_possessive(place)
        )

    def _is_possessive(self, place: int) -> bool:
        """Whether it is a known word with "'s"."""
        owner = self._words[place].text.removesuffix("'s")
        return owner != self._words[place].text and self._vocabulary.has(owner)

    def _corrections(self, place: int) -> list[Reading]:
        """Readings of a word that the shop does not know, as one word or several."""
        if is_compound(self.typed[place].key, self._vocabulary, self._language):
            return []
        similar = similar_words(
            self.typed[place].key,
            self._before(place),
            self._after(place),
            self.model,
            self._vocabulary,
            self._language,
        )
        typed = self.typed[place]
        readings = [
            Reading(place, place + 1, (word,), cost - self._explained(typed, word, cost), "word")
            for word, cost in similar
            if not (typed.is_language and is_other_form(typed.key, word.key))
        ]
        breaks = word_breaks(
            self.typed[place].key, self.model, self._vocabulary, self._language, not similar
        )
        return readings + [
            Reading(place, place + 1, words, cost, "split") for words, cost in breaks
        ]

    def _explained(self, typed: SpelledWord, meant: SpelledWord, cost: float) -> float:
        """How much of the probability of `typed` goes: texts have it often, but not more often than
        people make this error in the word that is meant.
        """
        if typed.log_in_language is None or typed.is_language:
            return 0.0
        of_meant, _ = self._vocabulary.language.look_up(meant.key)
        if of_meant is None or of_meant - cost + _TOLERANCE < typed.log_in_language:
            return 0.0
        return typed.log_probability - typed.log_by_letters

    def _joins(self) -> list[Reading]:
        """Readings of two words as one between which a space was typed."""
        places = [
            place
            for place in range(len(self._words) - 1)
            if self._words[place + 1].is_linked
            and not self._words[place + 1].is_hyphened
            and min(len(self.typed[place].key), len(self.typed[place + 1].key)) > 1
            and not (self._is_untouchable[place] or self._is_untouchable[place + 1])
        ]
        keys = [self.typed[place].key + self.typed[place + 1].key for place in places]
        readings: list[Reading] = []
        repairs = 0
        joined = known_words(keys, self.model, self._vocabulary)
        for place, key, word in zip(places, keys, joined, strict=True):
            both_known = self.typed[place].is_known and self.typed[place + 1].is_known
            if word is not None:
                if word.items > self._pairs[place] and not self._is_hyphened(place, word):
                    is_usual = word.items >= _MANY_TIMES * max(1.0, self._pairs[place])
                    cost = COMPOUND_COST if both_known and is_usual else JOIN_COST
                    readings.append(Reading(place, place + 2, (word,), cost, "join"))
            elif repairs < _MOST_REPAIRS and not both_known and self._may_be_broken(place):
                repairs += 1
                readings += self._repaired_joins(place, key)
        return readings

    def _is_hyphened(self, place: int, joined: SpelledWord) -> bool:
        """Whether the catalog writes the two words with a hyphen: to leave it out is no error."""
        first, second = self.typed[place], self.typed[place + 1]
        return spelling_key(self._vocabulary.written(joined.number)) == f"{first.key}-{second.key}"

    def _may_be_broken(self, place: int) -> bool:
        """Whether two words, not both known, look like pieces of one word that is misspelt too."""
        if self._is_understood[place] or self._is_understood[place + 1]:
            return False
        first, second = self.typed[place : place + 2]
        lengths = len(first.key), len(second.key)
        is_piece = min(lengths) <= _LONGEST_PIECE or not (first.is_known or second.is_known)
        return is_piece and _SHORTEST_REPAIRED <= sum(lengths) <= _LONGEST_REPAIRED

    def _repaired_joins(self, place: int, key: str) -> list[Reading]:
        return [
            Reading(
                place,
                place + 2,
                (self.model.word(number, other),),
                JOIN_COST + error_cost(key, other, self._language),
                "join",
            )
            for number, other, _ in near_words(key, 1, _MOST_KEPT, self._vocabulary)
            if other not in (self.typed[place].key, self.typed[place + 1].key)
        ]

    def _is_out_of_place(self, place: int) -> bool:
        """Whether a known word was never seen beside the known words around it."""
        if len(self.typed[place].key) < 4:
            return False
        beside = [*self._before(place), *self._after(place)]
        if not any(word.is_known for word in beside):
            return False
        counts = self._pairs[max(0, place - 1) : place + 1]
        counts += self._turned[max(0, place - 1) : place + 1]
        return not any(counts)

    def _confusions(self, place: int) -> list[Reading]:
        """Readings of a known word that does not fit: words one edit away that do."""
        word = self.typed[place]
        found = []
        for number, key, _ in near_words(word.key, 1, _MOST_KEPT, self._vocabulary):
            if self._vocabulary.words.items[number] < _LEAST_RATIO * word.items:
                continue
            other = self.model.word(number, key)
            pairs = sum(
                float(counts.sum())
                for beside in (self._before(place), self._after(place))
                if beside
                for counts in self.model.pairs(beside, (other,))
            )
            if pairs >= _LEAST_PAIRS:
                cost = misspelling_cost(word.key, key, self._language)
                found.append(Reading(place, place + 1, (other,), cost, "word"))
        return found

    def _before(self, place: int) -> list[SpelledWord]:
        is_linked = place > 0 and self._words[place].is_linked
        return self.typed[place - 1 : place] if is_linked else []

    def _after(self, place: int) -> list[SpelledWord]:
        following = self._words[place + 1 : place + 2]
        is_linked = bool(following) and following[0].is_linked
        return self.typed[place + 1 : place + 2] if is_linked else []
