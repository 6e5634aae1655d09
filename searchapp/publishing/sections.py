"""The sections of the document: one for each drafted model that is installed."""

from __future__ import annotations

from django.apps import apps

from searchapp.publishing.models import Drafted


class UnknownSection(ValueError):
    """There is no such section; says which there are."""


def sections() -> dict[str, type[Drafted]]:
    """The drafted models by their sections, in the order of the alphabet."""
    found = {
        model.section: model
        for model in apps.get_models()
        if issubclass(model, Drafted) and not model._meta.proxy
    }
    return dict(sorted(found.items()))


def model_of(section: str) -> type[Drafted]:
    """The model of a section. Raises UnknownSection."""
    known = sections()
    if section not in known:
        raise UnknownSection(f"{section!r} is no section; choose one of {', '.join(known)}")
    return known[section]
