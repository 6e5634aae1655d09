"""Searching as a draft or an earlier version would: the live code with another configuration."""

from __future__ import annotations

from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from searchapp.api.tuning_endpoint import check_may_tune, draft_of
from searchapp.api.tuning_errors import declined
from searchapp.merchandising.current import draft_config, version_config
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.request import InvalidRequest
from searchapp.publishing.models import Version, VersionDamaged
from searchapp.search_parameters.values import integer

PREVIEWS = ("draft", "version")
"""The parameters of a search that only keys with the scope `tuning` may give."""
_GREATEST = 2**31 - 1


def taken_from_url(parameters: dict[str, list[str]]) -> dict[str, object]:
    """The parameters of a preview, which are taken out of those of the search."""
    given: dict[str, object] = {}
    for name in PREVIEWS:
        values = parameters.pop(name, [])
        if len(values) > 1:
            raise InvalidRequest(name, f"given {len(values)} times; give it once")
        if values:
            given[name] = values[0]
    return given


def taken_from_body(body: object) -> dict[str, object]:
    """The members of a preview, which are taken out of those of the search."""
    if not isinstance(body, dict):
        return {}
    given = {name: body.pop(name) for name in PREVIEWS if name in body}
    for name, value in given.items():
        if isinstance(value, str):
            raise InvalidRequest(name, "expected a JSON number, not text")
    return given


def preview_config(request: Request, given: dict[str, object]) -> SearchConfig | None:
    """The configuration that is asked for; None for what is live.

    Raises InvalidRequest, NotFound, and as `check_may_tune` does.
    """
    if not given:
        return None
    check_may_tune(request)
    if len(given) > 1:
        raise InvalidRequest("version", "a draft is asked for already; give one of both")
    ((name, value),) = given.items()
    number = integer(name, value, 1, _GREATEST)
    if name == "draft":
        return draft_config(draft_of(number))
    try:
        return version_config(number)
    except Version.DoesNotExist as error:
        raise NotFound(f"there is no version {number}") from error
    except VersionDamaged as error:
        raise declined(error) or error from error
