"""The names under which shoppers ask for the values of a catalog field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from analyzers.entities.naming.brands import brand_names, seller_names
from analyzers.entities.naming.categories import category_names
from analyzers.entities.naming.colours import colour_names
from analyzers.entities.naming.materials import material_names
from analyzers.entities.naming.name import Manner, Name
from analyzers.entities.naming.sizes import size_names
from analyzers.entities.naming.word_lists import condition_names, gender_names

__all__ = ["FIELDS", "NAMING", "Manner", "Name"]

NAMING: Mapping[str, Callable[[Sequence[str]], Iterator[Name]]] = {
    "brand": brand_names,
    "category": category_names,
    "colour": colour_names,
    "size": size_names,
    "material": material_names,
    "gender": gender_names,
    "condition": condition_names,
    "seller_name": seller_names,
}
"""By field: from its values in the catalog, the most frequent first, to their names."""

FIELDS = tuple(NAMING)
