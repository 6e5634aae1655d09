"""Served features → rows of the feature log, and back, value by value."""

from __future__ import annotations

from datetime import datetime
from random import random

import numpy as np

from searchapp.behaviour.log_entry import storable
from searchapp.behaviour.models import FeatureLog
from searchapp.pipeline.ranking.features.serving import ServedFeatures
from searchapp.pipeline.request import Kind, SearchRequest
from searchapp.pipeline.response import SearchResponse

_TEXT = 1000
_STORED = "<f4"


def feature_entries(
    request: SearchRequest, response: SearchResponse, time: datetime, share: float
) -> list[FeatureLog]:
    """The unsaved rows of one search, which has some for `share` of all searches."""
    if not response.served or random() >= share:
        return []
    return [
        FeatureLog(
            query_id=response.query_id[:64],
            time=time,
            text=storable(request.text, _TEXT),
            kind=served.kind.value,
            profile=request.profile[:64],
            config_version=response.config_version[:64],
            ids=list(served.ids),
            names=list(served.names),
            values=served.values.astype(_STORED).tobytes(),
        )
        for served in response.served
    ]


def logged_features(entry: FeatureLog) -> ServedFeatures:
    """What a row of the log says was served."""
    shape = (len(entry.ids), len(entry.names))
    values = np.frombuffer(bytes(entry.values), dtype=_STORED).reshape(shape)
    return ServedFeatures(
        Kind(entry.kind), tuple(entry.ids), tuple(entry.names), values.astype(np.float32)
    )
