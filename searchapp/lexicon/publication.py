"""What is published: the newest build and the rows that merchants wrote, as one `Lexicon`."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable

from django.conf import settings
from django.db.models import Count, Max

from analyzers.lexicon import Lexicon
from searchapp.lexicon.build_storage import map_arrays
from searchapp.lexicon.learnt_parts import LEARNT_PARTS, read_parts
from searchapp.lexicon.models import LexiconBuild
from searchapp.lexicon.written_parts import WRITTEN_MODELS, written_parts


def published_state() -> Hashable:
    """A value that changes with each publication: the newest build, and how many rows there are of
    each table that merchants write and when one was last changed.
    """
    newest = LexiconBuild.objects.filter(is_complete=True).aggregate(pk=Max("pk"))["pk"]
    tables = tuple(
        tuple(model.objects.aggregate(count=Count("pk"), changed=Max("changed")).values())
        for model in WRITTEN_MODELS
    )
    return newest, tables


def load_lexicon(held: Lexicon | None) -> Lexicon:
    """Reads what is published, ready for the first query. The learnt parts of `held` are taken over
    when it is of the same build.
    """
    environment = settings.ENVIRONMENT
    build = LexiconBuild.objects.filter(is_complete=True).first()
    learnt_version = f"build-{build.pk}" if build else "unlearnt"
    if held is not None and held.version.rpartition("+")[0] == learnt_version:
        learnt = {name: getattr(held, name) for name in LEARNT_PARTS}
    else:
        learnt = read_parts(map_arrays(build)) if build else {}
    written = written_parts()
    digest = hashlib.sha256(repr((written.rows, environment["SEARCHAPP_LANGUAGES"])).encode())
    lexicon = Lexicon(
        version=f"{learnt_version}+{digest.hexdigest()[:12]}",
        languages=tuple(environment["SEARCHAPP_LANGUAGES"]),
        currency=environment["SEARCHAPP_CURRENCY"],
        **written.parts,
        **learnt,
    )
    lexicon.categories.warm_up()
    return lexicon
