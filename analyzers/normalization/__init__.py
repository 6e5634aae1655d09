"""One written form for what a shopper may type in many: characters, numbers, measures."""

from analyzers.normalization.analyzer import Normalization
from analyzers.normalization.characters import fold_accents
from analyzers.normalization.text import normalize

__all__ = ["Normalization", "fold_accents", "normalize"]
