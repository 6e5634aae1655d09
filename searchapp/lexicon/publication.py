"""The newest build and the words that merchants wrote, as one `Lexicon`."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Hashable
from typing import Any

import structlog
from django.conf import settings
from django.db.models import Max

from analyzers.lexicon import Lexicon
from searchapp.lexicon.build_storage import map_arrays, remove_files
from searchapp.lexicon.learnt_parts import LEARNT_PARTS, read_parts
from searchapp.lexicon.models import LexiconBuild
from searchapp.lexicon.written_parts import written_parts
from searchapp.publishing.documents import published_document
from searchapp.publishing.models.version import Document

_log = structlog.get_logger(__name__)


def learnt_state() -> Hashable:
    """A value that changes with each build."""
    newest: int | None = LexiconBuild.objects.filter(is_complete=True).aggregate(pk=Max("pk"))["pk"]
    return newest


def load_lexicon(held: Lexicon | None, document: Document | None = None) -> Lexicon:
    """What was learnt and what `document` says, by default the published one, ready for the first
    query. The learnt parts of `held` are taken over when it is of the same build.

    Learnt parts that cannot be read are `unread`: those of `held` stay in their place, and what
    merchants wrote is there all the same. Raises database errors.
    """
    environment = settings.ENVIRONMENT
    build = LexiconBuild.objects.filter(is_complete=True).first()
    learnt_version = f"build-{build.pk}" if build else "unlearnt"
    learnt: dict[str, Any] = {}
    unread: dict[str, str] = {}
    if held is not None and held.version.rpartition("+")[0] == learnt_version:
        learnt = {name: getattr(held, name) for name in LEARNT_PARTS}
    elif build:
        learnt, unread = _learnt(build)
    if unread:
        _log.error("learnt parts of the lexicon cannot be read", version=learnt_version, **unread)
        if held is not None:
            learnt = {name: getattr(held, name) for name in unread} | learnt
        learnt_version += f"-without-{'-'.join(unread)}"
    written = written_parts(published_document() if document is None else document)
    digest = hashlib.sha256(repr((written.digest, environment["SEARCHAPP_LANGUAGES"])).encode())
    return Lexicon(
        version=f"{learnt_version}+{digest.hexdigest()[:12]}",
        languages=tuple(environment["SEARCHAPP_LANGUAGES"]),
        currency=environment["SEARCHAPP_CURRENCY"],
        unread=unread,
        broken=written.broken,
        **written.parts,
        **learnt,
    )


def _learnt(build: LexiconBuild) -> tuple[dict[str, Any], dict[str, str]]:
    """The learnt parts of a build, and why others cannot be read; what the files of this machine do
    not give is written anew once, from the database.
    """
    parts, unread = _read(build)
    if unread:
        remove_files(build)
        parts, unread = _read(build)
    return parts, unread


def _read(build: LexiconBuild) -> tuple[dict[str, Any], dict[str, str]]:
    try:
        return read_parts(map_arrays(build))
    except (OSError, ValueError, EOFError, zlib.error) as error:
        return {}, dict.fromkeys(LEARNT_PARTS, repr(error))
