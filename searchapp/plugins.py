"""Plug-ins: a name and a dotted path in the settings, imported when first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any


class UnknownPlugin(LookupError):
    """A name that the settings do not know or a path that fails to import; says how to mend it."""


def load_plugin(setting: str, table: Mapping[str, str], name: str) -> Any:
    """The object at the dotted path that `table` (the value of `setting`) has for `name`.

    Raises UnknownPlugin.
    """
    path = table.get(name)
    if path is None:
        known = ", ".join(sorted(table)) or "none"
        raise UnknownPlugin(
            f"{setting} has no {name!r}; it knows {known}. Add it or choose one of these."
        )
    module, _, attribute = path.rpartition(".")
    try:
        return getattr(import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise UnknownPlugin(
            f"{setting}[{name!r}] = {path!r} can't be imported ({error}); "
            "give the dotted path of a class on the Python path."
        ) from error
