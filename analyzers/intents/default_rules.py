"""The intents that a new shop begins with, from the data files in `defaults/`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from analyzers.intents.intent_rule import IntentRule

_FOLDER = Path(__file__).parent / "defaults"


@cache
def default_rules() -> tuple[IntentRule, ...]:
    """The rules of all languages: one file a language, `any.toml` for what is the same in all.

    The links are paths that a shop will change for its own.
    """
    return tuple(
        IntentRule.of(values)
        for file in sorted(_FOLDER.glob("*.toml"))
        for values in tomllib.loads(file.read_text(encoding="utf-8"))["rule"]
    )
