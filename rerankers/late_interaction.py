"""Compares the query's words in their context with those of each candidate's texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analyzers.query import AnalyzedQuery
from rerankers.base import STORED_VECTORS, RankedItem
from rerankers.deadline import give_up_when_late
from rerankers.limits import current_limits
from rerankers.model_folder import (
    LATE_INTERACTION,
    MODEL,
    check_golden,
    open_reranker_folder,
    open_session,
)
from rerankers.onnx_session import Inputs, OnnxSession
from rerankers.pair_text import TOKENIZER, PairTokenizer, document_text
from rerankers.reading_texts import Recent, SideBySide, open_tokenizer
from rerankers.token_vectors import (
    STAMP_BYTES,
    TokenVectors,
    Vectors,
    nearness,
    pack,
    unpack,
)

_INPUT = "input_ids"


@dataclass(frozen=True, slots=True)
class _Loaded:
    tokenizer: PairTokenizer
    session: OnnxSession
    at_once: SideBySide


class LateInteraction:
    """Scores with a model folder of the task `late-interaction` that also has a `tokenizer.json`.

    The graph reads one text; its output (1, tokens, d + 1) has the direction of the whole text in
    its first row and those of the words in the others; the last column is what a word of a query
    counts. The manifest's parameters are `dimensions` (d), `max_tokens`, which cuts longer texts,
    `whole_weight` and `scale`: `scale` × `token_vectors.nearness` is the score.

    A document is read without the query. Where the index keeps what was read (`stored_field`), a
    candidate costs the product of two small matrices; where it does not, or has it of another model
    or text, the document is read now, as many at once as one run of a model may use threads, and
    the `kept_documents` last ones are remembered (about 3 kB each). Every text is read by itself:
    in int8 its vectors would otherwise depend on its neighbours.

    Raises ModelFolderError: the constructor for the manifest, `warm_up()` for the files.
    """

    name = "cross_encoder"
    features: tuple[str, ...] = ()
    stored_field = STORED_VECTORS

    def __init__(self, folder: Path | str, kept_documents: int = 5_000) -> None:
        if kept_documents < 0:
            raise ValueError(f"kept_documents must be 0 or more, not {kept_documents}")
        self._folder = open_reranker_folder(folder, LATE_INTERACTION)
        self._folder.file(TOKENIZER)
        self._dimensions = self._folder.positive_integer("dimensions")
        self._whole_weight = self._folder.number("whole_weight")
        self._scale = self._folder.number("scale")
        files = self._folder.manifest.files
        self._model = f"{files[MODEL]} {files[TOKENIZER]} {self._dimensions}"
        self._recent: Recent[bytes, bytes] = Recent(kept_documents)
        self._loaded: _Loaded | None = None
        self._loading = Lock()
        self._at_once = current_limits().threads

    def warm_up(self) -> None:
        """Loads and checks the model."""
        self._load()

    def score(self, query: AnalyzedQuery, candidates: Sequence[RankedItem]) -> NDArray[np.float32]:
        if not candidates:
            return np.zeros(0, dtype=np.float32)
        loaded = self._load()
        asked, weights = self._query(loaded, loaded.tokenizer.query(query.text))
        documents = self._documents([each.document for each in candidates])
        return self._scale * nearness(asked, weights, documents, self._whole_weight)

    def stamp(self, document: Mapping[str, Any]) -> bytes:
        """What tells the vectors of a document's texts by this model from all others."""
        text = document_text(document)
        content = f"{self._model}\0{text.title}\0{text.attributes}"
        return blake2b(content.encode("utf-8", "surrogatepass"), digest_size=STAMP_BYTES).digest()

    def read_ahead(self, documents: Sequence[Mapping[str, Any]]) -> list[bytes]:
        """What the index keeps of each document, in the field `stored_field`."""
        loaded = self._load()

        def read(document: Mapping[str, Any]) -> bytes:
            give_up_when_late()
            row = loaded.tokenizer.second(loaded.tokenizer.document(document_text(document)))
            read = pack(self.stamp(document), _parted(_read(loaded.session, row))[0])
            # Also where the call is late: the next one has less to do.
            self._recent.keep(read[:STAMP_BYTES], read)
            return read

        return loaded.at_once.each(read, documents)

    def _documents(self, documents: Sequence[Mapping[str, Any]]) -> list[TokenVectors]:
        found: list[TokenVectors | None] = []
        for document in documents:
            stamp = self.stamp(document)
            kept = document.get(STORED_VECTORS)
            read = unpack(stamp, kept, self._dimensions) if isinstance(kept, bytes) else None
            if read is None and (recent := self._recent.of(stamp)):
                read = unpack(stamp, recent, self._dimensions)
            found.append(read)
        missing = [at for at, read in enumerate(found) if read is None]
        for at, kept in zip(
            missing, self.read_ahead([documents[at] for at in missing]), strict=True
        ):
            found[at] = unpack(kept[:STAMP_BYTES], kept, self._dimensions)
        return [read for read in found if read is not None]

    def _query(self, loaded: _Loaded, words: list[int]) -> tuple[TokenVectors, Vectors]:
        return _parted(_read(loaded.session, loaded.tokenizer.first(words)))

    def _load(self) -> _Loaded:
        if self._loaded is None:
            with self._loading:
                if self._loaded is None:
                    session = open_session(self._folder, threads=1)
                    check_golden(self._folder, lambda inputs: self._pair(session, inputs))
                    tokenizer = open_tokenizer(self._folder, texts_apart=True)
                    at_once = SideBySide(self._at_once, "late_interaction")
                    self._loaded = _Loaded(tokenizer, session, at_once)
        return self._loaded

    def _pair(self, session: OnnxSession, inputs: Inputs) -> NDArray[np.float32]:
        """(1,) The score of the golden example: a query's ids beside a document's."""
        asked, weights = _parted(_read(session, inputs["query_ids"][0].astype(np.int64)))
        document, _ = _parted(_read(session, inputs[_INPUT][0]))
        return self._scale * nearness(asked, weights, [document], self._whole_weight)


def _read(session: OnnxSession, ids: Sequence[int] | NDArray[np.int64]) -> Vectors:
    """(tokens, d + 1) The output for one text."""
    found = session.run(session.outputs[0], {_INPUT: np.array([ids], dtype=np.int64)})
    if found.ndim != 3 or found.shape[:2] != (1, len(ids)):
        raise ValueError(f"the model gave the shape {found.shape} for a text of {len(ids)} tokens")
    read: Vectors = found[0].astype(np.float32, copy=False)
    return read


def _parted(read: Vectors) -> tuple[TokenVectors, Vectors]:
    """The vectors, and what each word counts, without [CLS] and [SEP]."""
    words, weights = read[1:-1, :-1], read[1:-1, -1]
    if not len(words):
        words, weights = np.zeros((1, read.shape[1] - 1), np.float32), np.zeros(1, np.float32)
    return TokenVectors(read[0, :-1], words), weights
