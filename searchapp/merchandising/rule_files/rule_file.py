"""What a file of rules says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analyzers.synonyms.rule import SynonymRule
from analyzers.synonyms.solr_format import LineProblem


@dataclass(frozen=True, slots=True)
class RuleFile:
    """Plain values of rules by their keys, synonyms, and the lines that are not taken over."""

    rules: Mapping[str, Mapping[str, Any]]
    synonyms: tuple[SynonymRule, ...] = ()
    problems: tuple[LineProblem, ...] = ()
