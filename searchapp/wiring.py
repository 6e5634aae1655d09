"""The composition root: settings → the parts of the application, each made once a process.

Engines are imported where they are made, so that a process loads the libraries of the one it uses.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings

from analyzers.chain import AnalyzerChain
from analyzers.embedding.base import TextEncoder
from analyzers.lexicon import Lexicon
from analyzers.model_folder import ModelFolderError
from rerankers.base import ReadsAhead, Reranker
from rerankers.limits import Limits, limit_models
from rerankers.refused import Refused
from searchapp.engines.base import IndexWriter
from searchapp.pipeline.config import SearchConfig
from searchapp.pipeline.config_source import ConfigSource
from searchapp.pipeline.ranking.channel_weights.base import ChannelWeigher
from searchapp.pipeline.ranking.channel_weights.learnt import RefusedWeights
from searchapp.pipeline.recall.channels.base import RecallChannel
from searchapp.pipeline.retrieval import SearchEngine
from searchapp.pipeline.service import SearchService
from searchapp.pipeline.trace import Degradation
from searchapp.plugins import UnknownPlugin, load_plugin


@cache
def search_service() -> SearchService:
    """The search service over the engine, with the analyzers and rerankers of the settings."""
    environment = settings.ENVIRONMENT
    return SearchService(
        engine=search_engine(),
        analyzers=analyzer_chain(),
        encoder=text_encoder(),
        rerankers=rerankers(),
        channels=recall_channels(),
        weighers=channel_weighers(),
        languages=tuple(environment["SEARCHAPP_LANGUAGES"]),
        engine_timeout_ms=environment["SEARCHAPP_ENGINE_TIMEOUT_MS"],
        index_reads_ahead=reader_ahead() is not None,
    )


def current_config() -> SearchConfig:
    """The published configuration; while it cannot be read, the plain one, which says so.

    The same value as long as nothing is published.
    """
    try:
        return config_source().current()
    except Exception as error:  # noqa: BLE001 - the source is a plug-in; search answers without
        lexicon = Lexicon(languages=tuple(settings.ENVIRONMENT["SEARCHAPP_LANGUAGES"]))
        return SearchConfig(lexicon, degraded=(Degradation.of("config", error),))


@cache
def config_source() -> ConfigSource:
    """What holds the published configuration. Raises UnknownPlugin."""
    table = {"CONFIG_SOURCE": settings.CONFIG_SOURCE}
    source: ConfigSource = load_plugin("CONFIG_SOURCE", table, "CONFIG_SOURCE")()
    return source


@cache
def text_encoder() -> TextEncoder:
    """The encoder that turns queries and texts of the catalog into vectors.

    Raises UnknownPlugin for a name that the settings do not have.
    """
    name: str = settings.ENVIRONMENT["SEARCHAPP_TEXT_ENCODER"]
    choice = settings.TEXT_ENCODERS.get(name)
    if choice is None:
        known = ", ".join(sorted(settings.TEXT_ENCODERS))
        raise UnknownPlugin(f"SEARCHAPP_TEXT_ENCODER is {name!r}; choose one of {known}.")
    factory = load_plugin("TEXT_ENCODERS", {name: choice["BACKEND"]}, name)
    encoder: TextEncoder = factory(**choice.get("OPTIONS", {}))
    return encoder


@cache
def analyzer_chain() -> AnalyzerChain:
    """The analyzers in the order of the settings."""
    return AnalyzerChain(
        [load_plugin("ANALYZERS", settings.ANALYZERS, name)() for name in settings.ANALYZER_CHAIN]
    )


@cache
def recall_channels() -> dict[str, RecallChannel]:
    """Every registered recall channel by its name. Raises UnknownPlugin."""
    table = settings.RECALL_CHANNELS
    return {name: load_plugin("RECALL_CHANNELS", table, name)() for name in table}


@cache
def channel_weighers() -> dict[str, ChannelWeigher]:
    """Every registered weigher of channels by its name; one whose model folder is not fit for use
    is refused: searches that want it say why they go without. Raises UnknownPlugin.
    """
    return {name: _weigher_or_refusal(name) for name in settings.CHANNEL_WEIGHERS}


def _weigher_or_refusal(name: str) -> ChannelWeigher:
    try:
        return make_weigher(name)
    except ModelFolderError as fault:
        return RefusedWeights(fault)


def make_weigher(name: str) -> ChannelWeigher:
    """The weigher of channels `name` of the settings.

    Raises UnknownPlugin, and ModelFolderError when its model folder is not fit for use.
    """
    weigher: ChannelWeigher = _made("CHANNEL_WEIGHERS", name)
    return weigher


@cache
def rerankers() -> dict[str, Reranker]:
    """Every registered reranker by its name, with the limits of their models set.

    One whose model folder is not fit for use is refused: searches go without it and say why.
    Raises UnknownPlugin.
    """
    environment = settings.ENVIRONMENT
    limit_models(
        Limits(environment["SEARCHAPP_ONNX_THREADS"], environment["SEARCHAPP_ONNX_MEMORY_MB"])
    )
    return {name: _reranker_or_refusal(name) for name in settings.RERANKERS}


@cache
def reader_ahead() -> ReadsAhead | None:
    """The reranker for which the index keeps what it reads of documents: the first one that reads
    ahead, where SEARCHAPP_TOKEN_VECTORS asks for it.
    """
    if not settings.ENVIRONMENT["SEARCHAPP_TOKEN_VECTORS"]:
        return None
    found = (each for each in rerankers().values() if isinstance(each, ReadsAhead))
    return next(found, None)


def make_reranker(name: str) -> Reranker:
    """The reranker `name` of the settings: a dotted path, or BACKEND and OPTIONS.

    Raises UnknownPlugin, and ModelFolderError when its model folder is not fit for use.
    """
    reranker: Reranker = _made("RERANKERS", name)
    return reranker


def _made(setting: str, name: str) -> Any:
    choice = getattr(settings, setting)[name]
    if isinstance(choice, str):
        choice = {"BACKEND": choice}
    factory = load_plugin(setting, {name: choice["BACKEND"]}, name)
    return factory(**choice.get("OPTIONS", {}))


def _reranker_or_refusal(name: str) -> Reranker:
    try:
        return make_reranker(name)
    except ModelFolderError as fault:
        return Refused(name, fault)


@cache
def search_engine() -> SearchEngine:
    """The engine that answers: Elasticsearch when its URL is set, else the embedded one."""
    return _engine_parts()[0]


@cache
def index_writer() -> IndexWriter:
    """The door to the same engine's indexes."""
    return _engine_parts()[1]


