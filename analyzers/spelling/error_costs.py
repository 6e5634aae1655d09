"""How improbable it is that somebody who means one word types another.

The channel of a noisy-channel speller (Kernighan, Church and Gale 1990; Brill and Moore 2000 for
errors of several letters): costs are negative natural logarithms, set by hand so that the errors
people make cost less: a letter doubled or not, a vowel for a vowel, letters that sound alike,
neighbours on the keyboard, two letters swapped.
"""

from __future__ import annotations

from functools import cache

_ERRONEOUS = 1.5
_DOUBLING = 3.2
_OTHER_DOUBLED = 3.8
_SOUND = 4.0
_VOWEL = 4.0
_SWAP = 4.0
_OMITTED = 4.5
_OMITTED_VOWEL = 4.2
_KEYBOARD = 4.6
_ADDED_BY_NEIGHBOUR = 5.0
_ADDED = 5.6
_REPLACED = 6.2
_FIRST_LETTER = 0.8
_LAST_S = 4.5
_NEVER = 100.0
_BAND = 3
_SHORT = 5
_BEARABLE = 6.0
_BEARABLE_A_LETTER = 0.9
_TOO_EXPENSIVE = 0.85

_VOWELS = frozenset("aeiouy")
_ALIKE = frozenset(
    frozenset(pair)
    for pair in (
        *("ck", "cs", "kq", "cq", "sz", "cz", "gj", "fv", "vw", "mn", "dt", "bp", "bv", "iy", "jy"),
        *("gk", "xs", "lr", "hj"),
    )
)
_GROUPS = (
    *(("f", "ph"), ("f", "gh"), ("k", "ck"), ("k", "ch"), ("sh", "ch"), ("k", "qu"), ("kw", "qu")),
    *(("x", "ks"), ("x", "cks"), ("x", "cs"), ("s", "sc"), ("s", "ps"), ("c", "sc"), ("s", "ce")),
    *(
        ("sh", "ti"),
        ("sh", "ci"),
        ("sh", "si"),
        ("ch", "tch"),
        ("j", "dg"),
        ("g", "gu"),
        ("w", "wh"),
    ),
    *(("n", "kn"), ("n", "gn"), ("r", "wr"), ("r", "rh"), ("t", "th"), ("m", "mb"), ("s", "ss")),
    *(("i", "igh"), ("i", "ie"), ("i", "ee"), ("i", "ea"), ("e", "ea"), ("e", "ei"), ("e", "ae")),
    *(
        ("ee", "ea"),
        ("ee", "ie"),
        ("ee", "ei"),
        ("ei", "ai"),
        ("o", "ou"),
        ("o", "oa"),
        ("o", "au"),
    ),
    *(("o", "eau"), ("u", "oo"), ("u", "ou"), ("u", "ue"), ("o", "oe"), ("a", "ae"), ("a", "ai")),
    *(
        ("oo", "ou"),
        ("ow", "ou"),
        ("ew", "oo"),
        ("ay", "ai"),
        ("y", "ie"),
        ("y", "ey"),
        ("i", "ey"),
    ),
    *(
        ("er", "or"),
        ("er", "ar"),
        ("er", "re"),
        ("el", "le"),
        ("ur", "er"),
        ("ll", "y"),
        ("v", "ph"),
    ),
    *(("le", "al"), ("el", "al"), ("are", "ear"), ("are", "air"), ("ail", "ale"), ("ite", "ight")),
    *(("ys", "ies"), ("fs", "ves"), ("f", "ve"), ("oes", "os"), ("ain", "ane"), ("ow", "or")),
    *(
        ("er", "our"),
        ("or", "our"),
        ("s", "x"),
        ("cc", "x"),
        ("ng", "nk"),
        ("gh", "g"),
        ("ei", "eigh"),
    ),
)
_SILENT_FIRST = frozenset(("kn", "gn", "wr", "ps", "pn", "wh", "rh", "ho"))
_LAYOUTS = {
    "qwerty": ("qwertyuiop", "asdfghjkl", "zxcvbnm"),
    "qwertz": ("qwertzuiop", "asdfghjkl", "yxcvbnm"),
    "azerty": ("azertyuiop", "qsdfghjklm", "wxcvbn"),
}
_LAYOUT_OF_LANGUAGE = {"de": "qwertz", "fr": "azerty"}


def error_cost(typed: str, meant: str, language: str = "en") -> float:
    """-ln of the probability of typing `typed` for `meant` (spelling keys), 0 when they are equal.

    An optimal alignment with swaps and groups of letters that sound alike. Time grows with the
    length of what lies between the first and the last difference.
    """
    if typed == meant:
        return 0.0
    neighbours = _neighbours(_LAYOUT_OF_LANGUAGE.get(language, "qwerty"))
    begin = _shared(typed, meant)
    end = min(_shared(typed[::-1], meant[::-1]), len(typed) - begin, len(meant) - begin)
    if len(typed) - end == begin and len(meant) - end == begin + 1:
        return _ERRONEOUS + _omission(meant, begin)
    if len(meant) - end == begin and len(typed) - end == begin + 1:
        return _ERRONEOUS + _addition(typed, begin, neighbours)
    wrong, right = typed[begin : len(typed) - end], meant[begin : len(meant) - end]
    if len(wrong) == 2 and wrong == right[::-1]:
        return _ERRONEOUS + _SWAP + _first(begin)
    if len(wrong) == len(right) == 1:
        cost = _replacement(typed, begin, meant, begin, neighbours)
        if cost <= _SOUND:
            return _ERRONEOUS + cost
    begin, end = max(0, begin - 1), max(0, end - 1)
    return _ERRONEOUS + _aligned(
        typed, meant, begin, len(typed) - end, len(meant) - end, neighbours
    )


