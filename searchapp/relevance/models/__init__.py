"""The tables of judged relevance."""

from searchapp.relevance.models.impact_run import ImpactRun, RunState
from searchapp.relevance.models.quality_run import QualityRun
from searchapp.relevance.models.query_set import (
    MAX_GRADE,
    MAX_ITEM,
    MAX_QUERY,
    JudgedQuery,
    Judgment,
    QuerySet,
)

__all__ = [
    "MAX_GRADE",
    "MAX_ITEM",
    "MAX_QUERY",
    "ImpactRun",
    "JudgedQuery",
    "Judgment",
    "QualityRun",
    "QuerySet",
    "RunState",
]
