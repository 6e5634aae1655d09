"""What is checked at start and by `manage.py check`: each message names the fault and its cure."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DEFAULT_DB_ALIAS, connections
from django.db import Error as DatabaseFailure

from analyzers.model_folder import ModelFolderError, open_model_folder
from rerankers.base import RERANKER_CURE
from searchapp.api.rates import parse_rate
from searchapp.pipeline.profile import DEFAULT_PROFILE
from searchapp.pipeline.ranking.features.registry import FEATURES
from searchapp.pipeline.retrieval import EngineUnavailable
from searchapp.plugins import UnknownPlugin, load_plugin

ENGINE = "engine"
"""The tag of the check that calls the engine: `manage.py check --tag engine`."""
_PLUGIN_TABLES = ("ANALYZERS", "RECALL_CHANNELS", "CHANNEL_WEIGHERS", "TEXT_ENCODERS", "RERANKERS")
PLUGINS = "plugins"
"""The tag of the check that imports every plug-in."""
_ENGINE_TIMEOUT_MS = 2000
_ENGINE_PATIENCE_S = 120
"""Twice what a batch is tried for, as there may be a live index and one that is being built."""


@register()
def check_plugin_modules(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """The module of every plug-in is there. Imports none of them: some are heavy."""
    faults: list[CheckMessage] = []
    for setting, name, path in _plugins():
        try:
            found = find_spec(path.rpartition(".")[0])
        except (ImportError, ValueError):
            found = None
        if found is None:
            faults.append(
                Error(
                    f"settings.{setting}[{name!r}] = {path!r}: there is no such module.",
                    hint="Correct the dotted path, or install the package that has it.",
                    id="searchapp.E001",
                )
            )
    return faults


@register(PLUGINS, deploy=True)
def check_plugins(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Every plug-in can be imported; called with `check --deploy`."""
    faults: list[CheckMessage] = []
    for setting, name, path in _plugins():
        try:
            load_plugin(setting, {name: path}, name)
        except UnknownPlugin as error:
            faults.append(Error(str(error), id="searchapp.E006"))
    return faults