def misspelling_cost(typed: str, meant: str, language: str = "en") -> float:
    """`error_cost` where `typed` is supposed to be `meant`, whatever else it may be: more where the
    errors are improbable in a word of its length, as many words are that far from some other.
    """
    cost = error_cost(typed, meant, language)
    bearable = _BEARABLE + _BEARABLE_A_LETTER * max(0, len(typed) - _SHORT)
    return cost + _TOO_EXPENSIVE * max(0.0, cost - bearable)


def _aligned(
    typed: str,
    meant: str,
    begin: int,
    typed_end: int,
    meant_end: int,
    neighbours: dict[str, frozenset[str]],
) -> float:
    """The cost of the cheapest alignment of typed[begin:typed_end] with meant[begin:meant_end]."""
    rows, columns = typed_end - begin, meant_end - begin
    additions = [_addition(typed, t, neighbours) for t in range(begin, typed_end)]
    omissions = [_omission(meant, m) for m in range(begin, meant_end)]
    costs = [[_NEVER] * (columns + 1) for _ in range(rows + 1)]
    costs[0][0] = 0.0
    for i in range(rows + 1):
        t = begin + i
        row, above = costs[i], costs[i - 1]
        for j in range(max(0, i - _BAND), min(columns, i + _BAND) + 1):
            m = begin + j
            best = row[j]
            if i:
                best = min(best, above[j] + additions[i - 1])
            if j:
                best = min(best, row[j - 1] + omissions[j - 1])
            if i and j:
                a, b = typed[t - 1], meant[m - 1]
                if a == b:
                    best = min(best, above[j - 1])
                elif above[j - 1] < best:
                    best = min(
                        best, above[j - 1] + _replacement(typed, t - 1, meant, m - 1, neighbours)
                    )
                if i > 1 and j > 1 and a == meant[m - 2] and b == typed[t - 2] and a != b:
                    best = min(best, costs[i - 2][j - 2] + _SWAP + _first(m - 2))
                for x, y in _groups_ending(a, b):
                    if (
                        i >= len(x)
                        and j >= len(y)
                        and typed.endswith(x, begin, t)
                        and meant.endswith(y, begin, m)
                    ):
                        best = min(best, costs[i - len(x)][j - len(y)] + _SOUND)
            row[j] = best
    return costs[rows][columns]


def _shared(first: str, second: str) -> int:
    """How many letters two texts begin with alike."""
    shared = 0
    for a, b in zip(first, second, strict=False):
        if a != b:
            break
        shared += 1
    return shared


def _first(place: int) -> float:
    return _FIRST_LETTER if place == 0 else 0.0


def _replacement(
    typed: str, t: int, meant: str, m: int, neighbours: dict[str, frozenset[str]]
) -> float:
    a, b = typed[t], meant[m]
    if a in _beside(typed, t) and b in _beside(meant, m):
        cost = _OTHER_DOUBLED
    elif a in _VOWELS and b in _VOWELS:
        cost = _VOWEL
    elif frozenset((a, b)) in _ALIKE:
        cost = _SOUND
    elif a in neighbours.get(b, ()):
        cost = _KEYBOARD
    else:
        cost = _REPLACED
    return cost + _first(m)


def _beside(word: str, place: int) -> str:
    return word[max(0, place - 1) : place] + word[place + 1 : place + 2]


def _omission(meant: str, m: int) -> float:
    letter = meant[m]
    if m == 0 and meant[:2] in _SILENT_FIRST:
        return _SOUND
    if letter in _beside(meant, m):
        return _DOUBLING
    if letter == "s" and m == len(meant) - 1:
        return _LAST_S
    return (_OMITTED_VOWEL if letter in _VOWELS or letter == "h" else _OMITTED) + _first(m)


def _addition(typed: str, t: int, neighbours: dict[str, frozenset[str]]) -> float:
    letter = typed[t]
    around = _beside(typed, t)
    if letter in around:
        return _DOUBLING
    if t == len(typed) - 1 and letter in "se":
        return _LAST_S
    is_slip = any(letter in neighbours.get(other, ()) for other in around)
    return (_ADDED_BY_NEIGHBOUR if is_slip or letter in _VOWELS else _ADDED) + _first(t)


@cache
def _neighbours(layout: str) -> dict[str, frozenset[str]]:
    """The keys that touch each key: those beside it and, as rows are shifted by about half a key,
    two above and two below.
    """
    places = {
        letter: (row, column + row * 0.5)
        for row, letters in enumerate(_LAYOUTS[layout])
        for column, letter in enumerate(letters)
    }
    return {
        letter: frozenset(
            other
            for other, (y, x) in places.items()
            if other != letter and abs(y - row) <= 1 and abs(x - column) <= 1
        )
        for letter, (row, column) in places.items()
    }


@cache
def _groups_ending(a: str, b: str) -> tuple[tuple[str, str], ...]:
    """The groups that sound alike whose last letters are `a` (typed) and `b` (meant)."""
    both = (*_GROUPS, *((second, first) for first, second in _GROUPS))
    return tuple(pair for pair in both if pair[0][-1] == a and pair[1][-1] == b)
