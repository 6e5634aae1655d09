"""The cross-encoder that is measured: the registered one, one in a folder, or an untrained one.

Its scores are not kept, so that each query costs what a new one costs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rerankers.base import Reranker
from searchapp.pipeline.config import RankingProfile, RerankStep

NAME = "cross_encoder"
UNTRAINED = "untrained"
HEAD = 30
BUDGET_MS = 150.0
"""Of the step, where no profile has one."""
_MAX_TOKENS = 48
"""As `manage.py train_cross_encoder` has it."""
_TOLERANCE = 0.15


@dataclass(frozen=True, slots=True)
class MeasuredCrossEncoder:
    """A cross-encoder, the step in which it scores, and where it comes from, in words."""

    reranker: Reranker
    step: RerankStep
    origin: str


def choose(
    given: str, made_in: Path, profiles: Mapping[str, RankingProfile]
) -> MeasuredCrossEncoder | None:
    """That of `--cross-encoder`: a model folder, or `UNTRAINED` for one made in `made_in`; without,
    the registered one; None without either.
    """
    from django.conf import settings

    from rerankers.cross_encoder import CrossEncoder

    step = next(
        (step for each in profiles.values() for step in each.rerankers if step.name == NAME),
        RerankStep(NAME, head=HEAD, share=0.5, budget_ms=BUDGET_MS),
    )
    origin = given
    if given == UNTRAINED:
        folder = _untrained(made_in)
        origin = "the text encoder's weights with an untrained head"
    elif given:
        folder = Path(given)
    elif NAME in settings.RERANKERS:
        folder = Path(settings.RERANKERS[NAME]["OPTIONS"]["folder"])
        origin = "the registered one"
    else:
        return None
    return MeasuredCrossEncoder(CrossEncoder(folder, cached_pairs=0), step, origin)


def _untrained(folder: Path) -> Path:
    """A model folder with a network of the same shape, which costs what a trained one costs."""
    import numpy as np

    from analyzers.embedding import minilm
    from rerankers.cross_encoder import TOKENIZER
    from rerankers.model_folder import CROSS_ENCODER
    from rerankers.onnx_session import OnnxSession
    from rerankers.pair_text import DocumentText, PairTokenizer
    from rerankers.publication import publish
    from searchapp.relevance.cross_encoder import graph
    from searchapp.relevance.cross_encoder.architecture import initial

    if folder.exists():
        return folder
    tokenizer_file = minilm.source_folder() / "tokenizer.json"
    tokenizer = PairTokenizer(tokenizer_file, _MAX_TOKENS)
    document = tokenizer.document(DocumentText("Electric Kettle, 1.7 l", "Velo | Kitchen"))
    ids, types = tokenizer.row(tokenizer.query("kettle"), document)
    row = dict(zip(graph.INPUTS, (ids[None], np.ones_like(ids)[None], types[None]), strict=True))
    weights = initial(minilm.load_weights())
    exact = graph.model(weights, None, _MAX_TOKENS).SerializeToString()
    publish(
        folder,
        name="untrained-cross-encoder",
        task=CROSS_ENCODER,
        model=graph.model(weights, minilm.WEIGHT_LIMITS[0], _MAX_TOKENS).SerializeToString(),
        parameters={"max_tokens": _MAX_TOKENS},
        golden=row,
        expected=OnnxSession(exact).run(graph.OUTPUT, row),
        output=graph.OUTPUT,
        files={TOKENIZER: tokenizer_file.read_bytes()},
        tolerance=_TOLERANCE,
    )
    return folder
