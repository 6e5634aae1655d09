"""Reads the query beside each candidate's texts: slow, and the best judge of the head there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from analyzers.query import AnalyzedQuery
from rerankers.base import RankedItem
from rerankers.deadline import give_up_when_late
from rerankers.limits import current_limits
from rerankers.model_folder import CROSS_ENCODER, ScoringModel, load_model, open_reranker_folder
from rerankers.pair_text import TOKENIZER, DocumentText, PairTokenizer, document_text
from rerankers.reading_texts import Recent, SideBySide, open_tokenizer

_Key = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class _Loaded:
    tokenizer: PairTokenizer
    model: ScoringModel
    at_once: SideBySide


class CrossEncoder:
    """Scores with a model folder of the task `cross-encoder` that also has a `tokenizer.json`.

    The parameter `max_tokens` of its manifest cuts longer rows.

    Every pair runs by itself and at its own length: with activations quantised per tensor, as in
    int8 models, its score would otherwise depend on its neighbours in the batch, and on a CPU
    batches are no faster, while padding costs. As many pairs run at once as one run of a model may
    use threads (`limits`). Scores are kept by query and content of the texts,
    the `cached_pairs` used last (about 200 bytes each), so that the pages of a query and frequent
    queries cost once; a changed product is read anew.

    Raises ModelFolderError: the constructor for the manifest, `warm_up()` for the files.
    """

    name = "cross_encoder"
    features: tuple[str, ...] = ()

    def __init__(self, folder: Path | str, cached_pairs: int = 50_000) -> None:
        if cached_pairs < 0:
            raise ValueError(f"cached_pairs must be 0 or more, not {cached_pairs}")
        self._folder = open_reranker_folder(folder, CROSS_ENCODER)
        self._folder.file(TOKENIZER)
        self._scores: Recent[_Key, float] = Recent(cached_pairs)
        self._loaded: _Loaded | None = None
        self._loading = Lock()
        self._at_once = current_limits().threads

    def warm_up(self) -> None:
        """Loads and checks the model."""
        self._load()

    def score(self, query: AnalyzedQuery, candidates: Sequence[RankedItem]) -> NDArray[np.float32]:
        texts = [document_text(candidate.document) for candidate in candidates]
        keys = [(query.text, _digest(text)) for text in texts]
        recent = ((key, self._scores.of(key)) for key in keys)
        known = {key: score for key, score in recent if score is not None}
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if missing:
            found = self._read(query.text, missing)
            for key, score in found.items():
                self._scores.keep(key, score)
            known |= found
        return np.array([known[key] for key in keys], dtype=np.float32)

    def _read(self, query: str, texts: dict[_Key, DocumentText]) -> dict[_Key, float]:
        loaded = self._load()
        words = loaded.tokenizer.query(query)
        scores = loaded.at_once.each(lambda text: _score(loaded, words, text), list(texts.values()))
        return dict(zip(texts, scores, strict=True))

    def _load(self) -> _Loaded:
        if self._loaded is None:
            with self._loading:
                if self._loaded is None:
                    model = load_model(self._folder, threads=1)
                    at_once = SideBySide(self._at_once, "cross_encoder")
                    self._loaded = _Loaded(open_tokenizer(self._folder), model, at_once)
        return self._loaded


def _score(loaded: _Loaded, words: list[int], text: DocumentText) -> float:
    give_up_when_late()
    ids, types = loaded.tokenizer.row(words, loaded.tokenizer.document(text))
    inputs = {
        "input_ids": ids[None],
        "attention_mask": np.ones((1, len(ids)), dtype=np.int64),
        "token_type_ids": types[None],
    }
    return float(loaded.model.score({name: inputs[name] for name in loaded.model.inputs})[0])


def _digest(text: DocumentText) -> bytes:
    content = f"{text.title}\0{text.attributes}".encode("utf-8", "surrogatepass")
    return blake2b(content, digest_size=16).digest()