@register()
def check_encoder_model(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """The model of the chosen text encoder was built. A warning: it is built after the first
    start.
    """
    encoders: Mapping[str, Any] = settings.TEXT_ENCODERS
    chosen = encoders.get(settings.ENVIRONMENT["SEARCHAPP_TEXT_ENCODER"], {})
    folder = chosen.get("OPTIONS", {}).get("folder")
    if folder is None:
        return []
    try:
        open_model_folder(Path(folder))
    except ModelFolderError as error:
        hint = "Or set SEARCHAPP_TEXT_ENCODER to `hashing`, which has no model and no meanings."
        return [Warning(str(error), hint=hint, id="searchapp.W004")]
    return []


@register()
def check_reranker_models(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """The model folders of rerankers and weighers are whole: the manifest is well-formed, the
    files are those that it hashes.
    """
    faults: list[CheckMessage] = []
    for name, folder in (
        *_model_folders(settings.RERANKERS),
        *_model_folders(settings.CHANNEL_WEIGHERS),
    ):
        try:
            open_model_folder(folder, RERANKER_CURE).verify()
        except ModelFolderError as error:
            faults.append(_refused_reranker(name, error))
    return faults


@register()
def check_reranker_features(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """The features that the rerankers' models read exist."""
    faults: list[CheckMessage] = []
    for name, folder in _model_folders(settings.RERANKERS):
        try:
            read = open_model_folder(folder).manifest.parameters.get("features", ())
        except ModelFolderError:
            continue  # E009 says it
        if missing := sorted(set(read) - set(FEATURES)):
            faults.append(_unknown_features(name, missing))
    return faults


@register(PLUGINS)
def check_reading_ahead(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Where the index is to keep what a reranker reads of documents, there is such a reranker."""
    from searchapp import wiring

    if not settings.ENVIRONMENT["SEARCHAPP_TOKEN_VECTORS"]:
        return []
    try:
        if wiring.reader_ahead() is not None:
            return []
    except UnknownPlugin:
        return []  # E006 says it
    return [
        Warning(
            "SEARCHAPP_TOKEN_VECTORS is set, but no reranker that can be used reads documents "
            "ahead: the index keeps nothing for it.",
            hint="Put one into RERANKERS (rerankers.late_interaction), or unset it.",
            id="searchapp.W014",
        )
    ]


@register(PLUGINS, deploy=True)
def check_reranker_scores(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Every reranker and weigher loads, and its model scores its golden example as it must; called
    with `check --deploy`.
    """
    from searchapp import wiring

    faults: list[CheckMessage] = []
    makers: tuple[tuple[Callable[[str], Any], Mapping[str, Any]], ...] = (
        (wiring.make_reranker, settings.RERANKERS),
        (wiring.make_weigher, settings.CHANNEL_WEIGHERS),
    )
    for make, name in ((make, name) for make, table in makers for name in table):
        try:
            make(name).warm_up()
        except UnknownPlugin:
            continue  # E006 says it
        except Exception as error:  # noqa: BLE001 - a plug-in may fail in any way
            faults.append(_refused_reranker(name, error))
    return faults


@register()
def check_names(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """The analyzers of the chain, the chosen encoder and the channels of the profiles are among
    those that the settings know.
    """
    faults: list[CheckMessage] = []
    for name in settings.ANALYZER_CHAIN:
        if name not in settings.ANALYZERS:
            faults.append(_unknown("ANALYZER_CHAIN", name, "ANALYZERS", "E002"))
    encoder = settings.ENVIRONMENT["SEARCHAPP_TEXT_ENCODER"]
    if encoder not in settings.TEXT_ENCODERS:
        faults.append(_unknown("SEARCHAPP_TEXT_ENCODER", encoder, "TEXT_ENCODERS", "E003"))
    used = {name for uses in DEFAULT_PROFILE.channels.values() for name in uses}
    for name in sorted(used - set(settings.RECALL_CHANNELS)):
        faults.append(_unknown("the default profile's channels", name, "RECALL_CHANNELS", "E010"))
    return faults


@register()
def check_rates(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """The rates of callers can be read."""
    faults: list[CheckMessage] = []
    for name in ("SEARCHAPP_ANONYMOUS_RATE", "SEARCHAPP_KEY_RATE"):
        try:
            parse_rate(settings.ENVIRONMENT[name])
        except ValueError as error:
            faults.append(Error(f"{name}: {error}.", id="searchapp.E004"))
    return faults


@register()
def check_approval(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Who wants four eyes for all is told of what goes without."""
    environment = settings.ENVIRONMENT
    if not (environment["SEARCHAPP_FOUR_EYES"] and environment["SEARCHAPP_SELLERS_PUBLISH"]):
        return []
    return [
        Warning(
            "Every draft needs the approval of another, but sellers publish the rules of their own "
            "shops without.",
            hint="Unset SEARCHAPP_SELLERS_PUBLISH, or silence this where it is meant.",
            id="searchapp.W011",
        )
    ]


@register()
def check_database_limits(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """A drain, which holds its rows while the engine writes, is not taken for one that hangs."""
    idle = settings.ENVIRONMENT["SEARCHAPP_DATABASE_IDLE_S"]
    if not 0 < idle < _ENGINE_PATIENCE_S:
        return []
    return [
        Warning(
            f"PostgreSQL ends transactions after {idle} idle seconds, and a drain may wait for a "
            f"busy engine for {_ENGINE_PATIENCE_S} within one; its work would be done again.",
            hint=f"Set SEARCHAPP_DATABASE_IDLE_S to {_ENGINE_PATIENCE_S} or more.",
            id="searchapp.W008",
        )
    ]


@register(Tags.security, deploy=True)
def check_deployment(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """What several web processes need and one does not; called with `check --deploy`."""
    faults: list[CheckMessage] = []
    environment = settings.ENVIRONMENT
    if not environment["SEARCHAPP_SECRET_KEY"]:
        faults.append(
            Warning(
                "The secret key is kept in the data folder, so another machine has another one.",
                hint="Set SEARCHAPP_SECRET_KEY to the same 50 random characters on all machines.",
                id="searchapp.W001",
            )
        )
    if not environment["CACHE_URL"]:
        faults.append(
            Warning(
                "Each web process counts callers and wrong passwords by itself, so the limits "
                "hold for each process.",
                hint="Set CACHE_URL to a Redis URL.",
                id="searchapp.W002",
            )
        )
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        faults.append(
            Warning(
                "The style sheets and scripts were not collected, and pages fail without them.",
                hint="Run `manage.py collectstatic --noinput`.",
                id="searchapp.W005",
            )
        )
    if environment["SEARCHAPP_HTTPS"] and not environment["SEARCHAPP_PROXIES"]:
        faults.append(
            Warning(
                "Every page redirects to itself for ever: SEARCHAPP_HTTPS is set, but no proxy is "
                "trusted to say that a request came over HTTPS.",
                hint="Set SEARCHAPP_PROXIES to the number of proxies that set X-Forwarded-Proto.",
                id="searchapp.W006",
            )
        )
    if not environment["SEARCHAPP_DATABASE_IDLE_S"]:
        faults.append(
            Warning(
                "A process that hangs in a transaction keeps its locks for ever.",
                hint="Set SEARCHAPP_DATABASE_IDLE_S, or the same in the pooler or the server.",
                id="searchapp.W009",
            )
        )
    if environment["SEARCHAPP_DEBUG"]:
        faults.append(
            Error(
                "Errors show their details, settings among them, to everyone.",
                hint="Unset SEARCHAPP_DEBUG.",
                id="searchapp.E005",
            )
        )
    return faults


@register(ENGINE)
def check_engine(
    app_configs: Any, databases: Sequence[str] | None = None, **options: Any
) -> list[CheckMessage]:
    """The search engine answers, and its live indexes are those of today's settings. Warnings: an
    engine that starts later does no harm, and an older index still answers.

    Calls the engine only when databases may be called too (`migrate`, `check --database`), so that
    commands which need no server start without one.
    """
    if not databases:
        return []
    from searchapp import wiring

    try:
        ready = wiring.search_engine().is_ready(_ENGINE_TIMEOUT_MS)
    except (ModelFolderError, UnknownPlugin) as error:
        hint = "The message says what to do; then run `manage.py check --tag engine` again."
        message = f"The search engine can't be made without its text encoder: {error}"
        return [Warning(message, hint=hint, id="searchapp.W003")]
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        return [_engine_warning(f"The search engine can't be made: {error}.")]
    return _outdated_indexes() if ready else [_engine_warning("The search engine does not answer.")]


@register(Tags.database)
def check_triggers(
    app_configs: Any, databases: Sequence[str] | None = None, **options: Any
) -> list[CheckMessage]:
    """The triggers that note every change for the index are in the database."""
    # `migrate` is the cure, and is not stopped by what it cures.
    if DEFAULT_DB_ALIAS not in (databases or ()) or "migrate" in sys.argv:
        return []
    from searchapp.catalog.triggers import missing

    try:
        names = missing(connections[DEFAULT_DB_ALIAS])
    except DatabaseFailure as error:
        return [Error(f"The database does not answer: {error}", id="searchapp.E008")]
    if not names:
        return []
    return [
        Error(
            f"The database lacks {len(names)} triggers ({names[0]} …), without which the index "
            "does not follow the catalog.",
            hint="Run `manage.py migrate`, then `manage.py verify_index --repair`.",
            id="searchapp.E007",
        )
    ]


def _outdated_indexes() -> list[CheckMessage]:
    """Live indexes that were made for another schema or other settings."""
    from searchapp.indexing.live_indexes import outdated_kinds

    try:
        kinds = outdated_kinds()
    except (EngineUnavailable, OSError, ValueError) as error:
        return [_engine_warning(f"The live indexes can't be looked at: {error}")]
    if not kinds:
        return []
    return [
        Warning(
            f"The live index of {', '.join(kinds)} was made for another schema or other settings; "
            "searches may miss fields or fail.",
            hint="Run `manage.py rebuild_index --outdated`; searches are answered meanwhile.",
            id="searchapp.W007",
        )
    ]


def _plugins() -> Iterator[tuple[str, str, str]]:
    """Each plug-in of the settings: the setting's name, its own name and its dotted path."""
    for setting in _PLUGIN_TABLES:
        for name, entry in getattr(settings, setting).items():
            yield setting, name, entry["BACKEND"] if isinstance(entry, dict) else entry
    yield "CONFIG_SOURCE", "CONFIG_SOURCE", settings.CONFIG_SOURCE
    for path in settings.AFTER_PUBLICATION:
        yield "AFTER_PUBLICATION", path, path


def _model_folders(table: Mapping[str, Any]) -> Iterator[tuple[str, Path]]:
    """The plug-ins of a table that have a model folder, and where it is."""
    for name, entry in table.items():
        folder = entry.get("OPTIONS", {}).get("folder") if isinstance(entry, dict) else None
        if folder is not None:
            yield name, Path(folder)


def _refused_reranker(name: str, error: Exception) -> Error:
    return Error(
        f"The model of {name!r} can't be used: {error}",
        hint="Searches are answered without it, and each says so.",
        id="searchapp.E009",
    )


def _unknown_features(name: str, missing: Sequence[str]) -> Warning:
    return Warning(
        f"The model of {name!r} reads features that there are not: {', '.join(missing)}. "
        "It scores every candidate as one that lacks them.",
        hint="Train it again (docs/write-a-reranker.md), or define them in a module of "
        "searchapp/pipeline/ranking/features.",
        id="searchapp.W010",
    )


def _engine_warning(message: str) -> Warning:
    hint = "Start Elasticsearch or correct ELASTICSEARCH_URL; unset it to use the embedded engine."
    return Warning(message, hint=hint, id="searchapp.W003")


def _unknown(where: str, name: str, table: str, number: str) -> Error:
    known = ", ".join(sorted(getattr(settings, table)))
    return Error(
        f"{where} names {name!r}, which settings.{table} does not know.",
        hint=f"Use one of {known}, or add it to {table}.",
        id=f"searchapp.{number}",
    )
