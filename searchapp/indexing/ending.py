"""The end of builds, whoever comes to it."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from searchapp.indexing.models import OPEN, BuildSlice, BuildState, IndexBuild


def end_builds(builds: QuerySet[IndexBuild], state: BuildState, note: str = "") -> None:
    """Have those of the builds that are open end in `state`; no change need reach them any more."""
    ended = list(builds.filter(state__in=OPEN).values_list("pk", flat=True))
    if ended:
        IndexBuild.objects.filter(pk__in=ended, state__in=OPEN).update(
            state=state, note=note, finished=timezone.now()
        )
        BuildSlice.objects.filter(build__in=ended).delete()
