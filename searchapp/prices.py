"""Amounts of money as a shopper reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩", "CNY": "CN¥"}
_NO_CENTS = frozenset({"JPY", "KRW", "CLP", "ISK", "VND"})


@dataclass(frozen=True, slots=True)
class Price:
    """What an item costs; `before` and `discount` ("25% off") only when it cost more."""

    now: str
    before: str | None = None
    discount: str | None = None


def price(document: Mapping[str, Any], currency: str) -> Price | None:
    """The price of a document, in its own currency or else in the shop's; None without one."""
    amount, listed = document.get("price"), document.get("list_price")
    if amount is None:
        return None
    currency = document.get("currency") or currency
    now = money(amount, currency)
    if not listed or (percent := round((1 - amount / listed) * 100)) < 1:
        return Price(now)
    return Price(now, money(listed, currency), f"{percent}% off")


def money(amount: float, currency: str) -> str:
    """$1,299.00, ¥1,299, 1,299.00 CHF."""
    figures = f"{amount:,.0f}" if currency in _NO_CENTS else f"{amount:,.2f}"
    sign = _SYMBOLS.get(currency)
    return f"{sign}{figures}" if sign else f"{figures} {currency}"
