"""Which ranking profiles differ between two configurations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from searchapp.merchandising.current import profiles_of_version
from searchapp.pipeline.profile import DEFAULT_PROFILE, RankingProfile
from searchapp.publishing.models import Version, VersionDamaged

DEFAULT = DEFAULT_PROFILE.name
"""The profile of who asks for none; it is measured always."""


@dataclass(frozen=True, slots=True)
class ProfileChanges:
    """The names of the profiles that are `changed`, of those that only the later configuration has,
    and of those that only the earlier one has.
    """

    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def profile_changes(
    before: Mapping[str, RankingProfile], after: Mapping[str, RankingProfile]
) -> ProfileChanges:
    """What lies between the profiles of two configurations."""
    both = sorted(before.keys() & after.keys())
    return ProfileChanges(
        tuple(name for name in both if before[name] != after[name]),
        tuple(sorted(after.keys() - before.keys())),
        tuple(sorted(before.keys() - after.keys())),
    )


def measured_with(number: int) -> tuple[str, ...]:
    """The profiles that are measured when version `number` is published: the default one, and those
    that it has otherwise than the version before. Raises VersionDamaged and Version.DoesNotExist.
    """
    after = profiles_of_version(number)
    try:
        before = profiles_of_version(number - 1)
    except (VersionDamaged, Version.DoesNotExist):
        return (DEFAULT,)
    found = profile_changes(before, after)
    return tuple(dict.fromkeys((DEFAULT, *found.changed, *found.added)))
