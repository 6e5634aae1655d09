"""How words sound, roughly: spellings that are pronounced alike get one key.

The rules are those that English, German, French and Spanish share or that do no harm in the others;
they exist to find words whose spelling lies far from what was typed ("masheen", machine). What lies
within two edits is found without them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_CLUSTERS = (
    ("\nkn", "\nn"),
    ("\ngn", "\nn"),
    ("\nwr", "\nr"),
    ("\nps", "\ns"),
    ("\npn", "\nn"),
    ("mb\n", "m\n"),
    ("eaux\n", "o\n"),
    ("eau", "o"),
    ("ough", "of"),
    ("aigh", "ei"),
    ("eigh", "ei"),
    ("igh", "i"),
    ("sch", "S"),
    ("tch", "S"),
    ("tsh", "S"),
    ("sh", "S"),
    ("ch", "S"),
    ("tion", "San"),
    ("sion", "San"),
    ("shun", "San"),
    ("cious", "Sas"),
    ("tious", "Sas"),
    ("ph", "f"),
    ("gh", "g"),
    ("th", "t"),
    ("wh", "w"),
    ("rh", "r"),
    ("dg", "j"),
    ("ge", "je"),
    ("gi", "ji"),
    ("ce", "se"),
    ("ci", "si"),
    ("cy", "sy"),
    ("qu", "kw"),
    ("q", "k"),
    ("ck", "k"),
    ("c", "k"),
    ("x", "ks"),
    ("z", "s"),
)
_VOWELS = re.compile(r"[aeiouy]+")
_FINAL_E = re.compile(r"(?<=[^aeiouy\n])e(?=s?\n)")
_DOUBLED = re.compile(r"([^\n])\1+")
_INNER_H = re.compile(r"(?<=[^\n])h")


def phonetic_key(word: str) -> str:
    """How a word sounds, for comparison with other keys alone; `word` is a spelling key."""
    return phonetic_keys([word])[0]


def phonetic_keys(words: Sequence[str]) -> list[str]:
    """The phonetic keys of many words at once: each rule runs over all of them together."""
    if not words:
        return []
    text = "\n" + "\n".join(words) + "\n"
    text = text.replace("\n", "\n\n")
    for letters, sound in _CLUSTERS:
        text = text.replace(letters, sound)
    text = _FINAL_E.sub("", text)
    text = _INNER_H.sub("", text)
    text = _VOWELS.sub("a", text)
    text = _DOUBLED.sub(r"\1", text)
    return text[2:-2].split("\n\n")
