"""Words that mean little by themselves: no phrase begins or ends with one."""

from __future__ import annotations

from functools import cache

from analyzers.completions.words import folded_words

_BY_LANGUAGE = {
    "en": "a an and are as at be but by for from in into is it its of off on or our per so than "
    "that the their this to up us vs we with without you your",
    "de": "ab als am an auf aus bei bis das dem den der des die ein eine einem einen einer eines "
    "für im in ins ist mit nach oder ohne pro um und unter vom von vor zu zum zur",
    "es": "a al con de del desde e el en entre es la las lo los o para por que sin sobre su sus u "
    "un una unas unos y",
    "fr": "à au aux avec ce ces chez d dans de des du en et l la le les ou par pour sans ses son "
    "sur un une vers",
}


@cache
def function_words(languages: tuple[str, ...]) -> frozenset[str]:
    """Articles, prepositions and conjunctions of `languages`, as written and folded; none of one
    that is not known.
    """
    written = [
        word for language in languages for word in _BY_LANGUAGE.get(language[:2], "").split()
    ]
    return frozenset(written).union(*map(folded_words, written))


def all_function_words() -> frozenset[str]:
    """Those of every known language."""
    return function_words(tuple(_BY_LANGUAGE))
