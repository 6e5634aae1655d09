"""How far predicted probabilities can be believed, and making them so.

Temperature scaling and the expected calibration error are those of Guo et al. 2017, "On Calibration
of Modern Neural Networks".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analyzers.categories.training import Floats, Integers, softmax

_GOLDEN = (np.sqrt(5) - 1) / 2
_COLDEST, _HOTTEST = 0.25, 8.0
_ROUNDS = 12
_EVIDENCE_WEIGHTS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions whose probability lies in [`low`, `high`): how many, their mean probability and
    the share that was right.
    """

    low: float
    high: float
    count: int
    predicted: float
    right: float


@dataclass(frozen=True, slots=True)
class Mixture:
    """How the scores of the network and the evidence of words are put together: the former over
    `temperature`, the latter times `evidence_weight`.
    """

    temperature: float
    evidence_weight: float

    def probabilities(self, network: Floats, evidence: Floats) -> Floats:
        """From the scores (n, classes) of both."""
        return softmax(
            network / np.float32(self.temperature) + evidence * np.float32(self.evidence_weight)
        )

    @classmethod
    def best(cls, network: Floats, evidence: Floats, classes: Integers) -> Mixture:
        """The one under which the true classes are likeliest."""
        found = [
            _best_temperature(network, evidence * np.float32(weight), classes)
            for weight in _EVIDENCE_WEIGHTS
        ]
        _, temperature, weight = min(
            (surprise, temperature, weight)
            for (surprise, temperature), weight in zip(found, _EVIDENCE_WEIGHTS, strict=True)
        )
        return cls(temperature, weight)


def reliability(
    probabilities: NDArray[np.floating], right: NDArray[np.bool_], bins: int = 10
) -> Iterator[Bin]:
    """The bins of [0, 1], of equal width, in which there is a prediction."""
    numbers = np.minimum((probabilities * bins).astype(int), bins - 1)
    for number in range(bins):
        inside = numbers == number
        if inside.any():
            yield Bin(
                number / bins,
                (number + 1) / bins,
                int(inside.sum()),
                float(probabilities[inside].mean()),
                float(right[inside].mean()),
            )


def calibration_error(
    probabilities: NDArray[np.floating], right: NDArray[np.bool_], bins: int = 10
) -> float:
    """The mean distance between the predicted probability and the share that was right."""
    if not len(probabilities):
        return 0.0
    found = list(reliability(probabilities, right, bins))
    return sum(bin.count * abs(bin.predicted - bin.right) for bin in found) / len(probabilities)


def _best_temperature(network: Floats, evidence: Floats, classes: Integers) -> tuple[float, float]:
    """The least surprise and the temperature that gives it, by golden-section search."""
    true = np.arange(len(classes)), classes

    def surprise(log_temperature: float) -> float:
        scores = network / np.float32(np.exp(log_temperature)) + evidence
        return float(-np.log(np.maximum(softmax(scores)[true], 1e-12)).mean())

    low, high = np.log(_COLDEST), np.log(_HOTTEST)
    for _ in range(_ROUNDS):
        left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        if surprise(left) < surprise(right):
            high = right
        else:
            low = left
    middle = (low + high) / 2
    return surprise(middle), float(np.exp(middle))
