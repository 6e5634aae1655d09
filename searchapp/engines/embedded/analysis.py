"""The analysis of documents and queries: words, folded, without stop words, stemmed.

Documents are analysed here, once, and tantivy is given the terms; so the same terms serve the
index, the field scores and the highlights. How words are stemmed follows the shop's first language
and is kept with an index, which is asked as it was made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from zlib import crc32

import orjson
from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from analyzers.index_text import index_text
from analyzers.languages import LanguageData, language_data
from analyzers.linguistics.segmentation import RUN
from analyzers.normalization.characters import IDEOGRAPHS

LONGEST_WORD = 100
"""In bytes; longer words are not indexed."""

_MOST_TERM_HASHES = 200_000
_MOST_KNOWN_WORDS = 20_000

_WITHIN_NUMBER = re.compile(r"[.,](?=[0-9])(?<=[0-9].)")
_LETTER_FOR = {".": "\ua78f", ",": "\u02cc"}
"""A point or comma between digits belongs to the number, "12.5mm". In terms a letter stands for it,
since the tokenizer, the quickest there is, parts words at any other sign.
"""

_OTHER_APOSTROPHES = re.compile("[’ʼ＇]")
_ONE_IDEOGRAPH = re.compile(f"([{IDEOGRAPHS}])")
_ASCII_WORD = re.compile("(?:[0-9]+(?:[.,][0-9]+)*|[A-Za-z])+(?:'[A-Za-z]+)*")
_WORD = re.compile(
    f"[{IDEOGRAPHS}]|(?:[0-9]+(?:[.,][0-9]+)*|(?![{IDEOGRAPHS}])[^\\W_])+(?:['’ʼ＇][^\\W\\d_]+)*"
)

_GERMAN_UMLAUTS = str.maketrans(
    {"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "Ä": "A", "Ö": "O", "Ü": "U"}
)
_GERMAN_E = re.compile(r"(?<=[aoAO])e|(?<=[^aeiouqy\W][uU])e|(?<=\b[uU])e")


class Analysis:
    """How the texts of one index, and the queries to it, become terms. For many threads.

    The first of `languages` gives stemmer and stop words; English if it is ("en",). When one of
    them is written without spaces, each two characters of it that stand together are a term.
    """

    def __init__(self, languages: tuple[str, ...]) -> None:
        self.languages = languages
        data = language_data(languages[0])
        self._parts_pairs = any(language_data(code).is_segmented for code in languages)
        self._prepare = _preparation(data)
        self._as_written: TextAnalyzer = _folding().build()
        self._stemming: TextAnalyzer = _stemming(data).build()
        self._terms_of_word = lru_cache(maxsize=_MOST_KNOWN_WORDS)(self._word)

    def terms(self, text: str) -> list[str]:
        """The terms of a query's text, in order: "The women's running shoes" → women, run, shoe.

        Apostrophes join their word; ideographs and hiragana, written without spaces, are words
        each, or pairs where the index has pairs.
        """
        prepared = self._prepare(text)
        if self._parts_pairs and not prepared.isascii():
            prepared = _in_pairs(prepared)
        return self._stemming.analyze(_join_and_part(prepared, self._parts_pairs))

    def distinct_terms(self, text: str) -> list[str]:
        """The terms of `text`, each once, in order of appearance."""
        return list(dict.fromkeys(self.terms(text)))

    def indexed_terms(self, text: str) -> list[str]:
        """The terms of an item's text, in order, and behind them those of `index_text` and of
        characters alone, which are written in pairs.
        """
        terms = self.terms(index_text(text, self.languages))
        if self._parts_pairs and not text.isascii():
            alone = " ".join(character for run in RUN.findall(text) for character in run)
            terms += self._stemming.analyze(alone)
        return terms

    def words(self, text: str) -> list[str]:
        """All words of `text`, in order, folded but whole: "The Women's shoes" → the, womens,
        shoes.
        """
        return self._as_written.analyze(_join_and_part(text))

    def indexed_words(self, text: str) -> list[str]:
        """The words of an item's text and of what `index_text` adds to it."""
        return self.words(index_text(text, self.languages))

    def words_with_terms(self, text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """(start, end, terms) of each word of `text`, so that terms can be shown in their place."""
        if self._parts_pairs and not text.isascii():
            yield from self._pairs_with_terms(text)
        for word in (_ASCII_WORD if text.isascii() else _WORD).finditer(text):
            yield word.start(), word.end(), self._terms_of_word(word.group())

    def _pairs_with_terms(self, text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        for run in RUN.finditer(text):
            for place, pair in enumerate(_pairs(run[0]), start=run.start()):
                yield place, place + len(pair), (pair,)

    def _word(self, word: str) -> tuple[str, ...]:
        return tuple(self.terms(word))


@lru_cache(maxsize=32)
def analysis_for(languages: tuple[str, ...]) -> Analysis:
    """The analysis of an index of a shop with `languages`."""
    return Analysis(languages)


def save_languages(path: Path, languages: tuple[str, ...]) -> None:
    """Keeps with an index for which languages it was made."""
    path.write_bytes(orjson.dumps(languages))


def load_analysis(path: Path) -> Analysis:
    """The analysis of the index whose languages were saved at `path`; that of English for an index
    that was made when there was no other. Raises OSError when it can't be read.
    """
    try:
        languages = orjson.loads(path.read_bytes())
    except FileNotFoundError:
        return analysis_for(("en",))
    except ValueError as error:
        raise OSError(f"{path.name} does not list the languages of an index: {error}") from error
    return analysis_for(tuple(languages))


def _folding() -> TextAnalyzerBuilder:
    return (
        TextAnalyzerBuilder(Tokenizer.simple())
        .filter(Filter.remove_long(LONGEST_WORD))
        .filter(Filter.lowercase())
        .filter(Filter.ascii_fold())
    )


def _stemming(data: LanguageData) -> TextAnalyzerBuilder:
    builder = _folding()
    if data.index_stop_words:
        folded = [word for listed in data.index_stop_words for word in _fold(listed, data)]
        builder = builder.filter(Filter.custom_stopword(folded))
    elif data.stemmer:
        builder = builder.filter(Filter.stopword(data.stemmer))
    return builder.filter(Filter.stemmer(data.stemmer)) if data.stemmer else builder


def _fold(word: str, data: LanguageData) -> list[str]:
    return _folding().build().analyze(_preparation(data)(word))


def _preparation(data: LanguageData) -> Callable[[str], str]:
    """What the language does to a text before it is parted into words."""
    if data.code == "de":
        return _german
    if data.elisions:
        articles = "|".join(sorted(data.elisions, key=len, reverse=True))
        elided = re.compile(rf"(?<!\w)(?:{articles})['’ʼ＇](?=\w)", re.IGNORECASE)
        return lambda text: elided.sub("", text)
    return str


def _german(text: str) -> str:
    """ß as ss, umlauts as their vowels, however they are written: "Kuehlschrank" is "Kühlschrank".

    By the rules of Lucene's German normalisation, so that both engines find alike.
    """
    return _GERMAN_E.sub("", text.translate(_GERMAN_UMLAUTS))


def _in_pairs(text: str) -> str:
    return RUN.sub(lambda run: f" {' '.join(_pairs(run[0]))} ", text)


def _pairs(run: str) -> list[str]:
    return [run[place : place + 2] for place in range(max(1, len(run) - 1))]


def _join_and_part(text: str, is_parted: bool = False) -> str:
    """`text` with its apostrophes taken out, its numbers joined and its ideographs set apart."""
    text = _WITHIN_NUMBER.sub(lambda sign: _LETTER_FOR[sign[0]], text.replace("'", ""))
    if text.isascii():
        return text
    joined = _OTHER_APOSTROPHES.sub("", text)
    return joined if is_parted else _ONE_IDEOGRAPH.sub(r" \1 ", joined)


class _TermHashes(dict[str, int]):
    """The hash of each term seen lately."""

    def __missing__(self, term: str) -> int:
        if len(self) > _MOST_TERM_HASHES:
            self.clear()
        self[term] = number = crc32(term.encode())
        return number


_hashes = _TermHashes()


def hash_terms(terms: Iterable[str]) -> list[int]:
    """The CRC-32 of each term: the number that stands for it in stored rows."""
    return [_hashes[term] for term in terms]
