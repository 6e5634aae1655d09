"""The Django application of judged relevance: it has commands, and no tables."""

from django.apps import AppConfig


class RelevanceConfig(AppConfig):
    name = "searchapp.relevance"
    label = "relevance"
    verbose_name = "Relevance"
