"""Makes the errors that people make when they type: seeded, one kind at a time.

Knows nothing of any speller: its kinds and tables are its own. Only words of four letters and more
are misspelt, never numbers or codes.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LEAST_LETTERS = 4
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_BESIDE = {
    **{"a": "qwsz", "b": "vghn", "c": "xdfv", "d": "serfcx", "e": "wsdr", "f": "drtgvc"},
    **{"g": "ftyhbv", "h": "gyujnb", "i": "ujko", "j": "huiknm", "k": "jiolm", "l": "kop"},
    **{"m": "njk", "n": "bhjm", "o": "iklp", "p": "ol", "q": "wa", "r": "edft", "s": "awedxz"},
    **{"t": "rfgy", "u": "yhji", "v": "cfgb", "w": "qase", "x": "zsdc", "y": "tghu", "z": "asx"},
}
_SPOKEN = (
    *(("ph", "f"), ("ck", "k"), ("ck", "c"), ("qu", "kw"), ("tion", "shun"), ("tion", "sion")),
    *(("sion", "tion"), ("ight", "ite"), ("ough", "uf"), ("ie", "ei"), ("ei", "ie"), ("ea", "ee")),
    *(("ee", "ea"), ("ai", "ay"), ("oa", "o"), ("oo", "u"), ("ou", "u"), ("au", "o"), ("ow", "ou")),
    *(("er", "or"), ("er", "ar"), ("or", "er"), ("ar", "er"), ("re", "er"), ("le", "el")),
    *(("able", "ible"), ("ible", "able"), ("ance", "ence"), ("ence", "ance"), ("ant", "ent")),
    *(("ent", "ant"), ("ce", "se"), ("se", "ce"), ("ci", "si"), ("ca", "ka"), ("co", "ko")),
    *(("ch", "k"), ("sh", "ch"), ("x", "ks"), ("z", "s"), ("s", "z"), ("y", "i"), ("i", "y")),
    *(("wh", "w"), ("kn", "n"), ("wr", "r"), ("th", "t"), ("ge", "je"), ("mb", "m"), ("v", "f")),
    *(("a", "e"), ("e", "a"), ("i", "e"), ("e", "i"), ("o", "u"), ("u", "o")),
)
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1")
_SINGLE = re.compile(r"(?<=[aeiou])([bcdfglmnprst])(?=[aeiou])")


def edited(word: str, chance: random.Random) -> str | None:
    """A letter too many, too few or wrong."""
    place = chance.randrange(len(word))
    kind = chance.choice(("insert", "delete", "replace"))
    if kind == "insert":
        return word[:place] + chance.choice(_LETTERS) + word[place:]
    kept = "" if kind == "delete" else chance.choice(_LETTERS)
    return word[:place] + kept + word[place + 1 :]


def swapped(word: str, chance: random.Random) -> str | None:
    """Two neighbouring letters in the wrong order."""
    places = [place for place in range(len(word) - 1) if word[place] != word[place + 1]]
    if not places:
        return None
    place = chance.choice(places)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def slipped(word: str, chance: random.Random) -> str | None:
    """A neighbouring key instead of the right one, or with it."""
    places = [place for place, letter in enumerate(word) if letter in _BESIDE]
    if not places:
        return None
    place = chance.choice(places)
    key = chance.choice(_BESIDE[word[place]])
    return word[:place] + key + word[place + chance.randrange(2) :]


def as_spoken(word: str, chance: random.Random) -> str | None:
    """Written as it sounds, with a double letter single or a single one double."""
    forms = [
        word[:place] + spoken + word[place + len(letters) :]
        for letters, spoken in _SPOKEN
        for place in (match.start() for match in re.finditer(letters, word))
        if place or len(letters) > 1
    ]
    doubling = [
        *(word[: match.start()] + word[match.start() + 1 :] for match in _DOUBLED.finditer(word)),
        *(word[: match.end()] + word[match.start() :] for match in _SINGLE.finditer(word)),
    ]
    choices = [form for form in (forms, doubling) if form]
    return chance.choice(chance.choice(choices)) if choices else None


def broken(word: str, chance: random.Random) -> str | None:
    """A space in the word, with two letters or more on both sides."""
    if len(word) < 5:
        return None
    place = chance.randrange(2, len(word) - 1)
    return f"{word[:place]} {word[place:]}"


ON_WORDS: dict[str, Callable[[str, random.Random], str | None]] = {
    "edit": edited,
    "swap": swapped,
    "keyboard": slipped,
    "phonetic": as_spoken,
    "split": broken,
}
KINDS = (*ON_WORDS, "join")


def misspell(text: str, chance: random.Random, kind: str = "") -> str | None:
    """`text` with one error in one word, or between two, that is chosen by chance.

    `kind` is one of `KINDS`; without one, it is chosen by chance too. None when no word of the text
    can be misspelt so. Raises KeyError for any other kind.
    """
    if kind:
        return _with_one(text, kind, chance)
    kinds = chance.sample(KINDS, len(KINDS))
    return next(filter(None, (_with_one(text, each, chance) for each in kinds)), None)


def _with_one(text: str, kind: str, chance: random.Random) -> str | None:
    if kind == "join":
        return _joined(text, chance)
    mistake = ON_WORDS[kind]
    words = [match for match in _WORD.finditer(text) if _is_misspelt_by_people(match.group(), text)]
    chance.shuffle(words)
    for match in words:
        wrong = mistake(match.group(), chance)
        if wrong is not None and wrong != match.group() and len(wrong) > 1:
            return text[: match.start()] + wrong + text[match.end() :]
    return None


def _is_misspelt_by_people(word: str, text: str) -> bool:
    """Whether it is a plain word of some length, not a piece of a code such as "aa-12"."""
    if len(word) < _LEAST_LETTERS or not word.isalpha():
        return False
    chunk = next(chunk for chunk in text.split() if word in chunk)
    return not any(letter.isdigit() for letter in chunk)


def _joined(text: str, chance: random.Random) -> str | None:
    """Two words of two letters and more without the space between them."""
    words = text.split(" ")
    places = [place for place in range(len(words) - 1) if _may_join(words[place : place + 2])]
    if not places:
        return None
    place = chance.choice(places)
    return " ".join([*words[:place], words[place] + words[place + 1], *words[place + 2 :]])


def _may_join(words: Sequence[str]) -> bool:
    return all(len(word) > 1 and word.isalpha() for word in words)
