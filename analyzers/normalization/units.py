"""The units of measure: symbols, to which base each belongs, and their names in all languages.

Metric and imperial units have bases of their own; nothing is converted from one to the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from analyzers.languages import language_data, shipped_languages
from analyzers.normalization.characters import fold_accents, normalize_characters


@dataclass(frozen=True, slots=True)
class Unit:
    """`factor` of the unit `base`; what is asked for in `also` is sold under this unit too."""

    symbol: str
    base: str
    factor: Decimal
    also: str = ""


_SCALES: Mapping[str, Mapping[str, Decimal | int]] = {
    "ml": {"ml": 1, "cl": 10, "dl": 100, "l": 1000},
    "floz": {"floz": 1, "pt": 16, "qt": 32, "gal": 128},
    "cup": {"cup": 1},
    "g": {"mcg": Decimal("0.000001"), "mg": Decimal("0.001"), "g": 1, "kg": 1000},
    "oz": {"oz": 1, "lb": 16},
    "mm": {"mm": 1, "cm": 10, "m": 1000},
    "in": {"in": 1, "ft": 12, "yd": 36},
    "sqft": {"sqft": 1},
    "sqm": {"sqm": 1},
    "cuft": {"cuft": 1},
    "w": {"w": 1, "kw": 1000},
    "wh": {"wh": 1, "kwh": 1000},
    "v": {"v": 1},
    "amp": {"amp": 1},
    "mah": {"mah": 1, "ah": 1000},
    "mb": {"kb": Decimal("0.001"), "mb": 1, "gb": 1000, "tb": 1_000_000},
    "hz": {"hz": 1, "khz": 10**3, "mhz": 10**6, "ghz": 10**9},
    "mp": {"mp": 1},
    "lm": {"lm": 1},
    "rpm": {"rpm": 1},
    "psi": {"psi": 1},
    "dpi": {"dpi": 1},
    "btu": {"btu": 1},
    "ga": {"ga": 1},
    "degc": {"degc": 1},
    "degf": {"degf": 1},
    "pack": {"pack": 1},
    "pc": {"pc": 1},
}
"""By base unit, how many of it each unit is."""

_ALSO = {"floz": "oz"}
"""Fluid ounces are often written as ounces."""

UNITS: Mapping[str, Unit] = MappingProxyType(
    {
        symbol: Unit(symbol, base, Decimal(factor), _ALSO.get(symbol, ""))
        for base, factors in _SCALES.items()
        for symbol, factor in factors.items()
    }
)

FEW_DECIMALS = Decimal("0.001")
"""A measure that is smaller than this in its base unit has its own unit as its one form."""


@cache
def unit_names() -> Mapping[str, Unit]:
    """Each name of a unit, normalised, in any shipped language, and what it names.

    Raises ValueError for a symbol that is no unit, or a name of two units.
    """
    names = dict(UNITS)
    for code in shipped_languages():
        for symbol, written in language_data(code).unit_names.items():
            if symbol not in UNITS:
                known = ", ".join(UNITS)
                raise ValueError(f"{code}.toml: {symbol!r} is no unit; units are {known}")
            for name in written:
                normal = normalize_characters(name)
                for form in {normal, fold_accents(normal)}:
                    if names.setdefault(form, UNITS[symbol]).symbol != symbol:
                        raise ValueError(
                            f"{code}.toml: {name!r} already names {names[form].symbol!r}"
                        )
    return MappingProxyType(names)
