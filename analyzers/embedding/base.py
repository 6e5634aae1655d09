"""The contract of a text encoder."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


@runtime_checkable
class TextEncoder(Protocol):
    """Turns texts into vectors whose dot product is their cosine similarity.

    Queries and documents go through the same encoder. What every implementation keeps to
    (`tests/contracts/text_encoder.py` checks it):

    - Constructing is cheap; the heavy part happens in `warm_up()`, or in the first `encode()`.
    - Vectors are deterministic, and the vector of a text does not depend on the other texts of
      the call: a query typed exactly like a title gets exactly that title's vector.
    - Any Unicode string is accepted: control characters, lone surrogates, 10,000 characters. Of
      a long text only the beginning is read.
    - All methods may be called from several threads at once.
    """

    @property
    def name(self) -> str:
        """Identity of the encoder, with a digest of whatever changes its vectors.

        Vectors of encoders with different names must never be compared. Whoever stores vectors
        stores this name beside them and embeds again when it changes.
        """
        ...

    @property
    def dimensions(self) -> int:
        """Length of each vector."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (len(texts), dimensions), row i for text i, each row of L2 norm 1.

        A text with nothing to read in it (empty, or white space only) gets a row of zeros: its
        cosine with everything is 0, so callers skip semantic recall for it.

        Raises TypeError when given one string instead of a sequence of them.
        """
        ...

    def warm_up(self) -> None:
        """Load everything, so that the next `encode()` is fast. Calling it again does nothing.

        Raises ModelFolderError when the encoder stands on a model folder that is not fit for use.
        """
        ...


def refuse_single_string(texts: Sequence[str]) -> None:
    """Raise TypeError for a plain string, which would otherwise be read letter by letter."""
    if isinstance(texts, str):
        raise TypeError("encode() takes a sequence of texts: wrap a single text in a list")
