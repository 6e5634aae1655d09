"""The lexicon in the admin: what merchants write, what was learnt, and how queries are read."""

from searchapp.lexicon.admin.analysis import AnalysisAdmin
from searchapp.lexicon.admin.build import LexiconBuildAdmin
from searchapp.lexicon.admin.entity import EntityAdmin
from searchapp.lexicon.admin.intent import IntentAdmin
from searchapp.lexicon.admin.synonym import SynonymAdmin
from searchapp.lexicon.admin.word import BannedWordAdmin, ProtectedWordAdmin

__all__ = [
    "AnalysisAdmin",
    "BannedWordAdmin",
    "EntityAdmin",
    "IntentAdmin",
    "LexiconBuildAdmin",
    "ProtectedWordAdmin",
    "SynonymAdmin",
]
