"""Product titles in the manners of different shops."""

import re
from random import Random

from .draft import Draft

PATTERNS: dict[str, tuple[str, ...]] = {
    "wear": (
        "{brand} {who} {lead} {name}, {colour}, {tail}",
        "{brand} {who} {model} {lead} {name}, {colour}, {tail}",
        "{who} {lead} {name} {model} in {colour} by {brand}, {tail}",
        "{brand} {model} {lead} {name} for {whom} - {colour}, {tail}",
        "{lead} {name} {whom} {colour} {brand} {model}, {tail}",
    ),
    "tech": (
        "{brand} {code} {lead} {name}, {colour}, {tail}",
        "{brand} {model} {code} {lead} {name}, {colour}, {tail}",
        "{brand} {name} {code}, {lead}, {tail}, {colour}",
        "{lead} {name} {brand} {code}, {colour}, {tail}",
        "{brand} {code} {name} ({lead}), {colour}, {tail}",
    ),
    "home": (
        "{brand} {model} {lead} {name}, {colour}, {tail}",
        "{brand} {lead} {name} \"{model}\", {tail}, {colour}",
        "{lead} {name} {model} by {brand}, {colour}, {tail}",
        "{brand} {name} {model} - {lead}, {tail}, {colour}",
    ),
    "care": (
        "{brand} {model} {lead} {name}, {colour}, {tail}",
        "{brand} {lead} {name} - {colour} {model}, {tail}",
    ),
    "packaged": (
        "{brand} {lead} {name}, {tail}",
        "{brand} {model} {lead} {name}, {tail}",
        "{brand} {name} {lead}, {tail}",
        "{lead} {name} by {brand}, {tail}",
    ),
    "book": (
        "{work} by {author} ({format})",
        "{work} ({format}, {print_pages})",
        "{work}: {name}, {format}",
        "{author}: {work}",
    ),
}  # fmt: skip

_SMALL = frozenset(
    {"and", "in", "of", "for", "with", "by", "the", "a", "at", "over", "to", "from", "x"}
)
_WORD = re.compile(r"[^\W\d_][\w'’]*")


def title(draft: Draft, rng: Random) -> str:
    """One title for the item; parts that the item does not have leave no trace."""
    pattern = rng.choice(PATTERNS[draft.kind.style])
    values = dict(draft.title_words)
    values["lead"] = headline(_filled(draft.kind.lead, values))
    values["tail"] = _filled(draft.kind.tail, values)
    return _tidy(_filled(pattern, values))


def headline(text: str) -> str:
    """Capitals where a headline has them; what already has one ("4K", "USB-C") stays."""

    def capital(match: re.Match[str]) -> str:
        word = match.group()
        before = text[match.start() - 1 : match.start()]
        stays = (
            before.isdigit()
            or before == "'"
            or text[match.end() :][:1] == "/"
            or (match.start() and word in _SMALL)
        )
        return (
            word
            if stays or not word.islower() or _is_unit(word, text, match)
            else word.capitalize()
        )

    return _WORD.sub(capital, text)


def _is_unit(word: str, text: str, match: re.Match[str]) -> bool:
    follows_number = bool(re.search(r"\d $", text[: match.start()]))
    return follows_number and word in {
        "ml", "g", "kg", "cm", "mm", "m", "lm", "mAh", "bar", "pcs", "den", "kmh", "h",
    }  # fmt: skip


def _filled(pattern: str, values: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: values.get(match.group(1), ""), pattern)


def _tidy(text: str) -> str:
    text = re.sub(r"\(\s*\)|\"\"", "", text)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"( (for|in|by|-))+(?= *(,|$|-))", "", text)
    text = re.sub(r" - ,", ",", text)
    text = re.sub(r"(\s*,)+", ",", text)
    text = re.sub(r" -(?= [-,]|$)", "", text)
    return text.strip(" ,-").strip()
