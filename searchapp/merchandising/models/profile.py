"""Ranking profiles, as merchants write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from searchapp.pipeline.plain_value import PlainValueError
from searchapp.pipeline.profile import RankingProfile
from searchapp.pipeline.profile_plain import Known, profile_from_plain
from searchapp.publishing.models import Drafted


class Profile(Drafted):
    """A profile by its plain value: what differs from the default one. Its key is its name."""

    section = "profiles"
    columns = ("plain",)

    plain = models.JSONField(default=dict, blank=True)
    changed = models.DateTimeField(auto_now=True, db_index=True)

    class Meta(Drafted.Meta):
        ordering = ("key",)
        verbose_name = "ranking profile"

    def __str__(self) -> str:
        return self.key

    @property
    def value(self) -> dict[str, Any]:
        return dict(self.plain)

    @value.setter
    def value(self, given: Mapping[str, Any]) -> None:
        try:
            made_profile(self.key, given)
        except PlainValueError as error:
            raise ValidationError(list(map(str, error.faults))) from error
        self.plain = dict(given)

    @property
    def profile(self) -> RankingProfile:
        """What it says. Raises PlainValueError for what no form would have saved."""
        return made_profile(self.key, self.plain)


def made_profile(name: str, plain: Mapping[str, Any]) -> RankingProfile:
    """The profile with the rerankers, channels and weighers of the settings to choose from.

    Raises PlainValueError.
    """
    return profile_from_plain(
        name,
        plain,
        Known(
            rerankers=tuple(settings.RERANKERS),
            channels=tuple(settings.RECALL_CHANNELS),
            weighers=tuple(settings.CHANNEL_WEIGHERS),
        ),
    )
