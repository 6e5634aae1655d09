"""The tables of judged relevance."""

from searchapp.relevance.models.impact_run import ImpactRun
from searchapp.relevance.models.quality_run import QualityRun
from searchapp.relevance.models.query_set import (
    MAX_GRADE,
    MAX_ITEM,
    MAX_QUERY,
    JudgedQuery,
    Judgment,
    QuerySet,
)
from searchapp.relevance.models.run_state import CUT_OFF, PATIENCE, UNFINISHED, RunState, lost

__all__ = [
    "CUT_OFF",
    "MAX_GRADE",
    "MAX_ITEM",
    "MAX_QUERY",
    "PATIENCE",
    "UNFINISHED",
    "ImpactRun",
    "JudgedQuery",
    "Judgment",
    "QualityRun",
    "QuerySet",
    "RunState",
    "lost",
]
