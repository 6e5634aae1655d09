"""What drafts and versions refuse, as errors of the API."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from rest_framework.exceptions import APIException, NotFound, PermissionDenied

from searchapp.publishing.editing import DraftClosed, NotYours
from searchapp.publishing.models import Problem, VersionDamaged
from searchapp.publishing.models.drafted import faults_of
from searchapp.publishing.publication import Conflicting, NotAllowed, Refused
from searchapp.publishing.sections import UnknownSection

MOST_TOLD = 200
"""How many problems an error lists; mending these leads to the others."""
MOST_SAID = 20
"""How many of them its sentence says."""


class Declined(APIException):
    """An error with all that is wrong: `problems` by section, key and field."""

    def __init__(
        self,
        status: int,
        message: str,
        code: str,
        parameter: str | None = None,
        problems: Sequence[dict[str, str]] = (),
    ) -> None:
        super().__init__(message, code)
        self.status_code = status
        self.parameter = parameter
        self.problems = problems


class ChangedMeanwhile(Declined):
    """412. The draft is not as the caller saw it."""

    def __init__(self, revision: int) -> None:
        super().__init__(
            412,
            f"the draft was changed meanwhile and is now at revision {revision}; "
            "read it again and send its ETag",
            "changed_meanwhile",
            "If-Match",
        )


def declined(error: Exception) -> APIException | None:
    """The API's error for one of drafts and versions; None for any other."""
    match error:
        case ValidationError():
            return invalid([Problem("", "", "", *each) for each in faults_of(error)])
        case Refused():
            return _with_problems(409, "refused", str(error), error.problems)
        case Conflicting():
            theirs = "was published by others since the draft began; settle it"
            problems = [Problem(each.section, each.key, "", "", theirs) for each in error.conflicts]
            return _with_problems(409, "conflicting", str(error), problems)
        case DraftClosed():
            return Declined(409, str(error), "draft_closed")
        case NotAllowed():
            return Declined(409, str(error), "not_allowed")
        case VersionDamaged():
            return Declined(409, f"{error}; restore another version", "damaged")
        case NotYours():
            return PermissionDenied(str(error))
        case UnknownSection() | ObjectDoesNotExist():
            return NotFound(str(error))
    return None


def invalid(problems: Sequence[Problem]) -> Declined:
    """400 for values that can't be."""
    said = "; ".join(f"{each.path}: {each.message}" for each in problems[:MOST_SAID])
    return _with_problems(400, "invalid", said, problems)


def problem_answer(problem: Problem) -> dict[str, str]:
    """A problem as answers tell it."""
    return {
        "section": problem.section,
        "key": problem.key,
        "field": problem.field,
        "message": problem.message,
    }


def _with_problems(status: int, code: str, said: str, problems: Sequence[Problem]) -> Declined:
    told = [problem_answer(each) for each in problems[:MOST_TOLD]]
    return Declined(status, said[:2000], code, problems[0].path or "body", told)
