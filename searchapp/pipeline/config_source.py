"""Where the configuration of a search comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from searchapp.pipeline.config import SearchConfig


class ConfigSource(Protocol):
    """Holds what is published. `CONFIG_SOURCE` in the settings names what makes one."""

    def current(self) -> SearchConfig:
        """What is published, as far as this process knows; the same value until that changes.

        Called for each request: it does not wait for what is newer. Raises when nothing could be
        read yet.
        """
        ...

    def refresh(self) -> None:
        """Takes up what is published now. Raises when it can't be read."""
        ...

    def follow(self) -> None:
        """Takes up each publication from now on, within a second, whether it is asked or not."""
        ...


@dataclass(frozen=True, slots=True)
class FixedConfig:
    """A source of one configuration, by default the plain one."""

    config: SearchConfig = field(default_factory=SearchConfig)

    def current(self) -> SearchConfig:
        return self.config

    def refresh(self) -> None:
        """Nothing newer comes."""

    def follow(self) -> None:
        """Nothing newer comes."""
