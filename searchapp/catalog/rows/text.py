"""Text as merchants send it → text that is safe to store, show and index."""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from html.parser import HTMLParser

# Control characters but tab and newline; lone surrogates; the byte-order mark; marks that turn the
# direction of writing; and the two private characters with which engines mark highlights.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\u202a-\u202e\u2066-\u2069\ue000\ue001]"
)
_SPACES = re.compile(r"\s+")
_SPACES_IN_LINE = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n\s*\n+")
_MARKUP = re.compile(r"<[a-zA-Z!/?]")
_ENTITY = re.compile(r"&(#\w+|\w+);")
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ]
)
_SILENT = frozenset({"script", "style", "template", "noscript", "iframe", "svg", "head"})


def clean_line(text: str) -> str:
    """One line in NFC without control characters, its spaces single and its ends trimmed."""
    if text.isascii() and text.isprintable():  # most are, and then only spaces can be amiss
        return " ".join(text.split()) if "  " in text else text.strip()
    return _SPACES.sub(" ", _cleaned(text)).strip()


def clean_lines(text: str) -> str:
    """The same for text of several lines: lines stay, blank lines are at most one in a row."""
    text = _SPACES_IN_LINE.sub(" ", _cleaned(text.replace("\r\n", "\n").replace("\r", "\n")))
    return _BLANK_LINES.sub("\n\n", text.replace(" \n", "\n").replace("\n ", "\n")).strip()


def strip_html(text: str) -> str:
    """What a reader sees of an HTML fragment; blocks become lines. Plain text stays as it is."""
    if _MARKUP.search(text):
        reader = _VisibleText()
        reader.feed(text)
        reader.close()
        return "".join(reader.parts)
    return unescape(text) if _ENTITY.search(text) else text


def _cleaned(text: str) -> str:
    # A tab or a newline in the place of a removed character would join no words, so none is put.
    text = _UNWANTED.sub("", text)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


class _VisibleText(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
        self._break_at(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._break_at(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag == self._silent[-1]:
            self._silent.pop()
        self._break_at(tag)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)

    def _break_at(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")