@cache
def _engine_parts() -> tuple[SearchEngine, IndexWriter]:
    environment = settings.ENVIRONMENT
    dimensions = text_encoder().dimensions
    languages: tuple[str, ...] = tuple(environment["SEARCHAPP_LANGUAGES"])
    prefix: str = environment["SEARCHAPP_INDEX_PREFIX"]
    if url := environment["ELASTICSEARCH_URL"]:
        from searchapp.engines.elasticsearch.connection import connect
        from searchapp.engines.elasticsearch.engine import ElasticsearchEngine
        from searchapp.engines.elasticsearch.mapping import IndexOptions
        from searchapp.engines.elasticsearch.writer import ElasticsearchWriter

        client = connect(url, api_key=environment["ELASTICSEARCH_API_KEY"] or None)
        options = IndexOptions(
            dimensions=dimensions,
            shards=environment["SEARCHAPP_INDEX_SHARDS"],
            replicas=environment["SEARCHAPP_INDEX_REPLICAS"],
            languages=languages,
        )
        return (
            ElasticsearchEngine(client, prefix),
            ElasticsearchWriter(client, prefix, options),
        )
    from searchapp.engines.embedded.engine import EmbeddedSearchEngine
    from searchapp.engines.embedded.writer import EmbeddedIndexWriter

    folder = settings.DATA_DIR / "indexes" / prefix
    return (
        EmbeddedSearchEngine(folder, dimensions),
        EmbeddedIndexWriter(folder, dimensions, languages),
    )
