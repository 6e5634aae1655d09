"""Tables of the lexicon: what was learnt, and what merchants write."""

from searchapp.lexicon.models.analysis import Analysis
from searchapp.lexicon.models.banned_word import BannedWord
from searchapp.lexicon.models.build import LexiconArray, LexiconBuild
from searchapp.lexicon.models.entity import Entity
from searchapp.lexicon.models.intent import Intent
from searchapp.lexicon.models.protected_word import ProtectedWord
from searchapp.lexicon.models.synonym import Synonym

__all__ = [
    "Analysis",
    "BannedWord",
    "Entity",
    "Intent",
    "LexiconArray",
    "LexiconBuild",
    "ProtectedWord",
    "Synonym",
]
