"""Reads the fields of one row, each to its type; what can't be read is noted as a problem."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from searchapp.catalog.gtin import read_gtin
from searchapp.catalog.models.validators import is_address
from searchapp.catalog.rows.category_path import PATH_LIMIT, read_path, written_path
from searchapp.catalog.rows.numbers import NotANumber, read_amount, read_number, to_cents
from searchapp.catalog.rows.problem import Problem
from searchapp.catalog.rows.text import clean_line, clean_lines, strip_html
from searchapp.catalog.rows.times import read_time
from searchapp.catalog.rows.values import Publication

ID_CHARACTERS = 191
ID_BYTES = 512
_LARGEST_INTEGER = 2_147_483_647
_LARGEST_PRICE = Decimal("9999999999.99")
_SPOKEN = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


class FieldReader:
    """The fields of one row by name. A field that is missing, null or an empty text is not there.

    Each method takes one field and returns its value, or the empty value of its type after noting a
    problem; `rest()` is what nobody took.
    """

    def __init__(self, row: Mapping[str, Any], prefix: str = "") -> None:
        self.problems: list[Problem] = []
        self._row = dict(row)
        self._prefix = prefix

    def reject(self, name: str, reason: str) -> None:
        """Note that the field has a problem."""
        self.problems.append(Problem(self._prefix + name, reason))

    def has(self, name: str) -> bool:
        """Whether the row names the field, even as null."""
        return name in self._row

    def take(self, name: str) -> Any:
        """The field as it came, None when it is not there."""
        value = self._row.pop(name, None)
        return None if isinstance(value, str) and not value.strip() else value

    def rest(self) -> dict[str, Any]:
        """The fields that were not taken."""
        return self._row

    def identifier(self, name: str, required: bool = False) -> str:
        """A merchant's id; a whole number is read as its digits."""
        text = self._identifier(name, self.take(name))
        if len(text.encode()) > ID_BYTES:
            self.reject(name, f"takes more than {ID_BYTES} bytes; use a shorter id")
        if required and not text and not self._has_problem(name):
            self.reject(name, "is missing; every item needs the shop's own id")
        return text

    def line(self, name: str, limit: int, required: bool = False) -> str:
        """A text of one line without HTML; numbers are read as their digits."""
        text = self._line(name, self.take(name), limit, html=True)
        if required and not text and not self._has_problem(name):
            self.reject(name, "is missing; give the item one")
        return text

    def description(self, name: str, limit: int) -> str:
        """A text of several lines, without its HTML."""
        value = self.take(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.reject(name, "is not a text; write it in quotes")
            return ""
        return self._within(name, clean_lines(strip_html(value)), limit)

    def lines(self, name: str, count: int, limit: int) -> tuple[str, ...]:
        """A list of texts without HTML; one text is read as a list of its lines."""
        values = self._list(name, count, "\n")
        cleaned = (self._line(name, value, limit, html=True) for value in values)
        return tuple(text for text in cleaned if text)

    def identifiers(self, name: str, count: int) -> tuple[str, ...]:
        """A list of ids, each once; one text is read as ids with commas between."""
        ids = (self._identifier(name, value) for value in self._list(name, count, ","))
        return tuple(dict.fromkeys(text for text in ids if text))

    def tags(self, name: str, count: int, limit: int) -> tuple[str, ...]:
        """A list of short texts, each once; one text is read as tags with commas between."""
        values = (self._line(name, value, limit) for value in self._list(name, count, ","))
        return tuple(dict.fromkeys(text for text in values if text))

    def addresses(self, name: str, count: int, limit: int) -> tuple[str, ...]:
        """A list of web addresses (http, https) or paths; one text has spaces between them."""
        values = (self._address(name, value, limit) for value in self._list(name, count, None))
        return tuple(dict.fromkeys(text for text in values if text))

    def address(self, name: str, limit: int) -> str:
        """One web address or path."""
        return self._address(name, self.take(name), limit)

    def category(self, name: str) -> str:
        """A path "A > B > C", written so or as a list of its levels."""
        try:
            return read_path(self._line(name, written_path(self.take(name)), PATH_LIMIT))
        except ValueError as error:
            self.reject(name, str(error))
            return ""

    def choice(self, name: str, values: Collection[str], synonyms: Mapping[str, str]) -> str:
        """One of `values`, in any case of letters, or a synonym of one; "" when not there."""
        text = self._line(name, self.take(name), 100).casefold()
        text = synonyms.get(text, text)
        if text and text not in values:
            self.reject(name, f"is {text[:40]!r}; use one of {', '.join(values)}")
            return ""
        return text

    def price(self, name: str) -> tuple[Decimal | None, str]:
        """A price of two decimals and the currency written with it ("" for none)."""
        value = self.take(name)
        if value is None:
            return None, ""
        try:
            amount, currency = read_amount(value)
        except NotANumber as error:
            self.reject(name, str(error))
            return None, ""
        if not 0 <= amount <= _LARGEST_PRICE:
            self.reject(name, f"is not between 0 and {_LARGEST_PRICE}; correct it or leave it out")
            return None, ""
        return to_cents(amount), currency

    def number(self, name: str, least: float, most: float) -> float | None:
        """A number from `least` to `most`."""
        value = self.take(name)
        if value is None:
            return None
        try:
            number = float(read_number(value))
        except (NotANumber, OverflowError) as error:
            self.reject(name, str(error))
            return None
        if not least <= number <= most:
            self.reject(name, f"is {number:g}; it must lie between {least:g} and {most:g}")
            return None
        return number

    def count(self, name: str, negative_is_zero: bool = False) -> int | None:
        """A whole number from 0 on."""
        value = self.take(name)
        if value is None:
            return None
        try:
            number = read_number(value)
        except NotANumber as error:
            self.reject(name, str(error))
            return None
        if negative_is_zero and number < 0:
            return 0
        if not 0 <= number <= _LARGEST_INTEGER or number != int(number):
            self.reject(name, f"is not a whole number from 0 to {_LARGEST_INTEGER}; correct it")
            return None
        return int(number)

    def currency(self, name: str) -> str:
        """An ISO 4217 code in capitals, "" when not there."""
        text = self._line(name, self.take(name), 40).upper()
        if text and not (len(text) == 3 and text.isascii() and text.isalpha()):
            self.reject(name, "is not a currency code of three letters, like USD")
            return ""
        return text

    def gtin(self, name: str) -> str:
        """A GTIN with a right check digit, "" when not there."""
        value = self.take(name)
        if value is None:
            return ""
        try:
            return read_gtin(value)
        except ValueError as error:
            self.reject(name, str(error))
            return ""

    def time(self, name: str) -> datetime | None:
        """A time in UTC; a date is its midnight, a time without a zone is in UTC."""
        value = self.take(name)
        return None if value is None else self._time(name, value)

    def publication(self, name: str = "published") -> Publication:
        """A time, true or false. Not named: true; null: false."""
        if not self.has(name):
            return True
        value = self.take(name)
        if value is None or isinstance(value, bool):
            return bool(value)
        if isinstance(value, str | int) and (spoken := str(value).strip().casefold()) in _SPOKEN:
            return _SPOKEN[spoken]
        return self._time(name, value) or False

    def _identifier(self, name: str, value: object) -> str:
        # A whole number beyond 64 bits arrives as a fraction that several ids share.
        if isinstance(value, float):
            self.reject(name, "is a number that loses digits; write the id in quotes")
            return ""
        return self._line(name, value, ID_CHARACTERS)

    def _has_problem(self, name: str) -> bool:
        return any(problem.field == self._prefix + name for problem in self.problems)

    def _time(self, name: str, value: object) -> datetime | None:
        try:
            return read_time(value)
        except ValueError as error:
            self.reject(name, str(error))
            return None

    def _list(self, name: str, count: int, separator: str | None) -> list[Any]:
        value = self.take(name)
        if value is None:
            return []
        if isinstance(value, str):
            value = value.split(separator)
        if not isinstance(value, list | tuple):
            self.reject(name, 'is not a list; write it like ["first", "second"]')
            return []
        if len(value) > count:
            self.reject(name, f"has {len(value)} entries; at most {count} are kept")
            return []
        return list(value)

    def _line(self, name: str, value: object, limit: int, html: bool = False) -> str:
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            self.reject(name, "is not a text; write it in quotes")
            return ""
        text = str(value)
        return self._within(name, clean_line(strip_html(text) if html else text), limit)

    def _address(self, name: str, value: object, limit: int) -> str:
        text = self._line(name, value, limit)
        if text and not is_address(text):
            self.reject(name, f"{text[:60]!r} is not a web address; use https://… or a path")
            return ""
        return text

    def _within(self, name: str, text: str, limit: int) -> str:
        if len(text) > limit:
            self.reject(
                name, f"has {len(text)} characters; at most {limit} are kept, so shorten it"
            )
            return ""
        return text
