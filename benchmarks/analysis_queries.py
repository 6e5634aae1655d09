"""The queries of the analysis benchmark, and the synonyms of its lexicon."""

from __future__ import annotations

import random
from collections.abc import Sequence

from analyzers.evidence import CatalogItem
from analyzers.synonyms.rule import RuleKind, SynonymRule
from benchmarks.spelling_cases import misspelt_cases, title_pieces
from benchmarks.typos import misspell

LONGEST = 10_000
WARM_UP = 200
_TERM_WORDS = (1, 1, 2)


def queries(items: Sequence[CatalogItem], count: int, seed: int) -> dict[str, list[str]]:
    """`count` queries of each kind, after 200 for the warm-up: clean and misspelt pieces of titles,
    and whole titles.
    """
    chance = random.Random(seed + 2)
    wanted = count + WARM_UP
    pieces = title_pieces(items, 2 * wanted, seed)
    misspelt = misspelt_cases(pieces[wanted:], wanted, 1, seed + 1)
    return {
        "clean": pieces[:wanted],
        "misspelt": [case.typed for case in misspelt],
        "long": [chance.choice(items).title for _ in range(wanted)],
    }


def adversarial(items: Sequence[CatalogItem], seed: int) -> dict[str, str]:
    """Texts of 10,000 characters of what may be slow to read, by what they are."""
    chance = random.Random(seed)
    titles = " ".join(item.title for item in chance.sample(items, min(len(items), 500)))
    words = [word for word in titles.split() if word.isalpha()]
    wrong = " ".join(misspell(word, chance) or word for word in words)
    pieces = {
        "one letter": "a",
        "numbers and units": "1/2 in x 3 ft ",
        "prices": "under $5 or more than 10 euros ",
        "quotes": "\"'",
        "hyphens": "a-b-",
        "negations": "not without no -red ",
        "ideographs": "红色连衣裙无线蓝牙耳机",
        "accents": "e\u0301\u0302\u0323",
    }
    texts = {
        "titles": titles,
        "misspelt titles": wrong,
        "titles without spaces": "".join(words),
        **pieces,
    }
    return {name: _filled(text) for name, text in texts.items()}


def synonym_rules(words: Sequence[str], count: int, seed: int) -> list[SynonymRule]:
    """`count` rules of all kinds over words of the vocabulary, those that come first more often."""
    chance = random.Random(seed)

    def term() -> str:
        length = chance.choice(_TERM_WORDS)
        return " ".join(words[int(len(words) * chance.random() ** 3)] for _ in range(length))

    rules = []
    for number in range(count):
        kind = chance.choice(list(RuleKind))
        targets = () if kind is RuleKind.TWO_WAY else (term(),)
        rules.append(SynonymRule(f"rule {number}", kind, (term(), term()), targets))
    return rules


def _filled(text: str) -> str:
    return (text * (LONGEST // len(text) + 1))[:LONGEST]
