"""Jobs of the workers that measure relevance; those of the queue `slow` take minutes."""

from __future__ import annotations

from searchapp.celery import app
from searchapp.relevance import runs
from searchapp.relevance.impact import impact_runs
from searchapp.relevance.models import ImpactRun, QualityRun
from searchapp.relevance.quality import quality_runs


@app.task(name="relevance.measure_impact")  # type: ignore[untyped-decorator]
def measure_impact(run_id: int) -> None:
    """Carry out the run, if it is still there."""
    run = ImpactRun.objects.filter(pk=run_id).first()
    if run is not None:
        impact_runs.carry_out(run)


@app.task(name="relevance.measure_quality")  # type: ignore[untyped-decorator]
def measure_quality(run_id: int) -> None:
    """Carry out the run, if it is still there."""
    run = QualityRun.objects.filter(pk=run_id).first()
    if run is not None:
        quality_runs.carry_out(run)


@app.task(name="relevance.prune_runs")  # type: ignore[untyped-decorator]
def prune_runs() -> int:
    """Delete old runs; how many. To be run every day."""
    return runs.prune()
