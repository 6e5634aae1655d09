"""Jobs of the workers that measure relevance."""

from __future__ import annotations

from searchapp.celery import app
from searchapp.relevance.impact.impact_runs import carry_out
from searchapp.relevance.models import ImpactRun


@app.task(name="relevance.measure_impact")  # type: ignore[untyped-decorator]
def measure_impact(run_id: int) -> None:
    """Carry out the run, if it is still there."""
    run = ImpactRun.objects.filter(pk=run_id).first()
    if run is not None:
        carry_out(run)
